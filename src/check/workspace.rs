//! Files that are edited and checked again, as an editor's server does it. Texts that did not change are not parsed
//! again, files whose imports did not change are not checked again, and of an edited file only the items that the edit
//! can concern: those in the region that changed, and those that looked up something that changed there.
//!
//! What is kept of an item is what it did: the kernel's theorems and constants, which are put into the new environment as
//! they are. There is no kept verdict: a status is made from the axioms that a theorem carries.

use std::collections::HashMap;
use std::sync::Arc;

use super::again::{Changed, Kept, check_again};
use super::graph::{Graph, Request, SourceFile, Trees};
use super::items::CheckedFile;
use super::session::STACK_BYTES;
use super::sources::{MemorySources, SourceError, Sources};

/// Files in memory over other sources.
pub struct Workspace<S> {
    sources: Layers<S>,
    trees: Trees,
    kept: HashMap<Arc<str>, Version>,
    pool: Option<rayon::ThreadPool>,
    checked: usize,
}

/// A checked file, with what was checked to check it.
struct Version {
    kept: Kept,
    /// Changes when something that others can see changes.
    number: u64,
    imports: Vec<(Arc<str>, u64)>,
    /// The number before this one, and what changed since.
    last: Option<(u64, Changed)>,
}

struct Layers<S> {
    open: MemorySources,
    below: S,
}

impl<S: Sources> Sources for Layers<S> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        match self.open.read(path) {
            Err(SourceError::NotFound(_)) => self.below.read(path),
            other => other,
        }
    }
}

impl<S: Sources> Workspace<S> {
    /// A workspace in which no file is open yet; `below` has the others.
    pub fn new(below: S) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .stack_size(STACK_BYTES)
            .build();
        Workspace {
            sources: Layers {
                open: MemorySources::new(),
                below,
            },
            trees: Trees::new(),
            kept: HashMap::new(),
            pool: pool.ok(),
            checked: 0,
        }
    }

    /// Opens a file, or edits it: this is its text now.
    pub fn set(&mut self, path: &str, text: &str) {
        self.sources.open.insert(path, text);
    }

    /// Closes a file: its text is again that of the sources below.
    pub fn close(&mut self, path: &str) {
        self.sources.open.remove(path);
    }

    /// How many items the last check had to look at.
    #[must_use]
    pub fn checked_items(&self) -> usize {
        self.checked
    }

    /// Checks a file and what it imports, as far as that is needed.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn check(&mut self, path: &str) -> Result<Arc<CheckedFile>, SourceError>
    where
        S: Send,
    {
        let graph = Graph::load_again(&self.sources, &[Request::file(path)], &mut self.trees);
        if let Some(error) = graph.missing.first() {
            return Err(error.clone());
        }
        let kept = &mut self.kept;
        let mut run = || update_all(&graph, kept);
        self.checked = match &self.pool {
            Some(pool) => pool.install(run),
            None => run(),
        };
        let version = self.kept.get(path);
        version
            .map(|version| Arc::clone(&version.kept.file))
            .ok_or_else(|| SourceError::NotFound(path.to_owned()))
    }
}

/// Brings all files of the graph up to date, imports first; tells how many items were checked.
fn update_all(graph: &Graph, kept: &mut HashMap<Arc<str>, Version>) -> usize {
    let files = graph.order.iter().map(|index| &graph.files[*index]);
    files.map(|file| update(graph, file, kept)).sum()
}

/// Brings one file up to date; tells how many items were checked.
fn update(graph: &Graph, file: &SourceFile, kept: &mut HashMap<Arc<str>, Version>) -> usize {
    let (mut versions, mut imports) = (Vec::new(), Vec::new());
    for import in &file.imports {
        let path = &graph.files[import.target].path;
        if let Some(version) = kept.get(path) {
            versions.push((Arc::clone(path), version.number));
            imports.push(Arc::clone(&version.kept.file));
        }
    }
    let before = kept.remove(&file.path).filter(|_| !file.broken);
    let outside = before
        .as_ref()
        .and_then(|before| changed_imports(before, &versions, kept));
    let (last, known) = match before.zip(outside) {
        Some((before, outside)) if outside.is_empty() && before.kept.is_of(file) => {
            kept.insert(Arc::clone(&file.path), before);
            return 0;
        }
        Some((before, outside)) => (
            Some((before.number, before.last)),
            Some((before.kept, outside)),
        ),
        None => (None, None),
    };
    let again = check_again(file, &imports, known);
    let (number, last) = match last {
        None => (fresh_number(), None),
        Some((number, last)) if again.changed.is_empty() => (number, last),
        Some((number, _)) => (fresh_number(), Some((number, again.changed))),
    };
    let version = Version {
        kept: again.kept,
        number,
        imports: versions,
        last,
    };
    kept.insert(Arc::clone(&file.path), version);
    again.checked
}

/// What changed in a file's imports since it was checked; nothing if that is not known.
fn changed_imports(
    before: &Version,
    imports: &[(Arc<str>, u64)],
    kept: &HashMap<Arc<str>, Version>,
) -> Option<Changed> {
    let mut changed = Changed::default();
    if before.imports.len() != imports.len() {
        return None;
    }
    for ((was, old), (path, new)) in before.imports.iter().zip(imports) {
        if was != path {
            return None;
        }
        if old != new {
            let (from, what) = kept.get(path)?.last.as_ref()?;
            (from == old).then(|| changed.extend(what))?;
        }
    }
    Some(changed)
}

/// A number that no other call returns.
fn fresh_number() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
