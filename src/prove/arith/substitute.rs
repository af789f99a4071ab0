//! Equations that the call hands over, solved for an unknown that is then replaced everywhere.

use super::{
    Polynomial, Rational, Result,
    normalize::Normalizer,
    ring,
    theory::{Carrier, Operation},
};
use crate::logic::{TermShape, transitive};
use rationale_kernel::{FragmentView, Term, Theorem};

/// More parts of a term than this are not looked through.
const MAX_LOOKED: usize = 2_000;

/// Solves each equation of reals for an unknown, and makes the normaliser replace it. Others are passed over.
pub fn use_equations(normalizer: &mut Normalizer<'_, '_>, facts: &[Theorem]) -> Result<()> {
    for fact in facts {
        if let Some((atom, equation)) = solved(normalizer, fact)? {
            normalizer.replace(atom, equation);
        }
    }
    Ok(())
}

/// The unknown that stands in the equation once and linearly, and ⊢ unknown = the rest.
fn solved(normalizer: &mut Normalizer<'_, '_>, fact: &Theorem) -> Result<Option<(Term, Theorem)>> {
    let Some((left, right)) = fact.as_equation() else {
        return Ok(None);
    };
    if normalizer.theory().carrier(left.ty()) != Some(Carrier::Real) {
        return Ok(None);
    }
    let polynomial = normalizer
        .polynomial(left)?
        .minus(&normalizer.polynomial(right)?);
    let Some((atom, coefficient)) = linear_atom(normalizer, &polynomial) else {
        return Ok(None);
    };
    let Some(scale) = coefficient.inverse() else {
        return Ok(None);
    };
    let unknown = Polynomial::atom(atom);
    let rest = unknown.minus(&polynomial.scaled(&scale));
    let term = normalizer.atoms().term(atom).clone();
    let rest = normalizer.term_of(Carrier::Real, &rest)?;
    let equation = solve(normalizer, fact, &term, &rest, &scale)?;
    Ok(Some((term, equation)))
}

/// An atom that stands alone in exactly one term: a variable if there is one, else the last.
fn linear_atom(
    normalizer: &Normalizer<'_, '_>,
    polynomial: &Polynomial,
) -> Option<(u32, Rational)> {
    let alone = |atom: &u32| {
        polynomial
            .terms()
            .iter()
            .filter(|(m, _)| m.exponent(*atom) > 0)
            .count()
            == 1
    };
    let candidates: Vec<(u32, Rational)> = polynomial
        .terms()
        .iter()
        .filter_map(|(monomial, coefficient)| match monomial.factors() {
            [(atom, 1)] if alone(atom) => Some((*atom, coefficient.clone())),
            _ => None,
        })
        .collect();
    let is_variable =
        |(atom, _): &&(u32, Rational)| normalizer.atoms().term(*atom).as_variable().is_some();
    let inside = |(atom, _): &&(u32, Rational)| occurs_inside(normalizer, polynomial, *atom);
    let usable: Vec<_> = candidates.iter().filter(|c| !inside(c)).collect();
    usable
        .iter()
        .find(|c| is_variable(c))
        .or(usable.last())
        .map(|c| (*c).clone())
}

/// Whether the atom stands inside another atom of the polynomial: then replacing it would not come to an end.
fn occurs_inside(normalizer: &Normalizer<'_, '_>, polynomial: &Polynomial, atom: u32) -> bool {
    let term = normalizer.atoms().term(atom);
    let others = polynomial
        .atoms()
        .into_iter()
        .filter(|other| *other != atom);
    others
        .into_iter()
        .any(|other| contains(normalizer.atoms().term(other), term))
}

/// Whether one term is a part of another; what is too deep to look through counts as containing it.
fn contains(whole: &Term, part: &Term) -> bool {
    let (mut pending, mut looked) = (vec![whole.fragment()], 0);
    while let Some(fragment) = pending.pop() {
        looked += 1;
        if looked > MAX_LOOKED || fragment.to_term().is_some_and(|t| t == *part) {
            return true;
        }
        match fragment.view() {
            FragmentView::Apply(function, argument) => pending.extend([function, argument]),
            FragmentView::Abstract(_, _, body) => pending.push(body),
            _ => {}
        }
    }
    false
}

/// unknown = unknown + k * (left - left) = unknown + k * (right - left) = rest, with the right k.
fn solve(
    normalizer: &mut Normalizer<'_, '_>,
    fact: &Theorem,
    unknown: &Term,
    rest: &Term,
    scale: &Rational,
) -> Result<Theorem> {
    let theory = normalizer.theory();
    let (left, right) = fact
        .as_equation()
        .ok_or(super::Trouble::Shape("an equation"))?;
    let factor = theory.literal(Carrier::Real, scale)?;
    let shifted = |middle: &Term| {
        let difference = theory.binary(Operation::Sub, middle, left)?;
        let product = theory.binary(Operation::Mul(Carrier::Real), &factor, &difference)?;
        theory.binary(Operation::Add(Carrier::Real), unknown, &product)
    };
    let (same, moved) = (shifted(left)?, shifted(right)?);
    let first = ring::prove(normalizer, unknown, &same)?;
    let second = ring::prove(normalizer, &moved, rest)?;
    let middle = replace_once(&same, &moved, fact)?;
    let whole = transitive(Some(first), Some(middle))?;
    transitive(whole, Some(second))?.ok_or(super::Trouble::Shape("an equation"))
}

/// same = moved, where moved has the fact's right side in the place of one left side: u + k * (□ - left).
fn replace_once(same: &Term, moved: &Term, fact: &Theorem) -> Result<Theorem> {
    let shape = || super::Trouble::Shape("a sum");
    let (add, product) = same.as_apply().ok_or_else(shape)?;
    let (mul, difference) = product.as_apply().ok_or_else(shape)?;
    let (minuend, left) = difference.as_apply().ok_or_else(shape)?;
    let (sub, _) = minuend.as_apply().ok_or_else(shape)?;
    let inner = Theorem::congruence(&Theorem::reflexive(sub)?, fact)?;
    let inner = Theorem::congruence(&inner, &Theorem::reflexive(left)?)?;
    let inner = Theorem::congruence(&Theorem::reflexive(mul)?, &inner)?;
    let whole = Theorem::congruence(&Theorem::reflexive(add)?, &inner)?;
    debug_assert_eq!(whole.as_equation(), Some((same, moved)));
    Ok(whole)
}
