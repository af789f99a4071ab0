//! Facts for first-order search: those with type variables, or about arbitrary functions, are used at the types and
//! functions that occur in the problem.

use crate::logic::{ConstantShape, TermShape};
use crate::{
    logic::{logic, spine},
    prove::{Fact, Lemma, Matching, pattern::Pattern},
};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem, Variable};
use rustc_hash::FxHashSet;

/// More instances of one fact than this are not made.
const MAX_INSTANCES: usize = 12;
/// Instances may bring up terms for further instances, so often.
const ROUNDS: usize = 2;

/// The facts, general ones replaced by their instances.
pub fn instances(facts: &[Fact], target: &Term) -> Vec<Theorem> {
    let (general, plain): (Vec<_>, Vec<_>) = facts
        .iter()
        .partition(|fact| fact.lemmas().iter().any(|l| is_general(l)));
    let mut theorems: Vec<Theorem> = plain.iter().map(|fact| fact.theorem.clone()).collect();
    let mut pool = Pool::default();
    pool.add(target);
    theorems
        .iter()
        .for_each(|theorem| pool.add(&theorem.conclusion()));
    let mut seen = FxHashSet::default();
    for _ in 0..ROUNDS {
        let mut made = Vec::new();
        for lemma in general.iter().flat_map(|fact| fact.lemmas()) {
            made.extend(instances_of(lemma, &pool.terms));
        }
        made.retain(|theorem| seen.insert(theorem.conclusion()));
        if made.is_empty() {
            break;
        }
        made.iter()
            .for_each(|theorem| pool.add(&theorem.conclusion()));
        theorems.extend(made);
    }
    let first_order = general
        .iter()
        .filter(|fact| fact.lemmas().iter().all(|l| is_first_order(l)));
    theorems.extend(first_order.map(|fact| fact.theorem.clone()));
    theorems
}

/// Whether a lemma without type variables may also be used as it stands: its functions are only arguments, or applied
/// inside of atoms.
fn is_first_order(lemma: &Lemma) -> bool {
    let schematic = |v: &Variable| lemma.schema.index_of(v).is_some();
    let rigid = |formula: &Term| !spine(formula).0.as_variable().is_some_and(schematic);
    let mut formulas = lemma.premises.iter().chain([&lemma.conclusion]);
    lemma.schema.type_variables.is_empty() && formulas.all(rigid)
}

/// Whether a lemma is beyond first-order terms of fixed types.
fn is_general(lemma: &Lemma) -> bool {
    !lemma.schema.type_variables.is_empty() || lemma.schema.variables.iter().any(is_function)
}

fn is_function(v: &Variable) -> bool {
    v.ty.as_function().is_some()
}

/// Closed parts of formulas.
#[derive(Default)]
struct Pool {
    terms: Vec<Term>,
    seen: FxHashSet<Term>,
}

impl Pool {
    fn add(&mut self, formula: &Term) {
        self.collect(formula.fragment());
    }

    fn collect(&mut self, fragment: Fragment<'_>) {
        if let Some(term) = fragment.to_term()
            && !is_logical(&term)
            && self.seen.insert(term.clone())
        {
            self.terms.push(term);
        }
        match fragment.view() {
            FragmentView::Apply(function, argument) => {
                self.collect(function);
                self.collect(argument);
            }
            FragmentView::Abstract(_, _, body) => self.collect(body),
            _ => {}
        }
    }
}

/// A connective, a quantifier or equality, perhaps applied.
fn is_logical(term: &Term) -> bool {
    let l = logic();
    let Some(constant) = spine(term).0.as_constant() else {
        return false;
    };
    let known = [
        &l.and, &l.or, &l.implies, &l.not, &l.forall, &l.exists, &l.truth, &l.falsity,
    ];
    known.iter().any(|defined| defined.constant == *constant)
        || *constant == rationale_kernel::Constant::equality()
}

fn instances_of(lemma: &Lemma, pool: &[Term]) -> Vec<Theorem> {
    if !is_general(lemma) {
        return lemma.closed(&lemma.matching()).into_iter().collect();
    }
    let Some(triggers) = triggers(lemma) else {
        return Vec::new();
    };
    let mut found = vec![lemma.matching()];
    for trigger in &triggers {
        let extend = |matching: &Matching| -> Vec<Matching> {
            let attempt = |term: &Term| {
                let mut extended = matching.clone();
                extended
                    .extend(&lemma.schema, trigger, term)
                    .then_some(extended)
            };
            pool.iter().filter_map(attempt).collect()
        };
        found = found.iter().flat_map(extend).collect();
        found.truncate(MAX_INSTANCES);
    }
    found
        .iter()
        .filter_map(|matching| lemma.closed(matching))
        .collect()
}

/// The smallest parts that together determine the types and the functions.
fn triggers(lemma: &Lemma) -> Option<Vec<Pattern>> {
    let mut pool = Pool::default();
    lemma
        .premises
        .iter()
        .chain([&lemma.conclusion])
        .for_each(|formula| pool.add(formula));
    let rigid = |part: &Term| match spine(part).0.as_variable() {
        Some(v) => lemma.schema.index_of(v).is_none(),
        None => part.as_abstraction().is_none(),
    };
    let mut parts: Vec<Term> = pool.terms.into_iter().filter(rigid).collect();
    parts.sort_by_key(Term::size);
    let mut functions: Vec<&Variable> = lemma
        .schema
        .variables
        .iter()
        .filter(|v| is_function(v))
        .collect();
    let mut types = lemma.schema.type_variables.clone();
    let mut chosen = Vec::new();
    for part in &parts {
        let of_part = part.type_variables();
        let helps = functions.iter().any(|v| part.has_free(v))
            || types.iter().any(|name| of_part.contains(name));
        if helps {
            functions.retain(|v| !part.has_free(v));
            types.retain(|name| !of_part.contains(name));
            chosen.push(Pattern::new(part, &lemma.schema)?);
        }
    }
    (functions.is_empty() && types.is_empty()).then_some(chosen)
}
