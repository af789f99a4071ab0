//! A total order on terms, by which rules that only permute are used in one direction.

use crate::logic::{TermShape, TermView};
use rationale_kernel::Term;
use std::cmp::Ordering;

/// By size, then part by part from the left, then by the kernel's order. Being compatible with the parts, it makes
/// commutativity, associativity and left commutativity together sort a sum.
pub fn compare(left: &Term, right: &Term) -> Ordering {
    left.size()
        .cmp(&right.size())
        .then_with(|| compare_parts(left, right))
}

fn compare_parts(left: &Term, right: &Term) -> Ordering {
    let (mut left, mut right) = (left, right);
    let mut arguments = vec![];
    while let (TermView::Apply(f, x), TermView::Apply(g, y)) = (left.view(), right.view()) {
        arguments.push((x, y));
        (left, right) = (f, g);
    }
    let heads = left.size().cmp(&right.size()).then_with(|| left.cmp(right));
    arguments
        .into_iter()
        .rev()
        .fold(heads, |order, (x, y)| order.then_with(|| compare(x, y)))
}

/// Whether the first comes before the second.
pub fn is_smaller(left: &Term, right: &Term) -> bool {
    compare(left, right).is_lt()
}
