//! What a claim says, as plain data: expressions over real variables, comparisons, and the connectives outside.
//!
//! This is the border of the engine: a reader makes it from text or from kernel terms, and nothing behind it knows
//! where a claim came from. Division, √ and log are total as in the library: x / 0 = 0, √x = 0 and log x = 0 below 0.

use crate::prove::arith::Rational;

/// A real expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// An exact number.
    Number(Rational),
    /// A variable of the claim, by position.
    Variable(u32),
    /// The number π.
    Pi,
    /// A sum, difference, product, quotient, least or greatest of two.
    Binary(Operation, Box<Expression>, Box<Expression>),
    /// A power with a natural exponent.
    Power(Box<Expression>, u32),
    /// A function of one argument.
    Apply(Function, Box<Expression>),
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `min a b`
    Minimum,
    /// `max a b`
    Maximum,
}

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `-a`
    Negate,
    /// `|a|`
    Absolute,
    /// `√a`
    Root,
    /// `exp a`
    Exponential,
    /// `log a`
    Logarithm,
}

/// How two expressions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// `a ≤ b`
    AtMost,
    /// `a < b`
    Below,
    /// `a = b`
    Equal,
}

/// A formula without quantifiers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// `true` or `false`.
    Constant(bool),
    /// A comparison.
    Compare(Comparator, Expression, Expression),
    /// `¬ p`
    Not(Box<Formula>),
    /// `p ∧ q`
    And(Box<Formula>, Box<Formula>),
    /// `p ∨ q`
    Or(Box<Formula>, Box<Formula>),
    /// `p → q`
    Implies(Box<Formula>, Box<Formula>),
    /// `p ↔ q`
    Iff(Box<Formula>, Box<Formula>),
}

/// A variable of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimVariable {
    /// Its name, for reports.
    pub name: String,
    /// Whether it stands for the cast of a natural number.
    pub natural: bool,
}

/// A claim: under the hypotheses, for all values of the variables, the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The variables; expressions refer to them by position.
    pub variables: Vec<ClaimVariable>,
    /// What may be assumed.
    pub hypotheses: Vec<Formula>,
    /// What is to be shown.
    pub goal: Formula,
}

impl Expression {
    /// A number.
    pub fn number(value: i64) -> Self {
        Expression::Number(Rational::from(value))
    }

    /// Two expressions combined.
    pub fn binary(operation: Operation, left: Self, right: Self) -> Self {
        Expression::Binary(operation, Box::new(left), Box::new(right))
    }

    /// Whether √, exp, log or π occurs.
    pub fn is_transcendental(&self) -> bool {
        match self {
            Expression::Number(_) | Expression::Variable(_) => false,
            Expression::Pi => true,
            Expression::Binary(_, a, b) => a.is_transcendental() || b.is_transcendental(),
            Expression::Power(a, _) => a.is_transcendental(),
            Expression::Apply(Function::Negate | Function::Absolute, a) => a.is_transcendental(),
            Expression::Apply(..) => true,
        }
    }

    /// A function applied.
    pub fn apply(function: Function, argument: Self) -> Self {
        Expression::Apply(function, Box::new(argument))
    }
}

impl Formula {
    /// Whether every part of the formula is a comparison of expressions that satisfy a test.
    pub fn comparisons<'a>(
        &'a self,
        found: &mut Vec<(Comparator, &'a Expression, &'a Expression)>,
    ) {
        match self {
            Formula::Constant(_) => {}
            Formula::Compare(c, a, b) => found.push((*c, a, b)),
            Formula::Not(p) => p.comparisons(found),
            Formula::And(p, q)
            | Formula::Or(p, q)
            | Formula::Implies(p, q)
            | Formula::Iff(p, q) => {
                p.comparisons(found);
                q.comparisons(found);
            }
        }
    }
}
