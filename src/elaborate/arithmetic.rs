//! Overloaded arithmetic: trees of `+ * - / ^`, numerals, `if` and comparisons, whose leaves decide whether they are
//! about ℕ or ℝ.
//!
//! As Lean's `binop%`: a real leaf, a subtraction or a division makes the whole tree real, and then natural leaves are
//! cast. A tree waits until its leaves are known; at the end of a statement those that still wait are settled, the
//! surest first, and what nothing determines is real.

use super::{
    draft::{Carrier, Draft, Typed},
    inference::{Inference, Outcome, Reported},
    message::{self, Why},
    notation,
    unify::OpenType,
};
use crate::syntax::ast::{Comparison, Expr, ExprKind, Infix, Prefix, Span, Spanned};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use std::rc::Rc;

/// An arithmetic expression with its leaves elaborated.
#[derive(Clone, Debug)]
pub(super) enum Tree {
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

/// How two trees are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    LessEqual,
    Less,
}

/// A tree, or two that are compared, that becomes a term once its carrier is known.
#[derive(Debug)]
pub(super) struct Pending {
    left: Tree,
    right: Option<(Relation, Tree)>,
    /// The type of the whole.
    result: OpenType,
    span: Span,
    /// The sign between the sides, for messages.
    symbol: &'static str,
    done: Option<Rc<Draft>>,
}

/// What the leaves of a tree say.
#[derive(Default)]
struct Survey {
    /// A leaf that is natural.
    natural: bool,
    /// A leaf or numeral that is real.
    real: bool,
    /// An operator that only ℝ has.
    real_operator: bool,
    /// A leaf of which nothing is known.
    unknown: bool,
    /// An operator that only numbers have, for messages.
    operator: Option<(&'static str, Span)>,
    /// A numeral.
    number: bool,
    /// A leaf that is no number.
    foreign: Option<(OpenType, Span)>,
}

/// How far one goes to settle a tree; each level assumes more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Resolve {
    /// Only what is certain.
    Certain,
    /// Unknown leaves of a tree that is known to be real are real.
    JoinReal,
    /// Unknown leaves beside natural ones are natural.
    JoinNatural,
    /// The sides of an equation of unknown type are of one type.
    JoinEqual,
    /// What nothing determines is real.
    Default,
}

/// What a tree turns out to be about.
enum Verdict {
    Wait,
    Numbers(Carrier),
    /// All leaves have one type, whatever it is.
    OneType,
    /// `μ ^ n`
    DistributionPower,
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

    // ---- From syntax to trees ----

    /// An arithmetic expression, at a type if one is expected.
    pub(super) fn arithmetic(
        &mut self,
        expr: &Expr,
        expected: Option<&OpenType>,
    ) -> Outcome<Typed> {
        let tree = self.tree(expr)?;
        if let Tree::Leaf(typed, _) = tree {
            return Ok(typed);
        }
        let result = expected.cloned().unwrap_or_else(|| self.unifier.fresh());
        self.suspend(Pending {
            left: tree,
            right: None,
            result,
            span: expr.span,
            symbol: "",
            done: None,
        })
    }

    /// One comparison of two numbers, or an equation of anything.
    pub(super) fn compare(
        &mut self,
        comparison: &Spanned<Comparison>,
        left: (Tree, Span),
        right: (Tree, Span),
    ) -> Outcome<Rc<Draft>> {
        let (relation, swapped) = match comparison.value {
            Comparison::Le => (Relation::LessEqual, false),
            Comparison::Lt => (Relation::Less, false),
            Comparison::Ge => (Relation::LessEqual, true),
            Comparison::Gt => (Relation::Less, true),
            _ => (Relation::Equal, false),
        };
        let span = Span {
            start: left.1.start,
            end: right.1.end,
        };
        let (left, right) = if swapped {
            (right.0, left.0)
        } else {
            (left.0, right.0)
        };
        let symbol = notation::comparison_symbol(comparison.value);
        let result = OpenType::boolean();
        let whole = Pending {
            left,
            right: Some((relation, right)),
            result,
            span,
            symbol,
            done: None,
        };
        let formula = self.suspend(whole)?.draft;
        if comparison.value == Comparison::Ne {
            self.negation(&formula, comparison.span)
        } else {
            Ok(formula)
        }
    }

    fn suspend(&mut self, pending: Pending) -> Outcome<Typed> {
        let typed = Typed {
            draft: Rc::new(Draft::Pending(self.pending.len())),
            ty: pending.result.clone(),
        };
        self.pending.push(pending);
        self.settle(self.pending.len() - 1, Resolve::Certain)?;
        Ok(typed)
    }

    pub(super) fn tree(&mut self, expr: &Expr) -> Outcome<Tree> {
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
        let pending = &mut self.pending[index];
        let placeholder = Tree::Number(BigRational::zero(), pending.span);
        let (left, right) = (
            std::mem::replace(&mut pending.left, placeholder),
            pending.right.take(),
        );
        let (result, span, symbol) = (pending.result.clone(), pending.span, pending.symbol);
        let outcome = self.settle_trees(&left, right.as_ref(), &result, (span, symbol), resolve);
        let pending = &mut self.pending[index];
        (pending.left, pending.right) = (left, right);
        match outcome {
            Ok(draft) => {
                pending.done = draft;
                Ok(pending.done.is_some())
            }
            Err(Reported) => {
                pending.done = Some(Rc::new(Draft::Pending(index))); // never built: the expression has failed
                Err(Reported)
            }
        }
    }

    fn settle_trees(
        &mut self,
        left: &Tree,
        right: Option<&(Relation, Tree)>,
        result: &OpenType,
        (span, symbol): (Span, &'static str),
        resolve: Resolve,
    ) -> Outcome<Option<Rc<Draft>>> {
        let mut survey = Survey::default();
        self.survey(left, &mut survey);
        right
            .iter()
            .for_each(|(_, tree)| self.survey(tree, &mut survey));
        if let Some((Relation::LessEqual | Relation::Less, _)) = right {
            survey.operator.get_or_insert((symbol, span));
        }
        let verdict = self.verdict(
            left,
            &survey,
            right.map(|_| ()).is_none().then_some(result),
            resolve,
            span,
        )?;
        let carrier = match verdict {
            Verdict::Wait => return Ok(None),
            Verdict::DistributionPower => return self.distribution_power(left, result).map(Some),
            Verdict::OneType => None,
            Verdict::Numbers(carrier) => Some(carrier),
        };
        let ty = match carrier {
            Some(carrier) => self.carrier_type(carrier, span)?,
            None => self.common_type(left, right.map(|(_, tree)| tree), symbol, span)?,
        };
        let first = self.assemble(left, &ty, carrier)?;
        let Some((relation, second)) = right else {
            return self.expect(&ty, result, span).map(|()| Some(first));
        };
        let second = self.assemble(second, &ty, carrier)?;
        self.relate(*relation, carrier, &ty, [first, second], span)
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

    fn survey(&self, tree: &Tree, survey: &mut Survey) {
        match tree {
            Tree::Leaf(typed, span) => self.survey_leaf(typed, *span, survey),
            Tree::Number(value, _) => {
                survey.number = true;
                survey.real |= !value.is_integer();
            }
            Tree::Binary(infix, left, right, span) => {
                survey
                    .operator
                    .get_or_insert((notation::symbol(*infix), *span));
                survey.real_operator |= matches!(infix, Infix::Sub | Infix::Div);
                self.survey(left, survey);
                self.survey(right, survey);
            }
            Tree::Negate(operand, span) => {
                survey.operator.get_or_insert(("-", *span));
                survey.real_operator = true;
                self.survey(operand, survey);
            }
            Tree::Power(base, _, span) => {
                survey.operator.get_or_insert(("^", *span));
                self.survey(base, survey);
            }
            Tree::If(_, yes, no, _) => {
                self.survey(yes, survey);
                self.survey(no, survey);
            }
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

    fn verdict(
        &mut self,
        tree: &Tree,
        survey: &Survey,
        result: Option<&OpenType>,
        resolve: Resolve,
        span: Span,
    ) -> Outcome<Verdict> {
        let wanted = result
            .map(|ty| self.unifier.head(ty))
            .filter(|ty| !matches!(ty, OpenType::Unknown(_)));
        let foreign = survey
            .foreign
            .clone()
            .or_else(|| Some((wanted.clone()?, span)).filter(|(ty, _)| self.is_foreign(ty)));
        if let Some((ty, at)) = foreign {
            return self.foreign_verdict(tree, survey, &ty, at);
        }
        let natural = wanted.as_ref().is_some_and(|ty| self.is_natural(ty));
        if natural && !survey.real {
            return Ok(Verdict::Numbers(Carrier::Natural));
        }
        if survey.real || survey.real_operator || wanted.is_some() {
            return self.real_verdict(survey, result, resolve, span);
        }
        Ok(self.undecided_verdict(survey, result.is_none(), resolve))
    }

    /// It is real; what is not known of its leaves may still turn out to be natural.
    fn real_verdict(
        &mut self,
        survey: &Survey,
        result: Option<&OpenType>,
        resolve: Resolve,
        span: Span,
    ) -> Outcome<Verdict> {
        if !survey.unknown || resolve >= Resolve::JoinReal {
            return Ok(Verdict::Numbers(Carrier::Real));
        }
        if let Some(result) = result {
            let real = self.real(span)?;
            self.expect(&real, result, span)?;
        }
        Ok(Verdict::Wait)
    }

    /// Nothing says ℝ and nothing is expected.
    fn undecided_verdict(&self, survey: &Survey, compared: bool, resolve: Resolve) -> Verdict {
        let all_natural = survey.natural && !survey.unknown;
        let numeric = survey.operator.is_some() || survey.number;
        if all_natural && (compared || resolve >= Resolve::JoinNatural) {
            return Verdict::Numbers(Carrier::Natural);
        }
        match resolve {
            Resolve::JoinNatural if survey.natural => Verdict::Numbers(Carrier::Natural),
            Resolve::JoinEqual | Resolve::Default if !numeric => Verdict::OneType,
            Resolve::Default => Verdict::Numbers(Carrier::Real),
            _ => Verdict::Wait,
        }
    }

    /// Some leaf, or what is expected, is no number.
    fn foreign_verdict(
        &mut self,
        tree: &Tree,
        survey: &Survey,
        ty: &OpenType,
        at: Span,
    ) -> Outcome<Verdict> {
        if let Tree::Power(base, ..) = tree
            && let Tree::Leaf(..) = **base
            && self.is_distribution(ty)
        {
            return Ok(Verdict::DistributionPower);
        }
        let symbol = survey
            .operator
            .or_else(|| survey.number.then_some(("a number", at)));
        match symbol {
            None => Ok(Verdict::OneType),
            Some(("a number", _)) => {
                let (expected, why) = (
                    self.show(ty),
                    Why::Said("a number is natural or real".into()).explain(self),
                );
                let clash = super::unify::Clash::Differ;
                self.fail(message::mismatch(&expected, "a number", clash, at, why))
            }
            Some((symbol, operator)) => {
                let ty = self.show(ty);
                self.fail(message::no_operator(symbol, &ty, operator, at))
            }
        }
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
    fn common_type(
        &mut self,
        left: &Tree,
        right: Option<&Tree>,
        symbol: &str,
        span: Span,
    ) -> Outcome<OpenType> {
        let mut leaves = Vec::new();
        collect_leaves(left, &mut leaves);
        right
            .iter()
            .for_each(|tree| collect_leaves(tree, &mut leaves));
        let Some(((first, first_span), others)) = leaves.split_first() else {
            return Err(Reported);
        };
        for (other, other_span) in others {
            let shown = (self.unifier.head(&first.ty), self.unifier.head(&other.ty));
            if self.unify(&first.ty, &other.ty).is_err() {
                let (one, two) = (self.show(&shown.0), self.show(&shown.1));
                let symbol = if symbol.is_empty() {
                    "if … then … else"
                } else {
                    symbol
                };
                return self.fail(message::sides_differ(
                    symbol,
                    (&one, *first_span),
                    (&two, *other_span),
                    span,
                ));
            }
        }
        Ok(first.ty.clone())
    }

    // ---- From trees to terms ----

    fn assemble(
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
                if carrier != Some(Carrier::Real) {
                    return self.fail(message::no_operator("-", "ℕ", *span, *span));
                }
                Ok(self
                    .apply_constant(notation::NEGATION, "-", &[operand], *span)?
                    .draft)
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

    /// What a settled tree stands for.
    pub(super) fn settled(&self, index: usize) -> Option<&Rc<Draft>> {
        self.pending
            .get(index)
            .and_then(|pending| pending.done.as_ref())
    }
}

fn leaf_reason(carrier: Option<Carrier>) -> Why {
    Why::Leaf(match carrier {
        Some(Carrier::Natural) => "the rest of this expression is about natural numbers",
        Some(Carrier::Real) => "the rest of this expression is about real numbers",
        None => "both sides have one type",
    })
}

fn collect_leaves<'t>(tree: &'t Tree, leaves: &mut Vec<(&'t Typed, Span)>) {
    match tree {
        Tree::Leaf(typed, span) => leaves.push((typed, *span)),
        Tree::Number(..) => {}
        Tree::Negate(operand, _) | Tree::Power(operand, ..) => collect_leaves(operand, leaves),
        Tree::Binary(_, left, right, _) | Tree::If(_, left, right, _) => {
            collect_leaves(left, leaves);
            collect_leaves(right, leaves);
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
