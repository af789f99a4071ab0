//! The wording of the checker's errors. Every function makes one diagnostic; none decides anything. The first line is
//! lower case and stands alone; notes show the goal and the facts in scope.

mod cases;
mod items;

pub(super) use cases::*;
pub(super) use items::*;

use rationale_kernel::{KernelError, Term, Theorem, Type};

use crate::elaborate::{Environment, Printer};
use crate::instance::Printed;
use crate::logic::RuleError;
use crate::prove::{Fact, Failure};
use crate::report::{Diagnostic, Severity};
use crate::syntax::ast::{Ident, Method, Span};
use crate::syntax::habits;

use super::facts::PremiseMismatch;
use super::state::State;
use super::terms::{show, show_type};

/// At most this many facts are listed under an error.
const MAX_FACTS_SHOWN: usize = 20;

/// At most this many names are listed in a message.
const MAX_NAMES_SHOWN: usize = 20;

/// `goal: …`
fn goal_note(env: &Environment, state: &State) -> String {
    format!(
        "goal: {}",
        Printer::new(env).within(&state.scope).term(&state.goal)
    )
}

/// `facts:` and a line for each, latest last; nothing if there is none.
fn facts_note(env: &Environment, state: &State) -> Option<String> {
    if state.facts.is_empty() {
        return None;
    }
    let hidden = state.facts.len().saturating_sub(MAX_FACTS_SHOWN);
    let mut lines: Vec<String> = vec!["facts:".into()];
    if hidden > 0 {
        lines.push(format!("  (and {hidden} earlier)"));
    }
    let printer = Printer::new(env).within(&state.scope);
    lines.extend(
        state
            .facts
            .iter()
            .skip(hidden)
            .map(|fact| fact_line(printer, fact)),
    );
    Some(lines.join("\n"))
}

fn fact_line(printer: Printer<'_>, fact: &Fact) -> String {
    let formula = printer.term(&fact.conclusion());
    match &fact.name {
        Some(name) => format!("  {name}: {formula}"),
        None => format!("  {formula}"),
    }
}

/// The goal and the facts, as text.
pub(super) fn describe(env: &Environment, state: &State) -> String {
    let goal = goal_note(env, state);
    match facts_note(env, state) {
        Some(facts) => format!("{facts}\n{goal}"),
        None => goal,
    }
}

fn at_goal(diagnostic: Diagnostic, env: &Environment, state: &State) -> Diagnostic {
    let diagnostic = diagnostic.note(goal_note(env, state));
    match facts_note(env, state) {
        Some(facts) => diagnostic.note(facts),
        None => diagnostic,
    }
}

/// The word that is spelled most alike, if one is close.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|other| (strsim::damerau_levenshtein(name, other), other));
    let allowed = name.chars().count().div_ceil(3).min(4);
    scored
        .min()
        .filter(|(distance, _)| *distance <= allowed)
        .map(|(_, other)| other)
}

fn list(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

// ---- Unfinished and failed proofs ----

/// `sorry` was written.
pub(super) fn sorry(env: &Environment, state: &State, span: Span) -> Diagnostic {
    at_goal(
        Diagnostic::error("sorry", span, "`sorry` proves nothing: this goal is open"),
        env,
        state,
    )
}

/// No justification was written.
pub(super) fn missing(env: &Environment, state: &State, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-proof", span, "no proof is given");
    at_goal(
        diagnostic.help("write `by METHOD`, or `proof … qed`"),
        env,
        state,
    )
}

/// An instance that a step does not hold on, though all that it may use does.
pub(super) fn false_step(instance: &Printed) -> String {
    format!("this step is false{}", instance.short)
}

/// A block ended before its goal was proved.
pub(super) fn unfinished(env: &Environment, state: &State, span: Span) -> Diagnostic {
    at_goal(
        Diagnostic::error(
            "unfinished-proof",
            span,
            "the proof ends before its goal is proved",
        ),
        env,
        state,
    )
}

/// A step stands after the goal was proved.
pub(super) fn step_after_goal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "step-after-goal",
        span,
        "the goal is already proved before this step",
    )
    .help("remove the steps from here on")
}

/// A method failed.
pub(super) fn method_failed(
    env: &Environment,
    state: &State,
    name: &str,
    failure: &Failure,
    written: &Method,
) -> Diagnostic {
    let message = format!("`{name}` does not prove this: {}", failure.message);
    let printer = Printer::new(env).within(&state.scope);
    let term = failure.term.and_then(|place| written.terms.get(place));
    let span = term.map_or(written.span, |term| term.span);
    let mut diagnostic = Diagnostic::error("method-failed", span, message);
    for note in &failure.notes {
        diagnostic = diagnostic.note(note.clone());
    }
    for goal in &failure.left {
        if *goal != state.goal {
            diagnostic = diagnostic.note(format!("left to prove: {}", printer.term(goal)));
        }
    }
    if !failure.tried.is_empty() {
        diagnostic = diagnostic.note(format!("tried:\n  {}", failure.tried.join("\n  ")));
    }
    if let Some(hint) = &failure.hint {
        diagnostic = diagnostic.help(hint.clone());
    }
    at_goal(diagnostic, env, state)
}

/// `bound` found a method.
pub(super) fn method_found(name: &str, written: &Method) -> Diagnostic {
    let message = format!("`{name}` proves this");
    Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::error("method-found", written.span, message)
    }
    .help(format!(
        "write `{name}` for `bound`, with the same facts; the search is then not repeated"
    ))
}

/// What came back is not what was asked for.
pub(super) fn wrong_conclusion(
    env: &Environment,
    goal: &Term,
    theorem: &Theorem,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "wrong-conclusion",
        span,
        "this proves something else than the goal",
    )
    .note(format!("goal: {}", show(env, goal)))
    .note(format!("proved: {}", show(env, &theorem.conclusion())))
}

/// A theorem still rests on assumptions that were not stated.
pub(super) fn left_over(env: &Environment, hypotheses: &[Term], span: Span) -> Diagnostic {
    let shown: Vec<String> = hypotheses
        .iter()
        .map(|h| format!("  {}", show(env, h)))
        .collect();
    Diagnostic::error(
        "open-assumption",
        span,
        "the proof rests on an assumption that the statement does not make",
    )
    .note(format!("assumptions:\n{}", shown.join("\n")))
}

/// A derived rule did not apply.
pub(super) fn rule_failed(env: &Environment, error: &RuleError, span: Span) -> Diagnostic {
    match error {
        RuleError::Kernel(error) => kernel_refuses(env, error, span),
        RuleError::Shape {
            rule,
            expected,
            found,
        } => {
            let message = format!("this step cannot be carried out: {rule} needs {expected}");
            Diagnostic::error("rule-failed", span, message)
                .note(format!("found: {}", show(env, found)))
        }
    }
}

/// The kernel did not apply a rule.
pub(super) fn kernel_refuses(env: &Environment, error: &KernelError, span: Span) -> Diagnostic {
    let KernelError(problem, terms) = error;
    let message = format!("the kernel refuses this step: {problem}");
    let shown = terms
        .iter()
        .map(|term| format!("term: {}", show(env, term)));
    shown.fold(
        Diagnostic::error("rule-failed", span, message),
        Diagnostic::note,
    )
}

/// `by a; b` with an `a` that leaves no goal.
pub(super) fn leaves_nothing(method: &str, span: Span) -> Diagnostic {
    let message = format!("`{method}` proves its goal or fails: no method can follow it");
    Diagnostic::error("method-order", span, message)
        .help("put it last, after methods that leave a goal, such as `simp`")
}

/// No method has that name.
pub(super) fn unknown_method(env: &Environment, state: &State, name: &Ident) -> Diagnostic {
    let message = format!("no method is called `{}`", name.value);
    let diagnostic = Diagnostic::error("unknown-method", name.span, message);
    let methods = crate::prove::methods();
    if env.theorem(&name.value).is_some() || state.fact(&name.value).is_some() {
        return diagnostic.help("for a list of facts write `by a, b` without brackets");
    }
    if let Some(advice) = habits::method(&name.value) {
        return diagnostic.help(advice);
    }
    match nearest(&name.value, methods.iter().map(|method| method.name)) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => {
            let names: Vec<String> = methods
                .iter()
                .map(|method| method.name.to_owned())
                .collect();
            diagnostic.note(format!("methods: {}", names.join(", ")))
        }
    }
}

// ---- Facts ----

/// No fact has that name.
pub(super) fn unknown_fact(env: &Environment, state: &State, name: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-fact", span, format!("no fact is called `{name}`"));
    if let Some(advice) = habits::method(name) {
        return diagnostic.help(advice);
    }
    match near(env, name, state.fact_names()) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None if name == "this" => diagnostic.help("`this` is the latest fact without a name"),
        None => diagnostic.help(
            "facts have the names that `assume NAME: …` and `have NAME: …` give; `rationale search` finds lemmas",
        ),
    }
}

/// The nearest of some local names; if none is near, of those of the library.
fn near<'n>(env: &Environment, name: &str, local: impl Iterator<Item = &'n str>) -> Option<String> {
    let near = nearest(name, local).map(str::to_owned);
    near.or_else(|| env.nearest(name))
}

/// A factor of a written certificate that is neither a fact nor a term.
pub(super) fn unknown_factor(
    env: &Environment,
    state: &State,
    name: &str,
    span: Span,
) -> Diagnostic {
    let message = format!("`{name}` is neither a fact nor a variable");
    let diagnostic = Diagnostic::error("unknown-fact", span, message);
    let variables = state.scope.variables().map(|(name, _)| &**name);
    let local = state.fact_names().chain(variables).chain(["goal"]);
    match near(env, name, local) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => diagnostic.help(
            "a factor is a number, the name of a fact, `goal` (the goal denied), or a term; \
             a fact without a name is written as its right side minus its left side",
        ),
    }
}

/// No fact says that.
pub(super) fn no_such_fact(
    env: &Environment,
    state: &State,
    formula: &Term,
    span: Span,
) -> Diagnostic {
    let message = format!("no fact in scope says `{}`", show(env, formula));
    at_goal(Diagnostic::error("unknown-fact", span, message), env, state)
}

/// More terms than outer variables.
pub(super) fn too_many_arguments(env: &Environment, fact: &Fact, span: Span) -> Diagnostic {
    let message = format!("`{}` takes no further term", fact.label());
    Diagnostic::error("fact-arguments", span, message)
        .note(format!("it says: {}", show(env, &fact.conclusion())))
}

/// A named argument that fits no outer variable.
pub(super) fn no_such_parameter(env: &Environment, fact: &Fact, name: &Ident) -> Diagnostic {
    let message = format!(
        "`{}` has no variable `{}` in front",
        fact.label(),
        name.value
    );
    Diagnostic::error("fact-arguments", name.span, message)
        .note(format!("it says: {}", show(env, &fact.conclusion())))
}

/// A fact after `of` is not the premise.
pub(super) fn premise_mismatch(
    env: &Environment,
    mismatch: &PremiseMismatch,
    span: Span,
) -> Diagnostic {
    let given = format!("given: {}", show(env, &mismatch.given));
    match &mismatch.premise {
        Some(premise) => Diagnostic::error(
            "premise-mismatch",
            span,
            "this fact is not the premise that is needed",
        )
        .note(format!("needed: {}", show(env, premise)))
        .note(given),
        None => Diagnostic::error(
            "premise-mismatch",
            span,
            "there is no premise left for this fact",
        )
        .note(given),
    }
}

// ---- The shape of the goal ----

fn shape(env: &Environment, state: &State, span: Span, message: &str) -> Diagnostic {
    at_goal(Diagnostic::error("goal-shape", span, message), env, state)
}

/// `fix` without ∀.
pub(super) fn goal_is_no_forall(env: &Environment, state: &State, span: Span) -> Diagnostic {
    shape(
        env,
        state,
        span,
        "there is nothing to fix: the goal is no `∀`",
    )
}

/// `assume` without →.
pub(super) fn goal_is_no_implication(env: &Environment, state: &State, span: Span) -> Diagnostic {
    shape(
        env,
        state,
        span,
        "there is nothing to assume: the goal is no `→` and no `¬`",
    )
}

/// `exists` without ∃.
pub(super) fn goal_is_no_exists(env: &Environment, state: &State, span: Span) -> Diagnostic {
    shape(
        env,
        state,
        span,
        "there is nothing to give a value for: the goal is no `∃`",
    )
}

/// `split` without ∧ or ↔.
pub(super) fn goal_does_not_split(env: &Environment, state: &State, span: Span) -> Diagnostic {
    shape(
        env,
        state,
        span,
        "the goal does not split: it is no `∧` and no `↔`",
    )
}

/// `fix x : τ` with another type than the goal's.
pub(super) fn fixed_type(
    env: &Environment,
    name: &Ident,
    written: &Type,
    wanted: &Type,
) -> Diagnostic {
    let message = format!(
        "`{}` has type `{}` in the goal, not `{}`",
        name.value,
        show_type(env, wanted),
        show_type(env, written)
    );
    Diagnostic::error("goal-shape", name.span, message)
}

/// `assume p` where the goal's premise is something else.
pub(super) fn wrong_premise(
    env: &Environment,
    premise: &Term,
    formula: &Term,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "wrong-assumption",
        span,
        "this is not what the goal assumes",
    )
    .note(format!("the goal assumes: {}", show(env, premise)))
    .note(format!("written: {}", show(env, formula)))
}

/// `show p` where the goal is something else.
pub(super) fn wrong_show(
    env: &Environment,
    state: &State,
    formula: &Term,
    span: Span,
) -> Diagnostic {
    let diagnostic = Diagnostic::error("wrong-show", span, "this is not the goal")
        .note(format!("shown: {}", show(env, formula)))
        .help("`have` states a fact on the way; `suffices` exchanges the goal");
    diagnostic.note(goal_note(env, state))
}

/// The rule of [`internal_error`].
pub(super) const INTERNAL_ERROR: &str = "internal-error";

/// This program failed.
pub(super) fn internal_error(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        INTERNAL_ERROR,
        span,
        format!("the checker failed on this item: {text}"),
    )
    .help("this is a mistake in Rationale; please report it with the file")
}

/// A mistake that is only told in words.
pub(super) fn item(rule: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(rule, span, message)
}

/// Shows a formula next to a message.
pub(super) fn with_formula(
    diagnostic: Diagnostic,
    env: &Environment,
    what: &str,
    formula: &Term,
) -> Diagnostic {
    diagnostic.note(format!("{what}: {}", show(env, formula)))
}
