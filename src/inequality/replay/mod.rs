//! Certificates replayed in the kernel: from what the search found to a theorem whose statement is the goal.
//!
//! Nothing here searches and nothing is believed: a certificate that is wrong makes a rule fail, and a step that has no
//! replay is an error that says which.

mod combine;
mod comparisons;
mod derivative;
mod enclosure;
mod facts;
mod formula;
mod functions;
mod images;
mod instance;
mod inverse;
mod literals;
mod normal;
mod pi;
mod positive;
mod ranges;
mod slope;
mod steps;

use super::{decide::Certificate, expression::Claim, read::Read};
use crate::{
    logic::{by_contradiction, logic},
    prove::arith::{Result, Trouble, theory::Theory},
};
use formula::{Cases, Pending};
use normal::Normalizer;
use rationale_kernel::{Term, Theorem};

/// ⊢ goal, under the hypotheses of the given theorems: those that were read, in order.
///
/// # Errors
/// A lemma of the library is missing, a step has no replay, the certificate is wrong, or the search must stop.
pub fn replay(
    theory: &Theory<'_>,
    read: &Read,
    hypotheses: &[Theorem],
    goal: &Term,
    certificate: &Certificate,
) -> Result<Theorem> {
    let Claim {
        hypotheses: formulas,
        goal: shown,
        ..
    } = &read.claim;
    let terms = read.terms.clone();
    let mut normalizer = Normalizer::new(theory, certificate.atoms.clone(), terms)?;
    let denied = Theorem::assume(&logic().negation(goal)?)?;
    let mut pending = vec![Pending {
        formula: shown,
        truth: false,
        theorem: denied,
    }];
    for (formula, place) in formulas.iter().zip(&read.used).rev() {
        let theorem = hypotheses
            .get(*place)
            .ok_or(Trouble::Shape("a hypothesis"))?;
        pending.push(Pending {
            formula,
            truth: true,
            theorem: theorem.clone(),
        });
    }
    let mut cases = Cases {
        all: &certificate.cases,
        next: 0,
    };
    let mut absurd = formula::refute(&mut normalizer, pending, Vec::new(), &mut cases)?;
    for (variable, sum) in normalizer.aliases.iter().rev() {
        absurd = steps::replaced(absurd, &Term::variable(variable), sum)?;
    }
    Ok(by_contradiction(goal, &absurd)?)
}
