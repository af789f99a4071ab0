//! The format for programs: one JSON object for each diagnostic. Its fields are documented here and only ever added to.

use serde::Serialize;

use super::{Diagnostic, Source};
use crate::syntax::ast::Span;

/// A diagnostic as JSON: lines and columns count from 1, columns in characters, ends are exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JsonDiagnostic<'d> {
    /// The rule's name.
    pub rule: &'d str,
    /// `error`, `warning` or `note`.
    pub severity: &'d str,
    /// The first line.
    pub message: &'d str,
    /// Where.
    #[serde(flatten)]
    pub place: JsonPlace<'d>,
    /// Further places.
    pub labels: Vec<JsonLabel<'d>>,
    /// Further facts.
    pub notes: &'d [String],
    /// What to do.
    pub help: Option<&'d str>,
}

/// A place as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JsonPlace<'d> {
    /// The file's name.
    pub file: &'d str,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// One past the last column.
    pub end_column: usize,
}

/// A further place as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JsonLabel<'d> {
    /// What is to be seen.
    pub text: &'d str,
    /// Where.
    #[serde(flatten)]
    pub place: JsonPlace<'d>,
}

/// Makes the JSON form of a diagnostic.
pub fn value<'d>(diagnostic: &'d Diagnostic, source: &'d Source) -> JsonDiagnostic<'d> {
    let label = |label: &'d super::Label| JsonLabel {
        text: &label.text,
        place: place(label.span, source),
    };
    JsonDiagnostic {
        rule: diagnostic.rule,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: place(diagnostic.span, source),
        labels: diagnostic.labels.iter().map(label).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    }
}

fn place(span: Span, source: &Source) -> JsonPlace<'_> {
    let (start, end) = (
        source.place(span.start),
        source.place(span.end.max(span.start)),
    );
    JsonPlace {
        file: source.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

/// One line of JSON.
pub fn render(diagnostic: &Diagnostic, source: &Source) -> String {
    serde_json::to_string(&value(diagnostic, source)).unwrap_or_default()
}
