//! Algebra inside exp and log: products, powers and inverses are taken apart, and tangents are added.

use super::atom::{Atom, LIMIT};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::BTreeMap;

/// Exponents beyond this are not taken apart.
const LARGEST: i64 = 24;

impl Engine {
    /// Writes log of products of positive factors as sums.
    pub fn expand_logarithms(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for _ in 0..12 {
            let all = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Logarithm(_)));
            let step = all
                .into_iter()
                .any(|atom| self.expand_logarithm(sequent, atom).is_some());
            if !step {
                break;
            }
            changed = true;
        }
        changed
    }

    fn expand_logarithm(&mut self, sequent: &mut Sequent, atom: u32) -> Option<()> {
        let Atom::Logarithm(p) = self.atoms.get(atom).clone() else {
            return None;
        };
        let (content, rest) = super::atom::primitive(&p);
        let common = super::atom::common_factor(&rest);
        let cofactor = super::atom::divided_by_monomial(&rest, &common);
        let mut factors: Vec<(Polynomial, u32)> = common
            .factors()
            .iter()
            .map(|(a, e)| (Polynomial::atom(*a), *e))
            .collect();
        if cofactor.as_constant().is_none_or(|c| !c.is_one()) {
            factors.push((cofactor, 1));
        }
        if !content.is_one() {
            factors.push((Polynomial::constant(content), 1));
        }
        self.turn_negative(sequent, &mut factors);
        let (first, exponent) = factors.first()?.clone();
        let inverse = |a: &u32| matches!(self.atoms.get(*a), Atom::Inverse(_));
        if let [(monomial, c)] = p.terms()
            && matches!(monomial.factors(), [(a, 1)] if inverse(a))
            && (c.is_one() || c.is_negative())
        {
            return self.expand_inverse(sequent, atom, &p);
        }
        if let [(_, 1)] = factors.as_slice() {
            return None;
        }
        if factors.len() == 1 {
            let place = self.positive_place(sequent, &first)?;
            let equation = sequent.instance(
                &mut self.atoms,
                Lemma::LogarithmPower(first, exponent),
                vec![place],
            )?;
            return self.use_equation(sequent, equation, atom);
        }
        let head = first.power(exponent, LIMIT)?;
        let tail = factors[1..]
            .iter()
            .try_fold(Polynomial::constant(Rational::ONE), |p, (q, e)| {
                p.times(&q.power(*e, LIMIT)?, LIMIT)
            })?;
        let (head_place, tail_place) = (
            self.positive_place(sequent, &head)?,
            self.positive_place(sequent, &tail)?,
        );
        let lemma = Lemma::LogarithmProduct(head, tail);
        let equation = sequent.instance(&mut self.atoms, lemma, vec![head_place, tail_place])?;
        self.use_equation(sequent, equation, atom)
    }

    /// Turns the signs of two factors that are negative.
    fn turn_negative(&mut self, sequent: &Sequent, factors: &mut [(Polynomial, u32)]) {
        let negative = |p: &Polynomial| match p.terms() {
            _ if p.as_constant().is_some() => p.constant_term().is_negative(),
            [(monomial, c)] if c.is_positive() => match monomial.factors() {
                [(atom, 1)] => match self.atoms.get(*atom) {
                    Atom::Inverse(q) => sequent.place_of(&Fact::above(q.negated())).is_some(),
                    _ => false,
                },
                _ => false,
            },
            _ => sequent.place_of(&Fact::above(p.negated())).is_some(),
        };
        let turned: Vec<usize> = (0..factors.len())
            .filter(|i| factors[*i].1 == 1 && negative(&factors[*i].0))
            .collect();
        if turned.len() == 2 {
            turned
                .iter()
                .for_each(|i| factors[*i].0 = factors[*i].0.negated());
        }
    }

    fn expand_inverse(
        &mut self,
        sequent: &mut Sequent,
        atom: u32,
        argument: &Polynomial,
    ) -> Option<()> {
        let [(monomial, c)] = argument.terms() else {
            return None;
        };
        let [(inner, 1)] = monomial.factors() else {
            return None;
        };
        let Atom::Inverse(q) = self.atoms.get(*inner).clone() else {
            return None;
        };
        let q = q.scaled(&c.inverse()?);
        let place = self.positive_place(sequent, &q)?;
        let equation =
            sequent.instance(&mut self.atoms, Lemma::LogarithmInverse(q), vec![place])?;
        self.use_equation(sequent, equation, atom)
    }

    /// Replaces an atom throughout by what an equation says that it is.
    fn use_equation(&mut self, sequent: &mut Sequent, equation: usize, atom: u32) -> Option<()> {
        let form = sequent.facts[equation].polynomial.clone();
        let slope = form.coefficient(&Monomial::atom(atom));
        let rest = form.minus(&Polynomial::atom(atom).scaled(&slope));
        let value = rest.scaled(&(-&slope).inverse()?);
        if value.atoms().contains(&atom) {
            return None;
        }
        self.rewrite(sequent, equation, atom, &value);
        sequent.retire(equation);
        Some(())
    }

    /// The place of p > 0, proved if need be.
    pub fn positive_place(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<usize> {
        let fact = Fact::above(p.clone());
        if let Some(place) = sequent.place_of(&fact) {
            return Some(place);
        }
        for atom in p.atoms() {
            if let Atom::Inverse(q) = self.atoms.get(atom).clone()
                && let Some(negative) = sequent.place_of(&Fact::above(q.negated()))
            {
                sequent.instance(&mut self.atoms, Lemma::InverseCancels(atom), vec![negative]);
            } else if let Atom::Inverse(q) = self.atoms.get(atom).clone()
                && let Some(proof) = self.prove(sequent, &Fact::above(q.clone()), 5_000)
            {
                let place = sequent.have(Fact::above(q), proof);
                sequent.instance(&mut self.atoms, Lemma::InversePositive(atom), vec![place]);
            }
            if matches!(self.atoms.get(atom), Atom::Exponential(_)) {
                sequent.instance(&mut self.atoms, Lemma::ExponentialPositive(atom), vec![]);
            }
        }
        let proof = self.prove(sequent, &fact, 6_000)?;
        Some(sequent.have(fact, proof))
    }

    /// Writes every exponential as a product of powers of exponentials of single monomials.
    pub fn expand_exponentials(&mut self, sequent: &mut Sequent) -> bool {
        let all = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_)));
        let mut units: BTreeMap<Monomial, Rational> = BTreeMap::new();
        for atom in &all {
            let Atom::Exponential(p) = self.atoms.get(*atom) else {
                continue;
            };
            for (monomial, coefficient) in p.terms() {
                let unit = units
                    .entry(monomial.clone())
                    .or_insert_with(|| coefficient.abs());
                *unit = Rational::content([&*unit, coefficient]);
            }
        }
        let small = |this: &Self, atom: u32| {
            let Atom::Exponential(p) = this.atoms.get(atom) else {
                return false;
            };
            p.terms().iter().all(|(m, c)| {
                c.divide(&units[m])
                    .is_some_and(|n| n.abs() <= Rational::from(LARGEST))
            })
        };
        let mut changed = false;
        for atom in all {
            if small(self, atom) {
                changed |= self.expand_exponential(sequent, atom, &units).is_some();
            }
        }
        changed
    }

    fn expand_exponential(
        &mut self,
        sequent: &mut Sequent,
        atom: u32,
        units: &BTreeMap<Monomial, Rational>,
    ) -> Option<()> {
        let Atom::Exponential(p) = self.atoms.get(atom).clone() else {
            return None;
        };
        let (monomial, coefficient) = p.terms().first()?.clone();
        let head = Polynomial::term(monomial.clone(), coefficient.clone());
        let tail = p.minus(&head);
        if !tail.is_zero() {
            let equation = sequent.instance(
                &mut self.atoms,
                Lemma::ExponentialSum(head.clone(), tail.clone()),
                vec![],
            )?;
            self.use_equation(sequent, equation, atom)?;
            for part in [head, tail] {
                let part = self.atoms.exponential(part);
                let part = part.atoms().first().copied()?;
                self.expand_exponential(sequent, part, units);
            }
            return Some(());
        }
        let unit = Polynomial::term(monomial, units.get(&p.terms()[0].0)?.clone());
        let times = coefficient.divide(&unit.terms()[0].1)?;
        if times.is_one() {
            return None;
        }
        if times.is_negative() {
            // exp (−v) · exp v = 1
            let positive = head.negated();
            let lemma = Lemma::ExponentialSum(head.clone(), positive.clone());
            sequent.instance(&mut self.atoms, lemma, vec![])?;
            let inner = self.atoms.exponential(positive).atoms().first().copied()?;
            self.expand_exponential(sequent, inner, units);
            return Some(());
        }
        let equation = sequent.instance(
            &mut self.atoms,
            Lemma::ExponentialPower(unit, times.as_exponent()?),
            vec![],
        )?;
        self.use_equation(sequent, equation, atom)
    }

    /// exp (log p) is p, where p > 0.
    pub fn cancel_logarithms(&mut self, sequent: &mut Sequent) {
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_))) {
            let Atom::Exponential(p) = self.atoms.get(atom).clone() else {
                continue;
            };
            let [(monomial, c)] = p.terms() else { continue };
            let [(inner, 1)] = monomial.factors() else {
                continue;
            };
            let Atom::Logarithm(q) = self.atoms.get(*inner).clone() else {
                continue;
            };
            if !c.is_one() {
                continue;
            }
            let Some(place) = self.positive_place(sequent, &q) else {
                continue;
            };
            let lemma = Lemma::ExponentialLogarithm(*inner);
            if let Some(equation) = sequent.instance(&mut self.atoms, lemma, vec![place]) {
                self.use_equation(sequent, equation, atom);
            }
        }
    }

    /// q · q⁻¹ = 1 for every inverse whose sign a fact states.
    pub fn cancel_inverses(&mut self, sequent: &mut Sequent) {
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Inverse(_))) {
            let Atom::Inverse(q) = self.atoms.get(atom).clone() else {
                continue;
            };
            let known = [Fact::above(q.clone()), Fact::above(q.negated())]
                .iter()
                .find_map(|fact| sequent.place_of(fact));
            if let Some(place) = known {
                sequent.instance(&mut self.atoms, Lemma::InverseCancels(atom), vec![place]);
            }
        }
    }

    /// Tangents of exp and log at 0 and 1, at each other's arguments, and at a few multiples of them.
    pub fn tangents(&mut self, sequent: &mut Sequent) {
        let exponentials = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_)));
        let logarithms = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Logarithm(_)));
        if exponentials.len() + logarithms.len() > 8 {
            return;
        }
        let argument =
            |this: &Self, atom: u32| this.atoms.get(atom).argument().cloned().unwrap_or_default();
        let mut points: Vec<Polynomial> = exponentials.iter().map(|a| argument(self, *a)).collect();
        points.push(Polynomial::zero());
        points.extend(logarithms.iter().map(|a| Polynomial::atom(*a)));
        for (i, u) in points.clone().iter().enumerate() {
            for v in points
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != i)
                .map(|(_, v)| v)
            {
                sequent.instance(
                    &mut self.atoms,
                    Lemma::ExponentialTangent(u.clone(), v.clone()),
                    vec![],
                );
            }
        }
        self.cancel_logarithms(sequent);
        for atom in logarithms {
            let p = argument(self, atom);
            if let Some(place) = self.positive_place(sequent, &p) {
                self.logarithm_tangents(sequent, atom, &p, place);
            }
        }
    }

    fn logarithm_tangents(
        &mut self,
        sequent: &mut Sequent,
        atom: u32,
        p: &Polynomial,
        place: usize,
    ) {
        for point in self.tangent_points(sequent, p, atom) {
            let positive = Fact::above(point.clone());
            let at = match sequent.place_of(&positive) {
                Some(at) => at,
                None => match self.quickly(sequent, &positive) {
                    Some(proof) => sequent.have(positive, proof),
                    None => continue,
                },
            };
            let lemmas = [
                (
                    Lemma::LogarithmTangent(p.clone(), point.clone()),
                    [place, at],
                ),
                (Lemma::LogarithmTangent(point, p.clone()), [at, place]),
            ];
            for (lemma, places) in lemmas {
                sequent.instance(&mut self.atoms, lemma, places.to_vec());
            }
        }
    }

    /// Where the tangent of log at p may help: at 1, at other arguments, at what is multiplied with it, at exponentials.
    fn tangent_points(&self, sequent: &Sequent, p: &Polynomial, atom: u32) -> Vec<Polynomial> {
        let mut points = Vec::new();
        for (_, fact) in sequent.active() {
            let Some((factor, _)) = super::isolate::linear_in(&fact.polynomial, atom) else {
                continue;
            };
            if !factor.is_zero() && factor.as_constant().is_none() {
                points.push(factor.clone());
                points.push(factor.negated());
                points.push(factor.scaled(&Rational::from(2)));
                points.push(factor.scaled(&Rational::from(-2)));
            }
        }
        for other in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Logarithm(_))) {
            if let Atom::Logarithm(q) = self.atoms.get(other)
                && other != atom
            {
                points.push(q.clone());
            }
        }
        for other in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Exponential(_))) {
            let point = Polynomial::atom(other);
            if self.atoms.variables(&point).is_empty() {
                points.push(point);
            }
        }
        points.insert(points.len().min(2), Polynomial::constant(Rational::ONE));
        let mut unique: Vec<Polynomial> = Vec::new();
        for point in points {
            if point != *p && point.degree() <= 2 && !unique.contains(&point) {
                unique.push(point);
            }
        }
        unique.truncate(8);
        unique
    }

    /// From u > log p (or ≥) with p > 0: exp u > p (or ≥); and the mirror image.
    pub fn exponentiate(&mut self, sequent: &mut Sequent) -> bool {
        let mut changed = false;
        for place in sequent.inequalities() {
            changed |= self.exponentiate_one(sequent, place).is_some();
        }
        changed
    }

    fn exponentiate_one(&mut self, sequent: &mut Sequent, place: usize) -> Option<()> {
        let fact = sequent.facts[place].clone();
        if self.moving_variables(&fact.polynomial).is_empty() {
            return None;
        }
        let strict = match fact.relation {
            Relation::Above => true,
            Relation::AtLeast => false,
            _ => return None,
        };
        for (monomial, coefficient) in fact.polynomial.terms() {
            let [(atom, 1)] = monomial.factors() else {
                continue;
            };
            let Atom::Logarithm(p) = self.atoms.get(*atom).clone() else {
                continue;
            };
            let log = Polynomial::atom(*atom);
            let scale = coefficient.abs().inverse()?;
            let rest = fact
                .polynomial
                .minus(&log.scaled(coefficient))
                .scaled(&scale);
            let positive = self.positive_place(sequent, &p)?;
            let cancel = sequent.instance(
                &mut self.atoms,
                Lemma::ExponentialLogarithm(*atom),
                vec![positive],
            )?;
            let (low, high) = if coefficient.is_negative() {
                (log, rest)
            } else {
                (rest.negated(), log)
            };
            let lemma = if strict {
                Lemma::ExponentialIncreases(low, high)
            } else {
                Lemma::ExponentialNotDecreases(low, high)
            };
            let increases = sequent.instance(&mut self.atoms, lemma, vec![place])?;
            let (first, second) = (
                sequent.facts[increases].clone(),
                sequent.facts[cancel].polynomial.clone(),
            );
            let by = if coefficient.is_negative() {
                Rational::ONE
            } else {
                Rational::from(-1)
            };
            let better = first.polynomial.plus(&second.scaled(&by));
            let better = Fact::new(better, fact.relation);
            let negated = sequent.facts.len();
            sequent.retire(place);
            sequent.retire(increases);
            sequent.retire(cancel);
            sequent.have(
                better,
                Proof::Combination(vec![
                    Term::facts([increases]),
                    Term::Equation(cancel, Polynomial::constant(by)),
                    Term::facts([negated]),
                ]),
            );
            return Some(());
        }
        None
    }

    /// Puts t = 1/x in place of a positive variable x; gives t.
    pub fn invert(&mut self, sequent: &mut Sequent, x: u32) -> Option<u32> {
        let positive = self.positive_place(sequent, &Polynomial::atom(x))?;
        let inverse = self.atoms.inverse(&Polynomial::atom(x));
        let inverse_atom = inverse.atoms().first().copied()?;
        let inverse_positive = sequent.instance(
            &mut self.atoms,
            Lemma::InversePositive(inverse_atom),
            vec![positive],
        )?;
        let t = self.atoms.fresh();
        let name = sequent.instance(&mut self.atoms, Lemma::Name(t, inverse.clone()), vec![])?;
        let image = self.atoms.inverse(&Polynomial::atom(t));
        let equation = Fact::zero(Polynomial::atom(x).minus(&image));
        let mut why = sequent.with([equation.negation()]);
        let negated = why.facts.len() - 1;
        let trivial = why.instance(
            &mut self.atoms,
            Lemma::Substitute(t, inverse),
            vec![negated, name],
        )?;
        let proof = why.close(Proof::Enclosure(trivial, 64));
        let place = sequent.have(equation, proof);
        sequent.have(
            Fact::above(Polynomial::atom(t)),
            Proof::Combination(vec![
                Term::facts([inverse_positive]),
                Term::Equation(name, Polynomial::constant(Rational::ONE)),
                Term::facts([sequent.facts.len()]),
            ]),
        );
        sequent.retire(name);
        self.rewrite(sequent, place, x, &image);
        sequent.retire(place);
        Some(t)
    }
}
