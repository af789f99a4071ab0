//! Intervals whose ends are whole multiples of 2⁻ᵖ, with outward rounding.
//!
//! Invariant: the exact result of an operation on any points of the operands lies in the result. An operation without a
//! useful answer (division by an interval around 0, a result that is absurdly large) has none, nor has one for which the
//! search has no time.

use crate::prove::arith::{Rational, meter};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;

/// The number p of binary places that ends have.
pub type Precision = u32;

/// Ends beyond 2 to this power are given up.
const LARGEST: u64 = 100_000;

/// An interval [low, high] · 2⁻ᵖ; the precision p is kept by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// The lower end, in units of 2⁻ᵖ.
    pub low: BigInt,
    /// The upper end.
    pub high: BigInt,
}

impl Enclosure {
    /// The smallest interval around a rational number.
    pub fn of(value: &Rational, precision: Precision) -> Self {
        let scaled = value.numerator() << precision;
        let (quotient, rest) = scaled.div_mod_floor(&value.denominator());
        let high = if rest.is_zero() {
            quotient.clone()
        } else {
            &quotient + 1
        };
        Enclosure {
            low: quotient,
            high,
        }
    }

    /// The smallest interval around all between two rational numbers.
    pub fn between(low: &Rational, high: &Rational, precision: Precision) -> Self {
        Enclosure {
            low: Self::of(low, precision).low,
            high: Self::of(high, precision).high,
        }
    }

    fn bounded(low: BigInt, high: BigInt) -> Option<Self> {
        let bits = low.bits().max(high.bits());
        meter::charge(meter::product(bits))?;
        (bits < LARGEST).then_some(Enclosure { low, high })
    }

    /// The lower end as a number.
    pub fn lower(&self, precision: Precision) -> Rational {
        ratio(&self.low, precision)
    }

    /// The upper end as a number.
    pub fn upper(&self, precision: Precision) -> Rational {
        ratio(&self.high, precision)
    }

    /// −1, 0 or 1 if all points have that sign.
    pub fn sign(&self) -> Option<Ordering> {
        if self.low.is_positive() {
            Some(Ordering::Greater)
        } else if self.high.is_negative() {
            Some(Ordering::Less)
        } else if self.low.is_zero() && self.high.is_zero() {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        Enclosure {
            low: &self.low + &other.low,
            high: &self.high + &other.high,
        }
    }

    /// The negative.
    pub fn negated(&self) -> Self {
        Enclosure {
            low: -&self.high,
            high: -&self.low,
        }
    }

    /// The product.
    pub fn times(&self, other: &Self, precision: Precision) -> Option<Self> {
        let ends = [
            &self.low * &other.low,
            &self.low * &other.high,
            &self.high * &other.low,
            &self.high * &other.high,
        ];
        let low = ends.iter().min()? >> precision;
        let high = rounded_up(ends.iter().max()?, precision);
        Self::bounded(low, high)
    }

    /// The product by an exact number.
    pub fn scaled(&self, by: &Rational) -> Option<Self> {
        if by.is_integer() {
            let by = by.numerator();
            let (a, b) = (&self.low * &by, &self.high * &by);
            return if by.is_negative() {
                Self::bounded(b, a)
            } else {
                Self::bounded(a, b)
            };
        }
        let (p, q) = (by.numerator(), by.denominator());
        let (a, b) = if p.is_negative() {
            (&self.high * &p, &self.low * &p)
        } else {
            (&self.low * &p, &self.high * &p)
        };
        Self::bounded(a.div_floor(&q), -((-b).div_floor(&q)))
    }

    /// A power; even powers are not negative.
    pub fn power(&self, exponent: u32, precision: Precision) -> Option<Self> {
        let one = BigInt::from(1) << precision;
        if exponent == 0 {
            return Some(Enclosure {
                low: one.clone(),
                high: one,
            });
        }
        if exponent % 2 == 1 {
            let low = end_power(&self.low, exponent, precision, false)?;
            return Self::bounded(low, end_power(&self.high, exponent, precision, true)?);
        }
        let magnitude = self.absolute();
        let low = end_power(&magnitude.low, exponent, precision, false)?;
        Self::bounded(low, end_power(&magnitude.high, exponent, precision, true)?)
    }

    /// The inverse, of an interval that does not reach 0.
    pub fn inverse(&self, precision: Precision) -> Option<Self> {
        let one = BigInt::from(1) << (2 * precision);
        match self.sign()? {
            Ordering::Equal => None,
            _ if self.low.is_zero() || self.high.is_zero() => None,
            _ => Self::bounded(one.div_floor(&self.high), -((-&one).div_floor(&self.low))),
        }
    }

    /// The distances to 0.
    pub fn absolute(&self) -> Self {
        if !self.low.is_negative() {
            self.clone()
        } else if !self.high.is_positive() {
            self.negated()
        } else {
            Enclosure {
                low: BigInt::zero(),
                high: self.high.clone().max(-&self.low),
            }
        }
    }

    /// The points in both; nothing if there are none.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let low = (&self.low).max(&other.low).clone();
        let high = (&self.high).min(&other.high).clone();
        (low <= high).then_some(Enclosure { low, high })
    }
}

fn ratio(numerator: &BigInt, precision: Precision) -> Rational {
    Rational::from_big(BigRational::new(
        numerator.clone(),
        BigInt::from(1) << precision,
    ))
}

/// A number divided by 2ᵖ, rounded up.
pub fn rounded_up(value: &BigInt, precision: Precision) -> BigInt {
    -((-value) >> precision)
}

/// A power of one end, rounded down or up by repeated squaring of its magnitude.
fn end_power(value: &BigInt, exponent: u32, precision: Precision, up: bool) -> Option<BigInt> {
    let negative = value.is_negative() && exponent % 2 == 1;
    let up = up != negative;
    let round = |v: BigInt| {
        if up {
            rounded_up(&v, precision)
        } else {
            v >> precision
        }
    };
    let mut square = value.abs();
    let mut result = BigInt::from(1) << precision;
    let mut rest = exponent;
    while rest > 0 {
        if rest % 2 == 1 {
            result = round(result * &square);
        }
        rest /= 2;
        if rest > 0 {
            square = round(&square * &square);
        }
        if square.bits().max(result.bits()) > LARGEST {
            return None;
        }
    }
    Some(if negative { -result } else { result })
}
