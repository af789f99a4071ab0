//! The kernel's log, kept: every inference of every thread that a recorder was attached to.

use crate::logic::TermShape;
use rationale_kernel::{
    Inference, Name, Serial, Sink, Substitution, Term, Theorem, Type, Variable, set_sink,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an inference was by, with as much of its result as its premises do not tell: a log is long, and terms that only
/// results hold would fill the memory.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    /// The premises tell all.
    Plain(&'static str),
    /// About one term.
    Term(&'static str, Term),
    /// Abstraction over a variable.
    Abstraction(Variable),
    Terms(Box<[(Variable, Term)]>),
    Types(Box<[(Name, Type)]>),
    Specify(Substitution),
    /// The result tells all.
    Stated(&'static str, Box<Theorem>),
}

impl Rule {
    /// For an inference with that result.
    fn of(inference: &Inference<'_>, result: &Theorem) -> Self {
        let name = match inference {
            Inference::Rule(name) => *name,
            Inference::Instantiate(by) => return Rule::Terms(pairs(by)),
            Inference::InstantiateTypes(by) => return Rule::Types(pairs(by)),
            Inference::Specify(by) => return Rule::Specify((*by).clone()),
        };
        let left = result.as_equation().map(|(left, _)| left);
        match (name, left) {
            ("transitive" | "congruence" | "equal_modus_ponens" | "deduct_antisymmetric", _) => {
                Rule::Plain(name)
            }
            ("assume", _) => Rule::Term(name, result.conclusion()),
            ("reflexive" | "beta", Some(left)) => Rule::Term(name, left.clone()),
            ("abstraction", Some(left)) => match left.as_abstraction() {
                Some(bound) => {
                    let (hint, ty) = (bound.hint().clone(), bound.binder_type().clone());
                    Rule::Abstraction(Variable::new(hint, ty))
                }
                None => Rule::Stated(name, Box::new(result.clone())),
            },
            _ => Rule::Stated(name, Box::new(result.clone())),
        }
    }
}

/// The pairs of a map, in less space than a map.
fn pairs<K: Clone, V: Clone>(map: &BTreeMap<K, V>) -> Box<[(K, V)]> {
    map.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// One inference.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) serial: Serial,
    pub(super) rule: Rule,
    premises: [Serial; 2],
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
        let premise = |at| premises.get(at).copied().unwrap_or(0);
        self.0.records().push(Record {
            serial: result.serial(),
            rule: Rule::of(&inference, result),
            premises: [premise(0), premise(1)],
        });
    }
}

impl Recorder {
    /// Starts recording the inferences of this thread.
    pub fn attach(&self) {
        set_sink(Some(Box::new(Recording(self.clone()))));
    }

    /// Stops recording the inferences of this thread.
    pub fn detach() {
        set_sink(None);
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
        self.0
            .binary_search_by_key(&serial, |record| record.serial)
            .ok()
    }

    pub(super) fn get(&self, place: usize) -> &Record {
        &self.0[place]
    }

    /// Lets go of what an inference was about, once it is converted.
    pub(super) fn forget(&mut self, place: usize) {
        self.0[place].rule = Rule::Plain("forgotten");
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
