//! Signs that can be read off: a sum of products of forms with known signs.

use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial};

/// A product of facts and a square that is a monomial.
#[derive(Default)]
pub struct Factors {
    /// The places of the facts.
    pub places: Vec<usize>,
    /// The square root of the rest.
    pub root: Option<Polynomial>,
}

impl Sequent {
    /// A monomial as a product of active facts about its atoms, times a square; `exact` if no square may be used.
    pub fn factors(&self, monomial: &Monomial, exact: bool) -> Option<Factors> {
        let mut factors = Factors::default();
        for (atom, exponent) in monomial.factors() {
            let form = Polynomial::atom(*atom);
            let sign = [Fact::above(form.clone()), Fact::at_least(form.clone())]
                .iter()
                .find_map(|fact| self.active().find(|(_, f)| *f == fact).map(|(p, _)| p));
            let even = exponent - exponent % 2;
            match sign {
                Some(place) if exact || *exponent < 4 => {
                    factors.places.extend(vec![place; *exponent as usize]);
                }
                sign if !exact => {
                    let power = form.power(even / 2, 10)?;
                    let root = factors.root.take();
                    factors.root = Some(root.map_or(Some(power.clone()), |r| r.times(&power, 10))?);
                    if exponent % 2 == 1 {
                        factors.places.push(sign?);
                    }
                }
                _ => return None,
            }
        }
        Some(factors)
    }

    /// Whether a product of the facts at the places is positive.
    pub fn strict(&self, places: &[usize]) -> bool {
        let above = |p: &usize| self.facts[*p].relation == Relation::Above;
        places.iter().all(above)
    }

    /// A form with positive coefficients as a sum of products of facts and squares, and whether it is positive.
    pub fn positive_sum(&self, form: &Polynomial) -> Option<(Vec<Term>, bool)> {
        let mut terms = Vec::new();
        let mut strict = false;
        for (monomial, coefficient) in form.terms() {
            if coefficient.is_negative() {
                return None;
            }
            let factors = match self.factors(monomial, true) {
                Some(factors) if !strict && self.strict(&factors.places) => factors,
                _ => self.factors(monomial, false)?,
            };
            strict |= factors.root.is_none() && self.strict(&factors.places);
            terms.push(Term::Product(
                coefficient.clone(),
                factors.places,
                factors.root,
            ));
        }
        Some((terms, strict))
    }
}

impl Engine {
    /// A proof of p > 0 or p ≥ 0 where every coefficient of p is positive and the atoms have signs.
    pub fn evident(&mut self, sequent: &Sequent, fact: &Fact) -> Option<Proof> {
        if !matches!(fact.relation, Relation::Above | Relation::AtLeast) {
            return None;
        }
        let (mut terms, strict) = sequent.positive_sum(&fact.polynomial)?;
        let negated = sequent.facts.len();
        terms.push(Term::facts([negated]));
        (strict || fact.relation == Relation::AtLeast).then_some(Proof::Combination(terms))
    }
}
