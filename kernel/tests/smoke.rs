//! The shortest road through every rule; the adversarial suite stands beside it.

use rationale_kernel::*;

fn variable(name: &str, ty: &Type) -> Term {
    Term::variable(&Variable::new(name, ty.clone()))
}

#[test]
fn equality_is_an_equivalence() {
    let a = Type::variable("α");
    let (x, y) = (variable("x", &a), variable("y", &a));
    let equation = Term::equation(&x, &y).unwrap();
    let assumed = Theorem::assume(&equation).unwrap();
    // symmetry: from x = y, (= x) = (= y), so (x = x) = (y = x)
    let head = Theorem::reflexive(equation.as_apply().unwrap().0.as_apply().unwrap().0).unwrap();
    let left = Theorem::congruence(&head, &assumed).unwrap();
    let both = Theorem::congruence(&left, &Theorem::reflexive(&x).unwrap()).unwrap();
    let swapped = Theorem::equal_modus_ponens(&both, &Theorem::reflexive(&x).unwrap()).unwrap();
    assert_eq!(swapped.conclusion(), Term::equation(&y, &x).unwrap());
    assert_eq!(swapped.hypotheses(), [equation]);
}

#[test]
fn beta_does_not_capture() {
    let a = Type::variable("α");
    let (x, y) = (Variable::new("x", a.clone()), Variable::new("y", a.clone()));
    let constant = Term::abstraction(&y, &Term::variable(&x)).unwrap();
    let redex = Term::apply(
        &Term::abstraction(&x, &constant).unwrap(),
        &Term::variable(&y),
    )
    .unwrap();
    let value = Theorem::beta(&redex).unwrap();
    let right = value.as_equation().unwrap().1.clone();
    let z = Variable::new("z", a);
    assert_eq!(right, Term::abstraction(&z, &Term::variable(&y)).unwrap());
}

#[test]
fn definitions_refuse_hidden_type_variables() {
    let a = Type::variable("α");
    let x = Variable::new("x", a);
    let identity = Term::abstraction(&x, &Term::variable(&x)).unwrap();
    let hidden = Term::equation(&identity, &identity).unwrap();
    assert!(define_constant("c", &hidden).is_err());
    assert!(define_constant("i", &identity).is_ok());
}

#[test]
fn naturals_compute_once_armed() {
    let nat = Type::apply(&TypeOperator::declare("nat", 0), vec![]).unwrap();
    let constant =
        |name: &str, ty: &Type| Term::constant(&Constant::declare(name, ty.clone()), ty).unwrap();
    let unary = Type::function(&nat, &nat).unwrap();
    let binary = Type::function(&nat, &unary).unwrap();
    let relation = Type::function(&nat, &Type::function(&nat, &Type::boolean()).unwrap()).unwrap();
    let (zero, suc) = (constant("zero", &nat), constant("suc", &unary));
    let numerals = Numerals::naturals(&zero, &suc).unwrap();
    let truth = constant("true", &Type::boolean());
    let falsity = constant("false", &Type::boolean());
    let [add, mul] = ["+", "*"].map(|name| constant(name, &binary));
    let [le, lt] = ["≤", "<"].map(|name| constant(name, &relation));
    let operations = [truth, falsity, add, mul, le, lt];
    let failure = Arithmetic::naturals(&numerals, operations, &[]);
    assert!(failure.is_err());
    let five = Term::literal(&numerals.integer(5).unwrap());
    let unfolded = Theorem::literal(&five).unwrap();
    let four = Term::literal(&numerals.integer(4).unwrap());
    assert_eq!(
        unfolded.as_equation().unwrap().1,
        &Term::apply(&suc, &four).unwrap()
    );
}
