//! Better forms of facts: exponentials merged, small slack dropped, variables replaced by logarithms.
//!
//! Every step adds facts that follow by a combination or a lemma; the search then looks at the new facts.

use super::atom::{Atom, LIMIT, quotient};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};

/// More rewritings of one fact are not made.
const MERGES: usize = 60;
/// Constants up to one over this are slack that may be dropped.
const SLACK: i64 = 10;

impl Engine {
    /// Adds a fact plus multiples of equations, in place of the fact.
    fn with_equations(
        &mut self,
        sequent: &mut Sequent,
        place: usize,
        multiples: &[(usize, Polynomial)],
    ) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        let mut form = fact.polynomial.clone();
        let mut terms = vec![Term::facts([place])];
        for (equation, by) in multiples {
            form = form.plus(&sequent.facts[*equation].polynomial.times(by, LIMIT)?);
            terms.push(Term::Equation(*equation, by.clone()));
        }
        terms.push(Term::Product(
            Rational::ONE,
            vec![sequent.facts.len()],
            None,
        ));
        let new = sequent.have(Fact::new(form, fact.relation), Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }

    /// Writes products and powers of exponentials as one exponential, in every inequality.
    pub fn merge_exponentials(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for place in sequent.inequalities() {
            changed |= self.merge_one(sequent, place).is_some();
        }
        changed
    }

    fn merge_one(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let mut form = sequent.facts[place].polynomial.clone();
        let mut multiples = Vec::new();
        while let Some((lemma, part, monomial, coefficient)) = self.mergeable(&form) {
            if multiples.len() >= MERGES {
                return None;
            }
            let equation = sequent.instance(&mut self.atoms, lemma, vec![])?;
            sequent.retire(equation);
            let by = Polynomial::term(quotient(&monomial, &part)?, coefficient);
            form = form.plus(&sequent.facts[equation].polynomial.times(&by, LIMIT)?);
            multiples.push((equation, by));
        }
        if multiples.is_empty() {
            return None;
        }
        self.with_equations(sequent, place, &multiples)
    }

    /// A law for exponentials whose right side divides a monomial of a form: the law, its right side, the monomial.
    fn mergeable(&self, form: &Polynomial) -> Option<(Lemma, Monomial, Monomial, Rational)> {
        for (monomial, coefficient) in form.terms() {
            let exponentials: Vec<(u32, u32, &Polynomial)> = monomial
                .factors()
                .iter()
                .filter_map(|(atom, exponent)| match self.atoms.get(*atom) {
                    Atom::Exponential(u) => Some((*atom, *exponent, u)),
                    _ => None,
                })
                .collect();
            let power = exponentials.iter().find(|(_, exponent, _)| *exponent > 1);
            let (lemma, part) = match (power, exponentials.as_slice()) {
                (Some((atom, exponent, u)), _) => (
                    Lemma::ExponentialPower((*u).clone(), *exponent),
                    Monomial::atom(*atom).power(*exponent)?,
                ),
                (None, [(a, _, u), (b, _, v), ..]) => (
                    Lemma::ExponentialSum((*u).clone(), (*v).clone()),
                    Monomial::atom(*a).times(&Monomial::atom(*b))?,
                ),
                _ => continue,
            };
            return Some((lemma, part, monomial.clone(), coefficient.clone()));
        }
        None
    }

    /// From p − c · m > 0 with a small c > 0 and a positive monomial m: p > 0, in place of the fact.
    pub fn drop_slack(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for place in sequent.inequalities() {
            changed |= self.drop_slack_of(sequent, place).is_some();
        }
        changed
    }

    fn drop_slack_of(&mut self, sequent: &mut Sequent, place: usize) -> Option<usize> {
        let fact = sequent.facts[place].clone();
        if self.moving_variables(&fact.polynomial).is_empty() || fact.polynomial.terms().len() < 3 {
            return None;
        }
        let small =
            |c: &Rational| c.is_negative() && &c.abs() * &Rational::from(SLACK) <= Rational::ONE;
        let candidates = fact.polynomial.terms().iter().filter(|(_, c)| small(c));
        let (monomial, c) = candidates.max_by(|(_, a), (_, b)| a.cmp(b))?.clone();
        let (places, root) = positive_parts(sequent, &monomial)?;
        let by = -&c;
        let better = fact.polynomial.minus(&Polynomial::term(monomial, c));
        let terms = vec![
            Term::facts([place]),
            Term::facts([sequent.facts.len()]),
            Term::Product(by, places, root),
        ];
        let new = sequent.have(Fact::new(better, fact.relation), Proof::Combination(terms));
        sequent.retire(place);
        Some(new)
    }

    /// Puts exp y in place of every positive variable x with log x, where y = log x.
    pub fn logarithmic(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Logarithm(_))) {
            changed |= self.logarithmic_in(sequent, atom).is_some();
        }
        changed
    }

    fn logarithmic_in(&mut self, sequent: &mut Sequent, atom: u32) -> Option<()> {
        let p = self.atoms.get(atom).argument()?.clone();
        let [x] = p.atoms()[..] else { return None };
        if p != Polynomial::atom(x) || *self.atoms.get(x) != Atom::Variable {
            return None;
        }
        let place = self.positive_place(sequent, &p)?;
        let cancel = sequent.instance(
            &mut self.atoms,
            Lemma::ExponentialLogarithm(atom),
            vec![place],
        )?;
        let y = self.atoms.fresh();
        let log = Polynomial::atom(atom);
        let name = sequent.instance(&mut self.atoms, Lemma::Name(y, log), vec![])?;
        self.rewrite(sequent, name, atom, &Polynomial::atom(y));
        sequent.retire(name);
        let image = self.atoms.exponential(Polynomial::atom(y));
        let wanted = image.minus(&p);
        let equation = sequent
            .active()
            .find(|(_, f)| f.relation == Relation::Zero && f.polynomial == wanted)?
            .0;
        let _ = cancel;
        self.rewrite(sequent, equation, x, &image);
        sequent.retire(equation);
        Some(())
    }

    /// Puts q + t in place of a variable z with z − q > 0, where q is a form with functions that are not rational.
    pub fn shift(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for place in sequent.inequalities() {
            if sequent.active.contains(&place) {
                changed |= self.shift_one(sequent, place).is_some();
            }
        }
        changed
    }

    fn shift_one(&mut self, sequent: &mut Sequent, place: usize) -> Option<()> {
        let fact = sequent.facts[place].clone();
        let functions =
            |atom: &u32| matches!(self.atoms.get(*atom), Atom::Exponential(_) | Atom::Root(_));
        let (z, slope) = fact
            .polynomial
            .terms()
            .iter()
            .find_map(|(m, c)| match m.factors() {
                [(atom, 1)] if *self.atoms.get(*atom) == Atom::Variable && c.is_positive() => {
                    Some((*atom, c.clone()))
                }
                _ => None,
            })?;
        let form = fact.polynomial.scaled(&slope.inverse()?);
        let rest = Polynomial::atom(z).minus(&form);
        if self.atoms.mentioned([&rest]).contains(&z) || !rest.atoms().iter().any(functions) {
            return None;
        }
        let t = self.atoms.fresh();
        let name = sequent.instance(&mut self.atoms, Lemma::Name(t, form), vec![])?;
        let image = rest.plus(&Polynomial::atom(t));
        let equation = Fact::zero(Polynomial::atom(z).minus(&image));
        // t = z − q is z = q + t, with the sign turned.
        let negated = sequent.facts.len();
        let turned = sequent.with([equation.negation()]);
        let mut turned = turned;
        let trivial = turned.instance(
            &mut self.atoms,
            Lemma::Substitute(t, Polynomial::atom(z).minus(&rest)),
            vec![negated, name],
        )?;
        let why = turned.close(Proof::Enclosure(trivial, 64));
        let at = sequent.have(equation, why);
        sequent.retire(name);
        self.rewrite(sequent, at, z, &image);
        sequent.retire(at);
        Some(())
    }

    /// For exponentials whose arguments are ordered by linear facts, that order.
    pub fn ordered_exponentials(&mut self, sequent: &mut Sequent) {
        let all = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_)));
        if all.len() > 6 {
            return;
        }
        let argument =
            |this: &Self, a: u32| this.atoms.get(a).argument().cloned().unwrap_or_default();
        for a in &all {
            for b in all.iter().filter(|b| *b != a) {
                let (u, v) = (argument(self, *a), argument(self, *b));
                let order = Fact::above(v.minus(&u));
                let weak = Fact::at_least(v.minus(&u));
                for (fact, lemma) in [
                    (order, Lemma::ExponentialIncreases(u.clone(), v.clone())),
                    (weak, Lemma::ExponentialNotDecreases(u.clone(), v.clone())),
                ] {
                    let negated = sequent.with([fact.negation()]);
                    let Some(proof) = self.linear(&negated) else {
                        continue;
                    };
                    let place = sequent.have(fact, proof);
                    sequent.instance(&mut self.atoms, lemma, vec![place]);
                    break;
                }
            }
        }
    }

    /// Short bounds of the atoms without variables, for linear arithmetic.
    pub fn numeric_bounds(&mut self, sequent: &mut Sequent) {
        let irrational =
            |a: &Atom| !matches!(a, Atom::Variable | Atom::Inverse(_) | Atom::Alias(_));
        for atom in sequent.atoms_where(&self.atoms, irrational) {
            let form = Polynomial::atom(atom);
            if !self.atoms.variables(&form).is_empty() {
                continue;
            }
            let Some((low, high)) = super::enclose::numeric(&self.atoms, atom) else {
                continue;
            };
            for side in [
                form.minus(&Polynomial::constant(low)),
                Polynomial::constant(high).minus(&form),
            ] {
                let fact = Fact::at_least(side);
                if sequent.place_of(&fact).is_none() {
                    sequent.have(fact, Proof::Enclosure(sequent.facts.len(), 64));
                }
            }
        }
    }
}

/// A monomial as a product of facts that are positive and of a square.
fn positive_parts(
    sequent: &Sequent,
    monomial: &Monomial,
) -> Option<(Vec<usize>, Option<Polynomial>)> {
    let (mut places, mut root) = (Vec::new(), Monomial::one());
    for (atom, exponent) in monomial.factors() {
        if exponent % 2 == 1 {
            let wanted = Fact::above(Polynomial::atom(*atom));
            let own = |place: &usize| sequent.facts[*place] == wanted;
            places.push(sequent.active.iter().copied().find(own)?);
        }
        root = root.times(&Monomial::atom(*atom).power(exponent / 2)?)?;
    }
    let root = (!root.is_one()).then(|| Polynomial::term(root, Rational::ONE));
    Some((places, root))
}
