//! Articles from outside, read from the command line's side of the library: verdicts, figures, and what must not pass.

mod adversarial;
mod articles;
mod base;
mod cases;
mod mutations;
mod notation;
mod random_proofs;
mod round_trip;
mod support;
