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
    refuted: Option<((i64, i64), &'t Instance)>,
}

/// Steps from a constant to the end of the values that are tried.
const STEPS: i64 = 64;
/// Fewer steps are no finding.
const NOTABLE: i64 = 4;

/// In which direction a bound gets stronger.
#[derive(Clone, Copy)]
enum Way {
    /// From c down to 0.
    Down,
    /// From c up to 17 c.
    Up,
}

impl Constant {
    fn extra(&self, (p, q): (i64, i64)) -> Vec<Value> {
        let mut extra = vec![Value::Real(Real::ZERO); self.place];
        extra.push(Value::Real(Real::ratio(p, q)));
        extra
    }

    fn at(&self, way: Way, step: i64) -> (i64, i64) {
        let (p, q) = self.value;
        match way {
            Way::Down => reduced(p * (STEPS - step), q * STEPS),
            Way::Up => reduced(p * (4 + step), q * 4),
        }
    }

    /// The way in which the bound gets stronger on every instance, and on some strictly.
    fn way(&self, trial: &mut Trial<'_>) -> Option<Way> {
        [Way::Down, Way::Up].into_iter().find(|way| {
            let extra = self.extra(self.at(*way, STEPS / 2));
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
/// larger is stronger, larger).
pub fn loose<'t>(trial: &mut Trial<'t>, constant: &Constant, needed: u64) -> Option<Loose<'t>> {
    let way = constant.way(trial)?;
    let (mut best, mut refuted, mut decided) = (STEPS, None, 0);
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
        if best < NOTABLE {
            return None;
        }
    }
    let judged = decided >= needed && !trial.is_over();
    let to = constant.at(way, best);
    judged.then(|| Loose {
        from: constant.value,
        to: refuted
            .and_then(|(bad, _)| simple(trial, constant, to, bad))
            .unwrap_or(to),
        refuted,
    })
}

/// A fraction with a small denominator between a value that is not refuted and one that is, if it is not refuted either.
fn simple(
    trial: &mut Trial<'_>,
    constant: &Constant,
    (p, q): (i64, i64),
    (r, s): (i64, i64),
) -> Option<(i64, i64)> {
    let between = |(a, b): (i64, i64)| {
        let (low, high) = if p * s < r * q {
            ((p, q), (r, s))
        } else {
            ((r, s), (p, q))
        };
        low.0 * b <= a * low.1 && a * high.1 <= high.0 * b
    };
    let candidates = (1..=8).flat_map(|b| [(p * b / q, b), (p * b / q + 1, b)]);
    let mut close = candidates.filter(|value| between(*value));
    let value = close.next()?;
    let kept = trial.kept();
    let fine = kept
        .iter()
        .all(|instance| constant.refutes(trial, instance, value) != Some(true));
    fine.then_some(reduced(value.0, value.1))
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
        let found = match &self.refuted {
            Some((bad, instance)) => {
                found.note(format!("{} is refuted by {}", text(*bad), lines(instance)))
            }
            None => found.note("no instance refutes any value that was tried"),
        };
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
            formula: 0,
            harder: 0,
            easier: 0,
        };
        assert_eq!(constant.at(Way::Down, 0), (3, 1));
        assert_eq!(constant.at(Way::Down, 32), (3, 2));
        assert_eq!(constant.at(Way::Down, STEPS), (0, 1));
        assert_eq!(constant.at(Way::Up, 4), (6, 1));
    }
}
