//! Expressions, types and patterns: the flat lists of the grammar get their precedence here.

use super::{
    ast::{
        Binder, Binding, Comparison, Expr, ExprKind, Ident, Infix, Pattern, PatternKind, Prefix,
        Range, Span, Spanned, TypeExpr, TypeKind,
    },
    parse::{Reader, Rule},
};
use crate::report::Diagnostic;
use pest::iterators::Pair;
use std::{iter::Peekable, vec::IntoIter};

/// The most operators, prefixes or arguments in one expression: the height of its tree stays bounded.
const MAX_PARTS: usize = 1_000;

type Tokens<'a> = Peekable<IntoIter<Pair<'a, Rule>>>;

/// Binding strengths, loose to tight.
mod strength {
    pub const IFF: u8 = 1;
    pub const IMPLIES: u8 = 2;
    pub const OR: u8 = 3;
    pub const AND: u8 = 4;
    pub const NOT: u8 = 5;
    pub const COMPARE: u8 = 6;
    pub const BIG: u8 = 7;
    pub const ADD: u8 = 8;
    pub const NEG: u8 = 9;
    pub const MUL: u8 = 10;
    pub const POW: u8 = 11;
}

enum Operator {
    Infix(Infix),
    Compare(Comparison),
}

/// An operator's meaning, its strength, and the strength that its right operand needs.
fn operator(pair: &Pair<'_, Rule>) -> Option<(Operator, u8, u8)> {
    use strength::*;
    let left = |op, s| (Operator::Infix(op), s, s + 1);
    Some(match pair.as_rule() {
        Rule::iff => left(Infix::Iff, IFF),
        Rule::implies => (Operator::Infix(Infix::Implies), IMPLIES, IMPLIES),
        Rule::or => (Operator::Infix(Infix::Or), OR, OR),
        Rule::and => (Operator::Infix(Infix::And), AND, AND),
        Rule::comparison => (Operator::Compare(comparison(pair)), COMPARE, COMPARE + 1),
        Rule::add => left(Infix::Add, ADD),
        Rule::sub => left(Infix::Sub, ADD),
        Rule::monus => left(Infix::Monus, ADD),
        Rule::union => left(Infix::Union, ADD),
        Rule::inter => left(Infix::Inter, ADD),
        Rule::diff => left(Infix::Diff, ADD),
        Rule::mul => left(Infix::Mul, MUL),
        Rule::div => left(Infix::Div, MUL),
        Rule::nat_div => left(Infix::NatDiv, MUL),
        Rule::nat_mod => left(Infix::NatMod, MUL),
        Rule::set_times => left(Infix::Times, MUL),
        Rule::compose => left(Infix::Compose, MUL),
        Rule::pow => (Operator::Infix(Infix::Pow), POW, POW),
        _ => return None,
    })
}

pub(super) fn comparison(pair: &Pair<'_, Rule>) -> Comparison {
    match pair.clone().into_inner().next().map(|p| p.as_rule()) {
        Some(Rule::ne) => Comparison::Ne,
        Some(Rule::le) => Comparison::Le,
        Some(Rule::lt) => Comparison::Lt,
        Some(Rule::ge) => Comparison::Ge,
        Some(Rule::gt) => Comparison::Gt,
        Some(Rule::mem) => Comparison::In,
        Some(Rule::not_mem) => Comparison::NotIn,
        Some(Rule::subset) => Comparison::Subset,
        _ => Comparison::Eq,
    }
}

pub(super) fn spanned<T>(value: T, span: Span) -> Spanned<T> {
    Spanned { value, span }
}

fn between(a: Span, b: Span) -> Span {
    Span {
        start: a.start,
        end: b.end,
    }
}

/// The parts of a rule, without its key words.
pub(super) fn parts<'a>(pair: Pair<'a, Rule>) -> impl Iterator<Item = Pair<'a, Rule>> {
    pair.into_inner().filter(|p| !is_word(p.as_rule()))
}

impl Reader {
    pub(super) fn ident(&self, pair: &Pair<'_, Rule>) -> Ident {
        spanned(pair.as_str().trim().to_string(), self.span(pair))
    }

    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let tokens: Vec<_> = pair
            .into_inner()
            .filter(|p| !is_word(p.as_rule()))
            .collect();
        if tokens.len() > MAX_PARTS {
            let message = format!("more than {MAX_PARTS} operators and operands in one expression");
            self.diagnostics
                .push(Diagnostic::error("too-deep", span, message).help("give parts of it a name"));
            return spanned(ExprKind::Error, span);
        }
        let mut tokens = tokens.into_iter().peekable();
        self.climb(&mut tokens, 0, span)
    }

    /// Precedence climbing: an operand, then operators at least as strong as `least`.
    fn climb(&mut self, tokens: &mut Tokens<'_>, least: u8, whole: Span) -> Expr {
        let mut left = self.operand(tokens, whole);
        while let Some((op, own, right)) = tokens
            .peek()
            .and_then(operator)
            .filter(|(_, own, _)| *own >= least)
        {
            let Some(token) = tokens.next() else { break };
            let at = self.span(&token);
            let operand = self.climb(tokens, right, whole);
            let span = between(left.span, operand.span);
            let kind = match op {
                Operator::Infix(op) => ExprKind::Infix(op, left.into(), operand.into()),
                Operator::Compare(op) => chain(left, spanned(op, at), operand, own),
            };
            left = spanned(kind, span);
        }
        left
    }

    fn operand(&mut self, tokens: &mut Tokens<'_>, whole: Span) -> Expr {
        let Some(token) = tokens.next() else {
            return spanned(ExprKind::Error, whole);
        };
        let at = self.span(&token);
        let prefix = |reader: &mut Self, tokens: &mut Tokens<'_>, op, least| {
            let operand = reader.climb(tokens, least, whole);
            let span = between(at, operand.span);
            spanned(ExprKind::Prefix(op, operand.into()), span)
        };
        match token.as_rule() {
            Rule::neg => prefix(self, tokens, Prefix::Neg, strength::NEG),
            Rule::not => prefix(self, tokens, Prefix::Not, strength::NOT),
            Rule::quantifier => self.binder(token, tokens, 0, whole),
            Rule::big => self.binder(token, tokens, strength::BIG, whole),
            Rule::drawn => self.binder(token, tokens, strength::NEG, whole),
            Rule::application => self.application(token),
            Rule::conditional => self.conditional(token),
            Rule::let_in => self.let_in(token),
            _ => spanned(ExprKind::Error, at),
        }
    }

    fn binder(
        &mut self,
        token: Pair<'_, Rule>,
        tokens: &mut Tokens<'_>,
        least: u8,
        whole: Span,
    ) -> Expr {
        let at = self.span(&token);
        let (mut binder, mut bindings, mut drawn) = (Binder::Forall, vec![], vec![]);
        for part in parts(token) {
            match part.as_rule() {
                Rule::binding => bindings.push(self.binding(part)),
                Rule::pattern => drawn.push(self.pattern(part)),
                Rule::expr => {
                    let range = Range::Drawn(self.expr(part).into());
                    bindings.push(Binding {
                        patterns: std::mem::take(&mut drawn),
                        range,
                    });
                }
                _ => binder = binder_of(part.as_str()),
            }
        }
        let body = self.climb(tokens, least, whole);
        let span = between(at, body.span);
        spanned(ExprKind::Bind(binder, bindings, body.into()), span)
    }

    fn binding(&mut self, pair: Pair<'_, Rule>) -> Binding {
        let mut binding = Binding {
            patterns: vec![],
            range: Range::Whole,
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::pattern => binding.patterns.push(self.pattern(part)),
                Rule::typed => binding.range = Range::Typed(self.first_type(part)),
                Rule::below => binding.range = Range::Below(self.ranged(part).into()),
                _ => binding.range = Range::Member(self.ranged(part).into()),
            }
        }
        binding
    }

    fn ranged(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let inner = parts(pair).next().and_then(|range| parts(range).next());
        inner.map_or_else(|| spanned(ExprKind::Error, span), |e| self.expr(e))
    }

    pub(super) fn pattern(&mut self, pair: Pair<'_, Rule>) -> Pattern {
        let span = self.span(&pair);
        let mut inner: Vec<_> = parts(pair).collect();
        if inner.len() == 1 && inner[0].as_rule() != Rule::pattern {
            let name = inner.remove(0).as_str().trim().to_string();
            return spanned(PatternKind::Name(name), span);
        }
        let patterns = inner.into_iter().map(|p| self.pattern(p)).collect();
        spanned(PatternKind::Tuple(patterns), span)
    }

    fn conditional(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut three = parts(pair)
            .map(|p| self.expr(p))
            .collect::<Vec<_>>()
            .into_iter();
        match (three.next(), three.next(), three.next()) {
            (Some(p), Some(a), Some(b)) => {
                spanned(ExprKind::If(p.into(), a.into(), b.into()), span)
            }
            _ => spanned(ExprKind::Error, span),
        }
    }

    fn let_in(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut inner = parts(pair);
        match (inner.next(), inner.next(), inner.next()) {
            (Some(p), Some(value), Some(body)) => {
                let (p, value, body) = (self.pattern(p), self.expr(value), self.expr(body));
                spanned(ExprKind::Let(p, value.into(), body.into()), span)
            }
            _ => spanned(ExprKind::Error, span),
        }
    }

    /// A head and its arguments; `(k := x)` updates what stands before it.
    fn application(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let whole = self.span(&pair);
        let inner: Vec<_> = parts(pair).collect();
        if inner.len() > MAX_PARTS {
            self.diagnostics
                .push(Diagnostic::error("too-deep", whole, "too many arguments"));
            return spanned(ExprKind::Error, whole);
        }
        let mut items: Vec<Expr> = vec![];
        for part in inner {
            let part = if part.as_rule() == Rule::argument {
                parts(part).next()
            } else {
                Some(part)
            };
            let Some(part) = part else { continue };
            match (assignment(&part), items.pop()) {
                (Some((key, value)), Some(function)) => {
                    let span = between(function.span, self.span(&part));
                    let (key, value) = (self.expr(key), self.expr(value));
                    items.push(spanned(
                        ExprKind::Update(function.into(), key.into(), value.into()),
                        span,
                    ));
                }
                (_, last) => {
                    items.extend(last);
                    items.push(self.atom(part));
                }
            }
        }
        let apply = |f: Expr, x: Expr| {
            let span = between(f.span, x.span);
            spanned(ExprKind::Apply(f.into(), x.into()), span)
        };
        items
            .into_iter()
            .reduce(apply)
            .unwrap_or_else(|| spanned(ExprKind::Error, whole))
    }

    pub(super) fn atom(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let text = pair.as_str().trim();
        let kind = match pair.as_rule() {
            Rule::number => ExprKind::Number(text.into()),
            Rule::name | Rule::def_name | Rule::operator_word => ExprKind::Name(text.into()),
            Rule::hole => ExprKind::Hole,
            Rule::empty_set => ExprKind::Name("∅".into()),
            Rule::tight => return self.tight(pair),
            Rule::abs => self.wrapped(pair, ExprKind::Abs),
            Rule::floor => self.wrapped(pair, ExprKind::Floor),
            Rule::braces => self.braces(pair),
            Rule::paren => return self.paren(pair),
            _ => ExprKind::Error,
        };
        spanned(kind, span)
    }

    fn wrapped(&mut self, pair: Pair<'_, Rule>, kind: impl Fn(Box<Expr>) -> ExprKind) -> ExprKind {
        parts(pair)
            .next()
            .map_or(ExprKind::Error, |e| kind(self.expr(e).into()))
    }

    fn tight(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut inner = parts(pair);
        let op = inner.next().map(|p| {
            if p.as_rule() == Rule::sqrt {
                Prefix::Sqrt
            } else {
                Prefix::Indicator
            }
        });
        match (op, inner.next()) {
            (Some(op), Some(operand)) => {
                spanned(ExprKind::Prefix(op, self.atom(operand).into()), span)
            }
            _ => spanned(ExprKind::Error, span),
        }
    }

    fn paren(&mut self, pair: Pair<'_, Rule>) -> Expr {
        let span = self.span(&pair);
        let mut inner = parts(pair);
        let Some(first) = inner.next() else {
            return spanned(ExprKind::Error, span);
        };
        let first = self.expr(first);
        match inner.next() {
            None => spanned(first.value, span),
            Some(rest) if rest.as_rule() == Rule::typed => {
                let ty = self.first_type(rest);
                spanned(ExprKind::Typed(first.into(), ty), span)
            }
            Some(rest) if rest.as_rule() == Rule::tuple_rest => {
                let mut all = vec![first];
                all.extend(parts(rest).map(|p| self.expr(p)));
                spanned(ExprKind::Tuple(all), span)
            }
            Some(rest) => {
                let message =
                    "`(… := …)` must follow the function that it changes, as in `f(k := x)`";
                self.diagnostics
                    .push(Diagnostic::error("syntax", self.span(&rest), message));
                spanned(ExprKind::Error, span)
            }
        }
    }

    fn braces(&mut self, pair: Pair<'_, Rule>) -> ExprKind {
        let mut items = vec![];
        for part in parts(pair) {
            if part.as_rule() == Rule::such_that {
                let body = parts(part).next().map(|e| self.expr(e));
                return match (items.pop(), body) {
                    (Some(first), Some(body)) => self.comprehension(first, body),
                    _ => ExprKind::Error,
                };
            }
            items.push(self.expr(part));
        }
        if items.is_empty() {
            ExprKind::Name("∅".into())
        } else {
            ExprKind::SetOf(items)
        }
    }

    fn comprehension(&mut self, first: Expr, body: Expr) -> ExprKind {
        let at = first.span;
        let (bound, range) = match first.value {
            ExprKind::Chain(x, mut links)
                if links.len() == 1 && links[0].0.value == Comparison::In =>
            {
                (*x, Range::Member(links.remove(0).1.into()))
            }
            ExprKind::Typed(x, ty) => (*x, Range::Typed(ty)),
            value => (spanned(value, at), Range::Whole),
        };
        match as_pattern(&bound) {
            Some(pattern) => ExprKind::Comprehension(
                Box::new(Binding {
                    patterns: vec![pattern],
                    range,
                }),
                body.into(),
            ),
            None => {
                let message = "a set is written `{x | …}`, `{x ∈ A | …}` or `{a, b}`; before `|` stands a name";
                self.diagnostics
                    .push(Diagnostic::error("syntax", at, message));
                ExprKind::Error
            }
        }
    }

    pub(super) fn first_type(&mut self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let inner = parts(pair).find(|p| p.as_rule() == Rule::type_expr);
        match inner {
            Some(p) => self.type_expr(p),
            None => self.missing_type(span),
        }
    }

    fn missing_type(&self, span: Span) -> TypeExpr {
        spanned(TypeKind::Apply(spanned("_".into(), span), vec![]), span)
    }

    pub(super) fn type_expr(&mut self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let mut inner = parts(pair);
        let Some(first) = inner.next() else {
            return self.missing_type(span);
        };
        let first = self.type_product(first);
        match inner.next() {
            None => first,
            Some(rest) => {
                let rest = self.type_expr(rest);
                spanned(TypeKind::Function(first.into(), rest.into()), span)
            }
        }
    }

    fn type_product(&mut self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let factors: Vec<_> = parts(pair).map(|p| self.type_apply(p)).collect();
        let product = |right: TypeExpr, left: TypeExpr| {
            let span = between(left.span, right.span);
            spanned(TypeKind::Product(left.into(), right.into()), span)
        };
        factors
            .into_iter()
            .rev()
            .reduce(product)
            .unwrap_or_else(|| self.missing_type(span))
    }

    fn type_apply(&mut self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        let mut inner = parts(pair);
        let Some(head) = inner.next() else {
            return self.missing_type(span);
        };
        if head.as_rule() == Rule::type_paren {
            return self.first_type(head);
        }
        let name = self.ident(&head);
        let arguments = inner.map(|atom| self.type_atom(atom)).collect();
        spanned(TypeKind::Apply(name, arguments), span)
    }

    fn type_atom(&mut self, pair: Pair<'_, Rule>) -> TypeExpr {
        let span = self.span(&pair);
        match parts(pair).next() {
            Some(p) if p.as_rule() == Rule::type_paren => self.first_type(p),
            Some(p) => spanned(TypeKind::Apply(self.ident(&p), vec![]), span),
            None => self.missing_type(span),
        }
    }
}

/// Key and value of `(k := x)`.
pub(super) fn assignment<'a>(pair: &Pair<'a, Rule>) -> Option<(Pair<'a, Rule>, Pair<'a, Rule>)> {
    if pair.as_rule() != Rule::paren {
        return None;
    }
    let mut inner = parts(pair.clone());
    let key = inner.next()?;
    let assigned = inner.next().filter(|p| p.as_rule() == Rule::assigned)?;
    Some((key, parts(assigned).next()?))
}

/// `a R b S c` is one chain; a parenthesised comparison is not part of it.
fn chain(left: Expr, op: Spanned<Comparison>, right: Expr, _strength: u8) -> ExprKind {
    let parenthesised =
        matches!(&left.value, ExprKind::Chain(first, _) if first.span.start != left.span.start);
    match left.value {
        ExprKind::Chain(first, mut links) if !parenthesised => {
            links.push((op, right));
            ExprKind::Chain(first, links)
        }
        value => ExprKind::Chain(spanned(value, left.span).into(), vec![(op, right)]),
    }
}

fn as_pattern(e: &Expr) -> Option<Pattern> {
    let kind = match &e.value {
        ExprKind::Name(name) => PatternKind::Name(name.clone()),
        ExprKind::Tuple(items) => {
            PatternKind::Tuple(items.iter().map(as_pattern).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(spanned(kind, e.span))
}

fn binder_of(text: &str) -> Binder {
    match text.trim() {
        "∃" | "exists" => Binder::Exists,
        "λ" | "\\" | "fun" => Binder::Lambda,
        "Σ" | "Sum" => Binder::Sum,
        "Π" | "Prod" => Binder::Product,
        "avg" => Binder::Average,
        "sup" => Binder::Sup,
        "inf" => Binder::Inf,
        "above" => Binder::Above,
        "below" => Binder::Below,
        "E[" => Binder::Expectation,
        "P[" => Binder::Probability,
        "some" => Binder::Some,
        "least" => Binder::Least,
        _ => Binder::Forall,
    }
}

/// Key words carry no meaning of their own once a rule has matched.
fn is_word(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_Prod
            | Rule::kw_Sum
            | Rule::kw_above
            | Rule::kw_allow
            | Rule::kw_and
            | Rule::kw_arm
            | Rule::kw_assume
            | Rule::kw_at
            | Rule::kw_attribute
            | Rule::kw_avg
            | Rule::kw_axiom
            | Rule::kw_because
            | Rule::kw_below
            | Rule::kw_by
            | Rule::kw_calc
            | Rule::kw_case
            | Rule::kw_cases
            | Rule::kw_cite
            | Rule::kw_claim
            | Rule::kw_constant
            | Rule::kw_corollary
            | Rule::kw_def
            | Rule::kw_div
            | Rule::kw_else
            | Rule::kw_elem
            | Rule::kw_exists
            | Rule::kw_false
            | Rule::kw_fix
            | Rule::kw_floor
            | Rule::kw_forall
            | Rule::kw_foundational
            | Rule::kw_from
            | Rule::kw_fun
            | Rule::kw_generalizing
            | Rule::kw_have
            | Rule::kw_if
            | Rule::kw_import
            | Rule::kw_in
            | Rule::kw_indicator
            | Rule::kw_induction
            | Rule::kw_inf
            | Rule::kw_least
            | Rule::kw_let
            | Rule::kw_mod
            | Rule::kw_not
            | Rule::kw_notin
            | Rule::kw_obtain
            | Rule::kw_of
            | Rule::kw_or
            | Rule::kw_proof
            | Rule::kw_qed
            | Rule::kw_setting
            | Rule::kw_show
            | Rule::kw_some
            | Rule::kw_sorry
            | Rule::kw_specify
            | Rule::kw_split
            | Rule::kw_sqrt
            | Rule::kw_strong
            | Rule::kw_suc
            | Rule::kw_suffices
            | Rule::kw_sup
            | Rule::kw_then
            | Rule::kw_theorem
            | Rule::kw_type
            | Rule::kw_unfold
            | Rule::kw_using
            | Rule::kw_where
            | Rule::kw_with
            | Rule::kw_without
    )
}
