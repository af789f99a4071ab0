//! What any run found, in the one shape that the formats for other tools share: files with their diagnostics, and one
//! case for each thing that was judged. Data only; it decides nothing.

use crate::check::{CheckedFile, ClaimReport, ItemReport, Kind, Outcome, Status};

use super::{Diagnostic, Source};

/// How a case came out, in the few words that test reports know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it should be.
    Passed,
    /// It is not; undecided counts here too.
    Failed,
    /// Nobody looked; never a pass.
    Skipped,
}

/// One thing that was judged: a theorem, a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// How it came out.
    pub verdict: Verdict,
    /// The command's own word for that: `proved`, `conditional`, `refuted`…
    pub word: &'static str,
    /// Wall-clock time.
    pub seconds: f64,
}

/// A file and everything that is said about it.
pub struct Findings<'r> {
    /// The file.
    pub source: Source,
    /// What is said, in the order of places.
    pub diagnostics: Vec<&'r Diagnostic>,
}

/// A run of a command.
pub struct Run<'r> {
    /// The command's name, such as `check`.
    pub command: &'static str,
    /// The files.
    pub files: Vec<Findings<'r>>,
    /// What was judged, in the order of the files.
    pub cases: Vec<Case>,
    /// Files that were asked for and could not be read, each with the reason.
    pub unread: Vec<String>,
    /// Wall-clock time of the whole.
    pub seconds: f64,
    /// The closing line.
    pub summary: String,
}

impl<'r> Run<'r> {
    /// A run of `check`.
    #[must_use]
    pub fn of_check(outcome: &'r Outcome) -> Run<'r> {
        let files: Vec<Findings<'r>> = outcome.files.iter().map(|file| findings(file)).collect();
        let pairs = outcome.files.iter().zip(&files);
        let cases = pairs.flat_map(|(file, found)| {
            let judged = file.items.iter().filter(|item| is_judged(item));
            judged.map(|item| case(item, &found.source))
        });
        Run {
            command: "check",
            cases: cases.collect(),
            files,
            unread: outcome.missing.iter().map(ToString::to_string).collect(),
            seconds: outcome.seconds,
            summary: super::session::closing_line(outcome),
        }
    }
}

impl<'r> Run<'r> {
    /// A run of `verify`: the cases are the claims.
    #[must_use]
    pub fn of_verify(outcome: &'r Outcome) -> Run<'r> {
        let mut run = Run::of_check(outcome);
        run.command = "verify";
        run.summary = super::verify::closing_line(outcome);
        let claims = outcome
            .files
            .iter()
            .zip(&run.files)
            .flat_map(|(file, found)| {
                file.items
                    .iter()
                    .filter(|item| item.kind == Kind::Claim)
                    .map(|item| claimed(item, &found.source))
            });
        run.cases = claims.collect();
        run
    }
}

/// A claim; one that could not be read has failed.
fn claimed(item: &ItemReport, source: &Source) -> Case {
    let stated = item.claim.as_ref().is_some_and(ClaimReport::is_as_stated);
    Case {
        verdict: if stated {
            Verdict::Passed
        } else {
            Verdict::Failed
        },
        word: item
            .claim
            .as_ref()
            .map_or("unread", |claim| super::verify::word(&claim.finding)),
        ..case(item, source)
    }
}

fn findings(file: &CheckedFile) -> Findings<'_> {
    Findings {
        source: Source::new(file.path.clone(), file.text.clone()),
        diagnostics: file.diagnostics.iter().collect(),
    }
}

/// Definitions that went well are no cases: nothing was to be proved.
fn is_judged(item: &ItemReport) -> bool {
    item.status != Status::Declared
}

fn case(item: &ItemReport, source: &Source) -> Case {
    Case {
        name: item.name.to_string(),
        file: source.name().to_owned(),
        line: source.place(item.span.start).line,
        verdict: match item.status {
            Status::Proved | Status::Conditional | Status::Declared => Verdict::Passed,
            Status::Failed => Verdict::Failed,
            Status::Skipped => Verdict::Skipped,
        },
        word: item.status.as_str(),
        seconds: item.seconds,
    }
}
