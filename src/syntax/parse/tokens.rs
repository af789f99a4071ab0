//! From text to tokens: words, numbers and signs, without blanks and comments. Each token becomes one letter, which the
//! grammar reads. The letters are those of two bytes; the first part of the grammar is their table.
//!
//! It decides nothing that needs more than the token, what stands on its line before it, and the word before it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

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
            b'_' => self.push(if self.leads { '\u{280}' } else { '\u{120}' }, 1),
            b'"' => self.string(),
            b'-' if self.byte(1) == b'-' => self.line_comment(),
            b'/' if self.byte(1) == b'-' => self.block_comment(),
            0x80.. => self.wide(),
            _ => self.sign(),
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
        let length = words::name_length(self.rest());
        let word = &self.text[self.at..self.at + length];
        if matches!(word, "E" | "P" | "𝔼" | "ℙ") && self.byte(length) == b'[' {
            return self.push('\u{190}', length + 1);
        }
        let known = match length {
            2..=12 => WORDS.get(word),
            _ => None,
        };
        match known {
            None => self.push('\u{100}', length),
            Some((inside, leading)) => {
                let leads =
                    self.leads || matches!(inside, '\u{350}'..='\u{35F}') && self.is_after_head();
                self.push(if leads { *leading } else { *inside }, length);
                match *inside {
                    '\u{350}' => self.special('\u{403}', path_length),
                    '\u{35B}' => self.special('\u{404}', rule_length),
                    _ => {}
                }
            }
        }
    }

    /// Whether the last token may stand before an item on its line: documentation, or the reason of an `allow`.
    fn is_after_head(&self) -> bool {
        self.kinds.ends_with('\u{401}') || self.kinds.ends_with('\u{400}')
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
        self.push('\u{110}', length);
    }

    fn string(&mut self) {
        let body = &self.rest()[1..];
        match body.find(['"', '\n', '\r']) {
            Some(end) if body[end..].starts_with('"') => self.push('\u{400}', end + 2),
            _ => self.push('\u{7FF}', 1),
        }
    }

    fn line_comment(&mut self) {
        if self.byte(2) == b'!' {
            let length = file_doc_length(self.rest());
            return self.push('\u{402}', length);
        }
        let rest = self.rest().as_bytes();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn block_comment(&mut self) {
        let is_doc = self.byte(2) == b'-';
        let skip = if is_doc { 3 } else { 2 };
        let end = self.rest().get(skip..).and_then(|body| body.find("-/"));
        match end {
            Some(end) if is_doc => self.push('\u{401}', skip + end + 2),
            Some(end) => self.at += skip + end + 2,
            None => self.push('\u{7FF}', self.rest().len()),
        }
    }

    /// A character beyond ASCII.
    fn wide(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        let length = first.len_utf8();
        match first {
            '∅' if !self.is_name_char_at(length) => self.push('\u{100}', length),
            _ if words::is_letter(first) => self.word(),
            _ => self.push(wide_kind(first), length),
        }
    }

    /// A sign of ASCII, the longest that fits.
    fn sign(&mut self) {
        let rest = self.rest();
        let long = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        match (self.byte(0), long) {
            (b'\\', _) => self.backslash(),
            (b'<', None) if self.byte(1) == b'-' => self.push('\u{221}', 1),
            (_, Some((sign, kind))) => self.push(*kind, sign.len()),
            (byte, None) => self.push(sign_kind(byte), 1),
        }
    }

    /// `\forall`, `\/`, or the difference of sets.
    fn backslash(&mut self) {
        if self.byte(1) == b'/' {
            return self.push('\u{260}', 2);
        }
        let rest = &self.rest()[1..];
        let length = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .len();
        let ends = !rest[length..].starts_with(words::is_name_char);
        let command = &rest[..length];
        match words::latex(command).filter(|_| ends) {
            Some(_) if LATEX_BINDERS.contains(&command) => self.push('\u{171}', length + 1),
            Some(_) => self.push('\u{170}', length + 1),
            None => self.push('\u{1F0}', 1),
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

/// Signs of more than one character, those first that begin like others.
const SIGNS: &[(&str, char)] = &[
    ("==>", '\u{260}'),
    ("=>", '\u{252}'),
    ("==", '\u{260}'),
    (":=", '\u{410}'),
    ("->", '\u{250}'),
    ("<->", '\u{240}'),
    ("<=>", '\u{260}'),
    ("<=", '\u{220}'),
    (">=", '\u{220}'),
    ("><", '\u{251}'),
    ("**", '\u{200}'),
    ("/\\", '\u{260}'),
    ("/=", '\u{260}'),
    ("!=", '\u{240}'),
    ("&&", '\u{260}'),
];

fn sign_kind(sign: u8) -> char {
    match sign {
        b'(' => '\u{130}',
        b')' => '\u{413}',
        b'[' => '\u{418}',
        b']' => '\u{414}',
        b'{' => '\u{140}',
        b'}' => '\u{415}',
        b'|' => '\u{270}',
        b',' => '\u{412}',
        b';' => '\u{416}',
        b':' => '\u{411}',
        b'.' => '\u{417}',
        b'`' => '\u{41C}',
        b'=' => '\u{240}',
        b'<' => '\u{220}',
        b'>' => '\u{220}',
        b'+' => '\u{210}',
        b'-' => '\u{1E0}',
        b'*' | b'/' | b'^' => '\u{200}',
        b'!' => '\u{1D0}',
        b'~' => '\u{1D1}',
        b'&' | b'%' => '\u{260}',
        _ => '\u{7FF}',
    }
}

fn wide_kind(sign: char) -> char {
    match sign {
        'λ' | 'Σ' | 'Π' | '∀' | '∃' | '∑' | '∏' => '\u{180}',
        '≤' | '≥' | '≠' | '∈' => '\u{220}',
        '∉' | '⊆' | '↔' | '⩽' | '⩾' => '\u{240}',
        '→' | '⇒' => '\u{250}',
        '×' => '\u{251}',
        '⌊' => '\u{150}',
        '⌋' => '\u{419}',
        '‹' => '\u{41A}',
        '›' => '\u{41B}',
        '←' => '\u{41D}',
        '↦' => '\u{417}',
        '√' | '𝟙' => '\u{160}',
        '¬' => '\u{1D0}',
        '∼' => '\u{1D1}',
        '−' | '–' => '\u{1E0}',
        '∸' | '∪' | '∩' | '∘' | '·' | '⋅' => '\u{200}',
        '∧' | '∨' | '⟹' | '⟺' | '⇔' | '⟶' | '⟷' | '÷' | '⊂' | '∖' => '\u{260}',
        _ => '\u{7FF}',
    }
}

type Kinds = (char, char);

/// Words with their letters inside a line and at its beginning.
static WORDS: LazyLock<FxHashMap<&str, Kinds>> = LazyLock::new(|| {
    let steps = STEPS
        .iter()
        .chain(ITEMS)
        .map(|(word, inside, leading)| (*word, (*inside, *leading)));
    let others = OTHERS
        .iter()
        .flat_map(|(kind, words)| words.split(' ').map(move |word| (word, (*kind, *kind))));
    steps.chain(others).collect()
});

const STEPS: &[(&str, char, char)] = &[
    ("have", '\u{300}', '\u{310}'),
    ("by", '\u{301}', '\u{311}'),
    ("calc", '\u{302}', '\u{312}'),
    ("obtain", '\u{303}', '\u{313}'),
    ("show", '\u{304}', '\u{314}'),
    ("fix", '\u{305}', '\u{315}'),
    ("assume", '\u{306}', '\u{316}'),
    ("cases", '\u{307}', '\u{317}'),
    ("case", '\u{308}', '\u{318}'),
    ("induction", '\u{309}', '\u{319}'),
    ("suffices", '\u{30A}', '\u{31A}'),
    ("split", '\u{30B}', '\u{31B}'),
    ("unfold", '\u{30C}', '\u{31C}'),
    ("sorry", '\u{30D}', '\u{31D}'),
    ("let", '\u{1B0}', '\u{1B1}'),
];

const ITEMS: &[(&str, char, char)] = &[
    ("import", '\u{350}', '\u{340}'),
    ("def", '\u{351}', '\u{341}'),
    ("type", '\u{352}', '\u{342}'),
    ("constant", '\u{353}', '\u{343}'),
    ("axiom", '\u{354}', '\u{344}'),
    ("theorem", '\u{355}', '\u{345}'),
    ("corollary", '\u{355}', '\u{345}'),
    ("lemma", '\u{355}', '\u{345}'),
    ("claim", '\u{356}', '\u{346}'),
    ("setting", '\u{357}', '\u{347}'),
    ("arm", '\u{358}', '\u{348}'),
    ("attribute", '\u{359}', '\u{349}'),
    ("specify", '\u{35A}', '\u{34A}'),
    ("allow", '\u{35B}', '\u{34B}'),
];

/// Words that are the same wherever they stand, by their letters.
const OTHERS: &[(char, &str)] = &[
    ('\u{101}', "strong"),
    ('\u{102}', "foundational"),
    ('\u{103}', "false"),
    ('\u{104}', "sos"),
    ('\u{161}', "sqrt indicator"),
    ('\u{181}', "sup inf above below least avg"),
    ('\u{180}', "forall fun some Sum Prod"),
    ('\u{1A0}', "exists"),
    ('\u{1C0}', "if"),
    ('\u{1D0}', "not"),
    ('\u{200}', "div mod"),
    ('\u{201}', "union inter"),
    ('\u{220}', "elem"),
    ('\u{230}', "in"),
    ('\u{240}', "notin"),
    ('\u{241}', "subset"),
    ('\u{260}', "and or then else"),
    ('\u{320}', "qed"),
    ('\u{380}', "proof"),
    ('\u{381}', "at"),
    ('\u{382}', "because"),
    ('\u{383}', "cite"),
    ('\u{384}', "using from"),
    ('\u{385}', "generalizing"),
    ('\u{386}', "of"),
    ('\u{387}', "where"),
    ('\u{388}', "with"),
    ('\u{389}', "without"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        Tokens::of(text, 0).kinds
    }

    #[test]
    fn every_reserved_word_has_letters_of_its_own() {
        for word in words::RESERVED {
            assert_ne!(letters(word), letters("x"), "{word}");
        }
        for word in WORDS.keys() {
            let is_contextual = matches!(*word, "strong" | "foundational" | "false" | "sos");
            assert_eq!(words::is_reserved(word), !is_contextual, "{word}");
        }
    }

    #[test]
    fn every_sign_has_letters() {
        for (sign, _) in SIGNS {
            assert_eq!(Tokens::of(sign, 0).count(), 1, "{sign}");
        }
        assert_eq!(letters("a <- b"), "\u{100}\u{221}\u{1E0}\u{100}");
        assert_eq!(letters("x --y\n_ _"), "\u{100}\u{280}\u{120}");
        assert_eq!(letters("import a.b-c.d-- e"), "\u{340}\u{403}");
        assert_eq!(letters("1.5.x2"), "\u{110}\u{417}\u{100}");
    }
}
