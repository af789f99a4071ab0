//! From the tree back to text, in the one canonical spelling and layout.
//!
//! What is printed parses to the same tree, up to spans; the layout alone says which `case` belongs to which step.
//! `format` also breaks long lines and keeps the comments, which are not in the tree, by their places.

mod expression;
mod format;
mod item;
mod layout;
mod proof;
mod types;

use super::ast::{Expr, File, Item, Statement, Step, TypeExpr};
use format::Trivia;
use layout::{Indent, Mark, Taking};

pub use format::{FormatError, WIDTH, format};

/// Prints a file, with a blank line between items.
pub fn file(file: &File) -> String {
    let mut printer = Printer::default();
    printer.file(file);
    printer.text
}

/// Prints an item, with an end of line.
pub fn item(item: &Item) -> String {
    let mut printer = Printer::default();
    printer.item(item);
    printer.text
}

/// Prints a statement over several lines, as it stands below the head of a theorem.
pub fn statement(statement: &Statement) -> String {
    let mut printer = Printer::default();
    printer.statement(statement);
    printer.text
}

/// Prints a step, with an end of line.
pub fn step(step: &Step) -> String {
    let mut printer = Printer::default();
    printer.step(step);
    printer.text
}

/// Prints an expression on one line.
pub fn expr(expr: &Expr) -> String {
    let mut printer = Printer::default();
    printer.expr(expr);
    printer.text
}

/// Prints a type on one line.
pub fn type_expr(ty: &TypeExpr) -> String {
    let mut printer = Printer::default();
    printer.type_expr(ty);
    printer.text
}

/// The text so far, and how deep the current line is indented.
#[derive(Default)]
struct Printer<'t> {
    text: String,
    indent: usize,
    /// Where the current line begins in the text.
    line: usize,
    /// Where the current line may be broken, by offsets from its beginning.
    marks: Vec<(usize, Mark)>,
    /// What a formatter keeps of the text as it was written; without it, lines are not broken.
    trivia: Option<Trivia<'t>>,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Begins a line.
    fn begin(&mut self) {
        for _ in 0..self.indent {
            self.text.push_str("  ");
        }
    }

    /// Begins the line of something that was written at a place: comments that stood before it come first.
    fn begin_at(&mut self, start: u32) {
        self.comments_before(start);
        self.begin();
    }

    /// Ends a line.
    fn end(&mut self) {
        self.break_line();
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// Ends the line of something whose text ended at a place: a comment beside it stays there.
    fn end_at(&mut self, end: u32) {
        self.break_line();
        self.comment_beside(end);
        self.text.push('\n');
        self.line = self.text.len();
    }

    fn break_line(&mut self) {
        if self.trivia.is_some() && !self.marks.is_empty() {
            let line = self.text.split_off(self.line);
            self.text
                .push_str(&layout::lay_out(&line, &self.marks, WIDTH));
        }
        self.marks.clear();
    }

    fn mark(&mut self, mark: Mark) {
        if self.trivia.is_some() {
            self.marks.push((self.text.len() - self.line, mark));
        }
    }

    /// A blank that may become a line end.
    fn gap(&mut self) {
        self.mark(Mark::Break);
        self.put(" ");
    }

    /// A part of a line that is broken only if it does not fit.
    fn group(&mut self, indent: Indent, taking: Taking, body: impl FnOnce(&mut Self)) {
        self.mark(Mark::Open(indent, taking));
        body(self);
        self.mark(Mark::Close);
    }

    fn indented(&mut self, body: impl FnOnce(&mut Self)) {
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    /// Prints things with a comma between them, after which the line may be broken.
    fn separated<T>(&mut self, things: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (index, thing) in things.iter().enumerate() {
            if index > 0 {
                self.put(",");
                self.gap();
            }
            each(self, thing);
        }
    }

    /// Prints things with blanks between them.
    fn spaced<T>(&mut self, things: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (index, thing) in things.iter().enumerate() {
            if index > 0 {
                self.gap();
            }
            each(self, thing);
        }
    }

    fn enclosed(&mut self, open: &str, close: &str, body: impl FnOnce(&mut Self)) {
        self.put(open);
        body(self);
        self.put(close);
    }
}
