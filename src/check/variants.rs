//! Variants of theorems: other statements, each tried with a theorem's own proof at the theorem's place. What they tell:
//! a variant that is proved shows that the theorem says less than it could, or that a hypothesis is not needed. A
//! variant adds nothing to what later items see, and its mistakes are not reported.

use std::fmt;

use rationale_kernel::{Name, Term};

use crate::syntax::ast::{Ident, Justification, Statement};

use super::items::FileChecker;
use super::proof::{Prover, Reported};
use super::statements::{closed_statement, prove_closed};

/// A proof may take this many times the steps that the theorem's own took, and some more.
const STEPS_FACTOR: u64 = 2;
const MORE_STEPS: u64 = 500;

/// Another statement for a theorem.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What was done to the theorem, in words.
    pub change: String,
    /// The statement.
    pub statement: Statement,
}

/// Makes the variants of a theorem: file, name, statement.
pub type Variants = dyn Fn(&str, &str, &Statement) -> Vec<Variant> + Send + Sync;

/// What came of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The theorem's proof proves it.
    Proved,
    /// The theorem's proof does not prove it.
    Failed,
    /// It is the theorem itself in other words.
    Same,
    /// It cannot be stated, for want of a type or a meaning.
    Unstated,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Proved => "proved",
            Verdict::Failed => "failed",
            Verdict::Same => "same",
            Verdict::Unstated => "unstated",
        })
    }
}

/// A variant that was tried.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The theorem.
    pub theorem: Name,
    /// What was done to it.
    pub change: String,
    /// What came of it.
    pub verdict: Verdict,
}

impl FileChecker<'_> {
    /// Tries the variants of a theorem that was proved in so many steps.
    pub(super) fn try_variants(
        &mut self,
        name: &Ident,
        (statement, formula): (&Statement, &Term),
        why: &Justification,
        steps: u64,
    ) {
        let Some(variants) = self.variants else {
            return;
        };
        let path = self.path.clone();
        for variant in variants(&path, &name.value, statement) {
            let env = self.env.clone();
            let mut prover = Prover::new(&env, Name::from(name.value.as_str()));
            prover.limit = Some(steps * STEPS_FACTOR + MORE_STEPS);
            let verdict = verdict(&mut prover, &variant.statement, formula, why, name);
            self.tried.push(Tried {
                theorem: Name::from(name.value.as_str()),
                change: variant.change,
                verdict,
            });
        }
    }
}

fn verdict(
    prover: &mut Prover<'_>,
    statement: &Statement,
    original: &Term,
    why: &Justification,
    name: &Ident,
) -> Verdict {
    let Ok((stated, formula)) = closed_statement(prover, statement, name.span) else {
        return Verdict::Unstated;
    };
    if formula == *original {
        return Verdict::Same;
    }
    match prove_closed(prover, &stated, &formula, why, name.span) {
        Ok(_) if !prover.has_errors() => Verdict::Proved,
        Ok(_) | Err(Reported) => Verdict::Failed,
    }
}
