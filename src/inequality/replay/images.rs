//! Bounds of functions of a bounded argument: inverses, √, exp, log and |·|, each by a theorem on its monotonicity.

use super::{
    normal::Normalizer,
    ranges::{End, Range, Ranges, literals},
};
use crate::{
    inequality::atom::Atom,
    prove::arith::{Rational, Result, lemmas::Lemma, theory::Operation},
};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use rationale_kernel::Term;

impl Ranges {
    pub(super) fn function(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        function: &Atom,
    ) -> Result<Range> {
        let Some(p) = function.argument() else {
            return Ok(Range::default());
        };
        let argument = self.form(n, p)?;
        let x = n.term(p)?;
        match function {
            Atom::Inverse(_) => self.inverse(n, &x, argument),
            Atom::Root(_) => self.root(n, &x, argument),
            Atom::Exponential(_) => self.exponential(n, &x, argument),
            Atom::Logarithm(_) => self.logarithm(n, &x, argument),
            Atom::Absolute(_) => self.absolute(n, &x, argument),
            Atom::Variable | Atom::Pi | Atom::Alias(_) => Ok(Range::default()),
        }
    }

    fn inverse(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range::default();
        let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) else {
            return Ok(result);
        };
        let zero = n.zero()?;
        let [a] = literals(n, [&low.value])?;
        let positive = n.literal_lt(&zero, &a)?;
        let value = self.up(&low.value.inverse().unwrap_or_default());
        let [h] = literals(n, [&value])?;
        let inverse = n.theory.unary(Operation::Inv, &a)?;
        let bound = n.literal_bound(&inverse, &h)?;
        let theorem = n
            .lemma("inv_high")?
            .with(&[x, &a, &h], &[&positive, &low.theorem, &bound])?;
        result.high = Some(End { value, theorem });
        let own = n
            .lemma("real_lt_le_trans")?
            .with(&[&zero, &a, x], &[&positive, &low.theorem])?;
        if let Some(high) = &range.high {
            let [b] = literals(n, [&high.value])?;
            let value = self.down(&high.value.inverse().unwrap_or_default());
            let [l] = literals(n, [&value])?;
            let inverse = n.theory.unary(Operation::Inv, &b)?;
            let bound = n.literal_bound(&l, &inverse)?;
            let theorem = n
                .lemma("inv_low")?
                .with(&[x, &b, &l], &[&own, &high.theorem, &bound])?;
            result.low = Some(End { value, theorem });
        } else {
            let weak = n.theory.lemma(Lemma::RealInvPos)?.with(&[x], &[&own])?;
            let inverse = n.theory.unary(Operation::Inv, x)?;
            let theorem = n
                .theory
                .lemma(Lemma::RealLtLe)?
                .with(&[&zero, &inverse], &[&weak])?;
            result.low = Some(End {
                value: Rational::ZERO,
                theorem,
            });
        }
        Ok(result)
    }

    fn root(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: n.lemma("sqrt_nonneg")?.at(&[x])?,
            }),
            high: None,
        };
        if let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) {
            let value = root_of(&low.value, self.precision, false);
            let [a, l] = literals(n, [&low.value, &value])?;
            let (sign, square) = (n.not_negative(&l)?, n.product(&l, &l)?);
            let bound = n.literal_bound(&square, &a)?;
            let theorem = n
                .lemma("sqrt_low")?
                .with(&[x, &a, &l], &[&low.theorem, &sign, &bound])?;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high {
            let value = root_of(&high.value, self.precision, true);
            let [b, h] = literals(n, [&high.value, &value])?;
            let (sign, square) = (n.not_negative(&h)?, n.product(&h, &h)?);
            let bound = n.literal_bound(&b, &square)?;
            let theorem = n
                .lemma("sqrt_high")?
                .with(&[x, &b, &h], &[&high.theorem, &sign, &bound])?;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    fn absolute(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: n.lemma("abs_nonneg")?.at(&[x])?,
            }),
            high: None,
        };
        let absolute = n.theory.unary(Operation::Abs, x)?;
        if let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) {
            let [a] = literals(n, [&low.value])?;
            let above = n.lemma("le_abs")?.at(&[x])?;
            result.low = Some(End {
                value: low.value.clone(),
                theorem: n.lemma_le_trans(&a, x, &absolute, &low.theorem, &above)?,
            });
        }
        if let Some(high) = range.high.as_ref().filter(|high| high.value.is_negative()) {
            let value = high.value.abs();
            let below = n.negated_end(high)?;
            let m = n.literal(&value)?;
            let theorem = n.lemma("abs_low_neg")?.with(&[x, &m], &[&below])?;
            result.low = Some(End { value, theorem });
        }
        if let (Some(low), Some(high)) = (&range.low, &range.high) {
            let m = low.value.abs().max(high.value.abs());
            let [tm, minus, tl, th] = literals(n, [&m, &-&m, &low.value, &high.value])?;
            let order = n.literal_le(&minus, &tl)?;
            let below = n.lemma_le_trans(&minus, &tl, x, &order, &low.theorem)?;
            let below = n.as_negation_low(&tm, &minus, x, below)?;
            let order = n.literal_le(&th, &tm)?;
            let above = n.lemma_le_trans(x, &th, &tm, &high.theorem, &order)?;
            let theorem = n.lemma("abs_high")?.with(&[x, &tm], &[&below, &above])?;
            result.high = Some(End { value: m, theorem });
        }
        Ok(result)
    }

    fn exponential(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let zero = n.zero()?;
        let exponential = n.applied("exp", x)?;
        let positive = n.lemma("exp_pos")?.at(&[x])?;
        let weak = n.theory.lemma(Lemma::RealLtLe)?;
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: weak.with(&[&zero, &exponential], &[&positive])?,
            }),
            high: None,
        };
        if let Some(low) = &range.low
            && let Some(end) = n.exp_literal(&low.value, self.precision, false)?
        {
            let [a, l] = literals(n, [&low.value, &end.value])?;
            let theorem = n
                .lemma("exp_low")?
                .with(&[x, &a, &l], &[&low.theorem, &end.theorem])?;
            let value = end.value;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high
            && let Some(end) = n.exp_literal(&high.value, self.precision, true)?
        {
            let [b, h] = literals(n, [&high.value, &end.value])?;
            let theorem = n
                .lemma("exp_high")?
                .with(&[x, &b, &h], &[&high.theorem, &end.theorem])?;
            let value = end.value;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    fn logarithm(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range::default();
        let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) else {
            return Ok(result);
        };
        let zero = n.zero()?;
        let [a] = literals(n, [&low.value])?;
        let positive = n.literal_lt(&zero, &a)?;
        if let Some(end) = n.log_literal(&low.value, self.precision, false)? {
            let [l] = literals(n, [&end.value])?;
            let theorem = n
                .lemma("log_low")?
                .with(&[x, &a, &l], &[&low.theorem, &positive, &end.theorem])?;
            let value = end.value;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high
            && let Some(end) = n.log_literal(&high.value, self.precision, true)?
        {
            let own = n
                .lemma("real_lt_le_trans")?
                .with(&[&zero, &a, x], &[&positive, &low.theorem])?;
            let [b, h] = literals(n, [&high.value, &end.value])?;
            let theorem = n
                .lemma("log_high")?
                .with(&[x, &b, &h], &[&own, &high.theorem, &end.theorem])?;
            let value = end.value;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }
}

/// A number whose square is below (or above) another one, closely.
fn root_of(value: &Rational, precision: u32, up: bool) -> Rational {
    if value.signum() <= 0 {
        return Rational::ZERO;
    }
    let scaled: BigInt = (value.numerator() << (2 * precision)).div_floor(&value.denominator());
    let root = scaled.sqrt();
    let root = if up { root + 1 } else { root };
    Rational::from_big(BigRational::new(root, BigInt::from(1) << precision))
}
