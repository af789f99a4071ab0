//! Conclusions that say nothing.

use super::session::{Found, Level};
use super::subject::Subject;
use crate::check::attempt;
use crate::logic::{TermShape, logic};
use rationale_kernel::Term;

/// `trivial-conclusion`.
pub fn trivial(subject: &Subject<'_>) -> Option<Found> {
    let goal = subject.goal()?;
    let name = &subject.item.name;
    let found = |text: String| Found::new("trivial-conclusion", Level::Error, text);
    if logic().is_falsity(&goal) {
        return None; // the theorem says that its hypotheses contradict each other
    }
    if let Some((left, right)) = sides(&goal)
        && left == right
    {
        let text = format!(
            "the conclusion of `{name}` compares {} with itself",
            subject.text(&left)
        );
        return Some(found(text).help("write what was meant on one of the sides"));
    }
    if let Some(found) = any_value(subject, &goal) {
        return Some(found);
    }
    let hypotheses = &subject.item.assumed;
    if hypotheses.is_empty() {
        return None;
    }
    let mentioned = goal.free_variables();
    let about = hypotheses
        .iter()
        .any(|h| !h.formula.free_variables().is_empty());
    if mentioned.is_empty() && about {
        let text =
            format!("the conclusion of `{name}` mentions nothing that its hypotheses are about");
        return Some(found(text).help("state the conclusion about the theorem's variables"));
    }
    let alone = attempt(subject.env, &subject.item.fixed, &[], &goal, "simp").is_some();
    alone.then(|| {
        found(format!(
            "the conclusion of `{name}` holds without its hypotheses"
        ))
        .note("`simp` proves it from no facts")
        .help("leave the hypotheses out, or state what was meant")
    })
}

/// An existence that any value meets.
fn any_value(subject: &Subject<'_>, goal: &Term) -> Option<Found> {
    let predicate = logic().as_exists(goal)?;
    let (variable, body) = logic().open(predicate, &[goal]).ok()?;
    let every = logic().forall(&variable, &body).ok()?;
    let fixed = &subject.item.fixed;
    let proved = |script: &&str| attempt(subject.env, fixed, &[], &every, script).is_some();
    let script = ["simp", "auto"].into_iter().find(proved)?;
    let text = format!(
        "any {} meets the conclusion of `{}`",
        variable.name, subject.item.name
    );
    Some(
        Found::new("trivial-conclusion", Level::Error, text)
            .note(format!("`{script}` proves it with ∀ for ∃, from no facts"))
            .help("say what the value has to do with the theorem's variables"),
    )
}

/// The sides of an equation or comparison.
fn sides(goal: &Term) -> Option<(Term, Term)> {
    let (head, right) = goal.as_apply()?;
    let (relation, left) = head.as_apply()?;
    let name = relation.as_constant()?.name();
    let compares = matches!(&**name, "=" | "real_le" | "real_lt" | "nat_le" | "nat_lt");
    compares.then(|| (left.clone(), right.clone()))
}
