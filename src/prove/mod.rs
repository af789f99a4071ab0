//! Proof methods: each turns a goal and facts into a kernel theorem, or says what it tried.
//!
//! Nothing here is trusted, and nothing here prints or reads the environment. A method stops after a counted number of
//! steps, so that its verdict is the same on every machine.

mod budget;
mod fact;
mod failure;
mod goal;
mod registry;

pub mod apply;
pub mod arith;
pub mod auto;
pub mod bound;
pub mod cases;
pub mod conversion;
pub mod instances;
pub mod lemma;
pub mod library;
pub mod matching;
pub mod mono;
pub mod order;
pub mod pattern;
pub mod rewrite;
pub mod sides;
pub mod simp;
pub mod solve;
pub mod structure;

pub use budget::Budget;
pub use fact::{Fact, Prepared};
pub use failure::Failure;
pub use goal::{Call, Factor, Goal, Method, Product, Prove, Reduce, Reduction};
pub use lemma::{Instance, Lemma};
pub use matching::Matching;
pub use registry::{default_method, method, methods};

#[cfg(test)]
mod goals;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod workbench;
