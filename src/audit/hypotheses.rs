//! Hypotheses: do they contradict each other, can an instance meet them, does the proof use them, does the statement
//! need them.

use super::conventions;
use super::power::Bounds;
use super::session::{Found, Level};
use super::shell::Shell;
use super::subject::Subject;
use super::trial::Trial;
use crate::check::{Kind, Replay, Status, attempt};
use crate::instance::{Extra, Instance, Limits, Problem, Verdict, instance_lines, try_problem};
use crate::logic::logic;
use rationale_kernel::{Name, Term};

/// Methods that look for a contradiction; `{}` is the list of facts.
const SCRIPTS: [&str; 3] = ["linarith [{}]", "auto using {}", "nlinarith [{}]"];

/// `contradictory-hypotheses` and `no-witness`. A theorem whose conclusion is false says itself that they contradict.
pub fn witness(subject: &Subject<'_>) -> Option<Found> {
    let says_so = subject
        .item
        .shown
        .iter()
        .any(|goal| logic().is_falsity(goal));
    if subject.item.assumed.is_empty() || subject.has_witness() || says_so {
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
pub fn unused(subject: &Subject<'_>) -> Needs {
    let mut needs = Needs::default();
    let proved = matches!(subject.report.status, Status::Proved | Status::Conditional);
    if !proved || subject.item.kind != Kind::Theorem {
        return needs;
    }
    let places = (0..subject.item.assumed.len()).filter(|place| !subject.item.assumed[*place].used);
    for place in places {
        let what = subject.assumption(place);
        if keeps_conventions_out(subject, place) {
            needs.evidence.push(kept_out(&what));
            continue;
        }
        let text = format!("`{}` is proved without {what}", subject.item.name);
        needs
            .found
            .push(Found::new("unused-hypothesis", Level::Warning, text).help(
                "leave it out, or say why it stays: `allow unused-hypothesis because \"…\"`",
            ));
    }
    needs
}

fn kept_out(what: &str) -> String {
    format!("{what} is not needed but for conventions: without it, the statement holds by one")
}

/// Whether the statement without a hypothesis needs a convention on an instance that violates it.
fn keeps_conventions_out(subject: &Subject<'_>, place: usize) -> bool {
    let Some((problem, _)) = without(subject, place) else {
        return false;
    };
    let limits = Limits {
        seed: subject.limits.seed + 1,
        work: WORK_OF_ONE,
        ..subject.limits.clone()
    };
    let verdict = try_problem(&problem, &limits);
    let mut trial = Trial::new(&problem, &verdict.kept, WORK_OF_ONE);
    verdict.junk.values().chain(&verdict.kept).any(|instance| {
        trial.truth(instance, &[], 0) == Some(false) && conventions::is_needed(&mut trial, instance)
    })
}

/// What is known of the need for hypotheses.
#[derive(Default)]
pub struct Needs {
    /// `unused-hypothesis` or `unneeded-hypothesis`.
    pub found: Vec<Found>,
    /// Instances that break the statement without a hypothesis, in lines.
    pub evidence: Vec<String>,
}

/// `unneeded-hypothesis`: certain if the proof goes through without it, likely if no instance breaks the statement without.
pub fn needs(subject: &Subject<'_>, replay: Option<&Replay<'_>>) -> Needs {
    let mut needs = Needs::default();
    let mut work = WORK;
    for (place, assumption) in subject.item.assumed.iter().enumerate() {
        if !assumption.used {
            continue;
        }
        if replay.is_some_and(|replay| replay.without(place)) {
            if keeps_conventions_out(subject, place) {
                needs.evidence.push(kept_out(&subject.assumption(place)));
            } else {
                needs.found.push(proved_without(subject, place));
            }
        } else if work > 0 {
            let tried = try_without(subject, place, &mut work);
            match tried {
                Tried::Broken(line) => needs.evidence.push(line),
                Tried::Unbroken(found) => needs.found.push(found),
                Tried::Open => {}
            }
        }
    }
    needs
}

fn proved_without(subject: &Subject<'_>, place: usize) -> Found {
    let (name, what) = (&subject.item.name, subject.assumption(place));
    let text = format!("the proof of `{name}` goes through without {what}");
    Found::new("unneeded-hypothesis", Level::Warning, text)
        .note("that is certain: the kernel accepts it")
        .help("leave it out, or say why it stays: `allow unneeded-hypothesis because \"…\"`")
}

/// What came of a statement without one of its hypotheses.
enum Tried {
    /// An instance breaks it.
    Broken(String),
    /// No instance does, among many that violate the hypothesis.
    Unbroken(Found),
    /// Nothing is known.
    Open,
}

/// Work for all hypotheses of a statement.
const WORK: u64 = 4_000_000;
/// Work for one hypothesis.
const WORK_OF_ONE: u64 = 1_500_000;

fn try_without(subject: &Subject<'_>, place: usize, work: &mut u64) -> Tried {
    let Some((problem, bounds)) = without(subject, place) else {
        return Tried::Open;
    };
    let limits = Limits {
        seed: subject.limits.seed + 1,
        work: WORK_OF_ONE.min(*work),
        ..subject.limits.clone()
    };
    let verdict = try_problem(&problem, &limits);
    *work = work.saturating_sub(verdict.spent);
    let what = subject.assumption(place);
    if let Some(found) = &verdict.counterexample {
        let lines = instance_lines(subject.env, &problem, &found.instance);
        return Tried::Broken(format!("needs {what}: false for {}", lines.join("; ")));
    }
    let counts = &verdict.counts;
    let judged = counts.decided >= limits.needed && counts.undecided * 4 < counts.drawn;
    let Some(telling) = judged
        .then(|| telling(&problem, &bounds, &verdict))
        .flatten()
    else {
        return Tried::Open;
    };
    let text = format!("`{}` may hold without {what}", subject.item.name);
    let note = format!(
        "{} instances without it, at least {telling} that violate it and meet no convention, and none breaks the statement",
        counts.decided
    );
    let found = Found::new("unneeded-hypothesis", Level::Note, text).note(note);
    Tried::Unbroken(
        found.help("try to prove it without, or name the instance for which it is needed"),
    )
}

/// The statement without a hypothesis, which is its first extra formula, and the bounds of its goal.
fn without(subject: &Subject<'_>, place: usize) -> Option<(Problem, Bounds)> {
    let mut rest = subject.assumed();
    let mut extra = Extra {
        variables: vec![],
        formulas: vec![rest.remove(place)],
    };
    let (fixed, goal) = (&subject.item.fixed, subject.goal()?);
    let bounds = Bounds::of(&Shell::of(fixed, &goal)?.inner, &mut extra);
    let problem = Problem::extended(subject.env, subject.symbols, fixed, &rest, &goal, &extra)?;
    Some((problem, bounds))
}

/// How many instances violate the hypothesis and meet no convention, if they are many and come near the bounds.
fn telling(problem: &Problem, bounds: &Bounds, verdict: &Verdict) -> Option<usize> {
    let mut trial = Trial::new(problem, &verdict.kept, WORK_OF_ONE);
    let tells = |instance: &&Instance| {
        trial.truth(instance, &[], 0) == Some(false)
            && trial.conclusion(instance, None) == (Some(true), 0)
    };
    let telling: Vec<&Instance> = verdict.kept.iter().filter(tells).collect();
    let enough = telling.len() >= LEAST_VIOLATED;
    (enough && bounds.are_neared(&mut trial, telling.iter().copied())).then_some(telling.len())
}

/// Fewer instances that violate a hypothesis, without a convention, tell nothing about it.
const LEAST_VIOLATED: usize = 30;
