//! The trusted kernel of Rationale: simple type theory with rank-1 polymorphism, ten primitive rules, three
//! definition principles, and one rule for ground arithmetic on exact literals.
//!
//! Only this crate makes a [`Theorem`]. There is no context to poison: a [`Constant`] or [`TypeOperator`] *is* its
//! declaration, known by a number that is never used twice, and names are for people. Terms are locally nameless, so
//! substitution cannot capture. The crate does no input or output, knows no floats, and no input makes it panic:
//! what cannot be done is a [`KernelError`].
//!
//! A theorem cannot be forged; its fields are private and nothing else constructs one:
//!
//! ```compile_fail
//! let forged = rationale_kernel::Theorem { serial: 0 };
//! ```
//! ```compile_fail
//! let forged: rationale_kernel::Theorem = Default::default();
//! ```
//! ```compile_fail
//! fn from_term(t: rationale_kernel::Term) -> rationale_kernel::Theorem { t.into() }
//! ```
#![forbid(unsafe_code)]

mod arithmetic;
mod close;
mod define;
mod error;
mod hash;
mod literal;
mod log;
mod name;
mod set;
mod substitute;
mod term;
mod theorem;
mod types;

pub use arithmetic::{Arithmetic, NaturalOperations, RationalOperations};
pub use define::{TypeDefinition, define_constant, define_type, specify_constants};
pub use error::{KernelError, Result};
pub use literal::{Literal, Numerals};
pub use log::{Inference, Serial, Sink, set_sink, take_sink};
pub use name::Name;
pub use substitute::Substitution;
pub use term::{
    Abstraction, Constant, Fragment, FragmentView, MAX_DEPTH, Term, TermView, Variable,
};
pub use theorem::{Axiom, Theorem};
pub use types::{Type, TypeOperator, TypeSubstitution, TypeView};
