//! The method `simp`, and the simplifier as other methods use it.

use super::engine::{Outcome, Simplifier};
use crate::logic::TermShape;
use crate::{
    elaborate::Attribute,
    logic::{self, by_cases, convert, logic, symmetric},
    prove::{Call, Fact, Failure, Goal, Reduction, cases, conversion, library, rewrite},
};
use rationale_kernel::{Term, Theorem};

/// How often `simp` splits on conditions, one inside the other.
const MAX_SPLITS: u32 = 4;

/// A simplifier with the library's rules and the context's facts; the call's and the given facts rewrite.
pub fn simplifier<'a>(goal: &Goal<'a>, call: &Call) -> Simplifier<'a> {
    let (logical_rules, logical_congruences) = library::logical();
    let rules = vec![
        logical_rules,
        library::rules_with(goal.env, Attribute::Simp),
        library::rules_with(goal.env, Attribute::Unfold),
    ];
    let congruences = vec![logical_congruences, library::congruences(goal.env)];
    let mut simplifier =
        Simplifier::new(goal.env, goal.budget, rules, congruences).deciding(&super::hooks::decide);
    simplifier.add_context(goal.context);
    simplifier.add_facts(&goal.given, true);
    simplifier.add_facts(&call.facts, true);
    simplifier
}

/// Proves the target by simplification, splitting on conditions if need be; if that fails, once more with local
/// definitions unfolded and the given facts simplified too.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let mut simplifier = simplifier(goal, call);
    let mut left = Vec::new();
    if let Some(theorem) = finish(goal, &mut simplifier, &goal.target, MAX_SPLITS, &mut left) {
        return Ok(theorem);
    }
    let failure = failure(goal, &simplifier, left);
    let Some(call) = with_more_facts(goal, call) else {
        return Err(failure);
    };
    let mut simplifier = self::simplifier(goal, &call);
    finish(
        goal,
        &mut simplifier,
        &goal.target,
        MAX_SPLITS,
        &mut Vec::new(),
    )
    .ok_or(failure)
}

/// The call with local definitions, and with the given facts simplified; nothing if there are none of either.
fn with_more_facts(goal: &Goal, call: &Call) -> Option<Call> {
    let mut more = call.clone();
    let local = |fact: &&Fact| {
        let lemmas = fact.lemmas();
        !lemmas.is_empty() && lemmas.iter().all(|lemma| rewrite::is_definition(lemma))
    };
    more.facts
        .extend(goal.context.iter().filter(local).cloned());
    if !goal.given.is_empty() {
        let bare = Goal {
            given: vec![],
            context: &[],
            ..goal.with_target(goal.target.clone())
        };
        let mut simplifier = simplifier(&bare, &more);
        let simpler = goal
            .given
            .iter()
            .filter_map(|fact| simplified_fact(&mut simplifier, fact));
        more.facts.extend(simpler.collect::<Vec<_>>());
    }
    (more.facts.len() > call.facts.len()).then_some(more)
}

/// Replaces the target by its normal form.
pub fn reduce(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    let mut simplifier = simplifier(goal, call);
    match simplifier.outcome(&goal.target)? {
        Outcome::Left(new, equation) => Ok(Reduction::by_equation(new, equation)),
        Outcome::Proved(theorem) => {
            let equation = logic::equal_true(&theorem)?;
            Ok(Reduction::by_equation(
                logic().truth_term().clone(),
                equation,
            ))
        }
        Outcome::Unchanged => {
            let equation = Theorem::reflexive(&goal.target)?;
            Ok(Reduction::by_equation(goal.target.clone(), equation))
        }
    }
}

/// Simplifies a formula to true; else closes what is left by a fact, by β and η, by taking its ∀, → and ∧ apart, or by
/// splitting on a condition.
fn finish(
    goal: &Goal,
    simplifier: &mut Simplifier,
    formula: &Term,
    splits: u32,
    left: &mut Vec<Term>,
) -> Option<Theorem> {
    let (rest, equation) = match simplifier.outcome(formula).ok()? {
        Outcome::Proved(theorem) => return Some(theorem),
        Outcome::Left(rest, equation) => (rest, Some(equation)),
        Outcome::Unchanged => (formula.clone(), None),
    };
    let proof = match parts(goal, simplifier, &rest, splits, left) {
        Some(proof) => proof?,
        None => close(goal, simplifier, &rest)
            .or_else(|| split(goal, simplifier, &rest, splits, left))?,
    };
    match equation {
        Some(equation) => convert(proof, Some(&symmetric(&equation).ok()?)).ok(),
        None => Some(proof),
    }
}

/// Proves ∀, → and ∧ by their parts; nothing if the formula is none of these.
fn parts(
    goal: &Goal,
    simplifier: &mut Simplifier,
    formula: &Term,
    splits: u32,
    left: &mut Vec<Term>,
) -> Option<Option<Theorem>> {
    if let Some(predicate) = logic().as_forall(formula) {
        let hint = predicate
            .as_abstraction()
            .map_or_else(|| "x".into(), |abstraction| abstraction.hint().clone());
        let v = goal.budget.fresh(&hint, predicate.ty().as_function()?.0);
        let applied = Term::apply(predicate, &Term::variable(&v)).ok()?;
        let body = logic::normal_term(&applied).ok()?;
        let proof = finish(goal, simplifier, &body, splits, left);
        let closed = |proof| conversion::align(&logic::generalize(&v, &proof).ok()?, formula);
        return Some(proof.and_then(closed));
    }
    if let Some((premise, conclusion)) = logic().as_implication(formula) {
        simplifier.enter(std::slice::from_ref(premise));
        let proof = finish(goal, simplifier, conclusion, splits, left);
        simplifier.leave();
        return Some(proof.and_then(|proof| logic::discharge(premise, &proof).ok()));
    }
    let (first, second) = logic().as_conjunction(formula)?;
    let first = finish(goal, simplifier, first, splits, left);
    let second = finish(goal, simplifier, second, splits, left);
    Some(
        first
            .zip(second)
            .and_then(|(first, second)| logic::conjoin(&first, &second).ok()),
    )
}

fn close(goal: &Goal, simplifier: &Simplifier, formula: &Term) -> Option<Theorem> {
    if let Some((left, right)) = formula.as_equation()
        && let Some(equal) = conversion::beta_eta_equal(left, right)
    {
        return Some(equal);
    }
    super::hooks::decide(formula, &simplifier.facts(), goal.env, goal.budget)
}

fn split(
    goal: &Goal,
    simplifier: &mut Simplifier,
    formula: &Term,
    splits: u32,
    left: &mut Vec<Term>,
) -> Option<Theorem> {
    let condition = if splits > 0 {
        cases::condition_to_split(formula)
    } else {
        None
    };
    let Some(condition) = condition else {
        if splits > 0
            && let Some(disjunction) = cases::disjunction_to_split(simplifier.facts(), formula)
        {
            return split_fact(goal, simplifier, formula, &disjunction, splits, left);
        }
        left.push(formula.clone());
        return None;
    };
    let negated = logic().negation(&condition).ok()?;
    let mut branch = |assumption: &Term| -> Option<Theorem> {
        let proof = simplifier.assuming(std::slice::from_ref(assumption), |s| {
            Ok(finish(goal, s, formula, splits - 1, left))
        });
        proof.ok()?
    };
    by_cases(&condition, &branch(&condition)?, &branch(&negated)?).ok()
}

/// The formula in each case of a disjunction that is known.
fn split_fact(
    goal: &Goal,
    simplifier: &mut Simplifier,
    formula: &Term,
    disjunction: &Theorem,
    splits: u32,
    left: &mut Vec<Term>,
) -> Option<Theorem> {
    let known = disjunction.conclusion();
    let (first, second) = logic().as_disjunction(&known)?;
    let mut branch = |assumption: &Term| -> Option<Theorem> {
        simplifier.enter(std::slice::from_ref(assumption));
        let proof = finish(goal, simplifier, formula, splits - 1, left);
        simplifier.leave();
        proof
    };
    let (first, second) = (branch(first)?, branch(second)?);
    logic::disjunction_cases(disjunction, &first, &second).ok()
}

fn failure(goal: &Goal, simplifier: &Simplifier, left: Vec<Term>) -> Failure {
    let message = match goal.budget.is_exhausted() {
        true => "`simp` did not come to an end within its budget of steps",
        false => "`simp` did not prove the goal",
    };
    let used: Vec<&str> = simplifier.used().iter().map(|name| &**name).collect();
    let mut failure = Failure::new(message);
    if !used.is_empty() {
        failure = failure.tried(format!("rewrote with {}", used.join(", ")));
    }
    failure.left = left;
    failure
}

/// A fact rewritten with equations: what it says after simplification.
pub fn simplified_fact(simplifier: &mut Simplifier, fact: &Fact) -> Option<Fact> {
    let equation = simplifier.simplify(&fact.conclusion()).ok()??;
    Some(Fact::new(
        fact.name.clone(),
        convert(fact.theorem.clone(), Some(&equation)).ok()?,
    ))
}
