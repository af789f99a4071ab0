//! From a claim to a verdict.

use super::atom::Atoms;
use super::check::Checker;
use super::engine::Engine;
use super::expression::{Claim, Formula};
use super::fact::{Alternatives, Fact, alternatives};
use super::proof::Proof;
use super::sequent::Sequent;
use crate::prove::arith::{Rational, meter};
use std::time::Instant;

/// What a search may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Counted steps.
    pub steps: u64,
    /// When to stop whatever happens; the verdict is then `Unknown`.
    pub deadline: Option<Instant>,
}

/// The work that stands behind a step at most, on average; see [`meter`].
const WORK: u64 = 1 << 20;

impl Limits {
    /// The work that a search within these limits may do.
    pub fn work(&self) -> meter::Limit {
        meter::Limit {
            units: self.steps.saturating_mul(WORK),
            deadline: self.deadline,
        }
    }

    /// Whether the time is up.
    pub fn passed(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: 3_000_000,
            deadline: None,
        }
    }
}

/// What became of a claim.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds: for every way in which the hypotheses hold and the goal does not, why that is impossible.
    Proved(Certificate),
    /// It fails at these values of the variables.
    Refuted(Vec<Rational>),
    /// Neither was found.
    Unknown,
}

/// Why a claim holds.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The atoms that the proofs speak of.
    pub atoms: Atoms,
    /// The variables that stand for natural numbers.
    pub naturals: Vec<u32>,
    /// The facts of each case, and why they are contradictory.
    pub cases: Vec<(Vec<Fact>, Proof)>,
}

impl Certificate {
    /// Whether every proof is right.
    pub fn check(&self) -> bool {
        let mut atoms = self.atoms.clone();
        let mut checker = Checker {
            atoms: &mut atoms,
            naturals: &self.naturals,
        };
        self.cases
            .iter()
            .all(|(facts, proof)| checker.check(proof, &mut facts.clone(), 0))
    }
}

/// The facts of a counterexample: the hypotheses and the negated goal, as alternatives.
pub fn countercases(atoms: &mut Atoms, claim: &Claim) -> Option<Alternatives> {
    let hypotheses = claim.hypotheses.iter().rev();
    let formula = hypotheses.fold(claim.goal.clone(), |goal, hypothesis| {
        Formula::Implies(Box::new(hypothesis.clone()), Box::new(goal))
    });
    alternatives(atoms, &formula, false)
}

/// Decides a claim within limits.
pub fn decide(claim: &Claim, limits: Limits) -> Verdict {
    meter::within(limits.work(), || {
        let verdict = search(claim, limits.steps);
        // What was computed after the limit may lack parts.
        if meter::stopped() {
            Verdict::Unknown
        } else {
            verdict
        }
    })
}

fn search(claim: &Claim, steps: u64) -> Verdict {
    let mut atoms = Atoms::with_variables(claim.variables.len());
    let naturals = (0..)
        .zip(&claim.variables)
        .filter(|(_, v)| v.natural)
        .map(|(i, _)| i)
        .collect();
    let cases = countercases(&mut atoms, claim);
    let Some(cases) = cases else {
        return Verdict::Unknown;
    };
    let mut engine = Engine::new(atoms, naturals, steps);
    let count = claim.variables.len();
    for effort in [60, 4_000] {
        for facts in &cases {
            if let Some(values) = engine.limited(u64::MAX, |e| e.satisfy(facts, count, effort)) {
                return Verdict::Refuted(values);
            }
        }
        let linear = |e: &mut Engine| cases.iter().find_map(|f| e.linear_point(f, count));
        if effort == 60
            && let Some(values) = engine.limited(u64::MAX, linear)
        {
            return Verdict::Refuted(values);
        }
        if effort == 60
            && let Some(proofs) = engine.contradictions(&cases)
        {
            return Verdict::Proved(Certificate {
                atoms: engine.atoms,
                naturals: engine.naturals,
                cases: cases.into_iter().zip(proofs).collect(),
            });
        }
        engine.budget = steps;
    }
    Verdict::Unknown
}

impl Engine {
    fn contradictions(&mut self, cases: &[Vec<Fact>]) -> Option<Vec<Proof>> {
        cases
            .iter()
            .map(|facts| self.contradiction(facts))
            .collect()
    }

    fn contradiction(&mut self, facts: &[Fact]) -> Option<Proof> {
        self.refute(Sequent::new(facts.to_vec()))
    }
}
