//! Signs of forms on the way of a search, and what they are wanted for: a denominator of known sign is multiplied away. A
//! sign that is not found is no answer.

use super::atom::Atom;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::Proof;
use super::sequent::Sequent;
use crate::prove::arith::Polynomial;

impl Engine {
    /// Multiplies facts by denominators of known sign.
    pub fn clear(&mut self, sequent: &mut Sequent) {
        let mut inverses = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Inverse(_)));
        inverses.reverse();
        for atom in inverses {
            self.clear_one(sequent, atom);
        }
    }

    fn clear_one(&mut self, sequent: &mut Sequent, atom: u32) -> Option<()> {
        let Atom::Inverse(p) = self.atoms.get(atom).clone() else {
            return None;
        };
        let sign = self.sign(sequent, &p)?;
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            let power = fact
                .polynomial
                .terms()
                .iter()
                .map(|(m, _)| m.exponent(atom))
                .max()
                .unwrap_or(0);
            if power == 0 {
                continue;
            }
            let signless = matches!(fact.relation, Relation::Zero | Relation::Nonzero);
            let power = if signless || sequent.facts[sign].relation == Relation::Above {
                power
            } else {
                power + power % 2
            };
            if sequent
                .instance(
                    &mut self.atoms,
                    Lemma::Clear(atom, power),
                    vec![place, sign],
                )
                .is_some()
            {
                sequent.retire(place);
            }
        }
        Some(())
    }

    /// Establishes p > 0, −p > 0 or p ≠ 0, and says where.
    pub fn sign(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<usize> {
        let mut wanted = vec![Fact::above(p.clone()), Fact::above(p.negated())];
        for fact in &wanted {
            if let Some(place) = sequent.place_of(fact) {
                return Some(place);
            }
        }
        wanted.push(Fact::new(p.clone(), Relation::Nonzero));
        for fact in &wanted[..2] {
            if let Some(proof) = self.quickly(sequent, fact) {
                return Some(sequent.have(fact.clone(), proof));
            }
        }
        if self.pending.contains(p) {
            return None;
        }
        self.pending.push(p.clone());
        let place = self.deep_sign(sequent, &wanted);
        self.pending.pop();
        place
    }

    fn deep_sign(&mut self, sequent: &mut Sequent, wanted: &[Fact]) -> Option<usize> {
        for fact in wanted {
            if fact.relation == Relation::Nonzero
                && let Some(place) = sequent.place_of(fact)
            {
                return Some(place);
            }
            let negated = sequent.with([fact.negation()]);
            if let Some(proof) = self.limited(20_000, |engine| engine.refute(negated)) {
                return Some(sequent.have(fact.clone(), proof));
            }
        }
        None
    }

    /// A proof of a fact, within a number of steps.
    pub fn prove(&mut self, sequent: &Sequent, fact: &Fact, budget: u64) -> Option<Proof> {
        if let Some(proof) = self.quickly(sequent, fact) {
            return Some(proof);
        }
        let negated = sequent.with([fact.negation()]);
        self.limited(budget, |engine| engine.refute(negated))
    }
}
