//! What was looked up in an environment, found or not: on this, and on nothing else of the environment, the result of
//! an item depends. It is noted only for those who check a file again after an edit.

use super::module::Attribute;
use rationale_kernel::Name;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// What was looked up.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Names of constants, types, theorems and settings.
    pub names: HashSet<Name>,
    /// Lists of theorems by attribute.
    pub attributes: HashSet<Attribute>,
    /// Literals and their arithmetic.
    pub numbers: bool,
    /// Lists of all that there is.
    pub everything: bool,
}

impl Reads {
    /// Notes a name.
    pub(super) fn name(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(Name::from(name));
        }
    }
}

/// Notes what is looked up; clones share their notes.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Reads>>);

impl Recorder {
    pub(super) fn note(&self, note: impl FnOnce(&mut Reads)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What was noted since it was last asked.
    #[must_use]
    pub fn take(&self) -> Reads {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
