//! Building formulas and taking them apart. A destructor answers `None` when the formula has another shape; a builder
//! fails only on types or depth.

use super::view::{ConstantShape, TermShape, TypeShape, constant_at};
use super::{Logic, Result};
use rationale_kernel::{Constant, Name, Term, Type, Variable};

/// `f x₁ … xₙ`
pub fn apply_all<'a>(
    function: &Term,
    arguments: impl IntoIterator<Item = &'a Term>,
) -> Result<Term> {
    arguments
        .into_iter()
        .try_fold(function.clone(), |f, x| Ok(Term::apply(&f, x)?))
}

/// `λv₁ … vₙ. body`
pub fn lambda(variables: &[Variable], body: &Term) -> Result<Term> {
    variables
        .iter()
        .rev()
        .try_fold(body.clone(), |body, v| Ok(Term::abstraction(v, &body)?))
}

/// The head of a nested application, and its arguments in order.
pub fn spine(term: &Term) -> (&Term, Vec<&Term>) {
    let (mut head, mut arguments) = (term, Vec::new());
    while let Some((function, argument)) = head.as_apply() {
        arguments.push(argument);
        head = function;
    }
    arguments.reverse();
    (head, arguments)
}

/// A variable of that type, named after the hint, that is free in none of the terms.
pub fn fresh_variable(hint: &Name, ty: &Type, avoid: &[&Term]) -> Variable {
    let mut variable = Variable::new(hint.clone(), ty.clone());
    while avoid.iter().any(|t| t.has_free(&variable)) {
        variable = Variable::new(format!("{}'", &variable.name), ty.clone());
    }
    variable
}

fn as_unary<'a>(term: &'a Term, constant: &Constant) -> Option<&'a Term> {
    let (head, argument) = term.as_apply()?;
    (head.as_constant()? == constant).then_some(argument)
}

fn as_binary<'a>(term: &'a Term, constant: &Constant) -> Option<(&'a Term, &'a Term)> {
    let (head, right) = term.as_apply()?;
    Some((as_unary(head, constant)?, right))
}

fn boolean_constant(constant: &Constant) -> Result<Term> {
    Ok(constant_at(constant, constant.generic_type())?)
}

impl Logic {
    /// `true`
    pub fn truth_term(&self) -> &Term {
        &self.truth_term
    }

    /// `false`
    pub fn falsity_term(&self) -> &Term {
        &self.falsity_term
    }

    /// `p ∧ q`
    pub fn conjunction(&self, p: &Term, q: &Term) -> Result<Term> {
        apply_all(&boolean_constant(&self.and.constant)?, [p, q])
    }

    /// `p ∨ q`
    pub fn disjunction(&self, p: &Term, q: &Term) -> Result<Term> {
        apply_all(&boolean_constant(&self.or.constant)?, [p, q])
    }

    /// `p → q`
    pub fn implication(&self, p: &Term, q: &Term) -> Result<Term> {
        apply_all(&boolean_constant(&self.implies.constant)?, [p, q])
    }

    /// `¬ p`
    pub fn negation(&self, p: &Term) -> Result<Term> {
        apply_all(&boolean_constant(&self.not.constant)?, [p])
    }

    /// `p₁ ∧ … ∧ pₙ`, nested to the right; `true` if there is none.
    pub fn conjunction_all(&self, parts: &[Term]) -> Result<Term> {
        let Some((last, rest)) = parts.split_last() else {
            return Ok(self.truth_term.clone());
        };
        rest.iter()
            .rev()
            .try_fold(last.clone(), |q, p| self.conjunction(p, &q))
    }

    /// `p₁ → … → pₙ → q`
    pub fn implication_all(&self, premises: &[Term], conclusion: &Term) -> Result<Term> {
        premises
            .iter()
            .rev()
            .try_fold(conclusion.clone(), |q, p| self.implication(p, &q))
    }

    /// `∀v. p`
    pub fn forall(&self, v: &Variable, p: &Term) -> Result<Term> {
        self.quantified(&self.forall.constant, &Term::abstraction(v, p)?)
    }

    /// `∀v₁ … vₙ. p`
    pub fn forall_all(&self, variables: &[Variable], p: &Term) -> Result<Term> {
        variables
            .iter()
            .rev()
            .try_fold(p.clone(), |p, v| self.forall(v, &p))
    }

    /// `∃v. p`
    pub fn exists(&self, v: &Variable, p: &Term) -> Result<Term> {
        self.quantified(&self.exists.constant, &Term::abstraction(v, p)?)
    }

    /// `some v. p`: a value with the property, if there is one.
    pub fn some(&self, v: &Variable, p: &Term) -> Result<Term> {
        let predicate = Term::abstraction(v, p)?;
        let head = constant_at(&self.some, &Type::function(predicate.ty(), &v.ty)?)?;
        Ok(Term::apply(&head, &predicate)?)
    }

    /// A quantifier applied to a predicate.
    pub(crate) fn quantified(&self, quantifier: &Constant, predicate: &Term) -> Result<Term> {
        let head = constant_at(
            quantifier,
            &Type::function(predicate.ty(), &Type::boolean())?,
        )?;
        Ok(Term::apply(&head, predicate)?)
    }

    /// Whether it is `true`.
    pub fn is_truth(&self, term: &Term) -> bool {
        term.as_constant() == Some(&self.truth.constant)
    }

    /// Whether it is `false`.
    pub fn is_falsity(&self, term: &Term) -> bool {
        term.as_constant() == Some(&self.falsity.constant)
    }

    /// The parts of `p ∧ q`.
    pub fn as_conjunction<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term)> {
        as_binary(term, &self.and.constant)
    }

    /// The parts of `p ∨ q`.
    pub fn as_disjunction<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term)> {
        as_binary(term, &self.or.constant)
    }

    /// The parts of `p → q`.
    pub fn as_implication<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term)> {
        as_binary(term, &self.implies.constant)
    }

    /// The p of `¬ p`.
    pub fn as_negation<'a>(&self, term: &'a Term) -> Option<&'a Term> {
        as_unary(term, &self.not.constant)
    }

    /// The sides of `p ↔ q`: an equation of formulas.
    pub fn as_equivalence<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term)> {
        term.as_equation()
            .filter(|(left, _)| left.ty().is_boolean())
    }

    /// Whether it is `∀`, `∃` or `some`, whose predicates stay abstractions.
    pub fn is_quantifier(&self, term: &Term) -> bool {
        let known = [&self.forall.constant, &self.exists.constant, &self.some];
        term.as_constant()
            .is_some_and(|constant| known.contains(&constant))
    }

    /// The predicate under `∀`, nearly always an abstraction.
    pub fn as_forall<'a>(&self, term: &'a Term) -> Option<&'a Term> {
        as_unary(term, &self.forall.constant)
    }

    /// The predicate under `∃`, nearly always an abstraction.
    pub fn as_exists<'a>(&self, term: &'a Term) -> Option<&'a Term> {
        as_unary(term, &self.exists.constant)
    }

    /// The predicate under `some`.
    pub fn as_some<'a>(&self, term: &'a Term) -> Option<&'a Term> {
        as_unary(term, &self.some)
    }

    /// The parts of `if p then a else b`.
    pub fn as_conditional<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term, &'a Term)> {
        let (head, otherwise) = term.as_apply()?;
        let (condition, then) = as_binary(head, &super::conditional().constant)?;
        Some((condition, then, otherwise))
    }

    /// A predicate at a variable that is free in none of `avoid` nor in the predicate: the variable and the formula.
    pub fn open(&self, predicate: &Term, avoid: &[&Term]) -> Result<(Variable, Term)> {
        let avoid: Vec<&Term> = avoid.iter().copied().chain([predicate]).collect();
        if let Some(abstraction) = predicate.as_abstraction() {
            let v = fresh_variable(abstraction.hint(), abstraction.binder_type(), &avoid);
            return Ok((v.clone(), abstraction.open(&Term::variable(&v))?));
        }
        let domain = predicate.ty().as_function().map(|(domain, _)| domain);
        let domain =
            domain.ok_or_else(|| super::RuleError::shape("open", "a predicate", predicate))?;
        let v = fresh_variable(&"x".into(), domain, &avoid);
        Ok((v.clone(), Term::apply(predicate, &Term::variable(&v))?))
    }

    /// The parts of a nested conjunction, from left to right.
    pub fn conjuncts_of(&self, term: &Term) -> Vec<Term> {
        let (mut parts, mut pending) = (Vec::new(), vec![term.clone()]);
        while let Some(next) = pending.pop() {
            match self.as_conjunction(&next) {
                Some((p, q)) => pending.extend([q.clone(), p.clone()]),
                None => parts.push(next),
            }
        }
        parts
    }

    /// The parts of a nested disjunction, from left to right.
    pub fn disjuncts_of(&self, term: &Term) -> Vec<Term> {
        let (mut parts, mut pending) = (Vec::new(), vec![term.clone()]);
        while let Some(next) = pending.pop() {
            match self.as_disjunction(&next) {
                Some((p, q)) => pending.extend([q.clone(), p.clone()]),
                None => parts.push(next),
            }
        }
        parts
    }
}
