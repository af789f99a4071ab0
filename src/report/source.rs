//! A text with its name and an index of its lines, so that places can be told as lines and columns.

use std::sync::Arc;

use crate::syntax::ast::Span;

/// A place for people: both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A file's name and text.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    /// Where each line begins, in bytes.
    starts: Arc<[usize]>,
}

impl Source {
    /// Makes the index of a text's lines.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(newlines.map(|(at, _)| at + 1))
            .collect();
        Source {
            name: name.into(),
            text,
            starts,
        }
    }

    /// The file's name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte; a place beyond the text is its end.
    pub fn place(&self, byte: u32) -> Place {
        let byte = self.inside(byte as usize);
        let line = self.line_of(byte);
        let column = self.text[self.starts[line]..byte].chars().count() + 1;
        Place {
            line: line + 1,
            column,
        }
    }

    /// Where a line begins, in bytes; lines are counted from 1.
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// A line's text without its end; lines are counted from 1.
    pub fn line(&self, line: usize) -> Option<&str> {
        let start = self.line_start(line)?;
        let end = self.line_start(line + 1).unwrap_or(self.text.len());
        Some(self.text[start..end].trim_end_matches(['\n', '\r']))
    }

    /// The byte range of a span, moved to the borders of characters and into the text.
    pub(super) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.inside(span.start as usize);
        start..self.inside(span.end as usize).max(start)
    }

    /// The number of the line that holds a byte, from 0.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= byte)
            .saturating_sub(1)
    }

    fn inside(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}
