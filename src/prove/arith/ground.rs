//! Evaluation of one operation on literals: what the kernel computes, and `^`, |·|, max, min, ∸, div, mod by lemmas.

use super::{
    Rational, Result, Trouble,
    chain::operands,
    lemmas::Lemma,
    normalize::Normalizer,
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::logic::TermShape;
use crate::logic::{LiteralShape, NumeralsShape};
use crate::{
    elaborate::Environment,
    logic::{from_equal_true, symmetric},
};
use num_traits::ToPrimitive;
use rationale_kernel::{Term, Theorem};

/// Recursion is unfolded for numbers up to this.
const LARGEST_SUCCESSOR: i64 = 64;
/// Steps that evaluating one operation may take.
const STEPS: u64 = 10_000;

/// `⊢ op literals = literal` (or true, or false), for one operation on literals; nothing for other terms.
pub fn evaluate(environment: &Environment, t: &Term) -> Option<Theorem> {
    let (function, last) = t.as_apply()?;
    let literals = last.as_literal().is_some()
        && function
            .as_apply()
            .map_or(function.as_constant().is_some(), |(_, first)| {
                first.as_literal().is_some()
            });
    if !literals {
        return None;
    }
    let computed = [environment.arithmetic_real(), environment.arithmetic_nat()];
    if let Some(theorem) = computed
        .into_iter()
        .flatten()
        .find_map(|arithmetic| arithmetic.compute(t).ok())
    {
        return Some(theorem);
    }
    let theory = Theory::of(environment).ok()?;
    by_lemmas(&theory, t).ok()?
}

/// `⊢ k = (k - 1) + 1` for a natural literal k from 1 to [`LARGEST_SUCCESSOR`].
pub fn successor(environment: &Environment, literal: &Term) -> Option<Theorem> {
    let numerals = environment.numerals_nat()?;
    let known = literal.as_literal().filter(|k| k.numerals() == numerals)?;
    let value = known.value().to_integer().to_i64()?;
    if !(1..=LARGEST_SUCCESSOR).contains(&value) {
        return None;
    }
    let theory = Theory::of(environment).ok()?;
    let [before, one] = [value - 1, 1].map(|k| numerals.integer(k).map(|k| Term::literal(&k)));
    let sum = theory.binary(Operation::Add(Carrier::Natural), &before.ok()?, &one.ok()?);
    symmetric(&theory.compute(&sum.ok()?).ok()?).ok()
}

fn by_lemmas(theory: &Theory<'_>, t: &Term) -> Result<Option<Theorem>> {
    match theory.shape(t) {
        Shape::Binary(Operation::Pow(_), ..) | Shape::Unary(Operation::Successor, _) => {
            Ok(Normalizer::new(theory, STEPS)?.normal(t)?.step.theorem)
        }
        Shape::Unary(Operation::Abs, x) => absolute(theory, x).map(Some),
        Shape::Binary(Operation::Max, x, y) => {
            extremum(theory, x, y, [Lemma::MaxOfLe, Lemma::MaxOfLt]).map(Some)
        }
        Shape::Binary(Operation::Min, x, y) => {
            extremum(theory, x, y, [Lemma::MinOfLe, Lemma::MinOfLt]).map(Some)
        }
        Shape::Binary(Operation::Monus, m, n) => difference(theory, t, m, n),
        Shape::Binary(Operation::NatDiv, m, n) => {
            quotient(theory, m, n, [Lemma::NatDivZero, Lemma::NatDivUnique])
        }
        Shape::Binary(Operation::NatMod, m, n) => {
            quotient(theory, m, n, [Lemma::NatModZero, Lemma::NatModUnique])
        }
        _ => Ok(None),
    }
}

/// ⊢ x ≤ y or ⊢ x < y for literals, if it is true.
fn compare(
    theory: &Theory<'_>,
    operation: Operation,
    x: &Term,
    y: &Term,
) -> Result<Option<Theorem>> {
    let computed = theory.compute(&theory.binary(operation, x, y)?)?;
    Ok(from_equal_true(&computed).ok())
}

/// One of two comparisons that holds, and which.
fn decide(theory: &Theory<'_>, carrier: Carrier, x: &Term, y: &Term) -> Result<(bool, Theorem)> {
    if let Some(theorem) = compare(theory, Operation::Le(carrier), x, y)? {
        return Ok((true, theorem));
    }
    let less = compare(theory, Operation::Lt(carrier), y, x)?;
    Ok((false, less.ok_or(Trouble::Shape("an order"))?))
}

fn absolute(theory: &Theory<'_>, x: &Term) -> Result<Theorem> {
    let zero = theory.side(Carrier::Real)?.zero.clone();
    let (nonnegative, sign) = decide(theory, Carrier::Real, &zero, x)?;
    if nonnegative {
        return theory.lemma(Lemma::AbsOfNonneg)?.with(&[x], &[&sign]);
    }
    let equal = theory.lemma(Lemma::AbsOfNeg)?.with(&[x], &[&sign])?;
    let (_, negative) = equal.as_equation().ok_or(Trouble::Shape("an equation"))?;
    let value = theory.compute(negative)?;
    Ok(Theorem::transitive(&equal, &value)?)
}

fn extremum(
    theory: &Theory<'_>,
    x: &Term,
    y: &Term,
    [first, second]: [Lemma; 2],
) -> Result<Theorem> {
    let (ordered, order) = decide(theory, Carrier::Real, x, y)?;
    theory
        .lemma(if ordered { first } else { second })?
        .with(&[x, y], &[&order])
}

fn naturals(theory: &Theory<'_>, m: &Term, n: &Term) -> Option<(Rational, Rational)> {
    Some((theory.value(m)?.1, theory.value(n)?.1))
}

/// m ∸ n: from (k + n) ∸ n = k, or 0.
fn difference(theory: &Theory<'_>, t: &Term, m: &Term, n: &Term) -> Result<Option<Theorem>> {
    let Some((first, second)) = naturals(theory, m, n) else {
        return Ok(None);
    };
    let (ordered, order) = decide(theory, Carrier::Natural, n, m)?;
    if !ordered {
        return theory
            .lemma(Lemma::NatMonusZero)?
            .with(&[m, n], &[&order])
            .map(Some);
    }
    let k = theory.literal(Carrier::Natural, &(&first - &second))?;
    let equal = theory.lemma(Lemma::NatAddMonus)?.at(&[&k, n])?;
    left_computed(theory, &equal, t).map(Some)
}

/// From op s n = v to op m n = v, where the term is `op m n` and s computes to m.
fn left_computed(theory: &Theory<'_>, equal: &Theorem, t: &Term) -> Result<Theorem> {
    let (left, _) = equal.as_equation().ok_or(Trouble::Shape("an equation"))?;
    let (sum, n) = operands(left)?;
    let (function, _) = t.as_apply().ok_or(Trouble::Shape("an operation"))?;
    let (head, _) = function.as_apply().ok_or(Trouble::Shape("an operation"))?;
    let value = Normalizer::new(theory, STEPS)?
        .normal(sum)?
        .step
        .equation(sum)?;
    let back = Theorem::congruence(&Theorem::reflexive(head)?, &symmetric(&value)?)?;
    let whole = Theorem::congruence(&back, &Theorem::reflexive(n)?)?;
    Ok(Theorem::transitive(&whole, equal)?)
}

/// m div n or m mod n, from (q * n + r) div n = q for r < n.
fn quotient(
    theory: &Theory<'_>,
    m: &Term,
    n: &Term,
    [zero, unique]: [Lemma; 2],
) -> Result<Option<Theorem>> {
    let Some((dividend, divisor)) = naturals(theory, m, n) else {
        return Ok(None);
    };
    if divisor.is_zero() {
        return theory.lemma(zero)?.at(&[m]).map(Some);
    }
    let q = dividend.numerator() / divisor.numerator();
    let q = Rational::from_big(q.into());
    let r = &dividend - &(&q * &divisor);
    let (q, r) = (
        theory.literal(Carrier::Natural, &q)?,
        theory.literal(Carrier::Natural, &r)?,
    );
    let Some(order) = compare(theory, Operation::Lt(Carrier::Natural), &r, n)? else {
        return Ok(None);
    };
    let equal = theory.lemma(unique)?.with(&[&q, &r, n], &[&order])?;
    let operation = if unique == Lemma::NatDivUnique {
        Operation::NatDiv
    } else {
        Operation::NatMod
    };
    left_computed(theory, &equal, &theory.binary(operation, m, n)?).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::arith::testing::{environment, read};

    #[test]
    fn evaluates_operations_on_literals() {
        let cases = [
            ("2 ^ 10", "(1024 : ℝ)"),
            ("(2 : ℕ) ^ 10", "(1024 : ℕ)"),
            ("(0 : ℝ) ^ 0", "(1 : ℝ)"),
            ("|3|", "(3 : ℝ)"),
            ("max 2 3", "(3 : ℝ)"),
            ("max 3 2", "(3 : ℝ)"),
            ("min 2 3", "(2 : ℝ)"),
            ("7 ∸ 3", "(4 : ℕ)"),
            ("3 ∸ 7", "(0 : ℕ)"),
            ("17 div 5", "(3 : ℕ)"),
            ("17 mod 5", "(2 : ℕ)"),
            ("17 div 0", "(0 : ℕ)"),
            ("17 mod 0", "(17 : ℕ)"),
            ("suc 4", "(5 : ℕ)"),
            ("2 + 3", "(5 : ℝ)"),
            ("(2 : ℝ) < 3", "true"),
            ("(2 : ℕ) = 3", "false"),
        ];
        for (operation, value) in cases {
            let (operation, value) = (read(operation), read(value));
            let theorem = evaluate(environment(), &operation).expect("a value");
            assert_eq!(theorem.as_equation(), Some((&operation, &value)));
        }
    }

    #[test]
    fn leaves_the_rest_alone() {
        assert!(evaluate(environment(), &read("x + 1")).is_none());
        assert!(evaluate(environment(), &read("x")).is_none());
        assert!(evaluate(environment(), &read("F 2")).is_none());
    }

    #[test]
    fn negative_absolute_value() {
        let minus = evaluate(environment(), &read("-(3 : ℝ)")).expect("a literal");
        let (_, literal) = minus.as_equation().expect("an equation");
        let theory = Theory::of(environment()).unwrap();
        let absolute = theory.unary(Operation::Abs, literal).unwrap();
        let value = evaluate(environment(), &absolute).expect("a value");
        assert_eq!(value.as_equation().unwrap().1, &read("(3 : ℝ)"));
    }
}
