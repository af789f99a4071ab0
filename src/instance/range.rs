//! What is known of a number to be drawn: its ends, and whether they are taken. Numbers are drawn elsewhere.

use crate::evaluate::{End, Real, is_tighter};
use std::cmp::Ordering;

/// The ends of a range, as far as there are any.
#[derive(Clone, Default)]
pub(super) struct Range {
    pub(super) low: Option<End>,
    pub(super) high: Option<End>,
}

impl Range {
    /// What is drawn is at least this, or above it.
    pub(super) fn raise(&mut self, to: Option<Real>, strict: bool) {
        tighten(&mut self.low, Ordering::Greater, to, strict);
    }

    /// What is drawn is at most this, or below it.
    pub(super) fn lower(&mut self, to: Option<Real>, strict: bool) {
        tighten(&mut self.high, Ordering::Less, to, strict);
    }

    /// Whether a number lies between the ends.
    pub(super) fn holds(&self, x: &Real) -> bool {
        is_inside(&self.low, Ordering::Greater, x) && is_inside(&self.high, Ordering::Less, x)
    }

    /// Numbers at and near the ends.
    pub(super) fn inner(&self, small: bool) -> Vec<Real> {
        let mut found = Vec::new();
        if let (Some((low, _)), Some((high, _))) = (&self.low, &self.high) {
            found.extend(low.plus(high).and_then(|sum| sum.times(&Real::ratio(1, 2))));
        }
        for (end, away) in [(&self.low, 1), (&self.high, -1)] {
            if let Some((end, _)) = end {
                found.push(end.clone());
                let steps: &[(i64, i64)] = if small {
                    &[(1, 1)]
                } else {
                    &[(1, 1), (1, 4), (1, 100)]
                };
                found.extend(
                    steps
                        .iter()
                        .filter_map(|(p, q)| end.plus(&Real::ratio(away * p, *q))),
                );
            }
        }
        let mut distinct: Vec<Real> = Vec::new();
        for x in found {
            let usual = [Real::ZERO, Real::ONE, Real::ratio(1, 2), Real::integer(-1)].contains(&x);
            if !usual && !distinct.contains(&x) {
                distinct.push(x);
            }
        }
        distinct
    }
}

/// Moves an end inwards, which is this way from it.
fn tighten(end: &mut Option<End>, inwards: Ordering, to: Option<Real>, strict: bool) {
    if let Some(to) = to.filter(|to| is_tighter(to, end.as_ref(), inwards)) {
        *end = Some((to, strict));
    }
}

/// Whether a number is on the right side of an end.
fn is_inside(end: &Option<End>, inwards: Ordering, x: &Real) -> bool {
    end.as_ref().is_none_or(|(at, strict)| {
        let side = x.compare(at);
        side == Some(inwards) || side == Some(Ordering::Equal) && !strict
    })
}
