//! Theorems and the ten primitive rules. `A ⊢ p` says: p holds in every model of the axioms in which A hold.
//!
//! Each rule's documentation is its inference figure with its side conditions and errors. Hypotheses are sets up to
//! bound names. Every rule passes on the axioms of its premises.

use crate::{
    KernelError, Name, Result, Substitution, Term, Type, TypeSubstitution, Variable,
    hash::fresh_identity,
    log::{self, Inference, Serial},
    set::Set,
    substitute::TypeMemo,
};
use rustc_hash::FxHashMap;
use std::{cmp::Ordering, fmt, sync::Arc};

/// An axiom: a sequent that was put forward without proof, under a name.
#[derive(Clone)]
pub struct Axiom(Arc<AxiomNode>);

struct AxiomNode {
    identity: u64,
    name: Name,
    hypotheses: Vec<Term>,
    conclusion: Term,
}

impl Axiom {
    /// Its name, for people.
    pub fn name(&self) -> &Name {
        &self.0.name
    }

    /// What it concludes.
    pub fn statement(&self) -> &Term {
        &self.0.conclusion
    }

    /// Under which hypotheses.
    pub fn hypotheses(&self) -> &[Term] {
        &self.0.hypotheses
    }
}

impl PartialEq for Axiom {
    fn eq(&self, other: &Self) -> bool {
        self.0.identity == other.0.identity
    }
}
impl Eq for Axiom {}
impl PartialOrd for Axiom {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Axiom {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.identity.cmp(&other.0.identity)
    }
}
impl fmt::Debug for Axiom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())
    }
}

/// A theorem: hypotheses, a conclusion, and the axioms that it rests on. Made by this crate only.
#[derive(Clone)]
pub struct Theorem {
    hypotheses: Set<Term>,
    conclusion: Conclusion,
    axioms: Set<Axiom>,
    serial: Serial,
}

/// An equation is kept as its two sides, which always fit into a term; that term is built when asked for.
#[derive(Clone)]
enum Conclusion {
    Equation(Term, Term),
    Formula(Term),
}

impl Conclusion {
    fn equation(left: Term, right: Term) -> Result<Self> {
        Term::equation_fits(&left, &right)?;
        Ok(Conclusion::Equation(left, right))
    }

    fn of(formula: Term) -> Self {
        match formula.as_equation() {
            Some((left, right)) => Conclusion::Equation(left.clone(), right.clone()),
            None => Conclusion::Formula(formula),
        }
    }

    fn is(&self, formula: &Term) -> bool {
        match (self, formula.as_equation()) {
            (Conclusion::Equation(l, r), Some((left, right))) => l == left && r == right,
            (Conclusion::Formula(p), None) => p == formula,
            _ => false,
        }
    }

    fn map(&self, mut f: impl FnMut(&Term) -> Result<Term>) -> Result<Self> {
        Ok(match self {
            Conclusion::Equation(left, right) => Self::equation(f(left)?, f(right)?)?,
            Conclusion::Formula(p) => Self::of(f(p)?),
        })
    }

    fn term(&self) -> Term {
        match self {
            Conclusion::Equation(left, right) => {
                Term::equation(left, right).expect("checked when it was made")
            }
            Conclusion::Formula(p) => p.clone(),
        }
    }
}

impl Theorem {
    fn new(hypotheses: Set<Term>, conclusion: Conclusion, axioms: Set<Axiom>) -> Self {
        Theorem {
            hypotheses,
            conclusion,
            axioms,
            serial: 0,
        }
    }

    fn recorded(mut self, inference: impl FnOnce() -> Inference) -> Self {
        log::record(&mut self, inference);
        self
    }

    /// A theorem of a definition principle or of the literal rule: no hypotheses, with the axioms of its premises.
    pub(crate) fn defined(
        left: Term,
        right: Term,
        axioms: Set<Axiom>,
        inference: impl FnOnce() -> Inference,
    ) -> Result<Self> {
        Ok(Self::new(Set::EMPTY, Conclusion::equation(left, right)?, axioms).recorded(inference))
    }

    /// As [`Theorem::defined`], for a conclusion that may be no equation.
    pub(crate) fn specified(
        formula: Term,
        axioms: Set<Axiom>,
        inference: impl FnOnce() -> Inference,
    ) -> Self {
        Self::new(Set::EMPTY, Conclusion::of(formula), axioms).recorded(inference)
    }

    /// The hypotheses, sorted, none twice.
    pub fn hypotheses(&self) -> &[Term] {
        self.hypotheses.as_slice()
    }

    /// The conclusion.
    pub fn conclusion(&self) -> Term {
        self.conclusion.term()
    }

    /// The sides of the conclusion, if it is an equation.
    pub fn as_equation(&self) -> Option<(&Term, &Term)> {
        match &self.conclusion {
            Conclusion::Equation(left, right) => Some((left, right)),
            Conclusion::Formula(_) => None,
        }
    }

    /// Whether the conclusion is that formula, up to bound names.
    pub fn concludes(&self, formula: &Term) -> bool {
        self.conclusion.is(formula)
    }

    /// The axioms that it rests on, none twice.
    pub fn axioms(&self) -> &[Axiom] {
        self.axioms.as_slice()
    }

    pub(crate) fn axiom_set(&self) -> &Set<Axiom> {
        &self.axioms
    }

    /// Its number in the log; 0 if no sink was set when it was made.
    pub fn serial(&self) -> Serial {
        self.serial
    }

    pub(crate) fn set_serial(&mut self, serial: Serial) {
        self.serial = serial;
    }

    fn equation(&self) -> Result<(&Term, &Term)> {
        self.as_equation()
            .ok_or_else(|| KernelError::NotAnEquation(self.conclusion()))
    }

    /// ```text
    /// ───────── reflexive
    ///  ⊢ t = t
    /// ```
    /// Errors: too deep.
    pub fn reflexive(t: &Term) -> Result<Self> {
        Ok(Self::new(
            Set::EMPTY,
            Conclusion::equation(t.clone(), t.clone())?,
            Set::EMPTY,
        )
        .recorded(|| Inference::Reflexive(t.clone())))
    }

    /// ```text
    ///  A ⊢ s = t    B ⊢ t = u
    /// ──────────────────────── transitive
    ///      A ∪ B ⊢ s = u
    /// ```
    /// Errors: a premise is no equation; the middle terms differ.
    pub fn transitive(first: &Theorem, second: &Theorem) -> Result<Self> {
        let ((s, t), (t2, u)) = (first.equation()?, second.equation()?);
        if t != t2 {
            return Err(KernelError::Differ {
                left: t.clone(),
                right: t2.clone(),
            });
        }
        Ok(
            Self::from_two(first, second, Conclusion::Equation(s.clone(), u.clone()))
                .recorded(|| Inference::Transitive(first.serial, second.serial)),
        )
    }

    /// ```text
    ///  A ⊢ f = g    B ⊢ x = y
    /// ──────────────────────── congruence
    ///    A ∪ B ⊢ f x = g y
    /// ```
    /// Errors: a premise is no equation; f is no function on the type of x; too deep.
    pub fn congruence(functions: &Theorem, arguments: &Theorem) -> Result<Self> {
        let ((f, g), (x, y)) = (functions.equation()?, arguments.equation()?);
        let left = Term::apply(f, x)?;
        let right = if f.same(g) && x.same(y) {
            left.clone()
        } else {
            Term::apply(g, y)?
        };
        Ok(
            Self::from_two(functions, arguments, Conclusion::equation(left, right)?)
                .recorded(|| Inference::Congruence(functions.serial, arguments.serial)),
        )
    }

    /// ```text
    ///      A ⊢ s = t
    /// ───────────────────── abstraction      v not free in A
    ///  A ⊢ (λv. s) = (λv. t)
    /// ```
    /// Errors: the premise is no equation; v is free in a hypothesis; too deep.
    pub fn abstraction(v: &Variable, premise: &Theorem) -> Result<Self> {
        let (s, t) = premise.equation()?;
        if let Some(hypothesis) = premise.hypotheses().iter().find(|h| h.has_free(v)) {
            return Err(KernelError::FreeInHypothesis {
                variable: v.clone(),
                hypothesis: hypothesis.clone(),
            });
        }
        let conclusion = Conclusion::equation(Term::abstraction(v, s)?, Term::abstraction(v, t)?)?;
        Ok(Self::new(
            premise.hypotheses.clone(),
            conclusion,
            premise.axioms.clone(),
        )
        .recorded(|| Inference::Abstraction(v.clone(), premise.serial)))
    }

    /// ```text
    /// ─────────────────────── beta
    ///  ⊢ (λx. t) u = t[u/x]
    /// ```
    /// Errors: the term is no redex; the value is too deep.
    pub fn beta(redex: &Term) -> Result<Self> {
        let not_a_redex = || KernelError::NotARedex(redex.clone());
        let (function, argument) = redex.as_apply().ok_or_else(not_a_redex)?;
        let value = function
            .as_abstraction()
            .ok_or_else(not_a_redex)?
            .open(argument)?;
        Ok(Self::new(
            Set::EMPTY,
            Conclusion::equation(redex.clone(), value)?,
            Set::EMPTY,
        )
        .recorded(|| Inference::Beta(redex.clone())))
    }

    /// ```text
    /// ─────── assume      p a formula
    ///  p ⊢ p
    /// ```
    /// Errors: p is no formula.
    pub fn assume(p: &Term) -> Result<Self> {
        formula(p)?;
        Ok(Self::new(
            Set::singleton(p.clone()),
            Conclusion::of(p.clone()),
            Set::EMPTY,
        )
        .recorded(|| Inference::Assume(p.clone())))
    }

    /// ```text
    ///  A ⊢ p = q    B ⊢ p
    /// ──────────────────── equal_modus_ponens
    ///      A ∪ B ⊢ q
    /// ```
    /// Errors: the first premise is no equation; the second is not its left side.
    pub fn equal_modus_ponens(equation: &Theorem, premise: &Theorem) -> Result<Self> {
        let (p, q) = equation.equation()?;
        if !premise.conclusion.is(p) {
            return Err(KernelError::Differ {
                left: p.clone(),
                right: premise.conclusion(),
            });
        }
        Ok(Self::from_two(equation, premise, Conclusion::of(q.clone()))
            .recorded(|| Inference::EqualModusPonens(equation.serial, premise.serial)))
    }

    /// ```text
    ///        A ⊢ p    B ⊢ q
    /// ─────────────────────────────── deduct_antisymmetric
    ///  (A − {q}) ∪ (B − {p}) ⊢ p = q
    /// ```
    /// Errors: too deep.
    pub fn deduct_antisymmetric(first: &Theorem, second: &Theorem) -> Result<Self> {
        let (p, q) = (first.conclusion.term(), second.conclusion.term());
        let hypotheses = first
            .hypotheses
            .without(&q)
            .union(&second.hypotheses.without(&p));
        let axioms = first.axioms.union(&second.axioms);
        Ok(Self::new(hypotheses, Conclusion::equation(p, q)?, axioms)
            .recorded(|| Inference::DeductAntisymmetric(first.serial, second.serial)))
    }

    /// ```text
    ///     A ⊢ p
    /// ───────────── instantiate      θ replaces free variables by terms of their types
    ///  A[θ] ⊢ p[θ]
    /// ```
    /// Errors: too deep.
    pub fn instantiate(&self, by: &Substitution) -> Result<Self> {
        let memo = &mut FxHashMap::default();
        let conclusion = self.conclusion.map(|t| t.substituted(by, memo))?;
        let hypotheses = self.map_hypotheses(|t| t.substituted(by, memo))?;
        Ok(Self::new(hypotheses, conclusion, self.axioms.clone())
            .recorded(|| Inference::Instantiate(by.clone(), self.serial)))
    }

    /// ```text
    ///     A ⊢ p
    /// ───────────── instantiate_types      θ replaces type variables by types
    ///  A[θ] ⊢ p[θ]
    /// ```
    /// Errors: too deep.
    pub fn instantiate_types(&self, by: &TypeSubstitution) -> Result<Self> {
        let memo = &mut TypeMemo::default();
        let conclusion = self.conclusion.map(|t| t.types_instantiated(by, memo))?;
        let hypotheses = self.map_hypotheses(|t| t.types_instantiated(by, memo))?;
        Ok(Self::new(hypotheses, conclusion, self.axioms.clone())
            .recorded(|| Inference::InstantiateTypes(by.clone(), self.serial)))
    }

    /// ```text
    /// ─────── axiom      recorded under its name in every theorem that uses it
    ///  A ⊢ p
    /// ```
    /// Errors: a hypothesis or p is no formula.
    pub fn axiom(name: impl Into<Name>, hypotheses: &[Term], p: &Term) -> Result<Self> {
        hypotheses.iter().chain([p]).try_for_each(formula)?;
        let (name, hypotheses) = (name.into(), Set::collect(hypotheses.iter().cloned()));
        let node = AxiomNode {
            identity: fresh_identity(),
            name: name.clone(),
            hypotheses: hypotheses.as_slice().to_vec(),
            conclusion: p.clone(),
        };
        let axioms = Set::singleton(Axiom(Arc::new(node)));
        Ok(Self::new(hypotheses, Conclusion::of(p.clone()), axioms)
            .recorded(|| Inference::Axiom(name)))
    }

    fn from_two(first: &Theorem, second: &Theorem, conclusion: Conclusion) -> Self {
        let hypotheses = first.hypotheses.union(&second.hypotheses);
        Self::new(hypotheses, conclusion, first.axioms.union(&second.axioms))
    }

    fn map_hypotheses(&self, mut f: impl FnMut(&Term) -> Result<Term>) -> Result<Set<Term>> {
        if self.hypotheses.is_empty() {
            return Ok(Set::EMPTY);
        }
        Ok(Set::collect(
            self.hypotheses()
                .iter()
                .map(&mut f)
                .collect::<Result<Vec<_>>>()?,
        ))
    }
}

fn formula(p: &Term) -> Result<()> {
    if *p.ty() == Type::boolean() {
        Ok(())
    } else {
        Err(KernelError::NotAFormula(p.clone()))
    }
}

impl fmt::Debug for Theorem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ⊢ {:?}", self.hypotheses(), self.conclusion())
    }
}
