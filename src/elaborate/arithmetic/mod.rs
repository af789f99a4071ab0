//! Overloaded arithmetic: trees of `+ * - / ^`, numerals, `if` and comparisons, whose leaves decide whether they are
//! about ℕ or ℝ.
//!
//! As Lean's `binop%`: a real leaf, a subtraction or a division makes the whole tree real, and then natural leaves are
//! cast. A tree waits until its leaves are known; at the end of a statement those that still wait are settled, the
//! surest first, and what nothing determines is real.

mod assemble;
mod tree;
mod verdict;

pub(super) use tree::Tree;

use super::{
    draft::{Carrier, Draft, Typed},
    inference::{Inference, Outcome, Reported},
    message::{self, Why},
    notation,
    unify::OpenType,
};
use crate::syntax::ast::{Comparison, Expr, Span, Spanned};
use std::rc::Rc;
use verdict::{Resolve, Verdict};

/// How two trees are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    LessEqual,
    Less,
}

/// A tree, or two that are compared.
#[derive(Debug)]
struct Sides {
    left: Tree,
    right: Option<(Relation, Tree)>,
    span: Span,
    /// The sign between the sides, for messages.
    symbol: &'static str,
}

impl Sides {
    fn trees(&self) -> impl Iterator<Item = &Tree> {
        std::iter::once(&self.left).chain(self.right.iter().map(|(_, tree)| tree))
    }
}

/// Sides that become a term once their carrier is known.
#[derive(Debug)]
pub(super) struct Pending {
    sides: Rc<Sides>,
    /// The type of the whole.
    result: OpenType,
    done: Option<Rc<Draft>>,
}

impl Inference<'_> {
    // ---- Which types are numbers ----

    pub(super) fn is_natural(&self, ty: &OpenType) -> bool {
        self.environment
            .type_operator("ℕ")
            .is_some_and(|nat| self.unifier.is_operator(ty, nat))
    }

    pub(super) fn is_real(&self, ty: &OpenType) -> bool {
        self.environment
            .type_operator("ℝ")
            .is_some_and(|real| self.unifier.is_operator(ty, real))
    }

    pub(super) fn is_number(&self, ty: &OpenType) -> bool {
        self.is_natural(ty) || self.is_real(ty)
    }

    /// Whether it is known to be no type of numbers.
    pub(super) fn is_foreign(&self, ty: &OpenType) -> bool {
        !self.unifier.is_unknown(ty) && !self.is_number(ty)
    }

    fn is_distribution(&self, ty: &OpenType) -> bool {
        self.environment
            .type_operator("dist")
            .is_some_and(|dist| self.unifier.is_operator(ty, dist))
    }

    fn carrier_type(&mut self, carrier: Carrier, span: Span) -> Outcome<OpenType> {
        match carrier {
            Carrier::Natural => self.natural(span),
            Carrier::Real => self.real(span),
        }
    }

    /// `real n`
    pub(super) fn cast(&mut self, natural: &Typed, span: Span) -> Outcome<Rc<Draft>> {
        if let Draft::Number(value, Carrier::Natural, at) = &*natural.draft {
            return Ok(Rc::new(Draft::Number(value.clone(), Carrier::Real, *at)));
        }
        Ok(self
            .apply_constant(
                notation::CAST,
                "a natural number as a real one",
                std::slice::from_ref(natural),
                span,
            )?
            .draft)
    }

    // ---- Trees that wait ----

    /// An arithmetic expression, at a type if one is expected.
    pub(super) fn arithmetic(
        &mut self,
        expr: &Expr,
        expected: Option<&OpenType>,
    ) -> Outcome<Typed> {
        let left = self.tree(expr)?;
        if let Tree::Leaf(typed, _) = left {
            return Ok(typed);
        }
        let result = expected.cloned().unwrap_or_else(|| self.unifier.fresh());
        self.suspend(
            Sides {
                left,
                right: None,
                span: expr.span,
                symbol: "",
            },
            result,
        )
    }

    /// One comparison of two numbers, or an equation of anything.
    pub(super) fn compare(
        &mut self,
        comparison: &Spanned<Comparison>,
        (left, left_span): (Tree, Span),
        (right, right_span): (Tree, Span),
    ) -> Outcome<Rc<Draft>> {
        let span = Span {
            start: left_span.start,
            end: right_span.end,
        };
        let symbol = notation::comparison_symbol(comparison.value);
        let (relation, left, right) = match comparison.value {
            Comparison::Le => (Relation::LessEqual, left, right),
            Comparison::Lt => (Relation::Less, left, right),
            Comparison::Ge => (Relation::LessEqual, right, left),
            Comparison::Gt => (Relation::Less, right, left),
            _ => (Relation::Equal, left, right),
        };
        let sides = Sides {
            left,
            right: Some((relation, right)),
            span,
            symbol,
        };
        let formula = self.suspend(sides, OpenType::boolean())?.draft;
        if comparison.value == Comparison::Ne {
            self.negation(&formula, comparison.span)
        } else {
            Ok(formula)
        }
    }

    fn suspend(&mut self, sides: Sides, result: OpenType) -> Outcome<Typed> {
        let index = self.pending.len();
        self.pending.push(Pending {
            sides: Rc::new(sides),
            result: result.clone(),
            done: None,
        });
        self.settle(index, Resolve::Certain)?;
        Ok(Typed {
            draft: Rc::new(Draft::Pending(index)),
            ty: result,
        })
    }

    // ---- Settling ----

    /// Settles every tree that waits: again and again what is certain, then the least that must be assumed.
    pub(super) fn settle_all(&mut self) -> Outcome<()> {
        let mut failed = false;
        loop {
            while self.settle_some(Resolve::Certain, usize::MAX, &mut failed) {}
            let assumptions = [
                Resolve::JoinReal,
                Resolve::JoinNatural,
                Resolve::JoinEqual,
                Resolve::Default,
            ];
            if !assumptions
                .into_iter()
                .any(|resolve| self.settle_some(resolve, 1, &mut failed))
            {
                break;
            }
        }
        if failed { Err(Reported) } else { Ok(()) }
    }

    /// Settles at most so many trees; whether there was one.
    fn settle_some(&mut self, resolve: Resolve, most: usize, failed: &mut bool) -> bool {
        let mut settled = 0;
        for index in 0..self.pending.len() {
            if settled < most && self.pending[index].done.is_none() {
                match self.settle(index, resolve) {
                    Ok(progress) => settled += usize::from(progress),
                    Err(Reported) => {
                        *failed = true;
                        settled += 1;
                    }
                }
            }
        }
        settled > 0
    }

    /// Tries to settle one tree; whether it did.
    fn settle(&mut self, index: usize, resolve: Resolve) -> Outcome<bool> {
        let (sides, result) = (
            self.pending[index].sides.clone(),
            self.pending[index].result.clone(),
        );
        let settled = self.settled_form(&sides, &result, resolve);
        // what has failed is done too: it is reported, and never built
        self.pending[index].done = match &settled {
            Ok(draft) => draft.clone(),
            Err(Reported) => Some(Rc::new(Draft::Pending(index))),
        };
        settled.map(|draft| draft.is_some())
    }

    /// The term that the sides stand for, if that can be told.
    fn settled_form(
        &mut self,
        sides: &Sides,
        result: &OpenType,
        resolve: Resolve,
    ) -> Outcome<Option<Rc<Draft>>> {
        let of_whole = Some(result).filter(|_| sides.right.is_none());
        let carrier = match self.verdict(sides, of_whole, resolve)? {
            Verdict::Wait => return Ok(None),
            Verdict::DistributionPower => {
                return self.distribution_power(&sides.left, result).map(Some);
            }
            Verdict::OneType => None,
            Verdict::Numbers(carrier) => Some(carrier),
        };
        let ty = match carrier {
            Some(carrier) => self.carrier_type(carrier, sides.span)?,
            None => self.common_type(sides)?,
        };
        let first = self.assemble(&sides.left, &ty, carrier)?;
        let Some((relation, second)) = &sides.right else {
            return self.expect(&ty, result, sides.span).map(|()| Some(first));
        };
        let second = self.assemble(second, &ty, carrier)?;
        self.relate(*relation, carrier, &ty, [first, second], sides.span)
            .map(Some)
    }

    /// The whole tree has a type that is expected from outside.
    fn expect(&mut self, found: &OpenType, expected: &OpenType, span: Span) -> Outcome<()> {
        let why = Why::Said("its operands decide the type of an arithmetic expression".into());
        self.require(found, expected, span, &why)
    }

    fn relate(
        &mut self,
        relation: Relation,
        carrier: Option<Carrier>,
        ty: &OpenType,
        [left, right]: [Rc<Draft>; 2],
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        let Some(carrier) = carrier.filter(|_| relation != Relation::Equal) else {
            let equality = self.equality(ty);
            return Ok(Draft::apply(&Draft::apply(&equality, &left), &right));
        };
        let strict = relation == Relation::Less;
        let sides = [left, right].map(|draft| Typed {
            draft,
            ty: ty.clone(),
        });
        let symbol = if strict { "<" } else { "≤" };
        Ok(self
            .apply_constant(notation::of_order(strict, carrier), symbol, &sides, span)?
            .draft)
    }

    /// `μ ^ n` where μ was not known to be a distribution when it was read.
    fn distribution_power(&mut self, tree: &Tree, result: &OpenType) -> Outcome<Rc<Draft>> {
        let Tree::Power(base, exponent, span) = tree else {
            return Err(Reported);
        };
        let Tree::Leaf(base, _) = &**base else {
            return Err(Reported);
        };
        let element = self.unifier.fresh();
        let distribution = self.distribution(&element, *span)?;
        self.expect(&base.ty, &distribution, *span)?;
        let exponent = Typed {
            draft: exponent.clone(),
            ty: self.natural(*span)?,
        };
        let power = self.apply_constant(
            notation::DISTRIBUTION_POWER,
            "μ ^ n",
            &[base.clone(), exponent],
            *span,
        )?;
        self.expect(&power.ty, result, *span)?;
        Ok(power.draft)
    }

    /// The one type of all leaves, if they have one.
    fn common_type(&mut self, sides: &Sides) -> Outcome<OpenType> {
        let mut leaves = sides.trees().flat_map(Tree::leaves);
        let Some((first, first_span)) = leaves.next() else {
            return Err(Reported);
        };
        for (other, other_span) in leaves {
            let shown = (self.unifier.head(&first.ty), self.unifier.head(&other.ty));
            if self.unify(&first.ty, &other.ty).is_err() {
                let (one, two) = (self.show(&shown.0), self.show(&shown.1));
                let symbol = if sides.symbol.is_empty() {
                    "if … then … else"
                } else {
                    sides.symbol
                };
                return self.fail(message::sides_differ(
                    symbol,
                    (&one, first_span),
                    (&two, other_span),
                    sides.span,
                ));
            }
        }
        Ok(first.ty.clone())
    }

    /// What a settled tree stands for.
    pub(super) fn settled(&self, index: usize) -> Option<&Rc<Draft>> {
        self.pending
            .get(index)
            .and_then(|pending| pending.done.as_ref())
    }
}
