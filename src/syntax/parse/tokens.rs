//! From text to tokens: words, numbers and signs, without blanks and comments. Each token becomes one letter, which the
//! grammar reads. The letters are those of two bytes; grammar/tokens.pest is their table.
//!
//! It decides nothing that needs more than the token, what stands on its line before it, and the word before it.

use super::letters::{self, HOLE};
use crate::syntax::ast::Span;
use crate::syntax::words;

/// A text in tokens.
pub(super) struct Tokens {
    /// A letter of two bytes for each.
    pub(super) kinds: String,
    /// Where each stands in the file.
    pub(super) places: Vec<Span>,
    /// Where the text ends in the file.
    end: u32,
}

impl Tokens {
    /// The tokens of a piece of text that begins there in its file.
    pub(super) fn of(piece: &str, base: usize) -> Tokens {
        let mut lexer = Lexer {
            text: piece,
            at: 0,
            base: place(base),
            leads: true,
            kinds: String::with_capacity(piece.len()),
            places: Vec::with_capacity(piece.len() / 2),
        };
        while let Some(first) = piece.as_bytes().get(lexer.at) {
            lexer.token(*first);
        }
        Tokens {
            kinds: lexer.kinds,
            places: lexer.places,
            end: place(base + piece.len()),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// Where a token begins, or where the text ends.
    pub(super) fn start(&self, token: usize) -> u32 {
        self.places.get(token).map_or(self.end, |place| place.start)
    }

    /// From the first of some tokens to the last; where there are none, before the next.
    pub(super) fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        let start = self.start(tokens.start);
        let last = tokens
            .end
            .checked_sub(1)
            .filter(|last| *last >= tokens.start);
        let end = last.and_then(|last| self.places.get(last));
        Span {
            start,
            end: end.map_or(start, |place| place.end),
        }
    }

    /// The letters of some tokens.
    pub(super) fn letters(&self, tokens: std::ops::Range<usize>) -> &str {
        let range = 2 * tokens.start..2 * tokens.end;
        self.kinds.get(range).unwrap_or_default()
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    base: u32,
    /// Whether no token stands before on this line.
    leads: bool,
    kinds: String,
    places: Vec<Span>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text
            .as_bytes()
            .get(self.at + ahead)
            .copied()
            .unwrap_or(0)
    }

    fn push(&mut self, kind: char, length: usize) {
        let start = self.base + place(self.at);
        self.kinds.push(kind);
        self.places.push(Span {
            start,
            end: start + place(length),
        });
        self.at += length;
        self.leads = false;
    }

    fn token(&mut self, first: u8) {
        match first {
            b' ' | b'\t' | b'\r' => self.at += 1,
            b'\n' => {
                self.at += 1;
                self.leads = true;
            }
            b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            b'0'..=b'9' => self.number(),
            b'_' if self.is_name_char_at(1) => self.word(),
            b'_' => self.push(if self.leads { HOLE.1 } else { HOLE.0 }, 1),
            b'"' => self.string(),
            b'-' if self.byte(1) == b'-' => self.line_comment(),
            b'/' if self.byte(1) == b'-' => self.block_comment(),
            0x80.. => self.wide(),
            _ => self.sign(first),
        }
    }

    fn is_name_char_at(&self, ahead: usize) -> bool {
        let next = self
            .text
            .get(self.at + ahead..)
            .and_then(|rest| rest.chars().next());
        next.is_some_and(words::is_name_char)
    }

    fn word(&mut self) {
        let text = self.text;
        let length = words::name_length(self.rest());
        let word = &text[self.at..self.at + length];
        if matches!(word, "E" | "P" | "𝔼" | "ℙ") && self.byte(length) == b'[' {
            return self.sign_of(length + 1);
        }
        let known = match length {
            2..=12 => letters::of(word),
            _ => None,
        };
        match known {
            None => self.push(letters::NAME, length),
            Some((inside, leading)) => self.reserved(word, inside, leading),
        }
    }

    fn reserved(&mut self, word: &str, inside: char, leading: char) {
        let leads = self.leads || letters::is_item(inside) && self.is_after_head();
        self.push(if leads { leading } else { inside }, word.len());
        match word {
            "import" => self.special(letters::PATH, path_length),
            "allow" => self.special(letters::RULE_NAME, rule_length),
            _ => {}
        }
    }

    /// Whether the last token may stand before an item on its line: documentation, or the reason of an `allow`.
    fn is_after_head(&self) -> bool {
        self.kinds.ends_with([letters::DOC, letters::STRING])
    }

    /// What follows a word and is written as nothing else is: a path, or the name of a rule.
    fn special(&mut self, kind: char, length: fn(&str) -> usize) {
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        let length = length(&self.rest()[blanks..]);
        if length > 0 {
            self.at += blanks;
            self.push(kind, length);
        }
    }

    fn number(&mut self) {
        let bytes = self.rest().as_bytes();
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let whole = digits(0);
        let fraction = match bytes.get(whole) {
            Some(b'.') => digits(whole + 1),
            _ => 0,
        };
        let length = whole + if fraction > 0 { fraction + 1 } else { 0 };
        self.push(letters::NUMBER, length);
    }

    fn string(&mut self) {
        let body = &self.rest()[1..];
        match body.find(['"', '\n', '\r']) {
            Some(end) if body[end..].starts_with('"') => self.push(letters::STRING, end + 2),
            _ => self.push(letters::OTHER, 1),
        }
    }

    fn line_comment(&mut self) {
        if self.byte(2) == b'!' {
            let length = file_doc_length(self.rest());
            return self.push(letters::FILE_DOC, length);
        }
        let rest = self.rest().as_bytes();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn block_comment(&mut self) {
        let is_doc = self.byte(2) == b'-';
        let skip = if is_doc { 3 } else { 2 };
        let end = self.rest().get(skip..).and_then(|body| body.find("-/"));
        match end {
            Some(end) if is_doc => self.push(letters::DOC, skip + end + 2),
            Some(end) => self.at += skip + end + 2,
            None => self.push(letters::OTHER, self.rest().len()),
        }
    }

    /// A character beyond ASCII.
    fn wide(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        let length = first.len_utf8();
        match first {
            '∅' if !self.is_name_char_at(length) => self.push(letters::NAME, length),
            _ if words::is_letter(first) => self.word(),
            _ => self.sign_of(length),
        }
    }

    /// A sign of ASCII, the longest that fits.
    fn sign(&mut self, first: u8) {
        match first {
            b'\\' => self.backslash(),
            b'<' if self.byte(1) == b'-' && self.byte(2) != b'>' => {
                self.push(letters::BELOW_MINUS, 1);
            }
            b'=' | b':' | b'-' | b'<' | b'>' | b'*' | b'/' | b'!' | b'&' => {
                let is_sign = |length: &usize| {
                    let sign = self.rest().get(..*length);
                    sign.and_then(letters::of).is_some()
                };
                let length = [3, 2].into_iter().find(is_sign).unwrap_or(1);
                self.sign_of(length);
            }
            _ => self.sign_of(1),
        }
    }

    /// The sign of that length, or what no rule accepts.
    fn sign_of(&mut self, length: usize) {
        let sign = self.rest().get(..length).and_then(letters::of);
        self.push(sign.map_or(letters::OTHER, |(inside, _)| inside), length);
    }

    /// `\forall`, `\/`, or the difference of sets.
    fn backslash(&mut self) {
        if self.byte(1) == b'/' {
            return self.sign_of(2);
        }
        let rest = &self.rest()[1..];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let ends = !rest[length..].starts_with(words::is_name_char);
        let command = &rest[..length];
        match words::latex(command).filter(|_| ends) {
            Some(_) if LATEX_BINDERS.contains(&command) => {
                self.push(letters::BINDING_COMMAND, length + 1);
            }
            Some(_) => self.push(letters::COMMAND, length + 1),
            None => self.sign_of(1),
        }
    }
}

/// `lib.real`: parts of letters, digits and single hyphens.
fn path_length(text: &str) -> usize {
    let (mut length, mut begins) = (0, true);
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        let follows = rest.peek().copied().is_some_and(words::is_name_char);
        let starts = rest.peek().is_some_and(|c| words::is_letter(*c));
        match next {
            _ if begins && words::is_letter(next) => begins = false,
            _ if begins => return length,
            '.' if starts => begins = true,
            '-' if follows => {}
            _ if words::is_name_char(next) => {}
            _ => return length,
        }
        length += next.len_utf8();
    }
    length
}

/// `hidden-character`: parts of small letters and digits.
fn rule_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut length, mut begins) = (0, true);
    while let Some(byte) = bytes.get(length) {
        let follows = bytes.get(length + 1).is_some_and(u8::is_ascii_lowercase);
        match byte {
            b'a'..=b'z' => begins = false,
            b'0'..=b'9' if !begins => {}
            b'-' if !begins && follows => begins = true,
            _ => break,
        }
        length += 1;
    }
    length
}

/// Lines that begin with `--!`, one under the other.
fn file_doc_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        length += rest.find('\n').unwrap_or(rest.len());
        if !text[length..].starts_with("\n--!") {
            return text[..length].trim_end_matches('\r').len();
        }
        length += 1;
    }
}

const LATEX_BINDERS: [&str; 7] = ["forall", "exists", "lambda", "sum", "prod", "sup", "inf"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> String {
        Tokens::of(text, 0).kinds
    }

    #[test]
    fn a_token_may_depend_on_what_stands_around_it() {
        assert_eq!(letters("a <- b"), "\u{100}\u{221}\u{1E0}\u{100}");
        assert_eq!(letters("a <-> b"), "\u{100}\u{240}\u{100}");
        assert_eq!(letters("x --y\n_ _"), "\u{100}\u{280}\u{120}");
        assert_eq!(letters("import a.b-c.d-- e"), "\u{340}\u{403}");
        assert_eq!(letters("allow a-b2 x"), "\u{34B}\u{404}\u{100}");
        assert_eq!(letters("1.5.x2"), "\u{110}\u{417}\u{100}");
        assert_eq!(letters("/-- d -/ def def"), "\u{401}\u{341}\u{351}");
    }

    proptest! {
        /// Tokens stand in order, on whole characters, and only blanks and comments lie between them.
        #[test]
        fn tokens_cover_the_text(text in "[a-z _=<>:./\\\\|\"(\n!0-9αλ∅'√E\\[-]{0,60}") {
            let tokens = Tokens::of(&text, 0);
            prop_assert_eq!(tokens.kinds.chars().count(), tokens.count());
            let mut end = 0;
            for place in &tokens.places {
                let (from, to) = (place.start as usize, place.end as usize);
                prop_assert!(end <= from && from < to);
                prop_assert!(text.get(from..to).is_some());
                let between = text[end..from].trim();
                prop_assert!(between.is_empty() || between.starts_with("--") || between.starts_with("/-"));
                end = to;
            }
        }
    }
}
