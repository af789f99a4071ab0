//! What the kernel answers when a rule does not apply.

use crate::*;

/// The result of a kernel operation.
pub type Result<T> = std::result::Result<T, KernelError>;

/// Why a rule does not apply: what is wrong, and (unless it is about a type) with which term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelError(&'static str, Option<Term>);

impl KernelError {
    getters! { self:
        /// What is wrong, in lower case.
        pub problem: &'static str = self.0;
        /// The term that it is about.
        pub term: Option<&Term> = self.1.as_ref();
    }
}
impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.1
            .iter()
            .try_fold(f.write_str(self.0)?, |(), t| write!(f, ": {t:?}"))
    }
}
impl std::error::Error for KernelError {}

/// A side condition about types.
pub(crate) fn ensure(holds: bool, problem: &'static str) -> Result<()> {
    if holds {
        Ok(())
    } else {
        Err(KernelError(problem, None))
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
        KernelError(problem, Some(self.clone()))
    }
}
