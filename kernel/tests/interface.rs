//! ATTACKS E: interface and robustness. Forging (E1) is refused by the compiler: see the `compile_fail` examples of the
//! crate's documentation. Reading and printing (E3) is no business of the kernel; what concerns it is here.

mod support;

use rationale_kernel::*;
use std::sync::{Arc, Mutex};
use support::*;

#[test]
fn e0_always_accept() {
    assert_eq!(given(&[], "p:o").axioms().len(), 1);
}

#[test]
fn e0_always_reject() {
    refused(Term::apply(&term("x"), &term("y")), "not a function");
}

#[test]
fn e2_every_rule_hands_on_the_axioms() {
    let [a, b] = ["p:o = q:o", "q:o = p:o"].map(|text| given(&[], text));
    let mut both: Vec<Axiom> = [a.axioms(), b.axioms()].concat();
    both.sort();
    let p = given(&[], "p:o");
    let of_two = [
        Theorem::transitive(&a, &b),
        Theorem::deduct_antisymmetric(&a, &b),
    ];
    for theorem in of_two {
        assert_eq!(theorem.unwrap().axioms(), both);
    }
    let mut with_p = [a.axioms(), p.axioms()].concat();
    with_p.sort();
    assert_eq!(
        Theorem::equal_modus_ponens(&a, &p).unwrap().axioms(),
        with_p
    );
    let functions = given(&[], "f:o->o = g:o->o");
    let mut applied = [functions.axioms(), a.axioms()].concat();
    applied.sort();
    assert_eq!(
        Theorem::congruence(&functions, &a).unwrap().axioms(),
        applied
    );
    let of_one = [
        Theorem::abstraction(&variable("x"), &a),
        a.instantiate(&images(&[("p:o", "q:o")])),
        a.instantiate_types(&types(&[("A", "o")])),
    ];
    for theorem in of_one {
        assert_eq!(theorem.unwrap().axioms(), a.axioms());
    }
    let of_none = [
        Theorem::reflexive(&term("x")),
        Theorem::assume(&term("p:o")),
        Theorem::beta(&term("(\\x:A. x) y")),
    ];
    for theorem in of_none {
        assert!(theorem.unwrap().axioms().is_empty());
    }
    // two axioms that say the same are two
    assert_ne!(given(&[], "p:o").axioms(), given(&[], "p:o").axioms());
    let axiom = &given(&["q:o"], "p:o").axioms()[0].clone();
    assert_eq!(axiom.content(), &(vec![term("q:o")], term("p:o")));
    assert_eq!(&**axiom.name(), "given");
}

#[test]
fn e3_names_mean_nothing() {
    // whatever a name looks like, a variable is no constant and no literal
    for name in ["=", "5", "T", "", "x y", "\"", "λ", "\n", "е", "e"] {
        let v = Variable::new(name, ty("i"));
        let w = Variable::new(name, ty("o"));
        let (v, c) = (Term::variable(&v), constant(name, &ty("i")));
        assert_ne!(v, c);
        assert_ne!(v, Term::variable(&w));
        assert!(!c.has_free(&variable("x:i")));
    }
    assert_ne!(Variable::new("е", ty("i")), Variable::new("e", ty("i")));
}

/// `f (f (… x))`, so deep.
fn tower(depth: u32) -> Result<Term> {
    let f = term("f:A->A");
    (1..depth).try_fold(term("x"), |t, _| Term::apply(&f, &t))
}

#[test]
fn e4_depth_is_capped() {
    assert!(tower(MAX_DEPTH + 1).is_ok());
    refused(tower(MAX_DEPTH + 2), "nested too deep");
    refused(tower(1_000_000), "nested too deep");
    let left = (0..1_000_000).try_fold(term("x"), |t, _| Term::abstraction(&variable("y:o"), &t));
    assert!(left.is_err());
    let deepest = tower(MAX_DEPTH + 1).unwrap();
    refused(Theorem::reflexive(&deepest), "nested too deep");
    refused(Term::equation(&term("x"), &deepest), "nested too deep");
    refused(Term::equation(&deepest, &term("x")), "nested too deep");
    refused(Term::apply(&term("f:A->A"), &deepest), "nested too deep");
    refused(
        Term::abstraction(&variable("x"), &deepest),
        "nested too deep",
    );
    let function = Term::abstraction(&variable("z:A->A"), &term("z:A->A")).unwrap();
    refused(Term::apply(&function, &deepest), "of another type");
    let high = tower(3_000).unwrap();
    let twice = Theorem::reflexive(&high).unwrap();
    let by = Substitution::from([(variable("x"), high.clone())]);
    refused(twice.instantiate(&by), "nested too deep");
    refused(high.substitute(&by), "nested too deep");
    // the deepest function is refused as a part, too
    let mut function = term("g:A->A->A");
    for _ in 0..MAX_DEPTH {
        let step = Term::abstraction(&variable("u"), &term("h:(A->A->A)->A->A->A")).unwrap();
        let step = step.open(&term("x")).unwrap();
        match Term::apply(&step, &function) {
            Ok(t) => function = t,
            Err(e) => panic!("{e}"),
        }
    }
    refused(Term::apply(&function, &term("x")), "nested too deep");
    refused(Theorem::beta(&deepest), "not an abstraction");
}

#[test]
fn e4_the_deepest_terms_fit_a_small_stack() {
    let work = || {
        let t = tower(MAX_DEPTH).unwrap();
        assert_eq!(t, tower(MAX_DEPTH).unwrap());
        assert!(t.has_free(&variable("x")));
        let typed = t.instantiate_types(&types(&[("A", "i")])).unwrap();
        let by = images(&[("x:i", "y:i")]);
        let put = typed.substitute(&by).unwrap();
        assert_ne!(put, typed);
        let theorem = Theorem::reflexive(&put).unwrap();
        assert!(!format!("{theorem:?}").is_empty());
        let nested = (1..MAX_DEPTH).fold(term("x"), |t, _| {
            let v = variable("y:o");
            Term::abstraction(&v, &t).unwrap_or(t)
        });
        drop((theorem, nested));
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn e4_deep_terms_are_dropped_without_recursion() {
    let work = || drop((tower(MAX_DEPTH + 1), doubling(1_000)));
    let made = std::thread::spawn(|| (tower(MAX_DEPTH + 1), doubling(1_000)));
    let made = made.join().unwrap();
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    thread.spawn(move || drop(made)).unwrap().join().unwrap();
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn e4_types_are_capped() {
    let double = |t: &Type| Type::function(t, t);
    let large = (0..40).fold(ty("A"), |t, _| double(&t).unwrap_or(t));
    refused(double(&large), "a type is too large");
    let by = TypeSubstitution::from([("A".into(), large.clone())]);
    refused(large.instantiate(&by), "a type is too large");
    let x = Term::variable(&Variable::new("x", large.clone()));
    refused(Theorem::reflexive(&x), "a type is too large");
    refused(
        Term::abstraction(&variable("y:o"), &x),
        "a type is too large",
    );
    refused(
        term("\\x:A. x").instantiate_types(&by),
        "a type is too large",
    );
}

/// A term of 2^levels leaves that has as many nodes as levels.
fn doubling(levels: u32) -> Term {
    let f = term("f:A->A->A");
    (0..levels).fold(term("x"), |t, _| apply(&f, &[&t, &t]))
}

#[test]
fn e4_shared_terms_are_walked_once() {
    let (s, t) = (doubling(60), doubling(60));
    assert_eq!(s, t);
    assert_eq!(s.cmp(&t), std::cmp::Ordering::Equal);
    assert_eq!(s.facts().size, u32::MAX);
    assert!(s.has_free(&variable("x")) && !s.has_free(&variable("y")));
    let by = images(&[("x", "y")]);
    let other = s.substitute(&by).unwrap();
    assert_ne!(other, s);
    assert_eq!(other, t.substitute(&by).unwrap());
    let typed = s.instantiate_types(&types(&[("A", "i")])).unwrap();
    assert_eq!(typed, t.instantiate_types(&types(&[("A", "i")])).unwrap());
    let bound = Term::abstraction(&variable("x"), &s).unwrap();
    assert_eq!(bound.open(&term("x")), Ok(t.clone()));
    let theorem = Theorem::beta(&apply(&bound, &[&term("y")])).unwrap();
    assert_eq!(theorem.as_equation().unwrap().1, &other);
    let same = Theorem::transitive(
        &Theorem::reflexive(&s).unwrap(),
        &Theorem::reflexive(&t).unwrap(),
    );
    assert!(same.is_ok());
    assert!(!format!("{s:?}").is_empty());
}

#[test]
fn e5_a_thing_is_compared_with_the_other_not_with_itself() {
    let pairs = [
        ("x", "y"),
        ("f:A->A x", "f:A->A y"),
        ("f:A->A x", "g:A->A x"),
        ("\\x:A. y", "\\x:A. z"),
    ];
    for (s, t) in pairs {
        assert_ne!(term(s), term(t));
        assert_ne!(term(s).cmp(&term(t)), std::cmp::Ordering::Equal);
        assert_eq!(term(s).cmp(&term(t)), term(t).cmp(&term(s)).reverse());
    }
    // large terms that differ at one leaf, first or last, differ
    let f = term("f:A->A->A");
    let wide = |first: &str, last: &str| {
        let start = apply(&f, &[&term(first), &term("x")]);
        let middle = (0..200).fold(start, |t, _| apply(&f, &[&t, &term("x")]));
        apply(&f, &[&middle, &term(last)])
    };
    assert_eq!(wide("x", "x"), wide("x", "x"));
    assert_ne!(wide("y", "x"), wide("x", "x"));
    assert_ne!(wide("x", "y"), wide("x", "x"));
}

/// What was inferred: rule, premises, number of the result.
type Entry = (String, Vec<Serial>, Serial);

#[derive(Default)]
struct Record(Arc<Mutex<Vec<Entry>>>);

impl Sink for Record {
    fn record(&mut self, inference: Inference<'_>, premises: &[Serial], result: &Theorem) {
        let unrecorded = Theorem::reflexive(&term("x")).unwrap();
        assert_eq!(unrecorded.serial(), 0);
        let rule = match inference {
            Inference::Rule(name) => name.to_string(),
            Inference::Instantiate(by) => format!("instantiate {}", by.len()),
            Inference::InstantiateTypes(by) => format!("instantiate_types {}", by.len()),
            Inference::Specify(by) => format!("specify {}", by.len()),
        };
        let entry = (rule, premises.to_vec(), result.serial());
        self.0.lock().unwrap().push(entry);
    }
}

#[test]
fn every_inference_is_recorded_while_a_sink_is_set() {
    let before = Theorem::assume(&term("p:o")).unwrap();
    assert_eq!(before.serial(), 0);
    let record = Record::default();
    let entries = record.0.clone();
    assert!(set_sink(Some(Box::new(record))).is_none());
    let assumed = Theorem::assume(&term("p:o = q:o")).unwrap();
    let derived = Theorem::equal_modus_ponens(&assumed, &before).unwrap();
    let by = images(&[("q:o", "r:o")]);
    let instance = derived.instantiate(&by).unwrap();
    refused(Theorem::assume(&term("x:i")), "not a formula");
    assert!(set_sink(None).is_some());
    assert_eq!(Theorem::assume(&term("p:o")).unwrap().serial(), 0);
    let [first, second, third] = [&assumed, &derived, &instance].map(Theorem::serial);
    let expected = vec![
        ("assume".to_string(), vec![], first),
        ("equal_modus_ponens".to_string(), vec![first, 0], second),
        ("instantiate 1".to_string(), vec![second], third),
    ];
    assert_eq!(*entries.lock().unwrap(), expected);
    assert!(0 < first && first < second && second < third);
}
