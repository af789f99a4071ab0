//! `if p then a else b`, defined by choice, and the theorems that its users need.

use super::view::{ConstantShape, constant_at};
use super::{
    Result, apply_both_to, apply_to_both, by_cases, conjoin, conjunct_left, conjunct_right,
    contradiction, convert,
    definitions::{boolean_variable, variable},
    discharge, discharge_all, equal_false, equal_true,
    equality::unfold_application,
    from_equal_true, introduce_exists, lambda, logic, modus_ponens, quantifier, symmetric, truth,
    undischarge,
};
use rationale_kernel::{Constant, Term, Theorem, Type, Variable, define_constant};
use std::sync::LazyLock;

/// The conditional and what is known of it. Free variables: p q : bool, x y u v : α.
pub struct Conditional {
    /// `if := λp x y. some z. ((p = true) → z = x) ∧ ((p = false) → z = y)`
    pub constant: Constant,
    /// ⊢ if = …
    pub definition: Theorem,
    /// ⊢ (if true then x else y) = x
    pub of_true: Theorem,
    /// ⊢ (if false then x else y) = y
    pub of_false: Theorem,
    /// ⊢ (if p then x else x) = x
    pub same: Theorem,
    /// ⊢ p = q → (q → x = u) → (¬ q → y = v) → (if p then x else y) = (if q then u else v)
    pub congruence: Theorem,
}

/// The conditional, made once.
pub fn conditional() -> &'static Conditional {
    static CONDITIONAL: LazyLock<Conditional> =
        LazyLock::new(|| Conditional::build().expect("the conditional is a fixed definition"));
    &CONDITIONAL
}

fn generic(name: &str) -> (Variable, Term) {
    variable(name, Type::variable("α"))
}

/// some z. ((p = true) → z = x) ∧ ((p = false) → z = y)
fn definiens(p: &Term, x: &Term, y: &Term) -> Result<Term> {
    let (z, chosen) = generic("z");
    let branch = |value: &Term, result: &Term| -> Result<Term> {
        logic().implication(
            &Term::equation(p, value)?,
            &Term::equation(&chosen, result)?,
        )
    };
    let both = logic().conjunction(
        &branch(logic().truth_term(), x)?,
        &branch(logic().falsity_term(), y)?,
    )?;
    logic().some(&z, &both)
}

impl Conditional {
    fn build() -> Result<Self> {
        let ((p, condition), (x, then), (y, otherwise)) =
            (boolean_variable("p"), generic("x"), generic("y"));
        let body = lambda(&[p, x, y], &definiens(&condition, &then, &otherwise)?)?;
        let (constant, definition) = define_constant("if", &body)?;
        let of_true = derive_branch(&definition, true)?;
        let of_false = derive_branch(&definition, false)?;
        let same = derive_same(&constant, &of_true, &of_false)?;
        let congruence = derive_congruence(&constant, &of_true, &of_false)?;
        Ok(Conditional {
            constant,
            definition,
            of_true,
            of_false,
            same,
            congruence,
        })
    }
}

/// ⊢ (if c then x else y) = x or y, for c = true or false.
fn derive_branch(definition: &Theorem, value: bool) -> Result<Theorem> {
    let ((_, x), (_, y)) = (generic("x"), generic("y"));
    let (condition, other) = match value {
        true => (logic().truth_term(), logic().falsity_term()),
        false => (logic().falsity_term(), logic().truth_term()),
    };
    let result = if value { &x } else { &y };
    let unfolded = unfold_application(definition, &[condition, &x, &y])?;
    let here = discharge(
        &Term::equation(condition, condition)?,
        &Theorem::reflexive(result)?,
    )?;
    let clash = if value {
        convert(
            truth().clone(),
            Some(&Theorem::assume(&Term::equation(condition, other)?)?),
        )?
    } else {
        from_equal_true(&Theorem::assume(&Term::equation(condition, other)?)?)?
    };
    let unmet = if value { &y } else { &x };
    let there = discharge(
        &Term::equation(condition, other)?,
        &contradiction(&Term::equation(result, unmet)?, &clash)?,
    )?;
    let witness = if value {
        conjoin(&here, &there)?
    } else {
        conjoin(&there, &here)?
    };
    let chosen = quantifier::select(&introduce_exists(
        &existence(condition, &x, &y)?,
        result,
        &witness,
    )?)?;
    let branch = if value {
        conjunct_left(&chosen)?
    } else {
        conjunct_right(&chosen)?
    };
    let equal = modus_ponens(&branch, &Theorem::reflexive(condition)?)?;
    Ok(Theorem::transitive(&unfolded, &equal)?)
}

/// ∃z. of the predicate that the definition chooses from
fn existence(condition: &Term, x: &Term, y: &Term) -> Result<Term> {
    let chosen = definiens(condition, x, y)?;
    let predicate = logic().as_some(&chosen).cloned().unwrap_or(chosen);
    logic().quantified(&logic().exists.constant, &predicate)
}

/// {p} or {¬ p} ⊢ (if p then x else y) = x or y
fn under_assumption(
    constant: &Constant,
    line: &Theorem,
    p: &Term,
    value: bool,
    branches: [&Term; 2],
) -> Result<Theorem> {
    let known = if value {
        equal_true(&Theorem::assume(p)?)?
    } else {
        equal_false(&Theorem::assume(&logic().negation(p)?)?)?
    };
    let head = constant_at(constant, constant.generic_type())?;
    let replaced = apply_both_to(
        &apply_both_to(&apply_to_both(&head, &known)?, branches[0])?,
        branches[1],
    )?;
    let line = super::propositional::instantiate(line, &[("x", branches[0]), ("y", branches[1])])?;
    Ok(Theorem::transitive(&replaced, &line)?)
}

fn derive_same(constant: &Constant, of_true: &Theorem, of_false: &Theorem) -> Result<Theorem> {
    let ((_, p), (_, x)) = (boolean_variable("p"), generic("x"));
    let yes = under_assumption(constant, of_true, &p, true, [&x, &x])?;
    let no = under_assumption(constant, of_false, &p, false, [&x, &x])?;
    by_cases(&p, &yes, &no)
}

fn derive_congruence(
    constant: &Constant,
    of_true: &Theorem,
    of_false: &Theorem,
) -> Result<Theorem> {
    let ((_, p), (_, q)) = (boolean_variable("p"), boolean_variable("q"));
    let [(_, x), (_, y), (_, u), (_, v)] = ["x", "y", "u", "v"].map(generic);
    let same_condition = Term::equation(&p, &q)?;
    let then = logic().implication(&q, &Term::equation(&x, &u)?)?;
    let otherwise = logic().implication(&logic().negation(&q)?, &Term::equation(&y, &v)?)?;
    let head = constant_at(constant, constant.generic_type())?;
    let moved = apply_to_both(&head, &Theorem::assume(&same_condition)?)?;
    let moved = apply_both_to(&apply_both_to(&moved, &x)?, &y)?; // if p x y = if q x y
    let side = |line: &Theorem, value: bool, premise: &Term| -> Result<Theorem> {
        let old = under_assumption(constant, line, &q, value, [&x, &y])?;
        let new = under_assumption(constant, line, &q, value, [&u, &v])?;
        let middle = undischarge(&Theorem::assume(premise)?)?;
        Ok(Theorem::transitive(
            &Theorem::transitive(&old, &middle)?,
            &symmetric(&new)?,
        )?)
    };
    let changed = by_cases(
        &q,
        &side(of_true, true, &then)?,
        &side(of_false, false, &otherwise)?,
    )?;
    let whole = Theorem::transitive(&moved, &changed)?;
    discharge_all(&[same_condition, then, otherwise], &whole)
}
