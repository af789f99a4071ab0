//! Linear arithmetic over monomials: finds a combination of given terms that is a contradiction.

use super::fact::{Fact, Relation};
use super::proof::Term;
use crate::prove::arith::simplex::{self, Constraint, Verdict};
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::HashMap;

/// A form of known sign, and the term of a combination that it is.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The term, with coefficient 1.
    pub term: Term,
    /// Its value.
    pub form: Polynomial,
    /// Its relation to 0.
    pub relation: Relation,
}

/// The facts as candidates; those of the form p ≠ 0 have no use here.
pub fn candidates(facts: &[Fact]) -> Vec<Candidate> {
    facts
        .iter()
        .enumerate()
        .filter_map(|(place, fact)| candidate(place, fact))
        .collect()
}

/// One fact as a candidate.
pub fn candidate(place: usize, fact: &Fact) -> Option<Candidate> {
    let one = Polynomial::constant(Rational::ONE);
    let term = match fact.relation {
        Relation::Nonzero => return None,
        Relation::Zero => Term::Equation(place, one),
        Relation::Above | Relation::AtLeast => Term::facts([place]),
    };
    Some(Candidate {
        term,
        form: fact.polynomial.clone(),
        relation: fact.relation,
    })
}

/// What came of a search for a combination.
pub enum Outcome {
    /// A contradiction.
    Found(Vec<Term>),
    /// Values of the monomials that satisfy every candidate.
    Model(HashMap<Monomial, Rational>),
    /// The budget is used up.
    Exhausted,
}

/// Searches for a combination of the candidates that is a contradiction.
pub fn search(candidates: &[Candidate], budget: &mut u64) -> Outcome {
    let mut columns: HashMap<&Monomial, u32> = HashMap::new();
    let mut constraints = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        constraints.push(constraint(candidate, &mut columns));
    }
    match simplex::solve(columns.len(), &constraints, budget) {
        Verdict::Refuted(multipliers) => {
            let terms = multipliers
                .iter()
                .map(|(i, by)| scaled(&candidates[*i].term, by));
            Outcome::Found(terms.collect())
        }
        Verdict::Satisfied(values) => {
            let model = columns
                .into_iter()
                .map(|(m, column)| (m.clone(), values[column as usize].clone()));
            Outcome::Model(model.collect())
        }
        Verdict::Exhausted => Outcome::Exhausted,
    }
}

/// A combination that is a contradiction, if one is found.
pub fn combination(candidates: &[Candidate], budget: &mut u64) -> Option<Vec<Term>> {
    match search(candidates, budget) {
        Outcome::Found(terms) => Some(terms),
        _ => None,
    }
}

fn constraint<'a>(
    candidate: &'a Candidate,
    columns: &mut HashMap<&'a Monomial, u32>,
) -> Constraint {
    let mut coefficients = Vec::with_capacity(candidate.form.terms().len());
    for (monomial, coefficient) in candidate.form.terms() {
        if monomial.is_one() {
            continue;
        }
        let next = columns.len() as u32;
        let column = *columns.entry(monomial).or_insert(next);
        coefficients.push((column, -coefficient));
    }
    coefficients.sort_by_key(|(column, _)| *column);
    let relation = match candidate.relation {
        Relation::Above => simplex::Relation::Below,
        Relation::Zero => simplex::Relation::Equal,
        Relation::AtLeast | Relation::Nonzero => simplex::Relation::AtMost,
    };
    Constraint {
        coefficients,
        constant: -&candidate.form.constant_term(),
        relation,
    }
}

fn scaled(term: &Term, by: &Rational) -> Term {
    match term {
        Term::Product(coefficient, facts, square) => {
            Term::Product(coefficient * by, facts.clone(), square.clone())
        }
        Term::Equation(fact, multiplier) => Term::Equation(*fact, multiplier.scaled(by)),
    }
}
