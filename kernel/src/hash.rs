//! Hashes that are cached in nodes. They are the same in every run and on every thread; equality never rests on them
//! alone.

use std::sync::atomic::{AtomicU64, Ordering};

/// Combines two hashes; the order matters.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a.rotate_left(23) ^ 0x9e37_79b9_7f4a_7c15)
        * u128::from(b ^ 0xd6e8_feb8_6659_fd93);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of a text.
pub(crate) fn of_text(text: &str) -> u64 {
    text.bytes()
        .fold(text.len() as u64, |hash, byte| mix(hash, u64::from(byte)))
}

/// A number that no other call returns.
pub(crate) fn fresh_identity() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
