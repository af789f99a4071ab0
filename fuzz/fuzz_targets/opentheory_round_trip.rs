//! Bytes as the steps of proofs, which are recorded, written and read back.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/opentheory/random_proofs.rs"]
mod random_proofs;

fuzz_target!(|data: &[u8]| {
    random_proofs::round_trip(data);
});
