//! Operations on values: arithmetic on ℝ and ℕ with the library's conventions, and operations on distributions.

use super::affine;
use super::code::{Code, One, Two};
use super::machine::{Decided, MAX_LIST, Machine, junk, natural, real};
use super::number::{Real, Sum};
use super::types::{Shape, TypeId};
use super::value::{Distribution, Function, Value, Why};
use std::cmp::Ordering;
use std::rc::Rc;

fn decided<T>(value: Decided<T>, into: impl Fn(T) -> Value) -> Value {
    match value {
        Ok(value) => into(value),
        Err(why) => Value::Unknown(why),
    }
}

fn number(value: Option<Real>) -> Decided<Real> {
    value.ok_or(Why::Precision)
}

fn count(value: Option<u64>) -> Decided<Value> {
    value.map(Value::Nat).ok_or(Why::TooLarge)
}

impl Machine<'_> {
    pub(super) fn one(&mut self, operation: One, value: Value) -> Value {
        decided(self.one_decided(operation, value), |value| value)
    }

    fn one_decided(&mut self, operation: One, value: Value) -> Decided<Value> {
        Ok(match operation {
            One::Negate => Value::Real(real(value)?.negated()),
            One::Inverse => Value::Real(self.inverse(&real(value)?)?),
            One::Absolute => {
                let x = real(value)?;
                let sign = number_sign(&x)?;
                Value::Real(if sign == Ordering::Less {
                    x.negated()
                } else {
                    x
                })
            }
            One::Root => {
                let x = real(value)?;
                if number_sign(&x)? == Ordering::Less {
                    Value::Real(self.by_convention(junk::ROOT))
                } else {
                    Value::Real(number(x.root())?)
                }
            }
            One::Exponential => Value::Real(number(real(value)?.exponential())?),
            One::Logarithm => {
                let x = real(value)?;
                if number_sign(&x)? == Ordering::Greater {
                    Value::Real(number(x.logarithm())?)
                } else {
                    Value::Real(self.by_convention(junk::LOGARITHM))
                }
            }
            One::Cast => {
                let n = natural(&value)?;
                Value::Real(Real::integer(i64::try_from(n).map_err(|_| Why::TooLarge)?))
            }
            One::Successor => count(natural(&value)?.checked_add(1))?,
            One::Predecessor => Value::Nat(natural(&value)?.saturating_sub(1)),
            One::Indicator => match value {
                Value::Bool(true) => Value::Real(Real::ONE),
                Value::Bool(false) => Value::Real(Real::ZERO),
                other => return Err(other.why()),
            },
            One::First | One::Second => match value {
                Value::Pair(pair) if operation == One::First => pair.0.clone(),
                Value::Pair(pair) => pair.1.clone(),
                other => return Err(other.why()),
            },
            One::Point => law(vec![value], vec![Real::ONE]),
            One::UniformBelow => uniform_below(natural(&value)?)?,
            One::Signs => self.fair_signs(natural(&value)?)?,
            One::Floor => Value::Nat(floor(&real(value)?)?),
            One::Factorial => {
                let n = natural(&value)?;
                count(
                    (1..=n.min(30))
                        .try_fold(1u64, u64::checked_mul)
                        .filter(|_| n <= 30),
                )?
            }
        })
    }

    /// n independent fair signs, made once.
    fn fair_signs(&mut self, n: u64) -> Decided<Value> {
        if let Some(Some(known)) = self.signs.get(n as usize) {
            return Ok(known.clone());
        }
        let law = signs(n)?;
        self.signs
            .resize(self.signs.len().max(n as usize + 1), None);
        self.signs[n as usize] = Some(law.clone());
        Ok(law)
    }

    /// The number that a convention gives: 0, or the one that is on trial.
    pub(super) fn by_convention(&mut self, convention: u32) -> Real {
        self.junk |= convention;
        self.instead.map_or(Real::ZERO, Real::integer)
    }

    /// As `by_convention` for natural numbers, with the usual value.
    fn natural_by_convention(&mut self, convention: u32, usual: u64) -> Value {
        self.junk |= convention;
        Value::Nat(self.instead.map_or(usual, i64::unsigned_abs))
    }

    fn inverse(&mut self, x: &Real) -> Decided<Real> {
        if x.is_zero() {
            return Ok(self.by_convention(junk::DIVISION));
        }
        number(x.inverse())
    }

    pub(super) fn two(&mut self, operation: Two, left: Value, right: Value) -> Value {
        decided(self.two_decided(operation, left, right), |value| value)
    }

    fn two_decided(&mut self, operation: Two, left: Value, right: Value) -> Decided<Value> {
        use Two::*;
        Ok(match operation {
            Add | Subtract | Multiply | Divide | Minimum | Maximum => {
                Value::Real(self.arithmetic(operation, real(left)?, real(right)?)?)
            }
            Power => Value::Real(number(real(left)?.power(natural(&right)?))?),
            LessEqual | Less => {
                let order = number_order(&real(left)?, &real(right)?)?;
                Value::Bool(
                    order == Ordering::Less || (operation == LessEqual && order == Ordering::Equal),
                )
            }
            NatAdd | NatMultiply | NatPower | Monus | Quotient | Remainder | NatLessEqual
            | NatLess | Binomial => self.natural(operation, natural(&left)?, natural(&right)?)?,
            Pair => Value::pair(left, right),
            Bind => self.bind(&left, &right)?,
            Map => self.map(&left, &right)?,
            Product => product(&left, &right)?,
            ProductOfMany => {
                let n = natural(&left)?;
                let laws: Vec<Value> = (0..n.min(64))
                    .map(|i| self.apply(&right, Value::Nat(i)))
                    .collect();
                sequences(n, &laws)?
            }
            DistPower => {
                let n = natural(&right)?;
                sequences(n, &vec![left; n.min(64) as usize])?
            }
            Cut => {
                let n = natural(&left)?;
                if n > 256 {
                    return Err(Why::TooLarge);
                }
                let values = (0..n).map(|i| self.apply(&right, Value::Nat(i))).collect();
                Function::Sequence(values, Value::Arbitrary).into()
            }
        })
    }

    pub(super) fn arithmetic(&mut self, operation: Two, x: Real, y: Real) -> Decided<Real> {
        match operation {
            Two::Add => number(x.plus(&y)),
            Two::Subtract => number(x.minus(&y)),
            Two::Multiply => number(x.times(&y)),
            Two::Divide if y.is_zero() => Ok(self.by_convention(junk::DIVISION)),
            Two::Divide => {
                let inverse = self.inverse(&y)?;
                number(x.times(&inverse))
            }
            _ => {
                let less = number_order(&x, &y)? == Ordering::Less;
                Ok(if less == (operation == Two::Minimum) {
                    x
                } else {
                    y
                })
            }
        }
    }

    fn natural(&mut self, operation: Two, m: u64, n: u64) -> Decided<Value> {
        match operation {
            Two::NatAdd => count(m.checked_add(n)),
            Two::NatMultiply => count(m.checked_mul(n)),
            Two::NatPower => count(u32::try_from(n).ok().and_then(|n| m.checked_pow(n))),
            Two::Monus if m < n => Ok(self.natural_by_convention(junk::MONUS, 0)),
            Two::Monus => Ok(Value::Nat(m - n)),
            Two::Quotient if n == 0 => Ok(self.natural_by_convention(junk::DIVISION, 0)),
            Two::Quotient => Ok(Value::Nat(m / n)),
            Two::Remainder if n == 0 => Ok(self.natural_by_convention(junk::DIVISION, m)),
            Two::Remainder => Ok(Value::Nat(m % n)),
            Two::NatLessEqual => Ok(Value::Bool(m <= n)),
            Two::NatLess => Ok(Value::Bool(m < n)),
            _ => count(binomial(m, n)),
        }
    }

    fn bind(&mut self, first: &Value, then: &Value) -> Decided<Value> {
        let first = distribution(first)?;
        let (mut points, mut weights) = (Vec::new(), Vec::new());
        for (point, weight) in first.points.iter().zip(&first.weights) {
            let next = self.apply(then, point.clone());
            let next = distribution(&next)?;
            if points.len() + next.points.len() > MAX_LIST {
                return Err(Why::TooLarge);
            }
            for (value, share) in next.points.iter().zip(&next.weights) {
                points.push(value.clone());
                weights.push(number(weight.times(share))?);
            }
        }
        Ok(law(points, weights))
    }

    fn map(&mut self, function: &Value, base: &Value) -> Decided<Value> {
        let base = distribution(base)?;
        let points = base
            .points
            .iter()
            .map(|p| self.apply(function, p.clone()))
            .collect();
        Ok(law(points, base.weights.clone()))
    }

    /// E of numbers, or P of what holds.
    pub(super) fn draw(&mut self, truth: bool, law: &Code, body: &Code) -> Decided<Real> {
        let law = match self.run(law) {
            Value::Dist(law) => law,
            other => return Err(other.why()),
        };
        let mut sum = Sum::default();
        for (point, weight) in law.points.iter().zip(&law.weights) {
            let added = if truth {
                let holds = self.holds_with(point.clone(), body)?;
                !holds || sum.add(weight)
            } else {
                let value = self.number_with(point.clone(), body)?;
                sum.add_product(weight, &value)
            };
            if !added {
                return Err(Why::Precision);
            }
        }
        number(sum.total())
    }

    /// The distribution on a finite type with that functional. Its value at a function of which nothing is known must come
    /// out as a sum of multiples of the function's values, which are the weights: so it is linear. They must be
    /// nonnegative with sum 1, or nothing is known of it.
    pub(super) fn functional(&mut self, ty: TypeId, functional: &Value) -> Value {
        decided(self.functional_decided(ty, functional), |value| value)
    }

    fn functional_decided(&mut self, ty: TypeId, functional: &Value) -> Decided<Value> {
        let size = self
            .types
            .size(ty)
            .filter(|size| *size <= 64)
            .ok_or(Why::Infinite)?;
        let symbols: Vec<_> = (0..size).map(|_| self.symbol(None, None)).collect();
        let any = symbols.iter().map(|s| Value::Real(s.value())).collect();
        let shown = real(self.apply(functional, Function::Table(ty, any).into()))?;
        let found = affine::coefficients(&shown, &symbols).ok_or(Why::Arbitrary)?;
        let (mut points, mut weights, mut total) = (Vec::new(), Vec::new(), Real::ZERO);
        for (place, weight) in (0..size).zip(found) {
            if number_sign(&weight)? == Ordering::Less {
                return Err(Why::Arbitrary);
            }
            total = number(total.plus(&weight))?;
            if !weight.is_zero() {
                points.push(self.types.element(ty, place));
                weights.push(weight);
            }
        }
        if total == Real::ONE {
            Ok(law(points, weights))
        } else {
            Err(Why::Arbitrary)
        }
    }

    /// Whether |f a − f b| ≤ L·|a − b| for all real numbers: exactly for functions that are linear between points, by
    /// a search for a violation otherwise.
    pub(super) fn lipschitz(&mut self, constant: &Value, function: &Value) -> Value {
        decided(self.lipschitz_decided(constant, function), Value::Bool)
    }

    fn lipschitz_decided(&mut self, constant: &Value, function: &Value) -> Decided<bool> {
        let constant = real(constant.clone())?;
        let slopes = match function {
            Value::Function(f) => match &**f {
                Function::Linear(piecewise) => number_list(piecewise.slopes())?,
                Function::Constant(_) => vec![Real::ZERO],
                _ => match self.slopes_of(function) {
                    Ok(Some(slopes)) => slopes,
                    Ok(None) => return Ok(false),
                    Err(_) => return self.lipschitz_sampled(&constant, function),
                },
            },
            other => return Err(other.why()),
        };
        for slope in slopes {
            let steep = self.one_decided(One::Absolute, Value::Real(slope))?;
            if number_order(&real(steep)?, &constant)? == Ordering::Greater {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn lipschitz_sampled(&mut self, constant: &Real, function: &Value) -> Decided<bool> {
        let samples: Vec<Value> = self.samples(Shape::Real);
        let pairs = samples
            .iter()
            .enumerate()
            .flat_map(|(at, left)| samples[..at].iter().map(move |right| (left, right)));
        for (left, right) in pairs {
            let (a, b) = (real(left.clone())?, real(right.clone())?);
            let rise = real(self.apply(function, left.clone()))?
                .minus(&real(self.apply(function, right.clone()))?);
            let rise = real(self.one_decided(One::Absolute, Value::Real(number(rise)?))?)?;
            let run = real(self.one_decided(One::Absolute, Value::Real(number(a.minus(&b))?))?)?;
            if number_order(&rise, &number(constant.times(&run))?)? == Ordering::Greater {
                return Ok(false);
            }
        }
        Err(Why::Infinite)
    }
}

fn number_list(slopes: Option<Vec<Real>>) -> Decided<Vec<Real>> {
    slopes.ok_or(Why::Precision)
}

pub(super) fn number_sign(x: &Real) -> Decided<Ordering> {
    x.sign().ok_or(Why::Precision)
}

pub(super) fn number_order(x: &Real, y: &Real) -> Decided<Ordering> {
    x.compare(y).ok_or(Why::Precision)
}

fn binomial(n: u64, k: u64) -> Option<u64> {
    if k > n {
        return Some(0);
    }
    (0..k.min(n - k)).try_fold(1u64, |value, i| Some(value.checked_mul(n - i)? / (i + 1)))
}

/// The largest natural number that is at most x; 0 below 0.
fn floor(x: &Real) -> Decided<u64> {
    let (low, high) = x.bounds(64).ok_or(Why::Precision)?;
    let down = |r: &crate::prove::arith::Rational| r.to_big().floor().to_integer();
    if low.is_negative() && number_sign(x)? != Ordering::Greater {
        return Ok(0);
    }
    if down(&low) != down(&high) {
        return Err(Why::Precision);
    }
    u64::try_from(down(&low)).map_err(|_| Why::TooLarge)
}

fn law(points: Vec<Value>, weights: Vec<Real>) -> Value {
    Value::Dist(Rc::new(Distribution { points, weights }))
}

pub(super) fn distribution(value: &Value) -> Decided<&Rc<Distribution>> {
    match value {
        Value::Dist(law) => Ok(law),
        other => Err(other.why()),
    }
}

fn uniform_below(n: u64) -> Decided<Value> {
    let n = i64::try_from(n)
        .ok()
        .filter(|n| *n <= 1000)
        .ok_or(Why::TooLarge)?;
    let points = (0..n.max(1)).map(|i| Value::Nat(i as u64)).collect();
    Ok(law(
        points,
        vec![Real::ratio(1, n.max(1)); n.max(1) as usize],
    ))
}

fn product(left: &Value, right: &Value) -> Decided<Value> {
    let (left, right) = (distribution(left)?, distribution(right)?);
    if left.points.len() * right.points.len() > MAX_LIST {
        return Err(Why::TooLarge);
    }
    let (mut points, mut weights) = (Vec::new(), Vec::new());
    for (x, p) in left.points.iter().zip(&left.weights) {
        for (y, q) in right.points.iter().zip(&right.weights) {
            points.push(Value::pair(x.clone(), y.clone()));
            weights.push(number(p.times(q))?);
        }
    }
    Ok(law(points, weights))
}

/// Independent draws as sequences; `arb` from n on.
fn sequences(n: u64, laws: &[Value]) -> Decided<Value> {
    if n as usize > laws.len() {
        return Err(Why::TooLarge);
    }
    let laws: Vec<&Rc<Distribution>> = laws.iter().map(distribution).collect::<Decided<_>>()?;
    let mut weights = vec![Real::ONE];
    for law in &laws {
        if weights.len() * law.points.len() > MAX_LIST {
            return Err(Why::TooLarge);
        }
        let mut scaled = Vec::with_capacity(weights.len() * law.points.len());
        for weight in &weights {
            for share in &law.weights {
                scaled.push(number(weight.times(share))?);
            }
        }
        weights = scaled;
    }
    let sequence = |place: usize| {
        let mut inside = weights.len();
        let value = |law: &&Rc<Distribution>| {
            inside /= law.points.len();
            law.points[place / inside % law.points.len()].clone()
        };
        Function::Sequence(laws.iter().map(value).collect(), Value::Arbitrary).into()
    };
    let points = (0..weights.len()).map(sequence).collect();
    Ok(law(points, weights))
}

/// n independent fair signs; nothing is known from n on.
fn signs(n: u64) -> Decided<Value> {
    if n > 14 {
        return Err(Why::TooLarge);
    }
    let sequence = |place: u64| {
        let sign = |i: u64| Value::Real(Real::integer(if place >> i & 1 == 1 { 1 } else { -1 }));
        let rest = Value::Unknown(Why::Arbitrary);
        Function::Sequence((0..n).rev().map(sign).collect(), rest).into()
    };
    let points = (0..1u64 << n).map(sequence).collect();
    Ok(law(points, vec![Real::ratio(1, 1 << n); 1 << n]))
}
