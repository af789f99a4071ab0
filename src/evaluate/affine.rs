//! Numbers that are not fixed: affine forms in variables of quantifiers over ℝ, each of which ranges over an open interval.
//! A comparison is decided if it comes out the same on the whole interval; if it changes at a point inside, that point is
//! noted, and the quantifier splits its interval there. So ∀ and ∃ over formulas that are piecewise linear in their
//! variables are decided exactly, however deep they are nested; nothing is sampled.

use super::number::Real;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A variable that ranges over an open interval.
#[derive(Debug)]
pub struct Symbol {
    /// Variables of inner quantifiers have higher numbers.
    number: u64,
    low: Option<Real>,
    high: Option<Real>,
    /// Where a comparison changes inside the interval.
    split: RefCell<Option<Real>>,
}

impl PartialEq for Symbol {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Symbol {}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl Hash for Symbol {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl Symbol {
    /// A variable between two numbers, or without a bound on a side; the numbers may depend on variables further out.
    pub fn new(number: u64, low: Option<Real>, high: Option<Real>) -> Rc<Self> {
        Rc::new(Symbol {
            number,
            low,
            high,
            split: RefCell::new(None),
        })
    }

    /// The variable as a number.
    pub fn value(self: &Rc<Self>) -> Real {
        Real::Affine(Rc::new(Affine {
            terms: vec![(self.clone(), Real::ONE)],
            constant: Real::ZERO,
        }))
    }

    /// Where to split, if a comparison asked for it.
    pub fn take_split(&self) -> Option<Real> {
        self.split.borrow_mut().take()
    }

    /// How the whole interval compares with a number that does not depend on the variable.
    fn compare(&self, with: &Real) -> Option<Ordering> {
        if let Some(high) = &self.high
            && high.compare(with)? != Ordering::Greater
        {
            return Some(Ordering::Less);
        }
        if let Some(low) = &self.low
            && low.compare(with)? != Ordering::Less
        {
            return Some(Ordering::Greater);
        }
        self.split.borrow_mut().get_or_insert_with(|| with.clone());
        None
    }
}

/// A sum of variables times numbers other than 0, the innermost variable first, and a constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Affine {
    terms: Vec<(Rc<Symbol>, Real)>,
    constant: Real,
}

fn parts(x: &Real) -> (&[(Rc<Symbol>, Real)], &Real) {
    match x {
        Real::Affine(form) => (&form.terms, &form.constant),
        _ => (&[], x),
    }
}

fn made(terms: Vec<(Rc<Symbol>, Real)>, constant: Real) -> Real {
    if terms.is_empty() {
        constant
    } else {
        Real::Affine(Rc::new(Affine { terms, constant }))
    }
}

/// The sum of two numbers of which one is a form.
pub fn plus(x: &Real, y: &Real) -> Option<Real> {
    let ((xs, a), (ys, b)) = (parts(x), parts(y));
    let (mut terms, mut i, mut j) = (Vec::new(), 0, 0);
    while i < xs.len() || j < ys.len() {
        let order = match (xs.get(i), ys.get(j)) {
            (Some((s, _)), Some((t, _))) => s.cmp(t),
            (Some(_), None) => Ordering::Greater,
            _ => Ordering::Less,
        };
        if order == Ordering::Greater {
            terms.push(xs[i].clone());
            i += 1;
        } else if order == Ordering::Less {
            terms.push(ys[j].clone());
            j += 1;
        } else {
            let sum = xs[i].1.plus(&ys[j].1)?;
            if sum.sign()? != Ordering::Equal {
                terms.push((xs[i].0.clone(), sum));
            }
            (i, j) = (i + 1, j + 1);
        }
    }
    Some(made(terms, a.plus(b)?))
}

/// The product of two numbers of which one is a form; nothing if both are.
pub fn times(x: &Real, y: &Real) -> Option<Real> {
    let (form, factor) = match (x, y) {
        (Real::Affine(_), Real::Affine(_)) => return None,
        (Real::Affine(form), factor) | (factor, Real::Affine(form)) => (form, factor),
        _ => return None,
    };
    if factor.sign()? == Ordering::Equal {
        return Some(Real::ZERO);
    }
    let mut terms = Vec::with_capacity(form.terms.len());
    for (symbol, coefficient) in &form.terms {
        terms.push((symbol.clone(), coefficient.times(factor)?));
    }
    Some(made(terms, form.constant.times(factor)?))
}

/// The coefficients of these variables in a number that is a sum of multiples of them; nothing if it is no such sum.
pub fn coefficients(x: &Real, symbols: &[Rc<Symbol>]) -> Option<Vec<Real>> {
    let (terms, constant) = parts(x);
    let known = terms.iter().all(|(symbol, _)| symbols.contains(symbol));
    (known && constant.is_zero()).then_some(())?;
    let of = |symbol: &Rc<Symbol>| {
        let term = terms.iter().find(|(other, _)| other == symbol);
        term.map_or(Real::ZERO, |(_, coefficient)| coefficient.clone())
    };
    Some(symbols.iter().map(of).collect())
}

impl Affine {
    /// The negative.
    pub fn negated(&self) -> Affine {
        let negative = |(symbol, c): &(Rc<Symbol>, Real)| (symbol.clone(), c.negated());
        Affine {
            terms: self.terms.iter().map(negative).collect(),
            constant: self.constant.negated(),
        }
    }

    /// The sign, if it is the same for all values of the variables.
    pub fn sign(&self) -> Option<Ordering> {
        let ((symbol, coefficient), rest) = self.terms.split_first()?;
        let rest = made(rest.to_vec(), self.constant.clone());
        let root = rest.times(&coefficient.inverse()?)?.negated();
        let order = symbol.compare(&root)?;
        Some(match coefficient.sign()? {
            Ordering::Less => order.reverse(),
            _ => order,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_hold_on_the_whole_interval_or_ask_for_a_split() {
        let x = Symbol::new(0, Some(Real::ZERO), Some(Real::ONE));
        let double = x.value().times(&Real::integer(2)).unwrap();
        assert_eq!(double.compare(&Real::integer(2)), Some(Ordering::Less));
        assert_eq!(double.compare(&Real::ZERO), Some(Ordering::Greater));
        assert_eq!(x.take_split(), None);
        assert_eq!(double.compare(&Real::ONE), None);
        assert_eq!(x.take_split(), Some(Real::ratio(1, 2)));
        assert_eq!(double.times(&double), None);
        assert_eq!(double.minus(&double), Some(Real::ZERO));
    }

    #[test]
    fn an_inner_variable_is_split_where_the_outer_one_says() {
        let x = Symbol::new(0, Some(Real::ZERO), None);
        let y = Symbol::new(1, Some(Real::ZERO), None);
        assert_eq!(y.value().compare(&x.value()), None);
        assert_eq!(y.take_split(), Some(x.value()));
        let above = Symbol::new(2, Some(x.value()), None);
        assert_eq!(above.value().compare(&x.value()), Some(Ordering::Greater));
        assert_eq!(above.value().compare(&Real::ONE), None);
        assert_eq!(x.take_split(), Some(Real::ONE));
    }
}
