//! Audits of statements: what a theorem rests on, whether its hypotheses can be met, which of them it needs, whether its
//! conclusion says something, and whether it is still what was pinned.
//!
//! Only statements of theorems and axioms are audited, never steps inside a proof. Each rule is a function from a
//! statement to findings; what an instance suggests and what a proof shows are told apart in the words. Nothing here
//! touches the disk or prints.

mod conclusion;
mod conventions;
mod hypotheses;
mod lock;
mod strength;
mod subject;

pub mod session;

pub use lock::{Lock, Pin};
pub use session::{Finding, Options, Outcome, audit, pins};
