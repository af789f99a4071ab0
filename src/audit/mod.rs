//! Audits of statements: what a theorem rests on, whether its hypotheses can be met, which of them it needs, whether its
//! conclusion says something, and whether it is still what was pinned.
//!
//! Statements of theorems and axioms are audited; of the steps inside a proof only those that were not proved. Each rule is a function from a
//! statement to findings; what an instance suggests and what a proof shows are told apart in the words. Nothing here
//! touches the disk or prints.

mod change;
mod conclusion;
mod constants;
mod conventions;
mod hypotheses;
mod lock;
mod power;
mod shell;
mod steps;
mod strength;
mod subject;
mod trial;

pub mod session;

pub use lock::{Lock, Pin};
pub use session::{Finding, Options, Outcome, audit, pins};
