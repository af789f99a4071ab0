//! `auto`: first-order search over the goal and the given facts. The negated goal and the facts become clauses, model
//! elimination with iterative deepening looks for a refutation, and what it finds is replayed through the kernel.
//! Equality is used for matching sides and by reflexivity and symmetry only; `simp` and `apply` rewrite.

mod clause;
mod search;
mod unify;

use super::{Call, Fact, Failure, Goal, simp};
use crate::logic::{self, logic};
use clause::Clause;
use rationale_kernel::{Term, Theorem};
use search::Search;

/// The most inferences in one refutation.
const MAX_INFERENCES: u32 = 24;
/// Steps that the search may take.
const STEPS: u64 = 60_000;

/// Proves the target by search from the given facts, the context first.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let found = goal.budget.limited(STEPS, || attempt(goal, call, &goal.target));
    if let Some(theorem) = found {
        return Ok(theorem);
    }
    simplified_first(goal, call).ok_or_else(|| failure(goal, call))
}

/// The same after the goal was simplified; the facts take part in that.
fn simplified_first(goal: &Goal, call: &Call) -> Option<Theorem> {
    let reduction = simp::method::reduce(goal, call).ok()?;
    if reduction.goal == goal.target {
        return None;
    }
    let proof = goal.budget.limited(STEPS, || attempt(goal, call, &reduction.goal))?;
    reduction.conclude(&proof).ok()
}

fn failure(goal: &Goal, call: &Call) -> Failure {
    let names: Vec<String> = call.facts.iter().chain(&goal.given).map(Fact::label).collect();
    let used = if names.is_empty() { "the facts in scope".into() } else { names.join(", ") };
    Failure::new(format!("no proof was found from {used}"))
        .left(goal.target.clone())
        .tried("model elimination over the goal, the named facts and the context")
}

fn attempt(goal: &Goal, call: &Call, target: &Term) -> Option<Theorem> {
    let truth = logic();
    let negated = if truth.is_falsity(target) {
        None
    } else {
        Some(Theorem::assume(&truth.negation(target).ok()?).ok()?)
    };
    let mut clauses = vec![];
    if let Some(negated) = &negated {
        clauses.extend(clause::clauses_of(negated, goal.budget)?);
    }
    let own = clauses.len();
    let named: Vec<&Fact> = call.facts.iter().chain(&goal.given).collect();
    let facts = named.iter().copied().chain(goal.context);
    let theorems: Vec<Theorem> = facts.map(|fact| fact.theorem.clone()).collect();
    for theorem in clause::monomorphic(target, &theorems) {
        clauses.extend(clause::clauses_of(&theorem, goal.budget).unwrap_or_default());
    }
    let starts = if own > 0 { own } else { clauses.len() };
    let falsity = refute(goal, &clauses, starts)?;
    match negated {
        Some(_) => logic::by_contradiction(target, &falsity).ok(),
        None => Some(falsity),
    }
}

/// A proof of false, starting from one of the first clauses.
fn refute(goal: &Goal, clauses: &[Clause], starts: usize) -> Option<Theorem> {
    if let Some(clause) = clauses.iter().find(|clause| clause.needs.is_empty()) {
        return Some(clause.theorem.clone());
    }
    for limit in 1..=MAX_INFERENCES {
        for start in 0..starts {
            let mut search = Search::new(clauses, goal.budget);
            if let Some(theorem) = search.refutation(start, limit) {
                return Some(theorem);
            }
            if goal.budget.is_exhausted() {
                return None;
            }
        }
    }
    None
}
