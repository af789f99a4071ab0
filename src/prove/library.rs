//! The marked lemmas of an environment, prepared and indexed, and kept from one call to the next.
//!
//! An environment grows theorem by theorem, so an index for a longer list is made from the one for a shorter list.

use super::{
    Lemma,
    pattern::Head,
    simp::{
        congruence::{CongruenceRule, CongruenceSet},
        rule::{Rule, RuleSet},
    },
};
use crate::{
    elaborate::{Attribute, Environment, NamedTheorem},
    logic::logical_rewrites,
};
use rustc_hash::FxHashMap;
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// Lemmas by what stands at the head of their conclusions.
#[derive(Clone, Debug, Default)]
pub struct LemmaSet(FxHashMap<Head, Vec<Arc<Lemma>>>);

impl LemmaSet {
    /// Adds a lemma.
    pub fn insert(&mut self, lemma: Arc<Lemma>) {
        self.0.entry(lemma.head()).or_default().push(lemma);
    }

    /// The lemmas whose conclusion has that head, newest first; then those that are about any predicate.
    pub fn with_head(&self, head: Head) -> impl Iterator<Item = &Arc<Lemma>> {
        let of = |head: Head| self.0.get(&head).into_iter().flatten().rev();
        of(head).chain(of(Head::Anything).filter(move |_| head != Head::Anything))
    }
}

/// An index and the theorems that it was made from.
struct Index<T> {
    members: Vec<Arc<NamedTheorem>>,
    set: Rc<T>,
}

impl<T: Clone + Default> Index<T> {
    fn new() -> Self {
        Index {
            members: Vec::new(),
            set: Rc::default(),
        }
    }

    /// The index for a list, made from the present one if that is for a beginning of the list.
    fn update(
        &mut self,
        members: &[Arc<NamedTheorem>],
        mut insert: impl FnMut(&mut T, &Arc<NamedTheorem>),
    ) -> Rc<T> {
        let known = self.members.len();
        let extends = members.len() >= known
            && self
                .members
                .iter()
                .zip(members)
                .all(|(a, b)| Arc::ptr_eq(a, b));
        if !extends {
            *self = Index::new();
        }
        let set = Rc::make_mut(&mut self.set);
        for named in &members[self.members.len()..] {
            insert(set, named);
            self.members.push(named.clone());
        }
        self.set.clone()
    }
}

/// What was prepared for one theorem.
struct Entry {
    /// Keeps the theorem alive, so that its address stays its own.
    _named: Arc<NamedTheorem>,
    lemmas: Vec<Arc<Lemma>>,
    rules: Option<Vec<Arc<Rule>>>,
}

#[derive(Default)]
struct Store {
    entries: FxHashMap<*const NamedTheorem, Entry>,
    rules: FxHashMap<Attribute, Index<RuleSet>>,
    congruences: Option<Index<CongruenceSet>>,
    lemmas: FxHashMap<Attribute, Index<LemmaSet>>,
}

/// More theorems than this are not remembered; then everything is prepared afresh.
const MAX_ENTRIES: usize = 20_000;

thread_local! {
    static STORE: RefCell<Store> = RefCell::default();
    static LOGIC: (Rc<RuleSet>, Rc<CongruenceSet>) = logical_sets();
}

impl Store {
    fn entry(&mut self, named: &Arc<NamedTheorem>) -> &mut Entry {
        if self.entries.len() > MAX_ENTRIES {
            self.entries.clear();
        }
        self.entries
            .entry(Arc::as_ptr(named))
            .or_insert_with(|| Entry {
                _named: named.clone(),
                lemmas: Lemma::all_of(Some(&named.name), &named.theorem),
                rules: None,
            })
    }

    fn rules_of(&mut self, named: &Arc<NamedTheorem>) -> Vec<Arc<Rule>> {
        let entry = self.entry(named);
        let lemmas = &entry.lemmas;
        let made = entry.rules.get_or_insert_with(|| {
            lemmas
                .iter()
                .flat_map(|lemma| Rule::marked(lemma))
                .map(Arc::new)
                .collect()
        });
        made.clone()
    }
}

/// The lemmas that a theorem of the library amounts to.
pub fn lemmas_of(named: &Arc<NamedTheorem>) -> Vec<Arc<Lemma>> {
    STORE.with_borrow_mut(|store| store.entry(named).lemmas.clone())
}

/// The rewrite rules of the theorems with an attribute.
pub fn rules_with(env: &Environment, attribute: Attribute) -> Rc<RuleSet> {
    STORE.with_borrow_mut(|store| {
        let mut index = store.rules.remove(&attribute).unwrap_or_else(Index::new);
        let set = index.update(env.with_attribute(attribute), |set, named| {
            store
                .rules_of(named)
                .into_iter()
                .for_each(|rule| set.insert(rule));
        });
        store.rules.insert(attribute, index);
        set
    })
}

/// The congruence rules of the library.
pub fn congruences(env: &Environment) -> Rc<CongruenceSet> {
    STORE.with_borrow_mut(|store| {
        let index = store.congruences.get_or_insert_with(Index::new);
        index.update(env.with_attribute(Attribute::Cong), |set, named| {
            let lemmas = Lemma::all_of(Some(&named.name), &named.theorem);
            lemmas
                .iter()
                .filter_map(|l| CongruenceRule::new(l))
                .for_each(|rule| set.insert(Arc::new(rule)));
        })
    })
}

/// The lemmas with an attribute, by the heads of their conclusions.
pub fn lemmas_with(env: &Environment, attribute: Attribute) -> Rc<LemmaSet> {
    STORE.with_borrow_mut(|store| {
        let index = store.lemmas.entry(attribute).or_insert_with(Index::new);
        index.update(env.with_attribute(attribute), |set, named| {
            let lemmas = Lemma::all_of(Some(&named.name), &named.theorem);
            lemmas.into_iter().for_each(|lemma| set.insert(lemma));
        })
    })
}

/// The rewrite rules and congruences of the logic.
pub fn logical() -> (Rc<RuleSet>, Rc<CongruenceSet>) {
    LOGIC.with(Clone::clone)
}

fn logical_sets() -> (Rc<RuleSet>, Rc<CongruenceSet>) {
    let (mut rules, mut congruences) = (RuleSet::default(), CongruenceSet::default());
    let rewrites = logical_rewrites();
    for theorem in &rewrites.equations {
        let lemma = Lemma::of_template(theorem);
        lemma
            .iter()
            .flat_map(Rule::all_of)
            .for_each(|rule| rules.insert(Arc::new(rule)));
    }
    for theorem in &rewrites.congruences {
        let rule = Lemma::of_template(theorem)
            .as_ref()
            .and_then(CongruenceRule::new);
        rule.into_iter()
            .for_each(|rule| congruences.insert(Arc::new(rule)));
    }
    (Rc::new(rules), Rc::new(congruences))
}
