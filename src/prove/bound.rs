//! `bound`: tries the other methods in an order that makes sense, and tells which one worked, so that a proof can name it.

use super::{Call, Failure, Goal, registry};
use rationale_kernel::Theorem;

/// The methods, in order: the quick and the certain before those that search.
pub const ORDER: [&str; 11] = [
    "norm_num",
    "linarith",
    "positivity",
    "ring",
    "field",
    "bounded",
    "mono",
    "simp",
    "nlinarith",
    "apply",
    "auto",
];

/// Steps for each method: few at first.
const ROUNDS: [u64; 2] = [2_000, 20_000];

/// The theorem, and the name of the method that found it.
pub fn search(goal: &Goal, call: &Call) -> Result<(Theorem, &'static str), Failure> {
    let mut tried = Vec::new();
    for steps in ROUNDS {
        tried.clear();
        for method in ORDER.iter().filter_map(|name| registry::method(name)) {
            match goal.budget.limited(steps, || (method.prove)(goal, call)) {
                Ok(theorem) if theorem.concludes(&goal.target) => {
                    return Ok((theorem, method.name));
                }
                Ok(_) => {}
                Err(failure) => tried.push(format!("{}: {}", method.name, failure.message)),
            }
        }
    }
    let failure = Failure::new("no method proves the goal")
        .hint("prove a step before it with `have`, and hand it over: `bound from …`");
    Err(tried.into_iter().fold(failure, Failure::tried))
}

/// `bound` where nobody asks which method it was.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    search(goal, call).map(|(theorem, _)| theorem)
}
