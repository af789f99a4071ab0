//! A small signature for unit tests: types, constants and short ways to write terms.

use super::{Budget, Call, Fact, Failure, Goal};
use crate::elaborate::{Attribute, Environment, NamedTheorem};
use crate::logic::{TermShape, apply_all, constant_at, logic};
use rationale_kernel::{Constant, Term, Theorem, Type, TypeOperator, Variable};
use std::sync::LazyLock;

/// Types `nat` and `real`, and the constants that tests speak of.
pub struct Signature {
    pub nat: Type,
    pub real: Type,
    pub add: Term,
    pub mul: Term,
    pub le: Term,
    pub lt: Term,
    pub sum: Term,
}

pub static SIGNATURE: LazyLock<Signature> = LazyLock::new(|| {
    let nat = Type::apply(&TypeOperator::declare("nat", 0), vec![]).unwrap();
    let real = Type::apply(&TypeOperator::declare("real", 0), vec![]).unwrap();
    let function = |from: &Type, to: &Type| Type::function(from, to).unwrap();
    let constant =
        |name: &str, ty: Type| constant_at(&Constant::declare(name, ty.clone()), &ty).unwrap();
    let binary = function(&real, &function(&real, &real));
    let sequence = function(&nat, &real);
    Signature {
        add: constant("add", binary.clone()),
        mul: constant("mul", binary),
        le: constant("le", function(&real, &function(&real, &Type::boolean()))),
        lt: constant("lt", function(&nat, &function(&nat, &Type::boolean()))),
        sum: constant("sum", function(&nat, &function(&sequence, &real))),
        nat,
        real,
    }
});

pub fn variable(name: &str, ty: &Type) -> (Variable, Term) {
    let v = Variable::new(name, ty.clone());
    (v.clone(), Term::variable(&v))
}

pub fn real(name: &str) -> Term {
    variable(name, &SIGNATURE.real).1
}

pub fn nat(name: &str) -> Term {
    variable(name, &SIGNATURE.nat).1
}

pub fn sequence(name: &str) -> Term {
    variable(
        name,
        &Type::function(&SIGNATURE.nat, &SIGNATURE.real).unwrap(),
    )
    .1
}

pub fn apply(f: &Term, x: &Term) -> Term {
    Term::apply(f, x).unwrap()
}

pub fn add(a: &Term, b: &Term) -> Term {
    apply_all(&SIGNATURE.add, [a, b]).unwrap()
}

pub fn mul(a: &Term, b: &Term) -> Term {
    apply_all(&SIGNATURE.mul, [a, b]).unwrap()
}

pub fn le(a: &Term, b: &Term) -> Term {
    apply_all(&SIGNATURE.le, [a, b]).unwrap()
}

pub fn lt(a: &Term, b: &Term) -> Term {
    apply_all(&SIGNATURE.lt, [a, b]).unwrap()
}

/// Σ i < n. body, where the body may use the variable `i : nat`.
pub fn sum(n: &Term, body: &Term) -> Term {
    apply_all(&SIGNATURE.sum, [n, &lambda("i", &SIGNATURE.nat, body)]).unwrap()
}

pub fn lambda(name: &str, ty: &Type, body: &Term) -> Term {
    Term::abstraction(&variable(name, ty).0, body).unwrap()
}

pub fn equation(a: &Term, b: &Term) -> Term {
    Term::equation(a, b).unwrap()
}

pub fn implies(p: &Term, q: &Term) -> Term {
    logic().implication(p, q).unwrap()
}

/// The universal closure.
pub fn closed(p: &Term) -> Term {
    let free: Vec<Variable> = p.free_variables().into_iter().collect();
    logic().forall_all(&free, p).unwrap()
}

/// A theorem for tests: the universal closure as an axiom.
pub fn given(name: &str, p: &Term) -> Theorem {
    Theorem::axiom(name, &[], &closed(p)).unwrap()
}

/// An environment of axioms for tests, each with its attributes.
pub fn environment(theorems: &[(&str, &[Attribute], Term)]) -> Environment {
    let mut environment = Environment::base();
    for (name, attributes, p) in theorems {
        environment.add_theorem(NamedTheorem {
            name: (*name).into(),
            theorem: given(name, p),
            attributes: attributes.to_vec(),
            module: "test".into(),
            span: Default::default(),
        });
    }
    environment
}

/// A goal in an environment, from facts that are assumed.
pub fn run(
    method: &str,
    env: &Environment,
    assumed: &[Term],
    call: &[Fact],
    target: &Term,
) -> Result<Theorem, Failure> {
    let assume = |p: &Term| Fact::new(None, Theorem::assume(p).unwrap());
    let context: Vec<Fact> = assumed.iter().map(assume).collect();
    let budget = Budget::default();
    let goal = Goal {
        env,
        target: target.clone(),
        context: &context,
        given: vec![],
        budget: &budget,
    };
    let theorem = (super::method(method).unwrap().prove)(&goal, &Call::with_facts(call.to_vec()))?;
    assert!(theorem.concludes(target), "{theorem:?} is not {target:?}");
    assert!(
        theorem.hypotheses().iter().all(|h| assumed.contains(h)),
        "{theorem:?}"
    );
    Ok(theorem)
}
