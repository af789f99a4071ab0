//! What a run of `verify` says: each claim with its verdict, and a table by file. Words only.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Source, session};
use crate::check::{CheckedFile, ClaimReport, ItemReport, Outcome};
use crate::inequality::claim::{Finding, Support};
use crate::inequality::show;

/// More claims that could not be read are counted, not named.
const LISTED: usize = 8;

/// Longer witnesses are shown with all certificates only.
const SHORT: usize = 92;

/// Longer lines are broken.
const WIDE: usize = 100;

/// How much is said.
#[derive(Clone, Copy, Debug)]
pub struct Detail {
    /// How diagnostics are shown.
    pub style: session::Style,
    /// Whether certificates are printed in full.
    pub certificates: bool,
    /// Whether claims that are as stated are listed.
    pub all: bool,
}

/// The claims of a file.
fn claims(file: &CheckedFile) -> impl Iterator<Item = (&ItemReport, &ClaimReport)> {
    file.items
        .iter()
        .filter_map(|item| Some((item, item.claim.as_ref()?)))
}

/// Whether every claim is as stated, and nothing else is wrong.
pub fn is_success(outcome: &Outcome) -> bool {
    let stated = |file: &CheckedFile| claims(file).all(|(_, claim)| claim.is_as_stated());
    outcome.is_success()
        && outcome.files.iter().all(|file| stated(file))
        && unread(outcome).is_empty()
}

/// Claims that could not be read, so that nothing was tried.
#[must_use]
pub fn unread(outcome: &Outcome) -> Vec<&ItemReport> {
    let claims = outcome
        .items()
        .filter(|item| item.kind == crate::check::Kind::Claim);
    claims.filter(|item| item.claim.is_none()).collect()
}

/// Which claims could not be read, and what to do; nothing if all could.
fn unread_line(outcome: &Outcome) -> Option<String> {
    let names: Vec<String> = unread(outcome)
        .iter()
        .map(|item| format!("`{}`", item.name))
        .collect();
    let which = match names.as_slice() {
        [] => return None,
        [one] => format!("1 claim could not be read: {one}"),
        [first @ .., last] if names.len() <= LISTED => {
            format!(
                "{} claims could not be read: {} and {last}",
                names.len(),
                first.join(", ")
            )
        }
        names => format!(
            "{} claims could not be read: {} and {} more",
            names.len(),
            names[..LISTED - 1].join(", "),
            names.len() + 1 - LISTED
        ),
    };
    Some(format!(
        "{which}; nothing was tried. Mend the errors above, then verify again\n"
    ))
}

/// Said where there is nothing to settle.
const NONE: &str =
    "no claims here; a claim is stated by `claim NAME fix … assume … show …`, without a proof\n";

/// The whole report.
pub fn render(outcome: &Outcome, detail: Detail) -> String {
    let mut text = session::problems(outcome, detail.style);
    for file in &outcome.files {
        let source = Source::new(file.path.clone(), file.text.clone());
        for (item, claim) in claims(file).filter(|(_, claim)| detail.all && claim.is_as_stated()) {
            let place = source.place(item.span.start);
            let _ = write!(text, "{}:{}: ", file.path, place.line);
            one(&mut text, item, claim, detail);
        }
    }
    match outcome.items().filter(|item| item.claim.is_some()).count() {
        0 if unread(outcome).is_empty() => text.push_str(NONE),
        0 | 1 => {}
        _ => text.push_str(&table(outcome)),
    }
    text.extend(unread_line(outcome));
    let _ = writeln!(text, "{}", closing_line(outcome));
    text
}

/// One claim: its name, the verdict, the method and the time; then what shows it.
fn one(text: &mut String, item: &ItemReport, claim: &ClaimReport, detail: Detail) {
    let milliseconds = item.seconds * 1e3;
    let _ = writeln!(
        text,
        "{} {} · {milliseconds:.1} ms",
        item.name,
        verdict(claim)
    );
    if let Finding::Refuted(values) = &claim.finding {
        let _ = writeln!(text, "    fails at {}", point(values));
    }
    if let Finding::Proved { support, .. } = &claim.finding {
        text.push_str(&shown(support, detail.certificates));
    }
}

/// A witness that can be pasted, if it is short or all is to be shown; with `full` a certificate of another form too.
fn shown(support: &Support, full: bool) -> String {
    match (support, support.witness()) {
        (_, Some(witness)) if witness.chars().count() <= SHORT && !witness.contains('\n') => {
            format!("    {witness}\n")
        }
        (_, Some(witness)) if full && witness.contains('\n') => indented(witness),
        (_, Some(witness)) if full => wrapped(witness),
        (Support::Found(certificate, None), _) if full => show::certificate(certificate),
        _ => String::new(),
    }
}

fn indented(witness: &str) -> String {
    witness.lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "    {line}");
        text
    })
}

/// A witness on lines of its own, broken between its terms.
fn wrapped(witness: &str) -> String {
    let (mut text, mut line) = (String::new(), String::from("   "));
    for term in witness.split_inclusive(", ") {
        let term = term.trim_end();
        if !line.trim().is_empty() && line.chars().count() + term.chars().count() > WIDE {
            let _ = writeln!(text, "{line}");
            line = String::from("     ");
        }
        line.push(' ');
        line.push_str(term);
    }
    let _ = writeln!(text, "{line}");
    text
}

/// The verdict as one word.
pub fn word(finding: &Finding) -> &'static str {
    match finding {
        Finding::Proved { .. } => "proved",
        Finding::Checked { .. } => "proved-by-checker",
        Finding::Refuted(_) => "refuted",
        Finding::Unknown(_) => "unknown",
    }
}

/// The verdict in words, with the method.
pub fn verdict(claim: &ClaimReport) -> String {
    match &claim.finding {
        Finding::Proved { support, .. } => format!("proved ({})", support.method()),
        Finding::Checked { certificate, .. } => format!(
            "proved by the {} only ({})",
            crate::inequality::claim::CHECKER,
            show::method(certificate)
        ),
        Finding::Refuted(_) => "refuted".to_owned(),
        Finding::Unknown(_) => "unknown".to_owned(),
    }
}

/// `x = 1/2, y = 3`
pub fn point(values: &[(String, crate::prove::arith::Rational)]) -> String {
    if values.is_empty() {
        return "every point: it has no variables".to_owned();
    }
    let each = values
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    each.collect::<Vec<_>>().join(", ")
}

/// How the claims of one kind came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Claims that are claimed to hold.
    pub holds: usize,
    /// Of those, proved by the kernel.
    pub kernel: usize,
    /// Of those, accepted by the checker of certificates only.
    pub checker: usize,
    /// Claims that are claimed to be false.
    pub fails: usize,
    /// Of those, refuted.
    pub refuted: usize,
    /// Neither proved nor refuted.
    pub unknown: usize,
    /// The contrary of what is claimed.
    pub wrong: usize,
    /// The times of all, in seconds.
    pub times: Vec<f64>,
}

impl Tally {
    fn add(&mut self, item: &ItemReport, claim: &ClaimReport) {
        self.times.push(item.seconds);
        *(if claim.refuted {
            &mut self.fails
        } else {
            &mut self.holds
        }) += 1;
        self.wrong += usize::from(claim.is_contrary());
        match (&claim.finding, claim.refuted) {
            (Finding::Proved { .. }, false) => self.kernel += 1,
            (Finding::Checked { .. }, false) => self.checker += 1,
            (Finding::Refuted(_), true) => self.refuted += 1,
            (Finding::Unknown(_), _) => self.unknown += 1,
            _ => {}
        }
    }

    fn join(&mut self, other: &Tally) {
        self.holds += other.holds;
        self.kernel += other.kernel;
        self.checker += other.checker;
        self.fails += other.fails;
        self.refuted += other.refuted;
        self.unknown += other.unknown;
        self.wrong += other.wrong;
        self.times.extend(&other.times);
    }

    fn row(&self, name: &str, width: usize) -> String {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let at = |place: usize| times.get(place).copied().unwrap_or(0.0);
        let (median, longest) = (at(times.len() / 2), at(times.len().saturating_sub(1)));
        format!(
            "{name:width$}  {:>9}  {:>7}  {:>9}  {:>7}  {:>5}  {:>9.1}  {longest:>9.2}\n",
            format!("{}/{}", self.kernel, self.holds),
            self.checker,
            format!("{}/{}", self.refuted, self.fails),
            self.unknown,
            self.wrong,
            median * 1e3,
        )
    }
}

/// The tallies by file that has claims, in order.
pub fn tallies(outcome: &Outcome) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for file in &outcome.files {
        for (item, claim) in claims(file) {
            tallies
                .entry(file.path.to_string())
                .or_default()
                .add(item, claim);
        }
    }
    tallies
}

/// `12 proved, 0 proved by the checker only, 3 refuted, 1 unknown · 1 not as claimed`
pub fn closing_line(outcome: &Outcome) -> String {
    let mut all = Tally::default();
    tallies(outcome).values().for_each(|tally| all.join(tally));
    let claims = outcome.items().filter_map(|item| item.claim.as_ref());
    let contrary = claims.filter(|claim| !claim.is_as_stated()).count() + unread(outcome).len();
    format!(
        "{} proved, {} proved by the {} only, {} refuted, {} unknown · {contrary} not settled as claimed · {:.2} s",
        all.kernel,
        all.checker,
        crate::inequality::claim::CHECKER,
        all.refuted,
        all.unknown,
        outcome.seconds
    )
}

/// How many claims came out how, by file. `kernel` counts theorems of the kernel only.
fn table(outcome: &Outcome) -> String {
    let tallies = tallies(outcome);
    let width = tallies.keys().map(|name| name.chars().count()).max();
    let width = width.unwrap_or(0).max("all".len());
    let mut text = format!(
        "{:width$}  {:>9}  {:>7}  {:>9}  {:>7}  {:>5}  {:>9}  {:>9}\n",
        "", "kernel", "checker", "refuted", "unknown", "wrong", "median ms", "longest s"
    );
    let mut all = Tally::default();
    for (name, tally) in &tallies {
        text.push_str(&tally.row(name, width));
        all.join(tally);
    }
    if tallies.len() != 1 {
        text.push_str(&all.row("all", width));
    }
    text
}
