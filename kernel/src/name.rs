//! What everything rests on: names, which are for people and which no rule looks up; declared things, which are known
//! by a number that is never used twice; small sets; and what the kernel answers when a rule does not apply.

use crate::*;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A shared, immutable name; any Unicode text.
pub type Name = Arc<str>;

/// A declared thing: equal only to itself, whatever its name and content.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unique<T>(Arc<(u64, Name, T)>);

impl<T> Unique<T> {
    /// A new thing, different from all others, of which nothing is known.
    pub fn declare(name: impl Into<Name>, content: T) -> Self {
        Unique(Arc::new((fresh_number(), name.into(), content)))
    }

    /// The number that only it has.
    pub fn identity(&self) -> u64 {
        self.0.0
    }

    /// Its name, for people.
    pub fn name(&self) -> &Name {
        &self.0.1
    }

    /// What was declared: of an operator its arity, of a constant its type, of which every occurrence has an instance.
    pub fn content(&self) -> &T {
        &self.0.2
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

/// A small immutable set: sorted, none twice; nothing if empty, so that threads do not share a counter.
pub(crate) type Set<T> = Option<Arc<[T]>>;

pub(crate) fn set<T: Ord + Clone>(mut items: Vec<T>) -> Set<T> {
    items.sort();
    items.dedup();
    (!items.is_empty()).then(|| items.into())
}

/// The union; reuses an argument when that is the union.
pub(crate) fn union<T: Ord + Clone>(a: &Set<T>, b: &Set<T>) -> Set<T> {
    let (Some(x), Some(y)) = (a, b) else {
        return a.as_ref().or(b.as_ref()).cloned();
    };
    let (small, large) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let mut rest = large.iter(); // both are sorted: one pass finds all
    if small.iter().all(|x| rest.any(|y| x == y)) {
        return Some(large.clone());
    }
    set([&small[..], &large[..]].concat())
}

/// The result of a kernel operation.
pub type Result<T> = std::result::Result<T, KernelError>;

/// Why a rule does not apply: what is wrong, and with which terms (none if it is about a type).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelError(pub &'static str, pub Vec<Term>);

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.0, self.1)
    }
}

impl std::error::Error for KernelError {}

/// A side condition about types.
pub(crate) fn ensure(holds: bool, problem: &'static str) -> Result<()> {
    holds.then_some(()).ok_or(KernelError(problem, vec![]))
}

impl Term {
    /// A side condition about a term.
    pub(crate) fn ensure(&self, holds: bool, problem: &'static str) -> Result<()> {
        holds.then_some(()).ok_or_else(|| self.error(problem))
    }

    pub(crate) fn error(&self, problem: &'static str) -> KernelError {
        KernelError(problem, vec![self.clone()])
    }
}
