//! Which constant stands behind which notation. Read by the elaborator from left to right and by the printer from
//! right to left; nothing else decides it.

use super::draft::Carrier;
use crate::syntax::ast::{Binder, Comparison, Infix};

/// Names of constants that are written with a sign.
const SIGNS: [(&str, &str); 2] = [("∅", "empty"), ("π", "pi")];

/// The constant of a name that may be a sign.
pub(super) fn constant_of_name(name: &str) -> &str {
    SIGNS
        .iter()
        .find(|(sign, _)| *sign == name)
        .map_or(name, |(_, constant)| constant)
}

/// The sign of a constant that has one.
pub(super) fn sign_of_constant(constant: &str) -> Option<&'static str> {
    SIGNS
        .iter()
        .find(|(_, name)| *name == constant)
        .map(|(sign, _)| *sign)
}

/// An infix operator with one constant: everything but `↔`, which is equality, and overloaded arithmetic.
pub(super) fn of_infix(infix: Infix) -> Option<&'static str> {
    Some(match infix {
        Infix::Implies => "implies",
        Infix::Or => "or",
        Infix::And => "and",
        Infix::Monus => "nat_monus",
        Infix::NatDiv => "nat_div",
        Infix::NatMod => "nat_mod",
        Infix::Union => "union",
        Infix::Inter => "inter",
        Infix::Diff => "diff",
        Infix::Times => "times",
        Infix::Compose => "compose",
        Infix::Iff | Infix::Add | Infix::Sub | Infix::Mul | Infix::Div | Infix::Pow => return None,
    })
}

/// The constant of overloaded arithmetic at a carrier; ℕ has no `-` and no `/`.
pub(super) fn of_arithmetic(infix: Infix, carrier: Carrier) -> Option<&'static str> {
    Some(match (infix, carrier) {
        (Infix::Add, Carrier::Natural) => "nat_add",
        (Infix::Mul, Carrier::Natural) => "nat_mul",
        (Infix::Pow, Carrier::Natural) => "nat_pow",
        (Infix::Add, Carrier::Real) => "real_add",
        (Infix::Sub, Carrier::Real) => "real_sub",
        (Infix::Mul, Carrier::Real) => "real_mul",
        (Infix::Div, Carrier::Real) => "real_div",
        (Infix::Pow, Carrier::Real) => "real_pow",
        _ => return None,
    })
}

/// The constant of `≤` or `<` at a carrier.
pub(super) fn of_order(strict: bool, carrier: Carrier) -> &'static str {
    match (strict, carrier) {
        (false, Carrier::Natural) => "nat_le",
        (true, Carrier::Natural) => "nat_lt",
        (false, Carrier::Real) => "real_le",
        (true, Carrier::Real) => "real_lt",
    }
}

/// The cast ℕ → ℝ.
pub(super) const CAST: &str = "real";
/// The power of a distribution.
pub(super) const DISTRIBUTION_POWER: &str = "dist_pow";
/// Negation of a real number.
pub(super) const NEGATION: &str = "real_neg";

/// How an infix operator is written.
pub(super) fn symbol(infix: Infix) -> &'static str {
    match infix {
        Infix::Iff => "↔",
        Infix::Implies => "→",
        Infix::Or => "∨",
        Infix::And => "∧",
        Infix::Add => "+",
        Infix::Sub => "-",
        Infix::Monus => "∸",
        Infix::Mul => "*",
        Infix::Div => "/",
        Infix::NatDiv => "div",
        Infix::NatMod => "mod",
        Infix::Pow => "^",
        Infix::Union => "∪",
        Infix::Inter => "∩",
        Infix::Diff => "\\",
        Infix::Times => "×",
        Infix::Compose => "∘",
    }
}

/// How a comparison is written.
pub(super) fn comparison_symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => "=",
        Comparison::Ne => "≠",
        Comparison::Le => "≤",
        Comparison::Lt => "<",
        Comparison::Ge => "≥",
        Comparison::Gt => ">",
        Comparison::In => "∈",
        Comparison::NotIn => "∉",
        Comparison::Subset => "⊆",
    }
}

/// Whether a comparison has a set on its right, so that it is not about numbers.
pub(super) fn is_about_sets(comparison: Comparison) -> bool {
    matches!(
        comparison,
        Comparison::In | Comparison::NotIn | Comparison::Subset
    )
}

/// How a binder is written.
pub(super) fn binder_symbol(binder: Binder) -> &'static str {
    match binder {
        Binder::Forall => "∀",
        Binder::Exists => "∃",
        Binder::Lambda => "λ",
        Binder::Sum => "Σ",
        Binder::Product => "Π",
        Binder::Average => "avg",
        Binder::Sup => "sup",
        Binder::Inf => "inf",
        Binder::Above => "above",
        Binder::Below => "below",
        Binder::Expectation => "E",
        Binder::Probability => "P",
        Binder::Some => "some",
        Binder::Least => "least",
    }
}

/// The constant of a binder that takes only a predicate.
pub(super) fn of_quantifier(binder: Binder) -> Option<&'static str> {
    Some(match binder {
        Binder::Forall => "forall",
        Binder::Exists => "exists",
        Binder::Some => "some",
        Binder::Least => "least",
        _ => return None,
    })
}

/// The constant of a binder over `i < n` that takes n.
pub(super) fn of_range(binder: Binder) -> Option<&'static str> {
    Some(match binder {
        Binder::Sum => "sum",
        Binder::Product => "product",
        Binder::Average => "average",
        _ => return None,
    })
}

/// The constant of a binder over `x ∈ A` that takes A.
pub(super) fn of_set(binder: Binder) -> Option<&'static str> {
    Some(match binder {
        Binder::Sum => "set_sum",
        Binder::Product => "set_product",
        Binder::Average => "set_average",
        Binder::Sup => "sup",
        Binder::Inf => "inf",
        Binder::Above => "above",
        Binder::Below => "below",
        _ => return None,
    })
}

/// The constant of a binder over `x ~ μ`.
pub(super) fn of_draw(binder: Binder) -> Option<&'static str> {
    Some(match binder {
        Binder::Expectation => "expect",
        Binder::Probability => "prob",
        _ => return None,
    })
}

/// All infix operators.
const INFIXES: [Infix; 17] = [
    Infix::Iff,
    Infix::Implies,
    Infix::Or,
    Infix::And,
    Infix::Add,
    Infix::Sub,
    Infix::Monus,
    Infix::Mul,
    Infix::Div,
    Infix::NatDiv,
    Infix::NatMod,
    Infix::Pow,
    Infix::Union,
    Infix::Inter,
    Infix::Diff,
    Infix::Times,
    Infix::Compose,
];

/// All binders.
const BINDERS: [Binder; 14] = [
    Binder::Forall,
    Binder::Exists,
    Binder::Lambda,
    Binder::Sum,
    Binder::Product,
    Binder::Average,
    Binder::Sup,
    Binder::Inf,
    Binder::Above,
    Binder::Below,
    Binder::Expectation,
    Binder::Probability,
    Binder::Some,
    Binder::Least,
];

/// The infix operator that a constant of two arguments is written with.
pub(super) fn infix_of_constant(constant: &str) -> Option<Infix> {
    if constant == DISTRIBUTION_POWER {
        return Some(Infix::Pow);
    }
    INFIXES.into_iter().find(|infix| {
        let carriers = [Carrier::Natural, Carrier::Real];
        of_infix(*infix) == Some(constant)
            || carriers
                .iter()
                .any(|c| of_arithmetic(*infix, *c) == Some(constant))
    })
}

/// The comparison that a constant of two arguments is written with.
pub(super) fn comparison_of_constant(constant: &str) -> Option<Comparison> {
    Some(match constant {
        "nat_le" | "real_le" => Comparison::Le,
        "nat_lt" | "real_lt" => Comparison::Lt,
        "subset" => Comparison::Subset,
        _ => return None,
    })
}

/// The binder that a constant is written with, among those that take `select`'s kind of range.
fn binder_by(select: fn(Binder) -> Option<&'static str>, constant: &str) -> Option<Binder> {
    BINDERS
        .into_iter()
        .find(|binder| select(*binder) == Some(constant))
}

/// The binder of a constant that takes a predicate.
pub(super) fn quantifier_of_constant(constant: &str) -> Option<Binder> {
    binder_by(of_quantifier, constant)
}

/// The binder of a constant that takes a bound and a function.
pub(super) fn range_binder_of_constant(constant: &str) -> Option<Binder> {
    binder_by(of_range, constant)
}

/// The binder of a constant that takes a set and a function.
pub(super) fn set_binder_of_constant(constant: &str) -> Option<Binder> {
    binder_by(of_set, constant)
}

/// The binder of a constant that takes a distribution and a function.
pub(super) fn draw_binder_of_constant(constant: &str) -> Option<Binder> {
    binder_by(of_draw, constant)
}

/// Constants that make sets, and how many arguments they take for that: one more is an element.
pub(super) fn set_arity(constant: &str) -> Option<usize> {
    Some(match constant {
        "univ" | "empty" => 0,
        "singleton" | "support" => 1,
        "union" | "inter" | "diff" | "insert" | "image" | "times" => 2,
        _ => return None,
    })
}
