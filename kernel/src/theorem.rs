//! Theorems and the ten primitive rules. `A ⊢ p` says: p holds in every model of the axioms in which A hold.
//!
//! Each rule's documentation is its inference figure with its side conditions and errors. Hypotheses are sets up to
//! bound names. Every theorem carries the axioms of its premises. A thread may set a sink, which is shown every
//! inference, so that a proof can be checked again by others; it decides nothing.

use crate::*;
use std::cell::RefCell;

/// An axiom: hypotheses and a conclusion that were put forward without proof, under a name.
pub type Axiom = Unique<(Vec<Term>, Term)>;

/// A theorem: hypotheses, a conclusion, and the axioms that it rests on. Made by this crate only.
#[derive(Clone, Debug)]
pub struct Theorem {
    pub(crate) hypotheses: Set<Term>,
    conclusion: Conclusion,
    pub(crate) axioms: Set<Axiom>,
    serial: Serial,
}

/// An equation is kept as its two sides, which have one type and fit; the term is built when asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Conclusion {
    Equation(Term, Term),
    Formula(Term),
}

impl Conclusion {
    /// Errors: types differ, too deep.
    pub(crate) fn equation(left: Term, right: Term) -> Result<Self> {
        right.ensure(left.ty() == right.ty(), "a right side of another type")?;
        left.ty().fits()?;
        left.fits()?;
        right.fits()?;
        Ok(Conclusion::Equation(left, right))
    }

    pub(crate) fn of(formula: Term) -> Self {
        match formula.as_equation() {
            Some((l, r)) => Conclusion::Equation(l.clone(), r.clone()),
            None => Conclusion::Formula(formula),
        }
    }

    /// The theorem that follows from premises by a rule: with their hypotheses and their axioms.
    pub(crate) fn by(self, rule: &'static str, premises: &[&Theorem]) -> Theorem {
        let hypotheses = |all: Set<_>, p: &&Theorem| union(&all, &p.hypotheses);
        let hypotheses = premises.iter().fold(Set::default(), hypotheses);
        self.under(hypotheses, Inference::Rule(rule), premises, Set::default())
    }

    /// The one place where theorems are made. They carry `axioms` and those of the premises.
    pub(crate) fn under(
        self,
        hypotheses: Set<Term>,
        by: Inference<'_>,
        premises: &[&Theorem],
        axioms: Set<Axiom>,
    ) -> Theorem {
        let all_axioms = |all: Set<_>, p: &&Theorem| union(&all, &p.axioms);
        let mut made = Theorem {
            hypotheses,
            conclusion: self,
            axioms: premises.iter().fold(axioms, all_axioms),
            serial: 0,
        };
        // the sink is out of its place meanwhile, so inferences that it makes itself are not recorded
        if let Some(mut sink) = set_sink(None) {
            made.serial = fresh_number();
            let premises: Vec<_> = premises.iter().map(|p| p.serial).collect();
            sink.record(by, &premises, &made);
            set_sink(Some(sink));
        }
        made
    }
}

impl Theorem {
    /// The hypotheses, sorted, none twice.
    pub fn hypotheses(&self) -> &[Term] {
        self.hypotheses.as_deref().unwrap_or_default()
    }

    /// The conclusion.
    pub fn conclusion(&self) -> Term {
        match &self.conclusion {
            Conclusion::Equation(left, right) => Term::equate(left, right),
            Conclusion::Formula(p) => p.clone(),
        }
    }

    /// The axioms that it rests on, none twice.
    pub fn axioms(&self) -> &[Axiom] {
        self.axioms.as_deref().unwrap_or_default()
    }

    /// Its number in the log; 0 if no sink was set when it was made.
    pub fn serial(&self) -> Serial {
        self.serial
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
        self.conclusion == Conclusion::of(formula.clone())
    }

    fn equation(&self) -> Result<(&Term, &Term)> {
        let not_one = || self.conclusion().error("not an equation");
        self.as_equation().ok_or_else(not_one)
    }

    /// ```text
    /// ───────── reflexive
    ///  ⊢ t = t
    /// ```
    /// Errors: too deep.
    pub fn reflexive(t: &Term) -> Result<Self> {
        Ok(Conclusion::equation(t.clone(), t.clone())?.by("reflexive", &[]))
    }

    /// ```text
    ///  A ⊢ s = t    B ⊢ t = u
    /// ──────────────────────── transitive
    ///      A ∪ B ⊢ s = u
    /// ```
    /// Errors: a premise is no equation; the middle terms differ.
    pub fn transitive(first: &Theorem, second: &Theorem) -> Result<Self> {
        let ((s, t), (t2, u)) = (first.equation()?, second.equation()?);
        t2.ensure(t == t2, "not the middle term")?;
        let conclusion = Conclusion::Equation(s.clone(), u.clone());
        Ok(conclusion.by("transitive", &[first, second]))
    }

    /// ```text
    ///  A ⊢ f = g    B ⊢ x = y
    /// ──────────────────────── congruence
    ///    A ∪ B ⊢ f x = g y
    /// ```
    /// Errors: a premise is no equation; f is no function on the type of x; too deep.
    pub fn congruence(functions: &Theorem, arguments: &Theorem) -> Result<Self> {
        let ((f, g), (x, y)) = (functions.equation()?, arguments.equation()?);
        let conclusion = Conclusion::equation(Term::apply(f, x)?, Term::apply(g, y)?)?;
        Ok(conclusion.by("congruence", &[functions, arguments]))
    }

    /// ```text
    ///      A ⊢ s = t
    /// ───────────────────── abstraction      v not free in A
    ///  A ⊢ (λv. s) = (λv. t)
    /// ```
    /// Errors: the premise is no equation; v is free in a hypothesis; too deep.
    pub fn abstraction(v: &Variable, premise: &Theorem) -> Result<Self> {
        let (s, t) = premise.equation()?;
        let free = |h: &Term| h.ensure(!h.has_free(v), "the variable is free in the hypothesis");
        premise.hypotheses().iter().try_for_each(free)?;
        let conclusion = Conclusion::equation(Term::abstraction(v, s)?, Term::abstraction(v, t)?)?;
        Ok(conclusion.by("abstraction", &[premise]))
    }

    /// ```text
    /// ─────────────────────── beta
    ///  ⊢ (λx. t) u = t[u/x]
    /// ```
    /// Errors: the term is no redex; too deep.
    pub fn beta(redex: &Term) -> Result<Self> {
        let not_one = || redex.error("not a redex");
        let (function, argument) = redex.as_apply().ok_or_else(not_one)?;
        let value = function.open(argument)?;
        Ok(Conclusion::equation(redex.clone(), value)?.by("beta", &[]))
    }

    /// ```text
    /// ─────── assume      p a formula
    ///  p ⊢ p
    /// ```
    /// Errors: p is no formula.
    pub fn assume(p: &Term) -> Result<Self> {
        formula(p)?;
        let (hypotheses, rule) = (set(vec![p.clone()]), Inference::Rule("assume"));
        Ok(Conclusion::of(p.clone()).under(hypotheses, rule, &[], Set::default()))
    }

    /// ```text
    ///  A ⊢ p = q    B ⊢ p
    /// ──────────────────── equal_modus_ponens
    ///      A ∪ B ⊢ q
    /// ```
    /// Errors: the first premise is no equation; the second is not its left side.
    pub fn equal_modus_ponens(equation: &Theorem, premise: &Theorem) -> Result<Self> {
        let (p, q) = equation.equation()?;
        p.ensure(premise.concludes(p), "not what the premise concludes")?;
        Ok(Conclusion::of(q.clone()).by("equal_modus_ponens", &[equation, premise]))
    }

    /// ```text
    ///        A ⊢ p    B ⊢ q
    /// ─────────────────────────────── deduct_antisymmetric
    ///  (A − {q}) ∪ (B − {p}) ⊢ p = q
    /// ```
    /// Errors: too deep.
    pub fn deduct_antisymmetric(first: &Theorem, second: &Theorem) -> Result<Self> {
        let (p, q) = (first.conclusion(), second.conclusion());
        let a = first.hypotheses().iter().filter(|h| **h != q);
        let b = second.hypotheses().iter().filter(|h| **h != p);
        let hypotheses = set(a.chain(b).cloned().collect());
        let rule = Inference::Rule("deduct_antisymmetric");
        let conclusion = Conclusion::equation(p, q)?;
        Ok(conclusion.under(hypotheses, rule, &[first, second], Set::default()))
    }

    /// ```text
    ///     A ⊢ p
    /// ───────────── instantiate      θ replaces free variables by terms of their types
    ///  A[θ] ⊢ p[θ]
    /// ```
    /// Errors: θ puts a term of another type for a variable that occurs; too deep.
    pub fn instantiate(&self, by: &Substitution) -> Result<Self> {
        self.changed(Change::Terms(by), Inference::Instantiate(by))
    }

    /// ```text
    ///     A ⊢ p
    /// ───────────── instantiate_types      θ replaces type variables by types
    ///  A[θ] ⊢ p[θ]
    /// ```
    /// Errors: too deep, a type too large.
    pub fn instantiate_types(&self, by: &TypeSubstitution) -> Result<Self> {
        self.changed(Change::Types(by), Inference::InstantiateTypes(by))
    }

    fn changed(&self, change: Change<'_>, by: Inference<'_>) -> Result<Self> {
        let mut rebuild = Rebuild::new(change);
        let mut image = |t| rebuild.term(t, 0);
        let conclusion = match &self.conclusion {
            Conclusion::Equation(l, r) => Conclusion::equation(image(l)?, image(r)?)?,
            Conclusion::Formula(p) => Conclusion::of(image(p)?),
        };
        let hypotheses: Result<Vec<_>> = self.hypotheses().iter().map(image).collect();
        Ok(conclusion.under(set(hypotheses?), by, &[self], Set::default()))
    }

    /// ```text
    /// ─────── axiom      recorded under its name in every theorem that uses it
    ///  A ⊢ p
    /// ```
    /// Errors: a hypothesis or p is no formula.
    pub fn axiom(name: impl Into<Name>, hypotheses: &[Term], p: &Term) -> Result<Self> {
        hypotheses.iter().chain([p]).try_for_each(formula)?;
        let axiom = Axiom::declare(name, (hypotheses.to_vec(), p.clone()));
        let (hypotheses, rule) = (set(hypotheses.to_vec()), Inference::Rule("axiom"));
        Ok(Conclusion::of(p.clone()).under(hypotheses, rule, &[], set(vec![axiom])))
    }
}

fn formula(p: &Term) -> Result<()> {
    p.ensure(*p.ty() == Type::boolean(), "not a formula")
}

/// The number of a recorded theorem; 0 if it was made while no sink was set.
pub type Serial = u64;

/// What was inferred by; the rest is in premises and result.
#[derive(Clone, Copy, Debug)]
pub enum Inference<'a> {
    /// A rule or principle, by the name of its function.
    Rule(&'static str),
    /// [`Theorem::instantiate`]
    Instantiate(&'a Substitution),
    /// [`Theorem::instantiate_types`]
    InstantiateTypes(&'a TypeSubstitution),
    /// [`specify_constants`]: which variables became which constants.
    Specify(&'a Substitution),
}

/// Receives every inference of the thread on which it is set: the numbers of its premises, and its result.
pub trait Sink {
    /// Called once for each inference, premises before conclusions.
    fn record(&mut self, inference: Inference<'_>, premises: &[Serial], result: &Theorem);
}

thread_local! {
    static SINK: RefCell<Option<Box<dyn Sink>>> = const { RefCell::new(None) };
}

/// Sets or removes this thread's sink and returns the one before.
pub fn set_sink(sink: Option<Box<dyn Sink>>) -> Option<Box<dyn Sink>> {
    SINK.try_with(|place| place.replace(sink)).ok().flatten()
}
