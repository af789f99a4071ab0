//! What trying a statement on instances must come to, above all where an answer would be a guess. The suites are the
//! Markdown files in tests/instances: each `proof` block is a file, and `-- test: WORD` stands behind the name of a claim.

use std::sync::Arc;

use rationale::check::{self, Request, SourceError, Sources};
use rationale::instance::{self, Outcome};

/// The library from the disk, and one file in memory.
struct Files {
    text: Arc<str>,
}

const PATH: &str = "proofs/tried.proof";

impl Sources for Files {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        if path == PATH {
            return Ok(self.text.clone());
        }
        let disk = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
        let text =
            std::fs::read_to_string(disk).map_err(|_| SourceError::NotFound(path.to_owned()))?;
        Ok(text.into())
    }
}

/// The `proof` blocks of a text with the headers above them.
fn blocks(markdown: &str) -> Vec<(String, String)> {
    let (mut found, mut name, mut open) = (Vec::new(), String::new(), None::<String>);
    for line in markdown.lines() {
        match (&mut open, line.trim_end()) {
            (Some(_), "```") => found.extend(open.take().map(|text| (name.clone(), text))),
            (Some(text), _) => *text += &format!("{line}\n"),
            (None, "```proof") => open = Some(String::new()),
            (None, other) => {
                if let Some(title) = other.strip_prefix("## ") {
                    name = title.to_owned();
                }
            }
        }
    }
    found
}

fn tried(text: &str) -> Outcome {
    let files = Files { text: text.into() };
    let requests = [Request::under("proofs", PATH)];
    let checked = check::check(&files, &requests, &check::Options::default());
    for file in checked.files.iter().filter(|file| &*file.path == PATH) {
        let mistakes: Vec<_> = file.diagnostics.iter().map(|d| &d.message).collect();
        assert!(mistakes.is_empty(), "{mistakes:#?}");
    }
    instance::test_statements(checked, |path| path == PATH, &instance::Options::default())
}

/// The claims of a text with what must come of them.
fn expected(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.split_once("-- test: "));
    lines
        .map(|(item, word)| {
            let name = item.split_whitespace().nth(1).unwrap_or_default();
            (name.to_owned(), word.trim().to_owned())
        })
        .collect()
}

fn run(suite: &str) {
    let (mut wrong, mut count) = (String::new(), 0);
    for (title, text) in blocks(suite) {
        let outcome = tried(&text);
        let expected = expected(&text);
        assert_eq!(outcome.items.len(), expected.len(), "{title}");
        count += expected.len();
        for (item, (name, word)) in outcome.items.iter().zip(expected) {
            assert_eq!(*item.name, *name);
            let found = item.judgement.as_str();
            if found != word {
                wrong += &format!(
                    "{title}: {name}: {word} expected, {found} found: {:?}\n",
                    item.counts
                );
            }
        }
    }
    assert!(count > 0 && wrong.is_empty(), "\n{wrong}");
}

#[test]
fn statements_come_to_what_they_must() {
    run(include_str!("instances/decided.md"));
}
