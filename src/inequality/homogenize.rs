//! Constraints used up: a fact made homogeneous by a constraint with two homogeneous parts, and a variable put in place by
//! an equation in which it occurs with a factor of known sign.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeMap;

/// Facts with more terms are left alone.
const TERMS: usize = 600;

/// A constraint high − low ⋈ 0 with homogeneous parts of different degree, both positive; with the sign of the constraint:
/// high = low (0), high ≥ low (1) or high ≤ low (−1).
struct Constraint {
    place: usize,
    high: Polynomial,
    low: Polynomial,
    sign: i64,
    /// What the fact at the place is multiplied by to give high − low.
    scale: i64,
}

impl Engine {
    /// Refutes with one fact made homogeneous by a constraint, without the constraint.
    pub fn homogenized(&mut self, sequent: &Sequent) -> Option<Proof> {
        let places: Vec<usize> = sequent.inequalities().into_iter().rev().collect();
        for constraint in constraints(sequent) {
            for place in &places {
                let form = &sequent.facts[*place].polynomial;
                if *place == constraint.place || form.degree() < 2 || form.terms().len() > TERMS {
                    continue;
                }
                let mut next = sequent.with([]);
                if self
                    .homogeneous_fact(&mut next, *place, &constraint)
                    .is_some()
                {
                    next.retire(constraint.place);
                    if let Some(proof) = self.limited(150_000, |e| e.refute(next.with([]))) {
                        return Some(next.close(proof));
                    }
                }
            }
        }
        None
    }

    fn homogeneous_fact(
        &mut self,
        sequent: &mut Sequent,
        place: usize,
        constraint: &Constraint,
    ) -> Option<()> {
        let fact = sequent.facts[place].clone();
        let (high, low) = (&constraint.high, &constraint.low);
        let step = high.degree() - low.degree();
        let parts = parts(&fact.polynomial);
        let (top, _) = parts.last_key_value()?;
        if parts.len() < 2 || parts.keys().any(|k| (top - k) % step != 0) {
            return None;
        }
        let last = (top - parts.keys().next()?) / step;
        // Σ Fₖ Aʲ C^(J−j) = C^J F + (A − C) · W
        let (mut whole, mut factor) = (Polynomial::zero(), Polynomial::zero());
        for (degree, part) in &parts {
            let j = (top - degree) / step;
            let scaled = part.times(&low.power(last - j, LIMIT)?, LIMIT / 4)?;
            whole = whole.plus(&scaled.times(&high.power(j, LIMIT)?, LIMIT / 4)?);
            for i in 0..j {
                let mixed = high
                    .power(i, LIMIT)?
                    .times(&low.power(j - 1 - i, LIMIT)?, LIMIT / 4)?;
                factor = factor.plus(&scaled.times(&mixed, LIMIT / 4)?);
            }
        }
        if whole.terms().len() > TERMS {
            return None;
        }
        let mut terms = self.multiple(sequent, place, low, last)?;
        match constraint.sign {
            0 => {
                let by = factor.scaled(&Rational::from(constraint.scale));
                terms.push(Term::Equation(constraint.place, by));
            }
            sign => {
                let factor = factor.scaled(&Rational::from(sign));
                for term in sequent.positive_sum(&factor)?.0 {
                    let Term::Product(c, mut places, root) = term else {
                        return None;
                    };
                    places.push(constraint.place);
                    terms.push(Term::Product(c, places, root));
                }
            }
        }
        let negated = sequent.facts.len();
        terms.push(Term::facts([negated]));
        sequent.have(Fact::new(whole, fact.relation), Proof::Combination(terms));
        sequent.retire(place);
        Some(())
    }

    /// A fact times a power of a positive form.
    fn multiple(
        &mut self,
        sequent: &mut Sequent,
        place: usize,
        by: &Polynomial,
        power: u32,
    ) -> Option<Vec<Term>> {
        if let Some(value) = by.as_constant() {
            let value = value.power(power)?;
            return Some(vec![Term::Product(value, vec![place], None)]);
        }
        let mut places = vec![place];
        if power > 0 {
            let positive = Fact::above(by.clone());
            let known = match sequent.place_of(&positive) {
                Some(known) if sequent.facts[known] == positive => known,
                _ => {
                    let proof = self.quickly(sequent, &positive)?;
                    sequent.have(positive, proof)
                }
            };
            places.extend(vec![known; power as usize]);
        }
        Some(vec![Term::Product(Rational::ONE, places, None)])
    }

    /// Refutes with a variable x put in place by an equation q·x + r = 0, where q > 0 or −q > 0 is known.
    pub fn solved(&mut self, sequent: &Sequent) -> Option<Proof> {
        let equations: Vec<usize> = sequent
            .active()
            .filter(|(_, f)| f.relation == Relation::Zero)
            .map(|(place, _)| place)
            .collect();
        for equation in equations.into_iter().rev() {
            let form = sequent.facts[equation].polynomial.clone();
            for variable in form.atoms().into_iter().rev() {
                let powers = by_power(&form, variable);
                if powers.len() > 2 || !powers.contains_key(&1) || powers.keys().any(|k| *k > 1) {
                    continue;
                }
                let slope = powers[&1].clone();
                let rest = powers.get(&0).cloned().unwrap_or_default();
                let mut next = sequent.with([]);
                let put = self.put_in_place(&mut next, equation, variable, &slope, &rest);
                if put.is_some()
                    && let Some(proof) = self.limited(150_000, |e| e.refute(next.with([])))
                {
                    return Some(next.close(proof));
                }
            }
        }
        None
    }

    fn put_in_place(
        &mut self,
        sequent: &mut Sequent,
        equation: usize,
        variable: u32,
        slope: &Polynomial,
        rest: &Polynomial,
    ) -> Option<()> {
        let sign = [1i64, -1].into_iter().find(|sign| {
            let fact = Fact::above(slope.scaled(&Rational::from(*sign)));
            sequent.place_of(&fact).is_some() || self.evident(sequent, &fact).is_some()
        })?;
        let (slope, rest) = (
            slope.scaled(&Rational::from(sign)),
            rest.scaled(&Rational::from(-sign)),
        );
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            let powers = by_power(&fact.polynomial, variable);
            let degree = *powers.keys().next_back().unwrap_or(&0);
            if place == equation || degree == 0 {
                continue;
            }
            // Σ fⱼ (−r)ʲ q^(n−j) = qⁿ f − (q x + r) · m
            let (mut whole, mut factor) = (Polynomial::zero(), Polynomial::zero());
            let x = Polynomial::atom(variable).times(&slope, LIMIT)?;
            for (j, part) in &powers {
                let scaled = part.times(&slope.power(degree - j, LIMIT)?, LIMIT / 4)?;
                whole = whole.plus(&scaled.times(&rest.power(*j, LIMIT)?, LIMIT / 4)?);
                for i in 0..*j {
                    let mixed = x
                        .power(i, LIMIT)?
                        .times(&rest.power(j - 1 - i, LIMIT)?, LIMIT / 4)?;
                    factor = factor.plus(&scaled.times(&mixed, LIMIT / 4)?);
                }
            }
            let by = Term::Equation(equation, factor.scaled(&Rational::from(-sign)));
            if matches!(fact.relation, Relation::Zero | Relation::Nonzero)
                || whole.terms().len() > TERMS
            {
                return None;
            }
            let mut terms = self.multiple(sequent, place, &slope, degree)?;
            terms.push(by);
            terms.push(Term::Product(
                Rational::ONE,
                vec![sequent.facts.len()],
                None,
            ));
            sequent.have(Fact::new(whole, fact.relation), Proof::Combination(terms));
            sequent.retire(place);
        }
        sequent.retire(equation);
        Some(())
    }
}

/// The homogeneous parts of a form, by degree.
fn parts(form: &Polynomial) -> BTreeMap<u32, Polynomial> {
    let mut parts: BTreeMap<u32, Vec<(Monomial, Rational)>> = BTreeMap::new();
    for (monomial, c) in form.terms() {
        let part = parts.entry(monomial.degree()).or_default();
        part.push((monomial.clone(), c.clone()));
    }
    let collected = parts.into_iter();
    collected
        .map(|(degree, terms)| (degree, Polynomial::from_terms(terms)))
        .collect()
}

/// The coefficients of a form, by power of an atom.
pub fn by_power(form: &Polynomial, atom: u32) -> BTreeMap<u32, Polynomial> {
    let mut parts: BTreeMap<u32, Vec<(Monomial, Rational)>> = BTreeMap::new();
    for (monomial, c) in form.terms() {
        let part = parts.entry(monomial.exponent(atom)).or_default();
        part.push((monomial.without(atom), c.clone()));
    }
    let collected = parts.into_iter();
    collected
        .map(|(power, terms)| (power, Polynomial::from_terms(terms)))
        .collect()
}

/// The facts that are constraints with two homogeneous parts of opposite sign, equations first.
fn constraints(sequent: &Sequent) -> Vec<Constraint> {
    let mut found = Vec::new();
    for (place, fact) in sequent.active() {
        let parts = parts(&fact.polynomial);
        let same = |p: &Polynomial| p.terms().iter().all(|(_, c)| c.is_positive());
        let opposite = |p: &Polynomial| p.terms().iter().all(|(_, c)| c.is_negative());
        if parts.len() != 2 || fact.relation == Relation::Nonzero {
            continue;
        }
        let (Some((_, low)), Some((_, high))) = (parts.first_key_value(), parts.last_key_value())
        else {
            continue;
        };
        let scale = if same(high) && opposite(low) {
            1
        } else if opposite(high) && same(low) {
            -1
        } else {
            continue;
        };
        let by = Rational::from(scale);
        found.push(Constraint {
            place,
            high: high.scaled(&by),
            low: low.scaled(&-&by),
            sign: if fact.relation == Relation::Zero {
                0
            } else {
                scale
            },
            scale,
        });
    }
    found.sort_by_key(|c| c.sign != 0);
    found
}
