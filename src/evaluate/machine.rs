//! Runs code in a finite model: an evaluator with a stack, counted fuel, three-valued truth, and a note of every
//! convention that was used where a textbook would see no value (x/0, √ of a negative number, an empty supremum …).

use super::affine::Symbol;
use super::code::{Code, Lambda, One, Quantifier, Search, Two};
use super::enumerate::Coverage;
use super::number::Real;
use super::types::{Shape, Types};
use super::value::{Function, Piecewise, Value, Why};
use std::rc::Rc;

/// Conventions that gave a value where a textbook would see none.
pub mod junk {
    /// x / 0
    pub const DIVISION: u32 = 1;
    /// √ of a negative number
    pub const ROOT: u32 = 2;
    /// log of a number that is not positive
    pub const LOGARITHM: u32 = 4;
    /// The supremum or infimum of nothing
    pub const SUPREMUM: u32 = 8;
    /// The mean of nothing
    pub const AVERAGE: u32 = 16;
    /// m ∸ n with m < n
    pub const MONUS: u32 = 32;
    /// Their names.
    pub const NAMES: [(u32, &str); 6] = [
        (DIVISION, "a division by 0, which is 0 here"),
        (ROOT, "the root of a negative number, which is 0 here"),
        (
            LOGARITHM,
            "the logarithm of a number that is not positive, which is 0 here",
        ),
        (
            SUPREMUM,
            "the supremum or infimum of nothing, which is 0 here",
        ),
        (AVERAGE, "the mean of no numbers, which is 0 here"),
        (MONUS, "a truncated subtraction, which is 0 here"),
    ];
}

/// A function by recursion on ℕ.
#[derive(Clone, Debug)]
pub struct Recursion {
    /// How many arguments stand before the number.
    pub before: usize,
    /// The value at 0, in a frame of the other arguments.
    pub base: Code,
    /// The value at k + 1, in a frame of the arguments with k for the number.
    pub step: Code,
}

/// What a program needs besides its code.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The types.
    pub types: Types,
    /// Functions by recursion.
    pub recursions: Vec<Recursion>,
    /// How many variables the statement has.
    pub width: usize,
}

/// What work costs that is no step of the code, in steps. By default it is free, so that much of it is allowed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Costs {
    /// A number that is not rational: enclosures take long.
    pub irrational: u64,
    /// A comparison of two values.
    pub comparison: u64,
}

/// Runs code.
pub struct Machine<'p> {
    pub(super) program: &'p Program,
    /// The types with the sizes of the present model.
    pub types: Types,
    /// Every function on ℕ of the model is constant from here on, and every number of it is at most this.
    pub horizon: u64,
    /// What is left of the work allowed for one run.
    pub fuel: u64,
    /// What work costs that is no step.
    pub costs: Costs,
    /// Conventions met since it was last cleared.
    pub junk: u32,
    /// What conventions give in place of their usual value, if they are on trial.
    pub instead: Option<i64>,
    /// Whether choice had several to pick from since it was last cleared: it picks the first.
    pub chose: bool,
    /// Whether it picks the last instead.
    pub pick_last: bool,
    /// The largest number that a quantifier around here went to.
    pub(super) reached: u64,
    /// How many variables over intervals were made.
    symbols: u64,
    pub(super) stack: Vec<Value>,
    pub(super) base: usize,
    pub(super) captured: Rc<[Value]>,
    /// The laws of so many fair signs, once they were asked for.
    pub(super) signs: Vec<Option<Value>>,
}

/// The horizon of a model with a function on ℕ that may go on changing.
pub const NO_HORIZON: u64 = u64::MAX;

/// A result, or why there is none.
pub type Decided<T> = Result<T, Why>;

/// A part of ℝ.
enum Cell {
    Point(Real),
    /// An open interval, perhaps without a bound on a side.
    Between(Option<Real>, Option<Real>),
}

/// More parts of ℝ are not looked at for one quantifier.
const MAX_CELLS: u32 = 60;

/// Functions by recursion are not followed to larger numbers.
const MAX_RECURSION: u64 = 400;

/// Longer lists are not made.
pub const MAX_LIST: usize = 20_000;

impl<'p> Machine<'p> {
    /// A machine without a model.
    pub fn new(program: &'p Program) -> Self {
        Machine {
            program,
            types: program.types.clone(),
            horizon: 0,
            fuel: 0,
            costs: Costs::default(),
            junk: 0,
            instead: None,
            chose: false,
            pick_last: false,
            reached: 0,
            symbols: 0,
            stack: Vec::new(),
            base: 0,
            captured: Rc::new([]),
            signs: Vec::new(),
        }
    }

    /// Runs code in a frame of the values of the first variables; the others are not known.
    pub fn evaluate(&mut self, frame: &[Value], code: &Code, fuel: u64) -> Value {
        self.prepare(frame, fuel);
        self.run(code)
    }

    /// A frame of the values of the first variables; the others are not known.
    pub(super) fn prepare(&mut self, frame: &[Value], fuel: u64) {
        self.stack.clear();
        self.stack.extend_from_slice(frame);
        self.stack.resize(
            self.program.width.max(frame.len()),
            Value::Unknown(Why::Opaque),
        );
        self.base = 0;
        self.reached = 0;
        self.fuel = fuel;
    }

    /// Runs code in a new frame.
    pub(super) fn framed(&mut self, frame: impl IntoIterator<Item = Value>, code: &Code) -> Value {
        let (base, start) = (self.base, self.stack.len());
        self.stack.extend(frame);
        self.base = start;
        let result = self.run(code);
        self.stack.truncate(start);
        self.base = base;
        result
    }

    /// Runs code with one more value on the stack.
    pub(super) fn with(&mut self, value: Value, code: &Code) -> Value {
        let length = self.stack.len();
        self.stack.push(value);
        let result = self.run(code);
        self.stack.truncate(length);
        result
    }

    /// The value of code in the present frame.
    pub(super) fn run(&mut self, code: &Code) -> Value {
        if let Err(why) = self.spend() {
            return Value::Unknown(why);
        }
        let value = self.run_code(code);
        if matches!(&value, Value::Real(Real::Irrational(_))) {
            self.fuel = self.fuel.saturating_sub(self.costs.irrational);
        }
        value
    }

    fn run_code(&mut self, code: &Code) -> Value {
        match code {
            Code::Constant(value) => value.clone(),
            Code::Slot(place) => self.stack[self.base + *place as usize].clone(),
            Code::Captured(place) => self.captured[*place as usize].clone(),
            Code::Let(value, body) => {
                let value = self.run(value);
                self.with(value, body)
            }
            Code::Lambda(lambda) => self.closure(lambda),
            Code::Apply(function, argument) => {
                if let Some(value) = self.peek(code) {
                    return value.clone();
                }
                let function = self.run(function);
                let argument = self.run(argument);
                self.apply(&function, argument)
            }
            Code::Call(function, arguments) => self.call(*function, arguments),
            Code::If(condition, yes, no) => match self.holds(condition) {
                Ok(true) => self.run(yes),
                Ok(false) => self.run(no),
                Err(why) => Value::Unknown(why),
            },
            Code::Connective(..)
            | Code::Not(_)
            | Code::Equal(..)
            | Code::Two(Two::LessEqual | Two::Less, ..) => truth(self.holds(code)),
            Code::One(One::Indicator, _)
            | Code::Two(Two::Add | Two::Subtract | Two::Multiply | Two::Divide, ..)
            | Code::Range(..)
            | Code::Draw(..) => number(self.number(code)),
            Code::One(operation, inner) => {
                let value = self.run(inner);
                self.one(*operation, value)
            }
            Code::Two(operation, left, right) => {
                let (left, right) = (self.run(left), self.run(right));
                self.two(*operation, left, right)
            }
            Code::Update(ty, function, key, value) => {
                let (function, key) = (self.run(function), self.run(key));
                let value = self.run(value);
                self.updated(*ty, function, key, value)
            }
            Code::Members(over, set, body) => self.over(*over, set, body),
            Code::Settled(over, search, body, otherwise) => {
                match self.settled_over(*over, search, body) {
                    Value::Unknown(_) => self.run(otherwise),
                    value => value,
                }
            }
            Code::SetValue(set) => self.set_value(set),
            Code::Quantified(quantifier, search) => self.quantified(*quantifier, search),
            Code::Lipschitz(constant, function) => {
                let (constant, function) = (self.run(constant), self.run(function));
                self.lipschitz(&constant, &function)
            }
            Code::Growth(ty, family, set, count) => self.growth(*ty, family, set, count),
            Code::Gauss(count, set, family) => self.gauss(count, set, family),
            Code::Functional(ty, functional) => {
                let functional = self.run(functional);
                self.functional(*ty, &functional)
            }
            Code::Unknown(why) => Value::Unknown(*why),
        }
    }

    fn closure(&mut self, lambda: &Rc<Lambda>) -> Value {
        let captured = lambda.captured.iter().map(|code| self.run(code)).collect();
        Function::Closure(lambda.clone(), captured).into()
    }

    /// A function applied to an argument.
    pub fn apply(&mut self, function: &Value, argument: Value) -> Value {
        let Value::Function(function) = function else {
            return function.unknown();
        };
        match &**function {
            Function::Table(ty, values) => match self.place(*ty, &argument) {
                Ok(place) => values
                    .get(place as usize)
                    .cloned()
                    .unwrap_or(Value::Unknown(Why::Opaque)),
                Err(why) => Value::Unknown(why),
            },
            Function::Members(ty, members) => truth(self.contains(*ty, members, &argument)),
            Function::Sequence(values, rest) => match argument {
                Value::Nat(index) => values.get(index as usize).unwrap_or(rest).clone(),
                other => other.unknown(),
            },
            Function::Closure(lambda, captured) => {
                let outer = std::mem::replace(&mut self.captured, captured.clone());
                let result = self.framed([argument], &lambda.body);
                self.captured = outer;
                result
            }
            Function::Linear(piecewise) => match argument {
                Value::Real(x) => piecewise.at(&x).into(),
                other => other.unknown(),
            },
            Function::Family(ty, rows) => match argument {
                Value::Real(x) => {
                    let row = |row: &Piecewise| row.at(&x).into();
                    Function::Table(*ty, rows.iter().map(row).collect()).into()
                }
                other => other.unknown(),
            },
            Function::Shift(outer) => match argument {
                Value::Real(x) => match outer.reflected(&x) {
                    Some(inner) => Function::Linear(inner).into(),
                    None => Value::Unknown(Why::Precision),
                },
                other => other.unknown(),
            },
            Function::Prefixed(ty, count, values) => {
                match self.prefix_place(*ty, *count, &argument) {
                    Ok(place) => values
                        .get(place as usize)
                        .cloned()
                        .unwrap_or(Value::Unknown(Why::Opaque)),
                    Err(why) => Value::Unknown(why),
                }
            }
            Function::Constant(value) => value.clone(),
            Function::Updated(ty, before, key, value) => match self.equal(*ty, key, &argument) {
                Ok(true) => value.clone(),
                Ok(false) => self.apply(before, argument),
                Err(why) => Value::Unknown(why),
            },
        }
    }

    fn prefix_place(
        &mut self,
        ty: super::types::TypeId,
        count: u32,
        sequence: &Value,
    ) -> Decided<u64> {
        let base = self.types.size(ty).ok_or(Why::Infinite)?;
        let mut place = 0;
        for index in 0..count {
            let term = self.apply(sequence, Value::Nat(index.into()));
            place = place * base + self.place(ty, &term)?;
        }
        Ok(place)
    }

    fn call(&mut self, function: u32, arguments: &[Code]) -> Value {
        let program = self.program;
        let recursion = &program.recursions[function as usize];
        let mut values: Vec<Value> = arguments.iter().map(|code| self.run(code)).collect();
        match values[recursion.before] {
            Value::Nat(0) => {
                values.remove(recursion.before);
                self.framed(values, &recursion.base)
            }
            Value::Nat(n) if n <= MAX_RECURSION => {
                values[recursion.before] = Value::Nat(n - 1);
                self.framed(values, &recursion.step)
            }
            Value::Nat(_) => Value::Unknown(Why::TooLarge),
            ref other => other.unknown(),
        }
    }

    fn quantified(&mut self, quantifier: Quantifier, search: &Search) -> Value {
        match quantifier {
            Quantifier::Every => self.every(search, false),
            Quantifier::Exists => self.every(search, true),
            Quantifier::Some => self.choice(search),
            Quantifier::Least => self.least(search),
        }
    }

    /// ∀ (stops at false) or ∃ (stops at true).
    fn every(&mut self, search: &Search, stop: bool) -> Value {
        if !stop && let Some(decided) = self.every_shift_lipschitz(search) {
            return truth(decided);
        }
        let (candidates, coverage) = self.candidates(search);
        let complete = coverage != Coverage::Sampled;
        let mut undecided = (!complete).then_some(Why::Infinite);
        if !complete
            && self.types.shape(search.ty) == Shape::Real
            && let decided @ Value::Bool(_) = self.cells(search, stop)
        {
            return decided;
        }
        for candidate in candidates {
            match self.at(candidate, &search.body) {
                Value::Bool(value) if value == stop => return Value::Bool(stop),
                Value::Bool(_) => {}
                other => undecided = Some(other.why()),
            }
        }
        match undecided {
            None => Value::Bool(!stop),
            Some(why) => Value::Unknown(why),
        }
    }

    /// Runs code with one more value on the stack, which a quantifier went to.
    pub(super) fn at(&mut self, value: Value, code: &Code) -> Value {
        let before = self.reached;
        if let Value::Nat(n) = value {
            self.reached = self.reached.max(n);
        }
        let result = self.with(value, code);
        self.reached = before;
        result
    }

    /// A quantifier over ℝ by intervals on which its body does not change.
    fn cells(&mut self, search: &Search, stop: bool) -> Value {
        let mut undecided = None;
        let mut cells = vec![Cell::Between(None, None)];
        let mut turns = 0;
        while let Some(cell) = cells.pop() {
            turns += 1;
            if turns > MAX_CELLS {
                return Value::Unknown(Why::TooLarge);
            }
            let Cell::Between(low, high) = cell else {
                let Cell::Point(at) = cell else { continue };
                match self.with(Value::Real(at), &search.body) {
                    Value::Bool(value) if value == stop => return Value::Bool(stop),
                    Value::Bool(_) => {}
                    other => undecided = Some(other.why()),
                }
                continue;
            };
            let symbol = self.symbol(low.clone(), high.clone());
            match self.with(Value::Real(symbol.value()), &search.body) {
                Value::Bool(value) if value == stop => return Value::Bool(stop),
                Value::Bool(_) => {}
                other => match symbol.take_split() {
                    Some(root) => cells.extend([
                        Cell::Between(low, Some(root.clone())),
                        Cell::Between(Some(root.clone()), high),
                        Cell::Point(root),
                    ]),
                    None => undecided = Some(other.why()),
                },
            }
        }
        match undecided {
            None => Value::Bool(!stop),
            Some(_) => Value::Unknown(Why::Infinite),
        }
    }

    /// A new variable over an interval.
    pub(super) fn symbol(&mut self, low: Option<Real>, high: Option<Real>) -> Rc<Symbol> {
        self.symbols += 1;
        Symbol::new(self.symbols, low, high)
    }

    fn choice(&mut self, search: &Search) -> Value {
        let (candidates, coverage) = self.candidates(search);
        let complete = coverage != Coverage::Sampled;
        if !complete && self.types.shape(search.ty) == Shape::Nat {
            return self.first_number(search);
        }
        if !complete {
            return Value::Unknown(Why::Infinite);
        }
        let mut found: Vec<Value> = Vec::new();
        for candidate in candidates {
            match self.at(candidate.clone(), &search.body) {
                Value::Bool(false) => {}
                Value::Bool(true) => found.push(candidate),
                other => return other.unknown(),
            }
        }
        match self.distinct(search.ty, found) {
            Ok(found) => self.picked(search, found, coverage),
            Err(why) => Value::Unknown(why),
        }
    }

    /// What choice picks, which must depend on the set only: the first in the order of its type, or the last. Nothing is known of what
    /// it picks from no value.
    fn picked(&mut self, search: &Search, found: Vec<Value>, coverage: Coverage) -> Value {
        if found.len() == 1 && coverage == Coverage::Complete {
            return found[0].clone();
        }
        self.chose = true;
        let place = |value: &Value, machine: &mut Self| match value {
            Value::Nat(n) => Ok(*n),
            _ => machine.place(search.ty, value),
        };
        if self.types.enumerable(search.ty).is_none() && self.types.shape(search.ty) != Shape::Nat {
            let in_order = search.guards.is_empty();
            let mut found = found.into_iter().filter(|_| in_order);
            let picked = if self.pick_last {
                found.next_back()
            } else {
                found.next()
            };
            return picked.unwrap_or(Value::Unknown(Why::Arbitrary));
        }
        let mut best: Option<(u64, Value)> = None;
        for value in found {
            match place(&value, self) {
                Ok(at) => {
                    let last = self.pick_last;
                    let better = |(known, _): &(u64, Value)| (at < *known) != last;
                    if best.as_ref().is_none_or(better) {
                        best = Some((at, value));
                    }
                }
                Err(why) => return Value::Unknown(why),
            }
        }
        best.map_or(Value::Unknown(Why::Arbitrary), |(_, value)| value)
    }

    /// The least number, which is what choice picks, if it is small.
    fn first_number(&mut self, search: &Search) -> Value {
        self.chose = true;
        if self.pick_last {
            return Value::Unknown(Why::Infinite);
        }
        self.least(search)
    }

    fn least(&mut self, search: &Search) -> Value {
        for n in 0..256 {
            match self.with(Value::Nat(n), &search.body) {
                Value::Bool(true) => return Value::Nat(n),
                Value::Bool(false) => {}
                other => return other.unknown(),
            }
        }
        Value::Unknown(Why::Infinite)
    }

    /// The place of a value in a finite type; closures are tabulated.
    pub(super) fn place(&mut self, ty: super::types::TypeId, value: &Value) -> Decided<u64> {
        match value {
            Value::Point(p) => Ok(u64::from(*p)),
            Value::Bool(b) => Ok(u64::from(*b)),
            Value::Unknown(_) | Value::Arbitrary => Err(value.why()),
            _ => {
                let table = self.tabulated(ty, value)?;
                self.types.place(ty, &table).ok_or(Why::Opaque)
            }
        }
    }
}

/// A truth value, or why there is none.
pub fn truth(decided: Decided<bool>) -> Value {
    match decided {
        Ok(value) => Value::Bool(value),
        Err(why) => Value::Unknown(why),
    }
}

/// A number as a value, or why there is none.
pub(super) fn number(decided: Decided<Real>) -> Value {
    match decided {
        Ok(value) => Value::Real(value),
        Err(why) => Value::Unknown(why),
    }
}

/// A number, or why a value is none.
pub(super) fn real(value: Value) -> Decided<Real> {
    match value {
        Value::Real(x) => Ok(x),
        other => Err(other.why()),
    }
}

/// A natural number, or why a value is none.
pub(super) fn natural(value: &Value) -> Decided<u64> {
    match value {
        Value::Nat(n) => Ok(*n),
        other => Err(other.why()),
    }
}
