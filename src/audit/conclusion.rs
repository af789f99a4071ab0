//! Conclusions that say nothing.

use super::session::{Found, Level};
use super::subject::Subject;
use crate::check::attempt;
use crate::logic::TermShape;
use rationale_kernel::Term;

/// `trivial-conclusion`.
pub fn trivial(subject: &Subject<'_>) -> Option<Found> {
    let goal = subject.goal()?;
    let name = &subject.item.name;
    let found = |text: String| Found::new("trivial-conclusion", Level::Error, text);
    if let Some((left, right)) = sides(&goal)
        && left == right
    {
        let text = format!(
            "the conclusion of `{name}` compares {} with itself",
            subject.text(&left)
        );
        return Some(found(text).help("write what was meant on one of the sides"));
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

/// The sides of an equation or comparison.
fn sides(goal: &Term) -> Option<(Term, Term)> {
    let (head, right) = goal.as_apply()?;
    let (relation, left) = head.as_apply()?;
    let name = relation.as_constant()?.name();
    let compares = matches!(&**name, "=" | "real_le" | "real_lt" | "nat_le" | "nat_lt");
    compares.then(|| (left.clone(), right.clone()))
}
