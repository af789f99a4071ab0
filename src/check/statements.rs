//! Items that state something: theorems, axioms, claims, settings, attributes.

use rationale_kernel::{Term, Theorem};

use crate::elaborate::{Scope, Setting};
use crate::logic::{TermShape, logic};
use crate::syntax::ast::{Ident, Justification, Span, Statement};

use super::items::{FileChecker, placeholder};
use super::ledger::{AxiomUse, Kind, Origin};
use super::message;
use super::proof::{Checked, Prover, Reported};
use super::state::State;
use super::stated::StatedItem;
use super::terms::Stated;

impl FileChecker<'_> {
    /// `theorem NAME …`: the theorem must be the statement, under no hypotheses.
    pub(super) fn theorem(
        &mut self,
        name: &Ident,
        attributes: &[Ident],
        statement: &Statement,
        why: &Justification,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_name(name)?;
        let attributes = self.attributes(attributes);
        let (stated, _) = self.with_prover(&name.value, |prover| {
            closed_statement(prover, statement, name.span)
        });
        let (stated, formula) = stated?;
        self.keep_statement(name, Kind::Theorem, false, &stated, &formula)?;
        let ((proved, steps), failed) = self.with_prover(&name.value, |prover| {
            let proved = prove_closed(prover, &stated, &formula, why, name.span);
            (proved, prover.most_steps)
        });
        let theorem = match proved {
            Ok((theorem, before)) if !failed => {
                if let Some(kept) = self.statements.last_mut() {
                    kept.mark_unused(&stated, &before);
                }
                self.try_variants(name, (statement, &formula), why, steps);
                theorem
            }
            _ => self.kernel(placeholder(&name.value, &formula), name.span)?,
        };
        self.add_theorem(name, theorem.clone(), &attributes);
        Ok(self.uses(&theorem))
    }

    /// `axiom NAME …`
    pub(super) fn axiom(
        &mut self,
        name: &Ident,
        attributes: &[Ident],
        cite: Option<&str>,
        statement: &Statement,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_name(name)?;
        let attributes = self.attributes(attributes);
        let (stated, _) = self.with_prover(&name.value, |prover| {
            closed_statement(prover, statement, name.span)
        });
        let (stated, formula) = stated?;
        self.keep_statement(name, Kind::Axiom, false, &stated, &formula)?;
        let axiom = Theorem::axiom(name.value.as_str(), &[], &formula);
        let axiom = self.kernel(axiom, name.span)?;
        let origin = cite.map_or(Origin::Foundational, |source| {
            Origin::Cited(source.to_owned())
        });
        self.axioms.declare(&axiom, &origin);
        self.add_theorem(name, axiom.clone(), &attributes);
        Ok(self.uses(&axiom))
    }

    /// Notes what an item states.
    pub(super) fn keep_statement(
        &mut self,
        name: &Ident,
        kind: Kind,
        claimed_false: bool,
        stated: &Stated,
        formula: &Term,
    ) -> Checked<()> {
        let kept = StatedItem::new(name.value.as_str().into(), kind, name.span, stated, formula);
        let mut kept = self.rule(kept, name.span)?;
        kept.claimed_false = claimed_false;
        self.statements.push(kept);
        Ok(())
    }

    /// `setting NAME := A + B fix … assume …`
    pub(super) fn setting(
        &mut self,
        name: &Ident,
        parents: &[Ident],
        statement: &Statement,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_name(name)?;
        let (stated, _) = self.with_prover(&name.value, |prover| {
            prover.statement_in(&Scope::new(), parents, statement)
        });
        let stated = stated?;
        self.env.add_setting(Setting {
            name: name.value.as_str().into(),
            fixed: stated.fixed,
            lets: stated
                .lets
                .into_iter()
                .map(|(definition, _)| definition)
                .collect(),
            assumed: stated.assumed,
        });
        Ok(Vec::new())
    }

    /// `attribute [simp] a b`
    pub(super) fn attribute_item(
        &mut self,
        attributes: &[Ident],
        names: &[Ident],
    ) -> Checked<Vec<AxiomUse>> {
        let attributes = self.attributes(attributes);
        let mut uses = Vec::new();
        for name in names {
            let Some(theorem) = self.env.theorem(&name.value).cloned() else {
                let state = State::new(Scope::new(), logic().truth_term().clone());
                let env = self.env.clone();
                return Err(self.report(message::unknown_fact(
                    &env,
                    &state,
                    &name.value,
                    name.span,
                )));
            };
            for attribute in &attributes {
                self.env.add_attribute(*attribute, &name.value);
            }
            uses.extend(self.uses(&theorem));
        }
        Ok(uses)
    }
}

/// A statement outside of any proof, and its closed formula.
pub(super) fn closed_statement(
    prover: &mut Prover<'_>,
    statement: &Statement,
    span: Span,
) -> Checked<(Stated, Term)> {
    let stated = prover.statement(&Scope::new(), statement)?;
    if stated.shown.is_empty() {
        return Err(Reported); // the parser has said so
    }
    let formula = prover.rule(stated.formula(), span)?;
    match formula.free_variables().into_iter().next() {
        Some(free) => {
            let text = format!("`{}` is not fixed", &free.name);
            Err(prover.report(message::item("unknown-name", span, text)))
        }
        None => Ok((stated, formula)),
    }
}

/// The theorem of a closed statement: its conclusion is compared with the formula, and it has no hypotheses. Also the
/// theorem of its goals before the assumptions are discharged.
pub(super) fn prove_closed(
    prover: &mut Prover<'_>,
    stated: &Stated,
    formula: &Term,
    why: &Justification,
    span: Span,
) -> Checked<(Theorem, Theorem)> {
    let outside = State::new(Scope::new(), logic().truth_term().clone());
    let entered = prover.rule(stated.enter(&outside), span)?;
    let before = prover.justify(&entered, why, span);
    let theorem = prover.rule(stated.close(before.clone()), span)?;
    if !theorem.hypotheses().is_empty() {
        let diagnostic = message::left_over(prover.env, theorem.hypotheses(), span);
        return Err(prover.report(diagnostic));
    }
    if !theorem.concludes(formula) {
        let diagnostic = message::wrong_conclusion(prover.env, formula, &theorem, span);
        return Err(prover.report(diagnostic));
    }
    Ok((theorem, before))
}
