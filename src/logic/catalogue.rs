//! What the logic offers to files by name: types, constants and theorems.

use super::view::{ConstantShape, OperatorShape, TermShape};
use super::{
    Defined, Result, conditional, excluded_middle, generalize, generalize_all, logic, pairs,
};
use rationale_kernel::{Constant, Term, Theorem, Type, TypeOperator, Variable};
use std::sync::LazyLock;

/// The names of the logic.
pub struct Catalogue {
    /// Type operators.
    pub types: Vec<(&'static str, TypeOperator)>,
    /// Constants.
    pub constants: Vec<(&'static str, Constant)>,
    /// Theorems without free variables.
    pub theorems: Vec<(&'static str, Theorem)>,
}

/// The names of the logic, collected once.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::collect().expect("the catalogue of the logic is fixed"));
    &CATALOGUE
}

impl Catalogue {
    fn collect() -> Result<Self> {
        Ok(Catalogue {
            types: types(),
            constants: constants(),
            theorems: theorems()?,
        })
    }
}

fn types() -> Vec<(&'static str, TypeOperator)> {
    vec![
        ("bool", TypeOperator::boolean()),
        ("→", TypeOperator::function()),
        ("ind", logic().individuals.clone()),
        ("prod", pairs().operator.clone()),
    ]
}

fn definitions() -> [(&'static str, &'static str, &'static Defined); 10] {
    let logic = logic();
    [
        ("true", "true_def", &logic.truth),
        ("false", "false_def", &logic.falsity),
        ("and", "and_def", &logic.and),
        ("or", "or_def", &logic.or),
        ("implies", "implies_def", &logic.implies),
        ("not", "not_def", &logic.not),
        ("forall", "forall_def", &logic.forall),
        ("exists", "exists_def", &logic.exists),
        ("injective", "injective_def", &logic.injective),
        ("surjective", "surjective_def", &logic.surjective),
    ]
}

fn constants() -> Vec<(&'static str, Constant)> {
    let mut constants: Vec<_> = definitions()
        .iter()
        .map(|(name, _, d)| (*name, d.constant.clone()))
        .collect();
    constants.extend([
        ("=", Constant::equality()),
        ("some", logic().some.clone()),
        ("if", conditional().constant.clone()),
        ("pair", pairs().pair.clone()),
        ("fst", pairs().first.clone()),
        ("snd", pairs().second.clone()),
    ]);
    constants
}

fn theorems() -> Result<Vec<(&'static str, Theorem)>> {
    let (logic, conditional, pairs) = (logic(), conditional(), pairs());
    let p = Variable::new("p", Type::boolean());
    let mut theorems: Vec<_> = definitions()
        .iter()
        .map(|(_, name, d)| (*name, d.definition.clone()))
        .collect();
    theorems.extend([
        ("extensionality", logic.extensionality.clone()),
        ("choice", logic.choice.clone()),
        ("infinity", logic.infinity.clone()),
        (
            "excluded_middle",
            generalize(&p, &excluded_middle(&Term::variable(&p))?)?,
        ),
        ("if_def", conditional.definition.clone()),
        ("if_true", close(&conditional.of_true)?),
        ("if_false", close(&conditional.of_false)?),
        ("if_same", close(&conditional.same)?),
        ("pair_eq", pairs.pair_eq.clone()),
        ("fst_pair", pairs.first_of_pair.clone()),
        ("snd_pair", pairs.second_of_pair.clone()),
        ("pair_surjective", pairs.pair_surjective.clone()),
    ]);
    Ok(theorems)
}

/// Generalizes every free variable.
fn close(theorem: &Theorem) -> Result<Theorem> {
    let free: Vec<Variable> = theorem.conclusion().free_variables().into_iter().collect();
    generalize_all(&free, theorem)
}
