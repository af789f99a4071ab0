//! `cases`: on a formula that holds or not, on a truth value, or on a known disjunction.

use rationale_kernel::{Term, Theorem, Variable};

use crate::logic::{self, TermShape, logic, substitution_from};
use crate::syntax::ast::{Branch, CaseSplit, Expr, FactRef, Span};

use crate::check::frame::Frame;
use crate::check::message;
use crate::check::proof::{Block, Checked, Prover};
use crate::check::state::State;

use super::binding::{label_name, label_text, right_parts};

impl Prover<'_> {
    /// `cases p`, `cases b`, `cases [h]`
    pub(in crate::check) fn step_cases(
        &mut self,
        block: &mut Block,
        on: &CaseSplit,
        branches: &[Branch],
        span: Span,
    ) -> Checked<()> {
        let state = block.state.clone();
        block.done = Some(match on {
            CaseSplit::Fact(fact) => self.cases_of_fact(&state, fact, branches, span)?,
            CaseSplit::Formula(written) if is_boolean_split(branches) => {
                self.cases_of_boolean(&state, written, branches, span)?
            }
            CaseSplit::Formula(written) => {
                self.cases_of_formula(&state, written, branches, span)?
            }
        });
        Ok(())
    }

    /// `case yes h:` has p, `case no h:` has ¬ p.
    fn cases_of_formula(
        &mut self,
        state: &State,
        written: &Expr,
        branches: &[Branch],
        span: Span,
    ) -> Checked<Theorem> {
        let formula = self.formula(state, written)?;
        let negation = self.rule(logic().negation(&formula), span)?;
        let ordered = self.match_branches(branches, &["yes".into(), "no".into()], span)?;
        let holds = self.branch_under(state, &formula, ordered[0])?;
        let fails = self.branch_under(state, &negation, ordered[1])?;
        self.rule(logic::by_cases(&formula, &holds, &fails), span)
    }

    /// `case true h:` has b = true, `case false h:` has b = false; a variable b is replaced in the goal.
    fn cases_of_boolean(
        &mut self,
        state: &State,
        written: &Expr,
        branches: &[Branch],
        span: Span,
    ) -> Checked<Theorem> {
        let value = self.formula(state, written)?;
        let ordered = self.match_branches(branches, &["true".into(), "false".into()], span)?;
        let mut proved = Vec::new();
        for (constant, branch) in [logic().truth_term(), logic().falsity_term()]
            .into_iter()
            .zip(ordered)
        {
            let equation = self.rule(Term::equation(&value, constant).map_err(Into::into), span)?;
            let mut inner = state.clone();
            let frames = self.rule(replace_in_goal(&mut inner, &value, constant), span)?;
            let theorem = self.branch_under(&inner, &equation, branch)?;
            proved.push(self.rule(crate::check::frame::close_all(&frames, theorem), span)?);
        }
        let either = self.rule(logic::boolean_cases(&value), span)?;
        self.rule(
            logic::disjunction_cases(&either, &proved[0], &proved[1]),
            span,
        )
    }

    /// One branch for each part of a disjunction.
    fn cases_of_fact(
        &mut self,
        state: &State,
        fact: &FactRef,
        branches: &[Branch],
        span: Span,
    ) -> Checked<Theorem> {
        let known = self.fact(state, fact)?.theorem;
        let formula = known.conclusion();
        if logic().as_disjunction(&formula).is_none() {
            return Err(self.report(message::fact_is_no_disjunction(
                self.env, &formula, fact.span,
            )));
        }
        let parts = right_parts(&formula, branches.len(), |p| logic().as_disjunction(p));
        let ordered = self.match_branches(branches, &part_labels(parts.len()), span)?;
        let mut proved = Vec::new();
        for (part, branch) in parts.iter().zip(ordered) {
            proved.push(self.branch_under(state, part, branch)?);
        }
        self.rule(join(&known, &parts, &proved), span)
    }

    /// The theorem of a branch that has one more assumption.
    pub(in crate::check) fn branch_under(
        &mut self,
        state: &State,
        assumption: &Term,
        branch: &Branch,
    ) -> Checked<Theorem> {
        if let Some(extra) = branch.names.get(1) {
            return Err(self.report(message::nothing_to_name(extra)));
        }
        let mut inner = state.clone();
        let supposed = inner.suppose(label_name(branch.names.first()), assumption);
        self.rule(supposed, branch.label.span)?;
        Ok(self.prove_block(inner, &branch.proof))
    }
}

fn is_boolean_split(branches: &[Branch]) -> bool {
    branches
        .iter()
        .any(|branch| matches!(label_text(&branch.label).as_str(), "true" | "false"))
}

fn part_labels(count: usize) -> Vec<String> {
    match count {
        2 => vec!["left".into(), "right".into()],
        _ => (1..=count).map(|i| i.to_string()).collect(),
    }
}

/// Puts a constant for a variable in the goal; the frame leads back under the equation.
fn replace_in_goal(state: &mut State, value: &Term, constant: &Term) -> logic::Result<Vec<Frame>> {
    let Some(variable) = value.as_variable().filter(|v| state.goal.has_free(v)) else {
        return Ok(Vec::new());
    };
    let equation = Theorem::assume(&Term::equation(value, constant)?)?;
    let back = logic::symmetric(&rewrite_variable(variable, &equation, &state.goal)?)?;
    state.goal = state
        .goal
        .substitute(&substitution_from([(variable.clone(), constant.clone())])?)?;
    Ok(vec![Frame::Rewrite(back)])
}

/// `A ⊢ x = t` gives `A ⊢ p = p[t/x]`.
fn rewrite_variable(
    variable: &Variable,
    equation: &Theorem,
    formula: &Term,
) -> logic::Result<Theorem> {
    let function = Term::abstraction(variable, formula)?;
    let applied = logic::apply_to_both(&function, equation)?;
    let Some((left, right)) = applied.as_equation() else {
        return Ok(applied);
    };
    let (before, after) = (Theorem::beta(left)?, Theorem::beta(right)?);
    Ok(Theorem::transitive(
        &logic::symmetric(&before)?,
        &Theorem::transitive(&applied, &after)?,
    )?)
}

/// `p₁ ∨ … ∨ pₖ` and a proof of the goal from each part.
fn join(either: &Theorem, parts: &[Term], proved: &[Theorem]) -> logic::Result<Theorem> {
    let rest = |from: usize| -> logic::Result<Term> {
        let last = parts[parts.len() - 1].clone();
        parts[from..parts.len() - 1]
            .iter()
            .rev()
            .try_fold(last, |q, p| logic().disjunction(p, &q))
    };
    let mut goal = proved[proved.len() - 1].clone();
    for index in (0..parts.len() - 1).rev() {
        let known = if index == 0 {
            either.clone()
        } else {
            Theorem::assume(&rest(index)?)?
        };
        goal = logic::disjunction_cases(&known, &proved[index], &goal)?;
    }
    Ok(goal)
}
