//! Functions on ℝ that are linear between points.

use super::choice::Source;
use super::draw::{Draw, Known};
use super::range::Range;
use crate::evaluate::{End, Piecewise, Real};
use std::cmp::Ordering;

impl Draw<'_, '_, '_> {
    /// A function ℝ → ℝ that is linear between points, with slopes up to the Lipschitz constant.
    pub(super) fn piecewise(&mut self, known: &Known) -> Piecewise {
        let steepest = match &known.lipschitz {
            Some(constant) if constant.sign() == Some(Ordering::Less) => Real::ZERO,
            Some(constant) => constant.clone(),
            None => Real::integer(2),
        };
        if !self.source.is_exhaustive() && self.source.choose(3) == 1 {
            return self.usual_line(&steepest, &known.range);
        }
        let slope = |source: &mut Source<'_>| {
            let part = [(1, 1), (-1, 1), (0, 1), (1, 2), (-1, 2)][source.choose(5) as usize];
            steepest
                .times(&Real::ratio(part.0, part.1))
                .unwrap_or(Real::ZERO)
        };
        let (before, after) = (slope(self.source), slope(self.source));
        let start = [(0, 1), (-1, 1), (1, 2)][self.source.choose(3) as usize];
        let height = [(0, 1), (1, 1), (-1, 1), (1, 2)][self.source.choose(4) as usize];
        let mut points = vec![(
            Real::ratio(start.0, start.1),
            Real::ratio(height.0, height.1),
        )];
        for _ in 0..self.source.choose(3) {
            let step = [(1, 1), (1, 2), (2, 1)][self.source.choose(3) as usize];
            let step = Real::ratio(step.0, step.1);
            let rise = slope(self.source).times(&step).unwrap_or(Real::ZERO);
            let last = &points[points.len() - 1];
            let next = (last.0.plus(&step), last.1.plus(&rise));
            if let (Some(x), Some(y)) = next {
                points.push((x, y));
            }
        }
        Piecewise {
            points,
            before,
            after,
        }
    }

    /// x, −x, |x|, x⁺ or a clip, of that slope.
    fn usual_line(&mut self, steepest: &Real, range: &Range) -> Piecewise {
        let slope = |sign: i64| steepest.times(&Real::integer(sign)).unwrap_or(Real::ZERO);
        let bounded = range.low.is_some() || range.high.is_some();
        let style = if bounded { 4 } else { self.source.choose(5) };
        let (before, after) = match style {
            0 => (slope(1), slope(1)),
            1 => (slope(-1), slope(1)),
            2 => (Real::ZERO, slope(1)),
            3 => (slope(-1), slope(-1)),
            _ => (Real::ZERO, Real::ZERO),
        };
        let mut points = vec![(Real::ZERO, Real::ZERO)];
        if style == 4 {
            points = self.clip(steepest, range);
        }
        Piecewise {
            points,
            before,
            after,
        }
    }

    /// From the lower end of a range to the upper one; from −1 to 1 if it has none.
    fn clip(&mut self, steepest: &Real, range: &Range) -> Vec<(Real, Real)> {
        let end = |end: &Option<End>, usual: i64| {
            end.as_ref()
                .map_or(Real::integer(usual), |(end, _)| end.clone())
        };
        let (low, high) = (end(&range.low, -1), end(&range.high, 1));
        let rising = high
            .minus(&low)
            .and_then(|rise| rise.times(&steepest.inverse()?))
            .filter(|_| steepest.sign() == Some(Ordering::Greater));
        match (rising, low.compare(&high)) {
            (Some(run), Some(Ordering::Less)) => {
                let start = if low.sign() == Some(Ordering::Less) {
                    run.times(&Real::ratio(-1, 2)).unwrap_or(Real::ZERO)
                } else {
                    Real::ZERO
                };
                let stop = start.plus(&run).unwrap_or(run);
                vec![(start, low), (stop, high)]
            }
            _ => vec![(Real::ZERO, low)],
        }
    }
}
