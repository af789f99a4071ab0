//! Recursion over trees that the parser lets grow to thousands of levels: the stack grows with them.

/// At least this much stack is left before each step, in bytes.
const RED_ZONE: usize = 128 * 1024;
/// How much is added when there is less.
const SEGMENT: usize = 2 * 1024 * 1024;

/// Runs one step of a recursion, on more stack if little is left.
pub(super) fn step<R>(step: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(RED_ZONE, SEGMENT, step)
}
