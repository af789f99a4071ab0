//! The proof-state machine: runs the steps of a block and puts the theorem of the block's goal together. A mistake is
//! reported and the checker goes on with a placeholder, so that one run shows all mistakes of a proof; the placeholder
//! is an axiom that marks whatever uses it as not proved.

use rationale_kernel::{Name, Term, Theorem};

use crate::elaborate::{Environment, LocalDefinition};
use crate::logic::{self, RuleError};
use crate::prove::conversion::align;
use crate::prove::{Budget, Fact};
use crate::report::{Diagnostic, Severity};
use crate::syntax::ast::{Ident, Justification, Proof, Span, Step, StepKind};

use super::failed::FailedStep;
use super::frame::{self, Frame};
use super::ledger::placeholder_name;
use super::message;
use super::probe::Probe;
use super::state::State;

/// Rules of messages that say that a step was not proved.
const UNPROVED_STEP: [&str; 3] = ["method-failed", "sorry", "missing-proof"];

/// A diagnostic has been reported; what was asked for is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

/// The result of work that reports its own mistakes.
pub type Checked<T> = std::result::Result<T, Reported>;

/// Checks the proof of one item.
pub struct Prover<'a> {
    /// What names mean.
    pub env: &'a Environment,
    /// The item whose proof it is.
    pub item: Name,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// A place whose goal is asked for.
    pub probe: Option<&'a mut Probe>,
    /// The most steps that a call of a method took.
    pub most_steps: u64,
    /// The steps that a call of a method may take, if that is less than usual; then the first mistake ends the proof.
    pub limit: Option<u64>,
    /// The label of a hypothesis that is left out: where it is one of a list of facts, the list is read without it.
    pub absent: Option<Name>,
    /// Steps whose methods failed.
    pub failed: Vec<FailedStep>,
    /// How many failed steps may still be tried on instances.
    pub trials: u32,
}

/// A block while its steps run.
pub(super) struct Block {
    /// Where the next step stands.
    pub state: State,
    /// What closing the block must undo.
    pub frames: Vec<Frame>,
    /// The theorem of the current goal, once it is there.
    pub done: Option<Theorem>,
    /// A step failed in such a way that the rest of the block cannot be judged.
    pub broken: bool,
}

impl Block {
    /// A block that starts at a state.
    pub fn at(state: State) -> Self {
        Block {
            state,
            frames: Vec::new(),
            done: None,
            broken: false,
        }
    }

    /// Adds a fact; if it is the goal, the block is done.
    pub fn know(&mut self, label: Option<&Ident>, theorem: Theorem) {
        self.done = align(&theorem, &self.state.goal);
        self.state
            .know(label.map(|label| label.value.as_str().into()), theorem);
    }

    /// Changes the goal; `frame` leads back.
    pub fn refine(&mut self, goal: Term, frame: Frame) {
        self.state.goal = goal;
        self.frames.push(frame);
    }

    /// Adds a local definition to the scope.
    pub fn define(&mut self, definition: LocalDefinition, parameters: usize) -> logic::Result<()> {
        self.state.define(definition.clone(), parameters)?;
        self.frames.push(Frame::Define(definition));
        Ok(())
    }
}

impl<'a> Prover<'a> {
    /// A prover for one item.
    pub fn new(env: &'a Environment, item: Name) -> Self {
        Prover {
            env,
            item,
            diagnostics: Vec::new(),
            probe: None,
            most_steps: 0,
            limit: None,
            absent: None,
            failed: Vec::new(),
            trials: 0,
        }
    }

    /// Whether a mistake was reported.
    pub fn has_errors(&self) -> bool {
        let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
        self.diagnostics.iter().any(is_error)
    }

    /// The steps for a call of a method.
    pub(super) fn budget(&self) -> Budget {
        self.limit.map_or_else(Budget::default, Budget::new)
    }

    /// Notes what a call of a method took.
    pub(super) fn note(&mut self, budget: &Budget) {
        self.most_steps = self.most_steps.max(budget.spent());
    }

    /// Reports a mistake.
    pub fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported
    }

    /// Takes a result out, or reports its diagnostic.
    pub fn checked<T>(&mut self, result: Result<T, Diagnostic>) -> Checked<T> {
        result.map_err(|diagnostic| self.report(diagnostic))
    }

    /// Takes the result of a derived rule out, or reports that it did not apply.
    pub fn rule<T>(&mut self, result: Result<T, RuleError>, span: Span) -> Checked<T> {
        result.map_err(|error| self.report(message::rule_failed(self.env, &error, span)))
    }

    /// A theorem that is marked as not proved.
    ///
    /// # Panics
    /// Never for a formula: then the axiom rule has no side condition.
    pub fn unproved(&self, goal: &Term) -> Theorem {
        unproved(&self.item, goal)
    }

    /// Proves the state's goal by what is written. The theorem's conclusion is the goal.
    pub fn justify(&mut self, state: &State, why: &Justification, span: Span) -> Theorem {
        if self.limit.is_some() && self.has_errors() {
            return self.unproved(&state.goal);
        }
        self.look(span, state);
        let reported = self.diagnostics.len();
        let proved = match why {
            Justification::By(methods) => {
                let proved = self.run_methods(state, methods);
                if proved.is_err() && self.limit.is_none() {
                    self.note_failure(state, methods);
                }
                proved
            }
            Justification::Proof(proof) => return self.prove_block(state.clone(), proof),
            Justification::Sorry(span) => Err(self.report(message::sorry(self.env, state, *span))),
            Justification::Missing(span) => {
                Err(self.report(message::missing(self.env, state, *span)))
            }
        };
        proved.unwrap_or_else(|Reported| {
            self.show_false(state, reported);
            self.unproved(&state.goal)
        })
    }

    /// Adds to what was just reported about an unproved step an instance that makes the step false, if one is found
    /// soon.
    fn show_false(&mut self, state: &State, reported: usize) {
        let is_open = |found: &&mut Diagnostic| UNPROVED_STEP.contains(&found.rule);
        let Some(diagnostic) = self.diagnostics[reported..].iter_mut().find(is_open) else {
            return;
        };
        if self.trials == 0 {
            return;
        }
        self.trials -= 1;
        if let Some(instance) = state.false_instance(self.env) {
            let note = message::false_step(&instance);
            diagnostic.notes.insert(0, note);
        }
    }

    /// Proves the state's goal by the steps of a block; a block with a step that could not be read proves nothing.
    pub fn prove_block(&mut self, state: State, proof: &Proof) -> Theorem {
        let goal = state.goal.clone();
        let mut block = Block::at(state);
        for step in &proof.steps {
            if block.done.is_some() {
                self.report(message::step_after_goal(step.span));
                break;
            }
            self.look(step.span, &block.state);
            if self.step(&mut block, step) == Err(Reported) {
                block.broken = true;
            }
        }
        let closed = self.close(block, &goal, proof.span);
        let is_unread = |step: &Step| step.value == StepKind::Error;
        if proof.steps.iter().any(is_unread) {
            return self.unproved(&goal);
        }
        closed
    }

    fn close(&mut self, mut block: Block, goal: &Term, span: Span) -> Theorem {
        let last = block.done.take().or_else(|| from_facts(&block.state));
        let last = last.map(|theorem| align(&theorem, &block.state.goal).unwrap_or(theorem));
        let Some(last) = last else {
            if !block.broken {
                let end = Span {
                    start: span.end.saturating_sub(3).max(span.start),
                    end: span.end,
                };
                self.report(message::unfinished(self.env, &block.state, end));
            }
            return self.unproved(goal);
        };
        match frame::close_all(&block.frames, last) {
            Ok(theorem) => align(&theorem, goal).unwrap_or_else(|| {
                self.report(message::wrong_conclusion(self.env, goal, &theorem, span));
                self.unproved(goal)
            }),
            Err(error) => {
                self.report(message::rule_failed(self.env, &error, span));
                self.unproved(goal)
            }
        }
    }

    fn step(&mut self, block: &mut Block, step: &Step) -> Checked<()> {
        let span = step.span;
        match &step.value {
            StepKind::Fix(fixed) => self.step_fix(block, fixed, span),
            StepKind::Assume(assumed) => self.step_assume(block, assumed, span),
            StepKind::Let(definition) => self.step_let(block, definition),
            StepKind::Have(statement, why) => self.step_have(block, statement, why, span),
            StepKind::Calc {
                label,
                start,
                links,
            } => self.step_calc(block, label.as_ref(), start, links),
            StepKind::Obtain { vars, facts, why } => {
                self.step_obtain(block, vars, facts, why, span)
            }
            StepKind::Suffices(claim, why) => self.step_suffices(block, claim, why, span),
            StepKind::Show(claim, why) => self.step_show(block, claim, why, span),
            StepKind::By(why) => self.step_by(block, why, span),
            StepKind::Cases { on, branches } => self.step_cases(block, on, branches, span),
            StepKind::Induction { .. } => self.step_induction(block, step),
            StepKind::Split(branches) => self.step_split(block, branches, span),
            StepKind::Witness(witnesses) => self.step_witness(block, witnesses, span),
            StepKind::Unfold(names) => self.step_unfold(block, names, span),
            StepKind::Sorry => {
                let diagnostic = message::sorry(self.env, &block.state, span);
                block.done = Some(self.unproved(&block.state.goal));
                Err(self.report(diagnostic))
            }
            StepKind::Error => Err(Reported),
        }
    }

    /// Notes the goal at a place, if that place is asked for.
    pub(super) fn look(&mut self, span: Span, state: &State) {
        if let Some(probe) = self.probe.as_deref_mut() {
            probe.look(self.env, span, state);
        }
    }
}

/// A placeholder theorem for an item that is not proved.
pub(super) fn unproved(item: &str, goal: &Term) -> Theorem {
    let axiom = Theorem::axiom(placeholder_name(item), &[], goal);
    axiom.unwrap_or_else(|_| logic::truth().clone())
}

/// The goal from facts that say it, part by part.
fn from_facts(state: &State) -> Option<Theorem> {
    let parts = logic::logic().conjuncts_of(&state.goal);
    if parts.len() == 1 {
        return known(&state.facts, &state.goal);
    }
    known(&state.facts, &state.goal).or_else(|| conjunction(&state.facts, &state.goal))
}

fn known(facts: &[Fact], goal: &Term) -> Option<Theorem> {
    facts
        .iter()
        .rev()
        .find_map(|fact| align(&fact.theorem, goal))
}

fn conjunction(facts: &[Fact], goal: &Term) -> Option<Theorem> {
    let Some((left, right)) = logic::logic().as_conjunction(goal) else {
        return known(facts, goal);
    };
    logic::conjoin(&known(facts, left)?, &conjunction(facts, right)?).ok()
}
