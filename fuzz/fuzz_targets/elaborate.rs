//! Any text as a formula over a small library's names: elaborated or refused, and printed so that it reads back the same.
#![no_main]
#![allow(dead_code)]

use libfuzzer_sys::fuzz_target;
use rationale::elaborate::Environment;
use std::sync::LazyLock;

#[path = "../../tests/support/oracles.rs"]
mod oracles;
#[path = "../../tests/elaborate/signature.rs"]
mod signature;

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(signature::environment);

fuzz_target!(|text: &str| oracles::elaborates(text, &ENVIRONMENT));
