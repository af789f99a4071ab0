//! The exact meaning of closed expressions: rational numbers, and enclosures for √, exp, log and π to any precision.
//!
//! Nothing here uses floats, and nothing here is trusted: a proof repeats every enclosure through lemmas of the library.

pub mod elementary;
pub mod enclosure;

pub use enclosure::{Enclosure, Precision};
