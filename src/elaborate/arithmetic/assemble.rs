//! From arithmetic trees to terms, once it is known what numbers they are about.

use super::{
    super::{
        draft::{Carrier, Draft, Typed},
        inference::{Inference, Outcome, Reported},
        message::{self, Why},
        notation, stack,
        unify::OpenType,
    },
    Tree,
};
use crate::syntax::ast::{Infix, Span};
use num_rational::BigRational;
use std::rc::Rc;

impl Inference<'_> {
    /// The term of a tree whose leaves have that type or are cast to it; no carrier if it is no type of numbers.
    pub(super) fn assemble(
        &mut self,
        tree: &Tree,
        ty: &OpenType,
        carrier: Option<Carrier>,
    ) -> Outcome<Rc<Draft>> {
        stack::step(|| self.assemble_here(tree, ty, carrier))
    }

    fn assemble_here(
        &mut self,
        tree: &Tree,
        ty: &OpenType,
        carrier: Option<Carrier>,
    ) -> Outcome<Rc<Draft>> {
        let typed = |draft| Typed {
            draft,
            ty: ty.clone(),
        };
        match tree {
            Tree::Leaf(leaf, span) => self.coerce(leaf, ty, *span, &leaf_reason(carrier)),
            Tree::Number(value, span) => self.literal(value, carrier, *span),
            Tree::Binary(infix, left, right, span) => {
                let operands = [
                    typed(self.assemble(left, ty, carrier)?),
                    typed(self.assemble(right, ty, carrier)?),
                ];
                self.operate(*infix, carrier, &operands, *span)
            }
            Tree::Negate(operand, span) => {
                let operand = typed(self.assemble(operand, ty, carrier)?);
                self.negative(carrier, operand, *span)
            }
            Tree::Power(base, exponent, span) => {
                let exponent = Typed {
                    draft: exponent.clone(),
                    ty: self.natural(*span)?,
                };
                let operands = [typed(self.assemble(base, ty, carrier)?), exponent];
                self.operate(Infix::Pow, carrier, &operands, *span)
            }
            Tree::If(condition, yes, no, span) => {
                let (yes, no) = (
                    self.assemble(yes, ty, carrier)?,
                    self.assemble(no, ty, carrier)?,
                );
                self.conditional(condition, &yes, &no, ty, *span)
            }
        }
    }

    fn negative(
        &mut self,
        carrier: Option<Carrier>,
        operand: Typed,
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        if carrier != Some(Carrier::Real) {
            return self.fail(message::no_operator("-", "ℕ", span, span));
        }
        Ok(self
            .apply_constant(notation::NEGATION, "-", &[operand], span)?
            .draft)
    }

    fn operate(
        &mut self,
        infix: Infix,
        carrier: Option<Carrier>,
        operands: &[Typed],
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        let symbol = notation::symbol(infix);
        let constant = carrier.and_then(|carrier| notation::of_arithmetic(infix, carrier));
        match constant {
            Some(constant) => Ok(self.apply_constant(constant, symbol, operands, span)?.draft),
            None => self.fail(message::no_operator(symbol, "ℕ", span, span)),
        }
    }

    fn literal(
        &mut self,
        value: &BigRational,
        carrier: Option<Carrier>,
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        let Some(carrier) = carrier else {
            return Err(Reported);
        };
        if carrier == Carrier::Natural && !value.is_integer() {
            return self.fail(message::fraction(span));
        }
        Ok(Rc::new(Draft::Number(value.clone(), carrier, span)))
    }
}

fn leaf_reason(carrier: Option<Carrier>) -> Why {
    Why::Leaf(match carrier {
        Some(Carrier::Natural) => "the rest of this expression is about natural numbers",
        Some(Carrier::Real) => "the rest of this expression is about real numbers",
        None => "both sides have one type",
    })
}
