//! A goal, a call of a method, and what a method gives back.

use super::{Budget, Fact, Failure};
use crate::{
    elaborate::Environment,
    logic::{Result as RuleResult, cut, modus_ponens, symmetric},
};
use rationale_kernel::{Term, Theorem};

/// What is to be proved, and from what.
pub struct Goal<'a> {
    /// What all names mean here.
    pub env: &'a Environment,
    /// The formula to prove.
    pub target: Term,
    /// Every local fact in scope, assumptions as `{A} ⊢ A`.
    pub context: &'a [Fact],
    /// The facts that the call hands over with `using` or `from`.
    pub given: Vec<Fact>,
    /// How much work may be done.
    pub budget: &'a Budget,
}

impl<'a> Goal<'a> {
    /// The same facts with another formula to prove.
    pub fn with_target(&self, target: Term) -> Goal<'a> {
        Goal {
            target,
            given: self.given.clone(),
            ..*self
        }
    }
}

/// What stands after a method's name.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The facts in brackets, or the plain list after `by`.
    pub facts: Vec<Fact>,
    /// The terms after `at`.
    pub at: Vec<Term>,
    /// The written certificate, for the method that takes one.
    pub certificate: Option<Vec<Product>>,
}

/// A term of a written certificate: the product of its factors.
#[derive(Clone, Debug)]
pub struct Product {
    /// The factors with their exponents.
    pub factors: Vec<(Factor, u32)>,
    /// As it is written.
    pub text: String,
}

/// A factor of a term of a written certificate.
#[derive(Clone, Debug)]
pub enum Factor {
    /// A fact, for its right side minus its left side.
    Fact(Fact),
    /// The denied goal.
    Goal,
    /// Any term of ℝ; numbers too.
    Term(Term),
}

impl Call {
    /// A call with facts alone.
    pub fn with_facts(facts: Vec<Fact>) -> Self {
        Call {
            facts,
            ..Call::default()
        }
    }
}

/// A goal replaced by another one.
#[derive(Clone, Debug)]
pub struct Reduction {
    /// What is left to prove.
    pub goal: Term,
    why: Why,
}

#[derive(Clone, Debug)]
enum Why {
    /// ⊢ old = new
    Equal(Theorem),
    /// ⊢ new → old
    Implies(Theorem),
    /// {new} ⊢ old
    Follows(Theorem),
}

impl Reduction {
    /// By `⊢ old = new`.
    pub fn by_equation(goal: Term, equation: Theorem) -> Self {
        Reduction {
            goal,
            why: Why::Equal(equation),
        }
    }

    /// By `⊢ new → old`.
    pub fn by_implication(goal: Term, implication: Theorem) -> Self {
        Reduction {
            goal,
            why: Why::Implies(implication),
        }
    }

    /// By `{new} ⊢ old`.
    pub fn by_consequence(goal: Term, theorem: Theorem) -> Self {
        Reduction {
            goal,
            why: Why::Follows(theorem),
        }
    }

    /// The old goal from a proof of the new one.
    pub fn conclude(&self, proof: &Theorem) -> RuleResult<Theorem> {
        match &self.why {
            Why::Equal(equation) => Ok(Theorem::equal_modus_ponens(&symmetric(equation)?, proof)?),
            Why::Implies(implication) => modus_ponens(implication, proof),
            Why::Follows(theorem) => cut(proof, theorem),
        }
    }
}

/// Proves a goal: the theorem's conclusion is the target, its hypotheses are among those of the facts.
pub type Prove = fn(&Goal, &Call) -> Result<Theorem, Failure>;

/// Replaces a goal by another one.
pub type Reduce = fn(&Goal, &Call) -> Result<Reduction, Failure>;

/// A method that proofs can name.
#[derive(Clone, Copy)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Proves a goal.
    pub prove: Prove,
    /// Leaves a simpler goal to the next method, if it can do that.
    pub reduce: Option<Reduce>,
}
