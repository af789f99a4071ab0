//! `mono` and `bounded`: comparisons and boundedness by the lemmas marked so, opening binders on the way.

use super::{Call, Fact, Failure, Goal, library, solve::Solver};
use crate::elaborate::Attribute;
use rationale_kernel::Theorem;

/// How deep marked lemmas are chained.
const MAX_DEPTH: u32 = 12;
/// Steps for a search.
const STEPS: u64 = 20_000;

/// `mono from a, b`: a comparison by the lemmas marked [mono], whose premises come from the facts, from [pos] and from
/// linear arithmetic.
pub fn mono(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    marked(goal, call, &[Attribute::Mono, Attribute::Pos])
        .ok_or_else(|| failure(goal, call, "mono"))
}

/// `bounded`: that something is bounded above or below, by the lemmas marked [bounded].
pub fn bounded(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    marked(goal, call, &[Attribute::Bounded, Attribute::Pos])
        .ok_or_else(|| failure(goal, call, "bounded"))
}

/// A sign by the lemmas marked [pos] whose premises range over a binder, and by facts about all its values.
pub fn signs(goal: &Goal, call: &Call) -> Option<Theorem> {
    marked(goal, call, &[Attribute::Pos])
}

fn marked(goal: &Goal, call: &Call, attributes: &[Attribute]) -> Option<Theorem> {
    let mut solver = Solver::new(goal).with_listed(&call.facts).deciding();
    for attribute in attributes {
        solver = solver.with_marked(library::lemmas_with(goal.env, *attribute));
    }
    goal.budget
        .limited(STEPS, || solver.search(&goal.target, MAX_DEPTH))
}

fn failure(goal: &Goal, call: &Call, name: &str) -> Failure {
    let facts: Vec<String> = call
        .facts
        .iter()
        .chain(&goal.given)
        .map(Fact::label)
        .collect();
    let failure =
        Failure::new(format!("`{name}` did not prove the goal")).left(goal.target.clone());
    let marked = failure.tried(format!("the lemmas marked [{name}]"));
    match facts.is_empty() {
        true => marked.hint(format!(
            "hand over the facts that are needed: `{name} from …`"
        )),
        false => marked.tried(format!("the facts {}", facts.join(", "))),
    }
}
