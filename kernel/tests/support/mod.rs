//! What the kernel's tests share: a reader for terms, so that a case is a line of text, and two ways to judge a result.
//!
//! In the text, `\x:A. t` is λ, `s = t` equality, `f x` application. Types: `o` is bool, `i` a type of individuals, a
//! capital letter a type variable, `->` functions. A variable without a type has that of the innermost binder of its
//! name, or `A`.
#![allow(dead_code)] // each test file uses a part

pub mod numbers;

use rationale_kernel::*;
use std::sync::LazyLock;

static INDIVIDUALS: LazyLock<TypeOperator> = LazyLock::new(|| TypeOperator::declare("i", 0));

struct Reader<'a> {
    rest: &'a str,
    binders: Vec<Variable>,
}

/// The term that the text says.
pub fn term(text: &str) -> Term {
    let (rest, binders) = (text, vec![]);
    let mut reader = Reader { rest, binders };
    let term = reader.term();
    assert!(reader.rest.is_empty(), "left over: {}", reader.rest);
    term
}

/// The type that the text says.
pub fn ty(text: &str) -> Type {
    let (rest, binders) = (text, vec![]);
    Reader { rest, binders }.ty()
}

/// The variable that the text says.
pub fn variable(text: &str) -> Variable {
    let term = term(text);
    match term.fragment().view() {
        FragmentView::Variable(v) => v.clone(),
        _ => panic!("no variable: {text}"),
    }
}

impl Reader<'_> {
    fn peek(&mut self) -> char {
        self.rest = self.rest.trim_start();
        self.rest.chars().next().unwrap_or(')')
    }

    fn eat(&mut self, text: &str) -> bool {
        self.peek();
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &str {
        self.peek();
        let end = |c: char| !c.is_alphanumeric() && c != '\'';
        let (word, rest) = self
            .rest
            .split_at(self.rest.find(end).unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn ty(&mut self) -> Type {
        let domain = if self.eat("(") {
            let inner = self.ty();
            assert!(self.eat(")"));
            inner
        } else {
            match self.word() {
                "o" => Type::boolean(),
                "i" => Type::apply(&INDIVIDUALS, vec![]).unwrap(),
                name => Type::variable(name),
            }
        };
        if self.eat("->") {
            return Type::function(&domain, &self.ty()).unwrap();
        }
        domain
    }

    fn term(&mut self) -> Term {
        let mut left = self.atom();
        while !matches!(self.peek(), ')' | '=') {
            left = Term::apply(&left, &self.atom()).unwrap();
        }
        if self.eat("=") {
            return Term::equation(&left, &self.term()).unwrap();
        }
        left
    }

    fn atom(&mut self) -> Term {
        if self.eat("(") {
            let inner = self.term();
            assert!(self.eat(")"));
            return inner;
        }
        if self.eat("\\") {
            let binder = self.variable();
            assert!(self.eat("."));
            self.binders.push(binder.clone());
            let body = self.term();
            self.binders.pop();
            return Term::abstraction(&binder, &body).unwrap();
        }
        Term::variable(&self.variable())
    }

    fn variable(&mut self) -> Variable {
        let name = self.word().to_string();
        assert!(!name.is_empty(), "a name expected at {}", self.rest);
        if self.eat(":") {
            let ty = self.ty();
            return Variable::new(name, ty);
        }
        let binder = self.binders.iter().rev().find(|v| *v.name == *name);
        binder
            .cloned()
            .unwrap_or_else(|| Variable::new(name, Type::variable("A")))
    }
}

/// A substitution from `variable := term` pairs.
pub fn images(pairs: &[(&str, &str)]) -> Substitution {
    pairs.iter().map(|(v, t)| (variable(v), term(t))).collect()
}

/// A type substitution from `variable := type` pairs.
pub fn types(pairs: &[(&str, &str)]) -> TypeSubstitution {
    pairs.iter().map(|(v, t)| (Name::from(*v), ty(t))).collect()
}

/// A theorem that says what the text says, from the axiom that it holds.
pub fn given(hypotheses: &[&str], conclusion: &str) -> Theorem {
    let hypotheses: Vec<Term> = hypotheses.iter().map(|h| term(h)).collect();
    Theorem::axiom("given", &hypotheses, &term(conclusion)).unwrap()
}

/// The result must be the sequent: the hypotheses in any order, and the conclusion.
#[track_caller]
pub fn proves(result: Result<Theorem>, hypotheses: &[&str], conclusion: &str) {
    let theorem = result.unwrap_or_else(|e| panic!("refused: {e}"));
    let mut expected: Vec<Term> = hypotheses.iter().map(|h| term(h)).collect();
    expected.sort();
    assert_eq!(theorem.conclusion(), term(conclusion));
    assert_eq!(theorem.hypotheses(), expected);
}

/// The result must be an error whose problem contains the text.
#[track_caller]
pub fn refused<T>(result: Result<T>, problem: &str) {
    match result {
        Ok(_) => panic!("accepted, expected: {problem}"),
        Err(error) => assert!(error.0.contains(problem), "{error}, expected: {problem}"),
    }
}

/// A declared constant at its own type.
pub fn constant(name: &str, at: &Type) -> Term {
    Term::constant(
        &Constant::declare(name, at.clone()),
        &TypeSubstitution::new(),
    )
    .unwrap()
}

/// Function applied to arguments.
pub fn apply(function: &Term, arguments: &[&Term]) -> Term {
    let apply = |f: Term, x: &&Term| Term::apply(&f, x).unwrap();
    arguments.iter().fold(function.clone(), apply)
}
