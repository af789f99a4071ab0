//! The kernel's log, kept: every inference of every thread that a recorder was attached to.

use rationale_kernel::{
    Inference, Serial, Sink, Substitution, Theorem, TypeSubstitution, set_sink, take_sink,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an inference was by.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    Named(&'static str),
    Terms(Substitution),
    Types(TypeSubstitution),
    Specify(Substitution),
}

/// One inference.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) rule: Rule,
    premises: [Serial; 2],
    pub(super) result: Theorem,
}

impl Record {
    /// The serials of its premises.
    pub(super) fn premises(&self) -> impl Iterator<Item = Serial> + use<> {
        self.premises.into_iter().filter(|serial| *serial != 0)
    }
}

/// Records inferences; clones share what they record.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<Record>>>);

struct Recording(Recorder);

impl Sink for Recording {
    fn record(&mut self, inference: Inference<'_>, premises: &[Serial], result: &Theorem) {
        let rule = match inference {
            Inference::Rule(name) => Rule::Named(name),
            Inference::Instantiate(by) => Rule::Terms(by.clone()),
            Inference::InstantiateTypes(by) => Rule::Types(by.clone()),
            Inference::Specify(by) => Rule::Specify(by.clone()),
        };
        let premise = |at| premises.get(at).copied().unwrap_or(0);
        self.0.records().push(Record {
            rule,
            premises: [premise(0), premise(1)],
            result: result.clone(),
        });
    }
}

impl Recorder {
    /// Starts recording the inferences of this thread.
    pub fn attach(&self) {
        set_sink(Box::new(Recording(self.clone())));
    }

    /// Stops recording the inferences of this thread.
    pub fn detach() {
        take_sink();
    }

    /// How many inferences were recorded so far.
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn records(&self) -> MutexGuard<'_, Vec<Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was recorded, in order of serials.
    pub(super) fn log(&self) -> Log {
        let mut log = Log(vec![]);
        log.extend(self);
        log
    }
}

/// Inferences in order of their serials: premises before conclusions.
pub(super) struct Log(Vec<Record>);

impl Log {
    /// Adds what was recorded since; its serials are larger than all before.
    pub(super) fn extend(&mut self, recorder: &Recorder) {
        let mut records = std::mem::take(&mut *recorder.records());
        records.sort_by_key(|record| record.result.serial());
        self.0.append(&mut records);
    }

    pub(super) fn place(&self, serial: Serial) -> Option<usize> {
        self.0
            .binary_search_by_key(&serial, |record| record.result.serial())
            .ok()
    }

    pub(super) fn get(&self, place: usize) -> &Record {
        &self.0[place]
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
