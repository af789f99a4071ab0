//! `simp`: conditional rewriting with the lemmas marked [simp], the congruences marked [cong], the facts that are given,
//! and arithmetic on literals.

pub mod congruence;
pub mod engine;
pub mod hooks;
pub mod method;
pub mod rule;

#[cfg(test)]
mod tests;
