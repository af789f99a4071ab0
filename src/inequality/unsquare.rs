//! A variable y ≥ 0 with y² = p removed: α·y > −β with α ≥ 0 and β < 0 gives α²·p > β². What α is may hold other roots.

use super::atom::LIMIT;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::homogenize::by_power;
use super::proof::{Proof, Split, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational};

/// An equation c·y² + r = 0, and the fact y ≥ 0.
pub struct Square {
    /// The place of the equation.
    pub equation: usize,
    /// c
    pub scale: Rational,
    /// r
    pub rest: Polynomial,
    /// The place of y ≥ 0.
    pub sign: usize,
    /// y
    pub variable: u32,
}

/// s·α·y + β ⋈ 0 with α ≥ 0.
struct Line {
    place: usize,
    positive: bool,
    /// The place of α > 0 or α ≥ 0; none for a number.
    known: Option<usize>,
    slope: Polynomial,
    rest: Polynomial,
}

impl Engine {
    /// Refutes with a linear occurrence of a square root squared away.
    pub fn unsquared(&mut self, sequent: &Sequent) -> Option<Proof> {
        for square in squares(sequent) {
            for place in sequent.inequalities().into_iter().rev() {
                if place == square.sign {
                    continue;
                }
                let mut next = sequent.with([]);
                if let Some(line) = self.line(&mut next, place, square.variable)
                    && let Some(proof) = self.sides(next, &square, &line)
                {
                    return Some(proof);
                }
            }
        }
        None
    }

    fn line(&mut self, sequent: &mut Sequent, place: usize, variable: u32) -> Option<Line> {
        let powers = by_power(&sequent.facts[place].polynomial, variable);
        let slope = powers.get(&1)?.clone();
        let rest = powers.get(&0)?.clone();
        if powers.len() != 2 {
            return None;
        }
        for positive in [true, false] {
            let slope = if positive {
                slope.clone()
            } else {
                slope.negated()
            };
            let known = match slope.as_constant() {
                Some(c) if c.is_positive() => None,
                Some(_) => continue,
                None => {
                    let Some(place) = self.not_negative(sequent, &slope) else {
                        continue;
                    };
                    Some(place)
                }
            };
            return Some(Line {
                place,
                positive,
                known,
                slope,
                rest,
            });
        }
        None
    }

    /// The place of p > 0, or of p ≥ 0.
    fn not_negative(&mut self, sequent: &mut Sequent, p: &Polynomial) -> Option<usize> {
        for fact in [Fact::above(p.clone()), Fact::at_least(p.clone())] {
            if let Some(proof) = self.quickly(sequent, &fact) {
                return Some(sequent.have(fact, proof));
            }
        }
        None
    }

    fn sides(&mut self, sequent: Sequent, square: &Square, line: &Line) -> Option<Proof> {
        let on = if line.positive {
            line.rest.clone()
        } else {
            line.rest.negated()
        };
        let mut first = true;
        sequent.cases(&on, Split::Two, |mut case| {
            if first {
                first = false;
                if line.positive {
                    case.retire(line.place);
                }
                return self.refute(case);
            }
            let other = case.facts.len() - 1;
            self.squared_line(&mut case, square, line, other)?;
            self.refute(case)
        })
    }

    /// s·(α²·p − β²) ⋈ 0 in place of s·α·y + β ⋈ 0, where −s·β > 0 is at a place.
    fn squared_line(
        &mut self,
        sequent: &mut Sequent,
        square: &Square,
        line: &Line,
        other: usize,
    ) -> Option<()> {
        let relation = sequent.facts[line.place].relation;
        let inverse = square.scale.inverse()?;
        let radicand = square.rest.scaled(&-&inverse);
        let slope = line.slope.power(2, LIMIT / 4)?;
        let form = slope
            .times(&radicand, LIMIT / 4)?
            .minus(&line.rest.power(2, LIMIT / 4)?);
        let (form, by) = if line.positive {
            (form, -&inverse)
        } else {
            (form.negated(), inverse)
        };
        let mut places = vec![line.place, square.sign];
        places.extend(line.known);
        let scale = line.slope.as_constant().unwrap_or(Rational::ONE);
        let terms = vec![
            Term::facts([line.place, other]),
            Term::Product(scale, places, None),
            Term::Equation(square.equation, slope.scaled(&by)),
            Term::facts([sequent.facts.len()]),
        ];
        sequent.have(Fact::new(form, relation), Proof::Combination(terms));
        sequent.retire(line.place);
        let rest = |p: &usize| *p != square.equation && *p != square.sign;
        let mentions = |p: &usize| {
            sequent.facts[*p]
                .polynomial
                .atoms()
                .contains(&square.variable)
        };
        if !sequent.active.iter().filter(|p| rest(p)).any(mentions) {
            sequent
                .active
                .retain(|p| *p != square.equation && *p != square.sign);
        }
        Some(())
    }
}

/// The equations that give the square of a variable that is not negative.
pub fn squares(sequent: &Sequent) -> Vec<Square> {
    let mut found = Vec::new();
    for (equation, fact) in sequent.active() {
        if fact.relation != Relation::Zero {
            continue;
        }
        for variable in fact.polynomial.atoms() {
            let powers = by_power(&fact.polynomial, variable);
            let (Some(scale), Some(rest)) = (powers.get(&2), powers.get(&0)) else {
                continue;
            };
            let known = sequent.place_of(&Fact::at_least(Polynomial::atom(variable)));
            if let (2, Some(scale), Some(sign)) = (powers.len(), scale.as_constant(), known)
                && sequent.facts[sign].polynomial == Polynomial::atom(variable)
            {
                found.push(Square {
                    equation,
                    scale,
                    rest: rest.clone(),
                    sign,
                    variable,
                });
            }
        }
    }
    found
}
