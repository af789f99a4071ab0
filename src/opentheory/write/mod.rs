//! Writes theorems with their proofs as articles of version 6.
//!
//! A [`Recorder`] keeps the kernel's log while proofs are checked. [`export`] follows the log back from the theorems to
//! be exported and writes what it meets, each object once. The kernel's literal rule has no counterpart in the format:
//! literals are written as binary numerals, and what was computed is proved by plain inference ([`literals`]).

mod emit;
mod graph;
pub mod literals;
mod log;
mod names;
mod proof;
mod translate;

pub use emit::{Piece, Written};
pub use log::Recorder;

use crate::logic::RuleError;
use literals::Literals;
use rationale_kernel::{KernelError, Name, Serial, Theorem};
use rustc_hash::FxHashSet;
use std::io::Write;

/// Why an article cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The theorem was made while nothing was recorded.
    #[error("the proof of {0} was not recorded")]
    NotRecorded(Name),
    /// An inference that a proof needs was made while nothing was recorded.
    #[error("a proof needs the inference {0}, which was not recorded")]
    Unrecorded(Serial),
    /// The log has an inference that it should not have.
    #[error("the inference {0} is of a kind that cannot be written")]
    Unknown(Serial),
    /// A proof needs a literal step that needs the proof.
    #[error("the proof of a lemma about numerals computes with literals")]
    Circular,
    /// A law of arithmetic that expanding literal steps needs is not there.
    #[error("expanding a literal step needs {0}, which the exported files do not have")]
    NoLaw(&'static str),
    /// The kernel refused a step of an expansion.
    #[error("an expansion of a literal step failed: {0}")]
    Kernel(#[from] KernelError),
    /// A derived rule refused a step of an expansion.
    #[error("an expansion of a literal step failed: {0}")]
    Rule(#[from] RuleError),
    /// Writing failed.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

/// Recorded proofs, ready to be written.
pub struct Exporter {
    proofs: proof::Proofs,
    roots: Vec<(Name, graph::Id)>,
    /// Hypotheses and conclusion of each root.
    stated: FxHashSet<(graph::Id, graph::Id)>,
}

impl Exporter {
    /// Over everything that was recorded so far. Attaches the recorder to this thread.
    pub fn new(recorder: &Recorder, mut literals: Literals) -> Self {
        recorder.attach();
        literals.prepare();
        Exporter {
            proofs: proof::Proofs::new(recorder.clone(), recorder.log(), literals),
            roots: vec![],
            stated: FxHashSet::default(),
        }
    }

    /// Adds a theorem to what the next article exports, unless one that was added says the same; tells whether it did.
    pub fn add(&mut self, name: &Name, theorem: &Theorem) -> Result<bool, ExportError> {
        let root = self.proofs.export(name, theorem)?;
        let statement = |root| {
            let graph = &self.proofs.translator.graph;
            let exported = graph.get(root);
            (graph.get(exported.first).second, exported.second)
        };
        let new = self.stated.insert(statement(root));
        if new {
            self.roots.push((name.clone(), root));
        }
        Ok(new)
    }

    /// Writes an article of the theorems added since the last, and forgets them.
    pub fn write(&mut self, out: impl Write) -> Result<Written, ExportError> {
        let roots = std::mem::take(&mut self.roots);
        self.stated.clear();
        Ok(emit::emit(&self.proofs.translator.graph, &roots, out)?)
    }
}
