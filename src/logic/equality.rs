//! Derived rules about equations.

use super::view::{ConstantShape, constant_at};
use super::{Result, RuleError, beta_equation};
use rationale_kernel::{Constant, Term, Theorem, Type};

/// `A ⊢ s = t` gives `A ⊢ t = s`.
pub fn symmetric(theorem: &Theorem) -> Result<Theorem> {
    let Some((left, _)) = theorem.as_equation() else {
        return Err(RuleError::shape(
            "symmetry",
            "an equation",
            &theorem.conclusion(),
        ));
    };
    let ty = Type::function(left.ty(), &Type::function(left.ty(), &Type::boolean())?)?;
    let equality = constant_at(&Constant::equality(), &ty)?;
    let same = Theorem::reflexive(left)?;
    let sides = binary_congruence(&equality, theorem, &same)?; // (s = s) = (t = s)
    Ok(Theorem::equal_modus_ponens(&sides, &same)?)
}

/// `s = t` and `t = u` give `s = u`; `None` stands for a reflexive equation.
pub fn transitive(first: Option<Theorem>, second: Option<Theorem>) -> Result<Option<Theorem>> {
    Ok(match (first, second) {
        (Some(first), Some(second)) => Some(Theorem::transitive(&first, &second)?),
        (first, second) => first.or(second),
    })
}

/// `A ⊢ x = y` gives `A ⊢ f x = f y`.
pub fn apply_to_both(function: &Term, equation: &Theorem) -> Result<Theorem> {
    Ok(Theorem::congruence(
        &Theorem::reflexive(function)?,
        equation,
    )?)
}

/// `A ⊢ f = g` gives `A ⊢ f x = g x`.
pub fn apply_both_to(equation: &Theorem, argument: &Term) -> Result<Theorem> {
    Ok(Theorem::congruence(
        equation,
        &Theorem::reflexive(argument)?,
    )?)
}

/// `A ⊢ a = c` and `B ⊢ b = d` give `A ∪ B ⊢ f a b = f c d`.
pub fn binary_congruence(function: &Term, first: &Theorem, second: &Theorem) -> Result<Theorem> {
    Ok(Theorem::congruence(
        &apply_to_both(function, first)?,
        second,
    )?)
}

/// `A ⊢ p` and `B ⊢ p = q` give `A ∪ B ⊢ q`; without an equation, the theorem itself.
pub fn convert(theorem: Theorem, equation: Option<&Theorem>) -> Result<Theorem> {
    match equation {
        Some(equation) => Ok(Theorem::equal_modus_ponens(equation, &theorem)?),
        None => Ok(theorem),
    }
}

/// `A ⊢ f = λx₁ … xₙ. t` gives `A ⊢ f a₁ … aₙ = t[a₁/x₁, …]`. Further arguments stay applied.
pub fn unfold_application(definition: &Theorem, arguments: &[&Term]) -> Result<Theorem> {
    arguments
        .iter()
        .try_fold(definition.clone(), |equation, argument| {
            let applied = apply_both_to(&equation, argument)?;
            let value = applied
                .as_equation()
                .and_then(|(_, right)| beta_equation(right));
            Ok(match value {
                Some(value) => Theorem::transitive(&applied, &value)?,
                None => applied,
            })
        })
}
