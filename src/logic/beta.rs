//! β- and η-reduction: of terms without a proof, and as equations.

use super::view::{TermShape, TermView};
use super::{Result, equality, fresh_variable, logic, specialize};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem, TypeSubstitution};

/// `⊢ (λx. t) u = t[u/x]` for a redex, else nothing.
pub fn beta_equation(redex: &Term) -> Option<Theorem> {
    let (function, _) = redex.as_apply()?;
    function.as_abstraction()?;
    Theorem::beta(redex).ok()
}

/// `⊢ (λx. f x) = f` for a term of that shape, x not free in f; rests on extensionality.
pub fn eta_equation(term: &Term) -> Result<Option<Theorem>> {
    let Some(function) = eta_contracted(term)? else {
        return Ok(None);
    };
    let Some((domain, codomain)) = function.ty().as_function() else {
        return Ok(None);
    };
    let types =
        TypeSubstitution::from([("α".into(), domain.clone()), ("β".into(), codomain.clone())]);
    Ok(Some(specialize(
        &logic().extensionality.instantiate_types(&types)?,
        &function,
    )?))
}

/// The term with `λx. f x` at its front contracted to f, x not free in f.
pub fn eta_short(term: &Term) -> Result<Term> {
    let mut term = term.clone();
    while let Some(function) = eta_contracted(&term)? {
        term = function;
    }
    Ok(term)
}

fn eta_contracted(term: &Term) -> Result<Option<Term>> {
    let Some(abstraction) = term.as_abstraction() else {
        return Ok(None);
    };
    let FragmentView::Apply(function, argument) = abstraction.body().view() else {
        return Ok(None);
    };
    let bound = matches!(argument.view(), FragmentView::Bound(0));
    Ok(if bound { function.to_term() } else { None })
}

/// Whether a β-redex stands in it.
pub(crate) fn has_redex(fragment: Fragment<'_>) -> bool {
    match fragment.view() {
        FragmentView::Apply(function, argument) => {
            matches!(function.view(), FragmentView::Abstract(..))
                || has_redex(function)
                || has_redex(argument)
        }
        FragmentView::Abstract(_, _, body) => has_redex(body),
        _ => false,
    }
}

/// `⊢ t = t'` with t' the β-normal form; nothing if t is normal.
pub fn beta_normal(term: &Term) -> Result<Option<Theorem>> {
    if has_redex(term.fragment()) {
        normalize(term)
    } else {
        Ok(None)
    }
}

fn normalize(term: &Term) -> Result<Option<Theorem>> {
    match term.view() {
        TermView::Apply(function, argument) => {
            let inner = congruence(
                function,
                normalize(function)?,
                argument,
                normalize(argument)?,
            )?;
            let reached = inner
                .as_ref()
                .and_then(|th| th.as_equation())
                .map_or(term, |(_, right)| right);
            match beta_equation(reached) {
                None => Ok(inner),
                Some(step) => {
                    let rest = step
                        .as_equation()
                        .map_or(Ok(None), |(_, value)| normalize(value))?;
                    let after = equality::transitive(Some(step), rest)?;
                    equality::transitive(inner, after)
                }
            }
        }
        TermView::Abstract(abstraction) if has_redex(abstraction.body()) => {
            let v = fresh_variable(abstraction.hint(), abstraction.binder_type(), &[term]);
            let body = normalize(&abstraction.open(&Term::variable(&v))?)?;
            Ok(body.map(|th| Theorem::abstraction(&v, &th)).transpose()?)
        }
        _ => Ok(None),
    }
}

/// `f x = g y` from `f = g` and `x = y`, where nothing stands for a reflexive equation.
pub(crate) fn congruence(
    function: &Term,
    functions: Option<Theorem>,
    argument: &Term,
    arguments: Option<Theorem>,
) -> Result<Option<Theorem>> {
    if functions.is_none() && arguments.is_none() {
        return Ok(None);
    }
    let functions = functions.map_or_else(|| Theorem::reflexive(function), Ok)?;
    let arguments = arguments.map_or_else(|| Theorem::reflexive(argument), Ok)?;
    Ok(Some(Theorem::congruence(&functions, &arguments)?))
}

/// `A ⊢ p` gives `A ⊢ p'` with p' the β-normal form of p.
pub fn beta_reduce(theorem: Theorem) -> Result<Theorem> {
    if let Some((left, right)) = theorem.as_equation()
        && !has_redex(left.fragment())
        && !has_redex(right.fragment())
    {
        return Ok(theorem);
    }
    let equation = beta_normal(&theorem.conclusion())?;
    equality::convert(theorem, equation.as_ref())
}

/// The β-normal form of a term, without a proof.
pub fn normal_term(term: &Term) -> Result<Term> {
    if !has_redex(term.fragment()) {
        return Ok(term.clone());
    }
    match term.view() {
        TermView::Apply(function, argument) => {
            let (function, argument) = (normal_term(function)?, normal_term(argument)?);
            match function.as_abstraction() {
                Some(abstraction) => normal_term(&abstraction.open(&argument)?),
                None => Ok(Term::apply(&function, &argument)?),
            }
        }
        TermView::Abstract(abstraction) => {
            let v = fresh_variable(abstraction.hint(), abstraction.binder_type(), &[term]);
            let body = normal_term(&abstraction.open(&Term::variable(&v))?)?;
            Ok(Term::abstraction(&v, &body)?)
        }
        _ => Ok(term.clone()),
    }
}
