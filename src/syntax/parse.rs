//! The way in: guards, the parser generated from the grammar, recovery by item, and messages in the symbols that a
//! person types. Nothing of the parser generator passes this folder.

use super::ast::{Expr, File, Item, ItemKind, Span, Statement};
use crate::report::Diagnostic;
use pest::{
    Parser,
    error::{Error, ErrorVariant, InputLocation},
    iterators::Pair,
};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/rationale.pest"]
pub(super) struct Grammar;

/// The deepest nesting of brackets.
const MAX_NESTING: usize = 120;
/// The largest file, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// What came of a text: as much of the tree as could be read, and everything that was wrong.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree; regions that could not be read are `Error` items.
    pub file: File,
    /// What was wrong, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Conversion state: where the text starts, and what was wrong so far.
pub(super) struct Reader {
    pub(super) base: u32,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a file.
pub fn parse(text: &str) -> Parsed {
    if let Err(diagnostic) = guard(text) {
        return Parsed {
            file: File::default(),
            diagnostics: vec![diagnostic],
        };
    }
    let mut reader = Reader {
        base: 0,
        diagnostics: vec![],
    };
    let mut file = File::default();
    match Grammar::parse(Rule::file, text) {
        Err(error) => reader.diagnostics.push(syntax_error(&error, 0, text)),
        Ok(pairs) => {
            for pair in pairs.flat_map(Pair::into_inner) {
                match pair.as_rule() {
                    Rule::file_doc => file.doc = Some(doc_text(pair.as_str(), "--!")),
                    Rule::item => file.items.push(reader.item(pair)),
                    Rule::skipped => file.items.push(reader.skipped(&pair)),
                    _ => {}
                }
            }
        }
    }
    Parsed {
        file,
        diagnostics: reader.diagnostics,
    }
}

/// Reads one expression.
pub fn parse_expr(text: &str) -> Result<Expr, Vec<Diagnostic>> {
    parse_alone(text, Rule::one_expr, |reader, pair| reader.expr(pair))
}

/// Reads one statement: `fix … assume … show …`.
pub fn parse_statement(text: &str) -> Result<Statement, Vec<Diagnostic>> {
    parse_alone(text, Rule::one_statement, |reader, pair| {
        reader.statement(pair)
    })
}

fn parse_alone<T>(
    text: &str,
    rule: Rule,
    read: impl FnOnce(&mut Reader, Pair<'_, Rule>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    guard(text).map_err(|d| vec![d])?;
    let pairs = Grammar::parse(rule, text).map_err(|error| vec![syntax_error(&error, 0, text)])?;
    let mut reader = Reader {
        base: 0,
        diagnostics: vec![],
    };
    let inner = pairs.flat_map(Pair::into_inner).next();
    let value = inner.map(|pair| read(&mut reader, pair));
    match value {
        Some(value) if reader.diagnostics.is_empty() => Ok(value),
        _ => Err(reader.diagnostics),
    }
}

impl Reader {
    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let trimmed = pair.as_str().trim_end().len();
        Span {
            start: self.base + span.start() as u32,
            end: self.base + (span.start() + trimmed) as u32,
        }
    }

    /// A region that is no item: parsed again alone, for its own message.
    fn skipped(&mut self, pair: &Pair<'_, Rule>) -> Item {
        let span = self.span(pair);
        match Grammar::parse(Rule::one_item, pair.as_str()) {
            Err(error) => self
                .diagnostics
                .push(syntax_error(&error, span.start, pair.as_str())),
            Ok(_) => self.diagnostics.push(Diagnostic::error(
                "syntax",
                span,
                "this does not begin an item",
            )),
        }
        Item {
            span,
            doc: None,
            allows: vec![],
            kind: ItemKind::Error,
        }
    }
}

/// The text of a comment without its marks.
pub(super) fn doc_text(raw: &str, mark: &str) -> String {
    let lines = raw
        .lines()
        .map(|line| line.trim().trim_start_matches(mark).trim());
    lines.collect::<Vec<_>>().join("\n").trim().to_string()
}

/// What the parser generator must not see: too long, nested too deep, or with invisible controls.
fn guard(text: &str) -> Result<(), Diagnostic> {
    let at = |start: usize, len: usize| Span {
        start: start as u32,
        end: (start + len) as u32,
    };
    if text.len() > MAX_BYTES {
        return Err(Diagnostic::error(
            "too-large",
            at(0, 0),
            format!("the file is larger than {MAX_BYTES} bytes"),
        ));
    }
    let mut depth = 0usize;
    for (start, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' | '⌊' | '‹' => depth += 1,
            ')' | ']' | '}' | '⌋' | '›' => depth = depth.saturating_sub(1),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let message =
                    "a bidirectional control character, which makes text look other than it is";
                return Err(Diagnostic::error(
                    "bidi-control",
                    at(start, c.len_utf8()),
                    message,
                ));
            }
            _ => {}
        }
        if depth > MAX_NESTING {
            let message = format!("brackets are nested deeper than {MAX_NESTING} levels");
            return Err(Diagnostic::error("too-deep", at(start, 1), message)
                .help("give parts of it a name with `let`"));
        }
    }
    Ok(())
}

/// A parser error as a message.
fn syntax_error(error: &Error<Rule>, base: u32, text: &str) -> Diagnostic {
    let start = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let found: String = text[start..]
        .chars()
        .take_while(|c| !c.is_whitespace())
        .take(20)
        .collect();
    let span = Span {
        start: base + start as u32,
        end: base + (start + found.len().max(1)) as u32,
    };
    let found = if found.is_empty() {
        "the end".to_string()
    } else {
        format!("`{found}`")
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Diagnostic::error("syntax", span, error.variant.message().into_owned());
    };
    let mut expected: Vec<&str> = positives.iter().filter_map(|rule| symbol(*rule)).collect();
    expected.sort_unstable();
    expected.dedup();
    expected.truncate(8);
    let message = match expected.as_slice() {
        [] => format!("unexpected {found}"),
        _ => format!("expected {}, found {found}", expected.join(" or ")),
    };
    Diagnostic::error("syntax", span, message)
}

/// A rule as a person would type it; `None` for what only clutters a message.
fn symbol(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::name | Rule::def_name => "a name",
        Rule::number => "a number",
        Rule::expr | Rule::argument | Rule::application => "a formula",
        Rule::type_expr | Rule::type_apply | Rule::type_product => "a type",
        Rule::item => "an item such as `theorem`",
        Rule::step => "a proof step",
        Rule::justification | Rule::by | Rule::proof => "`by` or `proof`",
        Rule::branch => "`case`",
        Rule::link => "`_ = … by …`",
        Rule::string => "a text in quotes",
        Rule::definiens | Rule::assigned => "`:=`",
        Rule::kw_qed => "`qed`",
        Rule::comparison => "a comparison",
        Rule::EOI => "the end of the file",
        _ => return None,
    })
}
