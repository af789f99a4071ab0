//! Values that satisfy linear facts: the simplex's own point, with cases for ≠ and |·|, and branches for natural numbers.
//!
//! For linear facts the simplex either refutes or has a point, so a false linear claim is always refuted by it. The values
//! are checked exactly before they are given.

use super::atom::Atom;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::linear::{self, Outcome};
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::HashMap;

/// The most systems that one search may solve.
const SYSTEMS: u32 = 2_000;
/// The steps that one system may take.
const STEPS: u64 = 200_000;

impl Engine {
    /// Values of the first `count` variables at which linear facts hold; nothing if there are none, or if some fact is
    /// not linear.
    pub fn linear_point(&mut self, facts: &[Fact], count: usize) -> Option<Vec<Rational>> {
        let mut all = facts.to_vec();
        let signs = self.naturals.iter().copied().map(Polynomial::atom);
        all.extend(signs.map(Fact::at_least));
        let mut systems = SYSTEMS;
        let values = self.point(all, &mut systems)?;
        let value = |v: u32| values.get(&Monomial::atom(v)).cloned().unwrap_or_default();
        let values: Vec<Rational> = (0..count as u32).map(value).collect();
        let images = values.iter().cloned().map(Polynomial::constant);
        self.holds(facts, &mut (0..).zip(images).collect())
            .then_some(values)
    }

    fn point(
        &mut self,
        facts: Vec<Fact>,
        systems: &mut u32,
    ) -> Option<HashMap<Monomial, Rational>> {
        *systems = systems.checked_sub(1)?;
        if facts.iter().any(|f| f.polynomial.degree() > 1) {
            return None;
        }
        if let Some(branches) = unequal(&facts).or_else(|| self.barred(&facts)) {
            return branches.into_iter().find_map(|b| self.point(b, systems));
        }
        let variable = |a: u32| *self.atoms.get(a) == Atom::Variable;
        if !facts
            .iter()
            .all(|f| f.polynomial.atoms().into_iter().all(variable))
        {
            return None;
        }
        let mut budget = self.budget.min(STEPS);
        let before = budget;
        let outcome = linear::search(&linear::candidates(&facts), &mut budget);
        self.spend(before - budget + 1);
        let Outcome::Model(values) = outcome else {
            return None;
        };
        match self.fractional(&values) {
            None => Some(values),
            Some((natural, value)) => around(&facts, natural, &value)
                .into_iter()
                .find_map(|b| self.point(b, systems)),
        }
    }

    /// The cases on the sign inside an absolute value, without the bars.
    fn barred(&mut self, facts: &[Fact]) -> Option<Vec<Vec<Fact>>> {
        let mentioned = self.atoms.mentioned(facts.iter().map(|f| &f.polynomial));
        let (atom, inside) = mentioned
            .into_iter()
            .find_map(|a| match self.atoms.get(a) {
                Atom::Absolute(p) => Some((a, p.clone())),
                _ => None,
            })?;
        let mut branches = Vec::new();
        for value in [inside.clone(), inside.negated()] {
            let mut branch = vec![Fact::at_least(value.clone())];
            for fact in facts {
                let mut images = HashMap::from([(atom, value.clone())]);
                let form = self.atoms.substitute(&fact.polynomial, &mut images)?;
                branch.push(Fact::new(form, fact.relation));
            }
            branches.push(branch);
        }
        Some(branches)
    }

    /// A natural variable whose value is no whole number.
    fn fractional(&self, values: &HashMap<Monomial, Rational>) -> Option<(u32, Rational)> {
        self.naturals.iter().find_map(|n| {
            let value = values.get(&Monomial::atom(*n))?;
            (!value.is_integer()).then(|| (*n, value.clone()))
        })
    }
}

/// The cases of a fact p ≠ 0.
fn unequal(facts: &[Fact]) -> Option<Vec<Vec<Fact>>> {
    let place = facts.iter().position(|f| f.relation == Relation::Nonzero)?;
    let form = facts[place].polynomial.clone();
    let with = |form: Polynomial| {
        let mut branch = facts.to_vec();
        branch[place] = Fact::above(form);
        branch
    };
    Some(vec![with(form.clone()), with(form.negated())])
}

/// The facts with n at most the whole number below a value, and with n above it.
fn around(facts: &[Fact], natural: u32, value: &Rational) -> Vec<Vec<Fact>> {
    let floor = Polynomial::constant(Rational::from_big(value.to_big().floor()));
    let n = Polynomial::atom(natural);
    let above = n.minus(&floor).minus(&Polynomial::constant(Rational::ONE));
    let with = |form: Polynomial| [facts, &[Fact::at_least(form)]].concat();
    vec![with(floor.minus(&n)), with(above)]
}
