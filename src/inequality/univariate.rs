//! Forms in one variable with multiple roots: p = s² · r, where r has only simple roots, is not negative if r is not.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeMap;

/// Coefficients, the constant first.
type Dense = Vec<Rational>;

impl Engine {
    /// Refutes −s² · r > 0 by r ≥ 0.
    pub fn univariate(&mut self, sequent: &Sequent) -> Option<Proof> {
        for place in sequent.inequalities().into_iter().rev() {
            let fact = sequent.facts[place].clone();
            let [atom] = fact.polynomial.atoms()[..] else {
                continue;
            };
            if fact.relation != Relation::Above || !(3..=40).contains(&fact.polynomial.degree()) {
                continue;
            }
            let target = dense(&fact.polynomial.negated(), atom);
            let Some(root) = square_part(&target).filter(|s| s.len() > 1) else {
                continue;
            };
            let root = sparse(&root, atom);
            let square = dense(&root.power(2, LIMIT)?, atom);
            let rest = sparse(&divided(&target, &square)?.0, atom);
            let goal = Fact::at_least(rest);
            let mut next = sequent.with([]);
            next.retire(place);
            let proof = self.prove(&next, &goal, 30_000)?;
            let known = next.have(goal, proof);
            return Some(next.close(Proof::Combination(vec![
                Term::facts([place]),
                Term::Product(Rational::ONE, vec![known], Some(root)),
            ])));
        }
        None
    }
}

/// For a form p = s² · r in one variable with a multiple root: s · r and r.
pub fn radical(p: &Polynomial) -> Option<(Polynomial, Polynomial)> {
    let [atom] = p.atoms()[..] else { return None };
    if !(2..=20).contains(&p.degree()) {
        return None;
    }
    let target = dense(p, atom);
    let root = square_part(&target).filter(|s| s.len() > 1)?;
    let rest = divided(&target, &times(&root, &root))?.0;
    Some((sparse(&times(&root, &rest), atom), sparse(&rest, atom)))
}

/// A form as g · q with a factor g in one of its atoms alone, of degree 1 at least, and q with more than one term.
pub fn factor_in(p: &Polynomial, atom: u32) -> Option<(Polynomial, Polynomial)> {
    let mut groups: BTreeMap<Monomial, Vec<(Monomial, Rational)>> = BTreeMap::new();
    for (monomial, coefficient) in p.terms() {
        let power = Monomial::atom(atom).power(monomial.exponent(atom))?;
        let group = groups.entry(monomial.without(atom)).or_default();
        group.push((power, coefficient.clone()));
    }
    if groups.len() < 2 || p.degree() > 60 {
        return None;
    }
    let parts = groups.into_iter();
    let parts: Vec<(Monomial, Dense)> = parts
        .map(|(m, terms)| (m, dense(&Polynomial::from_terms(terms), atom)))
        .collect();
    let common = |g: Dense, (_, part): &(Monomial, Dense)| common_divisor(g, part.clone());
    let factor = parts.iter().try_fold(Dense::new(), common)?;
    if factor.len() < 2 {
        return None;
    }
    let mut rest = Polynomial::zero();
    for (monomial, part) in &parts {
        let quotient = sparse(&divided(part, &factor)?.0, atom);
        let monomial = Polynomial::term(monomial.clone(), Rational::ONE);
        rest = rest.plus(&quotient.times(&monomial, LIMIT)?);
    }
    Some((sparse(&factor, atom), rest))
}

fn dense(p: &Polynomial, atom: u32) -> Dense {
    let mut coefficients = vec![Rational::ZERO; p.degree() as usize + 1];
    for (monomial, coefficient) in p.terms() {
        coefficients[monomial.exponent(atom) as usize] = coefficient.clone();
    }
    trimmed(coefficients)
}

fn sparse(p: &[Rational], atom: u32) -> Polynomial {
    let terms = (0u32..).zip(p).filter_map(|(e, c)| {
        let monomial = Monomial::atom(atom).power(e)?;
        Some((monomial, c.clone()))
    });
    Polynomial::from_terms(terms)
}

fn trimmed(mut p: Dense) -> Dense {
    while p.last().is_some_and(Rational::is_zero) {
        p.pop();
    }
    p
}

/// Quotient and remainder; nothing for division by 0.
fn divided(p: &[Rational], by: &[Rational]) -> Option<(Dense, Dense)> {
    let lead = by.last()?.inverse()?;
    let mut rest = p.to_vec();
    let mut quotient = vec![Rational::ZERO; (p.len() + 1).saturating_sub(by.len())];
    for shift in (0..quotient.len()).rev() {
        let factor = &rest[shift + by.len() - 1] * &lead;
        for (i, c) in by.iter().enumerate() {
            rest[shift + i] = &rest[shift + i] - &(&factor * c);
        }
        quotient[shift] = factor;
    }
    Some((quotient, trimmed(rest)))
}

fn common_divisor(mut p: Dense, mut q: Dense) -> Option<Dense> {
    while !q.is_empty() {
        let content = Rational::content(&q).inverse()?;
        q.iter_mut().for_each(|c| *c = &*c * &content);
        let rest = divided(&p, &q)?.1;
        (p, q) = (q, rest);
    }
    Some(p)
}

fn derivative(p: &[Rational]) -> Dense {
    let scaled = (1i64..)
        .zip(p.iter().skip(1))
        .map(|(k, c)| c * &Rational::from(k));
    trimmed(scaled.collect())
}

/// A polynomial whose square divides p, with every multiple root halved: Π pᵢ^⌊i/2⌋ over the square-free parts pᵢ.
fn square_part(p: &[Rational]) -> Option<Dense> {
    let mut multiple = common_divisor(p.to_vec(), derivative(p))?;
    let mut simple = divided(p, &multiple)?.0;
    let mut product: Dense = vec![Rational::ONE];
    let mut exponent = 1;
    while simple.len() > 1 && exponent < 40 {
        let next = common_divisor(simple.clone(), multiple.clone())?;
        let part = divided(&simple, &next)?.0;
        for _ in 0..exponent / 2 {
            product = times(&product, &part);
        }
        multiple = divided(&multiple, &next)?.0;
        simple = next;
        exponent += 1;
    }
    Some(product)
}

fn times(p: &[Rational], q: &[Rational]) -> Dense {
    let mut product = vec![Rational::ZERO; (p.len() + q.len()).saturating_sub(1)];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            product[i + j] += &(a * b);
        }
    }
    product
}
