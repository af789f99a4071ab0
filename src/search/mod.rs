//! Finding lemmas: by the shape of what they say, or by words of their names and documentation. It looks at what is
//! written, so it needs no proof to be checked; it decides nothing.

mod shape;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::report::{Diagnostic, Source};
use crate::syntax::ast::{DefBody, Expr, ExprKind, Item, ItemKind, Statement};
use crate::syntax::{parse, parse_expr, print};

/// A file to look through.
pub struct Text<'t> {
    /// Its path.
    pub path: &'t str,
    /// Its text.
    pub text: &'t str,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Anywhere in a statement: `_` stands for anything, a name that is not defined for one thing throughout.
    Shape(Box<Expr>),
    /// All of them, in a name or its documentation, whatever their case.
    Words(Vec<String>),
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What it says, over several lines.
    pub statement: String,
    /// The first line of its documentation.
    pub summary: Option<String>,
    /// How far the match is from the whole of what is shown; the nearest come first.
    rank: (u8, usize),
}

impl Query {
    /// Reads a query: a shape if it has a `_` or an operator, else words.
    ///
    /// # Errors
    /// It looks like a shape and cannot be read.
    pub fn read(text: &str) -> Result<Query, Vec<Diagnostic>> {
        let is_word =
            |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '_') && word != "_";
        if text.split_whitespace().all(is_word) {
            let words = text.split_whitespace().map(str::to_lowercase);
            return Ok(Query::Words(words.collect()));
        }
        let written = text.replace("E[_]", "E[_ ~ _]").replace("P[_]", "P[_ ~ _]");
        Ok(Query::Shape(Box::new(parse_expr(&written)?)))
    }
}

/// Everything in the files that meets the query, the nearest first.
#[must_use]
pub fn search(files: &[Text<'_>], query: &Query) -> Vec<Found> {
    let parsed: Vec<_> = files
        .iter()
        .map(|file| (file, parse(file.text).file))
        .collect();
    let items = || {
        parsed
            .iter()
            .flat_map(|(file, tree)| tree.items.iter().map(move |item| (*file, item)))
    };
    let known: BTreeSet<&str> = items().filter_map(|(_, item)| defined(item)).collect();
    let mut found: Vec<Found> = items()
        .filter_map(|(file, item)| one(file, item, query, &known))
        .collect();
    found.sort_by(|a, b| (a.rank, &a.path, a.line).cmp(&(b.rank, &b.path, b.line)));
    found
}

/// The name of a constant that an item defines.
fn defined(item: &Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Def { name, .. } | ItemKind::Constant(name, _) => Some(&name.value),
        _ => None,
    }
}

fn one(file: &Text<'_>, item: &Item, query: &Query, known: &BTreeSet<&str>) -> Option<Found> {
    let (name, said) = said(item)?;
    let rank = match query {
        Query::Words(words) => {
            let doc = item.doc.as_deref().unwrap_or_default().to_lowercase();
            let title = name.value.to_lowercase();
            let within = |word: &String| title.contains(word) || doc.contains(word);
            if !words.iter().all(within) {
                return None;
            }
            let in_title = words.iter().filter(|word| title.contains(*word)).count();
            (0, words.len() - in_title)
        }
        Query::Shape(pattern) => said.nearest(pattern, known)?,
    };
    let place = Source::new(file.path, file.text).place(name.span.start);
    Some(Found {
        name: name.value.clone(),
        path: file.path.to_owned(),
        line: place.line,
        statement: said.text,
        summary: item
            .doc
            .as_ref()
            .and_then(|doc| doc.lines().next())
            .map(str::to_owned),
        rank,
    })
}

/// What an item says.
struct Said<'i> {
    text: String,
    shown: Vec<&'i Expr>,
    assumed: Vec<&'i Expr>,
}

impl Said<'_> {
    /// How near the best match is, if there is one: a whole formula that is shown, a part of one, an assumption.
    fn nearest(&self, pattern: &Expr, known: &BTreeSet<&str>) -> Option<(u8, usize)> {
        let whole = |formula: &&&Expr| shape::matches(pattern, formula, known);
        let part = |formula: &&&Expr| shape::occurs(pattern, formula, known);
        let size = self.text.chars().count();
        if self.shown.iter().any(|formula| whole(&formula)) {
            Some((0, size))
        } else if self.shown.iter().any(|formula| part(&formula)) {
            Some((1, size))
        } else {
            self.assumed
                .iter()
                .any(|formula| part(&formula))
                .then_some((2, size))
        }
    }
}

fn said(item: &Item) -> Option<(&crate::syntax::ast::Ident, Said<'_>)> {
    match &item.kind {
        ItemKind::Theorem {
            name, statement, ..
        }
        | ItemKind::Axiom {
            name, statement, ..
        }
        | ItemKind::Claim {
            name, statement, ..
        }
        | ItemKind::Setting {
            name, statement, ..
        } => Some((name, stated(statement))),
        ItemKind::Def { name, body, .. } => {
            let (shown, text) = match body {
                DefBody::Plain(body) | DefBody::Functional { body, .. } => {
                    (vec![body], print::expr(body))
                }
                DefBody::Recursive(clauses) => {
                    let bodies: Vec<&Expr> = clauses.iter().map(|clause| &clause.body).collect();
                    let texts: Vec<String> = bodies.iter().map(|body| print::expr(body)).collect();
                    (bodies, texts.join(" | "))
                }
            };
            let text = format!("def {} := {text}\n", name.value);
            Some((
                name,
                Said {
                    text,
                    shown,
                    assumed: Vec::new(),
                },
            ))
        }
        _ => None,
    }
}

fn stated(statement: &Statement) -> Said<'_> {
    let lets = statement.lets.iter().map(|definition| &definition.body);
    let assumed = statement.assumed.iter().map(|assumed| &assumed.formula);
    Said {
        text: print::statement(statement),
        shown: statement.shown.iter().map(|shown| &shown.formula).collect(),
        assumed: assumed.chain(lets).collect(),
    }
}

/// The result for people: each with its place, then a closing line.
#[must_use]
pub fn render(found: &[Found], limit: usize) -> String {
    let mut text = String::new();
    for one in found.iter().take(limit) {
        let _ = writeln!(text, "{}  ({}:{})", one.name, one.path, one.line);
        if let Some(summary) = &one.summary {
            let _ = writeln!(text, "  -- {summary}");
        }
        for line in one.statement.lines() {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    let hidden = found.len().saturating_sub(limit);
    let _ = match hidden {
        0 => writeln!(text, "{} found", found.len()),
        _ => writeln!(
            text,
            "{} found, the first {limit} shown; --limit shows more",
            found.len()
        ),
    };
    text
}

/// Whether an expression is nothing but holes, which everything matches.
#[must_use]
pub fn is_anything(query: &Query) -> bool {
    matches!(query, Query::Shape(pattern) if pattern.value == ExprKind::Hole)
}
