//! The constants of ℕ and ℝ in one environment: which term is a sum, a product, a cast; and building such terms.
//!
//! This is the only place where the methods of arithmetic look up constants by name.

use super::{
    Rational, Result, Trouble,
    lemmas::{Lemma, Lemmas, Open},
    meter::{self, INFERENCE},
};
use crate::elaborate::Environment;
use crate::logic::{ConstantShape, LiteralShape, NumeralsShape, TermShape, TermView, constant_at};
use rationale_kernel::{Arithmetic, Constant, Numerals, Term, Theorem, Type};
use rustc_hash::FxHashMap;

/// ℕ or ℝ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// ℕ
    Natural,
    /// ℝ
    Real,
}

/// What a constant does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the operations")]
pub enum Operation {
    Add(Carrier),
    Mul(Carrier),
    Pow(Carrier),
    Le(Carrier),
    Lt(Carrier),
    Successor,
    Monus,
    NatDiv,
    NatMod,
    Neg,
    Sub,
    Inv,
    Div,
    Cast,
    Abs,
    Max,
    Min,
}

const OPERATIONS: [(&str, Operation); 22] = [
    ("nat_add", Operation::Add(Carrier::Natural)),
    ("nat_mul", Operation::Mul(Carrier::Natural)),
    ("nat_pow", Operation::Pow(Carrier::Natural)),
    ("nat_le", Operation::Le(Carrier::Natural)),
    ("nat_lt", Operation::Lt(Carrier::Natural)),
    ("suc", Operation::Successor),
    ("nat_monus", Operation::Monus),
    ("nat_div", Operation::NatDiv),
    ("nat_mod", Operation::NatMod),
    ("real_add", Operation::Add(Carrier::Real)),
    ("real_mul", Operation::Mul(Carrier::Real)),
    ("real_pow", Operation::Pow(Carrier::Real)),
    ("real_le", Operation::Le(Carrier::Real)),
    ("real_lt", Operation::Lt(Carrier::Real)),
    ("real_neg", Operation::Neg),
    ("real_sub", Operation::Sub),
    ("real_inv", Operation::Inv),
    ("real_div", Operation::Div),
    ("real", Operation::Cast),
    ("abs", Operation::Abs),
    ("max", Operation::Max),
    ("min", Operation::Min),
];

/// A term by its outermost operation.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'t> {
    /// A literal.
    Literal,
    /// An operation of one argument.
    Unary(Operation, &'t Term),
    /// An operation of two arguments.
    Binary(Operation, &'t Term, &'t Term),
    /// Anything else.
    Other,
}

/// One carrier: its literals and its operations of a semiring, as terms.
pub struct Side {
    /// Which it is.
    pub carrier: Carrier,
    /// Its type.
    pub ty: Type,
    /// Its literals.
    pub numerals: Numerals,
    /// The armed literal rule.
    pub arithmetic: Arithmetic,
    /// `+`
    pub add: Head,
    /// `*`
    pub mul: Head,
    /// 0 as a literal.
    pub zero: Term,
    /// 1 as a literal.
    pub one: Term,
}

/// An operation as a term, with ⊢ op = op.
pub struct Head {
    /// The term.
    pub term: Term,
    /// ⊢ op = op
    pub same: Theorem,
}

impl Head {
    fn of(constant: &Constant) -> Result<Self> {
        let term = constant_at(constant, constant.generic_type())?;
        let same = Theorem::reflexive(&term)?;
        Ok(Head { term, same })
    }

    /// `op x y`
    pub fn apply(&self, x: &Term, y: &Term) -> Result<Term> {
        Ok(Term::apply(&Term::apply(&self.term, x)?, y)?)
    }

    /// From x = x' and y = y' (`None`: the same): op x y = op x' y'.
    pub fn congruence(&self, x: Operand<'_>, y: Operand<'_>) -> Result<Option<Theorem>> {
        if x.1.is_none() && y.1.is_none() {
            return Ok(None);
        }
        let (first, second) = (x.equation()?, y.equation()?);
        Ok(Some(Theorem::congruence(
            &Theorem::congruence(&self.same, &first)?,
            &second,
        )?))
    }
}

/// A term and an equation of which it is the left side, if it changes.
#[derive(Clone, Copy)]
pub struct Operand<'t>(pub &'t Term, pub Option<&'t Theorem>);

impl Operand<'_> {
    /// The equation, t = t if it does not change.
    pub fn equation(self) -> Result<Theorem> {
        match self.1 {
            Some(theorem) => Ok(theorem.clone()),
            None => Ok(Theorem::reflexive(self.0)?),
        }
    }
}

/// The numbers of one environment.
pub struct Theory<'e> {
    lemmas: Lemmas<'e>,
    operations: FxHashMap<u64, Operation>,
    natural: Option<Side>,
    real: Option<Side>,
}

impl<'e> Theory<'e> {
    /// What the environment has of ℕ and ℝ. Errors: not even the literals of ℕ are armed.
    pub fn of(environment: &'e Environment) -> Result<Self> {
        let known = OPERATIONS.iter().filter_map(|(name, operation)| {
            Some((environment.constant(name)?.identity(), *operation))
        });
        let operations = known.collect();
        let (natural, real) = (natural_side(environment)?, real_side(environment)?);
        if natural.is_none() {
            return Err(Trouble::MissingConstant("the literals of ℕ"));
        }
        Ok(Theory {
            lemmas: Lemmas::of(environment),
            operations,
            natural,
            real,
        })
    }

    /// The environment.
    pub fn environment(&self) -> &'e Environment {
        self.lemmas.environment()
    }

    /// A lemma of the table.
    pub fn lemma(&self, lemma: Lemma) -> Result<&Open> {
        self.lemmas.get(lemma)
    }

    /// One carrier. Errors: its literals are not armed.
    pub fn side(&self, carrier: Carrier) -> Result<&Side> {
        match carrier {
            Carrier::Natural => self
                .natural
                .as_ref()
                .ok_or(Trouble::MissingConstant("the literals of ℕ")),
            Carrier::Real => self
                .real
                .as_ref()
                .ok_or(Trouble::MissingConstant("the literals of ℝ")),
        }
    }

    /// Which carrier a type is.
    pub fn carrier(&self, ty: &Type) -> Option<Carrier> {
        let is = |side: &&Side| side.ty == *ty;
        self.real
            .iter()
            .chain(&self.natural)
            .find(is)
            .map(|side| side.carrier)
    }

    /// A term by its outermost operation.
    pub fn shape<'t>(&self, t: &'t Term) -> Shape<'t> {
        let operation = |head: &Term| {
            self.operations
                .get(&head.as_constant()?.identity())
                .copied()
        };
        match t.view() {
            TermView::Literal(_) => Shape::Literal,
            TermView::Apply(function, last) => match function.as_apply() {
                Some((head, first)) => {
                    operation(head).map_or(Shape::Other, |o| Shape::Binary(o, first, last))
                }
                None => operation(function).map_or(Shape::Other, |o| Shape::Unary(o, last)),
            },
            _ => Shape::Other,
        }
    }

    /// An operation as a term. Errors: not in the environment.
    pub fn operation(&self, operation: Operation) -> Result<Term> {
        let (name, _) = OPERATIONS
            .iter()
            .find(|(_, o)| *o == operation)
            .ok_or(Trouble::Shape("an operation"))?;
        let constant = self
            .environment()
            .constant(name)
            .ok_or(Trouble::MissingConstant(name))?;
        Ok(constant_at(constant, constant.generic_type())?)
    }

    /// `op x`
    pub fn unary(&self, operation: Operation, x: &Term) -> Result<Term> {
        Ok(Term::apply(&self.operation(operation)?, x)?)
    }

    /// `op x y`
    pub fn binary(&self, operation: Operation, x: &Term, y: &Term) -> Result<Term> {
        Ok(Term::apply(&self.unary(operation, x)?, y)?)
    }

    /// The literal for a value. Errors: the carrier has no such literal.
    pub fn literal(&self, carrier: Carrier, value: &Rational) -> Result<Term> {
        Ok(Term::literal(
            &self.side(carrier)?.numerals.literal(&value.to_big())?,
        ))
    }

    /// The carrier and value of a literal.
    pub fn value(&self, t: &Term) -> Option<(Carrier, Rational)> {
        let literal = t.as_literal()?;
        let value = match literal.as_small() {
            Some((p, q)) => Rational::new(p, q)?,
            None => Rational::from_big(literal.value()),
        };
        Some((self.carrier(t.ty())?, value))
    }

    /// ⊢ t = literal, or true or false: one operation on literals.
    pub fn compute(&self, t: &Term) -> Result<Theorem> {
        meter::charge(INFERENCE).ok_or(Trouble::Exhausted)?;
        let real = self
            .real
            .as_ref()
            .and_then(|side| side.arithmetic.compute(t).ok());
        match real {
            Some(theorem) => Ok(theorem),
            None => Ok(self.side(Carrier::Natural)?.arithmetic.compute(t)?),
        }
    }
}

fn natural_side(environment: &Environment) -> Result<Option<Side>> {
    let parts = (environment.numerals_nat(), environment.arithmetic_nat());
    let (Some(numerals), Some(arithmetic)) = parts else {
        return Ok(None);
    };
    side(
        environment,
        Carrier::Natural,
        numerals,
        arithmetic,
        ["nat_add", "nat_mul"],
    )
    .map(Some)
}

fn real_side(environment: &Environment) -> Result<Option<Side>> {
    let parts = (environment.numerals_real(), environment.arithmetic_real());
    let (Some(numerals), Some(arithmetic)) = parts else {
        return Ok(None);
    };
    side(
        environment,
        Carrier::Real,
        numerals,
        arithmetic,
        ["real_add", "real_mul"],
    )
    .map(Some)
}

fn side(
    environment: &Environment,
    carrier: Carrier,
    numerals: &Numerals,
    arithmetic: &Arithmetic,
    [add, mul]: [&'static str; 2],
) -> Result<Side> {
    let head = |name: &'static str| {
        let constant = environment
            .constant(name)
            .ok_or(Trouble::MissingConstant(name))?;
        Head::of(constant)
    };
    Ok(Side {
        carrier,
        ty: numerals.ty().clone(),
        numerals: numerals.clone(),
        arithmetic: arithmetic.clone(),
        add: head(add)?,
        mul: head(mul)?,
        zero: Term::literal(&numerals.integer(0)?),
        one: Term::literal(&numerals.integer(1)?),
    })
}
