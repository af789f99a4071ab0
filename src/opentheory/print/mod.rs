//! Terms of articles as people read them: infix operators, binders, minimal parentheses, each constant by the shortest
//! end of its name that tells it from the others.
//!
//! What is printed is not read back, but it must not deceive: names that look like notation are quoted, variables that
//! only differ in their types show them, two constants of one name are numbered, and what is cut ends in `…`.

mod notation;
mod symbols;

pub use symbols::Table;
pub(crate) use symbols::{Seen, symbols_of};

use crate::logic::{ConstantShape, LiteralShape, TermShape, TypeShape};
use notation::{Notation, Side, notation};
use rationale_kernel::{Constant, Fragment, FragmentView, Name, Term, Type, TypeView, Variable};
use std::collections::BTreeSet;

/// Below this nesting, `…`.
const MAX_DEPTH: usize = 200;

/// How to print.
pub struct Printer<'a> {
    table: &'a Table,
    limit: usize,
}

impl Printer<'static> {
    /// For messages: full names, cut after a line or two.
    pub fn short() -> Self {
        Printer {
            table: Table::empty(),
            limit: 160,
        }
    }
}

impl<'a> Printer<'a> {
    /// For listings: names from a table, cut only where a term is too large to read.
    pub fn new(table: &'a Table) -> Self {
        Printer {
            table,
            limit: 20_000,
        }
    }

    /// A type.
    pub fn ty(&self, ty: &Type) -> String {
        let mut writer = Writer::new(self, BTreeSet::new());
        writer.ty(ty, 0);
        writer.out
    }

    /// A term.
    pub fn term(&self, term: &Term) -> String {
        let mut writer = Writer::new(self, term.free_variables());
        writer.term(term.fragment(), 0);
        writer.out
    }

    /// Terms, with commas between them.
    pub fn terms(&self, terms: &[Term]) -> String {
        let free = terms.iter().flat_map(Term::free_variables).collect();
        let mut writer = Writer::new(self, free);
        writer.list(terms);
        writer.out
    }

    /// Hypotheses, `⊢`, and a conclusion.
    pub fn sequent(&self, hypotheses: &[Term], conclusion: &Term) -> String {
        let terms = hypotheses.iter().chain([conclusion]);
        let free = terms.flat_map(Term::free_variables).collect();
        let mut writer = Writer::new(self, free);
        writer.list(hypotheses);
        writer.text(if hypotheses.is_empty() {
            "⊢ "
        } else {
            " ⊢ "
        });
        writer.term(conclusion.fragment(), 0);
        writer.out
    }
}

struct Writer<'a> {
    printer: &'a Printer<'a>,
    free: BTreeSet<Variable>,
    /// The names of the binders around the place, outermost first.
    scope: Vec<String>,
    depth: usize,
    out: String,
    full: bool,
}

/// How tightly an equation between formulas binds, an application, and an atom.
const EQUIVALENCE: u8 = 10;
const APPLICATION: u8 = 100;
const ATOM: u8 = 101;

impl<'a> Writer<'a> {
    fn new(printer: &'a Printer<'a>, free: BTreeSet<Variable>) -> Self {
        Writer {
            printer,
            free,
            scope: vec![],
            depth: 0,
            out: String::new(),
            full: false,
        }
    }

    fn text(&mut self, text: &str) {
        if self.full {
            return;
        }
        self.out.push_str(text);
        if self.out.len() > self.printer.limit {
            self.out.push('…');
            self.full = true;
        }
    }

    /// Writes in parentheses if `level` is looser than the surroundings, and not at all below the deepest level.
    fn level(&mut self, level: u8, around: u8, write: impl FnOnce(&mut Self)) {
        if self.full {
            return;
        }
        if self.depth == MAX_DEPTH {
            return self.text("…");
        }
        self.depth += 1;
        if level < around {
            self.text("(");
        }
        write(self);
        if level < around {
            self.text(")");
        }
        self.depth -= 1;
    }

    fn list(&mut self, terms: &[Term]) {
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.term(term.fragment(), 0);
        }
    }

    fn ty(&mut self, ty: &Type, around: u8) {
        if let Some((domain, codomain)) = ty.as_function() {
            return self.level(1, around, |writer| {
                writer.ty(domain, 2);
                writer.text(" → ");
                writer.ty(codomain, 1);
            });
        }
        match ty.view() {
            TypeView::Variable(name) => self.text(name),
            TypeView::Apply(operator, arguments) => {
                let level = if arguments.is_empty() { ATOM } else { 2 };
                self.level(level, around, |writer| {
                    let shown = writer.printer.table.operator(operator);
                    writer.text(&shown);
                    for argument in arguments {
                        writer.text(" ");
                        writer.ty(argument, 3);
                    }
                });
            }
        }
    }

    fn term(&mut self, term: Fragment<'_>, around: u8) {
        if self.full {
            return;
        }
        match term.view() {
            FragmentView::Variable(variable) => self.variable(variable),
            FragmentView::Constant(constant) => self.constant(constant),
            FragmentView::Bound(index) => self.bound(index),
            FragmentView::Literal(literal) => self.text(&literal.value().to_string()),
            FragmentView::Abstract(hint, _, body) => self.binder("λ", hint, body, around),
            FragmentView::Apply(..) => self.application(term, around),
        }
    }

    fn variable(&mut self, variable: &Variable) {
        let shown = self.printer.table.variable(&variable.name);
        let twin = |other: &Variable| other.name == variable.name && other != variable;
        if self.free.iter().any(twin) {
            let ty = self.printer.ty(&variable.ty);
            self.text(&format!("({shown} : {ty})"));
        } else {
            self.text(&shown);
        }
    }

    fn constant(&mut self, constant: &Constant) {
        let shown = self.printer.table.constant(constant);
        let operator = !matches!(
            notation(constant.name()),
            Notation::Plain | Notation::Word(_)
        );
        self.text(&if operator {
            format!("({shown})")
        } else {
            shown
        });
    }

    fn bound(&mut self, index: u32) {
        let place = self.scope.len().checked_sub(index as usize + 1);
        let shown = place.map_or("?".to_owned(), |place| self.scope[place].clone());
        self.text(&shown);
    }

    /// A name for a binder that differs from the free variables and the binders around it.
    fn fresh(&self, hint: &Name) -> String {
        let mut shown = self.printer.table.variable(hint);
        while self.scope.contains(&shown) || self.free.iter().any(|v| *v.name == *shown) {
            shown.push('\'');
        }
        shown
    }

    fn binder(&mut self, symbol: &str, hint: &Name, body: Fragment<'_>, around: u8) {
        self.level(0, around, |writer| {
            let name = writer.fresh(hint);
            writer.text(&format!("{symbol}{name}. "));
            writer.scope.push(name);
            writer.term(body, 0);
            writer.scope.pop();
        });
    }

    fn application(&mut self, term: Fragment<'_>, around: u8) {
        let (head, arguments) = spine(term);
        let FragmentView::Constant(constant) = head.view() else {
            return self.plain(head, &arguments, around);
        };
        if let Some(number) = notation::numeral(term) {
            return self.text(&number.to_string());
        }
        match (notation(constant.name()), arguments.as_slice()) {
            (Notation::Binder(symbol), [predicate]) => match predicate.view() {
                FragmentView::Abstract(hint, _, body) => self.binder(symbol, hint, body, around),
                _ => self.plain(head, &arguments, around),
            },
            (Notation::Prefix(level), [argument]) => self.level(level, around, |writer| {
                let shown = writer.printer.table.constant(constant);
                writer.text(&shown);
                writer.term(*argument, level);
            }),
            (Notation::Infix(level, side), [left, right]) => {
                let equivalence = constant == &Constant::equality() && left.ty().is_boolean();
                let level = if equivalence { EQUIVALENCE } else { level };
                self.infix(constant, level, side, *left, *right, around);
            }
            (Notation::Conditional, [condition, yes, no]) => {
                self.conditional([*condition, *yes, *no], around);
            }
            (Notation::Pair, [_, _]) => self.tuple(term),
            _ => self.plain(head, &arguments, around),
        }
    }

    fn plain(&mut self, head: Fragment<'_>, arguments: &[Fragment<'_>], around: u8) {
        self.level(APPLICATION, around, |writer| {
            writer.term(head, APPLICATION);
            for argument in arguments {
                writer.text(" ");
                writer.term(*argument, ATOM);
            }
        });
    }

    fn infix(
        &mut self,
        constant: &Constant,
        level: u8,
        side: Side,
        left: Fragment<'_>,
        right: Fragment<'_>,
        around: u8,
    ) {
        self.level(level, around, |writer| {
            writer.term(left, level + u8::from(side != Side::Left));
            let shown = match level {
                EQUIVALENCE => "⇔".to_owned(),
                _ => writer.printer.table.constant(constant),
            };
            writer.text(&format!(" {shown} "));
            writer.term(right, level + u8::from(side != Side::Right));
        });
    }

    fn conditional(&mut self, [condition, yes, no]: [Fragment<'_>; 3], around: u8) {
        self.level(0, around, |writer| {
            writer.text("if ");
            writer.term(condition, 1);
            writer.text(" then ");
            writer.term(yes, 1);
            writer.text(" else ");
            writer.term(no, 0);
        });
    }

    fn tuple(&mut self, term: Fragment<'_>) {
        self.level(ATOM, 0, |writer| {
            writer.text("(");
            let mut rest = term;
            while let Some((left, right)) = notation::pair(rest) {
                writer.term(left, 1);
                writer.text(", ");
                rest = right;
                if writer.full {
                    return;
                }
            }
            writer.term(rest, 1);
            writer.text(")");
        });
    }
}

/// The head of nested applications and its arguments.
fn spine(term: Fragment<'_>) -> (Fragment<'_>, Vec<Fragment<'_>>) {
    let (mut head, mut arguments) = (term, vec![]);
    while let FragmentView::Apply(function, argument) = head.view() {
        arguments.push(argument);
        head = function;
    }
    arguments.reverse();
    (head, arguments)
}
