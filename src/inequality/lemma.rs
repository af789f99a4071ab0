//! The library lemmas that a certificate may use, each with its conditions and conclusion as facts.
//!
//! This list is the whole interface to the library: the replay proves each kind from one named theorem. A lemma is
//! total in its arguments: wrong ones give no fact.

use super::atom::{Atom, Atoms, LIMIT};
use super::fact::{Fact, Relation};
use crate::prove::arith::{Polynomial, Rational};

/// A lemma with its arguments; atoms by number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lemma {
    /// p ≠ 0 ⟹ p · p⁻¹ = 1, for an inverse p⁻¹.
    InverseCancels(u32),
    /// 0 < p ⟹ 0 < p⁻¹.
    InversePositive(u32),
    /// 0 ≤ √p.
    RootNotNegative(u32),
    /// 0 ≤ p ⟹ √p² = p.
    RootSquare(u32),
    /// 0 < p ⟹ 0 < √p.
    RootPositive(u32),
    /// |p|² = p².
    AbsoluteSquare(u32),
    /// p ≤ |p|, or −p ≤ |p|.
    AbsoluteAbove(u32, bool),
    /// 0 ≤ p ⟹ |p| = p, or 0 ≤ −p ⟹ |p| = −p.
    AbsoluteIs(u32, bool),
    /// 0 < exp p.
    ExponentialPositive(u32),
    /// exp v · (1 + u − v) ≤ exp u.
    ExponentialTangent(Polynomial, Polynomial),
    /// exp (u + v) = exp u · exp v.
    ExponentialSum(Polynomial, Polynomial),
    /// exp (n u) = (exp u)ⁿ.
    ExponentialPower(Polynomial, u32),
    /// 0 < p ⟹ exp (log p) = p.
    ExponentialLogarithm(u32),
    /// u < v ⟹ exp u < exp v.
    ExponentialIncreases(Polynomial, Polynomial),
    /// u ≤ v ⟹ exp u ≤ exp v.
    ExponentialNotDecreases(Polynomial, Polynomial),
    /// 0 < u, 0 < v ⟹ log (u v) = log u + log v.
    LogarithmProduct(Polynomial, Polynomial),
    /// 0 < p ⟹ log p⁻¹ = −log p.
    LogarithmInverse(Polynomial),
    /// 0 < p ⟹ log pⁿ = n log p.
    LogarithmPower(Polynomial, u32),
    /// 0 < u, 0 < w ⟹ w · (log u − log w) ≤ u − w.
    LogarithmTangent(Polynomial, Polynomial),
    /// 0 < u, u < v ⟹ log u < log v.
    LogarithmIncreases(Polynomial, Polynomial),
    /// 0 < u, u ≤ v ⟹ log u ≤ log v.
    LogarithmNotDecreases(Polynomial, Polynomial),
    /// A named sum is the sum.
    Unalias(u32),
    /// 0 ≤ p, p ≤ q ⟹ pⁿ ≤ qⁿ for forms p and q.
    PowerIncreases(Polynomial, Polynomial, u32),
    /// For a whole-number form p over naturals: c·p + d ≥ 0 (or > 0) ⟹ p + ⌊d/c⌋ ≥ 0.
    Whole(Vec<u32>),
    /// p² ≥ 0 or p · q ≥ 0 and the like need no lemma; n ≥ 0 for a natural variable.
    NaturalNotNegative(u32),
    /// p ≠ 0 ⟹ 0 < p².
    SquarePositive(Polynomial),
    /// A fact, and a = p for an atom a ⟹ the fact with p in place of a, everywhere.
    Substitute(u32, Polynomial),
    /// A fact f, and 0 < p or p ≠ 0 ⟹ f times the k-th power of p, without the inverse p⁻¹.
    Clear(u32, u32),
    /// t = p, for a variable t that occurs nowhere else.
    Name(u32, Polynomial),
    /// p · q = 0, q ≠ 0 ⟹ p = 0.
    CancelZero(Polynomial, Polynomial),
}

impl Lemma {
    /// The conditions and the conclusion; nothing if the arguments do not fit or become too large.
    pub fn statement(&self, atoms: &mut Atoms, given: &[Fact]) -> Option<(Vec<Fact>, Fact)> {
        match self {
            Lemma::InverseCancels(_) | Lemma::InversePositive(_) => self.of_inverse(atoms),
            Lemma::RootNotNegative(_) | Lemma::RootSquare(_) | Lemma::RootPositive(_) => {
                self.of_root(atoms)
            }
            Lemma::AbsoluteSquare(_) | Lemma::AbsoluteAbove(..) | Lemma::AbsoluteIs(..) => {
                self.of_absolute(atoms)
            }
            Lemma::ExponentialPositive(_)
            | Lemma::ExponentialTangent(..)
            | Lemma::ExponentialSum(..)
            | Lemma::ExponentialPower(..)
            | Lemma::ExponentialLogarithm(_)
            | Lemma::ExponentialIncreases(..)
            | Lemma::ExponentialNotDecreases(..) => self.of_exponential(atoms),
            Lemma::LogarithmProduct(..)
            | Lemma::LogarithmInverse(_)
            | Lemma::LogarithmPower(..)
            | Lemma::LogarithmTangent(..)
            | Lemma::LogarithmIncreases(..)
            | Lemma::LogarithmNotDecreases(..) => self.of_logarithm(atoms),
            Lemma::Unalias(atom) => match atoms.get(*atom) {
                Atom::Alias(p) => Some((vec![], Fact::zero(Polynomial::atom(*atom).minus(p)))),
                _ => None,
            },
            Lemma::PowerIncreases(p, q, n) => {
                let (high, low) = (atoms.power(q, *n)?, atoms.power(p, *n)?);
                let conditions = vec![Fact::at_least(p.clone()), Fact::at_least(q.minus(p))];
                Some((conditions, Fact::at_least(high.minus(&low))))
            }
            Lemma::Whole(naturals) => whole(naturals, given),
            Lemma::NaturalNotNegative(variable) => {
                Some((vec![], Fact::at_least(Polynomial::atom(*variable))))
            }
            Lemma::Substitute(atom, value) => {
                let [fact, _] = given else { return None };
                let equation = Fact::zero(Polynomial::atom(*atom).minus(value));
                let mut images = std::collections::HashMap::from([(*atom, value.clone())]);
                let rewritten = atoms.substitute(&fact.polynomial, &mut images)?;
                Some((
                    vec![fact.clone(), equation],
                    Fact::new(rewritten, fact.relation),
                ))
            }
            Lemma::Clear(atom, power) => cleared(atoms, *atom, *power, given),
            Lemma::Name(variable, p) => {
                Some((vec![], Fact::zero(Polynomial::atom(*variable).minus(p))))
            }
            Lemma::SquarePositive(p) => {
                let condition = Fact::new(p.clone(), Relation::Nonzero);
                Some((vec![condition], Fact::above(p.power(2, LIMIT)?)))
            }
            Lemma::CancelZero(p, q) => {
                let conditions = vec![
                    Fact::zero(p.times(q, LIMIT)?),
                    Fact::new(q.clone(), Relation::Nonzero),
                ];
                Some((conditions, Fact::zero(p.clone())))
            }
        }
    }

    fn of_inverse(&self, atoms: &Atoms) -> Option<(Vec<Fact>, Fact)> {
        let (Lemma::InverseCancels(atom) | Lemma::InversePositive(atom)) = self else {
            return None;
        };
        let Atom::Inverse(p) = atoms.get(*atom) else {
            return None;
        };
        let inverse = Polynomial::atom(*atom);
        if matches!(self, Lemma::InversePositive(_)) {
            return Some((vec![Fact::above(p.clone())], Fact::above(inverse)));
        }
        let condition = Fact::new(p.clone(), Relation::Nonzero);
        Some((
            vec![condition],
            Fact::zero(p.times(&inverse, LIMIT)?.minus(&one())),
        ))
    }

    fn of_root(&self, atoms: &Atoms) -> Option<(Vec<Fact>, Fact)> {
        let (Lemma::RootNotNegative(atom) | Lemma::RootSquare(atom) | Lemma::RootPositive(atom)) =
            self
        else {
            return None;
        };
        let Atom::Root(p) = atoms.get(*atom) else {
            return None;
        };
        let root = Polynomial::atom(*atom);
        Some(match self {
            Lemma::RootNotNegative(_) => (vec![], Fact::at_least(root)),
            Lemma::RootPositive(_) => (vec![Fact::above(p.clone())], Fact::above(root)),
            _ => (
                vec![Fact::at_least(p.clone())],
                Fact::zero(root.power(2, LIMIT)?.minus(p)),
            ),
        })
    }

    fn of_absolute(&self, atoms: &Atoms) -> Option<(Vec<Fact>, Fact)> {
        let (Lemma::AbsoluteSquare(atom)
        | Lemma::AbsoluteAbove(atom, _)
        | Lemma::AbsoluteIs(atom, _)) = self
        else {
            return None;
        };
        let Atom::Absolute(p) = atoms.get(*atom) else {
            return None;
        };
        let absolute = Polynomial::atom(*atom);
        let signed = |positive: &bool| if *positive { p.clone() } else { p.negated() };
        Some(match self {
            Lemma::AbsoluteAbove(_, positive) => {
                (vec![], Fact::at_least(absolute.minus(&signed(positive))))
            }
            Lemma::AbsoluteIs(_, positive) => {
                let value = signed(positive);
                (
                    vec![Fact::at_least(value.clone())],
                    Fact::zero(absolute.minus(&value)),
                )
            }
            _ => (
                vec![],
                Fact::zero(absolute.power(2, LIMIT)?.minus(&p.power(2, LIMIT)?)),
            ),
        })
    }

    fn of_exponential(&self, atoms: &mut Atoms) -> Option<(Vec<Fact>, Fact)> {
        Some(match self {
            Lemma::ExponentialPositive(atom) => match atoms.get(*atom) {
                Atom::Exponential(_) => (vec![], Fact::above(Polynomial::atom(*atom))),
                _ => return None,
            },
            Lemma::ExponentialTangent(u, v) => {
                let tangent = atoms
                    .exponential(v.clone())
                    .times(&one().plus(u).minus(v), LIMIT)?;
                (
                    vec![],
                    Fact::at_least(atoms.exponential(u.clone()).minus(&tangent)),
                )
            }
            Lemma::ExponentialSum(u, v) => {
                let product = atoms
                    .exponential(u.clone())
                    .times(&atoms.exponential(v.clone()), LIMIT)?;
                (
                    vec![],
                    Fact::zero(atoms.exponential(u.plus(v)).minus(&product)),
                )
            }
            Lemma::ExponentialPower(u, n) => {
                let power = atoms.exponential(u.clone()).power(*n, LIMIT)?;
                let u = u.scaled(&Rational::from(i64::from(*n)));
                (vec![], Fact::zero(atoms.exponential(u).minus(&power)))
            }
            Lemma::ExponentialLogarithm(atom) => match atoms.get(*atom).clone() {
                Atom::Logarithm(p) => {
                    let left = atoms.exponential(Polynomial::atom(*atom));
                    (vec![Fact::above(p.clone())], Fact::zero(left.minus(&p)))
                }
                _ => return None,
            },
            Lemma::ExponentialIncreases(u, v) => {
                let difference = atoms
                    .exponential(v.clone())
                    .minus(&atoms.exponential(u.clone()));
                (vec![Fact::above(v.minus(u))], Fact::above(difference))
            }
            Lemma::ExponentialNotDecreases(u, v) => {
                let difference = atoms
                    .exponential(v.clone())
                    .minus(&atoms.exponential(u.clone()));
                (vec![Fact::at_least(v.minus(u))], Fact::at_least(difference))
            }
            _ => return None,
        })
    }

    fn of_logarithm(&self, atoms: &mut Atoms) -> Option<(Vec<Fact>, Fact)> {
        let positive = |p: &Polynomial| Fact::above(p.clone());
        Some(match self {
            Lemma::LogarithmProduct(u, v) => {
                let sum = atoms.logarithm(u.clone()).plus(&atoms.logarithm(v.clone()));
                let product = atoms.logarithm(u.times(v, LIMIT)?);
                (
                    vec![positive(u), positive(v)],
                    Fact::zero(product.minus(&sum)),
                )
            }
            Lemma::LogarithmInverse(u) => {
                let inverse = atoms.inverse(u);
                let sum = atoms.logarithm(inverse).plus(&atoms.logarithm(u.clone()));
                (vec![positive(u)], Fact::zero(sum))
            }
            Lemma::LogarithmPower(u, n) => {
                let power = atoms.power(u, *n)?;
                let scaled = atoms
                    .logarithm(u.clone())
                    .scaled(&Rational::from(i64::from(*n)));
                (
                    vec![positive(u)],
                    Fact::zero(atoms.logarithm(power).minus(&scaled)),
                )
            }
            Lemma::LogarithmTangent(u, w) => {
                let difference = atoms
                    .logarithm(w.clone())
                    .minus(&atoms.logarithm(u.clone()));
                let fact = u.minus(w).plus(&w.times(&difference, LIMIT)?);
                (vec![positive(u), positive(w)], Fact::at_least(fact))
            }
            Lemma::LogarithmIncreases(u, v) => {
                let difference = atoms
                    .logarithm(v.clone())
                    .minus(&atoms.logarithm(u.clone()));
                (
                    vec![positive(u), Fact::above(v.minus(u))],
                    Fact::above(difference),
                )
            }
            Lemma::LogarithmNotDecreases(u, v) => {
                let difference = atoms
                    .logarithm(v.clone())
                    .minus(&atoms.logarithm(u.clone()));
                (
                    vec![positive(u), Fact::at_least(v.minus(u))],
                    Fact::at_least(difference),
                )
            }
            _ => return None,
        })
    }
}

fn one() -> Polynomial {
    Polynomial::constant(Rational::ONE)
}

/// c·p + d ≥ 0 or > 0, with p a form over natural variables with whole coefficients: p ≥ ⌈−d/c⌉.
fn whole(naturals: &[u32], given: &[Fact]) -> Option<(Vec<Fact>, Fact)> {
    let [fact] = given else { return None };
    let strict = match fact.relation {
        Relation::AtLeast => false,
        Relation::Above => true,
        _ => return None,
    };
    let constant = fact.polynomial.constant_term();
    let form = fact
        .polynomial
        .minus(&Polynomial::constant(constant.clone()));
    if form.is_zero() || !form.atoms().iter().all(|a| naturals.contains(a)) {
        return None;
    }
    let content = Rational::content(form.terms().iter().map(|(_, c)| c));
    let bound = constant.divide(&content)?;
    let floor = Rational::from_big(bound.to_big().floor());
    let shift = if strict && bound.is_integer() {
        &floor - &Rational::ONE
    } else {
        floor
    };
    let form = form.scaled(&content.inverse()?);
    Some((
        vec![fact.clone()],
        Fact::at_least(form.plus(&Polynomial::constant(shift))),
    ))
}

/// A fact multiplied by pᵏ, with p · p⁻¹ = 1 used throughout.
fn cleared(atoms: &Atoms, atom: u32, power: u32, given: &[Fact]) -> Option<(Vec<Fact>, Fact)> {
    let [fact, sign] = given else { return None };
    let Atom::Inverse(p) = atoms.get(atom) else {
        return None;
    };
    let signless =
        matches!(fact.relation, Relation::Zero | Relation::Nonzero) || power.is_multiple_of(2);
    let below = Fact::above(p.negated());
    let negative = sign.relation == Relation::Above && sign.gives(&below);
    let needed = if signless && sign.relation != Relation::Above {
        Fact::new(p.clone(), Relation::Nonzero)
    } else if negative {
        below
    } else {
        Fact::above(p.clone())
    };
    let mut sum = Polynomial::zero();
    for (monomial, coefficient) in fact.polynomial.terms() {
        let rest = Polynomial::term(monomial.without(atom), coefficient.clone());
        let exponent = power.checked_sub(monomial.exponent(atom))?;
        sum = sum.plus(&rest.times(&p.power(exponent, LIMIT)?, LIMIT)?);
    }
    let turned = negative && power % 2 == 1;
    let sum = if turned { sum.negated() } else { sum };
    Some((vec![fact.clone(), needed], Fact::new(sum, fact.relation)))
}
