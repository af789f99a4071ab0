//! Why a method did not prove its goal: data, which others turn into a message.

use crate::logic::RuleError;
use rationale_kernel::{KernelError, Term};

/// What a method has to say when it fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong: lower case, and the first line stands alone.
    pub message: String,
    /// What was tried, in order.
    pub tried: Vec<String>,
    /// The goals that remained.
    pub left: Vec<Term>,
    /// More to say, each on lines of its own.
    pub notes: Vec<String>,
    /// The term of a written certificate that is at fault, by its place.
    pub term: Option<usize>,
    /// Equations that make every fact true and the goal false, as far as the method understood them.
    pub counterexample: Vec<Term>,
    /// One concrete thing to do.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure with a message alone.
    pub fn new(message: impl Into<String>) -> Self {
        Failure {
            message: message.into(),
            ..Failure::default()
        }
    }

    /// Adds something that was tried.
    pub fn tried(mut self, what: impl Into<String>) -> Self {
        self.tried.push(what.into());
        self
    }

    /// Adds a note.
    pub fn note(mut self, what: impl Into<String>) -> Self {
        self.notes.push(what.into());
        self
    }

    /// Blames a term of a written certificate.
    pub fn term(mut self, place: usize) -> Self {
        self.term = Some(place);
        self
    }

    /// Adds a goal that remained.
    pub fn left(mut self, goal: Term) -> Self {
        self.left.push(goal);
        self
    }

    /// Sets the hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<RuleError> for Failure {
    fn from(error: RuleError) -> Self {
        Failure::new(error.to_string())
    }
}

impl From<KernelError> for Failure {
    fn from(error: KernelError) -> Self {
        Failure::new(error.to_string())
    }
}
