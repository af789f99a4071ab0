//! Expressions: the grammar gives a flat list of prefixes, applications and infix operators, and this file climbs it by
//! precedence. Recursion is counted, and so is the height of what is built.

use super::Rule;
use super::builder::{Builder, MAX_DEPTH, MAX_HEIGHT, Tree, join, span};
use super::pairs::{Pair, Pairs};
use crate::report::Diagnostic;
use crate::syntax::ast::{
    Binder, Binding, Comparison, Expr, ExprKind, Infix, Pattern, PatternKind, Prefix, Range, Span,
    Spanned,
};
use crate::syntax::words::{self, Grouping, Joint, level};

/// A run of operands and operators that is being climbed.
struct Run<'t> {
    pairs: Pairs<'t>,
    /// How many `let`s wait for their `in`; then `in` is not membership.
    waiting_lets: u32,
    /// Where the last thing that was read ends.
    end: u32,
    /// Whether the rest was given up, which was reported.
    refused: bool,
}

impl<'t> Run<'t> {
    fn next(&mut self) -> Option<Pair<'t>> {
        let pair = self.pairs.next()?;
        self.end = span(&pair).end;
        Some(pair)
    }

    /// The operator that comes next.
    fn joint(&self) -> Option<Joint> {
        let pair = self.pairs.peek()?;
        match words::joint(pair.as_str()).0 {
            Joint::In if self.waiting_lets == 0 => Some(Joint::Comparison(Comparison::In)),
            joint => Some(joint),
        }
    }

    fn here(&self) -> Span {
        match self.pairs.peek() {
            Some(pair) => span(&pair),
            None => Span {
                start: self.end,
                end: self.end,
            },
        }
    }
}

impl<'t> Builder<'t> {
    /// An expression.
    pub(super) fn expr(&mut self, pair: Pair<'t>) -> Expr {
        self.tree(pair).node
    }

    /// An expression that the grammar promises.
    pub(super) fn expr_from(&mut self, pair: Option<Pair<'t>>) -> Expr {
        match pair {
            Some(pair) => self.expr(pair),
            None => error(Span::default()).node,
        }
    }

    /// An operand of a comparison: what is looser needs parentheses.
    pub(super) fn operand_of_comparison(&mut self, pair: Pair<'t>) -> Expr {
        self.run(pair, level::COMPARISON + 1).node
    }

    pub(super) fn tree(&mut self, pair: Pair<'t>) -> Tree<Expr> {
        self.run(pair, level::OPEN)
    }

    fn run(&mut self, pair: Pair<'t>, least: u8) -> Tree<Expr> {
        let start = span(&pair);
        let mut run = Run {
            pairs: pair.into_inner(),
            waiting_lets: 0,
            end: start.start,
            refused: false,
        };
        let tree = self.climb(&mut run, least);
        if let Some(rest) = run.next() {
            self.leftover(&rest);
        }
        tree
    }

    fn leftover(&mut self, rest: &Pair<'t>) {
        let written = rest.as_str();
        let message = match words::joint(written).0 {
            Joint::Then | Joint::Else => format!("`{written}` without an `if` before it"),
            Joint::Infix(Infix::Iff) => String::from("`↔` does not chain: write parentheses"),
            _ => format!(
                "expected the end of this side, found `{written}`: write parentheses around a side that is a formula"
            ),
        };
        self.report(Diagnostic::error("syntax", span(rest), message));
    }

    /// Reads operands and operators that are at least as tight as `least`.
    fn climb(&mut self, run: &mut Run<'t>, least: u8) -> Tree<Expr> {
        self.depth += 1;
        let tree = match self.depth > MAX_DEPTH {
            true => self.refuse_rest(run),
            false => self.climb_counted(run, least),
        };
        self.depth -= 1;
        tree
    }

    /// Gives up on a run: reads to its end, iteratively.
    fn refuse_rest(&mut self, run: &mut Run<'t>) -> Tree<Expr> {
        let place = run.here();
        self.too_deep(place);
        run.refused = true;
        while run.next().is_some() {}
        error(place)
    }

    fn climb_counted(&mut self, run: &mut Run<'t>, least: u8) -> Tree<Expr> {
        let mut left = self.operand(run, least);
        loop {
            match run.joint() {
                Some(Joint::Infix(infix)) if words::binding(infix).0 >= least => {
                    let (tree, last) = self.infix(run, infix, left);
                    left = tree;
                    if last {
                        return left;
                    }
                }
                Some(Joint::Comparison(_)) if level::COMPARISON >= least => {
                    left = self.chain(run, left);
                }
                Some(Joint::Unknown) => {
                    self.unknown_operator(run);
                    return left;
                }
                _ => return left,
            }
        }
    }

    fn unknown_operator(&mut self, run: &mut Run<'t>) {
        let place = run.here();
        let written = run.next().map(|pair| pair.as_str()).unwrap_or_default();
        self.report(Diagnostic::error(
            "syntax",
            place,
            format!("`{written}` is not an operator"),
        ));
        while run.next().is_some() {}
    }

    /// Reads the operator and its right side; true if nothing of this level may follow.
    fn infix(&mut self, run: &mut Run<'t>, infix: Infix, left: Tree<Expr>) -> (Tree<Expr>, bool) {
        self.read_operator(run);
        let (own, grouping) = words::binding(infix);
        let right = self.climb(
            run,
            if grouping == Grouping::Right {
                own
            } else {
                own + 1
            },
        );
        let place = join(left.node.span, right.node.span);
        let height = left.height.max(right.height) + 1;
        let node = ExprKind::Infix(infix, Box::new(left.node), Box::new(right.node));
        (self.grown(node, place, height), grouping == Grouping::None)
    }

    fn read_operator(&mut self, run: &mut Run<'t>) -> Span {
        let Some(pair) = run.next() else {
            return run.here();
        };
        let place = span(&pair);
        if let Some(right) = words::joint(pair.as_str()).1 {
            self.slip(place, pair.as_str(), right);
        }
        place
    }

    /// `a ≤ b < c`
    fn chain(&mut self, run: &mut Run<'t>, first: Tree<Expr>) -> Tree<Expr> {
        let start = first.node.span;
        let mut height = first.height;
        let mut links = Vec::new();
        while let Some(Joint::Comparison(comparison)) = run.joint() {
            let place = self.read_operator(run);
            let right = self.climb(run, level::COMPARISON + 1);
            height = height.max(right.height);
            links.push((
                Spanned {
                    value: comparison,
                    span: place,
                },
                right.node,
            ));
        }
        let place = join(
            start,
            Span {
                start: run.end,
                end: run.end,
            },
        );
        self.grown(
            ExprKind::Chain(Box::new(first.node), links),
            place,
            height + 1,
        )
    }

    /// A node, or an error leaf if it would be too high.
    pub(super) fn grown(&mut self, kind: ExprKind, place: Span, height: u32) -> Tree<Expr> {
        if height > MAX_HEIGHT {
            self.too_deep(place);
            return error(place);
        }
        Tree {
            node: Spanned {
                value: kind,
                span: place,
            },
            height,
        }
    }

    fn operand(&mut self, run: &mut Run<'t>, least: u8) -> Tree<Expr> {
        let Some(pair) = run.pairs.peek() else {
            return error(run.here());
        };
        match pair.as_rule() {
            Rule::minus | Rule::not | Rule::k_if | Rule::let_head | Rule::binder | Rule::mean => {
                run.next();
                self.prefixed(run, pair, least)
            }
            _ => {
                let operand = self.application(&mut run.pairs);
                let operand = operand.unwrap_or_else(|| error(span(&pair)));
                run.end = operand.node.span.end;
                operand
            }
        }
    }

    fn prefixed(&mut self, run: &mut Run<'t>, pair: Pair<'t>, least: u8) -> Tree<Expr> {
        match pair.as_rule() {
            Rule::minus => self.prefix(run, &pair, level::NEG.max(least)),
            Rule::not => self.prefix(run, &pair, level::NOT.max(least)),
            Rule::k_if => self.conditional(run, span(&pair)),
            Rule::let_head => self.let_in(run, pair),
            _ => self.bind(run, pair),
        }
    }

    fn prefix(&mut self, run: &mut Run<'t>, pair: &Pair<'t>, least: u8) -> Tree<Expr> {
        let (prefix, right) = words::prefix(pair.as_str());
        let place = span(pair);
        if let Some(right) = right {
            self.slip(place, pair.as_str(), right);
        }
        let operand = self.climb(run, least);
        prefixed(self, prefix, place, operand)
    }

    fn conditional(&mut self, run: &mut Run<'t>, start: Span) -> Tree<Expr> {
        let outer = std::mem::take(&mut run.waiting_lets);
        let condition = self.climb(run, level::OPEN);
        self.expect_word(run, Joint::Then, "`then`", start);
        let yes = self.climb(run, level::OPEN);
        self.expect_word(run, Joint::Else, "`else`", start);
        run.waiting_lets = outer;
        let no = self.climb(run, level::OPEN);
        let place = join(start, no.node.span);
        let height = condition.height.max(yes.height).max(no.height) + 1;
        self.grown(
            ExprKind::If(
                Box::new(condition.node),
                Box::new(yes.node),
                Box::new(no.node),
            ),
            place,
            height,
        )
    }

    fn expect_word(&mut self, run: &mut Run<'t>, word: Joint, spelled: &str, opener: Span) {
        if run.joint() == Some(word) {
            run.next();
            return;
        }
        if run.refused {
            return;
        }
        let place = run.here();
        let found = place.start as usize..place.end as usize;
        let found = match self.text.get(found) {
            Some(text) if !text.is_empty() => format!("`{text}`"),
            _ => String::from("the end of the expression"),
        };
        let diagnostic = Diagnostic::error(
            "syntax",
            place,
            format!("expected {spelled}, found {found}"),
        );
        self.report(diagnostic.label(opener, "for this"));
    }

    fn let_in(&mut self, run: &mut Run<'t>, pair: Pair<'t>) -> Tree<Expr> {
        let start = span(&pair);
        let pattern = pair
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::pattern);
        let pattern = pattern
            .map(|inner| self.pattern(inner))
            .unwrap_or_else(|| wildcard(start));
        run.waiting_lets += 1;
        let value = self.climb(run, level::OPEN);
        self.expect_word(run, Joint::In, "`in`", start);
        run.waiting_lets -= 1;
        let body = self.climb(run, level::OPEN);
        let place = join(start, body.node.span);
        let height = value.height.max(body.height) + 1;
        self.grown(
            ExprKind::Let(pattern, Box::new(value.node), Box::new(body.node)),
            place,
            height,
        )
    }

    fn bind(&mut self, run: &mut Run<'t>, pair: Pair<'t>) -> Tree<Expr> {
        let start = span(&pair);
        let mut binder = Binder::Lambda;
        let mut bindings = (Vec::new(), 0);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::binder_word | Rule::mean_word => binder = self.binder(&inner),
                Rule::bindings => bindings = self.bindings(inner, binder),
                Rule::dot if inner.as_str() != "." => self.slip(span(&inner), inner.as_str(), "."),
                _ => {}
            }
        }
        let reach = words::reach(binder);
        let body = self.climb(
            run,
            if reach == level::OPEN {
                reach
            } else {
                reach + 1
            },
        );
        let place = join(start, body.node.span);
        let height = body.height.max(bindings.1) + 1;
        self.grown(
            ExprKind::Bind(binder, bindings.0, Box::new(body.node)),
            place,
            height,
        )
    }

    fn binder(&mut self, pair: &Pair<'t>) -> Binder {
        let (binder, right) = words::binder(pair.as_str());
        if let Some(right) = right {
            self.slip(span(pair), pair.as_str(), right);
        }
        binder
    }

    fn bindings(&mut self, pair: Pair<'t>, binder: Binder) -> (Vec<Binding>, u32) {
        let mut height = 0;
        let mut bindings = Vec::new();
        for inner in pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::binding)
        {
            let (binding, own) = self.binding(inner, binder);
            height = height.max(own);
            bindings.push(binding);
        }
        (bindings, height)
    }

    fn binding(&mut self, pair: Pair<'t>, binder: Binder) -> (Binding, u32) {
        let place = span(&pair);
        let mut binding = Binding {
            patterns: Vec::new(),
            range: Range::Whole,
        };
        let mut height = 0;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::pattern => binding.patterns.push(self.pattern(inner)),
                Rule::range_type => binding.range = self.range_type(inner),
                Rule::range => (binding.range, height) = self.range(inner),
                _ => {} // the parentheses of a group
            }
        }
        self.check_range(&binding.range, binder, place);
        (binding, height)
    }

    fn range_type(&mut self, pair: Pair<'t>) -> Range {
        let place = span(&pair);
        match pair
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::type_expr)
        {
            Some(inner) => Range::Typed(self.type_expr(inner)),
            None => Range::Member(Box::new(error(place).node)),
        }
    }

    fn range(&mut self, pair: Pair<'t>) -> (Range, u32) {
        let mut inner = pair.into_inner();
        let Some(word) = inner.next() else {
            return (Range::Whole, 0);
        };
        let bound = match inner.next() {
            Some(bound) => self.run(bound, level::COMPARISON + 1),
            None => error(span(&word)),
        };
        let height = bound.height;
        let bound = Box::new(bound.node);
        let range = match word.as_str() {
            "<" => Range::Below(bound),
            "∈" | "in" | "elem" => Range::Member(bound),
            "~" => Range::Drawn(bound),
            "∼" => {
                self.slip(span(&word), "∼", "~");
                Range::Drawn(bound)
            }
            other => {
                self.unknown_range(span(&word), other);
                Range::Member(bound)
            }
        };
        (range, height)
    }

    fn unknown_range(&mut self, place: Span, written: &str) {
        let message = format!("a bound variable ranges by `:`, `<` or `∈`, not by `{written}`");
        let help = format!("bind it first and make the rest a premise: `∀ x. x {written} … → …`");
        self.report(Diagnostic::error("binder-range", place, message).help(help));
    }

    fn check_range(&mut self, range: &Range, binder: Binder, place: Span) {
        let mean = matches!(binder, Binder::Expectation | Binder::Probability);
        let drawn = matches!(range, Range::Drawn(_));
        if mean && !drawn {
            let message = "expected `~` and a distribution in the brackets of `E[…]` or `P[…]`";
            self.report(
                Diagnostic::error("binder-range", place, message).help("write `E[x ~ μ] f x`"),
            );
        }
        if drawn && !mean {
            let message =
                "`~` draws from a distribution, which only `E[x ~ μ]` and `P[x ~ μ]` can do";
            self.report(Diagnostic::error("binder-range", place, message));
        }
    }
}

pub(super) fn prefixed(
    builder: &mut Builder<'_>,
    prefix: Prefix,
    place: Span,
    operand: Tree<Expr>,
) -> Tree<Expr> {
    let whole = join(place, operand.node.span);
    builder.grown(
        ExprKind::Prefix(prefix, Box::new(operand.node)),
        whole,
        operand.height + 1,
    )
}

pub(super) fn leaf(kind: ExprKind, place: Span) -> Tree<Expr> {
    Tree {
        node: Spanned {
            value: kind,
            span: place,
        },
        height: 1,
    }
}

pub(super) fn error(place: Span) -> Tree<Expr> {
    leaf(ExprKind::Error, place)
}

fn wildcard(place: Span) -> Pattern {
    Spanned {
        value: PatternKind::Name(String::from("_")),
        span: place,
    }
}
