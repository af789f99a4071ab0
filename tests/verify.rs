//! Claims end to end: verdicts from files in memory, what counts as as stated, and what no verdict may depend on.

mod support;

use proptest::prelude::*;
use rationale::check::{
    self, ClaimReport, MemorySources, Options, Outcome, Request, Sources, Trial,
};
use rationale::inequality::claim::{Finding, Support};
use rationale::report::verify;
use std::sync::{Arc, OnceLock};

/// The library on the disk, with one file of claims.
struct WithLibrary(MemorySources);

impl Sources for WithLibrary {
    fn read(&self, path: &str) -> Result<Arc<str>, check::SourceError> {
        self.0.read(path).or_else(|missing| {
            let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path)
                .map(Arc::from)
                .map_err(|_| missing)
        })
    }
}

fn verify_text(text: &str, seconds: f64) -> Outcome {
    let mut memory = MemorySources::new();
    memory.insert("proofs/claims under test.proof", text);
    let options = Options {
        jobs: 1,
        trial: Some(Trial { seconds }),
        ..Options::default()
    };
    let requests = [Request::file("proofs/claims under test.proof")];
    check::check(&WithLibrary(memory), &requests, &options)
}

fn claims(outcome: &Outcome) -> Vec<(String, ClaimReport)> {
    outcome
        .items()
        .filter_map(|item| Some((item.name.to_string(), item.claim.clone()?)))
        .collect()
}

/// What the claims of a text come to: `p` by the kernel, `c` by the checker only, `r` refuted, `u` unknown.
fn verdicts(text: &str, seconds: f64) -> String {
    let outcome = verify_text(&format!("import lib.inequality\n\n{text}"), seconds);
    let letter = |(_, claim): (String, ClaimReport)| match claim.finding {
        Finding::Proved { theorem, .. } => {
            assert!(theorem.hypotheses().is_empty());
            'p'
        }
        Finding::Checked { .. } => 'c',
        Finding::Refuted(_) => 'r',
        Finding::Unknown(_) => 'u',
    };
    claims(&outcome).into_iter().map(letter).collect()
}

const EACH_METHOD: &str = "
claim linear
  fix x y : ℝ
  assume x < y
  show 2 * x + 1 < 2 * y + 1

claim whole
  fix m n : ℕ
  assume 2 * m < 2 * n + 1
  show m ≤ n

claim connectives
  fix x y : ℝ
  show x < y ∨ y ≤ x

claim bars
  fix x y : ℝ
  show |x + y| ≤ |x| + |y| ∧ max x y + min x y = x + y

claim squares
  fix x y : ℝ
  show 2 * x * y ≤ x ^ 2 + y ^ 2

claim division
  fix x : ℝ
  assume 0 < x
  show 2 ≤ x + 1 / x

claim equation
  fix a b : ℝ
  assume a + b = 3, a * b = 2
  show a ^ 2 + b ^ 2 = 5

claim numbers
  show 2718 / 1000 < exp 1 ∧ exp 1 < 2719 / 1000 ∧ √2 < 1415 / 1000

claim tangent
  fix x : ℝ
  show 1 + x ≤ exp x

claim series
  fix x : ℝ
  assume 0 < x
  show (x ^ 2 + 2 * x + 2) / 2 < exp x
";

#[test]
fn each_method_ends_in_a_kernel_theorem() {
    assert_eq!(verdicts(EACH_METHOD, 120.0), "pppppppppp");
}

#[test]
fn what_is_not_as_stated_is_a_finding() {
    let text = "import lib.inequality

claim too_strong
  fix x : ℝ
  show x ≤ x ^ 2

claim denied false
  fix x : ℝ
  show 0 ≤ x ^ 2

claim no_number
  fix p : ℝ → bool
  show ∃ x. p x

claim meant false
  fix n : ℕ
  show 1 ≤ n
";
    let outcome = verify_text(text, 60.0);
    let found: Vec<(bool, bool)> = claims(&outcome)
        .iter()
        .map(|(_, claim)| (claim.is_as_stated(), claim.is_contrary()))
        .collect();
    assert_eq!(
        found,
        [(false, true), (false, true), (false, false), (true, false)]
    );
    assert!(!verify::is_success(&outcome));
    let rules: Vec<&str> = outcome
        .files
        .iter()
        .flat_map(|file| &file.diagnostics)
        .map(|diagnostic| diagnostic.rule)
        .collect();
    assert_eq!(rules, ["claim-refuted", "claim-holds", "claim-unknown"]);
}

/// A function that is defined by recursion has its value at numerals, in hypotheses as well.
#[test]
fn recursive_functions_have_values() {
    let text = "import lib.sauer

claim half_of_twenty
  show binom 20 10 = 184756

claim bound
  fix n : ℕ
  assume n ≤ binom 10 5
  show n < 253

claim wrong false
  show binom 10 5 ≤ 251
";
    assert_eq!(verdicts(text, 60.0), "ppr");
}

/// A counterexample to something that only contains what is no arithmetic would not be one.
#[test]
fn nothing_is_refuted_through_what_was_not_read() {
    let text = "
claim hidden
  fix f : ℝ → ℝ, x : ℝ
  show f x ≤ f x + x

claim unread
  fix x : ℝ
  assume ∀ y : ℝ. y ^ 2 ≤ x
  show 0 < x
";
    assert_eq!(verdicts(text, 20.0), "uu");
}

/// Whether a claim is said to be false changes no verdict: the engine never sees it.
#[test]
fn verdicts_do_not_depend_on_what_is_expected() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/inequalities");
    let text = std::fs::read_to_string(format!("{folder}/linear.proof")).unwrap();
    let (_, items) = text.split_once("import lib.inequality").unwrap();
    let expected = |line: &str| line.starts_with("claim ") && line.ends_with(" false");
    let without: Vec<&str> = items
        .lines()
        .map(|line| {
            if expected(line) {
                line.trim_end_matches(" false")
            } else {
                line
            }
        })
        .collect();
    let [first, second] = [items.to_owned(), without.join("\n")].map(|t| verdicts(&t, 120.0));
    assert_eq!(first.len(), 83);
    assert_eq!(first, second);
}

/// The claims of a file with their text, by name.
fn texts(file: &str) -> Vec<(String, String)> {
    let path = format!("{}/benches/inequalities/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let claims = text.split("\nclaim ").skip(1).map(|item| {
        let item = item.split("\n\n").next().unwrap();
        let name = item.split_whitespace().next().unwrap();
        (name.to_owned(), format!("claim {item}"))
    });
    claims.collect()
}

/// What is printed for a claim proves it when it stands below the claim, and then nothing is searched.
#[test]
fn certificates_can_be_pasted() {
    let mut pasted = String::from("import lib.inequality\n");
    let mut names = Vec::new();
    for file in [
        "linear.proof",
        "equality.proof",
        "polynomial.proof",
        "rational.proof",
    ] {
        let texts = texts(file);
        let each: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        let outcome = verify_text(
            &format!("import lib.inequality\n\n{}", each.join("\n\n")),
            1.0,
        );
        for ((name, claim), (of_text, text)) in claims(&outcome).into_iter().zip(&texts) {
            assert_eq!(name, *of_text);
            if let Finding::Proved { support, .. } = &claim.finding
                && let Some(witness) = support.witness()
            {
                pasted += &format!("\n{text}\n{witness}\n");
                names.push(name);
            }
        }
    }
    assert!(names.len() >= 70, "{} witnesses", names.len());
    let outcome = verify_text(&pasted, 60.0);
    let found = claims(&outcome);
    assert_eq!(found.len(), names.len());
    for (name, claim) in found {
        let is_written = matches!(
            claim.finding,
            Finding::Proved {
                support: Support::Certificate | Support::Proof,
                ..
            }
        );
        assert!(is_written, "{name}: {:?}\n{pasted}", claim.finding);
    }
}

/// A written proof is what decides: nothing is tried beside it, and one with an error leaves the claim unknown.
#[test]
fn a_written_proof_is_not_replaced_by_a_search() {
    let text = "import lib.inequality

claim wrong
  fix x y : ℝ
  show 2 * x * y ≤ x ^ 2 + y ^ 2
by sos [(x + y) ^ 2]

claim by_hand
  fix x y : ℝ
  assume h: x = y
  show y = x
by h
";
    let outcome = verify_text(text, 60.0);
    let found = claims(&outcome);
    let [(_, wrong), (_, right)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert!(matches!(wrong.finding, Finding::Unknown(_)));
    assert!(matches!(
        right.finding,
        Finding::Proved {
            support: Support::Proof,
            ..
        }
    ));
    let rules = outcome.files.iter().flat_map(|file| &file.diagnostics);
    let rules: Vec<&str> = rules.map(|diagnostic| diagnostic.rule).collect();
    assert_eq!(rules, ["method-failed"]);
    assert!(!verify::is_success(&outcome));
}

/// Hostile sizes end in time, in `unknown` or in a proof that the kernel has checked.
#[test]
fn hostile_claims_end() {
    let digits = "9".repeat(10_000);
    let names: Vec<String> = (0..40).map(|i| format!("x{i}")).collect();
    let sum = |f: &dyn Fn(usize) -> String| (0..40).map(f).collect::<Vec<_>>().join(" + ");
    let products = sum(&|i| format!("x{i} * x{} * x{}", (i + 1) % 40, (i + 7) % 40));
    let text = format!(
        "
claim powers
  fix x : ℝ
  show x ^ 59 + 1 ≤ x ^ 60 + x ^ 58 + 2

claim many
  fix {} : ℝ
  show {products} ≤ {}

claim digits
  fix x : ℝ
  show {digits} * x ≤ x ^ 2 + {digits} * {digits}

claim tower
  fix x : ℝ
  show 1 + exp x < exp (exp (exp x))
",
        names.join(" "),
        sum(&|i| format!("x{i} ^ 4")),
    );
    let start = std::time::Instant::now();
    let found = verdicts(&text, 2.0);
    assert_eq!(found.len(), 4);
    assert!(start.elapsed().as_secs() < 120, "{found}");
}

/// The environment of the library, made once.
fn library() -> &'static rationale::elaborate::Environment {
    static LIBRARY: OnceLock<rationale::elaborate::Environment> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let outcome = verify_text("import lib.inequality\n", 1.0);
        outcome.files.last().unwrap().environment()
    })
}

#[test]
fn the_library_is_there() {
    assert!(library().theorem("increasing_open").is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, ..ProptestConfig::default() })]

    /// Linear systems that have a known solution: the sum of the hypotheses is proved; that they are contradictory, and
    /// a bound that the solution violates, are refuted.
    #[test]
    fn linear_systems(
        rows in prop::collection::vec(([-4i64..5, -4i64..5, -4i64..5], 0i64..3), 3..5),
        at in [-5i64..6, -5i64..6, -5i64..6],
    ) {
        let row = |c: &[i64; 3]| format!("({}) * x + ({}) * y + ({}) * z", c[0], c[1], c[2]);
        let value = |c: &[i64; 3]| c.iter().zip(&at).map(|(a, b)| a * b).sum::<i64>();
        let hypotheses: Vec<String> = rows
            .iter()
            .map(|(c, slack)| format!("{} ≤ {}", row(c), value(c) + slack))
            .collect();
        let total = rows.iter().fold([0; 3], |t, (c, _)| [t[0] + c[0], t[1] + c[1], t[2] + c[2]]);
        let bound: i64 = rows.iter().map(|(c, slack)| value(c) + slack).sum();
        let statement = |name: &str, goal: String| format!(
            "claim {name}\n  fix x y z : ℝ\n  assume {}\n  show {goal}\n\n",
            hypotheses.join(", ")
        );
        let text = statement("sum", format!("{} ≤ {bound}", row(&total)))
            + &statement("absurd", "(1 : ℝ) ≤ 0".to_owned())
            + &statement("beyond", format!("{} < {}", row(&total), value(&total)));
        let found = verdicts(&text, 60.0);
        prop_assert_eq!(found, "prr");
    }
}
