//! The pages of docs/rules are tests: each example gives the diagnostics that it says, its own rule among them. A rule
//! that no example can show in a file of a few lines has none, and is listed here.

mod support;

use rationale::report::rules;

/// Rules of whole files, of hostile sizes, of articles, of mistakes of this program, and of `test` and `audit`, whose
/// examples are in tests/audit, and of `verify`, whose examples are in tests/verify.rs.
const WITHOUT_EXAMPLE: [&str; 45] = [
    "article-arity",
    "article-definition",
    "article-dictionary",
    "article-inference",
    "article-limit",
    "article-stack",
    "article-syntax",
    "article-theorem",
    "article-unreadable",
    "article-version",
    "claim-holds",
    "claim-refuted",
    "claim-unknown",
    "claim-unreplayed",
    "contradictory-hypotheses",
    "counterexample",
    "disagreement",
    "drift",
    "false-step",
    "file-too-large",
    "hidden-character",
    "import-cycle",
    "internal-error",
    "invalid-utf8",
    "junk-value",
    "kernel",
    "ledger",
    "loose-constant",
    "no-witness",
    "not-refuted",
    "numeral-too-long",
    "open-assumption",
    "refuted-as-claimed",
    "specification",
    "surviving-mutant",
    "too-deep",
    "too-many-items",
    "trivial-conclusion",
    "type-too-deep",
    "unneeded-hypothesis",
    "unsupported-step",
    "untested",
    "unused-allowance",
    "unused-hypothesis",
    "wrong-conclusion",
];

#[test]
fn every_example_gives_its_rule() {
    let mut wrong = String::new();
    for rule in rules::names() {
        let page = rules::page(rule).unwrap();
        let tests = support::tests_of(page);
        if tests.is_empty() != WITHOUT_EXAMPLE.contains(&rule) {
            wrong += &format!("{rule}: has {} examples\n", tests.len());
        }
        for test in tests {
            let expects = |file: &support::File| file.text.contains(&format!("error: [{rule}]"));
            if !test.files.iter().any(expects) {
                wrong += &format!("{rule}: the example does not show it\n");
            }
            for mistake in support::run_test(&test.files) {
                wrong += &format!("{rule}: {mistake}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_page_is_listed_and_named() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    pages.sort();
    assert_eq!(pages, rules::names().collect::<Vec<_>>());
    for rule in rules::names() {
        assert!(
            rules::page(rule)
                .unwrap()
                .starts_with(&format!("# {rule}\n")),
            "{rule}"
        );
    }
}
