//! Tables, sets and laws with a structure, which independent choices would seldom give: the diagonal, thresholds, all
//! corners of a cube, a set and its complement, sums over a sample, labels that are a function of the point.

use super::draw::{Draw, Known};
use crate::evaluate::{Function, Real, Shape, TypeId, Value};

/// Sequences have so many terms of their own at most, besides those that the horizon asks for.
const LARGEST: u64 = 4;

/// What a table of two arguments is made from: the entry at i, j as a number.
#[derive(Clone, Copy)]
enum Pattern {
    /// 1 where i = j.
    Diagonal,
    /// 1 where i ≠ j.
    Off,
    /// 1 where i ≤ j.
    Threshold,
    /// Digit j of i: all corners of a cube.
    Cube,
    /// Digit j of i as −1 or 1.
    SignedCube,
    /// ±1 at i = 2j and i = 2j + 1: the unit vectors and their negatives.
    SignedDiagonal,
}

impl Pattern {
    const ALL: [Pattern; 6] = [
        Pattern::Diagonal,
        Pattern::Off,
        Pattern::Threshold,
        Pattern::Cube,
        Pattern::SignedCube,
        Pattern::SignedDiagonal,
    ];

    fn at(self, i: u64, j: u64) -> i64 {
        let digit = j < 63 && i >> j & 1 == 1;
        match self {
            Pattern::Diagonal => i64::from(i == j),
            Pattern::Off => i64::from(i != j),
            Pattern::Threshold => i64::from(i <= j),
            Pattern::Cube => i64::from(digit),
            Pattern::SignedCube => 2 * i64::from(digit) - 1,
            Pattern::SignedDiagonal if i / 2 != j => 0,
            Pattern::SignedDiagonal => 1 - 2 * (i % 2) as i64,
        }
    }
}

/// The digits of a number, the last first.
fn digits(place: u64, base: u64, count: u32) -> impl Iterator<Item = u64> {
    (0..count).map(move |at| place / base.pow(at) % base)
}

impl Draw<'_, '_, '_> {
    /// A table with a pattern; nothing where none fits.
    pub(super) fn patterned(
        &mut self,
        domain: TypeId,
        codomain: TypeId,
        size: u64,
        known: &Known,
    ) -> Option<Value> {
        let types = &self.machine.types;
        let (second, result) = match types.shape(codomain) {
            Shape::Function(second, result) => (second, types.shape(result)),
            Shape::Variable(_) => {
                let count = types.size(codomain)?.max(1);
                let values = (0..size).map(|i| Value::Point((i % count) as u32));
                return Some(Function::Table(domain, values.collect()).into());
            }
            _ => return None,
        };
        let length = match types.shape(second) {
            Shape::Nat => None,
            _ => Some(types.size(second).filter(|size| *size <= 64)?),
        };
        let corners = length.is_some_and(|length| length < 6 && size >= 1 << length);
        let pattern = if second == domain && self.source.choose(2) == 1 {
            Pattern::Off
        } else if corners && self.source.choose(2) == 1 {
            Pattern::Cube
        } else {
            Pattern::ALL[self.source.choose(6) as usize]
        };
        let row: Box<dyn Fn(u64, u64) -> Value> = match result {
            Shape::Bool => Box::new(move |i, j| Value::Bool(pattern.at(i, j) > 0)),
            Shape::Real => {
                let scale = self.scale(pattern, known)?;
                let entry = move |i, j| scale.times(&Real::integer(pattern.at(i, j)));
                Box::new(move |i, j| Value::Real(entry(i, j).unwrap_or(Real::ZERO)))
            }
            _ => return None,
        };
        let rows = match length {
            Some(length) => self.rows(size, second, length, &row),
            None => self.sequences(size, &row),
        };
        Some(Function::Table(domain, rows).into())
    }

    /// What a pattern of numbers is multiplied with so that its entries are in the range.
    fn scale(&mut self, pattern: Pattern, known: &Known) -> Option<Real> {
        let signed = matches!(pattern, Pattern::SignedCube | Pattern::SignedDiagonal);
        let fits = |x: &Real| {
            known.range.holds(x)
                && known.range.holds(&Real::ZERO)
                && (!signed || known.range.holds(&x.negated()))
        };
        let scale = if fits(&Real::ONE) && self.source.choose(3) < 2 {
            Real::ONE
        } else {
            self.real(known)
        };
        fits(&scale).then_some(scale)
    }

    fn rows(
        &mut self,
        size: u64,
        second: TypeId,
        length: u64,
        entry: &dyn Fn(u64, u64) -> Value,
    ) -> Vec<Value> {
        let is_set = matches!(entry(0, 0), Value::Bool(_));
        let row = |i: u64| -> Value {
            if is_set {
                let inside = (0..length).filter(|j| matches!(entry(i, *j), Value::Bool(true)));
                let members = inside.map(|j| self.machine.types.element(second, j));
                return Function::Members(second, members.collect()).into();
            }
            Function::Table(second, (0..length).map(|j| entry(i, j)).collect()).into()
        };
        (0..size).map(row).collect()
    }

    fn sequences(&mut self, size: u64, entry: &dyn Fn(u64, u64) -> Value) -> Vec<Value> {
        let length = LARGEST.max(self.machine.horizon.min(6));
        self.machine.horizon = self.machine.horizon.max(length);
        let tail = match entry(0, 0) {
            Value::Bool(_) => Value::Bool(false),
            _ => Value::Real(Real::ZERO),
        };
        let row = |i: u64| -> Value {
            let values = (0..length).map(|j| entry(i, j)).collect();
            Function::Sequence(values, tail.clone()).into()
        };
        (0..size).map(row).collect()
    }

    /// A set of elements of a finite type: any, all, two, those with few digits, or what an earlier set leaves.
    pub(super) fn subset(&mut self, domain: TypeId, size: u64, known: &Known) -> Value {
        let style = match (self.source.is_exhaustive(), self.structured) {
            (true, _) => 0,
            (false, false) => [0, 0, 0, 0, 1, 2, 3][self.source.choose(7) as usize],
            (false, true) => [0, 1, 1, 1, 2, 3, 3, 4][self.source.choose(8) as usize],
        };
        let mut inside: Vec<bool> = match style {
            1 => vec![true; size as usize],
            2 => {
                let two = [self.source.choose(size), self.source.choose(size)];
                (0..size).map(|i| two.contains(&i)).collect()
            }
            3 if let Some(rest) = self.complement(domain, size) => rest,
            4 => {
                let most = self.source.choose(3) as u32;
                (0..size).map(|i| i.count_ones() <= most).collect()
            }
            _ => (0..size).map(|_| self.source.choose(2) == 1).collect(),
        };
        if known.nonempty && !inside.contains(&true) {
            inside[self.source.choose(size) as usize] = true;
        }
        let places = (0..size).filter(|place| inside[*place as usize]);
        let members = places.map(|place| self.machine.types.element(domain, place));
        Function::Members(domain, members.collect()).into()
    }

    /// What the last set of such elements does not have.
    fn complement(&self, domain: TypeId, size: u64) -> Option<Vec<bool>> {
        self.drawn.iter().rev().find_map(|value| {
            let Value::Function(function) = value else {
                return None;
            };
            let Function::Members(ty, members) = &**function else {
                return None;
            };
            (*ty == domain).then_some(())?;
            let mut rest = vec![true; size as usize];
            for member in members {
                let place = self.machine.types.place(domain, member)?;
                rest[place as usize] = false;
            }
            Some(rest)
        })
    }

    /// Values of a function of the first terms of a sequence: sums, means or maxima over the terms; for learners, labels that
    /// they remember.
    pub(super) fn accumulated(
        &mut self,
        element: TypeId,
        count: u32,
        codomain: TypeId,
        known: &Known,
    ) -> Option<Vec<Value>> {
        let size = self.machine.types.size(element)?;
        if self.machine.types.shape(codomain) != Shape::Real {
            return self.remembered(element, count, codomain);
        }
        let style = self.source.choose(3);
        let terms: Vec<Real> = (0..size).map(|_| self.real(known)).collect();
        let share = Real::ratio(1, i64::from(count));
        let values = (0..size.pow(count)).map(|place| {
            let mut terms = digits(place, size, count).map(|digit| &terms[digit as usize]);
            let first = terms.next()?.clone();
            let total = terms.try_fold(first, |so_far, term| match style {
                0 | 1 => so_far.plus(term),
                _ if so_far.compare(term)?.is_lt() => Some(term.clone()),
                _ => Some(so_far),
            })?;
            let value = if style == 1 {
                total.times(&share)?
            } else {
                total
            };
            Some(Value::Real(value))
        });
        values.collect()
    }

    /// The learner that gives a point the label that it first had in the sample, and one other label where it had none.
    fn remembered(&mut self, element: TypeId, count: u32, codomain: TypeId) -> Option<Vec<Value>> {
        let types = &self.machine.types;
        let Shape::Pair(point, label) = types.shape(element) else {
            return None;
        };
        (types.shape(codomain) == Shape::Function(point, label)).then_some(())?;
        let (points, labels) = (types.size(point)?, types.size(label)?);
        let other = self.source.choose(labels);
        let values = (0..types.size(element)?.pow(count)).map(|place| {
            let sample: Vec<u64> = digits(place, points * labels, count).collect();
            let answer = |x: u64| {
                let seen = sample.iter().rev().find(|pair| **pair / labels == x);
                seen.map_or(other, |pair| pair % labels)
            };
            let labelled = (0..points).map(|x| types.element(label, answer(x)));
            Function::Table(point, labelled.collect()).into()
        });
        Some(values.collect())
    }

    /// Pairs of every element of a small first type with a drawn one of the second: so labels are a function of the point.
    pub(super) fn graph(&mut self, element: TypeId, depth: u32) -> Option<Vec<Value>> {
        let Shape::Pair(first, second) = self.machine.types.shape(element) else {
            return None;
        };
        let size = self.machine.types.size(first).filter(|size| *size <= 8)?;
        let points = (0..size).map(|place| {
            let point = self.machine.types.element(first, place);
            Value::pair(point, self.draw(second, &Known::default(), depth + 1))
        });
        Some(points.collect())
    }
}
