//! Which constants of the standard theories have a notation, and which. Only names decide, and only full ones.

use crate::opentheory::name::components;
use num_bigint::BigUint;
use rationale_kernel::{Fragment, FragmentView, Name};

/// How a constant is written when it is applied to all its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// Before its arguments, like a function.
    Plain,
    /// Like a function, under a symbol of its own.
    Word(&'static str),
    /// A symbol before a binder.
    Binder(&'static str),
    /// Before its argument, at a level.
    Prefix(u8),
    /// Between its arguments, at a level.
    Infix(u8, Side),
    /// `if … then … else …`
    Conditional,
    /// `(a, b)`
    Pair,
}

/// On which side an operator of the same level needs no parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Neither,
}

/// The notation of a constant of that name.
pub(super) fn notation(name: &Name) -> Notation {
    use Notation::*;
    match &**name {
        "=" => Infix(60, Side::Neither),
        "Data.Bool.T" => Word("⊤"),
        "Data.Bool.F" => Word("⊥"),
        "Data.Bool.!" => Binder("∀"),
        "Data.Bool.?" => Binder("∃"),
        "Data.Bool.?!" => Binder("∃!"),
        "select" => Binder("ε"),
        "Data.Bool.~" => Prefix(50),
        "Data.Bool.==>" => Infix(20, Side::Right),
        "Data.Bool.\\\\/" => Infix(30, Side::Right),
        "Data.Bool./\\\\" => Infix(40, Side::Right),
        "Data.Bool.cond" => Conditional,
        "Data.Pair.," => Pair,
        "Data.List.::" | "Data.List.@" => Infix(65, Side::Right),
        "Function.o" => Infix(85, Side::Right),
        _ => number_notation(name),
    }
}

fn number_notation(name: &Name) -> Notation {
    if !name.starts_with("Number.") && !name.starts_with("Set.") && !name.starts_with("Relation.") {
        return Notation::Plain;
    }
    match components(name).last().map_or("", String::as_str) {
        "<" | "<=" | ">" | ">=" | "member" | "subset" | "divides" => {
            Notation::Infix(60, Side::Neither)
        }
        "+" | "-" | "union" => Notation::Infix(70, Side::Left),
        "*" | "/" | "div" | "mod" | "intersect" => Notation::Infix(80, Side::Left),
        "^" => Notation::Infix(90, Side::Right),
        _ => Notation::Plain,
    }
}

/// The symbol that replaces a constant's name.
pub(super) fn symbol(name: &Name) -> Option<&'static str> {
    match notation(name) {
        Notation::Word(symbol) | Notation::Binder(symbol) => return Some(symbol),
        _ => {}
    }
    match &**name {
        "Data.Bool.~" => Some("¬"),
        "Data.Bool.==>" => Some("⇒"),
        "Data.Bool.\\\\/" => Some("∨"),
        "Data.Bool./\\\\" => Some("∧"),
        "Function.o" => Some("∘"),
        _ => None,
    }
}

/// The number that a term spells with `bit0` and `bit1` over `zero`.
pub(super) fn numeral(term: Fragment<'_>) -> Option<BigUint> {
    let (mut bits, mut rest) = (vec![], term);
    loop {
        match rest.view() {
            FragmentView::Constant(c) if &**c.name() == "Number.Natural.zero" => break,
            FragmentView::Apply(function, argument) => {
                let FragmentView::Constant(c) = function.view() else {
                    return None;
                };
                bits.push(match &**c.name() {
                    "Number.Natural.bit0" => false,
                    "Number.Natural.bit1" => true,
                    _ => return None,
                });
                rest = argument;
            }
            _ => return None,
        }
    }
    let mut number = BigUint::default();
    bits.iter()
        .enumerate()
        .for_each(|(at, bit)| number.set_bit(at as u64, *bit));
    Some(number)
}

/// The two sides of a pair.
pub(super) fn pair(term: Fragment<'_>) -> Option<(Fragment<'_>, Fragment<'_>)> {
    let FragmentView::Apply(function, right) = term.view() else {
        return None;
    };
    let FragmentView::Apply(head, left) = function.view() else {
        return None;
    };
    match head.view() {
        FragmentView::Constant(c) if notation(c.name()) == Notation::Pair => Some((left, right)),
        _ => None,
    }
}
