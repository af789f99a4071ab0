//! Arithmetic inside the simplifier: ground operations on literals, and conditions that need arithmetic.

use crate::{
    elaborate::Environment,
    logic::{logic, spine},
    prove::{Budget, Call, Fact, Goal, arith},
};
use rationale_kernel::{Numerals, Term, Theorem};

/// Steps that arithmetic may take for one condition.
const STEPS: u64 = 2_000;

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

/// Decides a comparison of numbers from the facts that compare numbers.
pub fn decide(
    formula: &Term,
    facts: &[Fact],
    env: &Environment,
    budget: &Budget,
) -> Option<Theorem> {
    if !compares_numbers(formula, env) {
        return None;
    }
    let relevant: Vec<Fact> = facts
        .iter()
        .filter(|fact| compares_numbers(&fact.conclusion(), env))
        .cloned()
        .collect();
    let goal = Goal {
        env,
        target: formula.clone(),
        context: &relevant,
        given: Vec::new(),
        budget,
    };
    budget.limited(STEPS, || {
        arith::methods::linarith(&goal, &Call::default()).ok()
    })
}

/// Whether it is an (in)equation of numbers, perhaps negated.
fn compares_numbers(formula: &Term, env: &Environment) -> bool {
    let formula = logic().as_negation(formula).unwrap_or(formula);
    let (head, arguments) = spine(formula);
    let [left, _] = arguments.as_slice() else {
        return false;
    };
    let numeric =
        |numerals: Option<&Numerals>| numerals.is_some_and(|numerals| numerals.ty() == left.ty());
    formula.ty().is_boolean()
        && head.as_constant().is_some()
        && (numeric(env.numerals_nat()) || numeric(env.numerals_real()))
}
