//! The wording of errors. Every function makes one diagnostic; none decides anything.

use super::{environment::Environment, inference::Inference, unify::Clash, unify::OpenType};
use crate::{
    report::Diagnostic,
    syntax::ast::{Ident, Span},
};
use rationale_kernel::Name;

use crate::syntax::habits;

/// Why a type is expected.
#[derive(Clone, Debug)]
pub(super) enum Why {
    /// Assumptions and goals are formulas.
    Formula,
    /// The argument of something at a place, which has a type.
    Argument { function: Span, ty: OpenType },
    /// An operand of notation.
    Operand(&'static str),
    /// A type was written there.
    Written(Span),
    /// What stands between `if` and `then`.
    Condition,
    /// The right side of ∈.
    Set,
    /// The left side of ∈.
    Element { set: Span, ty: OpenType },
    /// One of several elements in braces.
    SetElement,
    /// A part of a tuple.
    Part,
    /// What a binder is about.
    Body(&'static str),
    /// The set, bound or distribution that a variable ranges over.
    Range(&'static str),
    /// The exponent of `^`.
    Exponent,
    /// A leaf of arithmetic on one kind of number.
    Leaf(&'static str),
    /// Said by the caller in full.
    Said(String),
}

/// An explanation: perhaps a place to point at.
pub(super) struct Explanation {
    at: Option<Span>,
    text: String,
}

impl Why {
    /// In words.
    pub(super) fn explain(&self, inference: &Inference<'_>) -> Explanation {
        let (at, text) = match self {
            Why::Formula => (None, "this must be a formula".into()),
            Why::Argument { function, ty } => (
                Some(*function),
                format!("this has type {}", inference.show(ty)),
            ),
            Why::Operand(symbol) => (None, format!("it is an operand of `{symbol}`")),
            Why::Written(at) => (Some(*at), "this type is written here".into()),
            Why::Condition => (None, "the condition of `if` is a formula".into()),
            Why::Set => (
                None,
                "what stands right of `∈` is a set: a predicate".into(),
            ),
            Why::Element { set, ty } => {
                (Some(*set), format!("this has type {}", inference.show(ty)))
            }
            Why::SetElement => (None, "all elements of a set have one type".into()),
            Why::Part => (None, "it is a part of a tuple".into()),
            Why::Body(symbol) => (None, format!("this is what `{symbol}` is taken of")),
            Why::Range(range) => (None, format!("it stands after `{range}` in a binder")),
            Why::Exponent => (None, "an exponent is a natural number".into()),
            Why::Leaf(reason) => (None, (*reason).into()),
            Why::Said(text) => (None, text.clone()),
        };
        Explanation { at, text }
    }
}

fn did_you_mean(diagnostic: Diagnostic, nearest: Option<String>) -> Diagnostic {
    match nearest {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic,
    }
}

// ---- Types as written ----

pub(super) fn unknown_type(environment: &Environment, name: &Ident) -> Diagnostic {
    if name.value == "_" {
        return Diagnostic::error("unknown-type", name.span, "a type is missing");
    }
    let text = format!("no type is called `{}`", name.value);
    let hint = "a type variable is a single letter: `α`, `X`, `β'`";
    let diagnostic = Diagnostic::error("unknown-type", name.span, text).note(hint);
    did_you_mean(diagnostic, environment.nearest_type(&name.value))
}

pub(super) fn type_arity(name: &Name, expected: usize, found: usize, span: Span) -> Diagnostic {
    let arguments = if expected == 1 {
        "argument"
    } else {
        "arguments"
    };
    let text = format!("the type `{name}` takes {expected} {arguments}, not {found}");
    Diagnostic::error("type-arity", span, text)
}

pub(super) fn missing_type(name: &str, span: Span) -> Diagnostic {
    let text = format!("this needs the type `{name}`, which is not declared here");
    Diagnostic::error("unknown-type", span, text).help("import the library file that declares it")
}

// ---- Names ----

pub(super) fn unknown_name(
    name: &str,
    nearest: Option<String>,
    environment: &Environment,
    span: Span,
) -> Diagnostic {
    if environment.theorem(name).is_some() {
        let text = format!("`{name}` is a theorem, not a term");
        return Diagnostic::error("unknown-name", span, text);
    }
    let diagnostic = Diagnostic::error("unknown-name", span, format!("`{name}` is not known here"));
    match nearest {
        _ if habits::term(name).is_some() => {
            diagnostic.help(habits::term(name).unwrap_or_default())
        }
        Some(_) => did_you_mean(diagnostic, nearest),
        None => diagnostic
            .help("a variable is introduced by `fix` or `∀ x : ℝ. …`, a constant by `def`"),
    }
}

pub(super) fn duplicate_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        span,
        format!("`{name}` is fixed twice in one statement"),
    )
}

pub(super) fn missing_notation(constant: &str, symbol: &str, span: Span) -> Diagnostic {
    let text = format!("`{symbol}` needs the constant `{constant}`, which is not defined here");
    let diagnostic = Diagnostic::error("missing-notation", span, text);
    match library_file(constant) {
        _ if symbol == "×" => diagnostic.help(
            "numbers are multiplied with `*`; for the product of sets write `import lib.set` at the top of the file",
        ),
        Some(file) => diagnostic.help(format!("write `import lib.{file}` at the top of the file")),
        None => diagnostic.help("import the library file that defines it"),
    }
}

/// The file of the library that defines a constant of notation.
fn library_file(constant: &str) -> Option<&'static str> {
    Some(match constant {
        "abs" => "absolute",
        "floor" => "floor",
        "indicator" => "dist",
        "sqrt" => "square_root",
        "sum" => "sum",
        "sup" | "inf" | "above" | "below" => "supremum",
        "univ" | "update" | "times" | "union" | "inter" | "diff" | "subset" | "empty"
        | "insert" | "singleton" | "compose" => "set",
        _ => return None,
    })
}

pub(super) fn wrong_notation(constant: &str, span: Span) -> Diagnostic {
    let text = format!("the constant `{constant}` has not the type that its notation needs");
    Diagnostic::error("missing-notation", span, text)
}

// ---- Types of terms ----

pub(super) fn mismatch(
    expected: &str,
    found: &str,
    clash: Clash,
    span: Span,
    why: Explanation,
) -> Diagnostic {
    let text = match clash {
        Clash::Differ => format!("expected {expected}, found {found}"),
        Clash::Infinite => {
            format!("{expected} and {found} could only be equal if one contained itself")
        }
        Clash::TooLarge => "the type of this is too large".into(),
    };
    let diagnostic = Diagnostic::error("type-mismatch", span, text);
    let comparison_swallowed = why.text.contains("`P`");
    let diagnostic = match why.at {
        Some(at) => diagnostic.label(at, why.text),
        None => diagnostic.note(why.text),
    };
    match (expected, found) {
        _ if comparison_swallowed => {
            diagnostic.help("a comparison after `P[…]` stands in parentheses: `P[x ~ μ] (f x ≤ c)`")
        }
        ("ℝ", "bool") => diagnostic.help("`𝟙 p` is the number 1 if p holds, else 0"),
        ("ℕ", "ℝ") => {
            diagnostic.help("no real number is used as a natural one; `⌊x⌋` rounds down")
        }
        _ => diagnostic,
    }
}

pub(super) fn not_a_function(found: &str, at: Span, argument: Span) -> Diagnostic {
    Diagnostic::error(
        "not-a-function",
        at,
        format!("this is no function but {found}"),
    )
    .label(argument, "it is applied to this")
    .help("what stands directly behind a value is its argument, also on the next line; a proof begins with `by` or `proof`")
}

pub(super) fn not_a_pair(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "type-mismatch",
        span,
        format!("a tuple cannot stand for {found}"),
    )
    .help("`(x, y, z)` stands for a value of type `α × β × γ`")
}

pub(super) fn sides_differ(
    symbol: &str,
    (left, left_span): (&str, Span),
    (right, right_span): (&str, Span),
    span: Span,
) -> Diagnostic {
    let text = format!("the sides of `{symbol}` have different types: {left} and {right}");
    Diagnostic::error("type-mismatch", span, text)
        .label(left_span, left)
        .label(right_span, right)
}

pub(super) fn no_operator(symbol: &str, ty: &str, operator: Span, operand: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-operator",
        operator,
        format!("`{symbol}` is not defined on {ty}"),
    )
    .label(operand, format!("this is {ty}"));
    match (symbol, ty) {
        ("-", "ℕ") => diagnostic.help("on natural numbers, write `∸`: it stops at 0"),
        ("/", "ℕ") => diagnostic.help("on natural numbers, write `div`"),
        (_, "bool") => diagnostic.help("`𝟙 p` is the number 1 if p holds, else 0"),
        (_, "ℝ" | "ℕ") => {
            diagnostic.help("import what defines it: lib.order, or lib.inequality for claims")
        }
        _ if ty.contains('→') => diagnostic.help("write it pointwise: `λ x. f x + g x`"),
        _ => diagnostic,
    }
}

pub(super) fn fraction(span: Span) -> Diagnostic {
    Diagnostic::error("type-mismatch", span, "expected ℕ, found a fraction")
}

pub(super) fn undetermined(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "undetermined-type",
        span,
        format!("the type of `{name}` is not determined"),
    )
    .help("write it: `(x : ℝ)`, `fix x : ℝ`, `λ x : ℝ. …`")
}

// ---- Binders ----

pub(super) fn no_such_range(symbol: &str, range: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "binder",
        span,
        format!("`{symbol}` takes no variable {range}"),
    )
}

pub(super) fn one_variable(symbol: &str, span: Span) -> Diagnostic {
    Diagnostic::error("binder", span, format!("`{symbol}` binds one variable"))
        .help("a tuple is one variable: `(x, y) ∈ A × B`")
}

// ---- Numbers ----

pub(super) fn no_numerals(value: &str, ty: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "no-numerals",
        span,
        format!("the number {value} has no meaning in {ty} yet"),
    )
    .note(format!(
        "numerals of {ty} begin where `arm` has given them their meaning"
    ))
}

pub(super) fn bad_number(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("syntax", span, format!("`{text}` is not a number"))
}

// ---- Everything else ----

pub(super) fn hole(span: Span) -> Diagnostic {
    Diagnostic::error("hole", span, "`_` stands for nothing here")
        .note("`_` is the previous right side in `calc`, or an argument that is found by matching")
}

pub(super) fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::error("syntax", span, "this could not be read")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("too-deep", span, "nested too deeply").help("give parts of it a name")
}

pub(super) fn kernel(error: &rationale_kernel::KernelError, span: Span) -> Diagnostic {
    Diagnostic::error("kernel", span, format!("the kernel refused this: {error}"))
}
