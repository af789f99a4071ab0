//! Functions on ℝ that are put together from piecewise linear ones, as one piecewise linear function: so conditions on
//! their slopes are decided. Code that does not look like that has no such form here, and stays undecided.

use super::code::{Code, Lambda, One, Search, Two};
use super::machine::{Decided, Machine};
use super::number::Real;
use super::operate::number_order;
use super::types::TypeId;
use super::value::{Function, Piecewise, Value, Why};
use std::cmp::Ordering;
use std::rc::Rc;

/// Functions with more points are given up.
const MAX_POINTS: usize = 64;

/// What code stands for while its argument runs through ℝ.
enum Lifted {
    /// The same for every argument.
    Plain(Value),
    /// A number that depends on it piecewise linearly.
    Line(Piecewise),
    /// Such numbers for the elements of a finite type, by their places.
    Rows(TypeId, Vec<Piecewise>),
    /// λ y. f (x − y) for a number x that depends on the argument.
    Shifted(Piecewise, Piecewise),
    /// The product of two such numbers.
    Product(Piecewise, Piecewise),
    /// A function that captured such a number at a place, besides values.
    Waiting(Rc<Lambda>, Rc<[Value]>, Argument),
}

/// The number that a function is looked at as a function of: the argument of the present frame, or what it captured.
struct Argument {
    line: Piecewise,
    captured: Option<u32>,
}

impl Argument {
    fn is(&self, code: &Code) -> bool {
        match code {
            Code::Slot(0) => self.captured.is_none(),
            Code::Captured(place) => self.captured == Some(*place),
            _ => false,
        }
    }
}

impl Machine<'_> {
    /// Slopes of a function of which no difference quotient is steeper than the steepest; nothing inside if quotients have no
    /// bound. For functions that are piecewise linear, or products of two such.
    pub(super) fn slopes_of(&mut self, function: &Value) -> Decided<Option<Vec<Real>>> {
        let start = Lifted::Line(Piecewise::line(Real::ZERO, Real::ONE));
        match self.lifted_apply(Lifted::Plain(function.clone()), start)? {
            Lifted::Line(line) => known(line.slopes()).map(Some),
            Lifted::Plain(Value::Real(_)) => Ok(Some(vec![Real::ZERO])),
            Lifted::Product(f, g) => known(product_slopes(&f, &g)),
            _ => Err(Why::Infinite),
        }
    }

    /// `∀ y. lipschitz L (λ x. d x y)` or `(λ x. d y x)` for a function d of the difference: the same for every y.
    pub(super) fn every_shift_lipschitz(&mut self, search: &Search) -> Option<Decided<bool>> {
        let Code::Lipschitz(constant, function) = &search.body else {
            return None;
        };
        let Code::Lambda(lambda) = &**function else {
            return None;
        };
        let Code::Apply(inner, second) = &lambda.body else {
            return None;
        };
        let Code::Apply(outer, first) = &**inner else {
            return None;
        };
        let variable = (self.stack.len() - self.base) as u32;
        let captured = |code: &Code| match code {
            Code::Captured(place) => match lambda.captured.get(*place as usize) {
                Some(Code::Slot(slot)) => Some(*slot),
                _ => None,
            },
            _ => None,
        };
        let other = match (&**first, &**second) {
            (Code::Slot(0), second) => captured(second),
            (first, Code::Slot(0)) => captured(first),
            _ => None,
        };
        let place = captured(outer).filter(|place| *place != variable)?;
        (other == Some(variable)).then_some(())?;
        let Value::Function(function) = &self.stack[self.base + place as usize] else {
            return None;
        };
        let Function::Shift(line) = &**function else {
            return None;
        };
        let line = Value::from(Function::Linear(line.clone()));
        let constant = self.with(Value::Unknown(Why::Infinite), constant);
        Some(match self.lipschitz(&constant, &line) {
            Value::Bool(holds) => Ok(holds),
            other => Err(other.why()),
        })
    }

    fn lift(&mut self, code: &Code, argument: &Argument) -> Decided<Lifted> {
        self.spend()?;
        match code {
            _ if argument.is(code) => Ok(Lifted::Line(argument.line.clone())),
            Code::Lambda(lambda) => {
                let place = lambda.captured.iter().position(|code| argument.is(code));
                let Value::Function(function) = self.run(code) else {
                    return Err(Why::Infinite);
                };
                match (&*function, place) {
                    (Function::Closure(lambda, captured), Some(place)) => {
                        let line = argument.line.clone();
                        let captured_at = Some(place as u32);
                        let argument = Argument {
                            line,
                            captured: captured_at,
                        };
                        Ok(Lifted::Waiting(lambda.clone(), captured.clone(), argument))
                    }
                    _ => Ok(Lifted::Plain(Value::Function(function))),
                }
            }
            Code::Apply(function, inside) => {
                let function = self.lift(function, argument)?;
                let inside = self.lift(inside, argument)?;
                self.lifted_apply(function, inside)
            }
            Code::Two(
                operation @ (Two::Add
                | Two::Subtract
                | Two::Multiply
                | Two::Divide
                | Two::Minimum
                | Two::Maximum),
                left,
                right,
            ) => {
                let left = self.lift(left, argument)?;
                let right = self.lift(right, argument)?;
                self.lifted_two(*operation, left, right)
            }
            Code::One(operation @ (One::Negate | One::Absolute), inside) => {
                match self.lift(inside, argument)? {
                    Lifted::Line(line) => known(if *operation == One::Negate {
                        line.scaled(&Real::integer(-1))
                    } else {
                        line.absolute()
                    })
                    .map(Lifted::Line),
                    Lifted::Plain(value) => plain(self.one(*operation, value)),
                    _ => Err(Why::Infinite),
                }
            }
            Code::If(condition, yes, no) => self.lifted_if(condition, yes, no, argument),
            _ => plain(self.run(code)),
        }
    }

    /// A function applied to an argument, either of which may depend on a real number.
    fn lifted_apply(&mut self, function: Lifted, argument: Lifted) -> Decided<Lifted> {
        match (function, argument) {
            (Lifted::Plain(function), Lifted::Plain(argument)) => {
                plain(self.apply(&function, argument))
            }
            (Lifted::Plain(Value::Function(function)), Lifted::Line(line)) => match &*function {
                Function::Linear(outer) => known(outer.after(&line)).map(Lifted::Line),
                Function::Constant(value) => plain(value.clone()),
                Function::Closure(lambda, captured) => {
                    let argument = Argument {
                        line,
                        captured: None,
                    };
                    let unknown = Value::Unknown(Why::Infinite);
                    self.lifted_body(lambda, captured, unknown, &argument)
                }
                Function::Family(ty, rows) => {
                    let rows = rows.iter().map(|row| known(row.after(&line)));
                    Ok(Lifted::Rows(*ty, rows.collect::<Decided<_>>()?))
                }
                Function::Shift(outer) => Ok(Lifted::Shifted(outer.clone(), line)),
                _ => Err(Why::Infinite),
            },
            (Lifted::Waiting(lambda, captured, line), Lifted::Plain(argument)) => {
                self.lifted_body(&lambda, &captured, argument, &line)
            }
            (Lifted::Rows(ty, rows), Lifted::Plain(argument)) => {
                let place = self.place(ty, &argument)? as usize;
                let row = rows.get(place).cloned().ok_or(Why::Opaque)?;
                Ok(Lifted::Line(row))
            }
            (Lifted::Shifted(outer, line), Lifted::Plain(Value::Real(y))) => {
                let y = Piecewise::line(y, Real::ZERO);
                known(line.minus(&y).and_then(|line| outer.after(&line))).map(Lifted::Line)
            }
            (Lifted::Shifted(outer, line), Lifted::Line(other)) => {
                known(line.minus(&other).and_then(|line| outer.after(&line))).map(Lifted::Line)
            }
            _ => Err(Why::Infinite),
        }
    }

    fn lifted_body(
        &mut self,
        lambda: &Rc<Lambda>,
        captured: &Rc<[Value]>,
        value: Value,
        argument: &Argument,
    ) -> Decided<Lifted> {
        let outer = std::mem::replace(&mut self.captured, captured.clone());
        let (base, start) = (self.base, self.stack.len());
        self.stack.push(value);
        self.base = start;
        let result = self.lift(&lambda.body, argument);
        self.stack.truncate(start);
        self.base = base;
        self.captured = outer;
        result
    }

    fn lifted_two(&mut self, operation: Two, left: Lifted, right: Lifted) -> Decided<Lifted> {
        let line = |lifted: Lifted| match lifted {
            Lifted::Line(line) => Ok(line),
            Lifted::Plain(Value::Real(value)) => Ok(Piecewise::line(value, Real::ZERO)),
            _ => Err(Why::Infinite),
        };
        let result = match (operation, left, right) {
            (_, Lifted::Plain(left), Lifted::Plain(right)) => {
                return plain(self.two(operation, left, right));
            }
            (Two::Multiply, Lifted::Plain(Value::Real(x)), Lifted::Line(line))
            | (Two::Multiply, Lifted::Line(line), Lifted::Plain(Value::Real(x))) => line.scaled(&x),
            (Two::Multiply, Lifted::Line(f), Lifted::Line(g)) => return Ok(Lifted::Product(f, g)),
            (Two::Divide, Lifted::Line(line), Lifted::Plain(Value::Real(x))) => {
                x.inverse().and_then(|x| line.scaled(&x))
            }
            (Two::Add, left, right) => line(left)?.plus(&line(right)?),
            (Two::Subtract, left, right) => line(left)?.minus(&line(right)?),
            (Two::Maximum, left, right) => line(left)?.larger(&line(right)?),
            (Two::Minimum, left, right) => {
                let minus = Real::integer(-1);
                let (left, right) = (line(left)?.scaled(&minus), line(right)?.scaled(&minus));
                left.zip(right)
                    .and_then(|(left, right)| left.larger(&right)?.scaled(&minus))
            }
            _ => return Err(Why::Infinite),
        };
        known(result).map(Lifted::Line)
    }

    /// A conditional: a plain one, or one that asks on which side of a number another is, if both branches meet there.
    fn lifted_if(
        &mut self,
        condition: &Code,
        yes: &Code,
        no: &Code,
        argument: &Argument,
    ) -> Decided<Lifted> {
        match self.holds(condition) {
            Ok(true) => return self.lift(yes, argument),
            Ok(false) => return self.lift(no, argument),
            Err(_) => {}
        }
        let Code::Two(relation @ (Two::Less | Two::LessEqual), left, right) = condition else {
            return Err(Why::Infinite);
        };
        let left = self.lift(left, argument)?;
        let right = self.lift(right, argument)?;
        let Lifted::Line(side) = self.lifted_two(Two::Subtract, left, right)? else {
            return Err(Why::Infinite);
        };
        let mut branch = |code| {
            let lifted = self.lift(code, argument)?;
            let zero = Lifted::Plain(Value::Real(Real::ZERO));
            match lifted {
                Lifted::Line(line) => Ok(line),
                other => match self.lifted_two(Two::Add, other, zero)? {
                    Lifted::Plain(Value::Real(x)) => Ok(Piecewise::line(x, Real::ZERO)),
                    _ => Err(Why::Infinite),
                },
            }
        };
        let (yes, no) = (branch(yes)?, branch(no)?);
        joined(*relation, &side, &yes, &no).map(Lifted::Line)
    }
}

/// One function where the side is below 0, another elsewhere, if they are equal where they meet.
fn joined(relation: Two, side: &Piecewise, yes: &Piecewise, no: &Piecewise) -> Decided<Piecewise> {
    let zeros = side.zeros().ok_or(Why::Precision)?;
    for x in &zeros {
        let (a, b) = (known(yes.at(x))?, known(no.at(x))?);
        if number_order(&a, &b)? != Ordering::Equal {
            return Err(Why::Infinite);
        }
    }
    let lines = [side, yes, no];
    let points = lines.iter().flat_map(|line| &line.points);
    let places = points.map(|(x, _)| x.clone()).chain(zeros).collect();
    let value = |x: &Real| {
        let below = match side.at(x)?.sign()? {
            Ordering::Less => true,
            Ordering::Equal => relation == Two::LessEqual,
            Ordering::Greater => false,
        };
        if below { yes.at(x) } else { no.at(x) }
    };
    known(Piecewise::through(places, value))
}

/// The slopes of f · g at the ends of the parts where both are linear: there the slope is linear, too. Nothing inside if the
/// product is quadratic towards ±∞.
fn product_slopes(f: &Piecewise, g: &Piecewise) -> Option<Option<Vec<Real>>> {
    let (first, second) = (f.with(g, |x, _| Some(x))?, f.with(g, |_, y| Some(y))?);
    let is_flat = |x: &Real, y: &Real| Some(x.times(y)?.sign()? == Ordering::Equal);
    if !is_flat(&first.before, &second.before)? || !is_flat(&first.after, &second.after)? {
        return Some(None);
    }
    let slope = |at: usize, (s, t): (&Real, &Real)| {
        let (x, y) = (&first.points[at].1, &second.points[at].1);
        s.times(y)?.plus(&x.times(t)?)
    };
    let last = first.points.len() - 1;
    let mut found = vec![
        slope(0, (&first.before, &second.before))?,
        slope(last, (&first.after, &second.after))?,
    ];
    for at in 0..last {
        let inner = |line: &Piecewise| {
            let (a, b) = (&line.points[at], &line.points[at + 1]);
            b.1.minus(&a.1)?.times(&b.0.minus(&a.0)?.inverse()?)
        };
        let (s, t) = (inner(&first)?, inner(&second)?);
        found.push(slope(at, (&s, &t))?);
        found.push(slope(at + 1, (&s, &t))?);
    }
    Some(Some(found))
}

fn known<T>(value: Option<T>) -> Decided<T> {
    value.ok_or(Why::Precision)
}

fn plain(value: Value) -> Decided<Lifted> {
    match value {
        Value::Unknown(why) => Err(why),
        value => Ok(Lifted::Plain(value)),
    }
}

impl Piecewise {
    /// c + m · x
    pub fn line(value: Real, slope: Real) -> Self {
        Piecewise {
            points: vec![(Real::ZERO, value)],
            before: slope.clone(),
            after: slope,
        }
    }

    /// The function with these values that is linear between and beyond those places.
    fn through(mut places: Vec<Real>, value: impl Fn(&Real) -> Option<Real>) -> Option<Self> {
        let mut decided = true;
        places.sort_by(|a, b| {
            let order = a.compare(b);
            decided &= order.is_some();
            order.unwrap_or(Ordering::Equal)
        });
        places.dedup_by(|a, b| a.compare(b) == Some(Ordering::Equal));
        (decided && places.len() <= MAX_POINTS).then_some(())?;
        let (first, last) = (places.first()?.clone(), places.last()?.clone());
        let before = value(&first)?.minus(&value(&first.minus(&Real::ONE)?)?)?;
        let after = value(&last.plus(&Real::ONE)?)?.minus(&value(&last)?)?;
        let points = places
            .into_iter()
            .map(|x| value(&x).map(|y| (x, y)))
            .collect::<Option<_>>()?;
        Some(Piecewise {
            points,
            before,
            after,
        })
    }

    fn places(&self) -> impl Iterator<Item = Real> + '_ {
        self.points.iter().map(|(x, _)| x.clone())
    }

    fn with(&self, other: &Self, value: impl Fn(Real, Real) -> Option<Real>) -> Option<Self> {
        let places = self.places().chain(other.places()).collect();
        Self::through(places, |x| value(self.at(x)?, other.at(x)?))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        self.with(other, |a, b| a.plus(&b))
    }

    fn minus(&self, other: &Self) -> Option<Self> {
        self.with(other, |a, b| a.minus(&b))
    }

    fn scaled(&self, by: &Real) -> Option<Self> {
        Self::through(self.places().collect(), |x| self.at(x)?.times(by))
    }

    /// Where it is 0, as far as it is not 0 on a whole piece.
    fn zeros(&self) -> Option<Vec<Real>> {
        let (first, last) = (self.points.first()?, self.points.last()?);
        let mut found = Vec::new();
        let mut ray = |start: &(Real, Real), slope: &Real, wanted: Ordering| {
            if slope.is_zero() {
                return Some(());
            }
            let x = start.0.minus(&start.1.times(&slope.inverse()?)?)?;
            let order = x.compare(&start.0)?;
            found.extend((order == wanted || order == Ordering::Equal).then_some(x));
            Some(())
        };
        ray(first, &self.before, Ordering::Less)?;
        ray(last, &self.after, Ordering::Greater)?;
        for pair in self.points.windows(2) {
            let (low, high) = (pair[0].1.sign()?, pair[1].1.sign()?);
            if low == high {
                continue;
            }
            let run = pair[1].0.minus(&pair[0].0)?;
            let rise = pair[1].1.minus(&pair[0].1)?;
            let part = pair[0].1.times(&run)?.times(&rise.inverse()?)?;
            found.push(pair[0].0.minus(&part)?);
        }
        Some(found)
    }

    fn absolute(&self) -> Option<Self> {
        let places = self.places().chain(self.zeros()?).collect();
        Self::through(places, |x| {
            let value = self.at(x)?;
            Some(if value.sign()? == Ordering::Less {
                value.negated()
            } else {
                value
            })
        })
    }

    fn larger(&self, other: &Self) -> Option<Self> {
        let meeting = self.minus(other)?.zeros()?;
        let places = self.places().chain(other.places()).chain(meeting).collect();
        Self::through(places, |x| {
            let (a, b) = (self.at(x)?, other.at(x)?);
            Some(if a.compare(&b)? == Ordering::Less {
                b
            } else {
                a
            })
        })
    }

    /// This function after another.
    fn after(&self, inner: &Self) -> Option<Self> {
        let mut places: Vec<Real> = inner.places().collect();
        for (x, _) in &self.points {
            let level = Self::line(x.clone(), Real::ZERO);
            places.extend(inner.minus(&level)?.zeros()?);
        }
        Self::through(places, |x| self.at(&inner.at(x)?))
    }

    /// λ y. f (x − y)
    pub fn reflected(&self, x: &Real) -> Option<Self> {
        let inner = Self::line(x.clone(), Real::integer(-1));
        self.after(&inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_line() -> impl Strategy<Value = Piecewise> {
        let number = || (-6i64..7, 1i64..4).prop_map(|(p, q)| Real::ratio(p, q));
        let points = proptest::collection::vec((number(), number()), 1..4);
        (points, number(), number()).prop_map(|(mut points, before, after)| {
            points.sort_by(|a, b| a.0.compare(&b.0).unwrap());
            points.dedup_by(|a, b| a.0 == b.0);
            Piecewise {
                points,
                before,
                after,
            }
        })
    }

    proptest! {
        #[test]
        fn operations_agree_with_values(f in any_line(), g in any_line(), p in -40i64..41) {
            let x = Real::ratio(p, 5);
            let (a, b) = (f.at(&x).unwrap(), g.at(&x).unwrap());
            prop_assert_eq!(f.plus(&g).unwrap().at(&x), a.plus(&b));
            prop_assert_eq!(f.minus(&g).unwrap().at(&x), a.minus(&b));
            prop_assert_eq!(f.after(&g).unwrap().at(&x), f.at(&b));
            let larger = if a.compare(&b) == Some(Ordering::Less) { b.clone() } else { a.clone() };
            prop_assert_eq!(f.larger(&g).unwrap().at(&x), Some(larger));
            let size = if a.sign() == Some(Ordering::Less) { a.negated() } else { a };
            prop_assert_eq!(f.absolute().unwrap().at(&x), Some(size));
            prop_assert_eq!(f.reflected(&b).unwrap().at(&x), f.at(&b.minus(&x).unwrap()));
        }
    }
}
