//! What items state, kept after checking for those who try statements on instances and audit them. Data only.

use crate::logic::substitution_from;
use rationale_kernel::{Name, Term, Theorem, Variable};

use super::ledger::Kind;
use super::terms::Stated;
use crate::elaborate::LocalDefinition;
use crate::logic;
use crate::syntax::ast::Span;

/// An assumption of a statement.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Its label.
    pub label: Option<Name>,
    /// What it says; local definitions are replaced by what they stand for.
    pub formula: Term,
    /// Whether the proof made use of it; yes where there is no proof.
    pub used: bool,
}

/// `allow RULE because "…"`
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The rule.
    pub rule: String,
    /// The reason.
    pub reason: String,
    /// Where it is written.
    pub span: Span,
}

/// What a theorem, axiom or claim states.
#[derive(Clone, Debug)]
pub struct StatedItem {
    /// Its name.
    pub name: Name,
    /// Theorem, axiom or claim.
    pub kind: Kind,
    /// Whether it is claimed to be false.
    pub claimed_false: bool,
    /// Where the name stands.
    pub span: Span,
    /// The variables, those of the setting first.
    pub fixed: Vec<Variable>,
    /// The assumptions.
    pub assumed: Vec<Assumption>,
    /// The goals.
    pub shown: Vec<Term>,
    /// The whole statement, closed.
    pub formula: Term,
    /// What may be found in it.
    pub allowed: Vec<Allowance>,
}

impl StatedItem {
    /// A statement outside of any proof.
    pub(super) fn new(
        name: Name,
        kind: Kind,
        span: Span,
        stated: &Stated,
        formula: &Term,
    ) -> logic::Result<Self> {
        let expand = |term: &Term| expanded(term, &stated.lets);
        let assumption = |(label, formula): &(Option<Name>, Term)| {
            Ok(Assumption {
                label: label.clone(),
                formula: expand(formula)?,
                used: true,
            })
        };
        Ok(StatedItem {
            name,
            kind,
            claimed_false: false,
            span,
            fixed: stated.fixed.clone(),
            assumed: stated
                .assumed
                .iter()
                .map(assumption)
                .collect::<logic::Result<_>>()?,
            shown: stated
                .shown
                .iter()
                .map(|(_, goal)| expand(goal))
                .collect::<logic::Result<_>>()?,
            formula: formula.clone(),
            allowed: Vec::new(),
        })
    }

    /// Marks the assumptions that the theorem before discharge does not rest on.
    pub(super) fn mark_unused(&mut self, stated: &Stated, before: &Theorem) {
        for (assumption, (_, formula)) in self.assumed.iter_mut().zip(&stated.assumed) {
            assumption.used = before.hypotheses().contains(formula);
        }
    }
}

fn expanded(term: &Term, lets: &[(LocalDefinition, usize)]) -> logic::Result<Term> {
    let mut term = term.clone();
    for (definition, _) in lets.iter().rev() {
        if term.has_free(&definition.variable) {
            let image = [(definition.variable.clone(), definition.value.clone())];
            term = logic::normal_term(&term.substitute(&substitution_from(image)?)?)?;
        }
    }
    Ok(term)
}
