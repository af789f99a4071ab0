//! Replays articles of versions 5 and 6 through the kernel.
//!
//! An [`Article`] is what one replay leaves: the theorems that the article exports, in its own words and as kernel
//! theorems, and what it assumed for them. Articles that are read with the same [`Symbols`] share their external
//! symbols, definitions and assumptions; they load side by side, because a constant is its name *and* its definition.

mod command;
mod define;
mod error;
mod inference;
mod lines;
mod machine;
mod object;
mod symbols;

#[cfg(test)]
mod tests;

pub use error::{Problem, ReadError};
pub use symbols::{Carving, Origin, Specification, Symbols};

use crate::logic::AxiomShape;
use machine::Machine;
use rationale_kernel::{Axiom, Name, Term, Theorem};
use std::io::Read;

/// Hypotheses and a conclusion. Hypotheses are sorted and none stands twice, so equal sequents are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sequent {
    /// The hypotheses.
    pub hypotheses: Vec<Term>,
    /// The conclusion.
    pub conclusion: Term,
}

impl Sequent {
    /// From hypotheses in any order.
    pub fn new(mut hypotheses: Vec<Term>, conclusion: Term) -> Self {
        hypotheses.sort();
        hypotheses.dedup();
        Sequent {
            hypotheses,
            conclusion,
        }
    }

    /// What an axiom says.
    pub fn of_axiom(axiom: &Axiom) -> Self {
        Sequent::new(axiom.hypotheses().to_vec(), axiom.statement().clone())
    }

    /// What a theorem says.
    pub fn of(theorem: &Theorem) -> Self {
        Sequent {
            hypotheses: theorem.hypotheses().to_vec(),
            conclusion: theorem.conclusion(),
        }
    }
}

/// A theorem that an article exports.
#[derive(Clone, Debug)]
pub struct Exported {
    /// In the article's words: with its names of bound variables.
    pub sequent: Sequent,
    /// The kernel's theorem; its statement is the sequent up to bound names.
    pub theorem: Theorem,
}

/// What the commands of an article came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that hold a command.
    pub commands: u64,
    /// Commands that are rules, axioms or definitions.
    pub inferences: u64,
    /// Kernel inferences of rules that the kernel lacks are counted once, under the rule; this counts definitions.
    pub definitions: u64,
}

/// An article, replayed.
#[derive(Clone, Debug)]
pub struct Article {
    /// The version of the format: 5 or 6.
    pub version: u8,
    /// What it exports, in order; none twice.
    pub theorems: Vec<Exported>,
    /// What it assumes, and what the theorems that discharge its assumptions assume; none twice.
    pub assumptions: Vec<Sequent>,
    /// What it assumes that a theorem of another article discharges.
    pub discharged: Vec<Sequent>,
    /// The names of the constants that it defines.
    pub constants: Vec<Name>,
    /// The names of the type operators that it defines.
    pub operators: Vec<Name>,
    /// How much work it was.
    pub counts: Counts,
    /// Oddities that are no errors.
    pub warnings: Vec<String>,
}

/// Replays an article; compressed ones are recognised. Errors: the first line that cannot be carried out.
pub fn read(source: impl Read, symbols: &mut Symbols) -> Result<Article, ReadError> {
    let mut machine = Machine::new(symbols);
    let failed = |line, text: &[u8], problem, machine: &Machine<'_>| {
        Err(ReadError::new(line, text, problem, machine))
    };
    let text = match lines::decompressed(source) {
        Ok(text) => text,
        Err(problem) => return failed(0, b"", problem, &machine),
    };
    let mut lines = lines::Lines::new(text);
    let mut number = 0;
    loop {
        number += 1;
        let line = match lines.next_line() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(machine.finish()),
            Err(problem) => return failed(number, b"", problem, &machine),
        };
        let outcome = command::parse(line).and_then(|command| match command {
            Some(command) => machine.execute(command),
            None => Ok(()),
        });
        if let Err(problem) = outcome {
            return failed(number, line, problem, &machine);
        }
    }
}
