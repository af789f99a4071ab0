//! docs/theorems.md is what `rationale doc --table` writes, and every numbered claim has a theorem there, none of them
//! conditional. `UPDATE=1 cargo test --test theorems` writes the file anew; read the difference before you commit it.

use std::fs;
use std::path::Path;

use rationale::check::{Options, Request, SourceError, Sources, check};
use rationale::report::table;

/// The claims of "A Theory of Multimodal Learning" in precise form, what they rest on, and what goes beyond it.
const CLAIMS: [&str; 28] = [
    "L1", "L2", "L3", "L4", "L5", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10",
    "U1", "U2", "U3", "H1", "H2", "H3a", "H3b", "H4", "X1", "X2", "X3", "X4", "X5",
];

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &str) -> Result<std::sync::Arc<str>, SourceError> {
        fs::read_to_string(path)
            .map(Into::into)
            .map_err(|_| SourceError::NotFound(path.into()))
    }
}

fn requests(folder: &Path, found: &mut Vec<Request>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            requests(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "proof")
        {
            found.push(Request::under("proofs", path.to_str().unwrap()));
        }
    }
}

#[test]
fn every_claim_is_proved_and_listed() {
    let mut files = Vec::new();
    requests(Path::new("proofs/lib"), &mut files);
    requests(Path::new("proofs/multimodal"), &mut files);
    let outcome = check(&Disk, &files, &Options::default());
    let table = table::render(&outcome);
    for claim in CLAIMS {
        let rows: Vec<&str> = table
            .lines()
            .filter(|line| line.starts_with(&format!("| {claim} |")))
            .collect();
        assert!(!rows.is_empty(), "no theorem is {claim}");
        for row in rows {
            assert!(row.contains("| proved |"), "{row}");
        }
    }
    let file = Path::new("docs/theorems.md");
    let written = fs::read_to_string(file).unwrap();
    let (head, old) = written.split_once("\n| claim |").unwrap();
    let new = format!("{head}\n{table}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, new).unwrap();
    } else {
        let old = format!("{head}\n| claim |{old}");
        assert!(
            old == new,
            "docs/theorems.md is not what `rationale doc --table` writes; UPDATE=1 writes it anew"
        );
    }
}
