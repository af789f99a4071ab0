//! Exact rational numbers for search: a pair of machine words while both fit, a big rational beyond.
//!
//! Untrusted: the kernel has its own literals and computes for itself. Nothing here may lose precision or panic;
//! division by zero has no value.

use super::meter;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::{
    cmp::Ordering,
    fmt,
    ops::{Add, AddAssign, Mul, Neg, Sub},
};

/// A rational number in lowest terms with a positive denominator; `Small` exactly if both parts fit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rational(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Small(i64, i64),
    Big(Box<BigRational>),
}

impl Rational {
    /// The number 0.
    pub const ZERO: Rational = Rational(Form::Small(0, 1));
    /// The number 1.
    pub const ONE: Rational = Rational(Form::Small(1, 1));

    /// `p / q`; nothing if `q` is 0.
    pub fn new(p: i64, q: i64) -> Option<Self> {
        (q != 0).then(|| Self::of_wide(p.into(), q.into()))
    }

    /// The number that a big rational is.
    pub fn from_big(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(p), Some(q)) => Rational(Form::Small(p, q)),
            _ => Rational(Form::Big(Box::new(value))),
        }
    }

    /// As a big rational.
    pub fn to_big(&self) -> BigRational {
        match &self.0 {
            Form::Small(p, q) => BigRational::new_raw((*p).into(), (*q).into()),
            Form::Big(r) => (**r).clone(),
        }
    }

    /// As a whole number below 2³², if it is one.
    pub fn as_exponent(&self) -> Option<u32> {
        if let Form::Small(p, 1) = self.0 {
            u32::try_from(p).ok()
        } else {
            None
        }
    }

    fn of_wide(p: i128, q: i128) -> Self {
        let common = if q == 1 { 1 } else { p.gcd(&q) * q.signum() };
        match (i64::try_from(p / common), i64::try_from(q / common)) {
            (Ok(p), Ok(q)) => Rational(Form::Small(p, q)),
            _ => Rational(Form::Big(Box::new(BigRational::new(p.into(), q.into())))),
        }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0 == Form::Small(0, 1)
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        self.0 == Form::Small(1, 1)
    }

    /// Whether its denominator is 1.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small(_, q) => *q == 1,
            Form::Big(r) => r.is_integer(),
        }
    }

    /// −1, 0 or 1.
    pub fn signum(&self) -> i8 {
        match &self.0 {
            Form::Small(p, _) => p.signum() as i8,
            Form::Big(r) if r.is_negative() => -1,
            Form::Big(_) => 1,
        }
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        self.signum() < 0
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        self.signum() > 0
    }

    /// Its distance to 0.
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            -self
        } else {
            self.clone()
        }
    }

    /// Its inverse; nothing for 0.
    pub fn inverse(&self) -> Option<Self> {
        match &self.0 {
            Form::Small(p, q) => Self::new_wide(*q, *p),
            Form::Big(r) => Some(Self::from_big(r.recip())),
        }
    }

    fn new_wide(p: i64, q: i64) -> Option<Self> {
        (q != 0).then(|| Self::of_wide(p.into(), q.into()))
    }

    /// Its quotient by another; nothing for 0.
    pub fn divide(&self, other: &Self) -> Option<Self> {
        Some(self * &other.inverse()?)
    }

    /// A power; nothing if it has more than about 100,000 digits.
    pub fn power(&self, exponent: u32) -> Option<Self> {
        if self.abs().is_one() {
            return Some(if exponent.is_multiple_of(2) {
                Self::ONE
            } else {
                self.clone()
            });
        }
        let bits = match &self.0 {
            Form::Small(p, q) => {
                64 - u64::from(p.unsigned_abs().max(q.unsigned_abs()).leading_zeros())
            }
            Form::Big(r) => r.numer().bits().max(r.denom().bits()),
        };
        let harmless = bits
            .checked_mul(exponent.into())
            .is_some_and(|b| b < 400_000);
        let exponent = i32::try_from(exponent).ok().filter(|_| harmless)?;
        Some(Self::from_big(self.to_big().pow(exponent)))
    }

    /// The numerator.
    pub fn numerator(&self) -> BigInt {
        self.to_big().numer().clone()
    }

    /// The denominator, positive.
    pub fn denominator(&self) -> BigInt {
        self.to_big().denom().clone()
    }

    /// The positive number by which these must be divided to become whole without a common divisor; 1 if all are 0.
    pub fn content<'a>(numbers: impl IntoIterator<Item = &'a Rational>) -> Self {
        let mut small: Option<(u64, u64)> = Some((0, 1));
        let mut seen = Vec::new();
        for number in numbers {
            small = small.and_then(|pair| joined(pair, number));
            seen.push(number);
        }
        match small.map(|(p, q)| (i64::try_from(p), i64::try_from(q))) {
            Some((Ok(0), _)) => Self::ONE,
            Some((Ok(p), Ok(q))) => Rational(Form::Small(p, q)),
            _ => content_of_big(&seen),
        }
    }
}

/// The content of numbers whose content is p/q together with one more, while it stays small.
fn joined((p, q): (u64, u64), number: &Rational) -> Option<(u64, u64)> {
    let Form::Small(r, s) = number.0 else {
        return None;
    };
    let s = s.unsigned_abs();
    let common = if r == 0 {
        q
    } else {
        (q / q.gcd(&s)).checked_mul(s)?
    };
    Some((p.gcd(&r.unsigned_abs()), common))
}

fn content_of_big(numbers: &[&Rational]) -> Rational {
    let zero = (BigInt::zero(), BigInt::from(1));
    let (p, q) = numbers
        .iter()
        .filter(|n| !n.is_zero())
        .fold(zero, |(p, q), number| {
            let number = number.to_big();
            let common = divisor(&q, number.denom());
            (divisor(&p, number.numer()), q / common * number.denom())
        });
    if p.is_zero() {
        Rational::ONE
    } else {
        Rational::from_big(BigRational::new(p, q))
    }
}

/// a/b + c/d, where some part is long; whole numbers need no common divisor.
fn sum_of_big(x: &BigRational, y: &BigRational) -> Rational {
    count(x, y);
    if x.is_integer() && y.is_integer() {
        return whole(x.numer() + y.numer());
    }
    let common = divisor(x.denom(), y.denom());
    let (left, right) = (y.denom() / &common, x.denom() / &common);
    let numerator = x.numer() * &left + y.numer() * &right;
    // A divisor of the numerator and of b·d / common divides `common`.
    let again = divisor(&numerator, &common);
    lowest(numerator / &again, x.denom() * left / again)
}

/// (a/b) · (c/d), where some part is long.
fn product_of_big(x: &BigRational, y: &BigRational) -> Rational {
    count(x, y);
    if x.is_integer() && y.is_integer() {
        return whole(x.numer() * y.numer());
    }
    let (left, right) = (divisor(x.numer(), y.denom()), divisor(y.numer(), x.denom()));
    let numerator = (x.numer() / &left) * (y.numer() / &right);
    lowest(numerator, (x.denom() / right) * (y.denom() / left))
}

/// The work of an operation on long numbers: its products, and the common divisors of fractions.
fn count(x: &BigRational, y: &BigRational) {
    let words = |r: &BigRational| (r.numer().bits() + r.denom().bits()) / 64 + 1;
    let each = if x.is_integer() && y.is_integer() {
        1
    } else {
        64
    };
    meter::count(words(x) * words(y) * each + 64);
}

fn whole(n: BigInt) -> Rational {
    Rational::from_big(BigRational::from_integer(n))
}

/// p/q in lowest terms with q > 0.
fn lowest(p: BigInt, q: BigInt) -> Rational {
    Rational::from_big(BigRational::new_raw(p, q))
}

/// The greatest common divisor; a long number is first divided by a short one, which binary steps alone would not do.
fn divisor(a: &BigInt, b: &BigInt) -> BigInt {
    let (long, short) = if a.bits() >= b.bits() { (a, b) } else { (b, a) };
    if short.bits() <= 1 {
        return if short.is_zero() {
            long.abs()
        } else {
            BigInt::from(1)
        };
    }
    if long.bits() - short.bits() < 32 {
        return long.gcd(short);
    }
    short.gcd(&(long % short))
}

impl Default for Rational {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Rational(Form::Small(value, 1))
    }
}

impl Add for &Rational {
    type Output = Rational;
    fn add(self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Form::Small(a, 1), Form::Small(c, 1)) => {
                Rational::of_wide(i128::from(*a) + i128::from(*c), 1)
            }
            (Form::Small(a, b), Form::Small(c, d)) => {
                let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
                Rational::of_wide(a * d + c * b, b * d)
            }
            _ => sum_of_big(&self.to_big(), &other.to_big()),
        }
    }
}

impl Mul for &Rational {
    type Output = Rational;
    fn mul(self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
                Rational::of_wide(a * c, b * d)
            }
            _ => product_of_big(&self.to_big(), &other.to_big()),
        }
    }
}

impl Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match &self.0 {
            Form::Small(p, q) => Rational::of_wide(-i128::from(*p), (*q).into()),
            Form::Big(r) => Rational::from_big(-(**r).clone()),
        }
    }
}

impl Sub for &Rational {
    type Output = Rational;
    fn sub(self, other: &Rational) -> Rational {
        self + &-other
    }
}

impl AddAssign<&Rational> for Rational {
    fn add_assign(&mut self, other: &Rational) {
        *self = &*self + other;
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self
                .signum()
                .cmp(&other.signum())
                .then_with(|| self.to_big().cmp(&other.to_big())),
        }
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_big())
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_rational() -> impl Strategy<Value = Rational> {
        let part = prop_oneof![any::<i64>(), -9i64..9, Just(i64::MIN), Just(i64::MAX)];
        (part.clone(), part).prop_filter_map("denominator", |(p, q)| Rational::new(p, q))
    }

    proptest! {
        #[test]
        fn agrees_with_big_rationals(a in any_rational(), b in any_rational()) {
            prop_assert_eq!((&a + &b).to_big(), a.to_big() + b.to_big());
            prop_assert_eq!((&a - &b).to_big(), a.to_big() - b.to_big());
            prop_assert_eq!((&a * &b).to_big(), a.to_big() * b.to_big());
            prop_assert_eq!(a.cmp(&b), a.to_big().cmp(&b.to_big()));
            prop_assert_eq!(&Rational::from_big((-&a).to_big()), &-&a);
            if !b.is_zero() {
                prop_assert_eq!(a.divide(&b).map(|q| q.to_big()), Some(a.to_big() / b.to_big()));
            }
        }

        #[test]
        fn content_makes_whole_and_coprime(numbers in prop::collection::vec(any_rational(), 1..6)) {
            let content = Rational::content(&numbers);
            let whole: Vec<_> = numbers.iter().filter_map(|n| n.divide(&content)).collect();
            prop_assert!(whole.iter().all(Rational::is_integer));
            let common = whole.iter().fold(BigInt::zero(), |g, n| g.gcd(&n.numerator()));
            prop_assert!(common.is_zero() || common == BigInt::from(1));
        }
    }

    #[test]
    fn powers_and_zero() {
        assert_eq!(
            Rational::new(-2, 3).and_then(|r| r.power(3)),
            Rational::new(-8, 27)
        );
        assert_eq!(Rational::ZERO.power(0), Some(Rational::ONE));
        assert_eq!(Rational::from(2).power(u32::MAX), None);
        assert_eq!(Rational::from(-1).power(u32::MAX - 1), Some(Rational::ONE));
        assert_eq!(Rational::ZERO.inverse(), None);
        assert_eq!(Rational::new(1, 0), None);
    }
}
