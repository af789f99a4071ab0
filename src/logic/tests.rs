//! A test for each derived rule: the theorem it makes, and that a premise of the wrong shape is refused.

use super::{definitions::*, propositional::letters, *};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem, Type, TypeView, Variable};

fn assume(p: &Term) -> Theorem {
    Theorem::assume(p).unwrap()
}

/// The hypotheses are exactly these and the conclusion is this.
fn is_sequent(theorem: &Theorem, hypotheses: &[&Term], conclusion: &Term) {
    assert_eq!(&theorem.conclusion(), conclusion);
    let mut expected: Vec<Term> = hypotheses.iter().map(|h| (*h).clone()).collect();
    expected.sort();
    assert_eq!(theorem.hypotheses(), expected);
}

/// x, y : α and P : α → bool
fn first_order() -> (Variable, Term, Term, Term) {
    let alpha = Type::variable("α");
    let (x, at_x) = variable("x", alpha.clone());
    let y = variable("y", alpha.clone()).1;
    (x, at_x, y, variable("P", predicate_type(&alpha).unwrap()).1)
}

/// A type in prefix form, but for functions.
fn type_text(ty: &Type) -> String {
    match ty.view() {
        TypeView::Variable(name) => name.to_string(),
        TypeView::Apply(operator, arguments) => {
            let parts: Vec<String> = arguments.iter().map(type_text).collect();
            match &*operator.name().to_string() {
                "→" => format!("({})", parts.join(" → ")),
                name if parts.is_empty() => name.to_owned(),
                name => format!("({name} {})", parts.join(" ")),
            }
        }
    }
}

/// A term in prefix form, bound variables as numbers: what the kernel has, without notation.
fn text(fragment: Fragment<'_>) -> String {
    match fragment.view() {
        FragmentView::Variable(variable) => variable.name.to_string(),
        FragmentView::Constant(constant) => constant.name().to_string(),
        FragmentView::Bound(index) => format!("#{index}"),
        FragmentView::Literal(literal) => format!("{literal:?}"),
        FragmentView::Apply(function, argument) => {
            format!("({} {})", text(function), text(argument))
        }
        FragmentView::Abstract(hint, ty, body) => {
            format!("(λ{hint}:{}. {})", type_text(ty), text(body))
        }
    }
}

fn shown(theorem: &Theorem) -> String {
    text(theorem.conclusion().fragment())
}

#[test]
fn the_axioms_are_worded_as_opentheory_words_them() {
    assert_eq!(
        shown(&logic().extensionality),
        "(forall (λf:(α → β). ((= (λx:α. (#1 #0))) #0)))"
    );
    assert_eq!(
        shown(&logic().choice),
        "(forall (λp:(α → bool). (forall (λx:α. ((implies (#1 #0)) (#1 (some #1)))))))"
    );
    assert_eq!(
        shown(&logic().infinity),
        "(exists (λf:(ind → ind). ((and (injective #0)) (not (surjective #0)))))"
    );
    for theorem in [&logic().extensionality, &logic().choice, &logic().infinity] {
        assert_eq!(theorem.axioms().len(), 1);
    }
}

#[test]
fn equality_rules() {
    let (x, at_x, y, predicate) = first_order();
    let equal = Term::equation(&at_x, &y).unwrap();
    is_sequent(
        &symmetric(&assume(&equal)).unwrap(),
        &[&equal],
        &Term::equation(&y, &at_x).unwrap(),
    );
    assert!(symmetric(&assume(&letters()[0])).is_err());
    let both = apply_to_both(&predicate, &assume(&equal)).unwrap();
    assert_eq!(
        both.as_equation().unwrap().0,
        &Term::apply(&predicate, &at_x).unwrap()
    );
    let identity = Term::abstraction(&x, &at_x).unwrap();
    let redex = Term::apply(&identity, &y).unwrap();
    let twice = Term::apply(&identity, &redex).unwrap();
    let normal = beta_normal(&twice).unwrap().unwrap();
    is_sequent(&normal, &[], &Term::equation(&twice, &y).unwrap());
    assert_eq!(normal_term(&twice).unwrap(), y);
    assert!(beta_normal(&y).unwrap().is_none());
    let expanded = Term::abstraction(&x, &Term::apply(&predicate, &at_x).unwrap()).unwrap();
    let contracted = eta_equation(&expanded).unwrap().unwrap();
    is_sequent(
        &contracted,
        &[],
        &Term::equation(&expanded, &predicate).unwrap(),
    );
}

#[test]
fn conjunction_and_disjunction() {
    let [p, q, r] = letters();
    let l = logic();
    let both = conjoin(&assume(&p), &assume(&q)).unwrap();
    is_sequent(&both, &[&p, &q], &l.conjunction(&p, &q).unwrap());
    is_sequent(&conjunct_left(&both).unwrap(), &[&p, &q], &p);
    is_sequent(&conjunct_right(&both).unwrap(), &[&p, &q], &q);
    assert!(conjunct_left(&assume(&p)).is_err());
    let three = conjoin_all(&[assume(&p), assume(&q), assume(&r)]).unwrap();
    assert_eq!(conjuncts(&three).unwrap().len(), 3);
    let either = l.disjunction(&p, &q).unwrap();
    is_sequent(&disjoin_left(&assume(&p), &q).unwrap(), &[&p], &either);
    is_sequent(&disjoin_right(&p, &assume(&q)).unwrap(), &[&q], &either);
    let (left, right) = (
        l.implication(&p, &r).unwrap(),
        l.implication(&q, &r).unwrap(),
    );
    let on_left = modus_ponens(&assume(&left), &assume(&p)).unwrap();
    let on_right = modus_ponens(&assume(&right), &assume(&q)).unwrap();
    let cases = disjunction_cases(&assume(&either), &on_left, &on_right).unwrap();
    is_sequent(&cases, &[&either, &left, &right], &r);
    assert!(disjunction_cases(&assume(&p), &on_left, &on_right).is_err());
}

#[test]
fn implication_and_negation() {
    let [p, q, _] = letters();
    let l = logic();
    let implication = l.implication(&p, &q).unwrap();
    is_sequent(
        &modus_ponens(&assume(&implication), &assume(&p)).unwrap(),
        &[&implication, &p],
        &q,
    );
    assert!(modus_ponens(&assume(&implication), &assume(&q)).is_err());
    assert!(modus_ponens(&assume(&p), &assume(&q)).is_err());
    is_sequent(&discharge(&p, &assume(&q)).unwrap(), &[&q], &implication);
    is_sequent(
        &discharge(&q, &assume(&q)).unwrap(),
        &[],
        &l.implication(&q, &q).unwrap(),
    );
    let (premises, conclusion) = undischarge_all(&assume(&implication)).unwrap();
    assert_eq!(premises, std::slice::from_ref(&p));
    is_sequent(&conclusion, &[&implication, &p], &q);
    let not_p = l.negation(&p).unwrap();
    let falsity = l.falsity_term();
    let refuted = negation_elimination(&assume(&not_p)).unwrap();
    is_sequent(&refuted, &[&not_p], &l.implication(&p, falsity).unwrap());
    is_sequent(&negation_introduction(&refuted).unwrap(), &[&not_p], &not_p);
    is_sequent(
        &contradiction(&q, &assume(falsity)).unwrap(),
        &[falsity],
        &q,
    );
    is_sequent(
        &equal_false(&assume(&not_p)).unwrap(),
        &[&not_p],
        &Term::equation(&p, falsity).unwrap(),
    );
    let back = from_equal_false(&equal_false(&assume(&not_p)).unwrap()).unwrap();
    is_sequent(&back, &[&not_p], &not_p);
    let back = from_equal_true(&equal_true(&assume(&p)).unwrap()).unwrap();
    is_sequent(&back, &[&p], &p);
    let same = equivalence(
        &discharge(&p, &assume(&p)).unwrap(),
        &discharge(&p, &assume(&p)).unwrap(),
    )
    .unwrap();
    is_sequent(&same, &[], &Term::equation(&p, &p).unwrap());
    is_sequent(&cut(&assume(&q), &assume(&q)).unwrap(), &[&q], &q);
}

#[test]
fn classical_rules() {
    let [p, q, _] = letters();
    let l = logic();
    let not_p = l.negation(&p).unwrap();
    is_sequent(
        &excluded_middle(&p).unwrap(),
        &[],
        &l.disjunction(&p, &not_p).unwrap(),
    );
    let axioms: Vec<_> = excluded_middle(&p)
        .unwrap()
        .axioms()
        .iter()
        .map(|a| a.name().to_string())
        .collect();
    assert_eq!(axioms, ["choice"]);
    let not_not_p = l.negation(&not_p).unwrap();
    is_sequent(
        &double_negation_elimination(&assume(&not_not_p)).unwrap(),
        &[&not_not_p],
        &p,
    );
    let implication = l.implication(&p, &q).unwrap();
    let turned = l.implication(&l.negation(&q).unwrap(), &not_p).unwrap();
    is_sequent(
        &contrapositive(&assume(&implication)).unwrap(),
        &[&implication],
        &turned,
    );
    is_sequent(
        &classical_contradiction(&q, &assume(&p), &assume(&not_p)).unwrap(),
        &[&p, &not_p],
        &q,
    );
}

#[test]
fn quantifier_rules() {
    let (x, at_x, y, predicate) = first_order();
    let l = logic();
    let (p_x, p_y) = (
        Term::apply(&predicate, &at_x).unwrap(),
        Term::apply(&predicate, &y).unwrap(),
    );
    let (all, some) = (l.forall(&x, &p_x).unwrap(), l.exists(&x, &p_x).unwrap());
    is_sequent(&specialize(&assume(&all), &y).unwrap(), &[&all], &p_y);
    assert!(specialize(&assume(&p_x), &y).is_err());
    is_sequent(
        &generalize(&x, &specialize(&assume(&all), &at_x).unwrap()).unwrap(),
        &[&all],
        &all,
    );
    assert!(generalize(&x, &assume(&p_x)).is_err());
    is_sequent(
        &introduce_exists(&some, &y, &assume(&p_y)).unwrap(),
        &[&p_y],
        &some,
    );
    assert!(introduce_exists(&some, &y, &assume(&p_x)).is_err());
    let other = l.exists(&x, &p_x).unwrap();
    let again = introduce_exists(&other, &at_x, &assume(&p_x)).unwrap();
    is_sequent(
        &choose(&x, &assume(&some), &again).unwrap(),
        &[&some],
        &other,
    );
    assert!(choose(&x, &assume(&some), &assume(&p_x)).is_err());
    let selected = select(&assume(&some)).unwrap();
    let chosen = l.some(&x, &p_x).unwrap();
    is_sequent(
        &selected,
        &[&some],
        &Term::apply(&predicate, &chosen).unwrap(),
    );
    let (fresh, instance) = specialize_fresh(&assume(&all)).unwrap();
    assert_eq!(fresh.len(), 1);
    assert_eq!(generalize_all(&fresh, &instance).unwrap().conclusion(), all);
}

#[test]
fn negated_quantifiers_and_skolem_functions() {
    let (x, at_x, _, predicate) = first_order();
    let l = logic();
    let p_x = Term::apply(&predicate, &at_x).unwrap();
    let not_all = l.negation(&l.forall(&x, &p_x).unwrap()).unwrap();
    let some_not = l.exists(&x, &l.negation(&p_x).unwrap()).unwrap();
    is_sequent(
        &negated_forall(&predicate).unwrap(),
        &[],
        &Term::equation(&not_all, &some_not).unwrap(),
    );
    let lambda = Term::abstraction(&x, &p_x).unwrap();
    is_sequent(
        &negated_forall(&lambda).unwrap(),
        &[],
        &Term::equation(&not_all, &some_not).unwrap(),
    );
    let none = l.negation(&l.exists(&x, &p_x).unwrap()).unwrap();
    let all_not = l.forall(&x, &l.negation(&p_x).unwrap()).unwrap();
    is_sequent(
        &negated_exists(&lambda).unwrap(),
        &[],
        &Term::equation(&none, &all_not).unwrap(),
    );

    let beta = Type::variable("β");
    let (y, at_y) = variable("y", beta.clone());
    let relation = variable(
        "R",
        Type::function(&x.ty, &predicate_type(&beta).unwrap()).unwrap(),
    )
    .1;
    let related = apply_all(&relation, [&at_x, &at_y]).unwrap();
    let total = l.forall(&x, &l.exists(&y, &related).unwrap()).unwrap();
    let (f, function) = variable("f", Type::function(&x.ty, &beta).unwrap());
    let image = apply_all(&relation, [&at_x, &Term::apply(&function, &at_x).unwrap()]).unwrap();
    let expected = l.exists(&f, &l.forall(&x, &image).unwrap()).unwrap();
    is_sequent(&skolemize(&assume(&total)).unwrap(), &[&total], &expected);
}

#[test]
fn tautologies_are_proved_and_nothing_else() {
    let [p, q, r] = letters();
    let l = logic();
    let pierce = l
        .implication(
            &l.implication(&l.implication(&p, &q).unwrap(), &p).unwrap(),
            &p,
        )
        .unwrap();
    is_sequent(&tautology(&pierce).unwrap(), &[], &pierce);
    let left = l.conjunction(&p, &l.disjunction(&q, &r).unwrap()).unwrap();
    let right = l
        .disjunction(
            &l.conjunction(&p, &q).unwrap(),
            &l.conjunction(&p, &r).unwrap(),
        )
        .unwrap();
    let distributive = Term::equation(&left, &right).unwrap();
    is_sequent(&tautology(&distributive).unwrap(), &[], &distributive);
    assert!(tautology(&l.implication(&p, &q).unwrap()).is_err());
    assert!(tautology(l.falsity_term()).is_err());
}

#[test]
fn conditionals_and_pairs() {
    let c = conditional();
    assert_eq!(shown(&c.of_true), "((= (((if true) x) y)) x)");
    assert_eq!(shown(&c.of_false), "((= (((if false) x) y)) y)");
    assert_eq!(shown(&c.same), "((= (((if p) x) x)) x)");
    assert!(c.congruence.hypotheses().is_empty());
    let shown = |th: &Theorem| shown(&specialize_fresh(th).unwrap().1);
    let p = pairs();
    for theorem in [
        &p.pair_eq,
        &p.first_of_pair,
        &p.second_of_pair,
        &p.pair_surjective,
    ] {
        assert!(
            theorem.hypotheses().is_empty() && theorem.conclusion().free_variables().is_empty()
        );
    }
    assert_eq!(
        shown(&p.pair_eq),
        "((= ((= ((pair a) b)) ((pair c) d))) ((and ((= a) c)) ((= b) d)))"
    );
    assert_eq!(shown(&p.first_of_pair), "((= (fst ((pair a) b))) a)");
    assert_eq!(shown(&p.second_of_pair), "((= (snd ((pair a) b))) b)");
    assert_eq!(
        shown(&p.pair_surjective),
        "((= ((pair (fst p)) (snd p))) p)"
    );
}

#[test]
fn rewrites_and_catalogue_have_no_hypotheses() {
    let rewrites = logical_rewrites();
    assert!(rewrites.equations.len() > 40);
    for theorem in rewrites.equations.iter().chain(&rewrites.congruences) {
        assert!(theorem.hypotheses().is_empty(), "{theorem:?}");
    }
    assert!(
        rewrites
            .equations
            .iter()
            .all(|th| th.as_equation().is_some())
    );
    for (name, theorem) in &catalogue().theorems {
        assert!(
            theorem.hypotheses().is_empty() && theorem.conclusion().free_variables().is_empty(),
            "{name}"
        );
    }
    assert_eq!(catalogue().constants.len(), 16);
}
