//! The formats for other tools, each pinned by a snapshot of one run that has everything: a proof that holds, one that
//! does not, and text that no rule accepts.

mod support;

use rationale::check::Outcome;
use rationale::report::findings::Run;
use rationale::report::{github, junit, sarif};
use support::File;

const TEXT: &str = "theorem holds
  fix p : bool
  assume given: p
  show p
by given

theorem does_not_hold
  fix p q : bool
  assume given: p
  show p ∧ q
by given

theorem unreadable
  show 100% sure, :: or not
by auto
";

fn outcome() -> Outcome {
    support::check_files(&[File {
        path: "proofs/a folder, here.proof".into(),
        text: TEXT.into(),
    }])
}

/// The run without its clock readings.
fn run(outcome: &Outcome) -> Run<'_> {
    let mut run = Run::of_check(outcome);
    run.seconds = 0.0;
    run.cases.iter_mut().for_each(|case| case.seconds = 0.0);
    run.summary = run
        .summary
        .rsplit_once(" · ")
        .map_or("", |(counts, _)| counts)
        .into();
    run
}

#[test]
fn every_format() {
    let outcome = outcome();
    let run = run(&outcome);
    insta::assert_snapshot!("github", github::render(&run));
    insta::assert_snapshot!("junit", junit::render(&run).unwrap());
    let json: serde_json::Value = serde_json::from_str(&sarif::render(&run)).unwrap();
    insta::assert_json_snapshot!("sarif", json);
}
