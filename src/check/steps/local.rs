//! Steps that add to what is known: `let`, `have`, `obtain`; and steps that end or exchange the goal: `show`, `by`,
//! `suffices`, `unfold`.

use rationale_kernel::{Term, Theorem, Variable};

use crate::logic::{self, logic};
use crate::prove::conversion::align;
use crate::syntax::ast::{
    FactHead, FactRef, Fixed, Ident, Justification, Labelled, LetDef, Method, Span, Statement,
};

use crate::check::frame::Frame;
use crate::check::message;
use crate::check::proof::{Block, Checked, Prover, Reported};
use crate::check::state::State;
use crate::check::terms::Stated;

use super::binding::label_name;

impl Prover<'_> {
    /// `let g x := e` names a term.
    pub(in crate::check) fn step_let(
        &mut self,
        block: &mut Block,
        written: &LetDef,
    ) -> Checked<()> {
        let definition = self.local_definition(&block.state.scope, written)?;
        let parameters = written.params.iter().map(|group| group.names.len()).sum();
        let defined = block.define(definition, parameters);
        self.rule(defined, written.name.span)
    }

    /// `have h: p by m`, also with its own `fix` and `assume`.
    pub(in crate::check) fn step_have(
        &mut self,
        block: &mut Block,
        statement: &Statement,
        why: &Justification,
        span: Span,
    ) -> Checked<()> {
        let label = statement
            .shown
            .first()
            .and_then(|shown| shown.label.as_ref());
        let Ok(stated) = self.statement(&block.state.scope, statement) else {
            if let Some(name) = label_name(label) {
                block.state.break_label(name);
            }
            return Err(Reported);
        };
        let theorem = self.prove_stated(&block.state, &stated, why, span)?;
        if stated.fixed.is_empty() && stated.assumed.is_empty() && statement.shown.len() > 1 {
            return self.know_parts(block, &statement.shown, theorem, span);
        }
        block.know(label, theorem);
        Ok(())
    }

    /// `have h: p, k: q by m`: each part under its own name.
    fn know_parts(
        &mut self,
        block: &mut Block,
        shown: &[Labelled],
        whole: Theorem,
        span: Span,
    ) -> Checked<()> {
        let mut rest = whole.clone();
        for (index, part) in shown.iter().enumerate() {
            let last = index + 1 == shown.len();
            let first = if last {
                Ok(rest.clone())
            } else {
                logic::conjunct_left(&rest)
            };
            let first = self.rule(first, span)?;
            if !last {
                rest = self.rule(logic::conjunct_right(&rest), span)?;
            }
            block.state.know(label_name(part.label.as_ref()), first);
        }
        block.done = align(&whole, &block.state.goal);
        Ok(())
    }

    /// The theorem of a statement: its variables generalised and its assumptions discharged.
    pub(in crate::check) fn prove_stated(
        &mut self,
        outer: &State,
        stated: &Stated,
        why: &Justification,
        span: Span,
    ) -> Checked<Theorem> {
        let entered = stated.enter(outer);
        let state = self.rule(entered, span)?;
        let theorem = self.justify(&state, why, span);
        let closed = stated.close(theorem);
        self.rule(closed, span)
    }

    /// `obtain x where h: p by m` takes a value that exists.
    pub(in crate::check) fn step_obtain(
        &mut self,
        block: &mut Block,
        vars: &[Fixed],
        facts: &[Labelled],
        why: &Justification,
        span: Span,
    ) -> Checked<()> {
        let statement = Statement {
            fixed: vars.to_vec(),
            assumed: facts.to_vec(),
            ..Statement::default()
        };
        let Ok(stated) = self.statement(&block.state.scope, &statement) else {
            break_labels(&mut block.state, facts);
            return Err(Reported);
        };
        let (exists, property) = self.rule(existence(&stated), span)?;
        let theorem = self.justify(&block.state.with_goal(exists), why, span);
        self.rule(take(block, &stated, &property, theorem), span)
    }

    /// `suffices h: p by m`: m proves the goal from p, and p is left.
    pub(in crate::check) fn step_suffices(
        &mut self,
        block: &mut Block,
        claim: &Labelled,
        why: &Justification,
        span: Span,
    ) -> Checked<()> {
        let formula = self.labelled_formula(&mut block.state, claim)?;
        let mut inner = block.state.clone();
        let supposed = inner.suppose(label_name(claim.label.as_ref()), &formula);
        self.rule(supposed, span)?;
        let rest = self.justify(&inner, why, span);
        block.refine(formula, Frame::Suffices(rest));
        Ok(())
    }

    /// `show p by m` proves the goal, which must be p.
    pub(in crate::check) fn step_show(
        &mut self,
        block: &mut Block,
        claim: &Labelled,
        why: &Justification,
        span: Span,
    ) -> Checked<()> {
        let formula = self.labelled_formula(&mut block.state, claim)?;
        let theorem = self.justify(&block.state.with_goal(formula.clone()), why, span);
        match align(&theorem, &block.state.goal) {
            Some(theorem) => block.done = Some(theorem),
            None if is_part(&formula, &block.state.goal) => {
                block.know(claim.label.as_ref(), theorem)
            }
            None => {
                let diagnostic =
                    message::wrong_show(self.env, &block.state, &formula, claim.formula.span);
                return Err(self.report(diagnostic));
            }
        }
        Ok(())
    }

    /// `by m` proves the goal.
    pub(in crate::check) fn step_by(
        &mut self,
        block: &mut Block,
        why: &Justification,
        span: Span,
    ) -> Checked<()> {
        block.done = Some(self.justify(&block.state, why, span));
        Ok(())
    }

    /// `unfold f g` rewrites the goal by definitions.
    pub(in crate::check) fn step_unfold(
        &mut self,
        block: &mut Block,
        names: &[Ident],
        span: Span,
    ) -> Checked<()> {
        let reduction = self.reduce_by(&block.state, &unfold_call(names, span))?;
        block.refine(reduction.goal.clone(), Frame::Reduce(reduction));
        Ok(())
    }
}

/// `unfold [f, g]` as a method.
fn unfold_call(names: &[Ident], span: Span) -> Method {
    let fact = |name: &Ident| FactRef {
        span: name.span,
        head: FactHead::Name(name.value.clone()),
        args: vec![],
        named: vec![],
        of: vec![],
        reversed: false,
    };
    let name = Ident {
        value: "unfold".into(),
        span,
    };
    Method {
        terms: Vec::new(),
        span,
        name: Some(name),
        facts: names.iter().map(fact).collect(),
        at: vec![],
        using: vec![],
    }
}

fn break_labels(state: &mut State, facts: &[Labelled]) {
    for name in facts
        .iter()
        .filter_map(|fact| label_name(fact.label.as_ref()))
    {
        state.break_label(name);
    }
}

fn is_part(formula: &Term, goal: &Term) -> bool {
    logic().as_conjunction(goal).is_some() && logic().conjuncts_of(goal).contains(formula)
}

/// `∃x₁ … xₙ. p₁ ∧ … ∧ pₖ` and its body.
fn existence(stated: &Stated) -> logic::Result<(Term, Term)> {
    let parts: Vec<Term> = stated
        .assumed
        .iter()
        .map(|(_, formula)| formula.clone())
        .collect();
    let property = logic().conjunction_all(&parts)?;
    let exists = stated
        .fixed
        .iter()
        .rev()
        .try_fold(property.clone(), |p, v| logic().exists(v, &p))?;
    Ok((exists, property))
}

/// Brings the variables and their facts into scope.
fn take(block: &mut Block, stated: &Stated, property: &Term, exists: Theorem) -> logic::Result<()> {
    block.state.scope = stated.scope.clone();
    let mut rest = Theorem::assume(property)?;
    let last = stated.assumed.len().saturating_sub(1);
    for (index, (name, _)) in stated.assumed.iter().enumerate() {
        let part = if index < last {
            logic::conjunct_left(&rest)?
        } else {
            rest.clone()
        };
        if index < last {
            rest = logic::conjunct_right(&rest)?;
        }
        block.state.know(name.clone(), part);
    }
    let variables: Vec<Variable> = stated.fixed.clone();
    block.frames.push(Frame::Obtain(variables, exists));
    Ok(())
}
