//! Any bytes as an article: read, reported in both formats, and every theorem rests on what the article assumes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rationale::opentheory::{
    digest::digest,
    read::{Sequent, Symbols, read},
    report::{Reading, json, text},
};
use std::time::Duration;

fuzz_target!(|data: &[u8]| {
    let mut symbols = Symbols::default();
    let outcome = read(data, &mut symbols);
    for article in &outcome {
        for exported in &article.theorems {
            assert_eq!(Sequent::of(&exported.theorem), exported.sequent);
            for axiom in exported.theorem.axioms() {
                assert!(article.assumptions.contains(&Sequent::of_axiom(axiom)));
            }
        }
    }
    let digest = outcome.as_ref().ok().map(|article| digest(article, &symbols));
    let reading = [Reading {
        file: "input".to_owned(),
        outcome,
        time: Duration::ZERO,
        digest,
    }];
    text(&reading, true);
    json(&reading, true);
});
