//! Numbers in binary over 1, in any commutative semiring: `bit0 x = x + x`, `bit1 x = x + x + 1`. One lemma for each
//! pair of last digits; sums and products of numerals are chains of them.

use super::law::{Law, binary, chain, operands, right};
use crate::logic::{
    ConstantShape, Result, TermShape, apply_to_both, binary_congruence, constant_at, symmetric,
    unfold_application,
};
use num_bigint::BigUint;
use num_traits::{One, Zero};
use rationale_kernel::{Term, Theorem, Type, Variable, define_constant};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// What a semiring's arithmetic rests on.
pub(super) struct Base {
    pub(super) ty: Type,
    pub(super) zero: Term,
    pub(super) one: Term,
    pub(super) add: Term,
    pub(super) mul: Term,
    /// x + y = y + x
    pub(super) add_comm: Law,
    /// (x + y) + z = x + (y + z)
    pub(super) add_assoc: Law,
    /// 0 + x = x
    pub(super) zero_add: Law,
    /// 0 * x = 0
    pub(super) zero_mul: Law,
    /// 1 * x = x
    pub(super) one_mul: Law,
    /// (x + y) * z = x * z + y * z
    pub(super) add_mul: Law,
}

/// A semiring with binary numerals.
pub(super) struct Semiring {
    pub(super) base: Base,
    bit0: Term,
    bit1: Term,
    /// bit0 x = x + x
    bit0_unfold: Law,
    /// bit1 x = x + x + 1
    bit1_unfold: Law,
    /// The sum of two numerals by their last digits, from `false, false` to `true, true`.
    sums: [Law; 4],
    /// bit1 x + 1 = bit0 (x + 1)
    carry: Law,
    /// bit0 x * y = bit0 (x * y), bit1 x * y = bit0 (x * y) + y
    products: [Law; 2],
    /// Numerals made so far: numbers that begin alike share their terms.
    numerals: RefCell<FxHashMap<BigUint, Term>>,
    /// Sums proved so far.
    known_sums: RefCell<FxHashMap<[BigUint; 2], Theorem>>,
}

impl Base {
    pub(super) fn variable(&self, name: &str) -> Term {
        Term::variable(&Variable::new(name, self.ty.clone()))
    }

    pub(super) fn sum(&self, x: &Term, y: &Term) -> Result<Term> {
        binary(&self.add, x, y)
    }

    pub(super) fn product(&self, x: &Term, y: &Term) -> Result<Term> {
        binary(&self.mul, x, y)
    }

    /// From x = x' and y = y': x + y = x' + y'.
    pub(super) fn add_both(&self, x: &Theorem, y: &Theorem) -> Result<Theorem> {
        binary_congruence(&self.add, x, y)
    }

    /// From x = x' and y = y': x * y = x' * y'.
    pub(super) fn mul_both(&self, x: &Theorem, y: &Theorem) -> Result<Theorem> {
        binary_congruence(&self.mul, x, y)
    }

    /// ⊢ x + 0 = x
    pub(super) fn add_zero(&self, x: &Term) -> Result<Theorem> {
        chain(&[
            &self.add_comm.at(&[x, &self.zero])?,
            &self.zero_add.at(&[x])?,
        ])
    }

    /// ⊢ s = t for two sums of the same parts.
    pub(super) fn same_sum(&self, s: &Term, t: &Term) -> Result<Theorem> {
        chain(&[&self.sorted(s)?, &symmetric(&self.sorted(t)?)?])
    }

    /// ⊢ t = the sum of its parts in order, nested to the right.
    fn sorted(&self, t: &Term) -> Result<Theorem> {
        let Some((x, y)) = operands(&self.add, t) else {
            return Ok(Theorem::reflexive(t)?);
        };
        let (x, y) = (self.sorted(x)?, self.sorted(y)?);
        let both = self.add_both(&x, &y)?;
        chain(&[&both, &self.merged(&right(&x), &right(&y))?])
    }

    /// ⊢ x + y = their parts in order, for two sums in order.
    fn merged(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let Some((first, rest)) = operands(&self.add, x) else {
            return self.inserted(x, y);
        };
        let inner = apply_to_both(&Term::apply(&self.add, first)?, &self.merged(rest, y)?)?;
        let moved = right(&inner);
        let sorted = operands(&self.add, &moved).map_or(y, |(_, sorted)| sorted);
        let outer = self.inserted(first, sorted)?;
        chain(&[&self.add_assoc.at(&[first, rest, y])?, &inner, &outer])
    }

    /// ⊢ x + y = the same with x in its place, for a part x and a sum y in order.
    fn inserted(&self, x: &Term, y: &Term) -> Result<Theorem> {
        let whole = self.sum(x, y)?;
        match operands(&self.add, y) {
            Some((first, rest)) if first < x => {
                let back = symmetric(&self.add_assoc.at(&[x, first, rest])?)?;
                let swap =
                    self.add_both(&self.add_comm.at(&[x, first])?, &Theorem::reflexive(rest)?)?;
                let forth = self.add_assoc.at(&[first, x, rest])?;
                let inner =
                    apply_to_both(&Term::apply(&self.add, first)?, &self.inserted(x, rest)?)?;
                chain(&[&back, &swap, &forth, &inner])
            }
            None if y < x => self.add_comm.at(&[x, y]),
            _ => Ok(Theorem::reflexive(&whole)?),
        }
    }
}

impl Semiring {
    /// Defines the digits under `NAME_bit0` and `NAME_bit1` and proves the lemmas.
    pub(super) fn new(base: Base, name: &str) -> Result<Self> {
        let (x, y) = (base.variable("x"), base.variable("y"));
        let double = base.sum(&x, &x)?;
        let odd = base.sum(&double, &base.one)?;
        let (bit0, bit0_unfold) = digit(&format!("{name}_bit0"), &x, &double)?;
        let (bit1, bit1_unfold) = digit(&format!("{name}_bit1"), &x, &odd)?;
        let unproved = Law::of(&[], Theorem::reflexive(&x)?);
        let mut semiring = Semiring {
            base,
            bit0,
            bit1,
            bit0_unfold,
            bit1_unfold,
            sums: [(); 4].map(|()| unproved.clone()),
            carry: unproved.clone(),
            products: [unproved.clone(), unproved],
            numerals: RefCell::default(),
            known_sums: RefCell::default(),
        };
        semiring.carry = semiring.prove_carry(&x)?;
        for (index, (a, b)) in [(false, false), (false, true), (true, false), (true, true)]
            .into_iter()
            .enumerate()
        {
            semiring.sums[index] = semiring.prove_sum(&x, &y, a, b)?;
        }
        semiring.products = [
            semiring.prove_product(&x, &y, false)?,
            semiring.prove_product(&x, &y, true)?,
        ];
        Ok(semiring)
    }

    fn bit(&self, bit: bool) -> &Term {
        if bit { &self.bit1 } else { &self.bit0 }
    }

    /// ⊢ bit x = x + x (+ 1)
    fn unfold(&self, bit: bool, x: &Term) -> Result<Theorem> {
        if bit {
            &self.bit1_unfold
        } else {
            &self.bit0_unfold
        }
        .at(&[x])
    }

    /// bit1 x + 1 = bit0 (x + 1)
    fn prove_carry(&self, x: &Term) -> Result<Law> {
        let one = Theorem::reflexive(&self.base.one)?;
        let left = self.base.add_both(&self.unfold(true, x)?, &one)?;
        let goal = self.unfold(false, &self.base.sum(x, &self.base.one)?)?;
        let middle = self.base.same_sum(&right(&left), &right(&goal))?;
        Ok(Law::of(&[x], chain(&[&left, &middle, &symmetric(&goal)?])?))
    }

    /// The sum of `bit x` and `bit y`: bit (x + y), or bit0 ((x + y) + 1) if both bits are 1.
    fn prove_sum(&self, x: &Term, y: &Term, a: bool, b: bool) -> Result<Law> {
        let left = self
            .base
            .add_both(&self.unfold(a, x)?, &self.unfold(b, y)?)?;
        let sum = self.base.sum(x, y)?;
        let goal = match (a, b) {
            (true, true) => self.unfold(false, &self.base.sum(&sum, &self.base.one)?)?,
            _ => self.unfold(a || b, &sum)?,
        };
        let middle = self.base.same_sum(&right(&left), &right(&goal))?;
        Ok(Law::of(
            &[x, y],
            chain(&[&left, &middle, &symmetric(&goal)?])?,
        ))
    }

    fn prove_product(&self, x: &Term, y: &Term, bit: bool) -> Result<Law> {
        let base = &self.base;
        let left = base.mul_both(&self.unfold(bit, x)?, &Theorem::reflexive(y)?)?;
        let double = base.sum(x, x)?;
        let doubled = base.add_mul.at(&[x, x, y])?; // (x + x) * y = x * y + x * y
        let folded = symmetric(&self.unfold(false, &base.product(x, y)?)?)?;
        let even = chain(&[&doubled, &folded])?;
        if !bit {
            return Ok(Law::of(&[x, y], chain(&[&left, &even])?));
        }
        let split = base.add_mul.at(&[&double, &base.one, y])?;
        let parts = base.add_both(&even, &base.one_mul.at(&[y])?)?;
        Ok(Law::of(&[x, y], chain(&[&left, &split, &parts])?))
    }

    /// The numeral of a number.
    pub(super) fn numeral(&self, number: &BigUint) -> Result<Term> {
        if number.is_zero() {
            return Ok(self.base.zero.clone());
        }
        if number.is_one() {
            return Ok(self.base.one.clone());
        }
        if let Some(known) = self.numerals.borrow().get(number) {
            return Ok(known.clone());
        }
        let half = self.numeral(&(number >> 1u8))?;
        let term = Term::apply(self.bit(number.bit(0)), &half)?;
        let mut numerals = self.numerals.borrow_mut();
        Ok(numerals.entry(number.clone()).or_insert(term).clone())
    }

    /// ⊢ m + n = the numeral of their sum, for two numerals.
    pub(super) fn add(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let key = [m.clone(), n.clone()];
        if let Some(known) = self.known_sums.borrow().get(&key) {
            return Ok(known.clone());
        }
        let sum = self.prove_numeral_sum(m, n)?;
        self.known_sums.borrow_mut().insert(key, sum.clone());
        Ok(sum)
    }

    fn prove_numeral_sum(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let (x, y) = (self.numeral(m)?, self.numeral(n)?);
        if m.is_zero() {
            return self.base.zero_add.at(&[&y]);
        }
        if n.is_zero() {
            return self.base.add_zero(&x);
        }
        if m.is_one() || n.is_one() {
            return self.increment(m, n);
        }
        let (a, b) = (m.bit(0), n.bit(0));
        let (p, q) = (m >> 1u8, n >> 1u8);
        let index = 2 * usize::from(a) + usize::from(b);
        let lemma = self.sums[index].at(&[&self.numeral(&p)?, &self.numeral(&q)?])?;
        let mut inner = self.add(&p, &q)?;
        if a && b {
            let carried = self
                .base
                .add_both(&inner, &Theorem::reflexive(&self.base.one)?)?;
            inner = chain(&[&carried, &self.add(&(p + q), &BigUint::one())?])?;
        }
        chain(&[&lemma, &apply_to_both(self.bit(a != b), &inner)?])
    }

    /// The sum of two numerals of which one is 1 and none 0.
    fn increment(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        if !n.is_one() {
            let swap = self
                .base
                .add_comm
                .at(&[&self.base.one, &self.numeral(n)?])?;
            return chain(&[&swap, &self.increment(n, m)?]);
        }
        if m.is_one() {
            return symmetric(&self.unfold(false, &self.base.one)?);
        }
        let half = m >> 1u8;
        let x = self.numeral(&half)?;
        if m.bit(0) {
            let inner = self.increment(&half, n)?;
            return chain(&[&self.carry.at(&[&x])?, &apply_to_both(&self.bit0, &inner)?]);
        }
        let one = Theorem::reflexive(&self.base.one)?;
        let unfolded = self.base.add_both(&self.unfold(false, &x)?, &one)?;
        chain(&[&unfolded, &symmetric(&self.unfold(true, &x)?)?])
    }

    /// ⊢ m * n = the numeral of their product, for two numerals.
    pub(super) fn multiply(&self, m: &BigUint, n: &BigUint) -> Result<Theorem> {
        let y = self.numeral(n)?;
        if m.is_zero() {
            return self.base.zero_mul.at(&[&y]);
        }
        if m.is_one() {
            return self.base.one_mul.at(&[&y]);
        }
        let (bit, half) = (m.bit(0), m >> 1u8);
        let lemma = self.products[usize::from(bit)].at(&[&self.numeral(&half)?, &y])?;
        let inner = self.multiply(&half, n)?;
        let product = &half * n;
        let doubled = apply_to_both(&self.bit0, &inner)?;
        let doubled = if product.is_zero() {
            chain(&[&doubled, &self.double_zero()?])?
        } else {
            doubled
        };
        if !bit {
            return chain(&[&lemma, &doubled]);
        }
        let sum = self.base.add_both(&doubled, &Theorem::reflexive(&y)?)?;
        chain(&[&lemma, &sum, &self.add(&(product << 1u8), n)?])
    }

    /// ⊢ bit0 0 = 0
    fn double_zero(&self) -> Result<Theorem> {
        chain(&[
            &self.unfold(false, &self.base.zero)?,
            &self.base.zero_add.at(&[&self.base.zero])?,
        ])
    }

    /// ⊢ bit x = x + x (+ 1), for any x.
    pub(super) fn digit(&self, bit: bool, x: &Term) -> Result<Theorem> {
        self.unfold(bit, x)
    }
}

fn digit(name: &str, x: &Term, value: &Term) -> Result<(Term, Law)> {
    let variable = x
        .as_variable()
        .cloned()
        .unwrap_or_else(|| Variable::new("x", x.ty().clone()));
    let (constant, definition) = define_constant(name, &Term::abstraction(&variable, value)?)?;
    let term = constant_at(&constant, constant.generic_type())?;
    Ok((term, Law::of(&[x], unfold_application(&definition, &[x])?)))
}
