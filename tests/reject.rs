//! Files that must be rejected, each with the diagnostics that it says it gives.

mod support;

use std::path::Path;
use support::File;

fn rejected(path: &Path, text: String) -> support::Result {
    let files = [File {
        path: "proofs/main.proof".into(),
        text,
    }];
    let outcome = support::check_files(&files);
    let mut mistakes = support::run_test(&files);
    if outcome.is_success() {
        mistakes.push("it was accepted".into());
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(format!("{}: {}", path.display(), mistakes.join("\n")).into())
    }
}

datatest_stable::harness! {
    { test = rejected, root = "tests/reject", pattern = r"\.proof$" },
}
