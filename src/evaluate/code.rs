//! The compact form of terms that the machine runs: variables are places of a stack, the library's constants are
//! operations, definitions are unfolded. Data only.

use super::types::TypeId;
use super::value::Value;
use std::rc::Rc;

/// A program with one result.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// A value that is known.
    Constant(Value),
    /// A place of the present frame.
    Slot(u32),
    /// A value that the present function captured.
    Captured(u32),
    /// Evaluates the first, puts it on the stack for the second.
    Let(Box<Code>, Box<Code>),
    /// Makes a function.
    Lambda(Rc<Lambda>),
    /// A function applied to an argument.
    Apply(Box<Code>, Box<Code>),
    /// A function by recursion, applied to all its arguments.
    Call(u32, Vec<Code>),
    /// `if c then a else b`
    If(Box<Code>, Box<Code>, Box<Code>),
    /// A connective.
    Connective(Connective, Box<Code>, Box<Code>),
    /// Negation.
    Not(Box<Code>),
    /// Equality at a type.
    Equal(TypeId, Box<Code>, Box<Code>),
    /// An operation on one value.
    One(One, Box<Code>),
    /// An operation on two values.
    Two(Two, Box<Code>, Box<Code>),
    /// `f(k := x)` for f on the type.
    Update(TypeId, Box<Code>, Box<Code>, Box<Code>),
    /// Σ, Π or the mean over i < n; the body has i on the stack.
    Range(Fold, Box<Code>, Box<Code>),
    /// Something over the members of a set; the body has the member on the stack.
    Members(Over, Box<Set>, Box<Code>),
    /// A supremum, infimum or bound over the numbers that a search finds, of a body that settles with its predicate; what
    /// to do if the model has no horizon.
    Settled(Over, Box<Search>, Box<Code>, Box<Code>),
    /// A set, for what needs one as a value.
    SetValue(Box<Set>),
    /// E or P; the body has what is drawn on the stack. The flag says that the body is a truth value.
    Draw(bool, Box<Code>, Box<Code>),
    /// ∀, ∃, `some`, `least`; the body has the variable on the stack.
    Quantified(Quantifier, Box<Search>),
    /// `|f a - f b| ≤ L * |a - b|` for all real numbers: L and f.
    Lipschitz(Box<Code>, Box<Code>),
    /// The growth function: φ, H, n, the type of points.
    Growth(TypeId, Box<Code>, Box<Code>, Box<Code>),
    /// The Gaussian average: n, H, and the vectors with the member on the stack.
    Gauss(Box<Code>, Box<Set>, Box<Code>),
    /// The distribution with that functional on a type; the functional.
    Functional(TypeId, Box<Code>),
    /// A value of which nothing is known here.
    Unknown(super::value::Why),
}

/// `λx. body`: the body runs in a frame that begins with the argument.
#[derive(Debug, PartialEq)]
pub struct Lambda {
    /// What it captures, evaluated where it is made.
    pub captured: Vec<Code>,
    /// What it does.
    pub body: Code,
}

/// Connectives of two formulas, with three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connective {
    /// ∧
    And,
    /// ∨
    Or,
    /// →
    Implies,
}

/// Operations on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum One {
    /// −x
    Negate,
    /// 1/x with 1/0 = 0
    Inverse,
    /// |x|
    Absolute,
    /// √x with 0 below 0
    Root,
    /// exp x
    Exponential,
    /// log x
    Logarithm,
    /// n as a real number
    Cast,
    /// n + 1
    Successor,
    /// n − 1 with 0 for 0
    Predecessor,
    /// 𝟙 p
    Indicator,
    /// First of a pair
    First,
    /// Second of a pair
    Second,
    /// The point mass
    Point,
    /// The uniform law on i < n
    UniformBelow,
    /// ⌊x⌋ as a natural number, 0 below 0
    Floor,
    /// n!
    Factorial,
    /// n independent fair signs
    Signs,
}

/// Operations on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Two {
    /// x + y on ℝ
    Add,
    /// x − y on ℝ
    Subtract,
    /// x · y on ℝ
    Multiply,
    /// x / y with x / 0 = 0
    Divide,
    /// x ^ n on ℝ
    Power,
    /// The smaller
    Minimum,
    /// The larger
    Maximum,
    /// x ≤ y on ℝ
    LessEqual,
    /// x < y on ℝ
    Less,
    /// m + n on ℕ
    NatAdd,
    /// m · n on ℕ
    NatMultiply,
    /// m ^ n on ℕ
    NatPower,
    /// m ∸ n
    Monus,
    /// m div n
    Quotient,
    /// m mod n
    Remainder,
    /// m ≤ n on ℕ
    NatLessEqual,
    /// m < n on ℕ
    NatLess,
    /// The binomial coefficient
    Binomial,
    /// The pair
    Pair,
    /// Draw, then draw from the law that depends on it
    Bind,
    /// The law of a function of what is drawn: function, law
    Map,
    /// Two independent draws
    Product,
    /// n independent draws: n, laws
    ProductOfMany,
    /// n independent draws from one law: law, n
    DistPower,
    /// The function below n, `arb` from there: n, function
    Cut,
}

/// How a range is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// Σ
    Sum,
    /// Π
    Product,
    /// The mean, 0 of nothing
    Average,
}

/// What is made of a real function over the members of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// The supremum, 0 of nothing
    Supremum,
    /// The infimum, 0 of nothing
    Infimum,
    /// Whether it is bounded above
    Above,
    /// Whether it is bounded below
    Below,
    /// Folds of finite sets
    Fold(Fold),
    /// How many members there are; without a body
    Card,
    /// Whether the set is finite; without a body
    Finite,
    /// The uniform law; without a body
    Uniform,
    /// The set of values of the body
    Image(TypeId),
}

/// A set as it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// The members that a search finds.
    Where(Search),
    /// A value.
    Value(TypeId, Code),
    /// All of a type.
    All(TypeId),
    /// No member.
    Empty,
    /// One member, of that type.
    Single(TypeId, Code),
    /// One more member, of that type.
    Insert(TypeId, Code, Box<Set>),
    /// Members of either, of that type.
    Union(TypeId, Box<Set>, Box<Set>),
    /// Members of both (true) or of the first only (false), of that type.
    Filter(TypeId, bool, Box<Set>, Box<Set>),
    /// Pairs, of that type.
    Times(TypeId, Box<Set>, Box<Set>),
    /// What can be drawn from a law on that type.
    Support(TypeId, Code),
    /// The values of a body on a set, of that type.
    Image(TypeId, Box<Set>, Code),
}

/// Quantifiers over one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// ∀
    Every,
    /// ∃
    Exists,
    /// Hilbert's choice: decided if exactly one fits
    Some,
    /// The least number
    Least,
}

/// How to go through the values of a variable that can matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The variable's type.
    pub ty: TypeId,
    /// Sets and bounds outside of which the predicate is decided (true for ∀, false otherwise).
    pub guards: Vec<Guard>,
    /// If the predicate does not change once a natural number is so far beyond the horizon of the model, and beyond the
    /// numbers that quantifiers around it went to: how far.
    pub settles: Option<u64>,
    /// The predicate, with the variable on the stack.
    pub body: Code,
}

/// A condition on a variable that lists its candidates; evaluated outside of the variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    /// x ∈ A
    Member(Set),
    /// x < n
    Below(Code),
    /// x ≤ n
    UpTo(Code),
    /// x = e
    Equal(Code),
}
