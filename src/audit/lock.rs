//! Pinned statements: a theorem's text, and the text of every definition that it reaches, kept in `rationale.lock`, so
//! that a change of what a theorem says is seen as a difference of statements.
//!
//! The file is plain text, one line for each statement and each definition, sorted: a section `[definitions]`, and one for
//! each proof file. A definition is written once, however many statements reach it.

use crate::check::StatedItem;
use crate::elaborate::{Environment, Printer};
use crate::logic::{constants_of, parts_of};
use rationale_kernel::{Constant, FragmentView, Name, Term, Type, TypeView};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The first line, by which a file of this form is known.
const FIRST: &str = "# rationale.lock, version 2";
/// What a reader of the file should know.
const ADVICE: &str = "# What the theorems say, and the definitions they reach. `rationale audit --lock` writes this file, and
# `rationale audit --check` compares with it. After a change of statements, write it again and review the difference.";
const DEFINITIONS: &str = "definitions";

/// The pin of one statement as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// What it says.
    pub statement: String,
    /// Every definition that it reaches, by the module and name of the theorem that states it.
    pub definitions: BTreeMap<String, String>,
}

/// All pins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// What statements say, by path and name.
    statements: BTreeMap<(String, String), String>,
    /// What definitions say, by module and name.
    definitions: BTreeMap<String, String>,
}

impl Lock {
    /// A lock of these pins, each under `path: name`.
    #[must_use]
    pub fn new(pins: &BTreeMap<String, Pin>) -> Self {
        let mut lock = Lock::default();
        for (key, pin) in pins {
            lock.statements.insert(place(key), pin.statement.clone());
            lock.definitions.extend(pin.definitions.clone());
        }
        lock
    }

    /// Reads a lock file. Errors: in words, with the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate();
        if lines.next().is_none_or(|(_, first)| first != FIRST) {
            return Err(format!("the first line is not `{FIRST}`"));
        }
        let (mut lock, mut section) = (Lock::default(), String::new());
        for (place, line) in lines.filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#')) {
            let named = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
            if let Some(name) = named.filter(|name| !name.contains(": ")) {
                name.clone_into(&mut section);
                continue;
            }
            let entry = line.split_once(": ").filter(|_| !section.is_empty());
            let Some((name, says)) = entry else {
                return Err(format!(
                    "line {}: expected `name: statement` in a section",
                    place + 1
                ));
            };
            if section == DEFINITIONS {
                lock.definitions.insert(name.to_owned(), says.to_owned());
            } else {
                let key = (section.clone(), name.to_owned());
                lock.statements.insert(key, says.to_owned());
            }
        }
        Ok(lock)
    }

    /// The text of the lock file.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{FIRST}\n{ADVICE}\n\n[{DEFINITIONS}]\n");
        for (name, says) in &self.definitions {
            let _ = writeln!(text, "{name}: {says}");
        }
        let mut section = "";
        for ((path, name), says) in &self.statements {
            if path != section {
                let _ = write!(text, "\n[{path}]\n");
                section = path;
            }
            let _ = writeln!(text, "{name}: {says}");
        }
        text
    }

    /// How many statements are pinned.
    #[must_use]
    pub fn count(&self) -> usize {
        self.statements.len()
    }

    /// The pinned statements of these files that are not among the present ones, as `path: name`.
    pub fn gone(&self, now: &BTreeMap<String, Pin>, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.statements.keys().filter(|(path, _)| wanted(path));
        names
            .map(|(path, name)| format!("{path}: {name}"))
            .filter(|key| !now.contains_key(key))
            .collect()
    }

    /// This lock with other pins for the statements of these files.
    #[must_use]
    pub fn renewed(mut self, now: &BTreeMap<String, Pin>, wanted: impl Fn(&str) -> bool) -> Self {
        self.statements.retain(|(path, _), _| !wanted(path));
        let new = Lock::new(now);
        self.statements.extend(new.statements);
        self.definitions.extend(new.definitions);
        self
    }

    /// What differs from the pin of a statement, a line each; nothing if it has none. A definition that is not pinned
    /// counts only where another text differs: it is then what has come instead.
    #[must_use]
    pub fn differences(&self, key: &str, now: &Pin) -> Vec<String> {
        let Some(old) = self.statements.get(&place(key)) else {
            return vec![];
        };
        let mut lines = Vec::new();
        compare(&mut lines, "the statement", Some(old), &now.statement);
        let (pinned, new): (Vec<_>, Vec<_>) = now
            .definitions
            .iter()
            .partition(|(name, _)| self.definitions.contains_key(*name));
        for (name, says) in pinned {
            compare(
                &mut lines,
                &format!("`{name}`"),
                self.definitions.get(name),
                says,
            );
        }
        for (name, says) in new {
            compare(&mut lines, &format!("`{name}`"), None, says);
        }
        lines
    }
}

/// Two lines for a text that is not what it was.
fn compare(lines: &mut Vec<String>, what: &str, before: Option<&String>, now: &str) {
    if before.is_none_or(|before| before != now) {
        lines.push(format!(
            "{what} was: {}",
            before.map_or("(not pinned)", |text| text)
        ));
        lines.push(format!("{what} is:  {now}"));
    }
}

/// `path: name` apart.
fn place(key: &str) -> (String, String) {
    let (path, name) = key.split_once(": ").unwrap_or(("", key));
    (path.to_owned(), name.to_owned())
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
            for name in defining_theorems(env, &term) {
                let Some(named) = env
                    .named_theorem(&name)
                    .filter(|_| seen.insert(name.clone()))
                else {
                    continue;
                };
                let conclusion = named.theorem.conclusion();
                let key = format!("{}.{name}", named.module);
                definitions.insert(key, one_line(&printer.term(&conclusion)));
                pending.push(conclusion);
            }
        }
        Pin {
            statement: one_line(&printer.term(&item.formula)),
            definitions,
        }
    }
}

/// The names of the theorems that would define the constants and types of a term.
fn defining_theorems(env: &Environment, term: &Term) -> Vec<String> {
    let constants = constants_of(term);
    let bound = parts_of(term, |part| match part {
        FragmentView::Abstract(_, ty, _) => Some(ty.clone()),
        _ => None,
    });
    let mut types = BTreeSet::new();
    for ty in bound.iter().chain(constants.iter().map(Constant::content)) {
        type_names(ty, &mut types);
    }
    let of_types = types.iter().map(|name| format!("{name}_rep_abs"));
    let of_constants = constants.iter().flat_map(|constant| {
        let named = |suffix: &str| format!("{}_{suffix}", constant.name());
        match env.theorem(&named("def")) {
            Some(_) => vec![named("def")],
            None => vec![named("zero"), named("succ")],
        }
    });
    of_types.chain(of_constants).collect()
}

fn type_names(ty: &Type, names: &mut BTreeSet<Name>) {
    if let TypeView::Apply(operator, arguments) = ty.view() {
        names.insert(operator.name().clone());
        arguments
            .iter()
            .for_each(|argument| type_names(argument, names));
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_lock_is_read_as_it_was_written(
            statements in prop::collection::btree_map(("[a-z/]{1,9}\\.proof", "[a-z_]{1,9}"), "[∀a-z:\\[\\]]{1,9}( [a-z:]{1,5}){0,3}", 0..9),
            definitions in prop::collection::btree_map("[a-z.]{1,9}_def", "[∀a-z]{1,9}", 0..5),
        ) {
            let lock = Lock { statements, definitions };
            prop_assert_eq!(Lock::read(&lock.write()), Ok(lock));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(# rationale.lock, version 2\n)?(\\PC{0,20}\n){0,5}") {
            let _ = Lock::read(&text);
        }
    }
}
