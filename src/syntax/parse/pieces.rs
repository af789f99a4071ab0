//! A file read in pieces: whole items are parsed a few at a time, so that the parser's work stays in the cache and
//! runs on all processors. It is a way to be fast and nothing else: where a piece is not clean, there is no result, and
//! the file is parsed as a whole for its messages.
//!
//! Pieces are cut before words that begin items, at the beginning of a line and outside of comments and strings. These
//! words are no names, so no item that is clean goes on behind one, and the pieces together are the file.

use std::ops::Range;

use rayon::prelude::*;

use super::Rule;
use super::builder::Builder;
use super::pairs::{Pair, Reading};
use super::tokens::Tokens;
use crate::syntax::ast::{File, ItemKind};

/// A piece is at least so many bytes long, but for the last.
const PIECE: usize = 4 << 10;

/// Texts from this length on are parsed on all processors.
const PARALLEL: usize = 64 << 10;

/// The file, if every piece of it is clean.
pub(super) fn file(text: &str, items: &[usize]) -> Option<File> {
    let pieces = of(text.len(), items);
    let files: Option<Vec<File>> = match text.len() < PARALLEL {
        true => pieces.into_iter().map(|piece| clean(text, piece)).collect(),
        false => pieces
            .into_par_iter()
            .map(|piece| clean(text, piece))
            .collect(),
    };
    let mut files = files?.into_iter();
    let mut whole = files.next()?;
    for mut next in files {
        if next.doc.is_some() {
            return None;
        }
        whole.items.append(&mut next.items);
    }
    Some(whole)
}

/// The pieces of a text of that length with items at those places.
pub(super) fn of(length: usize, items: &[usize]) -> Vec<Range<usize>> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for item in items {
        if *item >= start + PIECE {
            pieces.push(start..*item);
            start = *item;
        }
    }
    pieces.push(start..length);
    pieces
}

/// The items of a piece, if there is nothing to say about it.
fn clean(text: &str, piece: Range<usize>) -> Option<File> {
    let tokens = Tokens::of(&text[piece.clone()], piece.start);
    let reading = Reading::new(text, tokens, Rule::file).ok()?;
    let mut builder = Builder::new(&reading, Vec::new());
    let file = builder.file(reading.pairs().next().map(Pair::into_inner));
    let is_read = file.items.iter().all(|item| item.kind != ItemKind::Error);
    (is_read && builder.is_clean()).then_some(file)
}
