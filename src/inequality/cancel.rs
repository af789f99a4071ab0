//! Common factors of known sign cancelled: q > 0 from m·q > c, where m ≥ 0 and c ≥ 0.

use super::atom::{common_factor, divided_by_monomial};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};

impl Engine {
    /// Adds what remains of inequalities without the factors that all their terms but the constant have.
    pub fn cancel(&mut self, sequent: &mut Sequent) {
        for place in sequent.inequalities() {
            self.cancel_one(sequent, place);
        }
    }

    fn cancel_one(&mut self, sequent: &mut Sequent, place: usize) -> Option<()> {
        let fact = sequent.facts[place].clone();
        let constant = fact.polynomial.constant_term();
        let rest = fact
            .polynomial
            .minus(&Polynomial::constant(constant.clone()));
        let common = common_factor(&rest);
        if constant.is_positive() || common.is_one() || rest.terms().len() < 2 {
            return None;
        }
        let strict = constant.is_negative() || fact.relation == Relation::Above;
        let quotient = divided_by_monomial(&rest, &common);
        let factors = sequent.factors(&common, !strict)?;
        let exact = factors.root.is_none() && sequent.strict(&factors.places);
        let relation = if strict {
            Relation::Above
        } else {
            Relation::AtLeast
        };
        if !strict && !exact
            || sequent
                .place_of(&Fact::new(quotient.clone(), relation))
                .is_some()
        {
            return None;
        }
        let places = [vec![sequent.facts.len()], factors.places].concat();
        let terms = vec![
            Term::facts([place]),
            Term::Product(Rational::ONE, places, factors.root),
        ];
        sequent.have(Fact::new(quotient, relation), Proof::Combination(terms));
        if constant.is_zero() && exact {
            sequent.retire(place);
        }
        Some(())
    }
}
