//! Conversions: from a term t to a theorem `⊢ t = t'`, or nothing if t stays as it is; and ways to carry one below
//! functions and binders.

use super::{
    Budget,
    matching::{equal_up_to_eta, eta_long, has_eta_redex, is_quantifier},
};
use crate::logic::{
    Result, TermShape, TermView, beta_normal, convert, eta_equation, substitution_from, symmetric,
    transitive,
};
use rationale_kernel::{Term, Theorem};

/// What a conversion did: an equation, or nothing if the term stays as it is.
pub type Converted = Result<Option<Theorem>>;

/// The right side of an equation, or the term that stayed as it was.
pub fn reached<'a>(term: &'a Term, equation: Option<&'a Theorem>) -> &'a Term {
    equation
        .and_then(Theorem::as_equation)
        .map_or(term, |(_, right)| right)
}

/// Does the second conversion after the first.
pub fn then(
    term: &Term,
    first: Option<Theorem>,
    second: impl FnOnce(&Term) -> Converted,
) -> Converted {
    let next = second(reached(term, first.as_ref()))?;
    transitive(first, next)
}

/// `f x = g y` from what was done to f and to x.
pub fn application(
    function: &Term,
    functions: Option<Theorem>,
    argument: &Term,
    arguments: Option<Theorem>,
) -> Converted {
    crate::logic::congruence(function, functions, argument, arguments)
}

/// Converts the parts of a term: function and argument, or the body of a λ with its variable replaced by a fresh one.
pub fn parts(
    term: &Term,
    budget: &Budget,
    convert: &mut dyn FnMut(&Term) -> Converted,
) -> Converted {
    match term.view() {
        TermView::Apply(function, argument) => {
            let (functions, arguments) = (convert(function)?, convert(argument)?);
            application(function, functions, argument, arguments)
        }
        TermView::Abstract(abstraction) => {
            let v = budget.fresh(abstraction.hint(), abstraction.binder_type());
            let body = convert(&abstraction.open(&Term::variable(&v))?)?;
            body.map(|th| rebound(&v, abstraction.hint(), &th))
                .transpose()
        }
        _ => Ok(None),
    }
}

/// `(λx. s) = (λx. t)` from `s = t` with a fresh variable v for x, under x's own name if that is free to use.
pub fn rebound(
    v: &rationale_kernel::Variable,
    hint: &rationale_kernel::Name,
    body: &Theorem,
) -> Result<Theorem> {
    let named = rationale_kernel::Variable::new(hint.clone(), v.ty.clone());
    let clash = |t: &Term| t.has_free(&named);
    let taken = body
        .as_equation()
        .is_some_and(|(s, t)| clash(s) || clash(t))
        || body.hypotheses().iter().any(clash);
    if taken || body.hypotheses().iter().any(|h| h.has_free(v)) {
        return Ok(Theorem::abstraction(v, body)?);
    }
    let renaming = substitution_from([(v.clone(), Term::variable(&named))])?;
    Ok(Theorem::abstraction(&named, &body.instantiate(&renaming)?)?)
}

/// Converts outermost places first, and does not look inside what was converted.
pub fn outermost(
    term: &Term,
    budget: &Budget,
    convert: &mut dyn FnMut(&Term) -> Converted,
) -> Converted {
    if let Some(done) = convert(term)? {
        return Ok(Some(done));
    }
    parts(term, budget, &mut |part| outermost(part, budget, convert))
}

/// The β-η-normal form.
pub fn beta_eta_normal(term: &Term) -> Converted {
    let beta = beta_normal(term)?;
    then(term, beta, eta_normal)
}

fn eta_normal(term: &Term) -> Converted {
    if !has_eta_redex(term.fragment()) {
        return Ok(None);
    }
    match term.view() {
        TermView::Apply(function, argument) if is_quantifier(function.fragment()) => {
            let long = eta_expanded(argument)?;
            let below = eta_below(reached(argument, long.as_ref()))?;
            application(function, None, argument, transitive(long, below)?)
        }
        TermView::Apply(function, argument) => application(
            function,
            eta_normal(function)?,
            argument,
            eta_normal(argument)?,
        ),
        TermView::Abstract(_) => then(term, eta_below(term)?, eta_equation),
        _ => Ok(None),
    }
}

/// η-normal form of an abstraction's body.
fn eta_below(term: &Term) -> Converted {
    let Some(abstraction) = term.as_abstraction() else {
        return Ok(None);
    };
    let v = crate::logic::fresh_variable(abstraction.hint(), abstraction.binder_type(), &[term]);
    let body = eta_normal(&abstraction.open(&Term::variable(&v))?)?;
    Ok(body.map(|th| Theorem::abstraction(&v, &th)).transpose()?)
}

/// `⊢ f = (λx. f x)` for a function that is no abstraction.
fn eta_expanded(function: &Term) -> Converted {
    if function.as_abstraction().is_some() {
        return Ok(None);
    }
    let Some(long) = eta_long(function) else {
        return Ok(None);
    };
    eta_equation(&long)?.map(|th| symmetric(&th)).transpose()
}

/// One step towards η-normal form at the root: the last argument of an application.
pub fn eta_at_root(term: &Term) -> Converted {
    let Some((function, argument)) = term.as_apply() else {
        return Ok(None);
    };
    let step = if is_quantifier(function.fragment()) {
        eta_expanded(argument)?
    } else {
        eta_equation(argument)?
    };
    application(function, None, argument, step)
}

/// The theorem with that conclusion, if it differs from its own by β and η only.
pub fn align(theorem: &Theorem, goal: &Term) -> Option<Theorem> {
    if theorem.concludes(goal) {
        return Some(theorem.clone());
    }
    let conclusion = theorem.conclusion();
    let from = beta_eta_normal(&conclusion).ok()?;
    let to = beta_eta_normal(goal).ok()?;
    if reached(&conclusion, from.as_ref()) != reached(goal, to.as_ref()) {
        return None;
    }
    let normal = convert(theorem.clone(), from.as_ref()).ok()?;
    match to {
        Some(to) => convert(normal, Some(&symmetric(&to).ok()?)).ok(),
        None => Some(normal),
    }
}

/// `⊢ s = t` for terms that differ by β and η only.
pub fn beta_eta_equal(left: &Term, right: &Term) -> Option<Theorem> {
    if !equal_up_to_eta(left, right)
        && crate::logic::normal_term(left).ok()? != crate::logic::normal_term(right).ok()?
    {
        return None;
    }
    align(
        &Theorem::reflexive(left).ok()?,
        &Term::equation(left, right).ok()?,
    )
}
