//! Bounds of functions of a bounded argument: inverses, √, exp, log and |·|, each by a theorem on its monotonicity.
//!
//! An end of an image is one theorem: the end of the argument, the signs that the theorem asks for, and a comparison of
//! literals. All functions share [`Ranges::image`], which puts the theorem together.

use super::{
    normal::Normalizer,
    ranges::{End, Range, Ranges, literals},
};
use crate::{
    inequality::atom::{Atom, rational_root},
    prove::arith::{Polynomial, Rational, Result, lemmas::Lemma, theory::Operation},
};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use rationale_kernel::{Term, Theorem};

impl Ranges {
    pub(super) fn function(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        function: &Atom,
    ) -> Result<Range> {
        if *function == Atom::Pi {
            return Ok(Range {
                low: Some(n.pi_literal(self.precision, false)?),
                high: Some(n.pi_literal(self.precision, true)?),
            });
        }
        let Some(p) = function.argument() else {
            return Ok(Range::default());
        };
        let argument = self.form(n, p)?;
        let x = n.term(p)?;
        match function {
            Atom::Inverse(_) => self.inverse(n, p, &x, argument),
            Atom::Root(_) => self.root(n, &x, argument),
            Atom::Exponential(_) => self.exponential(n, &x, argument),
            Atom::Logarithm(_) => self.logarithm(n, p, &x, argument),
            Atom::Absolute(_) => self.absolute(n, &x, argument),
            Atom::Variable | Atom::Pi | Atom::Alias(_) => Ok(Range::default()),
        }
    }

    /// The end `value` of f x, by a lemma about x, an end of x and the value, with its premises.
    fn image(
        &self,
        n: &Normalizer<'_, '_>,
        name: &'static str,
        x: &Term,
        (end, value): (&End, Rational),
        premises: &[&Theorem],
    ) -> Result<End> {
        let [argument, image] = literals(n, [&end.value, &value])?;
        let theorem = n.lemma(name)?.with(&[x, &argument, &image], premises)?;
        Ok(End { value, theorem })
    }

    /// A bound of f x that has no literal but 0, by a lemma about x.
    fn at_zero(
        &self,
        n: &Normalizer<'_, '_>,
        name: &'static str,
        x: &Term,
        premises: &[&Theorem],
    ) -> Result<Option<End>> {
        Ok(Some(End {
            value: Rational::ZERO,
            theorem: n.lemma(name)?.with(&[x], premises)?,
        }))
    }

    /// ⊢ 0 < x, from a low end or from what is known of the argument.
    fn positive(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
        x: &Term,
        range: &Range,
    ) -> Result<Option<Theorem>> {
        let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) else {
            return self.positive_form(n, p);
        };
        let (zero, [a]) = (n.zero()?, literals(n, [&low.value])?);
        let sign = n.literal_lt(&zero, &a)?;
        let lemma = n.lemma("real_lt_le_trans")?;
        Ok(Some(lemma.with(&[&zero, &a, x], &[&sign, &low.theorem])?))
    }

    fn inverse(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
        x: &Term,
        range: Range,
    ) -> Result<Range> {
        let sign = |end: &Option<End>| end.as_ref().map(|e| e.value.signum());
        let below = sign(&range.high).is_some_and(|s| s <= 0);
        let above = sign(&range.low).is_some_and(|s| s >= 0);
        let mut result = Range::default();
        if above && let Some(low) = &range.low {
            let nonneg = self.beyond_zero(n, x, low, false)?;
            result.low = self.at_zero(n, "real_inv_nonneg", x, &[&nonneg])?;
            if let (Some(high), Some(positive)) = (&range.high, self.positive(n, p, x, &range)?)
                && high.value.is_positive()
            {
                result.low = Some(self.inverse_end(n, "inv_low", x, high, &positive)?);
            }
            if low.value.is_positive() {
                let sign = self.sign_of(n, low)?;
                result.high = Some(self.inverse_end(n, "inv_high", x, low, &sign)?);
            } else if below && let Some(high) = &range.high {
                let nonpos = self.beyond_zero(n, x, high, true)?;
                result.high = self.at_zero(n, "real_inv_nonpos", x, &[&nonpos])?;
            }
        } else if below && let Some(high) = &range.high {
            let nonpos = self.beyond_zero(n, x, high, true)?;
            result.high = self.at_zero(n, "real_inv_nonpos", x, &[&nonpos])?;
            if high.value.is_negative() {
                let sign = self.sign_of(n, high)?;
                result.low = Some(self.inverse_end(n, "inv_neg_low", x, high, &sign)?);
                if let Some(low) = &range.low {
                    let ([b], zero) = (literals(n, [&high.value])?, n.zero()?);
                    let negative = n
                        .lemma("real_le_lt_trans")?
                        .with(&[x, &b, &zero], &[&high.theorem, &sign])?;
                    result.high = Some(self.inverse_end(n, "inv_neg_high", x, low, &negative)?);
                }
            }
        }
        Ok(result)
    }

    /// ⊢ 0 ≤ x from a low end that is not negative, or x ≤ 0 from a high one.
    fn beyond_zero(
        &self,
        n: &Normalizer<'_, '_>,
        x: &Term,
        end: &End,
        up: bool,
    ) -> Result<Theorem> {
        let (zero, [a]) = (n.zero()?, literals(n, [&end.value])?);
        if up {
            let order = n.literal_le(&a, &zero)?;
            n.lemma_le_trans(x, &a, &zero, &end.theorem, &order)
        } else {
            let order = n.literal_le(&zero, &a)?;
            n.lemma_le_trans(&zero, &a, x, &order, &end.theorem)
        }
    }

    /// ⊢ 0 < a or a < 0 for the literal of an end.
    fn sign_of(&self, n: &Normalizer<'_, '_>, end: &End) -> Result<Theorem> {
        let (zero, [a]) = (n.zero()?, literals(n, [&end.value])?);
        if end.value.is_positive() {
            n.literal_lt(&zero, &a)
        } else {
            n.literal_lt(&a, &zero)
        }
    }

    fn inverse_end(
        &self,
        n: &mut Normalizer<'_, '_>,
        name: &'static str,
        x: &Term,
        end: &End,
        sign: &Theorem,
    ) -> Result<End> {
        let up = matches!(name, "inv_high" | "inv_neg_high");
        let exact = end.value.inverse().unwrap_or_default();
        let value = if up {
            self.up(&exact)
        } else {
            self.down(&exact)
        };
        let [a, v] = literals(n, [&end.value, &value])?;
        let inverse = n.theory.unary(Operation::Inv, &a)?;
        let bound = if up {
            n.literal_bound(&inverse, &v)?
        } else {
            n.literal_bound(&v, &inverse)?
        };
        self.image(n, name, x, (end, value), &[sign, &end.theorem, &bound])
    }

    fn root(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range {
            low: self.at_zero(n, "sqrt_nonneg", x, &[])?,
            high: None,
        };
        if let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) {
            result.low = Some(self.root_end(n, x, low, false)?);
        }
        if let Some(high) = &range.high {
            result.high = Some(self.root_end(n, x, high, true)?);
        }
        Ok(result)
    }

    fn root_end(&self, n: &mut Normalizer<'_, '_>, x: &Term, end: &End, up: bool) -> Result<End> {
        let value = root_of(&end.value, self.precision, up);
        let [a, v] = literals(n, [&end.value, &value])?;
        let square = n.product(&v, &v)?;
        if up {
            let (sign, bound) = (n.not_negative(&v)?, n.literal_bound(&a, &square)?);
            let facts = [&end.theorem, &sign, &bound];
            return self.image(n, "sqrt_high", x, (end, value), &facts);
        }
        let bound = n.literal_bound(&square, &a)?;
        self.image(n, "sqrt_low", x, (end, value), &[&end.theorem, &bound])
    }

    fn absolute(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range {
            low: self.at_zero(n, "abs_nonneg", x, &[])?,
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
            result.high = Some(self.absolute_high(n, x, low, high)?);
        }
        Ok(result)
    }

    fn absolute_high(
        &self,
        n: &Normalizer<'_, '_>,
        x: &Term,
        low: &End,
        high: &End,
    ) -> Result<End> {
        let value = low.value.abs().max(high.value.abs());
        let [m, minus, tl, th] = literals(n, [&value, &-&value, &low.value, &high.value])?;
        let order = n.literal_le(&minus, &tl)?;
        let below = n.lemma_le_trans(&minus, &tl, x, &order, &low.theorem)?;
        let below = n.as_negation_low(&m, &minus, x, below)?;
        let order = n.literal_le(&th, &m)?;
        let above = n.lemma_le_trans(x, &th, &m, &high.theorem, &order)?;
        let theorem = n.lemma("abs_high")?.with(&[x, &m], &[&below, &above])?;
        Ok(End { value, theorem })
    }

    fn exponential(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let (zero, exponential) = (n.zero()?, n.applied("exp", x)?);
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
            let premises = [&low.theorem, &end.theorem];
            result.low = Some(self.image(n, "exp_low", x, (low, end.value), &premises)?);
        }
        if let Some(high) = &range.high
            && let Some(end) = n.exp_literal(&high.value, self.precision, true)?
        {
            let premises = [&high.theorem, &end.theorem];
            result.high = Some(self.image(n, "exp_high", x, (high, end.value), &premises)?);
        }
        Ok(result)
    }

    fn logarithm(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
        x: &Term,
        range: Range,
    ) -> Result<Range> {
        let mut result = Range::default();
        if let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive())
            && let Some(end) = n.log_literal(&low.value, self.precision, false)?
        {
            let sign = self.sign_of(n, low)?;
            let premises = [&low.theorem, &sign, &end.theorem];
            result.low = Some(self.image(n, "log_low", x, (low, end.value), &premises)?);
        }
        if let Some(high) = range.high.as_ref().filter(|high| high.value.is_positive())
            && let Some(own) = self.positive(n, p, x, &range)?
            && let Some(end) = n.log_literal(&high.value, self.precision, true)?
        {
            let premises = [&own, &high.theorem, &end.theorem];
            result.high = Some(self.image(n, "log_high", x, (high, end.value), &premises)?);
        }
        Ok(result)
    }
}

/// A number whose square is below (or above) another one, closely; the root itself if it is rational.
fn root_of(value: &Rational, precision: u32, up: bool) -> Rational {
    if value.signum() <= 0 {
        return Rational::ZERO;
    }
    if let Some(root) = rational_root(value) {
        return root;
    }
    let scaled: BigInt = (value.numerator() << (2 * precision)).div_floor(&value.denominator());
    let root = scaled.sqrt();
    let root = if up { root + 1 } else { root };
    Rational::from_big(BigRational::new(root, BigInt::from(1) << precision))
}
