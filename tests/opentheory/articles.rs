//! Articles that probe one command or one rule of the format each, in `articles/`, with their verdicts in a table.

use rationale::opentheory::read::{Symbols, read};
use std::{
    collections::BTreeSet,
    fs::{File, read_dir, read_to_string},
    path::{Path, PathBuf},
};

/// A line of the table.
pub struct Expected {
    pub name: String,
    pub accept: bool,
    /// A part of what is said when it is refused.
    pub reason: String,
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/opentheory/articles")
}

pub fn table() -> Vec<Expected> {
    let text = read_to_string(folder().join("EXPECTED.tsv")).expect("the table of verdicts");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let mut cell = || cells.next().unwrap_or_default();
        Expected {
            name: cell(),
            accept: match cell().as_str() {
                "accept" => true,
                "reject" => false,
                other => panic!("{line}: no verdict is called {other}"),
            },
            reason: cell(),
        }
    };
    lines.map(row).collect()
}

#[test]
fn every_article_gets_its_verdict() {
    let mut wrong = String::new();
    for expected in table() {
        let name = &expected.name;
        let file = File::open(folder().join(name).with_extension("art")).expect(name);
        let outcome = read(file, &mut Symbols::default());
        let fits = match &outcome {
            Ok(_) => expected.accept,
            Err(error) => !expected.accept && error.to_string().contains(&expected.reason),
        };
        if !fits {
            let said = outcome.map(|article| article.counts);
            wrong.push_str(&format!("{name}: {said:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_article_is_in_the_table() {
    let listed: BTreeSet<String> = table().into_iter().map(|expected| expected.name).collect();
    let files = read_dir(folder()).expect("a folder").flatten();
    let stem = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let articles = files
        .map(|file| file.path())
        .filter(|p| p.extension().is_some_and(|e| e == "art"));
    let found: BTreeSet<String> = articles.filter_map(stem).collect();
    assert_eq!(listed, found);
    assert!(listed.len() > 100);
}
