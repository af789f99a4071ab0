//! Small immutable sets as sorted shared slices: hypotheses and axiom tags.

use std::sync::Arc;

/// A set; the empty one costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set<T>(Option<Arc<[T]>>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Set(None)
    }
}

impl<T: Ord + Clone> Set<T> {
    pub(crate) const EMPTY: Self = Set(None);

    pub(crate) fn singleton(item: T) -> Self {
        Set(Some(Arc::from([item])))
    }

    pub(crate) fn collect(items: impl IntoIterator<Item = T>) -> Self {
        let mut sorted: Vec<T> = items.into_iter().collect();
        sorted.sort();
        sorted.dedup();
        Self::from_sorted(sorted)
    }

    fn from_sorted(sorted: Vec<T>) -> Self {
        if sorted.is_empty() {
            Self::EMPTY
        } else {
            Set(Some(sorted.into()))
        }
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        self.0.as_deref().unwrap_or(&[])
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The union; reuses an argument when that is the union.
    pub(crate) fn union(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (_, None) => self.clone(),
            (None, _) => other.clone(),
            (Some(a), Some(b)) if Arc::ptr_eq(a, b) => self.clone(),
            (Some(a), Some(b)) => self.merged(other, a, b),
        }
    }

    fn merged(&self, other: &Self, a: &[T], b: &[T]) -> Self {
        let mut merged = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            let order = a[i].cmp(&b[j]);
            merged.push(if order.is_le() {
                a[i].clone()
            } else {
                b[j].clone()
            });
            i += usize::from(order.is_le());
            j += usize::from(order.is_ge());
        }
        merged.extend_from_slice(&a[i..]);
        merged.extend_from_slice(&b[j..]);
        match merged.len() {
            n if n == a.len() => self.clone(),
            n if n == b.len() => other.clone(),
            _ => Self::from_sorted(merged),
        }
    }

    /// The set without one item.
    pub(crate) fn without(&self, item: &T) -> Self {
        match self.as_slice().binary_search(item) {
            Err(_) => self.clone(),
            Ok(at) => {
                let slice = self.as_slice();
                Self::from_sorted([&slice[..at], &slice[at + 1..]].concat())
            }
        }
    }
}
