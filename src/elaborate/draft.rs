//! Terms whose types may have unknown parts: what inference works on. They know no names and are never printed.

use super::unify::OpenType;
use crate::syntax::ast::Span;
use num_rational::BigRational;
use rationale_kernel::{Constant, Name, Variable};
use std::rc::Rc;

/// A variable of the expression: bound in it, or fixed by its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LocalId(pub(super) usize);

/// What is known of a variable of the expression.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// The name as written; a hint for the kernel.
    pub(super) name: Name,
    /// Its type.
    pub(super) ty: OpenType,
    /// Whether another variable of that name was in reach where it was introduced, so that its name alone could be
    /// mistaken while the term is put together.
    pub(super) hides: bool,
}

/// The two types of numbers that operators are defined for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// ℕ
    Natural,
    /// ℝ
    Real,
}

/// A term in the making.
#[derive(Debug)]
pub(super) enum Draft {
    /// A variable of the expression.
    Local(LocalId),
    /// A variable of the scope.
    Free(Variable),
    /// A constant at a type.
    Constant(Constant, OpenType),
    /// Application.
    Apply(Rc<Draft>, Rc<Draft>),
    /// Abstraction.
    Lambda(LocalId, Rc<Draft>),
    /// A number as written.
    Number(BigRational, Carrier, Span),
    /// The arithmetic expression of that number, once its carrier is known.
    Pending(usize),
}

impl Draft {
    pub(super) fn apply(function: &Rc<Draft>, argument: &Rc<Draft>) -> Rc<Draft> {
        Rc::new(Draft::Apply(function.clone(), argument.clone()))
    }
}

/// A draft with its type.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The term.
    pub(super) draft: Rc<Draft>,
    /// Its type.
    pub(super) ty: OpenType,
}
