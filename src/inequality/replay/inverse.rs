//! Inverses of normal forms with proofs, factor by factor as `atom.rs` takes them.

use super::normal::{Normalizer, after, applied};
use crate::{
    inequality::atom::{Atom, common_factor, divided_by_monomial, primitive},
    prove::arith::{
        Polynomial, Result, Trouble,
        chain::Step,
        lemmas::Lemma,
        normal::Normal,
        theory::{Operation, Shape},
    },
};
use rationale_kernel::Term;

impl Normalizer<'_, '_> {
    /// The normal form of `inv x`, factor by factor as the engine takes it.
    pub(super) fn inverse_of(&mut self, x: &Term) -> Result<Normal> {
        if let Some(atom) = self.numbers.get(x).copied() {
            let plain = self.read_atom(atom, x)?;
            if plain.step.theorem.is_none() {
                return self.inverse_of_atom(atom, x);
            }
            return self.inverse_after(plain);
        }
        match self.theory.shape(x) {
            Shape::Literal => {
                let inverse = self.theory.unary(Operation::Inv, x)?;
                self.computed(&inverse)
            }
            Shape::Binary(Operation::Mul(_), a, b) => {
                let step = self.step(Lemma::RealInvMul, &[a, b])?;
                let (first, second) = (self.inverse_of(a)?, self.inverse_of(b)?);
                let product = self.calculus.multiply(&first, &second, &step.term)?;
                after(step, product)
            }
            Shape::Binary(Operation::Div, a, b) => {
                let quotient = applied(
                    &self.theory.operation(Operation::Inv)?,
                    &self.step(Lemma::RealDiv, &[a, b])?,
                )?;
                let inverse = self.theory.unary(Operation::Inv, b)?;
                let step = quotient.then(self.step(Lemma::RealInvMul, &[a, &inverse])?)?;
                let first = self.inverse_of(a)?;
                let twice = self.step(Lemma::RealInvInv, &[b])?;
                let second = self.read(b)?;
                let second = after(twice, second)?;
                let product = self.calculus.multiply(&first, &second, &step.term)?;
                after(step, product)
            }
            Shape::Binary(Operation::Pow(_), a, k) if self.theory.value(k).is_some() => {
                let step = self.step(Lemma::RealInvPow, &[a, k])?;
                let base = self.inverse_of(a)?;
                let exponent = self.theory.value(k).and_then(|(_, v)| v.as_exponent());
                let exponent = exponent.ok_or(Trouble::TooLarge)?;
                let power = self.calculus.power(&base, exponent, &step.term)?;
                after(step, power)
            }
            Shape::Unary(Operation::Inv, a) => {
                let step = self.step(Lemma::RealInvInv, &[a])?;
                let a = self.read(a)?;
                after(step, a)
            }
            _ => {
                let normal = self.read(x)?;
                self.inverse_after(normal)
            }
        }
    }

    /// From `inv x` with the normal form of x.
    fn inverse_after(&mut self, normal: Normal) -> Result<Normal> {
        let head = self.theory.operation(Operation::Inv)?;
        let inner = applied(&head, &normal.step)?;
        let p = normal.polynomial;
        let inverse = self.without_replacement(|n| n.inverse(&p))?;
        after(inner, inverse)
    }

    fn inverse_of_atom(&mut self, atom: u32, x: &Term) -> Result<Normal> {
        match self.atoms.get(atom).clone() {
            Atom::Inverse(p) => {
                let p = self.term(&p)?;
                let step = self.step(Lemma::RealInvInv, &[&p])?;
                let p = self.without_replacement(|n| n.read(&p))?;
                after(step, p)
            }
            Atom::Exponential(_) => {
                let (_, u) = x.as_apply().ok_or(Trouble::Shape("an exponential"))?;
                let step = Step::by(self.lemma("inv_exp")?.at(&[u])?)?;
                self.without_replacement(|n| n.read_after(step))
            }
            _ => {
                let p = Polynomial::atom(atom);
                let inverse = self.atoms.inverse(&p);
                self.leaf(&inverse)
            }
        }
    }

    /// The normal form of `inv T(p)`.
    fn inverse(&mut self, p: &Polynomial) -> Result<Normal> {
        let term = self.term(p)?;
        if p.is_zero() {
            return self.by("real_inv_zero", &[]);
        }
        let (content, rest) = primitive(p);
        let common = common_factor(&rest);
        let rest = divided_by_monomial(&rest, &common);
        let outer = Polynomial::term(common, content);
        if rest.as_constant().is_some() {
            return self.inverse_of(&term);
        }
        if outer.as_constant().is_some_and(|c| c.is_one()) {
            let inverse = self.atoms.inverse(p);
            return self.leaf(&inverse);
        }
        let whole = self.leaf(p)?;
        let (first, second) = (self.term(&outer)?, self.term(&rest)?);
        let split = self.split(&whole, &first, &second)?;
        let head = self.theory.operation(Operation::Inv)?;
        let step = applied(&head, &split)?;
        let step = step.then(self.step(Lemma::RealInvMul, &[&first, &second])?)?;
        let (left, right) = (self.inverse_of(&first)?, self.inverse(&rest)?);
        let product = self.calculus.multiply(&left, &right, &step.term)?;
        after(step, product)
    }
}
