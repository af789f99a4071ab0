//! Methods for arithmetic on ℝ and ℕ: evaluation of ground terms, normal forms of polynomials, fields, linear and small
//! nonlinear inequalities, signs.
//!
//! Each method ends in a kernel theorem. What searches (polynomials, the simplex method) is pure and exact; what proves
//! uses the lemmas of one table, [`lemmas::TABLE`], that the library states word for word. Nothing here names a constant
//! or theorem elsewhere, and nothing here decides by floats.

pub mod chain;
pub mod field;
pub mod ground;
pub mod lemmas;
pub mod linarith;
pub mod linear;
pub mod meter;
pub mod methods;
pub mod nlinarith;
pub mod normal;
pub mod normalize;
pub mod polynomial;
pub mod positivity;
pub mod rational;
pub mod ring;
pub mod simplex;
pub mod substitute;
pub mod theory;
pub mod values;

pub use polynomial::{Monomial, Polynomial};
pub use rational::Rational;

use crate::logic::RuleError;
use rationale_kernel::KernelError;

/// Why a method of arithmetic stopped, other than by finding nothing.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Trouble {
    /// A lemma of the table is not in scope.
    #[error(
        "this needs the lemma `{0}`, which is not known here (import lib.order, or lib.enclosure for a claim?)"
    )]
    MissingLemma(&'static str),
    /// A constant is not in scope, or literals are not armed.
    #[error(
        "this needs {0}, which is not known here (import lib.order, or lib.enclosure for a claim?)"
    )]
    MissingConstant(&'static str),
    /// A polynomial or number would be too large.
    #[error("the terms become too large")]
    TooLarge,
    /// A term is nested too deep.
    #[error("the terms are nested too deep")]
    TooDeep,
    /// The step budget is used up.
    #[error("the step budget is used up")]
    Exhausted,
    /// A lemma says something else than the table.
    #[error("a lemma is not {0}; compare it with the table of the arithmetic methods")]
    Shape(&'static str),
    /// A certificate has no replay.
    #[error("the replay has not {0}")]
    Replay(&'static str),
    /// A rule refused.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

impl From<KernelError> for Trouble {
    fn from(error: KernelError) -> Self {
        Trouble::Rule(error.into())
    }
}

/// The result of arithmetic.
pub type Result<T> = std::result::Result<T, Trouble>;

#[cfg(test)]
mod testing;
