//! The format for code scanning: SARIF 2.1.0 (OASIS, 2020), as much of it as GitHub and editors read.

use std::collections::BTreeSet;

use serde::Serialize;

use super::findings::{Findings, Run};
use super::github::body;
use super::{Diagnostic, Severity, Source};
use crate::syntax::ast::Span;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'r> {
    tool: Tool<'r>,
    /// Columns count characters, as everywhere in this program.
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<SarifResult<'r>>,
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
struct Driver<'r> {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule<'r>>,
}

#[derive(Serialize)]
struct Rule<'r> {
    id: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: &'r str,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The run as one JSON value.
#[must_use]
pub fn render(run: &Run<'_>) -> String {
    let all = || run.files.iter().flat_map(|file| &file.diagnostics);
    let rules: BTreeSet<&str> = all().map(|diagnostic| diagnostic.rule).collect();
    let notification = |reason: &String| Notification {
        level: "error",
        message: message(reason.clone()),
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [SarifRun {
            tool: Tool {
                driver: Driver {
                    name: "rationale",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: rules.into_iter().map(|id| Rule { id }).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                execution_successful: run.unread.is_empty(),
                tool_execution_notifications: run.unread.iter().map(notification).collect(),
            }],
            results: run.files.iter().flat_map(results).collect(),
        }],
    };
    serde_json::to_string(&log).unwrap_or_default()
}

fn results<'r>(file: &'r Findings<'r>) -> impl Iterator<Item = SarifResult<'r>> {
    let each = |diagnostic: &&'r Diagnostic| result(diagnostic, &file.source);
    file.diagnostics.iter().map(each)
}

fn result<'r>(diagnostic: &'r Diagnostic, source: &Source) -> SarifResult<'r> {
    let related = diagnostic.labels.iter().map(|label| Location {
        message: Some(message(super::visible(&label.text).into_owned())),
        ..location(label.span, source)
    });
    SarifResult {
        rule_id: diagnostic.rule,
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: message(body(diagnostic)),
        locations: [location(diagnostic.span, source)],
        related_locations: related.collect(),
    }
}

fn message(text: String) -> Message {
    Message { text }
}

fn location(span: Span, source: &Source) -> Location {
    let start = source.place(span.start);
    let end = source.place(span.end.max(span.start));
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(source.name()),
            },
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
        },
        message: None,
    }
}

/// A path as a relative URI: every byte that may not stand in one is written `%XX`.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
