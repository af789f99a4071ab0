//! The format for lists and editors: one line for each diagnostic, `file:line:column: error[rule]: message`.

use super::{Diagnostic, Source};

/// Renders one diagnostic, without an end of line.
pub fn render(diagnostic: &Diagnostic, source: &Source) -> String {
    let place = source.place(diagnostic.span.start);
    let (file, severity, rule) = (source.name(), diagnostic.severity.word(), diagnostic.rule);
    let first = super::visible(&diagnostic.message);
    let first = first.lines().next().unwrap_or_default();
    format!(
        "{file}:{}:{}: {severity}[{rule}]: {first}",
        place.line, place.column
    )
}
