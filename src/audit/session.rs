//! All statements of checked files under audit, side by side, and the pins of a lock file.

use super::lock::{Lock, Pin};
use super::subject::Subject;
use super::{conclusion, conventions, hypotheses, strength};
use crate::check::{self, CheckedFile, Kind, Origin, StatedItem, Status};
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
        }
    }

    /// With one more note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
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

/// One statement after its audit.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The file, by its place.
    pub file: usize,
    /// Its name.
    pub name: Name,
    /// Where the name stands.
    pub span: Span,
    /// What is said for it: an instance that satisfies the hypotheses, axioms.
    pub evidence: String,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether any instance was drawn; without, silence says nothing.
    pub tried: bool,
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
    /// Whether to ask also what needs many searches: unneeded hypotheses, constants, mutants.
    pub deep: bool,
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

    /// How many statements were not tried, for want of time or of a proof.
    #[must_use]
    pub fn untried(&self) -> usize {
        self.items.iter().filter(|item| !item.tried).count()
    }

    /// Whether everything was tried and nothing of this level or above was found.
    #[must_use]
    pub fn is_clean(&self, fail_on: Level) -> bool {
        self.checked.missing.is_empty()
            && self.untried() == 0
            && self.findings().all(|finding| finding.found.level < fail_on)
    }
}

/// Rules for which no allowance counts on the paper's theorems.
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

/// Audits the theorems and axioms of the files that are wanted.
pub fn audit(checked: check::Outcome, wanted: impl Fn(&str) -> bool, options: &Options) -> Outcome {
    let start = Instant::now();
    let work = work(&checked, wanted, &options.names);
    let known: Vec<_> = checked
        .files
        .iter()
        .map(|file| {
            let env = file.environment();
            let symbols = Symbols::new(&env);
            (env, symbols)
        })
        .collect();
    let judge = || -> Vec<(Audited, (String, Pin))> {
        let one = |(place, item): &(usize, &StatedItem)| {
            let (file, (env, symbols)) = (&checked.files[*place], &known[*place]);
            let pin = (format!("{}: {}", file.path, item.name), Pin::of(env, item));
            (
                audit_item((*place, file), item, env, symbols, &pin, options),
                pin,
            )
        };
        work.par_iter().map(one).collect()
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(256 << 20)
        .build();
    let judged = match pool {
        Ok(pool) => pool.install(judge),
        Err(_) => judge(),
    };
    let (items, pins): (Vec<Audited>, Vec<(String, Pin)>) = judged.into_iter().unzip();
    let seconds = start.elapsed().as_secs_f64() + checked.seconds;
    let pins = pins.into_iter().collect();
    Outcome {
        checked,
        items,
        pins,
        seconds,
    }
}

fn audit_item(
    (place, file): (usize, &CheckedFile),
    item: &StatedItem,
    env: &crate::elaborate::Environment,
    symbols: &Symbols,
    pin: &(String, Pin),
    options: &Options,
) -> Audited {
    let start = Instant::now();
    let report = file.items.iter().find(|report| report.span == item.span);
    let mut found = Vec::new();
    let mut evidence = String::from("not checked");
    let mut tried = false;
    if let Some(report) = report.filter(|report| report.status != Status::Failed) {
        let subject = Subject::new(item, report, env, symbols, &options.limits);
        found = findings(&subject, options.deep);
        evidence = describe(&subject);
        tried = subject.verdict.as_ref().is_some_and(|v| v.counts.drawn > 0);
    }
    found.extend(drift(pin, options.lock.as_ref()));
    let mut findings: Vec<Finding> = found
        .into_iter()
        .map(|found| placed(place, &file.path, item, found))
        .collect();
    findings.extend(unused_allowances(place, item, &findings, options.deep));
    Audited {
        file: place,
        name: item.name.clone(),
        span: item.span,
        evidence,
        findings,
        tried,
        seconds: start.elapsed().as_secs_f64(),
    }
}

/// What the rules find; a grave finding makes those below it pointless.
fn findings(subject: &Subject<'_>, deep: bool) -> Vec<Found> {
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
    let plain = unused.is_empty();
    found.extend(unused);
    let junk = conventions::junk_values(subject);
    let sound = junk.is_empty();
    found.extend(junk);
    if deep && plain && sound {
        let unneeded = hypotheses::unneeded(subject);
        if unneeded.is_empty() {
            found.extend(strength::findings(subject));
        }
        found.extend(unneeded);
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
    let never = NEVER_ALLOWED.contains(&found.rule) && path.contains("proofs/multimodal/");
    let reason = item.allowed.iter().find(|a| a.rule == found.rule && !never);
    Finding {
        file,
        span: item.span,
        allowed: reason.map(|allowance| allowance.reason.clone()),
        found,
    }
}

fn unused_allowances(
    file: usize,
    item: &StatedItem,
    found: &[Finding],
    deep: bool,
) -> Vec<Finding> {
    const DEEP: [&str; 3] = ["unneeded-hypothesis", "loose-constant", "surviving-mutant"];
    let idle = item.allowed.iter().filter(|allowance| {
        let elsewhere =
            allowance.rule == "untested" || (!deep && DEEP.contains(&allowance.rule.as_str()));
        !elsewhere && !found.iter().any(|f| f.found.rule == allowance.rule)
    });
    idle.map(|allowance| Finding {
        file,
        span: allowance.span,
        found: Found::new(
            "unused-allowance",
            Level::Warning,
            format!(
                "`{}` is allowed at `{}`, but it finds nothing there",
                allowance.rule, item.name
            ),
        )
        .help("remove the `allow` line"),
        allowed: None,
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
    format!(
        "{witness} · {} instances · {foundational} foundational axioms",
        verdict.counts.decided
    )
}
