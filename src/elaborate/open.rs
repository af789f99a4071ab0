//! Terms whose types may not be known yet, and how they become kernel terms once they are.

use super::{
    environment::Environment,
    message,
    unify::{OpenType, Unifier},
};
use crate::{report::Diagnostic, syntax::ast::Span};
use num_rational::BigRational;
use rationale_kernel::{Constant, KernelError, Term, Type, Variable};
use std::rc::Rc;

/// A term under construction.
#[derive(Clone, Debug)]
pub(super) enum Open {
    /// A variable, free or bound: its name and type.
    Variable(Rc<str>, OpenType),
    /// A kernel term that is known already.
    Known(Term),
    /// A constant at an instance of its type.
    Constant(Constant, OpenType),
    /// An application.
    Apply(Rc<Open>, Rc<Open>),
    /// An abstraction: the binder's name and type, and the body.
    Lambda(Rc<str>, OpenType, Rc<Open>),
    /// `let x := a in b`: b with a for x.
    Let(Rc<str>, OpenType, Rc<Open>, Rc<Open>),
    /// A numeral of a type to be found, at a place.
    Number(BigRational, OpenType, Span),
    /// A term of the first type where the second is wanted: equal, or ℕ and ℝ.
    Cast(Rc<Open>, OpenType, OpenType, Span),
    /// An operator that is chosen by a type: its name on ℕ (if any) and on ℝ.
    Operator(Option<&'static str>, &'static str, OpenType, Span),
}

impl Open {
    pub(super) fn apply(self, argument: Open) -> Open {
        Open::Apply(self.into(), argument.into())
    }
}

/// Turns open terms into kernel terms; every type must be solved or is replaced by a type variable.
pub(super) struct Emitter<'a> {
    pub(super) environment: &'a Environment,
    pub(super) unifier: &'a Unifier,
    /// The type variables that stand for unknowns, by unknown.
    pub(super) names: std::collections::HashMap<usize, Type>,
    /// Names of type variables that are taken.
    pub(super) taken: std::collections::BTreeSet<rationale_kernel::Name>,
}

type Emitted = Result<Term, Diagnostic>;

impl Emitter<'_> {
    pub(super) fn ty(&mut self, ty: &OpenType, span: Span) -> Result<Type, Diagnostic> {
        let (names, taken) = (&mut self.names, &mut self.taken);
        let mut unknown = |index: usize| {
            names
                .entry(index)
                .or_insert_with(|| fresh_type_variable(taken))
                .clone()
        };
        self.unifier
            .close(ty, &mut unknown)
            .ok_or_else(|| Diagnostic::error("type-too-deep", span, "the type is too deep"))
    }

    pub(super) fn term(&mut self, open: &Open, span: Span) -> Emitted {
        let kernel = |error: KernelError| message::kernel(&error, span);
        match open {
            Open::Variable(name, ty) => {
                Ok(Term::variable(&Variable::new(&**name, self.ty(ty, span)?)))
            }
            Open::Known(term) => Ok(term.clone()),
            Open::Constant(constant, ty) => {
                Term::constant(constant, &self.ty(ty, span)?).map_err(kernel)
            }
            Open::Apply(function, argument) => {
                let (function, argument) = (self.term(function, span)?, self.term(argument, span)?);
                Term::apply(&function, &argument).map_err(kernel)
            }
            Open::Lambda(name, ty, body) => {
                let variable = Variable::new(&**name, self.ty(ty, span)?);
                Term::abstraction(&variable, &self.term(body, span)?).map_err(kernel)
            }
            Open::Let(name, ty, value, body) => {
                let variable = Variable::new(&**name, self.ty(ty, span)?);
                let (value, body) = (self.term(value, span)?, self.term(body, span)?);
                let function = Term::abstraction(&variable, &body).map_err(kernel)?;
                let Some(abstraction) = function.as_abstraction() else {
                    return Ok(body);
                };
                abstraction.open(&value).map_err(kernel)
            }
            Open::Number(value, ty, at) => self.number(value, ty, *at),
            Open::Cast(inner, from, to, at) => self.cast(inner, from, to, *at),
            Open::Operator(natural, real, ty, at) => self.operator(*natural, real, ty, *at),
        }
    }

    fn is(&self, ty: &OpenType, name: &str) -> bool {
        self.environment
            .type_operator(name)
            .is_some_and(|operator| self.unifier.is_operator(ty, operator))
    }

    fn constant(&self, name: &str, span: Span) -> Emitted {
        let constant = self
            .environment
            .constant(name)
            .ok_or_else(|| message::missing_constant(name, span))?;
        Term::constant(constant, constant.generic_type())
            .map_err(|error| message::kernel(&error, span))
    }

    fn number(&mut self, value: &BigRational, ty: &OpenType, span: Span) -> Emitted {
        let natural = self.is(ty, "nat");
        if !natural && !self.is(ty, "real") {
            let found = self.ty(ty, span)?;
            return Err(Diagnostic::error(
                "numeral-type",
                span,
                format!("a numeral cannot have the type `{found:?}`"),
            ));
        }
        let numerals = if natural {
            self.environment.numerals_nat()
        } else {
            self.environment.numerals_real()
        };
        match numerals {
            Some(numerals) => {
                let literal = numerals
                    .literal(value)
                    .map_err(|error| message::kernel(&error, span))?;
                Ok(Term::literal(&literal))
            }
            None => self.early_number(value, natural, span),
        }
    }

    /// Before the literals exist there are names for 0 and 1 only.
    fn early_number(&self, value: &BigRational, natural: bool, span: Span) -> Emitted {
        let small = value.is_integer().then(|| value.to_string());
        match (small.as_deref(), natural) {
            (Some("0"), true) => self.constant("zero", span),
            (Some("1"), true) => {
                let (suc, zero) = (self.constant("suc", span)?, self.constant("zero", span)?);
                Term::apply(&suc, &zero).map_err(|error| message::kernel(&error, span))
            }
            (Some("0"), false) => self.constant("real_zero", span),
            (Some("1"), false) => self.constant("real_one", span),
            _ => {
                let message = "numerals other than 0 and 1 are not available before `arm`";
                Err(Diagnostic::error("numeral-too-early", span, message)
                    .help("import lib.nat or lib.real"))
            }
        }
    }

    fn cast(&mut self, inner: &Open, from: &OpenType, to: &OpenType, span: Span) -> Emitted {
        let term = self.term(inner, span)?;
        if self.is(from, "nat") && self.is(to, "real") {
            let real = self.constant("real", span)?;
            return Term::apply(&real, &term).map_err(|error| message::kernel(&error, span));
        }
        Ok(term)
    }

    fn operator(
        &mut self,
        natural: Option<&str>,
        real: &str,
        ty: &OpenType,
        span: Span,
    ) -> Emitted {
        match natural {
            Some(natural) if self.is(ty, "nat") => self.constant(natural, span),
            _ if self.is(ty, "real") => self.constant(real, span),
            _ => {
                let found = self.ty(ty, span)?;
                let message = format!("this operator works on ℕ and ℝ, not on `{found:?}`");
                Err(Diagnostic::error("operator-type", span, message))
            }
        }
    }
}

/// A type variable that no one has named: α, β, …, then numbered.
fn fresh_type_variable(taken: &mut std::collections::BTreeSet<rationale_kernel::Name>) -> Type {
    let letters = ["α", "β", "γ", "κ", "ι"].into_iter().map(String::from);
    let numbered = (1..).map(|i| format!("α{i}"));
    let name = letters
        .chain(numbered)
        .map(rationale_kernel::Name::from)
        .find(|name| !taken.contains(name));
    let name = name.unwrap_or_else(|| "α".into());
    taken.insert(name.clone());
    Type::variable(name)
}
