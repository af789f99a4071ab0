//! The named tasks above the kernel, each ending in a theorem: `cargo bench --bench tasks`. The figures stand in
//! docs/benchmarks.md.

mod support;

use divan::{Bencher, black_box};
use rationale::{
    check::{Options, Request, check},
    elaborate::{Elaborator, Environment, Scope},
    prove::arith::{normalize::Normalizer, theory::Theory},
    syntax::parse_expr,
};
use rationale_kernel::{Term, Variable};
use support::library;

fn main() {
    divan::main();
}

/// What the library's first files make known: the order of ℝ and all below it.
fn environment() -> Environment {
    let request = Request {
        path: "proofs/lib/order.proof".into(),
        given: "proofs".into(),
    };
    let outcome = check(&library(), &[request], &Options::default());
    assert!(outcome.is_success(), "the library does not check");
    let mut environment = Environment::base();
    let files = outcome.files.iter();
    files.for_each(|file| environment.import(&file.module));
    environment
}

fn real(environment: &Environment, text: &str) -> Term {
    let mut scope = Scope::new();
    let reals = environment.numerals_real().unwrap().ty();
    for name in "a b c d e f g h i j k l m n o".split(' ') {
        scope.fix(Variable::new(name, reals.clone()));
    }
    let expression = parse_expr(text).unwrap();
    let term = Elaborator::new(environment, &scope).term(&expression, None);
    term.unwrap_or_else(|e| panic!("{text}: {e:?}"))
}

/// ⊢ t = its normal form, for a term of the language.
fn normalize(bencher: Bencher<'_, '_>, text: &str) {
    let environment = environment();
    let term = real(&environment, text);
    let theory = Theory::of(&environment).unwrap();
    bencher.bench_local(|| {
        let mut normalizer = Normalizer::new(&theory, 1_000_000).unwrap();
        black_box(normalizer.normal(&term).unwrap());
    });
}

/// Three sums of five multiplied out, by what ring does.
#[divan::bench]
fn ring_five_by_five_by_five(bencher: Bencher<'_, '_>) {
    normalize(
        bencher,
        "(a + b + c + d + e) * (f + g + h + i + j) * (k + l + m + n + o)",
    );
}

/// 1/1 + … + 1/100, by what norm_num does.
#[divan::bench]
fn harmonic_sum(bencher: Bencher<'_, '_>) {
    let parts: Vec<String> = (1..=100).map(|k| format!("1 / {k}")).collect();
    normalize(bencher, &parts.join(" + "));
}
