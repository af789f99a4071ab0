//! The trusted kernel of Rationale: simple type theory with rank-1 polymorphism, ten primitive rules, three
//! definition principles, and one rule for ground arithmetic on exact literals.
//!
//! Only this crate makes a [`Theorem`]. There is no context to poison: a [`Constant`] or [`TypeOperator`] *is* its
//! declaration, known by a number that is never used twice, and names are for people. Terms are locally nameless, so
//! substitution cannot capture. The crate does no input or output, knows no floats, and no input makes it panic:
//! what cannot be done is a [`KernelError`]. What can be had from its public parts stands elsewhere.
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

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};
use std::{cmp::Ordering, fmt, mem};

mod arithmetic;
mod define;
mod name;
mod term;
mod theorem;
mod types;

pub use {arithmetic::*, define::*, name::*, term::*, theorem::*, types::*};
