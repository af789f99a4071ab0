//! What instances can tell about changes of a statement: an instance on which a bound holds with much room, or by a
//! convention, tells nothing. Silence then means that nothing is known, and no finding is made of it.

use super::change::Comparison;
use super::trial::Trial;
use crate::evaluate::{Real, Value};
use crate::instance::{Extra, Instance};
use crate::logic::logic;
use rationale_kernel::Term;
use std::cmp::Ordering;

/// So many instances must come near each bound.
const LEAST_NEAR: usize = 5;

/// The bounds of a goal: the places of their sides among the formulas of a problem.
#[derive(Default)]
pub struct Bounds(Vec<(usize, usize)>);

impl Bounds {
    /// The conjuncts of a goal that compare numbers with something other than 0; their sides become formulas.
    pub fn of(goal: &Term, extra: &mut Extra) -> Self {
        let parts = logic().conjuncts_of(goal);
        let compared = parts.iter().filter_map(Comparison::of);
        let bounds = compared.filter(|comparison| !comparison.is_about_sign());
        Bounds(
            bounds
                .map(|comparison| {
                    let place = extra.formulas.len();
                    extra.formulas.extend([comparison.left, comparison.right]);
                    (place, place + 1)
                })
                .collect(),
        )
    }

    /// Whether enough of these instances come near each bound.
    pub fn are_neared<'i>(
        &self,
        trial: &mut Trial<'_>,
        instances: impl Iterator<Item = &'i Instance> + Clone,
    ) -> bool {
        self.0.iter().all(|(left, right)| {
            let near = |instance: &&Instance| {
                let (low, high) = (trial.extra(instance, *left), trial.extra(instance, *right));
                is_near(&low, &high) == Some(true)
            };
            instances.clone().filter(near).take(LEAST_NEAR).count() == LEAST_NEAR
        })
    }
}

/// Whether the larger of two numbers is at most twice as far from 0 as the smaller, and neither is 0.
fn is_near(low: &Value, high: &Value) -> Option<bool> {
    let (low, high) = match (low, high) {
        (Value::Nat(low), Value::Nat(high)) => {
            return Some(*low > 0 && *high <= low.checked_mul(2)?);
        }
        (Value::Real(low), Value::Real(high)) => (low, high),
        _ => return None,
    };
    let twice = |x: &Real| x.times(&Real::integer(2));
    Some(match (low.sign()?, high.sign()?) {
        (Ordering::Greater, _) => high.compare(&twice(low)?)? != Ordering::Greater,
        (_, Ordering::Less) => low.compare(&twice(high)?)? != Ordering::Less,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_within_a_factor_of_two() {
        let near = |low: i64, high: i64| {
            is_near(
                &Value::Real(Real::integer(low)),
                &Value::Real(Real::integer(high)),
            )
        };
        assert_eq!(near(2, 4), Some(true));
        assert_eq!(near(2, 5), Some(false));
        assert_eq!(near(-4, -2), Some(true));
        assert_eq!(near(-5, -2), Some(false));
        assert_eq!(near(0, 0), Some(false));
        assert_eq!(near(-1, 1), Some(false));
        assert_eq!(is_near(&Value::Nat(1), &Value::Nat(2)), Some(true));
        assert_eq!(is_near(&Value::Nat(1), &Value::Arbitrary), None);
    }
}
