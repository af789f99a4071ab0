//! Matching of what is written: a pattern against an expression, operator by operator. `≥` and `>` are read from the
//! other side, parentheses and types that were written for the parser do not count.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::ast::{Binding, Comparison, Expr, ExprKind, PatternKind, Range};
use crate::syntax::print;

/// Whether the pattern matches the whole expression.
pub(super) fn matches(pattern: &Expr, expr: &Expr, known: &BTreeSet<&str>) -> bool {
    let mut matcher = Matcher {
        known,
        values: BTreeMap::new(),
    };
    matcher.expr(pattern, expr)
}

/// Whether the pattern matches the expression or a part of it.
pub(super) fn occurs(pattern: &Expr, expr: &Expr, known: &BTreeSet<&str>) -> bool {
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        if matches(pattern, expr, known) {
            return true;
        }
        pending.extend(parts(expr));
    }
    false
}

/// The expressions directly in an expression.
fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.value {
        ExprKind::Apply(a, b) | ExprKind::Infix(_, a, b) | ExprKind::Let(_, a, b) => vec![a, b],
        ExprKind::Prefix(_, a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Typed(a, _) => {
            vec![a]
        }
        ExprKind::Chain(first, links) => {
            let rest = links.iter().map(|(_, right)| right);
            std::iter::once(&**first).chain(rest).collect()
        }
        ExprKind::Bind(_, bindings, body) => {
            let bounds = bindings.iter().filter_map(bound);
            bounds.chain([&**body]).collect()
        }
        ExprKind::If(a, b, c) | ExprKind::Update(a, b, c) => vec![a, b, c],
        ExprKind::Tuple(parts) | ExprKind::SetOf(parts) => parts.iter().collect(),
        ExprKind::Comprehension(binding, body) => {
            bound(binding).into_iter().chain([&**body]).collect()
        }
        ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::Hole | ExprKind::Error => Vec::new(),
    }
}

fn bound(binding: &Binding) -> Option<&Expr> {
    match &binding.range {
        Range::Below(bound) | Range::Member(bound) | Range::Drawn(bound) => Some(bound),
        Range::Whole | Range::Typed(_) => None,
    }
}

struct Matcher<'k> {
    known: &'k BTreeSet<&'k str>,
    /// What the pattern's own names stand for, as printed.
    values: BTreeMap<String, String>,
}

impl Matcher<'_> {
    fn expr(&mut self, pattern: &Expr, expr: &Expr) -> bool {
        let expr = match &expr.value {
            ExprKind::Typed(inner, _) => inner,
            _ => expr,
        };
        match (&pattern.value, &expr.value) {
            (ExprKind::Hole, _) => true,
            (ExprKind::Typed(pattern, _), _) => self.expr(pattern, expr),
            (ExprKind::Name(name), _) => self.name(name, expr),
            (ExprKind::Number(a), ExprKind::Number(b)) => a == b,
            (ExprKind::Infix(a, ..), ExprKind::Infix(b, ..)) if a != b => false,
            (ExprKind::Prefix(a, _), ExprKind::Prefix(b, _)) if a != b => false,
            (ExprKind::Chain(a, links), ExprKind::Chain(b, others)) => {
                self.chain((a, links), (b, others))
            }
            (ExprKind::Bind(a, ours, body), ExprKind::Bind(b, theirs, other)) => {
                a == b && self.bindings(ours, theirs) && self.expr(body, other)
            }
            (ExprKind::Comprehension(ours, body), ExprKind::Comprehension(theirs, other)) => {
                self.binding(ours, theirs) && self.expr(body, other)
            }
            (a, b) => {
                std::mem::discriminant(a) == std::mem::discriminant(b)
                    && self.all(&parts(pattern), &parts(expr))
            }
        }
    }

    fn all(&mut self, patterns: &[&Expr], exprs: &[&Expr]) -> bool {
        patterns.len() == exprs.len()
            && patterns
                .iter()
                .zip(exprs)
                .all(|(pattern, expr)| self.expr(pattern, expr))
    }

    /// A defined name stands for itself, any other for one thing throughout.
    fn name(&mut self, name: &str, expr: &Expr) -> bool {
        if matches!(&expr.value, ExprKind::Name(other) if other == name) {
            return true;
        }
        if self.known.contains(name) {
            return false;
        }
        let printed = print::expr(expr);
        match self.values.get(name) {
            Some(value) => *value == printed,
            None => {
                self.values.insert(name.to_owned(), printed);
                true
            }
        }
    }

    /// The pattern's links in a row, somewhere in the chain.
    fn chain(&mut self, pattern: Links<'_>, expr: Links<'_>) -> bool {
        let (pattern, expr) = (upwards(pattern), upwards(expr));
        let width = pattern.len();
        expr.windows(width).any(|window| {
            let before = self.values.clone();
            let met = pattern
                .iter()
                .zip(window)
                .all(|(p, e)| p.1 == e.1 && self.expr(p.0, e.0) && self.expr(p.2, e.2));
            if !met {
                self.values = before;
            }
            met
        })
    }

    /// A pattern's `_` stands for any bindings.
    fn bindings(&mut self, patterns: &[Binding], bindings: &[Binding]) -> bool {
        let open = matches!(patterns, [one] if is_open(one));
        open || (patterns.len() == bindings.len()
            && patterns
                .iter()
                .zip(bindings)
                .all(|(ours, theirs)| self.binding(ours, theirs)))
    }

    fn binding(&mut self, pattern: &Binding, binding: &Binding) -> bool {
        match (bound(pattern), bound(binding)) {
            (Some(pattern), Some(bound)) => self.expr(pattern, bound),
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

/// Whether a binding is `_` with nothing said of its range.
fn is_open(binding: &Binding) -> bool {
    let anonymous = |name: &PatternKind| matches!(name, PatternKind::Name(name) if name == "_");
    let unsaid = bound(binding).is_none_or(|bound| bound.value == ExprKind::Hole);
    unsaid
        && binding
            .patterns
            .iter()
            .all(|pattern| anonymous(&pattern.value))
}

type Links<'e> = (
    &'e Expr,
    &'e [(crate::syntax::ast::Spanned<Comparison>, Expr)],
);

/// The links of a chain, each with its smaller side first.
fn upwards<'e>((first, links): Links<'e>) -> Vec<(&'e Expr, Comparison, &'e Expr)> {
    let lefts = std::iter::once(first).chain(links.iter().map(|(_, right)| right));
    let each = lefts
        .zip(links)
        .map(|(left, (relation, right))| match relation.value {
            Comparison::Ge => (right, Comparison::Le, left),
            Comparison::Gt => (right, Comparison::Lt, left),
            relation => (left, relation, right),
        });
    each.collect()
}
