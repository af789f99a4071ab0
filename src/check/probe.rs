//! The goal at a place: a probe watches a proof run and keeps the state of the last step that begins at or before the
//! place.

use crate::elaborate::Environment;
use crate::syntax::ast::Span;

use super::message;
use super::state::State;

/// Watches for a place.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Steps that begin up to here count.
    limit: u32,
    best: Option<Sight>,
}

/// What a probe saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The step.
    pub span: Span,
    /// Facts and goal before it.
    pub text: String,
}

impl Probe {
    /// A probe for steps that begin before this byte.
    #[must_use]
    pub fn before(limit: u32) -> Self {
        Probe { limit, best: None }
    }

    /// What was seen.
    #[must_use]
    pub fn sight(&self) -> Option<&Sight> {
        self.best.as_ref()
    }

    pub(super) fn look(&mut self, env: &Environment, span: Span, state: &State) {
        let later = self
            .best
            .as_ref()
            .is_none_or(|best| span.start >= best.span.start);
        if span.start < self.limit && later {
            self.best = Some(Sight {
                span,
                text: message::describe(env, state),
            });
        }
    }
}
