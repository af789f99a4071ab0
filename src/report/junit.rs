//! The format for test dashboards: JUnit XML, one suite a file, one case for each thing that was judged.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::findings::{Case, Findings, Run, Verdict};
use super::github::body;

/// The run as XML text.
///
/// # Errors
/// Only if the XML writer refuses; the text then says so.
pub fn render(run: &Run<'_>) -> Result<String, String> {
    let mut report = Report::new(format!("rationale {}", run.command));
    report.set_time(seconds(run.seconds));
    report.add_test_suites(run.files.iter().map(|file| suite(file, &run.cases)));
    if !run.unread.is_empty() {
        let mut suite = TestSuite::new("files that were not read");
        suite.add_test_cases(run.unread.iter().map(|reason| {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(reason.clone());
            TestCase::new(reason.clone(), status)
        }));
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| error.to_string())
}

/// The cases of one file. A diagnostic belongs to the last case that begins before it; one that stands before every
/// case, such as an import that is not found, becomes a case of its own.
fn suite(file: &Findings<'_>, cases: &[Case]) -> TestSuite {
    let name = file.source.name();
    let mut suite = TestSuite::new(name);
    let own: Vec<&Case> = cases.iter().filter(|case| case.file == name).collect();
    let mut texts = vec![String::new(); own.len()];
    for diagnostic in &file.diagnostics {
        let line = file.source.place(diagnostic.span.start).line;
        let text = format!(
            "{name}:{line}: [{}] {}\n",
            diagnostic.rule,
            body(diagnostic)
        );
        match own.iter().rposition(|case| case.line <= line) {
            Some(at) if own[at].verdict == Verdict::Failed => texts[at].push_str(&text),
            _ => {
                suite.add_test_case(test_case(
                    name,
                    &format!("line {line}"),
                    failure(diagnostic.rule, text),
                ));
            }
        }
    }
    for (case, text) in own.into_iter().zip(texts) {
        let mut shown = test_case(name, &case.name, status(case, text));
        shown.set_time(seconds(case.seconds));
        suite.add_test_case(shown);
    }
    suite
}

fn test_case(file: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(file);
    case
}

fn status(case: &Case, text: String) -> TestCaseStatus {
    match case.verdict {
        Verdict::Passed => TestCaseStatus::success(),
        Verdict::Failed => failure(case.word, text),
        Verdict::Skipped => TestCaseStatus::skipped(),
    }
}

fn failure(message: &str, text: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_description(text);
    status
}

/// Times come from a clock; one that is no number counts as none.
fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value).unwrap_or_default()
}
