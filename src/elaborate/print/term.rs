//! Terms as text: which form each application has.

use super::super::{environment::Environment, notation, stack};
use super::{
    Types,
    names::{Names, Shape},
    number,
    piece::{HEAD, Piece},
    types,
};
use crate::logic::{ConstantShape, LiteralShape, TypeShape};
use crate::syntax::{
    ast::{Comparison, Infix},
    words::{self, Grouping, level},
};
use rationale_kernel::{Constant, Fragment, FragmentView, Literal, Type};
use std::collections::HashSet;

/// Deeper parts are shown as `…`.
const MAX_LEVELS: usize = 500;

/// How a bound variable is written.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// Under a name.
    Name(String),
    /// As a tuple, of which only the parts are mentioned.
    Tuple(Shape),
}

/// Prints one term.
pub(super) struct Writer<'a> {
    pub(super) environment: &'a Environment,
    pub(super) names: Names,
    pub(super) types: Types,
    /// The bound variables in reach, innermost last.
    pub(super) bound: Vec<Bound>,
    levels: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(environment: &'a Environment, names: Names, types: Types) -> Self {
        Writer {
            environment,
            names,
            types,
            bound: Vec::new(),
            levels: 0,
        }
    }

    /// A term or a part of one.
    pub(super) fn piece(&mut self, fragment: Fragment<'_>) -> Piece {
        if self.levels >= MAX_LEVELS {
            return Piece::atom("…");
        }
        self.levels += 1;
        let piece = stack::step(|| self.piece_here(fragment));
        self.levels -= 1;
        piece
    }

    fn piece_here(&mut self, fragment: Fragment<'_>) -> Piece {
        let (head, arguments) = self.spine(fragment);
        match head.view() {
            FragmentView::Abstract(..) if arguments.is_empty() => self.lambda(fragment),
            FragmentView::Constant(constant) if self.is_part_of_tuple(head).is_none() => {
                let piece = self.constant_applied(constant, head, &arguments, fragment);
                self.with_type_if_needed(piece, constant, arguments.len(), fragment)
            }
            _ => {
                if let [element] = arguments[..]
                    && self.is_set_by_name(head)
                {
                    return self.membership(element, head, "∈");
                }
                let head = self.leaf(head);
                self.applied(head, &arguments)
            }
        }
    }

    /// Head and arguments; a part of a tuple binder is a head of its own.
    pub(super) fn spine<'t>(&self, fragment: Fragment<'t>) -> (Fragment<'t>, Vec<Fragment<'t>>) {
        let (mut head, mut arguments) = (fragment, Vec::new());
        while let FragmentView::Apply(function, argument) = head.view() {
            if self.is_part_of_tuple(head).is_some() {
                break;
            }
            arguments.push(argument);
            head = function;
        }
        arguments.reverse();
        (head, arguments)
    }

    fn applied(&mut self, head: Piece, arguments: &[Fragment<'_>]) -> Piece {
        if arguments.is_empty() {
            return head;
        }
        let arguments: Vec<Piece> = arguments
            .iter()
            .map(|argument| self.piece(*argument))
            .collect();
        Piece::application(head, arguments.into_iter())
    }

    /// What has no arguments.
    fn leaf(&mut self, fragment: Fragment<'_>) -> Piece {
        if let Some(name) = self.is_part_of_tuple(fragment) {
            return Piece::atom(name);
        }
        match fragment.view() {
            FragmentView::Variable(variable) => Piece::atom(self.names.variable(variable)),
            FragmentView::Constant(constant) => Piece::atom(self.names.constant(constant)),
            FragmentView::Literal(literal) => self.literal(literal),
            FragmentView::Bound(index) => match self.bound_at(index) {
                Some(Bound::Name(name)) => Piece::atom(name.clone()),
                Some(Bound::Tuple(shape)) => Piece::atom(shape.text()),
                None => Piece::atom(format!("#{index}")),
            },
            FragmentView::Abstract(..) => self.lambda(fragment),
            FragmentView::Apply(..) => self.piece(fragment),
        }
    }

    fn literal(&self, literal: &Literal) -> Piece {
        let value = literal.value();
        let most = match self.types {
            Types::Some => number::FEW_DECIMALS,
            Types::All => number::ALL_DECIMALS,
        };
        let piece = number::print(&value, most);
        let natural = literal.numerals().is_natural() && self.types == Types::All;
        if natural && number::is_plain(&value, most) {
            self.typed(piece, literal.numerals().ty())
        } else {
            piece
        }
    }

    pub(super) fn bound_at(&self, index: u32) -> Option<&Bound> {
        let index = usize::try_from(index).ok()?;
        self.bound
            .len()
            .checked_sub(index + 1)
            .and_then(|place| self.bound.get(place))
    }

    /// The name of the part of a tuple binder that a fragment such as `fst (snd p)` is.
    fn is_part_of_tuple(&self, fragment: Fragment<'_>) -> Option<String> {
        let (index, path) = self.projections(fragment)?;
        match self.bound_at(index)? {
            Bound::Tuple(shape) => match shape.at(&path)? {
                Shape::Name(name) => Some(name.clone()),
                Shape::Pair(..) => None,
            },
            Bound::Name(_) => None,
        }
    }

    /// The bound variable under projections, and the projections, the first to be taken first; true is `snd`.
    pub(super) fn projections(&self, fragment: Fragment<'_>) -> Option<(u32, Vec<bool>)> {
        let (mut inner, mut path) = (fragment, Vec::new());
        loop {
            match inner.view() {
                FragmentView::Bound(index) => {
                    path.reverse();
                    return Some((index, path));
                }
                FragmentView::Apply(function, argument) => {
                    let FragmentView::Constant(constant) = function.view() else {
                        return None;
                    };
                    path.push(match self.meaning(constant) {
                        Some("fst") => false,
                        Some("snd") => true,
                        _ => return None,
                    });
                    inner = argument;
                }
                _ => return None,
            }
        }
    }

    /// The constant's name, if the name means this constant here: then it has its notation.
    pub(super) fn meaning<'c>(&self, constant: &'c Constant) -> Option<&'c str> {
        if *constant == Constant::equality() {
            return Some("=");
        }
        (self.environment.constant(constant.name()) == Some(constant)).then(|| &**constant.name())
    }

    /// The notational name of a fragment that is a constant.
    pub(super) fn constant_name<'t>(&self, fragment: Fragment<'t>) -> Option<&'t str> {
        match fragment.view() {
            FragmentView::Constant(constant) => self.meaning(constant),
            _ => None,
        }
    }

    /// The two arguments of a fragment that is that constant applied to two.
    pub(super) fn as_binary<'t>(
        &self,
        fragment: Fragment<'t>,
        name: &str,
    ) -> Option<(Fragment<'t>, Fragment<'t>)> {
        let FragmentView::Apply(function, right) = fragment.view() else {
            return None;
        };
        let FragmentView::Apply(head, left) = function.view() else {
            return None;
        };
        (self.constant_name(head) == Some(name)).then_some((left, right))
    }

    // ---- Constants with notation ----

    fn constant_applied(
        &mut self,
        constant: &Constant,
        head: Fragment<'_>,
        arguments: &[Fragment<'_>],
        whole: Fragment<'_>,
    ) -> Piece {
        let Some(name) = self.meaning(constant) else {
            let head = self.leaf(head);
            return self.applied(head, arguments);
        };
        if notation::set_arity(name).is_some_and(|arity| arguments.len() == arity + 1) {
            return self.set_membership(name, head, arguments, "∈");
        }
        for arity in (0..=arguments.len().min(3)).rev() {
            if let Some(piece) = self.notation(name, &arguments[..arity]) {
                return self.applied(piece, &arguments[arity..]);
            }
        }
        if let Some(piece) = self.partial(name, arguments, whole) {
            return piece;
        }
        let head = self.leaf(head);
        let pieces: Vec<Piece> = arguments
            .iter()
            .map(|argument| self.argument_of_constant(*argument))
            .collect();
        if pieces.is_empty() {
            head
        } else {
            Piece::application(head, pieces.into_iter())
        }
    }

    /// An argument of a constant: a predicate given by λ is a set.
    fn argument_of_constant(&mut self, argument: Fragment<'_>) -> Piece {
        self.set_or_term(argument)
    }

    /// The form of a constant applied to just so many arguments.
    fn notation(&mut self, name: &str, arguments: &[Fragment<'_>]) -> Option<Piece> {
        Some(match *arguments {
            [] => return None,
            [one] => return self.unary(name, one),
            [left, right] => return self.binary(name, left, right),
            [p, yes, no] if name == "if" => self.conditional(p, yes, no),
            [f, at, value] if name == "update" => {
                let function = self.piece(f).into_atom().text;
                let (at, value) = (self.piece(at).free(), self.piece(value).free());
                Piece::atom(format!("{function}({at} := {value})"))
            }
            _ => return None,
        })
    }

    fn unary(&mut self, name: &str, operand: Fragment<'_>) -> Option<Piece> {
        if let Some(binder) = notation::quantifier_of_constant(name) {
            return Some(self.quantifier(binder, operand));
        }
        Some(match name {
            "not" => self.negation(operand),
            "real_neg" => Piece::sign("-", self.negated(operand), level::NEG),
            "abs" => Piece::head(format!("|{}|", self.piece(operand).free())),
            "floor" => Piece::atom(format!("⌊{}⌋", self.piece(operand).free())),
            "sqrt" => Piece::head(format!("√{}", self.tight(operand))),
            "indicator" => Piece::head(format!("𝟙 {}", self.tight(operand))),
            "singleton" => Piece::atom(format!("{{{}}}", self.piece(operand).free())),
            _ => return None,
        })
    }

    /// `-(-a)`: two signs in a row are no form of the language.
    fn negated(&mut self, operand: Fragment<'_>) -> Piece {
        let piece = self.piece(operand);
        if piece.text.starts_with('-') {
            piece.enclosed()
        } else {
            piece
        }
    }

    /// The operand of `√` and `𝟙`; an update would be taken to change their value.
    fn tight(&mut self, operand: Fragment<'_>) -> String {
        let piece = self.piece(operand).at_least(HEAD);
        let update = piece.text.ends_with(')') && !piece.text.starts_with('(');
        if update {
            piece.enclosed().text
        } else {
            piece.text
        }
    }

    fn binary(&mut self, name: &str, left: Fragment<'_>, right: Fragment<'_>) -> Option<Piece> {
        if name == "=" {
            return Some(self.equation(left, right, "="));
        }
        if let Some(infix) = notation::infix_of_constant(name) {
            let (own, grouping) = words::binding(infix);
            let sets = matches!(
                infix,
                Infix::Union | Infix::Inter | Infix::Diff | Infix::Times
            );
            let [left, right] = [left, right].map(|side| {
                if sets {
                    self.set_or_term(side)
                } else {
                    self.piece(side)
                }
            });
            return Some(Piece::infix(
                left,
                notation::symbol(infix),
                right,
                own,
                grouping,
            ));
        }
        if let Some(comparison) = notation::comparison_of_constant(name) {
            return Some(self.comparison(comparison, left, right));
        }
        match name {
            "pair" => Some(self.tuple(left, right)),
            "insert" => self.enumeration(left, right),
            _ => self.family(name, left, right),
        }
    }

    fn comparison(
        &mut self,
        comparison: Comparison,
        left: Fragment<'_>,
        right: Fragment<'_>,
    ) -> Piece {
        let symbol = notation::comparison_symbol(comparison);
        let sides = match comparison {
            Comparison::Subset => [self.set_or_term(left), self.set_or_term(right)],
            _ => self.sides(left, right),
        };
        let [left, right] = sides;
        Piece::infix(left, symbol, right, level::COMPARISON, Grouping::None)
    }

    fn equation(&mut self, left: Fragment<'_>, right: Fragment<'_>, symbol: &str) -> Piece {
        if left.ty().is_boolean() && symbol == "=" {
            let (left, right) = (self.piece(left), self.piece(right));
            return Piece::infix(left, "↔", right, level::IFF, Grouping::None);
        }
        let [left, right] = self.sides(left, right);
        Piece::infix(left, symbol, right, level::COMPARISON, Grouping::None)
    }

    /// The sides of a comparison; numbers alone would be read as real ones.
    fn sides(&mut self, left: Fragment<'_>, right: Fragment<'_>) -> [Piece; 2] {
        let numerals = self.types == Types::Some
            && self.is_natural(left.ty())
            && [left, right].into_iter().all(|side| self.is_numeral(side));
        let sets = [left, right]
            .into_iter()
            .any(|side| self.is_set_expression(side));
        let [first, second] = [left, right].map(|side| {
            if sets {
                self.set_or_term(side)
            } else {
                self.piece(side)
            }
        });
        [
            if numerals {
                self.typed(first, left.ty())
            } else {
                first
            },
            second,
        ]
    }

    /// Whether it is a set by its form or its name; a λ alone may be any predicate.
    pub(super) fn is_set_expression(&self, fragment: Fragment<'_>) -> bool {
        let (head, arguments) = self.spine(fragment);
        let made = self.constant_name(head).and_then(notation::set_arity) == Some(arguments.len());
        let lambda = matches!(head.view(), FragmentView::Abstract(..));
        made || (arguments.is_empty() && !lambda && self.is_set_by_name(head))
    }

    fn is_natural(&self, ty: &Type) -> bool {
        let nat = self.environment.type_operator("ℕ");
        matches!(ty.view(), rationale_kernel::TypeView::Apply(operator, _) if Some(operator) == nat)
    }

    /// Whether only numerals occur, so that nothing tells which numbers they are.
    fn is_numeral(&self, fragment: Fragment<'_>) -> bool {
        let mut pending = vec![fragment];
        while let Some(fragment) = pending.pop() {
            match fragment.view() {
                FragmentView::Literal(_) => {}
                _ => match ["nat_add", "nat_mul"]
                    .iter()
                    .find_map(|name| self.as_binary(fragment, name))
                {
                    Some((left, right)) => pending.extend([left, right]),
                    None => return false,
                },
            }
        }
        true
    }

    /// `a ≠ b`, `x ∉ A`, `¬p`
    fn negation(&mut self, operand: Fragment<'_>) -> Piece {
        if let Some((left, right)) = self.as_binary(operand, "=")
            && !left.ty().is_boolean()
        {
            return self.equation(left, right, "≠");
        }
        let (head, arguments) = self.spine(operand);
        if let Some(name) = self.constant_name(head)
            && notation::set_arity(name).is_some_and(|arity| arguments.len() == arity + 1)
        {
            return self.set_membership(name, head, &arguments, "∉");
        }
        if let [element] = arguments[..]
            && self.is_set_by_name(head)
        {
            return self.membership(element, head, "∉");
        }
        Piece::sign("¬", self.piece(operand), level::NOT)
    }

    fn set_membership(
        &mut self,
        name: &str,
        head: Fragment<'_>,
        arguments: &[Fragment<'_>],
        symbol: &str,
    ) -> Piece {
        let (set, element) = arguments.split_at(arguments.len() - 1);
        let set = match self.notation(name, set) {
            Some(piece) => piece,
            None => {
                let head = self.leaf(head);
                let pieces: Vec<Piece> = set
                    .iter()
                    .map(|argument| self.set_or_term(*argument))
                    .collect();
                if pieces.is_empty() {
                    head
                } else {
                    Piece::application(head, pieces.into_iter())
                }
            }
        };
        Piece::infix(
            self.piece(element[0]),
            symbol,
            set,
            level::COMPARISON,
            Grouping::None,
        )
    }

    pub(super) fn membership(
        &mut self,
        element: Fragment<'_>,
        set: Fragment<'_>,
        symbol: &str,
    ) -> Piece {
        let set = self.leaf(set);
        Piece::infix(
            self.piece(element),
            symbol,
            set,
            level::COMPARISON,
            Grouping::None,
        )
    }

    /// Whether a predicate is written like a set: a λ, or a variable with a capital letter that is not one of P, Q, R.
    pub(super) fn is_set_by_name(&self, fragment: Fragment<'_>) -> bool {
        let is_predicate = fragment
            .ty()
            .as_function()
            .is_some_and(|(_, codomain)| codomain.is_boolean());
        let name = match fragment.view() {
            FragmentView::Abstract(..) => return is_predicate,
            FragmentView::Variable(variable) => Some(self.names.variable(variable)),
            FragmentView::Bound(index) => match self.bound_at(index) {
                Some(Bound::Name(name)) => Some(name.clone()),
                _ => None,
            },
            _ => None,
        };
        let first = name.and_then(|name| name.chars().next());
        is_predicate && first.is_some_and(|c| c.is_uppercase() && !"PQR".contains(c))
    }

    fn conditional(&mut self, p: Fragment<'_>, yes: Fragment<'_>, no: Fragment<'_>) -> Piece {
        let (p, yes) = (self.piece(p).free(), self.piece(yes).free());
        Piece::prefix(
            &format!("if {p} then {yes} else "),
            self.piece(no),
            level::OPEN,
        )
    }

    fn tuple(&mut self, left: Fragment<'_>, right: Fragment<'_>) -> Piece {
        let (mut parts, mut rest) = (vec![self.piece(left).free()], right);
        while let Some((left, right)) = self.as_binary(rest, "pair") {
            parts.push(self.piece(left).free());
            rest = right;
        }
        parts.push(self.piece(rest).free());
        Piece::atom(format!("({})", parts.join(", ")))
    }

    /// `{a, b, c}`, if the set is given by its elements.
    fn enumeration(&mut self, first: Fragment<'_>, rest: Fragment<'_>) -> Option<Piece> {
        let (mut elements, mut rest) = (vec![first], rest);
        while let Some((element, others)) = self.as_binary(rest, "insert") {
            elements.push(element);
            rest = others;
        }
        let FragmentView::Apply(singleton, last) = rest.view() else {
            return None;
        };
        if self.constant_name(singleton) != Some("singleton") {
            return None;
        }
        elements.push(last);
        let elements: Vec<_> = elements
            .into_iter()
            .map(|element| self.piece(element).free())
            .collect();
        Some(Piece::atom(format!("{{{}}}", elements.join(", "))))
    }

    // ---- Types in text ----

    pub(super) fn typed(&self, piece: Piece, ty: &Type) -> Piece {
        Piece::atom(format!(
            "({} : {})",
            piece.text,
            types::print(self.environment, ty)
        ))
    }

    /// With its type, if all are asked for and the arguments do not tell it.
    fn with_type_if_needed(
        &self,
        piece: Piece,
        constant: &Constant,
        arguments: usize,
        whole: Fragment<'_>,
    ) -> Piece {
        let told = self.types == Types::Some || *constant == Constant::equality() || {
            let (mut told, mut rest) = (HashSet::new(), constant.generic_type());
            for _ in 0..arguments {
                let Some((domain, codomain)) = rest.as_function() else {
                    break;
                };
                told.extend(domain.variables());
                rest = codomain;
            }
            rest.variables()
                .iter()
                .all(|variable| told.contains(variable))
        };
        if told {
            piece
        } else {
            self.typed(piece, whole.ty())
        }
    }
}
