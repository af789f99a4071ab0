//! Literals as text.

use super::piece::Piece;
use crate::syntax::words::{Grouping, level};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// The most decimals that are shown; longer fractions are shown as quotients.
const MAX_DECIMALS: u32 = 12;

/// The number as it is written: digits, a decimal fraction, or (which reads back as an operation) `-a` or `p / q`.
pub(super) fn print(value: &BigRational) -> Piece {
    if value.is_negative() {
        return Piece::sign("-", print(&-value), level::NEG);
    }
    match decimals(value) {
        Some(text) => Piece::atom(text),
        None => {
            let [numerator, denominator] =
                [value.numer(), value.denom()].map(|n| Piece::atom(n.to_string()));
            Piece::infix(numerator, "/", denominator, level::MUL, Grouping::Left)
        }
    }
}

/// The digits of a number at least 0, if few are enough.
fn decimals(value: &BigRational) -> Option<String> {
    let ten = BigInt::from(10);
    let mut scaled = value.clone();
    for places in 0..=MAX_DECIMALS {
        if scaled.is_integer() {
            return Some(with_point(scaled.numer(), places));
        }
        scaled *= &ten;
    }
    None
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
pub(super) fn is_plain(value: &BigRational) -> bool {
    !value.is_negative() && (value.is_zero() || value.denom().is_one() || decimals(value).is_some())
}
