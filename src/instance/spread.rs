//! Which of many instances are kept for further questions: a spread. The smallest worlds and models with the number 0
//! satisfy much for reasons that say little, so they get their share and no more. The choice depends on nothing but the
//! order in which instances come.

use super::search::Instance;
use crate::evaluate::{Function, Value};

/// Instances of one kind: after the first so many, one that comes takes the place of another less and less often, so that
/// each has the same chance.
#[derive(Default)]
struct Pool {
    kept: Vec<Instance>,
    seen: u64,
    state: u64,
}

/// Instances by kind.
#[derive(Default)]
pub(super) struct Spread {
    most: usize,
    /// A number is 0.
    zero: Pool,
    /// From the smallest worlds.
    small: Pool,
    others: Pool,
}

impl Pool {
    fn offer(&mut self, instance: &Instance, most: usize) {
        self.seen += 1;
        if self.kept.len() < most {
            self.kept.push(instance.clone());
            return;
        }
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let place = (self.state >> 33) % self.seen;
        if let Some(kept) = self.kept.get_mut(place as usize) {
            *kept = instance.clone();
        }
    }
}

impl Spread {
    /// Room for so many.
    pub(super) fn new(most: usize) -> Self {
        Spread {
            most,
            ..Spread::default()
        }
    }

    /// Takes an instance in, perhaps.
    pub(super) fn offer(&mut self, instance: &Instance, small: bool) {
        if self.most == 0 {
            return;
        }
        let zero = |value: &Value| matches!(value, Value::Nat(0));
        let pool = match (instance.values.iter().any(zero), small) {
            (true, _) => &mut self.zero,
            (false, true) => &mut self.small,
            (false, false) => &mut self.others,
        };
        pool.offer(instance, self.most);
    }

    /// What is kept: a quarter with a number that is 0, a quarter of the smallest worlds, the rest others, as far as there
    /// are so many; those first that are evaluated soon.
    pub(super) fn kept(self) -> Vec<Instance> {
        let share = self.most / 4;
        let pools = [
            (self.others.kept, self.most - 2 * share),
            (self.small.kept, share),
            (self.zero.kept, share),
        ];
        let (mut kept, mut rest) = (Vec::new(), Vec::new());
        for (mut pool, share) in pools {
            let more = pool.split_off(share.min(pool.len()));
            kept.extend(pool);
            rest.extend(more);
        }
        kept.extend(rest);
        kept.truncate(self.most);
        kept.sort_by_key(|instance| instance.values.iter().map(weight).sum::<usize>());
        kept
    }
}

/// How much there is of a value.
fn weight(value: &Value) -> usize {
    match value {
        Value::Dist(law) => 4 * law.points.len(),
        Value::Pair(pair) => weight(&pair.0) + weight(&pair.1),
        Value::Nat(n) => (*n).min(64) as usize,
        Value::Function(function) => match &**function {
            Function::Table(_, values) | Function::Members(_, values) => {
                values.iter().map(|value| 1 + weight(value)).sum()
            }
            _ => 1,
        },
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(n: u64) -> Instance {
        Instance {
            sizes: vec![],
            values: vec![Value::Nat(n)],
            horizon: 0,
        }
    }

    #[test]
    fn no_kind_takes_more_than_its_share_where_others_came() {
        let mut spread = Spread::new(8);
        for n in 0..100 {
            spread.offer(&instance(0), true);
            spread.offer(&instance(n + 1), n % 2 == 0);
        }
        let kept = spread.kept();
        assert_eq!(kept.len(), 8);
        let zeros = kept.iter().filter(|i| matches!(i.values[0], Value::Nat(0)));
        assert_eq!(zeros.count(), 2);
    }

    #[test]
    fn what_there_is_fills_the_room() {
        let mut spread = Spread::new(8);
        (0..20).for_each(|_| spread.offer(&instance(1), false));
        assert_eq!(spread.kept().len(), 8);
    }
}
