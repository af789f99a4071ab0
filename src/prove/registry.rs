//! The methods by name.

use super::{Method, simp};

/// All methods, in the order in which they are listed for people.
pub fn methods() -> &'static [Method] {
    const METHODS: &[Method] = &[Method {
        name: "simp",
        about: "rewrites with the lemmas marked [simp] and the given facts until nothing changes",
        prove: simp::method::prove,
        reduce: Some(simp::method::reduce),
    }];
    METHODS
}

/// The method of that name.
pub fn method(name: &str) -> Option<&'static Method> {
    methods().iter().find(|method| method.name == name)
}
