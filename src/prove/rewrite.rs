//! `rewrite`: replaces places that match one side of an equation, each once; and `unfold`, the same with definitions
//! until none is left.

use super::{
    Call, Fact, Failure, Goal, Lemma, Matching, Reduction,
    conversion::{Converted, beta_eta_equal, parts, then},
    simp,
    solve::Solver,
};
use crate::logic::{self, LiteralShape, TermShape, beta_normal, convert, logic, spine};
use num_traits::ToPrimitive;
use rationale_kernel::{Term, Theorem};
use std::sync::Arc;

/// More definitions inside definitions than this are not unfolded.
const MAX_UNFOLDINGS: usize = 64;

/// Which of the matching places are rewritten.
#[derive(Clone, Debug)]
pub enum Places {
    /// Every one.
    All,
    /// Those with these numbers, counted from 1 in reading order.
    Numbered(Vec<u64>),
}

/// One equation on its way through a term.
pub struct Rewriting<'l> {
    lemma: &'l Lemma,
    places: Places,
    /// Terms for variables that matching leaves open, in order.
    at: &'l [Term],
    met: u64,
    /// Premises that could not be proved.
    pub unproved: Vec<Term>,
}

impl<'l> Rewriting<'l> {
    /// Rewrites with an equation, from left to right.
    pub fn new(lemma: &'l Lemma, places: Places, at: &'l [Term]) -> Self {
        Rewriting {
            lemma,
            places,
            at,
            met: 0,
            unproved: Vec::new(),
        }
    }

    /// Rewrites the outermost matching places of a term.
    pub fn term(
        &mut self,
        term: &Term,
        goal: &Goal,
        prove: &mut dyn FnMut(&Term) -> Option<Theorem>,
    ) -> Converted {
        if goal.budget.spend(1).is_none() {
            return Ok(None);
        }
        if let Some(done) = self.here(term, prove) {
            return Ok(Some(done));
        }
        parts(term, goal.budget, &mut |part| self.term(part, goal, prove))
    }

    fn here(
        &mut self,
        term: &Term,
        prove: &mut dyn FnMut(&Term) -> Option<Theorem>,
    ) -> Option<Theorem> {
        let (left, _) = self.lemma.sides.as_ref()?;
        let mut matching = self.lemma.matching();
        if !matching.extend(&self.lemma.schema, left, term) {
            return None;
        }
        self.met += 1;
        if let Places::Numbered(wanted) = &self.places
            && !wanted.contains(&self.met)
        {
            return None;
        }
        self.fill_in(&mut matching);
        let instance = self.lemma.instance(&matching)?;
        let mut proofs = Vec::new();
        for premise in &instance.premises {
            match prove(premise) {
                Some(proof) => proofs.push(proof),
                None => {
                    self.unproved.push(premise.clone());
                    return None;
                }
            }
        }
        let equation = instance.discharge(&proofs).ok()?;
        let start = beta_eta_equal(term, equation.as_equation()?.0)?;
        Theorem::transitive(&start, &equation).ok()
    }

    /// Gives the variables that are still open the terms after `at`, in order and by type.
    fn fill_in(&self, matching: &mut Matching) {
        let mut terms = self.at.iter().filter(|t| !is_number(t));
        for index in 0..matching.terms.len() {
            if matching.terms[index].is_none()
                && let Some(term) = terms.next()
            {
                matching.assign(&self.lemma.schema, index, term);
            }
        }
    }
}

fn is_number(term: &Term) -> bool {
    term.as_literal()
        .is_some_and(|literal| literal.numerals().is_natural())
}

/// The places that a call names: `at 2` is a number of a place.
fn places(call: &Call) -> Places {
    let numbers = call
        .at
        .iter()
        .filter(|t| is_number(t))
        .filter_map(Term::as_literal);
    let numbers: Vec<u64> = numbers
        .filter_map(|literal| literal.value().to_integer().to_u64())
        .collect();
    if numbers.is_empty() {
        Places::All
    } else {
        Places::Numbered(numbers)
    }
}

/// The equations of a fact as written: a formula p counts as `p = true`.
pub fn equations_of(fact: &Fact) -> Vec<Arc<Lemma>> {
    let lemmas = fact.directed_lemmas().into_iter();
    let as_equation = |lemma: Arc<Lemma>| match lemma.sides {
        Some(_) => Some(lemma),
        None => {
            let theorem = match logic().as_negation(&lemma.conclusion) {
                Some(_) => logic::equal_false(&lemma.theorem),
                None => logic::equal_true(&lemma.theorem),
            };
            lemma.with_theorem(theorem.ok()?).map(Arc::new)
        }
    };
    lemmas
        .filter_map(as_equation)
        .flat_map(with_shorter_definitions)
        .collect()
}

/// A definition is also used where the defined function has fewer arguments.
fn with_shorter_definitions(lemma: Arc<Lemma>) -> Vec<Arc<Lemma>> {
    let mut all = vec![lemma];
    while let Some(last) = all.last()
        && is_definition(last)
        && let Some(shorter) = last.shortened()
    {
        all.push(Arc::new(shorter));
    }
    all
}

/// Rewrites a term with the equations of one fact.
pub fn with_fact(
    goal: &Goal,
    call: &Call,
    fact: &Fact,
    term: &Term,
) -> Result<Option<Theorem>, Failure> {
    let mut unproved = Vec::new();
    for lemma in equations_of(fact) {
        let mut rewriting = Rewriting::new(&lemma, places(call), &call.at);
        let done = rewriting.term(term, goal, &mut |premise| prove_premise(goal, premise))?;
        if done.is_some() {
            return Ok(done);
        }
        unproved.append(&mut rewriting.unproved);
    }
    if unproved.is_empty() {
        return Ok(None);
    }
    let mut failure = Failure::new(format!("a premise of {} could not be proved", fact.label()));
    failure.left = unproved;
    Err(failure)
}

fn prove_premise(goal: &Goal, premise: &Term) -> Option<Theorem> {
    let call = Call::default();
    let simplifier = simp::method::simplifier(goal, &call);
    Solver::new(goal).simplifying(simplifier).search(premise, 3)
}

/// `rewrite [a, ← b] at k`: the reduction.
pub fn reduce(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    let mut equation: Option<Theorem> = None;
    for fact in call.facts.iter().chain(&goal.given) {
        let current = super::conversion::reached(&goal.target, equation.as_ref()).clone();
        let Some(step) = with_fact(goal, call, fact, &current)? else {
            let message = format!("{} matches nothing in the goal", fact.label());
            return Err(Failure::new(message).left(current));
        };
        equation = logic::transitive(equation, Some(step))?;
    }
    let equation = then(&goal.target, equation, beta_normal)?;
    finish_reduction(goal, equation)
}

fn finish_reduction(goal: &Goal, equation: Option<Theorem>) -> Result<Reduction, Failure> {
    let equation = equation.map_or_else(|| Theorem::reflexive(&goal.target), Ok)?;
    let left = super::conversion::reached(&goal.target, Some(&equation)).clone();
    Ok(Reduction::by_equation(left, equation))
}

/// `rewrite [a, ← b] at k`: what is left must hold by reflexivity, by a fact, or by simplification.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let reduction = reduce(goal, call)?;
    conclude(goal, &reduction, "`rewrite`")
}

/// Proves what a reduction left, by a fact or by simplification alone.
pub fn conclude(goal: &Goal, reduction: &Reduction, method: &str) -> Result<Theorem, Failure> {
    let rest = goal.with_target(reduction.goal.clone());
    if let Some(proof) = Solver::new(&rest).search(&reduction.goal, 0) {
        return Ok(reduction.conclude(&proof)?);
    }
    match simp::method::prove(&rest, &Call::default()) {
        Ok(proof) => Ok(reduction.conclude(&proof)?),
        Err(_) => Err(Failure::new(format!("{method} left a goal")).left(reduction.goal.clone())),
    }
}

/// `unfold [f, g]` with the facts `f_def`, `g_def`: unfolds everywhere, also what unfolding brings up.
pub fn unfold(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    let mut equation: Option<Theorem> = None;
    for _ in 0..MAX_UNFOLDINGS {
        let current = super::conversion::reached(&goal.target, equation.as_ref()).clone();
        let Some(step) = unfold_once(goal, call, &current)? else {
            break;
        };
        equation = logic::transitive(equation, Some(step))?;
    }
    if equation.is_none() {
        let names: Vec<String> = call.facts.iter().map(Fact::label).collect();
        let message = format!("nothing to unfold: {} not in the goal", names.join(", "));
        return Err(Failure::new(message).left(goal.target.clone()));
    }
    finish_reduction(goal, equation)
}

fn unfold_once(goal: &Goal, call: &Call, term: &Term) -> Result<Option<Theorem>, Failure> {
    let mut equation: Option<Theorem> = None;
    for fact in &call.facts {
        for lemma in equations_of(fact) {
            let current = super::conversion::reached(term, equation.as_ref()).clone();
            let mut rewriting = Rewriting::new(&lemma, Places::All, &[]);
            let step =
                rewriting.term(&current, goal, &mut |premise| prove_premise(goal, premise))?;
            equation = logic::transitive(equation, step)?;
        }
    }
    Ok(then(term, equation, beta_normal)?)
}

/// `unfold` as the only method: what is left must hold by a fact or by simplification.
pub fn prove_unfolded(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    conclude(goal, &unfold(goal, call)?, "`unfold`")
}

/// What a fact says with definitions unfolded; the fact itself if none occurs.
pub fn unfolded_fact(goal: &Goal, call: &Call, fact: &Fact) -> Fact {
    let unfolded = || -> Option<Fact> {
        let mut theorem = fact.theorem.clone();
        let mut changed = false;
        for _ in 0..MAX_UNFOLDINGS {
            let Some(step) = unfold_once(goal, call, &theorem.conclusion()).ok()? else {
                break;
            };
            theorem = convert(theorem, Some(&step)).ok()?;
            changed = true;
        }
        changed.then(|| Fact::new(fact.name.clone(), theorem))
    };
    unfolded().unwrap_or_else(|| fact.clone())
}

/// Whether an equation defines a constant: its left side is a constant, perhaps at distinct variables.
pub fn is_definition(lemma: &Lemma) -> bool {
    let Some((left, right)) = lemma.conclusion.as_equation() else {
        return false;
    };
    let (head, arguments) = spine(left);
    let variables = arguments.iter().all(|a| {
        a.as_variable()
            .is_some_and(|v| lemma.schema.index_of(v).is_some())
    });
    // a local definition's name is a variable that the fact does not generalise
    let local = head
        .as_variable()
        .is_some_and(|v| lemma.schema.index_of(v).is_none());
    let defined = head.as_constant().is_some() || local;
    defined && variables && lemma.premises.is_empty() && !mentions(right, head)
}

fn mentions(term: &Term, head: &Term) -> bool {
    use rationale_kernel::{Fragment, FragmentView};
    fn below(fragment: Fragment<'_>, head: &Term) -> bool {
        match fragment.view() {
            FragmentView::Constant(c) => head.as_constant() == Some(c),
            FragmentView::Variable(v) => head.as_variable() == Some(v),
            FragmentView::Apply(f, x) => below(f, head) || below(x, head),
            FragmentView::Abstract(_, _, body) => below(body, head),
            _ => false,
        }
    }
    below(term.fragment(), head)
}
