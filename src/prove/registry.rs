//! The methods by name.

use super::{
    Call, Failure, Goal, Method, Prove, Reduce, apply,
    arith::{methods as arithmetic, positivity},
    auto, bound, instances, mono, rewrite, simp, structure,
};
use crate::inequality::{method::certificate, sos};
use rationale_kernel::Theorem;

/// All methods, in the order in which they are listed for people.
pub fn methods() -> &'static [Method] {
    const METHODS: &[Method] = &[
        entry(
            "simp",
            "rewrites with the lemmas marked [simp] and the given facts until nothing changes",
            simp::method::prove,
            Some(simp::method::reduce),
        ),
        entry(
            "rewrite",
            "replaces what matches one side of the given equations, each place once",
            rewrite::prove,
            Some(rewrite::reduce),
        ),
        entry(
            "unfold",
            "replaces defined constants by what they stand for",
            rewrite::prove_unfolded,
            Some(rewrite::unfold),
        ),
        entry(
            "field",
            "removes divisions by what is known not to be 0",
            |goal, call| structure::introducing(goal, call, arithmetic::field),
            Some(arithmetic::reduce_field),
        ),
        entry(
            "norm_num",
            "evaluates arithmetic on literals",
            |goal, call| structure::introducing(goal, call, arithmetic::norm_num),
            Some(arithmetic::reduce_norm_num),
        ),
        entry(
            "positivity",
            "proves 0 ≤ t, 0 < t or t ≠ 0 along the structure of t",
            |goal, call| structure::introducing(goal, call, positivity),
            None,
        ),
        entry(
            "auto",
            "searches for a proof from the goal, the named facts and the context by first-order logic",
            auto::prove,
            None,
        ),
        entry(
            "ext",
            "reduces an equation of functions or sets to one for every argument",
            prove_ext,
            Some(structure::ext),
        ),
        entry(
            "cases",
            "splits on whether a formula holds",
            prove_cases,
            Some(structure::split_cases),
        ),
        entry(
            "mono",
            "proves a comparison by the lemmas marked [mono], below binders too",
            mono::mono,
            None,
        ),
        entry(
            "bounded",
            "proves that something is bounded, by the lemmas marked [bounded]",
            mono::bounded,
            None,
        ),
        entry(
            "ring",
            "proves an equation that holds in every commutative ring",
            |goal, call| structure::introducing(goal, call, arithmetic::ring),
            None,
        ),
        entry(
            "linarith",
            "proves a comparison that follows linearly from the facts",
            |goal, call| structure::introducing(goal, call, linarith),
            None,
        ),
        entry(
            "nlinarith",
            "as linarith, with products of the facts and squares",
            |goal, call| structure::introducing(goal, call, nlinarith),
            None,
        ),
        entry(
            "bound",
            "tries the other methods in order and tells which one proved the goal",
            bound::prove,
            None,
        ),
        entry(
            "inequality",
            "proves inequalities over ℝ and ℕ with √, exp, log: searches a certificate and replays it",
            |goal, call| structure::introducing(goal, call, certificate),
            None,
        ),
        entry(
            "sos",
            "checks a written certificate: terms that add up to the goal; searches nothing",
            |goal, call| structure::introducing(goal, call, sos::prove),
            None,
        ),
        entry(
            "apply",
            "proves the goal from the listed facts; `by a, b` without a method's name is the same",
            apply::prove,
            Some(apply::reduce),
        ),
    ];
    METHODS
}

const fn entry(
    name: &'static str,
    about: &'static str,
    prove: Prove,
    reduce: Option<Reduce>,
) -> Method {
    Method {
        name,
        about,
        prove,
        reduce,
    }
}

/// The method of that name.
pub fn method(name: &str) -> Option<&'static Method> {
    methods().iter().find(|method| method.name == name)
}

/// The method of a call without a name: `by a, b`.
pub fn default_method() -> &'static Method {
    const DEFAULT: Method = entry(
        "apply",
        "proves the goal from the listed facts",
        apply::prove,
        Some(apply::reduce),
    );
    &DEFAULT
}

fn prove_ext(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    rewrite::conclude(goal, &structure::ext(goal, call)?, "`ext`")
}

fn prove_cases(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    rewrite::conclude(goal, &structure::split_cases(goal, call)?, "`cases`")
}

fn positivity(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    positivity::prove(goal, call).or_else(|failure| mono::signs(goal, call).ok_or(failure))
}

fn linarith(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    arithmetic::linarith(goal, &instances::with_instances(goal, call))
}

fn nlinarith(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    arithmetic::nlinarith(goal, &instances::with_instances(goal, call))
}
