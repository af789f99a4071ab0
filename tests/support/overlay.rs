//! The library from the disk, and one file in memory on top of it.

use std::sync::Arc;

use rationale::check::{MAX_FILE_BYTES, SourceError, Sources};

/// All files are as on the disk but for one.
pub struct Overlay {
    /// Where the file seems to stand, from the project's folder.
    pub path: &'static str,
    /// What it says.
    pub text: Arc<str>,
}

impl Sources for Overlay {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        if path == self.path {
            return Ok(self.text.clone());
        }
        let disk = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
        let text =
            std::fs::read_to_string(disk).map_err(|_| SourceError::NotFound(path.to_owned()))?;
        assert!(text.len() as u64 <= MAX_FILE_BYTES);
        Ok(text.into())
    }
}
