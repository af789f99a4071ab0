//! Numbers that are not known to be rational: a rational number plus rational multiples of products of atoms (√x, exp x,
//! log x, 1/x, π). Equal atoms are merged, so that what cancels is gone exactly; the rest is left to enclosures.

use super::enclosure::{Enclosure, Precision};
use super::{elementary, number::Real};
use crate::prove::arith::Rational;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

/// The precisions that are tried, one after the other.
const PRECISIONS: [Precision; 4] = [64, 128, 256, 640];
/// Sums with more terms are given up.
const MAX_TERMS: usize = 64;

/// One irrational quantity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Atom {
    Root(Real),
    Exponential(Real),
    Logarithm(Real),
    Inverse(Real),
    Pi,
    /// A number of which only two bounds are known; the first part tells it from others.
    Between(Vec<Real>, Real, Real),
}

/// A sum: a constant, and coefficients of products of atoms, sorted, none of them 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Irrational {
    constant: RationalKey,
    terms: Vec<(Vec<Atom>, RationalKey)>,
}

/// A rational number in a structure that is compared by shape.
type RationalKey = Rational;

fn parts(value: &Real) -> Irrational {
    match value {
        Real::Irrational(value) => (**value).clone(),
        _ => Irrational {
            constant: value.as_rational().unwrap_or_default(),
            terms: vec![],
        },
    }
}

fn whole(value: Irrational) -> Option<Real> {
    if value.terms.is_empty() {
        Some(Real::rational(value.constant))
    } else {
        (value.terms.len() <= MAX_TERMS).then(|| Real::Irrational(Rc::new(value)))
    }
}

fn atom(atom: Atom) -> Real {
    Real::Irrational(Rc::new(Irrational {
        constant: Rational::ZERO,
        terms: vec![(vec![atom], Rational::ONE)],
    }))
}

/// The sum.
pub fn plus(a: &Real, b: &Real) -> Option<Real> {
    let (mut sum, other) = (parts(a), parts(b));
    sum.constant += &other.constant;
    for (atoms, coefficient) in other.terms {
        sum.add_term(atoms, &coefficient);
    }
    whole(sum)
}

/// The product.
pub fn times(a: &Real, b: &Real) -> Option<Real> {
    let (a, b) = (parts(a), parts(b));
    if a.terms.len() * b.terms.len() > MAX_TERMS {
        return None;
    }
    let mut product = Real::rational(&a.constant * &b.constant);
    for (atoms, coefficient) in &b.terms {
        product = product.plus(&monomial(atoms.clone(), &(coefficient * &a.constant)))?;
    }
    for (left, p) in &a.terms {
        product = product.plus(&monomial(left.clone(), &(p * &b.constant)))?;
        for (right, q) in &b.terms {
            product = product.plus(&joined(left, right, &(p * q))?)?;
        }
    }
    Some(product)
}

fn monomial(atoms: Vec<Atom>, coefficient: &Rational) -> Real {
    let mut value = Irrational {
        constant: Rational::ZERO,
        terms: vec![],
    };
    value.add_term(atoms, coefficient);
    whole(value).unwrap_or(Real::ZERO)
}

/// The product of two products of atoms: √x·√x = x, exp x · exp y = exp (x + y).
fn joined(left: &[Atom], right: &[Atom], coefficient: &Rational) -> Option<Real> {
    let mut atoms = left.to_vec();
    let mut factor = Real::rational(coefficient.clone());
    for next in right {
        let met = atoms.iter().position(|known| match (known, next) {
            (Atom::Root(_), Atom::Root(_)) => known == next,
            (Atom::Exponential(_), Atom::Exponential(_)) => true,
            _ => false,
        });
        match met.map(|place| (place, atoms[place].clone())) {
            Some((place, Atom::Root(x))) => {
                atoms.remove(place);
                factor = factor.times(&x)?;
            }
            Some((place, Atom::Exponential(x))) => {
                let Atom::Exponential(y) = next else {
                    return None;
                };
                atoms.remove(place);
                factor = factor.times(&x.plus(y)?.exponential()?)?;
            }
            _ => atoms.push(next.clone()),
        }
    }
    atoms.sort();
    if atoms.is_empty() {
        return Some(factor);
    }
    match factor.as_rational() {
        Some(coefficient) => Some(monomial(atoms, &coefficient)),
        None => times(&factor, &monomial(atoms, &Rational::ONE)),
    }
}

/// The inverse, if the number is known not to be 0.
pub fn inverse(x: &Real) -> Option<Real> {
    if x.sign()? == Ordering::Equal {
        return Some(Real::ZERO);
    }
    if let Some((Atom::Root(inside), coefficient)) = single(x) {
        let scale = coefficient.inverse()?;
        return inside
            .inverse()?
            .times(&inside.root()?)?
            .times(&Real::rational(scale));
    }
    if let Some((Atom::Exponential(inside), coefficient)) = single(x) {
        let scale = Real::rational(coefficient.inverse()?);
        return inside.negated().exponential()?.times(&scale);
    }
    Some(atom(Atom::Inverse(x.clone())))
}

/// The atom and coefficient of a number that is a multiple of one atom.
fn single(x: &Real) -> Option<(Atom, Rational)> {
    let Real::Irrational(value) = x else {
        return None;
    };
    match value.terms.as_slice() {
        [(atoms, coefficient)] if atoms.len() == 1 && value.constant.is_zero() => {
            Some((atoms[0].clone(), coefficient.clone()))
        }
        _ => None,
    }
}

/// √x, and 0 below 0.
pub fn root(x: &Real) -> Option<Real> {
    if x.sign()? != Ordering::Greater {
        return Some(Real::ZERO);
    }
    if let Some(value) = x.as_rational() {
        return Some(root_of_rational(&value));
    }
    Some(atom(Atom::Root(x.clone())))
}

/// √(p/q) = √(p·q) / q, with small squares taken out.
fn root_of_rational(value: &Rational) -> Real {
    let (p, q) = (value.numerator(), value.denominator());
    let product = &p * &q;
    let exact = product.sqrt();
    if &exact * &exact == product {
        return Real::rational(Rational::from_big(num_rational::BigRational::new(exact, q)));
    }
    let (mut outside, mut inside) = (1i64, product);
    for prime in [2i64, 3, 5, 7, 11, 13] {
        let square = BigInt::from(prime * prime);
        while (&inside % &square).to_i64() == Some(0) && outside < 1 << 40 {
            inside /= &square;
            outside *= prime;
        }
    }
    let coefficient = Rational::from_big(num_rational::BigRational::new(outside.into(), q));
    let inside = Real::rational(Rational::from_big(num_rational::BigRational::from(inside)));
    monomial(vec![Atom::Root(inside)], &coefficient)
}

/// exp x; exp (k · log y) = yᵏ for whole k.
pub fn exponential(x: &Real) -> Option<Real> {
    if x.is_zero() {
        return Some(Real::ONE);
    }
    if let Some((Atom::Logarithm(inside), coefficient)) = single(x) {
        let exponent = coefficient.abs().as_exponent().filter(|k| *k <= 64);
        if let Some(exponent) = exponent {
            let power = inside.power(exponent.into())?;
            return if coefficient.is_negative() {
                power.inverse()
            } else {
                Some(power)
            };
        }
    }
    Some(exponential_of_logarithms(x).unwrap_or_else(|| atom(Atom::Exponential(x.clone()))))
}

/// exp (k · log y + …) = yᵏ · … for whole numbers k.
fn exponential_of_logarithms(x: &Real) -> Option<Real> {
    let Real::Irrational(sum) = x else {
        return None;
    };
    sum.constant.is_zero().then_some(())?;
    let mut product = Real::ONE;
    for (atoms, coefficient) in &sum.terms {
        let [Atom::Logarithm(inside)] = atoms.as_slice() else {
            return None;
        };
        let exponent = coefficient.abs().as_exponent().filter(|k| *k <= 64)?;
        let power = inside.power(exponent.into())?;
        let factor = if coefficient.is_negative() {
            power.inverse()?
        } else {
            power
        };
        product = product.times(&factor)?;
    }
    Some(product)
}

/// log (p/q) in logarithms of small primes and of what is left of p and q; nothing if there is only one.
fn logarithm_of_primes(x: &Rational) -> Option<Real> {
    let (p, q) = (x.numerator().to_u64()?, x.denominator().to_u64()?);
    let mut terms: Vec<(i64, i64)> = Vec::new();
    for (mut rest, sign) in [(p, 1), (q, -1)] {
        for prime in [2u64, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37] {
            let mut exponent = 0;
            while rest.is_multiple_of(prime) {
                rest /= prime;
                exponent += sign;
            }
            terms.extend((exponent != 0).then_some((prime as i64, exponent)));
        }
        if rest > 1 {
            terms.push((i64::try_from(rest).ok()?, sign));
        }
    }
    (terms.len() > 1 || terms.first().is_some_and(|(_, exponent)| *exponent != 1)).then_some(())?;
    terms.iter().try_fold(Real::ZERO, |sum, (prime, exponent)| {
        let logarithm = atom(Atom::Logarithm(Real::integer(*prime)));
        sum.plus(&logarithm.times(&Real::integer(*exponent))?)
    })
}

/// log x for x > 0; log (exp y) = y.
pub fn logarithm(x: &Real) -> Option<Real> {
    if x.sign()? != Ordering::Greater {
        return None;
    }
    if *x == Real::ONE {
        return Some(Real::ZERO);
    }
    match single(x) {
        Some((Atom::Exponential(inside), coefficient)) if coefficient.is_one() => Some(inside),
        _ => Some(atom(Atom::Logarithm(x.clone()))),
    }
}

/// π.
pub fn pi() -> Real {
    atom(Atom::Pi)
}

/// A number of which only two bounds are known. Numbers with the same key and bounds must be the same.
pub fn between(key: Vec<Real>, low: Real, high: Real) -> Real {
    atom(Atom::Between(key, low, high))
}

impl Irrational {
    fn add_term(&mut self, atoms: Vec<Atom>, coefficient: &Rational) {
        if coefficient.is_zero() {
            return;
        }
        match self.terms.binary_search_by(|(known, _)| known.cmp(&atoms)) {
            Ok(place) => {
                self.terms[place].1 += coefficient;
                if self.terms[place].1.is_zero() {
                    self.terms.remove(place);
                }
            }
            Err(place) => self.terms.insert(place, (atoms, coefficient.clone())),
        }
    }

    /// The product by a rational number other than 0.
    pub(super) fn scaled(&self, by: &Rational) -> Self {
        let scale =
            |(atoms, coefficient): &(Vec<Atom>, Rational)| (atoms.clone(), coefficient * by);
        Irrational {
            constant: &self.constant * by,
            terms: self.terms.iter().map(scale).collect(),
        }
    }

    /// An interval that holds the number.
    pub fn enclosure(&self, precision: Precision) -> Option<Enclosure> {
        let mut sum = Enclosure::of(&self.constant, precision);
        for (atoms, coefficient) in &self.terms {
            let mut product: Option<Enclosure> = None;
            for atom in atoms {
                let factor = atom.enclosure(precision)?;
                product = Some(match product {
                    Some(product) => product.times(&factor, precision)?,
                    None => factor,
                });
            }
            sum = sum.plus(&product?.scaled(coefficient)?);
        }
        Some(sum)
    }

    /// Its sign, if an enclosure decides.
    pub fn sign(&self) -> Option<Ordering> {
        let decide = |precision: &Precision| self.enclosure(*precision)?.sign();
        let first = decide(&PRECISIONS[0]);
        if first.is_some() {
            return first;
        }
        if let Some(split) = self.with_split_logarithms() {
            return split.sign();
        }
        PRECISIONS[1..].iter().find_map(decide)
    }

    /// The number with logarithms of rational numbers as sums of logarithms of primes, so that what cancels is gone;
    /// nothing if that changes nothing.
    fn with_split_logarithms(&self) -> Option<Real> {
        let (mut sum, mut changed) = (Real::rational(self.constant.clone()), false);
        for (atoms, coefficient) in &self.terms {
            let split = match atoms.as_slice() {
                [Atom::Logarithm(x)] => x.as_rational().and_then(|x| logarithm_of_primes(&x)),
                _ => None,
            };
            changed |= split.is_some();
            let term = match split {
                Some(split) => split.times(&Real::rational(coefficient.clone()))?,
                None => monomial(atoms.clone(), coefficient),
            };
            sum = sum.plus(&term)?;
        }
        changed.then_some(sum)
    }
}

fn enclosure(x: &Real, precision: Precision) -> Option<Enclosure> {
    match x {
        Real::Irrational(value) => value.enclosure(precision),
        _ => Some(Enclosure::of(&x.as_rational()?, precision)),
    }
}

impl Atom {
    fn enclosure(&self, precision: Precision) -> Option<Enclosure> {
        match self {
            Atom::Pi => Some(elementary::pi(precision)),
            Atom::Root(x) => Some(elementary::root(&enclosure(x, precision)?, precision)),
            Atom::Exponential(x) => elementary::exponential(&enclosure(x, precision)?, precision),
            Atom::Logarithm(x) => elementary::logarithm(&enclosure(x, precision)?, precision),
            Atom::Inverse(x) => enclosure(x, precision)?.inverse(precision),
            Atom::Between(_, low, high) => Some(Enclosure {
                low: enclosure(low, precision)?.low,
                high: enclosure(high, precision)?.high,
            }),
        }
    }
}

impl fmt::Display for Irrational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(enclosure) = self.enclosure(40) else {
            return f.write_str("(not enclosed)");
        };
        let low = decimal(&enclosure.low);
        if &enclosure.high - &enclosure.low > BigInt::from(1) << 24u32 {
            return write!(f, "between {low} and {}", decimal(&enclosure.high));
        }
        f.write_str(&low)
    }
}

/// The first digits of n · 2⁻⁴⁰.
fn decimal(n: &BigInt) -> String {
    let scaled: BigInt = (n * 1_000_000) >> 40u32;
    let sign = if scaled.is_negative() { "-" } else { "" };
    let digits = format!("{:0>7}", scaled.abs().to_string());
    let (before, after) = digits.split_at(digits.len() - 6);
    format!("{sign}{before}.{after}…")
}
