//! The exact meaning of terms in a finite model: rational numbers, and enclosures for √, exp, log and π to any precision;
//! finite types, tables, distributions with exact weights; three-valued truth.
//!
//! Nothing here uses floats, and nothing here is trusted: a proof repeats every enclosure through lemmas of the library.
//! What cannot be decided is unknown, never true or false.

mod affine;
pub mod code;
mod compile;
mod complexity;
pub mod elementary;
pub mod enclosure;
mod enumerate;
mod equality;
mod gaussian;
mod guards;
pub mod irrational;
mod linear;
mod machine;
mod margin;
mod meaning;
mod node;
pub mod number;
mod operate;
mod operation;
mod quick;
mod reach;
pub mod types;
pub mod value;

pub use code::Code;
pub use compile::Compiler;
pub use enclosure::{Enclosure, Precision};
pub use guards::LEAST_HORIZON;
pub use machine::{Costs, Decided, Machine, Program, junk};
pub use margin::{End, Margins, is_tighter};
pub use meaning::{Meaning, Symbols};
pub use node::definiens;
pub use number::Real;
pub use types::{Shape, TypeId, Types};
pub use value::{Distribution, Function, Piecewise, Value, Why};
