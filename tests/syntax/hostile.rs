//! Hostile texts get an answer in bounded time, memory and stack: each case runs on a small stack.

use proptest::prelude::*;
use rationale::syntax::{Parsed, decode, parse, parse_expr};

/// Parses on a stack of 2 MiB, as worker threads have, and drops the tree there.
fn parse_small(text: String) -> Vec<&'static str> {
    let run = move || {
        parse(&text)
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.rule)
            .collect()
    };
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap()
}

fn theorem(formula: &str) -> String {
    format!("theorem t\n  show {formula}\n  by simp\n")
}

#[test]
fn nesting_is_limited() {
    let million = 1_000_000;
    let texts = [
        "(".repeat(million),
        theorem(&format!("{}x{}", "(".repeat(million), ")".repeat(million))),
        theorem(&"|".repeat(million)),
        theorem(&"|-".repeat(million)),
        theorem(&"f(".repeat(million)),
        theorem(&"{x ∈ ".repeat(million)),
        theorem(&"E[x ~ ".repeat(million)),
        theorem(&"⌊".repeat(million)),
        format!(
            "theorem t show p proof {}",
            "have p proof ".repeat(million / 10)
        ),
    ];
    for text in texts {
        assert_eq!(parse_small(text), ["too-deep"]);
    }
}

#[test]
fn deepest_allowed_nesting_fits_the_stack() {
    let depth = 99;
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("⌊", "⌋"),
        ("|", "|"),
        ("f (1 + ", ")"),
        ("(x, ", ")"),
        ("E[x ~ (y + ", ")] y"),
    ] {
        let depth = if open.contains('[') { depth / 2 } else { depth };
        let text = theorem(&format!(
            "{}x{} = x",
            open.repeat(depth),
            close.repeat(depth)
        ));
        assert_eq!(parse_small(text), [""; 0], "{open}");
    }
    let proofs = format!(
        "theorem t show p\nproof\n{}{}qed",
        "have p\nproof\n".repeat(98),
        "qed\n".repeat(98)
    );
    assert_eq!(parse_small(proofs), [""; 0]);
}

#[test]
fn long_runs_are_limited() {
    let long = 20_000;
    let runs = [
        format!("{}x", "- ".repeat(long)),
        format!("{}x", "¬ ".repeat(long)),
        format!("{}x", "√ ".repeat(long)),
        format!("{}x", "p → ".repeat(long)),
        format!("{}x", "p ∧ ".repeat(long)),
        format!("{}x", "1 + ".repeat(long)),
        format!("{}x", "x ^ ".repeat(long)),
        format!("f{}", " x".repeat(long)),
        format!("f{}", "(k := x)".repeat(long)),
        format!("{}x", "λ x. ".repeat(long)),
        format!("{}x", "E[x ~ μ] ".repeat(long)),
        format!("{}x", "if p then x else ".repeat(long)),
        format!("{}x", "if ".repeat(long)),
        format!("{}x", "let x := ".repeat(long)),
        format!("{}x", "let x := y in ".repeat(long)),
        format!("(x : {}a)", "a → ".repeat(long)),
        format!("(x : {}a)", "a × ".repeat(long)),
    ];
    for run in runs {
        let start: String = run.chars().take(12).collect();
        assert_eq!(parse_small(theorem(&run)), ["too-deep"], "{start}");
    }
}

#[test]
fn wide_things_are_fine() {
    let wide = 100_000;
    let chain = theorem(&format!("{}x", "x ≤ ".repeat(wide)));
    let tuple = theorem(&format!("({}x) = y", "x, ".repeat(wide)));
    let binders = theorem(&format!("∀ {}. p", "x ".repeat(wide)));
    let sum = theorem(&format!("{}x = 1", "x + ".repeat(1_000)));
    let steps = format!(
        "theorem t show p\nproof\n{}qed",
        "have p by q\n".repeat(wide)
    );
    for text in [chain, tuple, binders, sum, steps] {
        assert_eq!(parse_small(text), [""; 0]);
    }
}

#[test]
fn nested_branches_are_limited() {
    let mut text = String::from("theorem t show p\nproof\n");
    for depth in 0..2_000 {
        let blank = " ".repeat(2 * depth);
        text.push_str(&format!("{blank}cases p\n{blank}case yes:\n"));
    }
    assert!(parse_small(text).contains(&"too-deep"));
}

#[test]
fn sizes_are_limited() {
    assert_eq!(parse_small(" ".repeat((16 << 20) + 1)), ["file-too-large"]);
    assert_eq!(
        parse_small(theorem(&format!("x = {}", "9".repeat(10_001)))),
        ["numeral-too-long"]
    );
    assert_eq!(
        parse_small(theorem(&format!("x = {}", "9".repeat(10_000)))),
        [""; 0]
    );
    assert_eq!(parse_small("arm a b\n".repeat(100_001)), ["too-many-items"]);
    assert_eq!(parse_small("arm a b\n".repeat(100_000)), [""; 0]);
}

#[test]
fn many_errors_stay_bounded() {
    let items = "theorem t show ) by simp\n".repeat(10_000);
    assert!(parse_small(items).len() <= 100);
    let steps = format!(
        "theorem t show p\nproof\n{}qed",
        "hvae p by q\n".repeat(10_000)
    );
    assert!(parse_small(steps).len() <= 100);
}

#[test]
fn empty_and_truncated_texts_parse() {
    for text in [
        "",
        " ",
        "\n",
        "--",
        "--!",
        "/-",
        "/--",
        "\"",
        "theorem",
        "theorem t show",
        "proof",
        "|",
        "\u{feff}",
    ] {
        let _ = parse(text);
        let _ = parse_expr(text);
    }
    let sample = include_str!("sample.proof");
    for (end, _) in sample.char_indices().step_by(7) {
        let _ = parse(&sample[..end]);
    }
}

#[test]
fn bytes_that_are_not_utf8_are_placed() {
    let diagnostic = decode(b"theorem t\nshow \xff\n".to_vec()).unwrap_err();
    assert_eq!(diagnostic.rule, "invalid-utf8");
    assert_eq!(diagnostic.message, "byte 15, on line 2, is not valid UTF-8");
}

#[test]
fn hidden_characters_are_reported() {
    let Parsed { diagnostics, .. } =
        parse("-- a comment \u{202E}\ntheorem t\n  show p \u{200B}\n  by simp\n");
    let rules: Vec<&str> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.rule)
        .collect();
    assert_eq!(&rules[..2], ["hidden-character", "hidden-character"]);
}

#[test]
fn nested_sets_and_calls_cost_linear_time() {
    let depth = 90;
    let sets = theorem(&format!("{}x{}", "{x ∈ ".repeat(depth), "}".repeat(depth)));
    let calls = theorem(&format!("{}x{}", "f(".repeat(depth), ")".repeat(depth)));
    let before = std::time::Instant::now();
    assert_eq!(parse_small(sets), [""; 0]);
    assert_eq!(parse_small(calls), [""; 0]);
    assert!(before.elapsed().as_secs() < 5);
}

/// The sample with a few of its pieces cut, doubled or moved.
fn mutated() -> impl Strategy<Value = String> {
    let sample = include_str!("sample.proof");
    let edits = prop::collection::vec((0..sample.len(), 0..200usize, 0..sample.len()), 1..4);
    edits.prop_map(move |edits| {
        let mut text = sample.to_owned();
        for (from, length, to) in edits {
            let border = |at: usize, text: &str| {
                (0..=at.min(text.len()))
                    .rev()
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap_or(0)
            };
            let (start, end) = (border(from, &text), border(from + length, &text));
            let piece = text[start..end].to_owned();
            if length % 3 == 0 {
                text.replace_range(start..end, "");
            }
            let to = border(to, &text);
            text.insert_str(to, &piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(text in ".{0,200}") {
        let _ = parse(&text);
        let _ = parse_expr(&text);
    }

    #[test]
    fn any_words_get_an_answer(words in prop::collection::vec(prop::sample::select(vec![
        "theorem", "proof", "qed", "(", ")", "|", "{", "}", "∀", "x", ".", ":=", ":", "by", "case", "cases", "calc", "_", "=", "E[", "~", "]",
        "\n", "\n  ", "-", "--", "/-", "-/", "if", "let", "in", "then", "show", "have", "fix", "λ", "12", "\"", "√", ",", ";", "of", "using",
    ]), 0..60)) {
        let _ = parse(&words.join(" "));
        let _ = parse(&words.concat());
    }

    #[test]
    fn mutations_of_a_file_get_an_answer(text in mutated()) {
        let parsed = parse(&text);
        for diagnostic in &parsed.diagnostics {
            prop_assert!(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end as usize <= text.len() + 1);
        }
    }
}
