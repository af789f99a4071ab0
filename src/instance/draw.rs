//! Values of every type, drawn choice by choice: the simplest first, inside what the hypotheses say where that is
//! understood.

use super::choice::Source;
use super::hint::Hint;
use super::range::Range;
use crate::evaluate::{
    Distribution, Function, Machine, Piecewise, Real, Shape, TypeId, Value, Why,
};
use num_traits::ToPrimitive;
use std::cmp::Ordering;
use std::rc::Rc;

/// Lengths up to this are drawn.
const LARGEST: u64 = 4;
/// Natural numbers up to these above the least one are drawn, in wider and wider ranges.
const WIDTHS: [u64; 4] = [4, 9, 40, 300];
/// Denominators of random numbers, in wider and wider ranges.
const DENOMINATORS: [&[u64]; 4] = [
    &[1, 2, 3, 4, 5, 7, 10, 12],
    &[6, 9, 11, 15],
    &[16, 25, 36, 60],
    &[64, 100, 144, 1_000],
];
/// Tables with more places are not drawn.
const MAX_TABLE: u64 = 512;

/// What values are drawn from.
pub struct Draw<'d, 'p, 't> {
    /// The model, with the values drawn so far.
    pub machine: &'d mut Machine<'p>,
    /// The choices.
    pub source: &'d mut Source<'t>,
    /// Constants of the statement.
    pub constants: &'d [(i64, i64)],
    /// If not empty, real numbers are drawn from these, as far as hints allow: so values meet.
    pub pool: &'d [(i64, i64)],
    /// The least natural number drawn so far.
    pub least: Option<u64>,
    /// The values drawn so far.
    pub drawn: &'d [Value],
    /// From 0 on: how wide the range is from which numbers are drawn.
    pub breadth: u32,
}

/// Few numbers, so that values meet often; the last is no pool.
pub const POOLS: [&[(i64, i64)]; 5] = [
    &[(0, 1), (1, 1)],
    &[(0, 1), (1, 1), (-1, 1)],
    &[(0, 1), (1, 2), (1, 1)],
    &[(0, 1), (1, 1), (-1, 1), (1, 2), (-1, 2)],
    &[],
];

/// The hints of one variable, evaluated.
#[derive(Default)]
struct Known {
    range: Range,
    equal: Option<Value>,
    members: Option<Value>,
    nonempty: bool,
    lipschitz: Option<Real>,
    marginals: (Option<Value>, Option<Value>),
}

fn number(value: &Value) -> Option<Real> {
    match value {
        Value::Real(x) => Some(x.clone()),
        Value::Nat(n) => i64::try_from(*n).ok().map(Real::integer),
        _ => None,
    }
}

impl Draw<'_, '_, '_> {
    /// A value of a type within its hints, given the values before it.
    pub fn value(&mut self, ty: TypeId, hints: &[Hint], before: &[Value]) -> Value {
        let known = self.known(hints, before);
        if let Some(value) = known.equal {
            return value;
        }
        if let Some(set) = known.members.as_ref()
            && let Some(member) = self.member(ty, set)
        {
            return member;
        }
        if let (Some(first), Some(second)) = &known.marginals
            && let Some(joint) = independent(first, second)
        {
            return joint;
        }
        self.draw(ty, &known, 0)
    }

    fn known(&mut self, hints: &[Hint], before: &[Value]) -> Known {
        let mut known = Known::default();
        for hint in hints {
            let code = match hint {
                Hint::Nonempty => {
                    known.nonempty = true;
                    continue;
                }
                Hint::Lower(code, _)
                | Hint::Upper(code, _)
                | Hint::Equal(code)
                | Hint::Member(code)
                | Hint::Lipschitz(code)
                | Hint::Marginal(_, code) => code,
            };
            let value = self.machine.evaluate(before, code, 200_000);
            if matches!(value, Value::Unknown(_) | Value::Arbitrary) {
                continue;
            }
            match hint {
                Hint::Lower(_, strict) => known.range.raise(number(&value), *strict),
                Hint::Upper(_, strict) => known.range.lower(number(&value), *strict),
                Hint::Equal(_) => known.equal = Some(value),
                Hint::Member(_) => known.members = Some(value),
                Hint::Lipschitz(_) => known.lipschitz = number(&value),
                Hint::Marginal(true, _) => known.marginals.0 = Some(value),
                Hint::Marginal(false, _) => known.marginals.1 = Some(value),
                Hint::Nonempty => {}
            }
        }
        known
    }

    fn member(&mut self, ty: TypeId, set: &Value) -> Option<Value> {
        let members = self.machine.listed(ty, set).ok()?;
        let place = self.source.choose(members.len() as u64);
        members.get(place as usize).cloned()
    }

    fn draw(&mut self, ty: TypeId, known: &Known, depth: u32) -> Value {
        if depth > 6 {
            return Value::Unknown(Why::TooLarge);
        }
        match self.machine.types.shape(ty) {
            Shape::Bool => Value::Bool(self.source.choose(2) == 1),
            Shape::Nat => self.natural(&known.range),
            Shape::Real => Value::Real(self.real(&known.range)),
            Shape::Variable(_) => {
                let size = self.machine.types.size(ty).unwrap_or(1);
                Value::Point(self.source.choose(size) as u32)
            }
            Shape::Pair(a, b) => {
                let first = self.draw(a, known, depth + 1);
                Value::pair(first, self.draw(b, known, depth + 1))
            }
            Shape::Function(domain, codomain) => self.function(domain, codomain, known, depth),
            Shape::Dist(element) => self.law(element, depth),
            Shape::Other => Value::Unknown(Why::Opaque),
        }
    }

    fn natural(&mut self, range: &Range) -> Value {
        let bound = |end: &Option<(Real, bool)>| {
            let (x, strict) = end.as_ref()?;
            let (low, _) = x.bounds(32)?;
            let floor = low.to_big().floor().to_integer();
            Some((i64::try_from(floor).ok()?, *strict, low.is_integer()))
        };
        let low = match bound(&range.low) {
            Some((n, strict, whole)) => n + i64::from(strict || !whole),
            None => 0,
        };
        let low = u64::try_from(low).unwrap_or(0);
        let cap = low.saturating_add(if self.source.is_exhaustive() {
            3
        } else {
            let width = self.source.choose(u64::from(self.breadth) + 1);
            WIDTHS[width as usize % WIDTHS.len()]
        });
        let high = match bound(&range.high) {
            Some((n, strict, whole)) => u64::try_from(n - i64::from(strict && whole))
                .unwrap_or(0)
                .min(cap),
            None => cap,
        };
        if self.breadth > 0
            && self.source.choose(3) == 2
            && let Some(n) = self.earlier(number)
            && range.holds(&n)
            && let Some(value) = n
                .bounds(32)
                .and_then(|(n, _)| n.to_big().to_integer().to_u64())
        {
            self.machine.horizon = self.machine.horizon.max(value);
            return Value::Nat(value);
        }
        let value = low + self.source.choose(high.saturating_sub(low) + 1);
        self.machine.horizon = self.machine.horizon.max(value);
        Value::Nat(value)
    }

    /// The number that was drawn last, or one before it: so numbers meet.
    fn earlier(&mut self, number: impl Fn(&Value) -> Option<Real>) -> Option<Real> {
        let mut numbers: Vec<Real> = self.drawn.iter().filter_map(number).collect();
        let place = self.source.choose(numbers.len() as u64) as usize;
        numbers.reverse();
        numbers.get(place).cloned()
    }

    fn real(&mut self, range: &Range) -> Real {
        let mut candidates = vec![Real::ZERO, Real::ONE, Real::ratio(1, 2), Real::integer(-1)];
        let small = self.source.is_exhaustive();
        let pool = self.pool.iter().map(|(p, q)| Real::ratio(*p, *q));
        let pool: Vec<Real> = pool.filter(|x| range.holds(x)).collect();
        if pool.len() > 1 {
            let choice = self.source.choose(pool.len() as u64);
            return pool[choice as usize].clone();
        }
        if !small {
            candidates.extend([
                Real::integer(2),
                Real::ratio(-1, 2),
                Real::ratio(1, 100),
                Real::ratio(1, 3),
            ]);
            candidates.extend(self.constants.iter().map(|(p, q)| Real::ratio(*p, *q)));
        }
        candidates.extend(range.inner(small));
        candidates.retain(|x| range.holds(x));
        if self.breadth > 0
            && self.source.choose(3) == 2
            && let Some(x) = self.earlier(number)
        {
            let near = match self.source.choose(3) {
                0 => Some(x),
                1 => Some(x.negated()),
                _ => x.inverse(),
            };
            if let Some(x) = near.filter(|x| range.holds(x)) {
                return x;
            }
        }
        let count = candidates.len() as u64;
        let choice = self.source.choose(if small {
            count.max(1)
        } else {
            count + 3 + 20 * u64::from(self.breadth)
        });
        match candidates.get(choice as usize) {
            Some(x) => x.clone(),
            None if small => Real::ZERO,
            None => self.random(range),
        }
    }

    fn random(&mut self, range: &Range) -> Real {
        let width = self.source.choose(u64::from(self.breadth) + 1) as usize;
        let denominators = DENOMINATORS[width % DENOMINATORS.len()];
        let denominator = denominators[self.source.choose(denominators.len() as u64) as usize];
        let numerator = self.source.choose(8 * denominator + 1) as i64;
        let step = Real::ratio(numerator, denominator as i64 * 8);
        let interior = match (&range.low, &range.high) {
            (Some((low, _)), Some((high, _))) => high
                .minus(low)
                .and_then(|width| width.times(&step))
                .and_then(|part| low.plus(&part)),
            (Some((low, _)), None) => Real::integer(8)
                .times(&step)
                .and_then(|part| low.plus(&part)),
            (None, Some((high, _))) => Real::integer(8)
                .times(&step)
                .and_then(|part| high.minus(&part)),
            (None, None) => Real::integer(8)
                .times(&step)
                .and_then(|x| x.minus(&Real::integer(4))),
        };
        interior.unwrap_or(Real::ZERO)
    }

    fn function(&mut self, domain: TypeId, codomain: TypeId, known: &Known, depth: u32) -> Value {
        let is_set = self.machine.types.shape(codomain) == Shape::Bool;
        if let Some(size) = self
            .machine
            .types
            .size(domain)
            .filter(|size| *size <= MAX_TABLE)
        {
            return if is_set && size <= 64 {
                self.subset(domain, size, known)
            } else {
                self.table(domain, codomain, size, known, depth)
            };
        }
        if self.source.is_exhaustive() && self.machine.types.size(domain).is_some() {
            return Value::Unknown(Why::TooLarge);
        }
        match self.machine.types.shape(domain) {
            Shape::Nat if is_set && self.source.choose(2) == 1 => {
                self.sequence(codomain, known, depth)
            }
            Shape::Nat | Shape::Real if is_set && self.source.choose(4) == 3 => {
                Function::Constant(Value::Bool(true)).into()
            }
            _ if is_set => self.members(domain, known, depth),
            Shape::Nat => self.sequence(codomain, known, depth),
            Shape::Real if self.machine.types.shape(codomain) == Shape::Real => {
                Function::Linear(self.piecewise(known)).into()
            }
            Shape::Real if let Some(value) = self.family(codomain, known) => value,
            Shape::Function(index, element) if self.machine.types.shape(index) == Shape::Nat => {
                self.prefixed(element, codomain, known, depth)
            }
            _ => Function::Constant(self.draw(codomain, known, depth + 1)).into(),
        }
    }

    fn subset(&mut self, domain: TypeId, size: u64, known: &Known) -> Value {
        let mut members = Vec::new();
        for place in 0..size {
            if self.source.choose(2) == 1 {
                members.push(self.machine.types.element(domain, place));
            }
        }
        if members.is_empty() && known.nonempty {
            members.push(self.machine.types.element(domain, self.source.choose(size)));
        }
        Function::Members(domain, members).into()
    }

    fn table(
        &mut self,
        domain: TypeId,
        codomain: TypeId,
        size: u64,
        known: &Known,
        depth: u32,
    ) -> Value {
        if !self.source.is_exhaustive()
            && let Some(value) = self.shaped(domain, codomain, size, known)
        {
            return value;
        }
        let values = (0..size)
            .map(|_| self.draw(codomain, known, depth + 1))
            .collect();
        Function::Table(domain, values).into()
    }

    /// Sometimes a distance: 0 on the diagonal, one value elsewhere.
    fn shaped(
        &mut self,
        domain: TypeId,
        codomain: TypeId,
        size: u64,
        known: &Known,
    ) -> Option<Value> {
        let Shape::Function(second, result) = self.machine.types.shape(codomain) else {
            return None;
        };
        let square = second == domain && self.machine.types.shape(result) == Shape::Real;
        (square && self.source.choose(3) == 1).then_some(())?;
        let other = if known.range.holds(&Real::ONE) {
            Real::ONE
        } else {
            self.real(&known.range)
        };
        let row = |i: u64| -> Value {
            let entry = |j: u64| Value::Real(if i == j { Real::ZERO } else { other.clone() });
            Function::Table(domain, (0..size).map(entry).collect()).into()
        };
        Some(Function::Table(domain, (0..size).map(row).collect()).into())
    }

    /// A finite set of elements of an infinite type.
    fn members(&mut self, domain: TypeId, known: &Known, depth: u32) -> Value {
        let limit = if self.source.is_exhaustive() { 3 } else { 5 };
        let least = u64::from(known.nonempty);
        let count = least + self.source.choose(limit - least);
        let mut members: Vec<Value> = Vec::new();
        for _ in 0..count {
            let inside = Known {
                range: known.range.clone(),
                lipschitz: known.lipschitz.clone(),
                ..Known::default()
            };
            let member = self.draw(domain, &inside, depth + 1);
            let fresh = members
                .iter()
                .all(|m| self.machine.equal(domain, m, &member) == Ok(false));
            if fresh {
                members.push(member);
            }
        }
        Function::Members(domain, members).into()
    }

    fn sequence(&mut self, codomain: TypeId, known: &Known, depth: u32) -> Value {
        let length = if self.source.is_exhaustive() {
            2
        } else {
            LARGEST
        };
        let length = length.max(self.machine.horizon.min(6));
        self.machine.horizon = self.machine.horizon.max(length);
        let tail = self.draw(codomain, known, depth + 1);
        let values = (0..length)
            .map(|_| self.draw(codomain, known, depth + 1))
            .collect();
        Function::Sequence(values, tail).into()
    }

    /// A function of the first terms of a sequence.
    fn prefixed(&mut self, element: TypeId, codomain: TypeId, known: &Known, depth: u32) -> Value {
        let mut count = self.least.unwrap_or(2).min(3) as u32;
        let size = self.machine.types.size(element).filter(|size| *size <= 8);
        let Some(size) = size else {
            return Function::Constant(self.draw(codomain, known, depth + 1)).into();
        };
        while count > 0 && size.pow(count) > 64 {
            count -= 1;
        }
        let values = (0..size.pow(count))
            .map(|_| self.draw(codomain, known, depth + 1))
            .collect();
        Function::Prefixed(element, count, values).into()
    }

    /// A function of a real number and of something else with real values: a row for each element, or of the difference.
    fn family(&mut self, codomain: TypeId, known: &Known) -> Option<Value> {
        let Shape::Function(second, result) = self.machine.types.shape(codomain) else {
            return None;
        };
        (self.machine.types.shape(result) == Shape::Real).then_some(())?;
        if self.machine.types.shape(second) == Shape::Real {
            return Some(Function::Shift(self.piecewise(known)).into());
        }
        let size = self.machine.types.size(second).filter(|size| *size <= 8)?;
        let rows = (0..size).map(|_| self.piecewise(known)).collect();
        Some(Function::Family(second, rows).into())
    }

    /// A function ℝ → ℝ that is linear between points, with slopes up to the Lipschitz constant.
    fn piecewise(&mut self, known: &Known) -> Piecewise {
        let steepest = match &known.lipschitz {
            Some(constant) if constant.sign() == Some(Ordering::Less) => Real::ZERO,
            Some(constant) => constant.clone(),
            None => Real::integer(2),
        };
        let slope = |source: &mut Source<'_>| {
            let part = [(1, 1), (-1, 1), (0, 1), (1, 2), (-1, 2)][source.choose(5) as usize];
            steepest
                .times(&Real::ratio(part.0, part.1))
                .unwrap_or(Real::ZERO)
        };
        let (before, after) = (slope(self.source), slope(self.source));
        let start = [(0, 1), (-1, 1), (1, 2)][self.source.choose(3) as usize];
        let height = [(0, 1), (1, 1), (-1, 1), (1, 2)][self.source.choose(4) as usize];
        let mut points = vec![(
            Real::ratio(start.0, start.1),
            Real::ratio(height.0, height.1),
        )];
        for _ in 0..self.source.choose(3) {
            let step = [(1, 1), (1, 2), (2, 1)][self.source.choose(3) as usize];
            let step = Real::ratio(step.0, step.1);
            let rise = slope(self.source).times(&step).unwrap_or(Real::ZERO);
            let last = &points[points.len() - 1];
            let next = (last.0.plus(&step), last.1.plus(&rise));
            if let (Some(x), Some(y)) = next {
                points.push((x, y));
            }
        }
        Piecewise {
            points,
            before,
            after,
        }
    }

    fn law(&mut self, element: TypeId, depth: u32) -> Value {
        let (points, weights): (Vec<Value>, Vec<u64>) =
            match self.machine.types.size(element).filter(|s| *s <= 12) {
                Some(size) => {
                    let elements = (0..size)
                        .map(|place| self.machine.types.element(element, place))
                        .collect();
                    (elements, self.weights(size))
                }
                None => {
                    let count = 1 + self.source.choose(3);
                    let points = (0..count)
                        .map(|_| self.draw(element, &Known::default(), depth + 1))
                        .collect();
                    (points, self.weights(count))
                }
            };
        let total: u64 = weights.iter().sum();
        let kept = points.into_iter().zip(weights).filter(|(_, w)| *w > 0);
        let (points, weights) = kept
            .map(|(point, w)| (point, Real::ratio(w as i64, total as i64)))
            .unzip();
        Value::Dist(Rc::new(Distribution { points, weights }))
    }

    /// Whole weights, not all 0: a point, uniform, or drawn.
    fn weights(&mut self, size: u64) -> Vec<u64> {
        let style = self
            .source
            .choose(if self.source.is_exhaustive() { 2 } else { 4 });
        match style {
            0 => vec![1; size as usize],
            1 => {
                let place = self.source.choose(size);
                (0..size).map(|i| u64::from(i == place)).collect()
            }
            2 if size > 1 => {
                let place = self.source.choose(size);
                (0..size).map(|i| if i == place { 99 } else { 1 }).collect()
            }
            _ => {
                let mut weights: Vec<u64> = (0..size).map(|_| self.source.choose(5)).collect();
                if weights.iter().all(|w| *w == 0) {
                    weights[0] = 1;
                }
                weights
            }
        }
    }
}

/// The law of independent draws from two laws, if it is not too large.
fn independent(first: &Value, second: &Value) -> Option<Value> {
    let (Value::Dist(first), Value::Dist(second)) = (first, second) else {
        return None;
    };
    (first.points.len() * second.points.len() <= 600).then_some(())?;
    let (mut points, mut weights) = (Vec::new(), Vec::new());
    for (x, p) in first.points.iter().zip(&first.weights) {
        for (y, q) in second.points.iter().zip(&second.weights) {
            points.push(Value::pair(x.clone(), y.clone()));
            weights.push(p.times(q)?);
        }
    }
    Some(Value::Dist(Rc::new(Distribution { points, weights })))
}
