//! Which constants of the library the evaluator knows by their meaning. A name counts only if the constant of that name
//! was made by the logic or by a module of the library; everything else is unfolded by its definition.

use super::code::{Connective, Fold, One, Over, Quantifier, Two};
use super::types::Operators;
use crate::elaborate::{Entry, Environment};
use crate::logic::catalogue;
use rationale_kernel::{Constant, TypeOperator};
use std::collections::HashMap;

/// What a constant means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A truth value.
    Truth(bool),
    /// A number of ℕ or ℝ (the flag).
    Number(i64, bool),
    /// Negation of a formula.
    Not,
    /// A connective.
    Connective(Connective),
    /// A quantifier over a predicate.
    Quantifier(Quantifier),
    /// Equality.
    Equal,
    /// The conditional.
    If,
    /// An operation on one value.
    One(One),
    /// An operation on two values.
    Two(Two),
    /// A fold over a range.
    Range(Fold),
    /// Something over a set: with a body or without.
    Over(Over, bool),
    /// E (false) or P (true).
    Draw(bool),
    /// The map from functionals to distributions.
    Functional,
    /// Sets.
    Set(SetMeaning),
    /// f(k := x)
    Update,
    /// `arb`
    Arbitrary,
    /// π
    Pi,
    /// The growth function
    Growth,
    /// The Gaussian average
    Gauss,
}

/// How a set is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetMeaning {
    /// All
    Univ,
    /// None
    Empty,
    /// One member
    Single,
    /// One more member
    Insert,
    /// Members of either
    Union,
    /// Members of both
    Inter,
    /// Members of the first only
    Diff,
    /// Values on a set
    Image,
    /// Pairs
    Times,
    /// What can be drawn from a law
    Support,
}

const TABLE: &[(&str, Meaning)] = &[
    ("true", Meaning::Truth(true)),
    ("false", Meaning::Truth(false)),
    ("not", Meaning::Not),
    ("and", Meaning::Connective(Connective::And)),
    ("or", Meaning::Connective(Connective::Or)),
    ("implies", Meaning::Connective(Connective::Implies)),
    ("forall", Meaning::Quantifier(Quantifier::Every)),
    ("exists", Meaning::Quantifier(Quantifier::Exists)),
    ("some", Meaning::Quantifier(Quantifier::Some)),
    ("least", Meaning::Quantifier(Quantifier::Least)),
    ("=", Meaning::Equal),
    ("if", Meaning::If),
    ("pair", Meaning::Two(Two::Pair)),
    ("fst", Meaning::One(One::First)),
    ("snd", Meaning::One(One::Second)),
    ("zero", Meaning::Number(0, false)),
    ("suc", Meaning::One(One::Successor)),
    ("nat_pred", Meaning::One(One::Predecessor)),
    ("nat_add", Meaning::Two(Two::NatAdd)),
    ("nat_mul", Meaning::Two(Two::NatMultiply)),
    ("nat_pow", Meaning::Two(Two::NatPower)),
    ("nat_le", Meaning::Two(Two::NatLessEqual)),
    ("nat_lt", Meaning::Two(Two::NatLess)),
    ("nat_monus", Meaning::Two(Two::Monus)),
    ("nat_div", Meaning::Two(Two::Quotient)),
    ("nat_mod", Meaning::Two(Two::Remainder)),
    ("binom", Meaning::Two(Two::Binomial)),
    ("factorial", Meaning::One(One::Factorial)),
    ("zero_real", Meaning::Number(0, true)),
    ("one_real", Meaning::Number(1, true)),
    ("real", Meaning::One(One::Cast)),
    ("real_add", Meaning::Two(Two::Add)),
    ("real_sub", Meaning::Two(Two::Subtract)),
    ("real_neg", Meaning::One(One::Negate)),
    ("real_mul", Meaning::Two(Two::Multiply)),
    ("real_inv", Meaning::One(One::Inverse)),
    ("real_div", Meaning::Two(Two::Divide)),
    ("real_pow", Meaning::Two(Two::Power)),
    ("real_le", Meaning::Two(Two::LessEqual)),
    ("real_lt", Meaning::Two(Two::Less)),
    ("abs", Meaning::One(One::Absolute)),
    ("max", Meaning::Two(Two::Maximum)),
    ("min", Meaning::Two(Two::Minimum)),
    ("sqrt", Meaning::One(One::Root)),
    ("exp", Meaning::One(One::Exponential)),
    ("log", Meaning::One(One::Logarithm)),
    ("pi", Meaning::Pi),
    ("floor", Meaning::One(One::Floor)),
    ("sum", Meaning::Range(Fold::Sum)),
    ("product", Meaning::Range(Fold::Product)),
    ("average", Meaning::Range(Fold::Average)),
    ("set_sum", Meaning::Over(Over::Fold(Fold::Sum), true)),
    (
        "set_product",
        Meaning::Over(Over::Fold(Fold::Product), true),
    ),
    (
        "set_average",
        Meaning::Over(Over::Fold(Fold::Average), true),
    ),
    ("sup", Meaning::Over(Over::Supremum, true)),
    ("inf", Meaning::Over(Over::Infimum, true)),
    ("above", Meaning::Over(Over::Above, true)),
    ("below", Meaning::Over(Over::Below, true)),
    ("card", Meaning::Over(Over::Card, false)),
    ("finite", Meaning::Over(Over::Finite, false)),
    ("uniform", Meaning::Over(Over::Uniform, false)),
    ("univ", Meaning::Set(SetMeaning::Univ)),
    ("empty", Meaning::Set(SetMeaning::Empty)),
    ("singleton", Meaning::Set(SetMeaning::Single)),
    ("insert", Meaning::Set(SetMeaning::Insert)),
    ("union", Meaning::Set(SetMeaning::Union)),
    ("inter", Meaning::Set(SetMeaning::Inter)),
    ("diff", Meaning::Set(SetMeaning::Diff)),
    ("image", Meaning::Set(SetMeaning::Image)),
    ("times", Meaning::Set(SetMeaning::Times)),
    ("update", Meaning::Update),
    ("cut", Meaning::Two(Two::Cut)),
    ("arb", Meaning::Arbitrary),
    ("expect", Meaning::Draw(false)),
    ("prob", Meaning::Draw(true)),
    ("functional_dist", Meaning::Functional),
    ("indicator", Meaning::One(One::Indicator)),
    ("point", Meaning::One(One::Point)),
    ("bind_dist", Meaning::Two(Two::Bind)),
    ("map_dist", Meaning::Two(Two::Map)),
    ("pair_dist", Meaning::Two(Two::Product)),
    ("dist_prod", Meaning::Two(Two::ProductOfMany)),
    ("dist_pow", Meaning::Two(Two::DistPower)),
    ("unif", Meaning::One(One::UniformBelow)),
    ("growth", Meaning::Growth),
    ("gauss", Meaning::Gauss),
    ("rademacher", Meaning::One(One::Signs)),
    ("support", Meaning::Set(SetMeaning::Support)),
];

/// What [`Symbols::primitive`] leaves to definitions.
const DERIVED: &[Meaning] = &[
    Meaning::Two(Two::Subtract),
    Meaning::Two(Two::Less),
    Meaning::Two(Two::Maximum),
    Meaning::Two(Two::Minimum),
    Meaning::Two(Two::Product),
    Meaning::Two(Two::DistPower),
    Meaning::Two(Two::Monus),
    Meaning::One(One::Absolute),
    Meaning::One(One::Indicator),
    Meaning::One(One::Signs),
    Meaning::Range(Fold::Sum),
    Meaning::Range(Fold::Average),
    Meaning::Over(Over::Infimum, true),
    Meaning::Draw(true),
    Meaning::Growth,
    Meaning::Set(SetMeaning::Support),
];

impl Meaning {
    /// How many arguments it takes.
    pub fn arity(self) -> usize {
        match self {
            Meaning::Truth(_) | Meaning::Number(..) | Meaning::Arbitrary | Meaning::Pi => 0,
            Meaning::Not | Meaning::Quantifier(_) | Meaning::One(_) | Meaning::Functional => 1,
            Meaning::Connective(_) | Meaning::Equal | Meaning::Two(_) | Meaning::Range(_) => 2,
            Meaning::Draw(_) => 2,
            Meaning::If | Meaning::Update | Meaning::Growth | Meaning::Gauss => 3,
            Meaning::Over(_, body) => 1 + usize::from(body),
            Meaning::Set(set) => match set {
                SetMeaning::Univ | SetMeaning::Empty => 0,
                SetMeaning::Single | SetMeaning::Support => 1,
                _ => 2,
            },
        }
    }
}

/// The constants and type operators that are known.
pub struct Symbols {
    meanings: HashMap<u64, Meaning>,
    /// The type operators.
    pub operators: Operators,
}

impl Symbols {
    /// What is known of the names in an environment.
    pub fn new(env: &Environment) -> Self {
        let mut constants: HashMap<&str, Constant> = HashMap::new();
        let mut types: HashMap<&str, TypeOperator> = HashMap::new();
        let logic = catalogue();
        constants.extend(logic.constants.iter().map(|(name, c)| (*name, c.clone())));
        types.extend(logic.types.iter().map(|(name, t)| (*name, t.clone())));
        let modules: Vec<_> = env
            .modules()
            .filter(|m| m.name.starts_with("lib."))
            .collect();
        for entry in modules.iter().flat_map(|module| &module.entries) {
            match entry {
                Entry::Constant(c) => drop(constants.insert(c.name(), c.clone())),
                Entry::Type(t) => drop(types.insert(t.name(), t.clone())),
                _ => {}
            }
        }
        let known =
            |(name, meaning): &(&str, Meaning)| Some((constants.get(name)?.identity(), *meaning));
        Symbols {
            meanings: TABLE.iter().filter_map(known).collect(),
            operators: Operators {
                nat: types.get("nat").cloned(),
                real: types.get("real").cloned(),
                dist: types.get("dist").cloned(),
                pair: types.get("prod").cloned(),
            },
        }
    }

    /// The same without constants that the library derives from others, so that they are unfolded: a second way to
    /// evaluate, which shares less code with the first.
    pub fn primitive(env: &Environment) -> Self {
        let mut symbols = Self::new(env);
        symbols
            .meanings
            .retain(|_, meaning| !DERIVED.contains(meaning));
        symbols
    }

    /// What a constant means.
    pub fn meaning(&self, constant: &Constant) -> Option<Meaning> {
        self.meanings.get(&constant.identity()).copied()
    }
}
