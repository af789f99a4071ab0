//! The parser's and printer's tests. The suites of expected messages are the Markdown files in `tests/syntax`.

#[path = "syntax/format.rs"]
mod format;
#[path = "syntax/hostile.rs"]
mod hostile;
#[path = "syntax/precedence.rs"]
mod precedence;
#[path = "syntax/random.rs"]
mod random;
#[path = "syntax/suites.rs"]
mod suites;
#[path = "syntax/trees.rs"]
mod trees;

use std::fmt::Debug;

/// A tree without its spans, for comparison.
fn shape(tree: &impl Debug) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split("Span { start: ");
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}
