//! How fast files are read: `cargo bench --bench parse`. The text is the library and the paper, repeated.

use divan::Bencher;
use divan::counter::BytesCount;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// The proof files of the repository, repeated to about four MiB.
fn text() -> String {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/proofs"
    ))];
    let mut once = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => once.push_str(
                    &std::fs::read_to_string(path)
                        .unwrap_or_default()
                        .replace("--!", "--"),
                ),
            }
        }
    }
    once.repeat((4 << 20) / once.len().max(1))
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn parse(bencher: Bencher<'_, '_>) {
    let text = text();
    let bytes = BytesCount::new(text.len());
    bencher
        .counter(bytes)
        .bench(|| rationale::syntax::parse(&text));
}

/// The generated parser alone, without any tree, on one processor.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn recognise(bencher: Bencher<'_, '_>) {
    let text = text();
    let bytes = BytesCount::new(text.len());
    bencher
        .counter(bytes)
        .bench(|| rationale::syntax::recognise(&text));
}

/// Parsing on one processor.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn parse_alone(bencher: Bencher<'_, '_>) {
    let text = text();
    let bytes = BytesCount::new(text.len());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    bencher
        .counter(bytes)
        .bench(|| pool.install(|| rationale::syntax::parse(&text)));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn print(bencher: Bencher<'_, '_>) {
    let file = rationale::syntax::parse(&text()).file;
    bencher.bench(|| rationale::syntax::print::file(&file));
}
