//! The items of one file, in order: each is checked against what stands before it and adds to it. An item that fails
//! leaves a marked placeholder where it can, so that one mistake gives one message.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use rationale_kernel::{Name, Term, Theorem};

use crate::elaborate::{Attribute, Environment, Module, NamedTheorem};
use crate::logic;
use crate::report::{Diagnostic, Severity};
use crate::syntax::ast::{Ident, Item, ItemKind, Span};

use super::failed::FailedStep;
use super::graph::SourceFile;
use super::ledger::{
    AxiomRegistry, AxiomUse, ClaimReport, ItemReport, Kind, Origin, Status, placeholder_name,
    status_of,
};
use super::message;
use super::probe::Probe;
use super::proof::{Checked, Prover, Reported};
use super::reading::{CONSEQUENCES, errors_in, is_stated};
use super::session::Trial;
use super::stated::{Allowance, StatedItem};
use super::variants::{Tried, Variants};

/// What came of one file.
#[derive(Clone)]
pub struct CheckedFile {
    /// Its path.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// What it leaves to the files that import it.
    pub module: Arc<Module>,
    /// The axioms that it knows: its own and those of its imports.
    pub axioms: AxiomRegistry,
    /// Everything that was wrong, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Its items, in order.
    pub items: Vec<ItemReport>,
    /// What its theorems, axioms and claims state, in order, as far as they could be read.
    pub statements: Vec<StatedItem>,
    /// What was wrong outside of the proofs of these statements: with other items, imports, or the text.
    pub unread: Vec<Diagnostic>,
    /// Names whose items failed before they could be stated.
    pub broken: BTreeSet<Name>,
    /// The names that it and its imports declare, each with the module that does.
    pub declared: BTreeMap<Name, Name>,
    /// The variants of its theorems that were tried.
    pub tried: Vec<Tried>,
    /// Steps whose methods failed.
    pub failed: Vec<FailedStep>,
}

impl CheckedFile {
    /// What names mean at its end.
    #[must_use]
    pub fn environment(&self) -> Environment {
        let mut env = Environment::base();
        env.import(&self.module);
        env
    }

    /// Its theorems, axioms and claims of which no statement could be read.
    pub fn unstated(&self) -> impl Iterator<Item = &ItemReport> {
        let states = |kind| matches!(kind, Kind::Theorem | Kind::Axiom | Kind::Claim);
        let is_read = |item: &ItemReport| self.statements.iter().any(|s| s.span == item.span);
        self.items
            .iter()
            .filter(move |item| states(item.kind) && !is_read(item))
    }

    /// Whether this program failed on it.
    #[must_use]
    pub fn has_internal_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.rule == message::INTERNAL_ERROR)
    }

    /// Whether something is wrong with it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// At most this many failed steps of a file are tried on instances.
const MAX_TRIALS: u32 = 40;

/// Checks the items of one file.
pub(super) struct FileChecker<'a> {
    /// What names mean at this place.
    pub env: Environment,
    /// The file's dotted name.
    pub module: Name,
    /// The axioms known here.
    pub axioms: AxiomRegistry,
    /// What went wrong with the present item.
    pub diagnostics: Vec<Diagnostic>,
    /// A place whose goal is asked for.
    pub probe: Option<&'a mut Probe>,
    /// Makes other statements for theorems, if they are to be tried.
    pub variants: Option<&'a Variants>,
    /// The variants that were tried.
    pub tried: Vec<Tried>,
    /// Steps whose methods failed.
    pub failed: Vec<FailedStep>,
    /// The file's path.
    pub path: Arc<str>,
    /// What was stated so far.
    pub statements: Vec<StatedItem>,
    /// What was told of the file and of items that state nothing.
    pub unread: Vec<Diagnostic>,
    /// How claims are tried; not at all if nothing is said.
    pub trial: Option<Trial>,
    /// What became of the present claim.
    pub claimed: Option<ClaimReport>,
    /// How many failed steps may still be tried on instances.
    pub trials: u32,
    /// Where names were declared in this file.
    pub places: BTreeMap<Name, Span>,
    /// Those that the present item declared.
    pub newly: Vec<(Name, Span)>,
    /// The names that this file and its imports declare, each with its module.
    pub declared: BTreeMap<Name, Name>,
    /// Names whose items failed before they could be stated.
    pub broken: BTreeSet<Name>,
    text: Arc<str>,
}

/// What an item is called and where.
struct Header<'i> {
    name: &'i Ident,
    kind: Kind,
}

/// Checks a file whose imports are checked.
pub(super) fn check_file(
    file: &SourceFile,
    imports: &[Arc<CheckedFile>],
    probe: Option<&mut Probe>,
    variants: Option<&Variants>,
    trial: Option<Trial>,
) -> CheckedFile {
    let mut checker = FileChecker::new(file, imports, probe, trial);
    checker.variants = variants;
    let mut diagnostics = file.diagnostics.clone();
    diagnostics.append(&mut checker.diagnostics);
    checker.unread = diagnostics.clone();
    let mut items = Vec::new();
    for index in 0..file.tree.items.len() {
        items.extend(checker.numbered(file, index));
        diagnostics.append(&mut checker.diagnostics);
    }
    checker.finish(file, imports, items, diagnostics)
}

fn skipped(item: &Item) -> Option<ItemReport> {
    let header = header(&item.kind)?;
    Some(ItemReport {
        name: header.name.value.as_str().into(),
        kind: header.kind,
        status: Status::Skipped,
        span: header.name.span,
        axioms: Vec::new(),
        seconds: 0.0,
        claim: None,
    })
}

fn allowance((rule, reason): &(Ident, String)) -> Allowance {
    Allowance {
        rule: rule.value.clone(),
        reason: reason.clone(),
        span: rule.span,
    }
}

/// The name and kind of an item that has one.
fn header(kind: &ItemKind) -> Option<Header<'_>> {
    let (name, kind) = match kind {
        ItemKind::Def { name, .. } => (name, Kind::Definition),
        ItemKind::TypeAlias { name, .. } | ItemKind::TypeDef { name, .. } => (name, Kind::Type),
        ItemKind::Constant(name, _) => (name, Kind::Constant),
        ItemKind::Axiom { name, .. } => (name, Kind::Axiom),
        ItemKind::Setting { name, .. } => (name, Kind::Setting),
        ItemKind::Theorem { name, .. } => (name, Kind::Theorem),
        ItemKind::Claim { name, .. } => (name, Kind::Claim),
        ItemKind::Arm(name, _) => (name, Kind::Arithmetic),
        ItemKind::Specify { names, .. } => (names.first()?, Kind::Specification),
        ItemKind::AttributeItem(attributes, _) => (attributes.first()?, Kind::Attribute),
        ItemKind::Import(_) | ItemKind::Error => return None,
    };
    Some(Header { name, kind })
}

impl<'a> FileChecker<'a> {
    pub(super) fn new(
        file: &SourceFile,
        imports: &[Arc<CheckedFile>],
        probe: Option<&'a mut Probe>,
        trial: Option<Trial>,
    ) -> Self {
        let mut env = Environment::base();
        let mut axioms = AxiomRegistry::of_logic();
        let mut broken = BTreeSet::new();
        let mut declared = BTreeMap::new();
        let mut diagnostics = Vec::new();
        for (import, written) in imports.iter().zip(&file.imports) {
            env.import(&import.module);
            axioms.include(&import.axioms);
            broken.extend(import.broken.iter().cloned());
            diagnostics.extend(merge_names(&mut declared, &import.declared, written.span));
        }
        env.seal();
        let mut checker = Self::at(file, env, axioms, broken, declared);
        checker.diagnostics = diagnostics;
        checker.probe = probe;
        checker.trial = trial;
        checker
    }

    /// A checker at the beginning of a file, with what its imports give.
    pub(super) fn at(
        file: &SourceFile,
        env: Environment,
        axioms: AxiomRegistry,
        broken: BTreeSet<Name>,
        declared: BTreeMap<Name, Name>,
    ) -> Self {
        FileChecker {
            env,
            module: Name::from(file.name.as_str()),
            axioms,
            diagnostics: Vec::new(),
            probe: None,
            variants: None,
            tried: Vec::new(),
            failed: Vec::new(),
            path: Arc::clone(&file.path),
            statements: Vec::new(),
            unread: Vec::new(),
            trial: None,
            claimed: None,
            trials: MAX_TRIALS,
            places: BTreeMap::new(),
            newly: Vec::new(),
            declared,
            broken,
            text: Arc::clone(&file.text),
        }
    }

    /// Checks the item of that number.
    pub(super) fn numbered(&mut self, file: &SourceFile, index: usize) -> Option<ItemReport> {
        let item = &file.tree.items[index];
        if file.broken {
            return skipped(item);
        }
        let errors = errors_in(file, index);
        let stated = self.statements.len();
        let report = match errors.iter().any(|error| is_stated(item, *error)) {
            true => self.marred(item),
            false => self.item(item),
        };
        if !errors.is_empty() {
            self.diagnostics
                .retain(|found| !CONSEQUENCES.contains(&found.rule));
        }
        if self.statements.len() == stated {
            self.unread.extend(self.diagnostics.iter().cloned());
        }
        report
    }

    /// What came of the file, once all items are checked.
    pub(super) fn finish(
        self,
        file: &SourceFile,
        imports: &[Arc<CheckedFile>],
        items: Vec<ItemReport>,
        mut diagnostics: Vec<Diagnostic>,
    ) -> CheckedFile {
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        let unread = self.unread.into_iter().filter(is_error).collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        let modules = imports
            .iter()
            .map(|import| Arc::clone(&import.module))
            .collect();
        CheckedFile {
            path: Arc::clone(&file.path),
            text: Arc::clone(&file.text),
            module: Arc::new(self.env.into_module(self.module, modules)),
            axioms: self.axioms,
            diagnostics,
            items,
            statements: self.statements,
            unread,
            broken: self.broken,
            declared: self.declared,
            tried: self.tried,
            failed: self.failed,
        }
    }

    /// An item that cannot be stated.
    fn marred(&mut self, item: &Item) -> Option<ItemReport> {
        let Header { name, .. } = header(&item.kind)?;
        self.broken.insert(name.value.as_str().into());
        Some(ItemReport {
            status: Status::Failed,
            axioms: vec![unproved_use(&name.value)],
            ..skipped(item)?
        })
    }

    /// Checks one item.
    fn item(&mut self, item: &Item) -> Option<ItemReport> {
        let Header { name, kind } = header(&item.kind)?;
        let start = Instant::now();
        let stated = self.statements.len();
        let outcome = self.contained(item);
        for statement in &mut self.statements[stated..] {
            statement.allowed = item.allows.iter().map(allowance).collect();
        }
        let blamed = self.drop_consequences();
        if outcome.is_err() {
            self.broken.insert(name.value.as_str().into());
        }
        let (axioms, declared) =
            outcome.unwrap_or_else(|Reported| (vec![unproved_use(&name.value)], false));
        let axioms: Vec<AxiomUse> = axioms.into_iter().chain(blamed).collect();
        let status = match status_of(&axioms) {
            Status::Failed => Status::Failed,
            _ if kind == Kind::Claim && declared => Status::Skipped,
            _ if declared => Status::Declared,
            status => status,
        };
        let seconds = start.elapsed().as_secs_f64();
        Some(ItemReport {
            name: name.value.as_str().into(),
            kind,
            status,
            span: name.span,
            axioms,
            seconds,
            claim: self.claimed.take(),
        })
    }

    /// Checks an item so that a mistake of this program costs that item only, and is shown for what it is.
    fn contained(&mut self, item: &Item) -> Checked<(Vec<AxiomUse>, bool)> {
        match catch_unwind(AssertUnwindSafe(|| self.item_kind(&item.kind))) {
            Ok(outcome) => outcome,
            Err(payload) => {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text
                    .or_else(|| payload.downcast_ref::<&str>().copied())
                    .unwrap_or("no message");
                let span = header(&item.kind).map_or(item.span, |header| header.name.span);
                Err(self.report(message::internal_error(text, span)))
            }
        }
    }

    /// What the item rests on, and whether it only declares something.
    fn item_kind(&mut self, kind: &ItemKind) -> Checked<(Vec<AxiomUse>, bool)> {
        let declared = match kind {
            ItemKind::Theorem {
                name,
                attributes,
                statement,
                why,
                ..
            } => {
                return Ok((self.theorem(name, attributes, statement, why)?, false));
            }
            ItemKind::Import(_) | ItemKind::Error => Vec::new(),
            ItemKind::Def {
                name,
                attributes,
                params,
                ty,
                body,
            } => self.definition(name, attributes, params, ty.as_ref(), body)?,
            ItemKind::TypeAlias { name, params, ty } => self.type_alias(name, params, ty)?,
            ItemKind::TypeDef {
                name,
                params,
                carve,
            } => self.type_definition(name, params, carve.as_ref())?,
            ItemKind::Constant(name, ty) => self.constant(name, ty)?,
            ItemKind::Axiom {
                name,
                attributes,
                cite,
                statement,
            } => self.axiom(name, attributes, cite.as_deref(), statement)?,
            ItemKind::Setting {
                name,
                parents,
                statement,
            } => self.setting(name, parents, statement)?,
            ItemKind::Claim {
                name,
                refuted,
                statement,
                why,
            } => return self.claim(name, *refuted, statement, why),
            ItemKind::AttributeItem(attributes, names) => self.attribute_item(attributes, names)?,
            ItemKind::Arm(what, names) => self.arm(what, names)?,
            ItemKind::Specify {
                names,
                statement,
                why,
            } => self.specify(names, statement, why)?,
        };
        Ok((declared, true))
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported
    }

    /// Takes a result out, or reports what `explain` makes of its error.
    pub(super) fn checked<T, E>(
        &mut self,
        result: Result<T, E>,
        explain: impl FnOnce(E) -> Diagnostic,
    ) -> Checked<T> {
        result.map_err(|error| self.report(explain(error)))
    }

    /// Takes the result of a derived rule out, or reports that it did not apply.
    pub(super) fn rule<T>(&mut self, result: logic::Result<T>, span: Span) -> Checked<T> {
        result.map_err(|error| {
            let diagnostic = message::rule_failed(&self.env, &error, span);
            self.report(diagnostic)
        })
    }

    /// Takes the result of a kernel rule out, or reports that it did not apply.
    pub(super) fn kernel<T>(
        &mut self,
        result: rationale_kernel::Result<T>,
        span: Span,
    ) -> Checked<T> {
        self.rule(result.map_err(Into::into), span)
    }

    /// Works with a prover for an item, and takes over what it reports; also says whether it reported an error.
    pub(super) fn with_prover<T>(
        &mut self,
        item: &str,
        work: impl FnOnce(&mut Prover<'_>) -> T,
    ) -> (T, bool) {
        let env = self.env.clone();
        let mut prover = Prover::new(&env, Name::from(item));
        prover.probe = self.probe.as_deref_mut();
        prover.trials = self.trials;
        let result = work(&mut prover);
        self.trials = prover.trials;
        let found = prover.diagnostics;
        self.failed.append(&mut prover.failed);
        let failed = found
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        self.diagnostics.extend(found);
        (result, failed)
    }

    /// Refuses a name that is taken, and notes where it is taken now.
    pub(super) fn declare_name(&mut self, name: &Ident) -> Checked<()> {
        self.declare_derived(name, &name.value)
    }

    /// As [`FileChecker::declare_name`] for a name that is derived from a written one.
    pub(super) fn declare_derived(&mut self, written: &Ident, name: &str) -> Checked<()> {
        let first = self.places.get(name).copied();
        if first.is_none() && !self.env.declares(name) {
            self.places.insert(Name::from(name), written.span);
            self.newly.push((Name::from(name), written.span));
            self.declared.insert(Name::from(name), self.module.clone());
            return Ok(());
        }
        let module = self
            .declared
            .get(name)
            .filter(|module| **module != self.module)
            .cloned();
        let ident = Ident {
            value: name.to_owned(),
            span: written.span,
        };
        Err(self.report(message::defined_twice(&ident, first, module.as_deref())))
    }

    /// Adds a theorem under a name.
    pub(super) fn add_theorem(&mut self, name: &Ident, theorem: Theorem, attributes: &[Attribute]) {
        self.env.add_theorem(NamedTheorem {
            name: name.value.as_str().into(),
            theorem,
            attributes: attributes.to_vec(),
            module: self.module.clone(),
            span: name.span,
        });
    }

    /// The attributes in brackets.
    pub(super) fn attributes(&mut self, written: &[Ident]) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        for name in written {
            match name.value.parse() {
                Ok(attribute) => attributes.push(attribute),
                Err(text) => {
                    self.report(message::item("unknown-attribute", name.span, text));
                }
            }
        }
        attributes
    }

    /// What a theorem rests on.
    pub(super) fn uses(&self, theorem: &Theorem) -> Vec<AxiomUse> {
        self.axioms.uses(theorem)
    }

    /// Drops messages that only say that a broken name is unknown, and blames that name instead.
    fn drop_consequences(&mut self) -> Vec<AxiomUse> {
        const UNKNOWN: [&str; 5] = [
            "unknown-name",
            "unknown-fact",
            "unknown-type",
            "unknown-setting",
            "missing-notation",
        ];
        let (mut kept, mut blamed) = (Vec::new(), Vec::new());
        for diagnostic in std::mem::take(&mut self.diagnostics) {
            let text = self
                .text
                .get(diagnostic.span.start as usize..diagnostic.span.end as usize);
            let name = text.and_then(|text| self.broken.get(first_name(text)));
            match name.filter(|_| UNKNOWN.contains(&diagnostic.rule)) {
                Some(name) => blamed.push(AxiomUse {
                    name: name.clone(),
                    origin: Origin::Unproved,
                }),
                None => kept.push(diagnostic),
            }
        }
        self.diagnostics = kept;
        blamed
    }
}

/// The name with which a fact or an expression begins.
fn first_name(text: &str) -> &str {
    let text = text.trim_start_matches(['←', '(', ' ']);
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '[' | ']'));
    &text[..end.unwrap_or(text.len())]
}

/// Takes in the names of an import, and says which of them another import declares too.
fn merge_names(
    declared: &mut BTreeMap<Name, Name>,
    import: &BTreeMap<Name, Name>,
    span: Span,
) -> Option<Diagnostic> {
    let mut clash = None;
    for (name, module) in import {
        let before = declared.insert(name.clone(), module.clone());
        if let Some(before) = before.filter(|before| before != module) {
            clash.get_or_insert_with(|| message::imported_twice(name, &before, module, span));
        }
    }
    clash
}

/// What is left of an item that could not be stated.
pub(super) fn unproved_use(name: &str) -> AxiomUse {
    AxiomUse {
        name: Name::from(name),
        origin: Origin::Unproved,
    }
}

/// The placeholder theorem for a statement.
pub(super) fn placeholder(item: &str, formula: &Term) -> rationale_kernel::Result<Theorem> {
    Theorem::axiom(placeholder_name(item), &[], formula)
}
