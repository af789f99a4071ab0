//! Brings facts into a form whose derivative is simpler: a logarithm without a factor, or a logarithm in place of an
//! exponential.
//!
//! From A + B · log u > 0 and B > 0: A / B + log u > 0. From −A − B · exp u > 0, with A < 0 < B: log (−A) − log B − u > 0.
//! Other sums of exponentials are divided by one of them.

use super::atom::{Atom, LIMIT, common_factor, divided_by_monomial};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use super::univariate::factor_in;
use crate::prove::arith::{Monomial, Polynomial, Rational};

/// size · exp u compared with another form, both positive.
struct Balance {
    /// The atom exp u.
    exponential: u32,
    /// u
    exponent: Polynomial,
    size: Polynomial,
    /// The place that says that the size is positive.
    size_place: usize,
    other: Polynomial,
    /// Whether the exponential's side is the larger one.
    above: bool,
}

impl Engine {
    /// Adds better forms of the inequalities that mention log or exp; `take` puts logarithms in place of exponentials.
    pub fn isolate(&mut self, sequent: &mut Sequent, take: bool) -> bool {
        let mut changed = false;
        for place in sequent.inequalities() {
            let place = self.without_common_factor(sequent, place).unwrap_or(place);
            let shorter = self.without_polynomial_factor(sequent, place);
            changed |= shorter.is_some();
            let place = shorter.unwrap_or(place);
            let mut done = self.isolate_logarithm(sequent, place);
            if take && done.is_none() {
                done = self.isolate_exponential(sequent, place);
            }
            if done.is_none() {
                done = self.divide_exponential(sequent, place);
            }
            changed |= done.is_some_and(|d| d != place);
        }
        changed
    }

    /// Whether an atom is an exponential that depends on a variable.
    fn moving(&self, atom: u32) -> bool {
        matches!(self.atoms.get(atom), Atom::Exponential(p) if !self.atoms.variables(p).is_empty())
    }

    /// m · q > 0 with a positive monomial m: q > 0.
    pub fn without_common_factor(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        let common = common_factor(&fact.polynomial);
        let rest = divided_by_monomial(&fact.polynomial, &common);
        if common.is_one() || rest.as_constant().is_some() {
            return None;
        }
        let mut factors = Vec::new();
        let mut sign = Rational::ONE;
        for (atom, exponent) in common.factors() {
            let p = Polynomial::atom(*atom);
            let (at, negative) = self.definite(sequent, &p)?;
            factors.extend(std::iter::repeat_n(at, *exponent as usize));
            if negative && exponent % 2 == 1 {
                sign = -&sign;
            }
        }
        let better = Fact::new(rest.scaled(&sign), fact.relation);
        let negated = sequent.facts.len();
        let mut product = factors;
        product.push(negated);
        let terms = vec![
            Term::facts([place]),
            Term::Product(Rational::ONE, product, None),
        ];
        let new = sequent.have(better, Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }

    /// g · q > 0 with a form g in one variable that has a sign: q > 0, or −q > 0.
    fn without_polynomial_factor(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        let mut atoms = fact.polynomial.atoms();
        atoms.retain(|a| *self.atoms.get(*a) == Atom::Variable);
        let parts = |a: &u32| factor_in(&fact.polynomial, *a);
        let (factor, rest) = atoms.iter().find_map(parts)?;
        let (sign, negative) = self.definite(sequent, &factor)?;
        let rest = if negative { rest.negated() } else { rest };
        let negated = sequent.facts.len();
        let terms = vec![Term::facts([place]), Term::facts([sign, negated])];
        let new = sequent.have(Fact::new(rest, fact.relation), Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }

    /// The place of p > 0, or of −p > 0 (then true).
    pub fn definite(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<(usize, bool)> {
        let signed = |negative: bool| Fact::above(if negative { p.negated() } else { p.clone() });
        for negative in [false, true] {
            // Known only up to a factor; state it as it is needed.
            let known = sequent.place_of(&signed(negative));
            if let Some(place) = known.filter(|place| sequent.facts[*place] == signed(negative)) {
                return Some((place, negative));
            }
        }
        for negative in [false, true] {
            let fact = signed(negative);
            if let Some(proof) = self.quickly(sequent, &fact) {
                return Some((sequent.have(fact, proof), negative));
            }
        }
        for negative in [false, true] {
            let fact = signed(negative);
            if let Some(proof) = self.prove(sequent, &fact, 6_000) {
                return Some((sequent.have(fact, proof), negative));
            }
        }
        None
    }

    fn isolate_logarithm(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        let logarithms: Vec<u32> = fact
            .polynomial
            .atoms()
            .into_iter()
            .filter(|a| matches!(self.atoms.get(*a), Atom::Logarithm(_)))
            .collect();
        let [logarithm] = logarithms.as_slice() else {
            return None;
        };
        let (factor, rest) = linear_in(&fact.polynomial, *logarithm)?;
        if factor.as_constant().is_some() {
            return Some(place);
        }
        let (sign, negative) = self.definite(sequent, &factor)?;
        let factor = if negative { factor.negated() } else { factor };
        let inverse = self.atoms.inverse(&factor);
        let inverse_fact = Fact::above(inverse.clone());
        let inverse_place = self.inverse_positive(sequent, &factor, sign, &inverse_fact)?;
        let logarithm = Polynomial::atom(*logarithm);
        let logarithm = if negative {
            logarithm.negated()
        } else {
            logarithm
        };
        let better = Fact::new(rest.times(&inverse, LIMIT)?.plus(&logarithm), fact.relation);
        // fact · inverse + (1 − factor · inverse) · log = better.
        let one = Polynomial::constant(Rational::ONE);
        let cancel = Fact::zero(factor.times(&inverse, LIMIT)?.minus(&one));
        let cancel_place = self.cancels(sequent, &factor, sign, &cancel)?;
        let negated = sequent.facts.len();
        let terms = vec![
            Term::facts([place, inverse_place]),
            Term::facts([negated]),
            Term::Equation(cancel_place, logarithm.negated()),
        ];
        let new = sequent.have(better, Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }

    /// p⁻¹ > 0, as a product of inverses of atoms.
    fn inverse_positive(
        &mut self,
        sequent: &mut Sequent,
        p: &Polynomial,
        sign: usize,
        wanted: &Fact,
    ) -> Option<usize> {
        for atom in wanted.polynomial.atoms() {
            let Atom::Inverse(q) = self.atoms.get(atom).clone() else {
                continue;
            };
            let at = if sequent.facts[sign].gives(&Fact::above(q.clone())) {
                sign
            } else {
                let fact = Fact::above(q.clone());
                let proof = self.prove(sequent, &fact, 6_000)?;
                sequent.have(fact, proof)
            };
            sequent.instance(&mut self.atoms, Lemma::InversePositive(atom), vec![at])?;
        }
        let _ = p;
        let proof = self.quickly(sequent, wanted)?;
        Some(sequent.have(wanted.clone(), proof))
    }

    /// p · p⁻¹ = 1.
    fn cancels(
        &mut self,
        sequent: &mut Sequent,
        p: &Polynomial,
        sign: usize,
        wanted: &Fact,
    ) -> Option<usize> {
        if wanted.polynomial.is_zero() {
            return Some(sequent.have(wanted.clone(), Proof::Enclosure(sequent.facts.len(), 64)));
        }
        let inverses: Vec<u32> = wanted
            .polynomial
            .atoms()
            .into_iter()
            .filter(|a| matches!(self.atoms.get(*a), Atom::Inverse(_)))
            .collect();
        let [atom] = inverses.as_slice() else {
            return None;
        };
        let Atom::Inverse(q) = self.atoms.get(*atom).clone() else {
            return None;
        };
        if primitive_of(p) != primitive_of(&q) {
            return None;
        }
        let place = sequent.instance(&mut self.atoms, Lemma::InverseCancels(*atom), vec![sign])?;
        (sequent.facts[place].polynomial == wanted.polynomial).then_some(place)
    }

    /// From −A − B · exp u > 0, with B > 0: −A > 0, and log (−A) − log B − u > 0; and the mirror image.
    fn isolate_exponential(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let relation = sequent.facts[place].relation;
        let balance = self.balance(sequent, place)?;
        let increases = self.logarithms_of_both(sequent, place, &balance)?;
        let exponential = Polynomial::atom(balance.exponential);
        let exponential_place = self.positive(sequent, &exponential)?;
        let log_size = self.atoms.logarithm(balance.size.clone());
        let mut equation = None;
        if balance.size.as_constant().is_none_or(|c| !c.is_one()) {
            let lemma = Lemma::LogarithmProduct(balance.size.clone(), exponential);
            let places = vec![balance.size_place, exponential_place];
            equation = Some(sequent.instance(&mut self.atoms, lemma, places)?);
        }
        let other = self.atoms.logarithm(balance.other.clone());
        let sum = log_size.plus(&balance.exponent);
        let (better, by) = if balance.above {
            (sum.minus(&other), Rational::from(-1))
        } else {
            (other.minus(&sum), Rational::ONE)
        };
        let negated = sequent.facts.len();
        let mut terms = vec![Term::facts([increases]), Term::facts([negated])];
        terms.extend(equation.map(|e| Term::Equation(e, Polynomial::constant(by))));
        let used = [Some(place), Some(increases), equation];
        used.into_iter().flatten().for_each(|p| sequent.retire(p));
        Some(sequent.have(Fact::new(better, relation), Proof::Combination(terms)))
    }

    /// A fact in the one exponential that moves, as a comparison of two positive forms.
    fn balance(&mut self, sequent: &mut Sequent, place: usize) -> Option<Balance> {
        let fact = sequent.facts[place].clone();
        let mut exponentials = fact.polynomial.atoms();
        exponentials.retain(|a| self.moving(*a));
        let [atom] = exponentials.as_slice() else {
            return None;
        };
        let Atom::Exponential(exponent) = self.atoms.get(*atom).clone() else {
            return None;
        };
        let logarithm = |a: &u32| matches!(self.atoms.get(*a), Atom::Logarithm(p) if !self.atoms.variables(p).is_empty());
        let mentioned = self.atoms.mentioned([&fact.polynomial]);
        if mentioned.iter().any(logarithm) {
            return None;
        }
        let (factor, rest) = linear_in(&fact.polynomial, *atom)?;
        if rest.is_zero() {
            return None;
        }
        let (size_place, factor_negative) = self.definite(sequent, &factor)?;
        let (_, rest_negative) = self.definite(sequent, &rest)?;
        if factor_negative == rest_negative || fact.relation == Relation::AtLeast && self.level > 4
        {
            return None;
        }
        let size = |p: Polynomial, negative: bool| if negative { p.negated() } else { p };
        Some(Balance {
            exponential: *atom,
            exponent,
            size: size(factor, factor_negative),
            size_place,
            other: size(rest, rest_negative),
            above: !factor_negative,
        })
    }

    /// The place of the comparison of the logarithms.
    fn logarithms_of_both(
        &mut self,
        sequent: &mut Sequent,
        place: usize,
        balance: &Balance,
    ) -> Option<usize> {
        let exponential = Polynomial::atom(balance.exponential);
        let (product, other) = (
            balance.size.times(&exponential, LIMIT)?,
            balance.other.clone(),
        );
        let (low, high) = if balance.above {
            (other, product)
        } else {
            (product, other)
        };
        let low_place = self.positive(sequent, &low)?;
        let lemma = if sequent.facts[place].relation == Relation::Above {
            Lemma::LogarithmIncreases(low, high)
        } else {
            Lemma::LogarithmNotDecreases(low, high)
        };
        sequent.instance(&mut self.atoms, lemma, vec![low_place, place])
    }

    fn positive(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<usize> {
        let fact = Fact::above(p.clone());
        if let Some(place) = sequent.place_of(&fact) {
            return Some(place);
        }
        let proof = self.quickly(sequent, &fact)?;
        Some(sequent.have(fact, proof))
    }

    /// Multiplies a sum of exponentials by exp (−u), so that one of its coefficients stands free.
    fn divide_exponential(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for atom in fact.polynomial.atoms() {
            if self.moving(atom) {
                let (factor, _) = linear_in(&fact.polynomial, atom)?;
                parts.push((factor.degree(), atom));
            }
        }
        let free: Vec<_> = fact
            .polynomial
            .terms()
            .iter()
            .filter(|(m, _)| !parts.iter().any(|(_, a)| m.exponent(*a) > 0))
            .collect();
        let free_degree = free.iter().map(|(m, _)| m.degree()).max();
        let (degree, atom) = parts.iter().min().copied()?;
        if free_degree.is_some_and(|d| d <= degree) || (parts.len() == 1 && free.is_empty()) {
            return None;
        }
        let Atom::Exponential(u) = self.atoms.get(atom).clone() else {
            return None;
        };
        let by = self.atoms.exponential(u.negated());
        let [(by_monomial, _)] = by.terms() else {
            return None;
        };
        let by_atom = by_monomial.factors().first()?.0;
        let positive =
            sequent.instance(&mut self.atoms, Lemma::ExponentialPositive(by_atom), vec![])?;
        let mut better = fact.polynomial.times(&by, LIMIT)?;
        let mut terms = vec![Term::facts([place, positive])];
        for (_, atom) in parts {
            let Atom::Exponential(v) = self.atoms.get(atom).clone() else {
                continue;
            };
            let lemma = Lemma::ExponentialSum(v.clone(), u.negated());
            let equation = sequent.instance(&mut self.atoms, lemma, vec![])?;
            sequent.retire(equation);
            let (factor, _) = linear_in(&fact.polynomial, atom)?;
            better = better.plus(&sequent.facts[equation].polynomial.times(&factor, LIMIT)?);
            terms.push(Term::Equation(equation, factor));
        }
        terms.push(Term::Product(
            Rational::ONE,
            vec![sequent.facts.len()],
            None,
        ));
        let new = sequent.have(Fact::new(better, fact.relation), Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }
}

/// A form as factor · atom + rest, if the atom occurs with exponent 1 only.
pub fn linear_in(p: &Polynomial, atom: u32) -> Option<(Polynomial, Polynomial)> {
    let (mut factor, mut rest) = (Vec::new(), Vec::new());
    for (monomial, coefficient) in p.terms() {
        match monomial.exponent(atom) {
            0 => rest.push((monomial.clone(), coefficient.clone())),
            1 => factor.push((monomial.without(atom), coefficient.clone())),
            _ => return None,
        }
    }
    Some((Polynomial::from_terms(factor), Polynomial::from_terms(rest)))
}

fn primitive_of(p: &Polynomial) -> Polynomial {
    super::atom::primitive(p).1
}

/// The monomial of one atom.
pub fn unit(atom: u32) -> Monomial {
    Monomial::atom(atom)
}
