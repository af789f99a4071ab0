//! Normal forms: every expression is a polynomial over atoms, and an atom is a variable, π, or a function of a normal
//! form (an inverse, a root, an exponential, a logarithm, an absolute value).
//!
//! Only identities that hold everywhere are used here, under the library's conventions x / 0 = 0 and √x = log x = 0 for
//! x below 0. What needs a condition (√x² = x, log (x y) = log x + log y) is a lemma in a proof, not a normal form.

use super::expression::{Expression, Function, Operation};
use crate::prove::arith::{Monomial, Polynomial, Rational};
use num_traits::Signed;
use std::collections::{BTreeSet, HashMap};

/// The most monomials that a product may have before it is collected.
pub const LIMIT: usize = 40_000;
/// A power that would have more terms than this is kept as a power of a named sum.
const EXPAND: usize = 1_500;
/// So is, at first, a power of three terms or more that would have more terms than this.
const NAME: usize = 40;

/// What an atom stands for. Arguments only mention atoms with smaller numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    /// A variable.
    Variable,
    /// The number π.
    Pi,
    /// 1 / p
    Inverse(Polynomial),
    /// √p
    Root(Polynomial),
    /// exp p
    Exponential(Polynomial),
    /// log p
    Logarithm(Polynomial),
    /// |p|
    Absolute(Polynomial),
    /// p itself, as a unit: so that high powers need not be expanded.
    Alias(Polynomial),
}

impl Atom {
    /// The argument, if there is one.
    pub fn argument(&self) -> Option<&Polynomial> {
        match self {
            Atom::Variable | Atom::Pi => None,
            Atom::Inverse(p)
            | Atom::Root(p)
            | Atom::Exponential(p)
            | Atom::Logarithm(p)
            | Atom::Absolute(p)
            | Atom::Alias(p) => Some(p),
        }
    }
}

/// The atoms of one claim, by number.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    table: Vec<Atom>,
    index: HashMap<Atom, u32>,
    names: Vec<String>,
}

impl Atoms {
    /// Atoms that are variables only.
    pub fn with_variables(count: usize) -> Self {
        Atoms {
            table: vec![Atom::Variable; count],
            ..Atoms::default()
        }
    }

    /// Says how the first variables are written.
    pub fn set_names(&mut self, names: Vec<String>) {
        self.names = names;
    }

    /// How a variable is written.
    pub fn name(&self, variable: u32) -> String {
        let known = self.names.get(variable as usize);
        known.map_or_else(|| format!("t{variable}"), Clone::clone)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// What an atom stands for.
    pub fn get(&self, atom: u32) -> &Atom {
        &self.table[atom as usize]
    }

    /// A variable that occurs nowhere yet.
    pub fn fresh(&mut self) -> u32 {
        self.table.push(Atom::Variable);
        self.table.len() as u32 - 1
    }

    fn intern(&mut self, atom: Atom) -> u32 {
        if let Some(number) = self.index.get(&atom) {
            return *number;
        }
        let number = self.table.len() as u32;
        self.table.push(atom.clone());
        self.index.insert(atom, number);
        number
    }

    fn unit(&mut self, atom: Atom) -> Polynomial {
        Polynomial::atom(self.intern(atom))
    }

    /// π
    pub fn pi(&mut self) -> Polynomial {
        self.unit(Atom::Pi)
    }

    /// The normal form of an expression; nothing if it is too large.
    pub fn normal(&mut self, expression: &Expression) -> Option<Polynomial> {
        match expression {
            Expression::Number(value) => Some(Polynomial::constant(value.clone())),
            Expression::Variable(position) => Some(Polynomial::atom(*position)),
            Expression::Pi => Some(self.pi()),
            Expression::Power(base, exponent) => {
                let base = self.normal(base)?;
                self.power(&base, *exponent)
            }
            Expression::Apply(function, argument) => {
                let argument = self.normal(argument)?;
                Some(self.apply(*function, argument))
            }
            Expression::Binary(Operation::Divide, left, right) => {
                let left = self.normal(left)?;
                left.times(&self.inverse_of(right)?, LIMIT)
            }
            Expression::Binary(operation, left, right) => {
                let left = self.normal(left)?;
                let right = self.normal(right)?;
                self.combine(*operation, &left, &right)
            }
        }
    }

    fn combine(
        &mut self,
        operation: Operation,
        left: &Polynomial,
        right: &Polynomial,
    ) -> Option<Polynomial> {
        match operation {
            Operation::Add => Some(left.plus(right)),
            Operation::Subtract => Some(left.minus(right)),
            Operation::Multiply => left.times(right, LIMIT),
            Operation::Divide => left.times(&self.inverse(right), LIMIT),
            Operation::Minimum | Operation::Maximum => {
                let distance = self.absolute(left.minus(right));
                let distance = if operation == Operation::Minimum {
                    distance.negated()
                } else {
                    distance
                };
                Some(
                    left.plus(right)
                        .plus(&distance)
                        .scaled(&Rational::new(1, 2)?),
                )
            }
        }
    }

    fn apply(&mut self, function: Function, argument: Polynomial) -> Polynomial {
        match function {
            Function::Negate => argument.negated(),
            Function::Absolute => self.absolute(argument),
            Function::Root => self.root(argument),
            Function::Exponential => self.exponential(argument),
            Function::Logarithm => self.logarithm(argument),
        }
    }

    /// The inverse of an expression: products and powers are inverted factor by factor, which is always right.
    fn inverse_of(&mut self, expression: &Expression) -> Option<Polynomial> {
        match expression {
            Expression::Binary(Operation::Multiply, left, right) => {
                let left = self.inverse_of(left)?;
                left.times(&self.inverse_of(right)?, LIMIT)
            }
            Expression::Binary(Operation::Divide, left, right) => {
                let right = self.normal(right)?;
                self.inverse_of(left)?.times(&right, LIMIT)
            }
            Expression::Power(base, exponent) => {
                let base = self.inverse_of(base)?;
                self.power(&base, *exponent)
            }
            other => {
                let normal = self.normal(other)?;
                Some(self.inverse(&normal))
            }
        }
    }

    /// A power; a sum whose power is too large is kept as one atom.
    pub fn power(&mut self, base: &Polynomial, exponent: u32) -> Option<Polynomial> {
        let size = expanded(base.terms().len(), exponent);
        let most = if base.terms().len() < 3 { EXPAND } else { NAME };
        if size <= most as u128 || exponent < 3 && size <= EXPAND as u128 {
            return base.power(exponent, LIMIT);
        }
        let (content, primitive) = primitive(base);
        let alias = self.unit(Atom::Alias(primitive));
        alias
            .power(exponent, LIMIT)
            .map(|p| content.power(exponent).map(|c| p.scaled(&c)))?
    }

    /// 1 / p: constants and monomials are inverted factor by factor.
    pub fn inverse(&mut self, p: &Polynomial) -> Polynomial {
        if p.is_zero() {
            return Polynomial::zero();
        }
        let (content, rest) = primitive(p);
        let content = content.inverse().unwrap_or_default();
        let common = common_factor(&rest);
        let rest = divided_by_monomial(&rest, &common);
        let mut inverse = self.inverse_monomial(&common).scaled(&content);
        if rest.as_constant().is_none() {
            let atom = self.unit(Atom::Inverse(rest));
            inverse = inverse.times(&atom, LIMIT).unwrap_or_default();
        }
        inverse
    }

    fn inverse_monomial(&mut self, monomial: &Monomial) -> Polynomial {
        let mut product = Polynomial::constant(Rational::ONE);
        for (atom, exponent) in monomial.factors() {
            let inverse = match self.get(*atom).clone() {
                Atom::Inverse(p) => p,
                Atom::Exponential(p) => self.exponential(p.negated()),
                _ => self.unit(Atom::Inverse(Polynomial::atom(*atom))),
            };
            product = inverse
                .power(*exponent, LIMIT)
                .and_then(|p| p.times(&product, LIMIT))
                .unwrap_or_default();
        }
        product
    }

    /// |p|
    pub fn absolute(&mut self, p: Polynomial) -> Polynomial {
        let (content, rest) = primitive(&p);
        let content = content.abs();
        if let Some(value) = p.as_constant() {
            return Polynomial::constant(value.abs());
        }
        self.unit(Atom::Absolute(rest)).scaled(&content)
    }

    /// √p
    pub fn root(&mut self, p: Polynomial) -> Polynomial {
        if let Some(value) = p.as_constant()
            && let Some(root) = rational_root(&value)
        {
            return Polynomial::constant(root);
        }
        let content = Rational::content(p.terms().iter().map(|(_, c)| c));
        if let [(monomial, coefficient)] = p.terms()
            && let (Some(half), Some(root)) = (monomial.square_root(), rational_root(coefficient))
        {
            let half = Polynomial::term(half, Rational::ONE);
            return self.absolute(half).scaled(&root);
        }
        match rational_root(&content) {
            Some(root) => {
                let rest = p.scaled(&content.inverse().unwrap_or(Rational::ONE));
                self.unit(Atom::Root(rest)).scaled(&root)
            }
            None => self.unit(Atom::Root(p)),
        }
    }

    /// exp p
    pub fn exponential(&mut self, p: Polynomial) -> Polynomial {
        if p.is_zero() {
            return Polynomial::constant(Rational::ONE);
        }
        self.unit(Atom::Exponential(p))
    }

    /// log p
    pub fn logarithm(&mut self, p: Polynomial) -> Polynomial {
        if let [(monomial, c)] = p.terms()
            && c.is_one()
        {
            match monomial.factors() {
                [] => return Polynomial::zero(),
                [(atom, exponent)] => {
                    if let Atom::Exponential(u) = self.get(*atom) {
                        return u.scaled(&Rational::from(i64::from(*exponent)));
                    }
                }
                _ => {}
            }
        }
        if p.as_constant().is_some_and(|c| c.signum() <= 0) {
            return Polynomial::zero();
        }
        self.unit(Atom::Logarithm(p))
    }

    /// All atoms that the polynomials mention, inside arguments too.
    pub fn mentioned<'a>(
        &self,
        polynomials: impl IntoIterator<Item = &'a Polynomial>,
    ) -> BTreeSet<u32> {
        let mut found: BTreeSet<u32> = BTreeSet::new();
        let mut open: Vec<u32> = polynomials
            .into_iter()
            .flat_map(Polynomial::atoms)
            .collect();
        while let Some(atom) = open.pop() {
            if found.insert(atom)
                && let Some(argument) = self.get(atom).argument()
            {
                open.extend(argument.atoms());
            }
        }
        found
    }

    /// The variables that a polynomial mentions.
    pub fn variables(&self, p: &Polynomial) -> Vec<u32> {
        let mentioned = self.mentioned([p]);
        mentioned
            .into_iter()
            .filter(|a| *self.get(*a) == Atom::Variable)
            .collect()
    }

    /// A polynomial with atoms replaced throughout, arguments included; nothing if it becomes too large.
    pub fn substitute(
        &mut self,
        p: &Polynomial,
        images: &mut HashMap<u32, Polynomial>,
    ) -> Option<Polynomial> {
        for atom in self.mentioned([p]) {
            if images.contains_key(&atom) {
                continue;
            }
            let image = match self.get(atom).clone() {
                Atom::Variable | Atom::Pi => Polynomial::atom(atom),
                Atom::Inverse(q) => {
                    let q = replaced(&q, images)?;
                    self.inverse(&q)
                }
                Atom::Root(q) => {
                    let q = replaced(&q, images)?;
                    self.root(q)
                }
                Atom::Exponential(q) => {
                    let q = replaced(&q, images)?;
                    self.exponential(q)
                }
                Atom::Logarithm(q) => {
                    let q = replaced(&q, images)?;
                    self.logarithm(q)
                }
                Atom::Absolute(q) => {
                    let q = replaced(&q, images)?;
                    self.absolute(q)
                }
                Atom::Alias(q) => replaced(&q, images)?,
            };
            images.insert(atom, image);
        }
        replaced(p, images)
    }

    /// The derivative with respect to a variable, where every part is differentiable; nothing for |·| and large ones.
    pub fn derivative(&mut self, p: &Polynomial, variable: u32) -> Option<Polynomial> {
        let mut derivatives: HashMap<u32, Polynomial> = HashMap::new();
        for atom in self.mentioned([p]) {
            let derivative = self.atom_derivative(atom, variable, &derivatives)?;
            derivatives.insert(atom, derivative);
        }
        derived(p, &derivatives)
    }

    fn atom_derivative(
        &mut self,
        atom: u32,
        variable: u32,
        known: &HashMap<u32, Polynomial>,
    ) -> Option<Polynomial> {
        let this = Polynomial::atom(atom);
        Some(match self.get(atom).clone() {
            Atom::Variable if atom == variable => Polynomial::constant(Rational::ONE),
            Atom::Variable | Atom::Pi => Polynomial::zero(),
            Atom::Inverse(q) => {
                let inner = derived(&q, known)?;
                inner.times(&this.power(2, LIMIT)?, LIMIT)?.negated()
            }
            Atom::Exponential(q) => derived(&q, known)?.times(&this, LIMIT)?,
            Atom::Logarithm(q) => {
                let inner = derived(&q, known)?;
                inner.times(&self.inverse(&q), LIMIT)?
            }
            Atom::Root(q) => {
                let inner = derived(&q, known)?;
                let half = Rational::new(1, 2)?;
                inner.times(&self.inverse(&this).scaled(&half), LIMIT)?
            }
            Atom::Alias(q) => derived(&q, known)?,
            Atom::Absolute(q) => {
                if !derived(&q, known)?.is_zero() {
                    return None;
                }
                Polynomial::zero()
            }
        })
    }
}

/// The most terms that a power of a sum can have.
fn expanded(terms: usize, exponent: u32) -> u128 {
    (1..terms as u128).fold(1u128, |size, k| {
        size.saturating_mul(u128::from(exponent) + k) / k
    })
}

/// Whether a power of a sum is short enough to be written out.
pub fn is_short_power(sum: &Polynomial, exponent: u32) -> bool {
    expanded(sum.terms().len(), exponent) <= EXPAND as u128
}

fn derived(p: &Polynomial, known: &HashMap<u32, Polynomial>) -> Option<Polynomial> {
    let mut sum = Polynomial::zero();
    for (monomial, coefficient) in p.terms() {
        for (atom, exponent) in monomial.factors() {
            let inner = &known[atom];
            if inner.is_zero() {
                continue;
            }
            let rest = quotient(monomial, &Monomial::atom(*atom))?;
            let scale = coefficient * &Rational::from(i64::from(*exponent));
            sum = sum.plus(&Polynomial::term(rest, scale).times(inner, LIMIT)?);
        }
    }
    Some(sum)
}

/// A polynomial with its atoms replaced by polynomials.
pub fn replaced(p: &Polynomial, images: &HashMap<u32, Polynomial>) -> Option<Polynomial> {
    let unchanged = |a: &u32| {
        images
            .get(a)
            .is_none_or(|image| *image == Polynomial::atom(*a))
    };
    if p.atoms().iter().all(unchanged) {
        return Some(p.clone());
    }
    let mut sum = Polynomial::zero();
    for (monomial, coefficient) in p.terms() {
        let mut product = Polynomial::constant(coefficient.clone());
        for (atom, exponent) in monomial.factors() {
            let image = images
                .get(atom)
                .cloned()
                .unwrap_or_else(|| Polynomial::atom(*atom));
            product = product.times(&image.power(*exponent, LIMIT)?, LIMIT)?;
        }
        sum = sum.plus(&product);
    }
    Some(sum)
}

/// A monomial divided by another; nothing if it does not divide.
pub fn quotient(monomial: &Monomial, divisor: &Monomial) -> Option<Monomial> {
    let mut quotient = Monomial::one();
    for (atom, exponent) in divisor.factors() {
        if monomial.exponent(*atom) < *exponent {
            return None;
        }
    }
    for (atom, exponent) in monomial.factors() {
        let rest = exponent - divisor.exponent(*atom);
        quotient = quotient.times(&Monomial::atom(*atom).power(rest)?)?;
    }
    Some(quotient)
}

/// The largest monomial that divides every term.
pub fn common_factor(p: &Polynomial) -> Monomial {
    let mut terms = p.terms().iter().map(|(m, _)| m);
    let Some(first) = terms.next() else {
        return Monomial::one();
    };
    let mut common = first.clone();
    for monomial in terms {
        let shared = common.factors().iter().filter_map(|(atom, exponent)| {
            let exponent = (*exponent).min(monomial.exponent(*atom));
            Monomial::atom(*atom).power(exponent)
        });
        common = shared.fold(Monomial::one(), |m, n| m.times(&n).unwrap_or(m));
    }
    common
}

/// A polynomial divided by a monomial that divides every term.
pub fn divided_by_monomial(p: &Polynomial, divisor: &Monomial) -> Polynomial {
    if divisor.is_one() {
        return p.clone();
    }
    let terms = p.terms().iter();
    Polynomial::from_terms(terms.filter_map(|(m, c)| quotient(m, divisor).map(|m| (m, c.clone()))))
}

/// A polynomial as a number times one with whole coprime coefficients, the first of them positive.
pub fn primitive(p: &Polynomial) -> (Rational, Polynomial) {
    let mut content = Rational::content(p.terms().iter().map(|(_, c)| c));
    if p.terms().first().is_some_and(|(_, c)| c.is_negative()) {
        content = -&content;
    }
    let inverse = content.inverse().unwrap_or(Rational::ONE);
    let rest = p.scaled(&inverse);
    (content, rest)
}

/// The square root of a rational number, if it is rational.
pub fn rational_root(value: &Rational) -> Option<Rational> {
    let (p, q) = (value.numerator(), value.denominator());
    if p.is_negative() {
        return None;
    }
    let (r, s) = (p.sqrt(), q.sqrt());
    (&r * &r == p && &s * &s == q).then(|| Rational::from_big(num_rational::BigRational::new(r, s)))
}
