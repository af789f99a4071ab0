//! What a step of a proof owes: each forward step that changes the goal leaves a [`Frame`], and closing a block turns
//! the theorem of the last goal back into the theorem of the first, frame by frame. Only kernel-backed rules are used;
//! nothing here looks at syntax.

use crate::elaborate::LocalDefinition;
use crate::logic::{self, Result, TermShape, substitution_from};
use crate::prove::Reduction;
use crate::prove::conversion::align;
use rationale_kernel::{Term, Theorem, Variable};

/// How the theorem of a later goal gives the theorem of an earlier one.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The goal was `∀x. p`, with the variable for x.
    Fix(Variable),
    /// The goal was `p → q`.
    Assume(Term),
    /// The goal was `¬ p`, and became `false` under p.
    Refute(Term),
    /// `g := e`: the hypothesis `g = e` falls away when e is put for g.
    Define(LocalDefinition),
    /// `⊢ ∃x₁ … xₙ. p` with the variables that were taken for them.
    Obtain(Vec<Variable>, Theorem),
    /// The new goal is a hypothesis of this theorem of the old one.
    Suffices(Theorem),
    /// The goal was this `∃x. p`, and became p at the term.
    Witness(Term, Term),
    /// `new = old`.
    Rewrite(Theorem),
    /// A method exchanged the goal.
    Reduce(Reduction),
}

impl Frame {
    /// The theorem of the earlier goal.
    pub fn close(&self, theorem: &Theorem) -> Result<Theorem> {
        match self {
            Frame::Fix(variable) => logic::generalize(variable, theorem),
            Frame::Assume(premise) => logic::discharge(premise, theorem),
            Frame::Refute(premise) => {
                logic::negation_introduction(&logic::discharge(premise, theorem)?)
            }
            Frame::Define(definition) => expand(definition, theorem),
            Frame::Obtain(variables, exists) => eliminate(variables, exists, theorem),
            Frame::Suffices(rest) => logic::cut(theorem, rest),
            Frame::Witness(exists, witness) => introduce(exists, witness, theorem),
            Frame::Reduce(reduction) => reduction.conclude(theorem),
            Frame::Rewrite(equation) => logic::convert(theorem.clone(), Some(equation)),
        }
    }
}

/// Closes frames from the innermost outwards.
pub fn close_all(frames: &[Frame], theorem: Theorem) -> Result<Theorem> {
    frames
        .iter()
        .rev()
        .try_fold(theorem, |theorem, frame| frame.close(&theorem))
}

/// The equation that a local definition assumes: `g = e`.
pub fn defining_equation(definition: &LocalDefinition) -> Result<Term> {
    Ok(Term::equation(
        &Term::variable(&definition.variable),
        &definition.value,
    )?)
}

/// Puts the value for a defined variable and drops the hypothesis that defined it.
fn expand(definition: &LocalDefinition, theorem: &Theorem) -> Result<Theorem> {
    let image = [(definition.variable.clone(), definition.value.clone())];
    let instance = theorem.instantiate(&substitution_from(image)?)?;
    let defined = logic::cut(&Theorem::reflexive(&definition.value)?, &instance)?;
    let mentioned = theorem.conclusion().has_free(&definition.variable);
    if mentioned {
        logic::beta_reduce(defined)
    } else {
        Ok(defined)
    }
}

/// `∃x. p` from p at the witness, which may have been β-reduced.
fn introduce(exists: &Term, witness: &Term, theorem: &Theorem) -> Result<Theorem> {
    let Some(predicate) = logic::logic().as_exists(exists) else {
        return Ok(theorem.clone());
    };
    let body = instance(predicate, witness)?;
    let aligned = align(theorem, &body).unwrap_or_else(|| theorem.clone());
    logic::introduce_exists(exists, witness, &aligned)
}

/// Removes the hypothesis about chosen variables, innermost variable first.
fn eliminate(variables: &[Variable], exists: &Theorem, theorem: &Theorem) -> Result<Theorem> {
    let mut levels = vec![exists.clone()];
    for variable in variables.iter().take(variables.len().saturating_sub(1)) {
        let next = opened(&levels[levels.len() - 1].conclusion(), variable)?;
        levels.push(Theorem::assume(&next)?);
    }
    let mut pairs = variables.iter().zip(&levels).rev();
    pairs.try_fold(theorem.clone(), |theorem, (variable, exists)| {
        logic::choose(variable, exists, &theorem)
    })
}

/// The body of `∃x. p` at a variable.
pub fn opened(exists: &Term, variable: &Variable) -> Result<Term> {
    let value = Term::variable(variable);
    let Some(predicate) = logic::logic().as_exists(exists) else {
        return Ok(exists.clone());
    };
    instance(predicate, &value)
}

/// A predicate at a value, reduced once at the head.
pub fn instance(predicate: &Term, value: &Term) -> Result<Term> {
    match predicate.as_abstraction() {
        Some(abstraction) => Ok(abstraction.open(value)?),
        None => Ok(Term::apply(predicate, value)?),
    }
}

/// `A ⊢ g = λx y. t` gives `A ⊢ ∀x y. g x y = t`, for as many parameters as are asked for.
pub fn applied_definition(equation: &Theorem, parameters: usize) -> Result<Theorem> {
    let (mut applied, mut variables) = (equation.clone(), Vec::new());
    let taken: Vec<Term> = equation.hypotheses().to_vec();
    for _ in 0..parameters {
        let Some((left, right)) = applied.as_equation() else {
            break;
        };
        let Some(abstraction) = right.as_abstraction() else {
            break;
        };
        let avoid: Vec<&Term> = taken.iter().chain([left, right]).collect();
        let variable = logic::fresh_variable(abstraction.hint(), abstraction.binder_type(), &avoid);
        let argument = Term::variable(&variable);
        applied = logic::apply_both_to(&applied, &argument)?;
        let redex = applied
            .as_equation()
            .and_then(|(_, right)| logic::beta_equation(right));
        if let Some(reduction) = redex {
            applied = Theorem::transitive(&applied, &reduction)?;
        }
        variables.push(variable);
    }
    logic::generalize_all(&variables, &applied)
}
