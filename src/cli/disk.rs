//! The disk as a source of proof files, and the walk through folders: sorted, and never through a symbolic link to a
//! folder, so that it ends. Where an imported file of the library is not on the disk, the one in the program serves.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, File, include_dir};
use rationale::check::{MAX_FILE_BYTES, Request, SourceError, Sources, check_length, decode};

/// The library and the paper as they were when the program was built. They are checked like any other file.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/proofs");

/// Files on the disk, by paths relative to the working folder; and what is built in.
pub struct Disk;

impl Sources for Disk {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        match read_file(path) {
            Err(SourceError::NotFound(path)) => built_in(&path).ok_or(SourceError::NotFound(path)),
            outcome => outcome,
        }
    }
}

/// The file in the program that an import such as `lib.sum` means, for the path at which it would be on the disk.
fn built_in(path: &str) -> Option<Arc<str>> {
    let mut rest = path;
    loop {
        if let Some(file) = BUILT_IN.get_file(rest) {
            return file.contents_utf8().map(Arc::from);
        }
        rest = rest.split_once('/')?.1;
    }
}

/// The files of the library in the program, by paths such as `lib/sum.proof`.
pub fn library() -> Vec<(String, Arc<str>)> {
    let folder = BUILT_IN.get_dir("lib");
    let files = folder.into_iter().flat_map(Dir::files);
    let text = |file: &File<'_>| {
        let name = file.path().to_string_lossy().replace('\\', "/");
        Some((name, Arc::from(file.contents_utf8()?)))
    };
    files.filter_map(text).collect()
}

fn read_file(path: &str) -> Result<Arc<str>, SourceError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound(path.to_owned()),
        _ => SourceError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        },
    };
    let file = fs::File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        let reason = "it is no file".to_owned();
        return Err(SourceError::Unreadable {
            path: path.to_owned(),
            reason,
        });
    }
    check_length(path, metadata.len())?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    decode(path, bytes)
}

/// The files to check for the paths that were given: a file stands for itself, a folder for all `.proof` files in it.
///
/// # Errors
/// A path that is not there, or a folder that cannot be read.
pub fn requests(paths: &[String]) -> Result<Vec<Request>, SourceError> {
    let mut requests = Vec::new();
    for path in paths {
        let path = path.trim_end_matches('/');
        let path = path.strip_prefix("./").unwrap_or(path);
        let shown = if path.is_empty() { "." } else { path };
        let metadata = fs::metadata(shown).map_err(|_| SourceError::NotFound(shown.to_owned()))?;
        if metadata.is_dir() {
            walk(shown, shown, &mut requests)?;
        } else {
            requests.push(Request::file(shown));
        }
    }
    Ok(requests)
}

fn walk(given: &str, folder: &str, requests: &mut Vec<Request>) -> Result<(), SourceError> {
    let failed = |error: io::Error| SourceError::Unreadable {
        path: folder.to_owned(),
        reason: error.to_string(),
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        entries.push((
            entry.file_name().to_string_lossy().into_owned(),
            entry.file_type().map_err(failed)?,
        ));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, kind) in entries {
        let path = if folder == "." {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        let is_proof = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "proof");
        if kind.is_dir() && !name.starts_with('.') {
            walk(given, &path, requests)?;
        } else if is_proof && Path::new(&path).is_file() {
            requests.push(Request::under(if given == "." { "" } else { given }, &path));
        }
    }
    Ok(())
}
