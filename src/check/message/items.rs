//! The wording of errors about items: names, settings, theorems that an item needs.

use rationale_kernel::Name;

use super::MAX_NAMES_SHOWN;
use crate::elaborate::Environment;
use crate::report::Diagnostic;
use crate::syntax::ast::{Ident, Span};

/// A name that is taken.
pub(in crate::check) fn defined_twice(
    name: &Ident,
    first: Option<Span>,
    module: Option<&str>,
) -> Diagnostic {
    let message = format!("`{}` is already defined", name.value);
    let diagnostic = Diagnostic::error("defined-twice", name.span, message);
    match (first, module) {
        (Some(span), None) => diagnostic.label(span, "first defined here"),
        (_, Some(module)) => diagnostic.note(format!("it is defined in `{module}`")),
        (None, None) => diagnostic.note("it is part of the logic"),
    }
}

/// Two imports declare one name.
pub(in crate::check) fn imported_twice(
    name: &Name,
    first: &Name,
    second: &Name,
    span: Span,
) -> Diagnostic {
    let message = format!("`{name}` is declared in `{first}` and in `{second}`");
    Diagnostic::error("defined-twice", span, message).help("rename one of them")
}

/// The theorem that an item needs is missing or has another shape.
pub(in crate::check) fn missing_theorem(name: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-rule",
        span,
        format!("{what} needs the theorem `{name}`, which is not known here"),
    )
    .help("import the file that proves it")
}

/// No setting has that name.
pub(in crate::check) fn unknown_setting(env: &Environment, name: &Ident) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-setting",
        name.span,
        format!("no setting is called `{}`", name.value),
    );
    if let Some(other) = env.nearest_setting(&name.value) {
        return diagnostic.help(format!("did you mean `{other}`?"));
    }
    let known: Vec<String> = env.setting_names().iter().map(|n| n.to_string()).collect();
    let diagnostic = match known.len() {
        0 => diagnostic.note("no setting is known here"),
        1..=MAX_NAMES_SHOWN => diagnostic.note(format!("known settings: {}", known.join(", "))),
        many => diagnostic.note(format!(
            "known settings: {}, and {} more",
            known[..MAX_NAMES_SHOWN].join(", "),
            many - MAX_NAMES_SHOWN
        )),
    };
    diagnostic.help(format!(
        "import the file with the setting, or write one before: `setting {}` with `fix` and `assume`",
        name.value
    ))
}

/// `without` something that no setting assumes.
pub(in crate::check) fn unknown_assumption(name: &Ident, settings: &[Ident]) -> Diagnostic {
    let message = match settings.first() {
        Some(setting) => format!(
            "the setting `{}` has no assumption `{}`",
            setting.value, name.value
        ),
        None => format!(
            "there is no setting here from which `{}` could be left out",
            name.value
        ),
    };
    Diagnostic::error("unknown-setting", name.span, message)
}
