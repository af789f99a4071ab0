//! Branch and bound: the range of a variable is halved until enclosures refute some fact on every part.

use super::enclose::{Bounds, Ranges, contrary};
use super::engine::Engine;
use super::fact::Fact;
use super::mean::Moving;
use super::proof::{Proof, Split};
use super::sample::float;
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};

/// The precision of enclosures.
const PRECISION: u32 = 80;

/// With fewer parts, the mean value form is not looked at.
const MANY: usize = 200;

/// What the parts of a search have in common.
struct Search {
    variables: Vec<u32>,
    moving: Vec<Moving>,
    remaining: usize,
}

impl Engine {
    /// Splits boxes until every part is refuted, with at most `parts` parts.
    pub fn boxes(&mut self, sequent: &Sequent, parts: usize) -> Option<Proof> {
        let facts: Vec<Fact> = sequent.active().map(|(_, f)| f.clone()).collect();
        let size: usize = facts.iter().map(|f| f.polynomial.terms().len()).sum();
        let variables: Vec<u32> = facts
            .iter()
            .flat_map(|f| self.atoms.variables(&f.polynomial))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        if variables.is_empty() || variables.len() > 8 || size > 4_000 {
            return None;
        }
        let moving = if parts >= MANY && variables.len() <= 3 {
            self.moving_facts(sequent, &variables)
        } else {
            Vec::new()
        };
        let mut search = Search {
            variables,
            moving,
            remaining: parts,
        };
        self.part(sequent.with([]), &mut search, 60)
    }

    fn part(&mut self, sequent: Sequent, search: &mut Search, depth: u32) -> Option<Proof> {
        if search.remaining == 0 || depth == 0 {
            return None;
        }
        search.remaining -= 1;
        let facts: Vec<Fact> = sequent.active().map(|(_, f)| f.clone()).collect();
        let size: usize = facts.iter().map(|f| f.polynomial.terms().len()).sum();
        if !self.spend(size as u64) {
            return None;
        }
        let bounds = Bounds::of(&facts);
        let mut ranges = Ranges::new(&self.atoms, &bounds, PRECISION);
        for (place, fact) in sequent.active() {
            let range = ranges.form(&fact.polynomial);
            if contrary(&range, fact.relation) || ranges.impossible {
                return Some(Proof::Enclosure(place, PRECISION));
            }
        }
        for moving in search.moving.clone() {
            if let Some(proof) = self.mean_value(&sequent, &moving, &bounds) {
                return Some(sequent.close(proof));
            }
        }
        let (variable, middle) = self.widest(&facts, &bounds, &search.variables)?;
        let on = Polynomial::atom(variable).minus(&Polynomial::constant(middle));
        sequent.cases(&on, Split::Overlapping, |case| {
            self.part(case, search, depth - 1)
        })
    }

    /// The variable whose width matters most, and where to split it.
    fn widest(
        &self,
        facts: &[Fact],
        bounds: &Bounds,
        variables: &[u32],
    ) -> Option<(u32, Rational)> {
        let mut best: Option<(f64, u32, Rational)> = None;
        for variable in variables {
            let (low, high) = bounds.of.get(variable).cloned().unwrap_or_default();
            let (weight, middle) = match (low, high) {
                (Some(low), Some(high)) => {
                    let width = float(&high) - float(&low);
                    (
                        width * self.influence(facts, *variable, bounds),
                        middle(&low, &high)?,
                    )
                }
                (Some(low), None) => (1e6, beyond(&low, 1)),
                (None, Some(high)) => (1e6, beyond(&high, -1)),
                (None, None) => (1e9, Rational::ZERO),
            };
            if best.as_ref().is_none_or(|(b, _, _)| weight > *b) {
                best = Some((weight, *variable, middle));
            }
        }
        best.map(|(_, variable, middle)| (variable, middle))
    }

    /// Roughly how much the facts depend on a variable inside the bounds: 1 if unknown.
    fn influence(&self, facts: &[Fact], variable: u32, bounds: &Bounds) -> f64 {
        let center = |atom: &u32| -> f64 {
            match bounds.of.get(atom) {
                Some((Some(low), Some(high))) => float(low).abs().max(float(high).abs()),
                _ => 1.0,
            }
        };
        let Some(last) = facts
            .iter()
            .rev()
            .find(|f| f.polynomial.degree() > 1 || f.polynomial.atoms().len() > 1)
        else {
            return 1.0;
        };
        let mut sum = 0.0;
        for (monomial, coefficient) in last.polynomial.terms() {
            let exponent = monomial.exponent(variable);
            if exponent > 0 {
                let rest: f64 = monomial
                    .factors()
                    .iter()
                    .map(|(a, e)| {
                        let e = if *a == variable { *e - 1 } else { *e };
                        center(a).powi(e as i32)
                    })
                    .product();
                sum += float(coefficient).abs() * f64::from(exponent) * rest;
            }
        }
        if sum > 0.0 { sum } else { 1.0 }
    }
}

/// A short number near the middle.
fn middle(low: &Rational, high: &Rational) -> Option<Rational> {
    let half = (low + high).divide(&Rational::from(2))?;
    let width = float(&(high - low));
    if width.is_nan() || width <= 0.0 {
        return None;
    }
    let places = (4.0 / width).log2().ceil().clamp(0.0, 60.0) as u32;
    let scale = 1i64 << places;
    let near = Rational::new((float(&half) * scale as f64).round() as i64, scale)?;
    Some(if *low < near && near < *high {
        near
    } else {
        half
    })
}

/// A point further out, doubling the distance.
fn beyond(end: &Rational, direction: i64) -> Rational {
    let reach = float(end).abs().max(0.5) * 2.0;
    let reach = Rational::from(direction * (reach.min(1e15).ceil() as i64));
    let point = Rational::from(if float(end) == 0.0 {
        0
    } else {
        float(end).round() as i64
    });
    &point + &reach
}
