//! Which text stands for which constant and type operator: the shortest end of its name that no other has.

use super::notation::symbol;
use crate::opentheory::name::components;
use rationale_kernel::{
    Constant, Fragment, FragmentView, Name, Term, Type, TypeOperator, TypeView,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{Hash, Hasher},
    sync::LazyLock,
};

/// The displayed names of the constants and type operators of some terms.
#[derive(Default)]
pub struct Table {
    constants: HashMap<u64, String>,
    operators: HashMap<u64, String>,
    taken: HashSet<String>,
}

impl Table {
    pub(super) fn empty() -> &'static Self {
        static EMPTY: LazyLock<Table> = LazyLock::new(Table::default);
        &EMPTY
    }

    /// For the symbols of those terms.
    pub fn of<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Self {
        let mut collector = Collector::default();
        terms
            .into_iter()
            .for_each(|term| collector.term(term.fragment()));
        let constants = displayed(
            collector
                .constants
                .values()
                .map(|c| (c.identity(), c.name())),
        );
        let taken = constants.values().cloned().collect();
        Table {
            constants,
            operators: displayed(
                collector
                    .operators
                    .values()
                    .map(|o| (o.identity(), o.name())),
            ),
            taken,
        }
    }

    pub(super) fn constant(&self, constant: &Constant) -> String {
        self.constants
            .get(&constant.identity())
            .cloned()
            .unwrap_or_else(|| spelled(constant.name(), 0))
    }

    pub(super) fn operator(&self, operator: &TypeOperator) -> String {
        self.operators
            .get(&operator.identity())
            .cloned()
            .unwrap_or_else(|| quoted_unless_plain(operator.name()))
    }

    /// A variable's name, quoted if it could be taken for something else.
    pub(super) fn variable(&self, name: &Name) -> String {
        if is_word(name) && !self.taken.contains(&**name) {
            name.to_string()
        } else {
            format!("\"{name}\"")
        }
    }
}

/// The type operators and constants of terms, each once, in order of identity.
pub(crate) fn symbols_of<'t>(
    terms: impl IntoIterator<Item = &'t Term>,
) -> (Vec<TypeOperator>, Vec<Constant>) {
    let mut collector = Collector::default();
    terms
        .into_iter()
        .for_each(|term| collector.term(term.fragment()));
    (
        collector.operators.into_values().collect(),
        collector.constants.into_values().collect(),
    )
}

/// A fragment by its value, so that shared parts are looked at once.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'t>(pub(crate) Fragment<'t>);

impl PartialEq for Seen<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl Eq for Seen<'_> {}
impl Hash for Seen<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.facts().hash);
    }
}

#[derive(Default)]
struct Collector<'t> {
    constants: BTreeMap<u64, Constant>,
    operators: BTreeMap<u64, TypeOperator>,
    seen: HashSet<Seen<'t>>,
    seen_types: HashSet<Type>,
}

impl<'t> Collector<'t> {
    fn term(&mut self, term: Fragment<'t>) {
        let mut pending = vec![term];
        while let Some(term) = pending.pop() {
            if !self.seen.insert(Seen(term)) {
                continue;
            }
            self.ty(term.ty());
            match term.view() {
                FragmentView::Constant(c) => drop(self.constants.insert(c.identity(), c.clone())),
                FragmentView::Apply(function, argument) => pending.extend([function, argument]),
                FragmentView::Abstract(_, _, body) => pending.push(body),
                FragmentView::Variable(_) | FragmentView::Bound(_) | FragmentView::Literal(_) => {}
            }
        }
    }

    fn ty(&mut self, ty: &Type) {
        if !self.seen_types.insert(ty.clone()) {
            return;
        }
        if let TypeView::Apply(operator, arguments) = ty.view() {
            self.operators.insert(operator.identity(), operator.clone());
            arguments.iter().for_each(|argument| self.ty(argument));
        }
    }
}

/// The shortest ends of names that tell them apart; those of equal names are numbered in order of identity.
fn displayed<'n>(names: impl Iterator<Item = (u64, &'n Name)>) -> HashMap<u64, String> {
    let names: BTreeMap<u64, &Name> = names.collect();
    let mut ends: HashMap<String, HashSet<&Name>> = HashMap::new();
    for name in names.values().copied() {
        for length in 1..=components(name).len() {
            ends.entry(spelled(name, length)).or_default().insert(name);
        }
    }
    let mut copies: HashMap<&Name, usize> = HashMap::new();
    let mut shown = HashMap::new();
    for (identity, name) in &names {
        let name = *name;
        let length =
            (1..components(name).len()).find(|length| ends[&spelled(name, *length)].len() == 1);
        let mut text = spelled(name, length.unwrap_or(0));
        let copy = copies.entry(name).or_default();
        *copy += 1;
        if *copy > 1 {
            text.push_str(&format!("#{copy}"));
        }
        shown.insert(*identity, text);
    }
    shown
}

/// The last components of a name, all for 0; a symbol if it has one.
fn spelled(name: &Name, length: usize) -> String {
    if let Some(symbol) = symbol(name) {
        return symbol.to_owned();
    }
    let components = components(name);
    let from = if length == 0 {
        0
    } else {
        components.len().saturating_sub(length)
    };
    quoted_unless_plain(&components[from..].join("."))
}

/// The text itself if it is words and operator signs with dots between, else in quotes.
fn quoted_unless_plain(text: &str) -> String {
    let sign = |c: char| c.is_alphanumeric() || "_'.+-*/<=>^~@:!?|&%,".contains(c);
    if !text.is_empty() && text.chars().all(sign) {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

/// Letters, digits, primes and underscores, starting with no digit, and no word or letter of the notation.
fn is_word(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || c == '_' || c == '\'')
        && !text.starts_with(['λ', 'ε'])
        && !["if", "then", "else"].contains(&text)
}
