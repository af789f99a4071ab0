//! Arithmetic over ℕ and ℝ: a tree of operators has one carrier, found from its leaves; ℕ leaves of an ℝ tree are cast.
//! Trees whose leaves are not known yet wait until the rest of the statement is.

use super::{
    expression::{Elaborator, Typed},
    open::Open,
    unify::OpenType,
};
use crate::{
    report::Diagnostic,
    syntax::ast::{Expr, ExprKind, Infix, Prefix, Span},
};
use num_bigint::BigInt;
use num_rational::BigRational;

/// Types that must become one carrier.
pub(super) struct Group {
    carrier: OpenType,
    leaves: Vec<OpenType>,
    /// `-` or `/` occurs, or a broken numeral: the carrier is ℝ.
    real: bool,
    /// An operator or numeral occurs: the carrier is ℕ or ℝ. Otherwise leaves of one other type are fine.
    numeric: bool,
}

impl Group {
    pub(super) fn new(carrier: OpenType) -> Self {
        Group {
            carrier,
            leaves: vec![],
            real: false,
            numeric: false,
        }
    }
}

/// The names of an operator on ℕ and on ℝ.
fn names(op: Infix) -> Option<(Option<&'static str>, &'static str)> {
    Some(match op {
        Infix::Add => (Some("nat_add"), "real_add"),
        Infix::Mul => (Some("nat_mul"), "real_mul"),
        Infix::Sub => (None, "real_sub"),
        Infix::Div => (None, "real_div"),
        Infix::Pow => (Some("nat_pow"), "real_pow"),
        _ => return None,
    })
}

/// Whether an expression is built by an arithmetic operator, or is a numeral.
pub(super) fn is_arithmetic(e: &Expr) -> bool {
    match &e.value {
        ExprKind::Infix(op, ..) => names(*op).is_some(),
        ExprKind::Prefix(Prefix::Neg, _) | ExprKind::Number(_) => true,
        _ => false,
    }
}

impl Elaborator<'_> {
    /// One arithmetic expression on its own.
    pub(super) fn arithmetic(&mut self, e: &Expr, expected: Option<&OpenType>) -> Typed {
        if let ExprKind::Infix(Infix::Pow, base, exponent) = &e.value
            && !is_arithmetic(base)
        {
            let base_typed = self.infer(base, None)?;
            if self.is(&base_typed.1, "dist") {
                let exponent = self.check(exponent, &self.nat(e.span)?)?;
                return self.call("dist_pow", vec![base_typed, exponent], e.span);
            }
            let mut group = self.group(expected);
            let base = self.leaf(base_typed, &mut group, base.span);
            let power = self.power(base, exponent, &group, e.span)?;
            return self.finish(power, group, e.span);
        }
        let mut group = self.group(expected);
        let tree = self.tree(e, &mut group)?;
        self.finish(tree, group, e.span)
    }

    fn group(&mut self, expected: Option<&OpenType>) -> Group {
        let numeric = expected.filter(|ty| self.is(ty, "nat") || self.is(ty, "real"));
        let carrier = numeric.cloned().unwrap_or_else(|| self.unifier.fresh());
        Group {
            numeric: true,
            ..Group::new(carrier)
        }
    }

    fn finish(&mut self, open: Open, group: Group, span: Span) -> Typed {
        let carrier = group.carrier.clone();
        self.add_group(group, span)?;
        Ok((open, carrier))
    }

    /// Elaborates operands that must have one type, such as the sides of `=`, and returns them at that type.
    pub(super) fn joined(
        &mut self,
        operands: &[&Expr],
        numeric: bool,
        expected: Option<&OpenType>,
        span: Span,
    ) -> Result<(Vec<Open>, OpenType), Diagnostic> {
        let carrier = expected.cloned().unwrap_or_else(|| self.unifier.fresh());
        let mut group = Group {
            numeric,
            ..Group::new(carrier.clone())
        };
        let mut opens = vec![];
        for operand in operands {
            // what is known so far helps to read the next operand
            let hint = group.leaves.iter().find(|ty| self.other_type(ty)).cloned();
            opens.push(match hint {
                Some(hint) if !is_arithmetic(operand) => {
                    let typed = self.check(operand, &hint)?;
                    self.leaf(typed, &mut group, operand.span)
                }
                _ => self.tree(operand, &mut group)?,
            });
        }
        self.add_group(group, span)?;
        Ok((opens, carrier))
    }

    /// A type that is known and is neither ℕ nor ℝ.
    fn other_type(&self, ty: &OpenType) -> bool {
        !self.unifier.is_unknown(ty) && !self.is(ty, "nat") && !self.is(ty, "real")
    }

    fn tree(&mut self, e: &Expr, group: &mut Group) -> Result<Open, Diagnostic> {
        match &e.value {
            ExprKind::Infix(Infix::Pow, base, exponent) => {
                if !is_arithmetic(base) {
                    let typed = self.infer(base, None)?;
                    if self.is(&typed.1, "dist") {
                        let exponent = self.check(exponent, &self.nat(e.span)?)?;
                        let power = self.call("dist_pow", vec![typed, exponent], e.span)?;
                        return Ok(self.leaf(power, group, e.span));
                    }
                    group.numeric = true;
                    let base = self.leaf(typed, group, base.span);
                    return self.power(base, exponent, group, e.span);
                }
                group.numeric = true;
                let base = self.tree(base, group)?;
                self.power(base, exponent, group, e.span)
            }
            ExprKind::Infix(op, left, right) if names(*op).is_some() => {
                group.numeric = true;
                group.real |= matches!(op, Infix::Sub | Infix::Div);
                let (left, right) = (self.tree(left, group)?, self.tree(right, group)?);
                Ok(self.operator(*op, group, e.span).apply(left).apply(right))
            }
            ExprKind::Prefix(Prefix::Neg, inner) => {
                (group.numeric, group.real) = (true, true);
                let inner = self.tree(inner, group)?;
                Ok(Open::Operator(None, "real_neg", group.carrier.clone(), e.span).apply(inner))
            }
            ExprKind::Number(digits) => {
                let value = rational(digits);
                group.numeric = true;
                group.real |= !value.is_integer();
                Ok(Open::Number(value, group.carrier.clone(), e.span))
            }
            _ => {
                let hint = (group.numeric && self.is(&group.carrier, "real"))
                    .then(|| group.carrier.clone());
                let typed = self.infer(e, hint.as_ref())?;
                Ok(self.leaf(typed, group, e.span))
            }
        }
    }

    fn operator(&self, op: Infix, group: &Group, span: Span) -> Open {
        let (natural, real) = names(op).unwrap_or((None, ""));
        Open::Operator(natural, real, group.carrier.clone(), span)
    }

    fn power(
        &mut self,
        base: Open,
        exponent: &Expr,
        group: &Group,
        span: Span,
    ) -> Result<Open, Diagnostic> {
        let nat = self.nat(span)?;
        let (exponent, _) = self.check(exponent, &nat)?;
        Ok(self
            .operator(Infix::Pow, group, span)
            .apply(base)
            .apply(exponent))
    }

    fn leaf(&mut self, (open, ty): (Open, OpenType), group: &mut Group, span: Span) -> Open {
        group.leaves.push(ty.clone());
        Open::Cast(open.into(), ty, group.carrier.clone(), span)
    }

    fn add_group(&mut self, group: Group, span: Span) -> Result<(), Diagnostic> {
        if !self.settle(&group, false, span)? {
            self.groups.push((group, span));
        }
        Ok(())
    }

    /// Settles what can be settled, and then the oldest of the rest by default, until nothing waits.
    pub(super) fn settle_groups(&mut self) -> Result<(), Diagnostic> {
        while !self.groups.is_empty() {
            let before = self.groups.len();
            for (group, span) in std::mem::take(&mut self.groups) {
                self.add_group(group, span)?;
            }
            if self.groups.len() == before {
                let (group, span) = self.groups.remove(0);
                self.settle(&group, true, span)?;
            }
        }
        Ok(())
    }

    /// Finds the carrier from the leaves. `false` if that must wait.
    fn settle(&mut self, group: &Group, finally: bool, span: Span) -> Result<bool, Diagnostic> {
        let known: Vec<_> = group
            .leaves
            .iter()
            .filter(|ty| !self.unifier.is_unknown(ty))
            .cloned()
            .collect();
        if let Some(other) = known.iter().find(|ty| self.other_type(ty)).cloned() {
            if group.numeric {
                return Err(self.not_numeric(&other, span));
            }
            return self.all_equal(group, &other, span).map(|()| true);
        }
        let carrier_known = !self.unifier.is_unknown(&group.carrier);
        let complete = known.len() == group.leaves.len();
        if group.real || known.iter().any(|ty| self.is(ty, "real")) {
            let real = self.real(span)?;
            self.require(&group.carrier, &real, span)?;
        } else if !carrier_known && complete && !known.is_empty() {
            let nat = self.nat(span)?;
            self.require(&group.carrier, &nat, span)?;
        } else if finally && !carrier_known {
            let by_default = if !known.is_empty() {
                Some(self.nat(span)?)
            } else if group.numeric {
                Some(self.real(span)?)
            } else {
                None
            };
            if let Some(carrier) = by_default {
                self.require(&group.carrier, &carrier, span)?;
            }
        }
        if complete && !self.unifier.is_unknown(&group.carrier) {
            return Ok(true);
        }
        if finally || (!group.numeric && known.is_empty() && !complete && group.leaves.len() < 2) {
            let carrier = group.carrier.clone();
            for leaf in &group.leaves {
                if self.unifier.is_unknown(leaf) {
                    self.require(leaf, &carrier, span)?;
                }
            }
            return Ok(true);
        }
        Ok(false)
    }

    fn all_equal(&mut self, group: &Group, ty: &OpenType, span: Span) -> Result<(), Diagnostic> {
        for leaf in group.leaves.iter().chain([&group.carrier]) {
            self.require(leaf, ty, span)?;
        }
        Ok(())
    }

    fn not_numeric(&self, ty: &OpenType, span: Span) -> Diagnostic {
        let message = format!("arithmetic works on ℕ and ℝ, not on `{}`", self.show(ty));
        Diagnostic::error("operator-type", span, message)
    }
}

/// The value of a decimal numeral.
pub(super) fn rational(digits: &str) -> BigRational {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: BigInt = format!("{whole}{fraction}").parse().unwrap_or_default();
    BigRational::new(all, BigInt::from(10).pow(fraction.len() as u32))
}
