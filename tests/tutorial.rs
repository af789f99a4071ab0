//! The tutorial and README's first proof, followed word for word in an empty folder with only the built program: each
//! `proof` block is written to the file that the text before it names, each command of a `console` block is run, and what
//! it prints is compared with what the page shows. `…` stands for any text in a line, or alone for any lines.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn empty_folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Runs a line of shell in a folder, with the built program on the path.
fn shell(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_rationale"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    Command::new("sh")
        .args(["-c", line])
        .env("PATH", path)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The last `proofs/….proof` in backquotes in a line.
fn file_named(line: &str) -> Option<&str> {
    let is_file = |word: &&str| word.starts_with("proofs/") && word.ends_with(".proof");
    line.split('`').rfind(is_file)
}

/// What a page asks its reader to do, in order.
enum Action {
    Write(String, String),
    Run(String, Vec<String>),
}

fn actions(page: &str) -> Vec<Action> {
    let mut actions = Vec::new();
    let (mut file, mut lines) = (None, page.lines());
    while let Some(line) = lines.next() {
        let block: Vec<&str> = match line.starts_with("```") {
            true => lines.by_ref().take_while(|line| *line != "```").collect(),
            false => Vec::new(),
        };
        match line {
            "```proof" => actions.push(Action::Write(
                file.clone()
                    .expect("a file is named before the first block"),
                block.join("\n") + "\n",
            )),
            "```console" => actions.extend(commands(&block)),
            _ => file = file_named(line).map(str::to_owned).or(file),
        }
    }
    actions
}

fn commands(block: &[&str]) -> Vec<Action> {
    let mut commands = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push(Action::Run(command.to_owned(), Vec::new())),
            (None, Some(Action::Run(_, shown))) => shown.push((*line).to_owned()),
            _ => panic!("a console block begins with a command: {line}"),
        }
    }
    commands
}

/// Whether lines are as they are shown.
fn as_shown(lines: &[&str], shown: &[String]) -> bool {
    let Some((first, rest)) = shown.split_first() else {
        return lines.is_empty();
    };
    if first == "…" {
        return (0..=lines.len()).any(|skipped| as_shown(&lines[skipped..], rest));
    }
    lines.first().is_some_and(|line| fits(line, first)) && as_shown(&lines[1..], rest)
}

/// Whether a line is as it is shown, with anything for `…`.
fn fits(line: &str, shown: &str) -> bool {
    match shown.split_once('…') {
        None => line == shown,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            let mut ends = rest
                .char_indices()
                .map(|(place, _)| place)
                .chain([rest.len()]);
            ends.any(|place| fits(&rest[place..], after))
        }),
    }
}

#[test]
fn the_tutorial_is_followed_word_for_word() {
    let folder = empty_folder("tutorial");
    let page = fs::read_to_string("docs/tutorial.md").unwrap();
    let mut wrong = String::new();
    for action in actions(&page) {
        match action {
            Action::Write(file, text) => fs::write(folder.join(file), text).unwrap(),
            Action::Run(command, shown) => {
                let output = shell(&folder, &command);
                let printed = String::from_utf8(output.stdout).unwrap();
                let lines: Vec<&str> = printed.lines().collect();
                if !as_shown(&lines, &shown) {
                    wrong += &format!("$ {command}\n{printed}instead of\n{}\n\n", shown.join("\n"));
                }
                let fails = shown.iter().any(|line| line.starts_with("error["));
                assert_eq!(
                    output.status.code(),
                    Some(i32::from(fails)),
                    "{command}\n{printed}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_first_proof_of_the_readme_holds() {
    let folder = empty_folder("readme");
    let page = fs::read_to_string("README.md").unwrap();
    let section = page.split("## A first proof").nth(1).unwrap();
    let block = section.split("```").nth(1).unwrap().trim_start();
    fs::create_dir(folder.join("proofs")).unwrap();
    fs::write(folder.join("proofs/first.proof"), block).unwrap();
    let good = shell(&folder, "rationale check proofs/first.proof");
    assert_eq!(good.status.code(), Some(0));
    let changed = block.replace(") + P[", ") - P[");
    assert_ne!(changed, block);
    fs::write(folder.join("proofs/first.proof"), changed).unwrap();
    let bad = shell(&folder, "rationale check proofs/first.proof");
    let printed = String::from_utf8(bad.stdout).unwrap();
    assert_eq!(bad.status.code(), Some(1));
    for shown in [
        "proofs/first.proof:7:",
        "tried:",
        "goal:",
        "this step is false for",
    ] {
        assert!(printed.contains(shown), "no `{shown}` in\n{printed}");
    }
}
