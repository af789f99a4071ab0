//! What the kernel answers when a rule does not apply.

use crate::*;

/// The result of a kernel operation.
pub type Result<T> = std::result::Result<T, KernelError>;

/// Why a rule does not apply: what is wrong, and with which terms (none if it is about a type).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelError(pub &'static str, pub Vec<Term>);

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.0, self.1)
    }
}
impl std::error::Error for KernelError {}

/// A side condition about types.
pub(crate) fn ensure(holds: bool, problem: &'static str) -> Result<()> {
    if holds {
        Ok(())
    } else {
        Err(KernelError(problem, vec![]))
    }
}

impl Term {
    /// A side condition about a term.
    pub(crate) fn ensure(&self, holds: bool, problem: &'static str) -> Result<()> {
        if holds {
            Ok(())
        } else {
            Err(self.error(problem))
        }
    }

    pub(crate) fn error(&self, problem: &'static str) -> KernelError {
        KernelError(problem, vec![self.clone()])
    }
}
