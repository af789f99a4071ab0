//! Pinned statements: a theorem's text with every definition that it reaches, kept in `rationale.lock`, so that a change
//! of what it says is seen as a difference of statements.

use crate::check::StatedItem;
use crate::elaborate::{Environment, Printer};
use crate::logic::constants_of;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the form.
const VERSION: u32 = 1;

/// One pinned statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// What it says.
    pub statement: String,
    /// Every definition that it reaches, by the constant's name.
    pub definitions: BTreeMap<String, String>,
}

/// All pins, by file and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    version: u32,
    /// The pins: `path: name`.
    pub pins: BTreeMap<String, Pin>,
}

impl Lock {
    /// A lock of these pins.
    #[must_use]
    pub fn new(pins: BTreeMap<String, Pin>) -> Self {
        Lock {
            version: VERSION,
            pins,
        }
    }

    /// Reads a lock file. Errors: in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if lock.version != VERSION {
            return Err(format!(
                "version {} is not known; this program writes version {VERSION}",
                lock.version
            ));
        }
        Ok(lock)
    }

    /// The text of the lock file.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Pin {
    /// The pin of a statement as it is now.
    #[must_use]
    pub fn of(env: &Environment, item: &StatedItem) -> Self {
        let printer = Printer::new(env);
        let mut definitions = BTreeMap::new();
        let mut pending = vec![item.formula.clone()];
        let mut seen = BTreeSet::new();
        while let Some(term) = pending.pop() {
            for constant in constants_of(&term) {
                if !seen.insert(constant.identity()) {
                    continue;
                }
                for suffix in ["def", "zero", "succ"] {
                    let name = format!("{}_{suffix}", constant.name());
                    if let Some(theorem) = env.theorem(&name) {
                        let conclusion = theorem.conclusion();
                        definitions.insert(name, printer.term(&conclusion));
                        pending.push(conclusion);
                    }
                }
            }
        }
        Pin {
            statement: printer.term(&item.formula),
            definitions,
        }
    }

    /// What differs from an older pin, a line each.
    #[must_use]
    pub fn differences(&self, old: &Pin) -> Vec<String> {
        let mut lines = Vec::new();
        let mut compare = |what: &str, before: Option<&String>, after: Option<&String>| {
            if before != after {
                lines.push(format!(
                    "{what} was: {}",
                    before.map_or("(not there)", |text| text)
                ));
                lines.push(format!(
                    "{what} is:  {}",
                    after.map_or("(not there)", |text| text)
                ));
            }
        };
        compare("the statement", Some(&old.statement), Some(&self.statement));
        let names: BTreeSet<&String> = old
            .definitions
            .keys()
            .chain(self.definitions.keys())
            .collect();
        for name in names {
            compare(
                &format!("`{name}`"),
                old.definitions.get(name),
                self.definitions.get(name),
            );
        }
        lines
    }
}
