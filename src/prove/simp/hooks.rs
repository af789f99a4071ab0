//! Arithmetic inside the simplifier: ground operations on literals, and conditions that need arithmetic.

use crate::{
    elaborate::Environment,
    logic::spine,
    prove::{Budget, Fact},
};
use rationale_kernel::{Term, Theorem};

/// `⊢ 2 + 3 = 5` and the like, for one operation on literals.
pub fn evaluate(env: &Environment, term: &Term) -> Option<Theorem> {
    let (_, arguments) = spine(term);
    if arguments.is_empty()
        || arguments.len() > 2
        || arguments.iter().any(|a| a.as_literal().is_none())
    {
        return None;
    }
    let carriers = [env.arithmetic_nat(), env.arithmetic_real()];
    carriers
        .into_iter()
        .flatten()
        .find_map(|arithmetic| arithmetic.compute(term).ok())
}

/// Decides an arithmetical formula from facts. To be filled by the methods of arithmetic.
pub fn decide(
    _formula: &Term,
    _facts: &[Fact],
    _env: &Environment,
    _budget: &Budget,
) -> Option<Theorem> {
    None
}
