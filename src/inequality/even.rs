//! Variables of which only even powers occur: v ≥ 0 in place of x².

use super::atom::Atom;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};

impl Engine {
    /// Refutes with half the powers.
    pub fn evened(&mut self, sequent: &Sequent) -> Option<Proof> {
        let mut next = sequent.with([]);
        let mut changed = false;
        for atom in sequent.atoms_where(&self.atoms, |a| *a == Atom::Variable) {
            if self.is_even(&next, atom) {
                changed |= self.name_square(&mut next, atom).is_some();
            }
        }
        let proof = changed.then(|| self.polynomial(&next))??;
        Some(next.close(proof))
    }

    /// Whether a variable occurs in inequalities only, and nowhere but with even powers.
    fn is_even(&self, sequent: &Sequent, atom: u32) -> bool {
        let even = |f: &Fact| {
            let mut exponents = f.polynomial.terms().iter().map(|(m, _)| m.exponent(atom));
            exponents.all(|e| e % 2 == 0)
        };
        let inside = |f: &Fact| self.atoms.variables(&f.polynomial).contains(&atom);
        let apart = |f: &Fact| f.polynomial.atoms().contains(&atom) == inside(f);
        let ordered = |f: &Fact| matches!(f.relation, Relation::Above | Relation::AtLeast);
        let facts = || sequent.active().map(|(_, f)| f);
        !self.naturals.contains(&atom)
            && facts().all(|f| even(f) && apart(f) && (ordered(f) || !inside(f)))
    }

    /// Puts a new variable in place of the square of one.
    fn name_square(&mut self, sequent: &mut Sequent, atom: u32) -> Option<()> {
        let name = self.atoms.fresh();
        let x = Polynomial::atom(atom);
        let square = Polynomial::term(Monomial::atom(atom).power(2)?, Rational::ONE);
        let lemma = Lemma::Name(name, square.clone());
        let equation = sequent.instance(&mut self.atoms, lemma, vec![])?;
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            if place == equation || !fact.polynomial.atoms().contains(&atom) {
                continue;
            }
            let named = Fact::new(halved(&fact.polynomial, atom, name)?, fact.relation);
            let mut why = sequent.with([named.negation()]);
            let negated = why.facts.len() - 1;
            let lemma = Lemma::Substitute(name, square.clone());
            why.instance(&mut self.atoms, lemma, vec![negated, equation])?;
            let end = self.linear(&why)?;
            let proof = why.close(end);
            sequent.have(named, proof);
            sequent.retire(place);
        }
        let terms = vec![
            Term::Product(Rational::ONE, vec![], Some(x)),
            Term::Equation(equation, Polynomial::constant(Rational::ONE)),
            Term::facts([sequent.facts.len()]),
        ];
        let sign = Fact::at_least(Polynomial::atom(name));
        sequent.have(sign, Proof::Combination(terms));
        sequent.retire(equation);
        Some(())
    }
}

/// A form with a name for the square of an atom that has even exponents.
fn halved(p: &Polynomial, atom: u32, name: u32) -> Option<Polynomial> {
    let terms = p.terms().iter().map(|(m, c)| {
        let power = Monomial::atom(name).power(m.exponent(atom) / 2)?;
        Some((m.without(atom).times(&power)?, c.clone()))
    });
    Some(Polynomial::from_terms(terms.collect::<Option<Vec<_>>>()?))
}
