//! Methods for arithmetic on ℝ and ℕ.

pub mod polynomial;
pub mod rational;
pub mod simplex;

pub use polynomial::{Monomial, Polynomial};
pub use rational::Rational;
