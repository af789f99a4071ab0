//! The naturals: successor, comparison and equality of numerals. What is not in the library's laws is proved here by
//! induction, once.

use super::{
    Laws,
    law::{Law, binary, chain, flipped, right, sides},
    semiring::{Base, Semiring},
};
use crate::logic::{NumeralsShape, TermShape};
use crate::{
    logic::{
        Result, apply_both_to, apply_to_both, beta_reduce, discharge, equal_true, generalize,
        lambda, logic, modus_ponens, specialize, spine, symmetric,
    },
    opentheory::write::ExportError,
};
use num_bigint::BigUint;
use num_traits::One;
use rationale_kernel::{Literal, Term, Theorem};

/// Arithmetic on the numerals of ℕ.
pub(super) struct Naturals {
    pub(super) semiring: Semiring,
    successor: Term,
    pub(super) le: Term,
    pub(super) lt: Term,
    /// suc x = x + 1
    successor_law: Law,
    /// (x < y) = (suc x ≤ y)
    lt_law: Law,
    /// (x ≤ x + y) = true
    le_true: Law,
    /// (x + (y + 1) ≤ x) = false
    le_false: Law,
    /// (x + (y + 1) = x) = false
    eq_false: Law,
    induction: Theorem,
    /// suc x + y = suc (x + y)
    suc_add: Law,
}

/// The head of the left side of an equation.
pub(super) fn operation(law: &Theorem) -> Term {
    spine(&sides(law).0).0.clone()
}

impl Naturals {
    pub(super) fn new(laws: &Laws, one: &Literal) -> std::result::Result<Self, ExportError> {
        let definition = Theorem::literal(&Term::literal(one))?;
        let successor = operation(&symmetric(&definition)?);
        let zero = one.numerals().integer(0)?;
        let zero = right(&Theorem::literal(&Term::literal(&zero))?);
        let one = Term::apply(&successor, &zero)?;
        let x = &Term::variable(&rationale_kernel::Variable::new("x", zero.ty().clone()));
        let (add_comm, suc_add) = (laws.closed("nat_add_comm")?, laws.closed("nat_suc_add")?);
        let zero_add = laws.closed("nat_zero_add")?;
        let (zero_mul, suc_mul) = (laws.closed("nat_zero_mul")?, laws.closed("nat_suc_mul")?);
        let (add, mul) = (
            operation(&add_comm.at(&[x, x])?),
            operation(&zero_mul.at(&[x])?),
        );
        // 1 * x = x + 0 * x = x + 0 = x
        let product = suc_mul.at(&[&zero, x])?;
        let rest = apply_to_both(&Term::apply(&add, x)?, &zero_mul.at(&[x])?)?;
        let sum = chain(&[&add_comm.at(&[x, &zero])?, &zero_add.at(&[x])?])?;
        let one_mul = Law::of(&[x], chain(&[&product, &rest, &sum])?);
        // suc x = suc (0 + x) = 1 + x = x + 1
        let inner = apply_to_both(&successor, &zero_add.at(&[x])?)?;
        let successor_law = chain(&[
            &symmetric(&inner)?,
            &symmetric(&suc_add.at(&[&zero, x])?)?,
            &add_comm.at(&[&one, x])?,
        ])?;
        let base = Base {
            ty: zero.ty().clone(),
            zero,
            one,
            add,
            mul,
            add_comm,
            add_assoc: laws.closed("nat_add_assoc")?,
            zero_add,
            zero_mul,
            one_mul,
            add_mul: laws.closed("nat_add_mul")?,
        };
        let (le_zero, lt_law) = (
            laws.closed("nat_le_zero_left")?,
            laws.closed("nat_lt_suc_le")?,
        );
        let mut naturals = Naturals {
            le: operation(&le_zero.at(&[x])?),
            lt: operation(&lt_law.at(&[x, x])?),
            successor,
            successor_law: Law::of(&[x], successor_law),
            lt_law,
            le_true: le_zero.clone(),
            le_false: le_zero.clone(),
            eq_false: le_zero.clone(),
            induction: laws.theorem("nat_induction_suc")?,
            suc_add: suc_add.clone(),
            semiring: Semiring::new(base, "nat")?,
        };
        naturals.prove_order(
            &le_zero,
            &laws.closed("nat_le_suc_zero")?,
            &laws.closed("nat_suc_le_suc")?,
            &suc_add,
        )?;
        naturals.prove_distinct(
            &laws.closed("nat_zero_eq_suc")?,
            &laws.closed("nat_suc_eq_suc")?,
            &suc_add,
        )?;
        Ok(naturals)
    }

    /// From ⊢ p at 0 and p ⊢ p at suc n: ⊢ p, for a formula p about `n`.
    pub(super) fn induct(
        &self,
        n: &Term,
        p: &Term,
        base: &Theorem,
        step: &Theorem,
    ) -> Result<Theorem> {
        let n = n.as_variable().expect("induction is over a variable");
        let rule = beta_reduce(specialize(
            &self.induction,
            &lambda(std::slice::from_ref(n), p)?,
        )?)?;
        let rule = self.about_zero(rule)?;
        let step = generalize(n, &discharge(p, step)?)?;
        let all = modus_ponens(&modus_ponens(&rule, base)?, &step)?;
        specialize(&all, &Term::variable(n))
    }

    /// The rule of induction, with the constant 0 for the literal.
    fn about_zero(&self, rule: Theorem) -> Result<Theorem> {
        match super::law::plain(&rule.conclusion())? {
            Some(equation) => Ok(Theorem::equal_modus_ponens(&equation, &rule)?),
            None => Ok(rule),
        }
    }

    /// ⊢ suc x + y = suc (x + y)
    pub(super) fn suc_add(&self, x: &Term, y: &Term) -> Result<Theorem> {
        self.suc_add.at(&[x, y])
    }

    /// ⊢ suc n = the numeral of n + 1
    pub(super) fn next(&self, n: &BigUint) -> Result<Theorem> {
        let sum = self.semiring.add(n, &BigUint::one())?;
        chain(&[&self.successor_law.at(&[&self.semiring.numeral(n)?])?, &sum])
    }

    fn suc(&self, x: &Term) -> Result<Term> {
        Ok(Term::apply(&self.successor, x)?)
    }

    /// ⊢ (x + (y + 1)) = suc (x + y)
    fn shifted(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let base = &self.semiring.base;
        let sum = self.successor_law.at(&[&base.sum(x, y)?])?;
        symmetric(&chain(&[&sum, &base.add_assoc.at(&[x, y, &base.one])?])?)
    }

    fn prove_order(
        &mut self,
        le_zero: &Law,
        suc_zero: &Law,
        suc_suc: &Law,
        suc_add: &Law,
    ) -> Result<()> {
        let base = &self.semiring.base;
        let (x, y) = (base.variable("x"), base.variable("y"));
        let (sum, zero_sum, sx) = (base.sum(&x, &y)?, base.sum(&base.zero, &y)?, self.suc(&x)?);
        let shift = suc_add.at(&[&x, &y])?; // suc x + y = suc (x + y)
        let first = le_zero.at(&[&zero_sum])?;
        let holds = Term::equation(&binary(&self.le, &x, &sum)?, logic().truth_term())?;
        let moved = apply_to_both(&Term::apply(&self.le, &sx)?, &shift)?;
        let step = chain(&[&moved, &suc_suc.at(&[&x, &sum])?, &Theorem::assume(&holds)?])?;
        let le_true = self.induct(&x, &holds, &first, &step)?;
        let above = self.suc(&sum)?;
        let fails = Term::equation(&binary(&self.le, &above, &x)?, logic().falsity_term())?;
        let first = suc_zero.at(&[&zero_sum])?;
        let raised = apply_to_both(&self.le, &apply_to_both(&self.successor, &shift)?)?;
        let moved = apply_both_to(&raised, &sx)?;
        let step = chain(&[
            &moved,
            &suc_suc.at(&[&above, &x])?,
            &Theorem::assume(&fails)?,
        ])?;
        let le_false = self.induct(&x, &fails, &first, &step)?;
        let shifted = apply_both_to(&apply_to_both(&self.le, &self.shifted(&x, &y)?)?, &x)?;
        self.le_true = Law::of(&[&x, &y], le_true);
        self.le_false = Law::of(&[&x, &y], chain(&[&shifted, &le_false])?);
        Ok(())
    }

    fn prove_distinct(&mut self, zero_suc: &Law, suc_suc: &Law, suc_add: &Law) -> Result<()> {
        let base = &self.semiring.base;
        let (x, y) = (base.variable("x"), base.variable("y"));
        let (sum, zero_sum, sx) = (base.sum(&x, &y)?, base.sum(&base.zero, &y)?, self.suc(&x)?);
        let above = self.suc(&sum)?;
        let equation = Term::equation(&above, &x)?;
        let fails = Term::equation(&equation, logic().falsity_term())?;
        let first = chain(&[
            &flipped(&self.suc(&zero_sum)?, &base.zero)?,
            &zero_suc.at(&[&zero_sum])?,
        ])?;
        let raised = apply_to_both(&self.successor, &suc_add.at(&[&x, &y])?)?;
        let step = chain(&[
            &equated(&raised, &sx)?,
            &suc_suc.at(&[&above, &x])?,
            &Theorem::assume(&fails)?,
        ])?;
        let never = self.induct(&x, &fails, &first, &step)?;
        let shifted = equated(&self.shifted(&x, &y)?, &x)?;
        self.eq_false = Law::of(&[&x, &y], chain(&[&shifted, &never])?);
        Ok(())
    }

    /// ⊢ larger = smaller + (rest + 1), for numerals.
    fn excess(&self, larger: &BigUint, smaller: &BigUint) -> Result<(Term, Theorem)> {
        let difference = larger - smaller;
        let rest = &difference - 1u8;
        let ring = &self.semiring;
        let inner = ring.add(&rest, &BigUint::one())?;
        let outer = apply_to_both(
            &Term::apply(&ring.base.add, &ring.numeral(smaller)?)?,
            &inner,
        )?;
        let whole = chain(&[&outer, &ring.add(smaller, &difference)?])?;
        Ok((ring.numeral(&rest)?, symmetric(&whole)?))
    }

    /// ⊢ (m ≤ n) = true or false
    pub(super) fn le(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let ring = &self.semiring;
        let (x, y) = (ring.numeral(m)?, ring.numeral(n)?);
        if m <= n {
            let difference = n - m;
            let sum = symmetric(&ring.add(m, &difference)?)?;
            let moved = apply_to_both(&Term::apply(&self.le, &x)?, &sum)?;
            return chain(&[
                &moved,
                &self.le_true.at(&[&x, &ring.numeral(&difference)?])?,
            ]);
        }
        let (rest, larger) = self.excess(m, n)?;
        let moved = apply_both_to(&apply_to_both(&self.le, &larger)?, &y)?;
        chain(&[&moved, &self.le_false.at(&[&y, &rest])?])
    }

    /// ⊢ (m < n) = true or false
    pub(super) fn lt(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let ring = &self.semiring;
        let (x, y) = (ring.numeral(m)?, ring.numeral(n)?);
        let next = self.next(m)?;
        let moved = apply_both_to(&apply_to_both(&self.le, &next)?, &y)?;
        chain(&[
            &self.lt_law.at(&[&x, &y])?,
            &moved,
            &self.le(&(m + 1u8), n)?,
        ])
    }

    /// ⊢ (m = n) = true or false
    pub(super) fn equal(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let ring = &self.semiring;
        let (x, y) = (ring.numeral(m)?, ring.numeral(n)?);
        if m == n {
            return equal_true(&Theorem::reflexive(&x)?);
        }
        if m < n {
            return chain(&[&flipped(&x, &y)?, &self.equal(n, m)?]);
        }
        let (rest, larger) = self.excess(m, n)?;
        chain(&[&equated(&larger, &y)?, &self.eq_false.at(&[&y, &rest])?])
    }
}

/// From s = t: (s = u) = (t = u).
pub(super) fn equated(equation: &Theorem, u: &Term) -> Result<Theorem> {
    let (left, _) = sides(equation);
    let whole = Term::equation(&left, u)?;
    let equality = spine(&whole).0.clone();
    apply_both_to(&apply_to_both(&equality, equation)?, u)
}
