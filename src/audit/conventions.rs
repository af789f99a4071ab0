//! Conventions that do the work of a hypothesis: x/0, √ of a negative number, an empty supremum, a mean of nothing.

use super::session::{Found, Level};
use super::subject::Subject;
use crate::evaluate::junk;

/// `junk-value`: a convention was used in the conclusion of an instance that satisfies the hypotheses.
pub fn junk_values(subject: &Subject<'_>) -> Vec<Found> {
    let Some(verdict) = &subject.verdict else {
        return vec![];
    };
    let met = |(convention, instance): (&u32, &crate::instance::Instance)| {
        let (_, words) = junk::NAMES.iter().find(|(known, _)| known == convention)?;
        let text = format!("an instance of `{}` uses {words}", subject.item.name);
        let found = Found::new("junk-value", Level::Warning, text);
        let lines = subject.instance(instance);
        let found = lines
            .into_iter()
            .fold(found, |found, line| found.note(line));
        Some(
            found
                .help("add the hypothesis that excludes it, or say why the convention is harmless"),
        )
    };
    verdict.junk.iter().filter_map(met).collect()
}
