//! How our constants and type operators are called in articles. What OpenTheory's standard library has under a name of
//! its own keeps that name; everything else is in the namespace `Rationale`.

use crate::opentheory::name::component;

/// Constants that the standard library has: defined there by the same terms, or primitive here and there.
const CONSTANTS: [(&str, &str); 18] = [
    ("=", "="),
    ("true", "Data.Bool.T"),
    ("false", "Data.Bool.F"),
    ("and", "Data.Bool./\\\\"),
    ("or", "Data.Bool.\\\\/"),
    ("implies", "Data.Bool.==>"),
    ("not", "Data.Bool.~"),
    ("forall", "Data.Bool.!"),
    ("exists", "Data.Bool.?"),
    ("some", "select"),
    ("if", "Data.Bool.cond"),
    ("injective", "Function.injective"),
    ("surjective", "Function.surjective"),
    ("real_add", "Number.Real.+"),
    ("real_neg", "Number.Real.~"),
    ("real_mul", "Number.Real.*"),
    ("real_rinv", "Number.Real.inv"),
    ("real_le", "Number.Real.<="),
];

/// Type operators that the standard library has.
const OPERATORS: [(&str, &str); 4] = [
    ("bool", "bool"),
    ("→", "->"),
    ("ind", "ind"),
    ("real", "Number.Real.real"),
];

/// Our type variables, and what the standard library calls them.
const VARIABLES: [(&str, &str); 4] = [("α", "A"), ("β", "B"), ("γ", "C"), ("δ", "D")];

/// The article's name of a constant.
pub(super) fn constant(name: &str) -> String {
    listed(&CONSTANTS, name)
}

/// The article's name of a type operator.
pub(super) fn operator(name: &str) -> String {
    listed(&OPERATORS, name)
}

fn listed(table: &[(&str, &str)], name: &str) -> String {
    match table.iter().find(|(ours, _)| *ours == name) {
        Some((_, theirs)) => (*theirs).to_owned(),
        None => format!("Rationale.{}", component(name)),
    }
}

/// The article's name of a type variable. Different variables keep different names: one that is called like an image
/// gets a prime more.
pub(super) fn type_variable(name: &str) -> String {
    if let Some((_, theirs)) = VARIABLES.iter().find(|(ours, _)| *ours == name) {
        return (*theirs).to_owned();
    }
    let stem = name.trim_end_matches('\'');
    let clash = VARIABLES.iter().any(|(_, theirs)| *theirs == stem);
    component(name) + if clash { "'" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_variables_stay_different() {
        let names = ["α", "A", "A'", "β", "B", "ι", "X"];
        let mapped: std::collections::BTreeSet<_> =
            names.iter().map(|name| type_variable(name)).collect();
        assert_eq!(mapped.len(), names.len());
        assert_eq!(type_variable("α"), "A");
    }

    #[test]
    fn names_of_the_standard_library_and_ours() {
        assert_eq!(constant("and"), "Data.Bool./\\\\");
        assert_eq!(constant("nat_add"), "Rationale.nat_add");
        assert_eq!(constant("a.b"), "Rationale.a\\.b");
    }
}
