//! Tests as documents. A Markdown file is a suite, a header names a test, and a fenced `proof` block is a file; the
//! last file of a test is checked, the others can be imported from it. What is expected stands on the line that it is
//! about, or alone on the line above:
//!
//! ```text
//! -- error: [rule] "part of the message, of a note or of the help"
//! -- status: proved | conditional | declared | failed | skipped
//! ```
//!
//! Every diagnostic must be expected, and every expectation must be met.

#![allow(dead_code, reason = "each test crate uses a part")]

use std::fmt::Write as _;
use std::path::Path;

use rationale::check::{self, CheckedFile, MemorySources, Options, Outcome, Request};
use rationale::report::Diagnostic;

/// Files that every test can import as `prelude.NAME`.
const PRELUDES: [(&str, &str); 2] = [
    (
        "proofs/prelude/nat.proof",
        include_str!("../prelude/nat.proof"),
    ),
    (
        "proofs/prelude/real.proof",
        include_str!("../prelude/real.proof"),
    ),
];

/// The result of a test: nothing, or what to tell.
pub type Result = std::result::Result<(), Box<dyn std::error::Error>>;

/// A file of a test.
pub struct File {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One test of a suite.
pub struct Test {
    /// Its headers.
    pub name: String,
    /// Its files.
    pub files: Vec<File>,
}

/// The tests of a Markdown text.
pub fn tests_of(markdown: &str) -> Vec<Test> {
    let mut tests: Vec<Test> = Vec::new();
    let mut open: Option<File> = None;
    for line in markdown.lines() {
        if let Some(file) = &mut open {
            if line.trim_end() == "```" {
                let done = open.take().unwrap();
                tests
                    .last_mut()
                    .expect("a block stands under a header")
                    .files
                    .push(done);
            } else {
                writeln!(file.text, "{line}").unwrap();
            }
        } else if let Some(info) = line.strip_prefix("```proof") {
            let name = info.trim().strip_prefix("file=").unwrap_or("main");
            open = Some(File {
                path: format!("proofs/{}.proof", name.replace('.', "/")),
                text: String::new(),
            });
        } else if line.starts_with('#') {
            tests.push(Test {
                name: line.trim_start_matches('#').trim().to_owned(),
                files: Vec::new(),
            });
        }
    }
    tests.retain(|test| !test.files.is_empty());
    tests
}

/// Runs a suite.
pub fn run_suite(path: &Path, markdown: String) -> Result {
    let mut wrong = String::new();
    for test in tests_of(&markdown) {
        for mistake in run_test(&test.files) {
            writeln!(wrong, "\n{}, “{}”: {mistake}", path.display(), test.name)?;
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.into())
    }
}

/// Checks the last file and compares all files with what they expect.
pub fn run_test(files: &[File]) -> Vec<String> {
    let outcome = check_files(files);
    let mut mistakes = Vec::new();
    for file in files {
        match outcome
            .files
            .iter()
            .find(|checked| *checked.path == file.path)
        {
            Some(checked) => mistakes.extend(compare(checked)),
            None => mistakes.push(format!("{} was not checked", file.path)),
        }
    }
    mistakes
}

/// Checks the last file.
pub fn check_files(files: &[File]) -> Outcome {
    let mut sources = MemorySources::new();
    for (path, text) in PRELUDES {
        sources.insert(path, text);
    }
    for file in files {
        sources.insert(file.path.as_str(), file.text.as_str());
    }
    let main = files.last().expect("a test has a file");
    check::check(&sources, &[Request::file(&main.path)], &Options::default())
}

/// Something that a text says about one of its lines.
#[derive(Debug, PartialEq)]
enum Expected {
    Error { rule: String, part: String },
    Status(String),
}

/// What a checked file says, against what its text expects.
pub fn compare(file: &CheckedFile) -> Vec<String> {
    let mut expected = expectations(&file.text);
    let mut mistakes = Vec::new();
    for diagnostic in &file.diagnostics {
        let line = line_of(&file.text, diagnostic.span.start);
        let found = expected
            .iter()
            .position(|(at, what)| *at == line && meets(diagnostic, what));
        match found {
            Some(index) => drop(expected.remove(index)),
            None => mistakes.push(format!("unexpected, line {line}: {}", in_words(diagnostic))),
        }
    }
    for item in &file.items {
        let line = line_of(&file.text, item.span.start);
        let is_status =
            |(at, what): &(usize, Expected)| *at == line && matches!(what, Expected::Status(_));
        if let Some(index) = expected.iter().position(is_status)
            && expected[index].1 == Expected::Status(item.status.to_string())
        {
            expected.remove(index);
        }
    }
    mistakes.extend(
        expected
            .iter()
            .map(|(line, what)| format!("missing, line {line}: {what:?}")),
    );
    mistakes
}

fn meets(diagnostic: &Diagnostic, expected: &Expected) -> bool {
    match expected {
        Expected::Error { rule, part } => {
            diagnostic.rule == rule && in_words(diagnostic).contains(part.as_str())
        }
        Expected::Status(_) => false,
    }
}

/// A diagnostic as text: everything in which an expectation may find its part.
pub fn in_words(diagnostic: &Diagnostic) -> String {
    let mut text = format!("[{}] {}", diagnostic.rule, diagnostic.message);
    for part in diagnostic
        .notes
        .iter()
        .chain(diagnostic.labels.iter().map(|label| &label.text))
    {
        write!(text, "\n    {}", part.replace('\n', "\n    ")).unwrap();
    }
    if let Some(help) = &diagnostic.help {
        write!(text, "\n    help: {help}").unwrap();
    }
    text
}

/// Expectations with their lines, counted from 1.
fn expectations(text: &str) -> Vec<(usize, Expected)> {
    let (mut found, mut waiting) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        let here: Vec<Expected> = line.split("-- ").skip(1).filter_map(expectation).collect();
        if line.trim_start().starts_with("-- ") && !here.is_empty() {
            waiting.extend(here);
            continue;
        }
        found.extend(waiting.drain(..).chain(here).map(|what| (index + 1, what)));
    }
    found
}

fn expectation(comment: &str) -> Option<Expected> {
    if let Some(status) = comment.strip_prefix("status: ") {
        return Some(Expected::Status(status.trim().to_owned()));
    }
    let (rule, rest) = comment.strip_prefix("error: [")?.split_once(']')?;
    let part = rest.trim().trim_matches('"').to_owned();
    Some(Expected::Error {
        rule: rule.to_owned(),
        part,
    })
}

fn line_of(text: &str, offset: u32) -> usize {
    text.as_bytes()
        .iter()
        .take(offset as usize)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}
