//! Steps on the goal's own structure: `ext`, `cases`, and the introduction of ∀ and → for methods that need a bare goal.

use super::{Call, Fact, Failure, Goal, Prove, Reduction, cases, conversion::align};
use crate::logic::{
    self, TermShape, TypeShape, by_cases, conjoin, conjunct_left, conjunct_right, discharge,
    extensional, generalize_all, logic, specialize, undischarge,
};
use rationale_kernel::{Term, Theorem, Variable};

/// `ext`: two functions are equal if they agree at every argument; sets are predicates.
pub fn ext(goal: &Goal, _call: &Call) -> Result<Reduction, Failure> {
    let not_functions =
        || Failure::new("`ext` needs an equation of functions or sets").left(goal.target.clone());
    let (left, right) = goal.target.as_equation().ok_or_else(not_functions)?;
    let (domain, _) = left.ty().as_function().ok_or_else(not_functions)?;
    let hint = [left, right]
        .into_iter()
        .find_map(|t| t.as_abstraction().map(|a| a.hint().clone()));
    let x = logic::fresh_variable(&hint.unwrap_or_else(|| "x".into()), domain, &[left, right]);
    let at = |f: &Term| -> logic::Result<Term> { Ok(Term::apply(f, &Term::variable(&x))?) };
    let applied = Term::equation(&at(left)?, &at(right)?)?;
    let new = logic().forall(&x, &logic::normal_term(&applied)?)?;
    let instance = specialize(&Theorem::assume(&new)?, &Term::variable(&x))?;
    let instance = align(&instance, &applied).ok_or_else(not_functions)?;
    Ok(Reduction::by_consequence(new, extensional(&x, &instance)?))
}

/// `cases p`: the goal if p holds, and the goal if it does not.
pub fn split_cases(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    let chosen = call
        .at
        .first()
        .cloned()
        .or_else(|| cases::condition_to_split(&goal.target));
    let condition = chosen.filter(|t| t.ty().is_boolean());
    let condition = condition
        .ok_or_else(|| Failure::new("there is nothing to split on").left(goal.target.clone()))?;
    let l = logic();
    let negated = l.negation(&condition)?;
    let (yes, no) = (
        l.implication(&condition, &goal.target)?,
        l.implication(&negated, &goal.target)?,
    );
    let new = l.conjunction(&yes, &no)?;
    let both = Theorem::assume(&new)?;
    let (yes, no) = (
        undischarge(&conjunct_left(&both)?)?,
        undischarge(&conjunct_right(&both)?)?,
    );
    Ok(Reduction::by_consequence(
        new,
        by_cases(&condition, &yes, &no)?,
    ))
}

/// Runs a method on the goal without its outer ∀, → and ∧; premises become given facts.
pub fn introducing(goal: &Goal, call: &Call, method: Prove) -> Result<Theorem, Failure> {
    if let Some((left, right)) = logic().as_conjunction(&goal.target) {
        let left = introducing(&goal.with_target(left.clone()), call, method)?;
        let right = introducing(&goal.with_target(right.clone()), call, method)?;
        return Ok(conjoin(&left, &right)?);
    }
    let (variables, premises, bare) = introduced(goal)?;
    if variables.is_empty() && premises.is_empty() {
        return method(goal, call);
    }
    let mut inner = goal.with_target(bare);
    for premise in &premises {
        let parts = logic::conjuncts(&Theorem::assume(premise)?)?;
        inner
            .given
            .extend(parts.into_iter().map(|part| Fact::new(None, part)));
    }
    let mut theorem = introducing(&inner, call, method)?;
    for step in variables.iter().rev() {
        theorem = match step {
            Step::Variable(v) => generalize_all(std::slice::from_ref(v), &theorem)?,
            Step::Premise(p) => discharge(p, &theorem)?,
        };
    }
    align(&theorem, &goal.target).ok_or_else(|| Failure::new("the goal could not be taken apart"))
}

enum Step {
    Variable(Variable),
    Premise(Term),
}

/// The outer ∀ and → in order, the premises among them, and what is below.
fn introduced(goal: &Goal) -> Result<(Vec<Step>, Vec<Term>, Term), Failure> {
    let (mut steps, mut premises, mut rest) = (Vec::new(), Vec::new(), goal.target.clone());
    loop {
        if let Some(predicate) = logic().as_forall(&rest) {
            let hint = predicate
                .as_abstraction()
                .map_or_else(|| "x".into(), |a| a.hint().clone());
            let Some((domain, _)) = predicate.ty().as_function() else {
                break;
            };
            let v = goal.budget.fresh(&hint, domain);
            let body = logic::normal_term(&Term::apply(predicate, &Term::variable(&v))?)?;
            steps.push(Step::Variable(v));
            rest = body;
        } else if let Some((premise, conclusion)) = logic().as_implication(&rest) {
            let (premise, conclusion) = (premise.clone(), conclusion.clone());
            steps.push(Step::Premise(premise.clone()));
            premises.push(premise);
            rest = conclusion;
        } else {
            break;
        }
    }
    Ok((steps, premises, rest))
}
