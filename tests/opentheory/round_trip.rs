//! Random proofs are written and read back.

use crate::random_proofs::round_trip;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(data in prop::collection::vec(any::<u8>(), 0..400)) {
        round_trip(&data);
    }
}

#[test]
fn random_proofs_are_not_trivial() {
    let bytes = |seed: u64| {
        let next = move |state: &mut u64| {
            *state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            Some((*state >> 56) as u8)
        };
        let mut state = seed;
        std::iter::from_fn(move || next(&mut state))
            .take(400)
            .collect::<Vec<u8>>()
    };
    let counts: Vec<usize> = (1..=20).map(|seed| round_trip(&bytes(seed))).collect();
    assert!(counts.iter().sum::<usize>() > 200, "{counts:?}");
}
