//! Encloses normal forms, given bounds on atoms. Ends may be infinite.
//!
//! Bounds come from the facts that mention one atom linearly; every other atom is enclosed through its argument.

use super::atom::{Atom, Atoms};
use super::fact::{Fact, Relation};
use crate::evaluate::{Enclosure, Precision, elementary};
use crate::prove::arith::{Polynomial, Rational};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Facts with more terms are not looked at for signs.
const LONGEST: usize = 12;

/// An interval whose missing ends are infinite, in units of 2⁻ᵖ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub low: Option<BigInt>,
    /// The upper end.
    pub high: Option<BigInt>,
}

impl Range {
    /// All numbers.
    pub const ALL: Range = Range {
        low: None,
        high: None,
    };

    fn finite(&self) -> Option<Enclosure> {
        Some(Enclosure {
            low: self.low.clone()?,
            high: self.high.clone()?,
        })
    }

    fn of(enclosure: Option<Enclosure>) -> Self {
        match enclosure {
            Some(e) => Range {
                low: Some(e.low),
                high: Some(e.high),
            },
            None => Range::ALL,
        }
    }

    fn not_negative(&self) -> bool {
        self.low.as_ref().is_some_and(|l| !l.is_negative())
    }

    fn not_positive(&self) -> bool {
        self.high.as_ref().is_some_and(|h| !h.is_positive())
    }

    fn is_zero(&self) -> bool {
        self.not_negative() && self.not_positive()
    }

    /// Whether all numbers in it are positive.
    pub fn positive(&self) -> bool {
        self.low.as_ref().is_some_and(Signed::is_positive)
    }

    /// Whether all numbers in it are negative.
    pub fn negative(&self) -> bool {
        self.high.as_ref().is_some_and(Signed::is_negative)
    }

    fn plus(&self, other: &Range) -> Range {
        let add = |a: &Option<BigInt>, b: &Option<BigInt>| Some(a.as_ref()? + b.as_ref()?);
        Range {
            low: add(&self.low, &other.low),
            high: add(&self.high, &other.high),
        }
    }

    fn negated(&self) -> Range {
        Range {
            low: self.high.as_ref().map(|h| -h),
            high: self.low.as_ref().map(|l| -l),
        }
    }

    fn scaled(&self, by: &Rational) -> Range {
        let end = |e: &Option<BigInt>, up: bool| {
            let e = e.clone()?;
            let scaled = Enclosure {
                low: e.clone(),
                high: e,
            }
            .scaled(by)?;
            Some(if up { scaled.high } else { scaled.low })
        };
        if by.is_negative() {
            Range {
                low: end(&self.high, false),
                high: end(&self.low, true),
            }
        } else if by.is_zero() {
            Range {
                low: Some(BigInt::zero()),
                high: Some(BigInt::zero()),
            }
        } else {
            Range {
                low: end(&self.low, false),
                high: end(&self.high, true),
            }
        }
    }

    fn times(&self, other: &Range, precision: Precision) -> Range {
        if let (Some(a), Some(b)) = (self.finite(), other.finite()) {
            return Range::of(a.times(&b, precision));
        }
        if self.is_zero() || other.is_zero() {
            return Range::ALL;
        }
        if self.not_positive() {
            return self.negated().times(other, precision).negated();
        }
        if other.not_positive() {
            return self.times(&other.negated(), precision).negated();
        }
        if self.not_negative() && other.not_negative() {
            let (Some(a), Some(b)) = (&self.low, &other.low) else {
                return Range::ALL;
            };
            return Range {
                low: Some((a * b) >> precision),
                high: None,
            };
        }
        Range::ALL
    }

    /// An odd power of a range that reaches below 0 is a product with an even one: the replay knows no more.
    fn power(&self, exponent: u32, precision: Precision) -> Range {
        if exponent % 2 == 1 && exponent > 1 && !self.not_negative() {
            return self.power(exponent - 1, precision).times(self, precision);
        }
        if let Some(finite) = self.finite() {
            return Range::of(finite.power(exponent, precision));
        }
        let at = |end: &BigInt| {
            Enclosure {
                low: end.clone(),
                high: end.clone(),
            }
            .power(exponent, precision)
        };
        let even = exponent.is_multiple_of(2);
        if even && self.not_positive() {
            return self.negated().power(exponent, precision);
        }
        let low = self.low.as_ref().filter(|l| !even || !l.is_negative());
        let low = low.and_then(|l| at(l).map(|e| e.low));
        let high = self
            .high
            .as_ref()
            .filter(|_| !even)
            .and_then(|h| at(h).map(|e| e.high));
        Range {
            low: if even {
                low.or(Some(BigInt::zero()))
            } else {
                low
            },
            high,
        }
    }

    fn inverse(&self, precision: Precision, positive: &dyn Fn() -> bool) -> Range {
        if self.is_zero() {
            return self.clone();
        }
        if self.not_positive() {
            return self.negated().inverse(precision, &|| false).negated();
        }
        if !self.not_negative() {
            return Range::ALL;
        }
        let at = |n: &BigInt| {
            let point = Enclosure {
                low: n.clone(),
                high: n.clone(),
            };
            point.inverse(precision)
        };
        let low = self.high.as_ref().filter(|h| h.is_positive() && positive());
        Range {
            low: low
                .and_then(|h| Some(at(h)?.low))
                .or_else(|| Some(BigInt::zero())),
            high: self
                .low
                .as_ref()
                .filter(|l| l.is_positive())
                .and_then(|l| Some(at(l)?.high)),
        }
    }

    fn absolute(&self) -> Range {
        if self.not_negative() {
            return self.clone();
        }
        if self.not_positive() {
            return self.negated();
        }
        match self.finite() {
            Some(finite) => Range::of(Some(finite.absolute())),
            None => Range {
                low: Some(BigInt::zero()),
                high: None,
            },
        }
    }

    fn each(&self, low: Option<BigInt>, at: impl Fn(&BigInt) -> Option<Enclosure>) -> Range {
        Range {
            low: self.low.as_ref().and_then(|l| at(l).map(|e| e.low)).or(low),
            high: self.high.as_ref().and_then(|h| at(h).map(|e| e.high)),
        }
    }

    /// The values of a function on a range; `positive` says whether the argument is positive.
    fn function(&self, atom: &Atom, precision: Precision, positive: &dyn Fn() -> bool) -> Range {
        let point = |n: &BigInt| Enclosure {
            low: n.clone(),
            high: n.clone(),
        };
        match atom {
            Atom::Variable => Range::ALL,
            Atom::Pi => Range::of(Some(elementary::pi(precision))),
            Atom::Alias(_) => self.clone(),
            Atom::Inverse(_) => self.inverse(precision, positive),
            Atom::Absolute(_) => self.absolute(),
            Atom::Root(_) => self.each(Some(BigInt::zero()), |n| {
                Some(elementary::root(&point(n), precision))
            }),
            Atom::Exponential(_) => {
                self.each(Some(BigInt::zero()), |n| exponential_at(n, precision))
            }
            Atom::Logarithm(_) => {
                let at = |n: &BigInt| logarithm_at(n, precision);
                Range {
                    low: self
                        .low
                        .as_ref()
                        .filter(|l| l.is_positive())
                        .and_then(|l| Some(at(l)?.low)),
                    high: self
                        .high
                        .as_ref()
                        .filter(|h| h.is_positive() && positive())
                        .and_then(|h| Some(at(h)?.high)),
                }
            }
        }
    }

    fn meet(&self, other: &Range) -> Range {
        let pick = |a: &Option<BigInt>, b: &Option<BigInt>, upper: bool| match (a, b) {
            (Some(a), Some(b)) => Some(if (a < b) == upper {
                a.clone()
            } else {
                b.clone()
            }),
            (a, b) => a.clone().or_else(|| b.clone()),
        };
        Range {
            low: pick(&self.low, &other.low, false),
            high: pick(&self.high, &other.high, true),
        }
    }

    /// Whether it has no point, so that the facts which gave it are contradictory.
    pub fn empty(&self) -> bool {
        matches!((&self.low, &self.high), (Some(l), Some(h)) if l > h)
    }
}

/// exp of n · 2⁻ᵖ, exact at 0.
fn exponential_at(n: &BigInt, precision: Precision) -> Option<Enclosure> {
    let one = BigInt::from(1) << precision;
    if n.is_zero() {
        return Some(Enclosure {
            low: one.clone(),
            high: one,
        });
    }
    elementary::exponential(
        &Enclosure {
            low: n.clone(),
            high: n.clone(),
        },
        precision,
    )
}

/// log of n · 2⁻ᵖ, exact at 1.
fn logarithm_at(n: &BigInt, precision: Precision) -> Option<Enclosure> {
    if *n == BigInt::from(1) << precision {
        return Some(Enclosure {
            low: BigInt::zero(),
            high: BigInt::zero(),
        });
    }
    elementary::logarithm(
        &Enclosure {
            low: n.clone(),
            high: n.clone(),
        },
        precision,
    )
}

/// Bounds on atoms, exact, with whether each is attained.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// By atom: the greatest lower and least upper bound among the facts.
    pub of: HashMap<u32, (Option<Rational>, Option<Rational>)>,
    /// The forms that facts state to be positive, divided by the size of their coefficients.
    pub positive: HashSet<Polynomial>,
}

/// A fact that bounds one atom: the atom, the bound, and whether from below; an equation gives both.
pub fn bound_of(fact: &Fact) -> Option<(u32, Rational, i8)> {
    let ([(monomial, slope)] | [(monomial, slope), _]) = fact.polynomial.terms() else {
        return None;
    };
    let [(atom, 1)] = monomial.factors() else {
        return None;
    };
    let constant = fact.polynomial.constant_term();
    if fact.polynomial.terms().len() == 2 && constant.is_zero() {
        return None;
    }
    let bound = (-&constant).divide(slope)?;
    match fact.relation {
        Relation::Nonzero => None,
        Relation::Zero => Some((*atom, bound, 0)),
        _ => Some((*atom, bound, slope.signum())),
    }
}

impl Bounds {
    /// The bounds that the facts state directly.
    pub fn of(facts: &[Fact]) -> Self {
        let mut bounds = Bounds::default();
        for fact in facts {
            if let Some((atom, bound, side)) = bound_of(fact) {
                bounds.add(atom, &bound, side);
            }
            if fact.relation == Relation::Above && fact.polynomial.terms().len() <= LONGEST {
                bounds.positive.insert(fact.normalized().polynomial);
            }
        }
        bounds
    }

    fn states_positive(&self, p: &Polynomial) -> bool {
        !self.positive.is_empty()
            && self
                .positive
                .contains(&Fact::above(p.clone()).normalized().polynomial)
    }

    /// Whether a form is positive by its shape: a fact says so, or it is a product of such, of exponentials, and of inverses
    /// and roots of such.
    fn positive(&self, atoms: &Atoms, p: &Polynomial) -> bool {
        if self.states_positive(p) {
            return true;
        }
        let [(monomial, c)] = p.terms() else {
            return false;
        };
        c.is_positive()
            && monomial.factors().iter().all(|(atom, _)| {
                self.states_positive(&Polynomial::atom(*atom))
                    || match atoms.get(*atom) {
                        Atom::Exponential(_) => true,
                        Atom::Inverse(q) | Atom::Root(q) => self.positive(atoms, q),
                        _ => false,
                    }
            })
    }

    fn add(&mut self, atom: u32, bound: &Rational, side: i8) {
        let entry = self.of.entry(atom).or_default();
        if side >= 0 && entry.0.as_ref().is_none_or(|low| low < bound) {
            entry.0 = Some(bound.clone());
        }
        if side <= 0 && entry.1.as_ref().is_none_or(|high| high > bound) {
            entry.1 = Some(bound.clone());
        }
    }

    fn range(&self, atom: u32, precision: Precision) -> Range {
        let Some((low, high)) = self.of.get(&atom) else {
            return Range::ALL;
        };
        Range {
            low: low.as_ref().map(|l| Enclosure::of(l, precision).low),
            high: high.as_ref().map(|h| Enclosure::of(h, precision).high),
        }
    }
}

/// The forms whose sign an enclosure of a form may ask for: arguments of inverses and logarithms, and their factors.
pub fn positive_forms(atoms: &Atoms, p: &Polynomial) -> Vec<Polynomial> {
    let mut found = Vec::new();
    for atom in atoms.mentioned([p]) {
        if let Atom::Inverse(q) | Atom::Logarithm(q) | Atom::Root(q) = atoms.get(atom) {
            found.push(q.clone());
            if q.terms().len() == 1 {
                found.extend(q.atoms().into_iter().map(Polynomial::atom));
            }
        }
    }
    found
}

/// The ranges of atoms under bounds.
pub struct Ranges<'a> {
    atoms: &'a Atoms,
    bounds: &'a Bounds,
    precision: Precision,
    known: HashMap<u32, Range>,
    /// Whether some atom has no possible value.
    pub impossible: bool,
}

impl<'a> Ranges<'a> {
    /// Nothing enclosed yet.
    pub fn new(atoms: &'a Atoms, bounds: &'a Bounds, precision: Precision) -> Self {
        Ranges {
            atoms,
            bounds,
            precision,
            known: HashMap::new(),
            impossible: false,
        }
    }

    /// The range of an atom.
    pub fn atom(&mut self, atom: u32) -> Range {
        if let Some(range) = self.known.get(&atom) {
            return range.clone();
        }
        for inner in self.atoms.mentioned([&Polynomial::atom(atom)]) {
            if !self.known.contains_key(&inner) {
                let argument = self.atoms.get(inner).argument();
                let range = argument.map_or(Range::ALL, |p| self.sum(p));
                let positive = || {
                    range.positive()
                        || argument.is_some_and(|p| self.bounds.positive(self.atoms, p))
                };
                let range = range.function(self.atoms.get(inner), self.precision, &positive);
                let range = range.meet(&self.bounds.range(inner, self.precision));
                self.impossible |= range.empty();
                let range = if range.empty() { Range::ALL } else { range };
                self.known.insert(inner, range);
            }
        }
        self.known[&atom].clone()
    }

    /// The range of a form.
    pub fn form(&mut self, p: &Polynomial) -> Range {
        for atom in p.atoms() {
            self.atom(atom);
        }
        self.sum(p)
    }

    fn sum(&self, p: &Polynomial) -> Range {
        let mut sum = Range {
            low: Some(BigInt::zero()),
            high: Some(BigInt::zero()),
        };
        let mut constant = Rational::ZERO;
        for (monomial, coefficient) in p.terms() {
            if monomial.is_one() {
                constant = coefficient.clone();
                continue;
            }
            let mut product: Option<Range> = None;
            for (atom, exponent) in monomial.factors() {
                let range = self.known.get(atom).cloned().unwrap_or(Range::ALL);
                let range = if *exponent == 1 {
                    range
                } else {
                    range.power(*exponent, self.precision)
                };
                product = Some(match product {
                    None => range,
                    Some(p) => p.times(&range, self.precision),
                });
            }
            sum = sum.plus(&product.unwrap_or(Range::ALL).scaled(coefficient));
        }
        sum.plus(&Range::of(Some(Enclosure::of(&constant, self.precision))))
    }
}

/// Whether the enclosure of a fact's form, under the bounds, excludes the fact.
pub fn excludes(atoms: &Atoms, bounds: &Bounds, fact: &Fact, precision: Precision) -> bool {
    let mut ranges = Ranges::new(atoms, bounds, precision);
    let range = ranges.form(&fact.polynomial);
    contrary(&range, fact.relation) || ranges.impossible
}

/// Short bounds of an atom without variables.
pub fn numeric(atoms: &Atoms, atom: u32) -> Option<(Rational, Rational)> {
    const PLACES: u32 = 20;
    let bounds = Bounds::default();
    let range = Ranges::new(atoms, &bounds, 64).atom(atom).finite()?;
    let (low, high) = (
        range.low >> (64 - PLACES),
        (range.high >> (64 - PLACES)) + 1,
    );
    let number = |n: BigInt| {
        let scale = BigInt::from(1) << PLACES;
        Rational::from_big(num_rational::BigRational::new(n, scale))
    };
    Some((number(low), number(high)))
}

/// Whether no number in the range has the relation.
pub fn contrary(range: &Range, relation: Relation) -> bool {
    match relation {
        Relation::AtLeast => range.negative(),
        Relation::Above => range.not_positive(),
        Relation::Zero => range.negative() || range.positive(),
        Relation::Nonzero => range.is_zero(),
    }
}

/// Whether a fact without variables is true; nothing if enclosures up to a precision do not tell.
pub fn ground_truth(atoms: &Atoms, fact: &Fact, most: Precision) -> Option<bool> {
    if let Some(value) = fact.decided() {
        return Some(value);
    }
    let bounds = Bounds::default();
    let mut precision = 64;
    while precision <= most {
        let range = Ranges::new(atoms, &bounds, precision).form(&fact.polynomial);
        let sign = range.finite()?.sign().filter(|s| *s != Ordering::Equal);
        if let Some(sign) = sign {
            return Some(Fact::holds(fact.relation, &Rational::from(sign as i64)));
        }
        precision *= 2;
    }
    None
}
