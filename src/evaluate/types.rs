//! The types of a statement in a finite model: numbered, with their sizes once the type variables have theirs; the
//! elements of finite types by their place, and places back.

use super::number::Real;
use super::value::{Function, Value};
use crate::logic::TypeShape;
use rationale_kernel::{Name, Type, TypeView};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The number of a type in a [`Types`].
pub type TypeId = u32;

/// Types with more elements are not enumerated.
pub const MAX_ENUMERATED: u64 = 4096;

/// Elements of larger types are made anew each time.
const MAX_KEPT: u64 = 64;

/// The shape of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `bool`
    Bool,
    /// ℕ
    Nat,
    /// ℝ
    Real,
    /// A type variable, by its number.
    Variable(u32),
    /// A product.
    Pair(TypeId, TypeId),
    /// Functions.
    Function(TypeId, TypeId),
    /// Distributions.
    Dist(TypeId),
    /// Any other.
    Other,
}

/// Which operators mean what.
#[derive(Clone, Debug, Default)]
pub struct Operators {
    /// ℕ
    pub nat: Option<rationale_kernel::TypeOperator>,
    /// ℝ
    pub real: Option<rationale_kernel::TypeOperator>,
    /// Distributions.
    pub dist: Option<rationale_kernel::TypeOperator>,
    /// Products.
    pub pair: Option<rationale_kernel::TypeOperator>,
}

/// The types that a program speaks of.
#[derive(Clone, Debug, Default)]
pub struct Types {
    shapes: Vec<Shape>,
    known: HashMap<Shape, TypeId>,
    /// The type variables, in order of their numbers.
    pub variables: Vec<Name>,
    sizes: Vec<Option<u64>>,
    /// The sizes of the type variables that those come from.
    given: Option<Vec<u32>>,
    /// The elements of small types, once one was asked for.
    elements: Vec<OnceCell<Vec<Value>>>,
}

impl Types {
    /// The number of a type.
    pub fn number(&mut self, ty: &Type, operators: &Operators) -> TypeId {
        let shape = match ty.view() {
            TypeView::Variable(name) => {
                let place = self.variables.iter().position(|known| known == name);
                Shape::Variable(place.unwrap_or_else(|| {
                    self.variables.push(name.clone());
                    self.variables.len() - 1
                }) as u32)
            }
            TypeView::Apply(operator, arguments) => {
                let is = |known: &Option<_>| known.as_ref() == Some(operator);
                if ty.is_boolean() {
                    Shape::Bool
                } else if let Some((domain, codomain)) = ty.as_function() {
                    let domain = self.number(domain, operators);
                    Shape::Function(domain, self.number(codomain, operators))
                } else if is(&operators.nat) {
                    Shape::Nat
                } else if is(&operators.real) {
                    Shape::Real
                } else if is(&operators.dist) && arguments.len() == 1 {
                    Shape::Dist(self.number(&arguments[0], operators))
                } else if is(&operators.pair) && arguments.len() == 2 {
                    let first = self.number(&arguments[0], operators);
                    Shape::Pair(first, self.number(&arguments[1], operators))
                } else {
                    Shape::Other
                }
            }
        };
        self.intern(shape)
    }

    fn intern(&mut self, shape: Shape) -> TypeId {
        if let Some(known) = self.known.get(&shape) {
            return *known;
        }
        let id = self.shapes.len() as TypeId;
        self.shapes.push(shape);
        self.known.insert(shape, id);
        self.sizes.push(None);
        self.elements.push(OnceCell::new());
        self.given = None;
        id
    }

    /// The number of ℕ.
    pub fn nat(&mut self) -> TypeId {
        self.intern(Shape::Nat)
    }

    /// The number of the type of functions from one to another, if the program speaks of it.
    pub fn function(&self, domain: TypeId, codomain: TypeId) -> Option<TypeId> {
        self.known.get(&Shape::Function(domain, codomain)).copied()
    }

    /// The shape of a type.
    pub fn shape(&self, id: TypeId) -> Shape {
        self.shapes[id as usize]
    }

    /// Gives the type variables their sizes.
    pub fn set_sizes(&mut self, sizes: &[u32]) {
        if self.given.as_deref() == Some(sizes) {
            return;
        }
        self.given = Some(sizes.to_vec());
        self.elements
            .iter_mut()
            .for_each(|kept| *kept = OnceCell::new());
        for id in 0..self.shapes.len() {
            self.sizes[id] = self.compute(id as TypeId, sizes);
        }
    }

    fn compute(&self, id: TypeId, sizes: &[u32]) -> Option<u64> {
        match self.shape(id) {
            Shape::Bool => Some(2),
            Shape::Variable(v) => sizes.get(v as usize).map(|size| u64::from(*size)),
            Shape::Pair(a, b) => self.compute(a, sizes)?.checked_mul(self.compute(b, sizes)?),
            Shape::Function(a, b) => {
                let exponent = u32::try_from(self.compute(a, sizes)?).ok()?;
                self.compute(b, sizes)?.checked_pow(exponent)
            }
            Shape::Nat | Shape::Real | Shape::Dist(_) | Shape::Other => None,
        }
    }

    /// How many elements it has, if it is finite and not absurdly large.
    pub fn size(&self, id: TypeId) -> Option<u64> {
        self.sizes[id as usize]
    }

    /// The number of elements, if they can be gone through.
    pub fn enumerable(&self, id: TypeId) -> Option<u64> {
        self.size(id).filter(|size| *size <= MAX_ENUMERATED)
    }

    /// The element at a place of a finite type.
    pub fn element(&self, id: TypeId, place: u64) -> Value {
        let is_compound = matches!(self.shape(id), Shape::Pair(..) | Shape::Function(..));
        let size = self
            .size(id)
            .filter(|size| is_compound && *size <= MAX_KEPT);
        match size.and_then(|size| self.kept(id, size).get(place as usize)) {
            Some(element) => element.clone(),
            None => self.made(id, place),
        }
    }

    fn kept(&self, id: TypeId, size: u64) -> &[Value] {
        self.elements[id as usize]
            .get_or_init(|| (0..size).map(|place| self.made(id, place)).collect())
    }

    fn made(&self, id: TypeId, place: u64) -> Value {
        match self.shape(id) {
            Shape::Bool => Value::Bool(place == 1),
            Shape::Variable(_) => Value::Point(place as u32),
            Shape::Pair(a, b) => {
                let inner = self.size(b).unwrap_or(1).max(1);
                Value::pair(
                    self.element(a, place / inner),
                    self.element(b, place % inner),
                )
            }
            Shape::Function(a, b) => {
                let (count, base) = (self.size(a).unwrap_or(0), self.size(b).unwrap_or(1).max(1));
                let mut rest = place;
                let mut values = Vec::with_capacity(count as usize);
                for _ in 0..count {
                    values.push(self.element(b, rest % base));
                    rest /= base;
                }
                Value::Function(Rc::new(Function::Table(a, values)))
            }
            Shape::Nat => Value::Nat(place),
            _ => Value::Real(Real::integer(place as i64)),
        }
    }

    /// The place of a value that is no closure in its finite type.
    pub fn place(&self, id: TypeId, value: &Value) -> Option<u64> {
        match (self.shape(id), value) {
            (Shape::Bool, Value::Bool(b)) => Some(u64::from(*b)),
            (Shape::Variable(_), Value::Point(p)) => Some(u64::from(*p)),
            (Shape::Pair(a, b), Value::Pair(pair)) => {
                Some(self.place(a, &pair.0)? * self.size(b)? + self.place(b, &pair.1)?)
            }
            (Shape::Function(_, b), Value::Function(function)) => {
                let Function::Table(_, values) = &**function else {
                    return None;
                };
                let base = self.size(b)?;
                let digits = values.iter().rev();
                digits
                    .map(|v| self.place(b, v))
                    .try_fold(0u64, |sum, digit| {
                        sum.checked_mul(base)?.checked_add(digit?)
                    })
            }
            _ => None,
        }
    }
}
