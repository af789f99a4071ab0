//! Checks proof files: modules and their imports, items, proof steps, and the ledger of what was proved and on what it
//! rests. Nothing here is trusted: every theorem comes from the kernel. Nothing here touches the disk or prints.

mod again;
mod arm;
mod attempt;
mod certificate;
mod claims;
mod definitions;
mod facts;
mod failed;
mod frame;
mod functional;
mod graph;
mod items;
mod ledger;
mod message;
mod methods;
mod probe;
mod proof;
mod reading;
mod recursion;
mod replay;
mod session;
mod sources;
mod state;
mod stated;
mod statements;
mod steps;
mod terms;
mod variants;
mod workspace;

pub use attempt::attempt;
pub use failed::FailedStep;
pub use graph::{Graph, Import, MAX_FILES, Request, SourceFile};
pub use items::CheckedFile;
pub use ledger::{
    AxiomRegistry, AxiomUse, ClaimReport, Counts, ItemReport, Kind, Origin, Status,
    distinct_axioms, placeholder_name, status_of,
};
pub use message::nearest;
pub use probe::{Probe, Sight};
pub use replay::{Replay, Replays};
pub use session::{Options, Outcome, Trial, check, check_variants, check_with};
pub use sources::{
    MAX_FILE_BYTES, MemorySources, SourceError, Sources, check_length, decode, import_path,
    proof_root,
};
pub use stated::{Allowance, Assumption, StatedItem};
pub use variants::{Tried, Variant, Variants, Verdict};
pub use workspace::Workspace;
