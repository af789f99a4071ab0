//! Any text as a proof file: read without a panic; what is read without a complaint has one canonical form that says the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rationale::report::rules;
use rationale::syntax::parse;
use rationale::syntax::print::format;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let parsed = parse(text);
    for diagnostic in &parsed.diagnostics {
        assert!(rules::page(diagnostic.rule).is_some());
        assert!(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end as usize <= text.len());
    }
    if parsed.diagnostics.is_empty() {
        let once = format(text).expect("a file that parses has a canonical form");
        assert_eq!(format(&once).as_deref(), Ok(&*once));
    }
});
