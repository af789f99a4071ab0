//! Laws: theorems with variables to be put in. The library states them about literals; here they speak of constants.

use crate::logic::{
    self, Result, TermShape, TermView, convert, specialize_fresh, substitution_from,
    undischarge_all,
};
use rationale_kernel::{Term, Theorem, Variable};

/// A theorem and the variables that stand for anything, in the order in which they are put in.
#[derive(Clone)]
pub(super) struct Law {
    variables: Vec<Variable>,
    theorem: Theorem,
}

impl Law {
    /// From a theorem that was proved about these variables.
    pub(super) fn of(variables: &[&Term], theorem: Theorem) -> Self {
        let variables = variables
            .iter()
            .filter_map(|t| t.as_variable().cloned())
            .collect();
        Law { variables, theorem }
    }

    /// From ⊢ ∀x₁ … xₙ. A₁ → … → p, with literals 0 and 1 in it: A₁, … ⊢ p about the constants.
    pub(super) fn closed(theorem: &Theorem) -> Result<Self> {
        let about_constants = plain(&theorem.conclusion())?;
        let (variables, opened) =
            specialize_fresh(&convert(theorem.clone(), about_constants.as_ref())?)?;
        let (_, theorem) = undischarge_all(&opened)?;
        Ok(Law { variables, theorem })
    }

    /// The law about those terms.
    pub(super) fn at(&self, terms: &[&Term]) -> Result<Theorem> {
        let pairs = self
            .variables
            .iter()
            .cloned()
            .zip(terms.iter().map(|t| (*t).clone()));
        Ok(self.theorem.instantiate(&substitution_from(pairs)?)?)
    }
}

/// ⊢ t = t', where literals are unfolded once; `None` if there is none.
pub(super) fn plain(term: &Term) -> Result<Option<Theorem>> {
    Ok(match term.view() {
        TermView::Literal(_) => Some(Theorem::literal(term)?),
        TermView::Apply(function, argument) => {
            let (f, x) = (plain(function)?, plain(argument)?);
            if f.is_none() && x.is_none() {
                return Ok(None);
            }
            let or_same = |equation: Option<Theorem>, t: &Term| match equation {
                Some(equation) => Ok(equation),
                None => Theorem::reflexive(t),
            };
            Some(Theorem::congruence(
                &or_same(f, function)?,
                &or_same(x, argument)?,
            )?)
        }
        TermView::Abstract(abstraction) => {
            let variable =
                logic::fresh_variable(abstraction.hint(), abstraction.binder_type(), &[term]);
            let body = plain(&abstraction.open(&Term::variable(&variable))?)?;
            body.map(|body| Theorem::abstraction(&variable, &body))
                .transpose()?
        }
        TermView::Variable(_) | TermView::Constant(_) => None,
    })
}

/// The two sides of an equation; both are the formula itself if it is none.
pub(super) fn sides(theorem: &Theorem) -> (Term, Term) {
    match theorem.as_equation() {
        Some((left, right)) => (left.clone(), right.clone()),
        None => (theorem.conclusion(), theorem.conclusion()),
    }
}

/// The right side of an equation.
pub(super) fn right(theorem: &Theorem) -> Term {
    sides(theorem).1
}

/// Equations one after another.
pub(super) fn chain(equations: &[&Theorem]) -> Result<Theorem> {
    let mut all = equations.iter();
    let first = (*all.next().expect("a chain has a first link")).clone();
    Ok(all.try_fold(first, |so_far, next| Theorem::transitive(&so_far, next))?)
}

/// `f x y`
pub(super) fn binary(operation: &Term, x: &Term, y: &Term) -> Result<Term> {
    Ok(Term::apply(&Term::apply(operation, x)?, y)?)
}

/// The operands of `operation x y`.
pub(super) fn operands<'t>(operation: &Term, term: &'t Term) -> Option<(&'t Term, &'t Term)> {
    let (function, second) = term.as_apply()?;
    let (head, first) = function.as_apply()?;
    (head == operation).then_some((first, second))
}

/// ⊢ (a = b) = (b = a)
pub(super) fn flipped(a: &Term, b: &Term) -> Result<Theorem> {
    let forth = logic::symmetric(&Theorem::assume(&Term::equation(a, b)?)?)?;
    let back = logic::symmetric(&Theorem::assume(&Term::equation(b, a)?)?)?;
    Ok(Theorem::deduct_antisymmetric(&back, &forth)?)
}

/// `A ⊢ false` gives `A − {p} ⊢ p = false`.
pub(super) fn refuted(p: &Term, falsity: &Theorem) -> Result<Theorem> {
    let back = logic::contradiction(p, &Theorem::assume(logic::logic().falsity_term())?)?;
    Ok(Theorem::deduct_antisymmetric(&back, falsity)?)
}

/// The theorem without hypotheses that the lemmas prove.
pub(super) fn without(theorem: Theorem, lemmas: &[&Theorem]) -> Result<Theorem> {
    lemmas
        .iter()
        .try_fold(theorem, |theorem, lemma| logic::cut(lemma, &theorem))
}

/// `A ⊢ p` and `B ⊢ p = q` give `A ∪ B ⊢ q`.
pub(super) fn carried(theorem: &Theorem, equation: &Theorem) -> Result<Theorem> {
    Ok(Theorem::equal_modus_ponens(equation, theorem)?)
}
