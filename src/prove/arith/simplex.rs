//! Linear constraints over the rationals: a point that satisfies them, or multipliers that refute them.
//!
//! The simplex method for bounded variables (Dutertre and de Moura): every linear form is a variable with bounds, every
//! row of the tableau is kept in whole numbers without a common divisor, strict bounds carry an infinitesimal part, and
//! Bland's rule ends the search. A refutation uses the constraints of one row only, so none of them can be left out.
//! Untrusted: the multipliers are turned into a theorem elsewhere.

use super::{Rational, meter};
use std::collections::HashMap;

/// What an entry of the tableau counts for at each pivot.
const ENTRY: u64 = 50;

/// How a linear form relates to 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `≤ 0`
    AtMost,
    /// `< 0`
    Below,
    /// `= 0`
    Equal,
}

/// A linear form Σ cⱼ xⱼ + c that is at most, below or equal to 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The coefficients cⱼ ≠ 0 by column, sorted.
    pub coefficients: Vec<(u32, Rational)>,
    /// The constant c.
    pub constant: Rational,
    /// The relation.
    pub relation: Relation,
}

/// What became of a system of constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Multipliers by constraint, positive except on equations: their sum is `0 < 0`, or `c ≤ 0` with c > 0.
    Refuted(Vec<(usize, Rational)>),
    /// A value for every column.
    Satisfied(Vec<Rational>),
    /// The budget was used up.
    Exhausted,
}

/// Decides the constraints over columns `0..columns`, within a number of steps.
pub fn solve(columns: usize, constraints: &[Constraint], budget: &mut u64) -> Verdict {
    let mut tableau = Tableau::new(columns);
    for (index, constraint) in constraints.iter().enumerate() {
        if let Err(multipliers) = tableau.assert(index, constraint) {
            return Verdict::Refuted(multipliers);
        }
    }
    tableau.search(columns, budget)
}

/// Multipliers by constraint.
type Multipliers = Vec<(usize, Rational)>;

/// A number with an infinitesimal part: the strict bound `x < 3` is `x ≤ 3 − ε`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Near {
    standard: Rational,
    epsilon: Rational,
}

impl Near {
    fn plus_scaled(&self, by: &Rational, other: &Near) -> Near {
        Near {
            standard: &self.standard + &(by * &other.standard),
            epsilon: &self.epsilon + &(by * &other.epsilon),
        }
    }

    fn minus(&self, other: &Near) -> Near {
        self.plus_scaled(&Rational::from(-1), other)
    }

    fn at(&self, epsilon: &Rational) -> Rational {
        &self.standard + &(&self.epsilon * epsilon)
    }
}

/// A bound, the constraint that it comes from, and the factor s of the variable there: `s·x + c ⋈ 0`.
#[derive(Clone, Debug)]
struct Bound {
    limit: Near,
    constraint: usize,
    factor: Rational,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Lower,
    Upper,
}

#[derive(Clone, Debug, Default)]
struct Variable {
    value: Near,
    lower: Option<Bound>,
    upper: Option<Bound>,
    /// The row in which it is basic.
    row: Option<usize>,
}

impl Variable {
    fn bound(&self, side: Side) -> Option<&Bound> {
        if side == Side::Lower {
            self.lower.as_ref()
        } else {
            self.upper.as_ref()
        }
    }

    fn violated(&self) -> Option<Side> {
        if self.lower.as_ref().is_some_and(|b| self.value < b.limit) {
            return Some(Side::Lower);
        }
        self.upper
            .as_ref()
            .is_some_and(|b| self.value > b.limit)
            .then_some(Side::Upper)
    }

    /// Whether it can move away from the given side.
    fn can_leave(&self, side: Side) -> bool {
        match side {
            Side::Lower => self.upper.as_ref().is_none_or(|b| self.value < b.limit),
            Side::Upper => self.lower.as_ref().is_none_or(|b| self.value > b.limit),
        }
    }
}

/// `factor · basic = Σ entries`, all whole, without a common divisor, factor positive, entries sorted.
#[derive(Clone, Debug)]
struct Row {
    basic: usize,
    factor: Rational,
    entries: Vec<(usize, Rational)>,
}

impl Row {
    fn entry(&self, variable: usize) -> Option<&Rational> {
        self.entries
            .binary_search_by_key(&variable, |(v, _)| *v)
            .ok()
            .map(|i| &self.entries[i].1)
    }

    /// Divides by the common divisor and makes the factor positive.
    fn reduce(&mut self) {
        let content = Rational::content(self.entries.iter().map(|(_, c)| c).chain([&self.factor]));
        let divisor = if self.factor.is_negative() {
            -&content
        } else {
            content
        };
        let Some(inverse) = divisor.inverse().filter(|d| !d.is_one()) else {
            return;
        };
        self.factor = &self.factor * &inverse;
        self.entries
            .iter_mut()
            .for_each(|(_, c)| *c = &*c * &inverse);
    }
}

/// `a · left + b · right`, sorted, without zeros.
fn combined(
    (a, left): (&Rational, &[(usize, Rational)]),
    (b, right): (&Rational, &[(usize, Rational)]),
) -> Vec<(usize, Rational)> {
    let mut sum = Vec::with_capacity(left.len() + right.len());
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let (l, r) = (left.get(i), right.get(j));
        let variable = l
            .map_or(usize::MAX, |(v, _)| *v)
            .min(r.map_or(usize::MAX, |(v, _)| *v));
        let mut coefficient = Rational::ZERO;
        if let Some((_, c)) = l.filter(|(v, _)| *v == variable) {
            coefficient += &(a * c);
            i += 1;
        }
        if let Some((_, c)) = r.filter(|(v, _)| *v == variable) {
            coefficient += &(b * c);
            j += 1;
        }
        if !coefficient.is_zero() {
            sum.push((variable, coefficient));
        }
    }
    sum
}

struct Tableau {
    variables: Vec<Variable>,
    rows: Vec<Row>,
    /// The variable of a primitive linear form with at least two columns.
    forms: HashMap<Vec<(u32, Rational)>, usize>,
}

impl Tableau {
    fn new(columns: usize) -> Self {
        Tableau {
            variables: vec![Variable::default(); columns],
            rows: Vec::new(),
            forms: HashMap::new(),
        }
    }

    /// Adds a constraint as bounds on one variable; errors with multipliers if it contradicts one bound.
    fn assert(&mut self, index: usize, constraint: &Constraint) -> Result<(), Multipliers> {
        let Some((_, leading)) = constraint.coefficients.first() else {
            return constant_holds(index, constraint);
        };
        let content = Rational::content(constraint.coefficients.iter().map(|(_, c)| c));
        let factor = if leading.is_negative() {
            -&content
        } else {
            content
        };
        let Some(inverse) = factor.inverse() else {
            return Ok(());
        };
        let variable = self.variable_of(constraint, &inverse);
        let standard = &-&constraint.constant * &inverse;
        let side = if factor.is_positive() {
            Side::Upper
        } else {
            Side::Lower
        };
        let epsilon = match (constraint.relation, side) {
            (Relation::Below, Side::Upper) => Rational::from(-1),
            (Relation::Below, Side::Lower) => Rational::ONE,
            _ => Rational::ZERO,
        };
        let bound = Bound {
            limit: Near { standard, epsilon },
            constraint: index,
            factor,
        };
        if constraint.relation == Relation::Equal {
            self.bind(variable, Side::Lower, bound.clone())?;
            return self.bind(variable, Side::Upper, bound);
        }
        self.bind(variable, side, bound)
    }

    /// The variable for the constraint's primitive form: the column itself, or a basic one with a row.
    fn variable_of(&mut self, constraint: &Constraint, inverse: &Rational) -> usize {
        if let [(column, _)] = constraint.coefficients.as_slice() {
            return *column as usize;
        }
        let form: Vec<_> = constraint
            .coefficients
            .iter()
            .map(|(x, c)| (*x, c * inverse))
            .collect();
        if let Some(known) = self.forms.get(&form) {
            return *known;
        }
        let basic = self.variables.len();
        let entries = form.iter().map(|(x, c)| (*x as usize, c.clone())).collect();
        self.variables.push(Variable {
            row: Some(self.rows.len()),
            ..Variable::default()
        });
        self.rows.push(Row {
            basic,
            factor: Rational::ONE,
            entries,
        });
        self.forms.insert(form, basic);
        basic
    }

    /// Tightens a bound. All values are still 0 and only slack variables are basic.
    fn bind(&mut self, variable: usize, side: Side, bound: Bound) -> Result<(), Multipliers> {
        let target = &mut self.variables[variable];
        let (slot, opposite) = match side {
            Side::Lower => (&mut target.lower, &target.upper),
            Side::Upper => (&mut target.upper, &target.lower),
        };
        let tighter = |old: &Bound| {
            if side == Side::Lower {
                bound.limit > old.limit
            } else {
                bound.limit < old.limit
            }
        };
        if slot.as_ref().is_some_and(|old| !tighter(old)) {
            return Ok(());
        }
        let crossed = |other: &Bound| match side {
            Side::Lower => bound.limit > other.limit,
            Side::Upper => bound.limit < other.limit,
        };
        if let Some(other) = opposite.as_ref().filter(|other| crossed(other)) {
            let opposite_side = if side == Side::Lower {
                Side::Upper
            } else {
                Side::Lower
            };
            let pair = [
                multiplier(&bound, side, &Rational::ONE),
                multiplier(other, opposite_side, &Rational::ONE),
            ];
            return Err(collected(pair));
        }
        *slot = Some(bound);
        Ok(())
    }

    fn search(mut self, columns: usize, budget: &mut u64) -> Verdict {
        self.settle_columns(columns);
        loop {
            let size: usize = self.rows.iter().map(|row| row.entries.len() + 1).sum();
            if meter::charge(size as u64 * ENTRY).is_none() {
                return Verdict::Exhausted;
            }
            let violated = |row: &Row| {
                self.variables[row.basic]
                    .violated()
                    .map(|side| (row.basic, side))
            };
            let Some((basic, side)) = self
                .rows
                .iter()
                .filter_map(violated)
                .min_by_key(|(basic, _)| *basic)
            else {
                return Verdict::Satisfied(self.point(columns));
            };
            let Some(row) = self.variables[basic].row else {
                return Verdict::Exhausted;
            };
            let Some(entering) = self.entering(row, side) else {
                return Verdict::Refuted(self.conflict(row, side));
            };
            let cost = self.rows.len() as u64 + 1;
            if *budget < cost {
                return Verdict::Exhausted;
            }
            *budget -= cost;
            self.pivot(row, entering, side);
        }
    }

    /// Moves every column, none of which is basic yet, between its bounds.
    fn settle_columns(&mut self, columns: usize) {
        for column in 0..columns {
            let variable = &mut self.variables[column];
            if let Some(side) = variable.violated() {
                variable.value = variable
                    .bound(side)
                    .map(|b| b.limit.clone())
                    .unwrap_or_default();
            }
        }
        for row in &self.rows {
            if meter::stopped() {
                return;
            }
            let value = self.sum(&row.entries);
            self.variables[row.basic].value = value;
        }
    }

    fn sum(&self, entries: &[(usize, Rational)]) -> Near {
        entries.iter().fold(Near::default(), |sum, (v, c)| {
            sum.plus_scaled(c, &self.variables[*v].value)
        })
    }

    /// The first nonbasic variable by which the row's basic one can move back to its violated side.
    fn entering(&self, row: usize, side: Side) -> Option<usize> {
        let helps = |(variable, coefficient): &&(usize, Rational)| {
            let rises = (side == Side::Lower) == coefficient.is_positive();
            self.variables[*variable].can_leave(if rises { Side::Lower } else { Side::Upper })
        };
        self.rows[row]
            .entries
            .iter()
            .find(helps)
            .map(|(variable, _)| *variable)
    }

    /// The row's bounds, weighted by its entries, contradict the violated bound.
    fn conflict(&self, row: usize, side: Side) -> Multipliers {
        let Row {
            basic,
            factor,
            entries,
        } = &self.rows[row];
        let weighted = entries.iter().filter_map(|(variable, coefficient)| {
            let blocking = if (side == Side::Lower) == coefficient.is_positive() {
                Side::Upper
            } else {
                Side::Lower
            };
            let bound = self.variables[*variable].bound(blocking)?;
            Some(multiplier(bound, blocking, &coefficient.abs()))
        });
        let violated = self.variables[*basic]
            .bound(side)
            .map(|bound| multiplier(bound, side, factor));
        collected(violated.into_iter().chain(weighted))
    }

    /// Makes `entering` basic instead of the row's variable, and puts that one on its violated bound.
    fn pivot(&mut self, row: usize, entering: usize, side: Side) {
        let leaving = self.rows[row].basic;
        let Some(limit) = self.variables[leaving].bound(side).map(|b| b.limit.clone()) else {
            return;
        };
        self.exchange(row, entering);
        self.variables[leaving].value = limit;
        for other in 0..self.rows.len() {
            if meter::stopped() {
                return;
            }
            self.eliminate(other, row, entering);
            let Row {
                basic,
                factor,
                entries,
            } = &self.rows[other];
            if let (Some(inverse), true) = (
                factor.inverse(),
                other == row || self.rows[other].entry(leaving).is_some(),
            ) {
                let sum = self.sum(entries);
                self.variables[*basic].value = Near::default().plus_scaled(&inverse, &sum);
            }
        }
    }

    /// Solves the row for `entering`.
    fn exchange(&mut self, row: usize, entering: usize) {
        let Row {
            basic: leaving,
            factor,
            entries,
        } = &mut self.rows[row];
        let leaving = std::mem::replace(leaving, entering);
        let Ok(place) = entries.binary_search_by_key(&entering, |(v, _)| *v) else {
            return;
        };
        let (_, coefficient) = entries.remove(place);
        entries.iter_mut().for_each(|(_, c)| *c = -&*c);
        let place = entries.partition_point(|(v, _)| *v < leaving);
        entries.insert(place, (leaving, std::mem::replace(factor, coefficient)));
        self.rows[row].reduce();
        self.variables[leaving].row = None;
        self.variables[entering].row = Some(row);
    }

    /// Replaces the now basic variable in another row by its row.
    fn eliminate(&mut self, other: usize, row: usize, entering: usize) {
        if other == row {
            return;
        }
        let Some(coefficient) = self.rows[other].entry(entering).cloned() else {
            return;
        };
        let (source, target) = (&self.rows[row], &self.rows[other]);
        let rest: Vec<_> = target
            .entries
            .iter()
            .filter(|(v, _)| *v != entering)
            .cloned()
            .collect();
        let entries = combined((&source.factor, &rest), (&coefficient, &source.entries));
        let factor = &target.factor * &source.factor;
        let target = &mut self.rows[other];
        (target.factor, target.entries) = (factor, entries);
        target.reduce();
    }

    /// The values of the columns, with a number small enough for ε.
    fn point(&self, columns: usize) -> Vec<Rational> {
        let mut epsilon = Rational::ONE;
        for Variable {
            value,
            lower,
            upper,
            ..
        } in &self.variables
        {
            let gaps = lower
                .iter()
                .map(|b| value.minus(&b.limit))
                .chain(upper.iter().map(|b| b.limit.minus(value)));
            for gap in gaps.filter(|gap| gap.epsilon.is_negative()) {
                epsilon = gap
                    .standard
                    .divide(&-&gap.epsilon)
                    .map_or(epsilon.clone(), |most| most.min(epsilon.clone()));
            }
        }
        self.variables[..columns]
            .iter()
            .map(|v| v.value.at(&epsilon))
            .collect()
    }
}

/// The multiplier of the bound's constraint when the bound counts `weight` times.
fn multiplier(bound: &Bound, side: Side, weight: &Rational) -> (usize, Rational) {
    let signed = if side == Side::Upper {
        weight.clone()
    } else {
        -weight
    };
    (
        bound.constraint,
        signed.divide(&bound.factor).unwrap_or_default(),
    )
}

/// Adds up multipliers of one constraint and drops those that cancel.
fn collected(multipliers: impl IntoIterator<Item = (usize, Rational)>) -> Multipliers {
    let mut sum = std::collections::BTreeMap::<usize, Rational>::new();
    for (constraint, multiplier) in multipliers {
        *sum.entry(constraint).or_default() += &multiplier;
    }
    sum.into_iter().filter(|(_, m)| !m.is_zero()).collect()
}

/// A constraint without columns holds, or refutes by itself.
fn constant_holds(index: usize, constraint: &Constraint) -> Result<(), Multipliers> {
    let sign = constraint.constant.signum();
    let holds = match constraint.relation {
        Relation::AtMost => sign <= 0,
        Relation::Below => sign < 0,
        Relation::Equal => sign == 0,
    };
    let negative = constraint.relation == Relation::Equal && sign < 0;
    if holds {
        Ok(())
    } else {
        Err(vec![(index, Rational::from(if negative { -1 } else { 1 }))])
    }
}

#[cfg(test)]
mod tests;
