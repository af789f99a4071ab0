//! Higher-order logic over the kernel: the connectives, quantifiers, conditionals and pairs, each defined from equality,
//! the three axioms of the logic, and the derived rules.
//!
//! A derived rule is a function from theorems to a theorem. None of them is trusted: each ends in kernel rules, most by
//! instantiating a theorem that is derived once (a template). Nothing here searches, and nothing here knows of numbers,
//! names in files, or notation.

mod beta;
mod boolean;
mod catalogue;
mod classical;
mod conditional;
mod definitions;
mod equality;
mod formula;
mod pair;
mod propositional;
mod quantifier;
mod tautology;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use beta::congruence;
pub use beta::{beta_equation, beta_normal, beta_reduce, eta_equation, eta_short, normal_term};
pub use boolean::{Rewrites, logical_rewrites};
pub use catalogue::{Catalogue, catalogue};
pub use classical::{
    boolean_cases, by_cases, by_contradiction, classical_contradiction, contrapositive,
    double_negation, double_negation_elimination, excluded_middle, negated_exists, negated_forall,
    skolemize,
};
pub use conditional::{Conditional, conditional};
pub use definitions::{Defined, Logic, logic};
pub use equality::{
    apply_both_to, apply_to_both, binary_congruence, convert, symmetric, transitive,
    unfold_application,
};
pub use formula::{apply_all, fresh_variable, lambda, spine};
pub use pair::{Pairs, pairs};
pub use propositional::{
    conjoin, conjoin_all, conjunct_left, conjunct_right, conjuncts, contradiction, cut, discharge,
    discharge_all, disjoin_left, disjoin_right, disjunction_cases, equal_false, equal_true,
    equivalence, from_equal_false, from_equal_true, modus_ponens, negation_elimination,
    negation_introduction, truth, undischarge, undischarge_all,
};
pub use quantifier::{
    choose, extensional, generalize, generalize_all, introduce_exists, select, specialize,
    specialize_all, specialize_fresh,
};
pub use tautology::{atoms, tautology};
pub use view::{
    Abstraction, AxiomShape, ConstantShape, LiteralShape, NumeralsShape, OperatorShape, TermShape,
    TermView, TypeDefinition, TypeShape, constant_at, constants_of, define_type, parts_of,
    substitution_from,
};

use rationale_kernel::{KernelError, Term};

/// Why a derived rule does not apply.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RuleError {
    /// A kernel rule refused.
    #[error(transparent)]
    Kernel(#[from] KernelError),
    /// A premise has not the shape that the rule needs.
    #[error("{rule} needs {expected}, found {found:?}")]
    Shape {
        /// The rule.
        rule: &'static str,
        /// What it needs.
        expected: &'static str,
        /// What came.
        found: Term,
    },
}

impl RuleError {
    fn shape(rule: &'static str, expected: &'static str, found: &Term) -> Self {
        RuleError::Shape {
            rule,
            expected,
            found: found.clone(),
        }
    }
}

/// The result of a derived rule.
pub type Result<T> = std::result::Result<T, RuleError>;
