//! Values of functions that are defined by recursion, at numerals: `binom 4 2 = 6` by `binom_zero` and `binom_succ`.
//!
//! Arguments first, one branch of a conditional, and every application only once: Pascal's triangle has few entries, and
//! many paths. Nothing below a binder is touched.

use super::{
    ground,
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::{
    elaborate::Environment,
    logic::{
        Result, TermShape, apply_all, apply_both_to, apply_to_both, beta_reduce, conditional,
        logic, specialize_all, spine, transitive,
    },
    prove::conversion::{Converted, application, reached},
};
use rationale_kernel::{Term, Theorem, TypeSubstitution};
use rustc_hash::FxHashMap;

/// The applications that may be evaluated in one call.
const STEPS: u32 = 20_000;

/// Values found in one environment.
pub struct Values<'e> {
    environment: &'e Environment,
    theory: Option<Theory<'e>>,
    known: FxHashMap<Term, Option<Theorem>>,
    steps: u32,
}

impl<'e> Values<'e> {
    /// None yet.
    pub fn new(environment: &'e Environment) -> Self {
        Values {
            environment,
            theory: Theory::of(environment).ok(),
            known: FxHashMap::default(),
            steps: STEPS,
        }
    }

    /// `⊢ t = t'`, with a numeral in place of every recursive function at numerals; nothing if there is none.
    ///
    /// # Errors
    /// A kernel rule refuses a step.
    pub fn inside(&mut self, t: &Term) -> Converted {
        let Some((function, argument)) = t.as_apply() else {
            return Ok(None);
        };
        if self.equations(spine(t).0).is_some()
            && let Some(value) = self.value(t)?
            && reached(t, Some(&value)).as_literal().is_some()
        {
            return Ok(Some(value));
        }
        let (functions, arguments) = (self.inside(function)?, self.inside(argument)?);
        application(function, functions, argument, arguments)
    }

    fn value(&mut self, t: &Term) -> Converted {
        if t.as_apply().is_none() || t.as_literal().is_some() {
            return Ok(None);
        }
        if let Some(known) = self.known.get(t) {
            return Ok(known.clone());
        }
        if self.steps == 0 {
            return Ok(None);
        }
        self.steps -= 1;
        let value = stacker::maybe_grow(128 << 10, 4 << 20, || self.evaluated(t))?;
        self.known.insert(t.clone(), value.clone());
        Ok(value)
    }

    fn evaluated(&mut self, t: &Term) -> Converted {
        if logic().as_conditional(t).is_some() {
            return self.branch(t);
        }
        let arguments = self.arguments(t)?;
        let next = reached(t, arguments.as_ref()).clone();
        if let Some(computed) = ground::evaluate(self.environment, &next) {
            return transitive(arguments, Some(computed));
        }
        let Some(step) = self.unfolded(&next)? else {
            return Ok(arguments);
        };
        let value = self.value(reached(&next, Some(&step)))?;
        transitive(transitive(arguments, Some(step))?, value)
    }

    fn arguments(&mut self, t: &Term) -> Converted {
        let Some((function, argument)) = t.as_apply() else {
            return Ok(None);
        };
        let (functions, arguments) = (self.arguments(function)?, self.value(argument)?);
        application(function, functions, argument, arguments)
    }

    /// The branch of a conditional whose condition has a value, and its value.
    fn branch(&mut self, t: &Term) -> Converted {
        let Some((condition, x, y)) = logic().as_conditional(t) else {
            return Ok(None);
        };
        let decided = self.value(condition)?;
        let truth = reached(condition, decided.as_ref());
        let (chosen, rule) = if logic().is_truth(truth) {
            (x, &conditional().of_true)
        } else if logic().is_falsity(truth) {
            (y, &conditional().of_false)
        } else {
            return Ok(None);
        };
        let (head, _) = spine(t);
        let known = decided
            .map(|d| apply_both_to(&apply_both_to(&apply_to_both(head, &d)?, x)?, y))
            .transpose()?;
        let types = TypeSubstitution::from([("α".into(), x.ty().clone())]);
        let generic = |name: &str| rationale_kernel::Variable::new(name, x.ty().clone());
        let images = crate::logic::substitution_from([
            (generic("x"), x.clone()),
            (generic("y"), y.clone()),
        ])?;
        let step = rule.instantiate_types(&types)?.instantiate(&images)?;
        let value = self.value(chosen)?;
        transitive(transitive(known, Some(step))?, value)
    }

    /// The equations of a function that is defined by recursion.
    fn equations(&self, head: &Term) -> Option<[&'e Theorem; 2]> {
        let constant = head.as_constant()?;
        let name = constant.name();
        let known = self.environment.constant(name)?;
        let equation = |end: &str| self.environment.theorem(&format!("{name}_{end}"));
        (known.identity() == constant.identity())
            .then(|| Some([equation("zero")?, equation("succ")?]))?
    }

    /// One step by an equation of the function.
    fn unfolded(&self, t: &Term) -> Converted {
        let (head, arguments) = spine(t);
        let Some(equations) = self.equations(head) else {
            return Ok(None);
        };
        for equation in equations {
            if let Some(step) = self.by_equation(equation, head, &arguments)? {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }

    fn by_equation(&self, equation: &Theorem, head: &Term, arguments: &[&Term]) -> Converted {
        let (mut variables, mut body) = (Vec::new(), equation.conclusion());
        while let Some(predicate) = logic().as_forall(&body) {
            let avoid: Vec<&Term> = variables.iter().collect();
            let (variable, inner) = logic().open(predicate, &avoid)?;
            variables.push(Term::variable(&variable));
            body = inner;
        }
        let Some((left, _)) = body.as_equation() else {
            return Ok(None);
        };
        let (function, patterns) = spine(left);
        if function != head || patterns.len() != arguments.len() {
            return Ok(None);
        }
        let mut images: FxHashMap<&Term, Term> = FxHashMap::default();
        let mut same = None;
        for (place, (pattern, argument)) in patterns.iter().zip(arguments).enumerate() {
            if variables.contains(pattern) {
                images.insert(pattern, (*argument).clone());
            } else if let Some((n, counted)) = self.counted(pattern, argument) {
                let before: Vec<Term> = arguments[..place].iter().copied().cloned().collect();
                let mut whole = apply_to_both(&apply_all(head, &before)?, &counted.1)?;
                for rest in &arguments[place + 1..] {
                    whole = apply_both_to(&whole, rest)?;
                }
                same = Some(whole);
                images.insert(n, counted.0);
            } else if pattern != argument {
                return Ok(None);
            }
        }
        let Some(images) = variables
            .iter()
            .map(|v| images.get(v))
            .collect::<Option<Vec<_>>>()
        else {
            return Ok(None);
        };
        let step = beta_reduce(specialize_all(equation, images)?)?;
        transitive(same, Some(step))
    }

    /// For the pattern n + 1 and a numeral k: n, k - 1 and `⊢ k = (k - 1) + 1`.
    fn counted<'p>(
        &self,
        pattern: &'p Term,
        argument: &Term,
    ) -> Option<(&'p Term, (Term, Theorem))> {
        let Shape::Binary(Operation::Add(Carrier::Natural), n, _) =
            self.theory.as_ref()?.shape(pattern)
        else {
            return None;
        };
        let equation = ground::successor(self.environment, argument)?;
        let (_, sum) = equation.as_equation()?;
        let before = (*spine(sum).1.first()?).clone();
        Some((n, (before, equation)))
    }
}

/// `⊢ t = t'`, with values in place of recursive functions at numerals; nothing if there is none.
///
/// # Errors
/// A kernel rule refuses a step.
pub fn valued(environment: &Environment, t: &Term) -> Result<Option<Theorem>> {
    Values::new(environment).inside(t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::arith::testing::{environment, read};

    #[test]
    fn only_recursive_functions_at_numerals_have_values() {
        for text in ["x + 1", "F 2", "2 + 3", "∀ n : ℕ. n = 3"] {
            assert!(
                valued(environment(), &read(text)).unwrap().is_none(),
                "{text}"
            );
        }
    }
}
