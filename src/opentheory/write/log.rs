//! The kernel's log, kept: every inference of every thread that a recorder was attached to.

use rationale_kernel::{Inference, Serial, Sink, Theorem, set_sink, take_sink};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One inference. Where the arguments of the rule do not tell what came out, the record does.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) serial: Serial,
    pub(super) inference: Inference,
    pub(super) stated: Option<Theorem>,
}

/// Records inferences; clones share what they record.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<Record>>>);

struct Recording(Recorder);

impl Sink for Recording {
    fn record(&mut self, serial: Serial, inference: Inference, result: &Theorem) {
        let stated = match inference {
            Inference::Axiom(_) | Inference::Compute(_) | Inference::TypeAbsRep(..) | Inference::TypeRepAbs(_) => {
                Some(result.clone())
            }
            _ => None,
        };
        self.0.records().push(Record {
            serial,
            inference,
            stated,
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
        records.sort_by_key(|record| record.serial);
        self.0.append(&mut records);
    }

    pub(super) fn place(&self, serial: Serial) -> Option<usize> {
        self.0.binary_search_by_key(&serial, |record| record.serial).ok()
    }

    pub(super) fn get(&self, place: usize) -> &Record {
        &self.0[place]
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// The premises of an inference.
pub(super) fn premises(inference: &Inference) -> impl Iterator<Item = Serial> + use<> {
    use Inference::*;
    let (first, second) = match inference {
        Transitive(a, b) | Congruence(a, b) | EqualModusPonens(a, b) | DeductAntisymmetric(a, b) => (Some(*a), Some(*b)),
        Abstraction(_, a) | Instantiate(_, a) | InstantiateTypes(_, a) | SpecifyConstants(_, a) | TypeAbsRep(_, _, a)
        | TypeRepAbs(a) => (Some(*a), None),
        Reflexive(_) | Beta(_) | Assume(_) | Axiom(_) | DefineConstant(..) | Literal(_) | Compute(_) => (None, None),
    };
    first.into_iter().chain(second)
}
