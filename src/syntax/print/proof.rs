//! Statements, facts, justifications and steps.

use super::Printer;
use super::layout::{Indent, Taking};
use crate::syntax::ast::{
    Branch, CalcLink, CaseSplit, Expr, FactHead, FactRef, Fixed, Ident, Justification, Labelled,
    LetDef, Method, Proof, Span, Statement, Step, StepKind,
};
use crate::syntax::words;

impl Printer<'_> {
    /// `fix`, `let`, `assume` and `show`, each on a line of its own, with what they say lined up.
    pub(super) fn statement(&mut self, statement: &Statement) {
        let wide = if statement.assumed.is_empty() { 5 } else { 7 };
        if let Some(fixed) = statement.fixed.first() {
            let place = fixed.names.first().map(|name| name.span);
            self.line("fix", wide, Taking::Needed, place, |printer| {
                printer.fixes(&statement.fixed)
            });
        }
        for definition in &statement.lets {
            let place = Some(definition.name.span);
            self.line("let", wide, Taking::Needed, place, |printer| {
                printer.let_def(definition)
            });
        }
        for (keyword, formulas) in [("assume", &statement.assumed), ("show", &statement.shown)] {
            if let Some(first) = formulas.first() {
                let place = Some(first.formula.span);
                self.line(keyword, wide, Taking::All, place, |printer| {
                    printer.labelled_list(formulas)
                });
            }
        }
    }

    fn line(
        &mut self,
        keyword: &str,
        wide: usize,
        taking: Taking,
        place: Option<Span>,
        body: impl FnOnce(&mut Self),
    ) {
        let place = place.unwrap_or_default();
        self.begin_at(place.start);
        self.put(&format!("{keyword:wide$}"));
        self.group(Indent::Align, taking, body);
        self.end_at(place.end);
    }

    fn fixes(&mut self, fixed: &[Fixed]) {
        self.separated(fixed, Printer::fixed);
    }

    fn let_def(&mut self, definition: &LetDef) {
        self.put(&definition.name.value);
        self.params(&definition.params);
        self.put(" :=");
        self.gap();
        self.expr(&definition.body);
    }

    pub(super) fn labelled_list(&mut self, formulas: &[Labelled]) {
        self.separated(formulas, Printer::labelled);
    }

    fn labelled(&mut self, formula: &Labelled) {
        self.label(formula.label.as_ref());
        self.expr(&formula.formula);
    }

    fn label(&mut self, label: Option<&Ident>) {
        if let Some(label) = label {
            self.put(&label.value);
            self.put(": ");
        }
    }

    /// A justification after a formula, on its line; a proof comes below.
    fn why(&mut self, why: &Justification) {
        match why {
            Justification::By(methods) => {
                self.gap();
                self.by(methods);
            }
            Justification::Sorry(_) => self.put(" sorry"),
            Justification::Proof(_) | Justification::Missing(_) => {}
        }
    }

    /// Ends the line of a step, and writes the proof below it if there is one.
    fn finish(&mut self, why: Option<&Justification>, end: u32) {
        match why {
            Some(Justification::Proof(proof)) => {
                self.end_at(proof.span.start);
                self.begin();
                self.proof(proof);
                self.end_at(end);
            }
            _ => self.end_at(end),
        }
    }

    pub(super) fn by(&mut self, methods: &[Method]) {
        self.put("by ");
        self.group(Indent::Nest, Taking::Needed, |printer| {
            for (index, method) in methods.iter().enumerate() {
                if index > 0 {
                    printer.put(";");
                    printer.gap();
                }
                printer.method(method);
            }
        });
    }

    /// `proof … qed`, from where the line stands.
    pub(super) fn proof(&mut self, proof: &Proof) {
        self.put("proof");
        self.end();
        self.indented(|printer| {
            printer.steps(&proof.steps);
            printer.comments_before(proof.span.end);
        });
        self.begin();
        self.put("qed");
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    fn method(&mut self, method: &Method) {
        match &method.name {
            Some(name) => {
                self.put(&name.value);
                self.enclosed(" [", "]", |printer| {
                    printer.facts(&method.facts);
                    printer.separated(&method.terms, Printer::expr);
                });
            }
            None => self.facts(&method.facts),
        }
        if !method.at.is_empty() {
            self.gap();
            self.put("at ");
            self.separated(&method.at, Printer::expr);
        }
        if !method.using.is_empty() {
            self.gap();
            self.put("using ");
            self.premises(&method.using);
        }
    }

    fn facts(&mut self, facts: &[FactRef]) {
        self.separated(facts, Printer::fact);
    }

    pub(super) fn fact(&mut self, fact: &FactRef) {
        self.head(fact);
        for argument in &fact.args {
            self.gap();
            self.argument(argument);
        }
        for (variable, value) in &fact.named {
            self.gap();
            self.enclosed("(", ")", |printer| {
                printer.put(&variable.value);
                printer.put(" := ");
                printer.expr(value);
            });
        }
        if !fact.of.is_empty() {
            self.gap();
            self.put("of ");
            self.premises(&fact.of);
        }
    }

    fn head(&mut self, fact: &FactRef) {
        if fact.reversed {
            self.put("← ");
        }
        match &fact.head {
            FactHead::Name(name) => self.put(name),
            FactHead::Formula(formula) => {
                self.enclosed("‹", "›", |printer| printer.expr(formula))
            }
        }
    }

    /// Facts one after another; what is more than a name stands in parentheses.
    fn premises(&mut self, facts: &[FactRef]) {
        self.spaced(facts, |printer, fact| {
            match fact.args.is_empty() && fact.named.is_empty() && fact.of.is_empty() {
                true => printer.head(fact),
                false => printer.enclosed("(", ")", |printer| printer.fact(fact)),
            }
        });
    }

    pub(super) fn step(&mut self, step: &Step) {
        self.begin_at(step.span.start);
        match &step.value {
            StepKind::Cases { on, branches } => self.cases(on, branches),
            StepKind::Induction {
                on,
                strong,
                generalizing,
                rule,
                branches,
            } => {
                self.induction(on, *strong, rule.as_ref(), generalizing);
                self.branches(branches);
            }
            StepKind::Split(branches) => {
                self.put("split");
                self.branches(branches);
            }
            StepKind::Calc {
                label,
                start,
                links,
            } => self.calc(label.as_ref(), start, links),
            simple => {
                self.simple_step(simple);
                self.finish(justification(simple), step.span.end);
            }
        }
    }

    /// A step without branches or links.
    fn simple_step(&mut self, step: &StepKind) {
        self.group(Indent::Nest, Taking::Needed, |printer| {
            printer.simple_part(step)
        });
    }

    fn simple_part(&mut self, step: &StepKind) {
        match step {
            StepKind::Fix(fixed) => self.after("fix ", |printer| printer.fixes(fixed)),
            StepKind::Assume(assumed) => {
                self.after("assume ", |printer| printer.labelled_list(assumed))
            }
            StepKind::Let(definition) => self.after("let ", |printer| printer.let_def(definition)),
            StepKind::Have(statement, why) => self.have(statement, why),
            StepKind::Obtain { vars, facts, why } => {
                self.after("obtain ", |printer| printer.fixes(vars));
                self.gap();
                self.after("where ", |printer| printer.labelled_list(facts));
                self.why(why);
            }
            StepKind::Suffices(goal, why) => self.goal("suffices ", goal, why),
            StepKind::Show(goal, why) => self.goal("show ", goal, why),
            StepKind::By(why) => self.by_step(why),
            StepKind::Witness(terms) => {
                self.after("exists ", |printer| printer.separated(terms, Printer::expr));
            }
            StepKind::Unfold(names) => self.after("unfold ", |printer| printer.names(names)),
            _ => self.put("sorry"),
        }
    }

    fn after(&mut self, keyword: &str, body: impl FnOnce(&mut Self)) {
        self.put(keyword);
        body(self);
    }

    fn by_step(&mut self, why: &Justification) {
        match why {
            Justification::By(methods) => self.by(methods),
            _ => self.put("sorry"),
        }
    }

    fn goal(&mut self, keyword: &str, goal: &Labelled, why: &Justification) {
        self.put(keyword);
        self.labelled(goal);
        self.why(why);
    }

    /// `have h: P by m`; a local lemma's label stands before its `fix`.
    fn have(&mut self, statement: &Statement, why: &Justification) {
        self.put("have ");
        let local = !statement.fixed.is_empty()
            || !statement.lets.is_empty()
            || !statement.assumed.is_empty();
        match local {
            true => self.local_statement(statement),
            false => self.labelled_list(&statement.shown),
        }
        self.why(why);
    }

    fn local_statement(&mut self, statement: &Statement) {
        let (first, rest) = match statement.shown.split_first() {
            Some(parts) => parts,
            None => return,
        };
        self.label(first.label.as_ref());
        if !statement.fixed.is_empty() {
            self.after("fix ", |printer| printer.fixes(&statement.fixed));
            self.gap();
        }
        for definition in &statement.lets {
            self.after("let ", |printer| printer.let_def(definition));
            self.gap();
        }
        if !statement.assumed.is_empty() {
            self.after("assume ", |printer| {
                printer.labelled_list(&statement.assumed)
            });
            self.gap();
        }
        self.after("show ", |printer| printer.expr(&first.formula));
        for formula in rest {
            self.put(",");
            self.gap();
            self.labelled(formula);
        }
    }

    fn calc(&mut self, label: Option<&Ident>, start: &Expr, links: &[CalcLink]) {
        if label.is_some() {
            self.put("have ");
            self.label(label);
        }
        self.put("calc ");
        self.expr(start);
        self.end_at(start.span.end);
        self.indented(|printer| {
            for link in links {
                printer.link(link);
            }
        });
    }

    fn link(&mut self, link: &CalcLink) {
        self.begin_at(link.span.start);
        self.group(Indent::Nest, Taking::Needed, |printer| {
            printer.put("_ ");
            printer.put(words::comparison_symbol(link.relation.value));
            printer.put(" ");
            printer.side(&link.right);
            printer.why(&link.why);
        });
        self.indented(|printer| printer.finish(Some(&link.why), link.span.end));
    }

    fn cases(&mut self, on: &CaseSplit, branches: &[Branch]) {
        self.put("cases ");
        match on {
            CaseSplit::Formula(formula) => self.expr(formula),
            CaseSplit::Fact(fact) => self.enclosed("[", "]", |printer| printer.fact(fact)),
        }
        self.branches(branches);
    }

    fn induction(
        &mut self,
        on: &Ident,
        strong: bool,
        rule: Option<&FactRef>,
        generalizing: &[Ident],
    ) {
        self.put("induction ");
        self.put(&on.value);
        if strong {
            self.put(" strong");
        }
        if let Some(rule) = rule {
            self.after(" using ", |printer| printer.fact(rule));
        }
        if !generalizing.is_empty() {
            self.after(" generalizing ", |printer| printer.names(generalizing));
        }
    }

    /// Branches line up with their step; a branch that is one short step stays on its line.
    fn branches(&mut self, branches: &[Branch]) {
        self.end();
        for branch in branches {
            self.begin_at(branch.label.span.start);
            self.put("case ");
            self.expr(&branch.label);
            for name in &branch.names {
                self.put(" ");
                self.put(&name.value);
            }
            self.put(":");
            self.branch_steps(&branch.proof.steps);
        }
    }

    fn branch_steps(&mut self, steps: &[Step]) {
        match steps {
            [
                Step {
                    value: step @ (StepKind::By(_) | StepKind::Sorry),
                    span,
                },
            ] => {
                self.put(" ");
                self.simple_step(step);
                self.end_at(span.end);
            }
            _ => {
                self.end();
                self.indented(|printer| printer.steps(steps));
            }
        }
    }
}

/// Why a simple step holds, if it says so.
fn justification(step: &StepKind) -> Option<&Justification> {
    match step {
        StepKind::Have(_, why)
        | StepKind::Obtain { why, .. }
        | StepKind::Suffices(_, why)
        | StepKind::Show(_, why)
        | StepKind::By(why) => Some(why),
        _ => None,
    }
}
