//! Literal facts without the literal rule: a broad sample is computed by the kernel's rule, exported with every step of
//! that rule replaced by plain inferences from the library's definitions, and read back by a reader that knows no
//! literals. What is read must state every fact and rest on the axioms alone. The values are computed here.

use num_rational::BigRational;
use rationale::opentheory::read::{Symbols, read};
use std::{fs, path::Path, process::Command};

const NUMBERS: [&str; 6] = ["0", "1", "2/3", "-5/4", "17", "-36"];

/// `l op r = v` or `l op r`, with that truth.
fn facts() -> Vec<String> {
    let mut facts = vec![];
    for (l, r) in NUMBERS.iter().flat_map(|l| NUMBERS.map(|r| (*l, r))) {
        let (a, b): (BigRational, BigRational) = (l.parse().unwrap(), r.parse().unwrap());
        let zero = BigRational::from_integer(0.into());
        let over = if b == zero { zero } else { &a / &b };
        for (op, value) in [("+", &a + &b), ("-", &a - &b), ("*", &a * &b), ("/", over)] {
            facts.push(format!("((({l}) {op} ({r})) : ℝ) = ({value})"));
        }
        for (op, holds) in [("≤", a <= b), ("<", a < b), ("=", a == b)] {
            let not = if holds { "" } else { "¬ " };
            facts.push(format!("{not}((({l}) : ℝ) {op} ({r}))"));
        }
    }
    for (m, n) in [0_u64, 1, 5, 12]
        .iter()
        .flat_map(|m| [0, 1, 7, 12].map(|n| (*m, n)))
    {
        facts.push(format!("({m} : ℕ) + {n} = {}", m + n));
        facts.push(format!("({m} : ℕ) * {n} = {}", m * n));
        for (op, holds) in [("≤", m <= n), ("<", m < n), ("=", m == n)] {
            let not = if holds { "" } else { "¬ " };
            facts.push(format!("{not}(({m} : ℕ) {op} {n})"));
        }
    }
    facts
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn literal_facts_follow_by_plain_inference() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("literals");
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("proofs/lib");
    copy(&library, &folder.join("proofs/lib"));
    let facts = facts();
    let theorems = facts
        .iter()
        .enumerate()
        .map(|(k, fact)| format!("theorem sample_{k}\n  show {fact}\nby norm_num\n\n"));
    let text = format!("import lib.order\n\n{}", theorems.collect::<String>());
    fs::write(folder.join("proofs/sample.proof"), text).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_rationale"))
        .args([
            "opentheory",
            "export",
            "--output",
            "out",
            "proofs/sample.proof",
        ])
        .current_dir(&folder)
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&said));
    let article = fs::read(folder.join("out/proofs.art")).unwrap();
    let article = read(&article[..], &mut Symbols::default()).unwrap_or_else(|e| panic!("{e}"));
    // a fact that another theorem states is written once, under that theorem's name
    let names = fs::read_to_string(folder.join("out/proofs.tsv")).unwrap();
    let written = names.lines().filter(|l| l.starts_with("sample_")).count();
    let elsewhere = facts.len() - written;
    assert!(elsewhere <= 5, "{elsewhere} facts are missing");
    // no step of the literal rule is left as an assumption: there are as many as foundational axioms used
    assert!(
        article.assumptions.len() <= 19,
        "{}",
        article.assumptions.len()
    );
}
