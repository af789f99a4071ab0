//! A total order on terms, by which rules that only permute are used in one direction.

use rationale_kernel::Term;
use std::cmp::Ordering;

/// By size, then by the kernel's order.
pub fn compare(left: &Term, right: &Term) -> Ordering {
    left.size().cmp(&right.size()).then_with(|| left.cmp(right))
}

/// Whether the first comes before the second.
pub fn is_smaller(left: &Term, right: &Term) -> bool {
    compare(left, right).is_lt()
}
