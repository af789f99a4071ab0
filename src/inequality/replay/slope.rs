//! Monotonicity: f(x) ≥ 0 from f(c) ≥ 0 and the sign of the derivative of f between c and x.

use super::{
    derivative::{Conditions, Rule, derivative_of, with_value},
    facts::Known,
    steps::Replay,
};
use crate::logic::TermShape;
use crate::{
    inequality::{
        check::{between, conditions, order_of},
        fact::{Fact, Relation},
        proof::Slope,
        proof::Term as Part,
    },
    logic::{beta_equation, cut, discharge, generalize, symmetric},
    prove::arith::{Polynomial, Rational, Result, Trouble},
};
use rationale_kernel::{Substitution, Term, Theorem, Variable};
use std::collections::HashMap;

/// The function and what stands around it.
struct Setting {
    /// z
    variable: Variable,
    /// T(f(z)), a term in z.
    body: Term,
    /// λ z. T(f(z))
    function: Term,
    /// T(c) and T(x), the smaller first.
    ends: [Term; 2],
    /// The forms that are positive between: the first of z − least, the second of greatest − z.
    gaps: [Polynomial; 2],
    /// least < greatest
    order: Theorem,
}

impl<'p> Replay<'_, 'p, '_, '_> {
    /// ⊢ false, by monotonicity.
    pub(super) fn slope(&mut self, slope: &'p Slope) -> Result<Theorem> {
        let shape = || Trouble::Shape("a step by monotonicity");
        let refuted = self.fact(slope.fact)?;
        let strict = match refuted.fact.relation {
            Relation::Above => false,
            Relation::AtLeast => true,
            _ => return Err(shape()),
        };
        let (x, z) = (
            Polynomial::atom(slope.variable),
            Polynomial::atom(slope.between),
        );
        let order = self.fact(slope.order)?;
        let right = order_of(&order.fact, &x.minus(&slope.anchor)).ok_or_else(shape)?;
        let f = refuted.fact.polynomial.negated();
        let start = self.at(&f, slope.variable, &slope.anchor)?;
        let start = self.have(&Fact::at_least(start), &slope.start)?;
        let setting = self.setting(slope, &f, &order, right)?;
        let known = self.conditions_between(slope, &f, &x, &z, right)?;
        let derivative = {
            let atoms = &mut self.normalizer.atoms;
            atoms.derivative(&f, slope.variable).ok_or_else(shape)?
        };
        let derivative = self.at(&derivative, slope.variable, &z)?;
        let sign = self.sign_between(slope, &derivative, &x, &z, right, strict)?;
        let conclusion = self.monotone(&setting, &known, &derivative, &sign, right, strict)?;
        // f x ≥ f c, f c ≥ 0 and −f x > 0
        let facts = [refuted, conclusion, start];
        let parts: Vec<Part> = (0..facts.len())
            .map(|place| Part::Product(Rational::ONE, vec![place], None))
            .collect();
        self.normalizer
            .contradiction(&parts, &mut |_, place| Ok(facts[place].clone()))
    }

    fn at(&mut self, p: &Polynomial, variable: u32, value: &Polynomial) -> Result<Polynomial> {
        let mut images = HashMap::from([(variable, value.clone())]);
        let atoms = &mut self.normalizer.atoms;
        atoms.substitute(p, &mut images).ok_or(Trouble::TooLarge)
    }

    fn setting(
        &mut self,
        slope: &Slope,
        f: &Polynomial,
        order: &Known,
        right: bool,
    ) -> Result<Setting> {
        let (x, z) = (
            Polynomial::atom(slope.variable),
            Polynomial::atom(slope.between),
        );
        let body = self.at(f, slope.variable, &z)?;
        let n = &mut *self.normalizer;
        let point = n.atom_term(slope.between)?;
        let variable = point
            .as_variable()
            .ok_or(Trouble::Shape("a variable"))?
            .clone();
        let body = n.term(&body)?;
        let (anchor, own) = (n.term(&slope.anchor)?, n.term(&x)?);
        let ends = if right { [anchor, own] } else { [own, anchor] };
        let mut gaps = between(right, &x, &slope.anchor, &z);
        if !right {
            gaps.reverse();
        }
        let [first, second] =
            <[Polynomial; 2]>::try_from(gaps).map_err(|_| Trouble::Shape("two distances"))?;
        let distance = if right {
            x.minus(&slope.anchor)
        } else {
            slope.anchor.minus(&x)
        };
        let order = n.derived(order, &Fact::above(distance))?;
        let order = n.comparison(&order, &ends[0], &ends[1])?;
        Ok(Setting {
            function: Term::abstraction(&variable, &body)?,
            variable,
            body,
            ends,
            gaps: [first, second],
            order,
        })
    }

    /// The conditions for differentiability at z, each under the distances that it was proved with.
    fn conditions_between(
        &mut self,
        slope: &'p Slope,
        f: &Polynomial,
        x: &Polynomial,
        z: &Polynomial,
        right: bool,
    ) -> Result<Vec<(Fact, bool, Theorem)>> {
        let wanted = conditions(&self.normalizer.atoms, f, slope.variable);
        if wanted.len() != slope.domain.len() {
            return Err(Trouble::Shape("a proof for each condition"));
        }
        let mut found = Vec::new();
        for ((condition, inner), proof) in wanted.into_iter().zip(&slope.domain) {
            let at = self.at(&condition.polynomial, slope.variable, z)?;
            let fact = Fact::new(at, condition.relation);
            let place = self.push_gaps(right, x, &slope.anchor, z, inner)?;
            let known = self.have(&fact, proof);
            self.truncate(place);
            found.push((fact, inner, known?.theorem));
        }
        Ok(found)
    }

    fn push_gaps(
        &mut self,
        right: bool,
        x: &Polynomial,
        anchor: &Polynomial,
        z: &Polynomial,
        open: bool,
    ) -> Result<usize> {
        let place = self.len();
        for gap in between(right, x, anchor, z) {
            let fact = if open {
                Fact::above(gap)
            } else {
                Fact::at_least(gap)
            };
            let formula = self.normalizer.formula(&fact)?;
            self.push(Known {
                fact,
                theorem: Theorem::assume(&formula)?,
            });
        }
        Ok(place)
    }

    /// The sign of the derivative strictly between.
    fn sign_between(
        &mut self,
        slope: &'p Slope,
        derivative: &Polynomial,
        x: &Polynomial,
        z: &Polynomial,
        right: bool,
        strict: bool,
    ) -> Result<Known> {
        let upward = if right {
            derivative.clone()
        } else {
            derivative.negated()
        };
        let fact = if strict {
            Fact::above(upward)
        } else {
            Fact::at_least(upward)
        };
        let place = self.push_gaps(right, x, &slope.anchor, z, true)?;
        let known = self.have(&fact, &slope.slope);
        self.truncate(place);
        known
    }

    /// f least ≤ f greatest and the like, from the sign.
    fn monotone(
        &mut self,
        setting: &Setting,
        known: &[(Fact, bool, Theorem)],
        derivative: &Polynomial,
        sign: &Known,
        right: bool,
        strict: bool,
    ) -> Result<Known> {
        let open = self.open_conditions(setting, known)?;
        let slope = self.along_body(setting, Rule::Derivative, &open)?;
        let term = self.normalizer.term(derivative)?;
        let read = self.normalizer.read(&derivative_of(&slope)?)?;
        if read.polynomial != *derivative {
            return Err(Trouble::Replay("the derivative that the search saw"));
        }
        let rate = Term::abstraction(&setting.variable, &term)?;
        let point = Term::variable(&setting.variable);
        let unfolded =
            beta_equation(&Term::apply(&rate, &point)?).ok_or(Trouble::Shape("a function"))?;
        let folded = symmetric(&unfolded)?;
        let step = read.step.equation(&derivative_of(&slope)?)?;
        let slope = with_value(&slope, &Theorem::transitive(&step, &folded)?)?;
        let slope = self.everywhere(setting, &slope)?;
        let sign = self.folded_sign(sign, &term, &folded, right)?;
        let sign = self.everywhere(setting, &sign)?;
        let closed: Vec<_> = known
            .iter()
            .filter(|(_, inner, _)| !inner)
            .cloned()
            .collect();
        let closed = split(&mut *self.normalizer, &closed)?;
        let continuous = self.along_body(setting, Rule::Continuous, &closed)?;
        let [low, high] = &setting.ends;
        let (start, end) = (
            self.at_end(setting, &continuous, low)?,
            self.at_end(setting, &continuous, high)?,
        );
        let name = match (right, strict) {
            (true, false) => "increasing_open",
            (true, true) => "increasing_strict",
            (false, false) => "decreasing_open",
            (false, true) => "decreasing_strict",
        };
        let lemma = self.normalizer.lemma(name)?;
        let theorem = lemma.with(
            &[&setting.function, &rate, low, high],
            &[&setting.order, &start, &end, &slope, &sign],
        )?;
        let theorem = crate::logic::beta_reduce(theorem)?;
        self.normalizer.known(&theorem)
    }

    /// 0 ≤ T(d) as 0 ≤ D z, or 0 ≤ −T(d) as 0 ≤ -(D z).
    fn folded_sign(
        &mut self,
        sign: &Known,
        term: &Term,
        folded: &Theorem,
        right: bool,
    ) -> Result<Theorem> {
        use crate::prove::arith::theory::Operation;
        let n = &mut *self.normalizer;
        let formula = sign.theorem.conclusion();
        let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        if right {
            let equal = crate::logic::apply_to_both(head, folded)?;
            return Ok(Theorem::equal_modus_ponens(&equal, &sign.theorem)?);
        }
        let minus = n.theory.operation(Operation::Neg)?;
        let negated = Term::apply(&minus, term)?;
        let normal = n.read(&negated)?;
        let back = symmetric(&normal.step.equation(&negated)?)?;
        let equal = Theorem::transitive(&back, &crate::logic::apply_to_both(&minus, folded)?)?;
        let equal = crate::logic::apply_to_both(head, &equal)?;
        Ok(Theorem::equal_modus_ponens(&equal, &sign.theorem)?)
    }

    fn along_body(
        &mut self,
        setting: &Setting,
        rule: Rule,
        (positive, nonzero): &Sorted,
    ) -> Result<Theorem> {
        let conditions = Conditions { positive, nonzero };
        let n = &mut *self.normalizer;
        n.along(rule, &setting.body, &setting.variable, &conditions, 0)
    }

    /// All conditions under the strict distances.
    fn open_conditions(
        &mut self,
        setting: &Setting,
        known: &[(Fact, bool, Theorem)],
    ) -> Result<Sorted> {
        let mut open = Vec::new();
        for (fact, inner, theorem) in known {
            let mut theorem = theorem.clone();
            if !inner {
                for gap in &setting.gaps {
                    let above = Fact::above(gap.clone());
                    let formula = self.normalizer.formula(&above)?;
                    let strict = Known {
                        fact: above,
                        theorem: Theorem::assume(&formula)?,
                    };
                    let weak = self.normalizer.weakened(&strict, Relation::AtLeast)?;
                    theorem = cut(&weak.theorem, &theorem)?;
                }
            }
            open.push((fact.clone(), *inner, theorem));
        }
        split(&mut *self.normalizer, &open)
    }

    /// ∀ z. least < z → z < greatest → p, from p under the strict distances.
    fn everywhere(&mut self, setting: &Setting, theorem: &Theorem) -> Result<Theorem> {
        use crate::prove::arith::theory::{Carrier, Operation};
        let n = &mut *self.normalizer;
        let point = Term::variable(&setting.variable);
        let [low, high] = &setting.ends;
        let lower = n.theory.binary(Operation::Lt(Carrier::Real), low, &point)?;
        let upper = n
            .theory
            .binary(Operation::Lt(Carrier::Real), &point, high)?;
        let mut theorem = theorem.clone();
        for (formula, gap) in [(&lower, &setting.gaps[0]), (&upper, &setting.gaps[1])] {
            let known = n.known(&Theorem::assume(formula)?)?;
            let known = n.derived(&known, &Fact::above(gap.clone()))?;
            theorem = cut(&known.theorem, &theorem)?;
        }
        let theorem = discharge(&lower, &discharge(&upper, &theorem)?)?;
        Ok(generalize(&setting.variable, &theorem)?)
    }

    /// A theorem under the closed distances at one end, where the distances are clear.
    fn at_end(&mut self, setting: &Setting, theorem: &Theorem, end: &Term) -> Result<Theorem> {
        let by = Substitution::from([(setting.variable.clone(), end.clone())]);
        let mut result = theorem.instantiate(&by)?;
        let order = self.normalizer.known(&setting.order)?;
        let weak = self.normalizer.weakened(&order, Relation::AtLeast)?;
        for gap in &setting.gaps {
            let n = &mut *self.normalizer;
            let formula = n.formula(&Fact::at_least(gap.clone()))?.substitute(&by)?;
            let (_, t) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
            let normal = n.read(t)?;
            let needed = Fact::at_least(normal.polynomial.clone());
            let known = if needed.polynomial.is_zero() {
                let zero = n.zero()?;
                Known {
                    theorem: n.literal_le(&zero, &zero)?,
                    fact: needed,
                }
            } else {
                n.derived(&weak, &needed)?
            };
            let back = symmetric(&normal.step.equation(t)?)?;
            let known_formula = known.theorem.conclusion();
            let (head, _) = known_formula
                .as_apply()
                .ok_or(Trouble::Shape("a comparison"))?;
            let equal = crate::logic::apply_to_both(head, &back)?;
            let fact = Theorem::equal_modus_ponens(&equal, &known.theorem)?;
            result = cut(&fact, &result)?;
        }
        Ok(result)
    }
}

type Sorted = (Vec<(Term, Theorem)>, Vec<(Term, Theorem)>);

/// The conditions by kind, each with its term.
fn split(
    normalizer: &mut super::normal::Normalizer<'_, '_>,
    conditions: &[(Fact, bool, Theorem)],
) -> Result<Sorted> {
    let mut sorted = (Vec::new(), Vec::new());
    for (fact, _, theorem) in conditions {
        let term = normalizer.term(&fact.polynomial)?;
        match fact.relation {
            Relation::Above => sorted.0.push((term, theorem.clone())),
            _ => sorted.1.push((term, theorem.clone())),
        }
    }
    Ok(sorted)
}
