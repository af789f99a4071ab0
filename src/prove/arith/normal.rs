//! Sums, products and powers of normal forms, each with the theorem that it is one.
//!
//! The normal form of a polynomial is a left-nested sum of monomials in the order of [`Monomial`]; a monomial is a
//! literal, or a left-nested product of powers of atoms, behind its coefficient if that is not 1; exponents are literals
//! from 2 on. What a person writes in order is in normal form as it stands, and then nothing is inferred.

mod powers;

use super::{
    Monomial, Polynomial, Rational, Result, Trouble,
    chain::{Chain, Laws, Links, Merged, Step, merge, operands},
    lemmas::Lemma,
    theory::{Carrier, Operation, Theory},
};
use rationale_kernel::{Term, Theorem};
use std::cmp::Ordering;

/// More monomials than this are not multiplied out.
pub const MAX_TERMS: usize = 2_000;

/// A normal form and the way to it.
#[derive(Clone)]
pub struct Normal {
    /// The polynomial.
    pub polynomial: Polynomial,
    /// From the term that was normalised to the normal form.
    pub step: Step,
}

/// Combines normal forms of one carrier.
pub struct Calculus<'t, 'e> {
    theory: &'t Theory<'e>,
    carrier: Carrier,
    sum: Laws<'t>,
    product: Laws<'t>,
}

/// The lemmas in which the two carriers differ.
struct Names {
    zero_mul: Lemma,
    mul_zero: Lemma,
    mul_add: Lemma,
    add_mul: Lemma,
    one_add_mul: Lemma,
    add_one_mul: Lemma,
    two_mul: Lemma,
    pow_zero: Lemma,
    pow_one: Lemma,
    pow_two: Lemma,
    pow_add: Lemma,
    pow_mul: Lemma,
    mul_pow: Lemma,
}

const NATURAL: Names = Names {
    zero_mul: Lemma::NatZeroMul,
    mul_zero: Lemma::NatMulZero,
    mul_add: Lemma::NatMulAdd,
    add_mul: Lemma::NatAddMul,
    one_add_mul: Lemma::NatOneAddMul,
    add_one_mul: Lemma::NatAddOneMul,
    two_mul: Lemma::NatTwoMul,
    pow_zero: Lemma::NatPowZero,
    pow_one: Lemma::NatPowOne,
    pow_two: Lemma::NatPowTwo,
    pow_add: Lemma::NatPowAdd,
    pow_mul: Lemma::NatPowMul,
    mul_pow: Lemma::NatMulPow,
};

const REAL: Names = Names {
    zero_mul: Lemma::RealZeroMul,
    mul_zero: Lemma::RealMulZero,
    mul_add: Lemma::RealMulAdd,
    add_mul: Lemma::RealAddMul,
    one_add_mul: Lemma::RealOneAddMul,
    add_one_mul: Lemma::RealAddOneMul,
    two_mul: Lemma::RealTwoMul,
    pow_zero: Lemma::RealPowZero,
    pow_one: Lemma::RealPowOne,
    pow_two: Lemma::RealPowTwo,
    pow_add: Lemma::RealPowAdd,
    pow_mul: Lemma::RealPowMul,
    mul_pow: Lemma::RealMulPow,
};

/// Monomials with coefficients, and the sum's term.
type Terms<'p> = &'p [(Monomial, Rational)];

/// One summand of a left-nested sum, and the sum of those before it (itself for the first).
struct Prefix<'p> {
    before: &'p Term,
    last: &'p Term,
    link: &'p (Monomial, Rational),
}

/// The summands of a left-nested sum, first to last.
fn prefixes<'p>(terms: Terms<'p>, sum: &'p Term) -> Result<Vec<Prefix<'p>>> {
    let (mut found, mut rest) = (Vec::with_capacity(terms.len()), sum);
    for (index, link) in terms.iter().enumerate().rev() {
        let (before, last) = if index == 0 {
            (rest, rest)
        } else {
            operands(rest)?
        };
        found.push(Prefix { before, last, link });
        rest = before;
    }
    found.reverse();
    Ok(found)
}

impl<'t, 'e> Calculus<'t, 'e> {
    /// For that carrier. Errors: not armed, or a law of semirings is missing.
    pub fn of(theory: &'t Theory<'e>, carrier: Carrier) -> Result<Self> {
        let (sum, product) = (
            Laws::addition(theory, carrier)?,
            Laws::multiplication(theory, carrier)?,
        );
        Ok(Calculus {
            theory,
            carrier,
            sum,
            product,
        })
    }

    fn names(&self) -> &'static Names {
        match self.carrier {
            Carrier::Natural => &NATURAL,
            Carrier::Real => &REAL,
        }
    }

    fn lemma(&self, lemma: Lemma, images: &[&Term]) -> Result<Step> {
        Step::by(self.theory.lemma(lemma)?.at(images)?)
    }

    fn literal(&self, value: &Rational) -> Result<Term> {
        self.theory.literal(self.carrier, value)
    }

    fn compute(&self, t: &Term) -> Result<Step> {
        Step::by(self.theory.compute(t)?)
    }

    /// The normal form of `t = left + right`.
    pub fn add(&self, left: &Normal, right: &Normal, t: &Term) -> Result<Normal> {
        let (x, y) = operands(t)?;
        let inner = self.sum.both(x, &left.step, y, &right.step)?;
        let outer = self.sum_of(
            left.polynomial.terms(),
            &left.step.term,
            right.polynomial.terms(),
            &right.step.term,
        )?;
        let polynomial = left.polynomial.plus(&right.polynomial);
        Ok(Normal {
            polynomial,
            step: inner.then(outer)?,
        })
    }

    /// From `x + y`, both normal.
    fn sum_of(&self, left: Terms<'_>, x: &Term, right: Terms<'_>, y: &Term) -> Result<Step> {
        if left.is_empty() {
            return self.sum.drop_left_unit(y);
        }
        if right.is_empty() {
            return self.sum.drop_right_unit(x);
        }
        let (left, right) = (
            Chain {
                links: left,
                term: x,
            },
            Chain {
                links: right,
                term: y,
            },
        );
        Ok(merge(&self.sum, self, left, right)?.step)
    }

    /// The normal form of `t = left * right`.
    pub fn multiply(&self, left: &Normal, right: &Normal, t: &Term) -> Result<Normal> {
        let product = left
            .polynomial
            .times(&right.polynomial, MAX_TERMS)
            .ok_or(Trouble::TooLarge)?;
        let (x, y) = operands(t)?;
        let inner = self.product.both(x, &left.step, y, &right.step)?;
        let outer = self.product_of(
            &left.polynomial,
            &left.step.term,
            &right.polynomial,
            &right.step.term,
        )?;
        Ok(Normal {
            polynomial: product,
            step: inner.then(outer)?,
        })
    }

    /// From `x * y`, both normal.
    fn product_of(
        &self,
        left: &Polynomial,
        x: &Term,
        right: &Polynomial,
        y: &Term,
    ) -> Result<Step> {
        match (left.terms(), right.terms()) {
            ([], _) => self.lemma(self.names().zero_mul, &[y]),
            (_, []) => self.lemma(self.names().mul_zero, &[x]),
            ([one], many) => self.monomial_times_sum(one, x, many, y),
            (many, [one]) => self.sum_times_monomial(many, x, one, y),
            (many, _) => self.sum_times_sum(many, x, right, y),
        }
    }

    /// (m₁ + … + mₖ) * q, one mᵢ after the other.
    fn sum_times_sum(
        &self,
        left: Terms<'_>,
        x: &Term,
        right: &Polynomial,
        y: &Term,
    ) -> Result<Step> {
        let prefixes = prefixes(left, x)?;
        let Some((first, rest)) = prefixes.split_first() else {
            return Err(Trouble::Shape("a sum"));
        };
        let product = |one: &(Monomial, Rational)| {
            let factor = Polynomial::term(one.0.clone(), one.1.clone());
            factor.times(right, MAX_TERMS).ok_or(Trouble::TooLarge)
        };
        let mut sum = self.monomial_times_sum(first.link, first.last, right.terms(), y)?;
        let mut before = product(first.link)?;
        for Prefix {
            before: p,
            last: m,
            link,
        } in rest
        {
            let spread = self.lemma(self.names().add_mul, &[p, m, y])?;
            let (p_y, m_y) = operands(&spread.term)?;
            let next = self.monomial_times_sum(link, m, right.terms(), y)?;
            let both = self.sum.both(p_y, &sum, m_y, &next)?;
            let after = product(link)?;
            let merged = self.sum_of(before.terms(), &sum.term, after.terms(), &next.term)?;
            before = before.plus(&after);
            sum = spread.then(both)?.then(merged)?;
        }
        Ok(sum)
    }

    /// m * (q₁ + … + qₖ): the order of the qᵢ stays.
    fn monomial_times_sum(
        &self,
        one: &(Monomial, Rational),
        x: &Term,
        many: Terms<'_>,
        y: &Term,
    ) -> Result<Step> {
        let prefixes = prefixes(many, y)?;
        let Some((first, rest)) = prefixes.split_first() else {
            return Err(Trouble::Shape("a sum"));
        };
        let mut sum = self.monomials(one, x, first.link, first.last)?;
        for Prefix {
            before: q,
            last: n,
            link,
        } in rest
        {
            let spread = self.lemma(self.names().mul_add, &[x, q, n])?;
            let (x_q, x_n) = operands(&spread.term)?;
            let both = self
                .sum
                .both(x_q, &sum, x_n, &self.monomials(one, x, link, n)?)?;
            sum = spread.then(both)?;
        }
        Ok(sum)
    }

    /// (p₁ + … + pₖ) * m: the order of the pᵢ stays.
    fn sum_times_monomial(
        &self,
        many: Terms<'_>,
        x: &Term,
        one: &(Monomial, Rational),
        y: &Term,
    ) -> Result<Step> {
        let prefixes = prefixes(many, x)?;
        let Some((first, rest)) = prefixes.split_first() else {
            return Err(Trouble::Shape("a sum"));
        };
        let mut sum = self.monomials(first.link, first.last, one, y)?;
        for Prefix {
            before: p,
            last: m,
            link,
        } in rest
        {
            let spread = self.lemma(self.names().add_mul, &[p, m, y])?;
            let (p_y, m_y) = operands(&spread.term)?;
            let both = self
                .sum
                .both(p_y, &sum, m_y, &self.monomials(link, m, one, y)?)?;
            sum = spread.then(both)?;
        }
        Ok(sum)
    }

    /// From `x * y`, two monomials.
    fn monomials(
        &self,
        left: &(Monomial, Rational),
        x: &Term,
        right: &(Monomial, Rational),
        y: &Term,
    ) -> Result<Step> {
        if right.0.is_one() && !left.0.is_one() {
            let swapped = self.product.commute(x, y)?;
            return swapped.then(self.monomials(right, y, left, x)?);
        }
        if left.0.is_one() {
            return self.constant_times_monomial(&left.1, x, right, y);
        }
        match (left.1.is_one(), right.1.is_one()) {
            (true, true) => self.bodies(&left.0, x, &right.0, y),
            (false, true) => {
                let (c, a) = operands(x)?;
                let moved = self.product.associate(c, a, y)?;
                let (_, a_y) = operands(&moved.term)?;
                let inner = self.bodies(&left.0, a, &right.0, y)?;
                let changed = self.product.both(c, &Step::none(c.clone()), a_y, &inner)?;
                moved.then(changed)
            }
            (true, false) => {
                let (d, b) = operands(y)?;
                let moved = self.product.commute_left(x, d, b)?;
                let (_, x_b) = operands(&moved.term)?;
                let inner = self.bodies(&left.0, x, &right.0, b)?;
                let changed = self.product.both(d, &Step::none(d.clone()), x_b, &inner)?;
                moved.then(changed)
            }
            (false, false) => {
                let ((c, a), (d, b)) = (operands(x)?, operands(y)?);
                let moved = self.product.exchange(c, a, d, b)?;
                let (c_d, a_b) = operands(&moved.term)?;
                let (number, inner) = (self.compute(c_d)?, self.bodies(&left.0, a, &right.0, b)?);
                let changed = self.product.both(c_d, &number, a_b, &inner)?;
                let trimmed = self.without_unit(&number.term, &inner.term, &changed.term)?;
                moved.then(changed)?.then(trimmed)
            }
        }
    }

    /// 1 * x = x if the literal is 1.
    fn without_unit(&self, literal: &Term, x: &Term, whole: &Term) -> Result<Step> {
        if *literal == self.theory.side(self.carrier)?.one {
            return self.product.drop_left_unit(x);
        }
        Ok(Step::none(whole.clone()))
    }

    /// From `c * y`, y a monomial.
    fn constant_times_monomial(
        &self,
        c: &Rational,
        x: &Term,
        right: &(Monomial, Rational),
        y: &Term,
    ) -> Result<Step> {
        if right.0.is_one() {
            return self.compute(&self.product.apply(x, y)?);
        }
        if c.is_one() {
            return self.product.drop_left_unit(y);
        }
        if right.1.is_one() {
            return Ok(Step::none(self.product.apply(x, y)?));
        }
        let (d, b) = operands(y)?;
        let moved = self.product.associate_back(x, d, b)?;
        let (x_d, _) = operands(&moved.term)?;
        let number = self.compute(x_d)?;
        let changed = self.product.both(x_d, &number, b, &Step::none(b.clone()))?;
        let trimmed = self.without_unit(&number.term, b, &changed.term)?;
        moved.then(changed)?.then(trimmed)
    }

    /// From `x * y`, two products of powers.
    fn bodies(&self, left: &Monomial, x: &Term, right: &Monomial, y: &Term) -> Result<Step> {
        let (left, right) = (
            Chain {
                links: left.factors(),
                term: x,
            },
            Chain {
                links: right.factors(),
                term: y,
            },
        );
        Ok(merge(&self.product, &Powers(self), left, right)?.step)
    }

    /// c of `c * b`, b; for coefficient 1 only b.
    fn coefficient<'x>(
        &self,
        one: &(Monomial, Rational),
        x: &'x Term,
    ) -> Result<(Option<&'x Term>, &'x Term)> {
        if one.1.is_one() {
            return Ok((None, x));
        }
        let (c, b) = operands(x)?;
        Ok((Some(c), b))
    }

    /// From `x + y`, two multiples of one monomial.
    fn collect(
        &self,
        left: &(Monomial, Rational),
        x: &Term,
        right: &(Monomial, Rational),
        y: &Term,
    ) -> Result<Step> {
        if left.0.is_one() {
            return self.compute(&self.sum.apply(x, y)?);
        }
        let ((c, b), (d, _)) = (self.coefficient(left, x)?, self.coefficient(right, y)?);
        let collected = match (c, d) {
            (Some(c), Some(d)) => self.reversed(self.names().add_mul, &[c, d, b])?,
            (None, Some(d)) => self.reversed(self.names().one_add_mul, &[d, b])?,
            (Some(c), None) => self.reversed(self.names().add_one_mul, &[c, b])?,
            (None, None) => return self.reversed(self.names().two_mul, &[b]),
        };
        let (sum, _) = operands(&collected.term)?;
        let number = self.compute(sum)?;
        let changed = self.product.both(sum, &number, b, &Step::none(b.clone()))?;
        let trimmed = if number.term == self.theory.side(self.carrier)?.zero {
            self.lemma(self.names().zero_mul, &[b])?
        } else {
            self.without_unit(&number.term, b, &changed.term)?
        };
        collected.then(changed)?.then(trimmed)
    }

    fn reversed(&self, lemma: Lemma, images: &[&Term]) -> Result<Step> {
        Step::by(self.theory.lemma(lemma)?.reversed_at(images)?)
    }

    /// The term of a polynomial, given the terms of its atoms.
    pub fn term_of(&self, polynomial: &Polynomial, atom: &dyn Fn(u32) -> Term) -> Result<Term> {
        let mut sum: Option<Term> = None;
        for (monomial, coefficient) in polynomial.terms() {
            let next = self.monomial_term(monomial, coefficient, atom)?;
            sum = Some(match sum {
                Some(sum) => self.sum.apply(&sum, &next)?,
                None => next,
            });
        }
        sum.map_or_else(|| self.literal(&Rational::ZERO), Ok)
    }

    fn monomial_term(
        &self,
        monomial: &Monomial,
        coefficient: &Rational,
        atom: &dyn Fn(u32) -> Term,
    ) -> Result<Term> {
        let mut body: Option<Term> = None;
        for (base, exponent) in monomial.factors() {
            let factor = match exponent {
                1 => atom(*base),
                e => self.power_term(&atom(*base), &self.exponent(*e)?)?,
            };
            body = Some(match body {
                Some(body) => self.product.apply(&body, &factor)?,
                None => factor,
            });
        }
        match body {
            None => self.literal(coefficient),
            Some(body) if coefficient.is_one() => Ok(body),
            Some(body) => self.product.apply(&self.literal(coefficient)?, &body),
        }
    }
}

/// Monomials of a sum.
impl Links for Calculus<'_, '_> {
    type Link = (Monomial, Rational);

    fn order(&self, left: &Self::Link, right: &Self::Link) -> Ordering {
        left.0.cmp(&right.0)
    }

    fn combine(&self, left: (&Self::Link, &Term), right: (&Self::Link, &Term)) -> Result<Merged> {
        let step = self.collect(left.0, left.1, right.0, right.1)?;
        Ok(Merged {
            step,
            empty: (&left.0.1 + &right.0.1).is_zero(),
        })
    }
}

/// Powers of a product.
struct Powers<'c, 't, 'e>(&'c Calculus<'t, 'e>);

impl Links for Powers<'_, '_, '_> {
    type Link = (u32, u32);

    fn order(&self, left: &Self::Link, right: &Self::Link) -> Ordering {
        left.0.cmp(&right.0)
    }

    /// x^a * x^b = x^(a+b)
    fn combine(&self, left: (&Self::Link, &Term), right: (&Self::Link, &Term)) -> Result<Merged> {
        let (calculus, (a, b)) = (self.0, (left.0.1, right.0.1));
        let base = if a == 1 { left.1 } else { operands(left.1)?.0 };
        a.checked_add(b).ok_or(Trouble::TooLarge)?;
        let step = if (a, b) == (1, 1) {
            calculus.reversed(calculus.names().pow_two, &[base])?
        } else {
            calculus.joined_powers(base, a, b)?
        };
        Ok(Merged { step, empty: false })
    }
}

impl Calculus<'_, '_> {
    /// From `x^a * x^b` (x for x^1) to `x^(a+b)`.
    fn joined_powers(&self, base: &Term, a: u32, b: u32) -> Result<Step> {
        let split = self.split_power(base, a, b)?;
        let (x_a, x_b) = operands(&split.term)?;
        let shorten = |power: &Term, e: u32| match e {
            1 => self.lemma(self.names().pow_one, &[base]),
            _ => Ok(Step::none(power.clone())),
        };
        let both = self
            .product
            .both(x_a, &shorten(x_a, a)?, x_b, &shorten(x_b, b)?)?;
        let theorem = split
            .then(both)?
            .theorem
            .ok_or(Trouble::Shape("an equation"))?;
        Step::by(crate::logic::symmetric(&theorem)?)
    }
}
