//! Enclosures of √, exp, log and π.
//!
//! Every bound follows from few facts: √ from squares; exp from its Taylor sums with positive terms, a geometric bound
//! for the rest and exp (2x) = (exp x)²; log from exp's inverse series 2·artanh; π from arctangents of 1/5 and 1/239.

use super::enclosure::{Enclosure, Precision, rounded_up};
use crate::prove::arith::meter;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// exp of larger arguments is given up.
const LARGEST_EXPONENT: u64 = 1 << 14;

/// √ of an interval, with √x = 0 below 0.
pub fn root(x: &Enclosure, precision: Precision) -> Enclosure {
    let zero = BigInt::zero();
    let low = ((&x.low).max(&zero) << precision).sqrt();
    let square = (&x.high).max(&zero) << precision;
    let mut high = square.sqrt();
    if &high * &high < square {
        high += 1;
    }
    Enclosure { low, high }
}

/// exp of an interval; nothing if it is absurdly large.
pub fn exponential(x: &Enclosure, precision: Precision) -> Option<Enclosure> {
    let low = exponential_at(&x.low, precision)?.low;
    let high = exponential_at(&x.high, precision)?.high;
    Some(Enclosure { low, high })
}

/// exp of n · 2⁻ᵖ.
fn exponential_at(n: &BigInt, precision: Precision) -> Option<Enclosure> {
    let whole = (n.abs() >> precision)
        .to_u64()
        .filter(|w| *w < LARGEST_EXPONENT);
    let Some(whole) = whole else {
        let tiny = Enclosure {
            low: BigInt::zero(),
            high: BigInt::one(),
        };
        return n.is_negative().then_some(tiny);
    };
    let halvings = 64 - whole.leading_zeros() + 4 + precision.isqrt() / 2;
    let guard = 2 * halvings + (whole as u32) * 2 + 8;
    let inner = precision + guard;
    series(inner, 4 + precision.isqrt() / 2)?;
    let scaled = n.abs() << (guard - halvings);
    let mut value = Enclosure {
        low: taylor(&scaled, inner),
        high: taylor_above(&((n.abs() << guard) + 1), inner, halvings),
    };
    for _ in 0..halvings {
        value = value.times(&value, inner)?;
    }
    if n.is_negative() {
        value = value.inverse(inner)?;
    }
    Some(Enclosure {
        low: value.low >> guard,
        high: rounded_up(&value.high, guard),
    })
}

/// Charges a power series of which each term adds so many places; nothing if the search has no time for it.
fn series(precision: Precision, gain: u32) -> Option<()> {
    let terms = u64::from(precision / gain + 1);
    meter::charge(meter::product(precision.into()) * 4 * terms)
}

/// A lower bound of exp x for 0 ≤ x: a Taylor sum, rounded down.
fn taylor(x: &BigInt, precision: Precision) -> BigInt {
    let mut term = BigInt::one() << precision;
    let mut sum = term.clone();
    for k in 1u32..10_000 {
        term = ((term * x) >> precision) / k;
        if term.is_zero() {
            break;
        }
        sum += &term;
    }
    sum
}

/// An upper bound of exp (x / 2ʰ) for 0 ≤ x / 2ʰ ≤ 1/2: a Taylor sum rounded up and its last term once more.
fn taylor_above(x: &BigInt, precision: Precision, halvings: u32) -> BigInt {
    let x = rounded_up(x, halvings);
    let mut term = BigInt::one() << precision;
    let mut sum = term.clone();
    for k in 1u32..10_000 {
        term = -((-rounded_up(&(term * &x), precision)).div_floor(&BigInt::from(k)));
        sum += &term;
        if term <= BigInt::one() {
            break;
        }
    }
    sum + term
}

/// log of an interval above 0.
pub fn logarithm(x: &Enclosure, precision: Precision) -> Option<Enclosure> {
    if !x.low.is_positive() {
        return None;
    }
    let low = logarithm_at(&x.low, precision)?.low;
    let high = logarithm_at(&x.high, precision)?.high;
    Some(Enclosure { low, high })
}

/// log (n · 2⁻ᵖ) = shift · log 2 + 2 artanh ((m − 1) / (m + 1)), with m between 1 and 2.
fn logarithm_at(n: &BigInt, precision: Precision) -> Option<Enclosure> {
    let inner = precision + 24;
    let length = n.bits();
    let shift = i64::try_from(length).ok()? - 1 - i64::from(precision);
    series(inner, 3)?;
    let unit = BigInt::one() << (length - 1);
    let (numerator, denominator) = (n - &unit, n + &unit);
    let part = artanh(&numerator, &denominator, inner);
    let two = artanh(&BigInt::one(), &BigInt::from(3), inner);
    let sum = two
        .times(
            &Enclosure {
                low: BigInt::from(shift) << inner,
                high: BigInt::from(shift) << inner,
            },
            inner,
        )?
        .plus(&part);
    let low: BigInt = (sum.low * 2) >> 24;
    Some(Enclosure {
        low,
        high: rounded_up(&(sum.high * 2), 24),
    })
}

/// artanh (p / q) for 0 ≤ p / q ≤ 1/3, as Σ t²ᵏ⁺¹ / (2k + 1); the rest is below 1/8 of the next power.
fn artanh(p: &BigInt, q: &BigInt, precision: Precision) -> Enclosure {
    let ratio = |up: bool| {
        let scaled = p << precision;
        if up {
            -((-scaled).div_floor(q))
        } else {
            scaled.div_floor(q)
        }
    };
    let (t, above) = (ratio(false), ratio(true));
    let (square, square_above) = (
        (&t * &t) >> precision,
        rounded_up(&(&above * &above), precision),
    );
    let (mut power, mut power_above) = (t.clone(), above.clone());
    let (mut low, mut high) = (t, above);
    for k in 1u32.. {
        power = (power * &square) >> precision;
        power_above = rounded_up(&(power_above * &square_above), precision);
        let odd = BigInt::from(2 * k + 1);
        low += &power / &odd;
        high += -((-&power_above).div_floor(&odd));
        if power_above <= BigInt::one() || k > 100_000 {
            break;
        }
    }
    Enclosure {
        low,
        high: high + power_above + 1,
    }
}

/// π = 16 arctan (1/5) − 4 arctan (1/239).
pub fn pi(precision: Precision) -> Enclosure {
    let inner = precision + 16;
    let (five, rest) = (arctangent(5, inner), arctangent(239, inner));
    let low: BigInt = (&five.low * 16 - &rest.high * 4) >> 16;
    let high = rounded_up(&(&five.high * 16 - &rest.low * 4), 16);
    Enclosure { low, high }
}

/// arctan (1/n) by its alternating series, with an error of one unit for each term.
fn arctangent(n: u32, precision: Precision) -> Enclosure {
    let mut power = (BigInt::one() << precision) / n;
    let mut sum = power.clone();
    let mut terms = 1u32;
    while !power.is_zero() {
        power /= n * n;
        let term = &power / (2 * terms + 1);
        sum = if terms % 2 == 1 {
            sum - term
        } else {
            sum + term
        };
        terms += 1;
    }
    Enclosure {
        low: &sum - 2 * terms,
        high: sum + 2 * terms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::arith::Rational;

    fn decimal(text: &str, precision: Precision) -> Enclosure {
        let (whole, part) = text.split_once('.').unwrap();
        let digits: BigInt = format!("{whole}{part}").parse().unwrap();
        let scale = BigInt::from(10).pow(part.len() as u32);
        let value = num_rational::BigRational::new(digits.clone(), scale.clone());
        let above = num_rational::BigRational::new(digits + 1, scale);
        Enclosure::between(
            &Rational::from_big(value),
            &Rational::from_big(above),
            precision,
        )
    }

    /// The enclosure holds the number (given by its first digits) and is not wide.
    fn encloses(found: &Enclosure, digits: &str, precision: Precision) {
        let known = decimal(digits, precision);
        assert!(
            found.low <= known.high && found.high >= known.low,
            "{digits}"
        );
        assert!(
            &found.high - &found.low < BigInt::from(1000),
            "{digits}: {} wide",
            &found.high - &found.low
        );
    }

    #[test]
    fn known_values() {
        let p = 200;
        let at = |n, d| Enclosure::of(&Rational::new(n, d).unwrap(), p);
        encloses(
            &pi(p),
            "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899",
            p,
        );
        encloses(
            &exponential(&at(1, 1), p).unwrap(),
            "2.71828182845904523536028747135266249775724709369995957496696762772407663035354759",
            p,
        );
        encloses(
            &logarithm(&at(2, 1), p).unwrap(),
            "0.69314718055994530941723212145817656807550013436025525412068000949339362196969471",
            p,
        );
        encloses(
            &logarithm(&at(10, 1), p).unwrap(),
            "2.30258509299404568401799145468436420760110148862877297603332790096757260967735248",
            p,
        );
        encloses(
            &root(&at(2, 1), p),
            "1.41421356237309504880168872420969807856967187537694807317667973799073247846210703",
            p,
        );
    }
}
