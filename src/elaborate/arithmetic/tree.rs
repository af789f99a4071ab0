//! Arithmetic trees: read from syntax, and surveyed for what their leaves say.

use super::super::{
    draft::{Draft, Typed},
    inference::{Inference, Outcome},
    message::{self, Why},
    notation,
    unify::OpenType,
};
use crate::syntax::ast::{Expr, ExprKind, Infix, Prefix, Span};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::rc::Rc;

use super::{Relation, Sides};

/// An arithmetic expression with its leaves elaborated.
#[derive(Clone, Debug)]
pub(in super::super) enum Tree {
    /// Anything but arithmetic.
    Leaf(Typed, Span),
    /// A number as written.
    Number(BigRational, Span),
    /// `+ - * /`; the span is the operator's operands together.
    Binary(Infix, Rc<Tree>, Rc<Tree>, Span),
    /// `-a`
    Negate(Rc<Tree>, Span),
    /// `a ^ n`; the exponent is a term of its own.
    Power(Rc<Tree>, Rc<Draft>, Span),
    /// `if p then a else b`
    If(Rc<Draft>, Rc<Tree>, Rc<Tree>, Span),
}

/// What the leaves of a tree say.
#[derive(Default)]
pub(super) struct Survey {
    /// A leaf that is natural.
    pub(super) natural: bool,
    /// A leaf or numeral that is real.
    pub(super) real: bool,
    /// An operator that only ℝ has.
    pub(super) real_operator: bool,
    /// A leaf of which nothing is known.
    pub(super) unknown: bool,
    /// An operator that only numbers have, for messages.
    pub(super) operator: Option<(&'static str, Span)>,
    /// A numeral.
    pub(super) number: bool,
    /// A leaf that is no number.
    pub(super) foreign: Option<(OpenType, Span)>,
}

impl Tree {
    /// The tree and all that is below it.
    pub(super) fn parts(&self) -> Vec<&Tree> {
        let (mut parts, mut next) = (vec![self], 0);
        while let Some(part) = parts.get(next) {
            next += 1;
            match part {
                Tree::Leaf(..) | Tree::Number(..) => {}
                Tree::Negate(operand, _) | Tree::Power(operand, ..) => parts.push(operand),
                Tree::Binary(_, left, right, _) | Tree::If(_, left, right, _) => {
                    parts.extend([&**left, &**right])
                }
            }
        }
        parts
    }

    /// What is not arithmetic in it.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (&Typed, Span)> {
        self.parts().into_iter().filter_map(|part| match part {
            Tree::Leaf(typed, span) => Some((typed, *span)),
            _ => None,
        })
    }
}

impl Inference<'_> {
    pub(in super::super) fn tree(&mut self, expr: &Expr) -> Outcome<Tree> {
        self.nested(expr.span, |s| s.tree_here(expr))
    }

    fn tree_here(&mut self, expr: &Expr) -> Outcome<Tree> {
        let span = expr.span;
        Ok(match &expr.value {
            ExprKind::Number(text) => Tree::Number(self.number(text, span)?, span),
            ExprKind::Prefix(Prefix::Neg, operand) => {
                Tree::Negate(self.tree(operand)?.into(), span)
            }
            ExprKind::Infix(Infix::Pow, base, exponent) => self.power(base, exponent, span)?,
            ExprKind::Infix(
                infix @ (Infix::Add | Infix::Sub | Infix::Mul | Infix::Div),
                left,
                right,
            ) => {
                let (left, right) = (self.tree(left)?, self.tree(right)?);
                Tree::Binary(*infix, left.into(), right.into(), span)
            }
            ExprKind::If(condition, yes, no) => {
                let condition = self.check(condition, &OpenType::boolean(), &Why::Condition)?;
                Tree::If(
                    condition,
                    self.tree(yes)?.into(),
                    self.tree(no)?.into(),
                    span,
                )
            }
            _ => Tree::Leaf(self.infer(expr)?, span),
        })
    }

    fn number(&mut self, text: &str, span: Span) -> Outcome<BigRational> {
        match rational(text) {
            Some(value) => Ok(value),
            None => self.fail(message::bad_number(text, span)),
        }
    }

    fn power(&mut self, base: &Expr, exponent: &Expr, span: Span) -> Outcome<Tree> {
        let base = self.tree(base)?;
        let natural = self.natural(exponent.span)?;
        let exponent = self.check(exponent, &natural, &Why::Exponent)?;
        match &base {
            Tree::Leaf(typed, _) if self.is_distribution(&typed.ty) => {
                let exponent = Typed {
                    draft: exponent,
                    ty: natural,
                };
                let power = self.apply_constant(
                    notation::DISTRIBUTION_POWER,
                    "μ ^ n",
                    &[typed.clone(), exponent],
                    span,
                )?;
                Ok(Tree::Leaf(power, span))
            }
            _ => Ok(Tree::Power(base.into(), exponent, span)),
        }
    }

    /// What the parts of both sides say.
    pub(super) fn survey(&self, sides: &Sides) -> Survey {
        let mut survey = Survey::default();
        sides
            .trees()
            .flat_map(Tree::parts)
            .for_each(|part| self.survey_part(part, &mut survey));
        if let Some((Relation::LessEqual | Relation::Less, _)) = sides.right {
            survey.operator.get_or_insert((sides.symbol, sides.span));
        }
        survey
    }

    fn survey_part(&self, part: &Tree, survey: &mut Survey) {
        match part {
            Tree::Leaf(typed, span) => self.survey_leaf(typed, *span, survey),
            Tree::Number(value, _) => {
                survey.number = true;
                survey.real |= !value.is_integer();
            }
            Tree::Binary(infix, _, _, span) => {
                survey
                    .operator
                    .get_or_insert((notation::symbol(*infix), *span));
                survey.real_operator |= matches!(infix, Infix::Sub | Infix::Div);
            }
            Tree::Negate(_, span) => {
                survey.operator.get_or_insert(("-", *span));
                survey.real_operator = true;
            }
            Tree::Power(_, _, span) => drop(survey.operator.get_or_insert(("^", *span))),
            Tree::If(..) => {}
        }
    }

    fn survey_leaf(&self, typed: &Typed, span: Span, survey: &mut Survey) {
        if self.unifier.is_unknown(&typed.ty) {
            survey.unknown = true;
        } else if self.is_natural(&typed.ty) {
            survey.natural = true;
        } else if self.is_real(&typed.ty) {
            survey.real = true;
        } else {
            survey.foreign.get_or_insert((typed.ty.clone(), span));
        }
    }
}

/// The value of `12` or `0.05`.
fn rational(text: &str) -> Option<BigRational> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let scale = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
    Some(BigRational::new(digits, scale))
}
