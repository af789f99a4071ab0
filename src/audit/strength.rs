//! How strong a statement is: constants that no instance needs, and stronger statements that are proved as well or that
//! no instance refutes.
//!
//! All changed goals are evaluated on the instances of the statement's own search. A change counts only if it makes the
//! statement say more: where it says the same on every instance, nothing is learned from it. What the theorem's own proof
//! proves too is certain; what no instance refutes is only likely.

use super::change::{Comparison, literals, replaced};
use super::constants::{Constant, loose};
use super::power::Bounds;
use super::session::{Found, Level};
use super::shell::Shell;
use super::subject::Subject;
use super::trial::Trial;
use crate::check::Replay;
use crate::evaluate::{Real, Value};
use crate::instance::{Extra, Instance, Limits, Problem, Verdict, instance_lines, try_problem};
use crate::logic::LiteralShape;
use rationale_kernel::{Literal, Term, Variable};

/// Work for the changes of one goal.
const WORK: u64 = 3_000_000;

/// So many instances must have sides that are not 0.
const LEAST_NONZERO: usize = 30;

/// What is known of the strength of a statement.
#[derive(Default)]
pub struct Strength {
    /// `loose-constant` and `surviving-mutant`.
    pub found: Vec<Found>,
    /// What speaks for the statement, in lines.
    pub evidence: Vec<String>,
}

/// How a changed goal compares with the goal.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// It says more for a reason of logic.
    Stronger,
    /// It is strict; so is every bound with room.
    Strict,
    /// The next two formulas compare the changed sides.
    Bound,
    /// It is another equation.
    Equation,
}

/// A changed goal.
struct Mutant {
    what: String,
    /// Its place among the formulas.
    formula: usize,
    kind: Kind,
    /// The whole goal, changed.
    whole: Term,
}

/// What is asked about a goal.
#[derive(Default)]
struct Questions {
    extra: Extra,
    constants: Vec<Constant>,
    mutants: Vec<Mutant>,
    attained: Option<usize>,
    bounds: Bounds,
}

/// A mutant that no instance refutes.
struct Survivor {
    what: String,
    whole: Term,
    /// Whether it says more, on every instance.
    stronger: bool,
    /// Whether instances come near the bound, so that they might have refuted it.
    telling: bool,
    kind: Kind,
}

/// What became of a mutant.
enum Fate {
    Refuted,
    SaysNoMore,
    Survives { stronger: bool },
    Undecided,
}

/// `loose-constant` and `surviving-mutant`.
pub fn strength(subject: &Subject<'_>, replay: Option<&Replay<'_>>) -> Strength {
    let mut strength = Strength::default();
    let mut proved = replay
        .map(|replay| weaker_hypotheses(subject, replay))
        .unwrap_or_default();
    let (mut beside, mut open, mut same) = (Vec::new(), Vec::new(), Vec::new());
    for (place, goal) in subject.item.shown.iter().enumerate() {
        let survivors = of_goal(subject, goal, &mut strength).unwrap_or_default();
        for survivor in survivors {
            let line = format!("{}: {}", survivor.what, subject.text(&survivor.whole));
            if survivor.kind == Kind::Equation {
                same.extend(survivor.telling.then_some(line));
                continue;
            }
            let is_proved = replay.is_some_and(|replay| replay.with_goal(place, &survivor.whole));
            match (is_proved, survivor.stronger) {
                (true, true) => proved.push(line),
                (true, false) => beside.push(line),
                (false, true) if survivor.telling => open.push(line),
                (false, _) => {}
            }
        }
    }
    let name = &subject.item.name;
    let stronger = format!("the proof of `{name}` proves more");
    let unrefuted = format!("no instance refutes `{name}` made stronger");
    let untold = format!("no instance tells `{name}` from a changed equation");
    strength
        .found
        .extend(survived(stronger, Level::Warning, proved));
    let beside = beside.into_iter().take(3);
    let evidence = beside.map(|line| format!("its proof also proves the statement {line}"));
    strength.evidence.extend(evidence);
    strength
        .found
        .extend(survived(unrefuted, Level::Note, open));
    strength.found.extend(survived(untold, Level::Note, same));
    strength
}

/// `surviving-mutant` for these statements.
fn survived(text: String, level: Level, statements: Vec<String>) -> Option<Found> {
    if statements.is_empty() {
        return None;
    }
    let text = format!("{text} ({})", statements.len());
    let found = Found::new("surviving-mutant", level, text);
    let found = statements.into_iter().take(6).fold(found, Found::note);
    Some(found.help(match level {
        Level::Note => "look whether it says what was meant; only what is proved is certain",
        _ => "state the stronger theorem, or say why the weaker one is wanted",
    }))
}

/// The changed goals that no instance refutes. Where a constant is loose, other changes of the sides tell nothing new.
fn of_goal(subject: &Subject<'_>, goal: &Term, strength: &mut Strength) -> Option<Vec<Survivor>> {
    let own = if subject.item.shown.len() > 1 {
        Some(goal_alone(subject, goal)?)
    } else {
        None
    };
    let (problem, verdict) = match &own {
        Some((problem, verdict)) => (problem, verdict),
        None => (subject.problem.as_ref()?, subject.verdict.as_ref()?),
    };
    if !subject.is_decided(verdict) {
        return None;
    }
    let asked = questions(subject, problem, goal)?;
    let before = strength.found.len();
    let mut judged = judge(subject, goal, &asked, verdict, strength)?;
    let loose = strength.found.len() > before;
    judged.retain(|survivor| !loose || !matches!(survivor.kind, Kind::Bound | Kind::Strict));
    Some(judged)
}

/// Hypotheses with `≤` for `<` under which the proof goes through.
fn weaker_hypotheses(subject: &Subject<'_>, replay: &Replay<'_>) -> Vec<String> {
    let assumed = subject.item.assumed.iter().enumerate();
    let weak = assumed.filter_map(|(place, assumption)| {
        let weak = Comparison::of(&assumption.formula)?
            .weak(subject.env)?
            .formula()?;
        let proved = assumption.used && replay.with_hypothesis(place, &weak);
        proved.then(|| {
            format!(
                "with ≤ for < in the hypothesis {}",
                subject.assumption(place)
            )
        })
    });
    weak.collect()
}

/// One of several goals, tried alone.
fn goal_alone(subject: &Subject<'_>, goal: &Term) -> Option<(Problem, Verdict)> {
    let problem = subject.variant(&subject.assumed(), goal)?;
    let limits = Limits {
        work: subject.limits.work / 3,
        ..subject.limits.clone()
    };
    let verdict = try_problem(&problem, &limits);
    Some((problem, verdict))
}

/// What is asked about a goal, as formulas for the evaluator.
fn questions(subject: &Subject<'_>, problem: &Problem, goal: &Term) -> Option<Questions> {
    let shell = Shell::of(&subject.item.fixed, goal)?;
    let mut asked = Questions::default();
    if shell.inner != problem.goal {
        return None;
    }
    asked.bounds = Bounds::of(&shell.inner, &mut asked.extra);
    if let Some((formula, whole)) = shell.swapped() {
        let what = "with ∃ before ∀".to_owned();
        asked.mutant(what, vec![formula], Kind::Stronger, whole);
    }
    let equation = Comparison::equation(&shell.inner)
        .filter(|equation| subject.is_natural(equation.left.ty()).is_some());
    if let Some(equation) = equation {
        for change in equation.omissions() {
            let formula = change.changed.formula()?;
            let whole = shell.around(&formula)?;
            asked.mutant(change.what, vec![formula], Kind::Equation, whole);
        }
    }
    let Some(comparison) = Comparison::of(&shell.inner) else {
        return (!asked.mutants.is_empty()).then_some(asked);
    };
    if let Some(formula) = comparison
        .strict(subject.env)
        .and_then(|strict| strict.formula())
    {
        let whole = shell.around(&formula)?;
        let what = "with < for ≤".to_owned();
        asked.mutant(what, vec![formula], Kind::Strict, whole);
    }
    let turned = Comparison {
        left: comparison.right.clone(),
        right: comparison.left.clone(),
        relation: comparison
            .weak(subject.env)
            .unwrap_or_else(|| comparison.clone())
            .relation,
    };
    asked.attained = turned.formula().map(|formula| asked.ask(formula));
    if comparison.is_about_sign() {
        return Some(asked);
    }
    let hypotheses: Vec<&Term> = problem.hypotheses.iter().map(|h| &h.term).collect();
    for change in comparison.changes(subject.env, &hypotheses) {
        let formulas = || {
            let [harder, easier] = change.changed.is_harder(subject.env, &comparison)?;
            let formula = change.changed.formula()?;
            let whole = shell.around(&formula)?;
            Some((vec![formula, harder, easier], whole))
        };
        if let Some((formulas, whole)) = formulas() {
            asked.mutant(change.what.clone(), formulas, Kind::Bound, whole);
        }
    }
    asked.constants(subject, &comparison);
    Some(asked)
}

impl Questions {
    fn ask(&mut self, formula: Term) -> usize {
        self.extra.formulas.push(formula);
        self.extra.formulas.len() - 1
    }

    fn mutant(&mut self, what: String, formulas: Vec<Term>, kind: Kind, whole: Term) {
        let mut places = formulas
            .into_iter()
            .map(|formula| self.ask(formula))
            .collect::<Vec<_>>()
            .into_iter();
        if let Some(formula) = places.next() {
            self.mutants.push(Mutant {
                what,
                formula,
                kind,
                whole,
            });
        }
    }

    /// Each constant of a side, as a variable.
    fn constants(&mut self, subject: &Subject<'_>, comparison: &Comparison) {
        for (right, side) in [(true, &comparison.right), (false, &comparison.left)] {
            for literal in literals(side) {
                self.constant(subject, comparison, right, &literal);
            }
        }
    }

    fn constant(
        &mut self,
        subject: &Subject<'_>,
        comparison: &Comparison,
        right: bool,
        literal: &Literal,
    ) -> Option<()> {
        let itself = Term::literal(literal);
        let natural = subject.is_natural(itself.ty())?;
        let most = if natural { 64 } else { 1_000_000 };
        let value = literal.as_small()?;
        ((1..most).contains(&value.0) && value.1 < most).then_some(())?;
        let place = self.extra.variables.len();
        let variable = Variable::new(format!("κ{place}"), itself.ty().clone());
        let side = if right {
            &comparison.right
        } else {
            &comparison.left
        };
        let side = replaced(side, literal, &Term::variable(&variable))?;
        let changed = comparison.with(right, side);
        let [harder, easier] = changed.is_harder(subject.env, comparison)?;
        let formulas = [changed.formula()?, harder, easier];
        self.extra.variables.push(variable);
        let [formula, harder, easier] = formulas.map(|formula| self.ask(formula));
        self.constants.push(Constant {
            place,
            value,
            natural,
            formula,
            harder,
            easier,
        });
        Some(())
    }
}

/// Judges a goal: notes what is found and known, and returns the mutants that no instance refutes.
fn judge(
    subject: &Subject<'_>,
    goal: &Term,
    asked: &Questions,
    verdict: &Verdict,
    strength: &mut Strength,
) -> Option<Vec<Survivor>> {
    let (item, assumed) = (subject.item, subject.assumed());
    let problem = Problem::extended(
        subject.env,
        subject.symbols,
        &item.fixed,
        &assumed,
        goal,
        &asked.extra,
    )?;
    let mut trial = Trial::new(&problem, &verdict.kept, WORK);
    let lines = |instance: &Instance| instance_lines(subject.env, &problem, instance).join("; ");
    let tight = asked
        .attained
        .and_then(|formula| attained(&mut trial, &problem, formula));
    if let Some(instance) = tight {
        strength
            .evidence
            .push(format!("tight at {}", lines(instance)));
    }
    for constant in &asked.constants {
        if let Some(loose) = loose(&mut trial, constant, subject.limits.needed) {
            strength.found.push(loose.found(&item.name, lines));
        }
    }
    let telling = asked.bounds.are_neared(&mut trial, verdict.kept.iter())
        && has_values(&mut trial, &problem);
    let (mut refuted, mut open, mut left) = (0, 0, Vec::new());
    for mutant in &asked.mutants {
        match fate(&mut trial, mutant, subject.limits.needed) {
            Fate::Refuted => refuted += 1,
            Fate::SaysNoMore => {}
            Fate::Undecided => open += 1,
            Fate::Survives { stronger } => left.push(Survivor {
                what: mutant.what.clone(),
                whole: mutant.whole.clone(),
                stronger,
                telling,
                kind: mutant.kind,
            }),
        }
    }
    if refuted + open > 0 {
        let undecided = if open > 0 {
            format!(", {open} not decided")
        } else {
            String::new()
        };
        strength.evidence.push(format!(
            "{refuted} changed statements refuted by instances{undecided}"
        ));
    }
    Some(left)
}

/// Whether equal sides are not 0 on several instances; others could not tell an equation from a changed one.
fn has_values(trial: &mut Trial<'_>, problem: &Problem) -> bool {
    let sides = problem.sides.as_ref().filter(|sides| sides.relation == "=");
    sides.is_none_or(|sides| {
        let kept = trial.kept().iter();
        let nonzero = |instance: &&Instance| match trial.value(instance, &[], &sides.left) {
            Value::Real(x) => !x.is_zero(),
            Value::Nat(n) => n > 0,
            _ => false,
        };
        kept.filter(nonzero).take(LEAST_NONZERO).count() == LEAST_NONZERO
    })
}

/// An instance with both sides equal, and not 0 if there is one.
fn attained<'t>(trial: &mut Trial<'t>, problem: &Problem, formula: usize) -> Option<&'t Instance> {
    let sides = problem.sides.as_ref()?;
    let mut zero = None;
    for instance in trial.kept() {
        if trial.truth(instance, &[], formula) != Some(true) {
            continue;
        }
        match trial.value(instance, &[], &sides.left) {
            Value::Real(x) if x != Real::ZERO => return Some(instance),
            Value::Nat(n) if n > 0 => return Some(instance),
            _ => zero = zero.or(Some(instance)),
        }
    }
    zero
}

fn fate(trial: &mut Trial<'_>, mutant: &Mutant, needed: u64) -> Fate {
    let (mut decided, mut harder, mut easier) = (0, true, mutant.kind == Kind::Bound);
    for instance in trial.kept() {
        match trial.truth(instance, &[], mutant.formula) {
            Some(false) => return Fate::Refuted,
            Some(true) => decided += 1,
            None => continue,
        }
        if mutant.kind == Kind::Bound {
            harder &= trial.truth(instance, &[], mutant.formula + 1) == Some(true);
            easier &= trial.truth(instance, &[], mutant.formula + 2) == Some(true);
        }
    }
    match (decided >= needed && !trial.is_over(), easier) {
        (false, _) => Fate::Undecided,
        (true, true) => Fate::SaysNoMore,
        (true, false) => Fate::Survives { stronger: harder },
    }
}
