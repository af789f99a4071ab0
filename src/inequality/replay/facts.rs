//! Facts as theorems: `0 ≤ T(p)`, `0 < T(p)`, `T(p) = 0` or `T(p) ≠ 0` for canonical terms, and what follows from them
//! without search.

use super::normal::Normalizer;
use crate::{
    inequality::fact::{Fact, Relation},
    logic::{apply_to_both, binary_congruence, convert, logic, symmetric},
    prove::arith::{
        Polynomial, Rational, Result, Trouble,
        lemmas::Lemma,
        normal::Normal,
        theory::{Carrier, Operation, Shape},
    },
};
use rationale_kernel::{Term, Theorem};

/// A fact with its theorem.
#[derive(Clone)]
pub(super) struct Known {
    /// What the engine knows it as.
    pub fact: Fact,
    /// The theorem, about the canonical term.
    pub theorem: Theorem,
}

impl Normalizer<'_, '_> {
    /// 0 on ℝ.
    pub fn zero(&self) -> Result<Term> {
        Ok(self.theory.side(Carrier::Real)?.zero.clone())
    }

    /// The formula that a fact is.
    pub fn formula(&mut self, fact: &Fact) -> Result<Term> {
        let term = self.term(&fact.polynomial)?;
        self.relation(fact.relation, &term)
    }

    fn relation(&self, relation: Relation, t: &Term) -> Result<Term> {
        let zero = self.zero()?;
        Ok(match relation {
            Relation::AtLeast => self.theory.binary(Operation::Le(Carrier::Real), &zero, t)?,
            Relation::Above => self.theory.binary(Operation::Lt(Carrier::Real), &zero, t)?,
            Relation::Zero => Term::equation(t, &zero)?,
            Relation::Nonzero => logic().negation(&Term::equation(t, &zero)?)?,
        })
    }

    /// From `t ⋈ 0` in the shape of a fact, and the normal form of t: the same of the canonical term.
    pub fn carried(
        &self,
        relation: Relation,
        theorem: Theorem,
        normal: &Normal,
    ) -> Result<Theorem> {
        let Some(equation) = &normal.step.theorem else {
            return Ok(theorem);
        };
        let formula = theorem.conclusion();
        let equal = match relation {
            Relation::AtLeast | Relation::Above => {
                let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
                apply_to_both(head, equation)?
            }
            Relation::Zero => same_with(&formula, equation)?,
            Relation::Nonzero => {
                let (not, inner) = formula.as_apply().ok_or(Trouble::Shape("an inequation"))?;
                apply_to_both(not, &same_with(inner, equation)?)?
            }
        };
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// The fact that a theorem `t ⋈ 0` states.
    pub fn stated(&mut self, relation: Relation, theorem: Theorem, t: &Term) -> Result<Known> {
        let normal = self.read(t)?;
        self.stated_of(relation, theorem, normal)
    }

    /// As [`Self::stated`], with the normal form of the term at hand.
    pub fn stated_of(
        &mut self,
        relation: Relation,
        theorem: Theorem,
        normal: Normal,
    ) -> Result<Known> {
        let theorem = self.carried(relation, theorem, &normal)?;
        Ok(Known {
            fact: Fact::new(normal.polynomial, relation),
            theorem,
        })
    }

    /// The fact that a comparison of ℝ or ℕ states, or the denial of one.
    pub fn known(&mut self, theorem: &Theorem) -> Result<Known> {
        let formula = theorem.conclusion();
        if let Some(denied) = logic().as_negation(&formula) {
            return self.denied(theorem, &formula, denied);
        }
        if let Some((x, y)) = formula.as_equation() {
            if self.theory.carrier(x.ty()) == Some(Carrier::Natural) {
                return self.known_by(theorem, Lemma::NatEqCast, x, y);
            }
            let equal = self.lemma("real_eq_sub")?.at(&[x, y])?;
            return self.moved(Relation::Zero, theorem, &equal, x, y);
        }
        match self.theory.shape(&formula) {
            Shape::Binary(Operation::Le(Carrier::Real), x, y) => {
                let equal = self.theory.lemma(Lemma::RealSubNonneg)?.at(&[x, y])?;
                self.moved(Relation::AtLeast, theorem, &equal, x, y)
            }
            Shape::Binary(Operation::Lt(Carrier::Real), x, y) => {
                let equal = self.theory.lemma(Lemma::RealSubPos)?.at(&[x, y])?;
                self.moved(Relation::Above, theorem, &equal, x, y)
            }
            Shape::Binary(Operation::Le(Carrier::Natural), x, y) => {
                self.known_by(theorem, Lemma::NatLeCast, x, y)
            }
            Shape::Binary(Operation::Lt(Carrier::Natural), x, y) => {
                self.known_by(theorem, Lemma::NatLtCast, x, y)
            }
            _ => Err(Trouble::Shape("a comparison")),
        }
    }

    fn known_by(&mut self, theorem: &Theorem, lemma: Lemma, x: &Term, y: &Term) -> Result<Known> {
        let equal = self.theory.lemma(lemma)?.at(&[x, y])?;
        self.known(&convert(theorem.clone(), Some(&equal))?)
    }

    fn denied(&mut self, theorem: &Theorem, formula: &Term, denied: &Term) -> Result<Known> {
        let (not, _) = formula.as_apply().ok_or(Trouble::Shape("a negation"))?;
        let turn = |lemma: Lemma, x: &Term, y: &Term| {
            let equal = self.theory.lemma(lemma)?.at(&[x, y])?;
            convert(theorem.clone(), Some(&equal)).map_err(Trouble::from)
        };
        let under = |lemma: Lemma, x: &Term, y: &Term| {
            let equal = apply_to_both(not, &self.theory.lemma(lemma)?.at(&[x, y])?)?;
            convert(theorem.clone(), Some(&equal)).map_err(Trouble::from)
        };
        if let Some((x, y)) = denied.as_equation() {
            if self.theory.carrier(x.ty()) == Some(Carrier::Natural) {
                let cast = under(Lemma::NatEqCast, x, y)?;
                return self.known(&cast);
            }
            let equal = apply_to_both(not, &self.lemma("real_eq_sub")?.at(&[x, y])?)?;
            return self.moved(Relation::Nonzero, theorem, &equal, x, y);
        }
        let next = match self.theory.shape(denied) {
            Shape::Binary(Operation::Le(Carrier::Real), x, y) => turn(Lemma::RealNotLe, x, y)?,
            Shape::Binary(Operation::Lt(Carrier::Real), x, y) => turn(Lemma::RealNotLt, x, y)?,
            Shape::Binary(Operation::Le(Carrier::Natural), x, y) => under(Lemma::NatLeCast, x, y)?,
            Shape::Binary(Operation::Lt(Carrier::Natural), x, y) => under(Lemma::NatLtCast, x, y)?,
            _ => return Err(Trouble::Shape("a denied comparison")),
        };
        self.known(&next)
    }

    /// By `x ⋈ y ↔ y - x ⋈ 0`.
    fn moved(
        &mut self,
        relation: Relation,
        theorem: &Theorem,
        equal: &Theorem,
        x: &Term,
        y: &Term,
    ) -> Result<Known> {
        let theorem = convert(theorem.clone(), Some(equal))?;
        let difference = self.theory.binary(Operation::Sub, y, x)?;
        self.stated(relation, theorem, &difference)
    }

    /// The same fact in a weaker relation.
    pub fn weakened(&mut self, known: &Known, relation: Relation) -> Result<Known> {
        let term = self.term(&known.fact.polynomial)?;
        let zero = self.zero()?;
        let theorem = match (known.fact.relation, relation) {
            (from, to) if from == to => known.theorem.clone(),
            (Relation::Above, Relation::AtLeast) => self
                .theory
                .lemma(Lemma::RealLtLe)?
                .with(&[&zero, &term], &[&known.theorem])?,
            (Relation::Above, Relation::Nonzero) => self
                .theory
                .lemma(Lemma::RealLtNe)?
                .with(&[&term], &[&known.theorem])?,
            (Relation::Zero, Relation::AtLeast) => self
                .lemma("nonneg_of_eq_zero")?
                .with(&[&term], &[&known.theorem])?,
            _ => return Err(Trouble::Shape("a weaker fact")),
        };
        let fact = Fact::new(known.fact.polynomial.clone(), relation);
        Ok(Known { fact, theorem })
    }

    /// A multiple of a fact; for > and ≥ by a positive number.
    pub fn scaled(&mut self, known: &Known, by: &Rational) -> Result<Known> {
        if by.is_one() {
            return Ok(known.clone());
        }
        let (factor, term) = (self.literal(by)?, self.term(&known.fact.polynomial)?);
        let zero = self.zero()?;
        let relation = known.fact.relation;
        let images = [&factor, &term];
        let theorem = match relation {
            Relation::Above => {
                let sign = self.literal_lt(&zero, &factor)?;
                self.theory
                    .lemma(Lemma::RealMulPos)?
                    .with(&images, &[&sign, &known.theorem])?
            }
            Relation::AtLeast => {
                let sign = self.literal_le(&zero, &factor)?;
                self.theory
                    .lemma(Lemma::RealMulNonneg)?
                    .with(&images, &[&sign, &known.theorem])?
            }
            Relation::Zero => self
                .lemma("mul_eq_zero")?
                .with(&images, &[&known.theorem])?,
            Relation::Nonzero => {
                let equation = Term::equation(&factor, &zero)?;
                let sign = crate::logic::from_equal_false(&self.theory.compute(&equation)?)?;
                self.theory
                    .lemma(Lemma::RealMulNe)?
                    .with(&images, &[&sign, &known.theorem])?
            }
        };
        let product = self.product(&factor, &term)?;
        let scaled = known.fact.polynomial.scaled(by);
        let normal = self.scaled_normal(&product, &known.fact.polynomial, by)?;
        debug_assert!(normal.polynomial == scaled);
        self.stated_of(relation, theorem, normal)
    }

    /// The normal form of `c * T(p)`.
    pub fn scaled_normal(
        &mut self,
        product: &Term,
        p: &Polynomial,
        by: &Rational,
    ) -> Result<Normal> {
        let (factor, form) = (self.leaf(&Polynomial::constant(by.clone()))?, self.leaf(p)?);
        self.calculus.multiply(&factor, &form, product)
    }

    /// A fact that another one gives directly: a multiple of it, in a weaker relation.
    pub fn derived(&mut self, known: &Known, needed: &Fact) -> Result<Known> {
        if known.fact == *needed {
            return Ok(known.clone());
        }
        let missing = || Trouble::Shape("a fact that another gives");
        let lead = |p: &Polynomial| p.terms().first().map(|(_, c)| c.clone());
        let (Some(own), Some(wanted)) = (lead(&known.fact.polynomial), lead(&needed.polynomial))
        else {
            return self.weakened(known, needed.relation);
        };
        let by = wanted.divide(&own).ok_or_else(missing)?;
        if known.fact.polynomial.scaled(&by) != needed.polynomial {
            return Err(missing());
        }
        let result = if by.is_negative() && known.fact.relation == Relation::Above {
            let weak = self.weakened(known, Relation::Nonzero)?;
            self.scaled(&weak, &by)?
        } else {
            let scaled = self.scaled(known, &by)?;
            self.weakened(&scaled, needed.relation)?
        };
        if result.fact == *needed {
            Ok(result)
        } else {
            Err(missing())
        }
    }

    /// ⊢ x ≤ y or x < y, from the fact that says so of y − x.
    pub fn comparison(&mut self, known: &Known, x: &Term, y: &Term) -> Result<Theorem> {
        let difference = self.theory.binary(Operation::Sub, y, x)?;
        let normal = self.read(&difference)?;
        let strict = known.fact.relation == Relation::Above;
        let relation = if strict {
            Relation::Above
        } else {
            Relation::AtLeast
        };
        let needed = Fact::new(normal.polynomial.clone(), relation);
        let known = self.derived(known, &needed)?;
        let back = match &normal.step.theorem {
            Some(theorem) => {
                let formula = known.theorem.conclusion();
                let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
                let equal = apply_to_both(head, &symmetric(theorem)?)?;
                Theorem::equal_modus_ponens(&equal, &known.theorem)?
            }
            None => known.theorem,
        };
        let lemma = if strict {
            Lemma::RealSubPos
        } else {
            Lemma::RealSubNonneg
        };
        let equal = symmetric(&self.theory.lemma(lemma)?.at(&[x, y])?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &back)?)
    }
}

/// From `t = z` with t = t': (t = z) = (t' = z).
fn same_with(equation: &Term, step: &Theorem) -> Result<Theorem> {
    let (head, right) = equation.as_apply().ok_or(Trouble::Shape("an equation"))?;
    let (equality, _) = head.as_apply().ok_or(Trouble::Shape("an equation"))?;
    Ok(binary_congruence(
        equality,
        step,
        &Theorem::reflexive(right)?,
    )?)
}
