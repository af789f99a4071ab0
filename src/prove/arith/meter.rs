//! Counts the work of a search, and says when it must stop: after so many units, or at a deadline.
//!
//! Work is charged where it is done, by its size: products of polynomials, long numbers, enclosures, matrices, kernel steps
//! of a replay. One unit is about one machine word that is computed. Once a limit is reached, `charge` gives nothing until
//! the limit is lifted; whoever charges then gives up, as if a result were too large. The meter belongs to a thread, since a
//! search runs on one, and arithmetic far down would otherwise have to hand it through everything. Without a limit nothing
//! stops. Nothing here decides anything: a search that was stopped has no result.

use std::cell::Cell;
use std::time::Instant;

/// The clock is looked at after so many units: a fraction of a millisecond.
const LOOK: u64 = 1 << 18;

/// What an inference of the kernel counts for.
pub const INFERENCE: u64 = 1 << 12;

/// How much a search may do.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Units of work.
    pub units: u64,
    /// When to stop whatever happens.
    pub deadline: Option<Instant>,
}

/// What remains; `units` before the next look at the clock are counted apart.
#[derive(Clone, Copy)]
struct Rest {
    limit: Limit,
    unseen: u64,
    stopped: bool,
    over: u64,
}

const FREE: Rest = Rest {
    limit: Limit {
        units: u64::MAX,
        deadline: None,
    },
    unseen: 0,
    stopped: false,
    over: 0,
};

thread_local! {
    static REST: Cell<Rest> = const { Cell::new(FREE) };
}

/// Puts back what was before, with the work done since taken off.
struct Restored {
    before: Rest,
    given: u64,
}

impl Drop for Restored {
    fn drop(&mut self) {
        let inner = REST.get();
        let used = self.given - inner.limit.units;
        let mut rest = self.before;
        rest.limit.units = rest.limit.units.saturating_sub(used);
        rest.stopped |= rest.limit.units == 0;
        rest.over = rest.over.saturating_add(inner.over);
        REST.set(rest);
    }
}

/// Runs a search within a limit, and within any limit around it.
pub fn within<T>(limit: Limit, run: impl FnOnce() -> T) -> T {
    let before = REST.get();
    let deadlines = before.limit.deadline.into_iter().chain(limit.deadline);
    let given = limit.units.min(before.limit.units);
    let rest = Rest {
        limit: Limit {
            units: given,
            deadline: deadlines.min(),
        },
        unseen: LOOK,
        stopped: before.stopped || given == 0,
        over: 0,
    };
    REST.set(rest);
    let _restored = Restored { before, given };
    run()
}

/// Counts units of work; nothing if the search must stop.
#[inline]
pub fn charge(units: u64) -> Option<()> {
    let mut rest = REST.get();
    if rest.stopped {
        rest.over = rest.over.saturating_add(units);
        REST.set(rest);
        return None;
    }
    rest.limit.units = rest.limit.units.saturating_sub(units);
    rest.unseen = rest.unseen.saturating_add(units);
    rest.stopped = rest.limit.units == 0;
    if rest.unseen >= LOOK {
        rest.unseen = 0;
        rest.stopped |= rest.limit.deadline.is_some_and(|d| Instant::now() >= d);
    }
    REST.set(rest);
    (!rest.stopped).then_some(())
}

/// What a product or quotient of numbers of so many bits counts for.
pub fn product(bits: u64) -> u64 {
    let words = bits / 64 + 4;
    words * words
}

/// Counts units of work that cannot be given up any more.
pub fn count(units: u64) {
    let _ = charge(units);
}

/// Whether the search must stop.
pub fn stopped() -> bool {
    charge(0).is_none()
}

/// The units of work that were refused since the search should have stopped: few, if it looks often enough.
pub fn refused() -> u64 {
    REST.get().over
}

/// The units of work that remain.
pub fn remaining() -> u64 {
    REST.get().limit.units
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn units(units: u64) -> Limit {
        Limit {
            units,
            deadline: None,
        }
    }

    #[test]
    fn stops_after_its_units_and_is_free_again() {
        within(units(10), || {
            assert_eq!(charge(6), Some(()));
            assert_eq!(charge(6), None);
            assert_eq!(charge(0), None);
            assert_eq!(refused(), 0);
            assert_eq!(charge(3), None);
            assert_eq!(refused(), 3);
        });
        assert_eq!(charge(1_000), Some(()));
    }

    #[test]
    fn an_inner_limit_counts_outside_and_cannot_widen_it() {
        within(units(10), || {
            within(units(100), || assert_eq!(charge(8), Some(())));
            assert_eq!(remaining(), 2);
            within(units(1), || assert_eq!(charge(1), None));
            assert_eq!(charge(0), Some(()));
            assert_eq!(charge(1), None);
        });
    }

    #[test]
    fn a_deadline_in_the_past_stops_the_first_charge() {
        let past = Instant::now().checked_sub(Duration::from_secs(1));
        let deadline = Some(past.unwrap_or_else(Instant::now));
        within(
            Limit {
                units: 100,
                deadline,
            },
            || assert_eq!(charge(1), None),
        );
    }

    #[test]
    fn a_panic_lifts_the_limit() {
        let run = || within(units(1), || std::panic::resume_unwind(Box::new(())));
        assert!(std::panic::catch_unwind(run).is_err());
        assert_eq!(charge(5), Some(()));
    }
}
