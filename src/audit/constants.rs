//! Constants that are larger than any instance needs. A constant is a variable of the evaluator here; each instance that
//! refutes the smallest value so far pushes it back, by halving.

use super::session::{Found, Level};
use super::trial::Trial;
use crate::evaluate::{Real, Value};
use crate::instance::Instance;

/// A constant of a bound: a variable among the extra ones, and formulas in it.
pub struct Constant {
    /// Its place among the extra variables.
    pub place: usize,
    /// Its value, as numerator and denominator.
    pub value: (i64, i64),
    /// Whether it is a natural number; else it is real.
    pub natural: bool,
    /// The bound.
    pub formula: usize,
    /// True where the bound with another value is at least as hard.
    pub harder: usize,
    /// True where it is at most as hard.
    pub easier: usize,
}

/// A constant that no instance needs.
pub struct Loose<'t> {
    from: (i64, i64),
    to: (i64, i64),
    refuted: ((i64, i64), &'t Instance),
}

/// Steps from a constant to the end of the values that are tried.
const STEPS: i64 = 64;
/// Halvings that follow.
const HALVES: i64 = 12;
/// Fewer steps of a real constant are no finding.
const NOTABLE: i64 = 4;

/// In which direction a bound gets stronger.
#[derive(Clone, Copy)]
enum Way {
    /// From c down towards 0.
    Down,
    /// From c up to 17 c, or to c + 8 for a natural number below.
    Up,
}

impl Constant {
    fn extra(&self, (p, q): (i64, i64)) -> Vec<Value> {
        let mut extra = vec![Value::Real(Real::ZERO); self.place];
        extra.push(if self.natural {
            Value::Nat(p.unsigned_abs())
        } else {
            Value::Real(Real::ratio(p, q))
        });
        extra
    }

    fn at(&self, way: Way, step: i64) -> (i64, i64) {
        let (p, q) = self.value;
        match (way, self.natural) {
            (Way::Down, true) => (p - step, 1),
            (Way::Up, true) => (p + step, 1),
            (Way::Down, false) if step < STEPS => reduced(p * (STEPS - step), q * STEPS),
            (Way::Down, false) => reduced(p, (q * STEPS) << (step - STEPS + 1)),
            (Way::Up, false) => reduced(p * (4 + step), q * 4),
        }
    }

    /// The last step that is tried. Real constants stay above 0, where conventions would begin; close to it steps are halves.
    fn last(&self, way: Way) -> i64 {
        match (way, self.natural) {
            (Way::Down, true) => self.value.0,
            (Way::Up, true) => self.value.0 + 8,
            (Way::Down, false) => STEPS + HALVES,
            (Way::Up, false) => STEPS,
        }
    }

    /// A step in the middle.
    fn middle(&self, way: Way) -> i64 {
        if self.natural {
            (self.last(way) + 1) / 2
        } else {
            STEPS / 2
        }
    }

    /// Fewer steps are no finding.
    fn notable(&self) -> i64 {
        if self.natural { 1 } else { NOTABLE }
    }

    /// The way in which the bound gets stronger on every instance, and on some strictly.
    fn way(&self, trial: &mut Trial<'_>) -> Option<Way> {
        [Way::Down, Way::Up].into_iter().find(|way| {
            let extra = self.extra(self.at(*way, self.middle(*way)));
            let mut differs = false;
            for instance in trial.kept().iter().take(60) {
                if trial.truth(instance, &extra, self.harder) == Some(false) {
                    return false;
                }
                differs |= trial.truth(instance, &extra, self.easier) == Some(false);
            }
            differs
        })
    }

    fn refutes(
        &self,
        trial: &mut Trial<'_>,
        instance: &Instance,
        value: (i64, i64),
    ) -> Option<bool> {
        let extra = self.extra(value);
        trial
            .truth(instance, &extra, self.formula)
            .map(|holds| !holds)
    }
}

/// `loose-constant`: the value furthest from the constant that no instance refutes, if it is notably smaller (or, where
/// larger is stronger, larger). Where no instance refutes any value, instances tell nothing of the constant.
pub fn loose<'t>(trial: &mut Trial<'t>, constant: &Constant, needed: u64) -> Option<Loose<'t>> {
    let way = constant.way(trial)?;
    let (mut best, mut refuted, mut decided) = (constant.last(way), None, 0);
    for instance in trial.kept() {
        let refutes = constant.refutes(trial, instance, constant.at(way, best));
        decided += u64::from(refutes.is_some());
        if refutes != Some(true) {
            continue;
        }
        let mut low = 0;
        while best - low > 1 {
            let middle = (low + best) / 2;
            match constant.refutes(trial, instance, constant.at(way, middle)) {
                Some(true) => best = middle,
                _ => low = middle,
            }
        }
        refuted = Some((constant.at(way, best), instance));
        best = low;
        if best < constant.notable() {
            return None;
        }
    }
    let (bad, instance) = refuted.filter(|_| decided >= needed && !trial.is_over())?;
    let to = constant.at(way, best);
    let near = (!constant.natural)
        .then(|| simple(trial, constant, to, bad))
        .flatten();
    Some(Loose {
        from: constant.value,
        to: near.unwrap_or(to),
        refuted: (bad, instance),
    })
}

/// A fraction with a small denominator from a value that is not refuted to one that is, if it is not refuted either.
fn simple(
    trial: &mut Trial<'_>,
    constant: &Constant,
    (p, q): (i64, i64),
    (r, s): (i64, i64),
) -> Option<(i64, i64)> {
    let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
    let between = |(a, b): (i64, i64)| {
        let (low, high) = if product(p, s) < product(r, q) {
            ((p, q), (r, s))
        } else {
            ((r, s), (p, q))
        };
        product(low.0, b) <= product(a, low.1) && product(a, high.1) <= product(high.0, b)
    };
    let candidates = (1..=8).flat_map(|b| [(p * b / q, b), (p * b / q + 1, b)]);
    let is_bad = |(a, b): (i64, i64)| product(a, s) == product(r, b);
    let mut close = candidates.filter(|value| between(*value) && !is_bad(*value));
    let value = close.next()?;
    let kept = trial.kept();
    let fine = kept
        .iter()
        .all(|instance| constant.refutes(trial, instance, value) != Some(true));
    (fine && !trial.is_over()).then_some(reduced(value.0, value.1))
}

fn reduced(p: i64, q: i64) -> (i64, i64) {
    let (mut a, mut b) = (p.unsigned_abs(), q.unsigned_abs());
    while b > 0 {
        (a, b) = (b, a % b);
    }
    let divisor = a.max(1) as i64;
    (p / divisor, q / divisor)
}

fn text((p, q): (i64, i64)) -> String {
    if q == 1 {
        p.to_string()
    } else {
        format!("{p}/{q}")
    }
}

impl Loose<'_> {
    /// The finding about a statement.
    pub fn found(&self, name: &str, lines: impl Fn(&Instance) -> String) -> Found {
        let (from, to) = (text(self.from), text(self.to));
        let said =
            format!("no instance needs the constant {from} of `{name}`: {to} is not refuted");
        let found = Found::new("loose-constant", Level::Note, said);
        let (bad, instance) = self.refuted;
        let found = found.note(format!("{} is refuted by {}", text(bad), lines(instance)));
        found.help(
            "try to prove it with the other constant, or name the instance that needs this one",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_lowest_terms() {
        let constant = Constant {
            place: 0,
            value: (3, 1),
            natural: false,
            formula: 0,
            harder: 0,
            easier: 0,
        };
        assert_eq!(constant.at(Way::Down, 0), (3, 1));
        assert_eq!(constant.at(Way::Down, 32), (3, 2));
        assert_eq!(constant.at(Way::Down, STEPS - 1), (3, 64));
        assert_eq!(constant.at(Way::Down, STEPS), (3, 128));
        assert_eq!(constant.at(Way::Up, 4), (6, 1));
        let natural = Constant {
            natural: true,
            ..constant
        };
        assert_eq!(natural.at(Way::Down, natural.last(Way::Down)), (0, 1));
        assert_eq!(natural.at(Way::Up, 4), (7, 1));
    }
}
