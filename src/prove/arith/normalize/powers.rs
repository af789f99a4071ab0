//! Reading powers and casts: numerals in the exponent are multiplied out, other exponents are atoms or sums of them.

use super::*;

impl<'t, 'e> Normalizer<'t, 'e> {
    pub(super) fn read_power<R: Reading>(
        &mut self,
        reading: &R,
        t: &Term,
        carrier: Carrier,
        base: &Term,
        exponent: &Term,
    ) -> Result<R::Value> {
        if let Some((_, value)) = self.theory.value(exponent) {
            let value = value.as_exponent().ok_or(Trouble::TooLarge)?;
            let inner = self.read(reading, base)?;
            let terms = reading
                .polynomial(&inner)
                .power(value, MAX_TERMS)
                .ok_or(Trouble::TooLarge)?
                .terms()
                .len();
            self.spend(terms as u64)?;
            return reading.power(self.calculus(carrier)?, &inner, value, t);
        }
        let base_step = self.argument(reading, carrier, base)?;
        let exponent_step = self.argument(reading, Carrier::Natural, exponent)?;
        let power = self.theory.operation(Operation::Pow(carrier))?;
        let first = self.applied(&power, &base_step)?;
        let step = match &first.theorem {
            None => self.applied(&first.term, &exponent_step)?,
            Some(theorem) => {
                let exponents = exponent_step.equation(exponent)?;
                Step::by(Theorem::congruence(theorem, &exponents)?)?
            }
        };
        let value = self.read_symbolic_power(
            reading,
            &step.term,
            carrier,
            &base_step.term,
            &exponent_step.term,
        )?;
        reading.after(step, value)
    }

    /// Reads `t = x ^ n`, both in normal form.
    pub(super) fn read_symbolic_power<R: Reading>(
        &mut self,
        reading: &R,
        t: &Term,
        carrier: Carrier,
        x: &Term,
        n: &Term,
    ) -> Result<R::Value> {
        let names = match carrier {
            Carrier::Natural => [
                Lemma::NatPowAdd,
                Lemma::NatPowMul,
                Lemma::NatMulPow,
                Lemma::NatOnePow,
            ],
            Carrier::Real => [
                Lemma::RealPowAdd,
                Lemma::RealPowMul,
                Lemma::RealMulPow,
                Lemma::RealOnePow,
            ],
        };
        let [pow_add, pow_mul, mul_pow, one_pow] = names;
        match self.theory.shape(n) {
            Shape::Literal => return self.read(reading, t),
            Shape::Binary(Operation::Add(_), a, b) => {
                return self.rewritten(reading, pow_add, &[x, a, b]);
            }
            Shape::Binary(Operation::Mul(_), a, b) if self.theory.value(a).is_some() => {
                return self.rewritten(reading, pow_mul, &[x, a, b]);
            }
            _ => {}
        }
        match self.theory.shape(x) {
            Shape::Binary(Operation::Mul(_), a, b) => self.rewritten(reading, mul_pow, &[a, b, n]),
            Shape::Binary(Operation::Pow(_), a, m) => {
                self.rewritten_back(reading, pow_mul, &[a, n, m])
            }
            Shape::Unary(Operation::Inv, a) => {
                self.rewritten_back(reading, Lemma::RealInvPow, &[a, n])
            }
            Shape::Literal if *x == self.theory.side(carrier)?.one => {
                self.rewritten(reading, one_pow, &[n])
            }
            _ => self.read_leaf(reading, t),
        }
    }

    pub(super) fn read_cast<R: Reading>(
        &mut self,
        reading: &R,
        t: &Term,
        n: &Term,
    ) -> Result<R::Value> {
        match self.theory.shape(n) {
            Shape::Literal => return self.computed(reading, t),
            Shape::Binary(Operation::Add(_), a, b) => {
                return self.rewritten(reading, Lemma::CastAdd, &[a, b]);
            }
            Shape::Binary(Operation::Mul(_), a, b) => {
                return self.rewritten(reading, Lemma::CastMul, &[a, b]);
            }
            Shape::Binary(Operation::Pow(_), a, b) => {
                return self.rewritten(reading, Lemma::CastPow, &[a, b]);
            }
            _ => {}
        }
        let argument = self.argument(reading, Carrier::Natural, n)?;
        if argument.term == *n {
            return self.read_leaf(reading, t);
        }
        let (function, _) = t.as_apply().ok_or(Trouble::Shape("an application"))?;
        let step = self.applied(function, &argument)?;
        self.read_after(reading, step)
    }
}
