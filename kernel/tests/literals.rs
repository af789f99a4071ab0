//! ATTACKS C: literals and computation. Every line of that list has a test named after it. The numbers here are armed by
//! axioms; `tests/literals.rs` of the root package proves a sample of the same facts by plain inference from the library.

mod support;

use num_bigint::BigInt;
use num_rational::BigRational;
use rationale_kernel::*;
use support::numbers::*;
use support::*;

#[test]
fn c0_always_accept() {
    naturals().computes(&[("2 + 3", "5")]);
}

#[test]
fn c0_always_reject() {
    let numbers = naturals();
    refused(
        numbers.armed.compute(&numbers.literal("5")),
        "not ground arithmetic",
    );
}

#[test]
fn c1_values_are_those_of_the_definitions() {
    let (naturals, rationals) = rationals();
    naturals.computes(&[
        ("0 + 0", "0"),
        ("0 * 7", "0"),
        ("7 * 6", "42"),
        ("3 ≤ 3", "T"),
        ("4 ≤ 3", "F"),
        ("3 < 3", "F"),
        ("3 < 4", "T"),
        ("0 = 0", "T"),
        ("0 = 5", "F"),
    ]);
    rationals.computes(&[
        ("i 0", "0"),
        ("i -2/3", "-3/2"),
        ("5 / 0", "0"),
        ("0 / 0", "0"),
        ("1 / -2", "-1/2"),
        ("-1 / -2", "1/2"),
        ("~ 0", "0"),
        ("~ -7/2", "7/2"),
        ("1/2 + 1/3", "5/6"),
        ("1/2 - 1/2", "0"),
        ("0 - 1/3", "-1/3"),
        ("2/3 * 3/2", "1"),
        ("-1/2 ≤ -1/3", "T"),
        ("-1/3 ≤ -1/2", "F"),
        ("1/2 < 1/2", "F"),
        ("-1 < 0", "T"),
        ("1/2 = 1/2", "T"),
        ("1/2 = -1/2", "F"),
    ]);
    let seven = naturals.literal("7");
    let cast = apply(&rationals.symbols[&'c'], &[&seven]);
    let theorem = rationals.armed.compute(&cast).unwrap();
    assert_eq!(
        theorem.as_equation(),
        Some((&cast, &rationals.literal("7")))
    );
}

#[test]
fn c1_values_beyond_machine_numbers() {
    let (max, min) = (i64::MAX.to_string(), i64::MIN.to_string());
    let big = |text: &str| {
        BigInt::parse_bytes(text.as_bytes(), 10)
            .unwrap()
            .to_string()
    };
    let square = (BigInt::from(i64::MIN) * BigInt::from(i64::MIN)).to_string();
    let (naturals, rationals) = rationals();
    rationals.computes(&[
        (&format!("{max} + 1"), &big("9223372036854775808")),
        (&format!("{min} - 1"), &big("-9223372036854775809")),
        (&format!("{min} * {min}"), &square),
        (&format!("{square} / {min}"), &min),
        (&format!("~ {min}"), "9223372036854775808"),
        (&format!("i {min}"), "-1/9223372036854775808"),
        (&format!("1/{max} + 1/{max}"), &format!("2/{max}")),
        (
            &format!("1/{max} - {min}"),
            &(ratio(&format!("1/{max}")) - ratio(&min)).to_string(),
        ),
        (&format!("{square} ≤ {min}"), "F"),
        (&format!("{square} - {square}"), "0"),
        ("9223372036854775808 - 1", &max),
    ]);
    naturals.computes(&[(
        &format!("{max} * {max}"),
        &(ratio(&max) * ratio(&max)).to_string(),
    )]);
    // a result that fits again is the small literal
    let back = rationals
        .armed
        .compute(&rationals.ground("9223372036854775808 - 1"))
        .unwrap();
    assert_eq!(back.as_equation().unwrap().1, &rationals.literal(&max));
}

#[test]
fn c2_one_form_for_each_number() {
    let (naturals, rationals) = rationals();
    let one_of = |p: i64, q: i64| BigRational::new_raw(p.into(), q.into());
    let literal = |p, q| rationals.numerals.literal(&one_of(p, q));
    for (p, q) in [(2, 4), (-1, -2), (50, 100), (-3, -6)] {
        assert_eq!(literal(p, q), literal(1, 2));
    }
    for (p, q) in [(-2, 4), (1, -2)] {
        assert_eq!(literal(p, q), literal(-1, 2));
    }
    assert_eq!(literal(0, -7), literal(0, 1));
    refused(literal(1, 0), "a division by zero");
    refused(literal(0, 0), "a division by zero");
    for text in ["1/2", "-1"] {
        refused(
            naturals.numerals.literal(&ratio(text)),
            "negative or broken",
        );
    }
    for text in [
        "9223372036854775808/3",
        "-9223372036854775809",
        "9223372036854775809/2",
    ] {
        refused(
            naturals.numerals.literal(&ratio(text)),
            "negative or broken",
        );
        assert!(rationals.numerals.literal(&ratio(text)).is_ok());
    }
    assert!(
        naturals
            .numerals
            .literal(&ratio("9223372036854775808"))
            .is_ok()
    );
    // equal numbers of two kinds, or of two families of one kind, are not equal literals
    assert_ne!(naturals.literal("5"), rationals.literal("5"));
    let [zero, suc] = operations(&naturals.symbols, ['o', 'S']);
    let again = Numerals::naturals(&zero, &suc).unwrap();
    assert_ne!(
        Term::literal(&again.literal(&ratio("5")).unwrap()),
        naturals.literal("5")
    );
}

#[test]
fn c2_a_literal_is_one_step_of_its_scheme() {
    let (naturals, rationals) = rationals();
    let cases: &[(&Numbers, &str, &str, &[&str])] = &[
        (&naturals, "0", "o", &[]),
        (&naturals, "1", "S", &["0"]),
        (&naturals, "5", "S", &["4"]),
        (&rationals, "0", "0", &[]),
        (&rationals, "1", "1", &[]),
        (&rationals, "2", "+", &["1", "1"]),
        (&rationals, "5", "+", &["4", "1"]),
        (&rationals, "-5", "~", &["5"]),
        (&rationals, "-5/3", "~", &["5/3"]),
        (&rationals, "5/3", "/", &["5", "3"]),
        (
            &rationals,
            "9223372036854775808",
            "+",
            &["9223372036854775807", "1"],
        ),
    ];
    for (numbers, literal, symbol, parts) in cases {
        let parts: Vec<Term> = parts.iter().map(|p| numbers.literal(p)).collect();
        let head = &numbers.symbols[&symbol.chars().next().unwrap()];
        let expected = apply(head, &parts.iter().collect::<Vec<_>>());
        let theorem = Theorem::literal(&numbers.literal(literal)).unwrap();
        assert_eq!(
            theorem.as_equation(),
            Some((&numbers.literal(literal), &expected))
        );
        assert!(theorem.axioms().is_empty() && theorem.hypotheses().is_empty());
    }
    refused(Theorem::literal(&term("x")), "not a literal");
}

#[test]
fn c2_families_are_over_closed_monomorphic_constants() {
    let n = &ty("i");
    let (zero, suc) = (declare("zero", n, &[]), declare("suc", n, &[n]));
    assert!(Numerals::naturals(&zero, &suc).is_ok());
    refused(Numerals::naturals(&zero, &zero), "of another type");
    refused(Numerals::naturals(&suc, &suc), "of another type");
    refused(Numerals::naturals(&term("x:i"), &suc), "with variables");
    refused(Numerals::naturals(&zero, &term("f:i->i")), "with variables");
    let a = &ty("A");
    refused(
        Numerals::naturals(&declare("z", a, &[]), &declare("s", a, &[a])),
        "with variables",
    );
    let hidden = term("\\x:i. (\\f:A->A. x) (\\y:A. y)");
    refused(Numerals::naturals(&zero, &hidden), "with variables");
}

#[test]
fn c3_arming_compares_whole_sequents() {
    let (naturals, rationals) = rationals();
    let arm = |n: &Numbers, theorems: &[Theorem]| -> Result<Arithmetic> {
        if n.numerals.is_natural() {
            let by = operations(&n.symbols, ['T', 'F', '+', '*', '≤', '<']);
            return Arithmetic::naturals(&n.numerals, by, theorems);
        }
        let by = operations(&n.symbols, RATIONAL_OPERATIONS);
        Arithmetic::rationals([&n.numerals, &naturals.numerals], by, theorems)
    };
    let problem = "expected this characteristic theorem";
    for numbers in [&naturals, &rationals] {
        assert!(arm(numbers, &numbers.theorems).is_ok());
        for (k, theorem) in numbers.theorems.iter().enumerate() {
            let (hypotheses, conclusion) = (theorem.hypotheses(), theorem.conclusion());
            let put = |changed: Result<Theorem>| {
                let mut theorems = numbers.theorems.clone();
                theorems[k] = changed.unwrap();
                refused(arm(numbers, &theorems), problem);
            };
            put(Theorem::reflexive(&conclusion));
            put(Theorem::axiom(
                "",
                &[hypotheses, &[term("q:o")]].concat(),
                &conclusion,
            ));
            for gone in 0..hypotheses.len() {
                put(Theorem::axiom(
                    "",
                    &[&hypotheses[..gone], &hypotheses[gone + 1..]].concat(),
                    &conclusion,
                ));
            }
            if let Some((left, right)) = theorem.as_equation().filter(|(l, r)| l != r) {
                put(Theorem::axiom(
                    "",
                    hypotheses,
                    &Term::equation(right, left).unwrap(),
                ));
                put(Theorem::axiom(
                    "",
                    hypotheses,
                    &Term::equation(left, left).unwrap(),
                ));
            }
            let missing = [&numbers.theorems[..k], &numbers.theorems[k + 1..]].concat();
            refused(arm(numbers, &missing), problem);
        }
        refused(arm(numbers, &[]), problem);
    }
    // the same words about another type, or about other constants of the same names
    refused(arm(&naturals, &super_naturals()), problem);
}

fn super_naturals() -> Vec<Theorem> {
    naturals().theorems
}

#[test]
fn c3_arming_wants_closed_operations_of_the_right_kind() {
    let (naturals, rationals) = rationals();
    let mut by = operations(&naturals.symbols, ['T', 'F', '+', '*', '≤', '<']);
    by[2] = Term::variable(&Variable::new("add", by[2].ty().clone()));
    refused(
        Arithmetic::naturals(&naturals.numerals, by, &naturals.theorems),
        "not closed",
    );
    let by = operations(&naturals.symbols, ['T', 'F', '+', '*', '≤', '<']);
    let result = Arithmetic::naturals(&rationals.numerals, by, &naturals.theorems);
    refused(result, "");
    let by = operations(&rationals.symbols, RATIONAL_OPERATIONS);
    let result = Arithmetic::rationals([&rationals.numerals; 2], by, &rationals.theorems);
    refused(result, "");
    let by = operations(&rationals.symbols, RATIONAL_OPERATIONS);
    let result = Arithmetic::rationals([&naturals.numerals; 2], by, &rationals.theorems);
    refused(result, "");
}

#[test]
fn c3_only_ground_arithmetic_of_the_family_is_computed() {
    let (naturals, rationals) = rationals();
    let (n, q) = (&naturals, &rationals);
    let problem = "not ground arithmetic";
    let [zero, suc] = operations(&n.symbols, ['o', 'S']);
    let again = Numerals::naturals(&zero, &suc).unwrap();
    let foreign = Term::literal(&again.literal(&ratio("2")).unwrap());
    let two = n.literal("2");
    for (left, right) in [(&foreign, &two), (&two, &foreign), (&foreign, &foreign)] {
        for op in ['+', '*', '≤', '<'] {
            refused(
                n.armed.compute(&apply(&n.symbols[&op], &[left, right])),
                problem,
            );
        }
        refused(
            n.armed.compute(&Term::equation(left, right).unwrap()),
            problem,
        );
    }
    refused(
        q.armed.compute(&apply(&q.symbols[&'c'], &[&foreign])),
        problem,
    );
    refused(n.armed.compute(&apply(&suc, &[&two])), problem);
    refused(
        n.armed.compute(&apply(&n.symbols[&'+'], &[&two, &zero])),
        problem,
    );
    refused(n.armed.compute(&apply(&n.symbols[&'+'], &[&two])), problem);
    refused(q.armed.compute(&n.ground("2 + 3")), problem);
    refused(n.armed.compute(&q.ground("2 + 3")), problem);
    let other = declare("+", n.numerals.ty(), &[n.numerals.ty(); 2]);
    refused(n.armed.compute(&apply(&other, &[&two, &two])), problem);
    let variable = Term::variable(&Variable::new("+", other.ty().clone()));
    refused(n.armed.compute(&apply(&variable, &[&two, &two])), problem);
    refused(
        n.armed
            .compute(&Term::equation(&term("p:o"), &term("p:o")).unwrap()),
        problem,
    );
}

#[test]
fn c3_results_carry_the_axioms_of_the_characteristic_theorems() {
    let (naturals, rationals) = rationals();
    for numbers in [&naturals, &rationals] {
        let theorem = numbers.armed.compute(&numbers.ground("2 + 3")).unwrap();
        let mut expected: Vec<Axiom> = numbers
            .theorems
            .iter()
            .flat_map(|t| t.axioms().to_vec())
            .collect();
        expected.sort();
        assert_eq!(theorem.axioms(), expected);
        assert_eq!(expected.len(), numbers.theorems.len());
    }
}
