//! What everything rests on: names, which are for people and which no rule looks up; declared things, which are known
//! by a number that is never used twice; and small sets.

use crate::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A shared, immutable name; any Unicode text.
pub type Name = Arc<str>;

/// A declared thing: equal only to itself, whatever its name and content.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unique<T>(Arc<(u64, Name, T)>);

impl<T> Unique<T> {
    pub(crate) fn new(name: impl Into<Name>, content: T) -> Self {
        Unique(Arc::new((fresh_number(), name.into(), content)))
    }

    getters! { self:
        /// Its name, for people.
        pub name: &Name = &self.0.1;
        /// The number that only it has.
        pub identity: u64 = self.0.0;
        pub(crate) content: &T = &self.0.2;
    }
}
impl<T> Hash for Unique<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state); // the number would make hashes differ from run to run
    }
}
impl<T> fmt::Debug for Unique<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A number that no other call returns.
pub(crate) fn fresh_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Relaxed)
}

/// A hash that is the same in every run and on every thread. Equality never rests on it alone.
pub(crate) fn hash_of(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
}

/// A small immutable set as a sorted shared slice; the empty one costs nothing.
#[derive(Clone, Debug)]
pub(crate) struct Set<T>(Option<Arc<[T]>>);

impl<T: Ord + Clone> Set<T> {
    pub(crate) const EMPTY: Self = Set(None);

    pub(crate) fn collect(items: impl IntoIterator<Item = T>) -> Self {
        let mut sorted: Vec<T> = items.into_iter().collect();
        sorted.sort();
        sorted.dedup();
        Set((!sorted.is_empty()).then(|| sorted.into()))
    }

    getters! { self:
        pub(crate) as_slice: &[T] = self.0.as_deref().unwrap_or(&[]);
    }

    /// The union; reuses an argument when that is the union.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let ordered = self.as_slice().len() <= other.as_slice().len();
        let (small, large) = if ordered {
            (self, other)
        } else {
            (other, self)
        };
        let mut rest = large.as_slice().iter(); // both are sorted: one pass finds all
        if small.as_slice().iter().all(|x| rest.any(|y| x == y)) {
            return large.clone();
        }
        Self::collect([small.as_slice(), large.as_slice()].concat())
    }

    /// The set without one item.
    pub(crate) fn without(&self, item: &T) -> Self {
        if self.as_slice().binary_search(item).is_err() {
            return self.clone();
        }
        Self::collect(self.as_slice().iter().filter(|x| *x != item).cloned())
    }
}
