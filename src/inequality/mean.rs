//! The mean value form in a box: f(x) ≥ f(a) − L · (b − a) for a ≤ x ≤ b, if −L is below the derivative.
//!
//! As a certificate: h = f + L · (x − b) does not decrease, h(a) > 0 and h(x) ≤ 0 contradict each other. The same holds
//! from the other end. Near a least value of f such boxes can be far wider than those that plain enclosures need.

use super::check::{against, between, conditions, inside};
use super::enclose::{Bounds, Ranges, excludes};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Slope, Split, Term};
use super::sequent::Sequent;
use crate::evaluate::Enclosure;
use crate::prove::arith::{Polynomial, Rational};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::collections::HashMap;

/// The precision of enclosures.
const PRECISION: u32 = 80;
/// The places of the slope L.
const PLACES: u32 = 24;
/// Derivatives with more terms are not looked at.
const LONGEST: usize = 60;

/// A fact −f ⋈ 0, a variable of f and the derivative of f, for all boxes of a search.
#[derive(Clone, Debug)]
pub struct Moving {
    place: usize,
    variable: u32,
    derivative: Polynomial,
    /// A variable that occurs nowhere else, the derivative at it, and the conditions at it.
    between: u32,
    wrong: Polynomial,
    conditions: Vec<(Fact, bool)>,
}

/// The end of a box from which a fact is refuted.
struct End {
    /// Whether the box lies to the right of it.
    right: bool,
    anchor: Polynomial,
    /// The distance to the other end, and the place that says that it is not negative.
    far: Polynomial,
    far_place: usize,
    /// The place that says that the distance to the anchor is not negative.
    near_place: usize,
    /// L
    by: Rational,
    /// Whether the fact to refute is weak.
    weak: bool,
}

impl End {
    /// The place of −h ⋈ 0 for h = f − L · far, from that of −f ⋈ 0.
    fn tilted(&self, sequent: &mut Sequent, place: usize) -> usize {
        if !self.by.is_positive() {
            return place;
        }
        let fact = &sequent.facts[place];
        let form = fact.polynomial.plus(&self.far.scaled(&self.by));
        let better = Fact::new(form, fact.relation);
        let terms = vec![
            Term::facts([place]),
            Term::Product(self.by.clone(), vec![self.far_place], None),
            Term::facts([sequent.facts.len()]),
        ];
        sequent.have(better, Proof::Combination(terms))
    }
}

impl Engine {
    /// The facts that the mean value form may refute, each with a variable.
    pub fn moving_facts(&mut self, sequent: &Sequent, variables: &[u32]) -> Vec<Moving> {
        let mut found = Vec::new();
        for place in sequent.inequalities().into_iter().rev() {
            let form = sequent.facts[place].polynomial.clone();
            if super::enclose::bound_of(&sequent.facts[place]).is_some() || found.len() >= 4 {
                continue;
            }
            for variable in variables {
                if self.atoms.variables(&form).contains(variable) {
                    found.extend(self.moving_fact(&form, place, *variable));
                }
            }
        }
        found
    }

    fn moving_fact(&mut self, form: &Polynomial, place: usize, variable: u32) -> Option<Moving> {
        let f = form.negated();
        let derivative = self.atoms.derivative(&f, variable)?;
        if derivative.terms().len() > LONGEST {
            return None;
        }
        let between = self.atoms.fresh();
        let mut images = HashMap::from([(variable, Polynomial::atom(between))]);
        let wrong = self.atoms.substitute(&derivative, &mut images)?;
        let mut moved = Vec::new();
        for (condition, inner) in conditions(&self.atoms, &f, variable) {
            let form = self.atoms.substitute(&condition.polynomial, &mut images)?;
            moved.push((Fact::new(form, condition.relation), inner));
        }
        Some(Moving {
            place,
            variable,
            derivative,
            between,
            wrong,
            conditions: moved,
        })
    }

    /// Refutes a fact in a box by the mean value form, from either end.
    pub fn mean_value(
        &mut self,
        sequent: &Sequent,
        moving: &Moving,
        bounds: &Bounds,
    ) -> Option<Proof> {
        let (low, high) = match bounds.of.get(&moving.variable) {
            Some((Some(low), Some(high))) if low < high => (low.clone(), high.clone()),
            _ => return None,
        };
        let slope = Ranges::new(&self.atoms, bounds, PRECISION).form(&moving.derivative);
        let number = |n: &BigInt| rational(n, PRECISION);
        for right in [true, false] {
            let steep = if right {
                slope.low.as_ref()
            } else {
                slope.high.as_ref()
            };
            let Some(steep) = steep.map(number) else {
                continue;
            };
            let steep = if right { -&steep } else { steep };
            let by = if steep.is_positive() {
                rational(&(Enclosure::of(&steep, PLACES).high + 1), PLACES)
            } else {
                Rational::ZERO
            };
            let (anchor, other) = if right { (&low, &high) } else { (&high, &low) };
            let loss = &by * &(&high - &low);
            if self.enough(sequent, moving, bounds, anchor, &loss)
                && let Some(proof) = self.by_mean(sequent, moving, right, anchor, other, &by)
            {
                return Some(proof);
            }
        }
        None
    }

    /// Whether f at the anchor is above the loss.
    fn enough(
        &self,
        sequent: &Sequent,
        moving: &Moving,
        bounds: &Bounds,
        anchor: &Rational,
        loss: &Rational,
    ) -> bool {
        let mut at = bounds.clone();
        at.of.insert(
            moving.variable,
            (Some(anchor.clone()), Some(anchor.clone())),
        );
        let form = &sequent.facts[moving.place].polynomial;
        let range = Ranges::new(&self.atoms, &at, PRECISION).form(form);
        range
            .high
            .is_some_and(|high| (&rational(&high, PRECISION) + loss).is_negative())
    }

    fn by_mean(
        &mut self,
        sequent: &Sequent,
        moving: &Moving,
        right: bool,
        anchor: &Rational,
        other: &Rational,
        by: &Rational,
    ) -> Option<Proof> {
        let x = Polynomial::atom(moving.variable);
        let number = |value: &Rational| Polynomial::constant(value.clone());
        let toward = |p: Polynomial| if right { p } else { p.negated() };
        let mut sequent = sequent.with([]);
        // other − x ≥ 0 (or the other way), and x − anchor ≥ 0.
        let far = toward(number(other).minus(&x));
        let near = toward(x.minus(&number(anchor)));
        let far_place = self.stated(&mut sequent, &far)?;
        let near_place = self.stated(&mut sequent, &near)?;
        let fact = sequent.facts[moving.place].clone();
        let end = End {
            right,
            anchor: number(anchor),
            far,
            far_place,
            near_place,
            by: by.clone(),
            weak: fact.relation == Relation::AtLeast,
        };
        let place = end.tilted(&mut sequent, moving.place);
        self.away_from_end(sequent, moving, &end, place)
    }

    /// Refutes −h ⋈ 0 from h > 0 at the end and the derivative of h.
    fn away_from_end(
        &mut self,
        mut sequent: Sequent,
        moving: &Moving,
        end: &End,
        place: usize,
    ) -> Option<Proof> {
        let h = sequent.facts[place].polynomial.negated();
        let mut images = HashMap::from([(moving.variable, end.anchor.clone())]);
        let start = Fact::at_least(self.atoms.substitute(&h, &mut images)?);
        let why = self.enclosed_last(&sequent.with([start.negation()]))?;
        let start = sequent.have(start, why);
        let difference = Polynomial::atom(moving.variable).minus(&end.anchor);
        sequent.cases(&difference, Split::Three, |mut case| {
            let order = case.facts.len() - 1;
            match case.facts[order].relation {
                Relation::Zero => {
                    let lemma = Lemma::Substitute(moving.variable, end.anchor.clone());
                    case.instance(&mut self.atoms, lemma, vec![place, order])?;
                    let enclosed = self.enclosed_last(&case)?;
                    Some(case.close(enclosed))
                }
                _ if (case.facts[order].polynomial == difference) == end.right => {
                    let slope = self.mean_slope(&case, moving, end, (place, order, start))?;
                    Some(case.close(slope))
                }
                _ => Some(case.close(Proof::Combination(vec![
                    Term::facts([end.near_place]),
                    Term::facts([order]),
                ]))),
            }
        })
    }

    fn mean_slope(
        &mut self,
        case: &Sequent,
        moving: &Moving,
        end: &End,
        (place, order, start): (usize, usize, usize),
    ) -> Option<Proof> {
        let (x, z) = (
            Polynomial::atom(moving.variable),
            Polynomial::atom(moving.between),
        );
        let gaps = between(end.right, &x, &end.anchor, &z);
        // The derivative of h is that of f and L, which has the sign of the end.
        let by = Polynomial::constant(end.by.clone());
        let by = if end.right { by } else { by.negated() };
        let wrong = against(moving.wrong.plus(&by), end.right, end.weak);
        let images = HashMap::from([(moving.variable, z)]);
        let far = Fact::at_least(super::atom::replaced(&end.far, &images)?);
        let refuted = |this: &mut Self, inner: bool, last: Fact| -> Option<Proof> {
            let facts = inside(&gaps, inner).into_iter();
            let mut sequent = case.with(facts.chain([last]));
            let (second, target) = (case.facts.len() + 1, case.facts.len() + 2);
            let terms = vec![
                Term::facts([second]),
                Term::facts([end.far_place]),
                Term::facts([sequent.facts.len()]),
            ];
            sequent.have(far.clone(), Proof::Combination(terms));
            let enclosed = this.enclosed_at(&sequent, target)?;
            Some(sequent.close(enclosed))
        };
        let mut domain = Vec::new();
        for (condition, inner) in &moving.conditions {
            domain.push(refuted(self, *inner, condition.negation())?);
        }
        let slope = refuted(self, true, wrong)?;
        let start = Proof::Combination(vec![Term::facts([start]), Term::facts([case.facts.len()])]);
        Some(Proof::Slope(Box::new(Slope {
            fact: place,
            order,
            variable: moving.variable,
            anchor: end.anchor.clone(),
            between: moving.between,
            start,
            domain,
            slope,
        })))
    }

    /// The place of p ≥ 0, which a fact gives.
    fn stated(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<usize> {
        let fact = Fact::at_least(p.clone());
        let place = sequent.facts.iter().position(|f| f.gives(&fact))?;
        if sequent.facts[place].polynomial == *p {
            return Some(place);
        }
        let negated = sequent.with([fact.negation()]);
        let proof = self.linear(&negated)?;
        Some(sequent.have(fact, proof))
    }

    fn enclosed_last(&self, sequent: &Sequent) -> Option<Proof> {
        self.enclosed_at(sequent, sequent.facts.len() - 1)
    }

    /// The fact at a place refuted by its enclosure.
    fn enclosed_at(&self, sequent: &Sequent, place: usize) -> Option<Proof> {
        let fact = &sequent.facts[place];
        let proof = Proof::Enclosure(place, PRECISION);
        if fact.decided() == Some(false) {
            return Some(proof);
        }
        let bounds = Bounds::of(&sequent.facts);
        excludes(&self.atoms, &bounds, fact, PRECISION).then_some(proof)
    }
}

/// n · 2⁻ᵖ
fn rational(n: &BigInt, places: u32) -> Rational {
    Rational::from_big(BigRational::new(n.clone(), BigInt::from(1) << places))
}
