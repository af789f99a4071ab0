//! The wording of errors about cases, inductions and calculations.

use rationale_kernel::{Term, Theorem, Variable};

use super::{at_goal, list, nearest};
use crate::check::state::State;
use crate::check::terms::{show, show_type};
use crate::elaborate::Environment;
use crate::report::Diagnostic;
use crate::syntax::ast::{Branch, Ident, Span};

/// The branches are not those that are needed.
pub(in crate::check) fn wrong_cases(
    expected: &[String],
    branches: &[Branch],
    written: &[String],
    span: Span,
) -> Diagnostic {
    let odd = branches
        .iter()
        .zip(written)
        .find(|(_, label)| !expected.contains(label));
    let missing: Vec<String> = expected
        .iter()
        .filter(|label| !written.contains(label))
        .cloned()
        .collect();
    let needed = format!("the cases here are {}", list(expected));
    match odd {
        Some((branch, label)) => {
            let message = format!("there is no case `{label}` here");
            Diagnostic::error("wrong-cases", branch.label.span, message).help(needed)
        }
        None if missing.is_empty() => {
            Diagnostic::error("wrong-cases", span, "a case stands twice").help(needed)
        }
        None => Diagnostic::error(
            "wrong-cases",
            span,
            format!("missing case {}", list(&missing)),
        )
        .help(needed),
    }
}

/// An induction needs another number of branches.
pub(in crate::check) fn wrong_case_count(
    count: usize,
    branches: &[Branch],
    span: Span,
) -> Diagnostic {
    let message = format!(
        "this induction has {count} cases; {} are written",
        branches.len()
    );
    Diagnostic::error("wrong-cases", span, message)
}

/// A name too many after `case`.
pub(in crate::check) fn nothing_to_name(name: &Ident) -> Diagnostic {
    let message = format!("there is nothing left for `{}` to name", name.value);
    Diagnostic::error("wrong-cases", name.span, message)
}

/// `cases [h]` where h is no disjunction.
pub(in crate::check) fn fact_is_no_disjunction(
    env: &Environment,
    formula: &Term,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "wrong-cases",
        span,
        "this fact is no `∨`, so it gives no cases",
    )
    .note(format!("it says: {}", show(env, formula)))
}

/// Induction on something that is not in scope.
pub(in crate::check) fn no_such_variable(state: &State, name: &Ident) -> Diagnostic {
    let message = format!("no variable `{}` is fixed here", name.value);
    let diagnostic = Diagnostic::error("unknown-variable", name.span, message);
    let near = nearest(
        &name.value,
        state.scope.variables().map(|(name, _)| &**name),
    );
    match near {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => diagnostic,
    }
}

/// The library does not have the induction rule (yet).
pub(in crate::check) fn missing_rule(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-rule",
        span,
        format!("induction needs the theorem `{name}`, which is not known here"),
    )
    .help("import the file that proves it")
}

/// A theorem that is no induction rule.
pub(in crate::check) fn no_induction_rule(
    env: &Environment,
    theorem: &Theorem,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "missing-rule",
        span,
        "this theorem is no induction rule: it must end in `P x` for all P and x",
    )
    .note(format!("it says: {}", show(env, &theorem.conclusion())))
}

/// An induction rule for another type.
pub(in crate::check) fn rule_does_not_fit(
    env: &Environment,
    rule: &Term,
    variable: &Variable,
    span: Span,
) -> Diagnostic {
    let message = format!(
        "this rule is not for `{}`, of type `{}`",
        &variable.name,
        show_type(env, &variable.ty)
    );
    Diagnostic::error("missing-rule", span, message)
        .note(format!("the rule ends in: {}", show(env, rule)))
}

/// A side condition of an induction rule is not at hand.
pub(in crate::check) fn side_premise(
    env: &Environment,
    state: &State,
    premise: &Term,
    span: Span,
) -> Diagnostic {
    let message = format!("this induction needs `{}` as a fact", show(env, premise));
    at_goal(
        Diagnostic::error("missing-premise", span, message),
        env,
        state,
    )
}

/// A link that is no relation.
pub(in crate::check) fn not_a_link(env: &Environment, formula: &Term, span: Span) -> Diagnostic {
    Diagnostic::error(
        "calc-link",
        span,
        "a calculation cannot go through this relation",
    )
    .note(format!("the link states: {}", show(env, formula)))
    .help("the relations are `=`, `↔`, `≤`, `<`, `≥`, `>` and `⊆`")
}

/// Two links that cannot be put together.
pub(in crate::check) fn links_do_not_join(lemma: Option<String>, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "calc-link",
        span,
        "this link does not continue the calculation before it",
    );
    match lemma {
        Some(name) => diagnostic.note(format!(
            "the theorem `{name}` would join them; it is not known here"
        )),
        None => diagnostic.help("a calculation runs upwards or downwards, not both"),
    }
}
