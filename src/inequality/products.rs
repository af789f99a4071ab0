//! Products of facts, squares, and linear arithmetic over them.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::Relation;
use super::linear::{self, Candidate};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeSet;

/// More candidates than this are not looked at.
const MANY: usize = 260;

impl Engine {
    /// A combination of facts, products of two facts, multiples of equations and squares.
    pub fn products(&mut self, sequent: &Sequent) -> Option<Proof> {
        let mut all: Vec<Candidate> = sequent
            .active()
            .filter_map(|(place, f)| linear::candidate(place, f))
            .collect();
        let nonlinear = all.iter().any(|c| c.form.degree() > 1);
        if !nonlinear || all.iter().any(|c| c.form.terms().len() > 200) {
            return None;
        }
        let monomials: BTreeSet<Monomial> = all
            .iter()
            .flat_map(|c| c.form.terms().iter().map(|(m, _)| m.clone()))
            .collect();
        let squares = squares(&monomials);
        all.extend(squares);
        if let Some(proof) = self.combine(&all) {
            return Some(proof);
        }
        all.extend(pairs(sequent));
        all.extend(multiples(sequent));
        if let Some(proof) = self.combine(&all) {
            return Some(proof);
        }
        all.extend(weighted(sequent));
        if all.len() > 3 * MANY / 2 {
            None
        } else {
            self.combine(&all)
        }
    }

    fn combine(&mut self, candidates: &[Candidate]) -> Option<Proof> {
        let mut budget = self.budget.min(3_000);
        let before = budget;
        let found = linear::combination(candidates, &mut budget);
        self.spend((before - budget) * 2 + candidates.len() as u64);
        found.map(Proof::Combination)
    }
}

/// The product of the facts at places, as a candidate.
pub fn product(sequent: &Sequent, places: Vec<usize>) -> Option<Candidate> {
    let mut form = Polynomial::constant(Rational::ONE);
    let mut relation = Relation::Above;
    for place in &places {
        let fact = &sequent.facts[*place];
        form = form.times(&fact.polynomial, LIMIT / 10)?;
        if fact.relation != Relation::Above {
            relation = Relation::AtLeast;
        }
    }
    Some(Candidate {
        term: Term::Product(Rational::ONE, places, None),
        form,
        relation,
    })
}

fn pairs(sequent: &Sequent) -> Vec<Candidate> {
    let places = sequent.inequalities();
    let mut found = Vec::new();
    for (i, first) in places.iter().enumerate().rev() {
        for second in &places[..=i] {
            if found.len() < MANY {
                found.extend(product(sequent, vec![*first, *second]));
            }
        }
    }
    found
}

/// Facts times squares of atoms, and of differences of atoms.
fn weighted(sequent: &Sequent) -> Vec<Candidate> {
    let atoms: BTreeSet<u32> = sequent
        .active()
        .flat_map(|(_, f)| f.polynomial.atoms())
        .collect();
    let mut found = Vec::new();
    for place in sequent.inequalities() {
        for atom in &atoms {
            let root = Polynomial::atom(*atom);
            let form = root
                .power(2, LIMIT)
                .and_then(|s| s.times(&sequent.facts[place].polynomial, LIMIT / 10));
            if let Some(form) = form
                && found.len() < MANY / 3
            {
                let term = Term::Product(Rational::ONE, vec![place], Some(root));
                found.push(Candidate {
                    term,
                    form,
                    relation: Relation::AtLeast,
                });
            }
        }
    }
    found
}

/// Equations times atoms.
fn multiples(sequent: &Sequent) -> Vec<Candidate> {
    let atoms: BTreeSet<u32> = sequent
        .active()
        .flat_map(|(_, f)| f.polynomial.atoms())
        .collect();
    let mut found = Vec::new();
    for (place, fact) in sequent
        .active()
        .filter(|(_, f)| f.relation == Relation::Zero)
    {
        for atom in &atoms {
            let multiplier = Polynomial::atom(*atom);
            if let Some(form) = fact.polynomial.times(&multiplier, LIMIT)
                && found.len() < MANY
            {
                found.push(Candidate {
                    term: Term::Equation(place, multiplier),
                    form,
                    relation: Relation::Zero,
                });
            }
        }
    }
    found
}

/// The square of a form, as a candidate.
pub fn square(form: &Polynomial) -> Option<Candidate> {
    let value = form.power(2, LIMIT / 10)?;
    let term = Term::Product(Rational::ONE, vec![], Some(form.clone()));
    Some(Candidate {
        term,
        form: value,
        relation: Relation::AtLeast,
    })
}

/// Squares of monomials, and of sums and differences of two, as far as they only make monomials that occur.
fn squares(monomials: &BTreeSet<Monomial>) -> Vec<Candidate> {
    let mut roots: Vec<Monomial> = monomials.iter().filter_map(Monomial::square_root).collect();
    roots.push(Monomial::one());
    let mut found = Vec::new();
    for (i, first) in roots.iter().enumerate() {
        let one = Polynomial::term(first.clone(), Rational::ONE);
        if !first.is_one() {
            found.extend(square(&one));
        }
        for second in &roots[..i] {
            let other = Polynomial::term(second.clone(), Rational::ONE);
            let cross = first.times(second).is_some_and(|m| monomials.contains(&m));
            if cross && found.len() < MANY {
                found.extend(square(&one.plus(&other)));
                found.extend(square(&one.minus(&other)));
            }
        }
    }
    found
}
