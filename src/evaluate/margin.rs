//! How much room a hypothesis leaves a number that is about to be drawn: the largest of what must be below it, the least of
//! what must be above it; for a table of numbers, entry by entry. This only guides what is drawn: the hypothesis is
//! evaluated on the instance all the same.

use super::code::{Code, Connective, One, Quantifier, Search, Two};
use super::machine::Machine;
use super::number::Real;
use super::value::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The places of the arguments of an entry; empty for a number that is no table.
pub type Entry = Vec<u64>;

/// An end of a range; the flag says that the end itself is excluded.
pub type End = (Real, bool);

/// The ends that hypotheses put on the entries of one variable.
#[derive(Clone, Debug, Default)]
pub struct Margins {
    /// The least that an entry may be.
    pub low: BTreeMap<Entry, End>,
    /// The most that it may be.
    pub high: BTreeMap<Entry, End>,
}

/// Whether a number is further inwards, which is that way, than the end that is known, if there is one.
#[must_use]
pub fn is_tighter(number: &Real, known: Option<&End>, inwards: Ordering) -> bool {
    known.is_none_or(|(end, _)| number.compare(end) == Some(inwards))
}

/// factor · entry + rest
#[derive(Clone)]
struct Line {
    entry: Option<Entry>,
    factor: Real,
    rest: Real,
}

impl Line {
    fn number(rest: Real) -> Self {
        Line {
            entry: None,
            factor: Real::ZERO,
            rest,
        }
    }

    /// This line plus the other times ±1.
    fn plus(self, other: Line, sign: i64) -> Option<Self> {
        let sign = Real::integer(sign);
        let entry = match (self.entry, other.entry) {
            (Some(a), Some(b)) if a != b => return None,
            (a, b) => a.or(b),
        };
        Some(Line {
            entry,
            factor: self.factor.plus(&other.factor.times(&sign)?)?,
            rest: self.rest.plus(&other.rest.times(&sign)?)?,
        })
    }

    fn times(self, by: &Real) -> Option<Self> {
        Some(Line {
            entry: self.entry,
            factor: self.factor.times(by)?,
            rest: self.rest.times(by)?,
        })
    }
}

impl Margins {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.low.is_empty() && self.high.is_empty()
    }

    fn put(&mut self, line: Line, strict: bool) -> Option<()> {
        // factor · entry + rest ≥ 0
        let end = line.rest.negated().times(&line.factor.inverse()?)?;
        let (ends, inwards) = match line.factor.sign()? {
            Ordering::Greater => (&mut self.low, Ordering::Greater),
            Ordering::Less => (&mut self.high, Ordering::Less),
            Ordering::Equal => return None,
        };
        let entry = line.entry?;
        if is_tighter(&end, ends.get(&entry), inwards) {
            ends.insert(entry, (end, strict));
        }
        Some(())
    }
}

impl Machine<'_> {
    /// Takes in what a hypothesis says of the variable that comes next after the values of a frame.
    pub fn margins(&mut self, frame: &[Value], code: &Code, fuel: u64, into: &mut Margins) {
        self.prepare(frame, fuel);
        self.margins_of(code, frame.len() as u32, into);
    }

    fn margins_of(&mut self, code: &Code, slot: u32, into: &mut Margins) {
        if self.spend().is_err() {
            return;
        }
        match code {
            Code::Quantified(Quantifier::Every, search) => self.margins_over(search, slot, into),
            Code::Connective(Connective::And, left, right) => {
                self.margins_of(left, slot, into);
                self.margins_of(right, slot, into);
            }
            Code::Connective(Connective::Implies, left, right) if self.holds(left) == Ok(true) => {
                self.margins_of(right, slot, into);
            }
            Code::Let(value, body) => {
                let value = self.run(value);
                self.stack.push(value);
                self.margins_of(body, slot, into);
                self.stack.pop();
            }
            Code::Two(
                relation @ (Two::LessEqual | Two::Less | Two::NatLessEqual | Two::NatLess),
                left,
                right,
            ) => {
                let strict = matches!(relation, Two::Less | Two::NatLess);
                self.margins_between(left, right, strict, slot, into);
            }
            _ => {}
        }
    }

    fn margins_over(&mut self, search: &Search, slot: u32, into: &mut Margins) {
        let (candidates, _) = self.candidates(search);
        for candidate in candidates {
            self.stack.push(candidate);
            self.margins_of(&search.body, slot, into);
            self.stack.pop();
        }
    }

    fn margins_between(
        &mut self,
        left: &Code,
        right: &Code,
        strict: bool,
        slot: u32,
        into: &mut Margins,
    ) -> Option<()> {
        let high = self.line(right, slot)?;
        if let Code::One(One::Absolute, inside) = left
            && let Some(inside) = self.line(inside, slot)
            && inside.entry.is_some()
        {
            (high.entry.is_none()).then_some(())?;
            let bound = high.rest;
            into.put(
                Line::number(bound.clone()).plus(inside.clone(), -1)?,
                strict,
            );
            into.put(Line::number(bound).plus(inside, 1)?, strict)
        } else {
            let low = self.line(left, slot)?;
            into.put(high.plus(low, -1)?, strict)
        }
    }

    /// Code as a line in one entry of the variable.
    fn line(&mut self, code: &Code, slot: u32) -> Option<Line> {
        if let Some(entry) = self.entry_of(code, slot) {
            return Some(Line {
                entry: Some(entry),
                factor: Real::ONE,
                rest: Real::ZERO,
            });
        }
        match code {
            Code::Two(operation @ (Two::Add | Two::Subtract | Two::NatAdd), left, right) => {
                let sign = if *operation == Two::Subtract { -1 } else { 1 };
                let left = self.line(left, slot)?;
                left.plus(self.line(right, slot)?, sign)
            }
            Code::Two(Two::Multiply, left, right) => {
                let (left, right) = (self.line(left, slot)?, self.line(right, slot)?);
                match (&left.entry, &right.entry) {
                    (_, None) => left.times(&right.rest),
                    (None, _) => right.times(&left.rest),
                    _ => None,
                }
            }
            Code::Two(Two::Divide, left, right) => {
                let (left, right) = (self.line(left, slot)?, self.line(right, slot)?);
                (right.entry.is_none() && !right.rest.is_zero()).then_some(())?;
                left.times(&right.rest.inverse()?)
            }
            Code::One(One::Negate, inside) => self.line(inside, slot)?.times(&Real::integer(-1)),
            Code::One(One::Cast, inside) => self.line(inside, slot),
            _ => match self.run(code) {
                Value::Real(x) => Some(Line::number(x)),
                Value::Nat(n) => Some(Line::number(Real::integer(i64::try_from(n).ok()?))),
                _ => None,
            },
        }
    }

    /// The entry of the variable that code stands for.
    fn entry_of(&mut self, code: &Code, slot: u32) -> Option<Entry> {
        match code {
            Code::Slot(place) if *place == slot => Some(vec![]),
            Code::Apply(function, argument) => {
                let mut entry = self.entry_of(function, slot)?;
                entry.push(match self.run(argument) {
                    Value::Nat(n) => n,
                    Value::Point(p) => u64::from(p),
                    Value::Bool(b) => u64::from(b),
                    _ => return None,
                });
                Some(entry)
            }
            _ => None,
        }
    }
}

/// So many values are collected.
const MAX_CRITICAL: usize = 24;

impl Machine<'_> {
    /// Numbers for the variable that comes next after the values of a frame at which some comparison in the code changes:
    /// the deviations that are attained, for the t of `P[…] (t ≤ …)`. At most a few, sorted.
    pub fn critical(&mut self, frame: &[Value], code: &Code, fuel: u64) -> Vec<Real> {
        self.prepare(frame, fuel);
        let mut found = Vec::new();
        self.critical_in(code, frame.len() as u32, &mut found);
        found.sort_by(|a: &Real, b| a.compare(b).unwrap_or(Ordering::Equal));
        found
    }

    fn critical_in(&mut self, code: &Code, slot: u32, found: &mut Vec<Real>) {
        if found.len() >= MAX_CRITICAL || self.spend().is_err() {
            return;
        }
        match code {
            Code::Two(Two::LessEqual | Two::Less, left, right) => {
                let known = found.len();
                self.crossing(left, right, slot, found);
                if found.len() == known {
                    self.critical_in(left, slot, found);
                    self.critical_in(right, slot, found);
                }
            }
            Code::Draw(_, law, body) => {
                if let Value::Dist(law) = self.run(law) {
                    self.critical_at(law.points.iter().cloned(), body, slot, found);
                }
            }
            Code::Quantified(_, search) => {
                let (candidates, _) = self.candidates(search);
                self.critical_at(candidates.into_iter(), &search.body, slot, found);
            }
            Code::Let(value, body) => {
                let value = self.run(value);
                self.critical_at([value].into_iter(), body, slot, found);
            }
            Code::Two(_, left, right) | Code::Connective(_, left, right) => {
                self.critical_in(left, slot, found);
                self.critical_in(right, slot, found);
            }
            Code::Not(inside) | Code::One(_, inside) => self.critical_in(inside, slot, found),
            _ => {}
        }
    }

    fn critical_at(
        &mut self,
        values: impl Iterator<Item = Value>,
        body: &Code,
        slot: u32,
        found: &mut Vec<Real>,
    ) {
        for value in values {
            self.stack.push(value);
            self.critical_in(body, slot, found);
            self.stack.pop();
        }
    }

    /// Where the two sides of a comparison meet.
    fn crossing(
        &mut self,
        left: &Code,
        right: &Code,
        slot: u32,
        found: &mut Vec<Real>,
    ) -> Option<()> {
        let right = self.line(right, slot)?;
        let line = right.plus(self.line(left, slot)?, -1)?;
        line.entry.filter(Vec::is_empty)?;
        let at = line.rest.negated().times(&line.factor.inverse()?)?;
        if !at.is_irrational() && !found.contains(&at) {
            found.push(at);
        }
        Some(())
    }
}
