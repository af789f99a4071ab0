//! Kernel terms and types as text of the language: all notation shown, as few parentheses as the grammar allows.
//!
//! What is printed can be read back. [`Printer::term`] shows the types of variables where a reader would miss them;
//! [`Printer::exact`] reads its own text back, and shows more types if they are needed to get the same term. A name
//! that could be mistaken for another carries a mark after `@`, which is not part of the language.

mod binder;
mod names;
mod number;
mod partial;
mod piece;
mod term;
mod types;

use super::{elaborator::Elaborator, environment::Environment, scope::Scope};
use crate::logic::TermShape;
use crate::syntax;
use names::Names;
use rationale_kernel::{Term, Type};

/// How many types are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Types {
    /// Those of quantified variables, unless their use tells.
    Some,
    /// All that reading back could need.
    All,
}

/// Larger terms are only measured.
const MAX_SIZE: u32 = 100_000;

/// Prints at one place: names mean what they mean in the environment and the scope.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    environment: &'a Environment,
    scope: Option<&'a Scope>,
}

impl<'a> Printer<'a> {
    /// At a place where no variable is fixed.
    pub fn new(environment: &'a Environment) -> Self {
        Printer {
            environment,
            scope: None,
        }
    }

    /// At a place where these variables are fixed.
    pub fn within(self, scope: &'a Scope) -> Self {
        Printer {
            scope: Some(scope),
            ..self
        }
    }

    /// The term as text.
    pub fn term(&self, term: &Term) -> String {
        self.print(term, Types::Some)
    }

    /// The term as text that reads back as that term wherever the language can say it.
    pub fn exact(&self, term: &Term) -> String {
        let short = self.print(term, Types::Some);
        if self.reads_back(&short, term) {
            short
        } else {
            self.print(term, Types::All)
        }
    }

    /// The type as text.
    pub fn ty(&self, ty: &Type) -> String {
        types::print(self.environment, ty)
    }

    fn print(&self, term: &Term, types: Types) -> String {
        if term.size() > MAX_SIZE {
            return format!("(a term of {} symbols)", term.size());
        }
        let mut writer = term::Writer::new(
            self.environment,
            Names::of(self.environment, self.scope, term),
            types,
        );
        writer.piece(term.fragment()).text
    }

    fn reads_back(&self, text: &str, term: &Term) -> bool {
        let mut scope = self.scope.cloned().unwrap_or_default();
        if self.scope.is_none() {
            term.free_variables()
                .into_iter()
                .for_each(|variable| scope.fix(variable));
        }
        let read = syntax::parse_expr(text).ok();
        let expected = Some(term.ty());
        let again = read.and_then(|e| {
            Elaborator::new(self.environment, &scope)
                .term(&e, expected)
                .ok()
        });
        again.is_some_and(|again| again == *term)
    }
}
