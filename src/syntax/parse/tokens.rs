//! From text to tokens: words, numbers and signs, without blanks and comments. Each token becomes two letters, which the
//! grammar reads: its kind, and what it is within the kind. The table of letters is the first part of the grammar.
//!
//! It decides nothing that needs more than the token, what stands on its line before it, and the word before it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::syntax::ast::Span;
use crate::syntax::words;

/// A text in tokens.
pub(super) struct Tokens {
    /// Two letters for each.
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

    fn push(&mut self, kind: &'static str, length: usize) {
        let start = self.base + place(self.at);
        self.kinds.push_str(kind);
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
            b'_' if is_name_byte(self.byte(1)) || self.is_name_char_at(1) => self.word(),
            b'_' => self.push(if self.leads { "y_" } else { "c_" }, 1),
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

    /// How long the word is that begins here.
    fn word_length(&self) -> usize {
        let bytes = self.rest().as_bytes();
        let mut length = 0;
        loop {
            match bytes.get(length) {
                Some(byte) if is_name_byte(*byte) => length += 1,
                Some(0x80..) => match self.rest()[length..].chars().next() {
                    Some(next) if words::is_name_char(next) => length += next.len_utf8(),
                    _ => return length,
                },
                _ => return length,
            }
        }
    }

    fn word(&mut self) {
        let length = self.word_length();
        let word = &self.text[self.at..self.at + length];
        if matches!(word, "E" | "P" | "𝔼" | "ℙ") && self.byte(length) == b'[' {
            return self.push("j[", length + 1);
        }
        let known = match length {
            2..=12 => WORDS.get(word),
            _ => None,
        };
        match known {
            None => self.push("an", length),
            Some((inside, leading)) => {
                let leads = self.leads || inside.starts_with('U') && self.is_after_head();
                self.push(if leads { leading } else { inside }, length);
                match *inside {
                    "Ui" => self.special("Sp", path_length),
                    "Uw" => self.special("Sr", rule_length),
                    _ => {}
                }
            }
        }
    }

    /// Whether the last token may stand before an item on its line: documentation, or the reason of an `allow`.
    fn is_after_head(&self) -> bool {
        self.kinds.ends_with("Sd") || self.kinds.ends_with("Ss")
    }

    /// What follows a word and is written as nothing else is: a path, or the name of a rule.
    fn special(&mut self, kind: &'static str, length: fn(&str) -> usize) {
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
        self.push("bn", length);
    }

    fn string(&mut self) {
        let body = &self.rest()[1..];
        match body.find(['"', '\n', '\r']) {
            Some(end) if body[end..].starts_with('"') => self.push("Ss", end + 2),
            _ => self.push("??", 1),
        }
    }

    fn line_comment(&mut self) {
        if self.byte(2) == b'!' {
            let length = file_doc_length(self.rest());
            return self.push("Sf", length);
        }
        let rest = self.rest().as_bytes();
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn block_comment(&mut self) {
        let is_doc = self.byte(2) == b'-';
        let skip = if is_doc { 3 } else { 2 };
        let end = self.rest().get(skip..).and_then(|body| body.find("-/"));
        match end {
            Some(end) if is_doc => self.push("Sd", skip + end + 2),
            Some(end) => self.at += skip + end + 2,
            None => self.push("??", self.rest().len()),
        }
    }

    /// A character beyond ASCII.
    fn wide(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        let length = first.len_utf8();
        match first {
            '∅' if !self.is_name_char_at(length) => self.push("an", length),
            _ if first.is_alphabetic() && words::is_name_char(first) => self.word(),
            _ => self.push(wide_kind(first), length),
        }
    }

    /// A sign of ASCII, the longest that fits.
    fn sign(&mut self) {
        let rest = self.rest();
        let long = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        match (self.byte(0), long) {
            (b'\\', _) => self.backslash(),
            (b'<', None) if self.byte(1) == b'-' => self.push("s-", 1),
            (_, Some((sign, kind))) => self.push(kind, sign.len()),
            (byte, None) => self.push(sign_kind(byte), 1),
        }
    }

    /// `\forall`, `\/`, or the difference of sets.
    fn backslash(&mut self) {
        if self.byte(1) == b'/' {
            return self.push("w\\", 2);
        }
        let rest = &self.rest()[1..];
        let length = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .len();
        let ends = !rest[length..].starts_with(words::is_name_char);
        let command = &rest[..length];
        match words::latex(command).filter(|_| ends) {
            Some(_) if LATEX_BINDERS.contains(&command) => self.push("hb", length + 1),
            Some(_) => self.push("hl", length + 1),
            None => self.push("p\\", 1),
        }
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'')
}

/// `lib.real`: parts of letters, digits and single hyphens.
fn path_length(text: &str) -> usize {
    let (mut length, mut begins) = (0, true);
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        let follows = rest.peek().copied().is_some_and(words::is_name_char);
        let starts = rest.peek().is_some_and(|c| is_letter(*c));
        match next {
            _ if begins && is_letter(next) => begins = false,
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

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && words::is_name_char(c)
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
const SIGNS: &[(&str, &str)] = &[
    ("==>", "w>"),
    ("=>", "v="),
    ("==", "w="),
    (":=", ":="),
    ("->", "v>"),
    ("<->", "u>"),
    ("<=>", "w<"),
    ("<=", "s<"),
    (">=", "s>"),
    ("><", "vx"),
    ("**", "q^"),
    ("/\\", "w/"),
    ("/=", "w!"),
    ("!=", "u!"),
    ("&&", "w&"),
];

fn sign_kind(sign: u8) -> &'static str {
    match sign {
        b'(' => "d(",
        b')' => "))",
        b'[' => "[[",
        b']' => "]]",
        b'{' => "e{",
        b'}' => "}}",
        b'|' => "x|",
        b',' => ",,",
        b';' => ";;",
        b':' => "::",
        b'.' => "..",
        b'`' => "``",
        b'=' => "u=",
        b'<' => "s<",
        b'>' => "s>",
        b'+' => "r+",
        b'-' => "o-",
        b'*' | b'/' | b'^' => "q*",
        b'!' => "n!",
        b'~' => "n~",
        b'&' | b'%' => "w&",
        _ => "??",
    }
}

fn wide_kind(sign: char) -> &'static str {
    match sign {
        'λ' | 'Σ' | 'Π' | '∀' | '∃' | '∑' | '∏' => "is",
        '≤' | '≥' | '≠' | '∈' => "s<",
        '∉' | '⊆' | '↔' | '⩽' | '⩾' => "u>",
        '→' | '⇒' => "v>",
        '×' => "vx",
        '⌊' => "f[",
        '⌋' => ")f",
        '‹' => "<<",
        '›' => ">>",
        '←' => "<-",
        '↦' => ".>",
        '√' | '𝟙' => "gs",
        '¬' => "n!",
        '∼' => "n~",
        '−' | '–' => "o-",
        '∸' | '∪' | '∩' | '∘' | '·' | '⋅' => "q*",
        '∧' | '∨' | '⟹' | '⟺' | '⇔' | '⟶' | '⟷' | '÷' | '⊂' | '∖' => "w&",
        _ => "??",
    }
}

type Kinds = (&'static str, &'static str);

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

const STEPS: &[(&str, &str, &str)] = &[
    ("have", "A.", "A!"),
    ("by", "B.", "B!"),
    ("calc", "C.", "C!"),
    ("obtain", "D.", "D!"),
    ("show", "E.", "E!"),
    ("fix", "F.", "F!"),
    ("assume", "G.", "G!"),
    ("cases", "H.", "H!"),
    ("case", "I.", "I!"),
    ("induction", "J.", "J!"),
    ("suffices", "K.", "K!"),
    ("split", "L.", "L!"),
    ("unfold", "M.", "M!"),
    ("sorry", "N.", "N!"),
    ("let", "l.", "l!"),
];

const ITEMS: &[(&str, &str, &str)] = &[
    ("import", "Ui", "Ti"),
    ("def", "Ud", "Td"),
    ("type", "Uy", "Ty"),
    ("constant", "Uc", "Tc"),
    ("axiom", "Ua", "Ta"),
    ("theorem", "Ut", "Tt"),
    ("corollary", "Ut", "Tt"),
    ("lemma", "Ut", "Tt"),
    ("claim", "Ul", "Tl"),
    ("setting", "Us", "Ts"),
    ("arm", "Ur", "Tr"),
    ("attribute", "Ub", "Tb"),
    ("specify", "Up", "Tp"),
    ("allow", "Uw", "Tw"),
];

/// Words that are the same wherever they stand, by their letters.
const OTHERS: &[(&str, &str)] = &[
    ("as", "strong"),
    ("af", "foundational"),
    ("ax", "false"),
    ("gw", "sqrt indicator"),
    ("io", "sup inf above below least avg"),
    ("is", "forall fun some Sum Prod"),
    ("k.", "exists"),
    ("mi", "if"),
    ("n!", "not"),
    ("q*", "div mod"),
    ("qw", "union inter"),
    ("s<", "elem"),
    ("tn", "in"),
    ("u>", "notin"),
    ("uw", "subset"),
    ("w&", "and or then else"),
    ("Q.", "qed"),
    ("Wp", "proof"),
    ("Wa", "at"),
    ("Wb", "because"),
    ("Wc", "cite"),
    ("Wu", "using from"),
    ("Wg", "generalizing"),
    ("Wo", "of"),
    ("Ww", "where"),
    ("Wi", "with"),
    ("Wt", "without"),
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
            assert_ne!(letters(word), "an", "{word}");
        }
        for word in WORDS.keys() {
            let is_contextual = matches!(*word, "strong" | "foundational" | "false");
            assert_eq!(words::is_reserved(word), !is_contextual, "{word}");
        }
    }

    #[test]
    fn every_sign_has_letters() {
        for (sign, _) in SIGNS {
            assert_eq!(Tokens::of(sign, 0).count(), 1, "{sign}");
        }
        assert_eq!(letters("a <- b"), "ans-o-an");
        assert_eq!(letters("x --y\n_ _"), "any_c_");
        assert_eq!(letters("import a.b-c.d-- e"), "TiSp");
        assert_eq!(letters("1.5.x2"), "bn..an");
    }
}
