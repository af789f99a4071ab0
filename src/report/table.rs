//! The theorems of a paper in one table: which numbered claim each is, how it came out, what it rests on, how long its
//! proof is. The numbers stand at the beginning of the documentation of a theorem, or in parentheses in its first line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::{CheckedFile, ItemReport, Origin, Outcome};
use crate::syntax::ast::{Item, ItemKind, Justification};
use crate::syntax::parse;

use super::Source;

/// One theorem that is a claim of the paper, or part of one.
struct Row {
    name: String,
    place: String,
    summary: String,
    status: String,
    axioms: String,
    lines: usize,
}

/// The table as Markdown, ordered by claim.
#[must_use]
pub fn render(outcome: &Outcome) -> String {
    let mut rows: BTreeMap<Number, Vec<Row>> = BTreeMap::new();
    for file in &outcome.files {
        for (number, row) in rows_of(file) {
            rows.entry(number).or_default().push(row);
        }
    }
    let mut text = String::from(
        "| claim | theorem | what it says | verdict | axioms | proof, lines | where |\n|---|---|---|---|---|---|---|\n",
    );
    for (number, row) in rows
        .iter()
        .flat_map(|(number, rows)| rows.iter().map(move |row| (number, row)))
    {
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} | {} | {} |",
            number.text(),
            row.name,
            row.summary,
            row.status,
            row.axioms,
            row.lines,
            row.place
        );
    }
    text
}

/// The number of a claim: a letter for its kind, a number, and perhaps a letter for a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Number {
    kind: usize,
    number: u32,
    part: String,
}

/// The kinds in the order in which a reader meets them.
const KINDS: [char; 5] = ['L', 'M', 'U', 'H', 'X'];

impl Number {
    fn read(word: &str) -> Option<Number> {
        let mut chars = word.chars();
        let first = chars.next()?;
        let kind = KINDS.iter().position(|kind| *kind == first)?;
        let rest = chars.as_str();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, part) = rest.split_at(digits);
        let letters = part.len() <= 1 && part.chars().all(|c| c.is_ascii_lowercase());
        Some(Number {
            kind,
            number: number.parse().ok()?,
            part: letters.then(|| part.to_owned())?,
        })
    }

    fn text(&self) -> String {
        format!("{}{}{}", KINDS[self.kind], self.number, self.part)
    }
}

/// The numbers that a documentation gives: its first word, or all in the first parentheses.
fn numbers(doc: &str) -> Vec<Number> {
    let is_end = |c: char| !c.is_alphanumeric();
    let first = doc.split(is_end).next().unwrap_or_default();
    if let Some(number) = Number::read(first) {
        return vec![number];
    }
    let line = doc.lines().next().unwrap_or_default();
    let inside = line
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let words = inside.map_or("", |(inside, _)| inside).split(is_end);
    words.filter_map(Number::read).collect()
}

fn rows_of(file: &CheckedFile) -> Vec<(Number, Row)> {
    let source = Source::new(file.path.clone(), file.text.clone());
    let tree = parse(&file.text).file;
    let mut rows = Vec::new();
    for item in &tree.items {
        let ItemKind::Theorem { name, why, .. } = &item.kind else {
            continue;
        };
        let report = file.items.iter().find(|report| *report.name == *name.value);
        let (Some(report), Some(doc)) = (report, &item.doc) else {
            continue;
        };
        for number in numbers(doc) {
            rows.push((number, row(item, &name.value, report, why, &source)));
        }
    }
    rows
}

fn row(item: &Item, name: &str, report: &ItemReport, why: &Justification, source: &Source) -> Row {
    Row {
        name: name.to_owned(),
        place: source.name().to_owned(),
        summary: summary(item.doc.as_deref().unwrap_or_default()),
        status: report.status.to_string(),
        axioms: axioms(report),
        lines: proof_lines(why, source),
    }
}

/// The first sentence, on one line, without what would end a cell.
fn summary(doc: &str) -> String {
    let joined = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = joined
        .match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| *at >= 20);
    let sentence = &joined[..end.unwrap_or(joined.len())];
    sentence.trim_end_matches('.').replace('|', "\\|")
}

/// How many foundational axioms, and every other by name.
fn axioms(report: &ItemReport) -> String {
    let foundational = report
        .axioms
        .iter()
        .filter(|axiom| axiom.origin == Origin::Foundational);
    let others = report
        .axioms
        .iter()
        .filter(|axiom| axiom.origin != Origin::Foundational);
    let names: Vec<String> = others.map(super::session::axiom_line).collect();
    let count = format!("{} foundational", foundational.count());
    std::iter::once(count)
        .chain(names)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The lines between `proof` and `qed`, or of the methods after `by`.
fn proof_lines(why: &Justification, source: &Source) -> usize {
    let line = |at: u32| source.place(at).line;
    match why {
        Justification::Proof(proof) => {
            line(proof.span.end).saturating_sub(line(proof.span.start) + 1)
        }
        Justification::By(methods) => {
            let last = methods.last().map_or(0, |method| line(method.span.end));
            let first = methods.first().map_or(0, |method| line(method.span.start));
            last + 1 - first
        }
        Justification::Sorry(_) | Justification::Missing(_) => 0,
    }
}
