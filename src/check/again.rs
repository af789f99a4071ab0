//! One file checked again after an edit. The items before and after the region that changed are compared by their text;
//! what they did is done again without checking them, unless they looked up a name whose meaning changed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rationale_kernel::{Axiom, Name};

use crate::elaborate::{Attribute, Entry, Environment, NamedTheorem, Reads, Recorder};
use crate::report::Diagnostic;
use crate::syntax::ast::{Item, Span};

use super::failed::FailedStep;
use super::graph::SourceFile;
use super::items::{CheckedFile, FileChecker};
use super::ledger::{AxiomRegistry, ItemReport, Origin};
use super::reading::errors_in;
use super::stated::StatedItem;

/// A checked file with what each of its items did.
pub(super) struct Kept {
    /// The file.
    pub file: Arc<CheckedFile>,
    start: Start,
    items: Vec<Done>,
    /// Where each item's text stands, from the beginning of its line on.
    places: Vec<Span>,
}

/// What came of checking a file again.
pub(super) struct Again {
    /// The file, and what its items did.
    pub kept: Kept,
    /// What changed that importers can see, if the file was known before.
    pub changed: Changed,
    /// How many items were checked.
    pub checked: usize,
}

/// What a file begins with: what its imports give.
#[derive(Clone)]
struct Start {
    env: Environment,
    axioms: AxiomRegistry,
    broken: BTreeSet<Name>,
    declared: BTreeMap<Name, Name>,
    diagnostics: Vec<Diagnostic>,
}

/// What checking one item did.
struct Done {
    entries: Vec<Entry>,
    axioms: Vec<(Axiom, Origin)>,
    declared: Vec<(Name, Span)>,
    broken: Vec<Name>,
    statements: Vec<StatedItem>,
    failed: Vec<FailedStep>,
    diagnostics: Vec<Diagnostic>,
    report: Option<ItemReport>,
    reads: Reads,
    /// Whether the text alone decides how it was read.
    is_clean: bool,
}

/// What an edit changed, as far as others can see it.
#[derive(Clone, Default)]
pub(super) struct Changed {
    names: HashSet<Name>,
    attributes: HashSet<Attribute>,
    numbers: bool,
}

impl Kept {
    /// Whether it is what checking that file gives.
    pub fn is_of(&self, file: &SourceFile) -> bool {
        self.file.text == file.text && !file.broken
    }
}

/// Checks a file; what is known of its last text is used, with what changed in its imports since.
pub(super) fn check_again(
    file: &SourceFile,
    imports: &[Arc<CheckedFile>],
    known: Option<(Kept, Changed)>,
) -> Again {
    let items = file.tree.items.iter();
    let places: Vec<Span> = items.map(|item| place(&file.text, item)).collect();
    let (start, mut old, outside) = match known {
        Some((known, outside)) => {
            let old = Aligned::new(&known, &file.text, &places);
            let start = outside.is_empty().then(|| known.start.clone());
            (start, old.with(known), outside)
        }
        None => (None, Aligned::default(), Changed::default()),
    };
    let (mut checker, start) = begin(file, imports, start);
    let diagnostics = [file.diagnostics.as_slice(), &start.diagnostics].concat();
    checker.unread = diagnostics.clone();
    let mut run = Run::new(file, checker, outside);
    for (index, place) in places.iter().enumerate() {
        if index == old.behind {
            run.compare(&old.gone, old.before..index);
        }
        run.item(index, old.take(index), *place);
    }
    if old.behind >= places.len() {
        run.compare(&old.gone, old.before..places.len());
    }
    let changed = std::mem::take(&mut run.changed);
    let checked = run.checked;
    let (result, items) = run.finish(imports, diagnostics);
    let file = Arc::new(result);
    let kept = Kept {
        file,
        start,
        items,
        places,
    };
    Again {
        kept,
        changed,
        checked,
    }
}

/// A checker at the beginning of a file, and that beginning.
fn begin<'a>(
    file: &SourceFile,
    imports: &[Arc<CheckedFile>],
    start: Option<Start>,
) -> (FileChecker<'a>, Start) {
    if let Some(start) = start {
        let known = start.clone();
        let checker = FileChecker::at(file, known.env, known.axioms, known.broken, known.declared);
        return (checker, start);
    }
    let mut checker = FileChecker::new(file, imports, None, None);
    let start = Start {
        env: checker.env.clone(),
        axioms: checker.axioms.clone(),
        broken: checker.broken.clone(),
        declared: checker.declared.clone(),
        diagnostics: std::mem::take(&mut checker.diagnostics),
    };
    (checker, start)
}

/// From the beginning of an item's first line on: columns count in proofs.
fn place(text: &str, item: &Item) -> Span {
    let line = text[..item.span.start as usize]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    Span {
        start: u32::try_from(line).unwrap_or(u32::MAX),
        end: item.span.end,
    }
}

fn text_at(text: &str, place: Span) -> &str {
    text.get(place.start as usize..place.end as usize)
        .unwrap_or_default()
}

/// The items of the last text beside those of the new one: the same ones before and behind the region that changed.
#[derive(Default)]
struct Aligned {
    /// So many items before the region are the same.
    before: usize,
    /// From this item of the new text on, they are the same again.
    behind: usize,
    /// How many items there are now.
    count: usize,
    items: Vec<Option<(Done, Span)>>,
    /// The items of the region in the last text.
    gone: Vec<Done>,
}

impl Aligned {
    fn new(known: &Kept, text: &str, places: &[Span]) -> Self {
        let old = |index: usize| text_at(&known.file.text, known.places[index]);
        let new = |index: usize| text_at(text, places[index]);
        let (was, count) = (known.places.len(), places.len());
        let least = was.min(count);
        let before = (0..least).take_while(|i| old(*i) == new(*i)).count();
        let behind = (1..=least - before)
            .take_while(|i| old(was - i) == new(count - i))
            .count();
        Aligned {
            before,
            behind: count - behind,
            count,
            ..Aligned::default()
        }
    }

    /// Takes in what the items did.
    fn with(mut self, known: Kept) -> Self {
        let last = known.items.len() - (self.count - self.behind);
        for (index, (done, place)) in known.items.into_iter().zip(known.places).enumerate() {
            match (self.before..last).contains(&index) {
                true => self.gone.push(done),
                false => self.items.push(Some((done, place))),
            }
        }
        self
    }

    /// What the item of that number did before.
    fn take(&mut self, index: usize) -> Option<(Done, Span)> {
        if (self.before..self.behind).contains(&index) {
            return None;
        }
        let skipped = self.behind.saturating_sub(self.before);
        let place = if index < self.before {
            index
        } else {
            index - skipped
        };
        self.items.get_mut(place)?.take()
    }
}

/// One pass over the items.
struct Run<'f> {
    file: &'f SourceFile,
    checker: FileChecker<'f>,
    recorder: Recorder,
    done: Vec<Done>,
    changed: Changed,
    checked: usize,
}

impl<'f> Run<'f> {
    fn new(file: &'f SourceFile, mut checker: FileChecker<'f>, outside: Changed) -> Self {
        let recorder = Recorder::default();
        checker.env.record_reads(recorder.clone());
        Run {
            file,
            checker,
            recorder,
            done: Vec::new(),
            changed: outside,
            checked: 0,
        }
    }

    fn compare(&mut self, before: &[Done], now: Range<usize>) {
        self.changed.compare(before, &self.done[now]);
    }

    /// Does an item again, or checks it.
    fn item(&mut self, index: usize, before: Option<(Done, Span)>, place: Span) {
        let is_clean = errors_in(self.file, index).is_empty();
        let done = match before {
            Some((before, was))
                if is_clean && before.is_clean && !self.changed.concern(&before) =>
            {
                let done = before.moved(was.start, place.start);
                self.redo(&done);
                done
            }
            before => {
                let done = self.check(index, is_clean);
                if let Some((before, _)) = before {
                    self.changed.compare(&[before], std::slice::from_ref(&done));
                }
                done
            }
        };
        self.done.push(done);
    }

    fn check(&mut self, index: usize, is_clean: bool) -> Done {
        let (entries, statements) = (self.checker.env.own_count(), self.checker.statements.len());
        let failed = self.checker.failed.len();
        self.checked += 1;
        drop(self.recorder.take());
        self.checker.newly.clear();
        let report = self.checker.numbered(self.file, index);
        let entries = self.checker.env.own_after(entries);
        let broken = report.iter().map(|report| report.name.clone());
        let diagnostics = std::mem::take(&mut self.checker.diagnostics);
        Done {
            axioms: listed(&self.checker.axioms, &entries),
            entries,
            declared: std::mem::take(&mut self.checker.newly),
            broken: broken
                .filter(|name| self.checker.broken.contains(name))
                .collect(),
            statements: self.checker.statements[statements..].to_vec(),
            failed: self.checker.failed[failed..].to_vec(),
            is_clean: is_clean && diagnostics.iter().all(|found| found.labels.is_empty()),
            diagnostics,
            report,
            reads: self.recorder.take(),
        }
    }

    fn redo(&mut self, done: &Done) {
        let checker = &mut self.checker;
        for entry in &done.entries {
            checker.env.add_entry(entry.clone());
        }
        for (axiom, origin) in &done.axioms {
            checker.axioms.list(axiom, origin);
        }
        for (name, span) in &done.declared {
            checker.places.insert(name.clone(), *span);
            checker
                .declared
                .insert(name.clone(), checker.module.clone());
        }
        if done.statements.is_empty() {
            checker.unread.extend(done.diagnostics.iter().cloned());
        }
        checker.broken.extend(done.broken.iter().cloned());
        checker.statements.extend(done.statements.iter().cloned());
        checker.failed.extend(done.failed.iter().cloned());
    }

    fn finish(
        self,
        imports: &[Arc<CheckedFile>],
        mut diagnostics: Vec<Diagnostic>,
    ) -> (CheckedFile, Vec<Done>) {
        let mut reports = Vec::new();
        for done in &self.done {
            diagnostics.extend(done.diagnostics.iter().cloned());
            reports.extend(done.report.clone());
        }
        let checked = self
            .checker
            .finish(self.file, imports, reports, diagnostics);
        (checked, self.done)
    }
}

/// The axioms of theorems that were added, as far as the registry lists them.
fn listed(registry: &AxiomRegistry, entries: &[Entry]) -> Vec<(Axiom, Origin)> {
    let theorems = entries.iter().filter_map(|entry| match entry {
        Entry::Theorem(named) => Some(named.theorem.axioms()),
        _ => None,
    });
    let origin = |axiom: &Axiom| Some((axiom.clone(), registry.origin(axiom)?.clone()));
    theorems.flatten().filter_map(origin).collect()
}

impl Done {
    /// The same for an item that stands elsewhere now.
    fn moved(mut self, from: u32, to: u32) -> Self {
        if from == to {
            return self;
        }
        let moved = |span: &mut Span| {
            span.start = (span.start + to).saturating_sub(from);
            span.end = (span.end + to).saturating_sub(from);
        };
        self.declared.iter_mut().for_each(|(_, span)| moved(span));
        self.failed
            .iter_mut()
            .for_each(|step| moved(&mut step.span));
        self.diagnostics
            .iter_mut()
            .for_each(|found| moved(&mut found.span));
        self.report
            .iter_mut()
            .for_each(|report| moved(&mut report.span));
        for statement in &mut self.statements {
            moved(&mut statement.span);
            statement
                .allowed
                .iter_mut()
                .for_each(|allowance| moved(&mut allowance.span));
        }
        self
    }
}

impl Changed {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.attributes.is_empty() && !self.numbers
    }

    /// Takes in what else changed.
    pub fn extend(&mut self, other: &Changed) {
        self.names.extend(other.names.iter().cloned());
        self.attributes.extend(other.attributes.iter().copied());
        self.numbers |= other.numbers;
    }

    /// Whether what an item did depends on what changed.
    fn concern(&self, done: &Done) -> bool {
        let reads = &done.reads;
        let mut declared = done.declared.iter();
        declared.any(|(name, _)| self.names.contains(name))
            || reads.everything && !self.is_empty()
            || reads.numbers && self.numbers
            || !reads.names.is_disjoint(&self.names)
            || !reads.attributes.is_disjoint(&self.attributes)
    }

    /// Takes in how items differ in what they did.
    fn compare(&mut self, before: &[Done], now: &[Done]) {
        let (old, new) = (Effects::of(before), Effects::of(now));
        for name in old.entries.keys().chain(new.entries.keys()) {
            let (a, b) = (old.entries.get(name), new.entries.get(name));
            let same = a.zip(b).is_some_and(|(a, b)| same_entries(a, b));
            if !same {
                self.names.insert(name.clone());
                self.attributes
                    .extend([a, b].into_iter().flatten().flatten().flat_map(attributes));
            }
        }
        self.names
            .extend(old.names.symmetric_difference(&new.names).cloned());
        self.names
            .extend(old.broken.symmetric_difference(&new.broken).cloned());
        if !same_entries(&old.given, &new.given) {
            self.attributes
                .extend(old.given.iter().chain(&new.given).flat_map(attributes));
        }
        self.numbers |= old.numbers || new.numbers;
    }
}

/// What items did, by name.
#[derive(Default)]
struct Effects {
    entries: BTreeMap<Name, Vec<Entry>>,
    /// Attributes that were given afterwards.
    given: Vec<Entry>,
    names: BTreeSet<Name>,
    broken: BTreeSet<Name>,
    numbers: bool,
}

impl Effects {
    fn of(done: &[Done]) -> Self {
        let mut effects = Effects::default();
        for done in done {
            effects
                .names
                .extend(done.declared.iter().map(|(name, _)| name.clone()));
            effects.broken.extend(done.broken.iter().cloned());
            done.entries.iter().for_each(|entry| effects.add(entry));
        }
        effects
    }

    fn add(&mut self, entry: &Entry) {
        let name = match entry {
            Entry::Constant(constant) => constant.name(),
            Entry::Type(operator) => operator.name(),
            Entry::Alias(alias) => &alias.name,
            Entry::Theorem(named) => &named.name,
            Entry::Setting(setting) => &setting.name,
            Entry::Attribute(..) => return self.given.push(entry.clone()),
            Entry::NaturalNumerals(_)
            | Entry::RealNumerals(_)
            | Entry::NaturalArithmetic(_)
            | Entry::RealArithmetic(_) => {
                self.numbers = true;
                return;
            }
        };
        self.entries
            .entry(name.clone())
            .or_default()
            .push(entry.clone());
    }
}

fn attributes(entry: &Entry) -> Vec<Attribute> {
    match entry {
        Entry::Theorem(named) => named.attributes.clone(),
        Entry::Attribute(attribute, _) => vec![*attribute],
        _ => Vec::new(),
    }
}

/// Whether entries mean the same to all that use them. What is compared is what the kernel made: an abbreviation or a
/// setting that was read again counts as another.
fn same_entries(old: &[Entry], new: &[Entry]) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same_entry(a, b))
}

fn same_entry(old: &Entry, new: &Entry) -> bool {
    match (old, new) {
        (Entry::Constant(a), Entry::Constant(b)) => a == b,
        (Entry::Type(a), Entry::Type(b)) => a == b,
        (Entry::Theorem(a), Entry::Theorem(b)) => same_theorem(a, b),
        (Entry::Attribute(a, p), Entry::Attribute(b, q)) => a == b && same_theorem(p, q),
        (Entry::Alias(a), Entry::Alias(b)) => Arc::ptr_eq(a, b),
        (Entry::Setting(a), Entry::Setting(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

fn same_theorem(a: &NamedTheorem, b: &NamedTheorem) -> bool {
    let (old, new) = (&a.theorem, &b.theorem);
    a.name == b.name
        && a.attributes == b.attributes
        && old.concludes(&new.conclusion())
        && old.hypotheses() == new.hypotheses()
        && old.axioms() == new.axioms()
}
