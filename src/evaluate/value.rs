//! What terms evaluate to in a finite model. `Unknown` is a value like any other and spreads: what depends on something
//! undecided is undecided.

use super::code::Lambda;
use super::number::Real;
use super::types::TypeId;
use std::rc::Rc;

/// Why something has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It depends on `arb`, or on what choice picks among several.
    Arbitrary,
    /// It ranges over an infinite type.
    Infinite,
    /// No enclosure decides a comparison, or a number has no enclosure.
    Precision,
    /// It would take too much work or memory.
    TooLarge,
    /// A constant or type of which the evaluator does not know the meaning.
    Opaque,
}

impl Why {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Why::Arbitrary => "it depends on a value of which nothing is known",
            Why::Infinite => "it ranges over an infinite type",
            Why::Precision => "no enclosure decides a comparison",
            Why::TooLarge => "it is too large to evaluate",
            Why::Opaque => "it uses a constant or type without a known finite meaning",
        }
    }
}

/// A value. `==` compares how values are made: values that differ so may be equal (`Machine::equal` decides that).
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not decided.
    Unknown(Why),
    /// `arb`: one value of its type, of which nothing is known.
    Arbitrary,
    /// A truth value.
    Bool(bool),
    /// A natural number.
    Nat(u64),
    /// A real number.
    Real(Real),
    /// An element of a type variable.
    Point(u32),
    /// A pair.
    Pair(Rc<(Value, Value)>),
    /// A function or set.
    Function(Rc<Function>),
    /// A distribution.
    Dist(Rc<Distribution>),
}

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub enum Function {
    /// Values by the place of the argument in its finite type.
    Table(TypeId, Vec<Value>),
    /// A set of elements of the type, by its members; no two are equal.
    Members(TypeId, Vec<Value>),
    /// A function on ℕ: values, then one value for all the rest.
    Sequence(Vec<Value>, Value),
    /// A program with what it captured.
    Closure(Rc<Lambda>, Rc<[Value]>),
    /// A function on ℝ: through the points, sorted, with slopes before the first and after the last.
    Linear(Piecewise),
    /// A function of a real number and then of an element of the type: a function on ℝ for each place.
    Family(TypeId, Vec<Piecewise>),
    /// λ x y. f (x − y) on ℝ.
    Shift(Piecewise),
    /// A function of the first so many terms of a sequence of elements of the type, by their places.
    Prefixed(TypeId, u32, Vec<Value>),
    /// One value.
    Constant(Value),
    /// A function changed at one argument of the type.
    Updated(TypeId, Value, Value, Value),
}

/// A continuous function ℝ → ℝ, linear between its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Piecewise {
    /// The points, by increasing argument; at least one.
    pub points: Vec<(Real, Real)>,
    /// The slope before the first point.
    pub before: Real,
    /// The slope after the last point.
    pub after: Real,
}

/// A finitely supported distribution: points with positive weights of sum 1. Points may repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// What can be drawn.
    pub points: Vec<Value>,
    /// The weights.
    pub weights: Vec<Real>,
}

impl From<Function> for Value {
    fn from(function: Function) -> Self {
        Value::Function(Rc::new(function))
    }
}

impl From<Option<Real>> for Value {
    /// A number, or undecided.
    fn from(value: Option<Real>) -> Self {
        value.map_or(Value::Unknown(Why::Precision), Value::Real)
    }
}

impl Value {
    /// Why it is undecided, if it is; `arb` counts.
    pub fn why(&self) -> Why {
        match self {
            Value::Unknown(why) => *why,
            Value::Arbitrary => Why::Arbitrary,
            _ => Why::Opaque,
        }
    }

    /// What spreads from it.
    pub fn unknown(&self) -> Value {
        Value::Unknown(self.why())
    }

    /// Whether both are made in the same way, so that they are equal; others may be equal too.
    pub fn is_identical(&self, other: &Value) -> bool {
        let all = |a: &[Value], b: &[Value]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_identical(b))
        };
        match (self, other) {
            (Value::Arbitrary, Value::Arbitrary) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Nat(a), Value::Nat(b)) => a == b,
            (Value::Real(a), Value::Real(b)) => a == b,
            (Value::Point(a), Value::Point(b)) => a == b,
            (Value::Pair(a), Value::Pair(b)) => a.0.is_identical(&b.0) && a.1.is_identical(&b.1),
            (Value::Dist(a), Value::Dist(b)) => a.weights == b.weights && all(&a.points, &b.points),
            (Value::Function(a), Value::Function(b)) => match (&**a, &**b) {
                (Function::Closure(a, x), Function::Closure(b, y)) => Rc::ptr_eq(a, b) && all(x, y),
                (Function::Table(_, x), Function::Table(_, y))
                | (Function::Members(_, x), Function::Members(_, y)) => all(x, y),
                (Function::Constant(x), Function::Constant(y)) => x.is_identical(y),
                _ => Rc::ptr_eq(a, b),
            },
            _ => false,
        }
    }

    /// The pair of two values.
    pub fn pair(first: Value, second: Value) -> Value {
        Value::Pair(Rc::new((first, second)))
    }
}

impl Piecewise {
    /// The value at a number.
    pub fn at(&self, x: &Real) -> Option<Real> {
        use std::cmp::Ordering::Less;
        let (first, last) = (self.points.first()?, self.points.last()?);
        if x.compare(&first.0)? == Less {
            return first.1.plus(&self.before.times(&x.minus(&first.0)?)?);
        }
        for pair in self.points.windows(2) {
            if x.compare(&pair[1].0)? == Less {
                let slope = slope(&pair[0], &pair[1])?;
                return pair[0].1.plus(&slope.times(&x.minus(&pair[0].0)?)?);
            }
        }
        last.1.plus(&self.after.times(&x.minus(&last.0)?)?)
    }

    /// All slopes: the function is L-Lipschitz exactly if none is steeper than L.
    pub fn slopes(&self) -> Option<Vec<Real>> {
        let inner = self.points.windows(2).map(|pair| slope(&pair[0], &pair[1]));
        let outer = [Some(self.before.clone()), Some(self.after.clone())];
        inner.chain(outer).collect()
    }
}

fn slope(a: &(Real, Real), b: &(Real, Real)) -> Option<Real> {
    b.1.minus(&a.1)?.times(&b.0.minus(&a.0)?.inverse()?)
}
