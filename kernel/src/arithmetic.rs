//! The literal rule: one operation on literals, computed. It works only when *armed* by the characteristic theorems of
//! the operations, which are compared as whole sequents, types included; from them and from the schemes of the
//! literals every result also follows by the other rules. Results carry the axioms of those theorems.

use crate::{
    Axiom, Constant, KernelError, Literal, Numerals, Result, Term, Theorem, Type, Variable,
    literal::{Scheme, Value},
    log::Inference,
    set::Set,
};
use num_rational::BigRational;
use num_traits::Zero;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Constants that the rule computes with on naturals, each as a term of its type.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are the operations")]
pub struct NaturalOperations {
    pub truth: Term,
    pub falsity: Term,
    pub add: Term,
    pub mul: Term,
    pub le: Term,
    pub lt: Term,
}

/// Constants that the rule computes with on rationals, each as a term of its type. `cast` takes naturals to rationals.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are the operations")]
pub struct RationalOperations {
    pub truth: Term,
    pub falsity: Term,
    pub add: Term,
    pub neg: Term,
    pub sub: Term,
    pub mul: Term,
    pub inv: Term,
    pub div: Term,
    pub le: Term,
    pub lt: Term,
    pub cast: Term,
}

#[derive(Clone, Copy, PartialEq)]
enum Operation {
    Add,
    Neg,
    Sub,
    Mul,
    Inv,
    Div,
    Le,
    Lt,
    Cast,
}

/// The armed rule for one family of literals (and the cast into it).
#[derive(Clone)]
pub struct Arithmetic {
    numerals: Numerals,
    /// The family that the cast takes, if there is one.
    source: Option<Numerals>,
    operations: FxHashMap<Constant, Operation>,
    truth: Term,
    falsity: Term,
    axioms: Set<Axiom>,
}

impl Arithmetic {
    /// Arms the rule for naturals. `theorems`, in variables x and y, in this order:
    /// ```text
    /// true    0 + y = y    suc x + y = suc (x + y)    0 * y = 0    suc x * y = y + x * y
    /// (0 ≤ y) = true    (suc x ≤ 0) = false    (suc x ≤ suc y) = (x ≤ y)    (x < y) = (suc x ≤ y)
    /// (0 = suc y) = false    (suc x = suc y) = (x = y)
    /// ```
    /// Errors: a family of another kind; an operation that is no constant; a theorem that is not as listed.
    pub fn naturals(
        numerals: &Numerals,
        operations: NaturalOperations,
        theorems: &[Theorem],
    ) -> Result<Self> {
        let Scheme::Natural { zero, successor } = numerals.scheme() else {
            return Err(KernelError::NoLiteral("a natural number".into()));
        };
        let NaturalOperations {
            truth,
            falsity,
            add,
            mul,
            le,
            lt,
        } = operations;
        let (x, y) = variables(numerals.ty());
        let suc = |t: &Term| Term::apply(successor, t);
        let (sx, sy) = (suc(&x)?, suc(&y)?);
        let expected = vec![
            truth.clone(),
            Term::equation(&binary(&add, zero, &y)?, &y)?,
            Term::equation(&binary(&add, &sx, &y)?, &suc(&binary(&add, &x, &y)?)?)?,
            Term::equation(&binary(&mul, zero, &y)?, zero)?,
            Term::equation(
                &binary(&mul, &sx, &y)?,
                &binary(&add, &y, &binary(&mul, &x, &y)?)?,
            )?,
            Term::equation(&binary(&le, zero, &y)?, &truth)?,
            Term::equation(&binary(&le, &sx, zero)?, &falsity)?,
            Term::equation(&binary(&le, &sx, &sy)?, &binary(&le, &x, &y)?)?,
            Term::equation(&binary(&lt, &x, &y)?, &binary(&le, &sx, &y)?)?,
            Term::equation(&Term::equation(zero, &sy)?, &falsity)?,
            Term::equation(&Term::equation(&sx, &sy)?, &Term::equation(&x, &y)?)?,
        ];
        let axioms = characteristic(theorems, expected.into_iter().map(|t| (vec![], t)))?;
        let table = [
            (add, Operation::Add),
            (mul, Operation::Mul),
            (le, Operation::Le),
            (lt, Operation::Lt),
        ];
        Ok(Self {
            numerals: numerals.clone(),
            source: None,
            operations: constants(table)?,
            truth,
            falsity,
            axioms,
        })
    }

    /// Arms the rule for rationals. `theorems`, in variables x, y, z (and n for a natural), in this order:
    /// ```text
    /// true    false ⊢ p    x + y = y + x    (x + y) + z = x + (y + z)    0 + x = x    -x + x = 0    x - y = x + -y
    /// x * y = y * x    (x * y) * z = x * (y * z)    1 * x = x    x * (y + z) = x * y + x * z
    /// (x = 0) = false ⊢ inv x * x = 1    inv 0 = 0    x / y = x * inv y    (0 = 1) = false
    /// x ≤ y, y ≤ x ⊢ x = y    x ≤ y, y ≤ z ⊢ x ≤ z    (x ≤ y) = false ⊢ y ≤ x    y ≤ z ⊢ x + y ≤ x + z
    /// 0 ≤ x, 0 ≤ y ⊢ 0 ≤ x * y    (x < y) = ((y ≤ x) = false)    cast 0 = 0    cast (suc n) = cast n + 1
    /// ```
    /// Errors: as [`Arithmetic::naturals`].
    pub fn rationals(
        numerals: &Numerals,
        naturals: &Numerals,
        operations: RationalOperations,
        theorems: &[Theorem],
    ) -> Result<Self> {
        let (
            Scheme::Rational {
                zero,
                one,
                add: add0,
                negate,
                divide,
            },
            Scheme::Natural {
                zero: zero0,
                successor,
            },
        ) = (numerals.scheme(), naturals.scheme())
        else {
            return Err(KernelError::NoLiteral("a rational number".into()));
        };
        let o = operations;
        if [(&o.add, add0), (&o.neg, negate), (&o.div, divide)]
            .iter()
            .any(|(a, b)| a != b)
        {
            return Err(KernelError::Characteristic {
                index: 0,
                expected: "over the numerals' own operations".into(),
            });
        }
        let (x, y) = variables(numerals.ty());
        let z = Term::variable(&Variable::new("z", numerals.ty().clone()));
        let n = Term::variable(&Variable::new("n", naturals.ty().clone()));
        let p = Term::variable(&Variable::new("p", Type::boolean()));
        let eq = Term::equation;
        let add = |a: &Term, b: &Term| binary(&o.add, a, b);
        let mul = |a: &Term, b: &Term| binary(&o.mul, a, b);
        let le = |a: &Term, b: &Term| binary(&o.le, a, b);
        let is_false = |t: &Term| eq(t, &o.falsity);
        let (xy, yz, zero_le) = (add(&x, &y)?, add(&y, &z)?, |t: &Term| le(zero, t));
        let negative = |t: &Term| Term::apply(&o.neg, t);
        let inverse = |t: &Term| Term::apply(&o.inv, t);
        let cast = |t: &Term| Term::apply(&o.cast, t);
        let expected = vec![
            (vec![], o.truth.clone()),
            (vec![o.falsity.clone()], p),
            (vec![], eq(&xy, &add(&y, &x)?)?),
            (vec![], eq(&add(&xy, &z)?, &add(&x, &yz)?)?),
            (vec![], eq(&add(zero, &x)?, &x)?),
            (vec![], eq(&add(&negative(&x)?, &x)?, zero)?),
            (
                vec![],
                eq(&binary(&o.sub, &x, &y)?, &add(&x, &negative(&y)?)?)?,
            ),
            (vec![], eq(&mul(&x, &y)?, &mul(&y, &x)?)?),
            (
                vec![],
                eq(&mul(&mul(&x, &y)?, &z)?, &mul(&x, &mul(&y, &z)?)?)?,
            ),
            (vec![], eq(&mul(one, &x)?, &x)?),
            (
                vec![],
                eq(&mul(&x, &yz)?, &add(&mul(&x, &y)?, &mul(&x, &z)?)?)?,
            ),
            (
                vec![is_false(&eq(&x, zero)?)?],
                eq(&mul(&inverse(&x)?, &x)?, one)?,
            ),
            (vec![], eq(&inverse(zero)?, zero)?),
            (
                vec![],
                eq(&binary(&o.div, &x, &y)?, &mul(&x, &inverse(&y)?)?)?,
            ),
            (vec![], is_false(&eq(zero, one)?)?),
            (vec![le(&x, &y)?, le(&y, &x)?], eq(&x, &y)?),
            (vec![le(&x, &y)?, le(&y, &z)?], le(&x, &z)?),
            (vec![is_false(&le(&x, &y)?)?], le(&y, &x)?),
            (vec![le(&y, &z)?], le(&xy, &add(&x, &z)?)?),
            (vec![zero_le(&x)?, zero_le(&y)?], zero_le(&mul(&x, &y)?)?),
            (
                vec![],
                eq(&binary(&o.lt, &x, &y)?, &is_false(&le(&y, &x)?)?)?,
            ),
            (vec![], eq(&cast(zero0)?, zero)?),
            (
                vec![],
                eq(&cast(&Term::apply(successor, &n)?)?, &add(&cast(&n)?, one)?)?,
            ),
        ];
        let axioms = characteristic(theorems, expected)?;
        let table = [
            (o.add, Operation::Add),
            (o.neg, Operation::Neg),
            (o.sub, Operation::Sub),
            (o.mul, Operation::Mul),
            (o.inv, Operation::Inv),
            (o.div, Operation::Div),
            (o.le, Operation::Le),
            (o.lt, Operation::Lt),
            (o.cast, Operation::Cast),
        ];
        let (operations, truth, falsity) = (constants(table)?, o.truth, o.falsity);
        Ok(Self {
            numerals: numerals.clone(),
            source: Some(naturals.clone()),
            operations,
            truth,
            falsity,
            axioms,
        })
    }

    /// The family that it computes in.
    pub fn numerals(&self) -> &Numerals {
        &self.numerals
    }

    /// ```text
    /// ──────────── compute      t is one armed operation, or =, on literals of the family (for the cast: on a natural)
    ///  ⊢ t = v                  v is a literal, or truth or falsity
    /// ```
    /// Errors: t is of no such form.
    pub fn compute(&self, t: &Term) -> Result<Theorem> {
        let value = self
            .evaluate(t)
            .ok_or_else(|| KernelError::NotArithmetic(t.clone()))?;
        let value = match value {
            Outcome::Value(value) => Term::literal(&self.numerals.admit(value)?),
            Outcome::Truth(holds) => if holds { &self.truth } else { &self.falsity }.clone(),
        };
        Theorem::defined(t.clone(), value, self.axioms.clone(), || {
            Inference::Compute(t.clone())
        })
    }

    fn evaluate(&self, t: &Term) -> Option<Outcome> {
        let (function, argument) = t.as_apply()?;
        let b = argument.as_literal()?;
        if let Some(constant) = function.as_constant() {
            return self.unary(*self.operations.get(constant)?, b);
        }
        let (head, first) = function.as_apply()?;
        let (constant, a) = (head.as_constant()?, first.as_literal()?);
        if *a.numerals() != self.numerals || *b.numerals() != self.numerals {
            return None;
        }
        if constant.is_equality() {
            return Some(Outcome::Truth(a == b));
        }
        binary_value(*self.operations.get(constant)?, a.raw(), b.raw())
    }

    fn unary(&self, operation: Operation, a: &Literal) -> Option<Outcome> {
        let own = *a.numerals() == self.numerals;
        match operation {
            Operation::Neg if own => binary_value(Operation::Sub, &Value::Small(0, 1), a.raw()),
            Operation::Inv if own => binary_value(Operation::Div, &Value::Small(1, 1), a.raw()),
            Operation::Cast if self.source.as_ref() == Some(a.numerals()) => {
                Some(Outcome::Value(a.raw().clone()))
            }
            _ => None,
        }
    }
}

enum Outcome {
    Value(Value),
    Truth(bool),
}

fn binary_value(operation: Operation, a: &Value, b: &Value) -> Option<Outcome> {
    if let (Value::Small(p, q), Value::Small(r, s)) = (a, b) {
        let [p, q, r, s] = [*p, *q, *r, *s].map(i128::from);
        return Some(match operation {
            Operation::Add => Outcome::Value(Value::of_wide(p * s + r * q, q * s)),
            Operation::Sub => Outcome::Value(Value::of_wide(p * s - r * q, q * s)),
            Operation::Mul => Outcome::Value(Value::of_wide(p * r, q * s)),
            Operation::Div if r == 0 => Outcome::Value(Value::Small(0, 1)),
            Operation::Div => Outcome::Value(Value::of_wide(p * s, q * r)),
            Operation::Le => Outcome::Truth(p * s <= r * q),
            Operation::Lt => Outcome::Truth(p * s < r * q),
            Operation::Neg | Operation::Inv | Operation::Cast => return None,
        });
    }
    let (a, b) = (a.rational(), b.rational());
    let value = |v: BigRational| Outcome::Value(Value::canonical(v.numer(), v.denom()));
    Some(match operation {
        Operation::Add => value(a + b),
        Operation::Sub => value(a - b),
        Operation::Mul => value(a * b),
        Operation::Div if b.is_zero() => Outcome::Value(Value::Small(0, 1)),
        Operation::Div => value(a / b),
        Operation::Le => Outcome::Truth(a.cmp(&b) != Ordering::Greater),
        Operation::Lt => Outcome::Truth(a.cmp(&b) == Ordering::Less),
        Operation::Neg | Operation::Inv | Operation::Cast => return None,
    })
}

fn variables(ty: &Type) -> (Term, Term) {
    let named = |name| Term::variable(&Variable::new(name, ty.clone()));
    (named("x"), named("y"))
}

fn binary(operation: &Term, a: &Term, b: &Term) -> Result<Term> {
    Term::apply(&Term::apply(operation, a)?, b)
}

fn constants<const N: usize>(
    table: [(Term, Operation); N],
) -> Result<FxHashMap<Constant, Operation>> {
    let mut operations = FxHashMap::default();
    for (term, operation) in table {
        let constant = term
            .as_constant()
            .ok_or_else(|| KernelError::NotArithmetic(term.clone()))?;
        if term.has_type_variables() || constant.generic_type() != term.ty() {
            return Err(KernelError::NotArithmetic(term.clone()));
        }
        if operations.insert(constant.clone(), operation).is_some() {
            return Err(KernelError::Duplicate(constant.name().clone()));
        }
    }
    Ok(operations)
}

/// Compares theorems with what is expected, one by one and in full, and returns the axioms that they rest on.
fn characteristic(
    theorems: &[Theorem],
    expected: impl IntoIterator<Item = (Vec<Term>, Term)>,
) -> Result<Set<Axiom>> {
    let (mut axioms, mut count) = (Set::EMPTY, 0);
    for (index, (hypotheses, conclusion)) in expected.into_iter().enumerate() {
        let listed = Set::collect(hypotheses);
        let theorem = theorems.get(index);
        match theorem.filter(|t| t.hypotheses() == listed.as_slice() && t.concludes(&conclusion)) {
            Some(theorem) => axioms = axioms.union(theorem.axiom_set()),
            None => {
                let expected = format!("{:?} ⊢ {conclusion:?}", listed.as_slice());
                return Err(KernelError::Characteristic { index, expected });
            }
        }
        count = index + 1;
    }
    match theorems.get(count) {
        Some(extra) => Err(KernelError::Characteristic {
            index: count,
            expected: format!("nothing, not {extra:?}"),
        }),
        None => Ok(axioms),
    }
}
