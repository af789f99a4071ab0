//! Polynomials on boxes: parts that share no variable are bounded apart, and a variable is fixed at an end of its range
//! where the form is linear in it, monotone or concave; what remains is halved.
//!
//! Every step is a sum: T = (u−x)·T(l) + (x−l)·T(u) for a linear form (over the width), T = T(l) + (x−l)·Q for a monotone
//! one with Q ≥ 0, and T = the first + (x−l)·(u−x)·Q for a concave one. Floats choose the step; its parts are proved.

use super::atom::{Atom, LIMIT};
use super::enclose::{Bounds, bound_of, excludes};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::homogenize::by_power;
use super::proof::{Proof, Split, Term};
use super::sample::{Compiled, Dice, float};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};
use std::collections::{BTreeMap, BTreeSet};

/// The most halvings in a row.
const HALVINGS: u32 = 10;
/// The points at which a form is tried.
const POINTS: usize = 150;

/// One end of a range, and the fact c·(x − l) ≥ 0 or c·(u − x) ≥ 0 that states it.
#[derive(Clone)]
struct End {
    value: Rational,
    place: usize,
    scale: Rational,
}

/// The ranges of variables.
type Box = BTreeMap<u32, (End, End)>;

/// A part of a sum: a number, facts that bound variables, and a form that is not negative.
struct Part {
    by: Rational,
    places: Vec<usize>,
    form: Polynomial,
}

impl Engine {
    /// Refutes a fact about variables in a box by what the form is at the ends of their ranges.
    pub fn corners(&mut self, sequent: &Sequent) -> Option<Proof> {
        for place in sequent.inequalities().into_iter().rev() {
            let fact = &sequent.facts[place];
            let atoms = fact.polynomial.atoms();
            let plain = atoms.iter().all(|a| *self.atoms.get(*a) == Atom::Variable);
            let small = fact.polynomial.terms().len() <= 400 && atoms.len() <= 10;
            if fact.polynomial.degree() < 2 || !plain || !small {
                continue;
            }
            if let Some(proof) = self.corners_of(sequent, place) {
                return Some(proof);
            }
        }
        None
    }

    fn corners_of(&mut self, sequent: &Sequent, place: usize) -> Option<Proof> {
        let fact = sequent.facts[place].clone();
        let target = fact.polynomial.negated();
        let ranges = ranges(sequent, &target.atoms())?;
        let least = least(&target, &ranges);
        if fact.relation == Relation::Above {
            return (least >= 0.0)
                .then(|| self.on_box(sequent.with([]), place, HALVINGS))
                .flatten();
        }
        let slack = short(least / 16.0).filter(Rational::is_positive)?;
        let mut next = sequent.with([]);
        let above = Fact::above(fact.polynomial.plus(&Polynomial::constant(slack)));
        let terms = vec![Term::facts([place]), Term::facts([next.facts.len()])];
        let place = next.have(above, Proof::Combination(terms));
        let proof = self.on_box(next.with([]), place, HALVINGS)?;
        Some(next.close(proof))
    }

    /// Refutes −T > 0, a fact at a place.
    fn on_box(&mut self, mut sequent: Sequent, place: usize, halvings: u32) -> Option<Proof> {
        let fact = sequent.facts[place].clone();
        let target = fact.polynomial.negated();
        if !self.spend(20 + target.terms().len() as u64) {
            return None;
        }
        if let Some(value) = target.as_constant() {
            let terms = vec![Term::facts([place])];
            return (!value.is_negative()).then(|| sequent.close(Proof::Combination(terms)));
        }
        let ranges = ranges(&sequent, &target.atoms())?;
        if ranges.values().any(|(l, u)| l.value > u.value) {
            return self.simple(&sequent).map(|proof| sequent.close(proof));
        }
        let keep: BTreeSet<usize> = ranges
            .values()
            .flat_map(|(l, u)| [l.place, u.place])
            .chain([place])
            .collect();
        sequent.active.retain(|p| keep.contains(p));
        let facts: Vec<Fact> = sequent.active().map(|(_, f)| f.clone()).collect();
        if excludes(&self.atoms, &Bounds::of(&facts), &fact, 64) {
            return Some(sequent.close(Proof::Enclosure(place, 64)));
        }
        if least(&target, &ranges) < 0.0 {
            return None;
        }
        if let Some(parts) = apart(&target, &ranges).or_else(|| at_ends(&target, &ranges)) {
            return self.parts(sequent, place, parts, halvings);
        }
        if ranges.len() <= 2
            && let Some(proof) = self.limited(3_000, |e| e.squares(&sequent, 0))
        {
            return Some(sequent.close(proof));
        }
        let (variable, middle) = widest(&target, &ranges)?;
        let rest = halvings.checked_sub(1)?;
        let on = Polynomial::atom(variable).minus(&Polynomial::constant(middle));
        sequent.cases(&on, Split::Overlapping, |case| {
            self.on_box(case, place, rest)
        })
    }

    fn parts(
        &mut self,
        mut sequent: Sequent,
        place: usize,
        parts: Vec<Part>,
        halvings: u32,
    ) -> Option<Proof> {
        let mut terms = vec![Term::facts([place])];
        let around: Vec<usize> = sequent
            .active
            .iter()
            .copied()
            .filter(|p| *p != place)
            .collect();
        for part in parts {
            if let Some(value) = part.form.as_constant() {
                if value.is_positive() {
                    terms.push(Term::Product(&part.by * &value, part.places, None));
                } else if value.is_negative() {
                    return None;
                }
                continue;
            }
            let goal = Fact::at_least(part.form);
            let mut why = sequent.with([]);
            why.active.clone_from(&around);
            let mut why = why.with([goal.negation()]);
            let last = why.facts.len() - 1;
            if !why.active.contains(&last) {
                why.active.push(last);
            }
            let proof = self.on_box(why, last, halvings)?;
            let known = sequent.have(goal, proof);
            terms.push(Term::Product(
                part.by,
                [part.places, vec![known]].concat(),
                None,
            ));
        }
        Some(sequent.close(Proof::Combination(terms)))
    }
}

/// The tightest ranges that the facts state; nothing unless every atom has two ends.
fn ranges(sequent: &Sequent, atoms: &[u32]) -> Option<Box> {
    let mut lower: BTreeMap<u32, End> = BTreeMap::new();
    let mut upper: BTreeMap<u32, End> = BTreeMap::new();
    for (place, fact) in sequent.active() {
        let Some((atom, value, side)) = bound_of(fact) else {
            continue;
        };
        let scale = fact.polynomial.terms().iter().find(|(m, _)| !m.is_one());
        let scale = scale.map(|(_, c)| c.abs()).and_then(|c| c.inverse())?;
        let end = End {
            value,
            place,
            scale,
        };
        let ends = if side > 0 { &mut lower } else { &mut upper };
        if side == 0 || !atoms.contains(&atom) {
            continue;
        }
        let better = |known: &End| match side > 0 {
            true => end.value > known.value,
            false => end.value < known.value,
        };
        if ends.get(&atom).is_none_or(better) {
            ends.insert(atom, end);
        }
    }
    let both = |a: &u32| Some((*a, (lower.get(a)?.clone(), upper.get(a)?.clone())));
    atoms.iter().map(both).collect()
}

/// The least value seen at corners, centers of faces and random points of a box; a guide only.
fn least(form: &Polynomial, ranges: &Box) -> f64 {
    let compiled = Compiled::new(form);
    let atoms = form.atoms();
    let size = atoms.iter().max().map_or(0, |a| *a as usize + 1);
    let mut dice = Dice::new();
    let mut values = vec![0.0; size];
    let mut best = (f64::INFINITY, values.clone());
    let corners = 1usize << atoms.len().min(8);
    for point in 0..corners + POINTS {
        for (index, atom) in atoms.iter().enumerate() {
            let Some((low, high)) = ranges.get(atom) else {
                return f64::NEG_INFINITY;
            };
            let at = if point < corners {
                (point >> index & 1) as f64
            } else {
                (dice.unit() * 1.4 - 0.2).clamp(0.0, 1.0)
            };
            let (low, high) = (float(&low.value), float(&high.value));
            values[*atom as usize] = low + (high - low) * at;
        }
        let value = compiled.at(&values);
        if value < best.0 {
            best = (value, values.clone());
        }
    }
    descended(&compiled, ranges, best)
}

/// The value where steps along the variables, ever shorter, find nothing less.
fn descended(form: &Compiled, ranges: &Box, best: (f64, Vec<f64>)) -> f64 {
    let (mut least, mut values) = best;
    let mut step = 0.25;
    for _ in 0..60 {
        let mut moved = false;
        for (atom, (low, high)) in ranges {
            let index = *atom as usize;
            let (low, high) = (float(&low.value), float(&high.value));
            for direction in [-1.0, 1.0] {
                let Some(before) = values.get(index).copied() else {
                    continue;
                };
                values[index] = (before + direction * step * (high - low))
                    .max(low)
                    .min(high);
                let value = form.at(&values);
                if value < least {
                    (least, moved) = (value, true);
                } else {
                    values[index] = before;
                }
            }
        }
        if !moved {
            step *= 0.5;
        }
    }
    let size: f64 = values.iter().map(|v| v.abs()).fold(1.0, f64::max);
    if least.abs() < 1e-11 * size {
        0.0
    } else {
        least
    }
}

/// A short number near a small one, towards 0.
fn short(value: f64) -> Option<Rational> {
    let places = (8.0 / value.abs()).log2().ceil().clamp(0.0, 60.0);
    let scale = 2f64.powf(places);
    Rational::new((value * scale).trunc() as i64, scale as i64)
}

/// The sum of parts that share no variable, each with a bound; nothing if there is one part only.
fn apart(target: &Polynomial, ranges: &Box) -> Option<Vec<Part>> {
    let mut groups: Vec<(BTreeSet<u32>, Polynomial)> = Vec::new();
    let mut constant = target.constant_term();
    for (monomial, c) in target.terms().iter().filter(|(m, _)| !m.is_one()) {
        let atoms: BTreeSet<u32> = monomial.factors().iter().map(|(a, _)| *a).collect();
        let term = Polynomial::term(monomial.clone(), c.clone());
        let (meeting, others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(of, _)| !of.is_disjoint(&atoms));
        groups = others;
        let joined = meeting.into_iter().fold((atoms, term), |(a, p), (b, q)| {
            (a.union(&b).copied().collect(), p.plus(&q))
        });
        groups.push(joined);
    }
    if groups.len() < 2 {
        return None;
    }
    let bounds: Vec<f64> = groups.iter().map(|(_, p)| least(p, ranges)).collect();
    let slack = float(&constant) + bounds.iter().sum::<f64>();
    let size = bounds.iter().map(|b| b.abs()).fold(0.0, f64::max);
    if slack.is_nan() || slack < 1e-8 * size {
        return None;
    }
    let share = slack / (2 * groups.len()) as f64;
    let mut parts = Vec::new();
    for ((_, form), bound) in groups.into_iter().zip(bounds) {
        let scale = (share / 16.0)
            .abs()
            .log2()
            .floor()
            .clamp(-50.0, 10.0)
            .exp2();
        let bound = ((bound - share) / scale).floor();
        let (units, size) = if scale >= 1.0 {
            (Rational::from((bound * scale) as i64), Rational::ONE)
        } else {
            (
                Rational::from(bound as i64),
                Rational::new(1, (1.0 / scale) as i64)?,
            )
        };
        let bound = &units * &size;
        constant = &constant + &bound;
        parts.push(Part {
            by: Rational::ONE,
            places: vec![],
            form: form.minus(&Polynomial::constant(bound)),
        });
    }
    if constant.is_negative() {
        return None;
    }
    parts.push(Part {
        by: Rational::ONE,
        places: vec![],
        form: Polynomial::constant(constant),
    });
    Some(parts)
}

/// A variable fixed at ends of its range: the first in which the form seems linear, monotone or concave.
fn at_ends(target: &Polynomial, ranges: &Box) -> Option<Vec<Part>> {
    let degree = |a: &u32| by_power(target, *a).keys().next_back().copied();
    let mut atoms = target.atoms();
    atoms.sort_by_key(|a| degree(a));
    atoms.iter().find_map(|a| fixed(target, *a, ranges))
}

fn fixed(target: &Polynomial, variable: u32, ranges: &Box) -> Option<Vec<Part>> {
    let (low, high) = ranges.get(&variable)?;
    let at = |end: &End| {
        let value = Polynomial::constant(end.value.clone());
        target.substituted(variable, &value, LIMIT)
    };
    let width = (&high.value - &low.value).inverse()?;
    let (first, last) = (at(low)?, at(high)?);
    let over = |end: &End, form: Polynomial, by: &Rational| Part {
        by: &end.scale * by,
        places: vec![end.place],
        form,
    };
    let ends = || {
        vec![
            over(high, first.clone(), &width),
            over(low, last.clone(), &width),
        ]
    };
    if by_power(target, variable).keys().all(|k| *k <= 1) {
        return Some(ends());
    }
    let whole = |form: &Polynomial| Part {
        by: Rational::ONE,
        places: vec![],
        form: form.clone(),
    };
    let rising = quotient(&target.minus(&first), variable, &low.value)?;
    if least(&rising, ranges) >= 0.0 {
        return Some(vec![whole(&first), over(low, rising, &Rational::ONE)]);
    }
    let falling = quotient(&target.minus(&last), variable, &high.value)?.negated();
    if least(&falling, ranges) >= 0.0 {
        return Some(vec![whole(&last), over(high, falling, &Rational::ONE)]);
    }
    // T − T(l) = (x − l)·R and R − R(u) = (x − u)·S, so T = chord − (x − l)·(u − x)·S.
    let at_high = Polynomial::constant(high.value.clone());
    let end = rising.substituted(variable, &at_high, LIMIT)?;
    let bend = quotient(&rising.minus(&end), variable, &high.value)?.negated();
    if least(&bend, ranges) < 0.0 {
        return None;
    }
    let mut parts = ends();
    parts.push(Part {
        by: &low.scale * &high.scale,
        places: vec![low.place, high.place],
        form: bend,
    });
    Some(parts)
}

/// A form that is 0 at x = c, divided by x − c.
fn quotient(form: &Polynomial, variable: u32, at: &Rational) -> Option<Polynomial> {
    let powers = by_power(form, variable);
    let top = *powers.keys().next_back()?;
    let x = Polynomial::atom(variable);
    let (mut carry, mut result) = (Polynomial::zero(), Polynomial::zero());
    for power in (1..=top).rev() {
        let own = powers.get(&power).cloned().unwrap_or_default();
        carry = own.plus(&carry.scaled(at));
        result = result.plus(&carry.times(&x.power(power - 1, LIMIT)?, LIMIT)?);
    }
    Some(result)
}

/// The variable on which the form depends most, and the middle of its range.
fn widest(target: &Polynomial, ranges: &Box) -> Option<(u32, Rational)> {
    let weight = |a: u32| {
        let (low, high) = &ranges[&a];
        let width = float(&high.value) - float(&low.value);
        let powers = by_power(target, a);
        let bend: f64 = powers
            .iter()
            .filter(|(k, _)| **k > 1)
            .flat_map(|(_, p)| p.terms().iter().map(|(_, c)| float(c).abs()))
            .sum();
        width * width * bend
    };
    let best = ranges
        .keys()
        .copied()
        .filter(|a| target.atoms().contains(a))
        .max_by(|a, b| weight(*a).total_cmp(&weight(*b)))?;
    let (low, high) = &ranges[&best];
    let middle = (&low.value + &high.value).divide(&Rational::from(2))?;
    (low.value < high.value).then_some((best, middle))
}
