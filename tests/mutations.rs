//! Every theorem of the corpus is changed a little (a hypothesis dropped or weakened, a side flipped or scaled, ≤ made <,
//! two names swapped) and checked again with its own proof, at its own place. A change that is proved all the same is
//! true as well; it must stand in `tests/mutations/survivors.txt` with the reason, so that a proof that proves too much,
//! and a hypothesis that is not needed, are seen. `UPDATE=1 cargo test --test mutations` writes that list anew, with the
//! reasons that were there. `MUTATE=all` tries every theorem, and not only a sample.

#[path = "mutations/change.rs"]
mod change;
mod corpus;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use rationale::check::{Options, Request, Tried, Verdict, check_variants};
use rationale::syntax::ast::Statement;

const LIST: &str = "tests/mutations/survivors.txt";
const HEADER: &str = "# Changed theorems that their own proofs prove too: theorem / change: why it is true as well.\n";

/// One in so many theorems of the library is changed; the paper's theorems are all changed.
const SAMPLE: u32 = 8;

#[test]
fn changed_theorems_fail_or_are_listed() {
    let tried = tried();
    let count = |verdict| {
        tried
            .iter()
            .filter(|tried| tried.verdict == verdict)
            .count()
    };
    let (failed, proved) = (count(Verdict::Failed), count(Verdict::Proved));
    println!(
        "{failed} changes fail, {proved} are proved, {} say the same, {} cannot be stated",
        count(Verdict::Same),
        count(Verdict::Unstated)
    );
    assert!(failed > 100, "too few changes were tried");
    let listed = listed();
    let survivors = tried
        .iter()
        .filter(|tried| tried.verdict == Verdict::Proved);
    let survivors: BTreeMap<String, String> = survivors
        .map(|tried| (key(tried), reason(&tried.change, &listed, &key(tried))))
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(LIST, list(&survivors, &listed, &tried)).unwrap();
        return;
    }
    let unlisted: Vec<&String> = survivors
        .keys()
        .filter(|key| !listed.contains_key(*key))
        .collect();
    assert!(
        unlisted.is_empty(),
        "proved though changed, and not listed:\n{unlisted:#?}"
    );
    let fails: Vec<String> = tried
        .iter()
        .filter(|tried| tried.verdict == Verdict::Failed)
        .map(key)
        .collect();
    let stale: Vec<&String> = fails
        .iter()
        .filter(|key| listed.contains_key(*key))
        .collect();
    assert!(
        stale.is_empty(),
        "listed as proved, but they fail:\n{stale:#?}"
    );
}

/// The changes of the sample, tried.
fn tried() -> Vec<Tried> {
    let all = std::env::var_os("MUTATE").is_some_and(|value| value == "all");
    let sources = corpus::sources();
    let files = corpus::files_below(std::path::Path::new("proofs"));
    let requests: Vec<Request> = files.iter().map(|path| Request::file(path)).collect();
    let variants =
        move |path: &str, name: &str, statement: &Statement| match all || chosen(path, name) {
            true => change::changes(statement),
            false => Vec::new(),
        };
    let options = Options {
        jobs: 0,
        ..Options::default()
    };
    let outcome = check_variants(&sources, &requests, &options, &variants);
    assert!(outcome.is_success(), "the corpus itself does not check");
    outcome
        .files
        .iter()
        .flat_map(|file| file.tried.clone())
        .collect()
}

/// Whether a theorem is in the sample. That depends on its name only, so the sample stays as the corpus grows.
fn chosen(path: &str, name: &str) -> bool {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    path.starts_with("proofs/multimodal/") || (hash >> 8).is_multiple_of(SAMPLE)
}

fn key(tried: &Tried) -> String {
    format!("{} / {}", tried.theorem, tried.change)
}

/// The reason in the list, or what the kind of change says. The kernel has proved the changed theorem in any case.
fn reason(change: &str, listed: &BTreeMap<String, String>, key: &str) -> String {
    listed
        .get(key)
        .cloned()
        .unwrap_or_else(|| change::usual_reason(change).to_owned())
}

fn listed() -> BTreeMap<String, String> {
    let text = fs::read_to_string(LIST).unwrap_or_default();
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (key, reason) = line
                .split_once(": ")
                .expect("a line is `theorem / change: reason`");
            (key.to_owned(), reason.to_owned())
        })
        .collect()
}

/// The new list: what was found, and what was listed and not tried this time.
fn list(
    survivors: &BTreeMap<String, String>,
    listed: &BTreeMap<String, String>,
    tried: &[Tried],
) -> String {
    let seen: Vec<String> = tried.iter().map(key).collect();
    let untried = listed.iter().filter(|(key, _)| !seen.contains(key));
    let all: BTreeMap<&String, &String> = survivors.iter().chain(untried).collect();
    let mut text = String::from(HEADER);
    for (key, reason) in all {
        writeln!(text, "{key}: {reason}").unwrap();
    }
    text
}
