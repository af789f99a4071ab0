//! All statements of checked files under audit, side by side, and the pins of a lock file.

use super::lock::{Lock, Pin};
use super::subject::Subject;
use super::{conclusion, conventions, hypotheses, steps, strength};
use crate::check::{self, CheckedFile, Kind, Origin, Replay, Replays, StatedItem, Status};
use crate::elaborate::Environment;
use crate::evaluate::Symbols;
use crate::instance::Limits;
use crate::syntax::ast::Span;
use rationale_kernel::Name;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::time::Instant;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something to know.
    Note,
    /// Something to look at.
    Warning,
    /// The statement says nothing, or not what it said.
    Error,
}

/// What a rule found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: &'static str,
    /// How grave it is.
    pub level: Level,
    /// One line.
    pub text: String,
    /// More to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Where, if not at the statement's name.
    pub span: Option<Span>,
}

impl Found {
    /// A finding.
    pub fn new(rule: &'static str, level: Level, text: String) -> Self {
        Found {
            rule,
            level,
            text,
            notes: vec![],
            help: None,
            span: None,
        }
    }

    /// With one more note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// At a place of the proof.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A finding at its place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file, by its place in the checked files.
    pub file: usize,
    /// Where.
    pub span: Span,
    /// What.
    pub found: Found,
    /// Why it is allowed, if it is.
    pub allowed: Option<String>,
}

/// How far a statement was tried on instances; without enough of them, silence of the rules that need them says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Enough instances were decided, or all there are.
    Enough,
    /// Too few, and an `allow untested` says why.
    Few,
    /// Too few.
    No,
}

/// One statement after its audit.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The file, by its place.
    pub file: usize,
    /// Its name.
    pub name: Name,
    /// Where the name stands.
    pub span: Span,
    /// What is said for it, in lines: an instance that satisfies the hypotheses, axioms; what hypotheses are needed for.
    pub evidence: Vec<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// How far it was tried on instances.
    pub tried: Tried,
    /// Wall-clock time.
    pub seconds: f64,
}

/// How an audit goes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much is tried for each question.
    pub limits: Limits,
    /// Only items of these names, if any are given.
    pub names: Vec<String>,
    /// The pins to compare with.
    pub lock: Option<Lock>,
}

/// What came of an audit.
pub struct Outcome {
    /// The check of the files.
    pub checked: check::Outcome,
    /// The statements, in the order of the files.
    pub items: Vec<Audited>,
    /// The pins of the statements as they are now.
    pub pins: BTreeMap<String, Pin>,
    /// Wall-clock time.
    pub seconds: f64,
}

impl Outcome {
    /// All findings that no line allows.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.items
            .iter()
            .flat_map(|item| &item.findings)
            .filter(|f| f.allowed.is_none())
    }

    /// How many findings are allowed.
    #[must_use]
    pub fn allowed(&self) -> usize {
        self.items
            .iter()
            .flat_map(|item| &item.findings)
            .filter(|f| f.allowed.is_some())
            .count()
    }

    /// How many statements were tried so far.
    #[must_use]
    pub fn tried(&self, tried: Tried) -> usize {
        self.items.iter().filter(|i| i.tried == tried).count()
    }

    /// Whether everything was tried and nothing of this level or above was found.
    #[must_use]
    pub fn is_clean(&self, fail_on: Level) -> bool {
        self.checked.missing.is_empty()
            && self.tried(Tried::No) == 0
            && self.findings().all(|finding| finding.found.level < fail_on)
    }
}

/// Rules for which no allowance counts on the paper's theorems, which stand in this folder.
const PRINCIPAL: &str = "proofs/multimodal/";
const NEVER_ALLOWED: [&str; 3] = [
    "contradictory-hypotheses",
    "trivial-conclusion",
    "junk-value",
];

/// The theorems and axioms that are wanted, with the places of their files.
fn work<'c>(
    checked: &'c check::Outcome,
    wanted: impl Fn(&str) -> bool,
    names: &[String],
) -> Vec<(usize, &'c StatedItem)> {
    let mut work: Vec<(usize, &StatedItem)> = Vec::new();
    for (place, file) in checked
        .files
        .iter()
        .enumerate()
        .filter(|(_, file)| wanted(&file.path))
    {
        work.extend(file.statements.iter().map(|item| (place, item)));
    }
    let named = |name: &str| names.is_empty() || names.iter().any(|n| n == name);
    work.retain(|(_, item)| item.kind != Kind::Claim && named(&item.name));
    work
}

/// The pins of statements as they are now.
pub fn pins(
    checked: &check::Outcome,
    wanted: impl Fn(&str) -> bool,
    names: &[String],
) -> BTreeMap<String, Pin> {
    let mut environments = BTreeMap::new();
    let mut pins = BTreeMap::new();
    for (place, item) in work(checked, wanted, names) {
        let file = &checked.files[place];
        let env = environments
            .entry(place)
            .or_insert_with(|| file.environment());
        pins.insert(format!("{}: {}", file.path, item.name), Pin::of(env, item));
    }
    pins
}

/// A file with what its statements are audited with.
struct Known<'c> {
    place: usize,
    file: &'c CheckedFile,
    env: Environment,
    symbols: Symbols,
    replays: Replays,
}

/// Audits the theorems and axioms of the files that are wanted.
pub fn audit(checked: check::Outcome, wanted: impl Fn(&str) -> bool, options: &Options) -> Outcome {
    let start = Instant::now();
    let work = work(&checked, wanted, &options.names);
    let known = known(&checked, &work);
    let limits = Limits {
        keep: options.limits.needed as usize + SPARE,
        ..options.limits.clone()
    };
    let one = |(place, item): &(usize, &StatedItem)| -> Option<(Audited, (String, Pin))> {
        let known = known.get(place)?;
        let key = format!("{}: {}", known.file.path, item.name);
        let pin = (key, Pin::of(&known.env, item));
        let lock = options.lock.as_ref();
        Some((audit_item(known, item, &pin, lock, &limits), pin))
    };
    let judge = || -> Vec<(Audited, (String, Pin))> {
        work.par_iter().with_max_len(1).filter_map(one).collect()
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(256 << 20)
        .build();
    let judged = match pool {
        Ok(pool) => pool.install(judge),
        Err(_) => judge(),
    };
    let (items, pins): (Vec<Audited>, Vec<(String, Pin)>) = judged.into_iter().unzip();
    drop(known);
    let seconds = start.elapsed().as_secs_f64() + checked.seconds;
    let pins = pins.into_iter().collect();
    Outcome {
        checked,
        items,
        pins,
        seconds,
    }
}

/// Instances that are kept beyond those that are needed.
const SPARE: usize = 40;

/// The files of these statements, by place.
fn known<'c>(
    checked: &'c check::Outcome,
    work: &[(usize, &StatedItem)],
) -> BTreeMap<usize, Known<'c>> {
    let mut known = BTreeMap::new();
    for (place, _) in work {
        known.entry(*place).or_insert_with(|| {
            let file: &CheckedFile = &checked.files[*place];
            let env = file.environment();
            Known {
                place: *place,
                file,
                symbols: Symbols::new(&env),
                replays: Replays::of(&file.text),
                env,
            }
        });
    }
    known
}

fn audit_item(
    known: &Known<'_>,
    item: &StatedItem,
    pin: &(String, Pin),
    lock: Option<&Lock>,
    limits: &Limits,
) -> Audited {
    let start = Instant::now();
    let mut found = Vec::new();
    let mut evidence = vec![String::from("not checked")];
    let mut tried = Tried::No;
    let mut reports = known.file.items.iter();
    if let Some(report) = reports.find(|report| report.span == item.span) {
        let subject = Subject::new(item, report, &known.env, &known.symbols, limits);
        if report.status == Status::Failed {
            found = unfounded(known, &subject);
        } else {
            tried = subject.tried();
            let replay = known.replays.of_item(&known.env, item);
            evidence = vec![describe(&subject)];
            found = findings(&subject, replay.as_ref(), &mut evidence);
        }
    }
    found.extend(drift(pin, lock));
    let mut findings: Vec<Finding> = found
        .into_iter()
        .map(|found| placed(known.place, &known.file.path, item, found))
        .collect();
    findings.extend(unused_allowances(known.place, item, &findings));
    Audited {
        file: known.place,
        name: item.name.clone(),
        span: item.span,
        evidence,
        findings,
        tried,
        seconds: start.elapsed().as_secs_f64(),
    }
}

/// The steps of a failed proof that are false or have no support.
fn unfounded(known: &Known<'_>, subject: &Subject<'_>) -> Vec<Found> {
    let name = &subject.item.name;
    let failed = known.file.failed.iter().filter(|step| step.item == *name);
    failed
        .filter_map(|step| steps::unfounded(subject, step))
        .collect()
}

/// What the rules find; a grave finding makes those below it pointless.
fn findings(
    subject: &Subject<'_>,
    replay: Option<&Replay<'_>>,
    evidence: &mut Vec<String>,
) -> Vec<Found> {
    let mut found: Vec<Found> = ledger(subject).into_iter().collect();
    if let Some(contradiction) = hypotheses::witness(subject) {
        found.push(contradiction);
        return found;
    }
    if let Some(trivial) = conclusion::trivial(subject) {
        found.push(trivial);
        return found;
    }
    let unused = hypotheses::unused(subject);
    let junk = conventions::junk_values(subject);
    let plain =
        unused.found.is_empty() && junk.found.iter().all(|found| found.level < Level::Warning);
    found.extend(unused.found);
    evidence.extend(unused.evidence);
    found.extend(junk.found);
    evidence.extend(junk.evidence);
    let decided = subject
        .verdict
        .as_ref()
        .is_some_and(|v| subject.is_decided(v));
    if plain && decided {
        let needs = hypotheses::needs(subject, replay);
        evidence.extend(needs.evidence);
        if needs.found.is_empty() {
            let strength = strength::strength(subject, replay);
            evidence.extend(strength.evidence);
            found.extend(strength.found);
        }
        found.extend(needs.found);
    }
    found
}

fn ledger(subject: &Subject<'_>) -> Option<Found> {
    let cited: Vec<String> = subject
        .report
        .axioms
        .iter()
        .filter_map(|axiom| match &axiom.origin {
            Origin::Cited(source) => Some(format!("`{}` ({source})", axiom.name)),
            _ => None,
        })
        .collect();
    let conditional = subject.item.kind == Kind::Theorem && !cited.is_empty();
    conditional.then(|| {
        let text = format!(
            "`{}` is conditional: it rests on {}",
            subject.item.name,
            cited.join(", ")
        );
        Found::new("ledger", Level::Note, text)
    })
}

fn drift((name, pin): &(String, Pin), lock: Option<&Lock>) -> Option<Found> {
    let lines = lock?.differences(name, pin);
    (!lines.is_empty()).then(|| drifted(name, lines))
}

/// `drift`.
fn drifted(name: &str, lines: Vec<String>) -> Found {
    let text = format!("`{name}` is not what was pinned");
    let found = Found::new("drift", Level::Error, text);
    let found = lines.into_iter().fold(found, Found::note);
    found.help("if the change is meant, run `rationale audit --lock` and review the difference of the lock file")
}

fn placed(file: usize, path: &str, item: &StatedItem, found: Found) -> Finding {
    let never = NEVER_ALLOWED.contains(&found.rule) && path.contains(PRINCIPAL);
    let reason = item.allowed.iter().find(|a| a.rule == found.rule && !never);
    Finding {
        file,
        span: found.span.unwrap_or(item.span),
        allowed: reason.map(|allowance| allowance.reason.clone()),
        found,
    }
}

/// Allowances under which nothing was found. `untested` is another command's rule.
fn unused_allowances(file: usize, item: &StatedItem, found: &[Finding]) -> Vec<Finding> {
    let idle = item.allowed.iter().filter(|allowance| {
        let used = found.iter().any(|f| f.found.rule == allowance.rule);
        allowance.rule != "untested" && !used
    });
    idle.map(|allowance| {
        let text = format!(
            "`{}` is allowed at `{}`, but it finds nothing there",
            allowance.rule, item.name
        );
        let found = Found::new("unused-allowance", Level::Warning, text);
        Finding {
            file,
            span: allowance.span,
            found: found.help("remove the `allow` line"),
            allowed: None,
        }
    })
    .collect()
}

fn describe(subject: &Subject<'_>) -> String {
    let foundational = subject
        .report
        .axioms
        .iter()
        .filter(|a| a.origin == Origin::Foundational)
        .count();
    let Some(verdict) = &subject.verdict else {
        return "it could not be tried".to_owned();
    };
    let witness = match &verdict.witness {
        Some(instance) => {
            let lines = subject.instance(instance);
            if lines.is_empty() {
                "no variables".to_owned()
            } else {
                format!("satisfied by {}", lines.join("; "))
            }
        }
        None => "no instance decided".to_owned(),
    };
    let plural = if foundational == 1 { "axiom" } else { "axioms" };
    format!(
        "{witness} · {} instances · {foundational} foundational {plural}",
        verdict.counts.decided
    )
}
