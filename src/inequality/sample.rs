//! Looks for exact values that satisfy a list of facts: a counterexample, when the facts are hypotheses and a negated goal.
//!
//! Floats propose, rational numbers of small size are tried first, and a point counts only when every fact is decided
//! at it exactly (irrational parts by enclosures) and every quotient, root and logarithm is defined there.

use super::atom::{Atom, Atoms};
use super::enclose::{Bounds, ground_truth};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use crate::prove::arith::{Polynomial, Rational};
use num_traits::ToPrimitive;
use std::collections::HashMap;

/// The precision up to which facts at a point are decided.
const PRECISION: u32 = 2_048;

/// A polynomial for floating-point evaluation.
pub struct Compiled(Vec<(f64, Vec<(u32, i32)>)>);

impl Compiled {
    /// Prepares a polynomial.
    pub fn new(p: &Polynomial) -> Self {
        let terms = p.terms().iter().map(|(m, c)| {
            let factors = m.factors().iter().map(|(a, e)| (*a, *e as i32)).collect();
            (float(c), factors)
        });
        Compiled(terms.collect())
    }

    /// The value, by the values of the atoms.
    pub fn at(&self, values: &[f64]) -> f64 {
        let term = |(c, factors): &(f64, Vec<(u32, i32)>)| {
            factors
                .iter()
                .fold(*c, |product, (a, e)| product * values[*a as usize].powi(*e))
        };
        self.0.iter().map(term).sum()
    }
}

/// A number as a float, for guidance.
pub fn float(value: &Rational) -> f64 {
    value.to_big().to_f64().unwrap_or(f64::NAN)
}

/// Floating-point evaluation of facts over their variables.
pub struct Landscape {
    arguments: Vec<(u32, Atom, Option<Compiled>)>,
    facts: Vec<(Compiled, Relation)>,
    /// The variables, in order.
    pub variables: Vec<u32>,
    size: usize,
}

impl Landscape {
    /// Prepares the evaluation of facts.
    pub fn new(atoms: &Atoms, facts: &[Fact]) -> Self {
        let mentioned = atoms.mentioned(facts.iter().map(|f| &f.polynomial));
        let arguments = mentioned.iter().map(|a| {
            let atom = atoms.get(*a).clone();
            let argument = atom.argument().map(Compiled::new);
            (*a, atom, argument)
        });
        let arguments: Vec<_> = arguments.collect();
        let variables = mentioned
            .iter()
            .copied()
            .filter(|a| *atoms.get(*a) == Atom::Variable)
            .collect();
        let facts = facts
            .iter()
            .map(|f| (Compiled::new(&f.polynomial), f.relation))
            .collect();
        Landscape {
            arguments,
            facts,
            variables,
            size: atoms.len(),
        }
    }

    /// The values of the facts' forms at a point; nothing where something is not defined.
    pub fn values(&self, point: &[f64]) -> Option<Vec<f64>> {
        let mut values = vec![0.0; self.size];
        for (variable, value) in self.variables.iter().zip(point) {
            values[*variable as usize] = *value;
        }
        for (number, atom, argument) in &self.arguments {
            let inner = argument.as_ref().map_or(0.0, |p| p.at(&values));
            let value = match atom {
                Atom::Variable => continue,
                Atom::Pi => std::f64::consts::PI,
                Atom::Inverse(_) => 1.0 / inner,
                Atom::Root(_) => inner.sqrt(),
                Atom::Exponential(_) => inner.exp(),
                Atom::Logarithm(_) => inner.ln(),
                Atom::Absolute(_) => inner.abs(),
                Atom::Alias(_) => inner,
            };
            if !value.is_finite() {
                return None;
            }
            values[*number as usize] = value;
        }
        Some(self.facts.iter().map(|(f, _)| f.at(&values)).collect())
    }

    /// How badly the facts fail at a point: 0 if they seem to hold.
    pub fn penalty(&self, point: &[f64]) -> f64 {
        let Some(values) = self.values(point) else {
            return f64::INFINITY;
        };
        let fails = |(value, (_, relation)): (f64, &(Compiled, Relation))| match relation {
            Relation::AtLeast => (-value).max(0.0),
            Relation::Above if value > 0.0 => 0.0,
            Relation::Above => 1e-12 - value,
            Relation::Zero => value.abs(),
            Relation::Nonzero => f64::from(u8::from(value == 0.0)),
        };
        values.into_iter().zip(&self.facts).map(fails).sum()
    }
}

/// A small generator of numbers that is the same everywhere.
pub struct Dice(u64);

impl Dice {
    /// Always the same sequence.
    pub fn new() -> Self {
        Dice(0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// Of any sign and of many sizes.
    pub fn spread(&mut self) -> f64 {
        let size = 10f64.powf(3.0 * self.unit() - 2.0);
        if self.next().is_multiple_of(3) {
            -size
        } else {
            size
        }
    }

    /// Between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}

/// Equations solved for variables, so that only the others need be chosen.
struct Reduced {
    facts: Vec<Fact>,
    solved: Vec<(u32, Polynomial)>,
}

impl Engine {
    /// Values of the first `count` variables at which all facts hold.
    pub fn satisfy(
        &mut self,
        facts: &[Fact],
        count: usize,
        effort: usize,
    ) -> Option<Vec<Rational>> {
        let reduced = self.reduced(facts)?;
        let landscape = Landscape::new(&self.atoms, &reduced.facts);
        let choices: Vec<Vec<Rational>> = landscape
            .variables
            .iter()
            .map(|v| self.choices(&reduced.facts, *v))
            .collect();
        let mut dice = Dice::new();
        let mut best: Vec<(f64, Vec<Rational>)> = Vec::new();
        for round in 0..effort {
            if !self.spend(facts.len() as u64) {
                return None;
            }
            let point: Vec<Rational> = choices.iter().map(|c| pick(c, round, &mut dice)).collect();
            let floats: Vec<f64> = point.iter().map(float).collect();
            let penalty = landscape.penalty(&floats);
            if penalty < 1e-9
                && let Some(found) =
                    self.confirmed(facts, &reduced, &landscape.variables, &point, count)
            {
                return Some(found);
            }
            best.push((penalty, point));
            best.sort_by(|a, b| a.0.total_cmp(&b.0));
            best.truncate(6);
            if landscape.variables.is_empty() {
                return None;
            }
        }
        best.into_iter()
            .find_map(|(_, start)| self.walk(facts, &reduced, &landscape, start, count, effort))
    }

    fn reduced(&mut self, facts: &[Fact]) -> Option<Reduced> {
        let mut reduced = Reduced {
            facts: facts.to_vec(),
            solved: Vec::new(),
        };
        for _ in 0..30 {
            let Some((place, variable, value)) = self.determined(&reduced.facts) else {
                break;
            };
            reduced.facts.remove(place);
            let mut images = HashMap::from([(variable, value.clone())]);
            for fact in &mut reduced.facts {
                fact.polynomial = self.atoms.substitute(&fact.polynomial, &mut images)?;
            }
            reduced.solved.push((variable, value));
        }
        Some(reduced)
    }

    fn determined(&self, facts: &[Fact]) -> Option<(usize, u32, Polynomial)> {
        let mut choices = Vec::new();
        for (place, fact) in facts
            .iter()
            .enumerate()
            .filter(|(_, f)| f.relation == Relation::Zero)
        {
            for (monomial, coefficient) in fact.polynomial.terms() {
                let [(atom, 1)] = monomial.factors() else {
                    continue;
                };
                let rest = fact
                    .polynomial
                    .minus(&Polynomial::term(monomial.clone(), coefficient.clone()));
                let variable =
                    *self.atoms.get(*atom) == Atom::Variable && !self.naturals.contains(atom);
                if variable && !self.atoms.mentioned([&rest]).contains(atom) {
                    let value = rest.scaled(&(-coefficient).inverse()?);
                    choices.push((value.terms().len(), place, *atom, value));
                }
            }
        }
        choices
            .into_iter()
            .min_by_key(|c| c.0)
            .map(|(_, place, atom, value)| (place, atom, value))
    }

    /// Values worth trying for a variable: small numbers, and numbers near its bounds.
    fn choices(&self, facts: &[Fact], variable: u32) -> Vec<Rational> {
        let small: &[(i64, i64)] = &[
            (0, 1),
            (1, 1),
            (-1, 1),
            (2, 1),
            (1, 2),
            (-2, 1),
            (3, 1),
            (-1, 2),
            (1, 3),
            (1, 10),
            (10, 1),
            (-3, 1),
            (3, 2),
            (4, 1),
            (5, 1),
            (3, 5),
            (4, 5),
            (1, 4),
            (3, 4),
            (2, 3),
            (-10, 1),
            (1, 100),
            (100, 1),
            (1, 1000),
        ];
        let mut choices: Vec<Rational> = small
            .iter()
            .filter_map(|(p, q)| Rational::new(*p, *q))
            .collect();
        if self.naturals.contains(&variable) {
            choices.retain(|c| c.is_integer() && !c.is_negative());
        }
        let bounds = Bounds::of(facts);
        if let Some((low, high)) = bounds.of.get(&variable) {
            let mut near = Vec::new();
            let half = Rational::new(1, 2).unwrap_or_default();
            if let (Some(low), Some(high)) = (low, high) {
                let width = high - low;
                for k in [1i64, 2, 4, 6, 7, 3, 5] {
                    near.push(low + &(&width * &Rational::new(k, 8).unwrap_or_default()));
                }
            }
            for end in [low, high].into_iter().flatten() {
                near.insert(0, end.clone());
                for step in [1i64, -1] {
                    near.push(end + &Rational::from(step));
                    near.push(end + &(&half * &Rational::from(step)));
                }
            }
            near.retain(|v| {
                low.as_ref().is_none_or(|l| l <= v) && high.as_ref().is_none_or(|h| v <= h)
            });
            choices.retain(|v| {
                low.as_ref().is_none_or(|l| l <= v) && high.as_ref().is_none_or(|h| v <= h)
            });
            if self.naturals.contains(&variable) {
                near.retain(|v| v.is_integer() && !v.is_negative());
            }
            near.extend(choices);
            choices = near;
        }
        choices.truncate(40);
        if choices.is_empty() {
            vec![Rational::ZERO]
        } else {
            choices
        }
    }

    /// Downhill steps from a point, in floats; every promising point is rounded and tried.
    fn walk(
        &mut self,
        facts: &[Fact],
        reduced: &Reduced,
        landscape: &Landscape,
        start: Vec<Rational>,
        count: usize,
        effort: usize,
    ) -> Option<Vec<Rational>> {
        let mut dice = Dice::new();
        let mut point: Vec<f64> = start.iter().map(float).collect();
        let mut penalty = landscape.penalty(&point);
        let mut tries = 0;
        for round in 0..effort * 4 {
            if !self.spend(facts.len() as u64) || tries > 12 {
                return None;
            }
            let mut next = point.clone();
            let index = dice.below(next.len());
            let scale = 10f64.powf(1.0 - 5.0 * dice.unit());
            let step = (dice.unit() * 2.0 - 1.0) * scale;
            next[index] += if round % 2 == 0 {
                step
            } else {
                step * next[index]
            };
            if self.naturals.contains(&landscape.variables[index]) {
                next[index] = next[index].round().max(0.0);
            }
            let value = landscape.penalty(&next);
            if value <= penalty {
                (point, penalty) = (next, value);
            }
            if penalty < 1e-12 {
                tries += 1;
                for digits in [1i64, 2, 4, 10, 100, 10_000, 100_000_000] {
                    let rounded: Option<Vec<Rational>> = point
                        .iter()
                        .map(|v| Rational::new((v * digits as f64).round() as i64, digits))
                        .collect();
                    let found =
                        self.confirmed(facts, reduced, &landscape.variables, &rounded?, count);
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// All values, if every fact holds at a point exactly and everything is defined there.
    fn confirmed(
        &mut self,
        facts: &[Fact],
        reduced: &Reduced,
        variables: &[u32],
        point: &[Rational],
        count: usize,
    ) -> Option<Vec<Rational>> {
        self.spend(50);
        let constants = point.iter().map(|v| Polynomial::constant(v.clone()));
        let mut images: HashMap<u32, Polynomial> =
            variables.iter().copied().zip(constants).collect();
        for (variable, value) in reduced.solved.iter().rev() {
            for other in self.atoms.variables(value) {
                images.entry(other).or_insert_with(Polynomial::zero);
            }
            let value = self.atoms.substitute(value, &mut images.clone())?;
            images.insert(*variable, Polynomial::constant(value.as_constant()?));
        }
        for variable in 0..count as u32 {
            images.entry(variable).or_insert_with(Polynomial::zero);
        }
        let values: Vec<Rational> = (0..count as u32)
            .map(|v| images[&v].as_constant())
            .collect::<Option<_>>()?;
        let natural = |v: &u32| {
            values
                .get(*v as usize)
                .is_some_and(|r| r.is_integer() && !r.is_negative())
        };
        let whole = self.naturals.iter().all(natural);
        (whole && self.holds(facts, &mut images)).then_some(values)
    }

    /// Whether all facts hold, and everything in them is defined, at a point.
    pub fn holds(&mut self, facts: &[Fact], images: &mut HashMap<u32, Polynomial>) -> bool {
        let mut conditions = Vec::new();
        for atom in self.atoms.mentioned(facts.iter().map(|f| &f.polynomial)) {
            match self.atoms.get(atom) {
                Atom::Inverse(p) => conditions.push(Fact::new(p.clone(), Relation::Nonzero)),
                Atom::Root(p) => conditions.push(Fact::at_least(p.clone())),
                Atom::Logarithm(p) => conditions.push(Fact::above(p.clone())),
                _ => {}
            }
        }
        let mut all = facts.iter().chain(&conditions);
        all.all(|fact| {
            let value = self.atoms.substitute(&fact.polynomial, images);
            value.and_then(|p| ground_truth(&self.atoms, &Fact::new(p, fact.relation), PRECISION))
                == Some(true)
        })
    }
}

/// The first rounds try each value at all variables at once, then everything is mixed.
fn pick(choices: &[Rational], round: usize, dice: &mut Dice) -> Rational {
    let index = if round < choices.len() {
        round
    } else {
        dice.below(choices.len())
    };
    choices[index].clone()
}
