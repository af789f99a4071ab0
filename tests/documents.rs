//! The documents are tests: every `proof` block of the tutorial and of the language reference is checked with the real
//! library, and gives exactly the diagnostics that stand beside its lines. So does the suite of written certificates,
//! whose messages are pinned by a snapshot.

mod support;

use std::fs;
use std::sync::Arc;

use rationale::check::{MemorySources, Options, Outcome, Request, SourceError, Sources, check};
use rationale::report::{Source, full};

/// The blocks in memory; the library from the disk.
struct WithLibrary(MemorySources);

impl Sources for WithLibrary {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        self.0.read(path).or_else(|missing| {
            fs::read_to_string(path)
                .map(Into::into)
                .map_err(|_| missing)
        })
    }
}

/// Checks all blocks of a document at once, so that the library is checked once.
fn document(path: &str) -> Outcome {
    let tests = support::tests_of(&fs::read_to_string(path).unwrap());
    let mut sources = MemorySources::new();
    let mut requests = Vec::new();
    let blocks = tests
        .iter()
        .flat_map(|test| test.files.iter().map(move |file| (test, file)));
    for (index, (_, file)) in blocks.clone().enumerate() {
        let path = format!("proofs/block_{index}.proof");
        sources.insert(path.as_str(), file.text.as_str());
        requests.push(Request::file(&path));
    }
    assert!(!requests.is_empty(), "{path} has no block");
    let outcome = check(&WithLibrary(sources), &requests, &Options::default());
    let mut wrong = String::new();
    for (index, (test, _)) in blocks.enumerate() {
        let block = format!("proofs/block_{index}.proof");
        let checked = outcome
            .files
            .iter()
            .find(|file| *file.path == *block)
            .unwrap();
        for mistake in support::compare(checked) {
            wrong += &format!("\n{path}, “{}”: {mistake}", test.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    outcome
}

#[test]
fn tutorial() {
    document("docs/tutorial.md");
}

#[test]
fn language() {
    document("docs/language.md");
}

#[test]
fn certificates() {
    let outcome = document("tests/certificates/sos.md");
    let mut text = String::new();
    for file in &outcome.files {
        let source = Source::new(file.path.clone(), file.text.clone());
        for diagnostic in &file.diagnostics {
            text += full::render(diagnostic, &source, false).trim_end();
            text += "\n\n";
        }
    }
    insta::assert_snapshot!("certificates", text);
}
