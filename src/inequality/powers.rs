//! High powers of named sums compared: 0 ≤ a < b gives aⁿ < bⁿ, and 1 ≤ b gives bᵐ ≤ bⁿ for m ≤ n. What is left is written
//! out.

use super::atom::{Atom, is_short_power};
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::proof::{Proof, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};
use std::collections::BTreeSet;

impl Engine {
    /// A refutation by comparing powers of named sums; otherwise the names are gone afterwards where that is possible.
    pub fn powers(&mut self, sequent: &mut Sequent) -> Option<Proof> {
        let named = sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Alias(_)));
        if named.is_empty() {
            return None;
        }
        let proof = self.limited(60_000, |e| e.compared(sequent.with([]), &named));
        if proof.is_some() {
            return proof;
        }
        let exponent = |facts: &Sequent, atom: u32| {
            let forms = facts.active().flat_map(|(_, f)| f.polynomial.terms());
            forms.map(|(m, _)| m.exponent(atom)).max().unwrap_or(0)
        };
        for atom in named {
            let exponent = exponent(sequent, atom);
            let short = |a: &Atom| matches!(a, Atom::Alias(p) if is_short_power(p, exponent));
            if !short(self.atoms.get(atom)) {
                continue;
            }
            if let Some(equation) = sequent.instance(&mut self.atoms, Lemma::Unalias(atom), vec![])
                && let Atom::Alias(sum) = self.atoms.get(atom).clone()
            {
                self.rewrite(sequent, equation, atom, &sum);
                sequent.retire(equation);
            }
        }
        None
    }

    fn compared(&mut self, mut sequent: Sequent, named: &[u32]) -> Option<Proof> {
        let exponents: BTreeSet<u32> = sequent
            .active()
            .flat_map(|(_, f)| f.polynomial.terms().iter())
            .flat_map(|(m, _)| m.factors().iter())
            .filter(|(a, e)| named.contains(a) && *e > 1)
            .map(|(_, e)| *e)
            .collect();
        for atom in named {
            sequent.instance(&mut self.atoms, Lemma::Unalias(*atom), vec![]);
            let Atom::Alias(sum) = self.atoms.get(*atom).clone() else {
                continue;
            };
            for (shift, strict) in [(Rational::ONE, false), (Rational::ZERO, true)] {
                let form = sum.minus(&Polynomial::constant(shift.clone()));
                let own = Polynomial::atom(*atom).minus(&Polynomial::constant(shift));
                self.known_of_sum(&mut sequent, form, own, strict);
            }
        }
        for small in named {
            for large in named.iter().filter(|l| *l != small) {
                for exponent in &exponents {
                    self.power_of_both(&mut sequent, *small, *large, *exponent);
                }
            }
            let pairs = exponents.iter().zip(exponents.iter().skip(1));
            for (low, high) in pairs {
                self.power_above(&mut sequent, *small, *low, *high);
            }
        }
        let proof = self.simple(&sequent).or_else(|| self.products(&sequent))?;
        Some(sequent.close(proof))
    }

    /// A sign of a sum, said of its name.
    fn known_of_sum(
        &mut self,
        sequent: &mut Sequent,
        form: Polynomial,
        own: Polynomial,
        strict: bool,
    ) -> Option<()> {
        let relation = if strict {
            Relation::Above
        } else {
            Relation::AtLeast
        };
        let fact = Fact::new(form, relation);
        let proof = self.quickly(sequent, &fact)?;
        sequent.have(fact, proof);
        let named = Fact::new(own, relation);
        let negated = sequent.with([named.negation()]);
        let proof = self.linear(&negated)?;
        sequent.have(named, proof);
        Some(())
    }

    /// aⁿ < bⁿ from 0 < a < b.
    fn power_of_both(&mut self, sequent: &mut Sequent, a: u32, b: u32, n: u32) -> Option<()> {
        let (small, large) = (Polynomial::atom(a), Polynomial::atom(b));
        let known = |e: &mut Self, sequent: &mut Sequent, fact: Fact| match sequent.place_of(&fact)
        {
            Some(place) => Some(place),
            None => {
                let proof = e.linear(&sequent.with([fact.negation()]))?;
                Some(sequent.have(fact, proof))
            }
        };
        let order = known(self, sequent, Fact::above(large.minus(&small)))?;
        let bases = Bases {
            low: Some((small.clone(), known(self, sequent, Fact::above(small))?)),
            high: (large.clone(), known(self, sequent, Fact::above(large))?),
            order,
        };
        bases.ordered(sequent, n)?;
        Some(())
    }

    /// aᵐ ≤ aⁿ from 1 ≤ a and m ≤ n.
    fn power_above(&mut self, sequent: &mut Sequent, a: u32, m: u32, n: u32) -> Option<()> {
        let (base, one) = (Polynomial::atom(a), Polynomial::constant(Rational::ONE));
        let bases = Bases {
            low: None,
            high: (base.clone(), sequent.place_of(&Fact::above(base.clone()))?),
            order: sequent.place_of(&Fact::at_least(base.minus(&one)))?,
        };
        let below = bases.ordered(sequent, n - m)?;
        let factor = positive_power(sequent, &bases.high, m)?;
        let form = base.power(n, 10)?.minus(&base.power(m, 10)?);
        let terms = vec![
            Term::facts([factor, below]),
            Term::facts([sequent.facts.len()]),
        ];
        sequent.have(Fact::at_least(form), Proof::Combination(terms));
        Some(())
    }
}

/// Forms a > 0 (1 if there is none) and b > 0 with the places that say so, and the place of b − a > 0 or ≥ 0.
struct Bases {
    low: Option<(Polynomial, usize)>,
    high: (Polynomial, usize),
    order: usize,
}

impl Bases {
    /// The place of bⁿ − aⁿ > 0 (or ≥ 0), from that of the half of n.
    fn ordered(&self, sequent: &mut Sequent, n: u32) -> Option<usize> {
        if n == 1 {
            return Some(self.order);
        }
        // bⁿ − aⁿ = (bᵏ − aᵏ)·bʲ + aᵏ·(bʲ − aʲ) for n = k + j
        let (j, k) = (n / 2, n - n / 2);
        let (first, second) = (self.ordered(sequent, k)?, self.ordered(sequent, j)?);
        let high = positive_power(sequent, &self.high, j)?;
        let mut second = vec![second];
        let one = Polynomial::constant(Rational::ONE);
        let low = match &self.low {
            Some(low) => {
                second.push(positive_power(sequent, low, k)?);
                low.0.power(n, 10)?
            }
            None => one,
        };
        let form = self.high.0.power(n, 10)?.minus(&low);
        let terms = vec![
            Term::facts([first, high]),
            Term::Product(Rational::ONE, second, None),
            Term::facts([sequent.facts.len()]),
        ];
        let relation = sequent.facts[self.order].relation;
        Some(sequent.have(Fact::new(form, relation), Proof::Combination(terms)))
    }
}

/// The place of bⁿ > 0.
fn positive_power(sequent: &mut Sequent, base: &(Polynomial, usize), n: u32) -> Option<usize> {
    if n == 1 {
        return Some(base.1);
    }
    let fact = Fact::above(base.0.power(n, 10)?);
    if let Some(place) = sequent.active().find(|(_, f)| **f == fact).map(|(p, _)| p) {
        return Some(place);
    }
    let (j, k) = (n / 2, n - n / 2);
    let halves = vec![
        positive_power(sequent, base, j)?,
        positive_power(sequent, base, k)?,
    ];
    let terms = vec![
        Term::Product(Rational::ONE, halves, None),
        Term::facts([sequent.facts.len()]),
    ];
    Some(sequent.have(fact, Proof::Combination(terms)))
}
