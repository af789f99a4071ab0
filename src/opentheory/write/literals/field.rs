//! The laws of an ordered field that arithmetic on fractions needs, each proved once from the library's.

mod order;

use super::{
    Laws,
    law::{Law, binary, carried, chain, refuted, right, without},
    natural::{Naturals, equated, operation},
    semiring::{Base, Semiring},
};
use crate::logic::NumeralsShape;
use crate::{
    logic::{Result, apply_both_to, apply_to_both, convert, logic, symmetric, truth},
    opentheory::write::ExportError,
};
use rationale_kernel::{Literal, Term, Theorem, Variable};

/// An ordered field with numerals, and its lemmas in the order in which they are proved.
pub(super) struct Field {
    pub(super) semiring: Semiring,
    pub(super) neg: Term,
    pub(super) inv: Term,
    pub(super) div: Term,
    pub(super) sub: Term,
    pub(super) le: Term,
    pub(super) lt: Term,
    pub(super) cast: Term,
    neg_add: Law,
    mul_comm: Law,
    mul_assoc: Law,
    inv_mul: Law,
    pub(super) inv_zero: Law,
    pub(super) div_law: Law,
    pub(super) sub_law: Law,
    pub(super) lt_law: Law,
    zero_ne_one: Law,
    antisymmetric: Law,
    le_transitive: Law,
    le_otherwise: Law,
    add_le_add: Law,
    mul_nonneg: Law,
    pub(super) cast_zero: Law,
    pub(super) cast_suc: Law,
}

/// Laws that hold in every ring, from the ones above.
impl Field {
    pub(super) fn new(laws: &Laws, one: &Literal) -> std::result::Result<Self, ExportError> {
        let value = |value| {
            Ok::<_, ExportError>(right(&Theorem::literal(&Term::literal(
                &one.numerals().integer(value)?,
            ))?))
        };
        let (zero, one) = (value(0)?, value(1)?);
        let x = &Term::variable(&Variable::new("x", zero.ty().clone()));
        let (add_comm, add_assoc) = (
            laws.closed("real_add_comm")?,
            laws.closed("real_add_assoc")?,
        );
        let (zero_add, neg_add) = (laws.closed("real_zero_add")?, laws.closed("real_neg_add")?);
        let (mul_comm, one_mul) = (laws.closed("real_mul_comm")?, laws.closed("real_one_mul")?);
        let (add, mul) = (
            operation(&add_comm.at(&[x, x])?),
            operation(&mul_comm.at(&[x, x])?),
        );
        let neg = negation(&neg_add.at(&[x])?)?;
        let add_mul = distribute(x, &add, &mul, &mul_comm, &laws.closed("real_mul_add")?)?;
        let base = Base {
            ty: zero.ty().clone(),
            zero_mul: zero_mul(
                x,
                [&zero, &add, &mul, &neg],
                [&add_comm, &add_assoc, &zero_add, &neg_add],
                &add_mul,
            )?,
            zero,
            one,
            add,
            mul,
            add_comm,
            add_assoc,
            zero_add,
            one_mul,
            add_mul,
        };
        let [inv_zero, div_law, sub_law] =
            ["real_inv_zero", "real_div_eq", "real_sub_def"].map(|name| laws.closed(name));
        let [inv_zero, div_law, sub_law] = [inv_zero?, div_law?, sub_law?];
        let (lt_law, antisymmetric) =
            (laws.closed("real_lt_eq")?, laws.closed("real_le_antisymm")?);
        let mul_nonneg = laws.closed("real_mul_nonneg")?;
        let cast_zero = laws.closed("real_zero")?;
        Ok(Field {
            neg,
            inv: operation(&inv_zero.at(&[])?),
            div: operation(&div_law.at(&[x, x])?),
            sub: operation(&sub_law.at(&[x, x])?),
            lt: operation(&lt_law.at(&[x, x])?),
            le: crate::logic::spine(&mul_nonneg.at(&[x, x])?.conclusion())
                .0
                .clone(),
            cast: operation(&cast_zero.at(&[])?),
            neg_add,
            mul_comm,
            mul_assoc: laws.closed("real_mul_assoc")?,
            inv_mul: laws.closed("real_inv_mul_self")?,
            inv_zero,
            div_law,
            sub_law,
            lt_law,
            zero_ne_one: laws.closed("real_zero_eq_one")?,
            antisymmetric,
            le_transitive: laws.closed("real_le_trans")?,
            le_otherwise: laws.closed("real_le_of_not_le")?,
            add_le_add: laws.closed("real_add_le_add_left")?,
            mul_nonneg,
            cast_zero,
            cast_suc: laws.closed("real_cast_suc")?,
            semiring: Semiring::new(base, "real")?,
        })
    }

    pub(super) fn base(&self) -> &Base {
        &self.semiring.base
    }

    /// −x
    pub(super) fn negative(&self, x: &Term) -> Result<Term> {
        Ok(Term::apply(&self.neg, x)?)
    }

    fn plus(&self, x: &Term, equation: &Theorem) -> Result<Theorem> {
        apply_to_both(&Term::apply(&self.base().add, x)?, equation)
    }

    fn times(&self, equation: &Theorem, z: &Term) -> Result<Theorem> {
        apply_both_to(&apply_to_both(&self.base().mul, equation)?, z)
    }

    /// ⊢ x + −x = 0
    fn add_neg(&self, x: &Term) -> Result<Theorem> {
        chain(&[
            &self.base().add_comm.at(&[x, &self.negative(x)?])?,
            &self.neg_add.at(&[x])?,
        ])
    }

    /// From ⊢ x + y = 0: ⊢ y = −x.
    fn opposite(&self, x: &Term, y: &Term, sum: &Theorem) -> Result<Theorem> {
        let (base, minus) = (self.base(), self.negative(x)?);
        let back = symmetric(&base.zero_add.at(&[y])?)?; // y = 0 + y = (−x + x) + y = −x + (x + y) = −x + 0
        let start = apply_both_to(
            &apply_to_both(&base.add, &symmetric(&self.neg_add.at(&[x])?)?)?,
            y,
        )?;
        let inner = self.plus(&minus, sum)?;
        chain(&[
            &back,
            &start,
            &base.add_assoc.at(&[&minus, x, y])?,
            &inner,
            &base.add_zero(&minus)?,
        ])
    }

    /// ⊢ −(−x) = x
    pub(super) fn neg_neg(&self, x: &Term) -> Result<Theorem> {
        symmetric(&self.opposite(&self.negative(x)?, x, &self.neg_add.at(&[x])?)?)
    }

    /// ⊢ −0 = 0
    pub(super) fn neg_zero(&self) -> Result<Theorem> {
        let zero = &self.base().zero;
        symmetric(&self.opposite(zero, zero, &self.base().zero_add.at(&[zero])?)?)
    }

    /// ⊢ −x * y = −(x * y)
    pub(super) fn neg_mul(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let (base, minus) = (self.base(), self.negative(x)?);
        let (product, other) = (base.product(x, y)?, base.product(&minus, y)?);
        let joined = symmetric(&base.add_mul.at(&[x, &minus, y])?)?;
        let sum = chain(&[
            &joined,
            &self.times(&self.add_neg(x)?, y)?,
            &base.zero_mul.at(&[y])?,
        ])?;
        self.opposite(&product, &other, &sum)
    }

    /// ⊢ x * −y = −(x * y)
    pub(super) fn mul_neg(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let turned = self.mul_comm.at(&[x, &self.negative(y)?])?;
        let back = apply_to_both(&self.neg, &self.mul_comm.at(&[y, x])?)?;
        chain(&[&turned, &self.neg_mul(y, x)?, &back])
    }

    /// ⊢ −x + −y = −(x + y)
    pub(super) fn neg_sum(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let (sum, other) = (
            base.sum(x, y)?,
            base.sum(&self.negative(x)?, &self.negative(y)?)?,
        );
        let pairs = base.add_both(&self.add_neg(x)?, &self.add_neg(y)?)?;
        let (left, _) = super::law::sides(&pairs);
        let moved = base.same_sum(&base.sum(&sum, &other)?, &left)?;
        self.opposite(
            &sum,
            &other,
            &chain(&[&moved, &pairs, &base.zero_add.at(&[&base.zero])?])?,
        )
    }

    /// ⊢ (x + y) + −x = y
    pub(super) fn cancel_left(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let minus = self.negative(x)?;
        let whole = base.sum(&base.sum(x, y)?, &minus)?;
        let moved = base.same_sum(&whole, &base.sum(&base.sum(x, &minus)?, y)?)?;
        let gone = apply_both_to(&apply_to_both(&base.add, &self.add_neg(x)?)?, y)?;
        chain(&[&moved, &gone, &base.zero_add.at(&[y])?])
    }

    /// ⊢ x + −(x + y) = −y
    pub(super) fn cancel_rest(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = self.base();
        let sum = base.sum(x, y)?;
        let minus = self.negative(&sum)?;
        let left = base.sum(x, &minus)?;
        let moved = base.same_sum(&base.sum(y, &left)?, &base.sum(&sum, &minus)?)?;
        self.opposite(y, &left, &chain(&[&moved, &self.add_neg(&sum)?])?)
    }

    /// The formula that x = 0 is false.
    pub(super) fn nonzero(&self, x: &Term) -> Result<Term> {
        Ok(Term::equation(
            &Term::equation(x, &self.base().zero)?,
            logic().falsity_term(),
        )?)
    }

    /// ⊢ (x * y) * (z * w) = (x * z) * (y * w)
    pub(super) fn mul_mul(&self, [x, y, z, w]: [&Term; 4]) -> Result<Theorem> {
        let (base, assoc) = (self.base(), &self.mul_assoc);
        let inner = chain(&[
            &symmetric(&assoc.at(&[y, z, w])?)?,
            &self.times(&self.mul_comm.at(&[y, z])?, w)?,
            &assoc.at(&[z, y, w])?,
        ])?;
        let outer = apply_to_both(&Term::apply(&base.mul, x)?, &inner)?;
        let (zw, yw) = (base.product(z, w)?, base.product(y, w)?);
        chain(&[
            &assoc.at(&[x, y, &zw])?,
            &outer,
            &symmetric(&assoc.at(&[x, z, &yw])?)?,
        ])
    }

    /// {z ≠ 0} ⊢ (x * z) * inv z = x
    fn divided(&self, x: &Term, z: &Term) -> Result<Theorem> {
        let (base, inverse) = (self.base(), Term::apply(&self.inv, z)?);
        let one = chain(&[&self.mul_comm.at(&[z, &inverse])?, &self.inv_mul.at(&[z])?])?;
        let inner = apply_to_both(&Term::apply(&base.mul, x)?, &one)?;
        let last = chain(&[&self.mul_comm.at(&[x, &base.one])?, &base.one_mul.at(&[x])?])?;
        chain(&[&self.mul_assoc.at(&[x, z, &inverse])?, &inner, &last])
    }

    /// From ⊢ x * z = y * z: {z ≠ 0} ⊢ x = y.
    pub(super) fn cancel(&self, [x, y, z]: [&Term; 3], equation: &Theorem) -> Result<Theorem> {
        let inverse = Term::apply(&self.inv, z)?;
        let scaled = self.times(equation, &inverse)?;
        chain(&[
            &symmetric(&self.divided(x, z)?)?,
            &scaled,
            &self.divided(y, z)?,
        ])
    }

    /// From ⊢ x * y = 1: ⊢ inv x = y.
    pub(super) fn inverse(&self, x: &Term, y: &Term, product: &Theorem) -> Result<Theorem> {
        let base = self.base();
        let inverse = Term::apply(&self.inv, x)?;
        let zero = Term::equation(x, &base.zero)?;
        let vanished = chain(&[
            &self.times(&Theorem::assume(&zero)?, y)?,
            &base.zero_mul.at(&[y])?,
        ])?;
        let absurd = chain(&[&symmetric(&vanished)?, product])?; // x = 0 ⊢ 0 = 1
        let nonzero = refuted(&zero, &convert(absurd, Some(&self.zero_ne_one.at(&[])?))?)?;
        let left = chain(&[
            &self.mul_comm.at(&[&inverse, &base.one])?,
            &base.one_mul.at(&[&inverse])?,
        ])?;
        let expanded = apply_to_both(&Term::apply(&base.mul, &inverse)?, &symmetric(product)?)?;
        let moved = symmetric(&self.mul_assoc.at(&[&inverse, x, y])?)?;
        let unit = self.times(&self.inv_mul.at(&[x])?, y)?;
        let whole = chain(&[
            &symmetric(&left)?,
            &expanded,
            &moved,
            &unit,
            &base.one_mul.at(&[y])?,
        ])?;
        without(whole, &[&nonzero])
    }

    /// {q ≠ 0} ⊢ (p / q) * (q * l) = p * l
    pub(super) fn scaled_quotient(&self, [p, q, l]: [&Term; 3]) -> Result<Theorem> {
        let base = self.base();
        let inverse = Term::apply(&self.inv, q)?;
        let (product, ql) = (base.product(p, &inverse)?, base.product(q, l)?);
        let unfolded = self.times(&self.div_law.at(&[p, q])?, &ql)?;
        let joined = symmetric(&self.mul_assoc.at(&[&product, q, l])?)?;
        let unit = apply_to_both(&Term::apply(&base.mul, p)?, &self.inv_mul.at(&[q])?)?;
        let last = chain(&[&self.mul_comm.at(&[p, &base.one])?, &base.one_mul.at(&[p])?])?;
        let gone = chain(&[&self.mul_assoc.at(&[p, &inverse, q])?, &unit, &last])?;
        chain(&[&unfolded, &joined, &self.times(&gone, l)?])
    }

    /// ⊢ (true = false) = false
    pub(super) fn true_is_not_false() -> Result<Theorem> {
        let equation = Term::equation(logic().truth_term(), logic().falsity_term())?;
        let falsity = carried(truth(), &Theorem::assume(&equation)?)?;
        refuted(&equation, &falsity)
    }

    /// ⊢ cast (x + y) = cast x + cast y, on ℕ.
    pub(super) fn cast_add(&self, naturals: &Naturals) -> Result<Law> {
        let (base, ring) = (&naturals.semiring.base, self.base());
        let (x, y) = (base.variable("x"), base.variable("y"));
        let cast = |t: &Term| Term::apply(&self.cast, t);
        let sum = base.sum(&x, &y)?;
        let claim = Term::equation(&cast(&sum)?, &ring.sum(&cast(&x)?, &cast(&y)?)?)?;
        let value = apply_to_both(&self.cast, &base.zero_add.at(&[&y])?)?;
        let nothing = apply_both_to(
            &apply_to_both(&ring.add, &self.cast_zero.at(&[])?)?,
            &cast(&y)?,
        )?;
        let other = chain(&[&nothing, &ring.zero_add.at(&[&cast(&y)?])?])?;
        let first = chain(&[&value, &symmetric(&other)?])?;
        let (next, next_cast) = (naturals.suc_add(&x, &y)?, self.cast_suc.at(&[&x])?);
        let left = chain(&[
            &apply_to_both(&self.cast, &next)?,
            &self.cast_suc.at(&[&sum])?,
        ])?;
        let earlier = apply_both_to(
            &apply_to_both(&ring.add, &Theorem::assume(&claim)?)?,
            &ring.one,
        )?;
        let goal = apply_both_to(&apply_to_both(&ring.add, &next_cast)?, &cast(&y)?)?;
        let middle = ring.same_sum(&right(&earlier), &right(&goal))?;
        let step = chain(&[&left, &earlier, &middle, &symmetric(&goal)?])?;
        Ok(Law::of(
            &[&x, &y],
            naturals.induct(&x, &claim, &first, &step)?,
        ))
    }

    /// From s = t: (s = u) = (t = u).
    pub(super) fn equated(equation: &Theorem, u: &Term) -> Result<Theorem> {
        equated(equation, u)
    }
}

/// The `neg` of ⊢ neg x + x = 0.
fn negation(law: &Theorem) -> Result<Term> {
    let (left, _) = super::law::sides(law);
    let (_, arguments) = crate::logic::spine(&left);
    let first = arguments.first().copied().unwrap_or(&left);
    Ok(crate::logic::spine(first).0.clone())
}

/// (x + y) * z = x * z + y * z, from the law with the sum on the right.
fn distribute(x: &Term, add: &Term, mul: &Term, comm: &Law, mul_add: &Law) -> Result<Law> {
    let [y, z] = ["y", "z"].map(|name| Term::variable(&Variable::new(name, x.ty().clone())));
    let sum = binary(add, x, &y)?;
    let parts = crate::logic::binary_congruence(add, &comm.at(&[&z, x])?, &comm.at(&[&z, &y])?)?;
    let _ = mul;
    Ok(Law::of(
        &[x, &y, &z],
        chain(&[&comm.at(&[&sum, &z])?, &mul_add.at(&[&z, x, &y])?, &parts])?,
    ))
}

/// 0 * x = 0: with t for 0 * x, t + t = t, and −t is added on both sides.
fn zero_mul(
    x: &Term,
    [zero, add, mul, neg]: [&Term; 4],
    [comm, assoc, zero_add, neg_add]: [&Law; 4],
    add_mul: &Law,
) -> Result<Law> {
    let _ = comm;
    let t = binary(mul, zero, x)?;
    let minus = Term::apply(neg, &t)?;
    let doubled = symmetric(&add_mul.at(&[zero, zero, x])?)?; // t + t = (0 + 0) * x
    let same = apply_both_to(&apply_to_both(mul, &zero_add.at(&[zero])?)?, x)?;
    let twice = chain(&[&doubled, &same])?; // t + t = t
    let moved = apply_to_both(&Term::apply(add, &minus)?, &twice)?; // −t + (t + t) = −t + t
    let gone = apply_both_to(&apply_to_both(add, &neg_add.at(&[&t])?)?, &t)?; // (−t + t) + t = 0 + t
    let left = chain(&[&assoc.at(&[&minus, &t, &t])?, &moved, &neg_add.at(&[&t])?])?; // (−t + t) + t = 0
    let right = chain(&[&gone, &zero_add.at(&[&t])?])?; // (−t + t) + t = t
    Ok(Law::of(&[x], chain(&[&symmetric(&right)?, &left])?))
}
