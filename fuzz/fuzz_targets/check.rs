//! Any text as a proof file that may import a small library: elaborated and checked without a failure of this program,
//! and a theorem that is called proved rests on foundational axioms only.
#![no_main]
#![allow(dead_code)]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/support/oracles.rs"]
mod oracles;

fuzz_target!(|text: &str| oracles::checks(text));
