//! Derived rules for the connectives. Each instantiates a theorem derived once from the definitions.

use super::view::substitution_from;
use super::{
    Result, RuleError, apply_both_to, apply_to_both, beta_reduce,
    definitions::boolean_variable,
    equality::{convert, symmetric, unfold_application},
    formula::lambda,
    logic, quantifier,
};
use rationale_kernel::{Term, Theorem, Type, Variable};
use std::sync::LazyLock;

/// A theorem that is derived once, from nothing that can vary.
pub(super) type Template = LazyLock<Theorem>;

/// The theorem of a fixed derivation.
pub(super) fn fixed(derivation: Result<Theorem>) -> Theorem {
    derivation.expect("a fixed derivation")
}

/// p, q and r as terms, with which the templates are stated.
pub(super) fn letters() -> [Term; 3] {
    ["p", "q", "r"].map(|name| boolean_variable(name).1)
}

pub(super) fn instantiate(template: &Theorem, images: &[(&str, &Term)]) -> Result<Theorem> {
    let pairs = images
        .iter()
        .map(|(name, image)| (Variable::new(*name, image.ty().clone()), (*image).clone()));
    Ok(template.instantiate(&substitution_from(pairs)?)?)
}

/// `⊢ true`
pub fn truth() -> &'static Theorem {
    static TRUTH: Template = LazyLock::new(|| fixed(derive_truth()));
    &TRUTH
}

fn derive_truth() -> Result<Theorem> {
    let definition = &logic().truth.definition;
    let (p, formula) = boolean_variable("p");
    let identity = Term::abstraction(&p, &formula)?;
    Ok(Theorem::equal_modus_ponens(
        &symmetric(definition)?,
        &Theorem::reflexive(&identity)?,
    )?)
}

/// `A ⊢ p` gives `A ⊢ p = true`.
pub fn equal_true(theorem: &Theorem) -> Result<Theorem> {
    Ok(Theorem::deduct_antisymmetric(theorem, truth())?)
}

/// `A ⊢ p = true` gives `A ⊢ p`.
pub fn from_equal_true(theorem: &Theorem) -> Result<Theorem> {
    Ok(Theorem::equal_modus_ponens(&symmetric(theorem)?, truth())?)
}

/// `A ⊢ p` and `B ⊢ q` give `A ∪ (B − {p}) ⊢ q`.
pub fn cut(lemma: &Theorem, theorem: &Theorem) -> Result<Theorem> {
    let equal = Theorem::deduct_antisymmetric(lemma, theorem)?;
    Ok(Theorem::equal_modus_ponens(&equal, lemma)?)
}

/// ⊢ op p q = definiens, for a connective of two formulas.
fn unfold_binary(definition: &Theorem, p: &Term, q: &Term) -> Result<Theorem> {
    unfold_application(definition, &[p, q])
}

/// `A ⊢ p` and `B ⊢ q` give `A ∪ B ⊢ p ∧ q`.
pub fn conjoin(left: &Theorem, right: &Theorem) -> Result<Theorem> {
    static BOTH: Template = LazyLock::new(|| fixed(derive_conjoin()));
    let both = instantiate(
        &BOTH,
        &[("p", &left.conclusion()), ("q", &right.conclusion())],
    )?;
    cut(left, &cut(right, &both)?)
}

/// {p, q} ⊢ p ∧ q
fn derive_conjoin() -> Result<Theorem> {
    let [p, q, _] = letters();
    let boolean = Type::boolean();
    let ty = Type::function(&boolean, &Type::function(&boolean, &boolean)?)?;
    let f = Variable::new("f", ty);
    let left = apply_to_both(&Term::variable(&f), &equal_true(&Theorem::assume(&p)?)?)?;
    let both = Theorem::congruence(&left, &equal_true(&Theorem::assume(&q)?)?)?;
    let unfolded = unfold_binary(&logic().and.definition, &p, &q)?;
    convert(
        Theorem::abstraction(&f, &both)?,
        Some(&symmetric(&unfolded)?),
    )
}

/// The conjunction of theorems, nested to the right; `⊢ true` if there is none.
pub fn conjoin_all(theorems: &[Theorem]) -> Result<Theorem> {
    let Some((last, rest)) = theorems.split_last() else {
        return Ok(truth().clone());
    };
    rest.iter()
        .rev()
        .try_fold(last.clone(), |all, theorem| conjoin(theorem, &all))
}

/// {p ∧ q} ⊢ p or q, by the projection λx y. x or λx y. y
fn derive_projection(second: bool) -> Result<Theorem> {
    let [p, q, _] = letters();
    let ((x, first), (y, last)) = (boolean_variable("x"), boolean_variable("y"));
    let projection = lambda(&[x, y], if second { &last } else { &first })?;
    let both = logic().conjunction(&p, &q)?;
    let unfolded = unfold_binary(&logic().and.definition, &p, &q)?;
    let functions = convert(Theorem::assume(&both)?, Some(&unfolded))?;
    from_equal_true(&beta_reduce(apply_both_to(&functions, &projection)?)?)
}

fn project(theorem: &Theorem, template: &Theorem) -> Result<Theorem> {
    let conclusion = theorem.conclusion();
    let Some((p, q)) = logic().as_conjunction(&conclusion) else {
        return Err(RuleError::shape(
            "a projection",
            "a conjunction",
            &conclusion,
        ));
    };
    cut(theorem, &instantiate(template, &[("p", p), ("q", q)])?)
}

/// `A ⊢ p ∧ q` gives `A ⊢ p`.
pub fn conjunct_left(theorem: &Theorem) -> Result<Theorem> {
    static LEFT: Template = LazyLock::new(|| fixed(derive_projection(false)));
    project(theorem, &LEFT)
}

/// `A ⊢ p ∧ q` gives `A ⊢ q`.
pub fn conjunct_right(theorem: &Theorem) -> Result<Theorem> {
    static RIGHT: Template = LazyLock::new(|| fixed(derive_projection(true)));
    project(theorem, &RIGHT)
}

/// The parts of a nested conjunction, from left to right.
pub fn conjuncts(theorem: &Theorem) -> Result<Vec<Theorem>> {
    let (mut parts, mut pending) = (Vec::new(), vec![theorem.clone()]);
    while let Some(next) = pending.pop() {
        if logic().as_conjunction(&next.conclusion()).is_some() {
            pending.extend([conjunct_right(&next)?, conjunct_left(&next)?]);
        } else {
            parts.push(next);
        }
    }
    Ok(parts)
}

/// `A ⊢ p → q` and `B ⊢ p` give `A ∪ B ⊢ q`.
pub fn modus_ponens(implication: &Theorem, premise: &Theorem) -> Result<Theorem> {
    static FORWARD: Template = LazyLock::new(|| fixed(derive_modus_ponens()));
    let conclusion = implication.conclusion();
    let Some((p, q)) = logic().as_implication(&conclusion) else {
        return Err(RuleError::shape(
            "modus ponens",
            "an implication",
            &conclusion,
        ));
    };
    if !premise.concludes(p) {
        return Err(RuleError::shape(
            "modus ponens",
            "the premise of the implication",
            &premise.conclusion(),
        ));
    }
    let equation = cut(premise, &instantiate(&FORWARD, &[("p", p), ("q", q)])?)?;
    Ok(Theorem::equal_modus_ponens(&equation, implication)?)
}

/// {p} ⊢ (p → q) = q
fn derive_modus_ponens() -> Result<Theorem> {
    let [p, q, _] = letters();
    let unfolded = unfold_binary(&logic().implies.definition, &p, &q)?;
    let absorbed = convert(
        Theorem::assume(&logic().implication(&p, &q)?)?,
        Some(&unfolded),
    )?;
    let forward = conjunct_right(&convert(
        Theorem::assume(&p)?,
        Some(&symmetric(&absorbed)?),
    )?)?;
    let both = conjoin(&Theorem::assume(&p)?, &Theorem::assume(&q)?)?;
    let left = conjunct_left(&Theorem::assume(&both.conclusion())?)?;
    let absorbed = Theorem::deduct_antisymmetric(&both, &left)?;
    let backward = convert(absorbed, Some(&symmetric(&unfolded)?))?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// `A ⊢ q` gives `A − {p} ⊢ p → q`.
pub fn discharge(p: &Term, theorem: &Theorem) -> Result<Theorem> {
    static FOLD: Template = LazyLock::new(|| fixed(derive_fold()));
    let both = conjoin(&Theorem::assume(p)?, theorem)?;
    let left = conjunct_left(&Theorem::assume(&both.conclusion())?)?;
    let absorbed = Theorem::deduct_antisymmetric(&both, &left)?;
    let fold = instantiate(&FOLD, &[("p", p), ("q", &theorem.conclusion())])?;
    convert(absorbed, Some(&fold))
}

/// ⊢ ((p ∧ q) = p) = (p → q)
fn derive_fold() -> Result<Theorem> {
    let [p, q, _] = letters();
    symmetric(&unfold_binary(&logic().implies.definition, &p, &q)?)
}

/// `A ⊢ q` gives `A − {p₁, …} ⊢ p₁ → … → q`.
pub fn discharge_all(premises: &[Term], theorem: &Theorem) -> Result<Theorem> {
    premises
        .iter()
        .rev()
        .try_fold(theorem.clone(), |theorem, p| discharge(p, &theorem))
}

/// `A ⊢ p → q` gives `A ∪ {p} ⊢ q`.
pub fn undischarge(theorem: &Theorem) -> Result<Theorem> {
    let conclusion = theorem.conclusion();
    match logic().as_implication(&conclusion) {
        Some((p, _)) => modus_ponens(theorem, &Theorem::assume(p)?),
        None => Err(RuleError::shape(
            "undischarge",
            "an implication",
            &conclusion,
        )),
    }
}

/// Moves every premise of the conclusion to the hypotheses; also returns the premises in order.
pub fn undischarge_all(theorem: &Theorem) -> Result<(Vec<Term>, Theorem)> {
    let (mut theorem, mut premises) = (theorem.clone(), Vec::new());
    while let Some(premise) = logic()
        .as_implication(&theorem.conclusion())
        .map(|(p, _)| p.clone())
    {
        theorem = modus_ponens(&theorem, &Theorem::assume(&premise)?)?;
        premises.push(premise);
    }
    Ok((premises, theorem))
}

/// `A ⊢ p → q` and `B ⊢ q → p` give `A ∪ B ⊢ p = q`.
pub fn equivalence(forward: &Theorem, backward: &Theorem) -> Result<Theorem> {
    Ok(Theorem::deduct_antisymmetric(
        &undischarge(backward)?,
        &undischarge(forward)?,
    )?)
}

/// `A ⊢ false` gives `A ⊢ p`.
pub fn contradiction(p: &Term, theorem: &Theorem) -> Result<Theorem> {
    let definition = &logic().falsity.definition;
    quantifier::specialize(&convert(theorem.clone(), Some(definition))?, p)
}

/// `A ⊢ p → false` gives `A ⊢ ¬ p`.
pub fn negation_introduction(theorem: &Theorem) -> Result<Theorem> {
    static FOLD: Template = LazyLock::new(|| {
        fixed(
            unfold_application(&logic().not.definition, &[&letters()[0]])
                .and_then(|th| symmetric(&th)),
        )
    });
    let conclusion = theorem.conclusion();
    match logic().as_implication(&conclusion) {
        Some((p, q)) if logic().is_falsity(q) => {
            convert(theorem.clone(), Some(&instantiate(&FOLD, &[("p", p)])?))
        }
        _ => Err(RuleError::shape(
            "negation introduction",
            "p → false",
            &conclusion,
        )),
    }
}

/// `A ⊢ ¬ p` gives `A ⊢ p → false`.
pub fn negation_elimination(theorem: &Theorem) -> Result<Theorem> {
    static UNFOLD: Template = LazyLock::new(|| {
        fixed(unfold_application(
            &logic().not.definition,
            &[&letters()[0]],
        ))
    });
    let conclusion = theorem.conclusion();
    match logic().as_negation(&conclusion) {
        Some(p) => convert(theorem.clone(), Some(&instantiate(&UNFOLD, &[("p", p)])?)),
        None => Err(RuleError::shape(
            "negation elimination",
            "a negation",
            &conclusion,
        )),
    }
}

/// `A ⊢ ¬ p` gives `A ⊢ p = false`.
pub fn equal_false(theorem: &Theorem) -> Result<Theorem> {
    let forward = negation_elimination(theorem)?;
    let conclusion = forward.conclusion();
    let Some((p, falsity)) = logic().as_implication(&conclusion) else {
        return Err(RuleError::shape(
            "equal false",
            "a negation",
            &theorem.conclusion(),
        ));
    };
    let back = contradiction(p, &Theorem::assume(falsity)?)?;
    Ok(Theorem::deduct_antisymmetric(
        &back,
        &undischarge(&forward)?,
    )?)
}

/// `A ⊢ p = false` gives `A ⊢ ¬ p`.
pub fn from_equal_false(theorem: &Theorem) -> Result<Theorem> {
    let Some((p, _)) = theorem.as_equation() else {
        return Err(RuleError::shape(
            "from equal false",
            "p = false",
            &theorem.conclusion(),
        ));
    };
    let falsity = convert(Theorem::assume(p)?, Some(theorem))?;
    negation_introduction(&discharge(p, &falsity)?)
}

/// `A ⊢ p` gives `A ⊢ p ∨ q`.
pub fn disjoin_left(theorem: &Theorem, q: &Term) -> Result<Theorem> {
    static LEFT: Template = LazyLock::new(|| fixed(derive_disjoin(false)));
    cut(
        theorem,
        &instantiate(&LEFT, &[("p", &theorem.conclusion()), ("q", q)])?,
    )
}

/// `A ⊢ q` gives `A ⊢ p ∨ q`.
pub fn disjoin_right(p: &Term, theorem: &Theorem) -> Result<Theorem> {
    static RIGHT: Template = LazyLock::new(|| fixed(derive_disjoin(true)));
    cut(
        theorem,
        &instantiate(&RIGHT, &[("p", p), ("q", &theorem.conclusion())])?,
    )
}

/// {p} ⊢ p ∨ q, or {q} ⊢ p ∨ q
fn derive_disjoin(second: bool) -> Result<Theorem> {
    let [p, q, r] = letters();
    let (known, logic) = (if second { &q } else { &p }, logic());
    let steps = [logic.implication(&p, &r)?, logic.implication(&q, &r)?];
    let goal = modus_ponens(
        &Theorem::assume(&steps[usize::from(second)])?,
        &Theorem::assume(known)?,
    )?;
    let discharged = discharge_all(&steps, &goal)?;
    let all = quantifier::generalize(&Variable::new("r", Type::boolean()), &discharged)?;
    convert(
        all,
        Some(&symmetric(&unfold_binary(&logic.or.definition, &p, &q)?)?),
    )
}

/// `A ⊢ p ∨ q`, `B ⊢ r` and `C ⊢ r` give `A ∪ (B − {p}) ∪ (C − {q}) ⊢ r`.
pub fn disjunction_cases(
    disjunction: &Theorem,
    left: &Theorem,
    right: &Theorem,
) -> Result<Theorem> {
    static CASES: Template = LazyLock::new(|| fixed(derive_cases()));
    let conclusion = disjunction.conclusion();
    let Some((p, q)) = logic().as_disjunction(&conclusion) else {
        return Err(RuleError::shape(
            "case distinction",
            "a disjunction",
            &conclusion,
        ));
    };
    let cases = instantiate(&CASES, &[("p", p), ("q", q), ("r", &left.conclusion())])?;
    let cases = cut(disjunction, &cases)?;
    modus_ponens(
        &modus_ponens(&cases, &discharge(p, left)?)?,
        &discharge(q, right)?,
    )
}

/// {p ∨ q} ⊢ (p → r) → (q → r) → r
fn derive_cases() -> Result<Theorem> {
    let [p, q, r] = letters();
    let unfolded = unfold_binary(&logic().or.definition, &p, &q)?;
    let all = convert(
        Theorem::assume(&logic().disjunction(&p, &q)?)?,
        Some(&unfolded),
    )?;
    quantifier::specialize(&all, &r)
}
