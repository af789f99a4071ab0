//! exp and log of literals between literals: exp by its tangent near 0 and repeated squaring, log through exp.

use super::{
    normal::Normalizer,
    ranges::{End, literals, rounded},
};
use crate::{
    evaluate::{Enclosure, elementary},
    logic::{apply_to_both, binary_congruence},
    prove::arith::{Rational, Result, Trouble, theory::Operation},
};
use rationale_kernel::{Term, Theorem};

/// exp of larger numbers is given up.
const LARGEST: i64 = 200;
/// More squarings are given up.
const SQUARINGS: u32 = 400;

impl Normalizer<'_, '_> {
    /// e ≤ exp q, or exp q ≤ e, to about `precision` places; nothing if q is too large.
    pub(super) fn exp_literal(
        &mut self,
        q: &Rational,
        precision: u32,
        up: bool,
    ) -> Result<Option<End>> {
        if q.abs() > Rational::from(LARGEST) {
            return Ok(None);
        }
        if q.is_zero() {
            let name = if up { "exp_zero_high" } else { "exp_zero_low" };
            let (value, theorem) = (Rational::ONE, self.lemma(name)?.at(&[])?);
            return Ok(Some(End { value, theorem }));
        }
        let key = (q.clone(), precision, up);
        if let Some(known) = self.exponentials.get(&key) {
            return Ok(known.clone());
        }
        let end = self.exp_by_squaring(q, precision, up)?;
        self.exponentials.insert(key, end.clone());
        Ok(end)
    }

    fn exp_by_squaring(&mut self, q: &Rational, precision: u32, up: bool) -> Result<Option<End>> {
        let whole = u32::try_from(q.abs().to_big().ceil().to_integer()).unwrap_or(u32::MAX);
        let length = 32 - whole.leading_zeros();
        let squarings = precision + 2 * length + 2 + whole * 2;
        if squarings > SQUARINGS {
            return Ok(None);
        }
        let places = squarings + precision + 2 * whole + 8;
        let scale = Rational::from(2)
            .power(squarings)
            .ok_or(Trouble::TooLarge)?;
        let mut x = q.divide(&scale).ok_or(Trouble::TooLarge)?;
        let mut end = self.exp_start(&x, places, up)?;
        for _ in 0..squarings {
            end = self.exp_doubled(&x, &end, places, up)?;
            x = &x * &Rational::from(2);
        }
        Ok(Some(end))
    }

    fn exp_start(&mut self, x: &Rational, places: u32, up: bool) -> Result<End> {
        let one = Rational::ONE;
        if !up {
            let value = rounded(&(&one + x), places, false);
            let [tx, l, unit] = literals(self, [x, &value, &one])?;
            let sum = self.sum(&unit, &tx)?;
            let bound = self.literal_bound(&l, &sum)?;
            let theorem = self.lemma("exp_start_low")?.with(&[&tx, &l], &[&bound])?;
            return Ok(End { value, theorem });
        }
        let rest = &one - x;
        let value = rest.inverse().ok_or(Trouble::TooLarge)?;
        let value = rounded(&value, places, true);
        let [tx, h, unit] = literals(self, [x, &value, &one])?;
        let small = self.literal_lt(&tx, &unit)?;
        let difference = self.theory.binary(Operation::Sub, &unit, &tx)?;
        let product = self.product(&h, &difference)?;
        let bound = self.literal_bound(&unit, &product)?;
        let theorem = self
            .lemma("exp_start_high")?
            .with(&[&tx, &h], &[&small, &bound])?;
        Ok(End { value, theorem })
    }

    fn exp_doubled(&mut self, x: &Rational, end: &End, places: u32, up: bool) -> Result<End> {
        let square = &end.value * &end.value;
        let value = rounded(&square, places, up);
        let [tx, e, v] = literals(self, [x, &end.value, &value])?;
        let product = self.product(&e, &e)?;
        let theorem = if up {
            let bound = self.literal_bound(&product, &v)?;
            self.lemma("exp_double_high")?
                .with(&[&tx, &e, &v], &[&end.theorem, &bound])?
        } else {
            let sign = self.not_negative(&e)?;
            let bound = self.literal_bound(&v, &product)?;
            self.lemma("exp_double_low")?
                .with(&[&tx, &e, &v], &[&sign, &end.theorem, &bound])?
        };
        let theorem = self.doubled_argument(&tx, theorem, up)?;
        Ok(End { value, theorem })
    }

    /// `exp (2 * x)` with the product of literals computed.
    fn doubled_argument(&self, x: &Term, theorem: Theorem, up: bool) -> Result<Theorem> {
        let two = self.literal(&Rational::from(2))?;
        let computed = self.theory.compute(&self.product(&two, x)?)?;
        let sample = self.applied("exp", x)?;
        let (head, _) = sample.as_apply().ok_or(Trouble::Shape("an exponential"))?;
        let step = apply_to_both(head, &computed)?;
        let formula = theorem.conclusion();
        let (first, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = if up {
            let (le, _) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
            binary_congruence(le, &step, &Theorem::reflexive(right)?)?
        } else {
            apply_to_both(first, &step)?
        };
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// A number l with exp l ≤ q (or q ≤ exp l), close to log q; the theorem says that.
    pub(super) fn log_literal(
        &mut self,
        q: &Rational,
        precision: u32,
        up: bool,
    ) -> Result<Option<End>> {
        if q.is_one() {
            let end = self.exp_literal(&Rational::ZERO, precision, !up)?;
            return Ok(end.map(|end| End {
                value: Rational::ZERO,
                theorem: end.theorem,
            }));
        }
        let places = precision + 8;
        let Some(enclosure) = elementary::logarithm(&Enclosure::of(q, places), places) else {
            return Ok(None);
        };
        let slack = Rational::from(2).power(precision).and_then(|s| s.inverse());
        let slack = slack.ok_or(Trouble::TooLarge)?;
        let value = if up {
            rounded(&(&enclosure.upper(places) + &slack), precision + 1, true)
        } else {
            rounded(&(&enclosure.lower(places) - &slack), precision + 1, false)
        };
        let Some(end) = self.exp_literal(&value, precision + 4, !up)? else {
            return Ok(None);
        };
        let [tq, te] = literals(self, [q, &end.value])?;
        let exponential = end.theorem.conclusion();
        let (first, right) = exponential
            .as_apply()
            .ok_or(Trouble::Shape("a comparison"))?;
        if up {
            if end.value < *q {
                return Ok(None);
            }
            let order = self.literal_le(&tq, &te)?;
            let theorem = self.lemma_le_trans(&tq, &te, right, &order, &end.theorem)?;
            return Ok(Some(End { value, theorem }));
        }
        if end.value > *q {
            return Ok(None);
        }
        let (_, left) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let order = self.literal_le(&te, &tq)?;
        let theorem = self.lemma_le_trans(left, &te, &tq, &end.theorem, &order)?;
        Ok(Some(End { value, theorem }))
    }
}
