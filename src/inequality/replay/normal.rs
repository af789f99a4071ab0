//! Normal forms with proofs: the engine's reading of a term, followed step by step in the kernel.
//!
//! A canonical term is the sum of monomials that a polynomial is, over the terms of the engine's atoms. [`Normalizer::read`]
//! takes any term of ℝ to the canonical term of its normal form, with the equation.

use super::ranges::End;
use crate::logic::{ConstantShape, constant_at};
use crate::{
    inequality::{
        atom::{Atom, Atoms},
        read::Functions,
    },
    logic::{apply_to_both, symmetric},
    prove::arith::{
        Polynomial, Rational, Result, Trouble,
        chain::Step,
        lemmas::{Lemma, Open, opened},
        normal::{Calculus, Normal},
        theory::{Carrier, Operation, Shape, Theory},
    },
};
use rationale_kernel::{Term, Theorem, Type, Variable};
use rustc_hash::FxHashMap;
use std::{collections::HashMap, sync::Arc};

/// Terms nested more deeply, other than sums and products to the left, are not read.
const DEPTH: u32 = 250;

/// An equation `a = value` that is put in place of an atom everywhere.
pub(super) struct Replacement {
    /// The atom's value: from the atom's term to its canonical term.
    pub value: Normal,
    /// The images of atoms that mention it, as far as they are known.
    images: HashMap<u32, Normal>,
    atom: u32,
}

/// Reads terms over the atoms of one certificate.
pub(super) struct Normalizer<'t, 'e> {
    /// The numbers of the environment.
    pub theory: &'t Theory<'e>,
    /// Sums, products and powers of normal forms.
    pub calculus: Calculus<'t, 'e>,
    /// The engine's atoms.
    pub atoms: Atoms,
    /// The variables that stand for sums, and the sums: what a theorem assumes of them is discharged at the end.
    pub aliases: Vec<(Variable, Term)>,
    /// Ends of exp at literals, by the literal, the precision and the side.
    pub exponentials: HashMap<(Rational, u32, bool), Option<End>>,
    /// Ends of π, by precision and side.
    pub pis: HashMap<(u32, bool), End>,
    /// `central` from its sixteenth place on, each with its theorem.
    pub centrals: Vec<(Rational, Theorem)>,
    functions: Functions,
    terms: Vec<Option<Term>>,
    /// Atoms by their terms.
    pub numbers: FxHashMap<Term, u32>,
    canonical: FxHashMap<Term, Polynomial>,
    replacement: Option<Replacement>,
    depth: u32,
}

impl<'t, 'e> Normalizer<'t, 'e> {
    /// With terms for the first variables.
    pub fn new(theory: &'t Theory<'e>, atoms: Atoms, terms: Vec<Term>) -> Result<Self> {
        let numbers = (0..).zip(&terms).map(|(n, t)| (t.clone(), n)).collect();
        Ok(Normalizer {
            theory,
            calculus: Calculus::of(theory, Carrier::Real)?,
            atoms,
            aliases: Vec::new(),
            exponentials: HashMap::new(),
            pis: HashMap::new(),
            centrals: Vec::new(),
            functions: Functions::of(theory.environment()),
            terms: terms.into_iter().map(Some).collect(),
            numbers,
            canonical: FxHashMap::default(),
            replacement: None,
            depth: 0,
        })
    }

    /// The function of the library that a term applies.
    pub fn function(&self, t: &Term) -> Option<crate::inequality::expression::Function> {
        self.functions.applied(t).map(|(function, _)| function)
    }

    /// A lemma of the library, by name.
    pub fn lemma(&self, name: &'static str) -> Result<Arc<Open>> {
        opened(self.theory.environment(), name)
    }

    /// The term `f x` for a function of the library, by its name.
    pub fn applied(&self, function: &'static str, x: &Term) -> Result<Term> {
        let environment = self.theory.environment();
        let constant = environment
            .constant(function)
            .ok_or(Trouble::MissingConstant(function))?;
        let head = constant_at(constant, constant.generic_type())?;
        Ok(Term::apply(&head, x)?)
    }

    /// ℝ
    pub fn real(&self) -> Result<Type> {
        Ok(self.theory.side(Carrier::Real)?.ty.clone())
    }

    /// The literal for a number of ℝ.
    pub fn literal(&self, value: &Rational) -> Result<Term> {
        self.theory.literal(Carrier::Real, value)
    }

    /// `x * y` on ℝ
    pub fn product(&self, x: &Term, y: &Term) -> Result<Term> {
        self.theory.binary(Operation::Mul(Carrier::Real), x, y)
    }

    /// `x + y` on ℝ
    pub fn sum(&self, x: &Term, y: &Term) -> Result<Term> {
        self.theory.binary(Operation::Add(Carrier::Real), x, y)
    }

    /// `x ^ k` on ℝ
    pub fn power(&self, x: &Term, k: u32) -> Result<Term> {
        let k = self.exponent(k)?;
        self.theory.binary(Operation::Pow(Carrier::Real), x, &k)
    }

    /// The literal of ℕ for an exponent.
    pub fn exponent(&self, k: u32) -> Result<Term> {
        self.theory
            .literal(Carrier::Natural, &Rational::from(i64::from(k)))
    }

    /// The canonical term of a polynomial.
    pub fn term(&mut self, p: &Polynomial) -> Result<Term> {
        for atom in p.atoms() {
            self.atom_term(atom)?;
        }
        let terms = &self.terms;
        let of = |atom: u32| terms[atom as usize].clone();
        let missing = p.atoms().into_iter().any(|atom| of(atom).is_none());
        if missing {
            return Err(Trouble::Shape("an atom with a term"));
        }
        let fallback = self.theory.side(Carrier::Real)?.zero.clone();
        let term = self
            .calculus
            .term_of(p, &|atom| of(atom).unwrap_or_else(|| fallback.clone()))?;
        self.canonical.insert(term.clone(), p.clone());
        Ok(term)
    }

    /// A canonical term with its polynomial, and no step.
    pub fn leaf(&mut self, p: &Polynomial) -> Result<Normal> {
        Ok(Normal {
            polynomial: p.clone(),
            step: Step::none(self.term(p)?),
        })
    }

    /// The term of an atom.
    pub fn atom_term(&mut self, atom: u32) -> Result<Term> {
        let place = atom as usize;
        if let Some(Some(term)) = self.terms.get(place) {
            return Ok(term.clone());
        }
        let term = self.make_atom_term(atom)?;
        if self.terms.len() <= place {
            self.terms.resize(place + 1, None);
        }
        self.terms[place] = Some(term.clone());
        self.numbers.insert(term.clone(), atom);
        Ok(term)
    }

    fn make_atom_term(&mut self, atom: u32) -> Result<Term> {
        match self.atoms.get(atom).clone() {
            Atom::Variable => Ok(Term::variable(&self.named("named", atom)?)),
            Atom::Pi => {
                let environment = self.theory.environment();
                let pi = environment
                    .constant("pi")
                    .ok_or(Trouble::MissingConstant("pi"))?;
                Ok(constant_at(pi, pi.generic_type())?)
            }
            Atom::Inverse(p) => {
                let p = self.term(&p)?;
                self.theory.unary(Operation::Inv, &p)
            }
            Atom::Absolute(p) => {
                let p = self.term(&p)?;
                self.theory.unary(Operation::Abs, &p)
            }
            Atom::Root(p) => {
                let p = self.term(&p)?;
                self.applied("sqrt", &p)
            }
            Atom::Exponential(p) => {
                let p = self.term(&p)?;
                self.applied("exp", &p)
            }
            Atom::Logarithm(p) => {
                let p = self.term(&p)?;
                self.applied("log", &p)
            }
            Atom::Alias(p) => {
                let sum = self.term(&p)?;
                let variable = self.named("sum", atom)?;
                self.aliases.push((variable.clone(), sum));
                Ok(Term::variable(&variable))
            }
        }
    }

    fn named(&self, stem: &str, atom: u32) -> Result<Variable> {
        Ok(Variable::new(format!("{stem}#{atom}"), self.real()?))
    }

    /// ⊢ t = canonical term, for a term of ℝ.
    pub fn read(&mut self, t: &Term) -> Result<Normal> {
        if self.depth >= DEPTH {
            return Err(Trouble::TooDeep);
        }
        self.depth += 1;
        let normal = self.read_spine(t);
        self.depth -= 1;
        normal
    }

    fn read_spine(&mut self, t: &Term) -> Result<Normal> {
        let (mut head, mut spine) = (t, Vec::new());
        while !self.is_known(head)
            && let Shape::Binary(operation @ (Operation::Add(_) | Operation::Mul(_)), x, y) =
                self.theory.shape(head)
        {
            spine.push((head, operation, y));
            head = x;
        }
        let mut normal = self.read_head(head)?;
        for (whole, operation, y) in spine.into_iter().rev() {
            let right = self.read(y)?;
            normal = match operation {
                Operation::Add(_) => self.calculus.add(&normal, &right, whole)?,
                _ => self.calculus.multiply(&normal, &right, whole)?,
            };
        }
        Ok(normal)
    }

    pub(super) fn is_known(&self, t: &Term) -> bool {
        self.replacement.is_none() && self.canonical.contains_key(t) || self.numbers.contains_key(t)
    }

    fn read_head(&mut self, t: &Term) -> Result<Normal> {
        if let Some(atom) = self.numbers.get(t).copied() {
            return self.read_atom(atom, t);
        }
        if self.replacement.is_none()
            && let Some(p) = self.canonical.get(t)
        {
            return Ok(Normal {
                polynomial: p.clone(),
                step: Step::none(t.clone()),
            });
        }
        if self.functions.applied(t).is_some() || self.functions.is_pi(t) {
            return self.read_function(t);
        }
        match self.theory.shape(t) {
            Shape::Literal => {
                let value = self.theory.value(t).ok_or(Trouble::Shape("a literal"))?.1;
                Ok(Normal {
                    polynomial: Polynomial::constant(value),
                    step: Step::none(t.clone()),
                })
            }
            Shape::Binary(Operation::Add(_) | Operation::Mul(_), ..) => self.read_spine(t),
            Shape::Binary(Operation::Sub, x, y) => self.after(Lemma::RealSub, &[x, y]),
            Shape::Binary(Operation::Div, x, y) => {
                let step = self.step(Lemma::RealDiv, &[x, y])?;
                let (first, second) = (self.read(x)?, self.inverse_of(y)?);
                let product = self.calculus.multiply(&first, &second, &step.term)?;
                after(step, product)
            }
            Shape::Binary(Operation::Pow(_), x, k) => self.read_power(t, x, k),
            Shape::Binary(Operation::Max, x, y) => self.by("max_eq_abs", &[x, y]),
            Shape::Binary(Operation::Min, x, y) => self.by("min_eq_abs", &[x, y]),
            Shape::Unary(Operation::Neg, x) => self.after(Lemma::RealNeg, &[x]),
            Shape::Unary(Operation::Inv, x) => self.inverse_of(x),
            Shape::Unary(Operation::Cast, n) => self.read_cast(t, n),
            Shape::Unary(Operation::Abs, _) => self.read_function(t),
            _ => Err(Trouble::Shape("a term that was read before")),
        }
    }

    pub(super) fn step(&self, lemma: Lemma, images: &[&Term]) -> Result<Step> {
        Step::by(self.theory.lemma(lemma)?.at(images)?)
    }

    /// Reads the right side of a lemma in place of its left side.
    fn after(&mut self, lemma: Lemma, images: &[&Term]) -> Result<Normal> {
        let step = self.step(lemma, images)?;
        self.read_after(step)
    }

    pub(super) fn by(&mut self, name: &'static str, images: &[&Term]) -> Result<Normal> {
        let step = Step::by(self.lemma(name)?.at(images)?)?;
        self.read_after(step)
    }

    pub fn read_after(&mut self, step: Step) -> Result<Normal> {
        let normal = self.read(&step.term.clone())?;
        after(step, normal)
    }

    pub(super) fn read_atom(&mut self, atom: u32, t: &Term) -> Result<Normal> {
        let Some(replacement) = &self.replacement else {
            return Ok(unit(atom, t));
        };
        if replacement.atom == atom {
            return Ok(replacement.value.clone());
        }
        if let Some(image) = replacement.images.get(&atom) {
            return Ok(image.clone());
        }
        let own = self.atoms.mentioned([&Polynomial::atom(atom)]);
        if !own.contains(&replacement.atom) {
            return Ok(unit(atom, t));
        }
        let image = self.image_of(atom, t)?;
        if let Some(replacement) = &mut self.replacement {
            replacement.images.insert(atom, image.clone());
        }
        Ok(image)
    }

    /// An atom that mentions what is replaced.
    fn image_of(&mut self, atom: u32, t: &Term) -> Result<Normal> {
        if matches!(self.atoms.get(atom), Atom::Alias(_)) {
            let alias = self.aliases.iter().find(|(v, _)| Term::variable(v) == *t);
            let (_, sum) = alias.ok_or(Trouble::Shape("a named sum"))?.clone();
            let equation = Theorem::assume(&Term::equation(t, &sum)?)?;
            return self.read_after(Step::by(equation)?);
        }
        if let Shape::Unary(Operation::Inv, x) = self.theory.shape(t) {
            return self.inverse_of(x);
        }
        self.read_function(t)
    }

    /// Reads with an atom replaced by its value: `equation` says atom = canonical term.
    pub fn with_replacement<T>(
        &mut self,
        atom: u32,
        value: Normal,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let before = self.replacement.replace(Replacement {
            value,
            images: HashMap::new(),
            atom,
        });
        let result = work(self);
        self.replacement = before;
        result
    }

    fn read_cast(&mut self, t: &Term, n: &Term) -> Result<Normal> {
        match self.theory.shape(n) {
            Shape::Literal => self.computed(t),
            Shape::Binary(Operation::Add(_), a, b) => self.after(Lemma::CastAdd, &[a, b]),
            Shape::Binary(Operation::Mul(_), a, b) => self.after(Lemma::CastMul, &[a, b]),
            Shape::Binary(Operation::Pow(_), a, b) => self.after(Lemma::CastPow, &[a, b]),
            Shape::Unary(Operation::Successor, x) => {
                let equation = self.theory.lemma(Lemma::NatSuc)?.at(&[x])?;
                let (cast, _) = t.as_apply().ok_or(Trouble::Shape("a cast"))?;
                self.read_after(Step::by(apply_to_both(cast, &equation)?)?)
            }
            _ => Err(Trouble::Shape("a cast that was read before")),
        }
    }

    pub(super) fn computed(&mut self, t: &Term) -> Result<Normal> {
        let step = Step::by(self.theory.compute(t)?)?;
        self.read_after(step)
    }

    fn read_power(&mut self, t: &Term, x: &Term, k: &Term) -> Result<Normal> {
        let value = self.theory.value(k).and_then(|(_, v)| v.as_exponent());
        let exponent = value.ok_or(Trouble::Shape("a literal exponent"))?;
        let base = self.read(x)?;
        let polynomial = self
            .atoms
            .power(&base.polynomial, exponent)
            .ok_or(Trouble::TooLarge)?;
        let named = polynomial
            .atoms()
            .into_iter()
            .find(|a| matches!(self.atoms.get(*a), Atom::Alias(_)) && exponent > 1);
        let power = match named {
            Some(alias) if !base.polynomial.atoms().contains(&alias) => {
                let base = self.as_alias(&base, alias)?;
                self.calculus.power(&base, exponent, t)?
            }
            _ => self.calculus.power(&base, exponent, t)?,
        };
        if power.polynomial == polynomial {
            Ok(power)
        } else {
            Err(Trouble::Replay("the power that the search saw"))
        }
    }

    /// A sum as a multiple of the variable that stands for its primitive part.
    fn as_alias(&mut self, base: &Normal, alias: u32) -> Result<Normal> {
        let (content, primitive) = crate::inequality::atom::primitive(&base.polynomial);
        let variable = self.atom_term(alias)?;
        let sum = self.term(&primitive)?;
        let content = self.literal(&content)?;
        let equation = symmetric(&Theorem::assume(&Term::equation(&variable, &sum)?)?)?;
        let split = self.split(base, &content, &sum)?;
        let (times, _) = split.term.as_apply().ok_or(Trouble::Shape("a product"))?;
        let named = Step::by(apply_to_both(times, &equation)?)?;
        let named = split.then(named)?;
        self.read_after(named)
    }

    /// From a term to `x * y`, two terms whose product has the same normal form.
    pub fn split(&mut self, whole: &Normal, x: &Term, y: &Term) -> Result<Step> {
        let product = self.product(x, y)?;
        self.back_to(whole, &product)
    }

    /// From a term to another one with the same normal form.
    pub fn back_to(&mut self, whole: &Normal, other: &Term) -> Result<Step> {
        let normal = self.without_replacement(|n| n.read(other))?;
        if normal.polynomial != whole.polynomial {
            return Err(Trouble::Replay("a term that the search saw"));
        }
        let back = match &normal.step.theorem {
            Some(theorem) => Step::by(symmetric(theorem)?)?,
            None => Step::none(other.clone()),
        };
        whole.step.clone().then(back)
    }

    /// Without the replacement that is going on.
    pub fn without_replacement<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let before = self.replacement.take();
        let result = work(self);
        self.replacement = before;
        result
    }

    /// Reads `f x` for |·|, √, exp, log and π.
    fn read_function(&mut self, t: &Term) -> Result<Normal> {
        if self.functions.is_pi(t) {
            let p = self.atoms.pi();
            return self.leaf(&p);
        }
        let (function, x) = t.as_apply().ok_or(Trouble::Shape("an application"))?;
        let argument = self.read(x)?;
        let inner = applied(function, &argument.step)?;
        let p = argument.polynomial;
        let normal = self.without_replacement(|n| n.function_of(t, &p))?;
        after(inner, normal)
    }

    /// The normal form of `f T(p)`, for the function f at the head of a term.
    fn function_of(&mut self, like: &Term, p: &Polynomial) -> Result<Normal> {
        use crate::inequality::expression::Function;
        match self.functions.applied(like) {
            Some((Function::Root, _)) => self.root(p),
            Some((Function::Exponential, _)) => self.exponential(p),
            Some((Function::Logarithm, _)) => self.logarithm(p),
            _ => self.absolute(p),
        }
    }
}

/// One atom.
fn unit(atom: u32, t: &Term) -> Normal {
    Normal {
        polynomial: Polynomial::atom(atom),
        step: Step::none(t.clone()),
    }
}

/// From `f x` to `f x'`.
pub(super) fn applied(function: &Term, argument: &Step) -> Result<Step> {
    Ok(Step {
        term: Term::apply(function, &argument.term)?,
        theorem: argument
            .theorem
            .as_ref()
            .map(|theorem| apply_to_both(function, theorem))
            .transpose()?,
    })
}

/// A step, and then a normal form.
pub(super) fn after(step: Step, normal: Normal) -> Result<Normal> {
    Ok(Normal {
        polynomial: normal.polynomial,
        step: step.then(normal.step)?,
    })
}
