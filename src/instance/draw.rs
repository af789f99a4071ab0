//! Values of every type, drawn choice by choice: the simplest first, inside what the hypotheses say where that is
//! understood.

use super::choice::Source;
use super::hint::Hint;
use super::number::number;
use super::range::Range;
use crate::evaluate::{
    Code, Distribution, Function, Machine, Margins, Real, Shape, TypeId, Value, Why,
};
use std::cell::OnceCell;
use std::rc::Rc;

/// Lengths up to this are drawn.
const LARGEST: u64 = 4;
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
    /// Which entry of a table is being drawn.
    pub path: Vec<u64>,
    /// Whether structure is preferred to chance: uniform laws, whole classes, tables with a pattern.
    pub structured: bool,
    /// The conclusion, if all other variables are known.
    pub last: Option<&'d Code>,
}

/// Few numbers, so that values meet often; the last is no pool.
pub const POOLS: [&[(i64, i64)]; 7] = [
    &[(0, 1), (1, 1)],
    &[(0, 1), (1, 1), (-1, 1)],
    &[(0, 1), (1, 2), (1, 1)],
    &[(0, 1), (1, 1), (-1, 1), (1, 2), (-1, 2)],
    &[(0, 1), (2, 1), (-2, 1)],
    &[(0, 1), (1, 1), (2, 1), (3, 1)],
    &[],
];

/// The hints of one variable, evaluated.
#[derive(Default)]
pub(super) struct Known {
    pub(super) range: Range,
    equal: Option<Value>,
    members: Option<Value>,
    pub(super) nonempty: bool,
    pub(super) lipschitz: Option<Real>,
    marginals: (Option<Value>, Option<Value>),
    /// What hypotheses ask of single numbers.
    pub(super) margins: Margins,
    /// Whether numbers are drawn at the ends that those give.
    pub(super) tight: bool,
    /// Numbers at which a comparison of the conclusion changes.
    pub(super) critical: Vec<Real>,
    /// The few numbers of small worlds that are in the range.
    pub(super) usual: OnceCell<Vec<Real>>,
}

impl Draw<'_, '_, '_> {
    /// A value of a type within its hints, given the values before it.
    /// Hypotheses that can be evaluated with it tell how much room they leave.
    pub fn value<'h>(
        &mut self,
        ty: TypeId,
        hints: &[Hint],
        hypotheses: impl Iterator<Item = &'h Code>,
        before: &[Value],
    ) -> Value {
        let mut known = self.known(hints, before);
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
        if !self.source.is_exhaustive() && self.is_numeric(ty) {
            for code in hypotheses {
                self.machine
                    .margins(before, code, 50_000, &mut known.margins);
            }
            known.tight = !known.margins.is_empty() && self.source.choose(2) == 0;
            if let Some(code) = self.last.filter(|_| self.source.choose(2) == 1) {
                known.critical = self.machine.critical(before, code, 20_000);
            }
        }
        self.path.clear();
        self.draw(ty, &known, 0)
    }

    /// Whether structure is wanted here: seldom at random, mostly in instances that prefer it.
    pub(super) fn wants_structure(&mut self, one_in: u64) -> bool {
        !self.source.is_exhaustive()
            && if self.structured {
                self.source.choose(4) > 0
            } else {
                self.source.choose(one_in) == 1
            }
    }

    /// Whether values are numbers, or tables of numbers.
    fn is_numeric(&self, ty: TypeId) -> bool {
        match self.machine.types.shape(ty) {
            Shape::Nat | Shape::Real => true,
            Shape::Function(_, codomain) => self.is_numeric(codomain),
            _ => false,
        }
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

    pub(super) fn draw(&mut self, ty: TypeId, known: &Known, depth: u32) -> Value {
        if depth > 6 {
            return Value::Unknown(Why::TooLarge);
        }
        match self.machine.types.shape(ty) {
            Shape::Bool => Value::Bool(self.source.choose(2) == 1),
            Shape::Nat => self.natural(known),
            Shape::Real => Value::Real(self.real(known)),
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

    fn table(
        &mut self,
        domain: TypeId,
        codomain: TypeId,
        size: u64,
        known: &Known,
        depth: u32,
    ) -> Value {
        if known.margins.is_empty()
            && self.wants_structure(4)
            && let Some(value) = self.patterned(domain, codomain, size, known)
        {
            return value;
        }
        let values = (0..size)
            .map(|place| self.entry(place, codomain, known, depth))
            .collect();
        Function::Table(domain, values).into()
    }

    /// The value of a table at a place.
    fn entry(&mut self, place: u64, codomain: TypeId, known: &Known, depth: u32) -> Value {
        self.path.push(place);
        let value = self.draw(codomain, known, depth + 1);
        self.path.pop();
        value
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
        let tail = self.entry(u64::MAX, codomain, known, depth);
        let values = (0..length)
            .map(|place| self.entry(place, codomain, known, depth))
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
        if count > 0
            && self.wants_structure(3)
            && let Some(values) = self.accumulated(element, count, codomain, known)
        {
            return Function::Prefixed(element, count, values).into();
        }
        let values = (0..size.pow(count))
            .map(|place| self.entry(place, codomain, known, depth))
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

    fn law(&mut self, element: TypeId, depth: u32) -> Value {
        let (points, weights): (Vec<Value>, Vec<u64>) =
            match self.machine.types.size(element).filter(|s| *s <= 12) {
                Some(size) => {
                    let elements = (0..size)
                        .map(|place| self.machine.types.element(element, place))
                        .collect();
                    (elements, self.weights(size))
                }
                None if self.wants_structure(2)
                    && let Some(points) = self.graph(element, depth) =>
                {
                    let count = points.len() as u64;
                    (points, self.weights(count))
                }
                None => {
                    let count = 1 + self.source.choose(3);
                    let points = (0..count)
                        .map(|_| self.draw(element, &Known::default(), depth + 1))
                        .collect();
                    (points, self.weights(count))
                }
            };
        if weights.iter().all(|w| *w == 1) {
            let weights = vec![Real::ratio(1, points.len() as i64); points.len()];
            return Value::Dist(Rc::new(Distribution { points, weights }));
        }
        let total: u64 = weights.iter().sum();
        let kept = points.into_iter().zip(weights).filter(|(_, w)| *w > 0);
        let (points, weights) = kept
            .map(|(point, w)| (point, Real::ratio(w as i64, total as i64)))
            .unzip();
        Value::Dist(Rc::new(Distribution { points, weights }))
    }

    /// Whole weights, not all 0: a point, uniform, or drawn.
    fn weights(&mut self, size: u64) -> Vec<u64> {
        let style = if self.source.is_exhaustive() {
            self.source.choose(2)
        } else if self.structured && self.source.choose(4) < 3 {
            0
        } else {
            self.source.choose(4)
        };
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
