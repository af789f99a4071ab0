//! Comparisons of literals and what is made of them, for bounds.

use super::{
    normal::Normalizer,
    ranges::{End, Range},
};
use crate::{
    logic::symmetric,
    prove::arith::{
        Polynomial, Result, Trouble,
        theory::{Carrier, Operation},
    },
};
use rationale_kernel::{Term, Theorem};

impl Normalizer<'_, '_> {
    /// x ≤ z, from x ≤ y and y ≤ z.
    pub fn lemma_le_trans(
        &self,
        x: &Term,
        y: &Term,
        z: &Term,
        first: &Theorem,
        second: &Theorem,
    ) -> Result<Theorem> {
        self.lemma("real_le_trans")?
            .with(&[x, y, z], &[first, second])
    }

    /// `x ≤ y` on ℝ as a term.
    pub fn at_most(&self, x: &Term, y: &Term) -> Result<Term> {
        self.theory.binary(Operation::Le(Carrier::Real), x, y)
    }

    /// ⊢ x ≤ y for closed terms of literals.
    pub fn literal_bound(&mut self, x: &Term, y: &Term) -> Result<Theorem> {
        let formula = self.at_most(x, y)?;
        let (first, second) = (self.read(x)?, self.read(y)?);
        let value = |p: &Polynomial| p.as_constant().ok_or(Trouble::Shape("a number"));
        let reached = self.at_most(
            &self.literal(&value(&first.polynomial)?)?,
            &self.literal(&value(&second.polynomial)?)?,
        )?;
        let truth = self.computed_truth(&reached)?;
        let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, _) = head.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = crate::logic::binary_congruence(
            le,
            &first.step.equation(x)?,
            &second.step.equation(y)?,
        )?;
        Ok(Theorem::equal_modus_ponens(&symmetric(&equal)?, &truth)?)
    }

    /// ⊢ l ≤ m ^ (2 * (k / 2)), or m ^ … ≤ h.
    pub fn power_bound(&mut self, bound: &Term, m: &Term, k: u32, up: bool) -> Result<Theorem> {
        let (two, half) = (self.exponent(2)?, self.exponent(k / 2)?);
        let exponent = self
            .theory
            .binary(Operation::Mul(Carrier::Natural), &two, &half)?;
        let whole = self
            .theory
            .binary(Operation::Pow(Carrier::Real), m, &exponent)?;
        let power = self.power(m, k)?;
        let plain = if up {
            self.literal_bound(&power, bound)?
        } else {
            self.literal_bound(bound, &power)?
        };
        let (head, _) = whole.as_apply().ok_or(Trouble::Shape("a power"))?;
        let computed = self.theory.compute(&exponent)?;
        let equal = symmetric(&crate::logic::apply_to_both(head, &computed)?)?;
        let formula = plain.conclusion();
        let (first, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, _) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = if up {
            crate::logic::binary_congruence(le, &equal, &Theorem::reflexive(right)?)?
        } else {
            crate::logic::apply_to_both(first, &equal)?
        };
        Ok(Theorem::equal_modus_ponens(&equal, &plain)?)
    }

    /// A theorem whose exponents `2 * h` are computed.
    pub fn computed_exponents(&self, theorem: Theorem) -> Result<Theorem> {
        let formula = theorem.conclusion();
        let (first, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, left) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (a, b) = (self.computed_inside(left)?, self.computed_inside(right)?);
        if a.is_none() && b.is_none() {
            return Ok(theorem);
        }
        let same = |step: Option<Theorem>, t: &Term| step.map_or_else(|| Theorem::reflexive(t), Ok);
        let equal = crate::logic::binary_congruence(le, &same(a, left)?, &same(b, right)?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// From `minus ≤ x` with the literal minus = −m: `-m ≤ x`, the term that lemmas have.
    pub fn as_negation_low(
        &self,
        m: &Term,
        minus: &Term,
        x: &Term,
        theorem: Theorem,
    ) -> Result<Theorem> {
        let negated = self.theory.unary(Operation::Neg, m)?;
        let computed = symmetric(&self.theory.compute(&negated)?)?;
        let formula = theorem.conclusion();
        let (first, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, left) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        debug_assert!(left == minus);
        let equal = crate::logic::binary_congruence(le, &computed, &Theorem::reflexive(x)?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// From x ≤ b: x ≤ -m, with m = −b.
    pub fn negated_end(&self, end: &End) -> Result<Theorem> {
        let m = self.literal(&end.value.abs())?;
        let negated = self.theory.unary(Operation::Neg, &m)?;
        let computed = symmetric(&self.theory.compute(&negated)?)?;
        let formula = end.theorem.conclusion();
        let (first, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = crate::logic::apply_to_both(first, &computed)?;
        Ok(Theorem::equal_modus_ponens(&equal, &end.theorem)?)
    }
}

/// From bounds of x^before * x to bounds of x^k.
pub(super) fn joined(
    n: &mut Normalizer<'_, '_>,
    range: Range,
    x: &Term,
    before: u32,
    k: u32,
) -> Result<Range> {
    let product = if before == 1 {
        n.product(x, x)?
    } else {
        n.product(&n.power(x, before)?, x)?
    };
    let power = n.power(x, k)?;
    let whole = n.read(&power)?;
    let step = n.back_to(&whole, &product)?;
    let Some(equation) = step.theorem else {
        return Ok(range);
    };
    range.carried(&symmetric(&equation)?)
}

impl Range {
    /// The bounds of u, from those of t and t = u.
    pub(super) fn carried(self, equation: &Theorem) -> Result<Range> {
        let moved = |end: Option<End>, low: bool| -> Result<Option<End>> {
            let Some(end) = end else { return Ok(None) };
            let formula = end.theorem.conclusion();
            let (head, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
            let equal = if low {
                crate::logic::apply_to_both(head, equation)?
            } else {
                let (le, _) = head.as_apply().ok_or(Trouble::Shape("a comparison"))?;
                crate::logic::binary_congruence(le, equation, &Theorem::reflexive(right)?)?
            };
            let theorem = Theorem::equal_modus_ponens(&equal, &end.theorem)?;
            Ok(Some(End { theorem, ..end }))
        };
        Ok(Range {
            low: moved(self.low, true)?,
            high: moved(self.high, false)?,
        })
    }
}
