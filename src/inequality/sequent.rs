//! A list of facts under refutation, with the steps that derived the later ones.

use super::atom::{Atom, Atoms};
use super::enclose::bound_of;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Split};
use crate::prove::arith::{Polynomial, Rational};
use std::collections::HashMap;

#[derive(Clone, Debug)]
enum Step {
    Have(Fact, Proof),
    Instance(Lemma, Vec<usize>),
}

/// Facts, which of them are still of use, and how they were derived.
#[derive(Clone, Debug, Default)]
pub struct Sequent {
    /// All facts; places never change.
    pub facts: Vec<Fact>,
    /// The places of the facts that methods should look at.
    pub active: Vec<usize>,
    steps: Vec<Step>,
}

impl Sequent {
    /// Given facts, all active.
    pub fn new(facts: Vec<Fact>) -> Self {
        let active = (0..facts.len()).collect();
        Sequent {
            facts,
            active,
            steps: Vec::new(),
        }
    }

    /// The same facts with one more, for a case or a side condition; its proof starts here.
    pub fn with(&self, more: impl IntoIterator<Item = Fact>) -> Sequent {
        let mut next = Sequent {
            facts: self.facts.clone(),
            active: self.active.clone(),
            steps: Vec::new(),
        };
        for fact in more {
            next.push(fact);
        }
        next
    }

    fn push(&mut self, fact: Fact) -> usize {
        let place = self.facts.len();
        let known = self.active.iter().any(|a| self.facts[*a] == fact);
        if !known && fact.decided() != Some(true) {
            self.active.push(place);
        }
        self.facts.push(fact);
        place
    }

    /// Adds a fact that was proved by refuting its negation.
    pub fn have(&mut self, fact: Fact, because: Proof) -> usize {
        self.steps.push(Step::Have(fact.clone(), because));
        self.push(fact)
    }

    /// Adds the conclusion of a lemma whose conditions are at the places; nothing if they do not fit.
    pub fn instance(
        &mut self,
        atoms: &mut Atoms,
        lemma: Lemma,
        conditions: Vec<usize>,
    ) -> Option<usize> {
        let given: Vec<Fact> = conditions.iter().map(|c| self.facts[*c].clone()).collect();
        let (needed, conclusion) = lemma.statement(atoms, &given)?;
        let fits =
            needed.len() == given.len() && given.iter().zip(&needed).all(|(g, n)| g.gives(n));
        if !fits {
            return None;
        }
        self.steps.push(Step::Instance(lemma, conditions));
        Some(self.push(conclusion))
    }

    /// A fact is of no more use.
    pub fn retire(&mut self, place: usize) {
        self.active.retain(|a| *a != place);
    }

    /// The proof that ends with the given one.
    pub fn close(self, end: Proof) -> Proof {
        self.steps
            .into_iter()
            .rev()
            .fold(end, |then, step| match step {
                Step::Have(fact, because) => Proof::Have(fact, Box::new(because), Box::new(then)),
                Step::Instance(lemma, conditions) => {
                    Proof::Instance(lemma, conditions, Box::new(then))
                }
            })
    }

    /// The active facts with their places.
    pub fn active(&self) -> impl Iterator<Item = (usize, &Fact)> {
        self.active
            .iter()
            .map(|place| (*place, &self.facts[*place]))
    }

    /// The place of an active fact that gives another.
    pub fn place_of(&self, fact: &Fact) -> Option<usize> {
        self.active()
            .find(|(_, f)| f.gives(fact))
            .map(|(place, _)| place)
    }

    /// The cases of a split, each with its own proof.
    pub fn cases(
        self,
        on: &Polynomial,
        split: Split,
        mut prove: impl FnMut(Sequent) -> Option<Proof>,
    ) -> Option<Proof> {
        let mut proofs = Vec::new();
        for fact in split.facts(on) {
            proofs.push(prove(self.with([fact]))?);
        }
        Some(self.close(Proof::Cases(on.clone(), split, proofs)))
    }

    /// The atoms of the active facts that satisfy a test, the innermost first.
    pub fn atoms_where(&self, atoms: &Atoms, test: impl Fn(&Atom) -> bool) -> Vec<u32> {
        let forms = self.active().map(|(_, f)| &f.polynomial);
        atoms
            .mentioned(forms)
            .into_iter()
            .filter(|a| test(atoms.get(*a)))
            .collect()
    }

    /// The active facts of the form p > 0 or p ≥ 0.
    pub fn inequalities(&self) -> Vec<usize> {
        let wanted = |f: &Fact| matches!(f.relation, Relation::Above | Relation::AtLeast);
        self.active()
            .filter(|(_, f)| wanted(f))
            .map(|(place, _)| place)
            .collect()
    }

    /// Keeps only the tightest bounds of each atom.
    pub fn tighten(&mut self) {
        let mut best: HashMap<(u32, bool), (Rational, bool, usize)> = HashMap::new();
        for place in self.active.clone() {
            let fact = &self.facts[place];
            let Some((atom, bound, side)) = bound_of(fact).filter(|b| b.2 != 0) else {
                continue;
            };
            let strict = fact.relation == Relation::Above;
            let key = (atom, side > 0);
            let Some((known, known_strict, other)) = best.get(&key).cloned() else {
                best.insert(key, (bound, strict, place));
                continue;
            };
            let tighter = if side > 0 {
                bound > known
            } else {
                bound < known
            };
            if tighter || bound == known && strict && !known_strict {
                self.retire(other);
                best.insert(key, (bound, strict, place));
            } else {
                self.retire(place);
            }
        }
    }
}
