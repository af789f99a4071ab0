//! A theorem's proof tried again on a statement that differs a little: a hypothesis left out or weakened, another goal.
//! If the kernel accepts it, the other statement is true. For audits; nothing is reported, and nothing is added to what
//! other items see.

use std::collections::BTreeMap;

use rationale_kernel::{Name, Term};

use super::proof::Prover;
use super::stated::StatedItem;
use super::statements::{closed_statement, prove_closed};
use super::terms::Stated;
use crate::elaborate::Environment;
use crate::syntax::ast::{ItemKind, Justification, Statement};
use crate::syntax::parse;

/// Steps that one call of a method may take.
const STEPS: u64 = 3_000;

/// The statements and proofs of a file as they are written.
pub struct Replays {
    items: BTreeMap<u32, (Statement, Justification)>,
}

/// A theorem's proof, ready to be tried on other statements.
pub struct Replay<'r> {
    env: &'r Environment,
    name: Name,
    why: &'r Justification,
    stated: Stated,
    item: &'r StatedItem,
}

impl Replays {
    /// The proofs of a file.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let items = parse(text).file.items.into_iter();
        let theorems = items.filter_map(|item| match item.kind {
            ItemKind::Theorem {
                name,
                statement,
                why,
                ..
            } => Some((name.span.start, (statement, why))),
            _ => None,
        });
        Replays {
            items: theorems.collect(),
        }
    }

    /// The proof of an item; nothing if it has none, or if it reads differently at the end of its file.
    #[must_use]
    pub fn of_item<'r>(&'r self, env: &'r Environment, item: &'r StatedItem) -> Option<Replay<'r>> {
        let (statement, why) = self.items.get(&item.span.start)?;
        let mut prover = Prover::new(env, item.name.clone());
        let (stated, formula) = closed_statement(&mut prover, statement, item.span).ok()?;
        let same = formula == item.formula && stated.assumed.len() == item.assumed.len();
        same.then(|| Replay {
            env,
            name: item.name.clone(),
            why,
            stated,
            item,
        })
    }
}

impl Replay<'_> {
    /// Whether the proof proves the statement without a hypothesis.
    #[must_use]
    pub fn without(&self, place: usize) -> bool {
        let mut stated = self.stated.clone();
        let (label, _) = stated.assumed.remove(place);
        self.proves(&stated, label)
    }

    /// Whether the proof proves the statement with another hypothesis in the place of one.
    #[must_use]
    pub fn with_hypothesis(&self, place: usize, formula: &Term) -> bool {
        let mut stated = self.stated.clone();
        stated.assumed[place].1 = formula.clone();
        self.proves(&stated, None)
    }

    /// Whether the proof proves the statement with another goal in the place of one.
    #[must_use]
    pub fn with_goal(&self, place: usize, formula: &Term) -> bool {
        let mut stated = self.stated.clone();
        stated.shown[place].1 = formula.clone();
        self.proves(&stated, None)
    }

    fn proves(&self, stated: &Stated, absent: Option<Name>) -> bool {
        let Ok(formula) = stated.formula() else {
            return false;
        };
        let mut prover = Prover::new(self.env, self.name.clone());
        prover.limit = Some(STEPS);
        prover.absent = absent;
        let proved = prove_closed(&mut prover, stated, &formula, self.why, self.item.span);
        proved.is_ok() && !prover.has_errors()
    }
}
