//! Any text as a proof file: read without a panic; what is read without a complaint has one canonical form that says the same.
#![no_main]
#![allow(dead_code)]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/oracles.rs"]
mod oracles;

fuzz_target!(|text: &str| oracles::reads(text));
