//! Certificates in words: the method that a proof uses, and the proof step by step.

use super::{
    atom::{Atom, Atoms},
    check::obligations,
    decide::Certificate,
    fact::{Fact, Relation},
    lemma::Lemma,
    notation::shown_number,
    proof::{Proof, Slope, Split, Term},
};
use crate::prove::arith::Polynomial;
use std::fmt::Write as _;

/// Longer certificates are cut, which the last line says.
const LINES: usize = 20_000;
/// Lines are indented no further.
const DEEPEST: usize = 40;

/// What kinds of steps occur.
#[derive(Default)]
struct Kinds {
    slope: bool,
    enclosure: bool,
    square: bool,
    product: bool,
    function: bool,
    cleared: bool,
    cases: usize,
}

impl Kinds {
    fn see(&mut self, proof: &Proof) {
        match proof {
            Proof::Combination(terms) => terms.iter().for_each(|term| self.see_term(term)),
            Proof::Enclosure(..) => self.enclosure = true,
            Proof::Cases(_, _, proofs) => {
                self.cases += proofs.len() - 1;
                proofs.iter().for_each(|proof| self.see(proof));
            }
            Proof::Have(_, because, then) => {
                self.see(because);
                self.see(then);
            }
            Proof::Instance(lemma, _, then) => {
                self.cleared |= matches!(lemma, Lemma::Clear(..));
                self.function |= is_of_function(lemma);
                self.see(then);
            }
            Proof::Slope(_) => self.slope = true,
        }
    }

    fn see_term(&mut self, term: &Term) {
        match term {
            Term::Product(_, facts, square) => {
                self.square |= square.is_some();
                self.product |= facts.len() > 1;
            }
            Term::Equation(_, multiplier) => self.product |= multiplier.as_constant().is_none(),
        }
    }
}

fn is_of_function(lemma: &Lemma) -> bool {
    matches!(
        lemma,
        Lemma::ExponentialPositive(_)
            | Lemma::ExponentialTangent(..)
            | Lemma::ExponentialSum(..)
            | Lemma::ExponentialPower(..)
            | Lemma::ExponentialLogarithm(_)
            | Lemma::ExponentialIncreases(..)
            | Lemma::ExponentialNotDecreases(..)
            | Lemma::LogarithmProduct(..)
            | Lemma::LogarithmInverse(_)
            | Lemma::LogarithmPower(..)
            | Lemma::LogarithmTangent(..)
            | Lemma::LogarithmIncreases(..)
            | Lemma::LogarithmNotDecreases(..)
    )
}

/// The method that a certificate uses, by its strongest step.
pub fn method(certificate: &Certificate) -> String {
    let mut kinds = Kinds::default();
    certificate.cases.iter().for_each(|(_, p)| kinds.see(p));
    let main = if kinds.slope {
        "monotonicity"
    } else if kinds.enclosure {
        "enclosures"
    } else if kinds.function {
        "properties of exp and log"
    } else if kinds.square {
        "sums of squares"
    } else if kinds.product {
        "products of facts"
    } else {
        "linear arithmetic"
    };
    let denominators = if kinds.cleared {
        ", denominators cleared"
    } else {
        ""
    };
    match kinds.cases {
        0 => format!("{main}{denominators}"),
        n => format!("{main}{denominators}, {} cases", n + 1),
    }
}

/// A certificate step by step, indented.
pub fn certificate(certificate: &Certificate) -> String {
    let mut writer = Writer {
        atoms: certificate.atoms.clone(),
        text: String::new(),
        lines: 0,
    };
    let count = certificate.cases.len();
    for (case, (facts, proof)) in certificate.cases.iter().enumerate() {
        let mut facts = facts.clone();
        if count > 1 {
            writer.line(2, &format!("case {} of {count}", case + 1));
        }
        for (place, fact) in facts.iter().enumerate() {
            let shown = shown(&writer.atoms, fact);
            writer.line(2, &format!("[{place}] {shown}"));
        }
        writer.proof(proof, &mut facts, 2);
    }
    if writer.lines > LINES {
        let _ = writeln!(writer.text, "    … and {} lines more", writer.lines - LINES);
    }
    writer.text
}

/// A fact in words.
pub fn shown(atoms: &Atoms, fact: &Fact) -> String {
    let sign = match fact.relation {
        Relation::Zero => "= 0",
        Relation::Above => "> 0",
        Relation::AtLeast => "≥ 0",
        Relation::Nonzero => "≠ 0",
    };
    format!("{} {sign}", atoms.show(&fact.polynomial))
}

struct Writer {
    atoms: Atoms,
    text: String,
    lines: usize,
}

impl Writer {
    fn line(&mut self, indent: usize, text: &str) {
        self.lines += 1;
        if self.lines <= LINES {
            let _ = writeln!(self.text, "{:1$}{text}", "", 2 * indent.min(DEEPEST));
        }
    }

    fn with(&mut self, more: Vec<Fact>, proof: &Proof, facts: &mut Vec<Fact>, indent: usize) {
        let before = facts.len();
        for fact in more {
            let line = format!("[{}] {}", facts.len(), shown(&self.atoms, &fact));
            self.line(indent, &line);
            facts.push(fact);
        }
        stacker::maybe_grow(128 << 10, 4 << 20, || self.proof(proof, facts, indent));
        facts.truncate(before);
    }

    fn proof(&mut self, proof: &Proof, facts: &mut Vec<Fact>, indent: usize) {
        match proof {
            Proof::Combination(terms) => {
                let parts: Vec<String> = terms.iter().map(|t| self.term(t)).collect();
                let line = format!("contradiction: {}", parts.join(" + "));
                self.line(indent, &line);
            }
            Proof::Enclosure(place, precision) => {
                let line = format!("[{place}] is false: its form enclosed to {precision} bits");
                self.line(indent, &line);
            }
            Proof::Cases(on, split, proofs) => {
                let kind = match split {
                    Split::Two | Split::Overlapping => "two cases",
                    Split::Three => "three cases",
                };
                let line = format!("{kind} on the sign of {}", self.atoms.show(on));
                self.line(indent, &line);
                for (fact, proof) in split.facts(on).into_iter().zip(proofs) {
                    self.with(vec![fact], proof, facts, indent + 1);
                }
            }
            Proof::Have(fact, because, then) => {
                let line = format!("have {}, for otherwise", shown(&self.atoms, fact));
                self.line(indent, &line);
                self.with(vec![fact.negation()], because, facts, indent + 1);
                self.with(vec![fact.clone()], then, facts, indent);
            }
            Proof::Instance(lemma, conditions, then) => {
                self.instance(lemma, conditions, then, facts, indent);
            }
            Proof::Slope(slope) => self.slope(slope, facts, indent),
        }
    }

    fn instance(
        &mut self,
        lemma: &Lemma,
        conditions: &[usize],
        then: &Proof,
        facts: &mut Vec<Fact>,
        indent: usize,
    ) {
        let given = conditions.iter().filter_map(|c| facts.get(*c).cloned());
        let given: Vec<Fact> = given.collect();
        let places: Vec<String> = conditions.iter().map(|c| format!("[{c}]")).collect();
        let line = match places.as_slice() {
            [] => format!("by {}", name(lemma)),
            places => format!("by {} from {}", name(lemma), places.join(", ")),
        };
        self.line(indent, &line);
        let conclusion = lemma.statement(&mut self.atoms, &given);
        self.with(
            conclusion.map(|(_, fact)| fact).into_iter().collect(),
            then,
            facts,
            indent,
        );
    }

    fn slope(&mut self, slope: &Slope, facts: &mut Vec<Fact>, indent: usize) {
        let x = self.atoms.show(&Polynomial::atom(slope.variable));
        let z = self.atoms.show(&Polynomial::atom(slope.between));
        let anchor = self.atoms.show(&slope.anchor);
        let line = format!(
            "[{}] is false at {x} = {anchor}, and so between, by the derivative at {z}",
            slope.fact
        );
        self.line(indent, &line);
        for (more, proof) in obligations(&mut self.atoms, slope, facts).unwrap_or_default() {
            self.line(indent + 1, "refuting:");
            self.with(more, proof, facts, indent + 1);
        }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Equation(place, by) => format!("{} * [{place}]", self.atoms.show_factor(by)),
            Term::Product(coefficient, places, square) => {
                let mut parts: Vec<String> =
                    places.iter().map(|place| format!("[{place}]")).collect();
                parts.extend(
                    square
                        .iter()
                        .map(|s| format!("{} ^ 2", self.atoms.show_factor(s))),
                );
                if !coefficient.is_one() || parts.is_empty() {
                    parts.insert(0, shown_number(coefficient));
                }
                parts.join(" * ")
            }
        }
    }
}

fn name(lemma: &Lemma) -> String {
    let full = format!("{lemma:?}");
    let end = full.find('(').unwrap_or(full.len());
    let mut words = String::new();
    for letter in full[..end].chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

impl Atom {
    /// Whether it is a variable of the claim or one that a proof named.
    pub fn is_variable(&self) -> bool {
        matches!(self, Atom::Variable)
    }
}
