//! What must hold for any text whatever: for the fuzz targets, and for the files on which it once did not.

use rationale::check::{MemorySources, Options, Origin, Request, Status, check};
use rationale::elaborate::{Elaborator, Environment, Printer, Scope};
use rationale::logic::TermShape;
use rationale::report::rules;
use rationale::syntax::print::format;
use rationale::syntax::{parse, parse_expr};

const NAT: &str = include_str!("../prelude/nat.proof");
const REAL: &str = include_str!("../prelude/real.proof");

/// Read without a panic, each complaint with a page and a place in the text; and what is read without a complaint has
/// one canonical form that says the same.
pub fn reads(text: &str) {
    let parsed = parse(text);
    for diagnostic in &parsed.diagnostics {
        assert!(rules::page(diagnostic.rule).is_some());
        assert!(
            diagnostic.span.start <= diagnostic.span.end
                && diagnostic.span.end as usize <= text.len()
        );
    }
    if parsed.diagnostics.is_empty() {
        let once = format(text).expect("a file that parses has a canonical form");
        assert_eq!(format(&once).as_deref(), Ok(&*once));
    }
}

/// A formula is elaborated or refused; what is elaborated prints as a formula that reads back as the same one.
pub fn elaborates(text: &str, environment: &Environment) {
    let Ok(written) = parse_expr(text) else {
        return;
    };
    let scope = Scope::new();
    let Ok(term) = Elaborator::new(environment, &scope).formula(&written) else {
        return;
    };
    if term.size() > 2_000 {
        return;
    }
    let printed = Printer::new(environment).exact(&term);
    let again =
        parse_expr(&printed).map(|read| Elaborator::new(environment, &scope).formula(&read));
    assert!(
        matches!(&again, Ok(Ok(again)) if *again == term),
        "{printed}\n{again:?}\n{term:?}"
    );
}

/// As a file that may import a small library: checked without a failure of this program, and a theorem that is called
/// proved rests on foundational axioms only.
pub fn checks(text: &str) {
    let mut sources = MemorySources::new();
    sources.insert("proofs/prelude/nat.proof", NAT);
    sources.insert("proofs/prelude/real.proof", REAL);
    sources.insert("proofs/main.proof", text);
    let options = Options {
        jobs: 1,
        ..Options::default()
    };
    let outcome = check(&sources, &[Request::file("proofs/main.proof")], &options);
    for file in &outcome.files {
        assert!(!file.has_internal_errors());
    }
    for item in outcome.items().filter(|item| item.status == Status::Proved) {
        assert!(
            item.axioms
                .iter()
                .all(|axiom| axiom.origin == Origin::Foundational)
        );
    }
}
