//! Constants with fewer arguments than their notation needs. Functions are kept in η-short form, so `λ x. √x` is the
//! constant alone; where its name is a word of the language, the λ is written out.

use super::super::notation;
use super::{Types, piece::Piece, term::Writer, types};
use crate::syntax::words::{self, Grouping, level};
use rationale_kernel::{Fragment, Type};

/// Names for the arguments that are missing.
const MISSING: [&str; 3] = ["x", "y", "z"];

impl Writer<'_> {
    /// `λ x. √x` for a constant whose name cannot be written; None if it can, or if no argument is missing.
    pub(super) fn partial(
        &mut self,
        name: &str,
        arguments: &[Fragment<'_>],
        whole: Fragment<'_>,
    ) -> Option<Piece> {
        if words::is_name(name) {
            return None;
        }
        let (names, body) = self.completed(name, arguments, &MISSING)?;
        let (mut binders, mut ty) = (Vec::new(), whole.ty());
        for name in names {
            let (domain, codomain) = ty.as_function()?;
            binders.push(self.binder_of_missing(name, domain));
            ty = codomain;
        }
        Some(Piece::prefix(
            &format!("λ {}. ", binders.join(", ")),
            body,
            level::OPEN,
        ))
    }

    fn binder_of_missing(&self, name: String, ty: &Type) -> String {
        match self.types {
            Types::Some => name,
            Types::All => format!("{name} : {}", types::print(self.environment, ty)),
        }
    }

    /// The value of a function that is a constant lacking one argument of its notation, and that argument's name.
    pub(super) fn value_of_partial(
        &mut self,
        function: Fragment<'_>,
        hints: &[&str],
    ) -> Option<(String, Piece)> {
        let (head, arguments) = self.spine(function);
        let name = self.constant_name(head)?;
        let (mut names, body) = self.completed(name, &arguments, hints)?;
        let name = names.pop().filter(|_| names.is_empty())?;
        Some((name, body))
    }

    /// The notation with names for the missing arguments.
    fn completed(
        &mut self,
        name: &str,
        arguments: &[Fragment<'_>],
        hints: &[&str],
    ) -> Option<(Vec<String>, Piece)> {
        let missing = arity(name)?
            .checked_sub(arguments.len())
            .filter(|missing| *missing > 0)?;
        let mut avoid = arguments
            .iter()
            .flat_map(|argument| self.names_within(*argument, 0))
            .collect();
        let mut pieces: Vec<Piece> = arguments
            .iter()
            .map(|argument| self.set_or_term(*argument))
            .collect();
        let mut names = Vec::new();
        for _ in 0..missing {
            let invented = self.names.invented(hints, &avoid);
            avoid.insert(invented.clone());
            pieces.push(Piece::atom(invented.clone()));
            names.push(invented);
        }
        let bound = self.names.invented(&MISSING, &avoid);
        Some((names, form(name, pieces, bound)?))
    }
}

/// How many arguments the notation of a constant needs.
fn arity(name: &str) -> Option<usize> {
    if ["not", "sqrt", "indicator", "real_neg", "abs"].contains(&name)
        || notation::quantifier_of_constant(name).is_some()
    {
        return Some(1);
    }
    let binary = name == "="
        || notation::infix_of_constant(name).is_some()
        || notation::comparison_of_constant(name).is_some()
        || notation::set_binder_of_constant(name).is_some();
    if binary {
        Some(2)
    } else {
        (name == "if").then_some(3)
    }
}

/// The notation of a constant on pieces; `bound` is a name for a variable that it binds.
fn form(name: &str, pieces: Vec<Piece>, bound: String) -> Option<Piece> {
    let mut pieces = pieces.into_iter();
    match (pieces.next()?, pieces.next(), pieces.next()) {
        (operand, None, _) => unary(name, operand, bound),
        (left, Some(right), None) => binary(name, left, right, bound),
        (condition, Some(yes), Some(no)) => {
            let before = format!("if {} then {} else ", condition.free(), yes.free());
            Some(Piece::prefix(&before, no, level::OPEN))
        }
    }
}

fn unary(name: &str, operand: Piece, bound: String) -> Option<Piece> {
    if let Some(binder) = notation::quantifier_of_constant(name) {
        let before = format!("{} {bound}. ", notation::binder_symbol(binder));
        let value = Piece::application(operand, std::iter::once(Piece::atom(bound)));
        return Some(Piece::prefix(&before, value, level::OPEN));
    }
    Some(match name {
        "not" => Piece::sign("¬", operand, level::NOT),
        "real_neg" => Piece::sign("-", operand, level::NEG),
        "sqrt" => Piece::head(format!("√{}", operand.into_atom().free())),
        "indicator" => Piece::head(format!("𝟙 {}", operand.into_atom().free())),
        "abs" => Piece::head(format!("|{}|", operand.free())),
        _ => return None,
    })
}

fn binary(name: &str, left: Piece, right: Piece, bound: String) -> Option<Piece> {
    if let Some(infix) = notation::infix_of_constant(name) {
        let (own, grouping) = words::binding(infix);
        return Some(Piece::infix(
            left,
            notation::symbol(infix),
            right,
            own,
            grouping,
        ));
    }
    if let Some(binder) = notation::set_binder_of_constant(name) {
        let before = format!(
            "{} {bound} ∈ {}. ",
            notation::binder_symbol(binder),
            left.range()
        );
        let value = Piece::application(right, std::iter::once(Piece::atom(bound)));
        return Some(Piece::prefix(&before, value, words::reach(binder) + 1));
    }
    let symbol = notation::comparison_of_constant(name).map_or("=", notation::comparison_symbol);
    Some(Piece::infix(
        left,
        symbol,
        right,
        level::COMPARISON,
        Grouping::None,
    ))
}
