//! Checks a set of files: loads them with all that they import, and checks each once its imports are done. Files that
//! do not depend on each other run side by side, each on a thread with a stack that no bounded input can exhaust.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::inequality::Limits;

use super::graph::{Graph, Request, SourceFile};
use super::items::{CheckedFile, check_file};
use super::ledger::{AxiomUse, Counts, ItemReport, distinct_axioms};
use super::probe::{Probe, Sight};
use super::sources::{SourceError, Sources};
use super::variants::Variants;

/// The stack of a checking thread, in bytes. It is reserved, not used.
pub(super) const STACK_BYTES: usize = 256 << 20;

/// How claims are tried.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// The time that each may take, in seconds.
    pub seconds: f64,
}

impl Trial {
    /// The limits of one claim that is tried now.
    #[must_use]
    pub fn limits(self) -> Limits {
        let seconds = self.seconds.clamp(0.0, 1e6);
        Limits {
            // A step that has begun is not cut short; it ends within the rest.
            deadline: Some(Instant::now() + Duration::from_secs_f64(seconds * 0.95)),
            ..Limits::default()
        }
    }
}

/// How a session runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many files are checked at a time; 0 is one for each processor.
    pub jobs: usize,
    /// A place whose goal is asked for: a path, and the byte before which steps count.
    pub place: Option<(String, u32)>,
    /// How claims are tried; not at all if nothing is said.
    pub trial: Option<Trial>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            jobs: 1,
            place: None,
            trial: None,
        }
    }
}

/// What came of a session.
pub struct Outcome {
    /// The files, imports first.
    pub files: Vec<Arc<CheckedFile>>,
    /// Files that were asked for and could not be read.
    pub missing: Vec<SourceError>,
    /// The goal at the place that was asked for.
    pub sight: Option<Sight>,
    /// How long it took.
    pub seconds: f64,
}

impl Outcome {
    /// All items, file by file.
    pub fn items(&self) -> impl Iterator<Item = &ItemReport> {
        self.files.iter().flat_map(|file| &file.items)
    }

    /// How many items came out how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.items())
    }

    /// The distinct axioms that the items rest on.
    #[must_use]
    pub fn axioms(&self) -> Vec<AxiomUse> {
        distinct_axioms(self.items())
    }

    /// Whether everything that was asked for is there: no error, nothing failed, nothing unread.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let counts = self.counts();
        let clean = self.files.iter().all(|file| !file.has_errors());
        clean && self.missing.is_empty() && counts.failed == 0
    }
}

/// Checks files.
pub fn check(sources: &dyn Sources, requests: &[Request], options: &Options) -> Outcome {
    check_with(sources, requests, options, || {})
}

/// Checks files and calls `begin` on every thread before it checks anything: there the kernel's log can be set up.
pub fn check_with(
    sources: &dyn Sources,
    requests: &[Request],
    options: &Options,
    begin: impl Fn() + Send + Sync + 'static,
) -> Outcome {
    session(sources, requests, options, None, begin)
}

/// Checks files, and tries variants of each theorem that is proved, with its own proof and at its place.
pub fn check_variants(
    sources: &dyn Sources,
    requests: &[Request],
    options: &Options,
    variants: &Variants,
) -> Outcome {
    session(sources, requests, options, Some(variants), || {})
}

fn session(
    sources: &dyn Sources,
    requests: &[Request],
    options: &Options,
    variants: Option<&Variants>,
    begin: impl Fn() + Send + Sync + 'static,
) -> Outcome {
    let start = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .stack_size(STACK_BYTES)
        .start_handler(move |_| begin())
        .build();
    let mut outcome = match pool {
        Ok(pool) => pool.install(|| run(sources, requests, options, variants)),
        Err(_) => run(sources, requests, options, variants),
    };
    outcome.seconds = start.elapsed().as_secs_f64();
    outcome
}

fn run(
    sources: &dyn Sources,
    requests: &[Request],
    options: &Options,
    variants: Option<&Variants>,
) -> Outcome {
    let graph = Graph::load(sources, requests);
    let schedule = Schedule::new(&graph, options, variants);
    rayon::scope(|scope| {
        for file in schedule.ready() {
            let schedule = &schedule;
            scope.spawn(move |scope| schedule.run(scope, file));
        }
    });
    let probe = schedule
        .probe
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let results: Vec<_> = schedule
        .results
        .iter()
        .map(|result| result.get().cloned())
        .collect();
    Outcome {
        files: graph
            .order
            .iter()
            .filter_map(|file| results[*file].clone())
            .collect(),
        missing: graph.missing.clone(),
        sight: probe.and_then(|probe| probe.sight().cloned()),
        seconds: 0.0,
    }
}

/// Which files wait for how many others.
struct Schedule<'g> {
    graph: &'g Graph,
    results: Vec<OnceLock<Arc<CheckedFile>>>,
    waiting: Vec<AtomicUsize>,
    dependents: Vec<Vec<usize>>,
    place: Option<String>,
    trial: Option<Trial>,
    probe: Mutex<Option<Probe>>,
    variants: Option<&'g Variants>,
}

impl<'g> Schedule<'g> {
    fn new(graph: &'g Graph, options: &Options, variants: Option<&'g Variants>) -> Self {
        let mut dependents = vec![Vec::new(); graph.files.len()];
        for (index, file) in graph.files.iter().enumerate() {
            for import in &file.imports {
                dependents[import.target].push(index);
            }
        }
        Schedule {
            graph,
            variants,
            results: graph.files.iter().map(|_| OnceLock::new()).collect(),
            waiting: graph
                .files
                .iter()
                .map(|file| AtomicUsize::new(file.imports.len()))
                .collect(),
            dependents,
            place: options.place.as_ref().map(|(path, _)| path.clone()),
            trial: options.trial,
            probe: Mutex::new(
                options
                    .place
                    .as_ref()
                    .map(|(_, limit)| Probe::before(*limit)),
            ),
        }
    }

    /// The files that wait for nothing.
    fn ready(&self) -> Vec<usize> {
        let free = |file: &SourceFile| file.imports.is_empty();
        self.graph
            .order
            .iter()
            .copied()
            .filter(|index| free(&self.graph.files[*index]))
            .collect()
    }

    fn run<'s>(&'s self, scope: &rayon::Scope<'s>, index: usize) {
        let file = &self.graph.files[index];
        let imports: Vec<_> = file
            .imports
            .iter()
            .filter_map(|import| self.results[import.target].get().cloned())
            .collect();
        let result = if self.place.as_deref() == Some(&*file.path) {
            let mut probe = self.probe.lock().unwrap_or_else(PoisonError::into_inner);
            check_file(file, &imports, probe.as_mut(), self.variants, self.trial)
        } else {
            check_file(file, &imports, None, self.variants, self.trial)
        };
        let _ = self.results[index].set(Arc::new(result));
        for dependent in &self.dependents[index] {
            if self.waiting[*dependent].fetch_sub(1, Ordering::AcqRel) == 1 {
                scope.spawn(move |scope| self.run(scope, *dependent));
            }
        }
    }
}
