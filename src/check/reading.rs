//! What mistakes of reading mean for the items that they are in.

use crate::report::Severity;
use crate::syntax::ast::{Item, ItemKind, Justification};

use super::graph::SourceFile;

/// What a proof that could not be read as it was meant is bound to be told as well.
pub(super) const CONSEQUENCES: [&str; 4] = [
    "missing-proof",
    "unfinished-proof",
    "wrong-cases",
    "step-after-goal",
];

/// The places of errors of reading in the item of that number, or between it and the next.
pub(super) fn errors_in(file: &SourceFile, index: usize) -> Vec<u32> {
    let mut later = file.tree.items[index + 1..].iter();
    let next = later.find(|item| item.kind != ItemKind::Error);
    let end = next.map_or(u32::MAX, |next| next.span.start);
    let start = file.tree.items[index].span.start;
    let errors = file.diagnostics.iter();
    errors
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.span.start)
        .filter(|place| (start..end).contains(place))
        .collect()
}

/// Whether an error of reading is in what the item states: it then fails, and nothing more is said about it. A mistake
/// inside a proof does not change what is stated.
pub(super) fn is_stated(item: &Item, error: u32) -> bool {
    match &item.kind {
        ItemKind::Theorem { why, .. } => statement_end(why).is_none_or(|end| error <= end),
        _ => true,
    }
}

/// Where the reason begins that follows a statement.
fn statement_end(why: &Justification) -> Option<u32> {
    match why {
        Justification::Proof(proof) => Some(proof.span.start.saturating_sub(1)),
        Justification::By(methods) => Some(methods.first()?.span.start.saturating_sub(1)),
        Justification::Sorry(span) => Some(span.start.saturating_sub(1)),
        Justification::Missing(_) => None,
    }
}
