//! Where the text of proof files comes from. The checker asks a [`Sources`] for text by path and never touches the
//! disk itself: the command line hands in the disk, tests and editors hand in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

/// A proof file is at most this long.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Why a file's text could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// There is no such file.
    #[error("there is no file `{0}`")]
    NotFound(String),
    /// The file is longer than [`MAX_FILE_BYTES`].
    #[error("`{path}` has {bytes} bytes; a proof file may have at most {MAX_FILE_BYTES}")]
    TooLarge {
        /// The file.
        path: String,
        /// Its length.
        bytes: u64,
    },
    /// The file is not text.
    #[error("`{path}` is not UTF-8: the first bad byte is at offset {offset}")]
    NotUtf8 {
        /// The file.
        path: String,
        /// How many good bytes come before the first bad one.
        offset: usize,
    },
    /// Anything else that the operating system said.
    #[error("cannot read `{path}`: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's words.
        reason: String,
    },
}

/// Gives the text of a file by its path. Paths use `/` on every system.
pub trait Sources: Sync {
    /// The text of `path`.
    ///
    /// # Errors
    /// Says why there is no text.
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError>;
}

/// Files held in memory.
#[derive(Clone, Debug, Default)]
pub struct MemorySources {
    files: BTreeMap<String, Arc<str>>,
}

impl MemorySources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) {
        self.files.insert(path.into(), text.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// The paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

impl Sources for MemorySources {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        let text = self
            .files
            .get(path)
            .ok_or_else(|| SourceError::NotFound(path.to_owned()))?;
        check_length(path, text.len() as u64)?;
        Ok(Arc::clone(text))
    }
}

/// Refuses a file that is too long.
///
/// # Errors
/// [`SourceError::TooLarge`].
pub fn check_length(path: &str, bytes: u64) -> Result<(), SourceError> {
    if bytes <= MAX_FILE_BYTES {
        return Ok(());
    }
    Err(SourceError::TooLarge {
        path: path.to_owned(),
        bytes,
    })
}

/// Turns bytes into text.
///
/// # Errors
/// [`SourceError::TooLarge`] and [`SourceError::NotUtf8`].
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Arc<str>, SourceError> {
    check_length(path, bytes.len() as u64)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(SourceError::NotUtf8 {
            path: path.to_owned(),
            offset: error.utf8_error().valid_up_to(),
        }),
    }
}

/// The folder that imports in `path` start from: the innermost folder named `proofs` that holds it, or else `given`.
#[must_use]
pub fn proof_root<'a>(path: &'a str, given: &'a str) -> &'a str {
    let mut end = path.len();
    while let Some(slash) = path[..end].rfind('/') {
        let folder = &path[..slash];
        if folder.rsplit('/').next() == Some("proofs") {
            return folder;
        }
        end = slash;
    }
    given
}

/// The path that `import name` means under `root`: `lib.real` is `root/lib/real.proof`.
#[must_use]
pub fn import_path(root: &str, name: &str) -> String {
    let relative = name.replace('.', "/");
    if root.is_empty() {
        format!("{relative}.proof")
    } else {
        format!("{root}/{relative}.proof")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_innermost_proofs_folder() {
        assert_eq!(proof_root("a/proofs/lib/real.proof", "x"), "a/proofs");
        assert_eq!(proof_root("proofs/lib/real.proof", "x"), "proofs");
        assert_eq!(
            proof_root("proofs/a/proofs/b.proof", "x"),
            "proofs/a/proofs"
        );
        assert_eq!(proof_root("/proofs/b.proof", "x"), "/proofs");
        assert_eq!(proof_root("demo/first.proof", "demo"), "demo");
        assert_eq!(proof_root("proofs", ""), "");
    }

    #[test]
    fn an_import_names_a_file_under_the_root() {
        assert_eq!(import_path("proofs", "lib.real"), "proofs/lib/real.proof");
        assert_eq!(import_path("", "first"), "first.proof");
    }

    #[test]
    fn bad_bytes_are_reported_with_their_offset() {
        let error = decode("a.proof", vec![b'a', b'b', 0xff]).unwrap_err();
        assert_eq!(
            error,
            SourceError::NotUtf8 {
                path: "a.proof".into(),
                offset: 2
            }
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = MemorySources::new().read("a.proof").unwrap_err();
        assert_eq!(error.to_string(), "there is no file `a.proof`");
    }
}
