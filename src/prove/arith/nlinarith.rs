//! Small nonlinear arithmetic: linear arithmetic with products of what is known, and squares.
//!
//! Equations are multiplied by unknowns and by other sides, inequalities pairwise; squares of unknowns and of their
//! differences are not negative. Which of these matter is left to the simplex method.

use super::{
    Monomial, Polynomial, Rational, Result,
    lemmas::Lemma,
    linarith::{Found, Search},
    linear::{Evidence, Known, instance},
    normal::MAX_TERMS,
    simplex::Relation,
    theory::{Carrier, Operation},
};
use rationale_kernel::Term;
use std::ops::Range;

/// More comparisons than this are not multiplied with one another.
const MAX_FACTORS: usize = 24;
/// More unknowns than this are not squared.
const MAX_SQUARES: usize = 8;
/// Products of a higher degree are not formed.
const MAX_DEGREE: u32 = 4;
/// More products than this are not formed.
const MAX_PRODUCTS: usize = 300;

/// Looks for a contradiction: first linearly, then with products of pairs, then with all products of small degree.
pub fn refute(search: &mut Search<'_, '_, '_>) -> Result<Found> {
    match search.refute()? {
        Found::Point(_) => {}
        found => return Ok(found),
    }
    let atoms = unknowns(&search.reading.known);
    search.describe_atoms(&atoms)?;
    let base = search.reading.known.len().min(MAX_FACTORS);
    let degree = search
        .reading
        .known
        .iter()
        .map(|k| k.polynomial.degree())
        .max()
        .unwrap_or(0)
        .max(2);
    add_signs_of_monomials(search, base)?;
    multiply(search, base, 0..base, degree.min(MAX_DEGREE))?;
    multiply_equations(search, base, &atoms)?;
    add_squares(search, &atoms)?;
    let products = match search.refute()? {
        Found::Point(_) => search.reading.known.len(),
        found => return Ok(found),
    };
    let mut factors = 0..products;
    while !factors.is_empty() && search.reading.known.len() < products + MAX_PRODUCTS {
        let before = search.reading.known.len();
        multiply(search, base, factors, MAX_DEGREE)?;
        factors = before..search.reading.known.len();
    }
    search.refute()
}

/// The atoms that occur, in order.
fn unknowns(known: &[Known]) -> Vec<u32> {
    let mut atoms: Vec<u32> = known.iter().flat_map(|k| k.polynomial.atoms()).collect();
    atoms.sort_unstable();
    atoms.dedup();
    atoms
}

/// 0 ≤ m for the monomials m whose odd factors are known not to be negative.
fn add_signs_of_monomials(search: &mut Search<'_, '_, '_>, base: usize) -> Result<()> {
    let known = &search.reading.known[..base];
    let mut monomials: Vec<Monomial> = known
        .iter()
        .flat_map(|k| k.polynomial.terms())
        .map(|(m, _)| m.clone())
        .collect();
    monomials.sort();
    monomials.dedup();
    for monomial in monomials
        .iter()
        .filter(|m| m.degree() > 1 && m.square_root().is_none())
    {
        add_sign_of_monomial(search, base, monomial)?;
    }
    Ok(())
}

/// Multiplies the facts about its factors one after the other.
fn add_sign_of_monomial(
    search: &mut Search<'_, '_, '_>,
    base: usize,
    monomial: &Monomial,
) -> Result<()> {
    let mut factors = Vec::new();
    for (atom, exponent) in monomial.factors() {
        let sign = Polynomial::atom(*atom);
        let known = &search.reading.known[..base];
        if exponent % 2 == 1 {
            let fact = known
                .iter()
                .position(|k| k.polynomial == sign && k.relation != Relation::Equal);
            let Some(fact) = fact else { return Ok(()) };
            factors.push(fact);
        }
        for _ in 0..exponent / 2 {
            factors.push(search.reading.known.len());
            add_square(search, &sign)?;
        }
    }
    let mut rest = factors.into_iter();
    let Some(mut whole) = rest.next() else {
        return Ok(());
    };
    for factor in rest {
        let Some(next) = product(search, whole, factor)? else {
            return Ok(());
        };
        whole = search.reading.known.len();
        search.reading.known.push(next);
    }
    Ok(())
}

/// Products of the first comparisons with those of a range, each pair once, up to a degree.
fn multiply(
    search: &mut Search<'_, '_, '_>,
    base: usize,
    others: Range<usize>,
    degree: u32,
) -> Result<()> {
    let end = search.reading.known.len() + MAX_PRODUCTS;
    for second in others {
        for first in 0..base.min(second + 1) {
            let pair = (&search.reading.known[first], &search.reading.known[second]);
            let equation = pair.0.relation == Relation::Equal || pair.1.relation == Relation::Equal;
            if equation || pair.0.polynomial.degree() + pair.1.polynomial.degree() > degree {
                continue;
            }
            let Some(product) = product(search, first, second)? else {
                continue;
            };
            if search.reading.known.len() < end
                && !search
                    .reading
                    .known
                    .iter()
                    .any(|k| k.polynomial == product.polynomial && k.relation == product.relation)
            {
                search.reading.known.push(product);
            }
        }
    }
    Ok(())
}

/// 0 ≤ p * q, from 0 ≤ p and 0 ≤ q.
fn product(search: &mut Search<'_, '_, '_>, first: usize, second: usize) -> Result<Option<Known>> {
    let (p, q) = (
        search.reading.known[first].clone(),
        search.reading.known[second].clone(),
    );
    let Some(polynomial) = p.polynomial.times(&q.polynomial, MAX_TERMS) else {
        return Ok(None);
    };
    let theory = search.normalizer().theory();
    let strict = p.relation == Relation::Below && q.relation == Relation::Below;
    let difference = |k: &Known| theory.binary(Operation::Sub, &k.right, &k.left);
    Ok(Some(Known {
        left: theory.side(Carrier::Real)?.zero.clone(),
        right: theory.binary(
            Operation::Mul(Carrier::Real),
            &difference(&p)?,
            &difference(&q)?,
        )?,
        relation: if strict {
            Relation::Below
        } else {
            Relation::AtMost
        },
        polynomial,
        evidence: Evidence::Product(first, second),
    }))
}

/// p = 0 times every unknown, both ways.
fn multiply_equations(
    search: &mut Search<'_, '_, '_>,
    factors: usize,
    atoms: &[u32],
) -> Result<()> {
    for index in 0..factors {
        let equation = search.reading.known[index].clone();
        if equation.relation != Relation::Equal {
            continue;
        }
        for atom in atoms.iter().take(MAX_SQUARES) {
            for sign in [1, -1] {
                let factor = Polynomial::term(Monomial::atom(*atom), Rational::from(sign));
                if let Some(multiple) = multiple(search, index, &equation, &factor)? {
                    search.reading.known.push(multiple);
                }
            }
        }
    }
    Ok(())
}

fn multiple(
    search: &mut Search<'_, '_, '_>,
    index: usize,
    equation: &Known,
    factor: &Polynomial,
) -> Result<Option<Known>> {
    let Some(polynomial) = equation.polynomial.times(factor, MAX_TERMS) else {
        return Ok(None);
    };
    let normalizer = search.normalizer();
    let theory = normalizer.theory();
    let term = normalizer.term_of(Carrier::Real, factor)?;
    let difference = theory.binary(Operation::Sub, &equation.right, &equation.left)?;
    Ok(Some(Known {
        left: theory.side(Carrier::Real)?.zero.clone(),
        right: theory.binary(Operation::Mul(Carrier::Real), &term, &difference)?,
        relation: Relation::AtMost,
        polynomial,
        evidence: Evidence::Multiple(index, term),
    }))
}

/// Squares of unknowns, and of their differences and sums with one another and with 1.
fn add_squares(search: &mut Search<'_, '_, '_>, atoms: &[u32]) -> Result<()> {
    let atoms = &atoms[..atoms.len().min(MAX_SQUARES)];
    for (index, a) in atoms.iter().enumerate() {
        let a = Polynomial::atom(*a);
        add_square(search, &a)?;
        let others = atoms[index + 1..].iter().map(|b| Polynomial::atom(*b));
        for b in others.chain([Polynomial::constant(Rational::ONE)]) {
            add_square(search, &a.minus(&b))?;
            add_square(search, &a.plus(&b))?;
        }
    }
    Ok(())
}

fn add_square(search: &mut Search<'_, '_, '_>, root: &Polynomial) -> Result<()> {
    let term: Term = search.normalizer().term_of(Carrier::Real, root)?;
    let known = instance(search.normalizer(), Lemma::RealSquareNonneg, vec![term])?;
    search.reading.known.push(known);
    Ok(())
}
