//! Steps whose methods failed: what they wanted to prove, from which facts, and what else was known there. For audits,
//! which try such a step on instances; nothing here decides anything.

use rationale_kernel::{Name, Term};

use super::ledger::is_unproved;
use super::proof::Prover;
use super::state::State;
use crate::prove::Fact;
use crate::syntax::ast::{Method, Span};

/// A step whose methods failed.
#[derive(Clone, Debug)]
pub struct FailedStep {
    /// The item in whose proof it stands.
    pub item: Name,
    /// The methods that failed.
    pub span: Span,
    /// What was to be proved.
    pub goal: Term,
    /// The facts that the step names, without those that are true in any case.
    pub cited: Vec<Term>,
    /// All facts at hand, hypotheses included.
    pub known: Vec<Term>,
}

impl Prover<'_> {
    /// Notes that these methods did not prove the state's goal. If a fact that they name is not there, that is another
    /// mistake, and nothing is noted.
    pub(super) fn note_failure(&mut self, state: &State, methods: &[Method]) {
        let blamed = self.diagnostics.last().map(|found| found.rule);
        let (Some(first), Some(last), Some("method-failed")) =
            (methods.first(), methods.last(), blamed)
        else {
            return;
        };
        let reported = self.diagnostics.len();
        let cited: Option<Vec<_>> = methods.iter().map(|m| self.cited(state, m)).collect();
        self.diagnostics.truncate(reported);
        let Some(cited) = cited else {
            return;
        };
        let definitions = state.scope.definitions().iter();
        let defining = definitions.filter_map(|d| state.fact(&format!("{}_def", d.variable.name)));
        let defining: Vec<Fact> = defining.cloned().collect();
        let local = |fact: &Fact| {
            let assumes = !fact.theorem.hypotheses().is_empty();
            (assumes || is_unproved(&fact.theorem)).then(|| fact.conclusion())
        };
        self.failed.push(FailedStep {
            item: self.item.clone(),
            span: Span {
                start: first.span.start,
                end: last.span.end,
            },
            goal: state.goal.clone(),
            cited: with_definitions(cited.iter().flatten().filter_map(local).collect(), || {
                defining.iter().filter_map(local).collect()
            }),
            known: state.facts.iter().filter_map(local).collect(),
        });
    }
}

/// What is cited, with what local names stand for; nothing is cited by a step that names no local fact.
fn with_definitions(mut cited: Vec<Term>, definitions: impl FnOnce() -> Vec<Term>) -> Vec<Term> {
    if !cited.is_empty() {
        cited.extend(definitions());
    }
    cited
}
