//! Expressions, with the fewest parentheses that keep the tree.
//!
//! Binders and prefixes reach to the right as far as they can, so whether one needs parentheses depends on its place:
//! on the loosest operator that may stand there, on what the parser is climbing when it comes there, and on what may follow.

use super::Printer;
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

impl Printer {
    pub(super) fn expr(&mut self, expr: &Expr) {
        self.expr_in(expr, WHOLE);
    }

    /// The right side of a calculation's link.
    pub(super) fn side(&mut self, expr: &Expr) {
        self.expr_in(expr, SIDE);
    }

    /// An argument of a fact.
    pub(super) fn argument(&mut self, expr: &Expr) {
        self.expr_in(expr, ARGUMENT);
    }

    fn expr_in(&mut self, expr: &Expr, place: Place) {
        match needs_parentheses(&expr.value, place) {
            true => self.enclosed("(", ")", |printer| printer.bare(expr, WHOLE)),
            false => self.bare(expr, place),
        }
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
                self.put(" in ");
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
                printer.put(" | ");
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
            printer.separated(parts, ", ", Printer::expr)
        });
    }

    fn apply(&mut self, function: &Expr, argument: &Expr) {
        self.expr_in(function, HEAD);
        self.put(" ");
        self.expr_in(argument, ARGUMENT);
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
        self.expr_in(
            left,
            Place {
                least: left_least,
                climb: place.climb,
                follow: own,
            },
        );
        self.put(" ");
        self.put(words::infix_symbol(infix));
        self.put(" ");
        self.expr_in(
            right,
            Place {
                least: right_least,
                climb: right_least,
                follow: place.follow,
            },
        );
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
            self.put(" ");
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
                self.put(if prefix == Prefix::Neg { "-" } else { "¬" });
                let climb = taken_by(prefix, place);
                let twice = prefix == Prefix::Neg
                    && matches!(operand.value, ExprKind::Prefix(Prefix::Neg, _));
                match twice {
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
                self.enclosed("[", "] ", |printer| {
                    printer.separated(bindings, ", ", Printer::binding)
                });
            }
            _ => {
                self.enclosed(" ", ". ", |printer| {
                    printer.separated(bindings, ", ", Printer::binding)
                });
            }
        }
        let reach = words::reach(binder);
        let least = if reach == level::OPEN {
            reach
        } else {
            reach + 1
        };
        self.expr_in(
            body,
            Place {
                least,
                climb: least,
                follow: place.follow,
            },
        );
    }

    fn binding(&mut self, binding: &Binding) {
        self.separated(&binding.patterns, " ", Printer::pattern);
        self.range(&binding.range, BOUND);
    }

    /// What stands before the bar of a set: read as an expression.
    fn comprehended(&mut self, binding: &Binding) {
        self.separated(&binding.patterns, " ", Printer::pattern);
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
        self.put(" then ");
        self.expr(yes);
        self.put(" else ");
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
        ExprKind::Bind(binder, ..) => place.follow > shown_reach(*binder),
        ExprKind::If(..) | ExprKind::Let(..) => place.follow > level::OPEN,
        _ => false,
    }
}

/// How tight an operator may follow a binder without parentheses: fewer would do for the parser, not for the reader.
fn shown_reach(binder: Binder) -> u8 {
    match binder {
        Binder::Expectation | Binder::Probability => level::COMPARISON,
        _ => level::OPEN,
    }
}
