//! Enclosures of √, exp, log and π contain values computed to 200 digits by other methods: π and log by the
//! arithmetic-geometric mean (Gauss; Brent 1976), exp as the inverse of that log by Newton's iteration, √ by its square.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;
use rationale::evaluate::{Enclosure, elementary};
use rationale::prove::arith::Rational;

/// The digits to which values are compared, and those that are carried.
const DIGITS: u32 = 200;
const CARRIED: u32 = 260;

/// Fixed-point numbers: n stands for n · 10^−260.
fn unit() -> BigInt {
    BigInt::from(10).pow(CARRIED)
}

fn times(a: &BigInt, b: &BigInt) -> BigInt {
    a * b / unit()
}

fn over(a: &BigInt, b: &BigInt) -> BigInt {
    a * unit() / b
}

/// The limit of (a + b)/2, √(a b).
fn mean(mut a: BigInt, mut b: BigInt) -> BigInt {
    while (&a - &b).abs() > BigInt::from(4) {
        (a, b) = ((&a + &b) / 2, BigInt::sqrt(&(&a * &b)));
    }
    a
}

/// π by the iteration of Gauss and Legendre.
fn pi() -> BigInt {
    let one = unit();
    let half: BigInt = &one * &one / 2;
    let (mut a, mut b) = (one.clone(), half.sqrt());
    let (mut t, mut p): (BigInt, BigInt) = (&one / 4, BigInt::one());
    for _ in 0..10 {
        let next: BigInt = (&a + &b) / 2;
        b = BigInt::sqrt(&(&a * &b));
        let step = &a - &next;
        t -= &p * times(&step, &step);
        p *= 2;
        a = next;
    }
    let sum = &a + &b;
    over(&times(&sum, &sum), &(t * 4))
}

/// log x by log (x · s) − log s, where log (x · s) = π / (2 · mean (1, 4 / (x · s))) to about twice the bits of s.
fn log(x: &BigInt) -> BigInt {
    let shift = 450;
    // The small side of the mean needs digits of its own.
    let wide = unit() * unit();
    let large = |x: &BigInt| {
        let small = &wide * 4 * unit() / (x << shift);
        pi() * &wide / (mean(wide.clone(), small) * 2)
    };
    large(x) - large(&unit())
}

/// exp x for |x| ≤ 2: y with log y = x.
fn exp(x: &BigInt) -> BigInt {
    let guess = x.to_string().parse::<f64>().unwrap() / 10f64.powi(CARRIED as i32);
    let mut y = BigInt::from((guess.exp() * 1e15) as i64) * BigInt::from(10).pow(CARRIED - 15);
    for _ in 0..5 {
        y += times(&y, &(x - log(&y)));
    }
    y
}

fn fixed(q: &Rational) -> BigInt {
    q.numerator() * unit() / q.denominator()
}

/// Whether an enclosure in units of 2⁻ᵖ contains a value that is right to 200 digits.
fn contains(enclosure: &Enclosure, places: u32, value: &BigInt) -> bool {
    let slack = BigInt::from(10).pow(CARRIED - DIGITS);
    let low = BigRational::new(&enclosure.low * unit(), BigInt::one() << places);
    let high = BigRational::new(&enclosure.high * unit(), BigInt::one() << places);
    low <= BigRational::from_integer(value + &slack)
        && BigRational::from_integer(value - &slack) <= high
}

/// Whether it is narrow: at most 2⁻ᵖ⁺⁸ times the larger of 1 and the value.
fn narrow(enclosure: &Enclosure, places: u32) -> bool {
    let one = BigInt::one() << places;
    (&enclosure.high - &enclosure.low) * one.clone() <= (enclosure.high.abs().max(one)) << 8
}

#[test]
fn the_reference_knows_the_constants() {
    let digits = |n: BigInt, count: usize| n.to_string().chars().take(count).collect::<String>();
    // π, log 2 and e (OEIS A000796, A002162, A001113).
    assert_eq!(digits(pi(), 31), "3141592653589793238462643383279");
    assert_eq!(
        digits(log(&(unit() * 2)), 30),
        "693147180559945309417232121458"
    );
    assert_eq!(digits(exp(&unit()), 31), "2718281828459045235360287471352");
}

#[test]
fn pi_is_enclosed() {
    let value = pi();
    for places in (8..660).step_by(13) {
        let enclosure = elementary::pi(places);
        assert!(
            contains(&enclosure, places, &value) && narrow(&enclosure, places),
            "{places}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn functions_are_enclosed(p in -2_000_000i64..2_000_000, places in 16u32..640) {
        let q = Rational::new(p, 1_000_003).unwrap();
        // The argument is enclosed as well: both ends of the image must be on their sides.
        let argument = Enclosure::of(&q, places);
        let x = fixed(&q);
        let image = elementary::exponential(&argument, places).unwrap();
        prop_assert!(contains(&image, places, &exp(&x)) && narrow(&image, places));
        if p > 0 {
            let image = elementary::logarithm(&argument, places);
            if !argument.low.is_zero() {
                prop_assert!(contains(&image.unwrap(), places, &log(&x)));
            }
            let root = elementary::root(&argument, places);
            let exact = BigRational::new(p.into(), 1_000_003.into());
            let square = |n: &BigInt| BigRational::new(n * n, BigInt::one() << (2 * places));
            prop_assert!(square(&root.low) <= exact && exact <= square(&root.high));
        }
    }
}
