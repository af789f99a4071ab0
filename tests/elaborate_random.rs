//! Random well-typed terms are printed, read and elaborated again: the same term must come back. Random text must be
//! refused without harm.

#[path = "elaborate/signature.rs"]
mod signature;

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use rationale::logic::{ConstantShape, TermShape, TypeShape, constant_at, substitution_from};
use rationale::{
    elaborate::{Elaborator, Environment, Printer, Scope, is_type_variable_name},
    syntax,
};
use rationale_kernel::{Name, Term, Type, Variable};
use signature::environment;
use std::sync::LazyLock;

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(environment);

/// Names for bound variables: common ones, names of constants, tuples, and texts that are no names.
const HINTS: [&str; 14] = [
    "x",
    "y",
    "i",
    "n",
    "f",
    "A",
    "P",
    "(x, y)",
    "(x, (y, _))",
    "_",
    "sum",
    "real",
    "some",
    "not a name",
];

/// Builds terms from a stream of choices.
struct Maker<'c> {
    choices: std::slice::Iter<'c, u8>,
    variables: Vec<Variable>,
}

fn nullary(name: &str) -> Type {
    Type::apply(ENVIRONMENT.type_operator(name).expect("declared"), vec![]).expect("its arity")
}

fn alpha() -> Type {
    Type::variable("α")
}

fn function(domain: &Type, codomain: &Type) -> Type {
    Type::function(domain, codomain).expect("not deep")
}

fn operator(name: &str, arguments: Vec<Type>) -> Type {
    Type::apply(
        ENVIRONMENT.type_operator(name).expect("declared"),
        arguments,
    )
    .expect("its arity")
}

fn apply(function: &Term, arguments: &[Term]) -> Term {
    let quantifier = function
        .as_constant()
        .is_some_and(|c| ["forall", "exists", "some"].contains(&&**c.name()));
    let form = |x: &Term| if quantifier { x.clone() } else { short(x) };
    arguments.iter().fold(function.clone(), |f, x| {
        Term::apply(&f, &form(x)).expect("well typed")
    })
}

/// The form that arguments have: η-short.
fn short(term: &Term) -> Term {
    rationale::logic::eta_short(term).expect("well typed")
}

impl Maker<'_> {
    /// A number below `bound`; 0 when the choices have run out.
    fn choose(&mut self, bound: usize) -> usize {
        self.choices
            .next()
            .map_or(0, |choice| usize::from(*choice) % bound)
    }

    fn constant(&self, name: &str, types: &[(&str, &Type)]) -> Term {
        let constant = ENVIRONMENT.constant(name).expect("declared");
        let by = types
            .iter()
            .map(|(name, ty)| (Name::from(*name), (*ty).clone()))
            .collect();
        let generic = constant.generic_type();
        let letters: Vec<Name> = generic.variables().into_iter().collect();
        assert!(letters.iter().all(|letter| is_type_variable_name(letter)));
        constant_at(constant, &generic.instantiate(&by).expect("not deep")).expect("an instance")
    }

    fn ty(&mut self, depth: usize) -> Type {
        match self.choose(if depth == 0 { 4 } else { 8 }) {
            0 => nullary("ℝ"),
            1 => alpha(),
            2 => nullary("ℕ"),
            3 => Type::boolean(),
            4 => operator("prod", vec![self.ty(depth - 1), self.ty(depth - 1)]),
            5 => operator("dist", vec![self.ty(depth - 1)]),
            6 => function(&self.ty(depth - 1), &Type::boolean()),
            _ => function(&self.ty(depth - 1), &self.ty(depth - 1)),
        }
    }

    /// A term of that type.
    fn term(&mut self, ty: &Type, depth: usize) -> Term {
        if depth == 0 || self.choose(4) == 0 {
            return self.leaf(ty);
        }
        if self.choose(6) == 0 {
            return self.of_any_type(ty, depth - 1);
        }
        if ty.is_boolean() {
            self.formula(depth - 1)
        } else if *ty == nullary("ℕ") {
            self.natural(depth - 1)
        } else if *ty == nullary("ℝ") {
            self.real(depth - 1)
        } else if let Some((domain, codomain)) = ty.as_function() {
            self.function(domain, codomain, depth - 1)
        } else {
            self.of_any_type(ty, depth - 1)
        }
    }

    fn leaf(&mut self, ty: &Type) -> Term {
        let known: Vec<Variable> = self
            .variables
            .iter()
            .filter(|v| &v.ty == ty)
            .cloned()
            .collect();
        if !known.is_empty() && self.choose(4) > 0 {
            return Term::variable(&known[self.choose(known.len())]);
        }
        if *ty == nullary("ℕ") || *ty == nullary("ℝ") {
            return self.number(ty);
        }
        let name = ["c", "d", "A", "S", "μ"][self.choose(5)];
        let variable = (0..)
            .map(|n| Variable::new(format!("{name}{n}"), ty.clone()))
            .find(|v| {
                !self
                    .variables
                    .iter()
                    .any(|other| other.name == v.name && other != v)
            })
            .expect("endless");
        self.variables.push(variable.clone());
        Term::variable(&variable)
    }

    fn number(&mut self, ty: &Type) -> Term {
        let value = BigInt::from(self.choose(5));
        let natural = *ty == nullary("ℕ");
        let numerals = if natural {
            ENVIRONMENT.numerals_nat()
        } else {
            ENVIRONMENT.numerals_real()
        };
        let scale = if natural {
            1
        } else {
            [1, 2, 40][self.choose(3)]
        };
        let value = BigRational::new(value, BigInt::from(scale));
        Term::literal(&numerals.expect("set").literal(&value).expect("a literal"))
    }

    fn of_any_type(&mut self, ty: &Type, depth: usize) -> Term {
        let other = self.ty(1);
        match self.choose(6) {
            0 => {
                let parts = [
                    self.term(&Type::boolean(), depth),
                    self.term(ty, depth),
                    self.term(ty, depth),
                ];
                apply(&self.constant("if", &[("α", ty)]), &parts)
            }
            1 => apply(
                &self.constant("some", &[("α", ty)]),
                &[self.lambda(ty, &Type::boolean(), depth)],
            ),
            2 => {
                let pair = operator("prod", vec![ty.clone(), other.clone()]);
                apply(
                    &self.constant("fst", &[("α", ty), ("β", &other)]),
                    &[self.term(&pair, depth)],
                )
            }
            3 => apply(&self.lambda(&other, ty, depth), &[self.term(&other, depth)]),
            4 => apply(
                &self.term(&function(&other, ty), depth),
                &[self.term(&other, depth)],
            ),
            _ => self.structured(ty, depth),
        }
    }

    fn structured(&mut self, ty: &Type, depth: usize) -> Term {
        use rationale_kernel::TypeView;
        match ty.view() {
            TypeView::Apply(operator, of) if &**operator.name() == "prod" => {
                let (left, right) = (&of[0], &of[1]);
                let parts = [self.term(left, depth), self.term(right, depth)];
                apply(&self.constant("pair", &[("α", left), ("β", right)]), &parts)
            }
            TypeView::Apply(operator, of) if &**operator.name() == "dist" => apply(
                &self.constant("point", &[("α", &of[0])]),
                &[self.term(&of[0], depth)],
            ),
            _ => self.leaf(ty),
        }
    }

    fn lambda(&mut self, domain: &Type, codomain: &Type, depth: usize) -> Term {
        let hint = HINTS[self.choose(HINTS.len())];
        let variable = Variable::new(format!("{hint}#{}", self.variables.len()), domain.clone());
        let outer = self.variables.len();
        self.variables.push(variable.clone());
        let body = self.term(codomain, depth);
        // free variables that were invented inside stay known outside
        self.variables.remove(outer);
        let named = Variable::new(hint, domain.clone());
        let by = substitution_from([(variable.clone(), Term::variable(&named))]).expect("types");
        if body.has_free(&named) {
            return Term::abstraction(&variable, &body).expect("not deep");
        }
        Term::abstraction(&named, &body.substitute(&by).expect("types")).expect("not deep")
    }

    fn formula(&mut self, depth: usize) -> Term {
        let (boolean, ty) = (Type::boolean(), self.ty(1));
        let natural = nullary("ℕ");
        let number = if self.choose(2) == 0 {
            natural.clone()
        } else {
            nullary("ℝ")
        };
        match self.choose(9) {
            0 => {
                let name = ["and", "or", "implies"][self.choose(3)];
                apply(
                    &self.constant(name, &[]),
                    &[self.term(&boolean, depth), self.term(&boolean, depth)],
                )
            }
            1 => apply(&self.constant("not", &[]), &[self.term(&boolean, depth)]),
            2 => Term::equation(
                &short(&self.term(&ty, depth)),
                &short(&self.term(&ty, depth)),
            )
            .expect("one type"),
            3 => {
                let name = ["forall", "exists"][self.choose(2)];
                apply(
                    &self.constant(name, &[("α", &ty)]),
                    &[self.lambda(&ty, &boolean, depth)],
                )
            }
            4 => self.bounded(depth),
            5 => {
                let names = if number == natural {
                    ["nat_le", "nat_lt"]
                } else {
                    ["real_le", "real_lt"]
                };
                let name = names[self.choose(2)];
                apply(
                    &self.constant(name, &[]),
                    &[self.term(&number, depth), self.term(&number, depth)],
                )
            }
            6 => {
                let set = function(&ty, &boolean);
                apply(
                    &self.constant("subset", &[("α", &ty)]),
                    &[self.term(&set, depth), self.term(&set, depth)],
                )
            }
            7 => apply(
                &self.term(&function(&ty, &boolean), depth),
                &[self.term(&ty, depth)],
            ),
            _ => {
                let set = function(&ty, &boolean);
                let family = self.lambda(&ty, &nullary("ℝ"), depth);
                apply(
                    &self.constant("above", &[("α", &ty)]),
                    &[self.term(&set, depth), family],
                )
            }
        }
    }

    /// `∀ x ∈ A. P`, `∃ i < n. P`
    fn bounded(&mut self, depth: usize) -> Term {
        let universal = self.choose(2) == 0;
        let (quantifier, connective) = if universal {
            ("forall", "implies")
        } else {
            ("exists", "and")
        };
        let below = self.choose(2) == 0;
        let ty = if below { nullary("ℕ") } else { self.ty(1) };
        let range = if below {
            self.term(&ty, depth)
        } else {
            self.term(&function(&ty, &Type::boolean()), depth)
        };
        let variable = Variable::new(HINTS[self.choose(8)], ty.clone());
        if range.has_free(&variable) {
            return self.formula(0);
        }
        let element = Term::variable(&variable);
        let condition = if below {
            apply(&self.constant("nat_lt", &[]), &[element, range])
        } else {
            apply(&range, &[element])
        };
        let body = self.term(&Type::boolean(), depth);
        let formula = apply(&self.constant(connective, &[]), &[condition, body]);
        let predicate = Term::abstraction(&variable, &formula).expect("not deep");
        apply(&self.constant(quantifier, &[("α", &ty)]), &[predicate])
    }

    fn natural(&mut self, depth: usize) -> Term {
        let natural = nullary("ℕ");
        let ty = self.ty(1);
        match self.choose(8) {
            choice @ 0..=5 => {
                let name = [
                    "nat_add",
                    "nat_mul",
                    "nat_pow",
                    "nat_monus",
                    "nat_div",
                    "nat_mod",
                ][choice];
                apply(
                    &self.constant(name, &[]),
                    &[self.term(&natural, depth), self.term(&natural, depth)],
                )
            }
            6 => {
                let set = function(&ty, &Type::boolean());
                apply(
                    &self.constant("card", &[("α", &ty)]),
                    &[self.term(&set, depth)],
                )
            }
            _ => apply(
                &self.constant("least", &[]),
                &[self.lambda(&natural, &Type::boolean(), depth)],
            ),
        }
    }

    fn real(&mut self, depth: usize) -> Term {
        let (natural, real, ty) = (nullary("ℕ"), nullary("ℝ"), self.ty(1));
        match self.choose(13) {
            choice @ 0..=3 => {
                let name = ["real_add", "real_sub", "real_mul", "real_div"][choice];
                apply(
                    &self.constant(name, &[]),
                    &[self.term(&real, depth), self.term(&real, depth)],
                )
            }
            choice @ 4..=6 => {
                let name = ["real_neg", "abs", "sqrt"][choice - 4];
                apply(&self.constant(name, &[]), &[self.term(&real, depth)])
            }
            7 => apply(&self.constant("real", &[]), &[self.term(&natural, depth)]),
            8 => apply(
                &self.constant("real_pow", &[]),
                &[self.term(&real, depth), self.term(&natural, depth)],
            ),
            9 => apply(
                &self.constant("indicator", &[]),
                &[self.term(&Type::boolean(), depth)],
            ),
            10 => {
                let family = self.lambda(&natural, &real, depth);
                apply(
                    &self.constant("sum", &[]),
                    &[self.term(&natural, depth), family],
                )
            }
            11 => {
                let (law, family) = (
                    operator("dist", vec![ty.clone()]),
                    self.lambda(&ty, &real, depth),
                );
                apply(
                    &self.constant("expect", &[("α", &ty)]),
                    &[self.term(&law, depth), family],
                )
            }
            _ => {
                let (set, family) = (
                    function(&ty, &Type::boolean()),
                    self.lambda(&ty, &real, depth),
                );
                apply(
                    &self.constant("sup", &[("α", &ty)]),
                    &[self.term(&set, depth), family],
                )
            }
        }
    }

    fn function(&mut self, domain: &Type, codomain: &Type, depth: usize) -> Term {
        let whole = function(domain, codomain);
        let set = codomain.is_boolean();
        match self.choose(if set { 7 } else { 2 }) {
            0 => self.lambda(domain, codomain, depth),
            1 => {
                let parts = [
                    self.term(&whole, depth),
                    self.term(domain, depth),
                    self.term(codomain, depth),
                ];
                apply(
                    &self.constant("update", &[("α", domain), ("β", codomain)]),
                    &parts,
                )
            }
            2 => self.constant("univ", &[("α", domain)]),
            3 => self.constant("empty", &[("α", domain)]),
            4 => {
                let single = apply(
                    &self.constant("singleton", &[("α", domain)]),
                    &[self.term(domain, depth)],
                );
                apply(
                    &self.constant("insert", &[("α", domain)]),
                    &[self.term(domain, depth), single],
                )
            }
            choice => {
                let name = ["union", "diff"][choice - 5];
                apply(
                    &self.constant(name, &[("α", domain)]),
                    &[self.term(&whole, depth), self.term(&whole, depth)],
                )
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    /// Printing, then reading, is the identity.
    #[test]
    fn printed_terms_read_back(choices in prop::collection::vec(any::<u8>(), 0..120)) {
        let mut maker = Maker { choices: choices.iter(), variables: vec![] };
        let term = maker.term(&Type::boolean(), 5);
        let mut scope = Scope::new();
        term.free_variables().into_iter().for_each(|variable| scope.fix(variable));
        let text = Printer::new(&ENVIRONMENT).within(&scope).exact(&term);
        let read = syntax::parse_expr(&text).map_err(|d| TestCaseError::fail(format!("{text}: {d:?}")))?;
        let again = Elaborator::new(&ENVIRONMENT, &scope).formula(&read);
        let again = again.map_err(|d| TestCaseError::fail(format!("{text}: {d:?}")))?;
        prop_assert!(again == term, "{text}\n{again:?}\n{term:?}");
    }

    /// Whatever is written, elaboration ends with a term or an error.
    #[test]
    fn random_text_does_no_harm(words in prop::collection::vec(0..WORDS.len(), 1..25)) {
        let text: Vec<&str> = words.into_iter().map(|word| WORDS[word]).collect();
        if let Ok(read) = syntax::parse_expr(&text.join(" "))
            && let Ok(term) = Elaborator::new(&ENVIRONMENT, &Scope::new()).formula(&read)
        {
            prop_assert!(!Printer::new(&ENVIRONMENT).exact(&term).is_empty());
        }
    }
}

const WORDS: [&str; 40] = [
    "∀ x.",
    "∃ x y.",
    "λ x.",
    "λ (x, y).",
    "Σ i < 3.",
    "sup h.",
    "E[x ~ point 1]",
    "x",
    "y",
    "i",
    "h",
    "1",
    "0.5",
    "+",
    "-",
    "*",
    "/",
    "^",
    "=",
    "≤",
    "∈",
    "⊆",
    "∧",
    "→",
    "↔",
    "¬",
    "(",
    ")",
    "{x | x = 1}",
    "∅",
    "univ",
    "if true then",
    "else",
    "true",
    "real",
    "√",
    "fst",
    "(x, y)",
    "∪",
    "∀ x ∈ univ.",
];
