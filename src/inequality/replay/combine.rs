//! Combinations: products of facts and squares, their sum, and the contradiction that it is.

use super::{facts::Known, normal::Normalizer};
use crate::{
    inequality::{
        fact::{Fact, Relation},
        proof::Term as Part,
    },
    logic::{apply_to_both, convert},
    prove::arith::{Polynomial, Result, Trouble, lemmas::Lemma},
};
use rationale_kernel::Theorem;

impl Normalizer<'_, '_> {
    /// ⊢ false from the sum of parts; `fact` gives the theorems of the facts that are used.
    pub fn contradiction(
        &mut self,
        parts: &[Part],
        fact: &mut dyn FnMut(&mut Self, usize) -> Result<Known>,
    ) -> Result<Theorem> {
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            values.push(self.part(part, fact)?);
        }
        if let Some(strict) = values
            .iter()
            .position(|v| v.fact.relation == Relation::Above)
        {
            values.swap(0, strict);
        }
        let mut values = values.into_iter();
        let mut sum = values.next().ok_or(Trouble::Shape("a combination"))?;
        if sum.fact.relation == Relation::Zero {
            sum = self.weakened(&sum, Relation::AtLeast)?;
        }
        for value in values {
            let weak = self.weakened(&value, Relation::AtLeast)?;
            sum = self.added(&sum, &weak)?;
        }
        self.absurd(&sum)
    }

    /// ⊢ false from a fact about a number.
    pub fn absurd(&mut self, known: &Known) -> Result<Theorem> {
        let formula = known.theorem.conclusion();
        let computed = match known.fact.relation {
            Relation::Nonzero => {
                let (not, inner) = formula.as_apply().ok_or(Trouble::Shape("an inequation"))?;
                let equal = apply_to_both(not, &self.theory.compute(inner)?)?;
                let truth = crate::logic::truth();
                let denied = Theorem::equal_modus_ponens(&equal, &known.theorem)?;
                return Ok(crate::logic::classical_contradiction(
                    crate::logic::logic().falsity_term(),
                    truth,
                    &denied,
                )?);
            }
            _ => self.theory.compute(&formula)?,
        };
        Ok(convert(known.theorem.clone(), Some(&computed))?)
    }

    /// The sum of a fact and one that is not negative.
    fn added(&mut self, sum: &Known, value: &Known) -> Result<Known> {
        let (x, y) = (
            self.term(&sum.fact.polynomial)?,
            self.term(&value.fact.polynomial)?,
        );
        let lemma = if sum.fact.relation == Relation::Above {
            Lemma::RealAddPosNonneg
        } else {
            Lemma::RealAddNonneg
        };
        let theorem = self
            .theory
            .lemma(lemma)?
            .with(&[&x, &y], &[&sum.theorem, &value.theorem])?;
        let whole = self.sum(&x, &y)?;
        let (first, second) = (
            self.leaf(&sum.fact.polynomial)?,
            self.leaf(&value.fact.polynomial)?,
        );
        let normal = self.calculus.add(&first, &second, &whole)?;
        self.stated_of(sum.fact.relation, theorem, normal)
    }

    fn part(
        &mut self,
        part: &Part,
        fact: &mut dyn FnMut(&mut Self, usize) -> Result<Known>,
    ) -> Result<Known> {
        match part {
            Part::Equation(place, multiplier) => {
                let known = fact(self, *place)?;
                self.multiple(&known, multiplier)
            }
            Part::Product(coefficient, places, square) => {
                let mut known = Vec::with_capacity(places.len());
                for place in places {
                    known.push(fact(self, *place)?);
                }
                let strict =
                    square.is_none() && known.iter().all(|k| k.fact.relation == Relation::Above);
                let relation = if strict {
                    Relation::Above
                } else {
                    Relation::AtLeast
                };
                let mut product: Option<Known> = None;
                for factor in known {
                    let factor = self.weakened(&factor, relation)?;
                    product = Some(self.times(product, factor)?);
                }
                if let Some(root) = square {
                    let squared = self.squared(root)?;
                    product = Some(self.times(product, squared)?);
                }
                match product {
                    Some(product) => self.scaled(&product, coefficient),
                    None => self.number(coefficient),
                }
            }
        }
    }

    /// c > 0
    fn number(&mut self, c: &crate::prove::arith::Rational) -> Result<Known> {
        let (zero, term) = (self.zero()?, self.literal(c)?);
        Ok(Known {
            fact: Fact::above(Polynomial::constant(c.clone())),
            theorem: self.literal_lt(&zero, &term)?,
        })
    }

    pub(super) fn times(&mut self, product: Option<Known>, factor: Known) -> Result<Known> {
        let Some(product) = product else {
            return Ok(factor);
        };
        let (p, q) = (&product.fact.polynomial, &factor.fact.polynomial);
        let (x, y) = (self.term(p)?, self.term(q)?);
        let lemma = if product.fact.relation == Relation::Above {
            Lemma::RealMulPos
        } else {
            Lemma::RealMulNonneg
        };
        let theorem = self
            .theory
            .lemma(lemma)?
            .with(&[&x, &y], &[&product.theorem, &factor.theorem])?;
        let normal = self.product_normal(p, q)?;
        self.stated_of(product.fact.relation, theorem, normal)
    }

    /// The normal form of `T(p) * T(q)`.
    fn product_normal(
        &mut self,
        p: &Polynomial,
        q: &Polynomial,
    ) -> Result<crate::prove::arith::normal::Normal> {
        let (first, second) = (self.leaf(p)?, self.leaf(q)?);
        let whole = self.product(&first.step.term, &second.step.term)?;
        self.calculus.multiply(&first, &second, &whole)
    }

    /// p² ≥ 0
    fn squared(&mut self, root: &Polynomial) -> Result<Known> {
        let term = self.term(root)?;
        let theorem = self.theory.lemma(Lemma::RealSquareNonneg)?.at(&[&term])?;
        let normal = self.product_normal(root, root)?;
        self.stated_of(Relation::AtLeast, theorem, normal)
    }

    /// m · e = 0, from e = 0.
    pub fn multiple(&mut self, known: &Known, multiplier: &Polynomial) -> Result<Known> {
        let (m, e) = (self.term(multiplier)?, self.term(&known.fact.polynomial)?);
        let theorem = self
            .lemma("mul_eq_zero")?
            .with(&[&m, &e], &[&known.theorem])?;
        let normal = self.product_normal(multiplier, &known.fact.polynomial)?;
        self.stated_of(Relation::Zero, theorem, normal)
    }
}
