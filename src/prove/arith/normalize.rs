//! Reads terms of ℝ and ℕ as polynomials over atoms: once without proofs, for search, and once with them.
//!
//! Both readings share one walk, so that what the search saw is what can be proved. `-`, `/`, `inv`, casts and symbolic
//! exponents are rewritten into products, sums and powers of atoms. Atoms are kept up to β, and the arithmetic inside them
//! is normalised first, under binders too: `E[x ~ μ] f x * 2` and `E[x ~ μ] 2 * f x` are one atom.

mod powers;

use super::{
    Polynomial, Result, Trouble,
    chain::Step,
    lemmas::Lemma,
    normal::{Calculus, MAX_TERMS, Normal},
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::logic::{TermShape, TermView};
use crate::{logic::beta_normal, prove::conversion::rebound};
use rationale_kernel::{Term, Theorem, Variable};
use rustc_hash::FxHashMap;

/// Terms nested deeper than this, other than sums and products to the left, are not read.
const MAX_NESTING: u32 = 100;

/// Atoms deeper than this are taken as they stand.
const MAX_INSIDE: u32 = 400;

/// The atoms of one call, numbered by first appearance.
#[derive(Default)]
pub struct Atoms {
    terms: Vec<Term>,
    numbers: FxHashMap<Term, u32>,
    /// Terms that were read before, with the steps to their canonical forms.
    canonical: FxHashMap<Term, Step>,
}

impl Atoms {
    /// The atom's term.
    pub fn term(&self, atom: u32) -> &Term {
        &self.terms[atom as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The number of a canonical term; a new one if it was not seen before.
    pub fn number(&mut self, term: &Term) -> u32 {
        if let Some(known) = self.numbers.get(term) {
            return *known;
        }
        let number = self.terms.len() as u32;
        self.terms.push(term.clone());
        self.numbers.insert(term.clone(), number);
        number
    }
}

/// What a reading makes of terms.
pub trait Reading {
    /// What stands for a term.
    type Value: Clone;

    /// A literal or an atom: the term stands for itself.
    fn leaf(&self, t: &Term, polynomial: Polynomial) -> Self::Value;
    /// `t = x + y`
    fn add(
        &self,
        calculus: &Calculus<'_, '_>,
        x: &Self::Value,
        y: &Self::Value,
        t: &Term,
    ) -> Result<Self::Value>;
    /// `t = x * y`
    fn multiply(
        &self,
        calculus: &Calculus<'_, '_>,
        x: &Self::Value,
        y: &Self::Value,
        t: &Term,
    ) -> Result<Self::Value>;
    /// `t = x ^ k`
    fn power(
        &self,
        calculus: &Calculus<'_, '_>,
        x: &Self::Value,
        k: u32,
        t: &Term,
    ) -> Result<Self::Value>;
    /// After a step to a term with that value.
    fn after(&self, step: Step, value: Self::Value) -> Result<Self::Value>;
    /// The polynomial.
    fn polynomial<'v>(&self, value: &'v Self::Value) -> &'v Polynomial;
    /// The step to the normal form, when steps are kept.
    fn step(&self, value: &Self::Value) -> Option<Step>;
}

/// Reads without proofs.
pub struct Search;

impl Reading for Search {
    type Value = Polynomial;

    fn leaf(&self, _: &Term, polynomial: Polynomial) -> Polynomial {
        polynomial
    }
    fn add(
        &self,
        _: &Calculus<'_, '_>,
        x: &Polynomial,
        y: &Polynomial,
        _: &Term,
    ) -> Result<Polynomial> {
        Ok(x.plus(y))
    }
    fn multiply(
        &self,
        _: &Calculus<'_, '_>,
        x: &Polynomial,
        y: &Polynomial,
        _: &Term,
    ) -> Result<Polynomial> {
        x.times(y, MAX_TERMS).ok_or(Trouble::TooLarge)
    }
    fn power(&self, _: &Calculus<'_, '_>, x: &Polynomial, k: u32, _: &Term) -> Result<Polynomial> {
        x.power(k, MAX_TERMS).ok_or(Trouble::TooLarge)
    }
    fn after(&self, _: Step, value: Polynomial) -> Result<Polynomial> {
        Ok(value)
    }
    fn polynomial<'v>(&self, value: &'v Polynomial) -> &'v Polynomial {
        value
    }
    fn step(&self, _: &Polynomial) -> Option<Step> {
        None
    }
}

/// Reads with proofs.
pub struct Prove;

impl Reading for Prove {
    type Value = Normal;

    fn leaf(&self, t: &Term, polynomial: Polynomial) -> Normal {
        Normal {
            polynomial,
            step: Step::none(t.clone()),
        }
    }
    fn add(&self, calculus: &Calculus<'_, '_>, x: &Normal, y: &Normal, t: &Term) -> Result<Normal> {
        calculus.add(x, y, t)
    }
    fn multiply(
        &self,
        calculus: &Calculus<'_, '_>,
        x: &Normal,
        y: &Normal,
        t: &Term,
    ) -> Result<Normal> {
        calculus.multiply(x, y, t)
    }
    fn power(&self, calculus: &Calculus<'_, '_>, x: &Normal, k: u32, t: &Term) -> Result<Normal> {
        calculus.power(x, k, t)
    }
    fn after(&self, step: Step, value: Normal) -> Result<Normal> {
        Ok(Normal {
            polynomial: value.polynomial,
            step: step.then(value.step)?,
        })
    }
    fn polynomial<'v>(&self, value: &'v Normal) -> &'v Polynomial {
        &value.polynomial
    }
    fn step(&self, value: &Normal) -> Option<Step> {
        Some(value.step.clone())
    }
}

/// Normalises terms over one table of atoms.
pub struct Normalizer<'t, 'e> {
    theory: &'t Theory<'e>,
    natural: Calculus<'t, 'e>,
    real: Option<Calculus<'t, 'e>>,
    atoms: Atoms,
    /// Equations `atom = term` that are used whenever the atom is met.
    replaced: FxHashMap<Term, Theorem>,
    /// Terms that count as atoms whatever their shape.
    opaque: Vec<Term>,
    steps: u64,
    binders: usize,
    /// How deep the walk is.
    depth: u32,
}

impl<'t, 'e> Normalizer<'t, 'e> {
    /// With a number of steps that it may take.
    pub fn new(theory: &'t Theory<'e>, steps: u64) -> Result<Self> {
        Ok(Normalizer {
            theory,
            natural: Calculus::of(theory, Carrier::Natural)?,
            real: theory
                .side(Carrier::Real)
                .is_ok()
                .then(|| Calculus::of(theory, Carrier::Real))
                .transpose()?,
            atoms: Atoms::default(),
            replaced: FxHashMap::default(),
            opaque: Vec::new(),
            steps,
            binders: 0,
            depth: 0,
        })
    }

    /// The theory.
    pub fn theory(&self) -> &'t Theory<'e> {
        self.theory
    }

    /// The atoms met so far.
    pub fn atoms(&self) -> &Atoms {
        &self.atoms
    }

    /// The number of a canonical term as an atom.
    pub fn number(&mut self, term: &Term) -> u32 {
        self.atoms.number(term)
    }

    /// How many steps are left.
    pub fn steps_left(&self) -> u64 {
        self.steps
    }

    /// From now on the canonical atom is replaced by what the equation says. Forgets what it knew of terms.
    pub fn replace(&mut self, atom: Term, equation: Theorem) {
        self.replaced.insert(atom, equation);
        self.atoms.canonical.clear();
    }

    /// From now on the term counts as an atom (true), or no longer (false).
    pub fn set_opaque(&mut self, term: &Term, opaque: bool) {
        self.opaque.retain(|t| t != term);
        if opaque {
            self.opaque.push(term.clone());
        }
        self.atoms.canonical.clear();
    }

    /// The polynomial that a term of ℝ or ℕ is.
    pub fn polynomial(&mut self, t: &Term) -> Result<Polynomial> {
        self.read(&Search, t)
    }

    /// The normal form of a term of ℝ or ℕ, with its proof.
    pub fn normal(&mut self, t: &Term) -> Result<Normal> {
        self.read(&Prove, t)
    }

    /// The normal form of a polynomial as a term.
    pub fn term_of(&self, carrier: Carrier, polynomial: &Polynomial) -> Result<Term> {
        self.calculus(carrier)?
            .term_of(polynomial, &|atom| self.atoms.term(atom).clone())
    }

    fn calculus(&self, carrier: Carrier) -> Result<&Calculus<'t, 'e>> {
        match carrier {
            Carrier::Natural => Ok(&self.natural),
            Carrier::Real => self
                .real
                .as_ref()
                .ok_or(Trouble::MissingConstant("the literals of ℝ")),
        }
    }

    fn spend(&mut self, steps: u64) -> Result<()> {
        self.steps = self.steps.checked_sub(steps).ok_or(Trouble::Exhausted)?;
        Ok(())
    }

    /// Reads a term. Sums and products that nest to the left are read in a loop; other nesting is limited.
    fn read<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        if self.depth >= MAX_NESTING {
            return Err(Trouble::TooDeep);
        }
        self.depth += 1;
        let value = self.read_spine(reading, t);
        self.depth -= 1;
        value
    }

    fn read_spine<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        let (mut head, mut spine) = (t, Vec::new());
        while let Shape::Binary(operation @ (Operation::Add(_) | Operation::Mul(_)), x, y) =
            self.theory.shape(head)
            && !self.opaque.contains(head)
        {
            self.spend(1)?;
            spine.push((head, operation, y));
            head = x;
        }
        let mut value = self.read_head(reading, head)?;
        for (whole, operation, y) in spine.into_iter().rev() {
            let right = self.read(reading, y)?;
            value = self.combine(reading, operation, &value, &right, whole)?;
        }
        Ok(value)
    }

    fn combine<R: Reading>(
        &mut self,
        reading: &R,
        operation: Operation,
        left: &R::Value,
        right: &R::Value,
        t: &Term,
    ) -> Result<R::Value> {
        let (m, n) = (size(reading, left), size(reading, right));
        match operation {
            Operation::Mul(carrier) => {
                self.spend(m.saturating_mul(n))?;
                reading.multiply(self.calculus(carrier)?, left, right, t)
            }
            Operation::Add(carrier) => {
                self.spend(n + 1)?;
                reading.add(self.calculus(carrier)?, left, right, t)
            }
            _ => Err(Trouble::Shape("a sum or product")),
        }
    }

    /// Reads a term that is no sum and no product.
    fn read_head<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        self.spend(1)?;
        if self.opaque.contains(t) {
            let atom = self.atoms.number(t);
            return Ok(reading.leaf(t, Polynomial::atom(atom)));
        }
        match self.theory.shape(t) {
            Shape::Literal => self.read_literal(reading, t),
            Shape::Unary(Operation::Neg, x) if x.as_literal().is_some() => {
                self.computed(reading, t)
            }
            Shape::Binary(Operation::Sub | Operation::Div, x, y)
                if x.as_literal().is_some() && y.as_literal().is_some() =>
            {
                self.computed(reading, t)
            }
            Shape::Binary(Operation::Pow(carrier), x, n) => {
                self.read_power(reading, t, carrier, x, n)
            }
            Shape::Binary(Operation::Sub, x, y) => self.rewritten(reading, Lemma::RealSub, &[x, y]),
            Shape::Binary(Operation::Div, x, y) => self.rewritten(reading, Lemma::RealDiv, &[x, y]),
            Shape::Unary(Operation::Neg, x) => self.rewritten(reading, Lemma::RealNeg, &[x]),
            Shape::Unary(Operation::Successor, x) => self.rewritten(reading, Lemma::NatSuc, &[x]),
            Shape::Unary(Operation::Inv, x) => self.read_inverse(reading, t, x),
            Shape::Unary(Operation::Cast, x) => self.read_cast(reading, t, x),
            Shape::Unary(..) | Shape::Binary(..) | Shape::Other => self.read_atom(reading, t),
        }
    }

    fn read_literal<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        match self.theory.value(t) {
            Some((_, value)) => Ok(reading.leaf(t, Polynomial::constant(value))),
            None => self.read_atom(reading, t),
        }
    }

    /// Reads the right side of a lemma's instance in place of its left side.
    fn rewritten<R: Reading>(
        &mut self,
        reading: &R,
        lemma: Lemma,
        images: &[&Term],
    ) -> Result<R::Value> {
        let theorem = self.theory.lemma(lemma)?.at(images)?;
        self.read_after(reading, Step::by(theorem)?)
    }

    fn rewritten_back<R: Reading>(
        &mut self,
        reading: &R,
        lemma: Lemma,
        images: &[&Term],
    ) -> Result<R::Value> {
        let theorem = self.theory.lemma(lemma)?.reversed_at(images)?;
        self.read_after(reading, Step::by(theorem)?)
    }

    fn read_after<R: Reading>(&mut self, reading: &R, step: Step) -> Result<R::Value> {
        let value = self.read(reading, &step.term)?;
        reading.after(step, value)
    }

    /// The normal form of an argument as a step: with its proof if the reading proves, else only its term.
    fn argument<R: Reading>(&mut self, reading: &R, carrier: Carrier, x: &Term) -> Result<Step> {
        let value = self.read(reading, x)?;
        match reading.step(&value) {
            Some(step) => Ok(step),
            None => Ok(Step::none(
                self.term_of(carrier, reading.polynomial(&value))?,
            )),
        }
    }

    /// From `f x` to `f x'`.
    fn applied(&self, function: &Term, argument: &Step) -> Result<Step> {
        let term = Term::apply(function, &argument.term)?;
        let congruent =
            |theorem: &Theorem| Theorem::congruence(&Theorem::reflexive(function)?, theorem);
        let theorem = argument.theorem.as_ref().map(congruent).transpose()?;
        Ok(Step { term, theorem })
    }

    fn read_inverse<R: Reading>(&mut self, reading: &R, t: &Term, x: &Term) -> Result<R::Value> {
        let argument = self.argument(reading, Carrier::Real, x)?;
        if argument.term != *x {
            let (function, _) = t.as_apply().ok_or(Trouble::Shape("an application"))?;
            let step = self.applied(function, &argument)?;
            let value = self.read_normal_inverse(reading, &step.term, &argument.term)?;
            return reading.after(step, value);
        }
        self.read_normal_inverse(reading, t, x)
    }

    /// Reads `t = inv x`, x in normal form.
    fn read_normal_inverse<R: Reading>(
        &mut self,
        reading: &R,
        t: &Term,
        x: &Term,
    ) -> Result<R::Value> {
        if self.opaque.contains(x) {
            return self.read_leaf(reading, t);
        }
        match self.theory.shape(x) {
            Shape::Literal => self.computed(reading, t),
            Shape::Binary(Operation::Mul(_), a, b) => {
                self.rewritten(reading, Lemma::RealInvMul, &[a, b])
            }
            Shape::Binary(Operation::Pow(_), a, n) if self.theory.value(n).is_some() => {
                self.rewritten(reading, Lemma::RealInvPow, &[a, n])
            }
            Shape::Unary(Operation::Inv, a) => self.rewritten(reading, Lemma::RealInvInv, &[a]),
            _ => self.read_leaf(reading, t),
        }
    }

    fn computed<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        let theorem = self.theory.compute(t)?;
        self.read_after(reading, Step::by(theorem)?)
    }

    /// A canonical term that is an atom, or stands for another.
    fn read_leaf<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        if let Some(equation) = self.replaced.get(t) {
            let step = Step::by(equation.clone())?;
            return self.read_after(reading, step);
        }
        let atom = self.atoms.number(t);
        Ok(reading.leaf(t, Polynomial::atom(atom)))
    }

    fn read_atom<R: Reading>(&mut self, reading: &R, t: &Term) -> Result<R::Value> {
        let step = self.canonical(t)?;
        if step.theorem.is_none() {
            return self.read_leaf(reading, t);
        }
        // β-reduction may have brought arithmetic to the top
        let value = if self.is_arithmetic(&step.term) {
            self.read(reading, &step.term)?
        } else {
            self.read_leaf(reading, &step.term)?
        };
        reading.after(step, value)
    }

    /// Whether a term is of a shape that [`Self::read`] takes apart.
    fn is_arithmetic(&self, t: &Term) -> bool {
        match self.theory.shape(t) {
            Shape::Unary(operation, _) => {
                matches!(
                    operation,
                    Operation::Neg | Operation::Successor | Operation::Inv | Operation::Cast
                )
            }
            Shape::Binary(operation, ..) => matches!(
                operation,
                Operation::Add(_)
                    | Operation::Mul(_)
                    | Operation::Pow(_)
                    | Operation::Sub
                    | Operation::Div
            ),
            Shape::Literal | Shape::Other => false,
        }
    }

    /// The canonical form of an atom: β-normal, arithmetic inside normalised.
    pub fn canonical(&mut self, t: &Term) -> Result<Step> {
        if t.as_apply().is_none() && t.as_abstraction().is_none() {
            return Ok(Step::none(t.clone()));
        }
        if let Some(known) = self.atoms.canonical.get(t) {
            return Ok(known.clone());
        }
        if t.depth() > MAX_INSIDE {
            return Ok(Step::none(t.clone()));
        }
        let reduced = match beta_normal(t)? {
            Some(theorem) => Step::by(theorem)?,
            None => Step::none(t.clone()),
        };
        let inside = if self.is_arithmetic(&reduced.term) {
            Step::none(reduced.term.clone())
        } else {
            self.inside(&reduced.term)?
        };
        let step = reduced.then(inside)?;
        self.atoms.canonical.insert(t.clone(), step.clone());
        Ok(step)
    }

    /// Normalises the arithmetic below the top of a β-normal term.
    fn inside(&mut self, t: &Term) -> Result<Step> {
        self.spend(1)?;
        if t.depth() > MAX_INSIDE {
            return Ok(Step::none(t.clone()));
        }
        match t.view() {
            TermView::Apply(function, argument) => {
                let (f, x) = (self.inside(function)?, self.part(argument)?);
                if f.theorem.is_none() && x.theorem.is_none() {
                    return Ok(Step::none(t.clone()));
                }
                Step::by(Theorem::congruence(
                    &f.equation(function)?,
                    &x.equation(argument)?,
                )?)
            }
            TermView::Abstract(abstraction) => {
                let bound = Variable::new(
                    format!("%{}", self.binders),
                    abstraction.binder_type().clone(),
                );
                if t.has_free(&bound) {
                    return Ok(Step::none(t.clone()));
                }
                self.binders += 1;
                let body = abstraction.open(&Term::variable(&bound))?;
                let part = self.part(&body);
                self.binders -= 1;
                match part?.theorem {
                    Some(theorem) => Step::by(rebound(&bound, abstraction.hint(), &theorem)?),
                    None => Ok(Step::none(t.clone())),
                }
            }
            _ => Ok(Step::none(t.clone())),
        }
    }

    /// Normalises a part of an atom: as a polynomial if it is arithmetic.
    fn part(&mut self, t: &Term) -> Result<Step> {
        if self.is_arithmetic(t) {
            return Ok(self.normal(t)?.step);
        }
        self.inside(t)
    }
}

fn size<R: Reading>(reading: &R, value: &R::Value) -> u64 {
    reading.polynomial(value).terms().len() as u64
}
