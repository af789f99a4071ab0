//! Polynomials with rational coefficients over numbered atoms, as sorted sums of sorted monomials.
//!
//! Untrusted: they guide the search, and the proof-producing normaliser of `ring` follows the same order. An atom is a
//! number here; what it stands for is known to the caller.

use super::{Rational, meter};
use std::{cmp::Ordering, collections::BTreeMap};

/// What one product of two terms counts for.
const PRODUCT: u64 = 100;

/// A product of atoms with positive exponents, sorted by atom.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Monomial(Vec<(u32, u32)>);

impl Monomial {
    /// The empty product.
    pub fn one() -> Self {
        Self::default()
    }

    /// One atom.
    pub fn atom(atom: u32) -> Self {
        Monomial(vec![(atom, 1)])
    }

    /// Its atoms with their exponents.
    pub fn factors(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether it is the empty product.
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of the exponents; saturates.
    pub fn degree(&self) -> u32 {
        self.0.iter().fold(0, |d, (_, e)| d.saturating_add(*e))
    }

    /// The exponent of an atom.
    pub fn exponent(&self, atom: u32) -> u32 {
        self.0
            .iter()
            .find(|(a, _)| *a == atom)
            .map_or(0, |(_, e)| *e)
    }

    /// The product of two; nothing if an exponent overflows.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut product = Vec::with_capacity(self.0.len() + other.0.len());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((a, _)), Some((b, _))) => a.cmp(b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return Some(Monomial(product)),
            };
            let first = if order.is_le() { left.next() } else { None };
            let second = if order.is_ge() { right.next() } else { None };
            match (first, second) {
                (Some((a, e)), Some((_, f))) => product.push((*a, e.checked_add(*f)?)),
                (Some(one), None) | (None, Some(one)) => product.push(*one),
                (None, None) => {}
            }
        }
    }

    /// A power; nothing if an exponent overflows.
    pub fn power(&self, exponent: u32) -> Option<Self> {
        if exponent == 0 {
            return Some(Self::one());
        }
        self.0
            .iter()
            .map(|(a, e)| Some((*a, e.checked_mul(exponent)?)))
            .collect::<Option<_>>()
            .map(Monomial)
    }

    /// The square root, if every exponent is even.
    pub fn square_root(&self) -> Option<Self> {
        self.0
            .iter()
            .map(|(a, e)| (e % 2 == 0).then_some((*a, e / 2)))
            .collect::<Option<_>>()
            .map(Monomial)
    }

    /// Itself without an atom.
    pub fn without(&self, atom: u32) -> Self {
        Monomial(self.0.iter().copied().filter(|(a, _)| *a != atom).collect())
    }
}

impl PartialOrd for Monomial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order in which people write: a² before ab before a before b², constants last. It respects products.
impl Ord for Monomial {
    fn cmp(&self, other: &Self) -> Ordering {
        for ((a, e), (b, f)) in self.0.iter().zip(&other.0) {
            let order = a.cmp(b).then_with(|| f.cmp(e));
            if order.is_ne() {
                return order;
            }
        }
        other.0.len().cmp(&self.0.len())
    }
}

/// A sum of monomials with nonzero coefficients, sorted.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Polynomial(Vec<(Monomial, Rational)>);

impl Polynomial {
    /// The empty sum.
    pub fn zero() -> Self {
        Self::default()
    }

    /// A constant.
    pub fn constant(value: Rational) -> Self {
        Self::term(Monomial::one(), value)
    }

    /// One atom.
    pub fn atom(atom: u32) -> Self {
        Self::term(Monomial::atom(atom), Rational::ONE)
    }

    /// One monomial with a coefficient.
    pub fn term(monomial: Monomial, coefficient: Rational) -> Self {
        if coefficient.is_zero() {
            Self::zero()
        } else {
            Polynomial(vec![(monomial, coefficient)])
        }
    }

    /// From terms in any order, with repetitions.
    pub fn from_terms(terms: impl IntoIterator<Item = (Monomial, Rational)>) -> Self {
        let mut sum: BTreeMap<Monomial, Rational> = BTreeMap::new();
        for (monomial, coefficient) in terms {
            *sum.entry(monomial).or_default() += &coefficient;
        }
        Polynomial(sum.into_iter().filter(|(_, c)| !c.is_zero()).collect())
    }

    /// Its terms in order.
    pub fn terms(&self) -> &[(Monomial, Rational)] {
        &self.0
    }

    /// Whether it is the empty sum.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its value, if no atom occurs.
    pub fn as_constant(&self) -> Option<Rational> {
        match self.0.as_slice() {
            [] => Some(Rational::ZERO),
            [(monomial, value)] if monomial.is_one() => Some(value.clone()),
            _ => None,
        }
    }

    /// The atom that it is, with its coefficient and the remaining constant: c·a + d.
    pub fn constant_term(&self) -> Rational {
        self.0
            .last()
            .filter(|(m, _)| m.is_one())
            .map_or(Rational::ZERO, |(_, c)| c.clone())
    }

    /// The coefficient of a monomial.
    pub fn coefficient(&self, monomial: &Monomial) -> Rational {
        self.0
            .binary_search_by(|(m, _)| m.cmp(monomial))
            .map_or(Rational::ZERO, |i| self.0[i].1.clone())
    }

    /// The largest degree of a monomial.
    pub fn degree(&self) -> u32 {
        self.0.iter().map(|(m, _)| m.degree()).max().unwrap_or(0)
    }

    /// The sum of two.
    pub fn plus(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = Vec::with_capacity(self.0.len() + other.0.len());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((m, _)), Some((n, _))) => m.cmp(n),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return Polynomial(sum),
            };
            let first = if order.is_le() { left.next() } else { None };
            let second = if order.is_ge() { right.next() } else { None };
            match (first, second) {
                (Some((m, c)), Some((_, d))) => {
                    let coefficient = c + d;
                    if !coefficient.is_zero() {
                        sum.push((m.clone(), coefficient));
                    }
                }
                (Some(one), None) | (None, Some(one)) => sum.push(one.clone()),
                (None, None) => {}
            }
        }
    }

    /// Its product by a number.
    pub fn scaled(&self, by: &Rational) -> Self {
        if by.is_zero() {
            return Self::zero();
        }
        Polynomial(self.0.iter().map(|(m, c)| (m.clone(), c * by)).collect())
    }

    /// Minus itself.
    pub fn negated(&self) -> Self {
        self.scaled(&Rational::from(-1))
    }

    /// The difference of two.
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// The product of two; nothing if it has more than `limit` terms before collection, an exponent overflows, or the
    /// search must stop.
    pub fn times(&self, other: &Self, limit: usize) -> Option<Self> {
        if self
            .0
            .len()
            .checked_mul(other.0.len())
            .is_none_or(|n| n > limit)
        {
            return None;
        }
        meter::charge((self.0.len() * other.0.len()) as u64 * PRODUCT)?;
        let mut products = Vec::with_capacity(self.0.len() * other.0.len());
        for (m, c) in &self.0 {
            for (n, d) in &other.0 {
                products.push((m.times(n)?, c * d));
            }
        }
        Some(if self.0.len().min(other.0.len()) == 1 {
            Polynomial(products)
        } else {
            Self::from_terms(products)
        })
    }

    /// A power; nothing if it is too large, as for `times`.
    pub fn power(&self, exponent: u32, limit: usize) -> Option<Self> {
        if let [(monomial, coefficient)] = self.0.as_slice() {
            return Some(Self::term(
                monomial.power(exponent)?,
                coefficient.power(exponent)?,
            ));
        }
        if self.is_zero() && exponent > 0 {
            return Some(Self::zero());
        }
        let mut power = Self::constant(Rational::ONE);
        for _ in 0..exponent {
            power = power.times(self, limit)?;
        }
        Some(power)
    }

    /// The polynomial with a value for one atom put in; nothing if it is too large, as for `times`.
    pub fn substituted(&self, atom: u32, value: &Self, limit: usize) -> Option<Self> {
        let mut sum = Self::zero();
        for (monomial, coefficient) in &self.0 {
            let rest = Self::term(monomial.without(atom), coefficient.clone());
            sum = sum.plus(&rest.times(&value.power(monomial.exponent(atom), limit)?, limit)?);
        }
        Some(sum)
    }

    /// Its value where each atom has one.
    pub fn value(&self, at: impl Fn(u32) -> Rational) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (monomial, coefficient) in &self.0 {
            let mut product = coefficient.clone();
            for (atom, exponent) in monomial.factors() {
                product = &product * &at(*atom).power(*exponent)?;
            }
            sum += &product;
        }
        Some(sum)
    }

    /// The atoms that occur, each once, in order.
    pub fn atoms(&self) -> Vec<u32> {
        let mut atoms: Vec<u32> = self
            .0
            .iter()
            .flat_map(|(m, _)| m.factors().iter().map(|(a, _)| *a))
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: usize = 10_000;

    fn any_polynomial() -> impl Strategy<Value = Polynomial> {
        let monomial = prop::collection::vec((0u32..3, 1u32..3), 0..3);
        prop::collection::vec((monomial, -3i64..4), 0..4).prop_map(|terms| {
            Polynomial::from_terms(terms.into_iter().map(|(factors, coefficient)| {
                let monomial = factors.into_iter().fold(Monomial::one(), |m, (a, e)| {
                    m.times(&Monomial(vec![(a, e)])).unwrap_or_default()
                });
                (monomial, Rational::from(coefficient))
            }))
        })
    }

    fn at(point: [i64; 3]) -> impl Fn(u32) -> Rational {
        move |atom| Rational::from(point[atom as usize])
    }

    proptest! {
        #[test]
        fn operations_agree_with_values(p in any_polynomial(), q in any_polynomial(), point: [i8; 3], e in 0u32..4) {
            let at = at(point.map(i64::from));
            let (v, w) = (p.value(&at).unwrap(), q.value(&at).unwrap());
            prop_assert_eq!(p.plus(&q).value(&at), Some(&v + &w));
            prop_assert_eq!(p.minus(&q).value(&at), Some(&v - &w));
            prop_assert_eq!(p.times(&q, LIMIT).unwrap().value(&at), Some(&v * &w));
            prop_assert_eq!(p.power(e, LIMIT).unwrap().value(&at), v.power(e));
            let put = p.substituted(1, &q, LIMIT).unwrap();
            prop_assert_eq!(put.value(&at), p.value(|a| if a == 1 { w.clone() } else { at(a) }));
        }

        #[test]
        fn stay_sorted(p in any_polynomial(), q in any_polynomial()) {
            for r in [p.plus(&q), p.times(&q, LIMIT).unwrap(), p.scaled(&Rational::from(-2))] {
                prop_assert!(r.terms().windows(2).all(|w| w[0].0 < w[1].0));
                prop_assert!(r.terms().iter().all(|(_, c)| !c.is_zero()));
            }
        }
    }

    #[test]
    fn order_is_as_people_write() {
        let [a, b] = [Monomial::atom(0), Monomial::atom(1)];
        let ab = a.times(&b).unwrap();
        let mut monomials = vec![
            Monomial::one(),
            b.clone(),
            a.clone(),
            ab.clone(),
            a.power(2).unwrap(),
            b.power(2).unwrap(),
        ];
        monomials.sort();
        let expected = [
            a.power(2).unwrap(),
            ab,
            a,
            b.power(2).unwrap(),
            b,
            Monomial::one(),
        ];
        assert_eq!(monomials, expected);
    }

    #[test]
    fn refuses_what_is_too_large() {
        let p = Polynomial::atom(0)
            .plus(&Polynomial::atom(1))
            .plus(&Polynomial::atom(2));
        assert_eq!(p.power(200, 1_000), None);
        assert_eq!(
            Polynomial::atom(0)
                .power(u32::MAX, LIMIT)
                .and_then(|p| p.times(&p, LIMIT)),
            None
        );
    }
}
