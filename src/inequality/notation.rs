//! Normal forms as the language writes them, so that what is shown can be read back.

use super::atom::{Atom, Atoms};
use crate::prove::arith::{Monomial, Polynomial, Rational};

impl Atoms {
    /// A form as a sum, with a positive term in front if there is one: `x ^ 2 - 2 * x * y + 1 / y`.
    pub fn show(&self, p: &Polynomial) -> String {
        let mut text = String::new();
        let first = p
            .terms()
            .iter()
            .position(|(_, c)| c.is_positive())
            .unwrap_or(0);
        let (before, after) = p.terms().split_at(first);
        let (first, after) = after.split_at(after.len().min(1));
        for (monomial, coefficient) in first.iter().chain(before).chain(after) {
            let sign = match (text.is_empty(), coefficient.is_negative()) {
                (true, true) => "-",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            };
            text.push_str(sign);
            text.push_str(&self.show_term(monomial, &coefficient.abs()));
        }
        if text.is_empty() { "0".into() } else { text }
    }

    /// A form that can stand in a product or under a power.
    pub fn show_factor(&self, p: &Polynomial) -> String {
        let is_one_factor = match p.terms() {
            [] => true,
            [(monomial, c)] if monomial.is_one() => c.is_integer() && !c.is_negative(),
            [(monomial, c)] => {
                let inverse = |a: u32| matches!(self.get(a), Atom::Inverse(_));
                c.is_one() && matches!(monomial.factors(), [(a, 1)] if !inverse(*a))
            }
            _ => false,
        };
        match is_one_factor {
            true => self.show(p),
            false => format!("({})", self.show(p)),
        }
    }

    fn show_argument(&self, p: &Polynomial) -> String {
        let text = self.show(p);
        let is_word = text
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '\'');
        match is_word || text.starts_with('(') && self.lone_variable(p).is_some() {
            true => text,
            false => format!("({text})"),
        }
    }

    /// The variable that a form is.
    pub fn lone_variable(&self, p: &Polynomial) -> Option<u32> {
        match p.terms() {
            [(monomial, c)] if c.is_one() => match monomial.factors() {
                [(atom, 1)] if *self.get(*atom) == Atom::Variable => Some(*atom),
                _ => None,
            },
            _ => None,
        }
    }

    /// Numbers and atoms first, then what they are divided by.
    fn show_term(&self, monomial: &Monomial, coefficient: &Rational) -> String {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (atom, exponent) in monomial.factors() {
            let (list, name) = match self.get(*atom) {
                Atom::Inverse(p) => (&mut below, self.show_factor(p)),
                _ => (&mut above, self.show_atom(*atom)),
            };
            list.push(match exponent {
                1 => name,
                exponent => format!("{name} ^ {exponent}"),
            });
        }
        let mut text = shown_number(coefficient);
        match (coefficient.is_one(), above.is_empty()) {
            (_, true) => {}
            (true, false) => text = above.join(" * "),
            (false, false) => text = format!("{text} * {}", above.join(" * ")),
        }
        for divisor in below {
            text.push_str(" / ");
            text.push_str(&divisor);
        }
        text
    }

    fn show_atom(&self, atom: u32) -> String {
        match self.get(atom) {
            Atom::Variable => self.name(atom),
            Atom::Pi => "π".into(),
            Atom::Inverse(p) => format!("(1 / {})", self.show_factor(p)),
            Atom::Root(p) => format!("√{}", self.show_argument(p)),
            Atom::Exponential(p) => format!("exp {}", self.show_argument(p)),
            Atom::Logarithm(p) => format!("log {}", self.show_argument(p)),
            Atom::Absolute(p) => format!("|{}|", self.show(p)),
            Atom::Alias(p) => self.show_factor(p),
        }
    }
}

/// A number that is not negative: `3` or `3 / 2`.
pub fn shown_number(value: &Rational) -> String {
    match value.is_integer() {
        true => value.to_string(),
        false => format!("{} / {}", value.numerator(), value.denominator()),
    }
}
