//! Every message of the checker's suites as a person sees it, pinned by snapshots: reading tests/snapshots is a way to
//! learn the language. `INSTA_UPDATE=always cargo test --test messages` writes them anew.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rationale::check::Outcome;
use rationale::report::{Source, full};
use support::File;

fn files_in(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    paths.sort();
    paths
}

fn messages(outcome: &Outcome) -> String {
    let mut text = String::new();
    for file in &outcome.files {
        let source = Source::new(file.path.clone(), file.text.clone());
        for diagnostic in &file.diagnostics {
            writeln!(
                text,
                "{}\n",
                full::render(diagnostic, &source, false).trim_end()
            )
            .unwrap();
        }
    }
    text
}

/// The file as a person would have written it.
fn without_expectations(file: File) -> File {
    let bare = |line: &str| {
        line.split(" -- error: ")
            .next()
            .unwrap()
            .split(" -- status: ")
            .next()
            .unwrap()
            .to_owned()
    };
    let text = file.text.lines().map(|line| bare(line) + "\n").collect();
    File { text, ..file }
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn suites() {
    for path in files_in("tests/check", "md") {
        let mut text = String::new();
        for test in support::tests_of(&fs::read_to_string(&path).unwrap()) {
            let files: Vec<File> = test.files.into_iter().map(without_expectations).collect();
            let shown = messages(&support::check_files(&files));
            if !shown.is_empty() {
                writeln!(text, "# {}\n\n{shown}", test.name).unwrap();
            }
        }
        insta::assert_snapshot!(format!("suite_{}", name_of(&path)), text);
    }
}

#[test]
fn rejected() {
    let mut text = String::new();
    for path in files_in("tests/reject", "proof") {
        let file = File {
            path: "proofs/main.proof".into(),
            text: fs::read_to_string(&path).unwrap(),
        };
        let shown = messages(&support::check_files(&[without_expectations(file)]));
        writeln!(text, "# {}\n\n{shown}", name_of(&path)).unwrap();
    }
    insta::assert_snapshot!("rejected", text);
}
