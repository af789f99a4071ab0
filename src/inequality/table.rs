//! What a written certificate may speak of: the facts at hand, the denied goal, and what a sign alone shows. Factors are
//! understood here; whether the sum is the one that is needed is decided elsewhere.

use super::{
    atom::{Atom, Atoms},
    decide::Certificate,
    expression::{Expression, Formula},
    fact::{Fact, Relation, alternatives},
    lemma::Lemma,
    proof::{Proof, Term as Part},
    read::Read,
    show,
};
use crate::prove::{
    Factor, Failure, Product,
    arith::{Polynomial, Rational},
};
use std::collections::BTreeSet;

/// Facts by place: those of the hypotheses, then those of the denied goal, then what lemmas give.
pub struct Table {
    atoms: Atoms,
    naturals: Vec<u32>,
    /// The hypothesis that each of the first facts comes from.
    sources: Vec<usize>,
    /// How many facts the denied goal is.
    goals: usize,
    lemmas: Vec<(Lemma, Vec<usize>)>,
    facts: Vec<Fact>,
    /// The hypotheses that the certificate names, each by its place among all that were read.
    named: std::vec::IntoIter<Option<usize>>,
    forms: std::vec::IntoIter<Option<Polynomial>>,
}

/// A product as far as it is understood.
struct Understood {
    coefficient: Rational,
    places: Vec<usize>,
    root: Polynomial,
    rest: Polynomial,
    equation: Option<usize>,
}

impl Table {
    /// The facts of a claim; the first hypotheses are those that the certificate names, in its order.
    ///
    /// # Errors
    /// The goal is several goals.
    pub fn new(
        read: &Read,
        names: Vec<String>,
        terms: Vec<Option<Expression>>,
        named: usize,
    ) -> Result<Self, Failure> {
        let claim = &read.claim;
        let mut atoms = Atoms::with_variables(claim.variables.len());
        atoms.set_names(names);
        let (mut facts, mut sources) = (Vec::new(), Vec::new());
        for (place, hypothesis) in claim.hypotheses.iter().enumerate() {
            for fact in only_way(&mut atoms, hypothesis, true).unwrap_or_default() {
                facts.push(fact);
                sources.push(place);
            }
        }
        let denied = only_way(&mut atoms, &claim.goal, false).ok_or_else(|| {
            Failure::new("the goal can fail in several ways")
                .hint("prove its parts one by one: `split`, `cases`")
        })?;
        let goals = denied.len();
        facts.extend(denied);
        let forms: Vec<_> = terms.iter().map(|t| atoms.normal(t.as_ref()?)).collect();
        let naturals = (0..).zip(&claim.variables);
        let position = |place: usize| read.used.iter().position(|used| *used == place);
        Ok(Table {
            naturals: naturals
                .filter(|(_, v)| v.natural)
                .map(|(n, _)| n)
                .collect(),
            named: (0..named).map(position).collect::<Vec<_>>().into_iter(),
            forms: forms.into_iter(),
            lemmas: Vec::new(),
            atoms,
            sources,
            goals,
            facts,
        })
    }

    /// All facts.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The fact at a place.
    pub fn fact(&self, place: usize) -> &Fact {
        &self.facts[place]
    }

    /// What the denied goal says.
    pub fn goals(&self) -> &[Fact] {
        &self.facts[self.sources.len()..self.sources.len() + self.goals]
    }

    /// The place of the denied goal, if that is one fact.
    pub fn only_goal(&self) -> Option<usize> {
        (self.goals == 1).then_some(self.sources.len())
    }

    /// Whether a part uses the denied goal.
    pub fn uses_goal(&self, part: &Part) -> bool {
        places(part)
            .iter()
            .any(|place| self.comes_from_goal(*place))
    }

    fn comes_from_goal(&self, place: usize) -> bool {
        let first_lemma = self.sources.len() + self.goals;
        match place.checked_sub(first_lemma) {
            Some(lemma) => self.lemmas[lemma]
                .1
                .iter()
                .any(|p| self.comes_from_goal(*p)),
            None => place >= self.sources.len(),
        }
    }

    /// A form in the language.
    pub fn show(&self, p: &Polynomial) -> String {
        self.atoms.show(p)
    }

    /// A fact in words.
    pub fn shown(&self, fact: &Fact) -> String {
        show::shown(&self.atoms, fact)
    }

    /// The place of what a lemma gives.
    pub fn lemma(&mut self, lemma: Lemma, conditions: Vec<usize>) -> Option<usize> {
        let step = (lemma, conditions);
        let first_lemma = self.sources.len() + self.goals;
        if let Some(known) = self.lemmas.iter().position(|known| *known == step) {
            return Some(first_lemma + known);
        }
        let given: Vec<Fact> = step.1.iter().map(|c| self.facts[*c].clone()).collect();
        let (_, conclusion) = step.0.statement(&mut self.atoms, &given)?;
        self.lemmas.push(step);
        self.facts.push(conclusion);
        Some(self.facts.len() - 1)
    }

    /// The part of a sum that a product stands for; nothing if it is 0.
    ///
    /// # Errors
    /// Its sign is not known, or it is negative.
    pub fn part(&mut self, product: &Product) -> Result<Option<Part>, Failure> {
        let one = Polynomial::constant(Rational::ONE);
        let mut understood = Understood {
            coefficient: Rational::ONE,
            places: Vec::new(),
            root: one.clone(),
            rest: one,
            equation: None,
        };
        for (factor, exponent) in &product.factors {
            let done = match factor {
                Factor::Fact(fact) => {
                    let place = self.named_place(&fact.label())?;
                    self.times_fact(&mut understood, place, *exponent)
                }
                Factor::Goal => {
                    let place = self.only_goal().ok_or_else(|| several("goal"))?;
                    self.times_fact(&mut understood, place, *exponent)
                }
                Factor::Term(_) => {
                    let form = self.forms.next().flatten().ok_or_else(too_large)?;
                    self.times_form(&mut understood, &form, *exponent)
                }
            };
            done.ok_or_else(too_large)?;
        }
        self.settle_rest(&mut understood).ok_or_else(too_large)?;
        self.concluded(understood)
    }

    /// What has no known sign factor by factor may be, as a whole, what a fact says.
    fn settle_rest(&mut self, product: &mut Understood) -> Option<()> {
        let whole = product.rest.scaled(&product.coefficient);
        if product.equation.is_some() || whole.as_constant().is_some() {
            return Some(());
        }
        if let Some((place, by)) = self.fact_of(&whole, 1) {
            product.rest = Polynomial::constant(Rational::ONE);
            product.coefficient = by;
            self.times_fact(product, place, 1)?;
        }
        Some(())
    }

    /// The one fact of the next hypothesis that is named.
    fn named_place(&mut self, name: &str) -> Result<usize, Failure> {
        let hypothesis = self.named.next().flatten();
        let hypothesis = hypothesis
            .ok_or_else(|| Failure::new(format!("`{name}` is no comparison of numbers")))?;
        let mut places = (0..)
            .zip(&self.sources)
            .filter(|(_, source)| **source == hypothesis);
        match (places.next(), places.next()) {
            (Some((place, _)), None) => Ok(place),
            _ => Err(several(name)),
        }
    }

    fn times_fact(&mut self, product: &mut Understood, place: usize, exponent: u32) -> Option<()> {
        let fact = self.facts[place].clone();
        let mut left = exponent;
        match fact.relation {
            Relation::Above | Relation::AtLeast => {
                product.places.extend(vec![place; exponent as usize]);
                return Some(());
            }
            Relation::Nonzero if exponent.is_multiple_of(2) => {
                let square = self.lemma(Lemma::SquarePositive(fact.polynomial), vec![place])?;
                return self.times_fact(product, square, exponent / 2);
            }
            Relation::Zero if product.equation.is_none() => {
                product.equation = Some(place);
                left -= 1;
            }
            _ => {}
        }
        let power = fact.polynomial.power(left, super::atom::LIMIT)?;
        product.rest = product.rest.times(&power, super::atom::LIMIT)?;
        Some(())
    }

    fn times_form(
        &mut self,
        product: &mut Understood,
        p: &Polynomial,
        exponent: u32,
    ) -> Option<()> {
        let mut scale = |by: &Rational| {
            product.coefficient = &product.coefficient * &by.power(exponent)?;
            Some(())
        };
        if let Some(number) = p.as_constant() {
            return scale(&number);
        }
        if let Some((place, by)) = self.fact_of(p, exponent) {
            scale(&by)?;
            return self.times_fact(product, place, exponent);
        }
        let limit = super::atom::LIMIT;
        let (target, power) = match exponent % 2 {
            0 => (&mut product.root, p.power(exponent / 2, limit)?),
            _ => (&mut product.rest, p.power(exponent, limit)?),
        };
        *target = target.times(&power, limit)?;
        Some(())
    }

    /// A fact that gives the sign of a form, and the form as a multiple of its own; equations first, then `>`. The one
    /// denied goal is no such fact: it is used by its name.
    fn fact_of(&mut self, p: &Polynomial, exponent: u32) -> Option<(usize, Rational)> {
        let order = [
            Relation::Zero,
            Relation::Above,
            Relation::AtLeast,
            Relation::Nonzero,
        ];
        let goal = self.only_goal();
        for relation in order {
            let facts = self.facts.iter().enumerate();
            let facts =
                facts.filter(|(place, fact)| fact.relation == relation && Some(*place) != goal);
            let found = facts.into_iter().find_map(|(place, fact)| {
                let by = multiple(p, &fact.polynomial)?;
                let fits = match relation {
                    Relation::Zero => true,
                    Relation::Nonzero => exponent.is_multiple_of(2),
                    _ => by.is_positive(),
                };
                fits.then_some((place, by))
            });
            if found.is_some() {
                return found;
            }
        }
        let (lemma, by) = self.evident(p)?;
        Some((self.lemma(lemma, Vec::new())?, by))
    }

    /// What shows that a multiple of a natural number, a root or an exponential is not negative.
    fn evident(&self, p: &Polynomial) -> Option<(Lemma, Rational)> {
        let [(monomial, coefficient)] = p.terms() else {
            return None;
        };
        let [(atom, 1)] = monomial.factors() else {
            return None;
        };
        let lemma = match self.atoms.get(*atom) {
            Atom::Variable if self.naturals.contains(atom) => Lemma::NaturalNotNegative(*atom),
            Atom::Root(_) => Lemma::RootNotNegative(*atom),
            Atom::Exponential(_) => Lemma::ExponentialPositive(*atom),
            _ => return None,
        };
        coefficient
            .is_positive()
            .then(|| (lemma, coefficient.clone()))
    }

    fn concluded(&self, product: Understood) -> Result<Option<Part>, Failure> {
        let Understood {
            coefficient,
            places,
            root,
            rest,
            equation,
        } = product;
        if coefficient.is_zero() {
            return Ok(None);
        }
        let is_one = |p: &Polynomial| p.as_constant().is_some_and(|c| c.is_one());
        if let Some(equation) = equation {
            let limit = super::atom::LIMIT;
            let facts = places.iter().map(|place| &self.facts[*place].polynomial);
            let mut all = facts.chain([&root, &root, &rest]);
            let start = Polynomial::constant(coefficient);
            let multiplier = all.try_fold(start, |product, p| product.times(p, limit));
            return Ok(Some(Part::Equation(
                equation,
                multiplier.ok_or_else(too_large)?,
            )));
        }
        if !is_one(&rest) {
            let text = format!("the sign of `{}` is not known", self.show(&rest));
            return Err(Failure::new(text).hint(
                "a factor is a number, a fact, a square, or what a fact says is not negative; any factor may stand before an equation",
            ));
        }
        if coefficient.is_negative() {
            let text = format!("the number before this term is negative: {coefficient}");
            return Err(Failure::new(text).hint("only multiples of equations are subtracted"));
        }
        let root = (!is_one(&root)).then_some(root);
        Ok(Some(Part::Product(coefficient, places, root)))
    }

    /// The certificate of a contradictory sum, and the claim with the hypotheses that it uses.
    pub fn certificate(self, mut read: Read, parts: Vec<Part>) -> (Certificate, Read) {
        let count = self.sources.len();
        let used: BTreeSet<usize> = self
            .used(&parts)
            .into_iter()
            .filter_map(|place| self.sources.get(place).copied())
            .collect();
        let kept: Vec<usize> = (0..self.facts.len())
            .filter(|place| *place >= count || used.contains(&self.sources[*place]))
            .collect();
        let moved = |place: usize| kept.binary_search(&place).unwrap_or(usize::MAX);
        let mut proof =
            Proof::Combination(parts.into_iter().map(|part| at(part, &moved)).collect());
        for (lemma, conditions) in self.lemmas.into_iter().rev() {
            let conditions = conditions.into_iter().map(moved).collect();
            proof = Proof::Instance(lemma, conditions, Box::new(proof));
        }
        let own = kept.iter().take_while(|place| **place < count + self.goals);
        let facts = own.map(|place| self.facts[*place].clone()).collect();
        read.keep(&used);
        let certificate = Certificate {
            atoms: self.atoms,
            naturals: self.naturals,
            cases: vec![(facts, proof)],
        };
        (certificate, read)
    }

    fn used(&self, parts: &[Part]) -> BTreeSet<usize> {
        let in_lemmas = self
            .lemmas
            .iter()
            .flat_map(|(_, conditions)| conditions.clone());
        parts.iter().flat_map(places).chain(in_lemmas).collect()
    }
}

/// The facts that a formula, or its negation, comes to; nothing if it can come about in several ways.
pub(super) fn only_way(atoms: &mut Atoms, formula: &Formula, truth: bool) -> Option<Vec<Fact>> {
    let mut ways = alternatives(atoms, formula, truth)?;
    let only = ways.pop()?;
    ways.is_empty().then_some(only)
}

/// The number that makes one form the other.
fn multiple(p: &Polynomial, of: &Polynomial) -> Option<Rational> {
    let ((_, p_lead), (_, lead)) = (p.terms().first()?, of.terms().first()?);
    let by = p_lead.divide(lead)?;
    (p.terms().len() == of.terms().len() && of.scaled(&by) == *p).then_some(by)
}

fn places(part: &Part) -> Vec<usize> {
    match part {
        Part::Equation(place, _) => vec![*place],
        Part::Product(_, places, _) => places.clone(),
    }
}

fn at(part: Part, moved: &impl Fn(usize) -> usize) -> Part {
    match part {
        Part::Equation(place, by) => Part::Equation(moved(place), by),
        Part::Product(c, places, root) => {
            Part::Product(c, places.into_iter().map(moved).collect(), root)
        }
    }
}

fn several(name: &str) -> Failure {
    Failure::new(format!("`{name}` says several things, or one of several")).hint(
        "write the comparison that is meant as its right side minus its left side, as in `(1 - x)`",
    )
}

pub(super) fn too_large() -> Failure {
    Failure::new("the terms become too large")
}
