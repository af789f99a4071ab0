//! Types, patterns and binding groups.

use super::Printer;
use crate::syntax::ast::{Fixed, Ident, Pattern, PatternKind, TypeExpr, TypeKind};

/// How tightly a place asks a type to be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    Function,
    Product,
    Factor,
    Argument,
}

impl Printer<'_> {
    pub(super) fn type_expr(&mut self, ty: &TypeExpr) {
        self.type_in(ty, Tight::Function);
    }

    fn type_in(&mut self, ty: &TypeExpr, place: Tight) {
        let own = match &ty.value {
            TypeKind::Function(..) => Tight::Function,
            TypeKind::Product(..) => Tight::Product,
            TypeKind::Apply(_, arguments) if arguments.is_empty() => Tight::Argument,
            TypeKind::Apply(..) => Tight::Factor,
        };
        match own < place {
            true => self.enclosed("(", ")", |printer| printer.bare_type(ty)),
            false => self.bare_type(ty),
        }
    }

    fn bare_type(&mut self, ty: &TypeExpr) {
        match &ty.value {
            TypeKind::Function(from, to) => {
                self.type_in(from, Tight::Product);
                self.put(" → ");
                self.type_in(to, Tight::Function);
            }
            TypeKind::Product(left, right) => {
                self.type_in(left, Tight::Factor);
                self.put(" × ");
                self.type_in(right, Tight::Product);
            }
            TypeKind::Apply(name, arguments) => {
                self.put(&name.value);
                for argument in arguments {
                    self.put(" ");
                    self.type_in(argument, Tight::Argument);
                }
            }
        }
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) {
        match &pattern.value {
            PatternKind::Name(name) => self.put(name),
            PatternKind::Tuple(parts) => {
                self.enclosed("(", ")", |printer| {
                    for (index, part) in parts.iter().enumerate() {
                        printer.put(if index > 0 { ", " } else { "" });
                        printer.pattern(part);
                    }
                });
            }
        }
    }

    /// `x y : τ`
    pub(super) fn fixed(&mut self, fixed: &Fixed) {
        self.names(&fixed.names);
        if let Some(ty) = &fixed.ty {
            self.put(" : ");
            self.type_expr(ty);
        }
    }

    /// Parameters, each after a space; those with a type stand in parentheses.
    pub(super) fn params(&mut self, params: &[Fixed]) {
        for param in params {
            self.gap();
            match &param.ty {
                Some(_) => self.enclosed("(", ")", |printer| printer.fixed(param)),
                None => self.names(&param.names),
            }
        }
    }

    pub(super) fn names(&mut self, names: &[Ident]) {
        let names: Vec<&str> = names.iter().map(|name| &*name.value).collect();
        self.put(&names.join(" "));
    }
}
