//! One step of a proof that failed, tried on exact instances: is there one where every assumption holds and the step does
//! not? For messages only: an instance explains a failure, and its absence says nothing.

use super::print::{Printed, printed};
use super::problem::Problem;
use super::search::{Limits, try_problem};
use super::session::agrees;
use crate::elaborate::Environment;
use crate::evaluate::{Costs, Symbols};
use crate::logic::TermShape;
use rationale_kernel::{Term, Variable};

/// The work for one step, in steps of the evaluator: some hundredths of a second.
const WORK: u64 = 300_000;

/// The work for one evaluation.
const FUEL: u64 = 30_000;

/// What is not counted as steps, so that the work bounds the time.
const COSTS: Costs = Costs {
    irrational: 3_000,
    comparison: 2,
};

/// An instance that makes every assumption true and the goal false, for the message of a failed step. `order` says which
/// variables come first. Bounded in work, not in time, so that a message does not depend on the machine.
#[must_use]
pub fn false_instance(
    env: &Environment,
    order: &[Variable],
    assumed: &[Term],
    goal: &Term,
) -> Option<Printed> {
    let limits = Limits {
        cases: 100,
        sweep: 100,
        work: WORK,
        fuel: FUEL,
        costs: COSTS,
        ..Limits::default()
    };
    breaking_instance(env, &Symbols::new(env), order, assumed, goal, &limits)
}

/// The same within other limits. What is found is evaluated again with the derived constants unfolded, and kept only if
/// both ways agree.
#[must_use]
pub fn breaking_instance(
    env: &Environment,
    symbols: &Symbols,
    order: &[Variable],
    assumed: &[Term],
    goal: &Term,
    limits: &Limits,
) -> Option<Printed> {
    let variables = variables_of(order, assumed, goal);
    let problem = Problem::of_parts(env, symbols, &variables, assumed, goal)?;
    let found = try_problem(&problem, limits).counterexample?;
    let symbols = Symbols::primitive(env);
    let again =
        Problem::parts_in_order(env, &symbols, &variables, assumed, goal, &problem.variables)?;
    agrees(&again, &found.instance, limits.fuel * 10)
        .then(|| printed(env, &problem, "step", &found))
}

/// The variables that occur, in that order as far as it goes.
fn variables_of(order: &[Variable], assumed: &[Term], goal: &Term) -> Vec<Variable> {
    let mut occurring = goal.free_variables();
    assumed
        .iter()
        .for_each(|formula| occurring.extend(formula.free_variables()));
    let mut variables = Vec::new();
    for variable in order {
        if occurring.remove(variable) {
            variables.push(variable.clone());
        }
    }
    variables.extend(occurring);
    variables
}
