//! What names mean: constants, types, theorems, settings and attributes.
//!
//! The kernel has no names; they live here. An [`Environment`] is a persistent value: a clone costs nothing and later
//! additions to one clone do not show in another, so a proof sees exactly what stood before it. It must not decide
//! whether anything is true: it hands out what the kernel made.

use super::module::{Attribute, Entry, Module, NamedTheorem, Setting, TypeAlias};
use super::reads::{Reads, Recorder};
use crate::logic::{OperatorShape, catalogue};
use imbl::HashMap;
use rationale_kernel::{Arithmetic, Constant, Name, Numerals, Theorem, TypeOperator};
use std::sync::Arc;

/// Names of types that have a second spelling, which is looked up when the first is not declared.
const TYPE_SPELLINGS: [(&str, &str); 2] = [("ℕ", "nat"), ("ℝ", "real")];

/// What a name of a type stands for.
#[derive(Clone, Debug)]
pub enum TypeMeaning {
    /// A type operator.
    Operator(TypeOperator),
    /// An abbreviation.
    Alias(Arc<TypeAlias>),
}

/// The numbers of one kind, once the library has them.
#[derive(Clone, Default)]
struct Numbers {
    numerals: Option<Numerals>,
    arithmetic: Option<Arithmetic>,
}

/// All that names mean at one place of a file.
#[derive(Clone, Default)]
pub struct Environment {
    constants: HashMap<Name, Constant>,
    types: HashMap<Name, TypeMeaning>,
    theorems: HashMap<Name, Arc<NamedTheorem>>,
    settings: HashMap<Name, Arc<Setting>>,
    attributes: HashMap<Attribute, Arc<Vec<Arc<NamedTheorem>>>>,
    natural: Numbers,
    real: Numbers,
    modules: HashMap<Name, Arc<Module>>,
    /// What was added since the last import, for the module that this will become.
    own: imbl::Vector<Entry>,
    /// Notes what is looked up, if someone wants to know.
    recorder: Option<Recorder>,
}

impl Environment {
    /// Only what the kernel has: `bool`, functions and equality.
    pub fn empty() -> Self {
        let mut environment = Self::default();
        environment.record(Entry::Type(TypeOperator::boolean()));
        environment.record(Entry::Type(TypeOperator::function()));
        environment.own.clear();
        environment
    }

    /// The logic: connectives, quantifiers, choice, conditionals and pairs, with their theorems.
    pub fn base() -> Self {
        let mut environment = Self::empty();
        let catalogue = catalogue();
        catalogue
            .types
            .iter()
            .for_each(|(_, operator)| environment.add_type(operator.clone()));
        catalogue
            .constants
            .iter()
            .for_each(|(_, constant)| environment.add_constant(constant.clone()));
        for (name, theorem) in &catalogue.theorems {
            environment.add_theorem(NamedTheorem::of_logic(name, theorem));
        }
        environment.seal();
        environment
    }

    /// From now on, notes what is looked up in it and in its clones.
    pub fn record_reads(&mut self, recorder: Recorder) {
        self.recorder = Some(recorder);
    }

    fn note(&self, note: impl FnOnce(&mut Reads)) {
        if let Some(recorder) = &self.recorder {
            recorder.note(note);
        }
    }

    /// How many entries were added since the last import.
    pub(crate) fn own_count(&self) -> usize {
        self.own.len()
    }

    /// The entries that were added after so many.
    pub(crate) fn own_after(&self, count: usize) -> Vec<Entry> {
        self.own.iter().skip(count).cloned().collect()
    }

    /// Adds what was added to another environment.
    pub(crate) fn add_entry(&mut self, entry: Entry) {
        self.record(entry);
    }

    /// The constant of that name.
    pub fn constant(&self, name: &str) -> Option<&Constant> {
        self.note(|reads| reads.name(name));
        self.constants.get(name)
    }

    /// What a type's name stands for.
    pub fn type_meaning(&self, name: &str) -> Option<&TypeMeaning> {
        self.note(|reads| reads.name(name));
        self.types.get(name).or_else(|| {
            let (_, other) = TYPE_SPELLINGS
                .iter()
                .find(|(spelling, _)| *spelling == name)?;
            self.note(|reads| reads.name(other));
            self.types.get(*other)
        })
    }

    /// The type operator of that name.
    pub fn type_operator(&self, name: &str) -> Option<&TypeOperator> {
        match self.type_meaning(name)? {
            TypeMeaning::Operator(operator) => Some(operator),
            TypeMeaning::Alias(_) => None,
        }
    }

    /// The theorem of that name.
    pub fn theorem(&self, name: &str) -> Option<&Theorem> {
        self.named_theorem(name).map(|named| &named.theorem)
    }

    /// The theorem of that name, with its module, place and attributes.
    pub fn named_theorem(&self, name: &str) -> Option<&Arc<NamedTheorem>> {
        self.note(|reads| reads.name(name));
        self.theorems.get(name)
    }

    /// The setting of that name.
    pub fn setting(&self, name: &str) -> Option<&Arc<Setting>> {
        self.note(|reads| reads.name(name));
        self.settings.get(name)
    }

    /// The theorems that carry the attribute, oldest first.
    pub fn with_attribute(&self, attribute: Attribute) -> &[Arc<NamedTheorem>] {
        self.note(|reads| reads.attributes.extend([attribute]));
        self.attributes
            .get(&attribute)
            .map_or(&[], |theorems| theorems)
    }

    /// The literals of ℕ, once zero and successor are known.
    pub fn numerals_nat(&self) -> Option<&Numerals> {
        self.note(|reads| reads.numbers = true);
        self.natural.numerals.as_ref()
    }

    /// The literals of ℝ.
    pub fn numerals_real(&self) -> Option<&Numerals> {
        self.note(|reads| reads.numbers = true);
        self.real.numerals.as_ref()
    }

    /// The kernel's literal rule on ℕ, once armed.
    pub fn arithmetic_nat(&self) -> Option<&Arithmetic> {
        self.note(|reads| reads.numbers = true);
        self.natural.arithmetic.as_ref()
    }

    /// The kernel's literal rule on ℝ, once armed.
    pub fn arithmetic_real(&self) -> Option<&Arithmetic> {
        self.note(|reads| reads.numbers = true);
        self.real.arithmetic.as_ref()
    }

    /// The modules that were imported, directly or not, in no particular order.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Module>> {
        self.modules.values()
    }

    /// All theorems, in no particular order.
    pub fn theorems(&self) -> impl Iterator<Item = &Arc<NamedTheorem>> {
        self.note(|reads| reads.everything = true);
        self.theorems.values()
    }

    /// All constants, in no particular order.
    pub fn constants(&self) -> impl Iterator<Item = (&Name, &Constant)> {
        self.note(|reads| reads.everything = true);
        self.constants.iter()
    }

    /// Whether the name is taken by a constant, a theorem or a setting.
    pub fn declares(&self, name: &str) -> bool {
        self.note(|reads| reads.name(name));
        self.constants.contains_key(name)
            || self.theorems.contains_key(name)
            || self.settings.contains_key(name)
    }

    /// Adds a constant under its own name.
    pub fn add_constant(&mut self, constant: Constant) {
        self.record(Entry::Constant(constant));
    }

    /// Adds a type operator under its own name.
    pub fn add_type(&mut self, operator: TypeOperator) {
        self.record(Entry::Type(operator));
    }

    /// Adds an abbreviation of a type.
    pub fn add_alias(&mut self, alias: TypeAlias) {
        self.record(Entry::Alias(Arc::new(alias)));
    }

    /// Adds a theorem, and puts it on the list of each of its attributes.
    pub fn add_theorem(&mut self, theorem: NamedTheorem) {
        self.record(Entry::Theorem(Arc::new(theorem)));
    }

    /// Adds a setting.
    pub fn add_setting(&mut self, setting: Setting) {
        self.record(Entry::Setting(Arc::new(setting)));
    }

    /// Gives a known theorem one more attribute; false if no theorem has that name.
    pub fn add_attribute(&mut self, attribute: Attribute, theorem: &str) -> bool {
        let Some(named) = self.named_theorem(theorem).cloned() else {
            return false;
        };
        self.record(Entry::Attribute(attribute, named));
        true
    }

    /// Sets the literals of ℕ.
    pub fn set_numerals_nat(&mut self, numerals: Numerals) {
        self.record(Entry::NaturalNumerals(numerals));
    }

    /// Sets the literals of ℝ.
    pub fn set_numerals_real(&mut self, numerals: Numerals) {
        self.record(Entry::RealNumerals(numerals));
    }

    /// Arms the literal rule on ℕ.
    pub fn arm_nat(&mut self, arithmetic: Arithmetic) {
        self.record(Entry::NaturalArithmetic(arithmetic));
    }

    /// Arms the literal rule on ℝ.
    pub fn arm_real(&mut self, arithmetic: Arithmetic) {
        self.record(Entry::RealArithmetic(arithmetic));
    }

    /// Takes in a module and all that it imports; each module only once.
    pub fn import(&mut self, module: &Arc<Module>) {
        let mut pending = vec![(module.clone(), false)];
        while let Some((module, ready)) = pending.pop() {
            if self.modules.contains_key(&module.name) {
                continue;
            }
            if ready {
                module
                    .entries
                    .iter()
                    .for_each(|entry| self.enter(entry.clone()));
                self.modules.insert(module.name.clone(), module);
            } else {
                let imports: Vec<_> = module
                    .imports
                    .iter()
                    .rev()
                    .map(|m| (m.clone(), false))
                    .collect();
                pending.push((module, true));
                pending.extend(imports);
            }
        }
    }

    /// What was added since the environment was made, as a module that others can import.
    pub fn into_module(self, name: impl Into<Name>, imports: Vec<Arc<Module>>) -> Module {
        Module {
            name: name.into(),
            imports,
            entries: self.own.into_iter().collect(),
        }
    }

    /// Forgets which additions were its own, so that a module does not repeat them.
    pub fn seal(&mut self) {
        self.own.clear();
    }

    /// The known name (of a constant or theorem) that is spelled most alike, if one is close.
    pub fn nearest(&self, name: &str) -> Option<String> {
        self.note(|reads| reads.everything = true);
        nearest_of(
            name,
            self.constants
                .keys()
                .chain(self.theorems.keys())
                .map(|known| &**known),
        )
    }

    /// The known name of a constant that is spelled most alike.
    pub fn nearest_constant(&self, name: &str) -> Option<String> {
        self.note(|reads| reads.everything = true);
        nearest_of(name, self.constants.keys().map(|known| &**known))
    }

    /// The known name of a type that is spelled most alike.
    pub fn nearest_type(&self, name: &str) -> Option<String> {
        self.note(|reads| reads.everything = true);
        nearest_of(name, self.types.keys().map(|known| &**known))
    }

    /// The known name of a setting that is spelled most alike.
    pub fn nearest_setting(&self, name: &str) -> Option<String> {
        self.note(|reads| reads.everything = true);
        nearest_of(name, self.settings.keys().map(|known| &**known))
    }

    /// The names of the settings, in order.
    pub fn setting_names(&self) -> Vec<&Name> {
        self.note(|reads| reads.everything = true);
        let mut names: Vec<&Name> = self.settings.keys().collect();
        names.sort();
        names
    }

    fn record(&mut self, entry: Entry) {
        self.own.push_back(entry.clone());
        self.enter(entry);
    }

    fn enter(&mut self, entry: Entry) {
        match entry {
            Entry::Constant(constant) => {
                drop(self.constants.insert(constant.name().clone(), constant))
            }
            Entry::Type(operator) => {
                self.types
                    .insert(operator.name().clone(), TypeMeaning::Operator(operator));
            }
            Entry::Alias(alias) => drop(
                self.types
                    .insert(alias.name.clone(), TypeMeaning::Alias(alias)),
            ),
            Entry::Theorem(named) => self.enter_theorem(named),
            Entry::Setting(setting) => drop(self.settings.insert(setting.name.clone(), setting)),
            Entry::Attribute(attribute, named) => self.list(attribute, named),
            Entry::NaturalNumerals(numerals) => self.natural.numerals = Some(numerals),
            Entry::RealNumerals(numerals) => self.real.numerals = Some(numerals),
            Entry::NaturalArithmetic(arithmetic) => self.natural.arithmetic = Some(arithmetic),
            Entry::RealArithmetic(arithmetic) => self.real.arithmetic = Some(arithmetic),
        }
    }

    fn enter_theorem(&mut self, named: Arc<NamedTheorem>) {
        for attribute in named.attributes.clone() {
            self.list(attribute, named.clone());
        }
        self.theorems.insert(named.name.clone(), named);
    }

    fn list(&mut self, attribute: Attribute, named: Arc<NamedTheorem>) {
        Arc::make_mut(self.attributes.entry(attribute).or_default()).push(named);
    }
}

/// The candidate that is spelled most alike, if it is close enough to be meant.
pub(super) fn nearest_of<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let scored = candidates.map(|known| (strsim::damerau_levenshtein(name, known), known));
    let (distance, best) = scored.min()?;
    let allowed = name.chars().count().div_ceil(3).min(4);
    (distance <= allowed).then(|| best.to_string())
}
