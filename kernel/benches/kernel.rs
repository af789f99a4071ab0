//! The kernel's named tasks: `cargo bench -p rationale-kernel`. The figures stand in docs/benchmarks.md.

#[path = "../tests/support/mod.rs"]
mod support;

use divan::{Bencher, black_box};
use num_rational::BigRational;
use rationale_kernel::*;
use support::{apply, numbers::*, term};

fn main() {
    divan::main();
}

/// 10⁶ steps of ground arithmetic on rationals, each a theorem.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn ground_rational_steps(bencher: Bencher<'_, '_>) {
    let (_, q) = rationals();
    let sides = [
        "1/2 + 1/3",
        "7/5 - 3/4",
        "22/7 * 5/9",
        "5/6 / 7/8",
        "-3/2 ≤ 1/7",
    ];
    let ground: Vec<Term> = sides.iter().map(|text| q.ground(text)).collect();
    bencher.bench(|| {
        for step in 0..1_000_000 {
            black_box(q.armed.compute(&ground[step % ground.len()]).unwrap());
        }
    });
}

/// ⊢ 1/1 + 1/2 + … + 1/100 = its value, by 199 computations and the congruences between them.
#[divan::bench]
fn harmonic_sum(bencher: Bencher<'_, '_>) {
    let (_, q) = rationals();
    let one = q.literal("1");
    let (plus, over) = (&q.symbols[&'+'], &q.symbols[&'/']);
    let part = |k: u32| apply(over, &[&one, &q.literal(&k.to_string())]);
    let parts: Vec<Term> = (1..=100).map(part).collect();
    let add = Theorem::reflexive(plus).unwrap();
    let sum = || -> Result<Theorem> {
        let mut sum = q.armed.compute(&parts[0])?;
        for part in &parts[1..] {
            let both = Theorem::congruence(&add, &sum)?;
            let both = Theorem::congruence(&both, &q.armed.compute(part)?)?;
            let value = q.armed.compute(both.as_equation().unwrap().1)?;
            sum = Theorem::transitive(&both, &value)?;
        }
        Ok(sum)
    };
    let expected: BigRational = (1..=100)
        .map(|k| BigRational::new(1.into(), k.into()))
        .sum();
    let value = q.literal(&expected.to_string());
    assert_eq!(sum().unwrap().as_equation().unwrap().1, &value);
    bencher.bench(|| sum().unwrap());
}

/// f applied to g leaves c, again and again: so many nodes.
fn comb(nodes: u32) -> Term {
    let (f, c) = (term("f:A->A->A"), term("c:A"));
    let mut comb = c.clone();
    while comb.facts().size < nodes {
        comb = apply(&f, &[&comb, &c]);
    }
    comb
}

/// ⊢ t = t[d/c], by the equation and congruences.
fn rewrite(t: &Term, c: &Term, equation: &Theorem) -> Result<Theorem> {
    match t.as_apply() {
        Some((f, x)) => Theorem::congruence(&rewrite(f, c, equation)?, &rewrite(x, c, equation)?),
        None if t == c => Ok(equation.clone()),
        None => Theorem::reflexive(t),
    }
}

/// 10⁵ times every c in a term of 200 nodes is rewritten to d.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn rewriting(bencher: Bencher<'_, '_>) {
    let (t, c) = (comb(200), term("c:A"));
    let equation = Theorem::assume(&term("c:A = d:A")).unwrap();
    bencher.bench(|| {
        for _ in 0..100_000 {
            black_box(rewrite(&t, &c, &equation).unwrap());
        }
    });
}

fn doubling(levels: u32) -> Term {
    let f = term("f:A->A->A");
    (0..levels).fold(term("x"), |t, _| apply(&f, &[&t, &t]))
}

/// Two terms of 2⁶⁰ leaves, each with 60 levels of its own, are compared.
#[divan::bench]
fn doubling_graphs(bencher: Bencher<'_, '_>) {
    let (s, t) = (doubling(60), doubling(60));
    bencher.bench(|| assert!(black_box(&s) == black_box(&t)));
}
