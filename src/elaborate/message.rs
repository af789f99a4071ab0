//! The wording of errors. Every function makes one diagnostic; none decides anything.

use super::environment::Environment;
use crate::{
    report::Diagnostic,
    syntax::ast::{Ident, Span},
};
use rationale_kernel::{KernelError, Name};

fn did_you_mean(diagnostic: Diagnostic, nearest: Option<String>) -> Diagnostic {
    match nearest {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic,
    }
}

pub(super) fn unknown_type(environment: &Environment, name: &Ident) -> Diagnostic {
    let text = format!("no type is called `{}`", name.value);
    let nearest = environment.nearest_type(&name.value);
    let hint = "a type variable is a single letter: `α`, `X`, `β'`";
    did_you_mean(
        Diagnostic::error("unknown-type", name.span, text).note(hint),
        nearest,
    )
}

pub(super) fn type_arity(name: &Name, expected: usize, found: usize, span: Span) -> Diagnostic {
    let arguments = if expected == 1 {
        "argument"
    } else {
        "arguments"
    };
    let text = format!("the type `{name}` takes {expected} {arguments}, not {found}");
    Diagnostic::error("type-arity", span, text)
}

pub(super) fn unknown_name(
    environment: &Environment,
    name: &str,
    span: Span,
    near: Option<String>,
) -> Diagnostic {
    let nearest = near.or_else(|| environment.nearest(name));
    did_you_mean(
        Diagnostic::error("unknown-name", span, format!("nothing is called `{name}`")),
        nearest,
    )
}

pub(super) fn missing_constant(name: &str, span: Span) -> Diagnostic {
    let text = format!("this notation stands for `{name}`, which is not defined here");
    Diagnostic::error("unknown-notation", span, text)
        .help("import the part of the library that defines it")
}

pub(super) fn kernel(error: &KernelError, span: Span) -> Diagnostic {
    Diagnostic::error("kernel", span, error.to_string())
}

pub(super) fn mismatch(expected: &str, found: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "type-mismatch",
        span,
        format!("expected the type `{expected}`, found `{found}`"),
    )
}
