//! How soon an editor has the diagnostics after an edit: `cargo bench --bench edit`. The file has 2,000 lines: theorems of
//! the library with new names, under the library's imports. The first check of everything is not measured.

mod support;

use divan::Bencher;
use rationale::check::Workspace;
use std::sync::Arc;
use support::library;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const FILE: &str = "proofs/long.proof";

/// The theorems of a file of the library, under names that end in the number of the copy.
fn copy(text: &str, number: usize) -> String {
    let body = text.split_once("\ntheorem ").map_or("", |(_, body)| body);
    let items = body.split("\ntheorem ");
    let renamed = items.map(|item| {
        let end = item.find(|c: char| c.is_whitespace()).unwrap_or(item.len());
        format!("theorem {}_{number}{}\n", &item[..end], &item[end..])
    });
    renamed.collect()
}

/// A file of at least 2,000 lines, and the place of a proof in its middle.
fn long(lines: usize) -> String {
    let order = include_str!("../proofs/lib/certificate.proof");
    let mut text = String::from("import lib.certificate\n\n");
    for number in 0.. {
        text += &copy(order, number);
        if text.lines().count() >= lines {
            return text;
        }
    }
    text
}

/// The text with one more line in a proof in its middle.
fn edited(text: &str, line: &str) -> String {
    const PROOF: &str = "\nproof\n";
    let middle = text.len() / 2;
    let middle = (middle..).find(|at| text.is_char_boundary(*at)).unwrap();
    let steps = middle + text[middle..].find(PROOF).unwrap() + PROOF.len();
    format!("{}{line}\n{}", &text[..steps], &text[steps..])
}

fn measure(bencher: Bencher<'_, '_>, line: &str) {
    let text = long(2_000);
    let texts = [edited(&text, line), text.clone()];
    let mut workspace = Workspace::new(library());
    workspace.set(FILE, &text);
    let first = workspace.check(FILE).unwrap();
    assert!(!first.has_errors(), "{:?}", first.diagnostics.first());
    let mut turn = 0;
    bencher.bench_local(|| {
        workspace.set(FILE, &texts[turn % 2]);
        turn += 1;
        let checked: Arc<_> = workspace.check(FILE).unwrap();
        checked.diagnostics.len()
    });
}

/// A remark in a proof appears and goes away.
#[divan::bench(sample_count = 20, sample_size = 2)]
fn a_remark(bencher: Bencher<'_, '_>) {
    measure(bencher, "  -- a remark");
}

/// A proof breaks by a false step and is mended.
#[divan::bench(sample_count = 20, sample_size = 2)]
fn a_broken_proof(bencher: Bencher<'_, '_>) {
    measure(bencher, "  have wrong: (0 : ℝ) = 1 by linarith");
}
