//! Statements tried on exact instances: small finite models are drawn, hypotheses and conclusion evaluated with three
//! truth values, counterexamples shrunk, checked again by another route, and printed in the language.
//!
//! An instance counts only if every hypothesis is true and the conclusion is decided. What is not decided is counted
//! apart and is never a pass. Nothing here proves anything.

mod choice;
mod draw;
mod fingerprint;
mod hint;
mod line;
mod number;
mod print;
mod problem;
mod range;
mod search;
mod session;
mod shape;
mod spread;
mod step;
mod world;

pub use print::{Printed, instance_lines, printed};
pub use problem::{Extra, Problem};
pub use search::{
    Counterexample, Counts, Instance, Limits, Verdict, instance_witness, try_problem,
};
pub use session::{ItemResult, Judgement, Options, Outcome, test_statements};
pub use step::{breaking_instance, false_instance};
