//! `induction`: over ℕ, strongly, or by a rule of the library. Assumptions that speak of the variable or of the
//! generalised ones go into the induction formula and come back in every branch under their own names.

use std::collections::VecDeque;

use rationale_kernel::{Name, Term, Theorem, Variable};

use crate::logic::{self, TermShape, logic};
use crate::prove::conversion::align;
use crate::prove::{Instance, Lemma};
use crate::syntax::ast::{Branch, FactRef, Ident, Span, Step, StepKind};

use crate::check::frame::{self, Frame};
use crate::check::message;
use crate::check::proof::{Block, Checked, Prover};
use crate::check::state::State;

use super::binding::{fix_variable, label_text};

/// What is proved by induction: `∀gens. assumptions → goal` about one variable.
struct Motive {
    variable: Variable,
    generalized: Vec<(Name, Variable)>,
    assumptions: Vec<(Option<Name>, Term)>,
    goal: Term,
}

/// A premise of an induction rule: what stands before its instance of the motive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Forall,
    Premise,
}

impl Prover<'_> {
    /// `induction n strong generalizing f using RULE`
    pub(in crate::check) fn step_induction(
        &mut self,
        block: &mut Block,
        step: &Step,
    ) -> Checked<()> {
        let StepKind::Induction {
            on,
            strong,
            generalizing,
            rule,
            branches,
        } = &step.value
        else {
            return Ok(());
        };
        let motive = self.motive(block, on, generalizing, step.span)?;
        let lemma = self.induction_rule(
            &block.state,
            rule.as_ref(),
            built_in_rule(*strong, branches),
            on,
        )?;
        let formula = self.rule(motive.formula(), step.span)?;
        let Some(instance) = instantiate(&lemma, &motive.variable, &formula) else {
            return Err(self.report(message::rule_does_not_fit(
                self.env,
                &lemma.conclusion,
                &motive.variable,
                on.span,
            )));
        };
        let premises = branch_premises(&lemma);
        let ordered = self.order_branches(&premises, branches, rule.is_some(), step.span)?;
        let mut branches = ordered.into_iter();
        let mut proofs = Vec::new();
        for (premise, parts) in instance.premises.iter().zip(&premises) {
            proofs.push(match parts {
                Some(parts) => {
                    let Some(branch) = branches.next() else { break };
                    self.induction_branch(&block.state, &motive, premise, parts, branch)?
                }
                None => self.side_premise(&block.state, premise, on.span)?,
            });
        }
        let theorem = self.rule(instance.discharge(&proofs), step.span)?;
        block.done = Some(self.rule(motive.at_hand(&theorem), step.span)?);
        Ok(())
    }

    fn motive(
        &mut self,
        block: &mut Block,
        on: &Ident,
        generalizing: &[Ident],
        span: Span,
    ) -> Checked<Motive> {
        if block.state.scope.variable(&on.value).is_none() {
            self.rule(fix_variable(block, &on.value), span)?;
        }
        let variable = self.local_variable(&block.state, on)?;
        let mut generalized = Vec::new();
        for name in generalizing {
            generalized.push((
                name.value.as_str().into(),
                self.local_variable(&block.state, name)?,
            ));
        }
        let mut all: Vec<Variable> = generalized
            .iter()
            .map(|(_, v): &(Name, Variable)| v.clone())
            .collect();
        all.push(variable.clone());
        let about = block.state.assumptions_about(&all);
        let assumptions = about
            .map(|fact| (fact.name.clone(), fact.conclusion()))
            .collect();
        Ok(Motive {
            variable,
            generalized,
            assumptions,
            goal: block.state.goal.clone(),
        })
    }

    fn local_variable(&mut self, state: &State, name: &Ident) -> Checked<Variable> {
        match state.scope.variable(&name.value) {
            Some(variable) => Ok(variable.clone()),
            None => Err(self.report(message::no_such_variable(state, name))),
        }
    }

    fn induction_rule(
        &mut self,
        state: &State,
        rule: Option<&FactRef>,
        built_in: &str,
        on: &Ident,
    ) -> Checked<Lemma> {
        let (theorem, span) = match rule {
            Some(fact) => (self.fact(state, fact)?.theorem, fact.span),
            None => match self.env.theorem(built_in) {
                Some(theorem) => (theorem.clone(), on.span),
                None => return Err(self.report(message::missing_rule(built_in, on.span))),
            },
        };
        let lemma = Lemma::whole(None, &theorem).filter(|lemma| rule_variables(lemma).is_some());
        lemma
            .ok_or(())
            .map_err(|()| self.report(message::no_induction_rule(self.env, &theorem, span)))
    }

    /// The branches in the order of the premises. The built-in rules know their labels; for others the order counts.
    fn order_branches<'b>(
        &mut self,
        premises: &[Option<Vec<Part>>],
        branches: &'b [Branch],
        custom: bool,
        span: Span,
    ) -> Checked<Vec<&'b Branch>> {
        let wanted: Vec<String> = match premises.iter().flatten().count() {
            2 if !custom => vec!["0".into(), successor_label(branches)],
            _ => branches
                .iter()
                .map(|branch| label_text(&branch.label))
                .collect(),
        };
        let count = premises.iter().flatten().count();
        if branches.len() != count {
            return Err(self.report(message::wrong_case_count(count, branches, span)));
        }
        self.match_branches(branches, &wanted, span)
    }

    /// Proves one premise of the rule by its branch.
    fn induction_branch(
        &mut self,
        state: &State,
        motive: &Motive,
        premise: &Term,
        parts: &[Part],
        branch: &Branch,
    ) -> Checked<Theorem> {
        let mut inner = state.with_goal(premise.clone());
        inner.forget_about(&motive.variables());
        let mut names = branch_names(branch, parts);
        let mut block = Block::at(inner);
        for part in parts {
            let name = names.pop_front();
            let taken = match part {
                Part::Forall => fix_variable(&mut block, &name.unwrap_or_else(|| "x".into())),
                Part::Premise => {
                    take_premise(&mut block, name.filter(|name| name != "_").map(Name::from))
                }
            };
            self.rule(taken, branch.label.span)?;
        }
        if let Some(extra) = branch.names.iter().rev().take(names.len()).next_back() {
            return Err(self.report(message::nothing_to_name(extra)));
        }
        self.rule(motive.enter(&mut block), branch.label.span)?;
        let theorem = self.prove_block(block.state, &branch.proof);
        let closed = self.rule(frame::close_all(&block.frames, theorem), branch.label.span)?;
        Ok(align(&closed, premise).unwrap_or(closed))
    }

    /// A premise without the motive must be a fact at hand.
    fn side_premise(&mut self, state: &State, premise: &Term, span: Span) -> Checked<Theorem> {
        let known = state
            .facts
            .iter()
            .rev()
            .find_map(|fact| align(&fact.theorem, premise));
        match known {
            Some(theorem) => Ok(theorem),
            None => Err(self.report(message::side_premise(self.env, state, premise, span))),
        }
    }
}

impl Motive {
    fn variables(&self) -> Vec<Variable> {
        self.generalized
            .iter()
            .map(|(_, v)| v)
            .chain([&self.variable])
            .cloned()
            .collect()
    }

    /// `λn. ∀gens. assumptions → goal`
    fn formula(&self) -> logic::Result<Term> {
        let premises: Vec<Term> = self
            .assumptions
            .iter()
            .map(|(_, formula)| formula.clone())
            .collect();
        let body = logic().implication_all(&premises, &self.goal)?;
        let variables: Vec<Variable> = self.generalized.iter().map(|(_, v)| v.clone()).collect();
        Ok(Term::abstraction(
            &self.variable,
            &logic().forall_all(&variables, &body)?,
        )?)
    }

    /// The goal from the theorem of the motive, by the assumptions that went into it.
    fn at_hand(&self, theorem: &Theorem) -> logic::Result<Theorem> {
        let values: Vec<Term> = self
            .generalized
            .iter()
            .map(|(_, v)| Term::variable(v))
            .collect();
        let start = logic::specialize_all(theorem, &values)?;
        self.assumptions
            .iter()
            .try_fold(start, |theorem, (_, formula)| {
                logic::modus_ponens(&theorem, &Theorem::assume(formula)?)
            })
    }

    /// Takes the generalised variables and the assumptions of a branch's goal.
    fn enter(&self, block: &mut Block) -> logic::Result<()> {
        for (name, _) in &self.generalized {
            fix_variable(block, name)?;
        }
        self.assumptions
            .iter()
            .try_for_each(|(name, _)| take_premise(block, name.clone()))
    }
}

/// Assumes the premise of the block's goal.
fn take_premise(block: &mut Block, name: Option<Name>) -> logic::Result<()> {
    let goal = block.state.goal.clone();
    if let Some((premise, rest)) = logic().as_implication(&goal) {
        block.state.suppose(name, premise)?;
        block.refine(rest.clone(), Frame::Assume(premise.clone()));
    }
    Ok(())
}

/// The schematic variables P and n of a rule that concludes `P n`.
fn rule_variables(lemma: &Lemma) -> Option<(usize, usize)> {
    let (predicate, value) = lemma.conclusion.as_apply()?;
    let index = |term: &Term| lemma.schema.index_of(term.as_variable()?);
    Some((index(predicate)?, index(value)?))
}

/// The rule for a motive; nothing if some variable of the rule stays open or a type does not fit.
fn instantiate(lemma: &Lemma, variable: &Variable, motive: &Term) -> Option<Instance> {
    let (predicate, value) = rule_variables(lemma)?;
    let mut matching = lemma.matching();
    let set = matching.assign(&lemma.schema, predicate, motive)
        && matching.assign(&lemma.schema, value, &Term::variable(variable));
    if set && matching.is_complete() {
        lemma.instance(&matching)
    } else {
        None
    }
}

/// For each premise that speaks of the motive, what stands before its last instance.
fn branch_premises(lemma: &Lemma) -> Vec<Option<Vec<Part>>> {
    let predicate = rule_variables(lemma).and_then(|(index, _)| lemma.schema.variables.get(index));
    let parts = |premise: &Term| {
        predicate
            .filter(|p| premise.has_free(p))
            .map(|_| parts_of(premise))
    };
    lemma.premises.iter().map(parts).collect()
}

fn parts_of(premise: &Term) -> Vec<Part> {
    let (mut parts, mut rest) = (Vec::new(), premise.clone());
    loop {
        let next = if let Some(predicate) = logic().as_forall(&rest) {
            parts.push(Part::Forall);
            logic().open(predicate, &[]).ok().map(|(_, body)| body)
        } else if let Some((_, conclusion)) = logic().as_implication(&rest) {
            parts.push(Part::Premise);
            Some(conclusion.clone())
        } else {
            None
        };
        match next {
            Some(body) => rest = body,
            None => return parts,
        }
    }
}

/// The rule for ℕ that the branches are written for.
fn built_in_rule(strong: bool, branches: &[Branch]) -> &'static str {
    let by_suc = branches
        .iter()
        .any(|branch| label_text(&branch.label) == SUCCESSOR);
    match (strong, by_suc) {
        (true, _) => "nat_strong_induction",
        (false, true) => "nat_induction_suc",
        (false, false) => "nat_induction",
    }
}

/// `case suc n:` is written as a label with a name.
const SUCCESSOR: &str = "suc";

/// The label that a branch for successors has.
fn successor_label(branches: &[Branch]) -> String {
    let mut labels = branches.iter().map(|branch| label_text(&branch.label));
    let is_successor = |label: &String| label == SUCCESSOR || label.ends_with(" + 1");
    labels.find(is_successor).unwrap_or_else(|| "n + 1".into())
}

/// Names for the parts of a premise, in order: variables by the label where it says one, the rest by the names after it.
fn branch_names(branch: &Branch, parts: &[Part]) -> VecDeque<String> {
    let mut names: VecDeque<String> = branch.names.iter().map(|name| name.value.clone()).collect();
    let label = label_text(&branch.label);
    let variable = label.strip_suffix(" + 1").unwrap_or(&label);
    let foralls = parts.iter().filter(|part| **part == Part::Forall).count();
    let is_variable =
        label != SUCCESSOR && variable.chars().next().is_some_and(char::is_alphabetic);
    if foralls == 1 && is_variable && parts.first() == Some(&Part::Forall) {
        names.push_front(variable.to_owned());
    }
    names
}
