//! Any text as a proof file that may import a small library: elaborated and checked without a failure of this program,
//! and a theorem that is called proved rests on foundational axioms only.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rationale::check::{MemorySources, Options, Origin, Request, Status, check};

const NAT: &str = include_str!("../../tests/prelude/nat.proof");
const REAL: &str = include_str!("../../tests/prelude/real.proof");

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut sources = MemorySources::new();
    sources.insert("proofs/prelude/nat.proof", NAT);
    sources.insert("proofs/prelude/real.proof", REAL);
    sources.insert("proofs/main.proof", text);
    let options = Options {
        jobs: 1,
        ..Options::default()
    };
    let outcome = check(&sources, &[Request::file("proofs/main.proof")], &options);
    for file in &outcome.files {
        assert!(!file.has_internal_errors());
    }
    for item in outcome.items().filter(|item| item.status == Status::Proved) {
        assert!(item.axioms.iter().all(|axiom| axiom.origin == Origin::Foundational));
    }
});
