//! What ranges over something: the candidates of a quantifier, the members of a set, folds over ranges, suprema;
//! equality, which ranges over the arguments of functions.

use super::code::{Code, Fold, Guard, Over, Search, Set};
use super::machine::{Decided, MAX_LIST, Machine, junk, natural, number, real};
use super::number::{Real, Sum};
use super::types::{Shape, TypeId};
use super::value::{Distribution, Function, Value, Why};
use std::cmp::Ordering;
use std::rc::Rc;

/// Ranges with more terms are not gone through.
const MAX_RANGE: u64 = 2_000;

/// So many beginnings of sequences are gone through.
const MAX_BEGINNINGS: u64 = 128;

/// The members of a set: in the value that holds them, or listed anew.
enum Gathered {
    Shared(Rc<Function>),
    Own(Vec<Value>),
}

impl Gathered {
    fn members(&self) -> &[Value] {
        match self {
            Gathered::Shared(function) => match &**function {
                Function::Members(_, members) => members,
                _ => &[],
            },
            Gathered::Own(members) => members,
        }
    }
}

/// What the values of a variable that are tried are to all its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// All that matter.
    Complete,
    /// Numbers of which the last stands for all above it.
    Settled,
    /// Some.
    Sampled,
}

/// The values of a variable that are tried.
type Candidates = (Vec<Value>, Coverage);

impl Machine<'_> {
    pub(super) fn candidates(&mut self, search: &Search) -> Candidates {
        for guard in &search.guards {
            if let Ok(listed) = self.guarded(guard) {
                return (listed, Coverage::Complete);
            }
        }
        if let Some(size) = self.types.enumerable(search.ty) {
            let elements = (0..size).map(|place| self.types.element(search.ty, place));
            return (elements.collect(), Coverage::Complete);
        }
        if let Some(sequences) = self.sequences(search.ty) {
            return (sequences, Coverage::Complete);
        }
        if let Some(last) = self.settled_after(search) {
            return ((0..=last).map(Value::Nat).collect(), Coverage::Settled);
        }
        let samples = self.samples(self.types.shape(search.ty));
        (samples, Coverage::Sampled)
    }

    /// A number that stands for all numbers above it, if the predicate settles.
    fn settled_after(&self, search: &Search) -> Option<u64> {
        let beyond = search.settles.filter(|_| self.horizon <= MAX_RANGE)?;
        Some(self.horizon.max(self.reached) + beyond)
    }

    /// All beginnings of sequences over a finite type, each going on in an unknown way: what is decided on a beginning
    /// is decided for every sequence that begins so.
    fn sequences(&self, ty: TypeId) -> Option<Vec<Value>> {
        let Shape::Function(index, element) = self.types.shape(ty) else {
            return None;
        };
        (self.types.shape(index) == Shape::Nat).then_some(())?;
        let size = self.types.enumerable(element)?;
        let fits = |length: u32| {
            size.checked_pow(length)
                .is_some_and(|count| count <= MAX_BEGINNINGS)
        };
        let length = (0..=self.horizon.min(4) as u32)
            .rev()
            .find(|length| fits(*length))?;
        let sequence = |mut place: u64| -> Value {
            let mut values = Vec::new();
            for _ in 0..length {
                values.push(self.types.element(element, place % size));
                place /= size;
            }
            Function::Sequence(values, Value::Unknown(Why::Arbitrary)).into()
        };
        Some((0..size.pow(length)).map(sequence).collect())
    }

    /// Some values of an infinite type.
    pub(super) fn samples(&self, shape: Shape) -> Vec<Value> {
        let number = |(p, q): &(i64, i64)| Value::Real(Real::ratio(*p, *q));
        match shape {
            Shape::Nat => (0..8).map(Value::Nat).collect(),
            Shape::Real => [
                (0, 1),
                (1, 1),
                (-1, 1),
                (1, 2),
                (2, 1),
                (-3, 2),
                (1, 100),
                (7, 3),
                (-50, 1),
                (100, 1),
            ]
            .iter()
            .map(number)
            .collect(),
            _ => Vec::new(),
        }
    }

    fn guarded(&mut self, guard: &Guard) -> Decided<Vec<Value>> {
        match guard {
            Guard::Member(set) => self.members(set),
            Guard::Equal(code) => match self.run(code) {
                Value::Unknown(why) => Err(why),
                value => Ok(vec![value]),
            },
            Guard::Below(code) | Guard::UpTo(code) => {
                let bound = self.run(code);
                let bound = natural(&bound)? + u64::from(matches!(guard, Guard::UpTo(_)));
                if bound > MAX_RANGE {
                    return Err(Why::TooLarge);
                }
                Ok((0..bound).map(Value::Nat).collect())
            }
        }
    }

    /// The members of a set, each once.
    pub(super) fn members(&mut self, set: &Set) -> Decided<Vec<Value>> {
        match set {
            Set::Empty => Ok(vec![]),
            Set::Single(_, code) => match self.run(code) {
                Value::Unknown(why) => Err(why),
                value => Ok(vec![value]),
            },
            Set::All(ty) if self.types.enumerable(*ty).is_none() => {
                self.sequences(*ty).ok_or(Why::Infinite)
            }
            Set::All(ty) => {
                let size = self.types.enumerable(*ty).ok_or(Why::Infinite)?;
                Ok((0..size)
                    .map(|place| self.types.element(*ty, place))
                    .collect())
            }
            Set::Where(search) => self.found(search),
            Set::Value(ty, code) => {
                let value = self.run(code);
                self.listed(*ty, &value)
            }
            Set::Insert(ty, code, rest) => {
                let first = self.run(code);
                let rest = self.members(rest)?;
                self.distinct(*ty, [first].into_iter().chain(rest))
            }
            Set::Union(ty, left, right) => {
                let left = self.members(left)?;
                let right = self.members(right)?;
                self.distinct(*ty, left.into_iter().chain(right))
            }
            Set::Filter(ty, keep, left, right) => self.filtered(*ty, *keep, left, right),
            Set::Times(_, left, right) => {
                let (left, right) = (self.members(left)?, self.members(right)?);
                if left.len() * right.len() > MAX_LIST {
                    return Err(Why::TooLarge);
                }
                let pair = |x: &Value| {
                    right
                        .iter()
                        .map(move |y| Value::pair(x.clone(), y.clone()))
                        .collect::<Vec<_>>()
                };
                Ok(left.iter().flat_map(pair).collect())
            }
            Set::Support(ty, law) => match self.run(law) {
                Value::Dist(law) => self.distinct(*ty, law.points.iter().cloned()),
                other => Err(other.why()),
            },
            Set::Image(ty, base, body) => {
                let base = self.members(base)?;
                let values: Vec<Value> = base.into_iter().map(|x| self.with(x, body)).collect();
                self.distinct(*ty, values)
            }
        }
    }

    fn found(&mut self, search: &Search) -> Decided<Vec<Value>> {
        let (candidates, coverage) = self.candidates(search);
        if coverage == Coverage::Sampled {
            return Err(Why::Infinite);
        }
        let count = candidates.len();
        let mut members = Vec::new();
        for candidate in candidates {
            match self.at(candidate.clone(), &search.body) {
                Value::Bool(true) => members.push(candidate),
                Value::Bool(false) => {}
                other => return Err(other.why()),
            }
        }
        // All numbers above the last one are members with it.
        let goes_on = coverage == Coverage::Settled
            && matches!(members.last(), Some(Value::Nat(n)) if *n as usize + 1 == count);
        if goes_on {
            return Err(Why::Infinite);
        }
        Ok(members)
    }

    fn filtered(&mut self, ty: TypeId, keep: bool, left: &Set, right: &Set) -> Decided<Vec<Value>> {
        let left = self.members(left)?;
        let right = self.members(right)?;
        let mut kept = Vec::new();
        for value in left {
            if self.contains(ty, &right, &value)? == keep {
                kept.push(value);
            }
        }
        Ok(kept)
    }

    /// The members of a set that is a value.
    pub fn listed(&mut self, element: TypeId, set: &Value) -> Decided<Vec<Value>> {
        let Value::Function(function) = set else {
            return Err(set.why());
        };
        match &**function {
            Function::Members(_, members) => Ok(members.clone()),
            Function::Constant(Value::Bool(false)) => Ok(vec![]),
            _ => {
                let size = self.types.enumerable(element).ok_or(Why::Infinite)?;
                let mut members = Vec::new();
                for place in 0..size {
                    let value = self.types.element(element, place);
                    match self.apply(set, value.clone()) {
                        Value::Bool(true) => members.push(value),
                        Value::Bool(false) => {}
                        other => return Err(other.why()),
                    }
                }
                Ok(members)
            }
        }
    }

    pub(super) fn distinct(
        &mut self,
        ty: TypeId,
        values: impl IntoIterator<Item = Value>,
    ) -> Decided<Vec<Value>> {
        let mut kept: Vec<Value> = Vec::new();
        for value in values {
            if let Value::Unknown(why) = value {
                return Err(why);
            }
            if !self.contains(ty, &kept, &value)? {
                kept.push(value);
            }
        }
        Ok(kept)
    }

    /// Whether a value is among these.
    pub(super) fn contains(
        &mut self,
        ty: TypeId,
        members: &[Value],
        value: &Value,
    ) -> Decided<bool> {
        let mut undecided = None;
        for member in members {
            match self.equal(ty, member, value) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(why) => undecided = Some(why),
            }
        }
        undecided.map_or(Ok(false), Err)
    }

    pub(super) fn set_value(&mut self, set: &Set) -> Value {
        let ty = match set {
            Set::Where(search) => search.ty,
            Set::Value(_, code) => return self.run(code),
            Set::All(_) => return Function::Constant(Value::Bool(true)).into(),
            Set::Empty => return Function::Constant(Value::Bool(false)).into(),
            Set::Single(ty, _)
            | Set::Times(ty, ..)
            | Set::Insert(ty, ..)
            | Set::Union(ty, ..)
            | Set::Filter(ty, ..)
            | Set::Image(ty, ..)
            | Set::Support(ty, _) => *ty,
        };
        match self.members(set) {
            Ok(members) if members.iter().any(is_beginning) => Value::Unknown(Why::Infinite),
            Ok(members) => Function::Members(ty, members).into(),
            Err(why) => Value::Unknown(why),
        }
    }

    /// Σ, Π or the mean over i < n.
    pub(super) fn range(&mut self, fold: Fold, count: &Code, body: &Code) -> Decided<Real> {
        let count = match self.peek(count) {
            Some(known) => natural(known)?,
            None => natural(&self.run(count))?,
        };
        if count > MAX_RANGE {
            return Err(Why::TooLarge);
        }
        self.fold(fold, (0..count).map(Value::Nat), count, body)
    }

    fn fold(
        &mut self,
        fold: Fold,
        terms: impl Iterator<Item = Value>,
        count: u64,
        body: &Code,
    ) -> Decided<Real> {
        if fold == Fold::Product {
            return self.product(terms, body);
        }
        let mut sum = Sum::default();
        for term in terms {
            let value = self.number_with(term, body)?;
            if !sum.add(&value) {
                return Err(Why::Precision);
            }
        }
        let sum = sum.total().ok_or(Why::Precision)?;
        if fold == Fold::Sum {
            return Ok(sum);
        }
        if count == 0 {
            return Ok(self.by_convention(junk::AVERAGE));
        }
        let share = Real::ratio(1, count as i64);
        sum.times(&share).ok_or(Why::Precision)
    }

    fn product(&mut self, terms: impl Iterator<Item = Value>, body: &Code) -> Decided<Real> {
        let mut product = Real::ONE;
        for term in terms {
            let value = self.number_with(term, body)?;
            product = product.times(&value).ok_or(Why::Precision)?;
        }
        Ok(product)
    }

    /// The members of a set, not copied if they are there.
    fn gathered(&mut self, set: &Set) -> Decided<Gathered> {
        let Set::Value(ty, code) = set else {
            return self.members(set).map(Gathered::Own);
        };
        let value = self.run(code);
        match &value {
            Value::Function(function) if matches!(**function, Function::Members(..)) => {
                Ok(Gathered::Shared(function.clone()))
            }
            _ => self.listed(*ty, &value).map(Gathered::Own),
        }
    }

    pub(super) fn over(&mut self, over: Over, set: &Set, body: &Code) -> Value {
        let gathered = match self.gathered(set) {
            Ok(gathered) => gathered,
            Err(why) => return Value::Unknown(why),
        };
        let members = gathered.members();
        // A beginning of sequences stands for many members: it has one value, but it is not one member.
        if !matches!(over, Over::Supremum | Over::Infimum) && members.iter().any(is_beginning) {
            return Value::Unknown(Why::Infinite);
        }
        match over {
            Over::Supremum => number(self.extreme(members, body, Ordering::Greater)),
            Over::Infimum => number(self.extreme(members, body, Ordering::Less)),
            Over::Above | Over::Below | Over::Finite => Value::Bool(true),
            Over::Card => Value::Nat(members.len() as u64),
            Over::Fold(fold) => {
                let count = members.len() as u64;
                number(self.fold(fold, members.iter().cloned(), count, body))
            }
            Over::Uniform if members.is_empty() => Value::Unknown(Why::Arbitrary),
            Over::Uniform => {
                let weights = vec![Real::ratio(1, members.len() as i64); members.len()];
                Value::Dist(Rc::new(Distribution {
                    points: members.to_vec(),
                    weights,
                }))
            }
            Over::Image(_) => Value::Unknown(Why::Opaque),
        }
    }

    /// Over all numbers of which a predicate holds: beyond the last one that is tried, predicate and body do not change.
    pub(super) fn settled_over(&mut self, over: Over, search: &Search, body: &Code) -> Value {
        let Some(last) = self.settled_after(search) else {
            return Value::Unknown(Why::Infinite);
        };
        let mut best = None;
        for n in 0..=last {
            match self.at(Value::Nat(n), &search.body) {
                Value::Bool(true) => {}
                Value::Bool(false) => continue,
                other => return other.unknown(),
            }
            let value = match real(self.at(Value::Nat(n), body)) {
                Ok(value) => value,
                Err(why) => return Value::Unknown(why),
            };
            let order = best.as_ref().map(|best: &Real| value.compare(best));
            let wanted = match over {
                Over::Infimum | Over::Below => Ordering::Less,
                _ => Ordering::Greater,
            };
            match order {
                Some(None) => return Value::Unknown(Why::Precision),
                Some(Some(order)) if order != wanted => {}
                _ => best = Some(value),
            }
        }
        match over {
            Over::Above | Over::Below => Value::Bool(true),
            _ => Value::Real(best.unwrap_or_else(|| self.by_convention(junk::SUPREMUM))),
        }
    }

    fn extreme(&mut self, members: &[Value], body: &Code, wanted: Ordering) -> Decided<Real> {
        let mut best: Option<Real> = None;
        for member in members {
            let value = self.number_with(member.clone(), body)?;
            let better = match &best {
                None => true,
                Some(best) => value.compare(best).ok_or(Why::Precision)? == wanted,
            };
            if better {
                best = Some(value);
            }
        }
        Ok(best.unwrap_or_else(|| self.by_convention(junk::SUPREMUM)))
    }

    /// The value as a table, if it is a function on a finite type and is none yet.
    pub(super) fn tabulated(&mut self, ty: TypeId, value: &Value) -> Decided<Value> {
        match (self.types.shape(ty), value) {
            (Shape::Function(domain, codomain), Value::Function(_)) => {
                let size = self.types.enumerable(domain).ok_or(Why::Infinite)?;
                let mut values = Vec::with_capacity(size as usize);
                for place in 0..size {
                    let argument = self.types.element(domain, place);
                    let result = self.apply(value, argument);
                    values.push(self.tabulated(codomain, &result)?);
                }
                Ok(Function::Table(domain, values).into())
            }
            (Shape::Pair(a, b), Value::Pair(pair)) => Ok(Value::pair(
                self.tabulated(a, &pair.0)?,
                self.tabulated(b, &pair.1)?,
            )),
            (_, Value::Unknown(_) | Value::Arbitrary) => Err(value.why()),
            _ => Ok(value.clone()),
        }
    }

    pub(super) fn updated(
        &mut self,
        ty: TypeId,
        function: Value,
        key: Value,
        value: Value,
    ) -> Value {
        if let (Value::Function(f), Value::Nat(n)) = (&function, &key)
            && let Function::Sequence(values, rest) = &**f
            && (*n as usize) < 256
        {
            let mut values = values.clone();
            let length = values.len().max(*n as usize + 1);
            values.resize(length, rest.clone());
            values[*n as usize] = value;
            return Function::Sequence(values, rest.clone()).into();
        }
        Function::Updated(ty, function, key, value).into()
    }
}

/// Whether a value stands for all sequences that begin so, or contains one that does.
fn is_beginning(value: &Value) -> bool {
    match value {
        Value::Unknown(_) => true,
        Value::Pair(pair) => is_beginning(&pair.0) || is_beginning(&pair.1),
        Value::Function(function) => match &**function {
            Function::Table(_, values) | Function::Prefixed(_, _, values) => {
                values.iter().any(is_beginning)
            }
            Function::Sequence(values, rest) => {
                is_beginning(rest) || values.iter().any(is_beginning)
            }
            Function::Constant(value) => is_beginning(value),
            Function::Closure(_, captured) => captured.iter().any(is_beginning),
            Function::Updated(_, before, key, value) => {
                [before, key, value].into_iter().any(is_beginning)
            }
            Function::Members(_, members) => members.iter().any(is_beginning),
            Function::Linear(_) | Function::Family(..) | Function::Shift(_) => false,
        },
        Value::Dist(law) => law.points.iter().any(is_beginning),
        Value::Arbitrary | Value::Bool(_) | Value::Nat(_) | Value::Real(_) | Value::Point(_) => {
            false
        }
    }
}
