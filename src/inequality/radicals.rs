//! Inequalities between roots, squared: from L − R > 0 with R ≥ 0 follows L² − R² > 0, where s² is what s is the root of.
//!
//! A fact is squared only if fewer roots are left in it, so this ends.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeMap;

/// Longer facts are not squared.
const LONG: usize = 12;

/// An equation s² = p: where it is, and p.
struct Square {
    place: usize,
    factor: Rational,
    value: Polynomial,
}

type Squares = BTreeMap<u32, Square>;

impl Engine {
    /// A proof from squared facts in place of those with roots: by simple means, or by all.
    pub fn radicals(&mut self, sequent: &Sequent, deep: bool) -> Option<Proof> {
        let mut next = sequent.with([]);
        if self.expand_logarithms(&mut next) {
            self.roots(&mut next);
        }
        let squares = squares(&next);
        if squares.is_empty() {
            return None;
        }
        let mut changed = false;
        for place in next.inequalities() {
            changed |= self.squared(&mut next, place, &squares).is_some();
        }
        if !changed {
            return None;
        }
        self.clear(&mut next);
        if deep {
            forget(&mut next, &squares);
            return self.limited(200_000, |engine| engine.refute(next));
        }
        let proof = self.simple(&next).or_else(|| self.products(&next));
        proof.map(|proof| next.close(proof))
    }

    /// Puts a squared fact in place of one.
    fn squared(&mut self, sequent: &mut Sequent, place: usize, squares: &Squares) -> Option<()> {
        let fact = sequent.facts[place].clone();
        let count = |p: &Polynomial| p.atoms().iter().filter(|a| squares.contains_key(a)).count();
        let before = count(&fact.polynomial);
        if before == 0 || fact.polynomial.terms().len() > LONG {
            return None;
        }
        // F² + 2 F R = L² − R², for F = L − R.
        let mut terms = vec![Term::Product(Rational::ONE, vec![place, place], None)];
        let mut square = fact.polynomial.power(2, LIMIT)?;
        for (monomial, coefficient) in fact.polynomial.terms() {
            if !coefficient.is_negative() {
                continue;
            }
            let Some(mut places) = self.factors(sequent, monomial) else {
                continue;
            };
            let twice = &coefficient.abs() * &Rational::from(2);
            let part = Polynomial::term(monomial.clone(), twice.clone());
            square = square.plus(&part.times(&fact.polynomial, LIMIT)?);
            places.push(place);
            terms.push(Term::Product(twice, places, None));
        }
        let (rest, equations) = reduced(square, squares)?;
        if count(&rest) >= before {
            return None;
        }
        terms.extend(equations);
        terms.push(Term::Product(
            Rational::ONE,
            vec![sequent.facts.len()],
            None,
        ));
        sequent.have(
            Fact::new(rest.clone(), fact.relation),
            Proof::Combination(terms),
        );
        sequent.retire(place);
        for (monomial, _) in rest.terms() {
            self.not_negative(sequent, monomial);
        }
        Some(())
    }

    /// The places of a ≥ 0 for each factor a of a monomial; a square needs none of its own, but has one here.
    fn factors(&mut self, sequent: &mut Sequent, monomial: &Monomial) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        for (atom, exponent) in monomial.factors() {
            let fact = Fact::at_least(Polynomial::atom(*atom));
            let known = (0..sequent.facts.len()).find(|p| {
                sequent.facts[*p].polynomial == fact.polynomial && usable(&sequent.facts[*p])
            });
            let place = match known {
                Some(place) => place,
                None => {
                    let proof = self.prove(sequent, &fact, 6_000)?;
                    sequent.have(fact, proof)
                }
            };
            places.extend(std::iter::repeat_n(place, *exponent as usize));
        }
        Some(places)
    }

    /// m ≥ 0 for a monomial of known factors.
    fn not_negative(&mut self, sequent: &mut Sequent, monomial: &Monomial) -> Option<()> {
        let fact = Fact::at_least(Polynomial::term(monomial.clone(), Rational::ONE));
        if monomial.factors().len() < 2 || sequent.place_of(&fact).is_some() {
            return None;
        }
        let places = self.factors(sequent, monomial)?;
        let terms = vec![
            Term::Product(Rational::ONE, places, None),
            Term::Product(Rational::ONE, vec![sequent.facts.len()], None),
        ];
        sequent.have(fact, Proof::Combination(terms));
        Some(())
    }
}

fn usable(fact: &Fact) -> bool {
    matches!(fact.relation, Relation::Above | Relation::AtLeast)
}

/// The active equations c (s² − p) = 0, for an s that p does not mention and that is not negative.
fn squares(sequent: &Sequent) -> Squares {
    let mut found = Squares::new();
    for (place, fact) in sequent.active() {
        if fact.relation != Relation::Zero {
            continue;
        }
        for (monomial, factor) in fact.polynomial.terms() {
            let [(atom, 2)] = monomial.factors() else {
                continue;
            };
            let sign = Fact::at_least(Polynomial::atom(*atom));
            let rest = fact
                .polynomial
                .minus(&Polynomial::term(monomial.clone(), factor.clone()));
            let Some(inverse) = (-factor).inverse() else {
                continue;
            };
            if !rest.atoms().contains(atom) && sequent.facts.iter().any(|f| f.gives(&sign)) {
                let value = rest.scaled(&inverse);
                found.entry(*atom).or_insert(Square {
                    place,
                    factor: factor.clone(),
                    value,
                });
            }
        }
    }
    found
}

/// With p in place of every s², and the multiples of the equations that were taken away for that.
fn reduced(mut form: Polynomial, squares: &Squares) -> Option<(Polynomial, Vec<Term>)> {
    let mut equations = Vec::new();
    for _ in 0..LONG * LONG {
        let high = form.terms().iter().find_map(|(monomial, coefficient)| {
            let (atom, exponent) = *monomial
                .factors()
                .iter()
                .find(|(a, k)| *k >= 2 && squares.contains_key(a))?;
            let mut rest = Polynomial::term(monomial.without(atom), coefficient.clone());
            rest = rest.times(&Polynomial::atom(atom).power(exponent - 2, LIMIT)?, LIMIT)?;
            Some((atom, rest))
        });
        let Some((atom, multiplier)) = high else {
            return (form.terms().len() <= LONG * LONG).then_some((form, equations));
        };
        let square = &squares[&atom];
        let equation = Polynomial::atom(atom).power(2, LIMIT)?.minus(&square.value);
        form = form.minus(&multiplier.times(&equation, LIMIT)?);
        let by = (-&square.factor).inverse()?;
        equations.push(Term::Equation(square.place, multiplier.scaled(&by)));
    }
    None
}

/// Retires the equations and signs of roots that no inequality mentions any more.
fn forget(sequent: &mut Sequent, squares: &Squares) {
    for (atom, square) in squares {
        let sign = Fact::at_least(Polynomial::atom(*atom));
        let elsewhere = sequent.active().any(|(place, fact)| {
            place != square.place && !fact.gives(&sign) && fact.polynomial.atoms().contains(atom)
        });
        if elsewhere {
            continue;
        }
        sequent.retire(square.place);
        let signs: Vec<usize> = sequent
            .active()
            .filter(|(_, f)| f.gives(&sign))
            .map(|(p, _)| p)
            .collect();
        signs.into_iter().for_each(|place| sequent.retire(place));
    }
}
