//! ATTACKS D: hypothesis sets and equations. Every line of that list has a test named after it.

mod support;

use rationale_kernel::*;
use support::*;

fn assume(text: &str) -> Theorem {
    Theorem::assume(&term(text)).unwrap()
}

#[test]
fn d0_always_accept() {
    let same = assume("x:i = y:i");
    proves(
        Theorem::transitive(&same, &assume("y:i = z:i")),
        &["x:i = y:i", "y:i = z:i"],
        "x:i = z:i",
    );
}

#[test]
fn d0_always_reject() {
    refused(
        Theorem::transitive(&assume("p:o"), &assume("p:o")),
        "not an equation",
    );
}

#[test]
fn d1_deduct_antisymmetric_removes_the_right_hypothesis() {
    let result = Theorem::deduct_antisymmetric(
        &given(&["q:o", "r:o"], "p:o"),
        &given(&["p:o", "s:o"], "q:o"),
    );
    proves(result, &["r:o", "s:o"], "p:o = q:o");
    // each side loses the other's conclusion, not its own
    let result = Theorem::deduct_antisymmetric(&given(&["p:o"], "p:o"), &given(&["q:o"], "q:o"));
    proves(result, &["p:o", "q:o"], "p:o = q:o");
    // modulo bound names
    let p = given(&["(\\x:i. x) = f:i->i"], "q:o");
    let q = given(&["q:o"], "(\\y:i. y) = f:i->i");
    proves(
        Theorem::deduct_antisymmetric(&p, &q),
        &[],
        "q:o = ((\\x:i. x) = f:i->i)",
    );
    // of one name, but another type: stays
    let p = given(&["r:i->o x:i"], "p:o");
    let q = given(&["p:o"], "r:o->o x:o");
    proves(
        Theorem::deduct_antisymmetric(&p, &q),
        &["r:i->o x:i"],
        "p:o = (r:o->o x:o)",
    );
}

#[test]
fn d1_hypotheses_are_a_set_up_to_bound_names() {
    let twice = given(&["(\\x:i. x) = f:i->i", "(\\y:i. y) = f:i->i"], "p:o");
    assert_eq!(twice.hypotheses().len(), 1);
    let merged = given(&["p:i->o x:i", "p:i->o y:i"], "q:o");
    assert_eq!(merged.hypotheses().len(), 2);
    proves(
        merged.instantiate(&images(&[("y:i", "x:i")])),
        &["p:i->o x:i"],
        "q:o",
    );
    let typed = given(&["p:A->o x:A", "p:i->o x:i"], "q:o");
    proves(
        typed.instantiate_types(&types(&[("A", "i")])),
        &["p:i->o x:i"],
        "q:o",
    );
    // whatever order and multiplicity they come in, equal sets are equal
    let all = ["a:o", "b:o", "c:o", "d:o", "e:o"];
    let turned: Vec<&str> = all.iter().rev().chain(&all[1..3]).copied().collect();
    assert_eq!(
        given(&all, "p:o").hypotheses(),
        given(&turned, "p:o").hypotheses()
    );
    // a union keeps what either has
    for (first, second) in [
        (&all[..2], &all[1..]),
        (&all[..], &all[2..3]),
        (&all[..1], &all[4..]),
    ] {
        let equation = given(first, "p:o = q:o");
        let union = Theorem::equal_modus_ponens(&equation, &given(second, "p:o")).unwrap();
        let mut expected: Vec<Term> = first.iter().chain(second).map(|h| term(h)).collect();
        expected.sort();
        expected.dedup();
        assert_eq!(union.hypotheses(), expected);
    }
}

#[test]
fn d2_comparison_up_to_bound_names_and_types() {
    let equation = given(&[], "((\\x:i. x) = f:i->i) = q:o");
    let premise = assume("(\\y:i. y) = f:i->i");
    proves(
        Theorem::equal_modus_ponens(&equation, &premise),
        &["(\\x:i. x) = f:i->i"],
        "q:o",
    );
    let problem = "not what the premise concludes";
    refused(
        Theorem::equal_modus_ponens(&given(&[], "p:o = q:o"), &assume("q:o")),
        problem,
    );
    refused(
        Theorem::equal_modus_ponens(&given(&[], "(x:i = x:i) = q:o"), &assume("x:o = x:o")),
        problem,
    );
    refused(
        Theorem::equal_modus_ponens(&assume("p:o"), &assume("p:o")),
        "not an equation",
    );
    let middle = "not the middle term";
    refused(
        Theorem::transitive(&assume("x:i = y:i"), &assume("z:i = x:i")),
        middle,
    );
    refused(
        Theorem::transitive(&assume("x:i = y:i"), &assume("y:o = z:o")),
        middle,
    );
    refused(
        Theorem::transitive(&assume("x:i = (\\y:i. y) x:i"), &assume("x:i = z:i")),
        middle,
    );
    let renamed = Theorem::transitive(
        &assume("f:i->i = (\\x:i. x)"),
        &assume("(\\y:i. y) = g:i->i"),
    );
    let hypotheses = &["f:i->i = (\\x:i. x)", "(\\y:i. y) = g:i->i"];
    proves(renamed, hypotheses, "f:i->i = g:i->i");
}

#[test]
fn d2_congruence_checks_the_domain() {
    let functions = assume("f:i->o = g:i->o");
    let hypotheses = &["f:i->o = g:i->o", "x:i = y:i"];
    let applied = Theorem::congruence(&functions, &assume("x:i = y:i"));
    proves(applied, hypotheses, "(f:i->o x:i) = (g:i->o y:i)");
    refused(
        Theorem::congruence(&functions, &assume("x:o = y:o")),
        "of another type",
    );
    refused(
        Theorem::congruence(&assume("x:i = y:i"), &assume("x:i = y:i")),
        "not a function",
    );
    refused(
        Theorem::congruence(&assume("p:o"), &functions),
        "not an equation",
    );
    refused(
        Theorem::congruence(&functions, &assume("p:o")),
        "not an equation",
    );
}

#[test]
fn d2_equality_has_one_type_of_argument() {
    refused(
        Term::equation(&term("x:i"), &term("x:o")),
        "of another type",
    );
    let at = Term::constant(&EQUALITY, &types(&[("α", "i")])).unwrap();
    assert_eq!(*at.ty(), ty("i->i->o"));
    refused(Term::apply(&at, &term("x:o")), "of another type");
    let built = apply(&at, &[&term("x:i"), &term("y:i")]);
    assert_eq!(built, term("x:i = y:i"));
    assert_eq!(
        Theorem::assume(&built).unwrap().as_equation(),
        built.as_equation()
    );
    // at formulas, and applied to fewer or more arguments than two
    let partial = apply(&at, &[&term("x:i")]);
    assert!(partial.as_equation().is_none());
    assert_ne!(
        at,
        Term::constant(&EQUALITY, &types(&[("α", "o")])).unwrap()
    );
    let functions = Term::constant(&EQUALITY, &types(&[("α", "i->o")])).unwrap();
    let built = apply(&functions, &[&term("f:i->o"), &term("g:i->o")]);
    assert_eq!(
        built.as_equation(),
        Some((&term("f:i->o"), &term("g:i->o")))
    );
    refused(Term::apply(&built, &term("x:i")), "not a function");
}

#[test]
fn d3_only_formulas_are_assumed_or_concluded() {
    for text in ["x:i", "\\x:i. p:o", "f:i->o", "x:A"] {
        refused(Theorem::assume(&term(text)), "not a formula");
        refused(Theorem::axiom("a", &[], &term(text)), "not a formula");
        refused(
            Theorem::axiom("a", &[term("p:o"), term(text)], &term("p:o")),
            "not a formula",
        );
    }
    let nullary = TypeOperator::declare("t", 0);
    let arity = "wrong number of type arguments";
    refused(Type::apply(&nullary, vec![ty("i")]), arity);
    refused(
        Type::apply(&TypeOperator::declare("t", 2), vec![ty("i")]),
        arity,
    );
    refused(
        Type::apply(&TypeOperator::declare("t", 1), vec![ty("i"), ty("i")]),
        arity,
    );
    assert!(Type::apply(&nullary, vec![]).is_ok());
    // a type of two arguments is no type of functions, whatever it is called
    let fake = Type::apply(&TypeOperator::declare("→", 2), vec![ty("i"), ty("o")]).unwrap();
    let f = Term::variable(&Variable::new("f", fake));
    refused(Term::apply(&f, &term("x:i")), "not a function");
}
