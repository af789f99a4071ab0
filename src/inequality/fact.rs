//! Facts: a normal form and how it relates to 0. Everything that the engine knows or refutes is a list of facts.

use super::atom::{Atoms, primitive};
use super::expression::{Comparator, Formula};
use crate::prove::arith::{Polynomial, Rational};

/// How a normal form relates to 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// `= 0`
    Zero,
    /// `> 0`
    Above,
    /// `≥ 0`
    AtLeast,
    /// `≠ 0`
    Nonzero,
}

/// A normal form with its relation to 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// The normal form.
    pub polynomial: Polynomial,
    /// Its relation to 0.
    pub relation: Relation,
}

impl Fact {
    /// A fact.
    pub fn new(polynomial: Polynomial, relation: Relation) -> Self {
        Fact {
            polynomial,
            relation,
        }
    }

    /// `p ≥ 0`
    pub fn at_least(polynomial: Polynomial) -> Self {
        Self::new(polynomial, Relation::AtLeast)
    }

    /// `p > 0`
    pub fn above(polynomial: Polynomial) -> Self {
        Self::new(polynomial, Relation::Above)
    }

    /// `p = 0`
    pub fn zero(polynomial: Polynomial) -> Self {
        Self::new(polynomial, Relation::Zero)
    }

    /// What holds if the fact does not; for an equation, that the form is not 0.
    pub fn negation(&self) -> Fact {
        match self.relation {
            Relation::Zero => Fact::new(self.polynomial.clone(), Relation::Nonzero),
            Relation::Nonzero => Fact::zero(self.polynomial.clone()),
            Relation::Above => Fact::at_least(self.polynomial.negated()),
            Relation::AtLeast => Fact::above(self.polynomial.negated()),
        }
    }

    /// Whether a number in place of the form makes it true.
    pub fn holds(relation: Relation, value: &Rational) -> bool {
        match relation {
            Relation::Zero => value.is_zero(),
            Relation::Nonzero => !value.is_zero(),
            Relation::Above => value.is_positive(),
            Relation::AtLeast => !value.is_negative(),
        }
    }

    /// Its truth, if the form is a number.
    pub fn decided(&self) -> Option<bool> {
        let value = self.polynomial.as_constant()?;
        Some(Self::holds(self.relation, &value))
    }

    /// The same fact divided by the size of its coefficients.
    pub fn normalized(&self) -> Fact {
        let (content, rest) = primitive(&self.polynomial);
        let keep =
            content.is_positive() || matches!(self.relation, Relation::Zero | Relation::Nonzero);
        let polynomial = if keep { rest } else { rest.negated() };
        Fact {
            polynomial,
            relation: self.relation,
        }
    }

    /// Whether this fact has the other as a direct consequence, up to a positive factor.
    pub fn gives(&self, other: &Fact) -> bool {
        let (a, b) = (self.normalized(), other.normalized());
        let weaker = matches!(
            (self.relation, other.relation),
            (Relation::Above, Relation::AtLeast | Relation::Nonzero)
                | (Relation::Zero, Relation::AtLeast)
        );
        let same = a.polynomial == b.polynomial;
        let opposite = matches!(other.relation, Relation::Nonzero)
            && a.polynomial == b.polynomial.negated()
            || self.relation == Relation::Zero && a.polynomial.negated() == b.polynomial;
        (same || opposite) && (weaker || self.relation == other.relation)
    }
}

/// A disjunction of conjunctions of facts, from formulas.
pub type Alternatives = Vec<Vec<Fact>>;

/// The most alternatives that a formula is split into.
const WIDTH: usize = 64;

/// The ways in which a formula can have a truth value; nothing if there are too many or the forms are too large.
pub fn alternatives(atoms: &mut Atoms, formula: &Formula, truth: bool) -> Option<Alternatives> {
    match (formula, truth) {
        (Formula::Constant(value), _) => Some(if *value == truth {
            vec![vec![]]
        } else {
            vec![]
        }),
        (Formula::Not(p), _) => alternatives(atoms, p, !truth),
        (Formula::And(p, q), true) | (Formula::Or(p, q), false) => {
            let left = alternatives(atoms, p, truth)?;
            both(left, alternatives(atoms, q, truth)?)
        }
        (Formula::And(p, q), false) | (Formula::Or(p, q), true) => {
            let left = alternatives(atoms, p, truth)?;
            either(left, alternatives(atoms, q, truth)?)
        }
        (Formula::Implies(p, q), false) => {
            let left = alternatives(atoms, p, true)?;
            both(left, alternatives(atoms, q, false)?)
        }
        (Formula::Implies(p, q), true) => {
            let left = alternatives(atoms, p, false)?;
            either(left, alternatives(atoms, q, true)?)
        }
        (Formula::Iff(p, q), _) => {
            let (p1, p0) = (
                alternatives(atoms, p, true)?,
                alternatives(atoms, p, false)?,
            );
            let (q1, q0) = (
                alternatives(atoms, q, truth)?,
                alternatives(atoms, q, !truth)?,
            );
            either(both(p1, q1)?, both(p0, q0)?)
        }
        (Formula::Compare(comparator, left, right), _) => {
            let difference = atoms.normal(right)?.minus(&atoms.normal(left)?);
            Some(vec![vec![compared(*comparator, difference, truth)]])
        }
    }
}

fn compared(comparator: Comparator, difference: Polynomial, truth: bool) -> Fact {
    let fact = match comparator {
        Comparator::AtMost => Fact::at_least(difference),
        Comparator::Below => Fact::above(difference),
        Comparator::Equal => Fact::zero(difference),
    };
    if truth { fact } else { fact.negation() }
}

fn both(left: Alternatives, right: Alternatives) -> Option<Alternatives> {
    if left.len() * right.len() > WIDTH {
        return None;
    }
    let pairs = left
        .iter()
        .flat_map(|l| right.iter().map(move |r| [l.as_slice(), r].concat()));
    Some(pairs.collect())
}

fn either(mut left: Alternatives, right: Alternatives) -> Option<Alternatives> {
    left.extend(right);
    (left.len() <= WIDTH).then_some(left)
}
