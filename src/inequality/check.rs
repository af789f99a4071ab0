//! Decides whether a certificate is right, without searching. Every step is exact.
//!
//! This is the meaning of certificates, and the tests' referee; theorems come only from the replay in the kernel.

use super::atom::{Atom, Atoms};
use super::enclose::{Bounds, excludes};
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Slope, contradicts};
use crate::prove::arith::Polynomial;
use std::collections::HashMap;

/// Certificates nested more deeply are refused.
const DEPTH: u32 = 2_000;

/// What a check needs to know beside the facts.
pub struct Checker<'a> {
    /// The atoms.
    pub atoms: &'a mut Atoms,
    /// The variables that stand for natural numbers.
    pub naturals: &'a [u32],
}

impl Checker<'_> {
    /// Whether a proof shows that the facts are contradictory.
    pub fn check(&mut self, proof: &Proof, facts: &mut Vec<Fact>, depth: u32) -> bool {
        if depth > DEPTH {
            return false;
        }
        match proof {
            Proof::Combination(terms) => contradicts(terms, facts),
            Proof::Enclosure(place, precision) => facts
                .get(*place)
                .is_some_and(|fact| excludes(self.atoms, &Bounds::of(facts), fact, *precision)),
            Proof::Cases(on, split, proofs) => {
                let cases = split.facts(on);
                cases.len() == proofs.len()
                    && cases
                        .into_iter()
                        .zip(proofs)
                        .all(|(fact, p)| self.with(vec![fact], p, facts, depth))
            }
            Proof::Have(fact, because, then) => {
                self.with(vec![fact.negation()], because, facts, depth)
                    && self.with(vec![fact.clone()], then, facts, depth)
            }
            Proof::Instance(lemma, conditions, then) => self
                .instance(lemma, conditions, facts)
                .is_some_and(|fact| self.with(vec![fact], then, facts, depth)),
            Proof::Slope(slope) => self.slope(slope, facts, depth) == Some(true),
        }
    }

    fn with(&mut self, more: Vec<Fact>, proof: &Proof, facts: &mut Vec<Fact>, depth: u32) -> bool {
        let before = facts.len();
        facts.extend(more);
        let right = self.check(proof, facts, depth + 1);
        facts.truncate(before);
        right
    }

    fn instance(&mut self, lemma: &Lemma, conditions: &[usize], facts: &[Fact]) -> Option<Fact> {
        let given: Vec<Fact> = conditions
            .iter()
            .map(|c| facts.get(*c).cloned())
            .collect::<Option<_>>()?;
        let allowed = match lemma {
            Lemma::NaturalNotNegative(variable) => self.naturals.contains(variable),
            Lemma::Whole(naturals) => naturals.iter().all(|n| self.naturals.contains(n)),
            Lemma::Name(variable, p) => {
                let forms = facts.iter().map(|f| &f.polynomial).chain([p]);
                *self.atoms.get(*variable) == Atom::Variable
                    && !self.atoms.mentioned(forms).contains(variable)
            }
            _ => true,
        };
        let (needed, conclusion) = lemma.statement(self.atoms, &given)?;
        let fits =
            needed.len() == given.len() && given.iter().zip(&needed).all(|(g, n)| g.gives(n));
        (allowed && fits).then_some(conclusion)
    }

    fn slope(&mut self, slope: &Slope, facts: &mut Vec<Fact>, depth: u32) -> Option<bool> {
        let x_in_anchor = self
            .atoms
            .variables(&slope.anchor)
            .contains(&slope.variable);
        if !self.is_fresh(slope, facts) || x_in_anchor {
            return Some(false);
        }
        let parts = obligations(self.atoms, slope, facts)?;
        let mut parts = parts.into_iter();
        Some(parts.all(|(more, proof)| self.with(more, proof, facts, depth)))
    }

    fn is_fresh(&self, slope: &Slope, facts: &[Fact]) -> bool {
        let forms = facts.iter().map(|f| &f.polynomial).chain([&slope.anchor]);
        *self.atoms.get(slope.between) == Atom::Variable
            && !self.atoms.mentioned(forms).contains(&slope.between)
    }
}

/// What a step of monotonicity has to refute, part by part: the facts that are added to the list, and the proof.
pub fn obligations<'s>(
    atoms: &mut Atoms,
    slope: &'s Slope,
    facts: &[Fact],
) -> Option<Vec<(Vec<Fact>, &'s Proof)>> {
    let refuted = facts.get(slope.fact)?;
    let strict = match refuted.relation {
        Relation::Above => false,
        Relation::AtLeast => true,
        _ => return None,
    };
    let x = Polynomial::atom(slope.variable);
    let z = Polynomial::atom(slope.between);
    let right = order_of(facts.get(slope.order)?, &x.minus(&slope.anchor))?;
    let f = refuted.polynomial.negated();
    let at = |atoms: &mut Atoms, p: &Polynomial, value: &Polynomial| {
        atoms.substitute(p, &mut HashMap::from([(slope.variable, value.clone())]))
    };
    let start = at(atoms, &f, &slope.anchor)?;
    let mut parts = vec![(vec![Fact::above(start.negated())], &slope.start)];
    let gaps = between(right, &x, &slope.anchor, &z);
    let (open, closed) = (inside(&gaps, true), inside(&gaps, false));
    let conditions = conditions(atoms, &f, slope.variable);
    if conditions.len() != slope.domain.len() {
        return None;
    }
    for ((condition, inner), proof) in conditions.into_iter().zip(&slope.domain) {
        let form = at(atoms, &condition.polynomial, &z)?;
        let mut more = if inner { open.clone() } else { closed.clone() };
        more.push(Fact::new(form, condition.relation).negation());
        parts.push((more, proof));
    }
    let derivative = atoms.derivative(&f, slope.variable)?;
    let derivative = at(atoms, &derivative, &z)?;
    let wrong = against(derivative, right, strict);
    parts.push(([open, vec![wrong]].concat(), &slope.slope));
    Some(parts)
}

/// Whether a fact says that a form is above 0 (true) or below (false).
pub fn order_of(fact: &Fact, form: &Polynomial) -> Option<bool> {
    if fact.gives(&Fact::above(form.clone())) {
        Some(true)
    } else if fact.gives(&Fact::above(form.negated())) {
        Some(false)
    } else {
        None
    }
}

/// The forms that are positive for z between the anchor and x.
pub fn between(
    right: bool,
    x: &Polynomial,
    anchor: &Polynomial,
    z: &Polynomial,
) -> Vec<Polynomial> {
    if right {
        vec![z.minus(anchor), x.minus(z)]
    } else {
        vec![anchor.minus(z), z.minus(x)]
    }
}

/// That a derivative has the sign which it should not have to the right (or left) of an anchor: also 0, if the fact to refute
/// is weak.
pub fn against(derivative: Polynomial, right: bool, weak: bool) -> Fact {
    let wrong = if right {
        derivative.negated()
    } else {
        derivative
    };
    let relation = if weak {
        Relation::AtLeast
    } else {
        Relation::Above
    };
    Fact::new(wrong, relation)
}

/// That forms are positive (strictly between), or not negative.
pub fn inside(gaps: &[Polynomial], strictly: bool) -> Vec<Fact> {
    let relation = if strictly {
        Relation::Above
    } else {
        Relation::AtLeast
    };
    let fact = |gap: &Polynomial| Fact::new(gap.clone(), relation);
    gaps.iter().map(fact).collect()
}

/// When a form is differentiable in a variable: conditions, and whether each is needed strictly between only.
pub fn conditions(atoms: &Atoms, p: &Polynomial, variable: u32) -> Vec<(Fact, bool)> {
    let mut found = Vec::new();
    for atom in atoms.mentioned([p]) {
        if !atoms
            .mentioned([&Polynomial::atom(atom)])
            .contains(&variable)
        {
            continue;
        }
        match atoms.get(atom) {
            Atom::Inverse(q) => found.push((Fact::new(q.clone(), Relation::Nonzero), false)),
            Atom::Logarithm(q) => found.push((Fact::above(q.clone()), false)),
            Atom::Root(q) => found.push((Fact::above(q.clone()), true)),
            _ => {}
        }
    }
    found
}
