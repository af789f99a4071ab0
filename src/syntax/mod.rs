//! From text to a spanned syntax tree, and back. Knows nothing of types or proofs.

pub mod ast;
pub(crate) mod habits;
mod parse;
pub mod print;
mod scan;
pub(crate) mod words;

pub use parse::{Parsed, decode, parse, parse_expr, parse_statement, parse_whole, recognise};
pub use scan::{Comment, Limits};
