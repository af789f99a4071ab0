//! What all parts of the tree builder share: spans, names, diagnostics, and the cap on the tree's height.

use super::pairs::{Pair, Pairs, Reading};
use super::tokens::Tokens;
use super::{Rule, explain};
use crate::report::Diagnostic;
use crate::syntax::ast::{Ident, Span, Spanned};
use crate::syntax::words;

/// The most levels that a tree may have, so that walking and dropping it stays within the stack.
pub(super) const MAX_HEIGHT: u32 = 2_000;

/// The most prefixes, right-grouping operators or open branches inside one another.
pub(super) const MAX_DEPTH: u32 = 250;

/// The most diagnostics of one file.
pub(super) const MAX_DIAGNOSTICS: usize = 100;

/// Builds the tree of one text.
pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    tokens: &'t Tokens,
    diagnostics: Vec<Diagnostic>,
    /// Regions whose brackets do not match, already reported: no second message for them.
    broken: Vec<Span>,
    too_deep: bool,
    /// The word that ends the present proof in place of `qed`; it is no argument.
    pub(super) closer: Option<Span>,
    /// How many climbs, blocks and patterns are open.
    pub(super) depth: u32,
}

/// A part of a tree with its height.
pub(super) struct Tree<T> {
    pub(super) node: T,
    pub(super) height: u32,
}

impl<'t> Builder<'t> {
    pub(super) fn new(reading: &'t Reading<'t>, broken: Vec<Span>) -> Builder<'t> {
        Builder {
            text: reading.text,
            tokens: &reading.tokens,
            diagnostics: Vec::new(),
            broken,
            too_deep: false,
            closer: None,
            depth: 0,
        }
    }

    /// Adds a diagnostic, unless its region was already reported.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        let start = diagnostic.span.start;
        if self
            .broken
            .iter()
            .any(|region| region.start <= start && start <= region.end)
        {
            return;
        }
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports a spelling from another tool, which is understood all the same.
    pub(super) fn slip(&mut self, span: Span, written: &str, right: &str) {
        let diagnostic = Diagnostic::error(
            "spelling",
            span,
            format!("`{}` is written `{right}`", written.trim()),
        );
        self.report(diagnostic);
    }

    /// Reports a tree that is too high, once.
    pub(super) fn too_deep(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            let message = format!(
                "nested too deeply: more than {MAX_DEPTH} levels, or a chain of more than {MAX_HEIGHT} parts"
            );
            self.report(
                Diagnostic::error("too-deep", span, message)
                    .help("name a part of it with `def` or `let`"),
            );
        }
    }

    /// Where a statement breaks off, only that is told, not that its goal is missing.
    pub(super) fn forget_missing_show(&mut self, item: Span) {
        self.diagnostics
            .retain(|known| known.rule != "missing-show" || known.span.start < item.start);
    }

    /// Parses tokens again by a strict rule, for its message: those of a pair that no rule accepted, and some before it.
    pub(super) fn report_failure(&mut self, first: usize, bad: Pair<'t>, rule: Rule) {
        let diagnostic = explain::region(self.text, self.tokens, first, bad.tokens(), rule);
        self.report(diagnostic);
    }

    /// Whether there was nothing to report.
    pub(super) fn is_clean(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The value if nothing was wrong with it.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        match self.diagnostics.is_empty() {
            true => Ok(value),
            false => Err(self.diagnostics),
        }
    }
}

/// Where a pair stands.
pub(super) fn span(pair: &Pair<'_>) -> Span {
    pair.span()
}

/// From the start of one span to the end of another.
pub(super) fn join(first: Span, last: Span) -> Span {
    Span {
        start: first.start,
        end: last.end,
    }
}

/// An empty span after another one.
pub(super) fn after(span: Span) -> Span {
    Span {
        start: span.end,
        end: span.end,
    }
}

/// A pair's text as a name.
pub(super) fn ident(pair: &Pair<'_>) -> Ident {
    Spanned {
        value: pair.as_str().to_owned(),
        span: span(pair),
    }
}

/// The next pair if it is of the given rule.
pub(super) fn take<'t>(pairs: &mut Pairs<'t>, rule: Rule) -> Option<Pair<'t>> {
    match pairs.peek() {
        Some(pair) if pair.as_rule() == rule => pairs.next(),
        _ => None,
    }
}

/// All names at the front.
pub(super) fn names(pairs: &mut Pairs<'_>) -> Vec<Ident> {
    std::iter::from_fn(|| take_name(pairs)).collect()
}

fn take_name(pairs: &mut Pairs<'_>) -> Option<Ident> {
    let pair = take(pairs, Rule::name).or_else(|| take(pairs, Rule::operator_word))?;
    Some(ident(&pair))
}

/// The next name; the grammar promises one, an empty name stands in where it broke its promise.
pub(super) fn name(pairs: &mut Pairs<'_>) -> Ident {
    take_name(pairs).unwrap_or_else(missing_name)
}

fn missing_name() -> Ident {
    Spanned {
        value: String::from("_"),
        span: Span::default(),
    }
}

/// The text of a `/-- … -/` comment without its fences, if it says anything.
pub(super) fn doc_text(text: &str) -> Option<String> {
    said(text.trim_start_matches("/--").trim_end_matches("-/"))
}

/// The text of `--!` lines without their fences, if they say anything.
pub(super) fn file_doc_text(text: &str) -> Option<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_start_matches("--!").trim())
        .collect();
    said(&lines.join("\n"))
}

fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The canonical name of a type: `Real` and `Nat` are ASCII spellings.
pub(super) fn type_name(written: &str) -> String {
    match written {
        "Real" | "real" => String::from("ℝ"),
        "Nat" | "nat" => String::from("ℕ"),
        _ => written.to_owned(),
    }
}

/// Whether a name is one that the printer could write again.
pub(super) fn plain(name: &Ident) -> bool {
    words::is_name(&name.value)
}
