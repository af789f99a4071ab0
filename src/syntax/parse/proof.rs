//! Proofs: steps, and which `case` belongs to which step.
//!
//! The grammar gives steps and `case` headers in one flat list. A branch owns the steps that are indented more than
//! its `case`; a `case` that lines up with an open one is its sibling. The nesting is built with an explicit stack.

use super::Rule;
use super::builder::{Builder, MAX_DEPTH, after, ident, join, name, names, span, take};
use super::pairs::{Pair, Pairs};
use super::statement::{is_why, keyword_names, label_name};
use crate::report::Diagnostic;
use crate::syntax::ast::{
    Branch, CaseSplit, Expr, ExprKind, Ident, Justification, Labelled, Proof, Span, Spanned,
    Statement, Step, StepKind,
};

/// A `case` header.
struct Header {
    label: Expr,
    names: Vec<Ident>,
    span: Span,
    /// The indentation of its line.
    column: usize,
}

/// A block of steps that is being read: the whole proof, or a branch of the last step of the block below.
struct Block {
    header: Option<Header>,
    steps: Vec<Step>,
    /// The indentation of its first step, if that begins a line.
    first: Option<usize>,
}

/// Where something stands in its line.
#[derive(Clone, Copy)]
struct Place {
    column: usize,
    leads: bool,
}

impl<'t> Builder<'t> {
    /// `proof … qed`
    pub(super) fn proof(&mut self, pair: Pair<'t>) -> Proof {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        let opener = inner.next().map(|opener| span(&opener)).unwrap_or(place);
        let is_open = inner.clone().all(|part| part.as_rule() != Rule::k_qed);
        let outer = self.closer;
        if is_open {
            self.missing_qed(opener, place);
            self.closer = closer(self.text, place).map(|(place, _)| place);
        }
        self.depth += 1;
        let steps = self.steps(inner);
        self.depth -= 1;
        self.closer = outer;
        Proof { span: place, steps }
    }

    /// A proof without `qed`: told at the word that another tool would end it with, if there is one.
    fn missing_qed(&mut self, opener: Span, place: Span) {
        if let Some((closer, word)) = closer(self.text, place) {
            let message = format!("a proof ends with `qed`, not with `{word}`");
            let diagnostic = Diagnostic::error("missing-qed", closer, message);
            return self.report(diagnostic.label(opener, "this proof"));
        }
        let message = "this `proof` has no `qed`";
        let help = "end the proof with `qed`, before the next item";
        self.report(Diagnostic::error("missing-qed", opener, message).help(help));
    }

    fn steps(&mut self, pairs: Pairs<'t>) -> Vec<Step> {
        let mut blocks = vec![Block {
            header: None,
            steps: Vec::new(),
            first: None,
        }];
        let mut previous = None;
        for pair in pairs {
            let start = span(&pair);
            match pair.as_rule() {
                Rule::k_qed => break,
                Rule::case => self.open_branch(&mut blocks, pair),
                Rule::bad_step => {
                    self.bad_step(pair, previous);
                    add_step(
                        &mut blocks,
                        Spanned {
                            value: StepKind::Error,
                            span: start,
                        },
                        self.place(start),
                    );
                }
                _ => {
                    let place = self.place(start);
                    for step in self.step(pair) {
                        add_step(&mut blocks, step, place);
                    }
                }
            }
            previous = Some(pair);
        }
        while blocks.len() > 1 {
            close_branch(&mut blocks);
        }
        let steps = blocks.pop().map(|block| block.steps).unwrap_or_default();
        self.check_branches(&steps);
        steps
    }

    /// Explains text that is no step, together with the step before it, which may be what went wrong.
    fn bad_step(&mut self, bad: Pair<'t>, previous: Option<Pair<'t>>) {
        if self
            .closer
            .is_some_and(|closer| bad.span().start >= closer.start)
        {
            return;
        }
        let previous = previous.filter(|previous| previous.as_rule() != Rule::bad_step);
        let first = previous.unwrap_or(bad).tokens().start;
        self.report_failure(first, bad, Rule::only_step);
    }

    fn place(&self, at: Span) -> Place {
        let start = at.start as usize;
        let line = self.text[..start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let blank = |c: &char| matches!(c, ' ' | '\t');
        let column = self.text[line..start].chars().take_while(blank).count();
        let leads = self.text[line..start].chars().all(|c| blank(&c));
        Place { column, leads }
    }

    fn open_branch(&mut self, blocks: &mut Vec<Block>, pair: Pair<'t>) {
        let header_span = span(&pair);
        let place = self.place(header_span);
        let (label, names) = self.case_header(pair);
        if !find_split(blocks, place) || blocks.len() > MAX_DEPTH as usize {
            self.refuse_branch(blocks, header_span);
            return;
        }
        let header = Header {
            label,
            names,
            span: header_span,
            column: place.column,
        };
        blocks.push(Block {
            header: Some(header),
            steps: Vec::new(),
            first: None,
        });
    }

    fn refuse_branch(&mut self, blocks: &[Block], place: Span) {
        if blocks.len() > MAX_DEPTH as usize {
            self.too_deep(place);
            return;
        }
        let message = "this `case` belongs to no `cases`, `induction` or `split`";
        let help = "line up the `case`s of one step, and indent their steps more";
        self.report(Diagnostic::error("stray-case", place, message).help(help));
    }

    fn case_header(&mut self, pair: Pair<'t>) -> (Expr, Vec<Ident>) {
        let mut inner = pair.into_inner();
        take(&mut inner, Rule::k_case);
        let label = take(&mut inner, Rule::case_label);
        let names = names(&mut inner);
        let label = match label {
            Some(label) => self.case_label(label),
            None => Spanned {
                value: ExprKind::Error,
                span: Span::default(),
            },
        };
        (label, names)
    }

    /// `0`, `yes`, or `n + 1`, which is kept as the name of its text.
    fn case_label(&mut self, pair: Pair<'t>) -> Expr {
        let place = span(&pair);
        let words: Vec<&str> = pair.into_inner().map(|part| part.as_str()).collect();
        let text = words.join(" ");
        let value = match pair.into_inner().next().map(|first| first.as_rule()) {
            Some(Rule::number) => ExprKind::Number(text),
            _ => ExprKind::Name(text),
        };
        Spanned { value, span: place }
    }

    fn check_branches(&mut self, steps: &[Step]) {
        let after_it = steps.iter().skip(1).map(Some).chain([None]);
        let is_open = |step: &Step, next: Option<&Step>| {
            let is_told = next.is_some_and(|next| next.value == StepKind::Error);
            branches(&step.value).is_some_and(Vec::is_empty) && !is_told
        };
        let open = steps
            .iter()
            .zip(after_it)
            .filter(|(step, next)| is_open(step, *next));
        for (step, _) in open {
            let diagnostic = Diagnostic::error(
                "missing-case",
                after(step.span),
                "no `case` follows this step",
            );
            let help = missing_case_help(&step.value);
            self.report(diagnostic.help(help));
        }
        let inner = steps
            .iter()
            .filter_map(|step| branches(&step.value))
            .flatten();
        for branch in inner {
            self.check_branches(&branch.proof.steps);
        }
    }

    /// A step; `let a := x, b := y` is two.
    fn step(&mut self, pair: Pair<'t>) -> Vec<Step> {
        let place = span(&pair);
        if pair.as_rule() == Rule::lets {
            let lets = self.lets(pair).into_iter();
            return lets
                .map(|definition| Spanned {
                    value: StepKind::Let(definition),
                    span: place,
                })
                .collect();
        }
        let value = match pair.as_rule() {
            Rule::have => self.have(pair),
            Rule::calc => self.calc(pair, None),
            Rule::by => StepKind::By(Justification::By(self.by(pair))),
            Rule::obtain => self.obtain(pair),
            Rule::show_step => self.goal_step(pair, StepKind::Show),
            Rule::suffices => self.goal_step(pair, StepKind::Suffices),
            Rule::fix => StepKind::Fix(self.fix(pair)),
            Rule::assume => StepKind::Assume(self.labelled_list(pair)),
            Rule::cases => self.cases(pair),
            Rule::induction => self.induction(pair),
            Rule::split => StepKind::Split(Vec::new()),
            Rule::unfold => StepKind::Unfold(keyword_names(pair)),
            Rule::witness => StepKind::Witness(self.exprs(pair)),
            Rule::k_sorry => StepKind::Sorry,
            _ => StepKind::Error,
        };
        vec![Spanned { value, span: place }]
    }

    fn have(&mut self, pair: Pair<'t>) -> StepKind {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        inner.next();
        let label = take(&mut inner, Rule::label).map(label_name);
        if let Some(calc) = take(&mut inner, Rule::calc) {
            return self.calc(calc, label);
        }
        let mut statement = Statement::default();
        while let Some(part) = inner.peek().filter(|part| !is_why(part)) {
            inner.next();
            match part.as_rule() {
                Rule::expr => statement.shown.push(Labelled {
                    label: None,
                    formula: self.expr(part),
                }),
                Rule::labelled => statement.shown.push(self.labelled(part)),
                _ => self.part(part, &mut statement),
            }
        }
        self.label_first(&mut statement, label);
        StepKind::Have(Box::new(statement), self.why(&mut inner, place))
    }

    /// `have h: P` and `have h: fix x show P`: the label is that of the first goal.
    fn label_first(&mut self, statement: &mut Statement, label: Option<Ident>) {
        let (Some(label), Some(first)) = (label, statement.shown.first_mut()) else {
            return;
        };
        if first.label.is_some() {
            let message = "this fact is named twice: after `have` and after `show`";
            self.report(Diagnostic::error("named-twice", label.span, message));
            return;
        }
        first.label = Some(label);
    }

    fn obtain(&mut self, pair: Pair<'t>) -> StepKind {
        let place = span(&pair);
        let (mut vars, mut facts) = (Vec::new(), Vec::new());
        let mut inner = pair.into_inner();
        while let Some(part) = inner.peek().filter(|part| !is_why(part)) {
            inner.next();
            match part.as_rule() {
                Rule::fixed => vars.push(self.fixed(part)),
                Rule::labelled => facts.push(self.labelled(part)),
                _ => {}
            }
        }
        StepKind::Obtain {
            vars,
            facts,
            why: self.why(&mut inner, place),
        }
    }

    fn goal_step(
        &mut self,
        pair: Pair<'t>,
        make: fn(Labelled, Justification) -> StepKind,
    ) -> StepKind {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        inner.next();
        let goal = match inner.next() {
            Some(goal) => self.labelled(goal),
            None => Labelled {
                label: None,
                formula: self.expr_from(None),
            },
        };
        make(goal, self.why(&mut inner, place))
    }

    fn cases(&mut self, pair: Pair<'t>) -> StepKind {
        let place = span(&pair);
        let on = match pair.into_inner().nth(1) {
            Some(list) if list.as_rule() == Rule::fact_list => self.case_fact(list),
            other => Some(CaseSplit::Formula(self.expr_from(other))),
        };
        match on {
            Some(on) => StepKind::Cases {
                on,
                branches: Vec::new(),
            },
            None => {
                self.report(Diagnostic::error(
                    "syntax",
                    place,
                    "`cases` splits on one fact",
                ));
                StepKind::Error
            }
        }
    }

    fn case_fact(&mut self, list: Pair<'t>) -> Option<CaseSplit> {
        let mut facts = self.facts(list.into_inner().next()?);
        match facts.len() {
            1 => facts.pop().map(CaseSplit::Fact),
            _ => None,
        }
    }

    fn induction(&mut self, pair: Pair<'t>) -> StepKind {
        let mut inner = pair.into_inner();
        inner.next();
        let mut on = name(&mut inner);
        let strong = take(&mut inner, Rule::k_strong).is_some();
        if let Some(second) = take(&mut inner, Rule::name) {
            let message = "`induction` takes one variable";
            let diagnostic = Diagnostic::error("syntax", join(on.span, span(&second)), message);
            self.report(diagnostic.help(format!("write `induction {}`", second.as_str())));
            on = ident(&second);
        }
        let (mut generalizing, mut rule) = (Vec::new(), None);
        for part in inner {
            match part.as_rule() {
                Rule::generalizing => generalizing.append(&mut keyword_names(part)),
                _ => {
                    let mut by_rule = part.into_inner();
                    if let Some(word) = by_rule.next() {
                        self.check_using(&word);
                    }
                    rule = by_rule.next().map(|fact| self.fact(fact));
                }
            }
        }
        StepKind::Induction {
            on,
            strong,
            generalizing,
            rule,
            branches: Vec::new(),
        }
    }
}

/// The last word of a proof, if it is what ends a proof elsewhere.
fn closer(text: &str, place: Span) -> Option<(Span, &str)> {
    let proof = text.get(place.start as usize..place.end as usize)?;
    let last = proof.split_whitespace().next_back()?;
    let word = last.trim_end_matches('.');
    let start = place.end - u32::try_from(last.len()).ok()?;
    let closes = matches!(
        word,
        "end" | "done" | "QED" | "Qed" | "Defined" | "End" | "∎" | "□"
    );
    let end = start + u32::try_from(word.len()).ok()?;
    closes.then_some((Span { start, end }, word))
}

fn missing_case_help(step: &StepKind) -> &'static str {
    match step {
        StepKind::Induction { .. } => {
            "give each branch: `case 0: …`, `case n + 1 ih: …`; indent them more than the `case` around them"
        }
        StepKind::Split(_) => {
            "give each branch: `case left: …`, `case right: …`; indent them more than the `case` around them"
        }
        _ => {
            "give each branch: `case yes h: …`, `case no h: …`; indent them more than the `case` around them"
        }
    }
}

/// The branches of a step that splits.
fn branches(step: &StepKind) -> Option<&Vec<Branch>> {
    match step {
        StepKind::Cases { branches, .. }
        | StepKind::Induction { branches, .. }
        | StepKind::Split(branches) => Some(branches),
        _ => None,
    }
}

fn branches_mut(step: &mut StepKind) -> Option<&mut Vec<Branch>> {
    match step {
        StepKind::Cases { branches, .. }
        | StepKind::Induction { branches, .. }
        | StepKind::Split(branches) => Some(branches),
        _ => None,
    }
}

/// Adds a step to the branch that its indentation says.
fn add_step(blocks: &mut Vec<Block>, step: Step, place: Place) {
    while place.leads
        && blocks
            .last()
            .is_some_and(|block| leaves(block, place.column))
    {
        close_branch(blocks);
    }
    if let Some(block) = blocks.last_mut() {
        block.first.get_or_insert(if place.leads {
            place.column
        } else {
            usize::MAX
        });
        block.steps.push(step);
    }
}

/// Whether a step at this column is no longer in the branch. A branch's first step is in it wherever it stands.
fn leaves(block: &Block, column: usize) -> bool {
    match (&block.header, block.first) {
        (Some(header), Some(first)) if first <= header.column => column < first,
        (Some(header), Some(_)) => column <= header.column,
        _ => false,
    }
}

/// Closes branches until the last step of the top block is the one that this `case` belongs to.
fn find_split(blocks: &mut Vec<Block>, place: Place) -> bool {
    let fresh = blocks
        .last()
        .is_some_and(|block| block.steps.last().is_some_and(is_fresh));
    let enclosing = blocks
        .last()
        .and_then(|block| block.header.as_ref())
        .map(|header| header.column);
    if fresh && (!place.leads || enclosing.is_none_or(|column| place.column > column)) {
        return true;
    }
    let columns: Vec<usize> = blocks
        .iter()
        .filter_map(|block| Some(block.header.as_ref()?.column))
        .collect();
    let sibling = match place.leads {
        true => columns
            .iter()
            .rposition(|&column| column <= place.column)
            .unwrap_or(0),
        false => columns.len().saturating_sub(1),
    };
    if columns.is_empty() {
        return false;
    }
    while blocks.len() > sibling + 1 {
        close_branch(blocks);
    }
    true
}

fn is_fresh(step: &Step) -> bool {
    branches(&step.value).is_some_and(Vec::is_empty)
}

/// Gives the top branch to the last step of the block below.
fn close_branch(blocks: &mut Vec<Block>) {
    let Some(Block {
        header: Some(header),
        steps,
        ..
    }) = blocks.pop()
    else {
        return;
    };
    let end = steps.last().map_or(header.span, |step| step.span);
    let proof = Proof {
        span: join(header.span, end),
        steps,
    };
    let branch = Branch {
        label: header.label,
        names: header.names,
        proof,
    };
    let owner = blocks.last_mut().and_then(|block| block.steps.last_mut());
    if let Some(branches) = owner.and_then(|step| branches_mut(&mut step.value)) {
        branches.push(branch);
    }
}
