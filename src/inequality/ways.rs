//! The ways to treat functions that are not rational, one after the other, each with a share of the steps.

use super::atom::Atom;
use super::engine::Engine;
use super::lemma::Lemma;
use super::proof::Proof;
use super::sequent::Sequent;

impl Engine {
    /// Functions that are not rational.
    pub fn transcendental(&mut self, mut sequent: Sequent) -> Option<Proof> {
        if self.pure(&sequent) {
            return None;
        }
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_))) {
            sequent.instance(&mut self.atoms, Lemma::ExponentialPositive(atom), vec![]);
        }
        let proof = self.variants(&sequent)?;
        Some(sequent.close(proof))
    }

    /// The ways to treat functions that are not rational, one after the other.
    fn variants(&mut self, sequent: &Sequent) -> Option<Proof> {
        type Way = fn(&mut Engine, Sequent) -> Option<Proof>;
        let ways: [Way; 8] = [
            |e, s| e.products(&s).map(|p| s.close(p)),
            |e, mut s| {
                e.isolate(&mut s, true);
                e.slopes(&s).map(|p| s.close(p))
            },
            |e, mut s| {
                let changed = e.isolate(&mut s, false);
                if changed {
                    e.slopes(&s).map(|p| s.close(p))
                } else {
                    None
                }
            },
            |e, s| e.slopes(&s).map(|p| s.close(p)),
            |e, mut s| {
                let changed = e.expand_logarithms(&mut s) | e.expand_exponentials(&mut s);
                e.cancel_logarithms(&mut s);
                if changed { e.again(s) } else { None }
            },
            |e, mut s| {
                if e.exponentiate(&mut s) {
                    e.again(s)
                } else {
                    None
                }
            },
            |e, mut s| {
                e.tangents(&mut s);
                let proof = e.simple(&s).or_else(|| e.products(&s));
                proof.map(|p| s.close(p))
            },
            |e, s| e.inverted(s),
        ];
        for way in ways {
            if self.budget == 0 {
                return None;
            }
            if let Some(proof) = self.limited(200_000, |e| way(e, sequent.with([]))) {
                return Some(proof);
            }
        }
        None
    }

    /// Simplified facts from the start, but only once.
    fn again(&mut self, mut sequent: Sequent) -> Option<Proof> {
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        if self.rounds >= 2 {
            return None;
        }
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_))) {
            sequent.instance(&mut self.atoms, Lemma::ExponentialPositive(atom), vec![]);
        }
        self.rounds += 1;
        let proof = self.refute(sequent);
        self.rounds -= 1;
        proof
    }

    /// With 1/x in place of a variable.
    fn inverted(&mut self, mut sequent: Sequent) -> Option<Proof> {
        let variables = sequent.atoms_where(&self.atoms, |a| *a == Atom::Variable);
        let [x] = variables.as_slice() else {
            return None;
        };
        if self.level > 0 || self.rounds > 0 {
            return None;
        }
        self.invert(&mut sequent, *x)?;
        self.clear(&mut sequent);
        self.rounds += 2;
        let proof = self.refute(sequent);
        self.rounds -= 2;
        proof
    }
}
