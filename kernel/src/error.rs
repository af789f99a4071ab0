//! What the kernel answers when a rule does not apply. Each error says what was expected and what was found.

use crate::{Name, Term, Type, Variable};

/// The result of a kernel operation.
pub type Result<T> = std::result::Result<T, KernelError>;

/// Why a rule does not apply.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum KernelError {
    /// A term or type would be nested deeper than the kernel's limit.
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: u32,
    },
    /// A type operator got the wrong number of arguments.
    #[error("the type operator {operator} takes {expected} arguments, not {found}")]
    Arity {
        /// The operator.
        operator: Name,
        /// Its arity.
        expected: usize,
        /// How many came.
        found: usize,
    },
    /// Two types should be equal and are not.
    #[error("expected the type {expected:?}, found {found:?}")]
    TypeMismatch {
        /// What was expected.
        expected: Type,
        /// What came.
        found: Type,
    },
    /// A constant was used at a type that is no instance of its own.
    #[error("{found:?} is no instance of {generic:?}, the type of {constant}")]
    NotAnInstance {
        /// The constant.
        constant: Name,
        /// Its generic type.
        generic: Type,
        /// The type asked for.
        found: Type,
    },
    /// A term that is not a function was applied.
    #[error("not a function: {0:?}")]
    NotAFunction(Term),
    /// A term should be a formula.
    #[error("not a formula: {0:?}")]
    NotAFormula(Term),
    /// A theorem should be an equation.
    #[error("not an equation: {0:?}")]
    NotAnEquation(Term),
    /// A term should be `(λx. t) u`.
    #[error("not a beta redex: {0:?}")]
    NotARedex(Term),
    /// Two terms should be equal up to bound names.
    #[error("{left:?} and {right:?} differ")]
    Differ {
        /// The first.
        left: Term,
        /// The second.
        right: Term,
    },
    /// A variable that is free in a hypothesis may not be bound.
    #[error("{variable:?} is free in the hypothesis {hypothesis:?}")]
    FreeInHypothesis {
        /// The variable.
        variable: Variable,
        /// The hypothesis.
        hypothesis: Term,
    },
    /// A name stands twice where each may stand once.
    #[error("{0} stands twice")]
    Duplicate(Name),
    /// A term that must be closed has a free variable.
    #[error("{0:?} is free")]
    NotClosed(Variable),
    /// A definition's right side has a type variable that its type lacks, or a list of them is not exact.
    #[error("the type variable {0} is not accounted for")]
    TypeVariable(Name),
    /// A theorem has hypotheses that the rule does not allow.
    #[error("unexpected hypothesis: {0:?}")]
    Hypothesis(Term),
    /// A hypothesis that the rule needs is missing.
    #[error("no hypothesis defines {0}")]
    MissingDefinition(Name),
    /// A literal cannot stand for this value.
    #[error("no literal of this family is {0}")]
    NoLiteral(String),
    /// A term should be a literal.
    #[error("not a literal: {0:?}")]
    NotALiteral(Term),
    /// A term is not one armed operation on literals.
    #[error("not ground arithmetic: {0:?}")]
    NotArithmetic(Term),
    /// A characteristic theorem is not the one that arms the literal rule.
    #[error("characteristic theorem {index} should be {expected}")]
    Characteristic {
        /// Its place in the list.
        index: usize,
        /// What should stand there.
        expected: String,
    },
}
