//! What the inequality of the means says where a product of positive variables is a number: p + q ≥ 2r from p·q = r², and
//! x + y + z ≥ 3r, x·y + y·z + z·x ≥ 3r² from x·y·z = r³.
//!
//! And where a root is that of a product: p + q ≥ 2y from y² = p·q.
//!
//! Each has a certificate of its own: (p + q)² = (p − q)² + 4·p·q, and (x + y + z)³ − 27·x·y·z is half of the sum of
//! x + y + z times the squares of the differences, plus 3·x·(y − z)² and the like.

use super::atom::rational_root;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use super::unsquare::{Square, squares};
use crate::prove::arith::{Monomial, Polynomial, Rational};

/// A positive monomial: its form and the places of the facts whose product it is.
type Positive = (Polynomial, Vec<usize>);

/// An equation scale·(m − k) = 0 for a monomial m of positive atoms and a number k > 0.
struct Product {
    equation: usize,
    scale: Rational,
    monomial: Monomial,
    value: Rational,
}

impl Engine {
    /// Adds the inequality of the means for every product that is a number.
    pub fn means(&mut self, sequent: &mut Sequent) {
        for product in products(sequent) {
            if self.spend(50) {
                pairs(sequent, &product);
                triple(sequent, &product);
            }
        }
    }
}

impl Engine {
    /// Adds p + q ≥ 2y for every y ≥ 0 with y² = p·q, p and q monomials that are not negative.
    pub fn root_means(&mut self, sequent: &mut Sequent) {
        for square in squares(sequent) {
            if self.spend(20) {
                mean_of_root(sequent, &square);
            }
        }
    }
}

/// (2y − p − q)² + 2·(2y − p − q)·(p + q) + (p − q)² = 4·(y² − p·q)
fn mean_of_root(sequent: &mut Sequent, square: &Square) -> Option<()> {
    let [(monomial, coefficient)] = square.rest.terms() else {
        return None;
    };
    let factors = monomial.factors();
    let is_unit = (-coefficient).divide(&square.scale)?.is_one();
    if !is_unit || !(2..=4).contains(&factors.len()) {
        return None;
    }
    for choice in 1..1u32 << (factors.len() - 1) {
        let (p, q) = (part(factors, choice, true)?, part(factors, choice, false)?);
        let first = sequent.factors(&p, true)?.places;
        let second = sequent.factors(&q, true)?.places;
        let form = |m: &Monomial| Polynomial::term(m.clone(), Rational::ONE);
        let twice = Polynomial::atom(square.variable).scaled(&Rational::from(2));
        let wanted = form(&p).plus(&form(&q)).minus(&twice);
        let negated = sequent.facts.len();
        let double = |places: Vec<usize>| {
            let places = [vec![negated], places].concat();
            Term::Product(Rational::from(2), places, None)
        };
        let by = Rational::from(-4).divide(&square.scale)?;
        let terms = vec![
            Term::facts([negated, negated]),
            double(first),
            double(second),
            Term::Product(Rational::ONE, vec![], Some(form(&p).minus(&form(&q)))),
            Term::Equation(square.equation, Polynomial::constant(by)),
        ];
        sequent.have(Fact::at_least(wanted), Proof::Combination(terms));
    }
    Some(())
}

/// The product of the factors that are chosen, or of the others.
fn part(factors: &[(u32, u32)], choice: u32, wanted: bool) -> Option<Monomial> {
    let places = factors.iter().enumerate();
    let mut chosen = places.filter(|(i, _)| (choice >> i & 1 == 1) == wanted);
    chosen.try_fold(Monomial::one(), |m, (_, (a, e))| {
        Monomial::atom(*a).power(*e)?.times(&m)
    })
}

fn products(sequent: &Sequent) -> Vec<Product> {
    let mut found = Vec::new();
    for (equation, fact) in sequent.active() {
        let terms = fact.polynomial.terms();
        let Some((monomial, scale)) = terms.iter().find(|(m, _)| !m.is_one()) else {
            continue;
        };
        let value = (-&fact.polynomial.constant_term()).divide(scale);
        let Some(value) = value.filter(Rational::is_positive) else {
            continue;
        };
        if fact.relation == Relation::Zero
            && terms.len() == 2
            && (2..=4).contains(&monomial.factors().len())
            && positive(sequent, monomial).is_some()
        {
            found.push(Product {
                equation,
                scale: scale.clone(),
                monomial: monomial.clone(),
                value,
            });
        }
    }
    found
}

fn positive(sequent: &Sequent, monomial: &Monomial) -> Option<Positive> {
    let factors = sequent.factors(monomial, true)?;
    let form = Polynomial::term(monomial.clone(), Rational::ONE);
    sequent
        .strict(&factors.places)
        .then_some((form, factors.places))
}

/// p + q ≥ 2r for every way to write the monomial as p·q, where r² is its value.
fn pairs(sequent: &mut Sequent, product: &Product) -> Option<()> {
    let root = rational_root(&product.value)?;
    let factors = product.monomial.factors();
    for choice in 1..1u32 << (factors.len() - 1) {
        let (p, q) = (
            positive(sequent, &part(factors, choice, true)?)?,
            positive(sequent, &part(factors, choice, false)?)?,
        );
        let twice = &root * &Rational::from(2);
        let form = p.0.plus(&q.0).minus(&Polynomial::constant(twice.clone()));
        let negated = sequent.facts.len();
        let by = Rational::from(4).divide(&product.scale)?;
        let terms = vec![
            Term::Product(twice, vec![negated], None),
            Term::Product(Rational::ONE, [vec![negated], p.1].concat(), None),
            Term::Product(Rational::ONE, [vec![negated], q.1].concat(), None),
            Term::Product(Rational::ONE, vec![], Some(p.0.minus(&q.0))),
            Term::Equation(product.equation, Polynomial::constant(by)),
        ];
        sequent.have(Fact::at_least(form), Proof::Combination(terms));
    }
    Some(())
}

/// x + y + z ≥ 3r and x·y + y·z + z·x ≥ 3r² for x·y·z = r³.
fn triple(sequent: &mut Sequent, product: &Product) -> Option<()> {
    let [(x, 1), (y, 1), (z, 1)] = product.monomial.factors() else {
        return None;
    };
    let root = cube_root(&product.value)?;
    let single = |a: u32| positive(sequent, &Monomial::atom(a));
    let [x, y, z] = [single(*x)?, single(*y)?, single(*z)?];
    let by = Rational::from(27).divide(&product.scale)?;
    let one = Polynomial::constant(by.clone());
    let both = |a: &Positive, b: &Positive| -> Option<Positive> {
        Some((a.0.times(&b.0, 10)?, [a.1.clone(), b.1.clone()].concat()))
    };
    let doubled = [both(&x, &y)?, both(&y, &z)?, both(&z, &x)?];
    three(sequent, &[x, y, z], &root, product.equation, one);
    // (x y)(y z)(z x) − r⁶ = (x y z − r³)(x y z + r³)
    let sum = Polynomial::term(product.monomial.clone(), Rational::ONE)
        .plus(&Polynomial::constant(product.value.clone()));
    three(
        sequent,
        &doubled,
        &(&root * &root),
        product.equation,
        sum.scaled(&by),
    );
    Some(())
}

/// x + y + z ≥ 3r, where the equation times `by` is 27·(x·y·z − r³).
fn three(
    sequent: &mut Sequent,
    forms: &[Positive; 3],
    root: &Rational,
    equation: usize,
    by: Polynomial,
) {
    let number = Rational::from;
    let sum = forms
        .iter()
        .fold(Polynomial::zero(), |sum, (form, _)| sum.plus(form));
    let thrice = root * &number(3);
    let negated = sequent.facts.len();
    let mut terms = vec![
        Term::Product(&thrice * &thrice, vec![negated], None),
        Term::Equation(equation, by),
    ];
    for (index, (_, first)) in forms.iter().enumerate() {
        let places = [vec![negated], first.clone()].concat();
        terms.push(Term::Product(thrice.clone(), places.clone(), None));
        for (_, second) in forms {
            let places = [places.clone(), second.clone()].concat();
            terms.push(Term::Product(Rational::ONE, places, None));
        }
        let (next, last) = (&forms[(index + 1) % 3].0, &forms[(index + 2) % 3].0);
        let difference = next.minus(last);
        for (other, (_, places)) in forms.iter().enumerate() {
            let weight = if other == index { 7 } else { 1 };
            let half = Rational::new(weight, 2).unwrap_or_default();
            terms.push(Term::Product(
                half,
                places.clone(),
                Some(difference.clone()),
            ));
        }
    }
    let form = sum.minus(&Polynomial::constant(thrice));
    sequent.have(Fact::at_least(form), Proof::Combination(terms));
}

/// The cube root of a number, if it is rational.
fn cube_root(value: &Rational) -> Option<Rational> {
    let (p, q) = (value.numerator().cbrt(), value.denominator().cbrt());
    let root = Rational::from_big(num_rational::BigRational::new(p, q));
    (root.power(3)? == *value).then_some(root)
}
