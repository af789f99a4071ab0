//! ATTACKS A: binding and substitution. Every line of that list has a test named after it; each test has cases that
//! must be accepted beside those that must be refused or come out changed.

mod support;

use rationale_kernel::*;
use support::*;

/// A term, what is put for what, and what comes of it.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn a0_always_accept() {
    proves(Theorem::reflexive(&term("x")), &[], "x = x");
    proves(Theorem::assume(&term("p:o")), &["p:o"], "p:o");
}

#[test]
fn a0_always_reject() {
    refused(Theorem::assume(&term("x:i")), "not a formula");
    refused(Theorem::beta(&term("x")), "not a redex");
}

#[test]
fn a1_abstraction_over_a_variable_of_a_hypothesis() {
    let assumed = Theorem::assume(&term("x:i = y:i")).unwrap();
    let hypothesis = "free in the hypothesis";
    refused(Theorem::abstraction(&variable("x:i"), &assumed), hypothesis);
    refused(Theorem::abstraction(&variable("y:i"), &assumed), hypothesis);
    let other_type = "(\\x:o. x:i) = (\\x:o. y:i)";
    proves(
        Theorem::abstraction(&variable("x:o"), &assumed),
        &["x:i = y:i"],
        other_type,
    );
    let bound_there = given(&["(\\x:i. x) = f:i->i"], "x:i = g:i->i x:i");
    let hypotheses = &["(\\x:i. x) = f:i->i"];
    let conclusion = "(\\x:i. x) = (\\x:i. g:i->i x)";
    proves(
        Theorem::abstraction(&variable("x:i"), &bound_there),
        hypotheses,
        conclusion,
    );
    let second = given(&["q:o", "p:i->o x:i"], "x:i = x:i");
    refused(Theorem::abstraction(&variable("x:i"), &second), hypothesis);
    refused(
        Theorem::abstraction(&variable("x"), &given(&[], "p:o")),
        "not an equation",
    );
}

#[test]
fn a2_substitution_does_not_capture() {
    let cases: &[Case<'_>] = &[
        ("\\y:A. x", &[("x", "y")], "\\z:A. y"),
        ("\\y:A. x", &[("x", "f:A->A y")], "\\z:A. f:A->A y"),
        (
            "\\y:A. \\z:A. x",
            &[("x", "f:A->A->A y z")],
            "\\u:A. \\v:A. f:A->A->A y z",
        ),
        (
            "\\y:A. \\y':A. x",
            &[("x", "f:A->A->A y y'")],
            "\\u:A. \\v:A. f:A->A->A y y'",
        ),
        ("f:A->A->A x y", &[("x", "y"), ("y", "x")], "f:A->A->A y x"),
        (
            "\\x:A. f:A->A->A x y",
            &[("x", "y"), ("y", "x")],
            "\\z:A. f:A->A->A z x",
        ),
        ("\\x:A. x", &[("x", "y")], "\\x:A. x"),
        ("f:A->A->A x (x:A)", &[("x:B", "y:B")], "f:A->A->A x x"),
        ("\\x:B. x:A", &[("x:A", "y:A")], "\\x:B. y:A"),
        ("(\\x:A. x) x", &[("x", "y")], "(\\x:A. x) y"),
        (
            "f:A->A->A x y",
            &[("x", "f:A->A->A x y")],
            "f:A->A->A (f:A->A->A x y) y",
        ),
    ];
    for (before, by, after) in cases {
        assert_eq!(
            term(before).substitute(&images(by)),
            Ok(term(after)),
            "{before}"
        );
        let theorem = Theorem::reflexive(&term(before))
            .unwrap()
            .instantiate(&images(by));
        proves(theorem, &[], &format!("({after}) = ({after})"));
    }
    refused(
        term("x:i").substitute(&images(&[("x:i", "y:o")])),
        "of another type",
    );
    let assumed = Theorem::assume(&term("x:i = y:i")).unwrap();
    refused(
        assumed.instantiate(&images(&[("x:i", "y:o")])),
        "of another type",
    );
    proves(
        assumed.instantiate(&images(&[("x:i", "y:i")])),
        &["y:i = y:i"],
        "y:i = y:i",
    );
}

#[test]
fn a2_beta_does_not_capture() {
    let cases = [
        ("(\\x:A. \\y:A. x) y", "\\z:A. y"),
        (
            "(\\x:A. \\y:A. \\z:A. x) (f:A->A y)",
            "\\u:A. \\v:A. f:A->A y",
        ),
        ("(\\x:A. \\x:A. x) y", "\\x:A. x"),
        (
            "(\\x:A. \\y:A. f:A->A->A y x) (g:A->A y)",
            "\\z:A. f:A->A->A z (g:A->A y)",
        ),
        (
            "(\\f:A->A. \\x:A. f (f x)) (\\y:A. x)",
            "\\z:A. (\\y:A. x) ((\\y:A. x) z)",
        ),
        ("(\\x:A. y) x", "y"),
    ];
    for (redex, value) in cases {
        proves(
            Theorem::beta(&term(redex)),
            &[],
            &format!("({redex}) = ({value})"),
        );
    }
    refused(Theorem::beta(&term("\\x:A. x")), "not a redex");
    refused(Theorem::beta(&term("f:A->A x")), "not an abstraction");
    refused(term("\\x:i. x").open(&term("y:o")), "of another type");
}

#[test]
fn a3_type_instantiation_does_not_capture() {
    let cases: &[Case<'_>] = &[
        ("\\x:A. \\x:o. x:A", &[("A", "o")], "\\y:o. \\z:o. y"),
        ("\\x:o. \\x:A. x:o", &[("A", "o")], "\\y:o. \\z:o. y"),
        ("\\x:A. x:o", &[("A", "o")], "\\y:o. x:o"),
        ("\\x:o. x:A", &[("A", "o")], "\\y:o. x:o"),
        (
            "\\x:A. \\x:B. f:A->B->o (x:A) (x:B)",
            &[("A", "B")],
            "\\y:B. \\z:B. f:B->B->o y z",
        ),
        ("\\x:A. x", &[("A", "B"), ("B", "A")], "\\x:B. x"),
        ("f:A->B x:A", &[("A", "B"), ("B", "A")], "f:B->A x:B"),
        ("\\x:i. x", &[("A", "o")], "\\x:i. x"),
        ("\\x:A. y:i", &[("A", "i")], "\\x:i. y:i"),
    ];
    for (before, by, after) in cases {
        assert_eq!(
            term(before).instantiate_types(&types(by)),
            Ok(term(after)),
            "{before}"
        );
        let theorem = Theorem::reflexive(&term(before)).unwrap();
        let theorem = theorem.instantiate_types(&types(by));
        proves(theorem, &[], &format!("({after}) = ({after})"));
    }
    // Hales 2003: the part that does not change must not hide the part that does, below many shared nodes
    let mut deep = term("\\x:A. \\x:o. x:A");
    let mut expected = term("\\y:o. \\z:o. y");
    for _ in 0..20 {
        (deep, expected) = (pair(&deep), pair(&expected));
    }
    assert_eq!(deep.instantiate_types(&types(&[("A", "o")])), Ok(expected));
    let hypotheses = given(&["p:A->o x:A"], "x:A = x:A").instantiate_types(&types(&[("A", "i")]));
    proves(hypotheses, &["p:i->o x:i"], "x:i = x:i");
}

fn pair(t: &Term) -> Term {
    let step = Type::function(t.ty(), &Type::function(t.ty(), t.ty()).unwrap()).unwrap();
    apply(&Term::variable(&Variable::new("pair", step)), &[t, t])
}

#[test]
fn a4_alpha_equivalence() {
    let equal = [
        ("\\x:A. x", "\\y:A. y"),
        ("\\x:A. \\y:A. x", "\\y:A. \\x:A. y"),
        ("\\x:A. \\x:A. x", "\\y:A. \\x:A. x"),
        ("\\x:A. z", "\\y:A. z"),
    ];
    let different = [
        ("\\z:A. \\z:A. z", "\\x:A. \\y:A. x"),
        ("\\x:A. \\y:A. x", "\\x:A. \\y:A. y"),
        ("\\x:A. x", "\\x:B. x"),
        ("\\x:A. y", "\\y:A. y"),
        ("\\x:A. x:B", "\\x:A. x"),
        ("\\x:A. z", "\\x:B. z"),
        ("x:A", "x:B"),
        ("x", "y"),
    ];
    for (s, t) in equal {
        assert_eq!(term(s), term(t));
        proves(Theorem::reflexive(&term(s)), &[], &format!("({t}) = ({t})"));
    }
    for (s, t) in different {
        assert_ne!(term(s), term(t));
    }
    // a node that is shared is not the same thing under other binders
    let shared = term("f:A->A->A x y");
    let abstraction = |v: &str, t: &Term| Term::abstraction(&variable(v), t).unwrap();
    let (xy, yx) = (
        abstraction("x", &abstraction("y", &shared)),
        abstraction("y", &abstraction("x", &shared)),
    );
    assert_ne!(xy, yx);
    assert_eq!(yx, term("\\a:A. \\b:A. f:A->A->A b a"));
}

#[test]
fn a5_no_loose_index_gets_out() {
    let t = term("\\x:A. \\y:A. f:A->A->A x y");
    let FragmentView::Abstract(_, _, outer) = t.fragment().view() else {
        panic!("an abstraction")
    };
    let FragmentView::Abstract(_, _, inner) = outer.view() else {
        panic!("an abstraction")
    };
    assert_eq!((outer.facts().loose, inner.facts().loose), (1, 2));
    assert!(outer.to_term().is_none() && inner.to_term().is_none());
    let FragmentView::Apply(head, last) = inner.view() else {
        panic!("an application")
    };
    assert!(head.to_term().is_none() && last.to_term().is_none());
    let closed = term("\\x:A. \\y:A. z");
    let FragmentView::Abstract(_, _, body) = closed.fragment().view() else {
        panic!("an abstraction")
    };
    assert_eq!(body.to_term(), Some(term("\\y:A. z")));
    // what comes out of opening is closed, and binding the variable again gives the term back
    let opened = t.open(&term("z")).unwrap();
    assert_eq!(opened.facts().loose, 0);
    assert_eq!(Term::abstraction(&variable("z"), &opened), Ok(t));
    refused(
        Term::apply(&term("f:A->A"), &term("x:o")),
        "of another type",
    );
    refused(Term::apply(&term("x"), &term("x")), "not a function");
}

#[test]
fn a6_cached_facts_are_right() {
    // masks: after closing and opening, free variables and type variables are found again
    let t = term("\\x:A. f:A->B->o x (y:B)");
    assert!(t.has_free(&variable("y:B")) && t.has_free(&variable("f:A->B->o")));
    assert!(!t.has_free(&variable("x:A")) && !t.has_free(&variable("y:A")));
    assert_ne!(t.facts().mask & Facts::TYPE_VARIABLE, 0);
    let ground = t
        .instantiate_types(&types(&[("A", "i"), ("B", "i")]))
        .unwrap();
    assert_eq!(ground.facts().mask & Facts::TYPE_VARIABLE, 0);
    assert_eq!(ground, term("\\x:i. f:i->i->o x (y:i)"));
    // a type variable that occurs only in a binder
    let only_binder = term("\\x:A. y:i");
    assert_ne!(only_binder.facts().mask & Facts::TYPE_VARIABLE, 0);
    // two things of one name and type are two
    assert_ne!(constant("c", &ty("i")), constant("c", &ty("i")));
    assert_ne!(TypeOperator::declare("t", 0), TypeOperator::declare("t", 0));
    let (x, y) = (
        Term::variable(&variable("x:i")),
        Term::variable(&variable("x:o")),
    );
    assert_ne!(x, y);
    // many variables share one bit of the mask; each is found for itself
    let names: Vec<Variable> = (0..200).map(|k| variable(&format!("x{k}:i"))).collect();
    // and so do many of one name
    let deeper = |t: &Type, _| Type::function(&ty("o"), t).ok();
    let all = (0..200).scan(ty("i"), |t, k| {
        let of = Variable::new("x", t.clone());
        *t = deeper(t, k)?;
        Some(of)
    });
    let of_one_name: Vec<Variable> = all.collect();
    for v in &of_one_name {
        let found = of_one_name
            .iter()
            .filter(|w| Term::variable(w).has_free(v))
            .count();
        assert_eq!(found, 1);
    }
    for v in &names {
        let found = names
            .iter()
            .filter(|w| Term::variable(w).has_free(v))
            .count();
        assert_eq!(found, 1);
    }
}

#[test]
fn a6_what_is_remembered_of_a_node_is_right_at_its_depth_only() {
    // one large node, once outside and once below a binder, in each of the four changes
    let large = |of: &str| {
        let (f, start) = (term("f:A->A->A"), term(of));
        (0..100).fold(start.clone(), |t, _| apply(&f, &[&t, &start]))
    };
    let two = |of: &Term| {
        let below = Term::abstraction(&variable("y"), of).unwrap();
        apply(&term("g:A->(A->A)->A"), &[of, &below])
    };
    let (t, u) = (two(&large("x")), two(&large("z")));
    assert_eq!(t.substitute(&images(&[("x", "z")])), Ok(u.clone()));
    let bound = Term::abstraction(&variable("x"), &t).unwrap();
    assert_eq!(bound, Term::abstraction(&variable("z"), &u).unwrap());
    assert_eq!(bound.open(&term("z")), Ok(u));
    assert_eq!(bound.open(&term("x")), Ok(t.clone()));
    assert_eq!(bound.facts().loose, 0);
    let typed = t.instantiate_types(&types(&[("A", "i")])).unwrap();
    assert_eq!(
        typed.instantiate_types(&types(&[("A", "o")])),
        Ok(typed.clone())
    );
    assert_eq!(typed.facts().mask & Facts::TYPE_VARIABLE, 0);
}
