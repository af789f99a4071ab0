//! What the commands that judge statements say, in every format: findings as diagnostics, one case for each statement,
//! a closing line. Words and layout only; the judgement comes from elsewhere.

use std::fmt::Write as _;

use serde_json::json;

use super::findings::{Case, Findings, Run, Verdict};
use super::{Diagnostic, Source, concise, full, github, junit, sarif};
use crate::check::{CheckedFile, Outcome};

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With the text that messages are about, and one line for each statement.
    Full {
        /// Whether to use colours.
        colour: bool,
    },
    /// One line for each finding.
    Concise,
    /// One JSON value.
    Json,
    /// SARIF.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Workflow commands.
    Github,
}

/// Everything that a command has to say.
pub struct Judged {
    /// Its name.
    pub command: &'static str,
    /// The files, each with what is said about it.
    pub files: Vec<(Source, Vec<Diagnostic>)>,
    /// One for each statement.
    pub cases: Vec<Case>,
    /// More about each case, in words; as long as `cases`.
    pub details: Vec<String>,
    /// Files that could not be read.
    pub unread: Vec<String>,
    /// Wall-clock time.
    pub seconds: f64,
    /// The closing line.
    pub summary: String,
}

impl Judged {
    /// The report of a command before anything is said about its files.
    #[must_use]
    pub fn new(command: &'static str, checked: &Outcome, seconds: f64, summary: String) -> Self {
        Judged {
            command,
            files: Judged::sources(&checked.files),
            cases: vec![],
            details: vec![],
            unread: checked.missing.iter().map(ToString::to_string).collect(),
            seconds,
            summary,
        }
    }

    /// The files of a run with no diagnostics yet.
    fn sources(files: &[std::sync::Arc<CheckedFile>]) -> Vec<(Source, Vec<Diagnostic>)> {
        files
            .iter()
            .map(|file| {
                (
                    Source::new(file.path.clone(), file.text.clone()),
                    Vec::new(),
                )
            })
            .collect()
    }

    /// A case at a place of a file.
    #[must_use]
    pub fn case(
        &self,
        file: usize,
        name: &str,
        start: u32,
        verdict: Verdict,
        word: &'static str,
        seconds: f64,
    ) -> Case {
        let source = &self.files[file].0;
        Case {
            name: name.to_owned(),
            file: source.name().to_owned(),
            line: source.place(start).line,
            verdict,
            word,
            seconds,
        }
    }

    /// The report.
    ///
    /// # Errors
    /// Only if the XML writer refuses.
    pub fn render(&self, style: Style) -> Result<String, String> {
        let end = |text: String| text.trim_end_matches('\n').to_owned() + "\n";
        Ok(match style {
            Style::Full { colour } => self.full(colour),
            Style::Concise => self.concise(),
            Style::Json => self.json(),
            Style::Sarif => end(sarif::render(&self.run())),
            Style::Junit => end(junit::render(&self.run())?),
            Style::Github => end(github::render(&self.run())),
        })
    }

    fn run(&self) -> Run<'_> {
        Run {
            command: self.command,
            files: self
                .files
                .iter()
                .filter(|(source, diagnostics)| {
                    let has_case = || self.cases.iter().any(|case| case.file == source.name());
                    !diagnostics.is_empty() || has_case()
                })
                .map(|(source, diagnostics)| Findings {
                    source: Source::new(source.name().to_owned(), source.text().to_owned()),
                    diagnostics: diagnostics.iter().collect(),
                })
                .collect(),
            cases: self.cases.clone(),
            unread: self.unread.clone(),
            seconds: self.seconds,
            summary: self.summary.clone(),
        }
    }

    fn full(&self, colour: bool) -> String {
        let mut text = String::new();
        for (case, detail) in self.cases.iter().zip(&self.details) {
            let _ = writeln!(
                text,
                "{:<20} {} ({}:{}): {detail}",
                case.word, case.name, case.file, case.line
            );
        }
        if !self.cases.is_empty() {
            text.push('\n');
        }
        for (source, diagnostics) in &self.files {
            for diagnostic in diagnostics {
                let _ = writeln!(
                    text,
                    "{}\n",
                    full::render(diagnostic, source, colour).trim_end()
                );
            }
        }
        self.close(&mut text);
        text
    }

    fn concise(&self) -> String {
        let mut text = String::new();
        for (source, diagnostics) in &self.files {
            for diagnostic in diagnostics {
                let _ = writeln!(text, "{}", concise::render(diagnostic, source).trim_end());
            }
        }
        self.close(&mut text);
        text
    }

    fn close(&self, text: &mut String) {
        for unread in &self.unread {
            let _ = writeln!(text, "error: {unread}");
        }
        let _ = writeln!(text, "{}", self.summary);
    }

    fn json(&self) -> String {
        let cases: Vec<_> = self
            .cases
            .iter()
            .zip(&self.details)
            .map(|(case, detail)| {
                json!({
                    "name": case.name, "file": case.file, "line": case.line, "verdict": case.word,
                    "detail": detail, "seconds": case.seconds,
                })
            })
            .collect();
        let findings: Vec<_> = self
            .files
            .iter()
            .flat_map(|(source, diagnostics)| diagnostics.iter().map(move |d| (source, d)))
            .map(|(source, d)| {
                json!({
                    "rule": d.rule, "severity": d.severity.word(), "message": d.message, "file": source.name(),
                    "line": source.place(d.span.start).line, "notes": d.notes, "help": d.help,
                })
            })
            .collect();
        let value = json!({
            "command": self.command, "items": cases, "findings": findings, "unread": self.unread,
            "summary": self.summary, "seconds": self.seconds,
        });
        format!("{value}\n")
    }
}
