//! Monotonicity: f ≥ 0 since f ≥ 0 at an anchor and the derivative of f has the right sign between.
//!
//! Anchors are proposed by floats (where f is least) and by the bounds of the variable; the value at the anchor and the
//! sign of the derivative are proved by the whole engine, one level deeper.

use super::atom::Atom;
use super::check::{against, between, conditions, inside};
use super::enclose::Bounds;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Slope, Split, Term};
use super::sample::{Dice, Landscape, float};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};
use std::collections::HashMap;

/// Derivatives nested more deeply are given up.
const LEVELS: u32 = 6;

impl Engine {
    /// Refutes one fact by its slope in one variable.
    pub fn slopes(&mut self, sequent: &Sequent) -> Option<Proof> {
        if self.level >= LEVELS {
            return None;
        }
        let mut places = sequent.inequalities();
        places.reverse();
        for place in places.into_iter().take(3) {
            let fact = sequent.facts[place].clone();
            let moving = self.moving_variables(&fact.polynomial);
            for variable in moving {
                let anchors = self.anchors(sequent, &fact, variable);
                for anchor in anchors {
                    let found =
                        self.limited(150_000, |e| e.by_anchor(sequent, place, variable, &anchor));
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// The variables inside a function that is not rational.
    pub fn moving_variables(&self, p: &Polynomial) -> Vec<u32> {
        let mut found = Vec::new();
        for atom in self.atoms.mentioned([p]) {
            if let Atom::Exponential(q) | Atom::Logarithm(q) | Atom::Root(q) = self.atoms.get(atom)
            {
                found.extend(self.atoms.variables(q));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Values of a variable, free of it, at which the form seems to be least.
    fn anchors(&mut self, sequent: &Sequent, fact: &Fact, variable: u32) -> Vec<Polynomial> {
        let facts: Vec<Fact> = sequent.active().map(|(_, f)| f.clone()).collect();
        let rational = |f: &&Fact| {
            self.moving_variables(&f.polynomial).is_empty() && f.relation != Relation::Zero
        };
        let others: Vec<Fact> = facts
            .iter()
            .filter(|f| *f != fact)
            .filter(rational)
            .cloned()
            .collect();
        let single = facts.iter().all(|f| {
            self.atoms
                .variables(&f.polynomial)
                .iter()
                .all(|v| *v == variable)
        });
        let mut found = if single {
            self.least_points(&others, fact, variable)
        } else {
            Vec::new()
        };
        for other in &others {
            found.extend(bound_in(other, variable, self));
        }
        if !single {
            for other in self.atoms.variables(&fact.polynomial) {
                if other != variable {
                    found.push(Polynomial::atom(other));
                    found.push(Polynomial::constant(Rational::ONE).minus(&Polynomial::atom(other)));
                }
            }
            found.extend([0, 1].map(|n| Polynomial::constant(Rational::from(n))));
        }
        let mut unique: Vec<Polynomial> = Vec::new();
        for anchor in found {
            if !unique.contains(&anchor) && self.plausible(&others, fact, variable, &anchor) {
                unique.push(anchor);
            }
        }
        unique.truncate(4);
        unique
    }

    /// Short numbers near the points where −(fact) is least, for a fact in one variable.
    fn least_points(&self, others: &[Fact], fact: &Fact, variable: u32) -> Vec<Polynomial> {
        let landscape = Landscape::new(&self.atoms, std::slice::from_ref(fact));
        let bounds = Bounds::of(others);
        let (low, high) = bounds.of.get(&variable).cloned().unwrap_or_default();
        let grid = grid(low.as_ref().map(float), high.as_ref().map(float));
        let value = |x: f64| landscape.values(&[x]).map_or(f64::INFINITY, |v| -v[0]);
        let Some(best) = grid
            .iter()
            .copied()
            .min_by(|a, b| value(*a).total_cmp(&value(*b)))
        else {
            return vec![];
        };
        let place = grid.iter().position(|x| *x == best).unwrap_or(0);
        let (mut a, mut b) = (
            grid[place.saturating_sub(1)],
            grid[(place + 1).min(grid.len() - 1)],
        );
        for _ in 0..80 {
            let (c, d) = (a + (b - a) / 3.0, b - (b - a) / 3.0);
            if value(c) <= value(d) { b = d } else { a = c }
        }
        let least = (a + b) / 2.0;
        let mut found: Vec<Rational> = Vec::new();
        for end in [low, high].into_iter().flatten() {
            if (float(&end) - least).abs() < 1e-6 * (1.0 + least.abs()) {
                found.push(end);
            }
        }
        for digits in [1i64, 2, 3, 4, 5, 10, 100, 10_000] {
            let near = (least * digits as f64).round();
            if near.abs() < 1e15
                && (near / digits as f64 - least).abs() < 1e-3 * (1.0 + least.abs())
            {
                found.extend(Rational::new(near as i64, digits));
            }
        }
        found.truncate(3);
        found.into_iter().map(Polynomial::constant).collect()
    }

    /// Whether, at random points that satisfy the facts, −(fact) is not negative at the anchor and no larger than at x.
    fn plausible(
        &mut self,
        others: &[Fact],
        fact: &Fact,
        variable: u32,
        anchor: &Polynomial,
    ) -> bool {
        let Some(moved) = self.atoms.substitute(
            &fact.polynomial,
            &mut HashMap::from([(variable, anchor.clone())]),
        ) else {
            return false;
        };
        let moved = Fact::new(moved, fact.relation);
        let mut all = others.to_vec();
        let sign = |f: &Fact| Fact::new(f.polynomial.clone(), Relation::Nonzero);
        all.extend([sign(fact), sign(&moved)]);
        let landscape = Landscape::new(&self.atoms, &all);
        let conditions = Landscape::new(&self.atoms, others);
        let mut dice = Dice::new();
        let mut seen = 0;
        for _ in 0..400 {
            let point: Vec<f64> = landscape.variables.iter().map(|_| dice.spread()).collect();
            let inner: Vec<f64> = conditions
                .variables
                .iter()
                .map(|v| {
                    let place = landscape.variables.iter().position(|w| w == v);
                    place.map_or(0.0, |p| point[p])
                })
                .collect();
            if conditions.penalty(&inner) > 0.0 {
                continue;
            }
            let Some(values) = landscape.values(&point) else {
                continue;
            };
            let (here, there) = (-values[others.len()], -values[others.len() + 1]);
            let slack = 1e-9 * (1.0 + here.abs());
            if there < -slack || here < there - slack {
                return false;
            }
            seen += 1;
        }
        self.spend(200);
        seen > 0 || others.is_empty()
    }

    fn by_anchor(
        &mut self,
        sequent: &Sequent,
        place: usize,
        variable: u32,
        anchor: &Polynomial,
    ) -> Option<Proof> {
        let f = sequent.facts[place].polynomial.negated();
        let start = self
            .atoms
            .substitute(&f, &mut HashMap::from([(variable, anchor.clone())]))?;
        let mut sequent = sequent.with([]);
        let fact = Fact::at_least(start);
        if fact.decided() == Some(false) {
            return None;
        }
        let known = self.prove(&sequent, &fact, 20_000)?;
        let start_place = sequent.have(fact.clone(), known);
        let x = Polynomial::atom(variable);
        let difference = x.minus(anchor);
        sequent.cases(&difference, Split::Three, |case| {
            let order = case.facts.len() - 1;
            if let Some(proof) = self.simple(&case) {
                return Some(proof);
            }
            match case.facts[order].relation {
                Relation::Zero => self.refute_at_anchor(case, place, variable, anchor),
                _ => self.whole_or_near(case, place, order, variable, anchor, start_place),
            }
        })
    }

    fn refute_at_anchor(
        &mut self,
        mut case: Sequent,
        place: usize,
        variable: u32,
        anchor: &Polynomial,
    ) -> Option<Proof> {
        let equation = case.facts.len() - 1;
        let lemma = super::lemma::Lemma::Substitute(variable, anchor.clone());
        if case.facts[equation].polynomial == Polynomial::atom(variable).minus(anchor) {
            case.instance(&mut self.atoms, lemma, vec![place, equation])?;
        }
        self.limited(20_000, |e| e.refute(case))
    }

    /// The whole side at once, or a part near the anchor, and the rest by other means.
    fn whole_or_near(
        &mut self,
        case: Sequent,
        place: usize,
        order: usize,
        variable: u32,
        anchor: &Polynomial,
        start: usize,
    ) -> Option<Proof> {
        let whole = self.limited(60_000, |e| {
            e.side(case.with([]), place, order, variable, anchor, start)
        });
        if whole.is_some() || self.nested >= 3 {
            return whole;
        }
        let center = anchor.as_constant()?;
        let fact = case.facts[place].clone();
        if self.atoms.variables(&fact.polynomial) != [variable] {
            return None;
        }
        let right = case.facts[order].polynomial == Polynomial::atom(variable).minus(anchor);
        let cut = self.reach(&fact, variable, &center, right)?;
        let toward = Polynomial::constant(cut).minus(&Polynomial::atom(variable));
        let toward = if right { toward } else { toward.negated() };
        let mut near = true;
        self.nested += 1;
        let proof = case.cases(&toward, Split::Overlapping, |part| {
            if std::mem::take(&mut near) {
                self.side(part, place, order, variable, anchor, start)
            } else {
                self.refute(part)
            }
        });
        self.nested -= 1;
        proof
    }

    /// A short number up to which, from the anchor, the slope seems to have the right sign.
    fn reach(
        &mut self,
        fact: &Fact,
        variable: u32,
        center: &Rational,
        right: bool,
    ) -> Option<Rational> {
        let derivative = self
            .atoms
            .derivative(&fact.polynomial.negated(), variable)?;
        let landscape = Landscape::new(&self.atoms, &[Fact::above(derivative)]);
        let (start, direction) = (float(center), if right { 1.0 } else { -1.0 });
        let mut width = 1.0 / 1024.0;
        let mut good = None;
        for _ in 0..60 {
            let sampled = (1..=16).all(|k| {
                let z = start + direction * width * f64::from(k) / 16.0;
                landscape
                    .values(&[z])
                    .is_some_and(|v| v[0] * direction >= 0.0)
            });
            if !sampled {
                break;
            }
            good = Some(width);
            width *= 1.25;
        }
        let width = good? * 0.9;
        let digits = (16.0 / width).clamp(16.0, 1e6).round();
        let end = start + direction * width;
        Rational::new((end * digits).round() as i64, digits as i64)
    }

    fn side(
        &mut self,
        case: Sequent,
        place: usize,
        order: usize,
        variable: u32,
        anchor: &Polynomial,
        start: usize,
    ) -> Option<Proof> {
        let x = Polynomial::atom(variable);
        let right = case.facts[order].polynomial == x.minus(anchor);
        let between_variable = self.atoms.fresh();
        let z = Polynomial::atom(between_variable);
        let f = case.facts[place].polynomial.negated();
        let strict = case.facts[place].relation == Relation::AtLeast;
        let images = || HashMap::from([(variable, z.clone())]);
        let derivative = self.atoms.derivative(&f, variable)?;
        let derivative = self.atoms.substitute(&derivative, &mut images())?;
        let wrong = against(derivative, right, strict);
        let gaps = between(right, &x, anchor, &z);
        let mut domain = Vec::new();
        for (condition, inner) in conditions(&self.atoms, &f, variable) {
            let condition = Fact::new(
                self.atoms
                    .substitute(&condition.polynomial, &mut images())?,
                condition.relation,
            );
            let facts = inside(&gaps, inner).into_iter();
            let mut sequent = case.with(facts.chain([condition.negation()]));
            self.local(&mut sequent, variable, between_variable);
            domain.push(self.differentiable(sequent, &condition, case.facts.len() + gaps.len())?);
        }
        let mut sequent = case.with(inside(&gaps, true).into_iter().chain([wrong]));
        self.local(&mut sequent, variable, between_variable);
        self.level += 1;
        let slope = self.limited(80_000, |e| e.refute(sequent));
        self.level -= 1;
        let start = Proof::Combination(vec![Term::facts([start]), Term::facts([case.facts.len()])]);
        Some(Proof::Slope(Box::new(Slope {
            fact: place,
            order,
            variable,
            anchor: anchor.clone(),
            between: between_variable,
            start,
            domain,
            slope: slope?,
        })))
    }

    /// Refutes the negation, at a place, of a condition for differentiability.
    fn differentiable(
        &mut self,
        mut sequent: Sequent,
        condition: &Fact,
        place: usize,
    ) -> Option<Proof> {
        if condition.relation != Relation::Nonzero {
            return self.limited(20_000, |e| e.refute(sequent));
        }
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        for sign in [1i64, -1] {
            let fact = Fact::above(condition.polynomial.scaled(&Rational::from(sign)));
            if let Some(proof) = self.prove(&sequent, &fact, 10_000) {
                let positive = sequent.have(fact, proof);
                let terms = vec![
                    Term::facts([positive]),
                    Term::Equation(place, Polynomial::constant(Rational::from(-sign))),
                ];
                return Some(sequent.close(Proof::Combination(terms)));
            }
        }
        None
    }

    /// Bounds for z from those of x, after which facts about x are of no more use.
    fn local(&mut self, sequent: &mut Sequent, variable: u32, between_variable: u32) {
        let bounds: Vec<Fact> = sequent
            .active()
            .map(|(_, f)| f.clone())
            .filter(|f| f.polynomial.degree() == 1)
            .collect();
        for fact in bounds {
            let mentions = fact.polynomial.atoms().contains(&variable);
            if !mentions
                || fact.polynomial.atoms().contains(&between_variable)
                || fact.relation == Relation::Zero
            {
                continue;
            }
            let images = HashMap::from([(variable, Polynomial::atom(between_variable))]);
            let Some(moved) = super::atom::replaced(&fact.polynomial, &images) else {
                continue;
            };
            for relation in [Relation::Above, Relation::AtLeast] {
                let moved = Fact::new(moved.clone(), relation);
                if sequent.place_of(&moved).is_some() {
                    break;
                }
                let negated = sequent.with([moved.negation()]);
                if let Some(proof) = self.linear(&negated) {
                    sequent.have(moved, proof);
                    break;
                }
            }
        }
        for place in sequent.active.clone() {
            if self
                .atoms
                .variables(&sequent.facts[place].polynomial)
                .contains(&variable)
            {
                sequent.retire(place);
            }
        }
    }
}

/// A bound of a variable by a form without it, from a fact that is linear in it.
fn bound_in(fact: &Fact, variable: u32, engine: &Engine) -> Option<Polynomial> {
    let unit = crate::prove::arith::Monomial::atom(variable);
    let slope = fact.polynomial.coefficient(&unit);
    let rest = fact
        .polynomial
        .minus(&Polynomial::atom(variable).scaled(&slope));
    if slope.is_zero() || engine.atoms.variables(&rest).contains(&variable) {
        return None;
    }
    Some(rest.scaled(&(-&slope).inverse()?))
}

/// Points from a lower to an upper end, or far out.
fn grid(low: Option<f64>, high: Option<f64>) -> Vec<f64> {
    let steps = 120;
    let at = |k: i32| f64::from(k) / f64::from(steps);
    match (low, high) {
        (Some(l), Some(h)) => (0..=steps).map(|k| l + (h - l) * at(k)).collect(),
        (Some(l), None) => (0..=steps)
            .map(|k| l + at(k) / (1.0 - at(k) + 1e-3))
            .collect(),
        (None, Some(h)) => (0..=steps)
            .rev()
            .map(|k| h - at(k) / (1.0 - at(k) + 1e-3))
            .collect(),
        (None, None) => (-steps..=steps)
            .map(|k| at(k) / (1.0 - at(k).abs() + 1e-2))
            .collect(),
    }
}
