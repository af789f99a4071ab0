//! One pass over a text before it is parsed: limits, brackets, hidden characters and comments.
//!
//! It runs without recursion, so that no input can exhaust the stack before it was measured. It knows words, brackets
//! and comments, and nothing of the grammar.

use super::ast::Span;
use super::words::{self, ITEM_WORDS};
use crate::report::Diagnostic;

/// What a text may have at most.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a file.
    pub file_size: usize,
    /// Brackets and proofs inside one another.
    pub nesting: usize,
    /// Digits of one numeral.
    pub digits: usize,
    /// Items of one file.
    pub items: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_size: 16 << 20,
            nesting: 100,
            digits: 10_000,
            items: 100_000,
        }
    }
}

/// A comment that is not documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands, with its fences and without the end of its line.
    pub span: Span,
    /// Whether nothing but blanks stands before it on its line.
    pub leads: bool,
}

/// What the pass found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The comments in order.
    pub(super) comments: Vec<Comment>,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Items whose brackets do not match: the parser need not complain about them again.
    pub(super) broken: Vec<Span>,
    /// Whether the text may be parsed.
    pub(super) readable: bool,
    /// Where items begin, with the documentation and the `allow`s before them, as far as they begin a line.
    pub(super) items: Vec<usize>,
}

/// Something that was opened.
#[derive(Clone, Copy)]
struct Opener {
    symbol: char,
    at: usize,
}

struct Scanner<'t> {
    text: &'t str,
    limits: &'t Limits,
    found: Scan,
    position: usize,
    open: Vec<Opener>,
    /// Whether the last token is a word, a numeral or a closing bracket; then `|` closes.
    operand: bool,
    /// Where the current item began, and whether its brackets failed.
    item: usize,
    item_broken: bool,
    items: usize,
    /// Where the documentation and the `allow`s before the next item begin.
    lead: Option<usize>,
}

/// Scans a text.
pub(super) fn scan(text: &str, limits: &Limits) -> Scan {
    let mut scanner = Scanner {
        text,
        limits,
        found: Scan {
            readable: true,
            ..Scan::default()
        },
        position: 0,
        open: Vec::new(),
        operand: false,
        item: 0,
        item_broken: false,
        items: 0,
        lead: None,
    };
    if text.len() > limits.file_size {
        let message = format!("this file is larger than {} MiB", limits.file_size >> 20);
        scanner.refuse("file-too-large", 0..0, message);
    }
    while scanner.found.readable && scanner.position < text.len() {
        scanner.token();
    }
    if scanner.found.readable {
        scanner.end_item(text.len());
    }
    scanner.found
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.position..]
    }

    fn token(&mut self) {
        let Some(next) = self.rest().chars().next() else {
            self.position = self.text.len();
            return;
        };
        match next {
            'a'..='z' | 'A'..='Z' => self.word(),
            ' ' | '\t' | '\r' | '\n' => self.position += 1,
            '-' if self.rest().starts_with("--") => self.line_comment(),
            '/' if self.rest().starts_with("/-") => self.block_comment(),
            '"' => self.string(),
            '(' | '[' | '{' | '⌊' | '‹' => self.open(next),
            ')' | ']' | '}' | '⌋' | '›' => self.close(next),
            '|' => self.bar(),
            '0'..='9' => self.number(),
            _ if words::is_name_char(next) => self.word(),
            _ => self.symbol(next),
        }
    }

    fn symbol(&mut self, symbol: char) {
        let end = self.position + symbol.len_utf8();
        self.hidden(symbol, self.position);
        self.position = end;
        self.operand = false;
    }

    /// Characters that make a text read differently from what it says.
    fn hidden(&mut self, symbol: char, at: usize) {
        let what = match symbol {
            '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{061C}' => "a bidirectional control character",
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' => {
                "an invisible character"
            }
            '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => {
                "a blank that is not a plain space"
            }
            _ => return,
        };
        let message = format!("{what} (U+{:04X}) is hidden here", u32::from(symbol));
        self.complain(
            "hidden-character",
            at..at + symbol.len_utf8(),
            message,
            Some("delete it"),
        );
    }

    fn line_comment(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        let is_doc = self.rest().starts_with("--!");
        self.comment(length, is_doc);
    }

    fn block_comment(&mut self) {
        let is_doc = self.rest().starts_with("/--");
        let skip = if is_doc { 3 } else { 2 };
        match self.rest()[skip..].find("-/") {
            Some(length) => {
                if is_doc && self.at_line_start(self.position) {
                    self.lead.get_or_insert(self.position);
                }
                self.comment(skip + length + 2, is_doc);
            }
            None => {
                let at = self.position;
                self.item_broken = true;
                let help = "end it with `-/`; a division by a negative number needs a space: `/ -`";
                self.complain(
                    "unclosed-comment",
                    at..at + skip,
                    "this comment is never closed".to_owned(),
                    Some(help),
                );
                self.comment(self.rest().len(), true);
            }
        }
    }

    fn comment(&mut self, length: usize, is_doc: bool) {
        let (start, end) = (self.position, self.position + length);
        let text = self.text;
        let inside = text[start..end].char_indices();
        for (at, symbol) in inside.filter(|(_, c)| !c.is_ascii()) {
            self.hidden(symbol, start + at);
        }
        if !is_doc {
            let trimmed = self.text[start..end].trim_end().len();
            let line = self.text[..start]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            let leads = self.text[line..start].trim().is_empty();
            self.found.comments.push(Comment {
                span: span(start..start + trimmed),
                leads,
            });
        }
        self.position = end;
    }

    fn string(&mut self) {
        let at = self.position;
        let body = &self.text[at + 1..];
        let end = body.find(['"', '\n']).unwrap_or(body.len());
        if body[end..].starts_with('"') {
            self.position = at + end + 2;
        } else {
            if !std::mem::replace(&mut self.item_broken, true) {
                let message = String::from("this string is not closed on its line");
                self.complain(
                    "unclosed-string",
                    at..at + 1,
                    message,
                    Some("end it with `\"`"),
                );
            }
            self.position = at + 1 + end;
        }
        self.operand = true;
    }

    fn number(&mut self) {
        let digits = self
            .rest()
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
            .count();
        let at = self.position;
        if digits > self.limits.digits {
            let message = format!("a numeral of more than {} digits", self.limits.digits);
            self.refuse("numeral-too-long", at..at + digits, message);
        }
        self.position += digits;
        self.operand = true;
    }

    fn word(&mut self) {
        let at = self.position;
        let length = words::name_length(self.rest());
        let word = &self.text[at..at + length];
        if !word.is_ascii() {
            self.look_alike(at, length);
        }
        self.position = at + length;
        self.operand = true;
        match word {
            "proof" => self.push('p', at),
            "qed" => self.end_proof(),
            _ if self.at_line_start(at) && ITEM_WORDS.contains(&word) => {
                match word {
                    "allow" => drop(self.lead.get_or_insert(at)),
                    _ => self.found.items.push(self.lead.take().unwrap_or(at)),
                }
                self.begin_item(at);
            }
            _ => {}
        }
    }

    /// Letters that are drawn like others: two names that look the same would be two.
    fn look_alike(&mut self, at: usize, length: usize) {
        let word = &self.text[at..at + length];
        let found = word
            .char_indices()
            .find_map(|(place, letter)| words::twin(letter).map(|twin| (place, letter, twin)));
        let Some((place, letter, twin)) = found else {
            return;
        };
        let (code, start) = (u32::from(letter), at + place);
        let message =
            format!("`{letter}` (U+{code:04X}) looks like the letter `{twin}` and is another");
        let help = format!("write `{twin}`");
        self.complain(
            "look-alike",
            start..start + letter.len_utf8(),
            message,
            Some(&help),
        );
    }

    fn at_line_start(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes().get(at - 1) == Some(&b'\n')
    }

    fn begin_item(&mut self, at: usize) {
        self.end_item(at);
        self.item = at;
        self.items += 1;
        if self.items > self.limits.items {
            let message = format!("more than {} items in one file", self.limits.items);
            self.refuse("too-many-items", at..at, message);
        }
    }

    fn end_item(&mut self, at: usize) {
        if let Some(opener) = self
            .open
            .iter()
            .find(|opener| !matches!(opener.symbol, 'p' | '|'))
            .copied()
        {
            self.unclosed(opener);
        }
        self.open.clear();
        self.operand = false;
        if self.item_broken {
            self.found.broken.push(span(self.item..at));
            self.item_broken = false;
        }
    }

    fn end_proof(&mut self) {
        if let Some(place) = self.open.iter().rposition(|opener| opener.symbol == 'p') {
            if let Some(opener) = self.open[place..]
                .iter()
                .find(|opener| !matches!(opener.symbol, 'p' | '|'))
                .copied()
            {
                self.unclosed(opener);
            }
            self.open.truncate(place);
        }
    }

    fn unclosed(&mut self, opener: Opener) {
        let place = opener.at..opener.at + opener.symbol.len_utf8();
        let message = format!("this `{}` is never closed", opener.symbol);
        self.bracket_error(place, message, None);
    }

    fn bracket_error(
        &mut self,
        place: std::ops::Range<usize>,
        message: String,
        opener: Option<Opener>,
    ) {
        if self.item_broken {
            return;
        }
        self.item_broken = true;
        let mut diagnostic = Diagnostic::error("unmatched-bracket", span(place), message);
        if let Some(opener) = opener {
            diagnostic = diagnostic.label(
                span(opener.at..opener.at + opener.symbol.len_utf8()),
                "opened here",
            );
        }
        self.found.diagnostics.push(diagnostic);
    }

    fn open(&mut self, symbol: char) {
        self.push(symbol, self.position);
        self.position += symbol.len_utf8();
        self.operand = false;
    }

    fn push(&mut self, symbol: char, at: usize) {
        self.open.push(Opener { symbol, at });
        if self.open.len() > self.limits.nesting {
            let message = format!(
                "nested too deeply: more than {} levels",
                self.limits.nesting
            );
            self.refuse("too-deep", at..at + symbol.len_utf8(), message);
        }
    }

    fn close(&mut self, symbol: char) {
        let at = self.position;
        self.position += symbol.len_utf8();
        self.operand = true;
        while self.open.last().is_some_and(|opener| opener.symbol == '|') {
            self.open.pop();
        }
        match self.open.last().copied() {
            Some(opener) if closes(opener.symbol, symbol) => {
                self.open.pop();
            }
            Some(opener) if opener.symbol != 'p' => {
                let message = format!("`{}` is closed by `{symbol}`", opener.symbol);
                self.bracket_error(at..at + symbol.len_utf8(), message, Some(opener));
                self.open.pop();
            }
            _ => self.bracket_error(
                at..at + symbol.len_utf8(),
                format!("this `{symbol}` closes nothing"),
                None,
            ),
        }
    }

    fn follows_reserved_word(&self) -> bool {
        let before = self.text[..self.position].trim_end();
        let start = before
            .rfind(|c| !words::is_name_char(c))
            .map_or(0, |at| at + 1);
        before.get(start..).is_some_and(words::is_reserved)
    }

    /// `|` opens where an operand is expected, and closes where one has just ended.
    fn bar(&mut self) {
        let operand = self.operand && !self.follows_reserved_word();
        let closing = operand && self.open.last().is_some_and(|opener| opener.symbol == '|');
        if closing {
            self.open.pop();
        } else if !operand {
            self.push('|', self.position);
        }
        self.operand = closing;
        self.position += 1;
    }

    fn complain(
        &mut self,
        rule: &'static str,
        place: std::ops::Range<usize>,
        message: String,
        help: Option<&str>,
    ) {
        if self.found.diagnostics.len() >= 100 {
            return;
        }
        let mut diagnostic = Diagnostic::error(rule, span(place), message);
        diagnostic.help = help.map(Box::from);
        self.found.diagnostics.push(diagnostic);
    }

    /// Complains and stops: the text is not parsed.
    fn refuse(&mut self, rule: &'static str, place: std::ops::Range<usize>, message: String) {
        self.found
            .diagnostics
            .push(Diagnostic::error(rule, span(place), message));
        self.found.readable = false;
    }
}

fn closes(opener: char, closer: char) -> bool {
    matches!(
        (opener, closer),
        ('(', ')') | ('[', ']') | ('{', '}') | ('⌊', '⌋') | ('‹', '›')
    )
}

fn span(range: std::ops::Range<usize>) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: place(range.start),
        end: place(range.end),
    }
}
