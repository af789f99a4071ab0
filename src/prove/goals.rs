//! Goals in the language, one table for all methods.

use super::workbench::{Bench, prelude};

fn run(text: &str) {
    let mut bench = Bench::on(prelude());
    bench.load(text);
    let failed: Vec<String> = bench
        .outcomes
        .iter()
        .filter_map(|(name, outcome)| {
            outcome.as_ref().err().map(|e| {
                format!(
                    "{name}: {} | tried {:?} | left {:?}",
                    e.message, e.tried, e.left
                )
            })
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} failed\n{}",
        failed.len(),
        bench.outcomes.len(),
        failed.join("\n")
    );
}

#[test]
fn the_library_is_proved_line_by_line() {
    run(include_str!("testdata/library.proof"));
}

#[test]
fn comparisons_are_proved_line_by_line() {
    run(include_str!("testdata/order.proof"));
}

#[test]
fn puzzles_are_solved() {
    run(include_str!("testdata/pelletier.proof"));
}
