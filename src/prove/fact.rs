//! Facts: theorems that a method may use, with the lemmas that each amounts to, prepared once.

use super::{lemma::Lemma, library};
use crate::elaborate::NamedTheorem;
use rationale_kernel::{Name, Term, Theorem};
use std::{
    fmt,
    sync::{Arc, OnceLock},
};

/// The lemmas that a theorem amounts to, made when first asked for and then shared by all clones.
#[derive(Clone, Default)]
pub struct Prepared(Arc<OnceLock<Vec<Arc<Lemma>>>>);

impl Prepared {
    /// The lemmas of that theorem; it must be the same one at every call.
    pub fn lemmas(&self, name: Option<&Name>, theorem: &Theorem) -> &[Arc<Lemma>] {
        self.0.get_or_init(|| Lemma::all_of(name, theorem))
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prepared")
    }
}

/// A theorem at hand: a lemma of the library, an assumption, or something proved on the way.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is called, if anything.
    pub name: Option<Name>,
    /// What is known, under the assumptions it rests on.
    pub theorem: Theorem,
    /// Whether it was written with `←`: its equations are used from right to left.
    pub reversed: bool,
    prepared: Prepared,
}

impl Fact {
    /// A fact, named or not.
    pub fn new(name: Option<Name>, theorem: Theorem) -> Self {
        Fact {
            name,
            theorem,
            reversed: false,
            prepared: Prepared::default(),
        }
    }

    /// A theorem of the library, with what was prepared for it before.
    pub fn of_library(named: &Arc<NamedTheorem>) -> Self {
        let prepared = Prepared(Arc::new(OnceLock::from(library::lemmas_of(named))));
        Fact {
            prepared,
            ..Fact::new(Some(named.name.clone()), named.theorem.clone())
        }
    }

    /// The fact used from right to left.
    pub fn reversed(mut self) -> Self {
        self.reversed = !self.reversed;
        self
    }

    /// What it says.
    pub fn conclusion(&self) -> Term {
        self.theorem.conclusion()
    }

    /// The lemmas that it amounts to, as stated (never turned round).
    pub fn lemmas(&self) -> &[Arc<Lemma>] {
        self.prepared.lemmas(self.name.as_ref(), &self.theorem)
    }

    /// The lemmas that it amounts to, turned round if the fact is.
    pub fn directed_lemmas(&self) -> Vec<Arc<Lemma>> {
        match self.reversed {
            false => self.lemmas().to_vec(),
            true => self
                .lemmas()
                .iter()
                .filter_map(|lemma| lemma.reversed().map(Arc::new))
                .collect(),
        }
    }

    /// The name, or what stands for one in messages.
    pub fn label(&self) -> String {
        let arrow = if self.reversed { "← " } else { "" };
        format!("{arrow}{}", self.name.as_deref().unwrap_or("(unnamed)"))
    }
}
