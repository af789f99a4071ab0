//! `rationale search`: finds lemmas in files on the disk, and in the library that is built in.

use std::path::Path;
use std::sync::Arc;

use rationale::check::{SourceError, Sources};
use rationale::report::{Source, full};
use rationale::search::{self, Query, Text};

use super::commands::{print, usage};
use super::{FAILURE, SUCCESS, USAGE, disk};

/// The folder that is looked through if nothing is said.
const PROOFS: &str = "proofs";

/// Looks through the files of the paths, or through `proofs` and the library; exit code 1 if nothing is found.
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
    let files = match files(paths) {
        Ok(files) => files,
        Err(error) => return usage(&error.to_string()),
    };
    let texts: Vec<Text<'_>> = files
        .iter()
        .map(|(path, text)| Text { path, text })
        .collect();
    let found = search::search(&texts, &wanted);
    print(&search::render(&found, limit));
    if found.is_empty() { FAILURE } else { SUCCESS }
}

/// The files to look through; without paths also those that are built in and have no namesake on the disk.
fn files(paths: &[String]) -> Result<Vec<(String, Arc<str>)>, SourceError> {
    let everything = paths.is_empty();
    let own = if everything && !Path::new(PROOFS).is_dir() {
        Vec::new()
    } else if everything {
        disk::requests(&[PROOFS.to_owned()])?
    } else {
        disk::requests(paths)?
    };
    let mut files: Vec<(String, Arc<str>)> = Vec::new();
    for request in own {
        match disk::Disk.read(&request.path) {
            Ok(text) => files.push((request.path, text)),
            Err(error) => eprintln!("error: {error}"),
        }
    }
    if everything {
        let library = disk::library();
        let is_new = |name: &str| {
            !files
                .iter()
                .any(|(path, _)| path.ends_with(&format!("/{name}")))
        };
        let missing: Vec<_> = library
            .into_iter()
            .filter(|(name, _)| is_new(name))
            .collect();
        files.extend(missing);
    }
    Ok(files)
}
