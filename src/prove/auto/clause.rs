//! Clauses as theorems: `Γ, H₁, …, Hₙ ⊢ false`, where each H is an atom or a negated one, for the clause
//! ¬H₁ ∨ … ∨ ¬Hₙ.
//!
//! A formula becomes clauses by taking its negation apart among the hypotheses. Skolem functions are variables with a
//! defining hypothesis, which is discharged at the end by a choice.

use crate::logic::{TermShape, constant_at, substitution_from};
use crate::{
    logic::{
        self, Result, by_contradiction, convert, cut, discharge, generalize_all, introduce_exists,
        logic, modus_ponens, negated_forall, negation_elimination, negation_introduction, select,
        specialize, specialize_all,
    },
    prove::Budget,
};
use rationale_kernel::{Term, Theorem, Type, Variable};
use std::sync::LazyLock;

/// More clauses than this are not made from one formula.
const MAX_CLAUSES: usize = 64;

/// A clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Γ, hypotheses ⊢ false
    pub theorem: Theorem,
    /// The literals that refute each other, in order.
    pub hypotheses: Vec<Term>,
    /// The variables that may be replaced.
    pub variables: Vec<Variable>,
}

/// A Skolem function.
#[derive(Clone, Debug)]
struct Skolem {
    variable: Variable,
    /// What it stands for in the end; may mention earlier ones.
    value: Term,
    /// What is assumed of it.
    hypothesis: Term,
    /// ⊢ the hypothesis for the value.
    proof: Theorem,
}

/// Makes clauses.
pub struct Clausifier<'a> {
    budget: &'a Budget,
    skolems: Vec<Skolem>,
}

/// A clause under construction: hypotheses still to be taken apart, and those that are literals.
struct Work {
    theorem: Theorem,
    pending: Vec<Term>,
    literals: Vec<Term>,
    variables: Vec<Variable>,
}

impl<'a> Clausifier<'a> {
    /// One without Skolem functions so far.
    pub fn new(budget: &'a Budget) -> Self {
        Clausifier {
            budget,
            skolems: Vec::new(),
        }
    }

    /// The clauses of a theorem. Its free variables are fixed.
    pub fn clauses(&mut self, theorem: &Theorem) -> Result<Vec<Clause>> {
        let negated = logic().negation(&theorem.conclusion())?;
        let refuted = modus_ponens(&negation_elimination(&Theorem::assume(&negated)?)?, theorem)?;
        let mut done = Vec::new();
        let start = Work {
            theorem: refuted,
            pending: vec![negated],
            literals: vec![],
            variables: vec![],
        };
        let mut pending = vec![start];
        while let Some(mut work) = pending.pop() {
            if done.len() >= MAX_CLAUSES || self.budget.spend(1).is_none() {
                break;
            }
            match work.pending.pop() {
                Some(hypothesis) => pending.extend(self.take_apart(work, hypothesis)?),
                None => done.extend(finished(work)?),
            }
        }
        done.reverse();
        Ok(done)
    }

    /// Replaces one hypothesis by what it follows from, in every way.
    fn take_apart(&mut self, work: Work, hypothesis: Term) -> Result<Vec<Work>> {
        if let Some((alternatives, p, q)) = shape(&hypothesis) {
            return alternatives
                .iter()
                .map(|alternative| work.replaced(alternative.at(p, q)?))
                .collect();
        }
        if let Some(known) = trivially(&hypothesis)? {
            return Ok(vec![Work {
                theorem: cut(&known, &work.theorem)?,
                ..work
            }]);
        }
        match quantified(&hypothesis) {
            Some((true, predicate)) => self.by_variable(work, &hypothesis, &predicate),
            Some((false, predicate)) => self.by_skolem(work, &hypothesis, &predicate),
            None => {
                let mut work = work;
                if !work.literals.contains(&hypothesis) {
                    work.literals.push(hypothesis);
                }
                Ok(vec![work])
            }
        }
    }

    /// `∃x. a` follows from a, and `¬ ∀x. a` from ¬ a, for any x.
    fn by_variable(
        &mut self,
        mut work: Work,
        hypothesis: &Term,
        predicate: &Term,
    ) -> Result<Vec<Work>> {
        let v = self.fresh(predicate, "x");
        let at = Term::variable(&v);
        let body = applied(predicate, &at)?;
        work.variables.push(v);
        let sufficient = if logic().as_exists(hypothesis).is_some() {
            (
                vec![body.clone()],
                introduce_exists(hypothesis, &at, &Theorem::assume(&body)?)?,
            )
        } else {
            let negated = logic().negation(&body)?;
            let inner = logic()
                .as_negation(hypothesis)
                .cloned()
                .unwrap_or_else(|| hypothesis.clone());
            let instance = specialize(&Theorem::assume(&inner)?, &at)?;
            let falsity = modus_ponens(
                &negation_elimination(&Theorem::assume(&negated)?)?,
                &instance,
            )?;
            (
                vec![negated],
                negation_introduction(&discharge(&inner, &falsity)?)?,
            )
        };
        Ok(vec![work.replaced(sufficient)?])
    }

    /// `∀x. a` follows from a, and `¬ ∃x. a` from ¬ a, for the x that a Skolem function gives.
    fn by_skolem(&mut self, work: Work, hypothesis: &Term, predicate: &Term) -> Result<Vec<Work>> {
        let arguments: Vec<Variable> = work
            .variables
            .iter()
            .filter(|v| hypothesis.has_free(v))
            .cloned()
            .collect();
        let result = predicate
            .ty()
            .as_function()
            .map_or_else(Type::boolean, |(domain, _)| domain.clone());
        let ty = arguments
            .iter()
            .rev()
            .try_fold(result, |ty, v| Type::function(&v.ty, &ty))?;
        let function = self.budget.fresh(&"sk".into(), &ty);
        let images: Vec<Term> = arguments.iter().map(Term::variable).collect();
        let image = logic::apply_all(&Term::variable(&function), &images)?;
        let positive = logic().as_forall(hypothesis).is_some();
        let body = applied(predicate, &image)?;
        let sufficient = if positive {
            body
        } else {
            logic().negation(&body)?
        };
        let claim = logic().implication(&sufficient, hypothesis)?;
        let defining = logic().forall_all(&arguments, &claim)?;
        let assumed = specialize_all(&Theorem::assume(&defining)?, &images)?;
        let follows = modus_ponens(&assumed, &Theorem::assume(&sufficient)?)?;
        let skolem = skolem(function, arguments, defining, hypothesis, predicate)?;
        self.skolems.push(skolem);
        Ok(vec![work.replaced((vec![sufficient], follows))?])
    }

    fn fresh(&self, predicate: &Term, otherwise: &str) -> Variable {
        let hint = predicate
            .as_abstraction()
            .map_or_else(|| otherwise.into(), |a| a.hint().clone());
        let ty = predicate
            .ty()
            .as_function()
            .map_or_else(Type::boolean, |(domain, _)| domain.clone());
        self.budget.fresh(&hint, &ty)
    }

    /// Puts the choices for the Skolem functions and drops their hypotheses.
    pub fn discharge(&self, theorem: Theorem) -> Result<Theorem> {
        let mut theorem = theorem;
        for skolem in self.skolems.iter().rev() {
            if !theorem.hypotheses().contains(&skolem.hypothesis) {
                continue;
            }
            let images = substitution_from([(skolem.variable.clone(), skolem.value.clone())])?;
            let instance = skolem.hypothesis.substitute(&images)?;
            theorem = theorem.instantiate(&images)?;
            let normal = logic::beta_normal(&instance)?;
            let proof = match normal {
                Some(normal) => convert(skolem.proof.clone(), Some(&logic::symmetric(&normal)?))?,
                None => skolem.proof.clone(),
            };
            theorem = cut(&proof, &theorem)?;
        }
        Ok(theorem)
    }
}

impl Work {
    /// The work with a hypothesis replaced by formulas from which it follows.
    fn replaced(&self, (formulas, follows): (Vec<Term>, Theorem)) -> Result<Work> {
        let theorem = cut(&follows, &self.theorem)?;
        let pending = self.pending.iter().cloned().chain(formulas).collect();
        Ok(Work {
            theorem,
            pending,
            literals: self.literals.clone(),
            variables: self.variables.clone(),
        })
    }
}

/// The clause, unless it says nothing; equations for variables are put in.
fn finished(mut work: Work) -> Result<Option<Clause>> {
    loop {
        let trivial = |literal: &Term| match logic().as_negation(literal) {
            Some(p) => work.literals.contains(p) || logic().is_truth(p),
            None => logic().is_falsity(literal),
        };
        if work.literals.iter().any(trivial) {
            return Ok(None);
        }
        let solved = (work.literals.iter().enumerate())
            .find_map(|(place, literal)| solved(literal, place, &work));
        let Some((variable, image)) = solved else {
            break;
        };
        let images = substitution_from([(variable.clone(), image.clone())])?;
        work.theorem = cut(
            &Theorem::reflexive(&image)?,
            &work.theorem.instantiate(&images)?,
        )?;
        let replaced = work
            .literals
            .iter()
            .map(|l| Ok(l.substitute(&images)?))
            .collect::<Result<Vec<_>>>()?;
        work.literals = Vec::new();
        for literal in replaced {
            let reflexive = literal
                .as_equation()
                .is_some_and(|(left, right)| left == right);
            if reflexive {
                work.theorem = cut(
                    &Theorem::reflexive(literal.as_equation().map_or(&literal, |(l, _)| l))?,
                    &work.theorem,
                )?;
            } else if !work.literals.contains(&literal) {
                work.literals.push(literal);
            }
        }
        work.variables.retain(|v| *v != variable);
    }
    let used = |v: &Variable| work.literals.iter().any(|literal| literal.has_free(v));
    let variables = work.variables.iter().filter(|v| used(v)).cloned().collect();
    Ok(Some(Clause {
        theorem: work.theorem,
        hypotheses: work.literals,
        variables,
    }))
}

/// `x = t` or `t = x` for a variable of the clause that occurs nowhere else.
fn solved(literal: &Term, place: usize, work: &Work) -> Option<(Variable, Term)> {
    let (left, right) = literal.as_equation()?;
    let alone = |v: &Variable| {
        let mut others = work
            .literals
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place);
        work.variables.contains(v) && others.all(|(_, literal)| !literal.has_free(v))
    };
    let one = |x: &Term, t: &Term| {
        let v = x.as_variable()?;
        (alone(v) && !t.has_free(v)).then(|| (v.clone(), t.clone()))
    };
    one(left, right).or_else(|| one(right, left))
}

/// A quantifier at the root, perhaps negated: whether any value does (∃, ¬ ∀), and the predicate.
fn quantified(formula: &Term) -> Option<(bool, Term)> {
    let l = logic();
    if let Some(predicate) = l.as_exists(formula) {
        return Some((true, predicate.clone()));
    }
    if let Some(predicate) = l.as_forall(formula) {
        return Some((false, predicate.clone()));
    }
    let inner = l.as_negation(formula)?;
    match l.as_forall(inner) {
        Some(predicate) => Some((true, predicate.clone())),
        None => l
            .as_exists(inner)
            .map(|predicate| (false, predicate.clone())),
    }
}

fn applied(predicate: &Term, argument: &Term) -> Result<Term> {
    logic::normal_term(&Term::apply(predicate, argument)?)
}

/// ⊢ true, ⊢ ¬ false, ⊢ t = t
fn trivially(formula: &Term) -> Result<Option<Theorem>> {
    if logic().is_truth(formula) {
        return Ok(Some(logic::truth().clone()));
    }
    if logic()
        .as_negation(formula)
        .is_some_and(|p| logic().is_falsity(p))
    {
        return logic::tautology(formula).map(Some);
    }
    match formula.as_equation() {
        Some((left, right)) if left == right => Ok(Some(Theorem::reflexive(left)?)),
        _ => Ok(None),
    }
}

/// The value of a Skolem function for `∀x. a` (some x. ¬ a) or `¬ ∃x. a` (some x. a), and why it will do.
fn skolem(
    variable: Variable,
    arguments: Vec<Variable>,
    hypothesis: Term,
    formula: &Term,
    predicate: &Term,
) -> Result<Skolem> {
    let (chosen, follows) = if logic().as_forall(formula).is_some() {
        chosen_exception(formula, predicate)?
    } else {
        chosen_witness(formula, predicate)?
    };
    let value = logic::lambda(&arguments, &chosen)?;
    let proof = generalize_all(&arguments, &follows)?;
    Ok(Skolem {
        variable,
        value,
        hypothesis,
        proof,
    })
}

/// `some x. ¬ a` and `⊢ a[some x. ¬ a] → ∀x. a`
fn chosen_exception(formula: &Term, predicate: &Term) -> Result<(Term, Theorem)> {
    let negated = logic().negation(formula)?;
    let exists = convert(
        Theorem::assume(&negated)?,
        Some(&negated_forall(predicate)?),
    )?;
    let conclusion = exists.conclusion();
    let chosen = choice(logic().as_exists(&conclusion).unwrap_or(predicate))?;
    let refuted = negation_elimination(&select(&exists)?)?; // {¬ ∀x. a} ⊢ a[…] → false
    let at_chosen = applied(predicate, &chosen)?;
    let falsity = modus_ponens(&refuted, &Theorem::assume(&at_chosen)?)?;
    Ok((
        chosen,
        discharge(&at_chosen, &by_contradiction(formula, &falsity)?)?,
    ))
}

/// `some x. a` and `⊢ ¬ a[some x. a] → ¬ ∃x. a`
fn chosen_witness(formula: &Term, predicate: &Term) -> Result<(Term, Theorem)> {
    let exists = logic()
        .as_negation(formula)
        .cloned()
        .unwrap_or_else(|| formula.clone());
    let chosen = choice(predicate)?;
    let negated = logic().negation(&applied(predicate, &chosen)?)?;
    let refuted = negation_elimination(&Theorem::assume(&negated)?)?;
    let falsity = modus_ponens(&refuted, &select(&Theorem::assume(&exists)?)?)?;
    Ok((
        chosen,
        discharge(
            &negated,
            &negation_introduction(&discharge(&exists, &falsity)?)?,
        )?,
    ))
}

fn choice(predicate: &Term) -> Result<Term> {
    let domain = predicate
        .ty()
        .as_function()
        .map_or_else(Type::boolean, |(domain, _)| domain.clone());
    let head = constant_at(&logic().some, &Type::function(predicate.ty(), &domain)?)?;
    Ok(Term::apply(&head, predicate)?)
}

/// Formulas from which a compound follows: `{parts} ⊢ compound`, stated for p and q.
struct Alternative {
    parts: Vec<Term>,
    follows: Theorem,
}

impl Alternative {
    fn at(&self, p: &Term, q: &Term) -> Result<(Vec<Term>, Theorem)> {
        let boolean = |name: &str| Variable::new(name, Type::boolean());
        let images = substitution_from([(boolean("p"), p.clone()), (boolean("q"), q.clone())])?;
        let parts = self
            .parts
            .iter()
            .map(|part| Ok(part.substitute(&images)?))
            .collect::<Result<Vec<_>>>()?;
        Ok((parts, self.follows.instantiate(&images)?))
    }
}

/// The ways in which a compound formula follows from its parts, and the parts p and q.
fn shape(formula: &Term) -> Option<(&'static [Alternative], &Term, &Term)> {
    let l = logic();
    let (negated, inner) = match l.as_negation(formula) {
        Some(inner) => (true, inner),
        None => (false, formula),
    };
    let (index, p, q) = if let Some((p, q)) = l.as_conjunction(inner) {
        (0, p, q)
    } else if let Some((p, q)) = l.as_disjunction(inner) {
        (1, p, q)
    } else if let Some((p, q)) = l.as_implication(inner) {
        (2, p, q)
    } else if let Some((p, q)) = l.as_equivalence(inner) {
        (3, p, q)
    } else if let Some(p) = l.as_negation(inner).filter(|_| negated) {
        (4, p, p)
    } else {
        return None;
    };
    Some((&table()[2 * index + usize::from(negated)], p, q))
}

/// By connective (∧ ∨ → ↔, then ¬ ¬), positive and negated.
fn table() -> &'static [Vec<Alternative>] {
    static TABLE: LazyLock<Vec<Vec<Alternative>>> =
        LazyLock::new(|| build_table().expect("the shapes of formulas are fixed"));
    &TABLE
}

fn build_table() -> Result<Vec<Vec<Alternative>>> {
    let l = logic();
    let [p, q] = ["p", "q"].map(|name| Term::variable(&Variable::new(name, Type::boolean())));
    let (no_p, no_q) = (l.negation(&p)?, l.negation(&q)?);
    let (both, either) = (l.conjunction(&p, &q)?, l.disjunction(&p, &q)?);
    let (implies, same) = (l.implication(&p, &q)?, Term::equation(&p, &q)?);
    let twice = l.negation(&no_p)?;
    let (yes, no) = ((&p, &no_p), (&q, &no_q));
    let lines: Vec<(Term, Vec<Vec<&Term>>)> = vec![
        (both.clone(), vec![vec![yes.0, no.0]]),
        (l.negation(&both)?, vec![vec![yes.1], vec![no.1]]),
        (either.clone(), vec![vec![yes.0], vec![no.0]]),
        (l.negation(&either)?, vec![vec![yes.1, no.1]]),
        (implies.clone(), vec![vec![yes.1], vec![no.0]]),
        (l.negation(&implies)?, vec![vec![yes.0, no.1]]),
        (same.clone(), vec![vec![yes.0, no.0], vec![yes.1, no.1]]),
        (
            l.negation(&same)?,
            vec![vec![yes.0, no.1], vec![yes.1, no.0]],
        ),
        (p.clone(), vec![]),
        (twice, vec![vec![yes.0]]),
    ];
    lines
        .into_iter()
        .map(|(compound, ways)| {
            ways.into_iter()
                .map(|parts| alternative(&compound, &parts))
                .collect()
        })
        .collect()
}

fn alternative(compound: &Term, parts: &[&Term]) -> Result<Alternative> {
    let parts: Vec<Term> = parts.iter().map(|part| (*part).clone()).collect();
    let follows = logic::tautology(&logic().implication_all(&parts, compound)?)?;
    // only as many premises as there are parts: the compound may be an implication itself
    let follows = parts.iter().try_fold(follows, |theorem, part| {
        modus_ponens(&theorem, &Theorem::assume(part)?)
    })?;
    Ok(Alternative { parts, follows })
}
