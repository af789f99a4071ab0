//! What ranges over something: the candidates of a quantifier, the members of a set, folds over ranges, suprema;
//! equality, which ranges over the arguments of functions.

use super::code::{Code, Fold, Guard, Over, Search, Set};
use super::machine::{Decided, MAX_LIST, Machine, junk, natural, real};
use super::number::Real;
use super::operate::number_order;
use super::types::{Shape, TypeId};
use super::value::{Distribution, Function, Value, Why};
use std::cmp::Ordering;
use std::rc::Rc;

/// Ranges with more terms are not gone through.
const MAX_RANGE: u64 = 2_000;

/// So many beginnings of sequences are gone through.
const MAX_BEGINNINGS: u64 = 128;

/// The values of a variable that are tried, and whether these are all that matter.
type Candidates = (Vec<Value>, bool);

impl Machine<'_> {
    pub(super) fn candidates(&mut self, search: &Search) -> Candidates {
        for guard in &search.guards {
            if let Ok(listed) = self.guarded(guard) {
                return (listed, true);
            }
        }
        if let Some(size) = self.types.enumerable(search.ty) {
            let elements = (0..size).map(|place| self.types.element(search.ty, place));
            return (elements.collect(), true);
        }
        if let Some(sequences) = self.sequences(search.ty) {
            return (sequences, true);
        }
        if search.settles {
            return ((0..=self.horizon + 1).map(Value::Nat).collect(), true);
        }
        (self.samples(self.types.shape(search.ty)), false)
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
            Set::Single(code) => match self.run(code) {
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
            Set::Times(left, right) => {
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
        let (candidates, complete) = self.candidates(search);
        if !complete {
            return Err(Why::Infinite);
        }
        let mut members = Vec::new();
        for candidate in candidates {
            match self.with(candidate.clone(), &search.body) {
                Value::Bool(true) => members.push(candidate),
                Value::Bool(false) => {}
                other => return Err(other.why()),
            }
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

    fn distinct(
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
            Set::Insert(ty, ..)
            | Set::Union(ty, ..)
            | Set::Filter(ty, ..)
            | Set::Image(ty, ..)
            | Set::Support(ty, _) => *ty,
            Set::Single(_) | Set::Times(..) => return Value::Unknown(Why::Opaque),
        };
        match self.members(set) {
            Ok(members) => Function::Members(ty, members).into(),
            Err(why) => Value::Unknown(why),
        }
    }

    pub(super) fn range(&mut self, fold: Fold, count: &Code, body: &Code) -> Value {
        let count = self.run(count);
        match natural(&count) {
            Ok(n) if n <= MAX_RANGE => self.fold(fold, (0..n).map(Value::Nat), n, body),
            Ok(_) => Value::Unknown(Why::TooLarge),
            Err(why) => Value::Unknown(why),
        }
    }

    fn fold(
        &mut self,
        fold: Fold,
        terms: impl Iterator<Item = Value>,
        count: u64,
        body: &Code,
    ) -> Value {
        let mut result = if fold == Fold::Product {
            Real::ONE
        } else {
            Real::ZERO
        };
        for term in terms {
            let value = match self.with(term, body) {
                Value::Real(x) => x,
                other => return other.unknown(),
            };
            let next = match fold {
                Fold::Product => result.times(&value),
                _ => result.plus(&value),
            };
            let Some(next) = next else {
                return Value::Unknown(Why::Precision);
            };
            result = next;
        }
        if fold != Fold::Average {
            return Value::Real(result);
        }
        if count == 0 {
            self.junk |= junk::AVERAGE;
            return Value::Real(Real::ZERO);
        }
        result.times(&Real::ratio(1, count as i64)).into()
    }

    pub(super) fn over(&mut self, over: Over, set: &Set, body: &Code) -> Value {
        let members = match self.members(set) {
            Ok(members) => members,
            Err(why) => return Value::Unknown(why),
        };
        match over {
            Over::Supremum => self.extreme(members, body, Ordering::Greater),
            Over::Infimum => self.extreme(members, body, Ordering::Less),
            Over::Above | Over::Below | Over::Finite => Value::Bool(true),
            Over::Card => Value::Nat(members.len() as u64),
            Over::Fold(fold) => {
                let count = members.len() as u64;
                self.fold(fold, members.into_iter(), count, body)
            }
            Over::Uniform if members.is_empty() => Value::Unknown(Why::Arbitrary),
            Over::Uniform => {
                let weights = vec![Real::ratio(1, members.len() as i64); members.len()];
                Value::Dist(Rc::new(Distribution {
                    points: members,
                    weights,
                }))
            }
            Over::Image(_) => Value::Unknown(Why::Opaque),
        }
    }

    fn extreme(&mut self, members: Vec<Value>, body: &Code, wanted: Ordering) -> Value {
        let mut best: Option<Real> = None;
        for member in members {
            let value = match real(self.with(member, body)) {
                Ok(value) => value,
                Err(why) => return Value::Unknown(why),
            };
            let better = match &best {
                None => true,
                Some(best) => match value.compare(best) {
                    Some(order) => order == wanted,
                    None => return Value::Unknown(Why::Precision),
                },
            };
            if better {
                best = Some(value);
            }
        }
        if best.is_none() {
            self.junk |= junk::SUPREMUM;
        }
        Value::Real(best.unwrap_or(Real::ZERO))
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
        if let (Value::Function(f), Value::Nat(n)) = (&function, &key) {
            if let Function::Sequence(values, rest) = &**f {
                if (*n as usize) < 256 {
                    let mut values = values.clone();
                    let length = values.len().max(*n as usize + 1);
                    values.resize(length, rest.clone());
                    values[*n as usize] = value;
                    return Function::Sequence(values, rest.clone()).into();
                }
            }
        }
        Function::Updated(ty, function, key, value).into()
    }

    /// Whether two values of a type are equal.
    pub fn equal(&mut self, ty: TypeId, left: &Value, right: &Value) -> Decided<bool> {
        match (left, right) {
            (Value::Arbitrary, Value::Arbitrary) => Ok(true),
            (Value::Unknown(why), _) | (_, Value::Unknown(why)) => Err(*why),
            (Value::Arbitrary, _) | (_, Value::Arbitrary) => Err(Why::Arbitrary),
            (Value::Bool(a), Value::Bool(b)) => Ok(a == b),
            (Value::Nat(a), Value::Nat(b)) => Ok(a == b),
            (Value::Point(a), Value::Point(b)) => Ok(a == b),
            (Value::Real(a), Value::Real(b)) => Ok(number_order(a, b)? == Ordering::Equal),
            (Value::Pair(a), Value::Pair(b)) => self.equal_pairs(ty, a, b),
            (Value::Function(a), Value::Function(b)) if Rc::ptr_eq(a, b) => Ok(true),
            (Value::Function(a), Value::Function(b)) => {
                self.equal_functions(ty, (left, a), (right, b))
            }
            (Value::Dist(a), Value::Dist(b)) => self.equal_laws(ty, a, b),
            _ => Err(Why::Opaque),
        }
    }

    fn equal_pairs(&mut self, ty: TypeId, a: &(Value, Value), b: &(Value, Value)) -> Decided<bool> {
        let Shape::Pair(first, second) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        match self.equal(first, &a.0, &b.0) {
            Ok(true) => self.equal(second, &a.1, &b.1),
            Ok(false) => Ok(false),
            Err(why) => match self.equal(second, &a.1, &b.1) {
                Ok(false) => Ok(false),
                _ => Err(why),
            },
        }
    }

    fn equal_functions(
        &mut self,
        ty: TypeId,
        (left, a): (&Value, &Rc<Function>),
        (right, b): (&Value, &Rc<Function>),
    ) -> Decided<bool> {
        let Shape::Function(domain, codomain) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        if let Some(size) = self.types.enumerable(domain) {
            let arguments: Vec<Value> = (0..size).map(|p| self.types.element(domain, p)).collect();
            return self.agree(codomain, left, right, arguments);
        }
        match (&**a, &**b) {
            (Function::Members(element, xs), Function::Members(_, ys)) => {
                self.same_members(*element, xs, ys)
            }
            (Function::Sequence(xs, x), Function::Sequence(ys, y)) => {
                let longest = xs.len().max(ys.len()) as u64;
                match self.equal(codomain, x, y) {
                    Ok(true) => self.agree(codomain, left, right, (0..longest).map(Value::Nat)),
                    Ok(false) => Ok(false),
                    Err(why) => self.differ(codomain, left, right, domain, why),
                }
            }
            (Function::Linear(f), Function::Linear(g)) if f == g => Ok(true),
            (Function::Constant(x), Function::Constant(y)) => self.equal(codomain, x, y),
            _ => self.differ(codomain, left, right, domain, Why::Infinite),
        }
    }

    /// Not equal, if some sample tells; else undecided.
    fn differ(
        &mut self,
        codomain: TypeId,
        left: &Value,
        right: &Value,
        domain: TypeId,
        why: Why,
    ) -> Decided<bool> {
        let samples = self.samples(self.types.shape(domain));
        match self.agree(codomain, left, right, samples) {
            Ok(false) => Ok(false),
            _ => Err(why),
        }
    }

    fn agree(
        &mut self,
        codomain: TypeId,
        left: &Value,
        right: &Value,
        arguments: impl IntoIterator<Item = Value>,
    ) -> Decided<bool> {
        let mut undecided = None;
        for argument in arguments {
            let (x, y) = (
                self.apply(left, argument.clone()),
                self.apply(right, argument),
            );
            match self.equal(codomain, &x, &y) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => undecided = Some(why),
            }
        }
        undecided.map_or(Ok(true), Err)
    }

    fn same_members(&mut self, ty: TypeId, xs: &[Value], ys: &[Value]) -> Decided<bool> {
        for (some, others) in [(xs, ys), (ys, xs)] {
            for value in some {
                if !self.contains(ty, others, value)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Two distributions are equal if every point that one has weighs the same in both.
    fn equal_laws(&mut self, ty: TypeId, a: &Distribution, b: &Distribution) -> Decided<bool> {
        let Shape::Dist(element) = self.types.shape(ty) else {
            return Err(Why::Opaque);
        };
        let points: Vec<Value> = a.points.iter().chain(&b.points).cloned().collect();
        for point in points {
            let (x, y) = (
                self.mass(element, a, &point)?,
                self.mass(element, b, &point)?,
            );
            if number_order(&x, &y)? != Ordering::Equal {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn mass(&mut self, element: TypeId, law: &Distribution, at: &Value) -> Decided<Real> {
        let mut sum = Real::ZERO;
        for (point, weight) in law.points.iter().zip(&law.weights) {
            if self.equal(element, point, at)? {
                sum = sum.plus(weight).ok_or(Why::Precision)?;
            }
        }
        Ok(sum)
    }

    /// The largest number of labellings that a family cuts out of n points of a finite type.
    pub(super) fn growth(&mut self, ty: TypeId, family: &Code, set: &Code, count: &Code) -> Value {
        let (family, set) = (self.run(family), self.run(set));
        let count = self.run(count);
        match self.growth_decided(ty, &family, &set, &count) {
            Ok(value) => Value::Real(Real::integer(value)),
            Err(why) => Value::Unknown(why),
        }
    }

    fn growth_decided(
        &mut self,
        ty: TypeId,
        family: &Value,
        set: &Value,
        count: &Value,
    ) -> Decided<i64> {
        let Value::Function(members) = set else {
            return Err(set.why());
        };
        let Function::Members(_, members) = &**members else {
            return Err(Why::Infinite);
        };
        let size = self.types.enumerable(ty).ok_or(Why::Infinite)?;
        let n = u32::try_from(natural(count)?).map_err(|_| Why::TooLarge)?;
        let samples = size
            .checked_pow(n)
            .filter(|c| *c <= 4096)
            .ok_or(Why::TooLarge)?;
        let mut rows = Vec::new();
        for member in members {
            let labels = self.apply(family, member.clone());
            let mut row = Vec::new();
            for place in 0..size {
                let point = self.types.element(ty, place);
                match self.apply(&labels, point) {
                    Value::Bool(label) => row.push(label),
                    other => return Err(other.why()),
                }
            }
            rows.push(row);
        }
        let traces = |mut sample: u64| {
            let mut points = Vec::new();
            for _ in 0..n {
                points.push((sample % size.max(1)) as usize);
                sample /= size.max(1);
            }
            let trace = |row: &Vec<bool>| points.iter().map(|p| row[*p]).collect::<Vec<_>>();
            rows.iter()
                .map(trace)
                .collect::<std::collections::BTreeSet<_>>()
                .len() as i64
        };
        Ok((0..samples).map(traces).max().unwrap_or(0))
    }

    /// The Gaussian average of at most two vectors: that of u and w is ‖u − w‖ / √(2π).
    pub(super) fn gauss(&mut self, count: &Code, set: &Set, family: &Code) -> Value {
        match self.gauss_decided(count, set, family) {
            Ok(value) => Value::Real(value),
            Err(why) => Value::Unknown(why),
        }
    }

    fn gauss_decided(&mut self, count: &Code, set: &Set, family: &Code) -> Decided<Real> {
        let count = self.run(count);
        let n = natural(&count)?.min(64);
        let mut vectors: Vec<Vec<Real>> = Vec::new();
        for member in self.members(set)? {
            let vector = self.with(member, family);
            let entry = |i| real(self.apply(&vector, Value::Nat(i)));
            let vector: Vec<Real> = (0..n).map(entry).collect::<Decided<_>>()?;
            if !vectors.contains(&vector) {
                vectors.push(vector);
            }
        }
        let [u, w] = match vectors.as_slice() {
            [] | [_] => return Ok(Real::ZERO),
            [u, w] => [u, w],
            _ => return Err(Why::Precision),
        };
        let mut square = Real::ZERO;
        for (x, y) in u.iter().zip(w) {
            let part = x.minus(y).and_then(|d| d.times(&d)).ok_or(Why::Precision)?;
            square = square.plus(&part).ok_or(Why::Precision)?;
        }
        let turn = Real::integer(2)
            .times(&super::irrational::pi())
            .ok_or(Why::Precision)?;
        let inside = turn.inverse().and_then(|inverse| square.times(&inverse));
        inside
            .and_then(|inside| inside.root())
            .ok_or(Why::Precision)
    }
}
