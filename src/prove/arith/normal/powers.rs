//! Powers of normal forms: by halves for sums, factor by factor for monomials.

use super::*;

impl<'t, 'e> Calculus<'t, 'e> {
    pub(super) fn power_term(&self, base: &Term, exponent: &Term) -> Result<Term> {
        self.theory
            .binary(Operation::Pow(self.carrier), base, exponent)
    }

    pub(super) fn exponent(&self, exponent: u32) -> Result<Term> {
        self.theory
            .literal(Carrier::Natural, &Rational::from(i64::from(exponent)))
    }

    /// From `xᵏ` and x = x': xᵏ = x'ᵏ.
    pub(super) fn power_of(&self, base: &Step, t: &Term) -> Result<Step> {
        let (_, exponent) = operands(t)?;
        let Some(theorem) = &base.theorem else {
            return Ok(Step::none(t.clone()));
        };
        let function = self.theory.operation(Operation::Pow(self.carrier))?;
        let applied = Theorem::congruence(&Theorem::reflexive(&function)?, theorem)?;
        Step::by(Theorem::congruence(
            &applied,
            &Theorem::reflexive(exponent)?,
        )?)
    }

    /// The normal form of `t = base ^ exponent`, the exponent a literal of that value.
    pub fn power(&self, base: &Normal, exponent: u32, t: &Term) -> Result<Normal> {
        let polynomial = base
            .polynomial
            .power(exponent, MAX_TERMS)
            .ok_or(Trouble::TooLarge)?;
        let outer = self.power_steps(&base.polynomial, &base.step.term, exponent)?;
        Ok(Normal {
            polynomial,
            step: self.power_of(&base.step, t)?.then(outer)?,
        })
    }

    /// From `x ^ k`, x normal.
    pub(super) fn power_steps(&self, base: &Polynomial, x: &Term, k: u32) -> Result<Step> {
        let names = self.names();
        match (k, base.terms()) {
            (0, _) => self.lemma(names.pow_zero, &[x]),
            (1, _) => self.lemma(names.pow_one, &[x]),
            (_, [(monomial, coefficient)]) if !monomial.is_one() => {
                self.monomial_power(monomial, coefficient, x, k)
            }
            (2, _) => {
                let square = self.lemma(names.pow_two, &[x])?;
                square.then(self.product_of(base, x, base, x)?)
            }
            _ => self.power_by_halves(base, x, k),
        }
    }

    /// x ^ (h + l) = x ^ h * x ^ l
    pub(super) fn power_by_halves(&self, base: &Polynomial, x: &Term, k: u32) -> Result<Step> {
        let (low, high) = (k / 2, k - k / 2);
        let split = self.split_power(x, low, high)?;
        let (first, second) = (
            self.power_steps(base, x, low)?,
            self.power_steps(base, x, high)?,
        );
        let (x_low, x_high) = operands(&split.term)?;
        let both = self.product.both(x_low, &first, x_high, &second)?;
        let powers = |e| base.power(e, MAX_TERMS).ok_or(Trouble::TooLarge);
        let product = self.product_of(&powers(low)?, &first.term, &powers(high)?, &second.term)?;
        split.then(both)?.then(product)
    }

    /// From `x ^ k`, k the literal low + high, to `x ^ low * x ^ high`.
    pub(super) fn split_power(&self, x: &Term, low: u32, high: u32) -> Result<Step> {
        let (low, high) = (self.exponent(low)?, self.exponent(high)?);
        let split = self.lemma(self.names().pow_add, &[x, &low, &high])?;
        self.with_computed_exponent(split)
    }

    /// From `x ^ (m ∘ n) = r` to `x ^ k = r`, k the value of the exponent.
    pub(super) fn with_computed_exponent(&self, step: Step) -> Result<Step> {
        let theorem = step.theorem.ok_or(Trouble::Shape("an equation"))?;
        let (left, _) = theorem.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let (power, exponent) = left.as_apply().ok_or(Trouble::Shape("a power"))?;
        let value = crate::logic::symmetric(&self.theory.compute(exponent)?)?;
        let changed = Theorem::congruence(&Theorem::reflexive(power)?, &value)?;
        Step::by(Theorem::transitive(&changed, &theorem)?)
    }

    /// (c * (a * b)) ^ k, factor by factor.
    pub(super) fn monomial_power(
        &self,
        monomial: &Monomial,
        coefficient: &Rational,
        x: &Term,
        k: u32,
    ) -> Result<Step> {
        if coefficient.is_one() {
            return self.body_power(monomial.factors(), x, k);
        }
        let (c, b) = operands(x)?;
        let exponent = self.exponent(k)?;
        let spread = self.lemma(self.names().mul_pow, &[c, b, &exponent])?;
        let (c_k, b_k) = operands(&spread.term)?;
        let number = self.power_steps(&Polynomial::constant(coefficient.clone()), c, k)?;
        let body = self.body_power(monomial.factors(), b, k)?;
        let both = self.product.both(c_k, &number, b_k, &body)?;
        let trimmed = self.without_unit(&number.term, &body.term, &both.term)?;
        spread.then(both)?.then(trimmed)
    }

    pub(super) fn body_power(&self, factors: &[(u32, u32)], x: &Term, k: u32) -> Result<Step> {
        let exponent = self.exponent(k)?;
        match factors {
            [] => Err(Trouble::Shape("a product")),
            [(_, 1)] => Ok(Step::none(self.power_term(x, &exponent)?)),
            [(_, e)] => {
                let (base, _) = operands(x)?;
                let old = self.exponent(*e)?;
                let merged = self.lemma(self.names().pow_mul, &[base, &exponent, &old])?;
                let computed = self.with_computed_exponent(merged)?;
                let theorem = computed.theorem.ok_or(Trouble::Shape("an equation"))?;
                Step::by(crate::logic::symmetric(&theorem)?)
            }
            [rest @ .., last] => {
                let (prefix, factor) = operands(x)?;
                let spread = self.lemma(self.names().mul_pow, &[prefix, factor, &exponent])?;
                let (p_k, f_k) = operands(&spread.term)?;
                let (first, second) = (
                    self.body_power(rest, prefix, k)?,
                    self.body_power(&[*last], factor, k)?,
                );
                let both = self.product.both(p_k, &first, f_k, &second)?;
                spread.then(both)
            }
        }
    }
}
