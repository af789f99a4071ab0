//! The methods as proofs call them: from a goal and facts to a theorem, or to a failure that says what remained.

use super::{
    Trouble, field,
    lemmas::Lemma,
    linarith::{Found, Point, Search},
    linear::Reading,
    nlinarith,
    normalize::Normalizer,
    positivity, ring, substitute,
    theory::{Carrier, Operation, Shape, Theory},
    values::valued,
};
use crate::logic::TermShape;
use crate::{
    elaborate::Environment,
    logic::{
        by_contradiction, conjoin, contradiction, convert, cut, discharge, equal_true, logic,
        negation_introduction, symmetric,
    },
    prove::{
        Budget, Call, Fact, Failure, Goal, Reduction,
        conversion::reached,
        library,
        simp::{
            engine::{Outcome, Simplifier},
            method::simplifier,
        },
    },
};
use rationale_kernel::{Term, Theorem};

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Failure::new(trouble.to_string())
    }
}

/// `ring`: an equation that holds in every commutative ring, after the given equations.
pub fn ring(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let theory = Theory::of(goal.env)?;
    let Some((left, right)) = numeric_equation(&theory, &goal.target) else {
        let message = "`ring` proves equations of real numbers and of naturals";
        return Err(Failure::new(message).left(goal.target.clone()));
    };
    let mut normalizer = Normalizer::new(&theory, goal.budget.left())?;
    let outcome = substitute::use_equations(&mut normalizer, &handed(goal, call))
        .and_then(|()| ring::equation(&mut normalizer, left, right));
    spend(goal, &normalizer);
    match outcome? {
        ring::Outcome::Proved(theorem) => Ok(theorem),
        ring::Outcome::Differ(left, right) => {
            let remaining = Term::equation(&left, &right)?;
            Err(
                Failure::new("`ring` normalises the two sides to different polynomials")
                    .left(remaining),
            )
        }
    }
}

/// The facts that the call names or is given, without the context.
fn handed(goal: &Goal, call: &Call) -> Vec<Theorem> {
    call.facts
        .iter()
        .chain(&goal.given)
        .map(|fact| fact.theorem.clone())
        .collect()
}

/// `field`: removes divisions, then proves what is left by normal forms or linear arithmetic.
pub fn field(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    if let Some((p, q)) = logic().as_conjunction(&goal.target) {
        let first = field(&goal.with_target(p.clone()), call)?;
        return Ok(conjoin(
            &first,
            &field(&goal.with_target(q.clone()), call)?,
        )?);
    }
    let handed = handed(goal, call);
    field_after(goal, call, &handed).or_else(|failure| {
        let defined = definitions(goal);
        if defined.is_empty() {
            Err(failure)
        } else {
            field_after(goal, call, &[handed, defined].concat())
        }
    })
}

/// Equations `variable = term` of the context.
fn definitions(goal: &Goal) -> Vec<Theorem> {
    let defines = |theorem: &&Theorem| {
        theorem
            .as_equation()
            .is_some_and(|(left, _)| left.as_variable().is_some())
    };
    goal.context
        .iter()
        .map(|fact| &fact.theorem)
        .filter(defines)
        .cloned()
        .collect()
}

fn field_after(goal: &Goal, call: &Call, equations: &[Theorem]) -> Result<Theorem, Failure> {
    let cleared = cleared(goal, call, equations)?;
    if cleared.trivial {
        let (left, _) = cleared
            .goal
            .as_equation()
            .ok_or(Trouble::Shape("an equation"))?;
        return Ok(cut(&Theorem::reflexive(left)?, &cleared.theorem)?);
    }
    let rest = goal.with_target(cleared.goal.clone());
    match linarith(&rest, call).or_else(|_| nlinarith(&rest, call)) {
        Ok(theorem) => Ok(cut(&theorem, &cleared.theorem)?),
        Err(_) => {
            Err(Failure::new("`field` removed the divisions, and this remains").left(cleared.goal))
        }
    }
}

/// `field` before another method: leaves the goal without divisions.
pub fn reduce_field(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    let cleared = cleared(goal, call, &handed(goal, call))?;
    Ok(Reduction::by_consequence(cleared.goal, cleared.theorem))
}

fn cleared(goal: &Goal, call: &Call, equations: &[Theorem]) -> Result<field::Cleared, Failure> {
    let theory = Theory::of(goal.env)?;
    let cleared = field::clear(&theory, goal, call, equations)?;
    cleared.ok_or_else(|| {
        let message =
            "`field` needs an equation or comparison of reals whose denominators have known signs";
        Failure::new(message).left(goal.target.clone())
    })
}

/// `norm_num`: evaluates ground arithmetic and the connectives around it.
pub fn norm_num(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let failure = match evaluated(goal, call) {
        Err(failure) => failure,
        proved => return proved,
    };
    if let Some(values) = valued(goal.env, &goal.target)? {
        let rest = goal.with_target(reached(&goal.target, Some(&values)).clone());
        return Ok(convert(norm_num(&rest, call)?, Some(&symmetric(&values)?))?);
    }
    counted(goal, call).ok_or(failure)
}

/// A closed instance: finite sums, products and distributions are unfolded by the library's rules, then evaluated.
fn counted(goal: &Goal, call: &Call) -> Option<Theorem> {
    let mut simplifier = simplifier(goal, call).counting();
    match simplifier.outcome(&goal.target).ok()? {
        Outcome::Proved(theorem) => Some(theorem),
        Outcome::Unchanged => None,
        Outcome::Left(rest, equation) => {
            let proof = evaluated(&goal.with_target(rest), call).ok()?;
            convert(proof, Some(&symmetric(&equation).ok()?)).ok()
        }
    }
}

fn evaluated(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let rest = match ground_simplifier(goal, call).outcome(&goal.target)? {
        Outcome::Proved(theorem) => return Ok(theorem),
        Outcome::Unchanged => None,
        Outcome::Left(rest, equation) => Some((rest, equation)),
    };
    let target = rest.as_ref().map_or(&goal.target, |(rest, _)| rest);
    let closed = Goal {
        target: target.clone(),
        given: Vec::new(),
        context: &[],
        ..*goal
    };
    let proof = ring(&closed, &Call::default()).or_else(|_| linarith(&closed, &Call::default()));
    match (proof, &rest) {
        (Ok(theorem), Some((_, equation))) => Ok(convert(theorem, Some(&symmetric(equation)?))?),
        (Ok(theorem), None) => Ok(theorem),
        (Err(_), _) => {
            Err(Failure::new("`norm_num` evaluated the goal to this").left(target.clone()))
        }
    }
}

/// `norm_num` before another method: leaves the evaluated goal.
pub fn reduce_norm_num(goal: &Goal, call: &Call) -> Result<Reduction, Failure> {
    match ground_simplifier(goal, call).outcome(&goal.target)? {
        Outcome::Left(rest, equation) => Ok(Reduction::by_equation(rest, equation)),
        Outcome::Proved(theorem) => {
            let equation = equal_true(&theorem)?;
            Ok(Reduction::by_equation(
                logic().truth_term().clone(),
                equation,
            ))
        }
        Outcome::Unchanged => Ok(Reduction::by_equation(
            goal.target.clone(),
            Theorem::reflexive(&goal.target)?,
        )),
    }
}

/// A simplifier with the rules of the logic, ground evaluation, and the facts of the call.
fn ground_simplifier<'g>(goal: &Goal<'g>, call: &Call) -> Simplifier<'g> {
    let (rules, congruences) = library::logical();
    let mut simplifier = Simplifier::new(goal.env, goal.budget, vec![rules], vec![congruences]);
    simplifier.add_facts(&goal.given, true);
    simplifier.add_facts(&call.facts, true);
    simplifier
}

/// Steps that a side condition may take.
const CONDITION_STEPS: u64 = 20_000;

/// Decides a side condition about numbers, from facts: signs along the structure, the rest linearly.
pub fn decide(
    formula: &Term,
    facts: &[Fact],
    env: &Environment,
    budget: &Budget,
) -> Option<Theorem> {
    let theory = Theory::of(env).ok()?;
    let positive = logic().as_negation(formula).unwrap_or(formula);
    let numeric = match (positive.as_equation(), theory.shape(positive)) {
        (Some((x, _)), _) => theory.carrier(x.ty()).is_some(),
        (None, Shape::Binary(Operation::Le(_) | Operation::Lt(_), ..)) => true,
        _ => false,
    };
    if !numeric || theory.side(Carrier::Real).is_err() {
        return None;
    }
    let goal = Goal {
        env,
        target: formula.clone(),
        context: facts,
        given: Vec::new(),
        budget,
    };
    budget.limited(CONDITION_STEPS, || {
        let call = Call::default();
        linarith(&goal, &call)
            .or_else(|_| positivity::prove(&goal, &call))
            .ok()
    })
}

fn numeric_equation<'t>(theory: &Theory<'_>, target: &'t Term) -> Option<(&'t Term, &'t Term)> {
    target
        .as_equation()
        .filter(|(left, _)| theory.carrier(left.ty()).is_some())
}

fn spend(goal: &Goal, normalizer: &Normalizer<'_, '_>) {
    let used = goal.budget.left().saturating_sub(normalizer.steps_left());
    let _ = goal.budget.spend(used);
}

/// `linarith`: a comparison that follows linearly from the facts.
pub fn linarith(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    Linear {
        name: "linarith",
        goal,
        facts: facts(goal, call),
        refute: |search| search.refute(),
    }
    .prove(&goal.target)
}

/// `nlinarith`: as `linarith`, with products of the facts and squares.
pub fn nlinarith(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    Linear {
        name: "nlinarith",
        goal,
        facts: facts(goal, call),
        refute: nlinarith::refute,
    }
    .prove(&goal.target)
}

/// What the call names, then what is given, then the context.
pub(super) fn facts(goal: &Goal, call: &Call) -> Vec<Theorem> {
    let all = call.facts.iter().chain(&goal.given).chain(goal.context);
    all.map(|fact| fact.theorem.clone()).collect()
}

type Refute = fn(&mut Search<'_, '_, '_>) -> super::Result<Found>;

struct Linear<'g> {
    name: &'static str,
    goal: &'g Goal<'g>,
    facts: Vec<Theorem>,
    refute: Refute,
}

impl Linear<'_> {
    /// Conjunctions part by part, implications by assuming, equations as two inequalities, anything else by refutation.
    fn prove(&self, target: &Term) -> Result<Theorem, Failure> {
        if let Some((p, q)) = logic().as_conjunction(target) {
            return Ok(conjoin(&self.prove(p)?, &self.prove(q)?)?);
        }
        if let Some((p, q)) = logic().as_implication(target) {
            let mut facts = vec![Theorem::assume(p)?];
            facts.extend(self.facts.iter().cloned());
            return Ok(discharge(p, &Linear { facts, ..*self }.prove(q)?)?);
        }
        if let Some(p) = logic().as_negation(target) {
            return self.deny(p, target);
        }
        let theory = Theory::of(self.goal.env)?;
        match numeric_equation(&theory, target) {
            Some((x, y)) => self.prove_equation(&theory, x, y),
            None => self.prove_comparison(&theory, target),
        }
    }

    fn prove_equation(&self, theory: &Theory<'_>, x: &Term, y: &Term) -> Result<Theorem, Failure> {
        let carrier = theory.carrier(x.ty()).unwrap_or(Carrier::Real);
        let lemma = match carrier {
            Carrier::Natural => Lemma::NatLeAntisymm,
            Carrier::Real => Lemma::RealLeAntisymm,
        };
        let le = |a: &Term, b: &Term| theory.binary(Operation::Le(carrier), a, b);
        let first = self.prove_comparison(theory, &le(x, y)?)?;
        let second = self.prove_comparison(theory, &le(y, x)?)?;
        Ok(theory.lemma(lemma)?.with(&[x, y], &[&first, &second])?)
    }

    fn prove_comparison(&self, theory: &Theory<'_>, target: &Term) -> Result<Theorem, Failure> {
        let denied = Theorem::assume(&logic().negation(target)?)?;
        match self.refuted(theory, &denied, target)? {
            (true, absurd) => Ok(by_contradiction(target, &absurd)?),
            (false, absurd) => Ok(contradiction(target, &absurd)?),
        }
    }

    /// ¬ p, by refuting p.
    fn deny(&self, p: &Term, target: &Term) -> Result<Theorem, Failure> {
        let theory = Theory::of(self.goal.env)?;
        let (_, absurd) = self.refuted(&theory, &Theorem::assume(p)?, target)?;
        Ok(negation_introduction(&discharge(p, &absurd)?)?)
    }

    /// ⊢ false from the facts and one more theorem, and whether that one is about numbers.
    fn refuted(
        &self,
        theory: &Theory<'_>,
        denied: &Theorem,
        target: &Term,
    ) -> Result<(bool, Theorem), Failure> {
        let steps = self.goal.budget.left();
        let mut normalizer = Normalizer::new(theory, steps)?;
        let found = self.search(&mut normalizer, denied, steps);
        spend(self.goal, &normalizer);
        match found? {
            (arithmetical, Found::Contradiction(theorem)) => Ok((arithmetical, theorem)),
            (_, Found::Exhausted) => Err(self.failure("ran out of steps").left(target.clone())),
            (true, Found::Point(point)) => Err(self.unproved(&normalizer, target, &point)),
            (false, Found::Point(_)) => {
                Err(self
                    .failure("needs a comparison of numbers, or facts that contradict one another"))
            }
        }
    }

    fn search(
        &self,
        normalizer: &mut Normalizer<'_, '_>,
        denied: &Theorem,
        steps: u64,
    ) -> Result<(bool, Found), Trouble> {
        let mut reading = Reading::default();
        let arithmetical = reading.read(normalizer, denied)?;
        for fact in &self.facts {
            reading.read(normalizer, fact)?;
        }
        let found = (self.refute)(&mut Search::new(normalizer, reading, steps))?;
        Ok((arithmetical, found))
    }

    fn failure(&self, what: &str) -> Failure {
        Failure::new(format!("`{}` {what}", self.name))
    }

    /// The facts hold and the goal fails at that point.
    fn unproved(&self, normalizer: &Normalizer<'_, '_>, target: &Term, point: &Point) -> Failure {
        let mut failure = self
            .failure("did not prove the goal: the facts do not add up to it")
            .left(target.clone());
        failure.counterexample = values(normalizer, point).unwrap_or_default();
        failure
    }
}

/// The point as equations, unknown by unknown.
fn values(normalizer: &Normalizer<'_, '_>, point: &Point) -> Result<Vec<Term>, Trouble> {
    let mut unknowns: Vec<_> = point.iter().collect();
    unknowns.sort();
    let equation = |(monomial, value): (&super::Monomial, &super::Rational)| {
        let unknown = super::Polynomial::term(monomial.clone(), super::Rational::ONE);
        let left = normalizer.term_of(Carrier::Real, &unknown)?;
        Ok(Term::equation(
            &left,
            &normalizer.theory().literal(Carrier::Real, value)?,
        )?)
    };
    unknowns.into_iter().map(equation).collect()
}

#[cfg(test)]
mod tests;
