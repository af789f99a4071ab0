//! Exact numbers inside terms. A family of numerals is a definition scheme: each literal is an abbreviation for a
//! closed term over constants that the family names, and [`Theorem::literal`] says which. Nothing is assumed of those
//! constants, so a family is always conservative; literals of two families are never equal.

use crate::{
    KernelError, Result, Term, Theorem, Type,
    hash::{fresh_identity, mix},
    log::Inference,
};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::{cmp::Ordering, fmt, sync::Arc};

/// A family of numerals: one carrier type, and the constants from which its literals are built.
#[derive(Clone)]
pub struct Numerals(Arc<NumeralsNode>);

pub(crate) struct NumeralsNode {
    identity: u64,
    ty: Type,
    pub(crate) scheme: Scheme,
}

/// How a literal is built.
pub(crate) enum Scheme {
    /// 0 is `zero`, n + 1 is `successor n`.
    Natural { zero: Term, successor: Term },
    /// 0 is `zero`, 1 is `one`, n + 1 is `add n 1`, −r is `negate r`, p/q is `divide p q`.
    Rational {
        zero: Term,
        one: Term,
        add: Term,
        negate: Term,
        divide: Term,
    },
}

impl Numerals {
    /// Literals 0, 1, 2, … over a constant of type τ and one of type τ → τ. Errors: types, free or type variables.
    pub fn naturals(zero: &Term, successor: &Term) -> Result<Self> {
        let ty = zero.ty();
        has_type(successor, &Type::function(ty, ty)?)?;
        [zero, successor].into_iter().try_for_each(monomorphic)?;
        Ok(Self::new(
            ty,
            Scheme::Natural {
                zero: zero.clone(),
                successor: successor.clone(),
            },
        ))
    }

    /// Literals for all rational numbers over 0, 1, +, −x and ÷ of one type. Errors: types, free or type variables.
    pub fn rationals(
        zero: &Term,
        one: &Term,
        add: &Term,
        negate: &Term,
        divide: &Term,
    ) -> Result<Self> {
        let ty = zero.ty();
        let unary = Type::function(ty, ty)?;
        let binary = Type::function(ty, &unary)?;
        has_type(one, ty)?;
        has_type(negate, &unary)?;
        has_type(add, &binary)?;
        has_type(divide, &binary)?;
        [zero, one, add, negate, divide]
            .into_iter()
            .try_for_each(monomorphic)?;
        let [zero, one, add, negate, divide] = [zero, one, add, negate, divide].map(Term::clone);
        Ok(Self::new(
            ty,
            Scheme::Rational {
                zero,
                one,
                add,
                negate,
                divide,
            },
        ))
    }

    fn new(ty: &Type, scheme: Scheme) -> Self {
        Numerals(Arc::new(NumeralsNode {
            identity: fresh_identity(),
            ty: ty.clone(),
            scheme,
        }))
    }

    /// The type of its literals.
    pub fn ty(&self) -> &Type {
        &self.0.ty
    }

    /// Whether its literals are 0, 1, 2, … only.
    pub fn is_natural(&self) -> bool {
        matches!(self.0.scheme, Scheme::Natural { .. })
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.0.scheme
    }

    /// The literal for a value. Errors: negative or broken, and the family has whole numbers only.
    pub fn literal(&self, value: &BigRational) -> Result<Literal> {
        self.admit(Value::canonical(value.numer(), value.denom()))
    }

    /// The literal for a whole number. Errors: negative, and the family has naturals only.
    pub fn integer(&self, value: i64) -> Result<Literal> {
        self.admit(Value::Small(value, 1))
    }

    pub(crate) fn admit(&self, value: Value) -> Result<Literal> {
        if self.is_natural() && !value.is_natural() {
            return Err(KernelError::NoLiteral(value.rational().to_string()));
        }
        Ok(Literal(Arc::new(LiteralNode {
            numerals: self.clone(),
            value,
        })))
    }
}

impl PartialEq for Numerals {
    fn eq(&self, other: &Self) -> bool {
        self.0.identity == other.0.identity
    }
}
impl Eq for Numerals {}
impl fmt::Debug for Numerals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.ty())
    }
}

fn has_type(t: &Term, expected: &Type) -> Result<()> {
    if t.ty() == expected {
        return Ok(());
    }
    Err(KernelError::TypeMismatch {
        expected: expected.clone(),
        found: t.ty().clone(),
    })
}

fn monomorphic(t: &Term) -> Result<()> {
    if let Some(free) = t.free_variables().into_iter().next() {
        return Err(KernelError::NotClosed(free));
    }
    match t.type_variables().into_iter().next() {
        Some(variable) => Err(KernelError::TypeVariable(variable)),
        None => Ok(()),
    }
}

/// An exact number of a family. Equal values are equal literals: there is one form for each.
#[derive(Clone)]
pub struct Literal(Arc<LiteralNode>);

struct LiteralNode {
    numerals: Numerals,
    value: Value,
}

impl Literal {
    /// Its family.
    pub fn numerals(&self) -> &Numerals {
        &self.0.numerals
    }

    /// Its value.
    pub fn value(&self) -> BigRational {
        self.0.value.rational()
    }

    /// Numerator and positive denominator, if both are small.
    pub fn as_small(&self) -> Option<(i64, i64)> {
        if let Value::Small(p, q) = self.0.value {
            Some((p, q))
        } else {
            None
        }
    }

    /// Whether its family is of naturals.
    pub fn is_natural_family(&self) -> bool {
        self.0.numerals.is_natural()
    }

    pub(crate) fn raw(&self) -> &Value {
        &self.0.value
    }

    pub(crate) fn cached_hash(&self) -> u64 {
        let family = if self.is_natural_family() { 7 } else { 8 };
        match &self.0.value {
            Value::Small(p, q) => mix(mix(family, *p as u64), *q as u64),
            Value::Big(r) => r
                .numer()
                .iter_u64_digits()
                .chain(r.denom().iter_u64_digits())
                .fold(family, mix),
        }
    }

    pub(crate) fn structural_order(&self, other: &Self) -> Ordering {
        let by_value = || self.value().cmp(&other.value());
        self.0
            .numerals
            .0
            .identity
            .cmp(&other.0.numerals.0.identity)
            .then_with(by_value)
    }
}

impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        self.0.numerals == other.0.numerals && self.0.value == other.0.value
    }
}
impl Eq for Literal {}
impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value())
    }
}

/// A rational number in lowest terms with a positive denominator; `Small` exactly if both parts fit.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Small(i64, i64),
    Big(Arc<BigRational>),
}

impl Value {
    /// The one form of `p / q`; `q` is not 0.
    pub(crate) fn canonical(p: &BigInt, q: &BigInt) -> Self {
        let reduced = BigRational::new(p.clone(), q.clone());
        match (reduced.numer().to_i64(), reduced.denom().to_i64()) {
            (Some(p), Some(q)) => Value::Small(p, q),
            _ => Value::Big(Arc::new(reduced)),
        }
    }

    /// The one form of `p / q`; `q` is not 0.
    pub(crate) fn of_wide(p: i128, q: i128) -> Self {
        let common = p.gcd(&q) * q.signum();
        match (i64::try_from(p / common), i64::try_from(q / common)) {
            (Ok(p), Ok(q)) => Value::Small(p, q),
            _ => Self::canonical(&p.into(), &q.into()),
        }
    }

    pub(crate) fn rational(&self) -> BigRational {
        match self {
            Value::Small(p, q) => BigRational::new_raw((*p).into(), (*q).into()),
            Value::Big(r) => (**r).clone(),
        }
    }

    fn is_natural(&self) -> bool {
        match self {
            Value::Small(p, q) => *p >= 0 && *q == 1,
            Value::Big(r) => r.is_integer() && !r.is_negative(),
        }
    }
}

impl Theorem {
    /// ```text
    /// ─────────── literal      the family's scheme, one step:
    ///  ⊢ l = t                 0 = zero; 1 = one; n + 1 = suc n, or add n 1; −r = negate r; p/q = divide p q
    /// ```
    /// Errors: not a literal.
    pub fn literal(t: &Term) -> Result<Self> {
        let literal = t
            .as_literal()
            .ok_or_else(|| KernelError::NotALiteral(t.clone()))?;
        let right = definiens(literal)?;
        Self::defined(t.clone(), right, Default::default(), || {
            Inference::Literal(literal.clone())
        })
    }
}

fn definiens(literal: &Literal) -> Result<Term> {
    let value = literal.value();
    let term = |v: BigRational| literal.numerals().literal(&v).map(|l| Term::literal(&l));
    let one_less = |v: &BigRational| term(v - BigRational::one());
    match literal.numerals().scheme() {
        Scheme::Natural { zero, .. } | Scheme::Rational { zero, .. } if value.is_zero() => {
            Ok(zero.clone())
        }
        Scheme::Natural { successor, .. } => Term::apply(successor, &one_less(&value)?),
        Scheme::Rational { negate, .. } if value.is_negative() => {
            Term::apply(negate, &term(-value)?)
        }
        Scheme::Rational { divide, .. } if !value.is_integer() => {
            let (p, q) = (
                term(value.numer().clone().into())?,
                term(value.denom().clone().into())?,
            );
            Term::apply(&Term::apply(divide, &p)?, &q)
        }
        Scheme::Rational { one, .. } if value.is_one() => Ok(one.clone()),
        Scheme::Rational { add, .. } => {
            let first = Term::apply(add, &one_less(&value)?)?;
            Term::apply(&first, &term(BigRational::one())?)
        }
    }
}
