//! From text to a spanned syntax tree. Knows nothing of types or proofs.

pub mod ast;
mod expression;
mod item;
mod parse;
mod proof;

pub use parse::{Parsed, parse, parse_expr, parse_statement};
