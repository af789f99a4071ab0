//! The format for GitHub's workflow log: one command a diagnostic, which the review page shows beside the line.

use std::fmt::Write as _;

use super::findings::{Findings, Run};
use super::{Diagnostic, Severity, Source};

/// The whole run: workflow commands, then the closing line as plain text.
#[must_use]
pub fn render(run: &Run<'_>) -> String {
    let mut text = String::new();
    for Findings {
        source,
        diagnostics,
    } in &run.files
    {
        for diagnostic in diagnostics {
            let _ = writeln!(text, "{}", command(diagnostic, source));
        }
    }
    for unread in &run.unread {
        let _ = writeln!(text, "::error::{}", escape(unread));
    }
    let _ = writeln!(text, "{}", run.summary);
    text
}

fn command(diagnostic: &Diagnostic, source: &Source) -> String {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let start = source.place(diagnostic.span.start);
    let end = source.place(diagnostic.span.end.max(diagnostic.span.start));
    format!(
        "::{word} file={},line={},col={},endLine={},title={}::{}",
        escape_property(source.name()),
        start.line,
        start.column,
        end.line,
        escape_property(diagnostic.rule),
        escape(&body(diagnostic)),
    )
}

/// The message with its notes and its advice, a line each.
pub(super) fn body(diagnostic: &Diagnostic) -> String {
    let mut text = super::visible(&diagnostic.message).into_owned();
    for note in &diagnostic.notes {
        let _ = write!(text, "\n{}", super::visible(note));
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "\nhelp: {}", super::visible(help));
    }
    text
}

/// Data of a workflow command: `%` and line ends would end it or start another.
fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command, where `:` and `,` separate too.
fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
