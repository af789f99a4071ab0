//! What is wrong with an article: where, at which command, why, and what lay on the stack.

use super::{
    Sequent,
    machine::Machine,
    object::{List, Object, Operator},
};
use crate::opentheory::{name::NameError, print::Printer};
use rationale_kernel::{KernelError, Name, Term, Theorem, Variable};

/// How many objects of the stack an error shows.
const SHOWN: usize = 3;

/// An article that cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: u64,
    /// The command on that line, cut if it is long.
    pub command: String,
    /// What is wrong.
    pub problem: Problem,
    /// The top of the stack when the command came, topmost first.
    pub stack: Vec<String>,
}

impl From<std::io::Error> for ReadError {
    /// For a file that cannot be opened.
    fn from(error: std::io::Error) -> Self {
        ReadError {
            line: 0,
            command: String::new(),
            problem: error.into(),
            stack: vec![],
        }
    }
}

impl ReadError {
    /// A short name for the kind of error, in kebab-case.
    pub fn rule(&self) -> &'static str {
        self.problem.rule()
    }

    /// Whether the text could not be read at all, or not to its end.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.problem, Problem::Unreadable(_))
    }

    pub(super) fn new(line: u64, text: &[u8], problem: Problem, machine: &Machine<'_>) -> Self {
        ReadError {
            line,
            command: cut(&String::from_utf8_lossy(text.trim_ascii()), 60),
            problem,
            stack: machine.top(SHOWN).map(describe).collect(),
        }
    }
}

/// Why a line cannot be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Reading or decompressing failed.
    #[error("cannot read on: {0}")]
    Unreadable(#[from] std::io::Error),
    /// The line is endless.
    #[error("the line is longer than {0} bytes")]
    LineTooLong(usize),
    /// The line is not UTF-8.
    #[error("the line is not UTF-8 text")]
    NotText,
    /// No such command.
    #[error("unknown command")]
    UnknownCommand,
    /// Digits that are no number of the format.
    #[error(
        "not a number: expected 0, or digits that do not start with 0, with or without one minus sign before them"
    )]
    BadNumber,
    /// A number outside 64 bits.
    #[error("the number does not fit into 64 bits")]
    NumberTooLarge,
    /// A broken name.
    #[error(transparent)]
    BadName(#[from] NameError),
    /// Another version than 5 or 6.
    #[error("article version {0} is not supported; expected 5 or 6")]
    Version(i64),
    /// The version command elsewhere than at the start.
    #[error(
        "the version stands at the start of an article, as a number and the command, and only there"
    )]
    LateVersion,
    /// A command of version 6 in an article of version 5.
    #[error("version 5 has no such command; an article of version 6 starts with 6 version")]
    NotInVersion5,
    /// Too few objects on the stack.
    #[error("expected {expected} {} on the stack, found {found}", if *.expected == 1 { "object" } else { "objects" })]
    StackTooLow {
        /// How many the command takes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An object of the wrong kind.
    #[error("expected {expected} {}, found {found}", place(.depth))]
    WrongKind {
        /// The kind that the command takes.
        expected: &'static str,
        /// Where on the stack, from the top.
        depth: usize,
        /// What is there.
        found: &'static str,
    },
    /// A list whose members are not as the command takes them.
    #[error("expected {expected} in the list, found {found}")]
    WrongMember {
        /// What the command takes.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// `hdTl` of nil.
    #[error("expected a list with a head, found nil")]
    EmptyList,
    /// `ref` or `remove` of a key that is not there.
    #[error("the dictionary has no entry {0}")]
    NoEntry(i64),
    /// More objects than the reader keeps.
    #[error("more than {limit} objects {place}")]
    TooMany {
        /// How many it keeps.
        limit: usize,
        /// Where.
        place: &'static str,
    },
    /// A type or term variable twice in a substitution.
    #[error("the substitution gives {0} two images")]
    SubstitutedTwice(Name),
    /// A primitive name is defined anew.
    #[error("{0} is a primitive name and cannot be defined")]
    Primitive(Name),
    /// A definition gives one name to two constants.
    #[error("the definition gives the name {0} to two constants")]
    DefinedTwice(Name),
    /// A constant that is taken for a term, at another type.
    #[error("the constant is taken for {0}, which has another type")]
    OtherMeaning(String),
    /// An external type operator at two arities.
    #[error(
        "the type operator {operator} takes {expected} arguments where it was used first, not {found}"
    )]
    Arity {
        /// The operator.
        operator: Name,
        /// Its arity where it was used first.
        expected: usize,
        /// The arity here.
        found: usize,
    },
    /// `thm` with another conclusion.
    #[error("the theorem concludes {found}, not {expected}")]
    OtherConclusion {
        /// What the article lists.
        expected: String,
        /// What the theorem concludes.
        found: String,
    },
    /// `thm` with other hypotheses.
    #[error("the theorem's hypotheses are {found}, not {expected}")]
    OtherHypotheses {
        /// What the article lists.
        expected: String,
        /// The theorem's.
        found: String,
    },
    /// The kernel refused.
    #[error("{}", explain(.0))]
    Refused(#[from] KernelError),
}

impl Problem {
    /// An error unless the theorem states the sequent, up to bound names and no weaker.
    pub(super) fn unless_states(theorem: &Theorem, sequent: &Sequent) -> Result<(), Self> {
        let printer = Printer::short();
        if !theorem.concludes(&sequent.conclusion) {
            return Err(Problem::OtherConclusion {
                expected: printer.term(&sequent.conclusion),
                found: printer.term(&theorem.conclusion()),
            });
        }
        if theorem.hypotheses() != sequent.hypotheses {
            return Err(Problem::OtherHypotheses {
                expected: braced(&sequent.hypotheses),
                found: braced(theorem.hypotheses()),
            });
        }
        Ok(())
    }

    fn rule(&self) -> &'static str {
        use Problem::*;
        match self {
            Unreadable(_) | LineTooLong(_) | NotText => "article-unreadable",
            UnknownCommand | BadNumber | NumberTooLarge | BadName(_) => "article-syntax",
            Version(_) | LateVersion | NotInVersion5 => "article-version",
            StackTooLow { .. } | WrongKind { .. } | WrongMember { .. } | EmptyList => {
                "article-stack"
            }
            NoEntry(_) => "article-dictionary",
            TooMany { .. } => "article-limit",
            Primitive(_) | DefinedTwice(_) => "article-definition",
            Arity { .. } | OtherMeaning(_) => "article-arity",
            OtherConclusion { .. } | OtherHypotheses { .. } => "article-theorem",
            SubstitutedTwice(_) | Refused(_) => "article-inference",
        }
    }
}

fn place(depth: &usize) -> String {
    match depth {
        0 => "on top of the stack".to_owned(),
        depth => format!("{depth} below the top of the stack"),
    }
}

/// The beginning of a text, if it is long.
fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn braced(hypotheses: &[Term]) -> String {
    format!("{{{}}}", Printer::short().terms(hypotheses))
}

/// One object of the stack, in few words.
fn describe(object: &Object) -> String {
    let shown = match object {
        Object::Number(number) => number.to_string(),
        Object::Name(name) => format!("\"{}\"", cut(name, 60)),
        Object::List(list) => describe_list(list),
        Object::Operator(Operator::Known(operator)) => operator.name().to_string(),
        Object::Operator(Operator::External(name)) => name.to_string(),
        Object::Type(ty) => Printer::short().ty(ty),
        Object::Constant(symbol) => symbol.name(),
        Object::Variable(variable) => typed(variable),
        Object::Term(term) => Printer::short().term(term),
        Object::Theorem(theorem) => {
            Printer::short().sequent(theorem.hypotheses(), &theorem.conclusion())
        }
    };
    format!("{} {}", object.kind(), cut(&shown, 200))
}

fn describe_list(list: &List) -> String {
    let kinds: Vec<_> = list
        .iter()
        .take(5)
        .map(|object| cut(object.kind(), 20))
        .collect();
    match kinds.len() {
        5 => format!("[{}, …]", kinds[..4].join(", ")),
        _ => format!("[{}]", kinds.join(", ")),
    }
}

fn typed(variable: &Variable) -> String {
    format!("{} : {}", &variable.name, Printer::short().ty(&variable.ty))
}

/// The kernel's answer in the article's terms, cut where terms are large.
fn explain(error: &KernelError) -> String {
    let typed = ["type", "formula", "function"]
        .iter()
        .any(|word| error.0.contains(word));
    let shown = |t: &Term| match typed {
        true => format!(
            "{} : {}",
            Printer::short().term(t),
            Printer::short().ty(t.ty())
        ),
        false => Printer::short().term(t),
    };
    let terms: Vec<_> = error.1.iter().map(shown).collect();
    match terms.len() {
        0 => error.0.to_string(),
        _ => format!("{}: {}", error.0, terms.join(", ")),
    }
}
