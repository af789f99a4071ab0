//! Literals and computed equations as plain inferences.
//!
//! A literal is written as a binary numeral: 0 and 1 are the family's constants (for ℕ, 1 is `suc 0`), and
//! `bit0 x = x + x`, `bit1 x = x + x + 1` are defined for each family; −r is `neg r`, p/q is `div p q`. The lemmas about
//! digits, signs and fractions are proved once, from the laws that the literal rule was armed with and a few more of the
//! library's; each computed equation is a chain of them.

mod field;
mod fraction;
mod law;
mod natural;
mod semiring;

use super::ExportError;
use crate::logic::{ConstantShape, LiteralShape, NumeralsShape, TermShape, spine};
use field::Field;
use fraction::Fractions;
use law::{Law, sides};
use natural::Naturals;
use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::{One, Signed};
use rationale_kernel::{Constant, FragmentView, Literal, Term, Theorem};
use std::{collections::HashMap, rc::Rc};

/// The library's theorems by name.
#[derive(Default)]
pub struct Laws(HashMap<String, Theorem>);

impl Laws {
    /// From names and theorems.
    pub fn new(theorems: impl IntoIterator<Item = (String, Theorem)>) -> Self {
        Laws(theorems.into_iter().collect())
    }

    fn theorem(&self, name: &'static str) -> Result<Theorem, ExportError> {
        self.0.get(name).cloned().ok_or(ExportError::NoLaw(name))
    }

    /// Some literal that a law speaks of.
    fn literal(&self, name: &str) -> Option<Literal> {
        self.0.get(name).and_then(literal_in)
    }

    fn closed(&self, name: &'static str) -> Result<Law, ExportError> {
        Ok(Law::closed(&self.theorem(name)?)?)
    }
}

/// Numerals and the proofs about them. Each family's lemmas are proved when they are first needed.
#[derive(Default)]
pub struct Literals {
    laws: Laws,
    naturals: Option<Rc<Naturals>>,
    fractions: Option<Rc<Fractions>>,
}

impl Literals {
    /// Over the library's laws.
    pub fn new(laws: Laws) -> Self {
        Literals {
            laws,
            naturals: None,
            fractions: None,
        }
    }

    /// Proves the lemmas of both families, as far as the laws are there. What is missing is told when it is needed.
    pub(super) fn prepare(&mut self) {
        if let Some(literal) = self.laws.literal("nat_zero_add") {
            drop(self.naturals(&literal));
        }
        if let Some(literal) = self.laws.literal("real_zero_add") {
            drop(self.fractions(&literal));
        }
    }

    /// The constant that a literal stands for by its definition: 0, and 1 of the rationals.
    pub(super) fn constant(&self, literal: &Literal) -> Result<Option<Term>, ExportError> {
        let small = literal.as_small();
        if small == Some((0, 1)) || (small == Some((1, 1)) && !literal.numerals().is_natural()) {
            let definition = Theorem::literal(&Term::literal(literal))?;
            return Ok(definition
                .as_equation()
                .map(|(_, constant)| constant.clone()));
        }
        Ok(None)
    }

    /// The term that a literal is written as.
    pub(super) fn numeral(&mut self, literal: &Literal) -> Result<Term, ExportError> {
        if let Some(constant) = self.constant(literal)? {
            return Ok(constant);
        }
        let definition = Theorem::literal(&Term::literal(literal))?;
        if literal.numerals().is_natural() && literal.as_small() == Some((1, 1)) {
            let (_, successor) = sides(&definition);
            let zero = self.numeral(&literal.numerals().integer(0)?)?;
            return Ok(Term::apply(spine(&successor).0, &zero)?);
        }
        if literal.numerals().is_natural() {
            return Ok(self
                .naturals(literal)?
                .semiring
                .numeral(&natural(literal))?);
        }
        let value = literal.value();
        if value.is_negative() || !value.is_integer() {
            let (_, right) = sides(&definition);
            return self.plain(&right);
        }
        Ok(self.fractions(literal)?.numeral(&value)?)
    }

    /// An applicative term with numerals for its literals.
    fn plain(&mut self, term: &Term) -> Result<Term, ExportError> {
        if let Some(literal) = term.as_literal() {
            return self.numeral(literal);
        }
        match term.as_apply() {
            Some((function, argument)) => {
                Ok(Term::apply(&self.plain(function)?, &self.plain(argument)?)?)
            }
            None => Ok(term.clone()),
        }
    }

    fn naturals(&mut self, literal: &Literal) -> Result<Rc<Naturals>, ExportError> {
        if let Some(naturals) = &self.naturals {
            return Ok(naturals.clone());
        }
        let made = Rc::new(Naturals::new(&self.laws, &literal.numerals().integer(1)?)?);
        self.naturals = Some(made.clone());
        Ok(made)
    }

    fn fractions(&mut self, literal: &Literal) -> Result<Rc<Fractions>, ExportError> {
        if let Some(fractions) = &self.fractions {
            return Ok(fractions.clone());
        }
        let field = Field::new(&self.laws, &literal.numerals().integer(1)?)?;
        let natural = self
            .laws
            .literal("nat_zero_add")
            .ok_or(ExportError::NoLaw("nat_zero_add"))?;
        let naturals = self.naturals(&natural)?;
        let made = Rc::new(Fractions::new(field, &naturals)?);
        self.fractions = Some(made.clone());
        Ok(made)
    }

    /// A literal's defining equation, about numerals.
    pub(super) fn unfold(&mut self, literal: &Literal) -> Result<Theorem, ExportError> {
        let definition = Theorem::literal(&Term::literal(literal))?;
        let (left, right) = definition
            .as_equation()
            .ok_or(ExportError::NoLaw("a definition"))?;
        let (left, right) = (self.plain(left)?, self.plain(right)?);
        if left == right {
            return Ok(Theorem::reflexive(&left)?);
        }
        if literal.numerals().is_natural() {
            let one_less = natural(literal) - 1u8;
            let naturals = self.naturals(literal)?;
            return Ok(crate::logic::symmetric(&naturals.next(&one_less)?)?);
        }
        let (value, one) = (literal.value(), BigRational::one());
        let sum = self.fractions(literal)?.add(&(value - &one), &one)?;
        Ok(crate::logic::symmetric(&sum)?)
    }

    /// A computed equation, about numerals.
    pub(super) fn compute(&mut self, stated: &Theorem) -> Result<Theorem, ExportError> {
        let (term, _) = stated
            .as_equation()
            .ok_or(ExportError::NoLaw("an equation"))?;
        let (head, operands) = spine(term);
        let operation = head
            .as_constant()
            .ok_or(ExportError::NoLaw("an operation"))?;
        let literals: Vec<&Literal> = operands.iter().filter_map(|t| t.as_literal()).collect();
        let Some(first) = literals.first() else {
            return Err(ExportError::NoLaw("literals"));
        };
        if !first.numerals().is_natural() {
            return self.compute_real(head, operation, &literals);
        }
        if let [m, n] = literals.as_slice() {
            return self.compute_natural(head, operation, m, n);
        }
        let real = stated
            .as_equation()
            .and_then(|(_, value)| value.as_literal().cloned());
        let fractions = self.fractions(&real.ok_or(ExportError::NoLaw("a cast"))?)?;
        let naturals = self.naturals(first)?;
        Ok(fractions.cast(&natural(first), &naturals)?)
    }

    fn compute_natural(
        &mut self,
        head: &Term,
        operation: &Constant,
        m: &Literal,
        n: &Literal,
    ) -> Result<Theorem, ExportError> {
        let naturals = self.naturals(m)?;
        let (m, n) = (natural(m), natural(n));
        let base = &naturals.semiring.base;
        Ok(match () {
            () if *operation == Constant::equality() => naturals.equal(&m, &n)?,
            () if *head == base.add => naturals.semiring.add(&m, &n)?,
            () if *head == base.mul => naturals.semiring.multiply(&m, &n)?,
            () if *head == naturals.le => naturals.le(&m, &n)?,
            () if *head == naturals.lt => naturals.lt(&m, &n)?,
            () => return Err(ExportError::NoLaw("an operation of ℕ")),
        })
    }

    fn compute_real(
        &mut self,
        head: &Term,
        operation: &Constant,
        literals: &[&Literal],
    ) -> Result<Theorem, ExportError> {
        let fractions = self.fractions(literals[0])?;
        let field = &fractions.field;
        let values: Vec<BigRational> = literals.iter().map(|l| l.value()).collect();
        Ok(match values.as_slice() {
            [a] if *head == field.neg => fractions.negate(a)?,
            [a] if *head == field.inv => fractions.invert(a)?,
            [a, b] if *operation == Constant::equality() => fractions.equal(a, b)?,
            [a, b] if *head == field.base().add => fractions.add(a, b)?,
            [a, b] if *head == field.base().mul => fractions.multiply(a, b)?,
            [a, b] if *head == field.sub => fractions.minus(a, b)?,
            [a, b] if *head == field.div => fractions.divide(a, b)?,
            [a, b] if *head == field.le => fractions.le(a, b)?,
            [a, b] if *head == field.lt => fractions.lt(a, b)?,
            _ => return Err(ExportError::NoLaw("an operation of ℝ")),
        })
    }
}

fn natural(literal: &Literal) -> BigUint {
    literal.value().to_integer().magnitude().clone()
}

/// Some literal in a theorem.
fn literal_in(theorem: &Theorem) -> Option<Literal> {
    let conclusion = theorem.conclusion();
    let mut pending = vec![conclusion.fragment()];
    while let Some(fragment) = pending.pop() {
        match fragment.view() {
            FragmentView::Literal(literal) => return Some(literal.clone()),
            FragmentView::Apply(f, x) => pending.extend([f, x]),
            FragmentView::Abstract(_, _, body) => pending.push(body),
            _ => {}
        }
    }
    None
}
