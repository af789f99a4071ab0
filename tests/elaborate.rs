//! Elaboration and printing, told by what is printed back. The tables are Markdown files in `tests/elaborate`.

#[path = "elaborate/signature.rs"]
mod signature;

use rationale::{
    elaborate::{Elaborator, Environment, Printer, Scope},
    report::Diagnostic,
    syntax::{self, ast::Span},
};
use rationale_kernel::Term;
use signature::environment;

/// The closed formula of a statement, or what is wrong with it.
fn elaborated(environment: &Environment, text: &str) -> Result<Term, Vec<Diagnostic>> {
    let statement = syntax::parse_statement(text)?;
    let elaborated = Elaborator::new(environment, &Scope::new()).statement(&statement)?;
    elaborated.closed().map_err(|error| {
        vec![Diagnostic::error(
            "closed",
            Span::default(),
            error.to_string(),
        )]
    })
}

/// What the table shows under a statement.
fn shown(environment: &Environment, text: &str) -> Vec<String> {
    match elaborated(environment, text) {
        Ok(term) => understood(environment, &term),
        Err(diagnostics) => diagnostics
            .iter()
            .flat_map(|diagnostic| explained(text, diagnostic))
            .collect(),
    }
}

fn understood(environment: &Environment, term: &Term) -> Vec<String> {
    let printer = Printer::new(environment);
    let (short, exact) = (printer.term(term), printer.exact(term));
    if exact.contains('…') {
        return vec![short];
    }
    let again = elaborated(environment, &format!("show {exact}"));
    assert_eq!(
        again.as_ref().ok(),
        Some(term),
        "reads back differently: {exact}\n{again:?}"
    );
    let mut lines = vec![format!("    {short}")];
    if exact != short {
        lines.push(format!("    exact: {exact}"));
    }
    lines
}

fn explained(text: &str, diagnostic: &Diagnostic) -> Vec<String> {
    let quoted = |span: Span| {
        text.get(span.start as usize..span.end as usize)
            .unwrap_or("?")
            .to_string()
    };
    let mut lines = vec![format!(
        "    {}: {} at `{}`",
        diagnostic.rule,
        diagnostic.message,
        quoted(diagnostic.span)
    )];
    lines.extend(
        diagnostic
            .labels
            .iter()
            .map(|label| format!("    `{}`: {}", quoted(label.span), label.text)),
    );
    lines.extend(
        diagnostic
            .notes
            .iter()
            .map(|note| format!("    note: {note}")),
    );
    lines.extend(
        diagnostic
            .help
            .iter()
            .map(|help| format!("    help: {help}")),
    );
    lines
}

/// Runs a Markdown file of statements; `RATIONALE_UPDATE=1` writes what is shown into it.
fn table(path: &str) {
    let (environment, written) = (
        environment(),
        std::fs::read_to_string(path).expect("the table"),
    );
    let (mut inside, mut actual) = (false, Vec::new());
    for line in written.lines() {
        if line == "```" {
            inside = !inside;
            actual.push(line.to_string());
        } else if !inside {
            actual.push(line.to_string());
        } else if !line.starts_with("    ") {
            actual.push(line.to_string());
            actual.extend(shown(&environment, line));
        }
    }
    let actual = actual.join("\n") + "\n";
    if std::env::var_os("RATIONALE_UPDATE").is_some() {
        std::fs::write(path, &actual).expect("the table can be written");
    } else {
        assert!(
            actual == written,
            "{path} is out of date; RATIONALE_UPDATE=1 renews it:\n{actual}"
        );
    }
}

#[test]
fn what_is_understood() {
    table("tests/elaborate/printed.md");
}

#[test]
fn what_is_refused() {
    table("tests/elaborate/errors.md");
}

/// Text that is nested as deeply as the parser takes it neither overflows the stack nor takes long.
#[test]
fn deep_text_does_no_harm() {
    let environment = environment();
    let repeated = |before: &str, core: &str, after: &str, n: usize| {
        format!("show {}{core}{}", before.repeat(n), after.repeat(n))
    };
    for n in [50, 200, 1_000, 5_000] {
        for text in [
            repeated("¬", "true", "", n),
            repeated("(", "true", ")", n),
            repeated("", "true", " ∧ true", n),
            repeated("true → ", "true", "", n),
            repeated("", "1", " + 1", n) + " = 1",
            repeated("-(", "1", ")", n) + " = 1",
            repeated("∀ x. ", "x = 1", "", n),
            repeated("E[x ~ point ", "1", "] x", n) + " = 1",
            repeated("if true then ", "true", " else true", n),
            repeated("", "∃ f. f", " 1", n),
            repeated("∃ f. (1, ", "f", ") = f", n),
            repeated("", "∃ x. let y := x in ", "let y := (y, y) in ", n) + "y = y",
            repeated("(λ x. (x, x)) (", "1", ")", n) + " = 1",
            repeated("{", "1", "} = {1}", n),
        ] {
            let shown = shown(&environment, &text);
            assert!(!shown.is_empty());
        }
    }
}
