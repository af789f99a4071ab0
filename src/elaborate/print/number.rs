//! Literals as text.

use super::piece::Piece;
use crate::syntax::words::{Grouping, level};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// How many decimals are shown to a reader; longer fractions are shown as quotients.
pub(super) const FEW_DECIMALS: u64 = 12;
/// How many are written where the text is to read back as the same number: as many as a numeral may have.
pub(super) const ALL_DECIMALS: u64 = 10_000;

/// The number as it is written: digits, a decimal fraction, or (which reads back as an operation) `-a` or `p / q`.
pub(super) fn print(value: &BigRational, most: u64) -> Piece {
    if value.is_negative() {
        return Piece::sign("-", print(&-value, most), level::NEG);
    }
    match decimals(value, most) {
        Some(text) => Piece::atom(text),
        None => {
            let [numerator, denominator] =
                [value.numer(), value.denom()].map(|n| Piece::atom(n.to_string()));
            Piece::infix(numerator, "/", denominator, level::MUL, Grouping::Left)
        }
    }
}

/// The digits of a number at least 0, if finitely many, and not too many, say it all.
fn decimals(value: &BigRational, most: u64) -> Option<String> {
    let places = decimal_places(value.denom(), most)?;
    let power = BigInt::from(10).pow(places);
    let digits = value.numer() * (power / value.denom());
    Some(with_point(&digits, places))
}

/// The least number of places p for which 10ᵖ is a multiple of the denominator, which is then 2ᵃ·5ᵇ with p = max a b.
fn decimal_places(denominator: &BigInt, most: u64) -> Option<u32> {
    let twos = denominator.trailing_zeros().unwrap_or(0);
    if twos > most || denominator.bits() > 4 * most {
        return None;
    }
    let (mut rest, five, mut fives) = (denominator >> twos, BigInt::from(5), 0);
    while !rest.is_one() {
        let (quotient, remainder) = rest.div_rem(&five);
        if !remainder.is_zero() || fives == most {
            return None;
        }
        (rest, fives) = (quotient, fives + 1);
    }
    u32::try_from(twos.max(fives)).ok()
}

fn with_point(digits: &BigInt, places: u32) -> String {
    if places == 0 {
        return digits.to_string();
    }
    let (whole, fraction) = digits.div_rem(&BigInt::from(10).pow(places));
    format!(
        "{whole}.{fraction:0>width$}",
        fraction = fraction.to_string(),
        width = places as usize
    )
}

/// Whether the number is written without an operator, so that it reads back as itself.
pub(super) fn is_plain(value: &BigRational, most: u64) -> bool {
    !value.is_negative()
        && (value.is_zero() || value.denom().is_one() || decimals(value, most).is_some())
}
