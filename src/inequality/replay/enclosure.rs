//! Enclosures: a fact refuted by bounds on its atoms, to the least precision that is enough.

use super::{
    facts::Known,
    ranges::{End, Range, Ranges},
    steps::Replay,
};
use crate::{
    inequality::{
        enclose::{Bounds, bound_of, excludes, positive_forms},
        fact::{Fact, Relation},
    },
    prove::arith::{Polynomial, Rational, Result},
};
use rationale_kernel::Theorem;
use std::collections::HashMap;

/// What is added to a precision that is just enough for the search.
const MARGIN: u32 = 4;

impl Replay<'_, '_, '_, '_> {
    /// ⊢ false, since the form of a fact is enclosed on the wrong side of 0.
    pub(super) fn enclosure(&mut self, place: usize, precision: u32) -> Result<Theorem> {
        let known = self.fact(place)?;
        if known.fact.decided() == Some(false) {
            return self.normalizer.absurd(&known);
        }
        let facts: Vec<Fact> = self.facts().cloned().collect();
        let bounds = Bounds::of(&facts);
        let least = [4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512]
            .into_iter()
            .filter(|p| *p < precision)
            .find(|p| excludes(&self.normalizer.atoms, &bounds, &known.fact, *p))
            .unwrap_or(precision);
        let stated = self.stated(&known, &facts)?;
        let positive = self.positive(&known, &facts)?;
        let mut ranges = Ranges::new(stated.clone(), positive.clone(), least + MARGIN);
        let first = ranges.refute(self.normalizer, &known);
        if first.is_ok() {
            return first;
        }
        Ranges::new(stated, positive, least + 16).refute(self.normalizer, &known)
    }

    /// The facts that state what an enclosure asks for: that an argument, or an atom of one, is positive.
    fn positive(&mut self, known: &Known, facts: &[Fact]) -> Result<Vec<Known>> {
        let asked = positive_forms(&self.normalizer.atoms, &known.fact.polynomial);
        let mut found = Vec::new();
        for form in asked {
            let wanted = Fact::above(form);
            if let Some(place) = facts.iter().position(|fact| fact.gives(&wanted)) {
                found.push(self.fact(place)?);
            }
        }
        Ok(found)
    }

    /// The bounds on atoms of a form that the facts state.
    fn stated(&mut self, known: &Known, facts: &[Fact]) -> Result<HashMap<u32, Range>> {
        let atoms = self.normalizer.atoms.mentioned([&known.fact.polynomial]);
        let mut best: HashMap<(u32, bool), (Rational, usize)> = HashMap::new();
        for (place, fact) in facts.iter().enumerate() {
            let Some((atom, bound, side)) = bound_of(fact).filter(|b| atoms.contains(&b.0)) else {
                continue;
            };
            for up in [false, true] {
                if (up && side > 0) || (!up && side < 0) {
                    continue;
                }
                let better = best
                    .get(&(atom, up))
                    .is_none_or(|(known, _)| if up { bound < *known } else { bound > *known });
                if better {
                    best.insert((atom, up), (bound.clone(), place));
                }
            }
        }
        let mut ranges: HashMap<u32, Range> = HashMap::new();
        for ((atom, up), (value, place)) in best {
            let fact = self.fact(place)?;
            let end = self.end(atom, up, value, &fact)?;
            let range = ranges.entry(atom).or_default();
            if up {
                range.high = Some(end);
            } else {
                range.low = Some(end);
            }
        }
        Ok(ranges)
    }

    /// value ≤ a (or a ≤ value), from the fact that says so.
    fn end(&mut self, atom: u32, up: bool, value: Rational, known: &Known) -> Result<End> {
        let n = &mut *self.normalizer;
        let distance = Polynomial::atom(atom).minus(&Polynomial::constant(value.clone()));
        let distance = if up { distance.negated() } else { distance };
        let weak = Fact::new(distance, Relation::AtLeast);
        let known = n.derived(known, &weak)?;
        let (term, literal) = (n.atom_term(atom)?, n.literal(&value)?);
        let theorem = if up {
            n.comparison(&known, &term, &literal)?
        } else {
            n.comparison(&known, &literal, &term)?
        };
        Ok(End { value, theorem })
    }
}
