//! `inequality`: the inequality engine as a proof method. The facts are those of the call and of the context; the theorem is
//! the kernel's, or there is none.

use super::{
    decide::{Limits, Verdict, decide},
    read,
    replay::replay,
    show,
};
use crate::{
    logic::{convert, symmetric},
    prove::{
        Call, Failure, Goal,
        arith::{theory::Theory, values::valued},
        conversion::reached,
    },
    report::verify::point,
};
use rationale_kernel::Theorem;

/// The share of the engine's steps that a call may take.
const STEPS: u64 = 100_000;

/// Proves a comparison, or a combination of some, from the facts.
///
/// # Errors
/// Nothing was found, a counterexample was found, or the certificate has no replay.
pub fn certificate(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let theory = Theory::of(goal.env)?;
    let facts = call.facts.iter().chain(&goal.given).chain(goal.context);
    let facts: Vec<Theorem> = facts.map(|fact| fact.theorem.clone()).collect();
    let formulas: Vec<_> = facts.iter().map(Theorem::conclusion).collect();
    let failure = |text: &str| Failure::new(text).left(goal.target.clone());
    let values = valued(goal.env, &goal.target).ok().flatten();
    let target = reached(&goal.target, values.as_ref());
    let Some(read) = read::claim(&theory, &formulas, target) else {
        return Err(failure("`inequality` needs comparisons of numbers"));
    };
    let limits = Limits {
        steps: STEPS,
        deadline: None,
    };
    match decide(&read.claim, limits) {
        Verdict::Proved(certificate) => {
            let replayed = replay(&theory, &read, &facts, target, &certificate);
            let proved = replayed.map_err(|trouble| {
                let method = show::method(&certificate);
                failure("`inequality` found a certificate that the kernel did not follow")
                    .tried(format!("{method}: {trouble}"))
            })?;
            let back = values.as_ref().map(symmetric).transpose()?;
            Ok(convert(proved, back.as_ref())?)
        }
        Verdict::Refuted(values) => {
            let names = read.claim.variables.iter().map(|v| v.name.clone());
            let values: Vec<_> = names.zip(values).collect();
            let text = "`inequality` did not prove this: the facts that are comparisons hold and the goal fails";
            Err(failure(text).tried(format!("values: {}", point(&values))))
        }
        Verdict::Unknown => Err(failure("`inequality` did not prove this")),
    }
}
