//! Equations: a Gröbner basis with cofactors (Buchberger 1965), within a small budget.
//!
//! Its elements become known equations, so that simple ones can be used for elimination, and inequalities are reduced by
//! them. A power of a positive form that reduces to 0 is a contradiction.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use super::univariate::radical;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeMap;

/// The most steps of reduction.
const STEPS: usize = 1_500;
/// The most elements of a basis.
const ELEMENTS: usize = 30;
/// The highest power of a form that is tried.
const POWER: u32 = 6;
/// Forms of a higher degree are not looked at.
const DEGREE: u32 = 10;

/// A monomial: its degree, and the exponents of the atoms, negated, the last atom first. Larger in the order by degree
/// and reverse lexicographic; keys add where monomials multiply.
type Key = (u32, Vec<i32>);

/// The terms of a form, the leading one last.
type Ordered = BTreeMap<Key, Rational>;

/// A form with what it is: Σ cᵢ · (the equation at place i), plus the form that it was reduced from.
#[derive(Clone)]
struct Element {
    form: Ordered,
    cofactors: BTreeMap<usize, Polynomial>,
}

/// A basis under construction.
struct Basis {
    atoms: Vec<u32>,
    elements: Vec<Element>,
    steps: usize,
}

impl Basis {
    fn key(&self, monomial: &Monomial) -> Key {
        let exponents = self.atoms.iter().rev();
        let exponents = exponents.map(|a| -(monomial.exponent(*a) as i32));
        (monomial.degree(), exponents.collect())
    }

    fn monomial(&self, key: &Key) -> Option<Monomial> {
        let mut factors = self.atoms.iter().rev().zip(&key.1);
        factors.try_fold(Monomial::one(), |product, (atom, e)| {
            Monomial::atom(*atom)
                .power(e.unsigned_abs())?
                .times(&product)
        })
    }

    fn ordered(&self, p: &Polynomial) -> Ordered {
        let terms = p.terms().iter();
        terms.map(|(m, c)| (self.key(m), c.clone())).collect()
    }

    fn polynomial(&self, form: &Ordered) -> Option<Polynomial> {
        let terms = form
            .iter()
            .map(|(k, c)| Some((self.monomial(k)?, c.clone())));
        Some(Polynomial::from_terms(terms.collect::<Option<Vec<_>>>()?))
    }

    /// Adds c · m · (an element of the basis).
    fn add(&self, to: &mut Element, index: usize, key: &Key, by: &Rational) -> Option<()> {
        let element = &self.elements[index];
        for (k, c) in &element.form {
            let entry = to.form.entry(times(k, key)).or_default();
            *entry = &*entry + &(c * by);
        }
        to.form.retain(|_, c| !c.is_zero());
        let factor = Polynomial::term(self.monomial(key)?, by.clone());
        for (place, cofactor) in &element.cofactors {
            let more = cofactor.times(&factor, LIMIT / 10)?;
            let entry = to.cofactors.entry(*place).or_insert_with(Polynomial::zero);
            *entry = entry.plus(&more);
        }
        Some(())
    }

    /// Cancels every term that a leading term divides.
    fn reduce(&mut self, mut element: Element) -> Option<Element> {
        let mut below: Option<Key> = None;
        loop {
            let found = element.form.iter().rev().find_map(|(key, c)| {
                if below.as_ref().is_some_and(|b| key >= b) {
                    return None;
                }
                let (index, rest) = self.divisor(key)?;
                Some((key.clone(), c.clone(), index, rest))
            });
            let Some((key, c, index, rest)) = found else {
                return Some(element);
            };
            self.steps = self.steps.checked_sub(1)?;
            let lead = self.elements[index].form.last_key_value()?.1.inverse()?;
            self.add(&mut element, index, &rest, &-&(&c * &lead))?;
            below = Some(key);
        }
    }

    /// An element whose leading term divides a monomial, and the quotient.
    fn divisor(&self, key: &Key) -> Option<(usize, Key)> {
        let candidates = self.elements.iter().enumerate();
        candidates
            .filter_map(|(i, e)| Some((i, over(key, e.form.last_key_value()?.0)?)))
            .min_by_key(|(i, _)| self.elements[*i].form.len())
    }

    /// The element that two leading terms cancel to.
    fn pair(&self, i: usize, j: usize) -> Option<Element> {
        let (a, p) = self.elements[i].form.last_key_value()?;
        let (b, q) = self.elements[j].form.last_key_value()?;
        let common = least(a, b);
        let mut element = Element {
            form: BTreeMap::new(),
            cofactors: BTreeMap::new(),
        };
        self.add(&mut element, i, &over(&common, a)?, &p.inverse()?)?;
        self.add(&mut element, j, &over(&common, b)?, &-&q.inverse()?)?;
        Some(element)
    }

    /// Adds elements until every pair reduces to 0; nothing if the budget ends before. True if 1 was found.
    fn complete(&mut self) -> Option<bool> {
        let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
        let given = std::mem::take(&mut self.elements);
        for element in given {
            let element = self.reduce(element)?;
            if self.enter(element, &mut pairs)? {
                return Some(true);
            }
        }
        while let Some(best) = (0..pairs.len()).min_by_key(|k| pairs[*k]) {
            let (_, i, j) = pairs.swap_remove(best);
            let element = self.reduce(self.pair(i, j)?)?;
            if self.enter(element, &mut pairs)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn enter(&mut self, element: Element, pairs: &mut Vec<(u32, usize, usize)>) -> Option<bool> {
        let Some((lead, _)) = element.form.last_key_value() else {
            return Some(false);
        };
        let lead = lead.clone();
        if lead.0 > DEGREE || self.elements.len() >= ELEMENTS {
            return None;
        }
        let next = self.elements.len();
        self.elements.push(element);
        for (i, other) in self.elements[..next].iter().enumerate() {
            let Some((key, _)) = other.form.last_key_value() else {
                continue;
            };
            let common = least(key, &lead);
            if common.0 < key.0 + lead.0 {
                pairs.push((common.0, i, next));
            }
        }
        Some(lead.0 == 0)
    }
}

fn times(a: &Key, b: &Key) -> Key {
    (
        a.0 + b.0,
        a.1.iter().zip(&b.1).map(|(x, y)| x + y).collect(),
    )
}

fn over(a: &Key, b: &Key) -> Option<Key> {
    let exponents: Vec<i32> = a.1.iter().zip(&b.1).map(|(x, y)| x - y).collect();
    exponents
        .iter()
        .all(|e| *e <= 0)
        .then(|| (a.0 - b.0, exponents))
}

fn least(a: &Key, b: &Key) -> Key {
    let exponents: Vec<i32> = a.1.iter().zip(&b.1).map(|(x, y)| *x.min(y)).collect();
    (exponents.iter().map(|e| e.unsigned_abs()).sum(), exponents)
}

impl Engine {
    /// Completes the equations; a contradiction if they have one, or if a power of a positive form is 0 by them.
    pub fn ideal(&mut self, sequent: &mut Sequent) -> Option<Proof> {
        let places: Vec<usize> = sequent
            .active()
            .filter(|(_, f)| f.relation == Relation::Zero && f.polynomial.degree() <= DEGREE)
            .map(|(place, _)| place)
            .collect();
        let mut atoms: Vec<u32> = sequent
            .active()
            .flat_map(|(_, f)| f.polynomial.atoms())
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        let linear = |p: &usize| sequent.facts[*p].polynomial.degree() <= 1;
        if places.len() < 2 || atoms.len() > 12 || places.iter().all(linear) || !self.spend(500) {
            return None;
        }
        let mut basis = Basis {
            atoms,
            elements: Vec::new(),
            steps: STEPS,
        };
        let one = Polynomial::constant(Rational::ONE);
        for place in &places {
            let form = basis.ordered(&sequent.facts[*place].polynomial);
            let cofactors = BTreeMap::from([(*place, one.clone())]);
            basis.elements.push(Element { form, cofactors });
        }
        let absurd = basis.complete()?;
        if absurd {
            return contradiction(basis.elements.last()?);
        }
        basis.steps += STEPS;
        if let Some(proof) = vanishing(sequent, &mut basis) {
            return Some(proof);
        }
        self.shorter(sequent, &mut basis);
        self.learn_equations(sequent, &basis, &places);
        None
    }

    /// Equations in one variable without multiple roots: s · r = 0 from s² · r = 0, since (s · r)² = r · (s² · r).
    pub fn single_roots(&mut self, sequent: &mut Sequent) -> Option<()> {
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            if fact.relation != Relation::Zero {
                continue;
            }
            if let Some((simple, rest)) = radical(&fact.polynomial) {
                let cofactors = BTreeMap::from([(place, rest)]);
                let proof = self.zero_by(sequent, &simple, &cofactors)?;
                sequent.have(Fact::zero(simple), proof);
                sequent.retire(place);
            }
        }
        Some(())
    }

    /// Inequalities that get shorter by the equations.
    fn shorter(&mut self, sequent: &mut Sequent, basis: &mut Basis) -> Option<()> {
        for place in sequent.inequalities() {
            let fact = sequent.facts[place].clone();
            let element = basis.reduce(Element {
                form: basis.ordered(&fact.polynomial),
                cofactors: BTreeMap::new(),
            })?;
            let rest = basis.polynomial(&element.form)?;
            let size = |p: &Polynomial| (p.degree(), p.terms().len());
            if size(&rest) >= size(&fact.polynomial) {
                continue;
            }
            let mut terms = vec![Term::facts([place])];
            terms.extend(equations(
                &element.cofactors,
                &Polynomial::constant(Rational::ONE),
            ));
            let negated = sequent.facts.len();
            terms.push(Term::facts([negated]));
            sequent.have(Fact::new(rest, fact.relation), Proof::Combination(terms));
            sequent.retire(place);
        }
        Some(())
    }

    /// The elements of a basis as known equations, in place of the given ones.
    fn learn_equations(
        &mut self,
        sequent: &mut Sequent,
        basis: &Basis,
        places: &[usize],
    ) -> Option<()> {
        let redundant = |i: usize| {
            let lead = basis.elements[i].form.last_key_value();
            basis.elements.iter().enumerate().any(|(j, other)| {
                let (Some((a, _)), Some((b, _))) = (lead, other.form.last_key_value()) else {
                    return false;
                };
                i != j && over(a, b).is_some() && (a != b || j < i)
            })
        };
        let kept: Vec<usize> = (0..basis.elements.len())
            .filter(|i| !redundant(*i))
            .collect();
        for place in places {
            sequent.retire(*place);
        }
        for element in kept.into_iter().map(|i| &basis.elements[i]) {
            let form = basis.polynomial(&element.form)?;
            if let Some(place) = places
                .iter()
                .find(|p| sequent.facts[**p].polynomial == form)
            {
                sequent.active.push(*place);
                continue;
            }
            let scaled = element
                .cofactors
                .iter()
                .map(|(place, c)| Some((*place, c.times(&form, LIMIT)?)));
            let cofactors = scaled.collect::<Option<_>>()?;
            let proof = self.zero_by(sequent, &form, &cofactors)?;
            sequent.have(Fact::zero(form), proof);
        }
        Some(())
    }

    /// Refutes p ≠ 0 where p² = Σ cᵢ · eᵢ.
    fn zero_by(
        &mut self,
        sequent: &Sequent,
        form: &Polynomial,
        cofactors: &BTreeMap<usize, Polynomial>,
    ) -> Option<Proof> {
        let mut why = sequent.with([Fact::new(form.clone(), Relation::Nonzero)]);
        let last = why.facts.len() - 1;
        let lemma = Lemma::SquarePositive(form.clone());
        let square = why.instance(&mut self.atoms, lemma, vec![last])?;
        let mut terms = vec![Term::facts([square])];
        terms.extend(equations(
            cofactors,
            &Polynomial::constant(Rational::from(-1)),
        ));
        Some(why.close(Proof::Combination(terms)))
    }
}

/// The terms Σ cᵢ · m · eᵢ.
fn equations(cofactors: &BTreeMap<usize, Polynomial>, by: &Polynomial) -> Vec<Term> {
    let products = cofactors
        .iter()
        .filter_map(|(place, c)| Some(Term::Equation(*place, c.times(by, LIMIT)?)));
    products.collect()
}

/// From Σ cᵢ · eᵢ = 1 (or another number): a contradiction.
fn contradiction(element: &Element) -> Option<Proof> {
    let (_, value) = element.form.last_key_value()?;
    let by = Polynomial::constant(-&value.inverse()?);
    Some(Proof::Combination(equations(&element.cofactors, &by)))
}

/// A contradiction from a fact p > 0 with a power of p that the equations make 0.
fn vanishing(sequent: &Sequent, basis: &mut Basis) -> Option<Proof> {
    for (place, fact) in sequent.active() {
        if fact.relation != Relation::Above || fact.polynomial.terms().len() > 30 {
            continue;
        }
        for power in 1..=POWER {
            let Some(form) = fact.polynomial.power(power, LIMIT / 20) else {
                break;
            };
            let element = Element {
                form: basis.ordered(&form),
                cofactors: BTreeMap::new(),
            };
            let Some(element) = basis.reduce(element) else {
                break;
            };
            if element.form.is_empty() {
                let mut terms = vec![Term::Product(
                    Rational::ONE,
                    vec![place; power as usize],
                    None,
                )];
                let one = Polynomial::constant(Rational::ONE);
                terms.extend(equations(&element.cofactors, &one));
                return Some(Proof::Combination(terms));
            }
        }
    }
    None
}
