//! Bounds of variables from facts about their squares, and equations from sums of squares that are not positive.

use super::atom::rational_root;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sample::float;
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};

impl Engine {
    /// Adds −r ≤ v ≤ r from b − Σ aᵢ vᵢ² ≥ 0, and r ≤ v from v² ≥ r², v ≥ 0.
    pub fn square_bounds(&mut self, sequent: &mut Sequent) {
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            if fact.relation == Relation::Nonzero {
                continue;
            }
            for form in [fact.polynomial.clone(), fact.polynomial.negated()] {
                if fact.relation == Relation::Zero || form == fact.polynomial {
                    self.bounds_from(sequent, &form, fact.relation);
                }
            }
        }
    }

    fn bounds_from(&mut self, sequent: &mut Sequent, form: &Polynomial, relation: Relation) {
        let Some((squares, constant)) = pure_squares(form) else {
            return;
        };
        let strict = relation == Relation::Above;
        let negative = squares.iter().all(|(_, c)| c.is_negative());
        if negative && !constant.is_negative() {
            for (atom, c) in squares {
                let Some(r) = constant.divide(&c.abs()).and_then(|q| root_above(&q)) else {
                    continue;
                };
                let (v, r) = (Polynomial::atom(atom), Polynomial::constant(r));
                self.learn(sequent, r.minus(&v), strict);
                self.learn(sequent, r.plus(&v), strict);
            }
        } else if let [(atom, c)] = squares.as_slice()
            && c.is_positive()
            && constant.is_negative()
        {
            let Some(r) = constant.abs().divide(c).and_then(|q| root_below(&q)) else {
                return;
            };
            let (v, r) = (Polynomial::atom(*atom), Polynomial::constant(r));
            self.learn(sequent, v.minus(&r), strict);
        }
    }

    fn learn(&mut self, sequent: &mut Sequent, form: Polynomial, strict: bool) {
        for fact in [Fact::above(form.clone()), Fact::at_least(form)] {
            if fact.relation == Relation::Above && !strict {
                continue;
            }
            if sequent.place_of(&fact).is_some() {
                return;
            }
            if let Some(proof) = self.quickly(sequent, &fact) {
                sequent.have(fact, proof);
                return;
            }
        }
    }

    /// From −Σ wᵢ sᵢ² ≥ 0, each sᵢ = 0, when a sum of squares is known but the sign is not strict.
    pub fn vanishing(&mut self, sequent: &Sequent, place: usize, terms: &[Term]) -> Option<Proof> {
        if self.rounds >= 2 {
            return None;
        }
        let mut next = sequent.with([]);
        let mut found = false;
        for (index, term) in terms.iter().enumerate() {
            let Term::Product(weight, facts, Some(root)) = term else {
                continue;
            };
            if !facts.is_empty() {
                continue;
            }
            let square = root.power(2, super::atom::LIMIT)?.scaled(weight);
            let negated = next.facts.len();
            let mut others: Vec<Term> = terms
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != index)
                .map(|(_, t)| t.clone())
                .collect();
            others.push(Term::facts([negated]));
            let below = next.have(Fact::at_least(square.negated()), Proof::Combination(others));
            let mut why = next.with([Fact::new(root.clone(), Relation::Nonzero)]);
            let last = why.facts.len() - 1;
            let positive = why.instance(
                &mut self.atoms,
                Lemma::SquarePositive(root.clone()),
                vec![last],
            )?;
            let end = vec![
                Term::Product(weight.clone(), vec![positive], None),
                Term::facts([below]),
            ];
            let proof = why.close(Proof::Combination(end));
            next.retire(below);
            next.have(Fact::zero(root.clone()), proof);
            found = true;
        }
        if !found {
            return None;
        }
        next.retire(place);
        self.rounds += 1;
        let proof = self.refute(next);
        self.rounds -= 1;
        proof
    }
}

/// Squares of atoms with their coefficients, and the constant, if nothing else occurs.
fn pure_squares(form: &Polynomial) -> Option<(Vec<(u32, Rational)>, Rational)> {
    let mut squares = Vec::new();
    for (monomial, coefficient) in form.terms() {
        match monomial.factors() {
            [] => {}
            [(atom, 2)] => squares.push((*atom, coefficient.clone())),
            _ => return None,
        }
    }
    (!squares.is_empty()).then(|| (squares, form.constant_term()))
}

/// The root, or a short number a little above it.
fn root_above(value: &Rational) -> Option<Rational> {
    let near =
        |digits: i64| Rational::new((float(value).sqrt() * digits as f64).ceil() as i64, digits);
    let good = |r: &Rational| (r * r) >= *value;
    rational_root(value).or_else(|| [8i64, 1 << 20].iter().filter_map(|d| near(*d)).find(good))
}

/// The root, or a short number a little below it.
fn root_below(value: &Rational) -> Option<Rational> {
    let near =
        |digits: i64| Rational::new((float(value).sqrt() * digits as f64).floor() as i64, digits);
    let good = |r: &Rational| (r * r) <= *value;
    rational_root(value).or_else(|| near(1 << 20).filter(good))
}
