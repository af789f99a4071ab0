//! The equations and congruences of the logic that a simplifier starts from, each proved here once.

use super::view::{TermShape, constant_at, substitution_from};
use super::{
    Result, RuleError, boolean_cases, classical, conditional, conjoin, conjunct_left,
    conjunct_right, convert,
    definitions::{boolean_variable, predicate_type, variable},
    discharge, disjunction_cases, equal_true, generalize, introduce_exists, logic, modus_ponens,
    propositional::{instantiate, letters},
    quantifier, specialize, symmetric, tautology,
    tautology::truth_tables,
};
use rationale_kernel::{Term, Theorem, Type, Variable};
use std::sync::LazyLock;

/// Theorems for a simplifier. Their free variables may be replaced by anything.
pub struct Rewrites {
    /// Equations to be used from left to right.
    pub equations: Vec<Theorem>,
    /// `(p = p') → (p' → q = q') → (p ∧ q) = (p' ∧ q')` and the like.
    pub congruences: Vec<Theorem>,
}

/// The rewrites of the logic, made once.
pub fn logical_rewrites() -> &'static Rewrites {
    static REWRITES: LazyLock<Rewrites> =
        LazyLock::new(|| build().expect("the rewrites of the logic are fixed derivations"));
    &REWRITES
}

fn build() -> Result<Rewrites> {
    let mut equations = truth_tables().to_vec();
    equations.push(reflexivity()?);
    for (left, right) in propositional_equations()? {
        equations.push(tautology(&Term::equation(&left, &right)?)?);
    }
    let conditional = conditional();
    equations.extend([
        conditional.of_true.clone(),
        conditional.of_false.clone(),
        conditional.same.clone(),
    ]);
    equations.extend(boolean_conditionals()?);
    equations.push(negated_condition()?);
    equations.extend(quantifier_equations()?);
    let congruences = vec![
        implication_congruence()?,
        conjunction_congruence()?,
        disjunction_congruence()?,
        conditional.congruence.clone(),
    ];
    Ok(Rewrites {
        equations,
        congruences,
    })
}

/// ⊢ (x = x) = true
fn reflexivity() -> Result<Theorem> {
    equal_true(&Theorem::reflexive(&variable("x", Type::variable("α")).1)?)
}

fn propositional_equations() -> Result<Vec<(Term, Term)>> {
    let [p, q, r] = &letters();
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let (not_p, not_q) = (l.negation(p)?, l.negation(q)?);
    let equal = |a: &Term, b: &Term| Term::equation(a, b);
    Ok(vec![
        (l.negation(&not_p)?, p.clone()),
        (l.conjunction(p, p)?, p.clone()),
        (l.disjunction(p, p)?, p.clone()),
        (l.implication(p, p)?, yes.clone()),
        (l.conjunction(p, &not_p)?, no.clone()),
        (l.conjunction(&not_p, p)?, no.clone()),
        (l.disjunction(p, &not_p)?, yes.clone()),
        (l.disjunction(&not_p, p)?, yes.clone()),
        (equal(p, &not_p)?, no.clone()),
        (equal(&not_p, p)?, no.clone()),
        (equal(&not_p, &not_q)?, equal(p, q)?),
        (
            l.negation(&l.conjunction(p, q)?)?,
            l.implication(p, &not_q)?,
        ),
        (
            l.negation(&l.disjunction(p, q)?)?,
            l.conjunction(&not_p, &not_q)?,
        ),
        (
            l.negation(&l.implication(p, q)?)?,
            l.conjunction(p, &not_q)?,
        ),
        (
            l.implication(&l.conjunction(p, q)?, r)?,
            l.implication(p, &l.implication(q, r)?)?,
        ),
    ])
}

/// Conditionals of formulas with one known branch.
fn boolean_conditionals() -> Result<Vec<Theorem>> {
    let [p, q, _] = &letters();
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let not_p = l.negation(p)?;
    let lines = [
        (yes, no, p.clone()),
        (no, yes, not_p.clone()),
        (q, no, l.conjunction(p, q)?),
        (yes, q, l.disjunction(p, q)?),
        (q, yes, l.implication(p, q)?),
        (no, q, l.conjunction(&not_p, q)?),
    ];
    lines
        .iter()
        .map(|(then, otherwise, result)| conditional_line(p, [then, otherwise], result))
        .collect()
}

/// ⊢ (if p then a else b) = result, where the result is equal to a if p, else to b
fn conditional_line(p: &Term, branches: [&Term; 2], result: &Term) -> Result<Theorem> {
    let side = |value: &Term| -> Result<Theorem> {
        let known = Theorem::assume(&Term::equation(p, value)?)?;
        let reduced = conditional_at(&known, branches)?;
        let right = rewrite_atom(result, &known)?;
        Ok(Theorem::transitive(&reduced, &symmetric(&right)?)?)
    };
    disjunction_cases(
        &boolean_cases(p)?,
        &side(logic().truth_term())?,
        &side(logic().falsity_term())?,
    )
}

/// `A ⊢ p = true` gives `A ⊢ (if p then a else b) = a`; `A ⊢ p = false` gives … = b.
fn conditional_at(known: &Theorem, branches: [&Term; 2]) -> Result<Theorem> {
    let ty = branches[0].ty();
    let inner = Type::function(ty, &Type::function(ty, ty)?)?;
    let head = constant_at(
        &conditional().constant,
        &Type::function(&Type::boolean(), &inner)?,
    )?;
    let moved = super::apply_to_both(&head, known)?;
    let moved = super::apply_both_to(&super::apply_both_to(&moved, branches[0])?, branches[1])?;
    let yes = known
        .as_equation()
        .is_some_and(|(_, value)| logic().is_truth(value));
    let line = if yes {
        &conditional().of_true
    } else {
        &conditional().of_false
    };
    let types = rationale_kernel::TypeSubstitution::from([("α".into(), ty.clone())]);
    let line = instantiate(
        &line.instantiate_types(&types)?,
        &[("x", branches[0]), ("y", branches[1])],
    )?;
    Ok(Theorem::transitive(&moved, &line)?)
}

/// {p = value} ⊢ formula = what it is for that value of p, by cases on the other atoms if need be
fn rewrite_atom(formula: &Term, known: &Theorem) -> Result<Theorem> {
    let Some((p, value)) = known.as_equation() else {
        return Err(RuleError::shape(
            "a conditional",
            "an equation",
            &known.conclusion(),
        ));
    };
    let atom = p
        .as_variable()
        .ok_or_else(|| RuleError::shape("a conditional", "a variable", p))?;
    let at_value = formula.substitute(&substitution_from([(atom.clone(), value.clone())])?)?;
    let target = simplest(&at_value)?;
    let claim = logic().implication(&known.conclusion(), &Term::equation(formula, &target)?)?;
    modus_ponens(&tautology(&claim)?, known)
}

/// q, true or false, whichever the formula in q alone amounts to.
fn simplest(formula: &Term) -> Result<Term> {
    let [_, q, _] = letters();
    for candidate in [&q, logic().truth_term(), logic().falsity_term()] {
        if tautology(&Term::equation(formula, candidate)?).is_ok() {
            return Ok(candidate.clone());
        }
    }
    Err(RuleError::shape("a conditional", "a formula in q", formula))
}

/// ⊢ (if ¬ p then x else y) = (if p then y else x)
fn negated_condition() -> Result<Theorem> {
    let [p, ..] = &letters();
    let ((_, x), (_, y)) = (
        variable("x", Type::variable("α")),
        variable("y", Type::variable("α")),
    );
    let not_p = logic().negation(p)?;
    let side = |value: &Term, opposite: &Term| -> Result<Theorem> {
        let known = Theorem::assume(&Term::equation(p, value)?)?;
        let claim = logic().implication(&known.conclusion(), &Term::equation(&not_p, opposite)?)?;
        let negated = modus_ponens(&tautology(&claim)?, &known)?;
        let (left, right) = (
            conditional_at(&negated, [&x, &y])?,
            conditional_at(&known, [&y, &x])?,
        );
        Ok(Theorem::transitive(&left, &symmetric(&right)?)?)
    };
    let (yes, no) = (logic().truth_term(), logic().falsity_term());
    disjunction_cases(&boolean_cases(p)?, &side(yes, no)?, &side(no, yes)?)
}

fn implication_congruence() -> Result<Theorem> {
    congruence(|p, q| logic().implication(p, q), |p| Ok(p.clone()))
}

fn conjunction_congruence() -> Result<Theorem> {
    congruence(|p, q| logic().conjunction(p, q), |p| Ok(p.clone()))
}

fn disjunction_congruence() -> Result<Theorem> {
    congruence(|p, q| logic().disjunction(p, q), |p| logic().negation(p))
}

/// ⊢ (p = p') → (given p' → q = q') → op p q = op p' q'
fn congruence(
    op: fn(&Term, &Term) -> Result<Term>,
    given: fn(&Term) -> Result<Term>,
) -> Result<Theorem> {
    let [p, q, new_p, new_q] = ["p", "q", "p'", "q'"].map(|name| boolean_variable(name).1);
    let first = Term::equation(&p, &new_p)?;
    let second = logic().implication(&given(&new_p)?, &Term::equation(&q, &new_q)?)?;
    let conclusion = Term::equation(&op(&p, &q)?, &op(&new_p, &new_q)?)?;
    tautology(&logic().implication_all(&[first, second], &conclusion)?)
}

/// x, a : α and P : α → bool, with which the quantifier equations are stated.
struct Generic {
    x: Variable,
    at_x: Term,
    a: Term,
    predicate: Term,
}

impl Generic {
    fn new() -> Result<Self> {
        let alpha = Type::variable("α");
        let (x, at_x) = variable("x", alpha.clone());
        let predicate = variable("P", predicate_type(&alpha)?).1;
        Ok(Generic {
            x,
            at_x,
            a: variable("a", alpha).1,
            predicate,
        })
    }

    fn holds(&self, element: &Term) -> Result<Term> {
        Ok(Term::apply(&self.predicate, element)?)
    }

    /// x = a, or a = x
    fn point(&self, flipped: bool) -> Result<Term> {
        let (left, right) = if flipped {
            (&self.a, &self.at_x)
        } else {
            (&self.at_x, &self.a)
        };
        Ok(Term::equation(left, right)?)
    }

    /// ⊢ a = a, or the theorem turned so that it reads a = x
    fn turned(&self, theorem: Theorem, flipped: bool) -> Result<Theorem> {
        if flipped {
            Ok(theorem)
        } else {
            symmetric(&theorem)
        }
    }
}

fn quantifier_equations() -> Result<Vec<Theorem>> {
    let generic = Generic::new()?;
    let mut equations = vec![vacuous_forall(&generic)?, vacuous_exists(&generic)?];
    equations.push(classical::negated_forall(&generic.predicate)?);
    equations.push(classical::negated_exists(&generic.predicate)?);
    equations.push(premise_exists(&generic)?);
    for flipped in [false, true] {
        equations.push(point_forall(&generic, flipped)?);
        equations.push(point_exists(&generic, flipped)?);
        equations.push(point_alone(&generic, flipped)?);
    }
    Ok(equations)
}

/// ⊢ (∀x. p) = p
fn vacuous_forall(generic: &Generic) -> Result<Theorem> {
    let [p, ..] = letters();
    let backward = generalize(&generic.x, &Theorem::assume(&p)?)?;
    let forward = specialize(&Theorem::assume(&backward.conclusion())?, &generic.a)?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// ⊢ (∃x. p) = p
fn vacuous_exists(generic: &Generic) -> Result<Theorem> {
    let [p, ..] = letters();
    let exists = logic().exists(&generic.x, &p)?;
    let backward = introduce_exists(&exists, &generic.a, &Theorem::assume(&p)?)?;
    let forward = quantifier::choose(
        &generic.x,
        &Theorem::assume(&exists)?,
        &Theorem::assume(&p)?,
    )?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// ⊢ ((∃x. P x) → q) = (∀x. P x → q)
fn premise_exists(generic: &Generic) -> Result<Theorem> {
    let [_, q, _] = letters();
    let holds = generic.holds(&generic.at_x)?;
    let exists = logic().exists(&generic.x, &holds)?;
    let premise = logic().implication(&exists, &q)?;
    let found = introduce_exists(&exists, &generic.at_x, &Theorem::assume(&holds)?)?;
    let step = discharge(&holds, &modus_ponens(&Theorem::assume(&premise)?, &found)?)?;
    let forward = generalize(&generic.x, &step)?;
    let every = specialize(&Theorem::assume(&forward.conclusion())?, &generic.at_x)?;
    let reached = modus_ponens(&every, &Theorem::assume(&holds)?)?;
    let backward = quantifier::choose(&generic.x, &Theorem::assume(&exists)?, &reached)?;
    Ok(Theorem::deduct_antisymmetric(
        &discharge(&exists, &backward)?,
        &forward,
    )?)
}

/// ⊢ (∀x. x = a → P x) = P a
fn point_forall(generic: &Generic, flipped: bool) -> Result<Theorem> {
    let (point, at_a) = (generic.point(flipped)?, generic.holds(&generic.a)?);
    let all = logic().forall(
        &generic.x,
        &logic().implication(&point, &generic.holds(&generic.at_x)?)?,
    )?;
    let instance = specialize(&Theorem::assume(&all)?, &generic.a)?;
    let forward = modus_ponens(&instance, &Theorem::reflexive(&generic.a)?)?;
    let equal = generic.turned(Theorem::assume(&point)?, flipped)?; // a = x
    let moved = convert(
        Theorem::assume(&at_a)?,
        Some(&super::apply_to_both(&generic.predicate, &equal)?),
    )?;
    let backward = generalize(&generic.x, &discharge(&point, &moved)?)?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// ⊢ (∃x. x = a ∧ P x) = P a
fn point_exists(generic: &Generic, flipped: bool) -> Result<Theorem> {
    let (point, at_a) = (generic.point(flipped)?, generic.holds(&generic.a)?);
    let both = logic().conjunction(&point, &generic.holds(&generic.at_x)?)?;
    let exists = logic().exists(&generic.x, &both)?;
    let witness = conjoin(&Theorem::reflexive(&generic.a)?, &Theorem::assume(&at_a)?)?;
    let backward = introduce_exists(&exists, &generic.a, &witness)?;
    let known = Theorem::assume(&both)?;
    let equal = generic.turned(conjunct_left(&known)?, flipped)?; // a = x
    let moved = super::apply_to_both(&generic.predicate, &symmetric(&equal)?)?;
    let at_a = convert(conjunct_right(&known)?, Some(&moved))?;
    let forward = quantifier::choose(&generic.x, &Theorem::assume(&exists)?, &at_a)?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// ⊢ (∃x. x = a) = true
fn point_alone(generic: &Generic, flipped: bool) -> Result<Theorem> {
    let exists = logic().exists(&generic.x, &generic.point(flipped)?)?;
    equal_true(&introduce_exists(
        &exists,
        &generic.a,
        &Theorem::reflexive(&generic.a)?,
    )?)
}
