//! From text to the tree: the grammar makes pairs, the builder makes nodes, and what no rule accepted is explained.
//!
//! Parsing never fails as a whole: it gives the tree of what could be read and a list of diagnostics. Nothing of the
//! parser generator leaves this module.

mod atom;
mod builder;
mod calc;
mod explain;
mod expression;
mod hints;
mod item;
mod letters;
mod pairs;
mod pieces;
mod proof;
mod statement;
mod tokens;
mod types;

use pest::Parser;

use super::ast::{Expr, File, Span, Statement};
use super::scan::{self, Comment, Limits};
use crate::report::Diagnostic;
use builder::{Builder, MAX_DIAGNOSTICS};
use pairs::{Pair, Reading};
use tokens::Tokens;

/// The parser that the grammar makes.
mod grammar {
    #![allow(missing_docs)]

    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/tokens.pest"]
    #[grammar = "../grammar/rationale.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// What parsing a file gives.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What could be read.
    pub file: File,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The comments that are not documentation, in order: the tree does not hold them, a formatter needs them.
    pub comments: Vec<Comment>,
}

/// Reads a whole file.
pub fn parse(text: &str) -> Parsed {
    let scan = scan::scan(text, &Limits::default());
    let file = match scan.readable && scan.diagnostics.is_empty() {
        true => pieces::file(text, &scan.items),
        false => None,
    };
    match file {
        Some(file) => Parsed {
            file,
            comments: scan.comments,
            diagnostics: Vec::new(),
        },
        None => parse_scanned(text, scan),
    }
}

/// Reads a whole file at one go, as [`parse`] does with a file that has mistakes: the same, but slower.
pub fn parse_whole(text: &str) -> Parsed {
    parse_scanned(text, scan::scan(text, &Limits::default()))
}

fn parse_scanned(text: &str, scan: scan::Scan) -> Parsed {
    let mut parsed = Parsed {
        comments: scan.comments,
        diagnostics: scan.diagnostics,
        ..Parsed::default()
    };
    if !scan.readable {
        return parsed;
    }
    let found = match Reading::new(text, Tokens::of(text, 0), Rule::file) {
        Ok(reading) => {
            let mut builder = Builder::new(&reading, scan.broken);
            parsed.file = builder.file(reading.pairs().next().map(Pair::into_inner));
            builder.into_diagnostics()
        }
        Err((tokens, error)) => vec![explain::failure(text, &tokens, 0, &error)],
    };
    let known: Vec<u32> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.span.start)
        .collect();
    let fresh = found.into_iter();
    parsed
        .diagnostics
        .extend(fresh.filter(|diagnostic| !known.contains(&diagnostic.span.start)));
    parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    parsed.diagnostics.truncate(MAX_DIAGNOSTICS);
    parsed
}

/// How many tokens the grammar finds in a text, without any tree: what the generated parser alone takes, for benchmarks.
pub fn recognise(text: &str) -> usize {
    let scan = scan::scan(text, &Limits::default());
    let pieces = pieces::of(text.len(), &scan.items).into_iter();
    pieces
        .map(|piece| Tokens::of(&text[piece.clone()], piece.start))
        .filter_map(|tokens| {
            Some(
                Grammar::parse(Rule::file, &tokens.kinds)
                    .ok()?
                    .tokens()
                    .count()
                    / 2,
            )
        })
        .sum()
}

/// Reads one expression.
pub fn parse_expr(text: &str) -> Result<Expr, Vec<Diagnostic>> {
    read(text, Rule::only_expr, |builder, pair| {
        builder.expr_from(pair)
    })
}

/// Reads the statement of a theorem, from `in` or `fix` on.
pub fn parse_statement(text: &str) -> Result<Statement, Vec<Diagnostic>> {
    read(text, Rule::only_statement, |builder, pair| {
        pair.map(|pair| builder.shown_statement(pair))
            .unwrap_or_default()
    })
}

/// Reads a text by a rule, whose first part is made into what is asked for.
fn read<T>(
    text: &str,
    rule: Rule,
    build: impl for<'t> FnOnce(&mut Builder<'t>, Option<Pair<'t>>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let scan = scan::scan(text, &Limits::default());
    if !scan.diagnostics.is_empty() {
        return Err(scan.diagnostics);
    }
    let reading = Reading::new(text, Tokens::of(text, 0), rule)
        .map_err(|(tokens, error)| vec![explain::failure(text, &tokens, 0, &error)])?;
    let mut builder = Builder::new(&reading, Vec::new());
    let value = build(
        &mut builder,
        reading.pairs().flat_map(Pair::into_inner).next(),
    );
    builder.finish(value)
}

/// Reads bytes as UTF-8, or tells the place of the first byte that is not.
pub fn decode(bytes: Vec<u8>) -> Result<String, Diagnostic> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count()
            + 1;
        let place = u32::try_from(good).unwrap_or(u32::MAX);
        let span = Span {
            start: place,
            end: place.saturating_add(1),
        };
        Diagnostic::error(
            "invalid-utf8",
            span,
            format!("byte {good}, on line {line}, is not valid UTF-8"),
        )
        .help("save the file in the encoding UTF-8")
    })
}
