//! Tests of `methods`.

use super::*;
use crate::prove::{
    Budget, Fact,
    arith::{
        positivity,
        testing::{environment, read},
    },
};

type Method = fn(&Goal, &Call) -> Result<Theorem, Failure>;

/// `facts ⊢ goal`, facts separated by semicolons.
fn run(method: Method, sequent: &str) -> Result<Theorem, Failure> {
    let (facts, target) = sequent.split_once('⊢').expect("a sequent");
    let facts: Vec<Fact> = facts
        .split(';')
        .filter(|f| !f.trim().is_empty())
        .map(|f| Fact::new(None, Theorem::assume(&read(f)).expect("a formula")))
        .collect();
    let budget = Budget::default();
    let target = read(target);
    let goal = Goal {
        env: environment(),
        target: target.clone(),
        context: &facts,
        given: vec![],
        budget: &budget,
    };
    let theorem = method(&goal, &Call::with_facts(facts.clone()))?;
    assert!(theorem.concludes(&target), "{sequent}: {theorem:?}");
    let known = |h: &Term| facts.iter().any(|f| f.conclusion() == *h);
    assert!(
        theorem.hypotheses().iter().all(known),
        "{sequent}: {theorem:?}"
    );
    Ok(theorem)
}

fn proves(method: Method, sequents: &[&str]) {
    for sequent in sequents {
        if let Err(failure) = run(method, sequent) {
            panic!("{sequent}: {failure:?}");
        }
    }
}

fn fails(method: Method, sequents: &[&str]) {
    for sequent in sequents {
        assert!(run(method, sequent).is_err(), "{sequent}");
    }
}

#[test]
fn linear() {
    proves(
        linarith,
        &[
            "x ≤ y; y ≤ z ⊢ x ≤ z",
            "x < y; y ≤ z ⊢ x < z",
            "x ≤ y; y ≤ x ⊢ x = y",
            "2 * x + y ≤ 4; x + 2 * y ≤ 5 ⊢ x + y ≤ 3",
            "x = y + 1 ⊢ y < x",
            "¬ (x ≤ y) ⊢ y < x",
            "x < 0; 0 ≤ x ⊢ p",
            "x ≤ y ∧ y ≤ z ⊢ x ≤ z ∧ x ≤ z",
            "x ≠ 0; 0 ≤ x ⊢ 0 < x",
            "x ≤ 1 ∨ x ≤ 2 ⊢ x ≤ 2",
            "⊢ x ≤ y → x < y + 1",
            "x * y ≤ 1; 1 ≤ y * x ⊢ x * y = 1",
            "0 < x ⊢ x ≠ 0",
            "x < y ⊢ ¬ (y ≤ x)",
            "⊢ 0 ≤ x * x",
            "⊢ 0 ≤ real n * m",
            "⊢ 3 / 4 < (1 : ℝ)",
            "F (a + b) ≤ 1 ⊢ F (b + a) < 2",
        ],
    );
    fails(
        linarith,
        &[
            "x ≤ y ⊢ x < y",
            "⊢ x ≤ 1",
            "x * y ≤ 1 ⊢ x ≤ 1",
            "p ⊢ x = 0",
            "⊢ p",
        ],
    );
}

#[test]
fn cases() {
    proves(
        linarith,
        &[
            "|x| ≤ c ⊢ -c ≤ x ∧ x ≤ c",
            "-c ≤ x; x ≤ c ⊢ |x| ≤ c",
            "⊢ |x + y| ≤ |x| + |y|",
            "⊢ ||x| - |y|| ≤ |x - y|",
            "⊢ max x y + min x y = x + y",
            "x ≤ c; y ≤ c ⊢ max x y ≤ c",
            "⊢ |x - y| = |y - x|",
            "⊢ max (-x) x = |x|",
        ],
    );
    fails(linarith, &["⊢ |x + y| = |x| + |y|"]);
}

#[test]
fn naturals() {
    proves(
        linarith,
        &[
            "i < j ⊢ i + 1 ≤ j",
            "i < j; j < k ⊢ i + 2 ≤ k",
            "¬ (i < j) ⊢ j ≤ i",
            "i ≤ j; j ≤ i ⊢ i = j",
            "⊢ 0 ≤ i",
            "i ≠ 0 ⊢ 1 ≤ i",
            "⊢ i ∸ j ≤ i",
            "j ≤ i ⊢ real (i ∸ j) = real i - real j",
            "⊢ n mod 2 ≤ 1",
            "m = 2 * n + 1 ⊢ n < m",
            "1 ≤ n ⊢ 0 < real n",
            "n < m + 1 ⊢ n ≤ m",
            "m ≤ n; 2 ≤ real m ⊢ 2 ≤ n",
        ],
    );
    fails(linarith, &["i ≤ j ⊢ i < j", "⊢ 1 ≤ i", "⊢ (i ∸ j) + j = i"]);
}

/// The goals of the blueprint for linarith, with sup and risk terms as atoms.
#[test]
fn blueprint_linear() {
    proves(
        linarith,
        &[
            "a ≤ b + c; b ≤ d; d ≤ e + f ⊢ a ≤ e + c + f",
            "|a - b| ≤ l * c; c ≤ d + e; l * c ≤ l * (d + e); b ≤ f + g ⊢ a ≤ f + g + l * (d + e)",
            "F a ≤ s; F b ≤ s; G a ≤ 1; 0 ≤ G b ⊢ F a + G a + (F b - G b) ≤ 2 * s + 1",
            "|F a - F b| ≤ l * |x - y|; z = a + l * x + (b - l * y); w = b + l * y + (a - l * x); z ≤ c; w ≤ c \
             ⊢ a + F a + (b - F b) ≤ c",
            "2 * n ≤ m; 1 ≤ m ⊢ 1 ≤ real m",
        ],
    );
}

#[test]
fn nonlinear() {
    proves(
        nlinarith,
        &[
            "0 ≤ x; 0 ≤ y ⊢ 0 ≤ x * y",
            "⊢ 2 * x * y ≤ x ^ 2 + y ^ 2",
            "⊢ 4 * a * b ≤ (a + b) ^ 2",
            "0 ≤ b; 0 ≤ f; 0 ≤ r; r ^ 2 ≤ f ^ 2 + b * r ⊢ r ^ 2 ≤ f ^ 2 + b * f + b ^ 2",
            "0 ≤ x; x ≤ y ⊢ x ^ 2 ≤ y ^ 2",
            "0 ≤ a; a ≤ 1 ⊢ a ^ 2 ≤ a",
            "x * y = 1; x = 2 ⊢ y = 1 / 2",
            "0 ≤ a; 0 ≤ c; s ≤ n * a * c; 0 ≤ s ⊢ s + a * c ≤ (n + 1) * a * (c + a * s)",
        ],
    );
}

#[test]
fn signs() {
    proves(
        positivity::prove,
        &[
            "⊢ 0 ≤ x ^ 2",
            "x ≠ 0 ⊢ 0 < x ^ 4",
            "0 < x; 0 ≤ y ⊢ 0 < 2 * x + y / 3",
            "0 < x ⊢ x ≠ 0",
            "0 < x; 0 < y ⊢ 0 < x * y / (x + y) ^ 3",
            "1 ≤ n ⊢ 0 < real n",
            "⊢ 0 ≤ real n * |x|",
            "⊢ 0 < real n + 1",
            "x < 1 ⊢ 0 < 1 - x",
            "0 < x; n ≠ 0 ⊢ x / n ≠ 0",
            "⊢ 0 ≤ x * x",
            "⊢ (2 : ℝ) ≠ 0",
            "0 < x ⊢ 0 < x ^ n",
            "0 < x; 1 ≤ n ⊢ 0 < 2 * real n / x",
        ],
    );
    fails(
        positivity::prove,
        &["⊢ 0 < x ^ 2", "⊢ 0 ≤ x", "0 ≤ x ⊢ 0 < x + x"],
    );
}

#[test]
fn fields() {
    proves(
        field,
        &[
            "x ≠ 0 ⊢ x / x = 1",
            "x ≠ 0; y ≠ 0 ⊢ 1 / x + 1 / y = (x + y) / (x * y)",
            "0 < x + y ⊢ x / (x + y) + y / (y + x) = 1",
            "1 ≤ n ⊢ n * (1 / n) ^ 2 = 1 / n ∧ n * (3 / n) ^ 2 = 9 / n",
            "0 < c; s = 4 * t / c ⊢ s ^ 2 * c / 8 - s * t = -(2 * t ^ 2 / c)",
            "0 < x ⊢ 2 ≤ x + 1 / x",
            "0 < x; 0 < y ⊢ 1 / (x * y) = 1 / x * (1 / y)",
            "2 * n ≤ m; 1 ≤ m ⊢ 1 / 4 ≤ (1 - n / m) / 2",
            "⊢ x / 2 + x / 3 = 5 * x / 6",
            "0 < x ⊢ x ^ n / x ^ n = 1",
        ],
    );
    fails(field, &["⊢ x / x = 1", "x ≠ 0 ⊢ x / x = 2"]);
}

#[test]
fn numbers() {
    proves(
        norm_num,
        &[
            "⊢ (1 - 1 / 4) ^ 3 / 2 = 27 / 128",
            "⊢ (2 : ℝ) ^ 10 < 1025 ∧ ¬ (3 = (4 : ℕ))",
            "⊢ (if (1 : ℝ) < 2 then x else y) = x",
            "⊢ |2 - 3| = max 0 1 ∧ 17 mod 5 = 2",
            "⊢ real 3 + 1 / 2 = 7 / 2",
            "⊢ (2 + 3) * x = 5 * x",
        ],
    );
    fails(norm_num, &["⊢ (1 : ℝ) = 2", "⊢ x = y"]);
}

/// A definition in the context is used when the goal cannot be had without it.
#[test]
fn definitions_of_the_context() {
    let context: Vec<Fact> = ["0 < c", "s = 4 * t / c"]
        .iter()
        .map(|f| Fact::new(None, Theorem::assume(&read(f)).unwrap()))
        .collect();
    let budget = Budget::default();
    let target = read("s ^ 2 * c / 8 - s * t = -(2 * t ^ 2 / c)");
    let goal = Goal {
        env: environment(),
        target: target.clone(),
        context: &context,
        given: vec![],
        budget: &budget,
    };
    assert!(field(&goal, &Call::default()).unwrap().concludes(&target));
}

#[test]
fn equations_are_substituted() {
    let equation = Fact::new(None, Theorem::assume(&read("a + b = 1")).unwrap());
    let budget = Budget::default();
    let target = read("(a + b * z) * (1 + z) = a + b * z ^ 2 + z");
    let goal = Goal {
        env: environment(),
        target,
        context: &[],
        given: vec![],
        budget: &budget,
    };
    assert!(ring(&goal, &Call::default()).is_err());
    assert!(ring(&goal, &Call::with_facts(vec![equation])).is_ok());
}

/// Runs on the stack that Rust gives to a thread.
fn ends(sequent: &str, method: Method) -> bool {
    run(method, sequent).is_ok()
}

#[test]
fn equations_that_contain_what_they_define_end() {
    assert!(!ends("F a = G (F a + 1) ⊢ F a = 0", ring));
    assert!(!ends("x = F (x + 1) ⊢ x = 0", ring));
    assert!(!ends("F a = G b + 1; G b = F (F a + G b) ⊢ F a = 0", ring));
    assert!(ends("x = y + 1; y = x - 1 ⊢ x - y = 1", ring));
}

/// Terms as deep as the kernel allows, on the stack that a test's thread has.
#[test]
fn deep_terms_end() {
    let (x, f) = (read("x"), read("F"));
    let add = read("x + y")
        .as_apply()
        .unwrap()
        .0
        .as_apply()
        .unwrap()
        .0
        .clone();
    let plus = |a: &Term, b: &Term| Term::apply(&Term::apply(&add, a).unwrap(), b).unwrap();
    let mut shapes = vec![x.clone(), x.clone(), x.clone()];
    for _ in 0..1900 {
        let [left, right, nested] = shapes.as_slice() else {
            unreachable!()
        };
        let apply = |t: &Term| Term::apply(&f, t).unwrap();
        let next = [plus(left, &x), plus(&x, right), nested.clone()];
        let deeper = if nested.depth() < 3_900 {
            apply(&plus(&x, nested))
        } else {
            nested.clone()
        };
        shapes = vec![next[0].clone(), next[1].clone(), deeper];
    }
    for shape in shapes {
        let budget = Budget::default();
        let target = Term::equation(&shape, &x).unwrap();
        let goal = Goal {
            env: environment(),
            target,
            context: &[],
            given: vec![],
            budget: &budget,
        };
        for method in [ring as Method, linarith, field, positivity::prove] {
            assert!(method(&goal, &Call::default()).is_err());
        }
    }
}

#[test]
fn failure_carries_a_point() {
    let failure = run(linarith, "x ≤ y ⊢ x ≤ 1").unwrap_err();
    assert_eq!(failure.counterexample.len(), 2);
}

#[test]
fn ring_shows_both_sides() {
    let failure = run(ring, "⊢ a + b = a").unwrap_err();
    assert_eq!(failure.left, [read("a + b = a")]);
}

fn timed(name: &str, method: Method, sequent: &str) {
    for _ in 0..3 {
        let start = std::time::Instant::now();
        run(method, sequent).unwrap();
        eprintln!("{name}: {:?}", start.elapsed());
    }
}

#[test]
#[ignore = "a measurement"]
fn times() {
    let chain: Vec<String> = (0..30)
        .map(|i| format!("F {i} ≤ F {} + {i} * a", i + 1))
        .collect();
    timed(
        "linarith 30",
        linarith,
        &format!("{} ⊢ F 0 ≤ F 30 + 435 * a", chain.join("; ")),
    );
    timed("linarith 3", linarith, "x ≤ y; y ≤ z; z < w ⊢ x < w");
    timed("linarith abs", linarith, "⊢ |x + y| ≤ |x| + |y|");
    timed(
        "linarith 4",
        linarith,
        "a ≤ b + c; b ≤ d; d ≤ e + f ⊢ a ≤ e + c + f",
    );
    timed(
        "nlinarith",
        nlinarith,
        "0 ≤ b; 0 ≤ f; 0 ≤ r; r ^ 2 ≤ f ^ 2 + b * r ⊢ r ^ 2 ≤ f ^ 2 + b * f + b ^ 2",
    );
    timed(
        "nlinarith 34",
        nlinarith,
        "0 ≤ a; 0 ≤ c; s ≤ n * a * c; 0 ≤ s ⊢ s + a * c ≤ (n + 1) * a * (c + a * s)",
    );
    timed(
        "field",
        field,
        "0 < c; s = 4 * t / c ⊢ s ^ 2 * c / 8 - s * t = -(2 * t ^ 2 / c)",
    );
    timed(
        "positivity",
        positivity::prove,
        "0 < x; 0 < y ⊢ 0 < x * y / (x + y) ^ 3",
    );
    timed(
        "ring",
        ring,
        "⊢ (a + b) ^ 3 = a ^ 3 + 3 * a ^ 2 * b + 3 * a * b ^ 2 + b ^ 3",
    );
    let sum: Vec<String> = (1..=100).map(|k| format!("1 / {k}")).collect();
    let theory = Theory::of(environment()).unwrap();
    for _ in 0..3 {
        let term = read(&format!("{} = (0 : ℝ)", sum.join(" + ")));
        let start = std::time::Instant::now();
        let mut normalizer = Normalizer::new(&theory, 100_000).unwrap();
        normalizer.normal(term.as_equation().unwrap().0).unwrap();
        eprintln!("harmonic 100: {:?}", start.elapsed());
    }
}
