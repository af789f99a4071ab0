//! The library's numbers for unit tests, and a reader of sequents in the language.
//!
//! The tests run on `proofs/lib/absolute.proof` and what it imports: what they show holds of the library as it is.

use crate::{
    check::{MemorySources, Options, Request, check},
    elaborate::{Elaborator, Environment, Scope},
    syntax::parse_expr,
};
use rationale_kernel::{Term, Type, Variable};
use std::sync::LazyLock;

const FILES: [(&str, &str); 7] = [
    (
        "proofs/lib/nat.proof",
        include_str!("../../../proofs/lib/nat.proof"),
    ),
    (
        "proofs/lib/nat_power.proof",
        include_str!("../../../proofs/lib/nat_power.proof"),
    ),
    (
        "proofs/lib/real.proof",
        include_str!("../../../proofs/lib/real.proof"),
    ),
    (
        "proofs/lib/field.proof",
        include_str!("../../../proofs/lib/field.proof"),
    ),
    (
        "proofs/lib/order.proof",
        include_str!("../../../proofs/lib/order.proof"),
    ),
    (
        "proofs/lib/division.proof",
        include_str!("../../../proofs/lib/division.proof"),
    ),
    (
        "proofs/lib/absolute.proof",
        include_str!("../../../proofs/lib/absolute.proof"),
    ),
];

/// The environment after the library's numbers, made once.
pub fn environment() -> &'static Environment {
    static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(build);
    &ENVIRONMENT
}

fn build() -> Environment {
    let mut sources = MemorySources::new();
    FILES
        .iter()
        .for_each(|(path, text)| sources.insert(*path, *text));
    let request = Request {
        path: "proofs/lib/absolute.proof".into(),
        given: "proofs".into(),
    };
    let outcome = check(&sources, &[request], &Options::default());
    assert!(outcome.is_success(), "the library does not check");
    let mut environment = Environment::base();
    outcome
        .files
        .iter()
        .for_each(|file| environment.import(&file.module));
    environment
}

/// Variables a b c … : ℝ, i j k m n : ℕ, F G : ℝ → ℝ, S : ℕ → ℝ, H : (ℕ → ℝ) → ℝ, p q : bool.
fn scope() -> Scope {
    let named =
        |name: &str| Type::apply(environment().type_operator(name).unwrap(), vec![]).unwrap();
    let (nat, real, boolean) = (named("nat"), named("real"), Type::boolean());
    let function = |from: &Type, to: &Type| Type::function(from, to).unwrap();
    let groups = [
        ("a b c d e f g h l o r s t x y z w", real.clone()),
        ("i j k m n", nat.clone()),
        ("F G", function(&real, &real)),
        ("S", function(&nat, &real)),
        ("H", function(&function(&nat, &real), &real)),
        ("p q", boolean),
    ];
    let mut scope = Scope::new();
    for (names, ty) in groups {
        names
            .split(' ')
            .for_each(|name| scope.fix(Variable::new(name, ty.clone())));
    }
    scope
}

/// A formula or term of the language in those variables.
pub fn read(text: &str) -> Term {
    let scope = scope();
    let expression = parse_expr(text.trim()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    let term = Elaborator::new(environment(), &scope).term(&expression, None);
    term.unwrap_or_else(|e| panic!("{text}: {e:?}"))
}
