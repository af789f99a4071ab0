//! How far the numbers and functions of a model reach: beyond its horizon every function on ℕ is constant, and no number
//! of the model is above it. Quantifiers over ℕ that only look at the model are decided by it, so nothing is guessed here:
//! a function that may go on changing leaves the model without a horizon.

use super::machine::{Machine, NO_HORIZON};
use super::types::{Shape, TypeId};
use super::value::{Function, Value};

impl Machine<'_> {
    /// Takes a value of a type into the model.
    pub fn widen(&mut self, ty: TypeId, value: &Value) {
        if !self.has_numbers(ty) {
            return;
        }
        let reach = self.reach(ty, value).unwrap_or(NO_HORIZON);
        self.horizon = self.horizon.max(reach);
    }

    /// No number in the value is above this, and its functions on ℕ are constant from here on; nothing if they may not be.
    fn reach(&self, ty: TypeId, value: &Value) -> Option<u64> {
        match (self.types.shape(ty), value) {
            (_, Value::Nat(n)) => Some(*n),
            (Shape::Pair(a, b), Value::Pair(pair)) => {
                Some(self.reach(a, &pair.0)?.max(self.reach(b, &pair.1)?))
            }
            (Shape::Dist(element), Value::Dist(law)) => self.furthest(element, &law.points),
            (Shape::Function(domain, codomain), Value::Function(function)) => {
                self.reach_of(domain, codomain, function)
            }
            _ => Some(0),
        }
    }

    fn furthest(&self, ty: TypeId, values: &[Value]) -> Option<u64> {
        values
            .iter()
            .try_fold(0, |most: u64, value| Some(most.max(self.reach(ty, value)?)))
    }

    fn reach_of(&self, domain: TypeId, codomain: TypeId, function: &Function) -> Option<u64> {
        match function {
            Function::Table(_, values) | Function::Prefixed(_, _, values) => {
                self.furthest(codomain, values)
            }
            Function::Members(element, members) => self.furthest(*element, members),
            Function::Sequence(values, rest) => {
                let inside = self.furthest(codomain, values)?;
                let rest = self.reach(codomain, rest)?;
                Some(inside.max(rest).max(values.len() as u64))
            }
            Function::Constant(value) => self.reach(codomain, value),
            Function::Linear(_) | Function::Family(..) | Function::Shift(_) => Some(0),
            Function::Updated(_, before, key, value) => {
                let ty = self.types.function(domain, codomain)?;
                let key = self.reach(domain, key)? + 1;
                let value = self.reach(codomain, value)?;
                Some(self.reach(ty, before)?.max(key).max(value))
            }
            Function::Closure(..) => {
                let changing = self.takes_numbers(domain) || self.goes_on(codomain);
                (!changing).then_some(0)
            }
        }
    }

    /// Whether values of a type can contain a natural number, or a function that takes one.
    fn has_numbers(&self, ty: TypeId) -> bool {
        match self.types.shape(ty) {
            Shape::Nat | Shape::Other => true,
            Shape::Pair(a, b) | Shape::Function(a, b) => self.has_numbers(a) || self.has_numbers(b),
            Shape::Dist(element) => self.has_numbers(element),
            Shape::Bool | Shape::Real | Shape::Variable(_) => false,
        }
    }

    fn takes_numbers(&self, domain: TypeId) -> bool {
        match self.types.shape(domain) {
            Shape::Nat => true,
            Shape::Pair(a, b) => self.takes_numbers(a) || self.takes_numbers(b),
            _ => false,
        }
    }

    /// Whether values of a type can contain a function on ℕ.
    fn goes_on(&self, ty: TypeId) -> bool {
        match self.types.shape(ty) {
            Shape::Function(domain, codomain) => {
                self.takes_numbers(domain) || self.goes_on(codomain)
            }
            Shape::Pair(a, b) => self.goes_on(a) || self.goes_on(b),
            Shape::Dist(element) => self.goes_on(element),
            _ => false,
        }
    }
}
