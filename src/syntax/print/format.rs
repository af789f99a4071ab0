//! The formatter: a file in its one canonical form, with its comments. A file that cannot be read is left alone, and
//! what comes out must say what went in, or nothing comes out.

use thiserror::Error;

use super::{Printer, file};
use crate::report::Diagnostic;
use crate::syntax::scan::Comment;
use crate::syntax::{Parsed, parse};

/// Lines are broken, where they can be, before they have more columns than this.
pub const WIDTH: usize = 110;

/// Why a file was not formatted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormatError {
    /// It does not parse; formatting it could lose something.
    #[error("it does not parse")]
    Unreadable(Vec<Diagnostic>),
    /// The result would not say the same: a mistake of this program.
    #[error("the formatted text would not say the same as the file")]
    Changed,
}

/// What a formatter keeps of the text as it was written.
pub(super) struct Trivia<'t> {
    text: &'t str,
    comments: &'t [Comment],
    next: usize,
}

/// How often a text is printed at most until it no longer changes. A comment or an empty line in the midst of a step moves
/// to the step's edge, where the next round finds it; two rounds do for what people write.
const ROUNDS: usize = 8;

/// The canonical form of a file: formatting it again changes nothing.
///
/// # Errors
/// The file does not parse, or the result would differ from it in more than layout and spelling.
pub fn format(text: &str) -> Result<String, FormatError> {
    let parsed = parse(text);
    if !parsed.diagnostics.is_empty() {
        return Err(FormatError::Unreadable(parsed.diagnostics));
    }
    let (said, noted) = (file(&parsed.file), comments(text, &parsed.comments));
    let mut round = printed(text, &parsed);
    for _ in 0..ROUNDS {
        let again = parse(&round);
        let same = again.diagnostics.is_empty()
            && file(&again.file) == said
            && comments(&round, &again.comments) == noted;
        if !same {
            return Err(FormatError::Changed);
        }
        let next = printed(&round, &again);
        if next == round {
            return Ok(round);
        }
        round = next;
    }
    Err(FormatError::Changed)
}

/// A text printed once, with its comments near where they were.
fn printed(text: &str, parsed: &Parsed) -> String {
    let mut printer = Printer {
        trivia: Some(Trivia {
            text,
            comments: &parsed.comments,
            next: 0,
        }),
        ..Printer::default()
    };
    printer.file(&parsed.file);
    printer.comments_before(u32::MAX);
    printer.text
}

/// The comments' words.
fn comments<'t>(text: &'t str, comments: &[Comment]) -> Vec<&'t str> {
    comments
        .iter()
        .map(|comment| written(text, comment))
        .collect()
}

fn written<'t>(text: &'t str, comment: &Comment) -> &'t str {
    let range = comment.span.start as usize..comment.span.end as usize;
    text.get(range).unwrap_or_default().trim_end()
}

/// Whether an empty line stands before a place, with nothing but blanks between.
fn follows_empty_line(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or(text);
    let blanks = &before[before.trim_end().len()..];
    blanks.bytes().filter(|byte| *byte == b'\n').count() >= 2
}

impl<'t> Printer<'t> {
    /// Comments that were written before a place and are not printed yet, each on lines of its own; and an empty line
    /// where one was written.
    pub(super) fn comments_before(&mut self, place: u32) {
        while let Some((text, comment)) = self
            .pending()
            .filter(|(_, comment)| comment.span.start < place)
        {
            self.keep_empty_line(comment.span.start);
            self.begin();
            self.put(written(text, &comment));
            self.end();
            self.advance();
        }
        if place < u32::MAX {
            self.keep_empty_line(place);
        }
    }

    /// A comment on the same line after something that ended at a place.
    pub(super) fn comment_beside(&mut self, end: u32) {
        let Some((text, comment)) = self.pending() else {
            return;
        };
        if !comment.leads && self.ends_line(comment, end) {
            self.put("  ");
            self.put(written(text, &comment));
            self.advance();
        }
    }

    /// Whether nothing but blanks stands between a place and a comment on its line, in either order: what the parser
    /// read may reach over comments that follow it.
    fn ends_line(&self, comment: Comment, end: u32) -> bool {
        let Some(trivia) = &self.trivia else {
            return false;
        };
        let between =
            |from: u32, to: u32| trivia.text.get(from as usize..to as usize).unwrap_or("?");
        if end <= comment.span.start {
            return between(end, comment.span.start)
                .chars()
                .all(|c| c == ' ' || c == '\t');
        }
        let mut at = comment.span.end;
        for later in &trivia.comments[trivia.next + 1..] {
            if later.span.start >= end || !between(at, later.span.start).trim().is_empty() {
                break;
            }
            at = later.span.end;
        }
        at >= end || between(at, end).trim().is_empty()
    }

    fn pending(&self) -> Option<(&'t str, Comment)> {
        let trivia = self.trivia.as_ref()?;
        let comment = trivia.comments.get(trivia.next)?;
        Some((trivia.text, *comment))
    }

    fn advance(&mut self) {
        if let Some(trivia) = &mut self.trivia {
            trivia.next += 1;
        }
    }

    /// At most one, and none where a block begins.
    fn keep_empty_line(&mut self, place: u32) {
        let written = self
            .trivia
            .as_ref()
            .is_some_and(|trivia| follows_empty_line(trivia.text, place));
        let last = self.text.lines().next_back().unwrap_or_default().trim();
        let opens = last.is_empty() || last == "proof" || last.ends_with(':');
        if written && !opens {
            self.text.push('\n');
            self.line = self.text.len();
        }
    }
}
