//! `by a, b, c`: the goal from these facts. The default method, and the one that most steps use.
//!
//! In order: the facts as they stand and as lemmas, with premises from the context; the equations among them, part by
//! part; the same after the definitions among them were unfolded in goal and facts; simplification with them; and
//! at last search.

use super::{
    Call, Fact, Failure, Goal, Lemma, Reduction, auto, library,
    rewrite::{self, is_definition},
    sides::Sides,
    simp::{self, engine::Outcome},
    solve::Solver,
};
use crate::{
    elaborate::Attribute,
    logic::{self, logic},
};
use rationale_kernel::{Term, Theorem};
use std::sync::Arc;

/// Steps for each way that is tried: few at first, so that a way that leads nowhere does not keep the next ones waiting.
const ROUNDS: [u64; 3] = [1_000, 5_000, 20_000];
/// Steps for telling what is left.
const STEPS: u64 = 20_000;

/// The ways, in order.
const WAYS: [(&str, Way); 6] = [
    ("the facts as lemmas", as_lemmas),
    ("the equations, part by part", part_by_part),
    ("the definitions unfolded", unfolded),
    ("simplification with the facts", simplified),
    ("the facts simplified by one another", facts_simplified),
    ("search", searched),
];

/// Proves the target from the listed facts.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let mut ways: Vec<Way> = WAYS.iter().map(|(_, way)| *way).collect();
    for steps in ROUNDS {
        let mut unfinished = Vec::new();
        for way in ways {
            let before = goal.budget.spent();
            if let Some(theorem) = goal.budget.limited(steps, || way(goal, call)) {
                return Ok(theorem);
            }
            if goal.budget.spent() - before >= steps {
                unfinished.push(way);
            }
        }
        ways = unfinished;
    }
    let mut failure = Failure::new(message(call));
    failure = WAYS
        .iter()
        .fold(failure, |failure, (what, _)| failure.tried(*what));
    failure.left = left_over(goal, call);
    Err(failure)
}

type Way = fn(&Goal, &Call) -> Option<Theorem>;

fn message(call: &Call) -> String {
    let names: Vec<String> = call.facts.iter().map(Fact::label).collect();
    match names.is_empty() {
        true => "the goal does not follow from the facts in scope".into(),
        false => format!("the goal does not follow from {}", names.join(", ")),
    }
}

fn as_lemmas(goal: &Goal, call: &Call) -> Option<Theorem> {
    solver(goal, call).solve(&goal.target)
}

fn solver<'a>(goal: &Goal<'a>, call: &Call) -> Solver<'a> {
    let positive = library::lemmas_with(goal.env, Attribute::Pos);
    let bounded = library::lemmas_with(goal.env, Attribute::Bounded);
    Solver::new(goal)
        .with_listed(&call.facts)
        .with_marked(positive)
        .with_marked(bounded)
}

/// The equations among the facts.
fn equations(call: &Call) -> Vec<Arc<Lemma>> {
    let lemmas = call.facts.iter().flat_map(|fact| fact.lemmas().to_vec());
    lemmas.filter(|lemma| lemma.sides.is_some()).collect()
}

fn part_by_part(goal: &Goal, call: &Call) -> Option<Theorem> {
    let (left, right) = goal.target.as_equation()?;
    let equations = equations(call);
    if equations.is_empty() {
        return None;
    }
    let mut solver = solver(goal, call);
    Sides::new(goal, &mut solver, &equations).equal(left, right)
}

/// The definitions among the facts, and the other facts.
fn split_definitions(call: &Call) -> (Vec<Fact>, Vec<Fact>) {
    let defines =
        |fact: &&Fact| !fact.reversed && fact.lemmas().iter().all(|lemma| is_definition(lemma));
    call.facts.iter().cloned().partition(|fact| defines(&fact))
}

fn unfolded(goal: &Goal, call: &Call) -> Option<Theorem> {
    let (definitions, others) = split_definitions(call);
    if definitions.is_empty() {
        return None;
    }
    let unfolding = Call::with_facts(definitions);
    let facts: Vec<Fact> = others
        .iter()
        .map(|fact| rewrite::unfolded_fact(goal, &unfolding, fact))
        .collect();
    let call = Call::with_facts(facts.clone());
    let reduction = rewrite::unfold(goal, &unfolding).ok();
    let target = reduction
        .as_ref()
        .map_or(&goal.target, |reduction| &reduction.goal)
        .clone();
    let next = goal.with_target(target);
    let ways: [Way; 3] = [as_lemmas, part_by_part, simplified];
    let proof = ways.iter().find_map(|way| way(&next, &call))?;
    match reduction {
        Some(reduction) => reduction.conclude(&proof).ok(),
        None => Some(proof),
    }
}

fn simplified(goal: &Goal, call: &Call) -> Option<Theorem> {
    let simplifier = simp::method::simplifier(goal, call);
    solver(goal, call)
        .simplifying(simplifier)
        .search(&goal.target, 3)
        .or_else(|| {
            let turned: Vec<Fact> = call
                .facts
                .iter()
                .map(|fact| fact.clone().reversed())
                .collect();
            simp::method::prove(goal, &Call::with_facts(turned)).ok()
        })
}

/// The facts that say one thing each, simplified by the others; then the goal from what they became.
fn facts_simplified(goal: &Goal, call: &Call) -> Option<Theorem> {
    let all: Vec<Fact> = call.facts.iter().chain(&goal.given).cloned().collect();
    let simpler: Vec<Fact> = (0..all.len())
        .filter_map(|at| simplified_fact(goal, &all, at))
        .collect();
    if simpler.is_empty() {
        return None;
    }
    let extended = Call::with_facts(
        simpler
            .into_iter()
            .chain(call.facts.iter().cloned())
            .collect(),
    );
    as_lemmas(goal, &extended).or_else(|| simplified(goal, &extended))
}

fn simplified_fact(goal: &Goal, all: &[Fact], at: usize) -> Option<Fact> {
    let fact = &all[at];
    if fact
        .lemmas()
        .iter()
        .any(|lemma| !lemma.schema.variables.is_empty())
    {
        return None;
    }
    let others = all
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != at)
        .map(|(_, f)| f.clone())
        .collect();
    // the fact itself is in the context, where it would simplify itself away
    let bare = Goal {
        context: &[],
        given: vec![],
        ..goal.with_target(goal.target.clone())
    };
    let mut simplifier = simp::method::simplifier(&bare, &Call::with_facts(others));
    match simplifier.outcome(&fact.theorem.conclusion()).ok()? {
        Outcome::Left(_, equation) => Some(Fact::new(
            fact.name.clone(),
            logic::convert(fact.theorem.clone(), Some(&equation)).ok()?,
        )),
        _ => None,
    }
}

fn searched(goal: &Goal, call: &Call) -> Option<Theorem> {
    auto::attempt(goal, call)
}

/// What simplification with the facts leaves of the goal.
fn left_over(goal: &Goal, call: &Call) -> Vec<Term> {
    let reduced = goal
        .budget
        .limited(STEPS, || simp::method::reduce(goal, call));
    reduced
        .map(|reduction| vec![reduction.goal])
        .unwrap_or_default()
}

/// `by a, b; m`: the premises of the first lemma that fits, or the goal simplified with the facts.
pub fn reduce(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    for fact in &call.facts {
        let directions = |lemma: &Arc<Lemma>| {
            lemma
                .directions()
                .into_iter()
                .map(Arc::new)
                .collect::<Vec<_>>()
        };
        for lemma in fact
            .lemmas()
            .iter()
            .flat_map(|lemma| [vec![lemma.clone()], directions(lemma)].concat())
        {
            if let Some(reduction) = by_lemma(goal, call, &lemma) {
                return Ok(reduction);
            }
        }
    }
    simp::method::reduce(goal, call)
}

/// The goal by a lemma, with the premises that the facts do not prove as the new goal.
fn by_lemma(goal: &Goal, call: &Call, lemma: &Lemma) -> Option<Reduction> {
    let matching = lemma.match_conclusion(&goal.target)?;
    if !matching.is_complete() {
        return None;
    }
    let instance = lemma.instance(&matching)?;
    let mut solver = solver(goal, call);
    let (mut proofs, mut left) = (Vec::new(), Vec::new());
    for premise in &instance.premises {
        let proof = solver.search(premise, 2);
        left.extend(proof.is_none().then(|| premise.clone()));
        proofs.push(proof);
    }
    let new = logic().conjunction_all(&left).ok()?;
    let mut parts = match left.is_empty() {
        true => Vec::new(),
        false => assumed_parts(&new, left.len())?,
    };
    let proofs = proofs
        .into_iter()
        .map(|proof| proof.unwrap_or_else(|| parts.remove(0)));
    let theorem = instance.discharge(&proofs.collect::<Vec<_>>()).ok()?;
    let theorem = super::conversion::align(&theorem, &goal.target)?;
    Some(Reduction::by_consequence(new, theorem))
}

/// `{p₁ ∧ … ∧ pₙ} ⊢ pᵢ` for each i; the last one may be a conjunction itself.
fn assumed_parts(conjunction: &Term, count: usize) -> Option<Vec<Theorem>> {
    let mut rest = Theorem::assume(conjunction).ok()?;
    let mut parts = Vec::new();
    for _ in 1..count {
        parts.push(logic::conjunct_left(&rest).ok()?);
        rest = logic::conjunct_right(&rest).ok()?;
    }
    parts.push(rest);
    Some(parts)
}
