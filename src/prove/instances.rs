//! Ground instances of general facts, found by matching their parts with parts of the goal: for methods that need bare
//! comparisons, such as `linarith`.

use super::{Call, Fact, Goal, Lemma, Matching, pattern::Pattern, solve::Solver};
use crate::logic::{TermShape, TypeShape, logic, spine};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem};
use rustc_hash::FxHashSet;

/// More instances than this are not made.
const MAX_INSTANCES: usize = 24;

/// The call with ground instances of its general facts added, and those of the given facts.
pub fn with_instances(goal: &Goal, call: &Call) -> Call {
    let listed: Vec<&Fact> = call.facts.iter().chain(&goal.given).collect();
    let mut pool = Vec::new();
    collect(goal.target.fragment(), &mut pool, &mut FxHashSet::default());
    let ground = listed
        .iter()
        .filter(|fact| logic().as_forall(&fact.conclusion()).is_none());
    let ground: Vec<Term> = ground.map(|fact| fact.conclusion()).collect();
    ground
        .iter()
        .for_each(|p| collect(p.fragment(), &mut pool, &mut FxHashSet::default()));
    let mut solver = Solver::new(goal);
    let mut extended = call.clone();
    for fact in &listed {
        for lemma in fact
            .lemmas()
            .iter()
            .filter(|lemma| !lemma.schema.variables.is_empty())
        {
            let found = instances(lemma, &pool, &mut solver);
            extended.facts.extend(
                found
                    .into_iter()
                    .map(|theorem| Fact::new(fact.name.clone(), theorem)),
            );
        }
    }
    extended
}

/// The closed parts of a term that are applications of something other than a connective.
fn collect(fragment: Fragment<'_>, pool: &mut Vec<Term>, seen: &mut FxHashSet<Term>) {
    match fragment.view() {
        FragmentView::Apply(function, argument) => {
            if let Some(term) = fragment.to_term()
                && seen.insert(term.clone())
            {
                pool.push(term);
            }
            collect(function, pool, seen);
            collect(argument, pool, seen);
        }
        FragmentView::Abstract(_, _, body) => collect(body, pool, seen),
        _ => {}
    }
}

/// Instances of the lemma whose triggers are in the pool and whose premises can be proved.
fn instances(lemma: &Lemma, pool: &[Term], solver: &mut Solver<'_>) -> Vec<Theorem> {
    let Some(triggers) = triggers(lemma) else {
        return Vec::new();
    };
    let mut found = vec![lemma.matching()];
    for trigger in &triggers {
        found = found
            .iter()
            .flat_map(|matching| extended(lemma, matching, trigger, pool))
            .collect();
        found.truncate(MAX_INSTANCES);
    }
    let mut theorems = Vec::new();
    for matching in found.iter().filter(|matching| matching.is_complete()) {
        let Some(instance) = lemma.instance(matching) else {
            continue;
        };
        let proofs: Option<Vec<Theorem>> = instance
            .premises
            .iter()
            .map(|p| solver.search(p, 2))
            .collect();
        theorems.extend(proofs.and_then(|proofs| instance.discharge(&proofs).ok()));
    }
    theorems
}

fn extended(lemma: &Lemma, matching: &Matching, trigger: &Pattern, pool: &[Term]) -> Vec<Matching> {
    let attempt = |term: &Term| {
        let mut extended = matching.clone();
        extended
            .extend(&lemma.schema, trigger, term)
            .then_some(extended)
    };
    pool.iter().filter_map(attempt).collect()
}

/// Parts of the conclusion that together hold every variable: the smallest ones first.
fn triggers(lemma: &Lemma) -> Option<Vec<Pattern>> {
    let mut parts = Vec::new();
    collect(
        lemma.conclusion.fragment(),
        &mut parts,
        &mut FxHashSet::default(),
    );
    lemma
        .premises
        .iter()
        .for_each(|p| collect(p.fragment(), &mut parts, &mut FxHashSet::default()));
    parts.retain(|part| rigid_head(lemma, part));
    parts.sort_by_key(Term::size);
    let mut open: Vec<_> = lemma.schema.variables.clone();
    let mut chosen = Vec::new();
    for part in &parts {
        if open.iter().any(|v| part.has_free(v)) {
            open.retain(|v| !part.has_free(v));
            chosen.push(Pattern::new(part, &lemma.schema)?);
        }
    }
    open.is_empty().then_some(chosen)
}

fn rigid_head(lemma: &Lemma, part: &Term) -> bool {
    let (head, _) = spine(part);
    let formula = part.ty().is_boolean();
    !formula
        && part.ty().as_function().is_none()
        && head
            .as_variable()
            .is_none_or(|v| lemma.schema.index_of(v).is_none())
}
