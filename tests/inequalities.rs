//! The inequality engine on public claims, on random ones, and on absurdly hard ones. Every certificate is checked
//! again without searching; no false claim is ever proved.

use proptest::prelude::*;
use rationale::inequality::atom::Atoms;
use rationale::inequality::decide::countercases;
use rationale::inequality::engine::Engine;
use rationale::inequality::expression::{Claim, ClaimVariable};
use rationale::inequality::sequent::Sequent;
use rationale::inequality::{Limits, Verdict, decide, text};
use rationale::prove::arith::meter::{self, Limit};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn claim(names: &[&str], hypotheses: &[&str], goal: &str) -> Claim {
    let variables = names
        .iter()
        .map(|name| ClaimVariable {
            name: (*name).into(),
            natural: *name == "n",
        })
        .collect();
    let names: Vec<String> = names.iter().map(|n| (*n).into()).collect();
    let read = |t: &&str| text::comparison(t, &names).unwrap();
    Claim {
        variables,
        hypotheses: hypotheses.iter().map(read).collect(),
        goal: read(&goal),
    }
}

fn limits(seconds: u64) -> Limits {
    Limits {
        deadline: Some(Instant::now() + Duration::from_secs(seconds)),
        ..Limits::default()
    }
}

fn proves(names: &[&str], hypotheses: &[&str], goal: &str) {
    let claim = claim(names, hypotheses, goal);
    match decide(&claim, limits(20)) {
        Verdict::Proved(certificate) => {
            assert!(certificate.check(), "wrong certificate for {goal}")
        }
        other => panic!("{goal}: {other:?}"),
    }
}

fn refutes(names: &[&str], hypotheses: &[&str], goal: &str) {
    let claim = claim(names, hypotheses, goal);
    assert!(
        matches!(decide(&claim, limits(20)), Verdict::Refuted(_)),
        "{goal}"
    );
}

#[test]
fn linear_claims() {
    proves(&["x", "y"], &["x < y"], "2 * x < 2 * y");
    proves(&["x", "y"], &[], "min(x, y) + max(x, y) = x + y");
    proves(&["n"], &["n != 1", "n >= 1"], "n >= 2");
    refutes(&["x", "y"], &["x <= y"], "x < y");
    refutes(&["n"], &[], "n >= 1");
}

#[test]
fn polynomial_claims() {
    proves(&["x", "y"], &[], "2 * x * y <= x^2 + y^2");
    proves(
        &["a", "b", "c"],
        &["a > 0", "b > 0", "c > 0"],
        "3 / 2 <= a / (b + c) + b / (c + a) + c / (a + b)",
    );
    proves(&["x"], &["0 <= x", "x <= 1"], "x * (1 - x) <= 1/4");
    refutes(&["x", "y"], &["x > 0", "y > 0"], "x * y <= x + y");
}

/// The claims of a file: variables | hypotheses | goal.
fn listed(text: &str) -> Vec<Claim> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| {
        let parts: Vec<&str> = line.split('|').collect();
        let [names, hypotheses, goal] = parts[..] else {
            panic!("three parts: {line}")
        };
        let names: Vec<&str> = names.split_whitespace().collect();
        let hypotheses = hypotheses.split(';').filter(|h| !h.trim().is_empty());
        claim(&names, &hypotheses.collect::<Vec<_>>(), goal)
    };
    lines.map(read).collect()
}

#[test]
fn textbook_claims() {
    for claim in listed(include_str!("inequalities/proved.txt")) {
        match decide(&claim, Limits::default()) {
            Verdict::Proved(certificate) => assert!(certificate.check(), "{claim:?}"),
            other => panic!("{claim:?}: {other:?}"),
        }
    }
}

#[test]
fn linear_claims_are_refuted_at_far_points() {
    for claim in listed(include_str!("inequalities/refuted.txt")) {
        let verdict = decide(&claim, Limits::default());
        assert!(matches!(verdict, Verdict::Refuted(_)), "{claim:?}");
    }
}

#[test]
fn transcendental_claims() {
    proves(&["x"], &[], "1 + x <= exp(x)");
    proves(&["x"], &["0 < x"], "log(x) <= x - 1");
    proves(&["x"], &["0 < x"], "(x^2 + 2 * x + 2) / 2 < exp(x)");
    proves(&[], &[], "pi < 22 / 7");
    proves(
        &["d"],
        &["0 < d", "d <= 1"],
        "d - (1 + d) * log(1 + d) <= (-d^2) / 3",
    );
    refutes(&["x"], &["0 <= x", "x <= 1"], "exp(x) < 27/10");
}

/// Claims that no method settles soon, or ever.
fn hard() -> Vec<Claim> {
    let huge = "9".repeat(3_000);
    let letters: Vec<String> = (0..40).map(|k| format!("x{k}")).collect();
    let names: Vec<&str> = letters.iter().map(String::as_str).collect();
    let cycle: Vec<String> = (0..40)
        .map(|k| format!("x{k}^2 * x{} - x{k}", (k + 1) % 40))
        .collect();
    let listed: [(&[&str], &str); 8] = [
        (&["x"], "exp(exp(exp(x))) > 1 + exp(exp(x)) * x^60"),
        (&["x"], "exp(exp(exp(exp(x)))) > exp(exp(exp(x)))"),
        (&[], "exp(exp(exp(10))) <= exp(exp(exp(exp(3))))"),
        (&["x"], &format!("x^2 - {huge} * x + {huge} > 0 - {huge}")),
        (
            &["x", "y", "z"],
            "(x + y + z)^60 <= 3^59 * (x^60 + y^60 + z^60)",
        ),
        (&["x", "y"], "x^31 * y^29 <= x^60 + y^60"),
        (
            &["a", "b", "c", "d", "e", "f", "g", "h"],
            "a^4 * b^2 + c^4 * d^2 + e^4 * f^2 + g^4 * h^2 - 3 * a * b * c * d * e * f + 1 > 0",
        ),
        (&names, &format!("{} > -100", cycle.join(" + "))),
    ];
    listed
        .iter()
        .map(|(names, goal)| claim(names, &[], goal))
        .collect()
}

/// What is asked for in vain after a search should have stopped: a small part of a second.
const LATE: u64 = 1 << 26;

#[test]
fn nothing_is_settled_after_the_deadline() {
    let limits = Limits {
        deadline: Some(Instant::now()),
        ..Limits::default()
    };
    let (mut easy, hard) = (listed(include_str!("inequalities/proved.txt")), hard());
    easy.extend(hard);
    for claim in easy {
        let (verdict, refused) = metered(limits.work(), || decide(&claim, limits));
        assert!(matches!(verdict, Verdict::Unknown), "{claim:?}");
        assert!(refused < LATE, "{refused} for {claim:?}");
    }
}

/// The result of a search within a limit of work, and how much it asked for beyond it.
fn metered<T>(limit: Limit, run: impl FnOnce() -> T) -> (T, u64) {
    meter::within(limit, || (run(), meter::refused()))
}

type Method = fn(&mut Engine, &mut Sequent) -> bool;

/// Each method of the engine by itself.
const METHODS: [(&str, Method); 13] = [
    ("linear", |e, s| e.linear(s).is_some()),
    ("products", |e, s| e.products(s).is_some()),
    ("univariate", |e, s| e.univariate(s).is_some()),
    ("cones", |e, s| e.cones(s, 12, true).is_some()),
    ("ordered cones", |e, s| e.ordered_cones(s, 6).is_some()),
    ("corners", |e, s| e.corners(s).is_some()),
    ("boxes", |e, s| e.boxes(s, 6_000).is_some()),
    ("squares", |e, s| e.squares(s, 2).is_some()),
    ("homogenized", |e, s| e.homogenized(s).is_some()),
    ("unsquared", |e, s| e.unsquared(s).is_some()),
    ("ideal", |e, s| e.ideal(s).is_some()),
    ("slopes", |e, s| e.slopes(s).is_some()),
    ("all", |e, s| e.refute(s.with([])).is_some()),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Every method stops soon after its work is used up, whatever it is doing then.
    #[test]
    fn every_method_stops_after_its_budget(shift in 8u32..27, which in 0usize..8) {
        let claim = &hard()[which];
        let mut atoms = Atoms::with_variables(claim.variables.len());
        let Some(cases) = countercases(&mut atoms, claim) else {
            return Ok(());
        };
        let limit = Limit { units: 1 << shift, deadline: None };
        for (name, method) in METHODS {
            let mut engine = Engine::new(atoms.clone(), Vec::new(), u64::MAX);
            let mut sequent = Sequent::new(cases[0].clone());
            let (_, refused) = metered(limit, || method(&mut engine, &mut sequent));
            prop_assert!(refused < LATE, "{} asked for {} more of {:?}", name, refused, claim.goal);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// A sum of squares plus a slack is proved positive; its value at 0 with a little more taken away is refuted.
    #[test]
    fn sums_of_squares(a in -4i64..5, b in -4i64..5, c in -4i64..5, slack in 1i64..5) {
        let sum = format!("(x + {a} * y)^2 + ({b} * x - y)^2 + (y - {c})^2 + {slack}").replace("+ -", "- ");
        proves(&["x", "y"], &[], &format!("0 < {sum}"));
        let value = a * a + 1 + (1 - c) * (1 - c) + slack + b * b + 2 * a - 2 * b + 1;
        let at_one = format!("{sum} > {}", (1 + a) * (1 + a) + (b - 1) * (b - 1) + (1 - c) * (1 - c) + slack);
        let _ = value;
        refutes(&["x", "y"], &[], &at_one);
    }

    /// Claims that fail at a known point are never proved.
    #[test]
    fn false_claims_are_not_proved(p in -5i64..6, q in 1i64..6, k in 1i64..4, shift in 0i64..3) {
        let goal = format!("exp(x) * {k} + x^2 > {k} * exp({p} / {q}) + ({p} / {q})^2 + {shift}").replace("- -", "+ ");
        let claim = claim(&["x"], &[&format!("x <= {p} / {q}").replace("<= -", "<= -")], &goal);
        prop_assert!(!matches!(decide(&claim, limits(2)), Verdict::Proved(_)));
    }
}

/// The collection: no wrong verdict, every certificate right, and the table by kind. Slow, so not by default.
#[test]
#[ignore = "several minutes"]
fn public_claims_have_no_wrong_verdict() {
    let file = include_str!("../benches/inequalities/public.jsonl");
    let mut table: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut times = Vec::new();
    for line in file.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let strings = |key: &str| -> Vec<String> {
            let all = case[key].as_array().unwrap().iter();
            all.map(|v| v.as_str().unwrap_or("").into()).collect()
        };
        let variables = case["vars"].as_array().unwrap();
        let names: Vec<&str> = variables
            .iter()
            .map(|v| v["name"].as_str().unwrap())
            .collect();
        let hypotheses = strings("hyps");
        let hypotheses: Vec<&str> = hypotheses.iter().map(String::as_str).collect();
        let mut claim = claim(&names, &hypotheses, case["goal"].as_str().unwrap());
        for (variable, v) in claim.variables.iter_mut().zip(variables) {
            variable.natural = v["type"] == "nat";
        }
        let start = Instant::now();
        let verdict = decide(&claim, limits(10));
        times.push(start.elapsed());
        let expect = case["expect"].as_str().unwrap();
        let decided = match verdict {
            Verdict::Proved(certificate) => {
                assert!(certificate.check() && expect == "true", "{}", case["id"]);
                true
            }
            Verdict::Refuted(_) => {
                assert_eq!(expect, "false", "{}", case["id"]);
                true
            }
            Verdict::Unknown => false,
        };
        let entry = table
            .entry(format!("{} {expect}", case["kind"].as_str().unwrap()))
            .or_default();
        entry.0 += usize::from(decided);
        entry.1 += 1;
    }
    times.sort();
    for (kind, (decided, all)) in table {
        println!("{kind:24} {decided:4} of {all:4}");
    }
    println!(
        "median {:?}, longest {:?}",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}
