//! Proofs: steps, methods and references to facts, from the grammar's pairs.

use super::{
    ast::{
        Branch, CalcLink, CaseSplit, Comparison, Expr, ExprKind, FactHead, FactRef, Ident,
        Justification, Labelled, Method, Proof, Span, Spanned, Statement, Step, StepKind,
    },
    expression::{assignment, comparison, parts, spanned},
    parse::{Reader, Rule},
};
use crate::report::Diagnostic;
use pest::iterators::Pair;

type Part<'a> = Pair<'a, Rule>;

impl Reader {
    pub(super) fn justification(&mut self, pair: Part<'_>) -> Justification {
        let span = self.span(&pair);
        match parts(pair).next() {
            Some(p) if p.as_rule() == Rule::by => Justification::By(self.methods(p)),
            Some(p) if p.as_rule() == Rule::proof => Justification::Proof(self.proof(p)),
            Some(p) if p.as_rule() == Rule::sorry => Justification::Sorry(self.span(&p)),
            _ => Justification::Missing(span),
        }
    }

    fn methods(&mut self, pair: Part<'_>) -> Vec<Method> {
        parts(pair).map(|p| self.method(p)).collect()
    }

    /// `NAME [facts] at … using …`, or a plain list of facts: a single fact without brackets may be either.
    fn method(&mut self, pair: Part<'_>) -> Method {
        let span = self.span(&pair);
        let mut method = Method {
            span,
            name: None,
            facts: vec![],
            at: vec![],
            using: vec![],
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::bracketed => self.bracketed(part, &mut method),
                Rule::at => method.at = parts(part).map(|e| self.expr(e)).collect(),
                Rule::using => method.using = parts(part).map(|f| self.fact_arg(f)).collect(),
                Rule::more_facts => {
                    let more: Vec<_> = parts(part).map(|f| self.fact(f)).collect();
                    method.facts.extend(more);
                }
                _ => method.facts.push(self.fact(part)),
            }
        }
        method
    }

    /// The facts in brackets belong to the method whose name stands before.
    fn bracketed(&mut self, pair: Part<'_>, method: &mut Method) {
        let span = self.span(&pair);
        let facts: Vec<_> = parts(pair).map(|f| self.fact(f)).collect();
        let named = method.facts.pop();
        match named.map(|fact| (fact.head, fact.args.is_empty(), fact.span)) {
            Some((FactHead::Name(name), true, at)) => method.name = Some(spanned(name, at)),
            _ => {
                let message =
                    "a list in brackets follows the name of a method, as in `simp [a, b]`";
                self.diagnostics
                    .push(Diagnostic::error("syntax", span, message));
            }
        }
        method.facts = facts;
    }

    fn fact_arg(&mut self, pair: Part<'_>) -> FactRef {
        let span = self.span(&pair);
        let inner: Vec<_> = parts(pair).collect();
        match inner.first() {
            Some(first) if first.as_rule() == Rule::fact => self.fact(first.clone()),
            _ => self.fact_of(inner, span),
        }
    }

    pub(super) fn fact(&mut self, pair: Part<'_>) -> FactRef {
        let span = self.span(&pair);
        let inner = parts(pair).collect();
        self.fact_of(inner, span)
    }

    fn fact_of(&mut self, inner: Vec<Part<'_>>, span: Span) -> FactRef {
        let head = FactHead::Name(String::new());
        let mut fact = FactRef {
            span,
            head,
            args: vec![],
            named: vec![],
            of: vec![],
            reversed: false,
        };
        for part in inner {
            match part.as_rule() {
                Rule::reversed => fact.reversed = true,
                Rule::fact_head | Rule::plain_head => fact.head = self.fact_head(part),
                Rule::argument => self.fact_argument(part, &mut fact),
                Rule::open_argument => fact.args.push(spanned(ExprKind::Hole, self.span(&part))),
                Rule::operator_word => fact.args.push(self.atom(part)),
                Rule::of => fact.of = parts(part).map(|f| self.fact_arg(f)).collect(),
                _ => {}
            }
        }
        fact
    }

    fn fact_argument(&mut self, pair: Part<'_>, fact: &mut FactRef) {
        let Some(inner) = parts(pair).next() else {
            return;
        };
        match assignment(&inner) {
            Some((key, value)) => {
                let name = self.ident(&key);
                let value = self.expr(value);
                fact.named.push((name, value));
            }
            None => fact.args.push(self.atom(inner)),
        }
    }

    fn fact_head(&mut self, pair: Part<'_>) -> FactHead {
        match parts(pair).next() {
            Some(p) if p.as_rule() == Rule::quoted => FactHead::Formula(self.first_expr(p).into()),
            Some(p) => FactHead::Name(p.as_str().trim().to_string()),
            None => FactHead::Name(String::new()),
        }
    }

    pub(super) fn proof(&mut self, pair: Part<'_>) -> Proof {
        let span = self.span(&pair);
        Proof {
            span,
            steps: parts(pair).map(|p| self.step(p)).collect(),
        }
    }

    fn step(&mut self, pair: Part<'_>) -> Step {
        let span = self.span(&pair);
        let kind = parts(pair)
            .next()
            .map_or(StepKind::Error, |p| self.step_kind(p));
        spanned(kind, span)
    }

    fn step_kind(&mut self, pair: Part<'_>) -> StepKind {
        match pair.as_rule() {
            Rule::fix => StepKind::Fix(self.fixes(pair)),
            Rule::assume => StepKind::Assume(self.labelled_lists(pair)),
            Rule::let_def => self.let_def(pair).map_or(StepKind::Error, StepKind::Let),
            Rule::have => self.have(pair),
            Rule::calc => parts(pair)
                .next()
                .map_or(StepKind::Error, |p| self.calc(p, None)),
            Rule::obtain => self.obtain(pair),
            Rule::suffices => self.labelled_step(pair, StepKind::Suffices),
            Rule::show_step => self.labelled_step(pair, StepKind::Show),
            Rule::by_step => {
                let by = parts(pair)
                    .next()
                    .map(|p| self.methods(p))
                    .unwrap_or_default();
                StepKind::By(Justification::By(by))
            }
            Rule::cases => self.cases(pair),
            Rule::induction => self.induction(pair),
            Rule::split => StepKind::Split(parts(pair).map(|p| self.branch(p)).collect()),
            Rule::witness => StepKind::Witness(parts(pair).map(|e| self.expr(e)).collect()),
            Rule::unfold_step => StepKind::Unfold(self.idents(pair)),
            Rule::sorry => StepKind::Sorry,
            _ => StepKind::Error,
        }
    }

    fn have(&mut self, pair: Part<'_>) -> StepKind {
        let span = self.span(&pair);
        let (mut label, mut statement, mut why) =
            (None, Statement::default(), Justification::Missing(span));
        for part in parts(pair) {
            match part.as_rule() {
                Rule::label => label = self.label(part),
                Rule::calc_body => return self.calc(part, label),
                Rule::local_statement => statement = self.local_statement(part),
                _ => why = self.justification(part),
            }
        }
        if let Some(shown) = statement.shown.first_mut() {
            shown.label = label;
        }
        StepKind::Have(statement.into(), why)
    }

    fn local_statement(&mut self, pair: Part<'_>) -> Statement {
        let mut statement = Statement::default();
        for part in parts(pair) {
            match part.as_rule() {
                Rule::fix => statement.fixed.extend(self.fixes(part)),
                Rule::assume => statement.assumed.extend(self.labelled_lists(part)),
                _ => statement.shown.push(Labelled {
                    label: None,
                    formula: self.expr(part),
                }),
            }
        }
        statement
    }

    fn calc(&mut self, pair: Part<'_>, label: Option<Ident>) -> StepKind {
        let span = self.span(&pair);
        let (mut start, mut links): (Expr, _) = (spanned(ExprKind::Error, span), vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::link => links.push(self.link(part)),
                _ => start = self.expr(part),
            }
        }
        StepKind::Calc {
            label,
            start: start.into(),
            links,
        }
    }

    fn link(&mut self, pair: Part<'_>) -> CalcLink {
        let span = self.span(&pair);
        let mut relation: Spanned<Comparison> = spanned(Comparison::Eq, span);
        let (mut right, mut why) = (spanned(ExprKind::Error, span), Justification::Missing(span));
        for part in parts(pair) {
            match part.as_rule() {
                Rule::relation => relation = spanned(self.relation(&part), self.span(&part)),
                Rule::link_right => right = self.first_expr(part),
                Rule::justification => why = self.justification(part),
                _ => {}
            }
        }
        CalcLink {
            relation,
            right,
            why,
            span,
        }
    }

    fn relation(&self, pair: &Part<'_>) -> Comparison {
        match parts(pair.clone()).next() {
            Some(p) if p.as_rule() == Rule::comparison => comparison(&p),
            _ => Comparison::Eq,
        }
    }

    fn obtain(&mut self, pair: Part<'_>) -> StepKind {
        let span = self.span(&pair);
        let (mut vars, mut facts, mut why) = (vec![], vec![], Justification::Missing(span));
        for part in parts(pair) {
            match part.as_rule() {
                Rule::fixed => vars.push(self.fixed(part)),
                Rule::labelled_list => facts = self.labelled_list(part),
                _ => why = self.justification(part),
            }
        }
        StepKind::Obtain { vars, facts, why }
    }

    fn labelled_step(
        &mut self,
        pair: Part<'_>,
        make: impl Fn(Labelled, Justification) -> StepKind,
    ) -> StepKind {
        let mut inner = parts(pair);
        match (inner.next(), inner.next()) {
            (Some(labelled), Some(why)) => make(self.labelled(labelled), self.justification(why)),
            _ => StepKind::Error,
        }
    }

    fn cases(&mut self, pair: Part<'_>) -> StepKind {
        let (mut on, mut branches) = (None, vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::branch => branches.push(self.branch(part)),
                Rule::bracketed_fact => {
                    on = parts(part).next().map(|f| CaseSplit::Fact(self.fact(f)))
                }
                _ => on = Some(CaseSplit::Formula(self.expr(part))),
            }
        }
        on.map_or(StepKind::Error, |on| StepKind::Cases { on, branches })
    }

    fn induction(&mut self, pair: Part<'_>) -> StepKind {
        let span = self.span(&pair);
        let (mut on, mut strong, mut generalizing) = (spanned(String::new(), span), false, vec![]);
        let (mut rule, mut branches) = (None, vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::name => on = self.ident(&part),
                Rule::strong => strong = true,
                Rule::generalizing => generalizing = self.idents(part),
                Rule::fact => rule = Some(self.fact(part)),
                Rule::branch => branches.push(self.branch(part)),
                _ => {}
            }
        }
        StepKind::Induction {
            on,
            strong,
            generalizing,
            rule,
            branches,
        }
    }

    fn branch(&mut self, pair: Part<'_>) -> Branch {
        let span = self.span(&pair);
        let (mut label, mut names, mut steps) = (spanned(ExprKind::Error, span), vec![], vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::branch_label => label = self.branch_label(&part),
                Rule::names => names = self.idents(part),
                _ => steps.push(self.step(part)),
            }
        }
        Branch {
            label,
            names,
            proof: Proof { span, steps },
        }
    }

    /// `0`, `yes`, or `n + 1` kept as the name of its text.
    fn branch_label(&self, pair: &Part<'_>) -> Expr {
        let text: String = pair
            .as_str()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let number = text.bytes().all(|b| b.is_ascii_digit());
        spanned(
            if number {
                ExprKind::Number(text)
            } else {
                ExprKind::Name(text)
            },
            self.span(pair),
        )
    }
}
