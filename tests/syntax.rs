//! The parser's tests: the tour of the language parses.

#[test]
fn the_tour_parses() {
    let text = include_str!("syntax/sample.proof");
    let parsed = rationale::syntax::parse(text);
    assert_eq!(parsed.diagnostics, Vec::new());
    assert!(parsed.file.items.len() > 20);
}
