//! The blueprint's numbered goals, each with the method that is meant to prove it. Those that are not proved yet stand
//! in `tests/goals/open.txt`, a line each: name, number, reason. The test fails when a goal that was proved no longer is,
//! and when one that is listed as open is proved.

mod corpus;

use std::collections::BTreeMap;
use std::fs;

use rationale::check::Status;

/// The blueprint's numbers.
const NUMBERS: std::ops::RangeInclusive<u32> = 1..=42;

#[test]
fn every_goal_is_proved_or_listed_as_open() {
    let mut open = open_goals();
    let text = fs::read_to_string("tests/goals/method_goals.proof").unwrap();
    let outcome = corpus::check_with("proofs/method_goals.proof", &text);
    let file = outcome.files.last().unwrap();
    let mut wrong = Vec::new();
    for item in &file.items {
        let reason = open.remove(&*item.name);
        match (item.status, reason) {
            (Status::Proved, None) | (Status::Failed, Some(_)) => {}
            (Status::Proved, Some(_)) => {
                wrong.push(format!("{}: proved now, delete its line", item.name))
            }
            (status, None) => {
                wrong.push(format!("{}: {status}, and not listed as open", item.name))
            }
            (status, Some(_)) => wrong.push(format!("{}: {status}", item.name)),
        }
    }
    wrong.extend(
        open.keys()
            .map(|name| format!("{name}: listed as open, but there is no such goal")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each feature of the language that proofs need works on top of the library.
#[test]
fn every_feature_is_there() {
    let text = fs::read_to_string("tests/goals/language.proof").unwrap();
    let outcome = corpus::check_with("proofs/language.proof", &text);
    let file = outcome.files.last().unwrap();
    let failed: Vec<&str> = file
        .items
        .iter()
        .filter(|item| item.status == Status::Failed)
        .map(|item| &*item.name)
        .collect();
    assert!(
        failed.is_empty() && !file.has_errors(),
        "{failed:?}: {:#?}",
        file.diagnostics
    );
    assert!(file.items.len() > 20, "the file is there");
}

#[test]
fn every_number_has_a_goal() {
    let text = fs::read_to_string("tests/goals/method_goals.proof").unwrap();
    for number in NUMBERS {
        assert!(
            text.contains(&format!("theorem goal_{number:02}")),
            "goal {number} is missing"
        );
    }
}

/// The goals that are not proved yet, with reasons.
fn open_goals() -> BTreeMap<String, String> {
    let text = fs::read_to_string("tests/goals/open.txt").unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(|line| {
        let (name, reason) = line.split_once(": ").expect("a line is `name: reason`");
        (name.to_owned(), reason.to_owned())
    });
    entries.collect()
}

/// A theorem whose proof cannot be read as a whole is not proved, even if the other steps give it.
#[test]
fn an_unreadable_step_proves_nothing() {
    let text =
        "theorem t\n  fix p : bool\n  assume h: p\n  show p\nproof\n  hav k: p by h\n  by h\nqed\n";
    let outcome = corpus::check_with("proofs/unread.proof", text);
    let file = outcome.files.last().unwrap();
    let found: Vec<Status> = file.items.iter().map(|item| item.status).collect();
    assert_eq!(found, [Status::Failed]);
}
