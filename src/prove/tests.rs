//! Matching, lemmas and conversions on a small signature.

use super::{
    conversion::{align, beta_eta_normal},
    testing::*,
    *,
};
use crate::logic::logic;
use rationale_kernel::{Term, Theorem};

fn lemma(p: &Term) -> Lemma {
    let all = Lemma::all_of(None, &given("test", p));
    assert_eq!(all.len(), 1);
    (*all[0]).clone()
}

/// The instance of the lemma whose conclusion matches the target.
fn instance(lemma: &Lemma, target: &Term) -> Option<Instance> {
    lemma.instance(&lemma.match_conclusion(target)?)
}

/// Σ i < n. f i + g i = (Σ i < n. f i) + Σ i < n. g i
fn sum_add() -> Lemma {
    let (f, g, n, i) = (sequence("f"), sequence("g"), nat("n"), nat("i"));
    let (f_i, g_i) = (apply(&f, &i), apply(&g, &i));
    lemma(&equation(
        &sum(&n, &add(&f_i, &g_i)),
        &add(&sum(&n, &f_i), &sum(&n, &g_i)),
    ))
}

#[test]
fn a_miller_pattern_matches_below_a_binder() {
    let lemma = sum_add();
    let (left, _) = lemma.sides.as_ref().unwrap();
    let (h, m, i, c) = (sequence("h"), nat("m"), nat("i"), real("c"));
    let target = sum(&m, &add(&mul(&c, &apply(&h, &i)), &c));
    let mut matching = lemma.matching();
    assert!(matching.extend(&lemma.schema, left, &target));
    let instance = lemma.instance(&matching).unwrap();
    let (from, to) = instance.as_equation().unwrap();
    assert_eq!(from, &target);
    assert_eq!(to, &add(&sum(&m, &mul(&c, &apply(&h, &i))), &sum(&m, &c)));
    assert!(!lemma.matching().extend(&lemma.schema, left, &sum(&m, &c)));
}

#[test]
fn a_bound_variable_does_not_escape() {
    // Σ i < n. c + f i with c not depending on i
    let (f, n, i, c) = (sequence("f"), nat("n"), nat("i"), real("c"));
    let lemma = lemma(&equation(&sum(&n, &add(&c, &apply(&f, &i))), &c));
    let (left, _) = lemma.sides.as_ref().unwrap();
    let inside = sum(&n, &add(&apply(&f, &i), &c));
    assert!(!lemma.matching().extend(&lemma.schema, left, &inside));
    assert!(lemma.matching().extend(
        &lemma.schema,
        left,
        &sum(&n, &add(&real("d"), &apply(&f, &i)))
    ));
}

#[test]
fn matching_is_up_to_eta() {
    let (f, n, i) = (sequence("f"), nat("n"), nat("i"));
    let lemma = lemma(&le(&real("c"), &sum(&n, &apply(&f, &i))));
    let short = crate::logic::apply_all(&SIGNATURE.sum, [&n, &f]).unwrap();
    let goal = le(&real("d"), &short);
    let instance = instance(&lemma, &goal).unwrap();
    let theorem = align(&instance.discharge(&[]).unwrap(), &goal).unwrap();
    assert_eq!(theorem.conclusion(), goal);
}

#[test]
fn a_head_that_is_known_by_then_is_compared_at_other_arguments() {
    // f (Σ …) ≤ c with f from the premise position: ∀f x. f (f x) = f x is not a Miller pattern
    let ty = rationale_kernel::Type::function(&SIGNATURE.real, &SIGNATURE.real).unwrap();
    let (h, x) = (variable("h", &ty).1, real("x"));
    let lemma = lemma(&equation(&apply(&h, &apply(&h, &x)), &apply(&h, &x)));
    let (k, c) = (variable("k", &ty).1, real("c"));
    let (left, _) = lemma.sides.as_ref().unwrap();
    assert!(
        lemma
            .matching()
            .extend(&lemma.schema, left, &apply(&k, &apply(&k, &c)))
    );
    let other = variable("l", &ty).1;
    assert!(
        !lemma
            .matching()
            .extend(&lemma.schema, left, &apply(&k, &apply(&other, &c)))
    );
}

#[test]
fn types_are_matched_too() {
    let theorem = Theorem::axiom("same", &[], &{
        let alpha = rationale_kernel::Type::variable("α");
        let (x, at_x) = variable("x", &alpha);
        logic().forall(&x, &equation(&at_x, &at_x)).unwrap()
    });
    let lemma = Lemma::all_of(None, &theorem.unwrap()).remove(0);
    let goal = equation(&nat("n"), &nat("n"));
    assert_eq!(instance(&lemma, &goal).unwrap().conclusion(), goal);
    assert!(instance(&lemma, &equation(&nat("n"), &nat("m"))).is_none());
}

#[test]
fn premises_are_split_and_discharged() {
    let (a, b, c) = (real("a"), real("b"), real("c"));
    let both = logic().conjunction(&le(&a, &b), &le(&b, &c)).unwrap();
    let lemma = lemma(&implies(&both, &le(&a, &c)));
    assert_eq!(lemma.premises.len(), 2);
    let mut matching = lemma.match_conclusion(&le(&real("x"), &real("z"))).unwrap();
    assert_eq!(
        matching.unset_in(&lemma.schema, &lemma.premises[0]).len(),
        1
    );
    let known = le(&real("x"), &real("y"));
    assert!(matching.extend(&lemma.schema, &lemma.premise_patterns[0], &known));
    let instance = lemma.instance(&matching).unwrap();
    let proofs: Vec<_> = instance
        .premises
        .iter()
        .map(|p| Theorem::assume(p).unwrap())
        .collect();
    let theorem = instance.discharge(&proofs).unwrap();
    assert_eq!(theorem.conclusion(), le(&real("x"), &real("z")));
    assert_eq!(theorem.hypotheses().len(), 2);
}

#[test]
fn an_equivalence_is_used_in_both_directions() {
    let (p, q) = (le(&real("a"), &real("b")), le(&real("b"), &real("a")));
    let lemma = lemma(&equation(&p, &q));
    let directions = lemma.directions();
    assert_eq!(directions.len(), 2);
    for direction in directions {
        assert_eq!(direction.premises.len(), 1);
        let goal = le(&real("u"), &real("v"));
        let instance = instance(&direction, &goal).unwrap();
        assert_eq!(instance.premises, [le(&real("v"), &real("u"))]);
    }
}

#[test]
fn a_conjunction_gives_a_lemma_for_each_part() {
    let (a, b) = (real("a"), real("b"));
    let both = logic().conjunction(&le(&a, &b), &equation(&a, &b)).unwrap();
    assert_eq!(Lemma::all_of(None, &given("both", &both)).len(), 2);
}

#[test]
fn free_variables_of_a_fact_are_rigid() {
    let fact = Fact::new(None, Theorem::assume(&le(&real("a"), &real("b"))).unwrap());
    let lemma = &fact.lemmas()[0];
    assert!(
        lemma
            .match_conclusion(&le(&real("a"), &real("b")))
            .is_some()
    );
    assert!(
        lemma
            .match_conclusion(&le(&real("a"), &real("c")))
            .is_none()
    );
}

#[test]
fn beta_eta_normal_forms() {
    let (f, n, i) = (sequence("f"), nat("n"), nat("i"));
    let redex = apply(
        &lambda("x", &SIGNATURE.nat, &sum(&nat("x"), &apply(&f, &i))),
        &n,
    );
    let theorem = beta_eta_normal(&redex).unwrap().unwrap();
    let short = crate::logic::apply_all(&SIGNATURE.sum, [&n, &f]).unwrap();
    assert_eq!(theorem.as_equation().unwrap(), (&redex, &short));
}

#[test]
fn a_budget_counts_and_limits() {
    let budget = Budget::new(10);
    assert!(budget.spend(3).is_some());
    budget.limited(2, || assert!(budget.spend(5).is_none()));
    assert_eq!(budget.left(), 5);
    assert_ne!(
        budget.fresh(&"x".into(), &SIGNATURE.nat),
        budget.fresh(&"x".into(), &SIGNATURE.nat)
    );
}
