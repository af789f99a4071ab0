//! What the order of a field gives: signs of sums and quotients, and comparisons that hold or fail.

use super::super::law::{binary, carried, chain, refuted, without};
use super::Field;
use crate::logic::{
    Result, apply_both_to, apply_to_both, by_cases, convert, equal_false, equal_true, logic,
    symmetric,
};
use rationale_kernel::{Term, Theorem};

/// Laws of the order.
impl Field {
    fn le_term(&self, x: &Term, y: &Term) -> Result<Term> {
        binary(&self.le, x, y)
    }

    /// {y ≤ z} ⊢ x + y ≤ x + z; the library's law takes y, z, x or x, y, z, so the order is read off it.
    fn raised(&self, x: &Term, y: &Term, z: &Term) -> Result<Theorem> {
        let law = self.add_le_add.at(&[x, y, z])?;
        let wanted = self.le_term(y, z)?;
        if law.hypotheses().first() == Some(&wanted) {
            Ok(law)
        } else {
            self.add_le_add.at(&[y, z, x])
        }
    }

    /// ⊢ 0 ≤ 1
    pub(in super::super) fn one_nonneg(&self) -> Result<Theorem> {
        let base = self.base();
        let (zero, one) = (&base.zero, &base.one);
        let goal = self.le_term(zero, one)?;
        let fails = equal_false(&Theorem::assume(&logic().negation(&goal)?)?)?;
        let below = without(self.le_otherwise.at(&[zero, one])?, &[&fails])?; // 1 ≤ 0
        let minus = self.negative(one)?;
        let moved = without(self.raised(&minus, one, zero)?, &[&below])?; // −1 + 1 ≤ −1 + 0
        let both = self.le_both(&self.neg_add.at(&[one])?, &base.add_zero(&minus)?)?;
        let positive = carried(&moved, &both)?; // 0 ≤ −1
        let square = without(self.mul_nonneg.at(&[&minus, &minus])?, &[&positive])?;
        let one_times = base.one_mul.at(&[one])?;
        let product = chain(&[
            &self.neg_mul(one, &minus)?,
            &apply_to_both(&self.neg, &self.mul_neg(one, one)?)?,
            &self.neg_neg(&base.product(one, one)?)?,
            &one_times,
        ])?;
        let otherwise = carried(
            &square,
            &apply_to_both(&Term::apply(&self.le, zero)?, &product)?,
        )?;
        by_cases(&goal, &Theorem::assume(&goal)?, &otherwise)
    }

    /// From x = x' and y = y': (x ≤ y) = (x' ≤ y').
    pub(in super::super) fn le_both(&self, x: &Theorem, y: &Theorem) -> Result<Theorem> {
        crate::logic::binary_congruence(&self.le, x, y)
    }

    /// {0 ≤ y} ⊢ x ≤ x + y
    fn above(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let raised = self.raised(x, &base.zero, y)?;
        let same = Theorem::reflexive(&base.sum(x, y)?)?;
        carried(&raised, &self.le_both(&base.add_zero(x)?, &same)?)
    }

    /// {0 ≤ y} ⊢ (x ≤ x + y) = true
    pub(in super::super) fn le_true(&self, x: &Term, y: &Term) -> Result<Theorem> {
        equal_true(&self.above(x, y)?)
    }

    /// {0 ≤ x, 0 ≤ y} ⊢ 0 ≤ x + y
    pub(in super::super) fn sum_nonneg(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let law = self.le_transitive.at(&[&base.zero, x, &base.sum(x, y)?])?;
        without(law, &[&self.above(x, y)?])
    }

    /// {0 ≤ y} ⊢ (y + 1 = 0) = false
    pub(in super::super) fn successor_nonzero(&self, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let sum = base.sum(y, &base.one)?;
        let zero = Term::equation(&sum, &base.zero)?;
        let one_below = self.above(&base.one, y)?; // 1 ≤ 1 + y = y + 1 = 0
        let turned = chain(&[
            &base.add_comm.at(&[&base.one, y])?,
            &Theorem::assume(&zero)?,
        ])?;
        let below = carried(
            &one_below,
            &apply_to_both(&Term::apply(&self.le, &base.one)?, &turned)?,
        )?;
        let equal = without(
            self.antisymmetric.at(&[&base.zero, &base.one])?,
            &[&self.one_nonneg()?, &below],
        )?;
        refuted(&zero, &convert(equal, Some(&self.zero_ne_one.at(&[])?))?)
    }

    /// From ⊢ x + y = x or less by the same steps: ⊢ y = 0, by adding −x.
    fn rest_of(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base(); // −x + (x + y) = y
        let minus = self.negative(x)?;
        let joined = symmetric(&base.add_assoc.at(&[&minus, x, y])?)?;
        let gone = apply_both_to(&apply_to_both(&base.add, &self.neg_add.at(&[x])?)?, y)?;
        chain(&[&joined, &gone, &base.zero_add.at(&[y])?])
    }

    /// {0 ≤ y, y ≠ 0} ⊢ (x + y ≤ x) = false
    pub(in super::super) fn le_false(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let sum = base.sum(x, y)?;
        let below = self.le_term(&sum, x)?;
        let minus = self.negative(x)?;
        let moved = without(self.raised(&minus, &sum, x)?, &[&Theorem::assume(&below)?])?;
        let small = carried(
            &moved,
            &self.le_both(&self.rest_of(x, y)?, &self.neg_add.at(&[x])?)?,
        )?; // y ≤ 0
        let zero = without(self.antisymmetric.at(&[y, &base.zero])?, &[&small])?;
        refuted(
            &below,
            &convert(zero, Some(&Theorem::assume(&self.nonzero(y)?)?))?,
        )
    }

    /// {y ≠ 0} ⊢ (x + y = x) = false
    pub(in super::super) fn eq_false(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let sum = self.base().sum(x, y)?;
        let same = Term::equation(&sum, x)?;
        let moved = self.plus(&self.negative(x)?, &Theorem::assume(&same)?)?;
        let zero = chain(&[
            &symmetric(&self.rest_of(x, y)?)?,
            &moved,
            &self.neg_add.at(&[x])?,
        ])?;
        refuted(
            &same,
            &convert(zero, Some(&Theorem::assume(&self.nonzero(y)?)?))?,
        )
    }

    /// {x ≠ 0} ⊢ (−x = 0) = false
    pub(in super::super) fn negative_nonzero(&self, x: &Term) -> Result<Theorem> {
        let zero = Term::equation(&self.negative(x)?, &self.base().zero)?;
        let turned = apply_to_both(&self.neg, &Theorem::assume(&zero)?)?;
        let equal = chain(&[&symmetric(&self.neg_neg(x)?)?, &turned, &self.neg_zero()?])?;
        refuted(
            &zero,
            &convert(equal, Some(&Theorem::assume(&self.nonzero(x)?)?))?,
        )
    }

    /// From ⊢ u * q = p: {p ≠ 0} ⊢ (u = 0) = false.
    pub(in super::super) fn quotient_nonzero(
        &self,
        [u, q, p]: [&Term; 3],
        product: &Theorem,
    ) -> Result<Theorem> {
        let base = self.base();
        let zero = Term::equation(u, &base.zero)?;
        let vanished = chain(&[
            &self.times(&Theorem::assume(&zero)?, q)?,
            &base.zero_mul.at(&[q])?,
        ])?;
        let equal = chain(&[&symmetric(product)?, &vanished])?;
        refuted(
            &zero,
            &convert(equal, Some(&Theorem::assume(&self.nonzero(p)?)?))?,
        )
    }

    /// From ⊢ u * q = p: {0 ≤ q, q ≠ 0, 0 ≤ p} ⊢ 0 ≤ u.
    pub(in super::super) fn quotient_nonneg(
        &self,
        [u, q, p]: [&Term; 3],
        product: &Theorem,
    ) -> Result<Theorem> {
        let base = self.base();
        let (zero, minus) = (&base.zero, self.negative(u)?);
        let goal = self.le_term(zero, u)?;
        let fails = equal_false(&Theorem::assume(&logic().negation(&goal)?)?)?;
        let below = without(self.le_otherwise.at(&[zero, u])?, &[&fails])?; // u ≤ 0
        let moved = without(self.raised(&minus, u, zero)?, &[&below])?;
        let positive = carried(
            &moved,
            &self.le_both(&self.neg_add.at(&[u])?, &base.add_zero(&minus)?)?,
        )?; // 0 ≤ −u
        let scaled = without(self.mul_nonneg.at(&[&minus, q])?, &[&positive])?;
        let value = chain(&[&self.neg_mul(u, q)?, &apply_to_both(&self.neg, product)?])?;
        let against = carried(
            &scaled,
            &apply_to_both(&Term::apply(&self.le, zero)?, &value)?,
        )?; // 0 ≤ −p
        let minus_p = self.negative(p)?;
        let lifted = without(self.raised(p, zero, &minus_p)?, &[&against])?; // p + 0 ≤ p + −p
        let small = carried(
            &lifted,
            &self.le_both(&base.add_zero(p)?, &self.add_neg(p)?)?,
        )?;
        let vanishes = without(self.antisymmetric.at(&[p, zero])?, &[&small])?; // p = 0
        let nothing = chain(&[product, &vanishes, &symmetric(&base.zero_mul.at(&[q])?)?])?;
        let equal = symmetric(&self.cancel([u, zero, q], &nothing)?)?; // 0 = u
        let reflexive = self.above(zero, zero)?;
        let reflexive = carried(
            &reflexive,
            &apply_to_both(&Term::apply(&self.le, zero)?, &base.zero_add.at(&[zero])?)?,
        )?;
        let itself = without(reflexive, &[&self.zero_nonneg()?])?;
        let otherwise = carried(
            &itself,
            &apply_to_both(&Term::apply(&self.le, zero)?, &equal)?,
        )?;
        by_cases(&goal, &Theorem::assume(&goal)?, &otherwise)
    }

    /// ⊢ 0 ≤ 0
    pub(in super::super) fn zero_nonneg(&self) -> Result<Theorem> {
        let zero = &self.base().zero;
        let goal = self.le_term(zero, zero)?;
        let fails = equal_false(&Theorem::assume(&logic().negation(&goal)?)?)?;
        let otherwise = without(self.le_otherwise.at(&[zero, zero])?, &[&fails])?;
        by_cases(&goal, &Theorem::assume(&goal)?, &otherwise)
    }
}
