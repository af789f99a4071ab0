//! Lemmas are found by shape and by words; what is found, and in which order, is in the tables.

use rationale::search::{self, Query, Text};

const LIBRARY: &str = "
def capped (f : α → ℝ) (c : ℝ) : bool := ∀ x. f x ≤ c

/-- The mean of a sum. -/
theorem mean_add
  fix  μ : dist α, f g : α → ℝ
  show E[x ~ μ] (f x + g x) = E[x ~ μ] f x + E[x ~ μ] g x
by simp

theorem root_below
  fix    x y : ℝ
  assume order: x ≤ y
  show   √x ≤ √y
by simp

/-- A root is no more than what it is the root of, plus one. -/
theorem root_upper
  fix    x : ℝ
  assume positive: 0 < √x
  show   x + 1 ≥ √x ∧ capped f 1
by simp
";

fn names(query: &str) -> Vec<String> {
    let query = Query::read(query).unwrap();
    let files = [Text {
        path: "a.proof",
        text: LIBRARY,
    }];
    let found = search::search(&files, &query);
    found.into_iter().map(|found| found.name).collect()
}

#[test]
fn shapes_and_words() {
    let cases: [(&str, &[&str]); 12] = [
        ("E[_] (_ + _)", &["mean_add"]),
        ("_ ≤ √_", &["root_below"]),
        ("√_ ≤ _", &["root_below", "root_upper"]),
        ("√_ ≥ _", &["root_below"]),
        ("√a ≤ √a", &[]),
        ("√a ≤ √b", &["root_below"]),
        ("_ < _", &["root_upper"]),
        ("capped _ 1", &["root_upper"]),
        ("other _ 1", &["root_upper"]),
        ("mean", &["mean_add"]),
        ("ROOT plus", &["root_upper"]),
        ("root nothing", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(names(query), expected, "{query}");
    }
}

#[test]
fn a_result_shows_its_place_and_statement() {
    let query = Query::read("E[_] (_ + _)").unwrap();
    let files = [Text {
        path: "a.proof",
        text: LIBRARY,
    }];
    let text = search::render(&search::search(&files, &query), 5);
    assert!(
        text.starts_with("mean_add  (a.proof:5)\n  -- The mean of a sum.\n  fix  μ"),
        "{text}"
    );
    assert!(text.ends_with("\n1 found\n"), "{text}");
}

#[test]
fn a_shape_that_cannot_be_read_is_told() {
    assert!(Query::read("E[_] (_ +").is_err());
    assert!(search::is_anything(&Query::read("_").unwrap()));
}
