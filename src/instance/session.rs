//! All statements of checked files, tried side by side.

use super::hint::Hint;
use super::print::{Printed, printed};
use super::problem::Problem;
use super::search::{Counts, Limits, Verdict, try_problem};
use crate::check::{self, Kind, StatedItem};
use crate::evaluate::{Machine, Symbols, Value, Why};
use crate::syntax::ast::Span;
use rationale_kernel::Name;
use rayon::prelude::*;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How statements are tried.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much for each.
    pub limits: Limits,
    /// Only items of these names, if any are given.
    pub names: Vec<String>,
    /// The time for everything.
    pub time_limit: Option<Duration>,
}

/// What was found about one statement.
#[derive(Clone, Debug)]
pub enum Judgement {
    /// Enough instances, and it held on all of them.
    Held,
    /// Claimed false, and there is a counterexample.
    RefutedAsClaimed(Printed),
    /// There is a counterexample.
    Refuted(Printed),
    /// Claimed false, and no counterexample was found.
    NotRefuted,
    /// Too few instances were decided.
    Untested,
    /// Too few instances were decided, which its author allows for that reason.
    Allowed(String),
    /// Two ways of evaluating an instance disagree: a mistake of this program.
    Disagreement(Printed),
}

impl Judgement {
    /// The word for it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Judgement::Held => "held",
            Judgement::RefutedAsClaimed(_) => "refuted as claimed",
            Judgement::Refuted(_) => "refuted",
            Judgement::NotRefuted => "not refuted",
            Judgement::Untested => "untested",
            Judgement::Allowed(_) => "untested, allowed",
            Judgement::Disagreement(_) => "disagreement",
        }
    }

    /// Whether it is as it should be.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        matches!(
            self,
            Judgement::Held | Judgement::RefutedAsClaimed(_) | Judgement::Allowed(_)
        )
    }
}

/// One statement and what was found about it.
#[derive(Clone, Debug)]
pub struct ItemResult {
    /// The file, by its place in the checked files.
    pub file: usize,
    /// Its name.
    pub name: Name,
    /// Theorem, axiom or claim.
    pub kind: Kind,
    /// Where the name stands.
    pub span: Span,
    /// What was found.
    pub judgement: Judgement,
    /// How many instances came out how.
    pub counts: Counts,
    /// Wall-clock time.
    pub seconds: f64,
    /// Where it is allowed to be untested, if it is tested all the same.
    pub idle: Option<Span>,
}

/// What came of trying everything.
pub struct Outcome {
    /// The check of the files.
    pub checked: check::Outcome,
    /// The statements, in the order of the files.
    pub items: Vec<ItemResult>,
    /// The files that were wanted as a whole, by their places: what could not be read in them counts.
    pub whole: Vec<usize>,
    /// The seed that was used.
    pub seed: u64,
    /// Wall-clock time.
    pub seconds: f64,
}

impl Outcome {
    /// How many statements were judged so.
    #[must_use]
    pub fn count(&self, word: &str) -> usize {
        self.items
            .iter()
            .filter(|item| item.judgement.as_str() == word)
            .count()
    }

    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let read = |place: &usize| {
            let file = &self.checked.files[*place];
            file.unread.is_empty() && file.unstated().next().is_none()
        };
        self.checked.missing.is_empty()
            && self.whole.iter().all(read)
            && self.items.iter().all(|item| item.judgement.is_fine())
    }
}

/// Tries the statements of the files that are wanted.
pub fn test_statements(
    checked: check::Outcome,
    wanted: impl Fn(&str) -> bool,
    options: &Options,
) -> Outcome {
    let start = Instant::now();
    let mut limits = options.limits.clone();
    limits.until = options.time_limit.map(|limit| start + limit);
    let mut work: Vec<(usize, &StatedItem)> = Vec::new();
    let mut whole = Vec::new();
    for (place, file) in checked.files.iter().enumerate() {
        if wanted(&file.path) {
            whole.extend(options.names.is_empty().then_some(place));
            work.extend(file.statements.iter().map(|statement| (place, statement)));
        }
    }
    work.retain(|(_, item)| {
        options.names.is_empty() || options.names.iter().any(|n| **n == *item.name)
    });
    let environments: Vec<_> = checked
        .files
        .iter()
        .map(|file| file.environment())
        .collect();
    let symbols: Vec<Arc<Symbols>> = environments
        .iter()
        .map(|env| Arc::new(Symbols::new(env)))
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(256 << 20)
        .build();
    let judge = || -> Vec<ItemResult> {
        work.par_iter()
            .with_max_len(1)
            .map(|(file, item)| judge(*file, item, &environments[*file], &symbols[*file], &limits))
            .collect()
    };
    let items = match pool {
        Ok(pool) => pool.install(judge),
        Err(_) => judge(),
    };
    let seconds = start.elapsed().as_secs_f64() + checked.seconds;
    Outcome {
        checked,
        items,
        whole,
        seed: options.limits.seed,
        seconds,
    }
}

fn judge(
    file: usize,
    item: &StatedItem,
    env: &crate::elaborate::Environment,
    symbols: &Symbols,
    limits: &Limits,
) -> ItemResult {
    let start = Instant::now();
    let limits = &effort(item, limits);
    let (judgement, counts) = match Problem::new(env, symbols, item) {
        Some(problem) => {
            let verdict = try_problem(&problem, limits);
            (
                judgement(item, env, &problem, &verdict, limits),
                verdict.counts,
            )
        }
        None => (untested(item), Counts::default()),
    };
    let allowance = item.allowed.iter().find(|a| a.rule == "untested");
    let idle = allowance.filter(|_| matches!(judgement, Judgement::Held));
    ItemResult {
        idle: idle.map(|allowance| allowance.span),
        file,
        name: item.name.clone(),
        kind: item.kind,
        span: item.span,
        judgement,
        counts,
        seconds: start.elapsed().as_secs_f64(),
    }
}

/// Claims have no proof, and axioms are believed: they are tried harder.
fn effort(item: &StatedItem, limits: &Limits) -> Limits {
    let (cases, work) = match item.kind {
        Kind::Theorem => (1, 1),
        _ => (25, 4),
    };
    Limits {
        cases: limits.cases * cases,
        work: limits.work * work,
        ..limits.clone()
    }
}

fn judgement(
    item: &StatedItem,
    env: &crate::elaborate::Environment,
    problem: &Problem,
    verdict: &Verdict,
    limits: &Limits,
) -> Judgement {
    if let Some(found) = &verdict.counterexample {
        let name = if item.claimed_false {
            item.name.to_string()
        } else {
            format!("{}_fails", item.name)
        };
        let shown = printed(env, problem, &name, found);
        return if !confirmed(item, env, problem, &found.instance) {
            Judgement::Disagreement(shown)
        } else if item.claimed_false {
            Judgement::RefutedAsClaimed(shown)
        } else {
            Judgement::Refuted(shown)
        };
    }
    let enough = verdict.counts.decided >= limits.needed;
    let counts = &verdict.counts;
    // Larger worlds that are too large to evaluate take nothing from the smallest ones; anything else undecided does.
    let too_large = counts.reasons.keys().all(|why| *why == Why::TooLarge);
    let all = counts.swept && too_large;
    match (item.claimed_false, (enough || all) && counts.chosen == 0) {
        (true, _) => Judgement::NotRefuted,
        (false, true) => Judgement::Held,
        (false, false) => untested(item),
    }
}

fn untested(item: &StatedItem) -> Judgement {
    match item
        .allowed
        .iter()
        .find(|allowance| allowance.rule == "untested")
    {
        Some(allowance) => Judgement::Allowed(allowance.reason.clone()),
        None => Judgement::Untested,
    }
}

/// Evaluates a counterexample again from the statement, with the library's derived constants unfolded to their
/// definitions instead of computed. Every hypothesis must not be false there, and the conclusion not true; where the
/// definitions cannot be evaluated, the first evaluation stands.
fn confirmed(
    item: &StatedItem,
    env: &crate::elaborate::Environment,
    first: &Problem,
    instance: &super::search::Instance,
) -> bool {
    let symbols = Symbols::primitive(env);
    let Some(problem) = Problem::in_order(env, &symbols, item, &first.variables) else {
        return false;
    };
    agrees(&problem, instance, 20_000_000)
}

/// Evaluates an instance of a problem as one of the same problem compiled anew: no hypothesis is false there, and the
/// conclusion is not true. `fuel` bounds each evaluation.
pub(super) fn agrees(problem: &Problem, instance: &super::search::Instance, fuel: u64) -> bool {
    let mut machine = Machine::new(&problem.program);
    machine.types.set_sizes(&instance.sizes);
    machine.horizon = instance.horizon;
    let mut values: Vec<Value> = Vec::new();
    for (place, value) in instance.values.iter().enumerate() {
        // A value that a hypothesis defines is a program of the first evaluation: it is made anew.
        let defined = problem.hints[place].iter().find_map(|hint| match hint {
            Hint::Equal(code) => Some(machine.evaluate(&values, code, fuel.min(1_000_000))),
            _ => None,
        });
        let fresh = defined.filter(|value| !matches!(value, Value::Unknown(_)));
        values.push(fresh.unwrap_or_else(|| value.clone()));
    }
    let mut run = |code| machine.evaluate(&values, code, fuel);
    let refused = problem
        .hypotheses
        .iter()
        .any(|h| matches!(run(&h.code), Value::Bool(false)));
    !refused && !matches!(run(&problem.conclusion), Value::Bool(true))
}
