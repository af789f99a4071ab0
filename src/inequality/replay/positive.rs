//! Forms that are positive by their shape: what facts state, products of such, exponentials, and inverses and roots of such.

use super::{facts::Known, normal::Normalizer, ranges::Ranges};
use crate::{
    inequality::{atom::Atom, fact::Fact, lemma::Lemma},
    prove::arith::{Monomial, Polynomial, Rational, Result, Trouble},
};
use rationale_kernel::{Term, Theorem};

impl Ranges {
    /// ⊢ 0 < T(p), from the facts about p, or about the factors of a monomial.
    pub(super) fn positive_form(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
    ) -> Result<Option<Theorem>> {
        Ok(self.positive_known(n, p)?.map(|known| known.theorem))
    }

    fn positive_known(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
    ) -> Result<Option<Known>> {
        let wanted = Fact::above(p.clone());
        if let Some(known) = self.positive.iter().find(|known| known.fact.gives(&wanted)) {
            return n.derived(&known.clone(), &wanted).map(Some);
        }
        match p.terms() {
            [(monomial, c)] if c.is_positive() => self.positive_monomial(n, monomial, c),
            _ => Ok(None),
        }
    }

    fn positive_monomial(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        monomial: &Monomial,
        coefficient: &Rational,
    ) -> Result<Option<Known>> {
        let mut product = None;
        for (atom, exponent) in monomial.factors() {
            let Some(factor) = self.positive_atom(n, *atom)? else {
                return Ok(None);
            };
            for _ in 0..*exponent {
                product = Some(n.times(product, factor.clone())?);
            }
        }
        product
            .map(|product| n.scaled(&product, coefficient))
            .transpose()
    }

    fn positive_atom(&mut self, n: &mut Normalizer<'_, '_>, atom: u32) -> Result<Option<Known>> {
        let wanted = Fact::above(Polynomial::atom(atom));
        if let Some(known) = self.positive.iter().find(|known| known.fact.gives(&wanted)) {
            return n.derived(&known.clone(), &wanted).map(Some);
        }
        let (q, lemma) = match n.atoms.get(atom).clone() {
            Atom::Exponential(_) => {
                return n.instance(&Lemma::ExponentialPositive(atom), &[]).map(Some);
            }
            Atom::Inverse(q) => (q, Lemma::InversePositive(atom)),
            Atom::Root(q) => (q, Lemma::RootPositive(atom)),
            _ => return Ok(None),
        };
        let Some(inner) = self.positive_known(n, &q)? else {
            return Ok(None);
        };
        n.instance(&lemma, &[inner]).map(Some)
    }
}

impl Normalizer<'_, '_> {
    /// ⊢ alias = sum, as the alias assumes.
    pub(super) fn alias_equation(&mut self, atom: u32) -> Result<Theorem> {
        let Atom::Alias(p) = self.atoms.get(atom).clone() else {
            return Err(Trouble::Shape("a named sum"));
        };
        let (name, sum) = (self.atom_term(atom)?, self.term(&p)?);
        Ok(Theorem::assume(&Term::equation(&name, &sum)?)?)
    }
}
