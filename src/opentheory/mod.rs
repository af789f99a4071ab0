//! OpenTheory articles: proofs as text for a stack machine, which many provers of the HOL family read and write.
//!
//! [`read`] replays an article, every inference through the kernel alone; nothing is believed because an article says
//! it. [`print`] shows the terms of an article, [`report`] says what was read. Nothing here opens files: readers take
//! any `Read`, writers any `Write`.

pub mod digest;
pub mod discharge;
pub mod name;
pub mod print;
pub mod read;
pub mod report;
pub mod write;
