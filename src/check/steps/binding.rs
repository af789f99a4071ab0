//! Steps that take the goal apart from outside: `fix`, `assume`, `exists`, `split`, and the unfolding of a defined
//! predicate when one of them needs to see inside.

use rationale_kernel::{Name, Term, Theorem};

use crate::elaborate::Environment;
use crate::logic::{self, TermShape, logic};
use crate::prove::conversion::align;
use crate::syntax::ast::{Branch, Expr, ExprKind, Fixed, Ident, Labelled, Span};

use crate::check::frame::{self, Frame};
use crate::check::message;
use crate::check::proof::{Block, Checked, Prover, Reported};
use crate::check::state::State;

/// The module of the connectives, which are never unfolded.
const LOGIC: &str = "logic";

/// How many definitions are unfolded to bring a connective to the front.
const MAX_UNFOLDINGS: usize = 8;

impl Prover<'_> {
    /// `fix x y : τ` takes the variables of the goal's ∀.
    pub(in crate::check) fn step_fix(
        &mut self,
        block: &mut Block,
        fixed: &[Fixed],
        span: Span,
    ) -> Checked<()> {
        for group in fixed {
            let ty = match &group.ty {
                Some(written) => Some(self.type_of(written)?),
                None => None,
            };
            for name in &group.names {
                self.expose(block, |goal| logic().as_forall(goal).is_some(), span)?;
                let Some(domain) = forall_domain(&block.state.goal) else {
                    return Err(self.report(message::goal_is_no_forall(
                        self.env,
                        &block.state,
                        name.span,
                    )));
                };
                if let Some(ty) = ty.as_ref().filter(|ty| **ty != domain) {
                    return Err(self.report(message::fixed_type(self.env, name, ty, &domain)));
                }
                self.rule(fix_variable(block, &name.value), span)?;
            }
        }
        Ok(())
    }

    /// `assume h: p` takes the premise of the goal; under a goal ¬ p it leaves `false` to be shown.
    pub(in crate::check) fn step_assume(
        &mut self,
        block: &mut Block,
        assumed: &[Labelled],
        span: Span,
    ) -> Checked<()> {
        for labelled in assumed {
            let formula = self.labelled_formula(&mut block.state, labelled)?;
            let premise = |goal: &Term| {
                logic().as_implication(goal).is_some() || logic().as_negation(goal).is_some()
            };
            self.expose(block, premise, span)?;
            self.take_premise(block, labelled, &formula)?;
        }
        Ok(())
    }

    fn take_premise(
        &mut self,
        block: &mut Block,
        labelled: &Labelled,
        formula: &Term,
    ) -> Checked<()> {
        let goal = block.state.goal.clone();
        let (premise, rest, refute) =
            match (logic().as_implication(&goal), logic().as_negation(&goal)) {
                (Some((premise, rest)), _) => (premise, rest, false),
                (None, Some(premise)) => (premise, logic().falsity_term(), true),
                (None, None) => {
                    let diagnostic = message::goal_is_no_implication(
                        self.env,
                        &block.state,
                        labelled.formula.span,
                    );
                    return Err(self.report(diagnostic));
                }
            };
        let assumed = self.rule(
            Theorem::assume(premise).map_err(Into::into),
            labelled.formula.span,
        )?;
        let Some(assumed) = align(&assumed, formula) else {
            let diagnostic =
                message::wrong_premise(self.env, premise, formula, labelled.formula.span);
            return Err(self.report(diagnostic));
        };
        let frame = if refute {
            Frame::Refute(premise.clone())
        } else {
            Frame::Assume(premise.clone())
        };
        let name = label_name(labelled.label.as_ref());
        block.state.know(name, assumed);
        block.refine(rest.clone(), frame);
        Ok(())
    }

    /// `exists a, b` gives witnesses for the goal's ∃.
    pub(in crate::check) fn step_witness(
        &mut self,
        block: &mut Block,
        witnesses: &[Expr],
        span: Span,
    ) -> Checked<()> {
        for written in witnesses {
            self.expose(block, |goal| logic().as_exists(goal).is_some(), span)?;
            let goal = block.state.goal.clone();
            let predicate = logic().as_exists(&goal);
            let domain =
                predicate.and_then(|p| p.ty().as_function().map(|(domain, _)| domain.clone()));
            let (Some(predicate), Some(domain)) = (predicate, domain) else {
                return Err(self.report(message::goal_is_no_exists(
                    self.env,
                    &block.state,
                    written.span,
                )));
            };
            let witness = self.term(&block.state, written, Some(&domain))?;
            let body = self.rule(frame::instance(predicate, &witness), written.span)?;
            let body = self.rule(logic::normal_term(&body), written.span)?;
            block.refine(body, Frame::Witness(goal.clone(), witness));
        }
        Ok(())
    }

    /// `split` proves the parts of a conjunction, or the two directions of ↔, in branches.
    pub(in crate::check) fn step_split(
        &mut self,
        block: &mut Block,
        branches: &[Branch],
        span: Span,
    ) -> Checked<()> {
        let splits = |goal: &Term| {
            logic().as_conjunction(goal).is_some() || logic().as_equivalence(goal).is_some()
        };
        self.expose(block, splits, span)?;
        let goal = block.state.goal.clone();
        block.done = Some(if logic().as_conjunction(&goal).is_some() {
            self.split_conjunction(&block.state, branches, span)?
        } else if let Some((left, right)) = logic().as_equivalence(&goal) {
            self.split_equivalence(&block.state, left, right, branches, span)?
        } else {
            return Err(self.report(message::goal_does_not_split(self.env, &block.state, span)));
        });
        Ok(())
    }

    fn split_conjunction(
        &mut self,
        state: &State,
        branches: &[Branch],
        span: Span,
    ) -> Checked<Theorem> {
        let parts = right_parts(&state.goal, branches.len(), |goal| {
            logic().as_conjunction(goal)
        });
        let names: Vec<String> = (0..parts.len())
            .map(|i| part_name(state, i, parts.len()))
            .collect();
        let ordered = self.match_branches(branches, &names, span)?;
        let mut proved = Vec::new();
        for (part, branch) in parts.iter().zip(ordered) {
            self.no_names(branch)?;
            proved.push(self.prove_block(state.with_goal(part.clone()), &branch.proof));
        }
        self.rule(logic::conjoin_all(&proved), span)
    }

    fn split_equivalence(
        &mut self,
        state: &State,
        left: &Term,
        right: &Term,
        branches: &[Branch],
        span: Span,
    ) -> Checked<Theorem> {
        let ordered = self.match_branches(branches, &["left".into(), "right".into()], span)?;
        let mut proved = Vec::new();
        for ((premise, goal), branch) in [(left, right), (right, left)].into_iter().zip(ordered) {
            proved.push(self.direction(state, premise, goal, branch)?);
        }
        self.rule(logic::equivalence(&proved[0], &proved[1]), span)
    }

    /// `premise → goal`; a name after `case` takes the premise.
    fn direction(
        &mut self,
        state: &State,
        premise: &Term,
        goal: &Term,
        branch: &Branch,
    ) -> Checked<Theorem> {
        if branch.names.is_empty() {
            let implication = self.rule(logic().implication(premise, goal), branch.label.span)?;
            return Ok(self.prove_block(state.with_goal(implication), &branch.proof));
        }
        let theorem = self.branch_under(&state.with_goal(goal.clone()), premise, branch)?;
        self.rule(logic::discharge(premise, &theorem), branch.label.span)
    }

    /// The branches in the order of the expected labels, each exactly once.
    pub(in crate::check) fn match_branches<'b>(
        &mut self,
        branches: &'b [Branch],
        expected: &[String],
        span: Span,
    ) -> Checked<Vec<&'b Branch>> {
        let written: Vec<String> = branches
            .iter()
            .map(|branch| label_text(&branch.label))
            .collect();
        let found: Option<Vec<&Branch>> = expected
            .iter()
            .map(|label| {
                written
                    .iter()
                    .position(|w| w == label)
                    .map(|i| &branches[i])
            })
            .collect();
        match found {
            Some(found) if branches.len() == expected.len() => Ok(found),
            _ => Err(self.report(message::wrong_cases(expected, branches, &written, span))),
        }
    }

    fn no_names(&mut self, branch: &Branch) -> Checked<()> {
        match branch.names.first() {
            Some(name) => Err(self.report(message::nothing_to_name(name))),
            None => Ok(()),
        }
    }

    /// Unfolds definitions at the head of the goal until it has the wanted form, if that can be reached.
    fn expose(
        &mut self,
        block: &mut Block,
        wanted: impl Fn(&Term) -> bool,
        span: Span,
    ) -> Checked<()> {
        if wanted(&block.state.goal) {
            return Ok(());
        }
        if let Some(equation) = unfold_to(self.env, &block.state.goal, wanted) {
            let back = self.rule(logic::symmetric(&equation), span)?;
            let goal = equation.as_equation().map(|(_, unfolded)| unfolded.clone());
            if let Some(goal) = goal {
                block.refine(goal, Frame::Rewrite(back));
            }
        }
        Ok(())
    }

    /// The formula of an assumption or claim; a label whose formula is wrong is remembered.
    pub(in crate::check) fn labelled_formula(
        &mut self,
        state: &mut State,
        labelled: &Labelled,
    ) -> Checked<Term> {
        let formula = self.formula(state, &labelled.formula);
        if let (Err(Reported), Some(name)) = (&formula, label_name(labelled.label.as_ref())) {
            state.break_label(name);
        }
        formula
    }
}

/// A label as the name of a fact; `_` names nothing.
pub(in crate::check) fn label_name(label: Option<&Ident>) -> Option<Name> {
    label
        .filter(|label| label.value != "_")
        .map(|label| label.value.as_str().into())
}

fn forall_domain(goal: &Term) -> Option<rationale_kernel::Type> {
    let predicate = logic().as_forall(goal)?;
    predicate
        .ty()
        .as_function()
        .map(|(domain, _)| domain.clone())
}

/// Takes one variable of the goal's ∀.
pub(in crate::check) fn fix_variable(block: &mut Block, name: &str) -> logic::Result<()> {
    let goal = block.state.goal.clone();
    let (Some(predicate), Some(domain)) = (logic().as_forall(&goal), forall_domain(&goal)) else {
        return Ok(());
    };
    let variable = block.state.scope.fresh(name, domain);
    let body = logic::normal_term(&frame::instance(predicate, &Term::variable(&variable))?)?;
    block.state.scope.fix_as(name, variable.clone());
    block.refine(body, Frame::Fix(variable));
    Ok(())
}

/// What a branch is for, as text that labels are compared by.
pub(in crate::check) fn label_text(label: &Expr) -> String {
    match &label.value {
        ExprKind::Name(name) => name.clone(),
        ExprKind::Number(digits) => digits.clone(),
        _ => String::new(),
    }
}

/// The parts of a right-nested connective, at most `count` of them.
pub(in crate::check) fn right_parts(
    formula: &Term,
    count: usize,
    split: impl Fn(&Term) -> Option<(&Term, &Term)>,
) -> Vec<Term> {
    let (mut parts, mut rest) = (Vec::new(), formula.clone());
    while parts.len() + 1 < count.max(2) {
        let Some((first, second)) = split(&rest).map(|(a, b)| (a.clone(), b.clone())) else {
            break;
        };
        parts.push(first);
        rest = second;
    }
    parts.push(rest);
    parts
}

fn part_name(state: &State, index: usize, count: usize) -> String {
    let named = state.goal_names.get(index).cloned().flatten();
    match (named, count, index) {
        (Some(name), _, _) if state.goal_names.len() == count => name.to_string(),
        (_, 2, 0) => "left".into(),
        (_, 2, 1) => "right".into(),
        _ => (index + 1).to_string(),
    }
}

/// `⊢ goal = unfolded`, where the unfolded goal has the wanted form.
fn unfold_to(env: &Environment, goal: &Term, wanted: impl Fn(&Term) -> bool) -> Option<Theorem> {
    let mut reached: Option<Theorem> = None;
    for _ in 0..MAX_UNFOLDINGS {
        let current = reached
            .as_ref()
            .and_then(|th| th.as_equation())
            .map_or(goal, |(_, right)| right)
            .clone();
        if wanted(&current) {
            return reached;
        }
        let step = unfold_head(env, &current)?;
        reached = logic::transitive(reached, Some(step)).ok()?;
    }
    None
}

/// `⊢ c a₁ … aₙ = body` by the theorem `c_def`.
fn unfold_head(env: &Environment, term: &Term) -> Option<Theorem> {
    let (head, arguments) = logic::spine(term);
    let definition = env.named_theorem(&format!("{}_def", head.as_constant()?.name()))?;
    if &*definition.module == LOGIC {
        return None;
    }
    let lemma = crate::prove::Lemma::whole(None, &definition.theorem)?;
    let (left, _) = lemma.sides.as_ref()?;
    let mut matching = lemma.matching();
    let arity = left.arity();
    let prefix = logic::apply_all(head, arguments.iter().copied().take(arity)).ok()?;
    if !matching.extend(&lemma.schema, left, &prefix) || !lemma.premises.is_empty() {
        return None;
    }
    let mut equation = lemma.instance(&matching)?.discharge(&[]).ok()?;
    for argument in arguments.iter().skip(arity) {
        equation = logic::apply_both_to(&equation, argument).ok()?;
    }
    let normal = equation
        .as_equation()
        .and_then(|(_, right)| logic::beta_normal(right).ok().flatten());
    logic::transitive(Some(equation), normal).ok()?
}
