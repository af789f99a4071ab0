//! The audit's suites: Markdown files in tests/audit. Each test is a file with one planted defect, or none; what the
//! audit must find stands behind `-- audit: [rule] "text"` on the line that it is about, and it must find nothing else. A
//! `lock` fence is the text that took the place of the definition when the statements were pinned.

mod corpus;
#[path = "support/overlay.rs"]
mod overlay;

use std::path::Path;

use overlay::Overlay;
use rationale::audit::{self, Lock, Options};
use rationale::check::{self, Request};
use rationale::report::Source;

const PATH: &str = "proofs/planted.proof";

struct Planted {
    name: String,
    text: String,
    before: Option<String>,
}

fn tests_of(markdown: &str) -> Vec<Planted> {
    let (mut tests, mut name, mut before) = (Vec::new(), String::new(), None);
    let mut open: Option<(&str, String)> = None;
    for line in markdown.lines() {
        match (&mut open, line.trim_end()) {
            (Some((kind, text)), "```") => {
                if *kind == "lock" {
                    before = Some(text.clone());
                } else {
                    tests.push(Planted {
                        name: name.clone(),
                        text: text.clone(),
                        before: before.take(),
                    });
                }
                open = None;
            }
            (Some((_, text)), _) => *text += &format!("{line}\n"),
            (None, "```lock") => open = Some(("lock", String::new())),
            (None, "```proof") => open = Some(("proof", String::new())),
            (None, other) => {
                if let Some(title) = other.strip_prefix("## ") {
                    name = title.to_owned();
                }
            }
        }
    }
    tests
}

/// The rule and text of an expectation on a line.
fn expected(line: &str) -> Option<(String, String)> {
    let rest = line.split("-- audit:").nth(1)?;
    let rule = rest.split('[').nth(1)?.split(']').next()?;
    let text = rest.split('"').nth(1)?;
    Some((rule.to_owned(), text.to_owned()))
}

fn checked(text: &str) -> check::Outcome {
    let files = Overlay {
        path: PATH,
        text: text.into(),
    };
    let options = check::Options {
        jobs: 0,
        ..check::Options::default()
    };
    check::check(&files, &[Request::under("proofs", PATH)], &options)
}

fn lock_of(test: &Planted) -> Option<Lock> {
    let before = test.before.as_ref()?;
    let kept = test.text.lines().map(|line| {
        if line.starts_with("def ") || line.starts_with("type ") {
            before.trim_end().to_owned()
        } else {
            line.to_owned()
        }
    });
    let old: String = kept.map(|line| line + "\n").collect();
    let outcome = checked(&old);
    Some(Lock::new(&audit::pins(&outcome, |path| path == PATH, &[])))
}

/// What is wrong with a test, a line each.
fn run(test: &Planted) -> Vec<String> {
    let fails = test.text.contains("-step]");
    let outcome = checked(&test.text);
    let mut wrong: Vec<String> = Vec::new();
    for file in outcome.files.iter().filter(|file| &*file.path == PATH) {
        wrong.extend(
            file.diagnostics
                .iter()
                .filter(|d| !(fails && d.rule == "method-failed"))
                .map(|d| format!("check: [{}] {}", d.rule, d.message)),
        );
    }
    let options = Options {
        lock: lock_of(test),
        ..Options::default()
    };
    let audited = audit::audit(outcome, |path| path == PATH, &options);
    let source = Source::new(PATH, test.text.as_str());
    let found: Vec<(usize, String, String)> = audited
        .findings()
        .map(|finding| {
            let line = source.place(finding.span.start).line;
            (
                line,
                finding.found.rule.to_owned(),
                finding.found.text.clone(),
            )
        })
        .collect();
    let mut unmet = found.clone();
    for (place, line) in test.text.lines().enumerate() {
        let Some((rule, text)) = expected(line) else {
            continue;
        };
        let met = unmet
            .iter()
            .position(|(at, r, t)| (*at, r) == (place + 1, &rule) && t.contains(&text));
        match met {
            Some(met) => drop(unmet.remove(met)),
            None => wrong.push(format!(
                "line {}: [{rule}] \"{text}\" was not found",
                place + 1
            )),
        }
    }
    wrong.extend(
        unmet
            .iter()
            .map(|(line, rule, text)| format!("line {line}: unexpected [{rule}] {text}")),
    );
    wrong
}

#[test]
fn every_defect_is_found_by_its_rule_and_by_no_other() {
    let mut wrong = String::new();
    for test in tests_of(include_str!("audit/planted.md")) {
        for line in run(&test) {
            wrong += &format!("{}: {line}\n", test.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What is said for the only statement of a text.
fn evidence(text: &str) -> String {
    let outcome = checked(text);
    let audited = audit::audit(outcome, |path| path == PATH, &Options::default());
    audited.items[0].evidence.join("\n")
}

#[test]
fn a_needed_hypothesis_is_shown_with_the_instance_that_breaks_the_statement() {
    let said = evidence(
        "import lib.absolute\ntheorem t fix x y : ℝ assume p: 0 ≤ x, q: 0 ≤ y show 0 ≤ x * y by positivity\n",
    );
    for label in ["p: 0 ≤ x", "q: 0 ≤ y"] {
        let line = format!("needs `{label}`: false for x");
        assert!(said.contains(&line), "{line} is not in\n{said}");
    }
}

#[test]
fn a_bound_that_is_attained_is_shown_with_an_instance() {
    let said = evidence(
        "import lib.absolute\ntheorem t fix x y : ℝ show |x + y| ≤ |x| + |y| by abs_add\n",
    );
    assert!(said.contains("tight at x"), "{said}");
}

#[test]
fn the_papers_theorems_have_no_allowance_for_conventions() {
    const PAPER: &str = "proofs/multimodal/planted.proof";
    let text = "import lib.sum\nallow junk-value because \"usual\"\n\
        theorem t fix n : ℕ show 0 ≤ avg i < n. 1 by unfold average; positivity\n";
    for (path, open) in [(PAPER, 1), (PATH, 0)] {
        let files = Overlay {
            path,
            text: text.into(),
        };
        let request = [Request::under("proofs", path)];
        let outcome = check::check(&files, &request, &check::Options::default());
        let audited = audit::audit(outcome, |p| p == path, &Options::default());
        let junk = audited.findings().filter(|f| f.found.rule == "junk-value");
        assert_eq!(junk.count(), open, "{path}");
    }
}

#[test]
fn the_corpus_says_what_was_pinned() {
    let paths = corpus::files_below(Path::new("proofs"));
    let requests: Vec<Request> = paths.iter().map(|path| Request::file(path)).collect();
    let options = check::Options {
        jobs: 0,
        ..check::Options::default()
    };
    let outcome = check::check(&corpus::sources(), &requests, &options);
    let pins = audit::pins(&outcome, |_| true, &[]);
    let pinned = std::fs::read_to_string("rationale.lock").unwrap();
    let now = Lock::new(&pins).write();
    let changed = now.lines().filter(|line| !pinned.contains(line));
    let gone = pinned.lines().filter(|line| !now.contains(line));
    let differences: Vec<String> = gone
        .map(|line| format!("- {line}"))
        .chain(changed.map(|line| format!("+ {line}")))
        .collect();
    assert!(
        pinned == now,
        "rationale.lock is not what the corpus says; if that is meant, run `rationale audit --lock`:\n{}",
        differences.join("\n")
    );
}
