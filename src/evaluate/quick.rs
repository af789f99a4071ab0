//! The quick way through code whose result is a number or a truth value: values that are already there are looked at and
//! not copied, and nothing is wrapped that is unwrapped at once. It must decide what [`Machine::run`] decides, and no more.

use super::code::{Code, Connective, One, Two};
use super::machine::{Decided, Machine, real};
use super::number::Real;
use super::operate::number_order;
use super::value::{Function, Value, Why};
use std::cmp::Ordering;

impl Machine<'_> {
    /// The value of code that only looks something up in what is there.
    pub(super) fn peek<'a>(&'a self, code: &'a Code) -> Option<&'a Value> {
        match code {
            Code::Slot(place) => self.stack.get(self.base + *place as usize),
            Code::Captured(place) => self.captured.get(*place as usize),
            Code::Constant(value) => Some(value),
            Code::Apply(function, argument) => {
                let Value::Function(function) = self.peek(function)? else {
                    return None;
                };
                self.entry(function, self.peek(argument)?)
            }
            Code::One(operation @ (One::First | One::Second), pair) => match self.peek(pair)? {
                Value::Pair(pair) if *operation == One::First => Some(&pair.0),
                Value::Pair(pair) => Some(&pair.1),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value that a function keeps for an argument.
    fn entry<'a>(&self, function: &'a Function, argument: &Value) -> Option<&'a Value> {
        match (function, argument) {
            (Function::Table(_, values), Value::Point(p)) => values.get(*p as usize),
            (Function::Table(_, values), Value::Bool(b)) => values.get(usize::from(*b)),
            (Function::Table(ty, values), Value::Pair(_)) => {
                values.get(self.types.place(*ty, argument)? as usize)
            }
            (Function::Sequence(values, rest), Value::Nat(n)) => {
                Some(values.get(*n as usize).unwrap_or(rest))
            }
            _ => None,
        }
    }

    /// The number that code stands for.
    pub(super) fn number(&mut self, code: &Code) -> Decided<Real> {
        match code {
            Code::Slot(_) | Code::Captured(_) | Code::Constant(_) | Code::Apply(..) => {
                match self.peek(code) {
                    Some(Value::Real(x)) => Ok(x.clone()),
                    Some(other) => Err(other.why()),
                    None => real(self.run(code)),
                }
            }
            Code::Two(
                operation @ (Two::Add | Two::Subtract | Two::Multiply | Two::Divide),
                left,
                right,
            ) => {
                self.spend()?;
                let left = self.number(left)?;
                let right = self.number(right)?;
                self.arithmetic(*operation, left, right)
            }
            Code::One(One::Indicator, inside) => {
                self.spend()?;
                Ok(if self.holds(inside)? {
                    Real::ONE
                } else {
                    Real::ZERO
                })
            }
            Code::If(condition, yes, no) => {
                self.spend()?;
                if self.holds(condition)? {
                    self.number(yes)
                } else {
                    self.number(no)
                }
            }
            Code::Range(fold, count, body) => {
                self.spend()?;
                self.range(*fold, count, body)
            }
            Code::Draw(truth, law, body) => {
                self.spend()?;
                self.draw(*truth, law, body)
            }
            _ => real(self.run(code)),
        }
    }

    /// The truth value that code stands for.
    pub(super) fn holds(&mut self, code: &Code) -> Decided<bool> {
        match code {
            Code::Two(relation @ (Two::LessEqual | Two::Less), left, right) => {
                self.spend()?;
                let left = self.number(left)?;
                let right = self.number(right)?;
                let order = number_order(&left, &right)?;
                Ok(order == Ordering::Less
                    || (*relation == Two::LessEqual && order == Ordering::Equal))
            }
            Code::Not(inside) => {
                self.spend()?;
                Ok(!self.holds(inside)?)
            }
            Code::Connective(connective, left, right) => {
                self.spend()?;
                self.connective(*connective, left, right)
            }
            Code::Equal(ty, left, right) => {
                self.spend()?;
                match (self.peek(left), self.peek(right)) {
                    (Some(Value::Point(a)), Some(Value::Point(b))) => return Ok(a == b),
                    (Some(Value::Bool(a)), Some(Value::Bool(b))) => return Ok(a == b),
                    (Some(Value::Nat(a)), Some(Value::Nat(b))) => return Ok(a == b),
                    _ => {}
                }
                let (left, right) = (self.run(left), self.run(right));
                self.equal(*ty, &left, &right)
            }
            _ => match self.peek(code) {
                Some(Value::Bool(value)) => Ok(*value),
                Some(other) => Err(other.why()),
                None => match self.run(code) {
                    Value::Bool(value) => Ok(value),
                    other => Err(other.why()),
                },
            },
        }
    }

    /// A connective with three truth values: what one side decides alone is decided.
    pub(super) fn connective(
        &mut self,
        connective: Connective,
        left: &Code,
        right: &Code,
    ) -> Decided<bool> {
        // The value of the left side that decides alone, and what it decides.
        let (decisive, result) = match connective {
            Connective::And => (false, false),
            Connective::Or => (true, true),
            Connective::Implies => (false, true),
        };
        let left = self.holds(left);
        if left == Ok(decisive) {
            return Ok(result);
        }
        match (left, self.holds(right)) {
            (Ok(_), right) => right,
            (Err(_), Ok(value)) if value == result => Ok(result),
            (Err(why), _) => Err(why),
        }
    }

    /// Runs code for a number with one more value on the stack.
    pub(super) fn number_with(&mut self, value: Value, code: &Code) -> Decided<Real> {
        let length = self.stack.len();
        self.stack.push(value);
        let result = self.number(code);
        self.stack.truncate(length);
        result
    }

    /// Runs code for a truth value with one more value on the stack.
    pub(super) fn holds_with(&mut self, value: Value, code: &Code) -> Decided<bool> {
        let length = self.stack.len();
        self.stack.push(value);
        let result = self.holds(code);
        self.stack.truncate(length);
        result
    }

    /// Takes one unit of the work that is left.
    pub(super) fn spend(&mut self) -> Decided<()> {
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel > 0 {
            Ok(())
        } else {
            Err(Why::TooLarge)
        }
    }
}
