//! Linear arithmetic over ℝ, and over ℕ by casts: a contradiction from comparisons, found by the simplex method.
//!
//! Nonlinear monomials count as unknowns. What holds of every such unknown is added (casts are not negative, x ≤ |x|,
//! squares are not negative); |·|, max, min, ∸, ≠ and ∨ are split only where the point that the simplex method found
//! violates them. A failure carries that point.

use super::{
    Monomial, Polynomial, Rational, Result, Trouble,
    lemmas::Lemma,
    linear::{Justifier, Known, Reading, instance},
    normalize::Normalizer,
    simplex::{Constraint, Relation, Verdict, solve},
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::logic::{by_cases, conjuncts, convert, disjunction_cases, logic};
use rationale_kernel::{Term, Theorem};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many case distinctions stand inside one another at most.
const MAX_SPLITS: u32 = 8;

/// Values of unknowns at which every comparison holds.
pub type Point = FxHashMap<Monomial, Rational>;

/// What a search came to.
pub enum Found {
    /// ⊢ false, under the hypotheses of the comparisons that were used.
    Contradiction(Theorem),
    /// A point at which all comparisons hold.
    Point(Point),
    /// The budget was used up.
    Exhausted,
}

/// A search for a contradiction.
pub struct Search<'n, 't, 'e> {
    normalizer: &'n mut Normalizer<'t, 'e>,
    /// What is known; products and facts of unknowns are added here.
    pub reading: Reading,
    /// Unknowns whose own facts were added.
    described: FxHashSet<Monomial>,
    /// Atoms that this branch of the case distinctions has split on.
    settled: FxHashSet<u32>,
    pub(super) steps: u64,
}

impl<'n, 't, 'e> Search<'n, 't, 'e> {
    /// Over what was read, with a number of steps for the simplex method.
    pub fn new(normalizer: &'n mut Normalizer<'t, 'e>, reading: Reading, steps: u64) -> Self {
        Search {
            normalizer,
            reading,
            described: FxHashSet::default(),
            settled: FxHashSet::default(),
            steps,
        }
    }

    fn theory(&self) -> &'t Theory<'e> {
        self.normalizer.theory()
    }

    /// The normaliser over which the comparisons were read.
    pub fn normalizer(&mut self) -> &mut Normalizer<'t, 'e> {
        self.normalizer
    }

    /// Looks for a contradiction, with case distinctions.
    pub fn refute(&mut self) -> Result<Found> {
        self.refute_within(MAX_SPLITS)
    }

    fn refute_within(&mut self, splits: u32) -> Result<Found> {
        if let Some(absurd) = &self.reading.absurd {
            return Ok(Found::Contradiction(absurd.clone()));
        }
        self.describe_unknowns()?;
        let point = match self.solve()? {
            Found::Point(point) => point,
            other => return Ok(other),
        };
        if splits == 0 {
            return Ok(Found::Point(point));
        }
        match self.violated_definition(&point)? {
            Some(definition) => self.split_definition(&definition, splits),
            None => self.split_alternative(splits, point),
        }
    }

    /// Asks the simplex method once.
    pub fn solve(&mut self) -> Result<Found> {
        let (columns, constraints) = system(&self.reading.known);
        match solve(columns.len(), &constraints, &mut self.steps) {
            Verdict::Exhausted => Ok(Found::Exhausted),
            Verdict::Satisfied(values) => {
                Ok(Found::Point(columns.into_iter().zip(values).collect()))
            }
            Verdict::Refuted(multipliers) => {
                let justifier = Justifier {
                    theory: self.theory(),
                    known: &self.reading.known,
                };
                Ok(Found::Contradiction(
                    justifier.contradiction(self.normalizer, &multipliers)?,
                ))
            }
        }
    }

    /// Adds what holds of every unknown, until no new unknown appears.
    fn describe_unknowns(&mut self) -> Result<()> {
        loop {
            let unknowns = self
                .reading
                .known
                .iter()
                .flat_map(|k| k.polynomial.terms())
                .map(|(m, _)| m);
            let new: Vec<Monomial> = unknowns
                .filter(|m| !m.is_one() && !self.described.contains(m))
                .cloned()
                .collect();
            if new.is_empty() {
                return Ok(());
            }
            for monomial in new {
                if self.described.insert(monomial.clone()) {
                    self.describe(&monomial)?;
                }
            }
        }
    }

    /// Adds what holds of atoms, also if they stand in products only.
    pub fn describe_atoms(&mut self, atoms: &[u32]) -> Result<()> {
        for atom in atoms {
            if self.described.insert(Monomial::atom(*atom)) {
                self.describe_atom(*atom)?;
            }
        }
        Ok(())
    }

    fn describe(&mut self, monomial: &Monomial) -> Result<()> {
        if let [(atom, 1)] = monomial.factors() {
            return self.describe_atom(*atom);
        }
        if let Some(root) = monomial.square_root() {
            let root = self.monomial_term(&root)?;
            return self.add(Lemma::RealSquareNonneg, vec![root]);
        }
        match self.natural_product(monomial)? {
            Some(product) => self.add(Lemma::CastNonneg, vec![product]),
            None => Ok(()),
        }
    }

    fn monomial_term(&self, monomial: &Monomial) -> Result<Term> {
        self.normalizer.term_of(
            Carrier::Real,
            &Polynomial::term(monomial.clone(), Rational::ONE),
        )
    }

    /// The product of naturals whose cast the monomial is.
    fn natural_product(&self, monomial: &Monomial) -> Result<Option<Term>> {
        let mut product: Option<Term> = None;
        for (atom, exponent) in monomial.factors() {
            let Shape::Unary(Operation::Cast, n) =
                self.theory().shape(self.normalizer.atoms().term(*atom))
            else {
                return Ok(None);
            };
            for _ in 0..*exponent {
                product = Some(match product {
                    Some(product) => {
                        self.theory()
                            .binary(Operation::Mul(Carrier::Natural), &product, n)?
                    }
                    None => n.clone(),
                });
            }
        }
        Ok(product)
    }

    fn describe_atom(&mut self, atom: u32) -> Result<()> {
        let term = self.normalizer.atoms().term(atom).clone();
        match self.theory().shape(&term) {
            Shape::Unary(Operation::Cast, n) => {
                self.add(Lemma::CastNonneg, vec![n.clone()])?;
                self.describe_quotient(n)
            }
            Shape::Unary(Operation::Abs, x) => [Lemma::LeAbs, Lemma::NegLeAbs, Lemma::AbsNonneg]
                .into_iter()
                .try_for_each(|l| self.add(l, vec![x.clone()])),
            Shape::Binary(Operation::Max, x, y) => [Lemma::LeMaxLeft, Lemma::LeMaxRight]
                .into_iter()
                .try_for_each(|l| self.add(l, vec![x.clone(), y.clone()])),
            Shape::Binary(Operation::Min, x, y) => [Lemma::MinLeLeft, Lemma::MinLeRight]
                .into_iter()
                .try_for_each(|l| self.add(l, vec![x.clone(), y.clone()])),
            _ => Ok(()),
        }
    }

    /// For m div k and m mod k with a literal k > 0: (m div k) * k + m mod k = m and m mod k < k.
    fn describe_quotient(&mut self, n: &Term) -> Result<()> {
        let Shape::Binary(Operation::NatDiv | Operation::NatMod, m, k) = self.theory().shape(n)
        else {
            return Ok(());
        };
        if self
            .theory()
            .value(k)
            .is_none_or(|(_, value)| !value.is_positive())
        {
            return Ok(());
        }
        let (m, k) = (m.clone(), k.clone());
        let zero = self.theory().side(Carrier::Natural)?.zero.clone();
        let positive = self
            .theory()
            .binary(Operation::Lt(Carrier::Natural), &zero, &k)?;
        let positive = crate::logic::from_equal_true(&self.theory().compute(&positive)?)?;
        let remainder = self
            .theory()
            .lemma(Lemma::NatModLt)?
            .with(&[&m, &k], &[&positive])?;
        self.reading.read(self.normalizer, &remainder)?;
        self.add(Lemma::NatDivMod, vec![m, k])
    }

    /// Adds an instance of a lemma; if the library does not have the lemma yet, the search does without.
    fn add(&mut self, lemma: Lemma, images: Vec<Term>) -> Result<()> {
        match instance(self.normalizer, lemma, images) {
            Ok(known) => self.reading.known.push(known),
            Err(Trouble::MissingLemma(_)) => {}
            Err(trouble) => return Err(trouble),
        }
        Ok(())
    }

    /// An atom |x|, max x y, min x y or real (m ∸ n) whose value at the point is not what its definition says. Atoms
    /// that stand in products only have no value; they come last.
    fn violated_definition(&mut self, point: &Point) -> Result<Option<Definition>> {
        let mut atoms: Vec<u32> = point
            .keys()
            .flat_map(|m| m.factors().iter().map(|(atom, _)| *atom))
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        let mut in_products = None;
        for atom in atoms
            .into_iter()
            .filter(|atom| !self.settled.contains(atom))
            .collect::<Vec<_>>()
        {
            let Some(definition) =
                Definition::of(self.theory(), atom, self.normalizer.atoms().term(atom))?
            else {
                continue;
            };
            match point.get(&Monomial::atom(atom)) {
                Some(value)
                    if self
                        .value_of(&definition, point)?
                        .is_none_or(|expected| expected != *value) =>
                {
                    return Ok(Some(definition));
                }
                Some(_) => {}
                None => in_products = in_products.or(Some(definition)),
            }
        }
        Ok(in_products)
    }

    /// The value that the definition gives at the point, if all its parts have values.
    fn value_of(&mut self, definition: &Definition, point: &Point) -> Result<Option<Rational>> {
        let mut values = Vec::new();
        for part in &definition.parts {
            let polynomial = match self.theory().carrier(part.ty()) {
                Some(Carrier::Natural) => {
                    let cast = self.theory().unary(Operation::Cast, part)?;
                    self.normalizer.polynomial(&cast)?
                }
                _ => self.normalizer.polynomial(part)?,
            };
            match value_at(&polynomial, point) {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(definition.value(&values))
    }

    /// Splits on the definition's condition.
    fn split_definition(&mut self, definition: &Definition, splits: u32) -> Result<Found> {
        let new = self.settled.insert(definition.atom);
        let found = self.split_condition(definition, splits);
        if new {
            self.settled.remove(&definition.atom);
        }
        found
    }

    fn split_condition(&mut self, definition: &Definition, splits: u32) -> Result<Found> {
        let holds = Theorem::assume(&definition.condition)?;
        let first = match self.branch(&self.unfolded(definition, true, &holds)?, splits)? {
            Found::Contradiction(theorem) => theorem,
            other => return Ok(other),
        };
        let denied = Theorem::assume(&logic().negation(&definition.condition)?)?;
        let fails = definition.turned(self.theory(), &denied)?;
        match self.branch(&self.unfolded(definition, false, &fails)?, splits)? {
            Found::Contradiction(second) => Ok(Found::Contradiction(by_cases(
                &definition.condition,
                &first,
                &second,
            )?)),
            other => Ok(other),
        }
    }

    /// The condition, what the atom is under it, and what the products are in which the atom stands.
    fn unfolded(
        &self,
        definition: &Definition,
        holds: bool,
        condition: &Theorem,
    ) -> Result<Vec<Theorem>> {
        let equation = definition.branch(self.theory(), holds, condition)?;
        let mut facts = vec![condition.clone(), equation.clone()];
        if *self.normalizer.atoms().term(definition.atom).ty() != *equation_type(&equation)? {
            return Ok(facts);
        }
        let monomials = self
            .reading
            .known
            .iter()
            .flat_map(|k| k.polynomial.terms())
            .map(|(m, _)| m);
        let mut rests: Vec<Monomial> = monomials
            .filter(|m| m.exponent(definition.atom) == 1)
            .map(|m| m.without(definition.atom))
            .collect();
        rests.sort();
        rests.dedup();
        let multiply = &self.theory().side(Carrier::Real)?.mul.term;
        for rest in rests.iter().filter(|rest| !rest.is_one()) {
            let function = Term::apply(multiply, &self.monomial_term(rest)?)?;
            facts.push(Theorem::congruence(
                &Theorem::reflexive(&function)?,
                &equation,
            )?);
        }
        Ok(facts)
    }

    /// Refutes with further facts, which are forgotten afterwards.
    fn branch(&mut self, facts: &[Theorem], splits: u32) -> Result<Found> {
        let (known, alternatives) = (self.reading.known.len(), self.reading.alternatives.clone());
        let (described, absurd) = (self.described.clone(), self.reading.absurd.clone());
        for fact in facts {
            self.reading.read(self.normalizer, fact)?;
        }
        let found = self.refute_within(splits - 1);
        self.reading.known.truncate(known);
        (self.reading.alternatives, self.reading.absurd) = (alternatives, absurd);
        self.described = described;
        found
    }

    /// Splits on the first disjunction or inequation that the point violates.
    fn split_alternative(&mut self, splits: u32, point: Point) -> Result<Found> {
        for index in 0..self.reading.alternatives.len() {
            let disjunction = self.as_disjunction(&self.reading.alternatives[index].clone())?;
            let formula = disjunction.conclusion();
            let Some((p, q)) = logic().as_disjunction(&formula) else {
                continue;
            };
            if self.holds_at(p, &point)? || self.holds_at(q, &point)? {
                continue;
            }
            let used = self.reading.alternatives.remove(index);
            let found = self.split_disjunction(&disjunction, p, q, splits);
            self.reading.alternatives.insert(index, used);
            return found;
        }
        Ok(Found::Point(point))
    }

    fn split_disjunction(
        &mut self,
        disjunction: &Theorem,
        p: &Term,
        q: &Term,
        splits: u32,
    ) -> Result<Found> {
        let first = match self.branch(&[Theorem::assume(p)?], splits)? {
            Found::Contradiction(theorem) => theorem,
            other => return Ok(other),
        };
        match self.branch(&[Theorem::assume(q)?], splits)? {
            Found::Contradiction(second) => Ok(Found::Contradiction(disjunction_cases(
                disjunction,
                &first,
                &second,
            )?)),
            other => Ok(other),
        }
    }

    /// x ≠ y as x < y ∨ y < x.
    fn as_disjunction(&self, theorem: &Theorem) -> Result<Theorem> {
        let formula = theorem.conclusion();
        let Some((x, y)) = logic().as_negation(&formula).and_then(Term::as_equation) else {
            return Ok(theorem.clone());
        };
        let natural = self.theory().carrier(x.ty()) == Some(Carrier::Natural);
        let lemma = if natural { Lemma::NatNe } else { Lemma::RealNe };
        convert(
            theorem.clone(),
            Some(&self.theory().lemma(lemma)?.at(&[x, y])?),
        )
        .map_err(Into::into)
    }

    /// Whether a formula is a conjunction of comparisons that hold at the point; unknown counts as not.
    fn holds_at(&mut self, formula: &Term, point: &Point) -> Result<bool> {
        let mut reading = Reading::default();
        for part in conjuncts(&Theorem::assume(formula)?)? {
            if !reading.read(self.normalizer, &part)?
                || !reading.alternatives.is_empty()
                || reading.absurd.is_some()
            {
                return Ok(false);
            }
        }
        Ok(reading.known.iter().all(|known| holds(known, point)))
    }
}

fn holds(known: &Known, point: &Point) -> bool {
    value_at(&known.polynomial, point).is_some_and(|value| match known.relation {
        Relation::AtMost => value.signum() >= 0,
        Relation::Below => value.signum() > 0,
        Relation::Equal => value.is_zero(),
    })
}

fn value_at(polynomial: &Polynomial, point: &Point) -> Option<Rational> {
    polynomial
        .terms()
        .iter()
        .try_fold(Rational::ZERO, |sum, (monomial, coefficient)| {
            let value = if monomial.is_one() {
                Rational::ONE
            } else {
                point.get(monomial)?.clone()
            };
            Some(&sum + &(coefficient * &value))
        })
}

/// The unknowns in order, and the comparisons as constraints on them.
fn system(known: &[Known]) -> (Vec<Monomial>, Vec<Constraint>) {
    let mut numbers: FxHashMap<&Monomial, u32> = FxHashMap::default();
    let mut columns = Vec::new();
    let mut constraints = Vec::with_capacity(known.len());
    for item in known {
        let mut coefficients = Vec::with_capacity(item.polynomial.terms().len());
        for (monomial, coefficient) in item.polynomial.terms().iter().filter(|(m, _)| !m.is_one()) {
            let column = *numbers.entry(monomial).or_insert_with(|| {
                columns.push(monomial.clone());
                columns.len() as u32 - 1
            });
            coefficients.push((column, -coefficient));
        }
        coefficients.sort_by_key(|(column, _)| *column);
        let constant = -&item.polynomial.constant_term();
        constraints.push(Constraint {
            coefficients,
            constant,
            relation: item.relation,
        });
    }
    (columns, constraints)
}

fn equation_type(equation: &Theorem) -> Result<&rationale_kernel::Type> {
    let (left, _) = equation
        .as_equation()
        .ok_or(Trouble::Shape("an equation"))?;
    Ok(left.ty())
}

/// A function that is defined by cases, at its arguments.
struct Definition {
    /// The atom that it is.
    atom: u32,
    operation: Operation,
    parts: Vec<Term>,
    /// 0 ≤ x, x ≤ y, or n ≤ m.
    condition: Term,
}

impl Definition {
    fn of(theory: &Theory<'_>, atom: u32, term: &Term) -> Result<Option<Self>> {
        let (operation, parts) = match theory.shape(term) {
            Shape::Unary(Operation::Abs, x) => (Operation::Abs, vec![x]),
            Shape::Binary(operation @ (Operation::Max | Operation::Min), x, y) => {
                (operation, vec![x, y])
            }
            Shape::Unary(Operation::Cast, n) => match theory.shape(n) {
                Shape::Binary(Operation::Monus, m, n) => (Operation::Monus, vec![m, n]),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let parts: Vec<Term> = parts.into_iter().cloned().collect();
        let le = |carrier, x: &Term, y: &Term| theory.binary(Operation::Le(carrier), x, y);
        let condition = match operation {
            Operation::Abs => le(Carrier::Real, &theory.side(Carrier::Real)?.zero, &parts[0])?,
            Operation::Monus => le(Carrier::Natural, &parts[1], &parts[0])?,
            _ => le(Carrier::Real, &parts[0], &parts[1])?,
        };
        Ok(Some(Definition {
            atom,
            operation,
            parts,
            condition,
        }))
    }

    fn value(&self, parts: &[Rational]) -> Option<Rational> {
        match (self.operation, parts) {
            (Operation::Abs, [x]) => Some(x.abs()),
            (Operation::Max, [x, y]) => Some(x.max(y).clone()),
            (Operation::Min, [x, y]) => Some(x.min(y).clone()),
            (Operation::Monus, [m, n]) => Some((m - n).max(Rational::ZERO)),
            _ => None,
        }
    }

    /// What the function is when the condition holds, or when the turned condition does.
    fn branch(&self, theory: &Theory<'_>, holds: bool, condition: &Theorem) -> Result<Theorem> {
        let lemma = match (self.operation, holds) {
            (Operation::Abs, true) => Lemma::AbsOfNonneg,
            (Operation::Abs, false) => Lemma::AbsOfNeg,
            (Operation::Max, true) => Lemma::MaxOfLe,
            (Operation::Max, false) => Lemma::MaxOfLt,
            (Operation::Min, true) => Lemma::MinOfLe,
            (Operation::Min, false) => Lemma::MinOfLt,
            (_, true) => Lemma::NatMonusAdd,
            (_, false) => Lemma::NatMonusZero,
        };
        theory
            .lemma(lemma)?
            .with(&self.parts.iter().collect::<Vec<_>>(), &[condition])
    }

    /// From ¬ condition: the strict comparison the other way.
    fn turned(&self, theory: &Theory<'_>, denied: &Theorem) -> Result<Theorem> {
        let lemma = if self.operation == Operation::Monus {
            Lemma::NatNotLe
        } else {
            Lemma::RealNotLe
        };
        let Shape::Binary(_, x, y) = theory.shape(&self.condition) else {
            return Err(Trouble::Shape("a comparison"));
        };
        Ok(Theorem::equal_modus_ponens(
            &theory.lemma(lemma)?.at(&[x, y])?,
            denied,
        )?)
    }
}
