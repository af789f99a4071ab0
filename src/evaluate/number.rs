//! Real numbers as instances need them: rational numbers exactly, with a path for small ones that allocates nothing, and
//! sums of irrational numbers (√, exp, log, π) whose comparisons are decided by enclosures.
//!
//! A comparison that no enclosure of the allowed precision decides has no answer. Nothing here rounds.

use super::affine::{self, Affine};
use super::irrational::{self, Irrational};
use crate::prove::arith::Rational;
use num_traits::ToPrimitive;
use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

/// Parts up to this size can be multiplied and added without overflow.
const HALF: u64 = 1 << 30;

/// A real number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Real {
    /// Numerator and positive denominator in lowest terms.
    Small(i64, i64),
    /// A rational number whose parts are larger.
    Large(Rc<Rational>),
    /// A number that was not seen to be rational.
    Irrational(Rc<Irrational>),
    /// A number that depends on variables of quantifiers.
    Affine(Rc<Affine>),
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
    }
    a << shift
}

fn small(p: i64, q: i64) -> bool {
    p.unsigned_abs() < HALF && q.unsigned_abs() < HALF
}

impl Real {
    /// The number 0.
    pub const ZERO: Real = Real::Small(0, 1);
    /// The number 1.
    pub const ONE: Real = Real::Small(1, 1);

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Real::Small(value, 1)
    }

    /// p / q for q > 0, of parts whose magnitudes are below 2⁶².
    pub fn ratio(p: i64, q: i64) -> Self {
        if q == 1 {
            return Real::Small(p, 1);
        }
        let common = gcd(p.unsigned_abs(), q.unsigned_abs()) as i64;
        if common == 1 {
            Real::Small(p, q)
        } else {
            Real::Small(p / common, q / common)
        }
    }

    /// A rational number.
    pub fn rational(value: Rational) -> Self {
        let big = value.to_big();
        match (big.numer().to_i64(), big.denom().to_i64()) {
            (Some(p), Some(q)) => Real::Small(p, q),
            _ => Real::Large(Rc::new(value)),
        }
    }

    /// The rational number that it is known to be.
    pub fn as_rational(&self) -> Option<Rational> {
        match self {
            Real::Small(p, q) => Rational::new(*p, *q),
            Real::Large(value) => Some((**value).clone()),
            Real::Irrational(_) | Real::Affine(_) => None,
        }
    }

    fn exact(&self) -> Rational {
        self.as_rational().unwrap_or_default()
    }

    /// Whether it was not seen to be rational.
    pub fn is_irrational(&self) -> bool {
        matches!(self, Real::Irrational(_))
    }

    fn is_affine(&self) -> bool {
        matches!(self, Real::Affine(_))
    }

    /// Whether it is known to be 0.
    pub fn is_zero(&self) -> bool {
        matches!(self, Real::Small(0, _))
    }

    /// The sum.
    pub fn plus(&self, other: &Real) -> Option<Real> {
        match (self, other) {
            (Real::Small(0, _), x) | (x, Real::Small(0, _)) => Some(x.clone()),
            (Real::Small(a, b), Real::Small(c, d)) if small(*a, *b) && small(*c, *d) => {
                Some(if b == d {
                    Real::ratio(a + c, *b)
                } else {
                    Real::ratio(a * d + c * b, b * d)
                })
            }
            _ if self.is_affine() || other.is_affine() => affine::plus(self, other),
            _ if self.is_irrational() || other.is_irrational() => irrational::plus(self, other),
            _ => Some(Real::rational(&self.exact() + &other.exact())),
        }
    }

    /// The negative.
    pub fn negated(&self) -> Real {
        match self {
            Real::Small(p, q) if *p != i64::MIN => Real::Small(-p, *q),
            Real::Irrational(value) => Real::Irrational(Rc::new(value.scaled(&Rational::from(-1)))),
            Real::Affine(form) => Real::Affine(Rc::new(form.negated())),
            _ => Real::rational(-&self.exact()),
        }
    }

    /// The difference.
    pub fn minus(&self, other: &Real) -> Option<Real> {
        self.plus(&other.negated())
    }

    /// The product.
    pub fn times(&self, other: &Real) -> Option<Real> {
        match (self, other) {
            (Real::Small(0, _), _) | (_, Real::Small(0, _)) => Some(Real::ZERO),
            (Real::Small(1, 1), x) | (x, Real::Small(1, 1)) => Some(x.clone()),
            (Real::Small(a, b), Real::Small(c, d)) if small(*a, *b) && small(*c, *d) => {
                Some(Real::ratio(a * c, b * d))
            }
            _ if self.is_affine() || other.is_affine() => affine::times(self, other),
            _ if self.is_irrational() || other.is_irrational() => irrational::times(self, other),
            _ => Some(Real::rational(&self.exact() * &other.exact())),
        }
    }

    /// The inverse; that of 0 is 0, as the library defines it. Nothing if it is not known whether the number is 0.
    pub fn inverse(&self) -> Option<Real> {
        match self {
            Real::Small(0, _) => Some(Real::ZERO),
            Real::Small(p, q) if *p > 0 => Some(Real::Small(*q, *p)),
            Real::Irrational(_) => irrational::inverse(self),
            Real::Affine(_) => None,
            _ => Some(Real::rational(self.exact().inverse()?)),
        }
    }

    /// A power.
    pub fn power(&self, exponent: u64) -> Option<Real> {
        let exponent = u32::try_from(exponent).ok()?;
        if let Some(value) = self.as_rational() {
            return value.power(exponent).map(Real::rational);
        }
        if exponent > 64 {
            return None;
        }
        (0..exponent).try_fold(Real::ONE, |product, _| product.times(self))
    }

    /// √, which is 0 below 0.
    pub fn root(&self) -> Option<Real> {
        self.fixed().and_then(irrational::root)
    }

    /// exp.
    pub fn exponential(&self) -> Option<Real> {
        self.fixed().and_then(irrational::exponential)
    }

    /// log of a number above 0; nothing else has one here.
    pub fn logarithm(&self) -> Option<Real> {
        self.fixed().and_then(irrational::logarithm)
    }

    /// The number, if it does not depend on variables.
    fn fixed(&self) -> Option<&Real> {
        (!self.is_affine()).then_some(self)
    }

    /// −1, 0 or 1; nothing if no enclosure decides.
    pub fn sign(&self) -> Option<Ordering> {
        match self {
            Real::Small(p, _) => Some(p.cmp(&0)),
            Real::Large(value) => Some(value.signum().cmp(&0)),
            Real::Irrational(value) => value.sign(),
            Real::Affine(form) => form.sign(),
        }
    }

    /// How it compares; nothing if no enclosure decides.
    pub fn compare(&self, other: &Real) -> Option<Ordering> {
        match (self, other) {
            (Real::Small(a, b), Real::Small(c, d)) if b == d => Some(a.cmp(c)),
            (Real::Small(a, b), Real::Small(c, d)) if small(*a, *b) && small(*c, *d) => {
                Some((a * d).cmp(&(c * b)))
            }
            _ => self.minus(other)?.sign(),
        }
    }

    /// Two rational numbers that hold it between them, the distance below 2⁻ᵖ or so.
    pub fn bounds(&self, precision: u32) -> Option<(Rational, Rational)> {
        match self {
            Real::Irrational(value) => {
                let enclosure = value.enclosure(precision)?;
                Some((enclosure.lower(precision), enclosure.upper(precision)))
            }
            Real::Affine(_) => None,
            _ => Some((self.exact(), self.exact())),
        }
    }
}

/// A sum that is kept over one denominator and reduced at the end.
#[derive(Debug, Default)]
pub struct Sum {
    /// What was added before the parts grew too large.
    rest: Option<Real>,
    top: i64,
    /// 0 stands for 1.
    bottom: i64,
}

impl Sum {
    /// Adds a number; false if it cannot be added.
    #[must_use]
    pub fn add(&mut self, x: &Real) -> bool {
        match x {
            Real::Small(p, q) if self.add_parts(*p, *q).is_some() => true,
            _ => self.spill(x).is_some(),
        }
    }

    /// Adds a product; false if it cannot be added.
    #[must_use]
    pub fn add_product(&mut self, x: &Real, y: &Real) -> bool {
        if let (Real::Small(a, b), Real::Small(c, d)) = (x, y)
            && small(*a, *b)
            && small(*c, *d)
            && self.add_parts(a * c, b * d).is_some()
        {
            return true;
        }
        x.times(y)
            .is_some_and(|product| self.spill(&product).is_some())
    }

    /// Adds p / q, if the parts stay small.
    fn add_parts(&mut self, p: i64, q: i64) -> Option<()> {
        let bottom = self.bottom.max(1);
        if q == bottom {
            self.top = self.top.checked_add(p)?;
        } else if bottom % q == 0 {
            self.top = self.top.checked_add(p.checked_mul(bottom / q)?)?;
        } else if q % bottom == 0 {
            self.top = self.top.checked_mul(q / bottom)?.checked_add(p)?;
            self.bottom = q;
        } else {
            let both = bottom.checked_mul(q)?;
            self.top = (self.top.checked_mul(q)?).checked_add(p.checked_mul(bottom)?)?;
            self.bottom = both;
        }
        Some(())
    }

    fn spill(&mut self, x: &Real) -> Option<()> {
        let sum = self.total()?.plus(x)?;
        *self = Sum {
            rest: Some(sum),
            ..Sum::default()
        };
        Some(())
    }

    /// The sum.
    #[must_use]
    pub fn total(&self) -> Option<Real> {
        let here = if self.top == i64::MIN {
            Real::rational(Rational::new(self.top, self.bottom.max(1))?)
        } else {
            Real::ratio(self.top, self.bottom.max(1))
        };
        match &self.rest {
            Some(rest) => rest.plus(&here),
            None => Some(here),
        }
    }
}

impl fmt::Display for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Real::Small(p, 1) => write!(f, "{p}"),
            Real::Small(p, q) => write!(f, "{p}/{q}"),
            Real::Large(value) => write!(f, "{value}"),
            Real::Irrational(value) => write!(f, "{value}"),
            Real::Affine(_) => write!(f, "(a number that varies)"),
        }
    }
}

impl fmt::Debug for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_real() -> impl Strategy<Value = Real> {
        let part = prop_oneof![-9i64..9, any::<i32>().prop_map(i64::from), any::<i64>()];
        (part.clone(), part).prop_filter_map("denominator", |(p, q)| {
            Rational::new(p, q).map(Real::rational)
        })
    }

    proptest! {
        #[test]
        fn sums_agree_with_rationals(terms in proptest::collection::vec((any_real(), any_real()), 0..12)) {
            let (mut sum, mut products) = (Sum::default(), Sum::default());
            let (mut right, mut right_products) = (Rational::ZERO, Rational::ZERO);
            for (a, b) in &terms {
                let (x, y) = (a.as_rational().unwrap(), b.as_rational().unwrap());
                prop_assert!(sum.add(a) && products.add_product(a, b));
                right = &right + &x;
                right_products = &right_products + &(&x * &y);
            }
            prop_assert_eq!(sum.total().unwrap(), Real::rational(right));
            prop_assert_eq!(products.total().unwrap(), Real::rational(right_products));
        }

        #[test]
        fn agrees_with_rationals(a in any_real(), b in any_real()) {
            let (x, y) = (a.as_rational().unwrap(), b.as_rational().unwrap());
            prop_assert_eq!(a.plus(&b).unwrap().as_rational(), Some(&x + &y));
            prop_assert_eq!(a.times(&b).unwrap().as_rational(), Some(&x * &y));
            prop_assert_eq!(a.compare(&b), Some(x.cmp(&y)));
            prop_assert_eq!(a.inverse().unwrap().as_rational(), Some(x.inverse().unwrap_or_default()));
            prop_assert_eq!(&a.plus(&b).unwrap(), &Real::rational(&x + &y));
        }
    }

    #[test]
    fn irrational_numbers_compare() {
        let two = Real::integer(2);
        let root = two.root().unwrap();
        assert_eq!(root.times(&root), Some(two.clone()));
        assert_eq!(root.compare(&Real::ratio(3, 2)), Some(Ordering::Less));
        assert_eq!(root.compare(&root), Some(Ordering::Equal));
        assert_eq!(Real::ratio(9, 4).root(), Some(Real::ratio(3, 2)));
        let log = two.logarithm().unwrap();
        assert_eq!(log.exponential(), Some(two));
        assert_eq!(log.compare(&Real::ratio(69, 100)), Some(Ordering::Greater));
        assert_eq!(Real::integer(-3).root(), Some(Real::ZERO));
        assert_eq!(Real::ZERO.logarithm(), None);
    }
}
