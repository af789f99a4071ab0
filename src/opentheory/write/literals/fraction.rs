//! Sums, products, signs and comparisons of the numerals of ℝ: whole numbers by their digits, fractions by clearing
//! denominators.

use super::{
    field::Field,
    law::{Law, carried, chain, without},
    natural::Naturals,
};
use crate::logic::{Result, apply_both_to, apply_to_both, equal_true, logic, symmetric};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use rationale_kernel::{Term, Theorem};

/// Arithmetic on the numerals of ℝ.
pub(super) struct Fractions {
    pub(super) field: Field,
    /// cast (x + y) = cast x + cast y
    cast_add: Law,
    /// ⊢ 0 ≤ 1
    one_nonneg: Theorem,
    /// ⊢ 0 ≤ 0
    zero_nonneg: Theorem,
}

impl Fractions {
    pub(super) fn new(field: Field, naturals: &Naturals) -> Result<Self> {
        Ok(Fractions {
            cast_add: field.cast_add(naturals)?,
            one_nonneg: field.one_nonneg()?,
            zero_nonneg: field.zero_nonneg()?,
            field,
        })
    }

    fn whole(&self, n: &BigUint) -> Result<Term> {
        self.field.semiring.numeral(n)
    }

    fn signed(&self, n: &BigInt) -> Result<Term> {
        let size = self.whole(n.magnitude())?;
        if n.is_negative() {
            self.field.negative(&size)
        } else {
            Ok(size)
        }
    }

    /// The numeral of a number: −r is `neg r`, p/q is `div p q`.
    pub(super) fn numeral(&self, r: &BigRational) -> Result<Term> {
        if r.is_negative() {
            return self.field.negative(&self.numeral(&-r)?);
        }
        let numerator = self.whole(r.numer().magnitude())?;
        if r.is_integer() {
            return Ok(numerator);
        }
        let denominator = self.whole(r.denom().magnitude())?;
        super::law::binary(&self.field.div, &numerator, &denominator)
    }

    /// ⊢ i + j = k, for signed whole numbers.
    fn add_whole(&self, i: &BigInt, j: &BigInt) -> Result<Theorem> {
        let (ring, field) = (&self.field.semiring, &self.field);
        let (m, n) = (i.magnitude(), j.magnitude());
        match (i.sign(), j.sign()) {
            (Sign::Minus, Sign::Minus) => {
                let sum = apply_to_both(&field.neg, &ring.add(m, n)?)?;
                chain(&[&field.neg_sum(&self.whole(m)?, &self.whole(n)?)?, &sum])
            }
            (Sign::Minus, _) => {
                let swap = ring
                    .base
                    .add_comm
                    .at(&[&self.signed(i)?, &self.signed(j)?])?;
                chain(&[&swap, &self.add_whole(j, i)?])
            }
            (_, Sign::Minus) => self.subtract(m, n),
            _ => ring.add(m, n),
        }
    }

    /// ⊢ m + −n = the signed numeral of the difference.
    fn subtract(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let (ring, field) = (&self.field.semiring, &self.field);
        let (x, y) = (self.whole(m)?, self.whole(n)?);
        if m >= n {
            let rest = m - n; // m + −n = (n + rest) + −n
            let split = symmetric(&ring.add(n, &rest)?)?;
            let start = apply_both_to(
                &apply_to_both(&ring.base.add, &split)?,
                &field.negative(&y)?,
            )?;
            return chain(&[&start, &field.cancel_left(&y, &self.whole(&rest)?)?]);
        }
        let rest = n - m; // m + −n = m + −(m + rest)
        let split = apply_to_both(&field.neg, &symmetric(&ring.add(m, &rest)?)?)?;
        let start = apply_to_both(&Term::apply(&ring.base.add, &x)?, &split)?;
        chain(&[&start, &field.cancel_rest(&x, &self.whole(&rest)?)?])
    }

    /// ⊢ i * j = k, for signed whole numbers.
    fn multiply_whole(&self, i: &BigInt, j: &BigInt) -> Result<Theorem> {
        let (ring, field) = (&self.field.semiring, &self.field);
        let (x, y) = (self.whole(i.magnitude())?, self.whole(j.magnitude())?);
        let product = ring.multiply(i.magnitude(), j.magnitude())?;
        let negated = || apply_to_both(&field.neg, &product);
        let result = match (i.is_negative(), j.is_negative()) {
            (false, false) => return Ok(product),
            (true, false) => chain(&[&field.neg_mul(&x, &y)?, &negated()?])?,
            (false, true) => chain(&[&field.mul_neg(&x, &y)?, &negated()?])?,
            (true, true) => {
                let outer = field.neg_mul(&x, &field.negative(&y)?)?;
                let inner = apply_to_both(&field.neg, &field.mul_neg(&x, &y)?)?;
                return chain(&[
                    &outer,
                    &inner,
                    &field.neg_neg(&ring.base.product(&x, &y)?)?,
                    &product,
                ]);
            }
        };
        if i.is_zero() || j.is_zero() {
            return chain(&[&result, &field.neg_zero()?]);
        }
        Ok(result)
    }

    /// ⊢ r * l = the whole number that it is, for a positive multiple l of the denominator.
    fn scaled(&self, r: &BigRational, l: &BigInt) -> Result<Theorem> {
        let (ring, field) = (&self.field.semiring, &self.field);
        if r.is_integer() {
            return self.multiply_whole(&r.to_integer(), l);
        }
        let multiplier = self.signed(l)?;
        if r.is_negative() {
            let positive = -r;
            let inner = apply_to_both(&field.neg, &self.scaled(&positive, l)?)?;
            return chain(&[
                &field.neg_mul(&self.numeral(&positive)?, &multiplier)?,
                &inner,
            ]);
        }
        let rest = l / r.denom();
        let (p, q) = (r.numer().magnitude(), r.denom().magnitude());
        let split = symmetric(&ring.multiply(q, rest.magnitude())?)?; // l = q * rest
        let start = apply_to_both(&Term::apply(&ring.base.mul, &self.numeral(r)?)?, &split)?;
        let cleared =
            field.scaled_quotient([&self.whole(p)?, &self.whole(q)?, &self.signed(&rest)?])?;
        let whole = chain(&[&start, &cleared, &ring.multiply(p, rest.magnitude())?])?;
        without(whole, &[&self.nonzero_whole(q)?])
    }

    /// ⊢ 0 ≤ n
    fn nonneg_whole(&self, n: &BigUint) -> Result<Theorem> {
        let field = &self.field;
        if n.is_zero() {
            return Ok(self.zero_nonneg.clone());
        }
        let mut theorem = self.one_nonneg.clone();
        let mut term = field.base().one.clone();
        for place in (0..n.bits() - 1).rev() {
            let bit = n.bit(place);
            let double = without(field.sum_nonneg(&term, &term)?, &[&theorem])?;
            let unfolded = field.semiring.digit(bit, &term)?;
            let sum = match bit {
                false => double,
                true => {
                    let doubled = field.base().sum(&term, &term)?;
                    without(
                        field.sum_nonneg(&doubled, &field.base().one)?,
                        &[&double, &self.one_nonneg],
                    )?
                }
            };
            let folded = symmetric(&unfolded)?;
            theorem = carried(
                &sum,
                &apply_to_both(&Term::apply(&field.le, &field.base().zero)?, &folded)?,
            )?;
            term = super::law::right(&folded);
        }
        Ok(theorem)
    }

    /// ⊢ (n = 0) = false, for n > 0.
    fn nonzero_whole(&self, n: &BigUint) -> Result<Theorem> {
        let field = &self.field;
        let rest = n - 1u8;
        let law = field.successor_nonzero(&self.whole(&rest)?)?;
        let fact = without(law, &[&self.nonneg_whole(&rest)?])?;
        let sum = symmetric(&field.semiring.add(&rest, &BigUint::one())?)?;
        chain(&[&Field::equated(&sum, &field.base().zero)?, &fact])
    }

    /// ⊢ 0 ≤ r, for r ≥ 0.
    fn nonneg(&self, r: &BigRational) -> Result<Theorem> {
        if r.is_integer() {
            return self.nonneg_whole(r.numer().magnitude());
        }
        let (p, q) = (r.numer().magnitude(), r.denom().magnitude());
        let terms = [&self.numeral(r)?, &self.whole(q)?, &self.whole(p)?];
        let law = self
            .field
            .quotient_nonneg(terms, &self.scaled(r, r.denom())?)?;
        without(
            law,
            &[
                &self.nonneg_whole(q)?,
                &self.nonzero_whole(q)?,
                &self.nonneg_whole(p)?,
            ],
        )
    }

    /// ⊢ (r = 0) = false, for r ≠ 0.
    fn nonzero(&self, r: &BigRational) -> Result<Theorem> {
        if r.is_negative() {
            let positive = -r;
            let law = self.field.negative_nonzero(&self.numeral(&positive)?)?;
            return without(law, &[&self.nonzero(&positive)?]);
        }
        let (p, q) = (r.numer().magnitude(), r.denom().magnitude());
        if r.is_integer() {
            return self.nonzero_whole(p);
        }
        let terms = [&self.numeral(r)?, &self.whole(q)?, &self.whole(p)?];
        let law = self
            .field
            .quotient_nonzero(terms, &self.scaled(r, r.denom())?)?;
        without(law, &[&self.nonzero_whole(p)?])
    }

    /// ⊢ x = c from ⊢ x * l = c * l.
    fn cleared(&self, x: &Term, c: &BigRational, l: &BigInt, scaled: &Theorem) -> Result<Theorem> {
        let both = chain(&[scaled, &symmetric(&self.scaled(c, l)?)?])?;
        let law = self
            .field
            .cancel([x, &self.numeral(c)?, &self.signed(l)?], &both)?;
        without(law, &[&self.nonzero_whole(l.magnitude())?])
    }

    /// ⊢ a + b = the numeral of the sum.
    pub(super) fn add(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        if a.is_integer() && b.is_integer() {
            return self.add_whole(&a.to_integer(), &b.to_integer());
        }
        let base = self.field.base();
        let (x, y, l) = (self.numeral(a)?, self.numeral(b)?, a.denom().lcm(b.denom()));
        let sum = base.sum(&x, &y)?;
        let split = base.add_mul.at(&[&x, &y, &self.signed(&l)?])?;
        let parts = base.add_both(&self.scaled(a, &l)?, &self.scaled(b, &l)?)?;
        let whole = |r: &BigRational| (r * &l).to_integer();
        let scaled = chain(&[&split, &parts, &self.add_whole(&whole(a), &whole(b))?])?;
        self.cleared(&sum, &(a + b), &l, &scaled)
    }

    /// ⊢ a * b = the numeral of the product.
    pub(super) fn multiply(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        if a.is_integer() && b.is_integer() {
            return self.multiply_whole(&a.to_integer(), &b.to_integer());
        }
        let base = self.field.base();
        let (x, y) = (self.numeral(a)?, self.numeral(b)?);
        let (p, q) = (a.denom(), b.denom());
        let (product, l) = (base.product(&x, &y)?, p * q);
        let denominators = symmetric(&self.multiply_whole(p, q)?)?;
        let start = apply_to_both(&Term::apply(&base.mul, &product)?, &denominators)?;
        let sorted = self
            .field
            .mul_mul([&x, &y, &self.signed(p)?, &self.signed(q)?])?;
        let parts = base.mul_both(&self.scaled(a, p)?, &self.scaled(b, q)?)?;
        let last = self.multiply_whole(a.numer(), b.numer())?;
        self.cleared(
            &product,
            &(a * b),
            &l,
            &chain(&[&start, &sorted, &parts, &last])?,
        )
    }

    /// ⊢ neg a = the numeral of −a.
    pub(super) fn negate(&self, a: &BigRational) -> Result<Theorem> {
        if a.is_zero() {
            self.field.neg_zero()
        } else if a.is_negative() {
            self.field.neg_neg(&self.numeral(&-a)?)
        } else {
            Ok(Theorem::reflexive(&self.numeral(&-a)?)?)
        }
    }

    /// ⊢ inv a = the numeral of 1/a; inv 0 = 0.
    pub(super) fn invert(&self, a: &BigRational) -> Result<Theorem> {
        if a.is_zero() {
            return self.field.inv_zero.at(&[]);
        }
        let inverse = a.recip();
        let product = self.multiply(a, &inverse)?;
        self.field
            .inverse(&self.numeral(a)?, &self.numeral(&inverse)?, &product)
    }

    /// ⊢ sub a b = the numeral of a − b.
    pub(super) fn minus(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        let (x, y) = (self.numeral(a)?, self.numeral(b)?);
        let unfolded = self.field.sub_law.at(&[&x, &y])?;
        let inner = apply_to_both(&Term::apply(&self.field.base().add, &x)?, &self.negate(b)?)?;
        chain(&[&unfolded, &inner, &self.add(a, &-b)?])
    }

    /// ⊢ div a b = the numeral of a / b.
    pub(super) fn divide(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        let (x, y) = (self.numeral(a)?, self.numeral(b)?);
        let term = super::law::binary(&self.field.div, &x, &y)?;
        if !b.is_zero() && term == self.numeral(&(a / b))? {
            return Ok(Theorem::reflexive(&term)?);
        }
        let unfolded = self.field.div_law.at(&[&x, &y])?;
        let inner = apply_to_both(&Term::apply(&self.field.base().mul, &x)?, &self.invert(b)?)?;
        let inverse = if b.is_zero() {
            BigRational::zero()
        } else {
            b.recip()
        };
        chain(&[&unfolded, &inner, &self.multiply(a, &inverse)?])
    }

    /// ⊢ (a ≤ b) = true or false
    pub(super) fn le(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        let (field, x, y) = (&self.field, self.numeral(a)?, self.numeral(b)?);
        if a <= b {
            let rest = b - a;
            let sum = symmetric(&self.add(a, &rest)?)?;
            let moved = apply_to_both(&Term::apply(&field.le, &x)?, &sum)?;
            let law = field.le_true(&x, &self.numeral(&rest)?)?;
            return chain(&[&moved, &without(law, &[&self.nonneg(&rest)?])?]);
        }
        let rest = a - b;
        let sum = symmetric(&self.add(b, &rest)?)?;
        let moved = apply_both_to(&apply_to_both(&field.le, &sum)?, &y)?;
        let law = field.le_false(&y, &self.numeral(&rest)?)?;
        chain(&[
            &moved,
            &without(law, &[&self.nonneg(&rest)?, &self.nonzero(&rest)?])?,
        ])
    }

    /// ⊢ (a < b) = true or false
    pub(super) fn lt(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        let unfolded = self
            .field
            .lt_law
            .at(&[&self.numeral(a)?, &self.numeral(b)?])?;
        let falsity = logic().falsity_term();
        let moved = super::natural::equated(&self.le(b, a)?, falsity)?;
        let last = if a < b {
            equal_true(&Theorem::reflexive(falsity)?)?
        } else {
            Field::true_is_not_false()?
        };
        chain(&[&unfolded, &moved, &last])
    }

    /// ⊢ (a = b) = true or false
    pub(super) fn equal(&self, a: &BigRational, b: &BigRational) -> Result<Theorem> {
        let (x, y) = (self.numeral(a)?, self.numeral(b)?);
        if a == b {
            return equal_true(&Theorem::reflexive(&x)?);
        }
        let rest = a - b; // a = b + rest
        let sum = symmetric(&self.add(b, &rest)?)?;
        let law = self.field.eq_false(&y, &self.numeral(&rest)?)?;
        chain(&[
            &Field::equated(&sum, &y)?,
            &without(law, &[&self.nonzero(&rest)?])?,
        ])
    }

    /// ⊢ cast n = the numeral of n.
    pub(super) fn cast(&self, n: &BigUint, naturals: &Naturals) -> Result<Theorem> {
        let (field, ring) = (&self.field, self.field.base());
        if n.is_zero() {
            return field.cast_zero.at(&[]);
        }
        let one = field.cast_suc.at(&[&naturals.semiring.base.zero])?; // cast (suc 0) = cast 0 + 1
        let nothing = apply_both_to(
            &apply_to_both(&ring.add, &field.cast_zero.at(&[])?)?,
            &ring.one,
        )?;
        let one = chain(&[&one, &nothing, &ring.zero_add.at(&[&ring.one])?])?;
        if n.is_one() {
            return Ok(one);
        }
        let (bit, half) = (n.bit(0), n >> 1u8);
        let (x, value) = (
            naturals.semiring.numeral(&half)?,
            self.cast(&half, naturals)?,
        );
        let unfolded = apply_to_both(&field.cast, &naturals.semiring.digit(bit, &x)?)?;
        let double = chain(&[
            &self.cast_add.at(&[&x, &x])?,
            &ring.add_both(&value, &value)?,
        ])?;
        let sum = match bit {
            false => double,
            true => {
                let doubled = naturals.semiring.base.sum(&x, &x)?;
                let split = self.cast_add.at(&[&doubled, &naturals.semiring.base.one])?;
                chain(&[&split, &ring.add_both(&double, &one)?])?
            }
        };
        let folded = symmetric(&field.semiring.digit(bit, &self.whole(&half)?)?)?;
        chain(&[&unfolded, &sum, &folded])
    }
}
