//! The steps of a proof, one file for each family. A step changes the block that it stands in; it must not look at what
//! follows it.

mod binding;
mod calculate;
mod cases;
mod induction;
mod local;

pub(super) use binding::fix_variable;
