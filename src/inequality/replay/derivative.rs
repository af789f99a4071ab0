//! Continuity and derivatives of canonical terms in one variable, by the library's rules along the term.

use super::normal::Normalizer;
use crate::logic::TermShape;
use crate::{
    inequality::expression::Function,
    logic::{apply_to_both, beta_reduce, binary_congruence},
    prove::arith::{
        Result, Trouble,
        theory::{Operation, Shape},
    },
};
use rationale_kernel::{Term, Theorem, Variable};

/// Terms nested more deeply are refused.
const DEPTH: u32 = 300;

/// What is derived of a function at the point that its variable stands for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Rule {
    /// It is continuous there.
    Continuous,
    /// It has a derivative there.
    Derivative,
}

/// The theorems that hold at the point: `0 < t` or `t ≠ 0` for arguments of √, log and inverses.
pub(super) struct Conditions<'c> {
    /// 0 < u, by the term u.
    pub positive: &'c [(Term, Theorem)],
    /// u ≠ 0, by the term u.
    pub nonzero: &'c [(Term, Theorem)],
}

impl Conditions<'_> {
    fn find(all: &[(Term, Theorem)], u: &Term) -> Result<Theorem> {
        let found = all.iter().find(|(term, _)| term == u);
        found
            .map(|(_, theorem)| theorem.clone())
            .ok_or(Trouble::Replay("a condition for a derivative"))
    }
}

impl Normalizer<'_, '_> {
    /// ⊢ continuous_at (λ z. t) z, or ⊢ has_derivative (λ z. t) d z, β-normal.
    pub(super) fn along(
        &mut self,
        rule: Rule,
        t: &Term,
        z: &Variable,
        conditions: &Conditions<'_>,
        depth: u32,
    ) -> Result<Theorem> {
        if depth > DEPTH {
            return Err(Trouble::TooDeep);
        }
        let point = Term::variable(z);
        if !t.has_free(z) {
            return self.rule(
                rule,
                "continuous_const",
                "derivative_const",
                &[t, &point],
                &[],
            );
        }
        if *t == point {
            return self.rule(rule, "continuous_id", "derivative_id", &[&point], &[]);
        }
        if let Shape::Binary(Operation::Pow(_), u, k) = self.theory.shape(t) {
            return self.power_along(rule, u, k, z, conditions, depth);
        }
        if let Shape::Binary(operation @ (Operation::Add(_) | Operation::Mul(_)), u, v) =
            self.theory.shape(t)
        {
            let first = self.along(rule, u, z, conditions, depth + 1)?;
            let second = self.along(rule, v, z, conditions, depth + 1)?;
            let names = match operation {
                Operation::Add(_) => ("continuous_add", "derivative_add"),
                _ => ("continuous_mul", "derivative_mul"),
            };
            let (f, g) = (Term::abstraction(z, u)?, Term::abstraction(z, v)?);
            let premises = [&first, &second];
            return match rule {
                Rule::Continuous => self.rule(rule, names.0, names.1, &[&f, &g, &point], &premises),
                Rule::Derivative => {
                    let (d, e) = (derivative_of(&first)?, derivative_of(&second)?);
                    self.rule(rule, names.0, names.1, &[&f, &g, &d, &e, &point], &premises)
                }
            };
        }
        self.function_along(rule, t, z, conditions, depth)
    }

    /// A theorem by name, β-reduced.
    fn rule(
        &self,
        rule: Rule,
        continuous: &'static str,
        derivative: &'static str,
        images: &[&Term],
        premises: &[&Theorem],
    ) -> Result<Theorem> {
        let name = match rule {
            Rule::Continuous => continuous,
            Rule::Derivative => derivative,
        };
        Ok(beta_reduce(self.lemma(name)?.with(images, premises)?)?)
    }

    fn power_along(
        &mut self,
        rule: Rule,
        u: &Term,
        k: &Term,
        z: &Variable,
        conditions: &Conditions<'_>,
        depth: u32,
    ) -> Result<Theorem> {
        let exponent = self.theory.value(k).and_then(|(_, v)| v.as_exponent());
        let exponent = exponent.filter(|e| *e > 0).ok_or(Trouble::TooLarge)?;
        let inner = self.along(rule, u, z, conditions, depth + 1)?;
        let (f, point) = (Term::abstraction(z, u)?, Term::variable(z));
        if rule == Rule::Continuous {
            let images = [&f, &point, k];
            return self.rule(rule, "continuous_pow", "", &images, &[&inner]);
        }
        let d = derivative_of(&inner)?;
        let before = self.exponent(exponent - 1)?;
        let images = [&f, &d, &point, &before];
        let theorem = self.rule(rule, "", "derivative_pow", &images, &[&inner])?;
        // λ z. u ^ (n + 1), with the sum computed
        let (function, rest) = function_of(&theorem)?;
        let body = function
            .as_abstraction()
            .ok_or(Trouble::Shape("a function"))?;
        let body = body.open(&point)?;
        let computed = self
            .computed_inside(&body)?
            .ok_or(Trouble::Shape("a power"))?;
        let equal = Theorem::abstraction(z, &computed)?;
        Ok(Theorem::equal_modus_ponens(&rest(&equal)?, &theorem)?)
    }

    fn function_along(
        &mut self,
        rule: Rule,
        t: &Term,
        z: &Variable,
        conditions: &Conditions<'_>,
        depth: u32,
    ) -> Result<Theorem> {
        let (head, u) = t.as_apply().ok_or(Trouble::Shape("a function"))?;
        let (head, u) = (head.clone(), u.clone());
        let inner = self.along(rule, &u, z, conditions, depth + 1)?;
        let outer = self.outer(rule, t, &u, conditions)?;
        let (f, point) = (Term::abstraction(z, &u)?, Term::variable(z));
        let variable = Variable::new("t", self.real()?);
        let function = match rule_function(&outer) {
            Some(function) => function,
            None => Term::abstraction(&variable, &Term::apply(&head, &Term::variable(&variable))?)?,
        };
        // the point f c, as the rule has it
        let at = crate::logic::beta_equation(&Term::apply(&f, &point)?)
            .ok_or(Trouble::Shape("a function"))?;
        let at = crate::logic::symmetric(&at)?;
        let formula = outer.conclusion();
        let (relation, _) = formula.as_apply().ok_or(Trouble::Shape("a derivative"))?;
        let outer = Theorem::equal_modus_ponens(&apply_to_both(relation, &at)?, &outer)?;
        match rule {
            Rule::Continuous => {
                let images = [&function, &f, &point];
                self.rule(rule, "continuous_comp", "", &images, &[&outer, &inner])
            }
            Rule::Derivative => {
                let (e, d) = (derivative_of(&outer)?, derivative_of(&inner)?);
                let images = [&function, &f, &e, &d, &point];
                self.rule(rule, "", "derivative_comp", &images, &[&outer, &inner])
            }
        }
    }

    /// What holds of the function at the head of a term, at its argument.
    fn outer(
        &mut self,
        rule: Rule,
        t: &Term,
        u: &Term,
        conditions: &Conditions<'_>,
    ) -> Result<Theorem> {
        let derivative = match (self.function(t), self.theory.shape(t)) {
            (Some(Function::Exponential), _) => self.lemma("exp_derivative")?.at(&[u])?,
            (Some(Function::Logarithm), _) => {
                let positive = Conditions::find(conditions.positive, u)?;
                self.lemma("log_derivative")?.with(&[u], &[&positive])?
            }
            (Some(Function::Root), _) if rule == Rule::Continuous => {
                return self.lemma("continuous_sqrt")?.at(&[u]);
            }
            (Some(Function::Root), _) => {
                let positive = Conditions::find(conditions.positive, u)?;
                self.lemma("sqrt_derivative")?.with(&[u], &[&positive])?
            }
            (None, Shape::Unary(Operation::Inv, _)) => {
                let nonzero = Conditions::find(conditions.nonzero, u)?;
                self.lemma("inv_derivative")?.with(&[u], &[&nonzero])?
            }
            _ => return Err(Trouble::Replay("a derivative of this function")),
        };
        if rule == Rule::Derivative {
            return Ok(derivative);
        }
        let (function, _) = function_of(&derivative)?;
        let d = derivative_of(&derivative)?;
        self.lemma("continuous_of_derivative")?
            .with(&[&function, &d, u], &[&derivative])
    }
}

/// f of `continuous_at f c` or `has_derivative f d c`.
fn rule_function(theorem: &Theorem) -> Option<Term> {
    let (_, arguments) = {
        let formula = theorem.conclusion();
        let (head, arguments) = crate::logic::spine(&formula);
        (
            head.clone(),
            arguments.into_iter().cloned().collect::<Vec<_>>(),
        )
    };
    arguments.first().cloned()
}

/// d of `has_derivative f d c`.
pub(super) fn derivative_of(theorem: &Theorem) -> Result<Term> {
    let formula = theorem.conclusion();
    let (_, arguments) = crate::logic::spine(&formula);
    match arguments.as_slice() {
        [_, d, _] => Ok((*d).clone()),
        _ => Err(Trouble::Shape("a derivative")),
    }
}

type Congruence = Box<dyn Fn(&Theorem) -> Result<Theorem>>;

/// f of `has_derivative f d c`, and from f = g the equation of the whole.
fn function_of(theorem: &Theorem) -> Result<(Term, Congruence)> {
    let formula = theorem.conclusion();
    let (head, arguments) = crate::logic::spine(&formula);
    let [f, d, c] = arguments.as_slice() else {
        return Err(Trouble::Shape("a derivative"));
    };
    let (head, f, d, c) = (head.clone(), (*f).clone(), (*d).clone(), (*c).clone());
    let congruence = move |equal: &Theorem| {
        let first = binary_congruence(&head, equal, &Theorem::reflexive(&d)?)?;
        Ok(Theorem::congruence(&first, &Theorem::reflexive(&c)?)?)
    };
    Ok((f, Box::new(congruence)))
}

/// `has_derivative f d c` with d = e: `has_derivative f e c`.
pub(super) fn with_value(theorem: &Theorem, equal: &Theorem) -> Result<Theorem> {
    let formula = theorem.conclusion();
    let (first, c) = formula.as_apply().ok_or(Trouble::Shape("a derivative"))?;
    let (relation, _) = first.as_apply().ok_or(Trouble::Shape("a derivative"))?;
    let equal = apply_to_both(relation, equal)?;
    let equal = Theorem::congruence(&equal, &Theorem::reflexive(c)?)?;
    Ok(Theorem::equal_modus_ponens(&equal, theorem)?)
}
