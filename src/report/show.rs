//! One item for a reader: what it says, where it stands, on what it rests, and what the words in it mean.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rationale_kernel::{Constant, Term};

use crate::check::{CheckedFile, ItemReport};
use crate::elaborate::{Environment, Printer};
use crate::logic::constants_of;

use super::{Source, session};

/// At most this many definitions are listed.
const MAX_DEFINITIONS: usize = 100;

/// The item; with the definitions of everything in it, and in those, if `unfold` is set.
pub fn render(file: &CheckedFile, item: &ItemReport, unfold: bool) -> String {
    let env = file.environment();
    let place = Source::new(file.path.clone(), file.text.clone()).place(item.span.start);
    let mut text = format!(
        "{} {}  ({}:{})\n",
        item.kind, item.name, file.path, place.line
    );
    let statements = statements(&env, &item.name);
    for (name, statement) in &statements {
        write_statement(&mut text, &env, &item.name, name, statement);
    }
    let _ = writeln!(text, "{}", session::status_words(item.status));
    for axiom in &item.axioms {
        let _ = writeln!(text, "  rests on {}", session::axiom_line(axiom));
    }
    if unfold {
        let terms: Vec<Term> = statements
            .into_iter()
            .map(|(_, statement)| statement)
            .collect();
        write_definitions(&mut text, &env, &item.name, &terms);
    }
    text
}

/// The theorem of that name, or the equations of the constant of that name.
fn statements(env: &Environment, name: &str) -> Vec<(String, Term)> {
    const DERIVED: [&str; 5] = ["_def", "_zero", "_succ", "_abs_rep", "_rep_abs"];
    let names =
        std::iter::once(name.to_owned()).chain(DERIVED.map(|suffix| format!("{name}{suffix}")));
    let found = names.filter_map(|name| {
        let statement = env.theorem(&name)?.conclusion();
        Some((name, statement))
    });
    let found: Vec<_> = found.collect();
    match found.first() {
        Some((first, _)) if first == name => found.into_iter().take(1).collect(),
        _ => found,
    }
}

fn write_statement(text: &mut String, env: &Environment, item: &str, name: &str, statement: &Term) {
    let shown = Printer::new(env).term(statement);
    let _ = match name == item {
        true => writeln!(text, "  {shown}"),
        false => writeln!(text, "  {name}: {shown}"),
    };
}

/// The definitions of the constants in the terms, and of the constants in those, in the order in which they are met.
fn write_definitions(text: &mut String, env: &Environment, item: &str, terms: &[Term]) {
    let mut seen: BTreeSet<String> = BTreeSet::from([item.to_owned()]);
    let mut pending: Vec<Constant> = terms.iter().rev().flat_map(constants_of).collect();
    let mut lines = Vec::new();
    while let Some(constant) = pending.pop().filter(|_| lines.len() < MAX_DEFINITIONS) {
        if env.constant(constant.name()) != Some(&constant)
            || !seen.insert(constant.name().to_string())
        {
            continue;
        }
        for (name, statement) in statements(env, constant.name()) {
            if env
                .named_theorem(&name)
                .is_some_and(|named| &*named.module == "logic")
            {
                continue;
            }
            lines.push(format!("  {}", Printer::new(env).term(&statement)));
            pending.extend(constants_of(&statement));
        }
    }
    if !lines.is_empty() {
        let _ = writeln!(text, "where\n{}", lines.join("\n"));
    }
}
