//! What a run of `check` says: every diagnostic, what rests on unproved theorems, and a closing line. Words only; the
//! numbers come from the checker.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::{AxiomUse, CheckedFile, ItemReport, Origin, Outcome, Status};

use super::{Source, concise, full};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With the text that they are about; `colour` is for terminals.
    Full {
        /// Whether to use colours.
        colour: bool,
    },
    /// One line for each.
    Concise,
}

/// The whole report.
pub fn render(outcome: &Outcome, style: Style) -> String {
    let mut text = problems(outcome, style);
    let _ = writeln!(text, "{}", closing_line(outcome));
    text
}

/// Everything that is wrong, and what rests on it.
pub fn problems(outcome: &Outcome, style: Style) -> String {
    let mut text = String::new();
    for file in &outcome.files {
        diagnostics(&mut text, file, style);
    }
    for error in &outcome.missing {
        let _ = writeln!(text, "error: {error}");
    }
    for line in consequences(outcome) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn diagnostics(text: &mut String, file: &CheckedFile, style: Style) {
    let source = Source::new(file.path.clone(), file.text.clone());
    for diagnostic in &file.diagnostics {
        let shown = match style {
            Style::Full { colour } => full::render(diagnostic, &source, colour) + "\n",
            Style::Concise => concise::render(diagnostic, &source),
        };
        let _ = writeln!(text, "{}", shown.trim_end_matches('\n'));
        if matches!(style, Style::Full { .. }) {
            text.push('\n');
        }
    }
}

/// For each unproved theorem on which others rest, one line.
fn consequences(outcome: &Outcome) -> Vec<String> {
    let mut dependents: BTreeMap<&str, usize> = BTreeMap::new();
    for item in outcome.items() {
        for name in item.unproved() {
            *dependents.entry(name).or_default() += 1;
        }
    }
    let line = |(name, count): (&str, usize)| match count {
        1 => format!("`{name}` is not proved; 1 item rests on it"),
        _ => format!("`{name}` is not proved; {count} items rest on it"),
    };
    dependents.into_iter().map(line).collect()
}

/// `212 proved, 0 conditional, 0 failed, 0 skipped · axioms: 19 foundational, 0 cited · 1.84 s`
pub fn closing_line(outcome: &Outcome) -> String {
    let counts = outcome.counts();
    let axioms = outcome.axioms();
    let of = |test: fn(&Origin) -> bool| axioms.iter().filter(|axiom| test(&axiom.origin)).count();
    let foundational = of(|origin| *origin == Origin::Foundational);
    let cited = of(|origin| matches!(origin, Origin::Cited(_)));
    format!(
        "{} proved, {} conditional, {} failed, {} skipped · axioms: {foundational} foundational, {cited} cited · {:.2} s",
        counts.proved, counts.conditional, counts.failed, counts.skipped, outcome.seconds
    )
}

/// One axiom in a list: its name, and its source if it is cited.
pub fn axiom_line(axiom: &AxiomUse) -> String {
    match &axiom.origin {
        Origin::Cited(source) => format!("{} (cited: {source})", axiom.name),
        Origin::Foundational => format!("{} (foundational)", axiom.name),
        Origin::Checker => format!("{} (outside the kernel)", axiom.name),
        Origin::Unproved => format!("{} (not proved)", axiom.name),
    }
}

/// What an item's status means, for people.
pub fn status_words(status: Status) -> &'static str {
    match status {
        Status::Proved => "proved",
        Status::Conditional => "proved from cited axioms",
        Status::Declared => "declared",
        Status::Failed => "not proved",
        Status::Skipped => "not tried",
    }
}

/// All axioms that anything rests on.
pub fn axioms(outcome: &Outcome) -> String {
    let axioms = outcome.axioms();
    if axioms.is_empty() {
        return "nothing here rests on an axiom\n".into();
    }
    axioms
        .iter()
        .map(|axiom| format!("{}\n", axiom_line(axiom)))
        .collect()
}

/// The axioms that one item rests on.
pub fn axioms_of(item: &ItemReport) -> String {
    if item.axioms.is_empty() {
        return format!("{}: no axiom\n", item.name);
    }
    let lines: Vec<String> = item
        .axioms
        .iter()
        .map(|axiom| format!("  {}\n", axiom_line(axiom)))
        .collect();
    format!("{}:\n{}", item.name, lines.concat())
}
