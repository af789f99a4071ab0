//! Everything in proofs/ is exported, read back, and traced to three assumptions of OpenTheory's standard library. One
//! test: the corpus is checked once.

use serde_json::Value;
use std::{
    fs::{metadata, read_to_string},
    path::{Path, PathBuf},
    process::Command,
};

fn run(arguments: &[&str]) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let program = env!("CARGO_BIN_EXE_rationale");
    let outcome = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output();
    let outcome = outcome.expect("the program runs");
    let said = String::from_utf8_lossy(&outcome.stdout).into_owned();
    assert!(outcome.status.success(), "{arguments:?}: {said}");
    said
}

/// The summary of `opentheory check`.
fn summary(arguments: &[&str]) -> Value {
    let report: Value = serde_json::from_str(&run(arguments)).expect("JSON");
    report["summary"].clone()
}

fn base() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../shared/opentheory", "../../shared/opentheory"];
    let files = folders.map(|folder| root.join(folder).join("base-1.221.art.gz"));
    files.into_iter().find(|file| file.exists())
}

#[test]
fn the_corpus_is_exported_read_back_and_discharged() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("articles");
    let folder = folder.to_str().expect("a folder");
    run(&["opentheory", "export", "-o", folder]);
    let article = format!("{folder}/proofs.art");
    assert!(metadata(&article).expect("written").len() < 200_000_000);
    let table = read_to_string(format!("{folder}/proofs.tsv")).expect("written");
    let exported = table.lines().count() - 1;
    assert!(exported > 500, "{exported}");

    let alone = summary(&["opentheory", "check", "--format", "json", &article]);
    assert_eq!(alone["theorems"], exported);
    assert_eq!(alone["axioms"], 19);

    let Some(base) = base() else {
        eprintln!("SKIPPED: base-1.221.art.gz is not in ../shared/opentheory");
        return;
    };
    let base = base.to_str().expect("a path");
    let arguments = [
        "opentheory",
        "check",
        "--format",
        "json",
        "--discharge",
        base,
        &article,
    ];
    let discharged = summary(&arguments);
    assert_eq!(discharged["theorems"], exported);
    assert_eq!(discharged["axioms"], 3);
}
