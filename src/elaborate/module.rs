//! What a checked file leaves behind for the files that import it. Data only.

use rationale_kernel::{
    Arithmetic, Constant, Name, Numerals, Term, Theorem, Type, TypeOperator, Variable,
};
use std::{fmt, str::FromStr, sync::Arc};

use crate::syntax::ast::Span;

/// A mark on a theorem that tells proof methods what it is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attribute {
    /// An equation that simplifies from left to right.
    Simp,
    /// A congruence rule.
    Cong,
    /// A monotonicity rule.
    Mono,
    /// A statement that something is positive or not negative.
    Pos,
    /// A statement that something is bounded above or below.
    Bounded,
    /// An equation that moves the cast ℕ → ℝ.
    Cast,
    /// A fact that `auto` always has at hand.
    Auto,
    /// A definition that `simp` unfolds.
    Unfold,
}

impl Attribute {
    /// All attributes.
    pub const ALL: [Attribute; 8] = [
        Attribute::Simp,
        Attribute::Cong,
        Attribute::Mono,
        Attribute::Pos,
        Attribute::Bounded,
        Attribute::Cast,
        Attribute::Auto,
        Attribute::Unfold,
    ];

    /// As it is written between brackets.
    pub fn as_str(self) -> &'static str {
        match self {
            Attribute::Simp => "simp",
            Attribute::Cong => "cong",
            Attribute::Mono => "mono",
            Attribute::Pos => "pos",
            Attribute::Bounded => "bounded",
            Attribute::Cast => "cast",
            Attribute::Auto => "auto",
            Attribute::Unfold => "unfold",
        }
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Attribute {
    type Err = String;

    /// The attribute of that name; else a message that lists them.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|attribute| attribute.as_str() == text)
            .ok_or_else(|| {
                let known: Vec<_> = Self::ALL
                    .iter()
                    .map(|attribute| attribute.as_str())
                    .collect();
                format!(
                    "no attribute is called `{text}`; there are {}",
                    known.join(", ")
                )
            })
    }
}

/// A theorem under its name.
#[derive(Clone, Debug)]
pub struct NamedTheorem {
    /// Its name.
    pub name: Name,
    /// What the kernel made.
    pub theorem: Theorem,
    /// Its attributes, as written at the theorem.
    pub attributes: Vec<Attribute>,
    /// The module that it stands in.
    pub module: Name,
    /// Where it stands there.
    pub span: Span,
}

impl NamedTheorem {
    /// A theorem that every file knows.
    pub(super) fn of_logic(name: &str, theorem: &Theorem) -> Self {
        NamedTheorem {
            name: name.into(),
            theorem: theorem.clone(),
            attributes: Vec::new(),
            module: "logic".into(),
            span: Span::default(),
        }
    }
}

/// `type set α := α → bool`
#[derive(Clone, Debug)]
pub struct TypeAlias {
    /// Its name.
    pub name: Name,
    /// The type variables that it takes, in order.
    pub parameters: Vec<Name>,
    /// What it stands for.
    pub body: Type,
}

/// `let g x := e`: a free variable that stands for a term.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalDefinition {
    /// The variable that formulas mention.
    pub variable: Variable,
    /// What it stands for, parameters as λ.
    pub value: Term,
}

/// Shared variables and assumptions, with those of its parents before its own.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name.
    pub name: Name,
    /// The variables, in order.
    pub fixed: Vec<Variable>,
    /// The local definitions, in order.
    pub lets: Vec<LocalDefinition>,
    /// The assumptions, in order.
    pub assumed: Vec<(Option<Name>, Term)>,
}

/// One thing that a file adds.
#[derive(Clone)]
pub enum Entry {
    /// A constant.
    Constant(Constant),
    /// A type operator.
    Type(TypeOperator),
    /// An abbreviation of a type.
    Alias(Arc<TypeAlias>),
    /// A theorem with the attributes that it was stated with.
    Theorem(Arc<NamedTheorem>),
    /// A setting.
    Setting(Arc<Setting>),
    /// An attribute given afterwards.
    Attribute(Attribute, Arc<NamedTheorem>),
    /// The literals of ℕ.
    NaturalNumerals(Numerals),
    /// The literals of ℝ.
    RealNumerals(Numerals),
    /// The armed literal rule of ℕ.
    NaturalArithmetic(Arithmetic),
    /// The armed literal rule of ℝ.
    RealArithmetic(Arithmetic),
}

/// A checked file.
#[derive(Clone)]
pub struct Module {
    /// Its dotted name.
    pub name: Name,
    /// What it imports directly.
    pub imports: Vec<Arc<Module>>,
    /// What it adds, in order.
    pub entries: Vec<Entry>,
}
