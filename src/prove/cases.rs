//! What to split a goal on: the condition of a conditional, or a variable of type bool.

use super::Fact;
use crate::logic::{TermShape, TermView, TypeShape, conditional, logic, spine};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem};

/// More bool variables than this are not split on.
const MAX_VARIABLES: usize = 4;

/// A formula on whose truth the goal depends: an outermost condition that has no bound variable, else a variable of
/// type bool that stands below something other than a connective.
pub fn condition_to_split(goal: &Term) -> Option<Term> {
    condition_in(goal.fragment()).or_else(|| variable_to_split(goal))
}

/// A known disjunction of equations (or conjunctions with them) that speaks of something in the goal, and that is not
/// already settled by a later fact.
pub fn disjunction_to_split(facts: Vec<Fact>, goal: &Term) -> Option<Theorem> {
    let settled = |p: &Term| facts.iter().any(|fact| fact.theorem.concludes(p));
    let useful = |fact: &&Fact| {
        let known = fact.conclusion();
        let parts = logic().disjuncts_of(&known);
        parts.len() > 1
            && !parts.iter().any(settled)
            && parts
                .iter()
                .all(|part| equated(part).is_some_and(|left| contains(goal.fragment(), &left)))
    };
    facts.iter().find(useful).map(|fact| fact.theorem.clone())
}

/// What an equation is about: its left side.
fn equated(part: &Term) -> Option<Term> {
    part.as_equation().map(|(left, _)| left.clone())
}

fn contains(fragment: Fragment<'_>, part: &Term) -> bool {
    fragment.to_term().is_some_and(|term| term == *part)
        || match fragment.view() {
            FragmentView::Apply(f, x) => contains(f, part) || contains(x, part),
            FragmentView::Abstract(_, _, body) => contains(body, part),
            _ => false,
        }
}

fn condition_in(fragment: Fragment<'_>) -> Option<Term> {
    if let Some(condition) = condition_of(fragment) {
        return condition_in(condition).or_else(|| usable(condition));
    }
    match fragment.view() {
        FragmentView::Apply(function, argument) => {
            condition_in(function).or_else(|| condition_in(argument))
        }
        FragmentView::Abstract(_, _, body) => condition_in(body),
        _ => None,
    }
}

/// The c of the partial application `if c`.
fn condition_of(fragment: Fragment<'_>) -> Option<Fragment<'_>> {
    match fragment.view() {
        FragmentView::Apply(head, condition) => match head.view() {
            FragmentView::Constant(constant) if *constant == conditional().constant => {
                Some(condition)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The condition as a term, without outer negations.
fn usable(condition: Fragment<'_>) -> Option<Term> {
    let mut term = condition.to_term()?;
    while let Some(inner) = logic().as_negation(&term).cloned() {
        term = inner;
    }
    (!logic().is_truth(&term) && !logic().is_falsity(&term)).then_some(term)
}

fn variable_to_split(goal: &Term) -> Option<Term> {
    let free = goal.free_variables();
    let variables: Vec<_> = free.iter().filter(|v| v.ty.is_boolean()).collect();
    if variables.is_empty() || variables.len() > MAX_VARIABLES {
        return None;
    }
    variables
        .into_iter()
        .map(Term::variable)
        .find(|v| below_function(goal, v))
}

/// Whether the variable stands as an argument of something that is no connective.
fn below_function(formula: &Term, variable: &Term) -> bool {
    let l = logic();
    let operands = l
        .as_conjunction(formula)
        .or_else(|| l.as_disjunction(formula));
    let operands = operands
        .or_else(|| l.as_implication(formula))
        .or_else(|| l.as_equivalence(formula));
    if let Some((p, q)) = operands {
        return below_function(p, variable) || below_function(q, variable);
    }
    if let Some(p) = l.as_negation(formula) {
        return below_function(p, variable);
    }
    match formula.view() {
        TermView::Variable(_) => false,
        TermView::Apply(..) => spine(formula)
            .1
            .iter()
            .any(|argument| *argument == variable || occurs(argument, variable)),
        _ => occurs(formula, variable),
    }
}

fn occurs(term: &Term, variable: &Term) -> bool {
    variable.as_variable().is_some_and(|v| term.has_free(v))
}
