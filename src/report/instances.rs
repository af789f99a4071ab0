//! The report of `rationale test`: counterexamples and untested statements as findings, counts for each statement.

use super::Diagnostic;
use super::findings::Verdict;
use super::judged::Judged;
use crate::check::CheckedFile;
use crate::instance::{Counts, ItemResult, Judgement, Outcome, Printed};

/// What a run of `test` has to say about the files that were asked for.
#[must_use]
pub fn judged(outcome: &Outcome) -> Judged {
    let summary = closing_line(outcome);
    let mut judged = Judged::new("test", &outcome.checked, outcome.seconds, summary);
    for &place in &outcome.whole {
        add_unread(&mut judged, place, &outcome.checked.files[place]);
    }
    for item in &outcome.items {
        let verdict = if item.judgement.is_fine() {
            Verdict::Passed
        } else {
            Verdict::Failed
        };
        let word = item.judgement.as_str();
        let case = judged.case(
            item.file,
            &item.name,
            item.span.start,
            verdict,
            word,
            item.seconds,
        );
        judged.cases.push(case);
        judged.details.push(counts(&item.counts));
        judged.files[item.file].1.extend(finding(item));
    }
    judged
}

/// What could not be read in a file: its messages, and a case for each statement.
fn add_unread(judged: &mut Judged, place: usize, file: &CheckedFile) {
    judged.files[place].1.extend(file.unread.iter().cloned());
    for item in file.unstated() {
        let (start, verdict) = (item.span.start, Verdict::Failed);
        let case = judged.case(place, &item.name, start, verdict, "unread", item.seconds);
        judged.cases.push(case);
        judged
            .details
            .push("its statement could not be read".to_owned());
    }
}

fn closing_line(outcome: &Outcome) -> String {
    let of = |word| outcome.count(word);
    let instances: u64 = outcome.items.iter().map(|item| item.counts.decided).sum();
    let disagreements = match of("disagreement") {
        0 => String::new(),
        n => format!(", {n} disagreements"),
    };
    let files = outcome
        .whole
        .iter()
        .map(|place| &outcome.checked.files[*place]);
    let unread = match files.map(|file| file.unstated().count()).sum() {
        0usize => String::new(),
        n => format!(", {n} unread"),
    };
    format!(
        "{} held, {} refuted as claimed, {} refuted, {} not refuted, {} untested, {} untested and allowed{disagreements}{unread} \
         · {instances} instances · seed {} · {:.2} s",
        of("held"),
        of("refuted as claimed"),
        of("refuted"),
        of("not refuted"),
        of("untested"),
        of("untested, allowed"),
        outcome.seed,
        outcome.seconds
    )
}

fn counts(counts: &Counts) -> String {
    let mut text = format!(
        "{} instances decided of {} drawn",
        counts.decided, counts.drawn
    );
    if counts.refused > 0 {
        let accepted = 100 * (counts.drawn - counts.refused) / counts.drawn.max(1);
        text += &format!(
            ", {} refused by hypotheses ({accepted} % accepted)",
            counts.refused
        );
    }
    if counts.undecided > 0 {
        text += &format!(", {} undecided", counts.undecided);
        if let Some((why, _)) = counts.reasons.iter().max_by_key(|(_, n)| **n) {
            text += &format!(" (mostly: {})", why.words());
        }
    }
    if counts.chosen > 0 {
        text += &format!(
            "; {} fail if `some` picks the first of several values",
            counts.chosen
        );
    }
    if counts.complete {
        text += "; these are all there are";
    } else if counts.swept && counts.undecided == 0 {
        text += "; among them all instances of the smallest worlds";
    }
    text
}

fn finding(item: &ItemResult) -> Option<Diagnostic> {
    let error = |rule, message: String| Diagnostic::error(rule, item.span, message);
    let name = &item.name;
    Some(match &item.judgement {
        Judgement::Held => {
            let message = format!("`untested` is allowed at `{name}`, which was tested");
            let warning = Diagnostic::warning("unused-allowance", item.idle?, message);
            warning.help("remove the `allow` line")
        }
        Judgement::Allowed(_) => return None,
        Judgement::RefutedAsClaimed(shown) => {
            let found = Diagnostic {
                severity: super::Severity::Note,
                ..error(
                    "refuted-as-claimed",
                    format!("`{name}` is false, as claimed"),
                )
            };
            with_instance(found, shown)
        }
        Judgement::Refuted(shown) => {
            let found = error("counterexample", format!("`{name}` is false"));
            with_instance(found, shown).help(format!(
                "to keep this as an example, paste\n{}",
                shown.claim
            ))
        }
        Judgement::Disagreement(shown) => with_instance(
            error(
                "disagreement",
                format!("two ways to evaluate an instance of `{name}` disagree"),
            ),
            shown,
        )
        .help("this is a mistake in Rationale, please report it; the statement counts as untested"),
        Judgement::NotRefuted => error(
            "not-refuted",
            format!("`{name}` is claimed false, but no counterexample was found"),
        )
        .note(counts(&item.counts)),
        Judgement::Untested => error(
            "untested",
            format!("`{name}` was tried on too few instances"),
        )
        .note(counts(&item.counts))
        .help("write `allow untested because \"…\"` before it if that cannot be helped"),
    })
}

fn with_instance(found: Diagnostic, shown: &Printed) -> Diagnostic {
    let lines = shown
        .lines
        .iter()
        .fold(found, |found, line| found.note(line.clone()));
    shown
        .sides
        .iter()
        .fold(lines, |found, sides| found.note(sides.clone()))
}
