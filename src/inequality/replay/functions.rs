//! |·|, √, exp and log of normal forms, with proofs: what `atom.rs` says they are.

use super::normal::{Normalizer, after, applied};
use crate::{
    inequality::atom::{Atom, primitive, rational_root},
    logic::from_equal_true,
    prove::arith::{
        Polynomial, Rational, Result, Trouble,
        chain::Step,
        lemmas::Lemma,
        normal::Normal,
        theory::{Carrier, Operation},
    },
};
use rationale_kernel::{Term, Theorem};

impl Normalizer<'_, '_> {
    /// A comparison of literals that is true.
    pub fn computed_truth(&self, formula: &Term) -> Result<Theorem> {
        Ok(from_equal_true(&self.theory.compute(formula)?)?)
    }

    /// ⊢ x ≤ y for literals.
    pub fn literal_le(&self, x: &Term, y: &Term) -> Result<Theorem> {
        self.computed_truth(&self.theory.binary(Operation::Le(Carrier::Real), x, y)?)
    }

    /// ⊢ x < y for literals.
    pub fn literal_lt(&self, x: &Term, y: &Term) -> Result<Theorem> {
        self.computed_truth(&self.theory.binary(Operation::Lt(Carrier::Real), x, y)?)
    }

    /// ⊢ 0 ≤ c
    pub fn not_negative(&self, c: &Term) -> Result<Theorem> {
        self.literal_le(&self.theory.side(Carrier::Real)?.zero.clone(), c)
    }

    /// The normal form of `|T(p)|`.
    pub fn absolute(&mut self, p: &Polynomial) -> Result<Normal> {
        let zero = self.theory.side(Carrier::Real)?.zero.clone();
        let term = self.term(p)?;
        if let Some(value) = p.as_constant() {
            let (lemma, sign) = if value.is_negative() {
                (Lemma::AbsOfNeg, self.literal_lt(&term, &zero)?)
            } else {
                (Lemma::AbsOfNonneg, self.literal_le(&zero, &term)?)
            };
            let step = Step::by(self.theory.lemma(lemma)?.with(&[&term], &[&sign])?)?;
            let value = self.read(&step.term.clone())?;
            return after(step, value);
        }
        let (content, rest) = primitive(p);
        if content.is_one() {
            let absolute = self.atoms.absolute(p.clone());
            return self.leaf(&absolute);
        }
        let whole = self.leaf(p)?;
        let (factor, rest) = (self.literal(&content)?, self.term(&rest)?);
        let split = self.split(&whole, &factor, &rest)?;
        let head = self.theory.operation(Operation::Abs)?;
        let inner = applied(&head, &split)?;
        let scaled = if content.is_negative() {
            let sign = self.literal_le(&factor, &zero)?;
            self.lemma("abs_mul_nonpos")?
                .with(&[&factor, &rest], &[&sign])?
        } else {
            let sign = self.literal_le(&zero, &factor)?;
            self.lemma("abs_mul_nonneg")?
                .with(&[&factor, &rest], &[&sign])?
        };
        let step = inner.then(Step::by(scaled)?)?;
        let normal = self.read(&step.term.clone())?;
        after(step, normal)
    }

    /// The normal form of `√T(p)`.
    pub fn root(&mut self, p: &Polynomial) -> Result<Normal> {
        let expected = self.atoms.root(p.clone());
        let whole = self.leaf(p)?;
        let content = Rational::content(p.terms().iter().map(|(_, c)| c));
        let square = match p.terms() {
            [] => Some(Polynomial::zero()),
            [(monomial, c)] => match (monomial.square_root(), rational_root(c)) {
                (Some(half), Some(root)) => Some(Polynomial::term(half, root)),
                _ => None,
            },
            _ => None,
        };
        if let Some(root) = square {
            let root = self.term(&root)?;
            let power = self.power(&root, 2)?;
            let step = self.root_of(&whole, &power)?;
            let step = step.then(Step::by(self.lemma("sqrt_sq_abs")?.at(&[&root])?)?)?;
            let normal = self.read(&step.term.clone())?;
            return after(step, normal);
        }
        let Some(root) = rational_root(&content).filter(|root| !root.is_one()) else {
            return self.leaf(&expected);
        };
        let inverse = content.inverse().ok_or(Trouble::Shape("a number"))?;
        let (factor, rest) = (self.literal(&root)?, self.term(&p.scaled(&inverse))?);
        let power = self.power(&factor, 2)?;
        let product = self.product(&power, &rest)?;
        let step = self.root_of(&whole, &product)?;
        let sign = self.not_negative(&factor)?;
        let scaled = self.lemma("sqrt_square_mul")?;
        let step = step.then(Step::by(scaled.with(&[&factor, &rest], &[&sign])?)?)?;
        let normal = self.read(&step.term.clone())?;
        after(step, normal)
    }

    /// From √ of a normal form to √ of another term with that normal form.
    fn root_of(&mut self, whole: &Normal, other: &Term) -> Result<Step> {
        let step = self.back_to(whole, other)?;
        let sample = self.applied("sqrt", other)?;
        let (head, _) = sample.as_apply().ok_or(Trouble::Shape("a root"))?;
        applied(head, &step)
    }

    /// The normal form of `exp T(p)`.
    pub fn exponential(&mut self, p: &Polynomial) -> Result<Normal> {
        if p.is_zero() {
            let step = Step::by(self.lemma("exp_zero")?.at(&[])?)?;
            let one = self.read(&step.term.clone())?;
            return after(step, one);
        }
        let exponential = self.atoms.exponential(p.clone());
        self.leaf(&exponential)
    }

    /// The normal form of `log T(p)`.
    pub fn logarithm(&mut self, p: &Polynomial) -> Result<Normal> {
        let expected = self.atoms.logarithm(p.clone());
        let term = self.term(p)?;
        if let Some(value) = p.as_constant() {
            if value.signum() <= 0 {
                let zero = self.theory.side(Carrier::Real)?.zero.clone();
                let sign = self.literal_le(&term, &zero)?;
                let step = Step::by(self.lemma("log_of_nonpos")?.with(&[&term], &[&sign])?)?;
                let value = self.read(&step.term.clone())?;
                return after(step, value);
            }
            if value.is_one() {
                let step = Step::by(self.lemma("log_one")?.at(&[])?)?;
                let value = self.read(&step.term.clone())?;
                return after(step, value);
            }
        }
        if let [(monomial, c)] = p.terms()
            && let [(atom, exponent)] = monomial.factors()
            && c.is_one()
            && let Atom::Exponential(u) = self.atoms.get(*atom).clone()
        {
            let u = self.term(&u)?;
            let step = if *exponent == 1 {
                Step::by(self.lemma("log_exp")?.at(&[&u])?)?
            } else {
                let exponent = self.exponent(*exponent)?;
                Step::by(self.lemma("log_exp_pow")?.at(&[&u, &exponent])?)?
            };
            let value = self.read(&step.term.clone())?;
            return after(step, value);
        }
        self.leaf(&expected)
    }
}
