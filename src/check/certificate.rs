//! Written certificates: `sos [1 / 2 * h * (x - y) ^ 2, goal * x ^ 2]` as products of facts, the denied goal and terms of ℝ.
//!
//! Names are told apart here: a factor that is the name of a fact stands for the fact, everything else is a term. What the
//! products add up to is no concern of this file.

use rationale_kernel::Type;
use std::borrow::Cow;

use crate::prove::{Factor, Product};
use crate::syntax::ast::{Expr, ExprKind, FactHead, FactRef, Infix, Prefix, Span, Spanned};
use crate::syntax::print;

use super::message;
use super::proof::{Checked, Prover};
use super::state::State;

/// The name of the denied goal, where no fact is called so.
pub(super) const GOAL: &str = "goal";

/// Exponents beyond this are read as part of a term.
const EXPONENT: u32 = 1_000;

impl Prover<'_> {
    /// The products of a written certificate.
    pub(super) fn certificate(&mut self, state: &State, written: &[Expr]) -> Checked<Vec<Product>> {
        let products = written.iter().map(|term| self.product(state, term));
        products.collect::<Vec<_>>().into_iter().collect()
    }

    fn product(&mut self, state: &State, written: &Expr) -> Checked<Product> {
        let mut factors = Vec::new();
        for (factor, exponent) in factors_of(written) {
            factors.push((self.factor(state, &factor)?, exponent));
        }
        let text = print::expr(written);
        Ok(Product { factors, text })
    }

    fn factor(&mut self, state: &State, written: &Expr) -> Checked<Factor> {
        match self.cited_by(state, written) {
            Some(fact) => self.fact(state, &fact).map(Factor::Fact),
            None => match &written.value {
                ExprKind::Name(name) if name == GOAL => Ok(Factor::Goal),
                ExprKind::Name(name) if !self.is_term(state, name) && !state.is_broken(name) => {
                    Err(self.report(message::unknown_factor(self.env, state, name, written.span)))
                }
                _ => {
                    let real = self.real();
                    let read = self.term(state, written, real.as_ref());
                    read.map(Factor::Term)
                        .inspect_err(|_| self.facts_are_no_terms(state))
                }
            },
        }
    }

    /// The fact that a factor names: a local one, or a theorem whose name is nothing else.
    fn cited_by(&self, state: &State, written: &Expr) -> Option<FactRef> {
        let (mut head, mut args) = (written, Vec::new());
        while let ExprKind::Apply(function, argument) = &head.value {
            args.insert(0, (**argument).clone());
            head = function;
        }
        let ExprKind::Name(name) = &head.value else {
            return None;
        };
        let is_theorem = || !self.is_term(state, name) && self.env.theorem(name).is_some();
        (state.fact(name).is_some() || is_theorem()).then(|| FactRef {
            span: written.span,
            head: FactHead::Name(name.clone()),
            args,
            named: vec![],
            of: vec![],
            reversed: false,
        })
    }

    /// Says more where the name that was just found to be unknown is that of a fact.
    fn facts_are_no_terms(&mut self, state: &State) {
        let unknown = self
            .diagnostics
            .last_mut()
            .filter(|last| last.rule == "unknown-name");
        let Some(diagnostic) = unknown else {
            return;
        };
        let name = diagnostic.message.split('`').nth(1);
        if let Some(name) = name.filter(|name| state.fact(name).is_some()) {
            let help =
                format!("`{name}` is a fact, which can be a factor: write a sum as several terms");
            diagnostic.help = Some(help.into());
        }
    }

    fn is_term(&self, state: &State, name: &str) -> bool {
        state.scope.variable(name).is_some() || self.env.constant(name).is_some()
    }

    fn real(&self) -> Option<Type> {
        self.env
            .numerals_real()
            .map(|numerals| numerals.ty().clone())
    }
}

/// A product taken apart into factors with exponents, numbers among them; nothing inside a sum is touched.
fn factors_of(written: &Expr) -> Vec<(Cow<'_, Expr>, u32)> {
    let (mut factors, mut open) = (Vec::new(), vec![(written, 1_u32)]);
    while let Some((next, exponent)) = open.pop() {
        match &next.value {
            ExprKind::Infix(Infix::Mul, left, right) => {
                open.push((right, exponent));
                open.push((left, exponent));
            }
            ExprKind::Infix(Infix::Div, left, right) if !is_numeral(left) => {
                let one = Box::new(one(next.span));
                let inverse = ExprKind::Infix(Infix::Div, one, right.clone());
                factors.push((at(inverse, next.span), exponent));
                open.push((left, exponent));
            }
            ExprKind::Prefix(Prefix::Neg, inside) if !is_numeral(inside) => {
                let minus = ExprKind::Prefix(Prefix::Neg, Box::new(one(next.span)));
                factors.push((at(minus, next.span), exponent));
                open.push((inside, exponent));
            }
            ExprKind::Infix(Infix::Pow, base, power) => match raised(exponent, power) {
                Some(exponent) => open.push((base, exponent)),
                None => factors.push((Cow::Borrowed(next), exponent)),
            },
            _ => factors.push((Cow::Borrowed(next), exponent)),
        }
    }
    factors
}

fn at(value: ExprKind, span: Span) -> Cow<'static, Expr> {
    Cow::Owned(Spanned { value, span })
}

fn one(span: Span) -> Expr {
    at(ExprKind::Number("1".into()), span).into_owned()
}

fn is_numeral(written: &Expr) -> bool {
    matches!(written.value, ExprKind::Number(_))
}

/// The exponent of the base of a power that stands under an exponent.
fn raised(exponent: u32, power: &Expr) -> Option<u32> {
    let ExprKind::Number(digits) = &power.value else {
        return None;
    };
    let power: u32 = digits.parse().ok()?;
    exponent
        .checked_mul(power)
        .filter(|all| (1..=EXPONENT).contains(all))
}
