//! Decides claims: inequalities over ℝ and ℕ, with + - * / ^, √ exp log π, |·| min max and the connectives outside.
//!
//! What is found is a certificate (data with exact numbers) or exact values that violate the claim. Floats may guide a
//! search here; they never decide. Nothing here makes theorems: the replay does, from certificates.

pub mod algebra;
pub mod atom;
pub mod boxes;
pub mod cancel;
pub mod check;
pub mod claim;
pub mod cones;
pub mod corners;
pub mod decide;
pub mod edges;
pub mod enclose;
pub mod engine;
pub mod even;
pub mod evident;
pub mod expression;
pub mod faces;
pub mod fact;
pub mod homogenize;
pub mod ideal;
pub mod isolate;
pub mod lemma;
pub mod linear;
pub mod mean;
pub mod means;
pub mod method;
pub mod notation;
pub mod point;
pub mod powers;
pub mod products;
pub mod proof;
pub mod read;
pub mod replay;
pub mod rewrites;
pub mod sample;
pub mod script;
pub mod semidefinite;
pub mod sequent;
pub mod show;
mod sign;
pub mod slopes;
pub mod sos;
pub mod squared;
pub mod squares;
pub mod table;
pub mod text;
pub mod univariate;
pub mod unsquare;
pub mod ways;
pub mod witness;

pub use decide::{Certificate, Limits, Verdict, decide};
