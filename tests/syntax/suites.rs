//! Markdown suites: a header names a test, a `proof` fence is a file, the `text` fence after it is what is reported.
//!
//! With `UPDATE=1` in the environment the `text` fences are written anew; read the difference before you commit it.

use std::path::{Path, PathBuf};

use rationale::report::{Source, full};
use rationale::syntax::parse;

#[test]
fn suites_report_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut suites: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    suites.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    suites.sort();
    assert!(!suites.is_empty());
    for suite in suites {
        let expected = std::fs::read_to_string(&suite).unwrap();
        let actual = run(&expected);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&suite, &actual).unwrap();
        } else {
            assert!(
                actual == expected,
                "{} differs:\n{}",
                suite.display(),
                difference(&expected, &actual)
            );
        }
    }
}

/// The suite with every `text` fence as it should be.
fn run(suite: &str) -> String {
    let mut output = String::new();
    let mut lines = suite.lines().peekable();
    while let Some(line) = lines.next() {
        push(&mut output, line);
        if line != "```proof" {
            continue;
        }
        let mut text = String::new();
        for line in lines.by_ref() {
            push(&mut output, line);
            if line == "```" {
                break;
            }
            push(&mut text, line);
        }
        while lines.next_if(|line| line.is_empty()).is_some() {}
        if lines.next_if_eq(&"```text").is_some() {
            lines.by_ref().find(|line| *line == "```");
            while lines.next_if(|line| line.is_empty()).is_some() {}
        }
        output.push_str(&format!("\n```text\n{}```\n", reported(&text)));
        if lines.peek().is_some() {
            output.push('\n');
        }
    }
    output
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn reported(text: &str) -> String {
    let parsed = parse(text);
    let source = Source::new("file.proof", text);
    match parsed.diagnostics.is_empty() {
        true => String::from("no error\n"),
        false => full::render_all(&parsed.diagnostics, &source, false),
    }
}

/// The first lines that differ.
fn difference(expected: &str, actual: &str) -> String {
    let pairs = expected.lines().zip(actual.lines()).enumerate();
    match pairs
        .into_iter()
        .find(|(_, (expected, actual))| expected != actual)
    {
        Some((line, (expected, actual))) => format!(
            "line {}:\n  expected: {expected}\n  actual:   {actual}",
            line + 1
        ),
        None => format!("lengths: {} and {}", expected.len(), actual.len()),
    }
}
