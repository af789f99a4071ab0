//! Steps that were not proved: does an instance break the step although everything known there holds (the step is false),
//! or only although the facts that the step names hold (they do not give it)?

use super::session::{Found, Level};
use super::subject::Subject;
use crate::check::FailedStep;
use crate::instance::breaking_instance;
use rationale_kernel::Term;

/// `false-step` and `unsupported-step`.
pub fn unfounded(subject: &Subject<'_>, step: &FailedStep) -> Option<Found> {
    let name = &subject.item.name;
    if let Some(lines) = broken(subject, &step.known, &step.goal) {
        let text = format!(
            "this step of `{name}` is false: {}",
            subject.text(&step.goal)
        );
        let found = Found::new("false-step", Level::Error, text).at(step.span);
        let found = lines.into_iter().fold(found, Found::note);
        return Some(found.help("an instance satisfies everything that is known here and breaks the step: mend what it says"));
    }
    if step.cited.is_empty() {
        return None;
    }
    let lines = broken(subject, &step.cited, &step.goal)?;
    let text = format!(
        "the facts that this step of `{name}` names do not give {}",
        subject.text(&step.goal)
    );
    let found = Found::new("unsupported-step", Level::Error, text).at(step.span);
    let found = lines.into_iter().fold(found, Found::note);
    let found =
        found.note("the facts hold there, and the step does not; the step may still be true");
    Some(found.help("name the facts that the step needs"))
}

/// An instance on which these facts hold and the goal does not, in lines.
fn broken(subject: &Subject<'_>, facts: &[Term], goal: &Term) -> Option<Vec<String>> {
    let (env, symbols) = (subject.env, subject.symbols);
    let found = breaking_instance(env, symbols, &[], facts, goal, subject.limits)?;
    Some(found.lines)
}
