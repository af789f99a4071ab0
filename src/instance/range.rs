//! What is known of a number to be drawn: its ends, and whether they are taken. Numbers are drawn elsewhere.

use crate::evaluate::Real;
use std::cmp::Ordering;

/// The ends of a range; the flag says that the end itself is excluded.
#[derive(Clone, Default)]
pub(super) struct Range {
    pub(super) low: Option<(Real, bool)>,
    pub(super) high: Option<(Real, bool)>,
}

impl Range {
    /// What is drawn is at least this, or above it.
    pub(super) fn raise(&mut self, to: Option<Real>, strict: bool) {
        let Some(to) = to else { return };
        let higher = self
            .low
            .as_ref()
            .is_none_or(|(low, _)| to.compare(low) == Some(Ordering::Greater));
        if higher {
            self.low = Some((to, strict));
        }
    }

    /// What is drawn is at most this, or below it.
    pub(super) fn lower(&mut self, to: Option<Real>, strict: bool) {
        let Some(to) = to else { return };
        let lower = self
            .high
            .as_ref()
            .is_none_or(|(high, _)| to.compare(high) == Some(Ordering::Less));
        if lower {
            self.high = Some((to, strict));
        }
    }

    /// Whether a number lies between the ends.
    pub(super) fn holds(&self, x: &Real) -> bool {
        let above = self
            .low
            .as_ref()
            .is_none_or(|(low, strict)| match x.compare(low) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => !strict,
                _ => false,
            });
        let below = self
            .high
            .as_ref()
            .is_none_or(|(high, strict)| match x.compare(high) {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => !strict,
                _ => false,
            });
        above && below
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
