//! Certificates: why a list of facts is contradictory, as plain data with exact numbers.
//!
//! A proof names facts by their place in the list. Every step adds facts at the end, so places never change. `check`
//! decides whether a proof is right without searching; the replay in the kernel follows the same shape.

use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use crate::prove::arith::{Polynomial, Rational};

/// Why facts are contradictory.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// A sum of terms that are not negative is a number that is negative (or 0, with a positive term).
    Combination(Vec<Term>),
    /// The fact at a place is refuted by enclosing its form to a precision, from bounds on atoms among the facts.
    Enclosure(usize, u32),
    /// One of the facts of a split on a form must hold, and each is contradictory.
    Cases(Polynomial, Split, Vec<Proof>),
    /// A fact holds, since its negation is contradictory; then more.
    Have(Fact, Box<Proof>, Box<Proof>),
    /// A library lemma gives a fact; its conditions are facts in the list.
    Instance(Lemma, Vec<usize>, Box<Proof>),
    /// A form is not negative since it is not at one value of a variable, and its derivative points away from there.
    Slope(Box<Slope>),
}

/// How the cases on a form p are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// p ≥ 0 or −p > 0.
    Two,
    /// p ≥ 0 or −p ≥ 0.
    Overlapping,
    /// p > 0, p = 0, or −p > 0.
    Three,
}

impl Split {
    /// The facts, one for each case.
    pub fn facts(self, p: &Polynomial) -> Vec<Fact> {
        let positive = Fact::above(p.clone());
        let negative = Fact::above(p.negated());
        match self {
            Split::Two => vec![Fact::at_least(p.clone()), negative],
            Split::Overlapping => vec![Fact::at_least(p.clone()), Fact::at_least(p.negated())],
            Split::Three => vec![positive, Fact::zero(p.clone()), negative],
        }
    }
}

/// A term of a combination: a coefficient, times facts, times a square or (for an equation) any form.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// c · f₁ ⋯ fₖ · s², with c > 0 and facts fᵢ ≥ 0.
    Product(Rational, Vec<usize>, Option<Polynomial>),
    /// m · e for a fact e = 0.
    Equation(usize, Polynomial),
}

impl Term {
    /// The product of facts, once.
    pub fn facts(places: impl Into<Vec<usize>>) -> Self {
        Term::Product(Rational::ONE, places.into(), None)
    }
}

/// Monotonicity: refutes a fact −f > 0 (or −f ≥ 0), from f ≥ 0 at an anchor and the sign of the derivative of f between.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// The place of the fact −f > 0 or −f ≥ 0.
    pub fact: usize,
    /// The place of the fact x − c > 0 or c − x > 0.
    pub order: usize,
    /// The variable x.
    pub variable: u32,
    /// The anchor c, a form without x.
    pub anchor: Polynomial,
    /// A variable z that occurs nowhere else: a point between c and x.
    pub between: u32,
    /// Refutes −f > 0 at c.
    pub start: Proof,
    /// Refutes the negation of each condition for differentiability, in order, for c ≤ z ≤ x.
    pub domain: Vec<Proof>,
    /// Refutes a derivative with the wrong sign, for c < z < x.
    pub slope: Proof,
}

/// The number of steps of a proof.
pub fn size(proof: &Proof) -> usize {
    match proof {
        Proof::Combination(_) | Proof::Enclosure(..) => 1,
        Proof::Cases(_, _, proofs) => 1 + proofs.iter().map(size).sum::<usize>(),
        Proof::Have(_, because, then) => 1 + size(because) + size(then),
        Proof::Instance(_, _, then) => 1 + size(then),
        Proof::Slope(slope) => {
            let domain: usize = slope.domain.iter().map(size).sum();
            1 + size(&slope.start) + domain + size(&slope.slope)
        }
    }
}

/// The sum of a combination; nothing if it names no fact, misuses one or becomes too large.
pub fn sum_of(terms: &[Term], facts: &[Fact]) -> Option<(Polynomial, bool)> {
    let mut sum = Polynomial::zero();
    let mut strict = false;
    for term in terms {
        let (value, positive) = value_of(term, facts)?;
        sum = sum.plus(&value);
        strict |= positive;
    }
    Some((sum, strict))
}

fn value_of(term: &Term, facts: &[Fact]) -> Option<(Polynomial, bool)> {
    let limit = super::atom::LIMIT;
    match term {
        Term::Equation(fact, multiplier) => {
            let fact = facts.get(*fact).filter(|f| f.relation == Relation::Zero)?;
            Some((fact.polynomial.times(multiplier, limit)?, false))
        }
        Term::Product(coefficient, places, square) => {
            let mut product = Polynomial::constant(coefficient.clone());
            let mut strict = coefficient.is_positive() && square.is_none();
            for place in places {
                let fact = facts.get(*place)?;
                strict &= fact.relation == Relation::Above;
                let usable = matches!(
                    fact.relation,
                    Relation::Above | Relation::AtLeast | Relation::Zero
                );
                product = usable.then(|| product.times(&fact.polynomial, limit))??;
            }
            if let Some(square) = square {
                product = product.times(&square.power(2, limit)?, limit)?;
            }
            (!coefficient.is_negative()).then_some((product, strict))
        }
    }
}

/// Whether a combination is a contradiction.
pub fn contradicts(terms: &[Term], facts: &[Fact]) -> bool {
    let Some((sum, strict)) = sum_of(terms, facts) else {
        return false;
    };
    sum.as_constant()
        .is_some_and(|c| c.is_negative() || (c.is_zero() && strict))
}
