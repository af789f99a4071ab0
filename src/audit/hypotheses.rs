//! Hypotheses: do they contradict each other, can an instance meet them, does the proof use them, does the statement
//! need them.

use super::session::{Found, Level};
use super::subject::Subject;
use crate::check::{Kind, Status, attempt};
use crate::instance::try_problem;
use crate::logic::logic;
use rationale_kernel::{Name, Term};

/// Methods that look for a contradiction; `{}` is the list of facts.
const SCRIPTS: [&str; 3] = ["linarith [{}]", "auto using {}", "nlinarith [{}]"];

/// `contradictory-hypotheses` and `no-witness`.
pub fn witness(subject: &Subject<'_>) -> Option<Found> {
    if subject.item.assumed.is_empty() || subject.has_witness() {
        return None;
    }
    if let Some(core) = contradiction(subject) {
        let names: Vec<String> = core
            .iter()
            .map(|place| subject.assumption(*place))
            .collect();
        let text = match names.len() {
            1 => format!(
                "the hypothesis {} of `{}` contradicts itself",
                names[0], subject.item.name
            ),
            _ => format!(
                "the hypotheses of `{}` contradict each other: {}",
                subject.item.name,
                names.join(", ")
            ),
        };
        return Some(
            Found::new("contradictory-hypotheses", Level::Error, text)
                .note("false is proved from them, and from no fewer of them, so the statement says nothing")
                .help("weaken one of them, or give an example that satisfies all"),
        );
    }
    let counts = &subject.verdict.as_ref()?.counts;
    let all_refused = counts.drawn > 0 && counts.refused == counts.drawn;
    all_refused.then(|| {
        let text = format!(
            "no instance was found that satisfies the hypotheses of `{}`",
            subject.item.name
        );
        Found::new("no-witness", Level::Warning, text)
            .note(format!(
                "{} instances were drawn, and each breaks a hypothesis",
                counts.drawn
            ))
            .help("give an example that satisfies them")
    })
}

/// The places of the fewest assumptions from which false was proved.
fn contradiction(subject: &Subject<'_>) -> Option<Vec<usize>> {
    let mut core: Vec<usize> = (0..subject.item.assumed.len()).collect();
    let script = SCRIPTS
        .iter()
        .find(|script| refutes(subject, &core, script))?;
    for place in 0..subject.item.assumed.len() {
        let fewer: Vec<usize> = core.iter().copied().filter(|p| *p != place).collect();
        if fewer.len() < core.len() && refutes(subject, &fewer, script) {
            core = fewer;
        }
    }
    Some(core)
}

fn refutes(subject: &Subject<'_>, places: &[usize], script: &str) -> bool {
    if places.is_empty() {
        return false;
    }
    let facts: Vec<(Name, Term)> = places
        .iter()
        .map(|place| {
            (
                Name::from(format!("h{place}")),
                subject.item.assumed[*place].formula.clone(),
            )
        })
        .collect();
    let names: Vec<&str> = facts.iter().map(|(name, _)| &**name).collect();
    let separator = if script.contains('[') { ", " } else { " " };
    let script = script.replace("{}", &names.join(separator));
    attempt(
        subject.env,
        &subject.item.fixed,
        &facts,
        logic().falsity_term(),
        &script,
    )
    .is_some()
}

/// `unused-hypothesis`.
pub fn unused(subject: &Subject<'_>) -> Vec<Found> {
    let proved = matches!(subject.report.status, Status::Proved | Status::Conditional);
    if !proved || subject.item.kind != Kind::Theorem {
        return vec![];
    }
    let places = (0..subject.item.assumed.len()).filter(|place| !subject.item.assumed[*place].used);
    places
        .map(|place| {
            let text = format!(
                "`{}` is proved without {}",
                subject.item.name,
                subject.assumption(place)
            );
            Found::new("unused-hypothesis", Level::Warning, text)
                .help("leave it out, or say why it stays: `allow unused-hypothesis because \"…\"`")
        })
        .collect()
}

/// `unneeded-hypothesis`: without it the statement still holds on all instances.
pub fn unneeded(subject: &Subject<'_>) -> Vec<Found> {
    let Some(goal) = subject.goal() else {
        return vec![];
    };
    let all = subject.assumed();
    let judge = |place: usize| {
        if !subject.item.assumed[place].used {
            return None;
        }
        let mut rest = all.clone();
        rest.remove(place);
        let problem = subject.variant(&rest, &goal)?;
        let verdict = try_problem(&problem, subject.limits);
        let counts = &verdict.counts;
        let held = verdict.counterexample.is_none() && counts.decided >= subject.limits.needed;
        (held && counts.undecided * 4 < counts.drawn).then(|| {
            let text = format!(
                "`{}` may hold without {}",
                subject.item.name,
                subject.assumption(place)
            );
            Found::new("unneeded-hypothesis", Level::Note, text)
                .note(format!(
                    "{} instances without it, none that breaks the statement",
                    counts.decided
                ))
                .help("try to prove it without, or name the instance for which it is needed")
        })
    };
    (0..all.len()).filter_map(judge).collect()
}
