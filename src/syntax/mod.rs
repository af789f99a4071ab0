//! From text to a spanned syntax tree. Knows nothing of types or proofs.

pub mod ast;
