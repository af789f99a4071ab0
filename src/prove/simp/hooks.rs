//! Arithmetic inside the simplifier: ground operations on literals, and conditions that need arithmetic.

use crate::{
    elaborate::Environment,
    prove::{
        Budget, Fact,
        arith::{ground, methods},
    },
};
use rationale_kernel::{Term, Theorem};

/// `⊢ 2 + 3 = 5` and the like, for one operation on literals.
pub fn evaluate(env: &Environment, term: &Term) -> Option<Theorem> {
    ground::evaluate(env, term)
}

/// `⊢ 3 = 2 + 1` and the like.
pub fn successor(env: &Environment, literal: &Term) -> Option<Theorem> {
    ground::successor(env, literal)
}

/// Decides an arithmetical formula from facts.
pub fn decide(
    formula: &Term,
    facts: &[Fact],
    env: &Environment,
    budget: &Budget,
) -> Option<Theorem> {
    methods::decide(formula, facts, env, budget)
}
