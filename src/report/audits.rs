//! The report of `rationale audit`: findings with what they rest on, evidence for each statement, counts.

use super::findings::Verdict;
use super::judged::Judged;
use super::{Diagnostic, Severity};
use crate::audit::session::{Level, Tried};
use crate::audit::{Finding, Outcome};

/// What an audit has to say about the files that were asked for.
#[must_use]
pub fn judged(outcome: &Outcome, fail_on: Level) -> Judged {
    let summary = closing_line(outcome);
    let mut judged = Judged::new("audit", &outcome.checked, outcome.seconds, summary);
    for item in &outcome.items {
        let open = || item.findings.iter().filter(|f| f.allowed.is_none());
        let failed =
            item.tried == Tried::No || open().any(|finding| finding.found.level >= fail_on);
        let word = match open().map(|finding| finding.found.level).max() {
            None if item.tried == Tried::No => "not tried",
            None if item.tried == Tried::Few => "little tried",
            None => "clean",
            Some(Level::Note) => "noted",
            Some(Level::Warning) => "warned",
            Some(Level::Error) => "wrong",
        };
        let verdict = if failed {
            Verdict::Failed
        } else {
            Verdict::Passed
        };
        let case = judged.case(
            item.file,
            &item.name,
            item.span.start,
            verdict,
            word,
            item.seconds,
        );
        judged.cases.push(case);
        judged.details.push(item.evidence.join("\n    "));
        for finding in open() {
            judged.files[item.file].1.push(diagnostic(finding));
        }
    }
    judged
}

fn closing_line(outcome: &Outcome) -> String {
    let of = |level| {
        outcome
            .findings()
            .filter(|finding| finding.found.level == level)
            .count()
    };
    format!(
        "{} statements audited: {} errors, {} warnings, {} notes, {} allowed, {} tried on few instances, {} not tried · {:.2} s",
        outcome.items.len(),
        of(Level::Error),
        of(Level::Warning),
        of(Level::Note),
        outcome.allowed(),
        outcome.tried(Tried::Few),
        outcome.tried(Tried::No),
        outcome.seconds
    )
}

fn diagnostic(finding: &Finding) -> Diagnostic {
    let found = &finding.found;
    Diagnostic {
        severity: match found.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Note,
        },
        notes: found.notes.clone(),
        help: found.help.clone().map(String::into_boxed_str),
        ..Diagnostic::error(found.rule, finding.span, found.text.clone())
    }
}
