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
const WORK: u64 = 4_000_000;

/// What is known of conventions.
#[derive(Default)]
pub struct Conventions {
    /// `junk-value`.
    pub found: Vec<Found>,
    /// Conventions on which the statement does not depend, in lines.
    pub evidence: Vec<String>,
}

/// How the conclusion depends on the conventions met on an instance.
#[derive(Clone, Copy)]
enum Dependence {
    /// It is false with this number in their place.
    Needed(i64),
    /// It is true with any of the numbers.
    None,
    /// Not decided.
    Open,
}

/// `junk-value`: a warning if the statement needs a convention, a note if that is not decided. That it holds with other
/// numbers in the place of a conventional one is evidence for it.
pub fn junk_values(subject: &Subject<'_>) -> Conventions {
    let mut conventions = Conventions::default();
    let (Some(verdict), Some(problem)) = (&subject.verdict, &subject.problem) else {
        return conventions;
    };
    if verdict.junk.is_empty() {
        return conventions;
    }
    let mut trial = Trial::new(problem, &verdict.kept, WORK);
    let met: Vec<(u32, Dependence, &Instance)> = verdict
        .junk
        .values()
        .chain(&verdict.kept)
        .filter_map(|instance| dependence(&mut trial, instance))
        .collect();
    for (convention, words) in junk::NAMES {
        if let Some(first) = verdict.junk.get(&convention) {
            let met = met.iter().filter(|(met, ..)| met & convention != 0);
            conventions.judge(subject, words, first, met);
        }
    }
    conventions
}

impl Conventions {
    /// Judges one convention by the instances that meet it, of which one is named.
    fn judge<'i>(
        &mut self,
        subject: &Subject<'_>,
        words: &str,
        first: &Instance,
        met: impl Iterator<Item = &'i (u32, Dependence, &'i Instance)> + Clone,
    ) {
        let name = &subject.item.name;
        let needed = met
            .clone()
            .find_map(|(_, dependence, instance)| match dependence {
                Dependence::Needed(instead) => Some((*instead, *instance)),
                _ => None,
            });
        if let Some((instead, instance)) = needed {
            let text = format!("an instance of `{name}` uses {words}, and needs that");
            let found = Found::new("junk-value", Level::Warning, text);
            self.found.push(with_instance(subject, found, instance)
                .note(format!(
                    "with {instead} in the place of 0, the conclusion is false there"
                ))
                .help("add the hypothesis that excludes it, or say why the convention is harmless"));
        } else if met
            .clone()
            .any(|(_, dependence, _)| matches!(dependence, Dependence::None))
        {
            self.evidence.push(format!(
                "meets {words}, and holds with other numbers in its place"
            ));
        } else {
            let text = format!(
                "an instance of `{name}` uses {words}; whether it depends on that is not decided"
            );
            let found = Found::new("junk-value", Level::Note, text);
            self.found.push(with_instance(subject, found, first).help(
                "add the hypothesis that excludes it, or say why the convention is harmless",
            ));
        }
    }
}

/// Whether the conclusion is false on an instance with another number in the place of what a convention gives.
pub fn is_needed(trial: &mut Trial<'_>, instance: &Instance) -> bool {
    let dependence = dependence(trial, instance);
    matches!(dependence, Some((_, Dependence::Needed(_), _)))
}

/// The conventions met on an instance, and how the conclusion depends on them.
fn dependence<'i>(
    trial: &mut Trial<'_>,
    instance: &'i Instance,
) -> Option<(u32, Dependence, &'i Instance)> {
    let (_, met) = trial.conclusion(instance, None);
    if met == 0 {
        return None;
    }
    let mut dependence = Dependence::None;
    for instead in INSTEAD {
        match trial.conclusion(instance, Some(instead)).0 {
            Some(false) => return Some((met, Dependence::Needed(instead), instance)),
            Some(true) => {}
            None => dependence = Dependence::Open,
        }
    }
    Some((met, dependence, instance))
}

fn with_instance(subject: &Subject<'_>, found: Found, instance: &Instance) -> Found {
    let lines = subject.instance(instance);
    lines.into_iter().fold(found, Found::note)
}
