//! Which files import which. Loading follows imports from the files that were asked for, parses each file once, and
//! puts the files in an order in which every file comes after those that it imports. Import cycles are reported and cut.

use std::collections::HashMap;
use std::sync::Arc;

use super::sources::{SourceError, Sources, import_path, proof_root};
use crate::report::Diagnostic;
use crate::syntax::{self, ast};

/// The folder of the working folder in which imports are looked for if a file's own root does not have them.
const SHARED: &str = "proofs";

/// At most this many files are loaded.
pub const MAX_FILES: usize = 10_000;

/// A file to check, and the path that was given for it: the file itself or a folder above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The file.
    pub path: String,
    /// The folder from which imports start if no folder above the file is called `proofs`.
    pub given: String,
}

impl Request {
    /// A file whose imports start from its own folder (or from the folder `proofs` above it).
    #[must_use]
    pub fn file(path: &str) -> Self {
        let given = path.rfind('/').map_or("", |slash| &path[..slash]);
        Request {
            path: path.to_owned(),
            given: given.to_owned(),
        }
    }

    /// A file under a folder that was given.
    #[must_use]
    pub fn under(folder: &str, path: &str) -> Self {
        Request {
            path: path.to_owned(),
            given: folder.to_owned(),
        }
    }
}

/// An import that led to a file.
#[derive(Clone, Debug)]
pub struct Import {
    /// The file's place in the graph.
    pub target: usize,
    /// Where the import stands.
    pub span: ast::Span,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path.
    pub path: Arc<str>,
    /// Its dotted name, as an import would write it.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its tree.
    pub tree: Arc<ast::File>,
    /// What parsing and importing had to say.
    pub diagnostics: Vec<Diagnostic>,
    /// Its imports.
    pub imports: Vec<Import>,
    /// Whether some import could not be resolved: then the items cannot be checked.
    pub broken: bool,
    root: String,
}

/// The files, and an order to check them in.
#[derive(Debug, Default)]
pub struct Graph {
    /// The files, in the order in which they were found.
    pub files: Vec<SourceFile>,
    /// Indices into `files`, imports first.
    pub order: Vec<usize>,
    /// Requested files that could not be read.
    pub missing: Vec<SourceError>,
}

impl Graph {
    /// Loads the requested files and all that they import.
    pub fn load(sources: &dyn Sources, requests: &[Request]) -> Self {
        Self::load_again(sources, requests, &mut Trees::new())
    }

    /// As [`Graph::load`]; texts that were parsed before are not parsed again.
    pub(super) fn load_again(
        sources: &dyn Sources,
        requests: &[Request],
        trees: &mut Trees,
    ) -> Self {
        let mut loader = Loader {
            sources,
            trees,
            graph: Graph::default(),
            known: HashMap::new(),
        };
        for request in requests {
            let root = proof_root(&request.path, &request.given);
            if let Err(error) = loader.add(&request.path, root) {
                loader.graph.missing.push(error);
            }
        }
        loader.follow_imports();
        let mut graph = loader.graph;
        graph.sort();
        graph
    }

    /// Puts imports first, by an iterative depth-first walk.
    fn sort(&mut self) {
        let mut state = vec![Visit::New; self.files.len()];
        for start in 0..self.files.len() {
            self.visit(start, &mut state);
        }
    }

    fn visit(&mut self, start: usize, state: &mut [Visit]) {
        let mut path = vec![(start, 0)];
        if state[start] != Visit::New {
            return;
        }
        state[start] = Visit::Open;
        while let Some((file, next)) = path.last_mut() {
            let (file, import) = (*file, *next);
            *next += 1;
            let Some(target) = self.files[file]
                .imports
                .get(import)
                .map(|import| import.target)
            else {
                state[file] = Visit::Done;
                self.order.push(file);
                path.pop();
                continue;
            };
            match state[target] {
                Visit::New => {
                    state[target] = Visit::Open;
                    path.push((target, 0));
                }
                Visit::Open => {
                    self.cut_cycle(file, import, &path);
                    if let Some((_, next)) = path.last_mut() {
                        *next -= 1;
                    }
                }
                Visit::Done => {}
            }
        }
    }

    /// Removes the import that closes a cycle and says which files are on it.
    fn cut_cycle(&mut self, file: usize, import: usize, path: &[(usize, usize)]) {
        let import = self.files[file].imports.remove(import);
        let cycle = path
            .iter()
            .map(|(file, _)| *file)
            .skip_while(|file| *file != import.target);
        let mut names: Vec<_> = cycle
            .map(|file| format!("`{}`", self.files[file].name))
            .collect();
        names.push(format!("`{}`", self.files[import.target].name));
        let message = format!("these files import each other: {}", names.join(" imports "));
        let file = &mut self.files[file];
        file.broken = true;
        file.diagnostics
            .push(Diagnostic::error("import-cycle", import.span, message));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}

/// A text that was parsed.
#[derive(Clone)]
pub(super) struct ParsedText {
    text: Arc<str>,
    tree: Arc<ast::File>,
    diagnostics: Vec<Diagnostic>,
}

/// Texts that were parsed, by path.
pub(super) type Trees = HashMap<String, ParsedText>;

struct Loader<'a> {
    sources: &'a dyn Sources,
    trees: &'a mut Trees,
    graph: Graph,
    known: HashMap<String, usize>,
}

impl Loader<'_> {
    /// The place of a file, which is read and parsed when it is new.
    fn add(&mut self, path: &str, root: &str) -> Result<usize, SourceError> {
        if let Some(index) = self.known.get(path) {
            return Ok(*index);
        }
        if self.graph.files.len() >= MAX_FILES {
            let reason = format!("more than {MAX_FILES} files are loaded");
            return Err(SourceError::Unreadable {
                path: path.to_owned(),
                reason,
            });
        }
        let text = self.sources.read(path)?;
        let parsed = self.parse(path, &text);
        let index = self.graph.files.len();
        self.known.insert(path.to_owned(), index);
        self.graph.files.push(SourceFile {
            path: path.into(),
            name: module_name(path, root),
            text,
            tree: parsed.tree,
            diagnostics: parsed.diagnostics,
            imports: Vec::new(),
            broken: false,
            root: root.to_owned(),
        });
        Ok(index)
    }

    fn parse(&mut self, path: &str, text: &Arc<str>) -> ParsedText {
        if let Some(known) = self.trees.get(path).filter(|known| known.text == *text) {
            return known.clone();
        }
        let parsed = syntax::parse(text);
        let parsed = ParsedText {
            text: Arc::clone(text),
            tree: Arc::new(parsed.file),
            diagnostics: parsed.diagnostics,
        };
        self.trees.insert(path.to_owned(), parsed.clone());
        parsed
    }

    fn follow_imports(&mut self) {
        let mut next = 0;
        while next < self.graph.files.len() {
            let tree = Arc::clone(&self.graph.files[next].tree);
            for item in &tree.items {
                if let ast::ItemKind::Import(name) = &item.kind {
                    self.follow(next, name);
                }
            }
            next += 1;
        }
    }

    fn follow(&mut self, importer: usize, name: &ast::Ident) {
        let root = self.graph.files[importer].root.clone();
        let own = self.add(&import_path(&root, &name.value), &root);
        let found = match own {
            Err(SourceError::NotFound(_)) if root != SHARED => {
                self.add(&import_path(SHARED, &name.value), SHARED).or(own)
            }
            found => found,
        };
        match found {
            Ok(target) => self.graph.files[importer].imports.push(Import {
                target,
                span: name.span,
            }),
            Err(error) => {
                let file = &mut self.graph.files[importer];
                file.broken = true;
                file.diagnostics
                    .push(unresolved(&name.value, &error, name.span));
            }
        }
    }
}

fn unresolved(name: &str, error: &SourceError, span: ast::Span) -> Diagnostic {
    let message = format!("cannot import `{name}`: {error}");
    Diagnostic::error("unresolved-import", span, message)
}

/// `proofs/lib/real.proof` under `proofs` is `lib.real`.
fn module_name(path: &str, root: &str) -> String {
    let inside = path
        .strip_prefix(root)
        .unwrap_or(path)
        .trim_start_matches('/');
    inside
        .strip_suffix(".proof")
        .unwrap_or(inside)
        .replace('/', ".")
}
