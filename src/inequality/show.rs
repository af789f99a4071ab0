//! Certificates in words: the method that a proof uses, and the proof step by step.

use super::{
    atom::{Atom, Atoms},
    decide::Certificate,
    fact::{Fact, Relation},
    lemma::Lemma,
    proof::{Proof, Split, Term},
};
use std::fmt::Write as _;

/// Longer certificates are cut.
const LINES: usize = 2_000;

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
    for (facts, proof) in &certificate.cases {
        let mut facts = facts.clone();
        for (place, fact) in facts.iter().enumerate() {
            let shown = shown(&writer.atoms, fact);
            writer.line(2, &format!("[{place}] {shown}"));
        }
        writer.proof(proof, &mut facts, 2);
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
            let _ = writeln!(self.text, "{:1$}{text}", "", 2 * indent);
        } else if self.lines == LINES + 1 {
            self.text.push_str("    …\n");
        }
    }

    fn with(&mut self, fact: Fact, proof: &Proof, facts: &mut Vec<Fact>, indent: usize) {
        let line = format!("[{}] {}", facts.len(), shown(&self.atoms, &fact));
        self.line(indent, &line);
        facts.push(fact);
        self.proof(proof, facts, indent);
        facts.pop();
    }

    fn proof(&mut self, proof: &Proof, facts: &mut Vec<Fact>, indent: usize) {
        if self.lines > LINES || indent > 200 {
            return;
        }
        match proof {
            Proof::Combination(terms) => {
                let parts: Vec<String> = terms.iter().map(|t| self.term(t)).collect();
                self.line(indent, &format!("contradiction: {}", parts.join(" + ")));
            }
            Proof::Enclosure(place, precision) => {
                self.line(indent, &format!("enclosing [{place}] to {precision} bits"));
            }
            Proof::Cases(on, split, proofs) => {
                let kind = match split {
                    Split::Two | Split::Overlapping => "two cases",
                    Split::Three => "three cases",
                };
                self.line(
                    indent,
                    &format!("{kind} on the sign of {}", self.atoms.show(on)),
                );
                for (fact, proof) in split.facts(on).into_iter().zip(proofs) {
                    self.with(fact, proof, facts, indent + 1);
                }
            }
            Proof::Have(fact, because, then) => {
                let line = format!("have {}, for otherwise", shown(&self.atoms, fact));
                self.line(indent, &line);
                self.with(fact.negation(), because, facts, indent + 1);
                self.with(fact.clone(), then, facts, indent);
            }
            Proof::Instance(lemma, conditions, then) => {
                let given: Vec<Fact> = conditions
                    .iter()
                    .filter_map(|c| facts.get(*c).cloned())
                    .collect();
                let name = name(lemma);
                self.line(indent, &format!("by {name} from {conditions:?}"));
                if let Some((_, fact)) = lemma.statement(&mut self.atoms, &given) {
                    self.with(fact, then, facts, indent);
                }
            }
            Proof::Slope(slope) => {
                let x = self
                    .atoms
                    .show(&crate::prove::arith::Polynomial::atom(slope.variable));
                let anchor = self.atoms.show(&slope.anchor);
                let line = format!("[{}] is monotone in {x} from {anchor} on", slope.fact);
                self.line(indent, &line);
            }
        }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Equation(place, by) => format!("({})·[{place}]", self.atoms.show(by)),
            Term::Product(coefficient, places, square) => {
                let mut parts = vec![coefficient.to_string()];
                parts.extend(places.iter().map(|place| format!("[{place}]")));
                parts.extend(square.iter().map(|s| format!("({})²", self.atoms.show(s))));
                parts.join("·")
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
