//! The files of `proofs/`, for tests that check something on top of the library.

use std::fs;
use std::path::Path;

use rationale::check::{self, MemorySources, Options, Outcome, Request};

/// Every proof file below a folder, as paths with `/`.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "proof")
        {
            found.push(path.to_str().unwrap().replace('\\', "/"));
        }
    }
    found.sort();
    found
}

/// The corpus as sources.
pub fn sources() -> MemorySources {
    let mut sources = MemorySources::new();
    for path in files_below(Path::new("proofs")) {
        let text = fs::read_to_string(&path).unwrap();
        sources.insert(path, text);
    }
    sources
}

/// Checks one more file on top of the corpus.
#[allow(dead_code, reason = "each test crate uses a part")]
pub fn check_with(path: &str, text: &str) -> Outcome {
    let mut sources = sources();
    sources.insert(path, text);
    check::check(
        &sources,
        &[Request::file(path)],
        &Options {
            jobs: 0,
            ..Options::default()
        },
    )
}
