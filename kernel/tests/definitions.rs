//! ATTACKS B: definitions. Every line of that list has a test named after it.

mod support;

use rationale_kernel::*;
use support::*;

/// `v₁ = t₁, … ⊢ φ` as a premise of a specification.
fn premise(equations: &[&str], formula: &str) -> Theorem {
    given(equations, formula)
}

fn names(variables: &[&str]) -> Vec<(Name, Variable)> {
    variables
        .iter()
        .map(|v| ("c".into(), variable(v)))
        .collect()
}

#[test]
fn b0_always_accept() {
    let (c, theorem) = define_constant("c", &term("\\x:A. x")).unwrap();
    let c = Term::constant(&c, &TypeSubstitution::new()).unwrap();
    assert_eq!(theorem.as_equation(), Some((&c, &term("\\x:A. x"))));
    assert!(theorem.hypotheses().is_empty() && theorem.axioms().is_empty());
}

#[test]
fn b0_always_reject() {
    refused(define_constant("c", &term("x")), "not closed");
}

#[test]
fn b1_free_variable_on_the_right() {
    for text in ["x", "\\x:A. y", "\\x:A. x:B", "(\\x:A. x) x"] {
        refused(define_constant("c", &term(text)), "not closed");
    }
}

#[test]
fn b2_hidden_type_variable() {
    let hidden = [
        "(\\x:A. x) = (\\x:A. x)",
        "\\f:o->o. (\\x:A. x) = (\\x:A. x)",
        "(\\f:A->A. \\p:o. p) (\\x:A. x)",
        "(\\x:A. \\y:B. x) = (\\x:A. \\y:B. x)",
    ];
    for text in hidden {
        refused(
            define_constant("c", &term(text)),
            "a type variable is hidden",
        );
        let equation = format!("v:{} = ({text})", shown(&term(text)));
        let result = specify_constants(
            &[("c".into(), Variable::new("v", term(text).ty().clone()))],
            &Theorem::assume(&term(&equation)).unwrap(),
        );
        refused(result, "a type variable is hidden");
    }
    let one_hidden = "\\x:A. (\\y:B. y) = (\\y:B. y)";
    refused(
        define_constant("c", &term(one_hidden)),
        "a type variable is hidden",
    );
    for shown in [
        "\\x:A. \\y:B. x",
        "\\x:A. (\\y:A. y) = (\\y:A. y)",
        "(\\x:i. x) = (\\x:i. x)",
    ] {
        assert!(define_constant("c", &term(shown)).is_ok());
    }
}

/// The type of a term, as text that the reader knows.
fn shown(t: &Term) -> &'static str {
    let all = ["o", "(o->o)->o", "o->o"];
    all.into_iter().find(|text| ty(text) == *t.ty()).unwrap()
}

#[test]
fn b3_two_definitions_of_one_name_are_two_constants() {
    let identity = term("\\p:o. p");
    let (first, says_identity) = define_constant("=", &identity).unwrap();
    let (second, says_other) = define_constant("=", &term("\\p:o. p = p")).unwrap();
    assert_ne!(first, second);
    assert_ne!(first, *EQUALITY);
    // neither equation is about the other's constant, so they do not meet
    let (left, _) = says_other.as_equation().unwrap();
    assert_ne!(says_identity.as_equation().unwrap().0, left);
    // and a constant named = is no equality
    let relation = Type::function(&ty("i"), &ty("i->o")).unwrap();
    let fake = apply(&constant("=", &relation), &[&term("x:i"), &term("y:i")]);
    assert!(fake.as_equation().is_none());
    let assumed = Theorem::assume(&fake).unwrap();
    refused(Theorem::transitive(&assumed, &assumed), "not an equation");
    // nor is a type operator named bool the type of formulas
    let fake = Type::apply(&TypeOperator::declare("bool", 0), vec![]).unwrap();
    let p = Term::variable(&Variable::new("p", fake));
    refused(Theorem::assume(&p), "not a formula");
}

#[test]
fn b4_type_definition() {
    let define = |parameters: &[&str], premise: &Theorem| {
        let parameters: Vec<Name> = parameters.iter().map(|p| Name::from(*p)).collect();
        define_type(["t", "abs", "rep"].map(Name::from), &parameters, premise)
    };
    let inhabited = given(&[], "(\\x:A->B. x = x) f:A->B");
    let exact = "the parameters are not the type variables of";
    refused(define(&["A"], &inhabited), exact);
    refused(define(&["A", "B", "C"], &inhabited), exact);
    refused(define(&["A", "B", "B"], &inhabited), exact);
    refused(define(&["A", "A"], &inhabited), exact);
    refused(define(&["A", "C"], &inhabited), exact);
    refused(define(&[], &inhabited), exact);
    refused(
        define(&[], &given(&["q:o"], "(\\p:o. p) q:o")),
        "with hypotheses",
    );
    refused(define(&[], &given(&[], "p:i->o x:i")), "not closed");
    refused(define(&[], &given(&[], "p:o")), "not a predicate applied");
    refused(define(&[], &given(&[], "(\\x:i. p:o) y:i")), "not closed");
    // a type variable that occurs in no type that one sees
    let hidden = given(&[], "(\\p:o. (\\x:A. x) = (\\x:A. x)) q:o");
    refused(define(&[], &hidden), exact);
    assert!(define(&["A"], &hidden).is_ok());
    // the order of the parameters is that of the list
    let (operator, [abs, rep], [abs_rep, rep_abs]) = define(&["B", "A"], &inhabited).unwrap();
    let new = Type::apply(&operator, vec![ty("B"), ty("A")]).unwrap();
    assert_eq!(*abs.content(), Type::function(&ty("A->B"), &new).unwrap());
    assert_eq!(*rep.content(), Type::function(&new, &ty("A->B")).unwrap());
    let [abs, rep] = [abs, rep].map(|c| Term::constant(&c, &TypeSubstitution::new()).unwrap());
    let (a, r) = (Term::variable(&Variable::new("a", new)), term("r:A->B"));
    let there_and_back = apply(&abs, &[&apply(&rep, &[&a])]);
    assert_eq!(abs_rep.as_equation(), Some((&there_and_back, &a)));
    let member = apply(&term("\\x:A->B. x = x"), &[&r]);
    let fixed = Term::equation(&apply(&rep, &[&apply(&abs, &[&r])]), &r).unwrap();
    assert_eq!(rep_abs.as_equation(), Some((&member, &fixed)));
    for theorem in [&abs_rep, &rep_abs] {
        assert_eq!(theorem.axioms(), inhabited.axioms());
        assert!(theorem.hypotheses().is_empty());
    }
    // the same again is another type, so different predicates under one name do not mix
    let (other, ..) = define(&["B", "A"], &inhabited).unwrap();
    assert_ne!(operator, other);
}

#[test]
fn b5_a_failure_leaves_nothing_behind() {
    let hidden = term("(\\x:A. x) = (\\x:A. x)");
    for _ in 0..3 {
        refused(define_constant("c", &hidden), "a type variable is hidden");
    }
    let (c, theorem) = define_constant("c", &term("\\x:A. x")).unwrap();
    assert_eq!(theorem.as_equation().unwrap().1, &term("\\x:A. x"));
    assert_eq!(&**c.name(), "c");
}

#[test]
fn b6_constant_specification() {
    let closed = "(\\x:i. x)";
    let (v, w) = (
        &*format!("v:i->i = {closed}"),
        &*format!("w:i->i = {closed}"),
    );
    let both = premise(&[v, w], "v:i->i = w:i->i");
    let (made, theorem) = specify_constants(&names(&["v:i->i", "w:i->i"]), &both).unwrap();
    let [c, d] = [0, 1].map(|k| Term::constant(&made[k], &TypeSubstitution::new()).unwrap());
    assert_eq!(theorem.as_equation(), Some((&c, &d)));
    assert!(theorem.hypotheses().is_empty());
    assert_eq!(theorem.axioms(), both.axioms());
    assert_ne!(made[0], made[1]);
    let refuse = |variables: &[&str], premise: &Theorem, problem: &str| {
        refused(specify_constants(&names(variables), premise), problem);
    };
    refuse(
        &["v:i->i", "v:i->i"],
        &premise(&[v], "v:i->i = v:i->i"),
        "a variable stands twice",
    );
    refuse(&["v:i->i"], &both, "defines none of the variables");
    refuse(
        &["v:i->i", "w:i->i", "u:i"],
        &both,
        "no hypothesis defines a variable",
    );
    refuse(
        &["v:i->i"],
        &premise(&[v, "q:o"], "q:o"),
        "defines none of the variables",
    );
    refuse(&["v:i->i"], &premise(&[v], "v:i->i = u:i->i"), "not closed");
    refuse(
        &["v:i->o"],
        &premise(&[v], "v:i->i = v:i->i"),
        "defines none of the variables",
    );
    let open = premise(&["v:i->i = u:i->i"], "v:i->i = v:i->i");
    refuse(&["v:i->i"], &open, "not closed");
    let cyclic = premise(
        &["v:o->o = (\\p:o. w:o->o p)", "w:o->o = (\\p:o. v:o->o p)"],
        "p:o = p:o",
    );
    refuse(&["v:o->o", "w:o->o"], &cyclic, "not closed");
    let circular = premise(&["v:o = (v:o = (\\p:o. p) v:o)"], "v:o = v:o");
    refuse(&["v:o"], &circular, "not closed");
    let turned = premise(&["(\\x:i. x) = v:i->i"], "v:i->i = v:i->i");
    refuse(&["v:i->i"], &turned, "defines none of the variables");
    let two_values = premise(&[v, "v:i->i = (\\x:i. (\\y:i. y) x)"], "v:i->i = v:i->i");
    refuse(&["v:i->i"], &two_values, "defines none of the variables");
    // one name twice is no harm: two constants
    assert!(specify_constants(&names(&[]), &given(&[], "(\\p:o. p) = (\\p:o. p)")).is_ok());
}

#[test]
fn b7_no_overloading() {
    // a constant is used at instances of its type only: by construction, types are put for its type variables
    let c = Constant::declare("c", ty("A->A"));
    let at = Term::constant(&c, &types(&[("A", "i"), ("B", "o")])).unwrap();
    assert_eq!(*at.ty(), ty("i->i"));
    // and what is known of it is known of every instance at once, from one definition
    let (_, theorem) = define_constant("c", &term("\\x:A. x")).unwrap();
    let instance = theorem.instantiate_types(&types(&[("A", "i")])).unwrap();
    assert_eq!(instance.as_equation().unwrap().1, &term("\\x:i. x"));
}
