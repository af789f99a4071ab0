//! The checker's suites: Markdown files in tests/check.

mod support;

datatest_stable::harness! {
    { test = support::run_suite, root = "tests/check", pattern = r"\.md$" },
}
