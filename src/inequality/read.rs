//! Reads kernel formulas as claims: comparisons of ℝ and ℕ with the connectives outside.
//!
//! Whatever is not arithmetic counts as a variable: a claim about `f x` is a claim about any number. Comparisons of
//! naturals become comparisons of their casts, and `m < n` becomes `m + 1 ≤ n`, as in the replay.

use super::expression::{
    Claim, ClaimVariable, Comparator, Expression, Formula, Function, Operation as Binary,
};
use crate::logic::TermShape;
use crate::{
    elaborate::{Environment, Printer},
    logic::logic,
    prove::arith::theory::{Carrier, Operation, Shape, Theory},
};
use rationale_kernel::Term;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Terms nested more deeply are not read.
const DEPTH: u32 = 200;
/// Larger exponents are not read as powers.
const EXPONENT: u32 = 2_000;

/// The functions that the library defines, by the number of their constant.
pub struct Functions {
    unary: FxHashMap<u64, Function>,
    pi: Option<u64>,
}

impl Functions {
    /// What the environment has of √, exp, log and π.
    pub fn of(environment: &Environment) -> Self {
        let named = [
            ("sqrt", Function::Root),
            ("exp", Function::Exponential),
            ("log", Function::Logarithm),
        ];
        let number = |name: &str| Some(environment.constant(name)?.identity());
        Functions {
            unary: named
                .into_iter()
                .filter_map(|(name, function)| Some((number(name)?, function)))
                .collect(),
            pi: number("pi"),
        }
    }

    /// The function and argument that a term is.
    pub fn applied<'t>(&self, t: &'t Term) -> Option<(Function, &'t Term)> {
        let (head, argument) = t.as_apply()?;
        let function = self.unary.get(&head.as_constant()?.identity())?;
        Some((*function, argument))
    }

    /// Whether a term is π.
    pub fn is_pi(&self, t: &Term) -> bool {
        t.as_constant()
            .is_some_and(|c| Some(c.identity()) == self.pi)
    }
}

/// Reads the formulas of one claim.
pub struct Reader<'t, 'e> {
    theory: &'t Theory<'e>,
    functions: Functions,
    variables: Vec<ClaimVariable>,
    terms: Vec<Term>,
    numbers: FxHashMap<Term, u32>,
    depth: u32,
}

/// A claim, and the real terms that its variables stand for.
pub struct Read {
    /// The claim.
    pub claim: Claim,
    /// By variable: a term of ℝ, a cast for a natural one.
    pub terms: Vec<Term>,
    /// Which of the given hypotheses were read, by position.
    pub used: Vec<usize>,
}

impl Read {
    /// Forgets the hypotheses that are not among these.
    pub fn keep(&mut self, hypotheses: &BTreeSet<usize>) {
        let mut places = 0..;
        let mut stays = || {
            places
                .next()
                .is_some_and(|place| hypotheses.contains(&place))
        };
        self.claim.hypotheses.retain(|_| stays());
        let mut places = 0..;
        let mut stays = || {
            places
                .next()
                .is_some_and(|place| hypotheses.contains(&place))
        };
        self.used.retain(|_| stays());
    }

    /// The variables as the language writes the terms that they stand for.
    pub fn names(&self, environment: &Environment) -> Vec<String> {
        let printer = Printer::new(environment);
        let pairs = self.terms.iter().zip(&self.claim.variables);
        let names = pairs.map(|(term, variable)| match term.as_apply() {
            Some((_, n)) if variable.natural => printer.term(n),
            _ => printer.term(term),
        });
        names
            .map(|name| match name.contains(' ') {
                true => format!("({name})"),
                false => name,
            })
            .collect()
    }
}

/// Reads a goal and the hypotheses that are comparisons; nothing if the goal is not about numbers.
pub fn claim(theory: &Theory<'_>, hypotheses: &[Term], goal: &Term) -> Option<Read> {
    claim_and_terms(theory, hypotheses, goal, &[]).map(|(read, _)| read)
}

/// As [`claim`], with terms of ℝ that speak of the same variables; one that is nested too deep is not read.
pub fn claim_and_terms(
    theory: &Theory<'_>,
    hypotheses: &[Term],
    goal: &Term,
    terms: &[Term],
) -> Option<(Read, Vec<Option<Expression>>)> {
    let mut reader = Reader {
        theory,
        functions: Functions::of(theory.environment()),
        variables: Vec::new(),
        terms: Vec::new(),
        numbers: FxHashMap::default(),
        depth: 0,
    };
    let goal = reader.formula(goal)?;
    let (mut read, mut used) = (Vec::new(), Vec::new());
    for (position, hypothesis) in hypotheses.iter().enumerate() {
        if let Some(formula) = reader.formula(hypothesis) {
            read.push(formula);
            used.push(position);
        }
    }
    let terms = terms.iter().map(|t| reader.expression(t)).collect();
    let claim = Claim {
        variables: reader.variables,
        hypotheses: read,
        goal,
    };
    let read = Read {
        claim,
        terms: reader.terms,
        used,
    };
    Some((read, terms))
}

impl Reader<'_, '_> {
    fn formula(&mut self, t: &Term) -> Option<Formula> {
        self.depth += 1;
        let formula = if self.depth < DEPTH {
            self.formula_inside(t)
        } else {
            None
        };
        self.depth -= 1;
        formula
    }

    fn formula_inside(&mut self, t: &Term) -> Option<Formula> {
        let both = |reader: &mut Self, p: &Term, q: &Term| {
            Some((Box::new(reader.formula(p)?), Box::new(reader.formula(q)?)))
        };
        let logic = logic();
        if logic.is_truth(t) || logic.is_falsity(t) {
            return Some(Formula::Constant(logic.is_truth(t)));
        }
        if let Some((p, q)) = logic.as_conjunction(t) {
            return both(self, p, q).map(|(p, q)| Formula::And(p, q));
        }
        if let Some((p, q)) = logic.as_disjunction(t) {
            return both(self, p, q).map(|(p, q)| Formula::Or(p, q));
        }
        if let Some((p, q)) = logic.as_implication(t) {
            return both(self, p, q).map(|(p, q)| Formula::Implies(p, q));
        }
        if let Some(p) = logic.as_negation(t) {
            return Some(Formula::Not(Box::new(self.formula(p)?)));
        }
        if let Some((p, q)) = logic.as_equivalence(t) {
            return both(self, p, q).map(|(p, q)| Formula::Iff(p, q));
        }
        self.comparison(t)
    }

    fn comparison(&mut self, t: &Term) -> Option<Formula> {
        if let Some((x, y)) = t.as_equation() {
            return match self.theory.carrier(x.ty())? {
                Carrier::Real => self.compare(Comparator::Equal, x, y),
                Carrier::Natural => {
                    let (x, y) = (self.cast(x)?, self.cast(y)?);
                    Some(Formula::Compare(Comparator::Equal, x, y))
                }
            };
        }
        match self.theory.shape(t) {
            Shape::Binary(Operation::Le(Carrier::Real), x, y) => {
                self.compare(Comparator::AtMost, x, y)
            }
            Shape::Binary(Operation::Lt(Carrier::Real), x, y) => {
                self.compare(Comparator::Below, x, y)
            }
            Shape::Binary(Operation::Le(Carrier::Natural), x, y) => {
                let (x, y) = (self.cast(x)?, self.cast(y)?);
                Some(Formula::Compare(Comparator::AtMost, x, y))
            }
            Shape::Binary(Operation::Lt(Carrier::Natural), x, y) => {
                let x = Expression::binary(Binary::Add, self.cast(x)?, Expression::number(1));
                Some(Formula::Compare(Comparator::AtMost, x, self.cast(y)?))
            }
            _ => None,
        }
    }

    fn compare(&mut self, comparator: Comparator, x: &Term, y: &Term) -> Option<Formula> {
        Some(Formula::Compare(
            comparator,
            self.expression(x)?,
            self.expression(y)?,
        ))
    }

    fn expression(&mut self, t: &Term) -> Option<Expression> {
        self.depth += 1;
        let expression = if self.depth < DEPTH {
            self.expression_inside(t)
        } else {
            None
        };
        self.depth -= 1;
        expression
    }

    fn expression_inside(&mut self, t: &Term) -> Option<Expression> {
        if let Some((function, argument)) = self.functions.applied(t) {
            return Some(Expression::apply(function, self.expression(argument)?));
        }
        if self.functions.is_pi(t) {
            return Some(Expression::Pi);
        }
        match self.theory.shape(t) {
            Shape::Literal => Some(Expression::Number(self.theory.value(t)?.1)),
            Shape::Unary(Operation::Neg, x) => {
                Some(Expression::apply(Function::Negate, self.expression(x)?))
            }
            Shape::Unary(Operation::Abs, x) => {
                Some(Expression::apply(Function::Absolute, self.expression(x)?))
            }
            Shape::Unary(Operation::Inv, x) => {
                let one = Expression::number(1);
                Some(Expression::binary(Binary::Divide, one, self.expression(x)?))
            }
            Shape::Unary(Operation::Cast, n) => self.cast(n),
            Shape::Binary(Operation::Pow(_), x, n) => self.power(t, x, n),
            Shape::Binary(operation, x, y) => match binary(operation) {
                Some(operation) => {
                    let x = self.expression(x)?;
                    Some(Expression::binary(operation, x, self.expression(y)?))
                }
                None => self.variable(t, false),
            },
            _ => self.variable(t, false),
        }
    }

    fn power(&mut self, t: &Term, x: &Term, n: &Term) -> Option<Expression> {
        match self.exponent(n) {
            Some(k) => Some(Expression::Power(Box::new(self.expression(x)?), k)),
            None => self.variable(t, false),
        }
    }

    fn exponent(&self, n: &Term) -> Option<u32> {
        let (_, value) = self.theory.value(n)?;
        value.as_exponent().filter(|k| *k <= EXPONENT)
    }

    /// The cast of a natural, with the cast pushed inside.
    fn cast(&mut self, n: &Term) -> Option<Expression> {
        self.depth += 1;
        let expression = if self.depth < DEPTH {
            self.cast_inside(n)
        } else {
            None
        };
        self.depth -= 1;
        expression
    }

    fn cast_inside(&mut self, n: &Term) -> Option<Expression> {
        match self.theory.shape(n) {
            Shape::Literal => Some(Expression::Number(self.theory.value(n)?.1)),
            Shape::Unary(Operation::Successor, x) => {
                let x = self.cast(x)?;
                Some(Expression::binary(Binary::Add, x, Expression::number(1)))
            }
            Shape::Binary(operation @ (Operation::Add(_) | Operation::Mul(_)), x, y) => {
                let x = self.cast(x)?;
                Some(Expression::binary(binary(operation)?, x, self.cast(y)?))
            }
            Shape::Binary(Operation::Pow(_), x, k) if self.exponent(k).is_some() => {
                let x = Box::new(self.cast(x)?);
                Some(Expression::Power(x, self.exponent(k)?))
            }
            _ => {
                let cast = self.theory.unary(Operation::Cast, n).ok()?;
                self.variable(&cast, true)
            }
        }
    }

    fn variable(&mut self, t: &Term, natural: bool) -> Option<Expression> {
        if let Some(number) = self.numbers.get(t) {
            return Some(Expression::Variable(*number));
        }
        let number = u32::try_from(self.terms.len()).ok()?;
        self.terms.push(t.clone());
        self.numbers.insert(t.clone(), number);
        self.variables.push(ClaimVariable {
            name: t
                .as_variable()
                .or_else(|| t.as_apply()?.1.as_variable().filter(|_| natural))
                .map_or_else(|| format!("term {number}"), |v| v.name.to_string()),
            natural,
        });
        Some(Expression::Variable(number))
    }
}

/// The engine's word for an operation of two numbers.
fn binary(operation: Operation) -> Option<Binary> {
    Some(match operation {
        Operation::Add(_) => Binary::Add,
        Operation::Mul(_) => Binary::Multiply,
        Operation::Sub => Binary::Subtract,
        Operation::Div => Binary::Divide,
        Operation::Max => Binary::Maximum,
        Operation::Min => Binary::Minimum,
        _ => return None,
    })
}
