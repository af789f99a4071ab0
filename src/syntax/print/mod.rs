//! From the tree back to text, in the one canonical spelling and layout.
//!
//! What is printed parses to the same tree, up to spans; the layout alone says which `case` belongs to which step.
//! Comments are not in the tree: a formatter keeps them by their spans (`Parsed::comments`). Lines are not broken here.

mod expression;
mod item;
mod proof;
mod types;

use super::ast::{Expr, File, Item, Statement, Step, TypeExpr};

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
struct Printer {
    text: String,
    indent: usize,
}

impl Printer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Begins a line.
    fn begin(&mut self) {
        for _ in 0..self.indent {
            self.text.push_str("  ");
        }
    }

    fn end(&mut self) {
        self.text.push('\n');
    }

    fn indented(&mut self, body: impl FnOnce(&mut Printer)) {
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    /// Prints things with a separator between them.
    fn separated<T>(
        &mut self,
        things: &[T],
        separator: &str,
        mut each: impl FnMut(&mut Printer, &T),
    ) {
        for (index, thing) in things.iter().enumerate() {
            if index > 0 {
                self.put(separator);
            }
            each(self, thing);
        }
    }

    fn enclosed(&mut self, open: &str, close: &str, body: impl FnOnce(&mut Printer)) {
        self.put(open);
        body(self);
        self.put(close);
    }
}
