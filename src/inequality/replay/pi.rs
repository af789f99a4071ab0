//! π between literals, from the product that defines it: `central` far enough out, and a convergent of Brouncker's fraction.

use super::{
    normal::Normalizer,
    ranges::{End, rounded},
};
use crate::{
    evaluate::elementary,
    logic::symmetric,
    prove::arith::{Rational, Result, Trouble, theory::Operation},
};
use num_bigint::BigInt;
use num_rational::BigRational;
use rationale_kernel::{Term, Theorem};

/// How far out `central` is taken, and the places of π that it gives.
const REACH: [(u32, u32); 4] = [(16, 60), (64, 92), (256, 124), (1_024, 155)];
/// The place at which the library states `central`.
const KNOWN: u32 = 16;

impl Normalizer<'_, '_> {
    /// e ≤ π or π ≤ e to about `precision` places, but no more than 155.
    pub(super) fn pi_literal(&mut self, precision: u32, up: bool) -> Result<End> {
        let reach = REACH.iter().find(|(_, places)| precision <= *places);
        let (place, places) = reach.copied().unwrap_or(REACH[3]);
        let places = places.min(precision);
        if let Some(known) = self.pis.get(&(places, up)) {
            return Ok(known.clone());
        }
        let enclosure = elementary::pi(places + 8);
        let value = if up {
            rounded(
                &(&enclosure.upper(places + 8) + &unit(places)),
                places,
                true,
            )
        } else {
            rounded(
                &(&enclosure.lower(places + 8) - &unit(places)),
                places,
                false,
            )
        };
        let end = self.pi_by_central(place, value, up)?;
        self.pis.insert((places, up), end.clone());
        Ok(end)
    }

    fn pi_by_central(&mut self, place: u32, value: Rational, up: bool) -> Result<End> {
        let (central, known) = self.central(place)?;
        let s = Rational::from(4 * i64::from(place) + 1);
        let terms = [central, s, value.clone()].map(|v| self.literal(&v));
        let [c, s, v] = terms;
        let (j, c, s, v) = (self.exponent(place)?, c?, s?, v?);
        let lemma = self.lemma(if up { "pi_high_at" } else { "pi_low_at" })?;
        let images = [&j, &c, &s, &v];
        let [_, at, bound, sign] = <[Term; 4]>::try_from(lemma.premises_at(&images)?)
            .map_err(|_| Trouble::Shape("a bound of π"))?;
        let premises = [
            known,
            self.closed(&at)?,
            self.closed(&bound)?,
            self.closed(&sign)?,
        ];
        let theorem = lemma.with(&images, &premises.each_ref())?;
        Ok(End { value, theorem })
    }

    /// `central j` with its theorem, from the last one that is known.
    fn central(&mut self, place: u32) -> Result<(Rational, Theorem)> {
        if self.centrals.is_empty() {
            let theorem = self.lemma("central_sixteen")?.at(&[])?;
            let value = BigRational::new(BigInt::from(300_540_195), BigInt::from(1u32 << 31));
            self.centrals.push((Rational::from_big(value), theorem));
        }
        while self.centrals.len() <= (place - KNOWN) as usize {
            let (value, theorem) = self.centrals[self.centrals.len() - 1].clone();
            let before = KNOWN + self.centrals.len() as u32 - 1;
            let next = self.central_after(before, &value, &theorem)?;
            self.centrals.push(next);
        }
        Ok(self.centrals[(place - KNOWN) as usize].clone())
    }

    fn central_after(
        &mut self,
        place: u32,
        value: &Rational,
        theorem: &Theorem,
    ) -> Result<(Rational, Theorem)> {
        let twice = 2 * i64::from(place);
        let ratio = Rational::new(twice + 1, twice + 2).ok_or(Trouble::TooLarge)?;
        let next = value * &ratio;
        let (j, k) = (self.exponent(place)?, self.exponent(place + 1)?);
        let (a, b) = (self.literal(value)?, self.literal(&next)?);
        let lemma = self.lemma("central_next")?;
        let images = [&j, &k, &a, &b];
        let premises = lemma.premises_at(&images)?;
        let [_, index, product] = premises.as_slice() else {
            return Err(Trouble::Shape("a step of `central`"));
        };
        let sum = index
            .as_equation()
            .ok_or(Trouble::Shape("a step of `central`"))?
            .1;
        let index = symmetric(&self.theory.compute(sum)?)?;
        let product = self.closed(product)?;
        let theorem = lemma.with(&images, &[theorem, &index, &product])?;
        Ok((next, theorem))
    }

    /// ⊢ x = y or x ≤ y, for closed terms of literals of ℝ.
    fn closed(&mut self, formula: &Term) -> Result<Theorem> {
        use crate::prove::arith::theory::{Carrier, Shape};
        if let Some((x, y)) = formula.as_equation() {
            let (first, second) = (self.read(x)?, self.read(y)?);
            let back = symmetric(&second.step.equation(y)?)?;
            return Ok(Theorem::transitive(&first.step.equation(x)?, &back)?);
        }
        match self.theory.shape(formula) {
            Shape::Binary(Operation::Le(Carrier::Real), x, y) => {
                let (x, y) = (x.clone(), y.clone());
                self.literal_bound(&x, &y)
            }
            _ => Err(Trouble::Shape("a comparison of literals")),
        }
    }
}

/// 2⁻ᵖ
fn unit(places: u32) -> Rational {
    Rational::from_big(BigRational::new(BigInt::from(1), BigInt::from(1) << places))
}
