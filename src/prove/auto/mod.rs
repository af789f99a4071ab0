//! `auto`: first-order search. Goal and facts become clauses, model elimination looks for a refutation, and what it
//! finds is replayed as a theorem.

pub mod clause;
mod equality;
mod monomorphic;
mod replay;
mod search;
mod term;

use super::{Call, Fact, Failure, Goal, conversion::align, library, simp, solve::Solver};
use crate::logic::TermShape;
use crate::{
    elaborate::Attribute,
    logic::{self, by_contradiction, logic},
};
use clause::{Clause, Clausifier};
use rationale_kernel::{Term, Theorem};
use replay::Replay;
use search::{Prepared, Search};
use term::Symbols;

/// The largest number of clauses in one proof.
const LARGEST: u32 = 40;
/// More premises or atoms than this are not treated by truth tables.
const MAX_PREMISES: usize = 12;
const MAX_ATOMS: usize = 9;
/// Steps for the facts as lemmas.
const QUICK: u64 = 2_000;
/// Steps for one search: few at first, so that one set of facts does not keep the next one waiting.
const ROUNDS: [u64; 2] = [4_000, 40_000];
/// Steps for simplification.
const STEPS: u64 = 40_000;

/// Proves the target by search from the facts named, then also from those in scope; then the target simplified.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let found = goal.budget.limited(QUICK, || quick(goal, call));
    let found = found.or_else(|| {
        ROUNDS.iter().find_map(|steps| {
            round(goal, call, *steps).or_else(|| simplified_first(goal, call, *steps))
        })
    });
    found.ok_or_else(|| failure(goal, call))
}

/// The same after the goal was simplified; the facts take part in that.
fn simplified_first(goal: &Goal, call: &Call, steps: u64) -> Option<Theorem> {
    let reduction = goal
        .budget
        .limited(STEPS, || simp::method::reduce(goal, call))
        .ok()?;
    if reduction.goal == goal.target {
        return None;
    }
    let simpler = goal.with_target(reduction.goal.clone());
    let proof = goal.budget.limited(QUICK, || quick(&simpler, call));
    let proof = proof.or_else(|| round(&simpler, call, steps))?;
    reduction.conclude(&proof).ok()
}

/// As [`prove`], without words for a failure and without simplification.
pub fn attempt(goal: &Goal, call: &Call) -> Option<Theorem> {
    let found = goal.budget.limited(QUICK, || quick(goal, call));
    found.or_else(|| ROUNDS.iter().find_map(|steps| round(goal, call, *steps)))
}

/// A search from the facts named, then from all, with so many steps for each.
fn round(goal: &Goal, call: &Call, steps: u64) -> Option<Theorem> {
    let named: Vec<Fact> = call.facts.iter().chain(&goal.given).cloned().collect();
    let known = |fact: &Fact| {
        named
            .iter()
            .any(|other| other.theorem.concludes(&fact.conclusion()))
    };
    let more = goal.context.iter().filter(|fact| !known(fact)).cloned();
    let library = goal
        .env
        .with_attribute(Attribute::Auto)
        .iter()
        .map(Fact::of_library);
    let all: Vec<Fact> = named.iter().cloned().chain(more).chain(library).collect();
    let sets: &[&[Fact]] = if named.is_empty() {
        &[&all]
    } else {
        &[&named, &all]
    };
    sets.iter()
        .find_map(|facts| by_parts(goal, &goal.target, facts, steps))
}

/// Takes ∀, →, ∧ and ↔ of the target apart, so that each part is a search of its own.
fn by_parts(goal: &Goal, target: &Term, facts: &[Fact], steps: u64) -> Option<Theorem> {
    let l = logic();
    if let Some(predicate) = l.as_forall(target) {
        let abstraction = predicate.as_abstraction()?;
        let v = goal
            .budget
            .fresh(abstraction.hint(), abstraction.binder_type());
        let body = by_parts(
            goal,
            &abstraction.open(&Term::variable(&v)).ok()?,
            facts,
            steps,
        )?;
        return align(&logic::generalize(&v, &body).ok()?, target);
    }
    if let Some((premise, conclusion)) = l.as_implication(target) {
        let assumed = Fact::new(None, Theorem::assume(premise).ok()?);
        let more: Vec<Fact> = std::iter::once(assumed)
            .chain(facts.iter().cloned())
            .collect();
        return logic::discharge(premise, &by_parts(goal, conclusion, &more, steps)?).ok();
    }
    if let Some((left, right)) = l.as_conjunction(target) {
        let left = by_parts(goal, left, facts, steps)?;
        return logic::conjoin(&left, &by_parts(goal, right, facts, steps)?).ok();
    }
    if let Some((left, right)) = l.as_equivalence(target) {
        let forward = by_parts(goal, &l.implication(left, right).ok()?, facts, steps)?;
        let backward = by_parts(goal, &l.implication(right, left).ok()?, facts, steps)?;
        return logic::equivalence(&forward, &backward).ok();
    }
    propositional(target, facts).or_else(|| refute(goal, target, facts, steps))
}

/// A tautology, perhaps under the facts without quantifiers.
fn propositional(target: &Term, facts: &[Fact]) -> Option<Theorem> {
    let usable: Vec<&Fact> = facts
        .iter()
        .filter(|fact| compound(&fact.conclusion()))
        .take(MAX_PREMISES)
        .collect();
    let premises: Vec<Term> = usable.iter().map(|fact| fact.conclusion()).collect();
    let claim = logic().implication_all(&premises, target).ok()?;
    logic::atoms(&claim, MAX_ATOMS)?;
    let theorem = logic::tautology(&claim).ok()?;
    usable.iter().try_fold(theorem, |theorem, fact| {
        logic::modus_ponens(&theorem, &fact.theorem).ok()
    })
}

/// Whether it has no quantifier at its root.
fn compound(formula: &Term) -> bool {
    logic().as_forall(formula).is_none() && logic().as_exists(formula).is_none()
}

/// Facts as they stand, and short chains of them.
fn quick(goal: &Goal, call: &Call) -> Option<Theorem> {
    let marked = library::lemmas_with(goal.env, Attribute::Auto);
    Solver::new(goal)
        .with_listed(&call.facts)
        .with_marked(marked)
        .search(&goal.target, 3)
}

/// The target from facts, by refuting its negation: first without, then with the laws of equality.
fn refute(goal: &Goal, target: &Term, facts: &[Fact], steps: u64) -> Option<Theorem> {
    let mut clausifier = Clausifier::new(goal.budget);
    let negated = logic().negation(target).ok()?;
    let mut clauses = clausifier.clauses(&Theorem::assume(&negated).ok()?).ok()?;
    let of_goal = clauses.len();
    for theorem in monomorphic::instances(facts, target) {
        clauses.extend(clausifier.clauses(&theorem).unwrap_or_default());
    }
    let types = equality::types(&clauses);
    let mut basic = clauses.clone();
    basic.extend(equality::basic(&types));
    let budget = goal.budget;
    let falsity = budget
        .limited(steps, || search(goal, &basic, of_goal))
        .or_else(|| {
            if types.is_empty() {
                return None;
            }
            basic.extend(equality::full(&types, &clauses));
            budget.limited(steps, || search(goal, &basic, of_goal))
        })?;
    let falsity = clausifier.discharge(falsity).ok()?;
    by_contradiction(target, &falsity).ok()
}

/// Γ ⊢ false from the clauses, of which the first ones come from the goal.
fn search(goal: &Goal, clauses: &[Clause], of_goal: usize) -> Option<Theorem> {
    let mut symbols = Symbols::default();
    let prepared: Vec<Prepared> = clauses
        .iter()
        .map(|clause| Prepared::new(clause, &mut symbols))
        .collect::<Option<_>>()?;
    if let Some(empty) = clauses.iter().find(|clause| clause.hypotheses.is_empty()) {
        return Some(empty.theorem.clone());
    }
    let mut search = Search::new(&prepared, goal.budget);
    let from_goal: Vec<usize> = (0..of_goal).collect();
    let all_positive = |index: &usize| {
        prepared[*index]
            .literals
            .iter()
            .all(|literal| literal.positive)
    };
    let others: Vec<usize> = (of_goal..prepared.len()).filter(all_positive).collect();
    let starts = if from_goal.is_empty() {
        others.clone()
    } else {
        from_goal
    };
    let most = goal.budget.left() / 4 * 3;
    let found = goal
        .budget
        .limited(most, || search.refute(&starts, LARGEST));
    let (start, base) = match found {
        Some(found) => found,
        None => search.refute(&others, LARGEST)?,
    };
    Replay::new(clauses, &prepared, &symbols, goal.budget).refutation(&search, start, base)
}

fn failure(goal: &Goal, call: &Call) -> Failure {
    let named: Vec<String> = call
        .facts
        .iter()
        .chain(&goal.given)
        .map(Fact::label)
        .collect();
    let message = match goal.budget.is_exhausted() {
        true => "`auto` found no proof within its budget of steps",
        false => "`auto` found no proof",
    };
    let failure = Failure::new(message).left(goal.target.clone());
    match named.is_empty() {
        true => failure
            .tried("the facts in scope")
            .hint("name the facts that are needed: `auto using …`"),
        false => failure.tried(format!("{} and the facts in scope", named.join(", "))),
    }
}
