//! What trying a statement on instances must come to, above all where an answer would be a guess. The suites are the
//! Markdown files in tests/instances: each `proof` block is a file, and `-- test: WORD` stands behind the name of a claim.

#[path = "support/overlay.rs"]
mod overlay;

use overlay::Overlay;
use rationale::check::{self, Request};
use rationale::instance::{self, Outcome};

const PATH: &str = "proofs/tried.proof";

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
    let files = Overlay {
        path: PATH,
        text: text.into(),
    };
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
