//! The steps of a proof, each in the kernel: from facts to ⊢ false.
//!
//! Facts that a step derives become theorems only when something uses them: a search leaves many that nothing needs.

use super::{facts::Known, normal::Normalizer};
use crate::logic::TermShape;
use crate::{
    inequality::{
        fact::{Fact, Relation},
        lemma::Lemma,
        proof::{Proof, Split},
    },
    logic::{by_contradiction, cut, discharge, disjunction_cases, logic, negation_introduction},
    prove::arith::{Polynomial, Result, Trouble, meter},
};
use rationale_kernel::{Substitution, Term, Theorem};

/// Proofs nested more deeply are refused.
const DEPTH: u32 = 2_000;
/// The work that a step counts for, beside what is charged where it is done.
const STEP: u64 = 1 << 10;

/// A fact in the list: a theorem, or how to make it.
enum Slot<'p> {
    Ready(Known),
    Lemma(Fact, &'p Lemma, &'p [usize]),
    Have(&'p Fact, &'p Proof),
}

impl Slot<'_> {
    fn fact(&self) -> &Fact {
        match self {
            Slot::Ready(known) => &known.fact,
            Slot::Lemma(fact, ..) => fact,
            Slot::Have(fact, _) => fact,
        }
    }
}

/// Replays the proofs of one certificate.
pub(super) struct Replay<'n, 'p, 't, 'e> {
    /// Normal forms.
    pub normalizer: &'n mut Normalizer<'t, 'e>,
    slots: Vec<Slot<'p>>,
    depth: u32,
}

impl<'n, 'p, 't, 'e> Replay<'n, 'p, 't, 'e> {
    /// From facts.
    pub fn new(normalizer: &'n mut Normalizer<'t, 'e>, facts: Vec<Known>) -> Self {
        Replay {
            normalizer,
            slots: facts.into_iter().map(Slot::Ready).collect(),
            depth: 0,
        }
    }

    /// ⊢ false, as a proof says.
    pub fn refute(&mut self, proof: &'p Proof) -> Result<Theorem> {
        if self.depth >= DEPTH {
            return Err(Trouble::TooDeep);
        }
        meter::charge(STEP).ok_or(Trouble::Exhausted)?;
        self.depth += 1;
        let theorem = stacker::maybe_grow(128 << 10, 4 << 20, || self.step(proof));
        self.depth -= 1;
        theorem
    }

    fn step(&mut self, proof: &'p Proof) -> Result<Theorem> {
        match proof {
            Proof::Combination(parts) => self.combination(parts),
            Proof::Cases(on, split, proofs) => self.cases(on, *split, proofs),
            Proof::Have(fact, because, then) => {
                let place = self.slots.len();
                self.slots.push(Slot::Have(fact, because));
                self.then(then, place)
            }
            Proof::Instance(lemma, conditions, then) => self.instance(lemma, conditions, then),
            Proof::Enclosure(place, precision) => self.enclosure(*place, *precision),
            Proof::Slope(slope) => self.slope(slope),
        }
    }

    fn then(&mut self, proof: &'p Proof, place: usize) -> Result<Theorem> {
        let theorem = self.refute(proof);
        self.slots.truncate(place);
        theorem
    }

    /// The theorem of the fact at a place.
    pub fn fact(&mut self, place: usize) -> Result<Known> {
        let slot = self
            .slots
            .get(place)
            .ok_or(Trouble::Shape("a fact in the list"))?;
        let known = match *slot {
            Slot::Ready(ref known) => return Ok(known.clone()),
            Slot::Lemma(ref fact, lemma, conditions) => {
                let fact = fact.clone();
                let given = conditions
                    .iter()
                    .map(|c| self.fact(*c))
                    .collect::<Result<Vec<_>>>()?;
                let known = self.normalizer.instance(lemma, &given)?;
                self.normalizer.derived(&known, &fact)?
            }
            Slot::Have(fact, because) => {
                let later = self.slots.split_off(place);
                let known = self.have(fact, because);
                self.slots.truncate(place);
                self.slots.extend(later);
                known?
            }
        };
        self.slots[place] = Slot::Ready(known.clone());
        Ok(known)
    }

    /// What the facts before a place say.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.slots.iter().map(Slot::fact)
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Adds a fact.
    pub fn push(&mut self, known: Known) {
        self.slots.push(Slot::Ready(known));
    }

    /// Forgets the facts from a place on.
    pub fn truncate(&mut self, place: usize) {
        self.slots.truncate(place);
    }

    fn combination(&mut self, parts: &[crate::inequality::proof::Term]) -> Result<Theorem> {
        use crate::inequality::proof::Term as Part;
        let mut places: Vec<usize> = Vec::new();
        for part in parts {
            match part {
                Part::Equation(place, _) => places.push(*place),
                Part::Product(_, factors, _) => places.extend(factors),
            }
        }
        for place in &places {
            self.fact(*place)?;
        }
        let slots = &self.slots;
        self.normalizer
            .contradiction(parts, &mut |_, place| match slots.get(place) {
                Some(Slot::Ready(known)) => Ok(known.clone()),
                _ => Err(Trouble::Shape("a fact in the list")),
            })
    }

    pub fn have(&mut self, fact: &Fact, because: &'p Proof) -> Result<Known> {
        let formula = self.normalizer.formula(fact)?;
        let place = self.slots.len();
        let theorem = if fact.relation == Relation::Nonzero {
            let inner = logic()
                .as_negation(&formula)
                .ok_or(Trouble::Shape("an inequation"))?
                .clone();
            self.slots.push(Slot::Ready(Known {
                fact: fact.negation(),
                theorem: Theorem::assume(&inner)?,
            }));
            let absurd = self.then(because, place)?;
            negation_introduction(&discharge(&inner, &absurd)?)?
        } else {
            let denied = Theorem::assume(&logic().negation(&formula)?)?;
            let negated = match fact.relation {
                Relation::Zero => Known {
                    fact: fact.negation(),
                    theorem: denied,
                },
                _ => {
                    let known = self.normalizer.known(&denied)?;
                    self.normalizer.derived(&known, &fact.negation())?
                }
            };
            self.slots.push(Slot::Ready(negated));
            let absurd = self.then(because, place)?;
            by_contradiction(&formula, &absurd)?
        };
        Ok(Known {
            fact: fact.clone(),
            theorem,
        })
    }

    fn cases(&mut self, on: &Polynomial, split: Split, proofs: &'p [Proof]) -> Result<Theorem> {
        let name = match split {
            Split::Two => "nonneg_or_neg",
            Split::Overlapping => "nonneg_or_nonpos",
            Split::Three => "pos_zero_or_neg",
        };
        let term = self.normalizer.term(on)?;
        let disjunction = self.normalizer.lemma(name)?.at(&[&term])?;
        self.branches(&disjunction, &split.facts(on), proofs)
    }

    /// ⊢ false from a disjunction whose parts give the facts, and a proof for each.
    fn branches(
        &mut self,
        disjunction: &Theorem,
        facts: &[Fact],
        proofs: &'p [Proof],
    ) -> Result<Theorem> {
        let formula = disjunction.conclusion();
        let ([fact, more @ ..], [proof, rest @ ..]) = (facts, proofs) else {
            return Err(Trouble::Shape("a proof for each case"));
        };
        if more.is_empty() {
            return self.branch(disjunction.clone(), fact, proof);
        }
        let (p, q) = logic()
            .as_disjunction(&formula)
            .ok_or(Trouble::Shape("a disjunction"))?;
        let first = self.branch(Theorem::assume(p)?, fact, proof)?;
        let second = self.branches(&Theorem::assume(q)?, more, rest)?;
        Ok(disjunction_cases(disjunction, &first, &second)?)
    }

    fn branch(&mut self, theorem: Theorem, fact: &Fact, proof: &'p Proof) -> Result<Theorem> {
        let known = if fact.relation == Relation::Zero {
            Known {
                fact: fact.clone(),
                theorem,
            }
        } else {
            let known = self.normalizer.known(&theorem)?;
            self.normalizer.derived(&known, fact)?
        };
        let place = self.slots.len();
        self.slots.push(Slot::Ready(known));
        self.then(proof, place)
    }

    fn instance(
        &mut self,
        lemma: &'p Lemma,
        conditions: &'p [usize],
        then: &'p Proof,
    ) -> Result<Theorem> {
        let given = conditions
            .iter()
            .map(|c| self.slots.get(*c).map(|slot| slot.fact().clone()))
            .collect::<Option<Vec<_>>>()
            .ok_or(Trouble::Shape("a fact in the list"))?;
        let statement = lemma.statement(&mut self.normalizer.atoms, &given);
        let (_, fact) = statement.ok_or(Trouble::Shape("a lemma with its conditions"))?;
        let place = self.slots.len();
        self.slots.push(Slot::Lemma(fact, lemma, conditions));
        let theorem = self.then(then, place)?;
        match lemma {
            Lemma::Name(variable, p) => self.unnamed(*variable, p, theorem),
            _ => Ok(theorem),
        }
    }

    /// Puts what a new variable stands for in its place.
    fn unnamed(&mut self, variable: u32, p: &Polynomial, theorem: Theorem) -> Result<Theorem> {
        let name = self.normalizer.atom_term(variable)?;
        let value = self.normalizer.term(p)?;
        replaced(theorem, &name, &value)
    }
}

/// From {x = value} ⊢ false, x a variable: ⊢ false.
pub(super) fn replaced(theorem: Theorem, name: &Term, value: &Term) -> Result<Theorem> {
    let variable = name
        .as_variable()
        .ok_or(Trouble::Shape("a variable"))?
        .clone();
    if !theorem.hypotheses().iter().any(|h| h.has_free(&variable)) {
        return Ok(theorem);
    }
    let by = Substitution::from([(variable, value.clone())]);
    Ok(cut(
        &Theorem::reflexive(value)?,
        &theorem.instantiate(&by)?,
    )?)
}
