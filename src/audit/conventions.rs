//! Conventions that do the work of a hypothesis: x/0, √ of a negative number, an empty supremum, a mean of nothing.
//!
//! That a convention is reached is one thing, that the statement needs it another: with some other number in the place of
//! the conventional one, an instance that satisfies the hypotheses then breaks the conclusion.

use super::session::{Found, Level};
use super::subject::Subject;
use super::trial::Trial;
use crate::evaluate::junk;
use crate::instance::Instance;

/// Numbers that take the place of what a convention gives.
const INSTEAD: [i64; 5] = [-1, 2, -1_000, 1_000, 1];
/// Work for these questions.
const WORK: u64 = 1_500_000;

/// `junk-value`: a warning if the statement needs a convention, a note if it only meets one.
pub fn junk_values(subject: &Subject<'_>) -> Vec<Found> {
    let (Some(verdict), Some(problem)) = (&subject.verdict, &subject.problem) else {
        return vec![];
    };
    if verdict.junk.is_empty() {
        return vec![];
    }
    let mut trial = Trial::new(problem, &verdict.kept, WORK);
    let needing: Vec<(u32, i64, &Instance)> = verdict
        .kept
        .iter()
        .filter_map(|instance| needed(&mut trial, instance))
        .collect();
    let mut found = Vec::new();
    for (convention, words) in junk::NAMES {
        let Some(met) = verdict.junk.get(&convention) else {
            continue;
        };
        let name = &subject.item.name;
        let needs = needing.iter().find(|(met, ..)| met & convention != 0);
        found.push(match needs {
            Some((_, instead, instance)) => {
                let text = format!("an instance of `{name}` uses {words}, and needs that");
                with_instance(
                    subject,
                    Found::new("junk-value", Level::Warning, text),
                    instance,
                )
                .note(format!(
                    "with {instead} in the place of 0, the conclusion is false there"
                ))
                .help("add the hypothesis that excludes it, or say why the convention is harmless")
            }
            None => {
                let text = format!(
                    "an instance of `{name}` uses {words}; the statement does not depend on it"
                );
                with_instance(subject, Found::new("junk-value", Level::Note, text), met)
                    .note("it holds as well with other numbers in the place of 0")
            }
        });
    }
    found
}

/// The conventions met on an instance, if the conclusion is false with another number in their place.
fn needed<'i>(trial: &mut Trial<'_>, instance: &'i Instance) -> Option<(u32, i64, &'i Instance)> {
    let (_, met) = trial.conclusion(instance, None);
    if met == 0 {
        return None;
    }
    let breaks = |instead: &&i64| trial.conclusion(instance, Some(**instead)).0 == Some(false);
    let instead = INSTEAD.iter().find(breaks)?;
    Some((met, *instead, instance))
}

fn with_instance(subject: &Subject<'_>, found: Found, instance: &Instance) -> Found {
    let lines = subject.instance(instance);
    lines.into_iter().fold(found, Found::note)
}
