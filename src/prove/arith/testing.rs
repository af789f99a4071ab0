//! Numbers for unit tests: an environment in which the table's lemmas are axioms, and a reader for its statements.
//!
//! The reader knows the few notations of the table only. The real language is tested with the library.

use super::lemmas::TABLE;
use crate::{
    elaborate::{Environment, NamedTheorem},
    logic::{apply_all, conditional, logic},
    syntax::ast::Span,
};
use rationale_kernel::{
    Arithmetic, Constant, Numerals, Term, Theorem, Type, TypeOperator, Variable,
};
use std::{collections::HashMap, sync::LazyLock};

/// The environment of the tests, made once.
pub fn environment() -> &'static Environment {
    static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(build);
    &ENVIRONMENT
}

/// A formula or term in variables a b c d e f g h x y z w : ℝ, i j k m n : ℕ, F G : ℝ → ℝ, S : ℕ → ℝ, p q : bool.
pub fn read(text: &str) -> Term {
    Reader::new(environment(), text).whole()
}

struct Types {
    nat: Type,
    real: Type,
}

static TYPES: LazyLock<Types> = LazyLock::new(|| Types {
    nat: Type::apply(&TypeOperator::declare("nat", 0), vec![]).unwrap(),
    real: Type::apply(&TypeOperator::declare("real", 0), vec![]).unwrap(),
});

fn function(domains: &[&Type], codomain: &Type) -> Type {
    domains.iter().rev().fold(codomain.clone(), |ty, domain| {
        Type::function(domain, &ty).unwrap()
    })
}

fn build() -> Environment {
    let mut environment = Environment::empty();
    let Types { nat, real } = &*TYPES;
    let boolean = Type::boolean();
    let mut declare = |name: &str, ty: Type| environment.add_constant(Constant::declare(name, ty));
    for name in [
        "nat_add",
        "nat_mul",
        "nat_pow",
        "nat_monus",
        "nat_div",
        "nat_mod",
    ] {
        declare(name, function(&[nat, nat], nat));
    }
    for name in ["real_add", "real_mul", "real_sub", "real_div", "max", "min"] {
        declare(name, function(&[real, real], real));
    }
    for name in ["real_neg", "real_inv", "abs", "sqrt", "exp"] {
        declare(name, function(&[real], real));
    }
    declare("real_pow", function(&[real, nat], real));
    declare("real", function(&[nat], real));
    declare("zero", nat.clone());
    declare("suc", function(&[nat], nat));
    declare("rzero", real.clone());
    declare("rone", real.clone());
    declare("sum", function(&[nat, &function(&[nat], real)], real));
    for name in ["nat_le", "nat_lt"] {
        declare(name, function(&[nat, nat], &boolean));
    }
    for name in ["real_le", "real_lt"] {
        declare(name, function(&[real, real], &boolean));
    }
    arm(&mut environment);
    for (_, name, statement) in TABLE {
        let statement = Reader::new(&environment, statement).whole();
        add(&mut environment, name, &statement);
    }
    environment
}

fn add(environment: &mut Environment, name: &str, statement: &Term) {
    let theorem = Theorem::axiom(name, &[], statement).unwrap();
    let (module, span) = ("test".into(), Span::default());
    environment.add_theorem(NamedTheorem {
        name: name.into(),
        theorem,
        attributes: vec![],
        module,
        span,
    });
}

fn arm(environment: &mut Environment) {
    let term = |name: &str| {
        let constant = environment.constant(name).unwrap();
        Term::constant(constant, constant.generic_type()).unwrap()
    };
    let (truth, falsity) = (logic().truth_term().clone(), logic().falsity_term().clone());
    let naturals = Numerals::naturals(&term("zero"), &term("suc")).unwrap();
    let [add, mul, le, lt] = ["nat_add", "nat_mul", "nat_le", "nat_lt"].map(term);
    let operations = [truth.clone(), falsity.clone(), add, mul, le, lt];
    let axioms = |statements: &[&str], carrier: &Type| -> Vec<Theorem> {
        statements
            .iter()
            .map(|text| {
                let (hypotheses, conclusion) = text.split_once('⊢').unwrap();
                let mut reader = |text: &str| {
                    let mut reader = Reader::new(environment, text);
                    for v in ["x", "y", "z"] {
                        reader.variables.insert(v.into(), carrier.clone());
                    }
                    reader.whole()
                };
                let hypotheses: Vec<_> = hypotheses
                    .split(';')
                    .filter(|h| !h.trim().is_empty())
                    .map(&mut reader)
                    .collect();
                Theorem::axiom("arming", &hypotheses, &reader(conclusion)).unwrap()
            })
            .collect()
    };
    let mut known = vec![crate::logic::truth().clone()];
    known.extend(axioms(&NATURAL, &TYPES.nat));
    let arithmetic_nat = Arithmetic::naturals(&naturals, operations, &known).unwrap();
    let [zero, one, add, neg, div] =
        ["rzero", "rone", "real_add", "real_neg", "real_div"].map(term);
    let rationals = Numerals::rationals(&zero, &one, &add, &neg, &div).unwrap();
    let [sub, mul, inv, le, lt, cast] = [
        "real_sub", "real_mul", "real_inv", "real_le", "real_lt", "real",
    ]
    .map(term);
    let operations = [truth, falsity.clone(), sub, mul, inv, le, lt, cast];
    let p = Term::variable(&Variable::new("p", Type::boolean()));
    let absurd = crate::logic::contradiction(&p, &Theorem::assume(&falsity).unwrap()).unwrap();
    let mut known = vec![
        crate::logic::truth().clone(),
        absurd,
        crate::logic::double_negation(&p).unwrap(),
    ];
    known.extend(axioms(&REAL, &TYPES.real));
    let arithmetic_real = Arithmetic::rationals(&rationals, &naturals, operations, &known).unwrap();
    environment.set_numerals_nat(naturals);
    environment.set_numerals_real(rationals);
    environment.arm_nat(arithmetic_nat);
    environment.arm_real(arithmetic_real);
}

const NATURAL: [&str; 10] = [
    "⊢ zero + y = y",
    "⊢ suc x + y = suc (x + y)",
    "⊢ zero * y = zero",
    "⊢ suc x * y = y + x * y",
    "⊢ zero ≤ y ↔ true",
    "⊢ suc x ≤ zero ↔ false",
    "⊢ suc x ≤ suc y ↔ x ≤ y",
    "⊢ x < y ↔ suc x ≤ y",
    "⊢ zero = suc y ↔ false",
    "⊢ suc x = suc y ↔ x = y",
];

const REAL: [&str; 21] = [
    "⊢ x + y = y + x",
    "⊢ x + y + z = x + (y + z)",
    "⊢ rzero + x = x",
    "⊢ -x + x = rzero",
    "⊢ x - y = x + -y",
    "⊢ x * y = y * x",
    "⊢ x * y * z = x * (y * z)",
    "⊢ rone * x = x",
    "⊢ x * (y + z) = x * y + x * z",
    "x = rzero ↔ false ⊢ real_inv x * x = rone",
    "⊢ real_inv rzero = rzero",
    "⊢ x / y = x * real_inv y",
    "⊢ rzero = rone ↔ false",
    "x ≤ y; y ≤ x ⊢ x = y",
    "x ≤ y; y ≤ z ⊢ x ≤ z",
    "x ≤ y ↔ false ⊢ y ≤ x",
    "y ≤ z ⊢ x + y ≤ x + z",
    "rzero ≤ x; rzero ≤ y ⊢ rzero ≤ x * y",
    "⊢ x < y ↔ (y ≤ x ↔ false)",
    "⊢ real zero = rzero",
    "⊢ real (suc n) = real n + rone",
];

/// A term whose numerals wait for their carrier.
#[derive(Clone, Debug)]
enum Tree {
    Number(i64),
    Leaf(Term),
    Apply(Box<Tree>, Vec<Tree>),
    Operator(&'static str, Vec<Tree>),
    Typed(Box<Tree>, Type),
}

struct Reader<'e> {
    environment: &'e Environment,
    tokens: Vec<String>,
    position: usize,
    variables: HashMap<String, Type>,
}

impl<'e> Reader<'e> {
    fn new(environment: &'e Environment, text: &str) -> Self {
        let Types { nat, real } = &*TYPES;
        let boolean = Type::boolean();
        let mut variables = HashMap::new();
        let groups: [(&str, Type); 5] = [
            ("a b c d e f g h l o r s t x y z w", real.clone()),
            ("i j k m n", nat.clone()),
            ("F G", function(&[real], real)),
            ("S", function(&[nat], real)),
            ("p q", boolean),
        ];
        for (names, ty) in groups {
            variables.extend(names.split(' ').map(|name| (name.to_string(), ty.clone())));
        }
        Reader {
            environment,
            tokens: tokens(text),
            position: 0,
            variables,
        }
    }

    fn whole(&mut self) -> Term {
        let term = self.formula();
        assert_eq!(
            self.position,
            self.tokens.len(),
            "{:?}",
            &self.tokens[self.position..]
        );
        term
    }

    fn peek(&self) -> &str {
        self.tokens.get(self.position).map_or("", String::as_str)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.position += usize::from(found);
        found
    }

    fn next(&mut self) -> String {
        self.position += 1;
        self.tokens[self.position - 1].clone()
    }

    fn formula(&mut self) -> Term {
        if self.eat("∀") {
            let bound = self.binders();
            let body = self.formula();
            return logic().forall_all(&bound, &body).unwrap();
        }
        let left = self.implication();
        if self.eat("↔") {
            let right = self.implication();
            return Term::equation(&left, &right).unwrap();
        }
        left
    }

    fn binders(&mut self) -> Vec<Variable> {
        let mut bound = Vec::new();
        loop {
            let parenthesis = self.eat("(");
            let mut names = Vec::new();
            while self.peek() != ":" {
                names.push(self.next());
            }
            self.eat(":");
            let ty = if self.next() == "ℝ" {
                &TYPES.real
            } else {
                &TYPES.nat
            };
            if parenthesis {
                assert!(self.eat(")"));
            }
            for name in names {
                bound.push(Variable::new(name.as_str(), ty.clone()));
                self.variables.insert(name, ty.clone());
            }
            if self.eat(".") {
                return bound;
            }
        }
    }

    fn implication(&mut self) -> Term {
        let left = self.disjunction();
        if self.eat("→") {
            let right = self.implication();
            return logic().implication(&left, &right).unwrap();
        }
        left
    }

    fn disjunction(&mut self) -> Term {
        let left = self.conjunction();
        if self.eat("∨") {
            let right = self.disjunction();
            return logic().disjunction(&left, &right).unwrap();
        }
        left
    }

    fn conjunction(&mut self) -> Term {
        let left = self.negation();
        if self.eat("∧") {
            let right = self.conjunction();
            return logic().conjunction(&left, &right).unwrap();
        }
        left
    }

    fn negation(&mut self) -> Term {
        if self.eat("¬") {
            return logic().negation(&self.negation()).unwrap();
        }
        if self.peek() == "(" {
            let start = self.position;
            self.next();
            if let Some(inner) = self.attempt(|reader| {
                let inner = reader.formula();
                (reader.eat(")") && *inner.ty() == Type::boolean()).then_some(inner)
            }) && ![
                "=", "≠", "≤", "<", "+", "-", "*", "/", "^", "∸", "div", "mod",
            ]
            .contains(&self.peek())
            {
                return inner;
            }
            self.position = start;
        }
        self.comparison()
    }

    fn attempt(&mut self, work: impl FnOnce(&mut Self) -> Option<Term>) -> Option<Term> {
        // a parenthesis holds a formula if a connective or comparison stands in it at any depth before it closes
        let (mut depth, mut formula) = (1, false);
        for token in &self.tokens[self.position..] {
            match token.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                "=" | "≠" | "≤" | "<" | "∨" | "∧" | "→" | "¬" | "↔" => formula = true,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        if formula { work(self) } else { None }
    }

    fn comparison(&mut self) -> Term {
        let left = self.sum();
        let relation = self.peek().to_string();
        if !["=", "≠", "≤", "<"].contains(&relation.as_str()) {
            return self.build(&left, None);
        }
        self.next();
        let right = self.sum();
        let carrier = self.joined(&[&left, &right]);
        let (left, right) = (
            self.build(&left, carrier.clone()),
            self.build(&right, carrier),
        );
        let real = *left.ty() == TYPES.real;
        let named = |name: &str| apply_all(&self.constant(name), [&left, &right]).unwrap();
        match relation.as_str() {
            "=" => Term::equation(&left, &right).unwrap(),
            "≠" => logic()
                .negation(&Term::equation(&left, &right).unwrap())
                .unwrap(),
            "≤" => named(if real { "real_le" } else { "nat_le" }),
            _ => named(if real { "real_lt" } else { "nat_lt" }),
        }
    }

    fn sum(&mut self) -> Tree {
        let mut left = self.product();
        loop {
            let operator = ["+", "-", "∸"].into_iter().find(|o| self.peek() == *o);
            let Some(operator) = operator else {
                return left;
            };
            self.next();
            let right = self.product();
            left = Tree::Operator(operator, vec![left, right]);
        }
    }

    fn product(&mut self) -> Tree {
        let mut left = self.power();
        loop {
            let operator = ["*", "/", "div", "mod"]
                .into_iter()
                .find(|o| self.peek() == *o);
            let Some(operator) = operator else {
                return left;
            };
            self.next();
            let right = self.power();
            left = Tree::Operator(operator, vec![left, right]);
        }
    }

    fn power(&mut self) -> Tree {
        if self.eat("-") {
            return Tree::Operator("-", vec![self.power()]);
        }
        let base = self.application();
        if self.eat("^") {
            let exponent = self.power();
            return Tree::Operator("^", vec![base, exponent]);
        }
        base
    }

    fn application(&mut self) -> Tree {
        let head = self.atom();
        let mut arguments = Vec::new();
        while self.peek() == "(" || self.peek().starts_with(|c: char| c.is_alphanumeric()) {
            if ["div", "mod", "then", "else"].contains(&self.peek()) {
                break;
            }
            arguments.push(self.atom());
        }
        if arguments.is_empty() {
            head
        } else {
            Tree::Apply(Box::new(head), arguments)
        }
    }

    fn atom(&mut self) -> Tree {
        let token = self.next();
        if let Ok(number) = token.parse() {
            return Tree::Number(number);
        }
        match token.as_str() {
            "(" => {
                let inner = self.sum();
                if self.eat(":") {
                    let ty = if self.next() == "ℝ" {
                        TYPES.real.clone()
                    } else {
                        TYPES.nat.clone()
                    };
                    assert!(self.eat(")"));
                    return Tree::Typed(Box::new(inner), ty);
                }
                assert!(self.eat(")"), "at {}", self.peek());
                inner
            }
            "|" => {
                let inner = self.sum();
                assert!(self.eat("|"));
                Tree::Apply(Box::new(Tree::Leaf(self.constant("abs"))), vec![inner])
            }
            "Σ" => {
                let name = self.next();
                assert!(self.eat("<"));
                let bound = self.sum();
                assert!(self.eat("."));
                let body = self.product();
                let (bound, body) = (
                    self.build(&bound, Some(TYPES.nat.clone())),
                    self.build(&body, Some(TYPES.real.clone())),
                );
                let body =
                    Term::abstraction(&Variable::new(name.as_str(), TYPES.nat.clone()), &body)
                        .unwrap();
                Tree::Leaf(apply_all(&self.constant("sum"), [&bound, &body]).unwrap())
            }
            "if" => {
                let condition = self.formula();
                assert!(self.eat("then"));
                let then = self.sum();
                assert!(self.eat("else"));
                let otherwise = self.sum();
                let ty = self.joined(&[&then, &otherwise]);
                let (then, otherwise) = (self.build(&then, ty.clone()), self.build(&otherwise, ty));
                let ty = then.ty().clone();
                let head = function(&[&Type::boolean(), &ty, &ty], &ty);
                let head = Term::constant(&conditional().constant, &head).unwrap();
                Tree::Leaf(apply_all(&head, [&condition, &then, &otherwise]).unwrap())
            }
            "true" => Tree::Leaf(logic().truth_term().clone()),
            "false" => Tree::Leaf(logic().falsity_term().clone()),
            name => Tree::Leaf(match self.variables.get(name) {
                Some(ty) => Term::variable(&Variable::new(name, ty.clone())),
                None => self.constant(name),
            }),
        }
    }

    fn constant(&self, name: &str) -> Term {
        let constant = self
            .environment
            .constant(name)
            .unwrap_or_else(|| panic!("no constant {name}"));
        Term::constant(constant, constant.generic_type()).unwrap()
    }

    /// The carrier that the leaves ask for.
    fn joined(&self, trees: &[&Tree]) -> Option<Type> {
        let carriers: Vec<_> = trees.iter().filter_map(|t| self.carrier(t)).collect();
        carriers
            .iter()
            .find(|ty| **ty == TYPES.real)
            .or(carriers.first())
            .cloned()
    }

    fn carrier(&self, tree: &Tree) -> Option<Type> {
        match tree {
            Tree::Number(_) => None,
            Tree::Leaf(t) => Some(t.ty().clone()),
            Tree::Typed(_, ty) => Some(ty.clone()),
            Tree::Apply(head, arguments) => {
                let mut ty = self.carrier(head)?;
                for _ in arguments {
                    ty = ty.as_function().unwrap().1.clone();
                }
                Some(ty)
            }
            Tree::Operator("/" | "-", _) => Some(TYPES.real.clone()),
            Tree::Operator("^", arguments) => self.carrier(&arguments[0]),
            Tree::Operator("div" | "mod" | "∸", _) => Some(TYPES.nat.clone()),
            Tree::Operator(_, arguments) => self.joined(&arguments.iter().collect::<Vec<_>>()),
        }
    }

    fn build(&self, tree: &Tree, expected: Option<Type>) -> Term {
        let ty = self
            .carrier(tree)
            .or(expected.clone())
            .unwrap_or_else(|| TYPES.real.clone());
        let target = expected
            .filter(|e| *e == TYPES.real && ty == TYPES.nat)
            .unwrap_or(ty);
        let term = self.build_at(tree, &target);
        if *term.ty() == TYPES.nat && target == TYPES.real {
            return Term::apply(&self.constant("real"), &term).unwrap();
        }
        term
    }

    fn build_at(&self, tree: &Tree, ty: &Type) -> Term {
        let real = *ty == TYPES.real;
        match tree {
            Tree::Number(value) => {
                let numerals = if real {
                    self.environment.numerals_real()
                } else {
                    self.environment.numerals_nat()
                };
                Term::literal(&numerals.unwrap().integer(*value).unwrap())
            }
            Tree::Leaf(t) => t.clone(),
            Tree::Typed(inner, ty) => self.build(inner, Some(ty.clone())),
            Tree::Apply(head, arguments) => {
                let head = self.build_at(head, ty);
                arguments.iter().fold(head, |f, argument| {
                    let domain = f.ty().as_function().unwrap().0.clone();
                    Term::apply(&f, &self.build(argument, Some(domain))).unwrap()
                })
            }
            Tree::Operator("-", arguments) if arguments.len() == 1 => Term::apply(
                &self.constant("real_neg"),
                &self.build(&arguments[0], Some(ty.clone())),
            )
            .unwrap(),
            Tree::Operator(operator, arguments) => {
                let name = match (*operator, real) {
                    ("+", true) => "real_add",
                    ("+", false) => "nat_add",
                    ("*", true) => "real_mul",
                    ("*", false) => "nat_mul",
                    ("^", true) => "real_pow",
                    ("^", false) => "nat_pow",
                    ("-", _) => "real_sub",
                    ("/", _) => "real_div",
                    ("div", _) => "nat_div",
                    ("mod", _) => "nat_mod",
                    _ => "nat_monus",
                };
                let head = self.constant(name);
                arguments.iter().fold(head, |f, argument| {
                    let domain = f.ty().as_function().unwrap().0.clone();
                    Term::apply(&f, &self.build(argument, Some(domain))).unwrap()
                })
            }
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '\'';
    for c in text.chars() {
        let joins = tokens
            .last()
            .is_some_and(|last: &String| last.chars().all(word))
            && word(c)
            && c != 'Σ'
            && c != 'ℝ';
        match c {
            ' ' => tokens.push(String::new()),
            _ if joins && !tokens.last().is_some_and(String::is_empty) => {
                tokens.last_mut().unwrap().push(c)
            }
            _ => tokens.push(c.to_string()),
        }
    }
    tokens.retain(|t| !t.is_empty());
    tokens
}
