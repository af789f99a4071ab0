//! The ways to treat functions that are not rational, one after the other, each with a share of the steps.
//!
//! What costs little is tried first: tangents and linear arithmetic, few boxes, slopes with few steps. Then all ways
//! again with more steps.

use super::atom::Atom;
use super::engine::Engine;
use super::fact::Fact;
use super::lemma::Lemma;
use super::proof::Proof;
use super::sequent::Sequent;

/// A way: facts in, a proof out.
type Way = fn(&mut Engine, Sequent) -> Option<Proof>;

/// The ways with their names, the cheapest first.
const WAYS: [(&str, Way); 12] = [
    ("tangents", Engine::by_tangents),
    ("slack", |e, mut s| {
        if e.drop_slack(&mut s) {
            e.again(s)
        } else {
            None
        }
    }),
    ("isolated", |e, mut s| {
        if e.isolate(&mut s, true) {
            e.slopes(&s).map(|p| s.close(p))
        } else {
            None
        }
    }),
    ("divided", |e, mut s| {
        if e.isolate(&mut s, false) {
            e.slopes(&s).map(|p| s.close(p))
        } else {
            None
        }
    }),
    ("slopes", |e, s| e.slopes(&s).map(|p| s.close(p))),
    ("squared", |e, s| e.unsquared(&s).map(|p| s.close(p))),
    ("expanded", |e, mut s| {
        let changed = e.expand_logarithms(&mut s) | e.expand_exponentials(&mut s);
        e.cancel_logarithms(&mut s);
        if changed { e.again(s) } else { None }
    }),
    ("exponentiated", |e, mut s| {
        if e.exponentiate(&mut s) {
            e.again(s)
        } else {
            None
        }
    }),
    ("logarithmic", |e, mut s| {
        if e.logarithmic(&mut s) {
            e.by_tangents(s)
        } else {
            None
        }
    }),
    ("merged", |e, mut s| {
        if e.merge_exponentials(&mut s) {
            e.again(s)
        } else {
            None
        }
    }),
    (
        "shifted",
        |e, mut s| {
            if e.shift(&mut s) { e.again(s) } else { None }
        },
    ),
    ("inverted", Engine::inverted),
];

impl Engine {
    /// Functions that are not rational.
    pub fn transcendental(&mut self, mut sequent: Sequent) -> Option<Proof> {
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_))) {
            sequent.instance(&mut self.atoms, Lemma::ExponentialPositive(atom), vec![]);
        }
        self.numeric_bounds(&mut sequent);
        if let Some(proof) = self.simple(&sequent).or_else(|| self.products(&sequent)) {
            return Some(sequent.close(proof));
        }
        if let Some(proof) = self.limited(20_000, |e| e.boxes(&sequent, 60)) {
            return Some(sequent.close(proof));
        }
        if let Some(proof) = self.limited(60_000, |e| e.straight(sequent.with([]))) {
            return Some(sequent.close(proof));
        }
        if self.straight {
            return None;
        }
        for effort in [40_000, 250_000] {
            if let Some(proof) = self.variants(&sequent, effort) {
                return Some(sequent.close(proof));
            }
            let proof = if effort == 40_000 {
                self.univariate(&sequent)
                    .or_else(|| self.cones(&sequent, 4, false))
                    .or_else(|| self.limited(40_000, |e| e.boxes(&sequent, 600)))
            } else {
                self.polynomial(&sequent)
            };
            if let Some(proof) = proof {
                return Some(sequent.close(proof));
            }
        }
        None
    }

    /// Slopes, then slopes of slopes, without other ways between: these would use up the steps of a long chain.
    fn straight(&mut self, mut sequent: Sequent) -> Option<Proof> {
        self.isolate(&mut sequent, true);
        let before = std::mem::replace(&mut self.straight, true);
        let proof = self.slopes(&sequent);
        self.straight = before;
        proof.map(|p| sequent.close(p))
    }

    /// What is best tried before denominators are cleared.
    pub fn before_clearing(&mut self, sequent: &Sequent) -> Option<Proof> {
        let inverses = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Inverse(_)));
        if inverses.is_empty() || self.pure(sequent) || self.rounds > 0 || self.level > 0 {
            return None;
        }
        let mut sequent = sequent.with([]);
        for atom in inverses {
            let Atom::Inverse(q) = self.atoms.get(atom).clone() else {
                continue;
            };
            if let Some(place) = sequent.place_of(&Fact::above(q)) {
                sequent.instance(&mut self.atoms, Lemma::InversePositive(atom), vec![place]);
            }
        }
        let ways: [Way; 3] = [
            Engine::by_tangents,
            |e, mut s| {
                if e.logarithmic(&mut s) {
                    e.by_tangents(s)
                } else {
                    None
                }
            },
            |e, mut s| {
                if e.drop_slack(&mut s) {
                    e.again(s)
                } else {
                    None
                }
            },
        ];
        for (way, effort) in ways.into_iter().zip([20_000, 20_000, 100_000]) {
            if let Some(proof) = self.limited(effort, |e| way(e, sequent.with([]))) {
                return Some(sequent.close(proof));
            }
        }
        None
    }

    /// The ways to treat functions that are not rational, one after the other.
    fn variants(&mut self, sequent: &Sequent, effort: u64) -> Option<Proof> {
        for (_, way) in WAYS {
            if self.budget == 0 {
                return None;
            }
            if let Some(proof) = self.limited(effort, |e| way(e, sequent.with([]))) {
                return Some(proof);
            }
        }
        None
    }

    /// Tangents of exp and log, the order of exponentials, and linear arithmetic over what they say.
    fn by_tangents(&mut self, mut sequent: Sequent) -> Option<Proof> {
        self.merge_exponentials(&mut sequent);
        self.cancel_inverses(&mut sequent);
        self.expand_logarithms(&mut sequent);
        self.ordered_exponentials(&mut sequent);
        self.tangents(&mut sequent);
        if self.expand_logarithms(&mut sequent) {
            self.numeric_bounds(&mut sequent);
        }
        let proof = self.simple(&sequent).or_else(|| self.products(&sequent))?;
        Some(sequent.close(proof))
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
