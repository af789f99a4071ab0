//! Expressions, with the fewest parentheses that keep the tree.
//!
//! Binders and prefixes reach to the right as far as they can, so whether one needs parentheses depends on its place:
//! on the loosest operator that may stand there, on what the parser is climbing when it comes there, and on what may follow.

use super::Printer;
use super::layout::{Indent, Taking};
use crate::syntax::ast::{
    Binder, Binding, Comparison, Expr, ExprKind, Infix, Prefix, Range, Spanned,
};
use crate::syntax::words::{self, Grouping, level};

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Looser operators than this need parentheses.
    least: u8,
    /// What the parser climbs at the left edge: prefixes take operators that are at least as tight.
    climb: u8,
    /// The tightest operator that may follow; 0 if none can.
    follow: u8,
}

/// Inside brackets, or where a keyword ends the expression.
const WHOLE: Place = Place {
    least: level::OPEN,
    climb: level::OPEN,
    follow: 0,
};
/// The right side of a comparison, ended by a keyword.
const SIDE: Place = Place {
    least: level::COMPARISON + 1,
    climb: level::COMPARISON + 1,
    follow: 0,
};
/// A range in a binder: no prefix but `-` is read there, so all get parentheses.
const BOUND: Place = Place {
    follow: u8::MAX,
    ..SIDE
};
/// An argument.
const ARGUMENT: Place = Place {
    least: level::ATOM,
    climb: level::ATOM,
    follow: u8::MAX,
};
/// The head of an application.
const HEAD: Place = Place {
    least: level::APPLY,
    ..ARGUMENT
};

impl Printer<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) {
        self.expr_in(expr, WHOLE);
    }

    /// The right side of a calculation's link.
    pub(super) fn side(&mut self, expr: &Expr) {
        self.expr_in(expr, SIDE);
    }

    /// An argument of a fact.
    pub(super) fn argument(&mut self, expr: &Expr) {
        match &expr.value {
            ExprKind::Update(..) => self.enclosed("(", ")", |printer| printer.expr(expr)),
            _ => self.expr_in(expr, ARGUMENT),
        }
    }

    fn expr_in(&mut self, expr: &Expr, place: Place) {
        match needs_parentheses(&expr.value, place) {
            true => self.enclosed("(", ")", |printer| printer.grouped(expr, WHOLE)),
            false => self.grouped(expr, place),
        }
    }

    /// An expression as a part of the line; operands of one level are broken together, arguments as they fit.
    fn grouped(&mut self, expr: &Expr, place: Place) {
        let taking = match &expr.value {
            ExprKind::Infix(..) | ExprKind::Chain(..) | ExprKind::If(..) | ExprKind::Let(..) => {
                Taking::All
            }
            _ => Taking::Needed,
        };
        let indent = match &expr.value {
            ExprKind::Infix(..) | ExprKind::If(..) => Indent::Align,
            _ => Indent::Nest,
        };
        self.group(indent, taking, |printer| printer.bare(expr, place));
    }

    fn bare(&mut self, expr: &Expr, place: Place) {
        match &expr.value {
            ExprKind::Name(name) | ExprKind::Number(name) => self.put(name),
            ExprKind::Hole | ExprKind::Error => self.put("_"),
            ExprKind::Apply(function, argument) => self.apply(function, argument),
            ExprKind::Infix(infix, left, right) => self.infix(*infix, left, right, place),
            ExprKind::Prefix(prefix, operand) => self.prefix(*prefix, operand, place),
            ExprKind::Chain(first, links) => self.chain(first, links, place),
            ExprKind::Bind(binder, bindings, body) => self.bind(*binder, bindings, body, place),
            ExprKind::If(condition, yes, no) => self.conditional([condition, yes, no]),
            ExprKind::Let(pattern, value, body) => {
                self.put("let ");
                self.pattern(pattern);
                self.put(" := ");
                self.expr(value);
                self.put(" in");
                self.gap();
                self.expr(body);
            }
            _ => self.bracketed(expr),
        }
    }

    fn bracketed(&mut self, expr: &Expr) {
        match &expr.value {
            ExprKind::Tuple(parts) => self.list("(", parts, ")"),
            ExprKind::SetOf(parts) => self.list("{", parts, "}"),
            ExprKind::Abs(inner) => self.enclosed("|", "|", |printer| printer.expr(inner)),
            ExprKind::Floor(inner) => self.enclosed("⌊", "⌋", |printer| printer.expr(inner)),
            ExprKind::Comprehension(binding, body) => self.enclosed("{", "}", |printer| {
                printer.comprehended(binding);
                printer.put(" |");
                printer.gap();
                printer.expr(body);
            }),
            ExprKind::Typed(inner, ty) => self.enclosed("(", ")", |printer| {
                printer.expr(inner);
                printer.put(" : ");
                printer.type_expr(ty);
            }),
            ExprKind::Update(function, at, value) => {
                self.updated(function);
                self.enclosed("(", ")", |printer| {
                    printer.expr(at);
                    printer.put(" := ");
                    printer.expr(value);
                });
            }
            _ => {}
        }
    }

    /// What an update follows; `√f(k := x)` would be the root of the update.
    fn updated(&mut self, function: &Expr) {
        match &function.value {
            ExprKind::Prefix(..) => self.enclosed("(", ")", |printer| printer.expr(function)),
            _ => self.expr_in(function, ARGUMENT),
        }
    }

    fn list(&mut self, open: &str, parts: &[Expr], close: &str) {
        self.enclosed(open, close, |printer| {
            printer.separated(parts, Printer::expr)
        });
    }

    /// The head and its arguments are one part, so that the arguments line up.
    fn apply(&mut self, function: &Expr, argument: &Expr) {
        match &function.value {
            ExprKind::Apply(..) => self.bare(function, HEAD),
            _ => self.expr_in(function, HEAD),
        }
        self.gap();
        self.argument(argument);
    }

    fn infix(&mut self, infix: Infix, left: &Expr, right: &Expr, place: Place) {
        let (own, grouping) = words::binding(infix);
        let left_least = if grouping == Grouping::Left {
            own
        } else {
            own + 1
        };
        let right_least = if grouping == Grouping::Right {
            own
        } else {
            own + 1
        };
        let left_place = Place {
            least: left_least,
            climb: place.climb,
            follow: own,
        };
        match &left.value {
            ExprKind::Infix(inner, ..)
                if grouping == Grouping::Left
                    && words::binding(*inner) == (own, grouping)
                    && !mixes(infix, &left.value) =>
            {
                self.bare(left, left_place);
            }
            kind if mixes(infix, kind) => self.enclosed("(", ")", |printer| printer.expr(left)),
            _ => self.expr_in(left, left_place),
        }
        self.gap();
        self.put(words::infix_symbol(infix));
        self.put(" ");
        let right_place = Place {
            least: right_least,
            climb: right_least,
            follow: place.follow,
        };
        match &right.value {
            ExprKind::Infix(inner, ..)
                if grouping == Grouping::Right
                    && words::binding(*inner) == (own, grouping)
                    && !mixes(infix, &right.value) =>
            {
                self.bare(right, right_place);
            }
            kind if mixes(infix, kind) => self.enclosed("(", ")", |printer| printer.expr(right)),
            _ => self.expr_in(right, right_place),
        }
    }

    fn chain(&mut self, first: &Expr, links: &[(Spanned<Comparison>, Expr)], place: Place) {
        let least = level::COMPARISON + 1;
        self.expr_in(
            first,
            Place {
                least,
                climb: place.climb,
                follow: level::COMPARISON,
            },
        );
        for (index, (relation, right)) in links.iter().enumerate() {
            self.gap();
            self.put(words::comparison_symbol(relation.value));
            self.put(" ");
            let last = index + 1 == links.len();
            let follow = if last {
                place.follow
            } else {
                level::COMPARISON
            };
            self.expr_in(
                right,
                Place {
                    least,
                    climb: least,
                    follow,
                },
            );
        }
    }

    fn prefix(&mut self, prefix: Prefix, operand: &Expr, place: Place) {
        match prefix {
            Prefix::Sqrt => self.root("√", "", operand),
            Prefix::Indicator => self.root("𝟙", " ", operand),
            Prefix::Neg | Prefix::Not => {
                self.put(if prefix == Prefix::Neg { "-" } else { "¬ " });
                let climb = taken_by(prefix, place);
                match reads_apart(prefix, &operand.value) {
                    true => self.enclosed("(", ")", |printer| printer.expr(operand)),
                    false => self.expr_in(
                        operand,
                        Place {
                            least: climb,
                            climb,
                            follow: place.follow,
                        },
                    ),
                }
            }
        }
    }

    /// `√x`, `√|x|`, `𝟙 (p)`
    fn root(&mut self, symbol: &str, space: &str, operand: &Expr) {
        self.put(symbol);
        self.put(space);
        match &operand.value {
            ExprKind::Abs(_) => self.bracketed(operand),
            _ => self.expr_in(operand, ARGUMENT),
        }
    }

    fn bind(&mut self, binder: Binder, bindings: &[Binding], body: &Expr, place: Place) {
        self.put(words::binder_symbol(binder));
        match binder {
            Binder::Expectation | Binder::Probability => {
                self.enclosed("[", "]", |printer| printer.bindings(bindings));
            }
            _ => {
                self.enclosed(" ", ".", |printer| printer.bindings(bindings));
            }
        }
        self.gap();
        let reach = words::reach(binder);
        let least = if reach == level::OPEN {
            reach
        } else {
            reach + 1
        };
        let signed = matches!(&body.value, ExprKind::Prefix(Prefix::Neg | Prefix::Not, _));
        match signed && reach == level::NEG {
            true => self.enclosed("(", ")", |printer| printer.expr(body)),
            false => self.body(
                body,
                Place {
                    least,
                    climb: least,
                    follow: place.follow,
                },
            ),
        }
    }

    /// What stands after a binder; another binder belongs to the same part of the line, so that heads fill it.
    fn body(&mut self, body: &Expr, place: Place) {
        match &body.value {
            ExprKind::Bind(..) if !needs_parentheses(&body.value, place) => self.bare(body, place),
            _ => self.expr_in(body, place),
        }
    }

    fn bindings(&mut self, bindings: &[Binding]) {
        self.group(Indent::Nest, Taking::Needed, |printer| {
            printer.separated(bindings, Printer::binding);
        });
    }

    fn binding(&mut self, binding: &Binding) {
        self.spaced(&binding.patterns, Printer::pattern);
        self.range(&binding.range, BOUND);
    }

    /// What stands before the bar of a set: read as an expression.
    fn comprehended(&mut self, binding: &Binding) {
        self.spaced(&binding.patterns, Printer::pattern);
        self.range(&binding.range, SIDE);
    }

    fn range(&mut self, range: &Range, place: Place) {
        let (symbol, bound) = match range {
            Range::Whole => return,
            Range::Typed(ty) => {
                self.put(" : ");
                return self.type_expr(ty);
            }
            Range::Below(bound) => (" < ", bound),
            Range::Member(bound) => (" ∈ ", bound),
            Range::Drawn(bound) => (" ~ ", bound),
        };
        self.put(symbol);
        self.expr_in(bound, place);
    }

    fn conditional(&mut self, [condition, yes, no]: [&Expr; 3]) {
        self.put("if ");
        self.expr(condition);
        self.gap();
        self.put("then ");
        self.expr(yes);
        self.gap();
        self.put("else ");
        self.expr(no);
    }
}

/// The loosest operator that a prefix's operand may have here.
fn taken_by(prefix: Prefix, place: Place) -> u8 {
    let own = if prefix == Prefix::Neg {
        level::NEG
    } else {
        level::NOT
    };
    own.max(place.climb)
}

fn needs_parentheses(kind: &ExprKind, place: Place) -> bool {
    match kind {
        ExprKind::Infix(infix, ..) => words::binding(*infix).0 < place.least,
        ExprKind::Chain(..) => level::COMPARISON < place.least,
        ExprKind::Apply(..) => level::APPLY < place.least,
        ExprKind::Abs(_) => level::APPLY < place.least,
        ExprKind::Prefix(prefix @ (Prefix::Neg | Prefix::Not), _) => {
            place.follow >= taken_by(*prefix, place)
        }
        ExprKind::Bind(binder, _, body) => {
            place.follow > shown_reach(*binder, &body.value) || is_operand_of(*binder, place)
        }
        ExprKind::If(..) | ExprKind::Let(..) => place.follow > level::OPEN,
        _ => false,
    }
}

/// Whether the operand of a prefix gets parentheses for the reader: everything but names, applications and their like.
fn reads_apart(prefix: Prefix, operand: &ExprKind) -> bool {
    match operand {
        ExprKind::Infix(..) | ExprKind::Chain(..) | ExprKind::Bind(..) => true,
        ExprKind::Prefix(Prefix::Neg, _) => prefix == Prefix::Neg,
        _ => false,
    }
}

/// Operators that people do not rank: an operand of one under another gets parentheses, though the parser ranks them.
fn mixes(outer: Infix, operand: &ExprKind) -> bool {
    use Infix::{And, Compose, Diff, Inter, Monus, NatDiv, NatMod, Or, Pow, Times, Union};
    let ExprKind::Infix(inner, ..) = operand else {
        return false;
    };
    let unranked = [Monus, Union, Inter, Diff, NatDiv, NatMod, Times, Compose];
    match (outer, *inner) {
        (Pow, Pow) | (Or, And) => true,
        (outer, inner) if outer == inner => false,
        (outer, inner) => {
            let near = words::binding(inner).0 == words::binding(outer).0;
            near && (unranked.contains(&inner) || unranked.contains(&outer))
        }
    }
}

/// How tight an operator may follow a binder without parentheses: fewer would do for the parser, not for the reader,
/// unless the body shows where it ends.
fn shown_reach(binder: Binder, body: &ExprKind) -> u8 {
    match binder {
        Binder::Expectation | Binder::Probability if has_brackets(body, words::reach(binder)) => {
            words::reach(binder)
        }
        Binder::Expectation | Binder::Probability => level::COMPARISON,
        _ => level::OPEN,
    }
}

/// Whether the body of a binder is one name or stands in brackets.
fn has_brackets(body: &ExprKind, reach: u8) -> bool {
    match body {
        ExprKind::Infix(infix, ..) => words::binding(*infix).0 <= reach,
        ExprKind::Chain(..) => level::COMPARISON <= reach,
        ExprKind::Name(_)
        | ExprKind::Apply(..)
        | ExprKind::Number(_)
        | ExprKind::Tuple(_)
        | ExprKind::Abs(_)
        | ExprKind::Floor(_) => true,
        _ => false,
    }
}

/// A sum or a supremum as the last operand of `+` reads as if it ended too early, and a function beside `=` as if the
/// equation were under its λ; they get parentheses too.
fn is_operand_of(binder: Binder, place: Place) -> bool {
    if binder == Binder::Lambda {
        return place.least > level::COMPARISON;
    }
    let closed = matches!(binder, Binder::Expectation | Binder::Probability);
    !closed && (level::ADD..=level::MUL).contains(&(place.least.saturating_sub(1)))
}
