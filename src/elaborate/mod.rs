//! From syntax to kernel terms, and back: names, types, notation.
//!
//! Elaboration decides what an expression means; it must not decide whether it is true. Nothing here proves, prints or
//! reads files, and nothing here is trusted: what was understood is printed back in the language.

mod arithmetic;
mod binder;
mod build;
mod draft;
mod elaborator;
mod environment;
mod expression;
mod inference;
mod message;
mod module;
mod notation;
mod print;
mod reads;
mod scope;
mod stack;
mod statement;
mod types;
mod unify;

pub use elaborator::Elaborator;
pub use environment::{Environment, TypeMeaning};
pub use module::{Attribute, Entry, LocalDefinition, Module, NamedTheorem, Setting, TypeAlias};
pub use print::Printer;
pub use reads::{Reads, Recorder};
pub use scope::Scope;
pub use statement::{ElaboratedStatement, Stated, expand};
pub use types::{alias, is_type_variable_name, type_of_expression};
