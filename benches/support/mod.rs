//! What several benchmarks start from.

use rationale::check::MemorySources;

/// The files of the library, in memory.
pub fn library() -> MemorySources {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/proofs/lib");
    let mut sources = MemorySources::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if let (Ok(text), Some(name)) = (std::fs::read_to_string(&path), path.file_name()) {
            sources.insert(format!("proofs/lib/{}", name.to_string_lossy()), text);
        }
    }
    sources
}
