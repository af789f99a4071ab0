//! From syntax to kernel terms, and back: names, types, notation.
//!
//! Elaboration decides what an expression means; it must not decide whether it is true. Nothing here proves, prints or
//! reads files, and nothing here is trusted: what was understood is printed back in the language.

mod environment;
mod message;
mod module;
mod scope;
mod types;

pub use environment::{Environment, TypeMeaning};
pub use module::{Attribute, Entry, LocalDefinition, Module, NamedTheorem, Setting, TypeAlias};
pub use scope::Scope;
pub use types::{alias, is_type_variable_name, type_of_expression};
