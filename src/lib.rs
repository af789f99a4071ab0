//! Rationale: a proof checker for the bounds that learning theory lives on.
//!
//! This crate is everything around the kernel, and none of it is trusted: it reads proof files, elaborates them to
//! kernel terms, searches for proofs and reports what it found. A mistake here can lose a proof; it cannot make a
//! false theorem, because only `rationale_kernel` makes theorems. Nothing here reads the environment, prints, or
//! touches the disk: `main.rs` does.

pub mod audit;
pub mod check;
pub mod elaborate;
pub mod evaluate;
pub mod inequality;
pub mod instance;
pub mod logic;
pub mod opentheory;
pub mod prove;
pub mod report;
pub mod search;
pub mod syntax;
