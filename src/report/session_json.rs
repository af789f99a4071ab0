//! The result of a run of `check` as one JSON value. docs/json.md describes it; fields are only ever added.

use serde::Serialize;

use crate::check::{AxiomUse, CheckedFile, Origin, Outcome};

use super::{Source, json};

/// The version of the format.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'o> {
    version: u32,
    items: Vec<Item<'o>>,
    diagnostics: Vec<json::JsonDiagnostic<'o>>,
    unread: Vec<String>,
    summary: Summary,
}

#[derive(Serialize)]
struct Item<'o> {
    name: &'o str,
    kind: &'static str,
    status: &'static str,
    file: &'o str,
    line: usize,
    column: usize,
    axioms: Vec<Axiom>,
    seconds: f64,
}

#[derive(Serialize)]
struct Axiom {
    name: String,
    origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    proved: usize,
    conditional: usize,
    failed: usize,
    skipped: usize,
    success: bool,
    axioms: Vec<Axiom>,
    seconds: f64,
}

/// The report as JSON text.
pub fn render(outcome: &Outcome) -> String {
    let sources: Vec<Source> = outcome
        .files
        .iter()
        .map(|file| Source::new(file.path.clone(), file.text.clone()))
        .collect();
    let pairs = || outcome.files.iter().zip(&sources);
    let report = Report {
        version: VERSION,
        items: pairs()
            .flat_map(|(file, source)| items(file, source))
            .collect(),
        diagnostics: pairs()
            .flat_map(|(file, source)| file.diagnostics.iter().map(|d| json::value(d, source)))
            .collect(),
        unread: outcome.missing.iter().map(ToString::to_string).collect(),
        summary: summary(outcome),
    };
    serde_json::to_string(&report).unwrap_or_default()
}

fn items<'o>(file: &'o CheckedFile, source: &'o Source) -> impl Iterator<Item = Item<'o>> {
    file.items.iter().map(|item| {
        let place = source.place(item.span.start);
        Item {
            name: &item.name,
            kind: item.kind.as_str(),
            status: item.status.as_str(),
            file: &file.path,
            line: place.line,
            column: place.column,
            axioms: item.axioms.iter().map(axiom).collect(),
            seconds: item.seconds,
        }
    })
}

fn axiom(used: &AxiomUse) -> Axiom {
    let source = match &used.origin {
        Origin::Cited(source) => Some(source.clone()),
        Origin::Foundational | Origin::Checker | Origin::Unproved => None,
    };
    Axiom {
        name: used.name.to_string(),
        origin: used.origin.as_str(),
        source,
    }
}

fn summary(outcome: &Outcome) -> Summary {
    let counts = outcome.counts();
    Summary {
        proved: counts.proved,
        conditional: counts.conditional,
        failed: counts.failed,
        skipped: counts.skipped,
        success: outcome.is_success(),
        axioms: outcome.axioms().iter().map(axiom).collect(),
        seconds: outcome.seconds,
    }
}
