//! Goals that `simp` proves, and goals that it leaves.

use crate::logic::{TermShape, constant_at};
use crate::{
    elaborate::{Attribute, Environment},
    logic::{conditional, logic, pairs},
    prove::{Fact, testing::*},
};
use rationale_kernel::{Term, Theorem, Type, Variable};

fn not(p: &Term) -> Term {
    logic().negation(p).unwrap()
}

fn and(p: &Term, q: &Term) -> Term {
    logic().conjunction(p, q).unwrap()
}

fn proposition(name: &str) -> Term {
    variable(name, &Type::boolean()).1
}

fn conditional_term(p: &Term, a: &Term, b: &Term) -> Term {
    let ty = a.ty();
    let ty = Type::function(
        &Type::boolean(),
        &Type::function(ty, &Type::function(ty, ty).unwrap()).unwrap(),
    );
    crate::logic::apply_all(
        &constant_at(&conditional().constant, &ty.unwrap()).unwrap(),
        [p, a, b],
    )
    .unwrap()
}

/// Σ of a congruent function, and one rule: f below n is g.
fn sums() -> Environment {
    let (f, g, n, i) = (sequence("F"), sequence("G"), nat("n"), nat("i"));
    let agree = implies(&lt(&i, &n), &equation(&apply(&f, &i), &apply(&g, &i)));
    let agree = logic().forall(i.as_variable().unwrap(), &agree).unwrap();
    let same = equation(&sum(&n, &apply(&f, &i)), &sum(&n, &apply(&g, &i)));
    let (k, a, b) = (nat("k"), real("a"), real("b"));
    let zero = apply(&sequence("z"), &nat("o"));
    environment(&[
        ("sum_cong", &[Attribute::Cong], implies(&agree, &same)),
        (
            "add_zero",
            &[Attribute::Simp],
            equation(&add(&a, &zero), &a),
        ),
        (
            "add_comm",
            &[Attribute::Simp],
            equation(&add(&a, &b), &add(&b, &a)),
        ),
        (
            "below",
            &[Attribute::Simp],
            implies(
                &lt(&k, &nat("m")),
                &equation(&cut(&nat("m"), &k), &a_at(&k)),
            ),
        ),
    ])
}

fn constant_sequence(name: &str) -> Term {
    use std::{cell::RefCell, collections::BTreeMap};
    thread_local!(static KNOWN: RefCell<BTreeMap<String, Term>> = RefCell::default());
    KNOWN.with_borrow_mut(|known| {
        let make = || {
            let nat = &SIGNATURE.nat;
            let ty = if name == "cut" {
                Type::function(nat, &Type::function(nat, &SIGNATURE.real).unwrap()).unwrap()
            } else {
                Type::function(nat, &SIGNATURE.real).unwrap()
            };
            constant_at(&rationale_kernel::Constant::declare(name, ty.clone()), &ty).unwrap()
        };
        known.entry(name.to_string()).or_insert_with(make).clone()
    })
}

fn cut(n: &Term, k: &Term) -> Term {
    apply(&apply(&constant_sequence("cut"), n), k)
}

fn a_at(k: &Term) -> Term {
    apply(&constant_sequence("a"), k)
}

fn simp(env: &Environment, assumed: &[Term], target: &Term) -> bool {
    run("simp", env, assumed, &[], target).is_ok()
}

#[test]
fn the_logic_simplifies() {
    let env = Environment::base();
    let (p, q) = (proposition("p"), proposition("q"));
    assert!(simp(&env, &[], &implies(&p, &implies(&q, &and(&q, &p)))));
    assert!(simp(&env, &[], &equation(&not(&not(&p)), &p)));
    assert!(simp(&env, &[p.clone(), implies(&p, &q)], &q));
    assert!(!simp(&env, std::slice::from_ref(&p), &q));
    let x = Variable::new("x", Type::variable("α"));
    let at_x = Term::variable(&x);
    let (holds, a) = (
        variable("P", &Type::function(&x.ty, &Type::boolean()).unwrap()).1,
        variable("a", &x.ty).1,
    );
    let body = implies(&equation(&at_x, &a), &apply(&holds, &at_x));
    let all = logic().forall(&x, &body).unwrap();
    assert!(simp(&env, &[apply(&holds, &a)], &all));
    let some = logic()
        .exists(&x, &and(&equation(&a, &at_x), &apply(&holds, &at_x)))
        .unwrap();
    assert!(simp(&env, &[apply(&holds, &a)], &some));
}

#[test]
fn a_congruence_gives_the_binders_condition() {
    let env = sums();
    let (n, i) = (nat("n"), nat("i"));
    let left = sum(&n, &mul(&real("c"), &cut(&n, &i)));
    let right = sum(&n, &mul(&real("c"), &a_at(&i)));
    assert!(simp(&env, &[], &equation(&left, &right)));
    let other = sum(&nat("m"), &mul(&real("c"), &cut(&n, &i)));
    assert!(!simp(
        &env,
        &[],
        &equation(&other, &sum(&nat("m"), &mul(&real("c"), &a_at(&i))))
    ));
}

#[test]
fn a_permuting_rule_does_not_loop() {
    let env = sums();
    let (a, b, c) = (real("a"), real("b"), real("c"));
    assert!(simp(
        &env,
        &[],
        &equation(&add(&add(&a, &b), &c), &add(&c, &add(&b, &a)))
    ));
    assert!(!simp(&env, &[], &equation(&add(&a, &b), &c)));
}

#[test]
fn a_condition_is_split() {
    let env = Environment::base();
    let (p, a) = (proposition("p"), real("a"));
    let other = conditional_term(&not(&p), &a, &real("b"));
    let doubled = mul(&conditional_term(&p, &real("b"), &a), &a);
    assert!(simp(&env, &[], &equation(&mul(&other, &a), &doubled)));
    assert!(!simp(&env, &[], &equation(&mul(&other, &a), &a)));
}

#[test]
fn given_equations_rewrite_and_reversed_ones_the_other_way() {
    let env = Environment::base();
    let (a, b) = (real("a"), real("b"));
    let known = equation(&a, &b);
    let fact = Fact::new(None, Theorem::assume(&known).unwrap());
    let goal = equation(&mul(&a, &a), &mul(&b, &b));
    let context = [known];
    assert!(run("simp", &env, &context, std::slice::from_ref(&fact), &goal).is_ok());
    assert!(run("simp", &env, &context, &[fact.reversed()], &goal).is_ok());
    assert!(run("simp", &env, &[], &[], &goal).is_err());
}

#[test]
fn pairs_are_projected() {
    let p = pairs();
    let env = environment(&[
        (
            "fst_pair'",
            &[Attribute::Simp],
            p.first_of_pair.conclusion(),
        ),
        (
            "snd_pair'",
            &[Attribute::Simp],
            p.second_of_pair.conclusion(),
        ),
    ]);
    let pair = p.pair_term(&real("a"), &nat("n")).unwrap();
    assert!(simp(
        &env,
        &[],
        &equation(&p.first_term(&pair).unwrap(), &real("a"))
    ));
    assert!(simp(
        &env,
        &[],
        &equation(&p.second_term(&pair).unwrap(), &nat("n"))
    ));
}

#[test]
fn a_looping_fact_comes_to_an_end() {
    let env = Environment::base();
    let (a, b) = (real("a"), real("b"));
    let there = Fact::new(None, Theorem::assume(&equation(&a, &b)).unwrap());
    let back = Fact::new(None, Theorem::assume(&equation(&b, &a)).unwrap());
    let context = [equation(&a, &b), equation(&b, &a)];
    let goal = le(&a, &real("c"));
    assert!(run("simp", &env, &context, &[there, back], &goal).is_err());
}

#[test]
fn a_failure_shows_what_was_left() {
    let env = sums();
    let goal = equation(
        &add(&real("a"), &apply(&sequence("z"), &nat("o"))),
        &real("b"),
    );
    let failure = run("simp", &env, &[], &[], &goal).unwrap_err();
    assert_eq!(failure.message, "`simp` did not prove the goal");
    assert_eq!(failure.left.len(), 1);
}
