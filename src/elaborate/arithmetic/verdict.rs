//! What a tree turns out to be about, given what its leaves say and how much may be assumed.

use super::{
    super::{
        draft::Carrier,
        inference::{Inference, Outcome},
        message::{self, Why},
        unify::{Clash, OpenType},
    },
    Sides, Tree,
    tree::Survey,
};
use crate::syntax::ast::Span;

/// How far one goes to settle a tree; each level assumes more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resolve {
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
pub(super) enum Verdict {
    Wait,
    Numbers(Carrier),
    /// All leaves have one type, whatever it is.
    OneType,
    /// `μ ^ n`
    DistributionPower,
}

impl Inference<'_> {
    /// What the sides are about. `result` is the type of the whole, unless it is a comparison.
    pub(super) fn verdict(
        &mut self,
        sides: &Sides,
        result: Option<&OpenType>,
        resolve: Resolve,
    ) -> Outcome<Verdict> {
        let survey = self.survey(sides);
        let wanted = result.filter(|ty| !self.unifier.is_unknown(ty));
        let wanted_foreign = wanted
            .filter(|ty| self.is_foreign(ty))
            .map(|ty| (ty.clone(), sides.span));
        if let Some((ty, at)) = survey.foreign.clone().or(wanted_foreign) {
            return self.foreign_verdict(sides, &survey, &ty, at);
        }
        if wanted.is_some_and(|ty| self.is_natural(ty)) && !survey.real {
            return Ok(Verdict::Numbers(Carrier::Natural));
        }
        if survey.real || survey.real_operator || wanted.is_some() {
            return self.real_verdict(&survey, result, resolve, sides.span);
        }
        Ok(Self::undecided_verdict(&survey, result.is_none(), resolve))
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
    fn undecided_verdict(survey: &Survey, compared: bool, resolve: Resolve) -> Verdict {
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
        sides: &Sides,
        survey: &Survey,
        ty: &OpenType,
        at: Span,
    ) -> Outcome<Verdict> {
        if let Tree::Power(base, ..) = &sides.left
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
                let clash = Clash::Differ;
                self.fail(message::mismatch(&expected, "a number", clash, at, why))
            }
            Some((symbol, operator)) => {
                let ty = self.show(ty);
                self.fail(message::no_operator(symbol, &ty, operator, at))
            }
        }
    }
}
