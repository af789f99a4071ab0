//! Equality of values of a type: of functions by their arguments, of sets by their members, of laws by their masses. Three
//! truth values: what no argument tells apart on an infinite type is undecided.

use super::machine::{Decided, Machine};
use super::number::Real;
use super::operate::number_order;
use super::types::{Shape, TypeId};
use super::value::{Distribution, Function, Value, Why};
use std::cmp::Ordering;
use std::rc::Rc;

impl Machine<'_> {
    /// Whether two values of a type are equal.
    pub fn equal(&mut self, ty: TypeId, left: &Value, right: &Value) -> Decided<bool> {
        self.fuel = self.fuel.saturating_sub(self.costs.comparison);
        if self.fuel == 0 && self.costs.comparison > 0 {
            return Err(Why::TooLarge);
        }
        match (left, right) {
            (Value::Arbitrary, Value::Arbitrary) => Ok(true),
            (Value::Unknown(why), _) | (_, Value::Unknown(why)) => Err(*why),
            (Value::Arbitrary, _) | (_, Value::Arbitrary) => Err(Why::Arbitrary),
            (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
            (Value::Nat(a), Value::Nat(b)) => Ok(a == b),
            (Value::Point(a), Value::Point(b)) => Ok(a == b),
            (Value::Real(a), Value::Real(b)) => Ok(number_order(a, b)? == Ordering::Equal),
            (Value::Pair(a), Value::Pair(b)) => self.equal_pairs(ty, a, b),
            (Value::Function(a), Value::Function(b)) if Rc::ptr_eq(a, b) => Ok(true),
            (Value::Function(a), Value::Function(b)) => {
                self.equal_functions(ty, (left, a), (right, b))
            }
            (Value::Dist(a), Value::Dist(b)) => self.equal_laws(ty, a, b),
            _ => Err(Why::Opaque),
        }
    }

    fn equal_pairs(&mut self, ty: TypeId, a: &(Value, Value), b: &(Value, Value)) -> Decided<bool> {
        let Shape::Pair(first, second) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        match self.equal(first, &a.0, &b.0) {
            Ok(true) => self.equal(second, &a.1, &b.1),
            Ok(false) => Ok(false),
            Err(why) => match self.equal(second, &a.1, &b.1) {
                Ok(false) => Ok(false),
                _ => Err(why),
            },
        }
    }

    fn equal_functions(
        &mut self,
        ty: TypeId,
        (left, a): (&Value, &Rc<Function>),
        (right, b): (&Value, &Rc<Function>),
    ) -> Decided<bool> {
        let Shape::Function(domain, codomain) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        if let Some(size) = self.types.enumerable(domain) {
            let arguments: Vec<Value> = (0..size).map(|p| self.types.element(domain, p)).collect();
            return self.agree(codomain, left, right, arguments);
        }
        match (&**a, &**b) {
            (Function::Members(element, xs), Function::Members(_, ys)) => {
                self.same_members(*element, xs, ys)
            }
            (Function::Sequence(xs, x), Function::Sequence(ys, y)) => {
                let longest = xs.len().max(ys.len()) as u64;
                match self.equal(codomain, x, y) {
                    Ok(true) => self.agree(codomain, left, right, (0..longest).map(Value::Nat)),
                    Ok(false) => Ok(false),
                    Err(why) => self.differ(codomain, left, right, domain, why),
                }
            }
            (Function::Linear(f), Function::Linear(g)) if f == g => Ok(true),
            (Function::Constant(x), Function::Constant(y)) => self.equal(codomain, x, y),
            _ => self.differ(codomain, left, right, domain, Why::Infinite),
        }
    }

    /// Not equal, if some sample tells; else undecided.
    fn differ(
        &mut self,
        codomain: TypeId,
        left: &Value,
        right: &Value,
        domain: TypeId,
        why: Why,
    ) -> Decided<bool> {
        let samples = self.samples(self.types.shape(domain));
        match self.agree(codomain, left, right, samples) {
            Ok(false) => Ok(false),
            _ => Err(why),
        }
    }

    fn agree(
        &mut self,
        codomain: TypeId,
        left: &Value,
        right: &Value,
        arguments: impl IntoIterator<Item = Value>,
    ) -> Decided<bool> {
        let mut undecided = None;
        for argument in arguments {
            let (x, y) = (
                self.apply(left, argument.clone()),
                self.apply(right, argument),
            );
            match self.equal(codomain, &x, &y) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => undecided = Some(why),
            }
        }
        undecided.map_or(Ok(true), Err)
    }

    fn same_members(&mut self, ty: TypeId, xs: &[Value], ys: &[Value]) -> Decided<bool> {
        for (some, others) in [(xs, ys), (ys, xs)] {
            for value in some {
                if !self.contains(ty, others, value)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Two distributions are equal if every point that one has weighs the same in both.
    fn equal_laws(&mut self, ty: TypeId, a: &Distribution, b: &Distribution) -> Decided<bool> {
        let Shape::Dist(element) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        let points: Vec<Value> = a.points.iter().chain(&b.points).cloned().collect();
        for point in points {
            let (x, y) = (
                self.mass(element, a, &point)?,
                self.mass(element, b, &point)?,
            );
            if number_order(&x, &y)? != Ordering::Equal {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn mass(&mut self, element: TypeId, law: &Distribution, at: &Value) -> Decided<Real> {
        // Each comparison is work: large laws are given up.
        self.fuel = self.fuel.saturating_sub(law.points.len() as u64);
        if self.fuel == 0 {
            return Err(Why::TooLarge);
        }
        let mut sum = Real::ZERO;
        for (point, weight) in law.points.iter().zip(&law.weights) {
            if self.equal(element, point, at)? {
                sum = sum.plus(weight).ok_or(Why::Precision)?;
            }
        }
        Ok(sum)
    }
}
