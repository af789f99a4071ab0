//! Applications and atoms: names, numerals, brackets, sets, updates.

use super::Rule;
use super::builder::{Builder, Tree, join, span};
use super::expression::{error, leaf, prefixed};
use super::pairs::{Pair, Pairs};
use crate::report::Diagnostic;
use crate::syntax::ast::{
    Binding, Comparison, Expr, ExprKind, Pattern, PatternKind, Range, Span, Spanned, TypeExpr,
};
use crate::syntax::words;

impl<'t> Builder<'t> {
    /// `f a b`, with `√` and `𝟙` before operands and updates `f(k := x)` after them.
    pub(super) fn application(&mut self, parts: &mut Pairs<'t>) -> Option<Tree<Expr>> {
        let mut function = self.tight(parts)?;
        while parts.peek().is_some_and(|next| is_operand(&next)) {
            let argument = self.tight(parts)?;
            function = self.applied(function, argument);
        }
        Some(function)
    }

    fn applied(&mut self, function: Tree<Expr>, argument: Tree<Expr>) -> Tree<Expr> {
        if let ExprKind::Number(digits) = &function.node.value {
            let message = format!("the numeral `{digits}` is not a function");
            let diagnostic = Diagnostic::error("numeral-applied", function.node.span, message);
            self.report(diagnostic.help(format!("write a product with its sign: `{digits} * …`")));
        }
        let place = join(function.node.span, argument.node.span);
        let height = function.height.max(argument.height) + 1;
        self.grown(
            ExprKind::Apply(Box::new(function.node), Box::new(argument.node)),
            place,
            height,
        )
    }

    /// The next operand with its roots and updates.
    pub(super) fn tight(&mut self, parts: &mut Pairs<'t>) -> Option<Tree<Expr>> {
        let mut roots = Vec::new();
        while let Some(pair) = parts.peek().filter(|pair| pair.as_rule() == Rule::root) {
            parts.next();
            roots.push((words::prefix(pair.as_str()).0, span(&pair)));
        }
        let mut tree = self.atom(parts.next()?);
        while let Some(update) = parts.peek().filter(|next| is_update(next, tree.node.span)) {
            parts.next();
            tree = self.update(tree, update);
        }
        for (prefix, place) in roots.into_iter().rev() {
            tree = prefixed(self, prefix, place, tree);
        }
        Some(tree)
    }

    fn update(&mut self, function: Tree<Expr>, pair: Pair<'t>) -> Tree<Expr> {
        let place = join(function.node.span, span(&pair));
        let mut parts = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::expr);
        let (Some(at), Some(value)) = (parts.next(), parts.next()) else {
            return function;
        };
        let (at, value) = (self.tree(at), self.tree(value));
        let height = function.height.max(at.height).max(value.height) + 1;
        let kind = ExprKind::Update(
            Box::new(function.node),
            Box::new(at.node),
            Box::new(value.node),
        );
        self.grown(kind, place, height)
    }

    fn atom(&mut self, pair: Pair<'t>) -> Tree<Expr> {
        let place = span(&pair);
        match pair.as_rule() {
            Rule::name | Rule::operator_word => {
                leaf(ExprKind::Name(pair.as_str().to_owned()), place)
            }
            Rule::number => leaf(ExprKind::Number(pair.as_str().to_owned()), place),
            Rule::hole => leaf(ExprKind::Hole, place),
            Rule::latex => self.latex(&pair),
            Rule::paren => self.paren(pair),
            Rule::set => self.set(pair),
            Rule::absolute => self.wrapped(pair, ExprKind::Abs),
            Rule::floor => self.wrapped(pair, ExprKind::Floor),
            _ => error(place),
        }
    }

    fn latex(&mut self, pair: &Pair<'t>) -> Tree<Expr> {
        let symbol = self.latex_symbol(pair);
        let kind = match words::is_name(symbol) {
            true => ExprKind::Name(symbol.to_owned()),
            false => ExprKind::Error,
        };
        leaf(kind, span(pair))
    }

    /// The symbol that a LaTeX command stands for, with the advice to write it so.
    pub(super) fn latex_symbol(&mut self, pair: &Pair<'_>) -> &'static str {
        let written = pair.as_str();
        let symbol = words::latex(written.trim_start_matches('\\')).unwrap_or("_");
        self.slip(span(pair), written, symbol);
        symbol
    }

    fn wrapped(&mut self, pair: Pair<'t>, make: fn(Box<Expr>) -> ExprKind) -> Tree<Expr> {
        let place = span(&pair);
        let inner = match pair.into_inner().next() {
            Some(inner) => self.tree(inner),
            None => error(place),
        };
        self.grown(make(Box::new(inner.node)), place, inner.height + 1)
    }

    /// `(a)`, `(a, b)`, `(a : τ)`; `(a := b)` belongs elsewhere.
    fn paren(&mut self, pair: Pair<'t>) -> Tree<Expr> {
        let place = span(&pair);
        let (mut parts, mut ty) = (Vec::new(), None);
        let mut height = 0;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expr => parts.push(self.tree(inner)),
                Rule::type_expr => ty = Some(self.type_expr(inner)),
                Rule::assign => self.stray_assign(span(&inner)),
                _ => {}
            }
        }
        height = parts.iter().map(|part| part.height).fold(height, u32::max);
        let mut parts: Vec<Expr> = parts.into_iter().map(|part| part.node).collect();
        let inner = match parts.len() {
            0 => return error(place),
            1 => Tree {
                node: parts.remove(0),
                height,
            },
            _ => self.grown(ExprKind::Tuple(parts), place, height + 1),
        };
        match ty {
            Some(ty) => self.grown(ExprKind::Typed(Box::new(inner.node), ty), place, height + 2),
            None => Tree {
                node: Spanned {
                    value: inner.node.value,
                    span: place,
                },
                height: inner.height,
            },
        }
    }

    fn stray_assign(&mut self, place: Span) {
        let message = "`:=` inside a formula: an equation is written `=`";
        let help = "an update has no space before its parenthesis: `f(k := x)`";
        self.report(Diagnostic::error("assign-in-formula", place, message).help(help));
    }

    /// `{a, b}`, `{x | P}`, `{x ∈ A | P}`, `{x : τ | P}`
    fn set(&mut self, pair: Pair<'t>) -> Tree<Expr> {
        let place = span(&pair);
        let (mut parts, mut ty, mut predicate) = (Vec::new(), None, None);
        let mut bar = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expr if bar.is_none() => parts.push(self.tree(inner)),
                Rule::expr => predicate = Some(self.tree(inner)),
                Rule::type_expr => ty = Some(self.type_expr(inner)),
                Rule::bar => bar = Some(span(&inner)),
                _ => {}
            }
        }
        let height = parts
            .iter()
            .chain(&predicate)
            .map(|part| part.height)
            .max()
            .unwrap_or(0)
            + 1;
        let parts: Vec<Expr> = parts.into_iter().map(|part| part.node).collect();
        let kind = match predicate {
            Some(predicate) => self.comprehension(parts, ty, predicate.node, place),
            None if ty.is_some() => self.refused_comprehension(place),
            None if parts.is_empty() => ExprKind::Name(String::from("∅")),
            None => ExprKind::SetOf(parts),
        };
        self.grown(kind, place, height)
    }

    fn comprehension(
        &mut self,
        mut parts: Vec<Expr>,
        ty: Option<TypeExpr>,
        predicate: Expr,
        place: Span,
    ) -> ExprKind {
        let binding = match (parts.pop(), parts.is_empty()) {
            (Some(head), true) => as_binding(head, ty),
            _ => None,
        };
        match binding {
            Some(binding) => ExprKind::Comprehension(Box::new(binding), Box::new(predicate)),
            None => self.refused_comprehension(place),
        }
    }

    fn refused_comprehension(&mut self, place: Span) -> ExprKind {
        let message =
            "a set comprehension binds a variable, as in `{x | P}`, `{x ∈ A | P}` or `{x : τ | P}`";
        let help = "for the values of a function write `image f A`, or `{y | ∃ x ∈ A. y = f x}`";
        self.report(Diagnostic::error("set-comprehension", place, message).help(help));
        ExprKind::Error
    }
}

fn is_operand(pair: &Pair<'_>) -> bool {
    !matches!(pair.as_rule(), Rule::infix | Rule::arithmetic)
}

/// Whether a parenthesis is an update of what stands directly before it.
fn is_update(pair: &Pair<'_>, function: Span) -> bool {
    pair.as_rule() == Rule::paren && span(pair).start == function.end && is_assignment(pair)
}

/// Whether a parenthesis holds `a := b`.
pub(super) fn is_assignment(pair: &Pair<'_>) -> bool {
    pair.into_inner()
        .any(|inner| inner.as_rule() == Rule::assign)
}

/// What a comprehension binds, read back from the expression before its bar.
fn as_binding(head: Expr, ty: Option<TypeExpr>) -> Option<Binding> {
    let (pattern, range) = match (head.value, ty) {
        (ExprKind::Chain(left, mut links), None) if links.len() == 1 => {
            let (relation, right) = links.remove(0);
            let range = match relation.value {
                Comparison::In => Range::Member(Box::new(right)),
                Comparison::Lt => Range::Below(Box::new(right)),
                _ => return None,
            };
            (as_pattern(*left)?, range)
        }
        (ExprKind::Typed(inner, ty), None) => (as_pattern(*inner)?, Range::Typed(ty)),
        (value, ty) => {
            let pattern = as_pattern(Spanned {
                value,
                span: head.span,
            })?;
            (pattern, ty.map_or(Range::Whole, Range::Typed))
        }
    };
    Some(Binding {
        patterns: vec![pattern],
        range,
    })
}

fn as_pattern(expr: Expr) -> Option<Pattern> {
    let value = match expr.value {
        ExprKind::Name(name) => PatternKind::Name(name),
        ExprKind::Hole => PatternKind::Name(String::from("_")),
        ExprKind::Tuple(parts) => {
            PatternKind::Tuple(parts.into_iter().map(as_pattern).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Spanned {
        value,
        span: expr.span,
    })
}
