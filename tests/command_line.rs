//! The command line as a user meets it: what it prints, and its exit codes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const GOOD: &str = "theorem same\n  fix p : bool\n  assume h: p\n  show p\nby h\n";
const BAD: &str = "theorem open_goal\n  fix p : bool\n  show p\nsorry\n";
const CITED: &str = "axiom deep cite \"Somebody 1970\"\n  fix p : bool\n  show p ∨ ¬ p\n\ntheorem all\n  fix q : bool\n  show q ∨ ¬ q\nby deep\n";

/// A folder of its own for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        for (file, text) in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Folder(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_rationale"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap()
    }
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_proved_file_gives_zero() {
    let folder = Folder::new("good", &[("proofs/a.proof", GOOD.as_bytes())]);
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(printed(&output).starts_with("1 proved, 0 conditional, 0 failed, 0 skipped"));
}

#[test]
fn an_open_goal_gives_one() {
    let folder = Folder::new("bad", &[("a.proof", BAD.as_bytes())]);
    let output = folder.run(&["check", "--format", "concise", "a.proof"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).starts_with("a.proof:4:1: error[sorry]: `sorry` proves nothing"));
}

#[test]
fn a_missing_path_gives_two() {
    let folder = Folder::new("missing", &[("a.proof", GOOD.as_bytes())]);
    let output = folder.run(&["check", "b.proof"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(complaint(&output), "error: there is no file `b.proof`\n");
    assert_eq!(
        folder.run(&["check", "--jobs", "many"]).status.code(),
        Some(2)
    );
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let folder = Folder::new(
        "bytes",
        &[
            ("proofs/a.proof", b"theorem \xff"),
            ("proofs/b.proof", GOOD.as_bytes()),
        ],
    );
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        printed(&output)
            .contains("`proofs/a.proof` is not UTF-8: the first bad byte is at offset 8")
    );
    assert!(printed(&output).contains("1 proved"));
}

#[test]
fn json_has_items_and_a_summary() {
    let folder = Folder::new("json", &[("proofs/a.proof", CITED.as_bytes())]);
    let output = folder.run(&["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["version"], 1);
    assert_eq!(value["items"][1]["name"], "all");
    assert_eq!(value["items"][1]["status"], "conditional");
    assert_eq!(value["items"][1]["line"], 5);
    assert_eq!(value["items"][1]["column"], 9);
    assert_eq!(value["summary"]["conditional"], 1);
    let deep = value["items"][1]["axioms"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["name"] == "deep")
        .unwrap();
    assert_eq!(deep["origin"], "cited");
    assert_eq!(deep["source"], "Somebody 1970");
}

#[test]
fn axioms_are_listed_with_their_sources() {
    let folder = Folder::new("axioms", &[("proofs/a.proof", CITED.as_bytes())]);
    assert!(printed(&folder.run(&["axioms"])).contains("deep (cited: Somebody 1970)"));
    let output = folder.run(&["axioms", "al"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        complaint(&output),
        "error: nothing is called `al`; did you mean `all`?\n"
    );
}

#[test]
fn an_item_is_shown_with_its_place() {
    let folder = Folder::new("show", &[("proofs/a.proof", GOOD.as_bytes())]);
    let output = folder.run(&["show", "same"]);
    assert_eq!(
        printed(&output),
        "theorem same  (proofs/a.proof:1)\n  ∀ p. p → p\nproved\n"
    );
}

#[test]
fn a_goal_is_shown_at_its_line() {
    let proof = "theorem both\n  fix p q : bool\n  assume h: p, k: q\n  show p ∧ q\nproof\n  split\n  case left: by h\n  case right: by k\nqed\n";
    let folder = Folder::new("goal", &[("a.proof", proof.as_bytes())]);
    assert_eq!(
        printed(&folder.run(&["goal", "a.proof:6"])),
        "facts:\n  h: p\n  k: q\ngoal: p ∧ q\n"
    );
    assert_eq!(
        printed(&folder.run(&["goal", "a.proof:8"])),
        "facts:\n  h: p\n  k: q\ngoal: q\n"
    );
    assert_eq!(folder.run(&["goal", "a.proof"]).status.code(), Some(2));
    assert_eq!(folder.run(&["goal", "a.proof:0"]).status.code(), Some(2));
}

#[test]
fn folders_are_walked_in_order_and_links_to_folders_are_not_followed() {
    let folder = Folder::new(
        "walk",
        &[
            ("proofs/b.proof", BAD.as_bytes()),
            ("proofs/a/c.proof", BAD.as_bytes()),
        ],
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.0.join("proofs"), folder.0.join("proofs/a/loop")).unwrap();
    let output = folder.run(&["check", "--format", "concise", "--jobs", "2"]);
    let lines: Vec<String> = printed(&output).lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("proofs/a/c.proof:4"), "{lines:?}");
    assert!(lines[1].starts_with("proofs/b.proof:4"), "{lines:?}");
    assert!(
        lines[2].starts_with("0 proved, 0 conditional, 2 failed"),
        "{lines:?}"
    );
}

#[test]
fn files_are_formatted_or_named() {
    let files: [(&str, &[u8]); 3] = [
        ("proofs/tidy.proof", GOOD.as_bytes()),
        (
            "proofs/untidy.proof",
            b"theorem  same -- kept\n fix p:bool\n assume h : p\n show p\nby h\n",
        ),
        ("proofs/broken.proof", b"theorem t show ( by auto\n"),
    ];
    let folder = Folder::new("format", &files);
    let checked = folder.run(&["fmt", "--check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(printed(&checked).contains("proofs/untidy.proof: not in canonical form"));
    assert!(printed(&checked).contains("proofs/broken.proof:1:"));
    assert_eq!(folder.run(&["fmt"]).status.code(), Some(1));
    let read = |file: &str| fs::read_to_string(folder.0.join("proofs").join(file)).unwrap();
    assert_eq!(read("broken.proof").as_bytes(), files[2].1);
    let tidied = read("untidy.proof");
    assert!(
        tidied.contains("-- kept") && tidied.contains("fix    p : bool"),
        "{tidied}"
    );
    let again = folder.run(&["fmt", "proofs/untidy.proof"]);
    assert_eq!(
        printed(&again),
        "0 formatted, 1 in canonical form, 0 not readable\n"
    );
    assert_eq!(again.status.code(), Some(0));
}

#[test]
fn a_new_project_checks_with_the_built_in_library_alone() {
    let folder = Folder::new("new project", &[("README", b"mine")]);
    assert_eq!(folder.run(&["init"]).status.code(), Some(0));
    let checked = folder.run(&["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));
    assert!(printed(&checked).contains(" 0 failed"));
    assert_eq!(folder.run(&["fmt", "--check"]).status.code(), Some(0));
    let again = folder.run(&["init"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(printed(&again).ends_with("0 made, 6 kept\n"));
}

#[test]
fn statements_that_cannot_be_read_are_not_passed_over() {
    let text = "claim mixed\n  fix p : bool\n  show p = 1\n\nclaim plain\n  fix p : bool\n  show p ∨ ¬ p\n";
    let folder = Folder::new("unread", &[("a.proof", text.as_bytes())]);
    let output = folder.run(&["test", "a.proof"]);
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("unread               mixed (a.proof:1)"),
        "{text}"
    );
    assert!(text.contains("error["), "{text}");
    assert!(text.contains("1 unread · "), "{text}");
    let output = folder.run(&["test", "a.proof", "plain"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

#[test]
fn claims_that_cannot_be_read_are_named() {
    let claims = "claim a\n  fix p : bool\n  show q\n\nclaim b\n  fix p : bool\n  show r\n";
    let folder = Folder::new("unread_claims", &[("a.proof", claims.as_bytes())]);
    let output = folder.run(&["verify", "--format", "concise", "a.proof"]);
    assert_eq!(output.status.code(), Some(1));
    let text = printed(&output);
    assert!(
        text.contains("2 claims could not be read: `a` and `b`; nothing was tried"),
        "{text}"
    );
    assert!(text.contains("2 not settled as claimed"), "{text}");
}

#[test]
fn verify_says_when_there_is_nothing_to_settle() {
    let folder = Folder::new("unclaimed", &[("a.proof", GOOD.as_bytes())]);
    let output = folder.run(&["verify", "a.proof"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(printed(&output).starts_with("no claims here"));
    let output = folder.run(&["verify", "-e", " "]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complaint(&output).contains("-e needs a formula"));
}
