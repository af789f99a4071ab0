//! Numbers inside what is known of them: usual ones, the ends of their range, constants of the statement, earlier numbers,
//! random ones.

use super::draw::{Draw, Known};
use super::range::Range;
use crate::evaluate::{End, Real, Value};
use num_traits::ToPrimitive;

/// Natural numbers up to these above the least one are drawn, in wider and wider ranges.
const WIDTHS: [u64; 4] = [4, 9, 40, 300];
/// One natural number may be much larger than the others.
const LARGE: u64 = 48;
/// Denominators of random numbers, in wider and wider ranges.
const DENOMINATORS: [&[u64]; 4] = [
    &[1, 2, 3, 4, 5, 7, 10, 12],
    &[6, 9, 11, 15],
    &[16, 25, 36, 60],
    &[64, 100, 144, 1_000],
];
/// Numbers that are tried first.
const USUAL: [(i64, i64); 4] = [(0, 1), (1, 1), (1, 2), (-1, 1)];
/// Numbers that are tried besides, at random.
const FURTHER: [(i64, i64); 9] = [
    (2, 1),
    (-1, 2),
    (1, 100),
    (1, 3),
    (9, 10),
    (3, 4),
    (2, 3),
    (1, 4),
    (1, 10),
];

/// The real number that a value is.
pub(super) fn number(value: &Value) -> Option<Real> {
    match value {
        Value::Real(x) => Some(x.clone()),
        Value::Nat(n) => i64::try_from(*n).ok().map(Real::integer),
        _ => None,
    }
}

/// The whole part of an end, whether it is excluded, and whether it is whole.
fn whole(end: &Option<End>) -> Option<(i64, bool, bool)> {
    let (x, strict) = end.as_ref()?;
    let (low, _) = x.bounds(32)?;
    let floor = low.to_big().floor().to_integer();
    Some((i64::try_from(floor).ok()?, *strict, low.is_integer()))
}

impl Draw<'_, '_, '_> {
    /// What is known of the entry that is being drawn, and whether a hypothesis limits that very entry.
    fn narrowed(&self, known: &Known) -> (Range, bool) {
        let mut range = known.range.clone();
        let low = known.margins.low.get(&self.path);
        let high = known.margins.high.get(&self.path);
        if let Some((end, strict)) = low {
            range.raise(Some(end.clone()), *strict);
        }
        if let Some((end, strict)) = high {
            range.lower(Some(end.clone()), *strict);
        }
        (range, low.is_some() || high.is_some())
    }

    pub(super) fn natural(&mut self, known: &Known) -> Value {
        let (range, limited) = self.narrowed(known);
        let low = match whole(&range.low) {
            Some((n, strict, is_whole)) => n + i64::from(strict || !is_whole),
            None => 0,
        };
        let low = u64::try_from(low).unwrap_or(0);
        let cap = low.saturating_add(self.width());
        let high = match whole(&range.high) {
            Some((n, strict, is_whole)) => u64::try_from(n - i64::from(strict && is_whole))
                .unwrap_or(0)
                .min(cap),
            None => cap,
        };
        let narrow = !self.source.is_exhaustive() && (limited || self.structured);
        let value = if narrow && self.source.choose(2) == 0 {
            high.min(low + if limited { 0 } else { self.source.choose(2) })
        } else if self.structured && self.source.choose(6) == 5 {
            high.max(low + LARGE * u64::from(range.high.is_none()))
        } else if let Some(value) = self.earlier_natural(&range) {
            value
        } else {
            low + self.source.choose(high.saturating_sub(low) + 1)
        };
        self.machine.horizon = self.machine.horizon.max(value);
        Value::Nat(value)
    }

    /// How far above the least one natural numbers are drawn.
    fn width(&mut self) -> u64 {
        if self.source.is_exhaustive() {
            return 3;
        }
        if self.breadth == 0 {
            let wide = self.source.choose(16);
            return WIDTHS[wide.saturating_sub(13) as usize];
        }
        let width = self.source.choose(u64::from(self.breadth) + 1);
        WIDTHS[width as usize % WIDTHS.len()]
    }

    fn earlier_natural(&mut self, range: &Range) -> Option<u64> {
        (self.breadth > 0 && self.source.choose(3) == 2).then_some(())?;
        let n = self.earlier(number).filter(|n| range.holds(n))?;
        let (n, _) = n.bounds(32)?;
        n.to_big().to_integer().to_u64()
    }

    /// The number that was drawn last, or one before it: so numbers meet.
    fn earlier(&mut self, number: impl Fn(&Value) -> Option<Real>) -> Option<Real> {
        let mut numbers: Vec<Real> = self.drawn.iter().filter_map(number).collect();
        let place = self.source.choose(numbers.len() as u64) as usize;
        numbers.reverse();
        numbers.get(place).cloned()
    }

    pub(super) fn real(&mut self, known: &Known) -> Real {
        if self.source.is_exhaustive() {
            return self.usual(known);
        }
        let (range, limited) = self.narrowed(known);
        if limited && known.tight {
            let ends = [&range.low, &range.high].into_iter().flatten();
            let mut reached = ends.filter(|(end, strict)| !strict && range.holds(end));
            if let Some((end, _)) = reached.next() {
                return end.clone();
            }
        }
        if self.path.is_empty()
            && let Some(x) = self.notable(known, &range)
        {
            return x;
        }
        if !self.path.is_empty() || self.source.choose(2) == 0 {
            let pool = self.pool.iter().map(|(p, q)| Real::ratio(*p, *q));
            let pool: Vec<Real> = pool.filter(|x| range.holds(x)).collect();
            if pool.len() > 1 {
                let choice = self.source.choose(pool.len() as u64);
                return pool[choice as usize].clone();
            }
        }
        if let Some(x) = self.near(&range) {
            return x;
        }
        let numbers = USUAL.iter().chain(&FURTHER).chain(self.constants);
        let mut candidates: Vec<Real> = numbers.map(|(p, q)| Real::ratio(*p, *q)).collect();
        candidates.extend(range.inner(false));
        candidates.retain(|x| range.holds(x));
        let count = candidates.len() as u64;
        let choice = self.source.choose(count + 3 + 20 * u64::from(self.breadth));
        match candidates.get(choice as usize) {
            Some(x) => x.clone(),
            None => self.random(&range),
        }
    }

    /// A number at which a comparison changes; in instances with structure, a confidence.
    fn notable(&mut self, known: &Known, range: &Range) -> Option<Real> {
        let mut numbers: Vec<Real> = known.critical.clone();
        if numbers.is_empty() && self.structured && self.source.choose(2) == 1 {
            let confidences = [(9, 10), (3, 4), (1, 2), (1, 10), (99, 100)];
            numbers.extend(confidences.map(|(p, q)| Real::ratio(p, q)));
        }
        numbers.retain(|x| range.holds(x));
        (!numbers.is_empty() && self.source.choose(4) > 0).then_some(())?;
        // The largest first: tails are wrong there.
        let place = self.source.choose(numbers.len() as u64) as usize;
        numbers.into_iter().rev().nth(place)
    }

    /// One of the few numbers of small worlds.
    fn usual(&mut self, known: &Known) -> Real {
        let candidates = known.usual.get_or_init(|| {
            let mut found: Vec<Real> = USUAL.iter().map(|(p, q)| Real::ratio(*p, *q)).collect();
            found.extend(known.range.inner(true));
            found.retain(|x| known.range.holds(x));
            found
        });
        let choice = self.source.choose((candidates.len() as u64).max(1)) as usize;
        candidates.get(choice).cloned().unwrap_or(Real::ZERO)
    }

    /// An earlier number, its negative, or its inverse.
    fn near(&mut self, range: &Range) -> Option<Real> {
        (self.breadth > 0 && self.source.choose(3) == 2).then_some(())?;
        let x = self.earlier(number)?;
        let near = match self.source.choose(3) {
            0 => Some(x),
            1 => Some(x.negated()),
            _ => x.inverse(),
        };
        near.filter(|x| range.holds(x))
    }

    fn random(&mut self, range: &Range) -> Real {
        let width = self.source.choose(u64::from(self.breadth) + 1) as usize;
        let denominators = DENOMINATORS[width % DENOMINATORS.len()];
        let denominator = denominators[self.source.choose(denominators.len() as u64) as usize];
        let numerator = self.source.choose(8 * denominator + 1) as i64;
        let step = Real::ratio(numerator, denominator as i64 * 8);
        let eight = Real::integer(8);
        let interior = match (&range.low, &range.high) {
            (Some((low, _)), Some((high, _))) => high
                .minus(low)
                .and_then(|width| width.times(&step))
                .and_then(|part| low.plus(&part)),
            (Some((low, _)), None) => eight.times(&step).and_then(|part| low.plus(&part)),
            (None, Some((high, _))) => eight.times(&step).and_then(|part| high.minus(&part)),
            (None, None) => eight.times(&step).and_then(|x| x.minus(&Real::integer(4))),
        };
        interior.unwrap_or(Real::ZERO)
    }
}
