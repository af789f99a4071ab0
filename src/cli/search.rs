//! `rationale search`: finds lemmas in files on the disk.

use std::sync::Arc;

use rationale::check::Sources;
use rationale::report::{Source, full};
use rationale::search::{self, Query, Text};

use super::commands::{print, usage};
use super::{FAILURE, SUCCESS, USAGE, disk};

/// Looks through the files of the paths; exit code 1 if nothing is found.
pub fn run(query: &str, limit: usize, paths: &[String]) -> u8 {
    let wanted = match Query::read(query) {
        Ok(wanted) if search::is_anything(&wanted) => return usage("`_` alone matches everything"),
        Ok(wanted) => wanted,
        Err(diagnostics) => {
            eprint!(
                "{}",
                full::render_all(&diagnostics, &Source::new("the pattern", query), false)
            );
            return USAGE;
        }
    };
    let requests = match disk::requests(paths) {
        Ok(requests) => requests,
        Err(error) => return usage(&error.to_string()),
    };
    let mut files: Vec<(String, Arc<str>)> = Vec::new();
    for request in requests {
        match disk::Disk.read(&request.path) {
            Ok(text) => files.push((request.path, text)),
            Err(error) => eprintln!("error: {error}"),
        }
    }
    let texts: Vec<Text<'_>> = files
        .iter()
        .map(|(path, text)| Text { path, text })
        .collect();
    let found = search::search(&texts, &wanted);
    print(&search::render(&found, limit));
    if found.is_empty() { FAILURE } else { SUCCESS }
}
