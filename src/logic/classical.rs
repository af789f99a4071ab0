//! Classical reasoning: excluded middle (Diaconescu's argument from choice), proof by contradiction, the quantifiers
//! under negation, and Skolem functions.

use super::view::constant_at;
use super::{
    Result, RuleError, apply_to_both,
    beta::beta_equation,
    contradiction, convert,
    definitions::{boolean_variable, predicate_type, variable},
    discharge, disjoin_left, disjoin_right, disjunction_cases, equal_false, equal_true,
    from_equal_true, generalize, introduce_exists, logic, modus_ponens, negation_elimination,
    negation_introduction,
    propositional::{Template, fixed, instantiate, letters},
    quantifier, specialize, symmetric, undischarge,
};
use rationale_kernel::{Term, Theorem, Type, TypeSubstitution};
use std::sync::LazyLock;

/// `⊢ p ∨ ¬ p`
pub fn excluded_middle(p: &Term) -> Result<Theorem> {
    static MIDDLE: Template = LazyLock::new(|| fixed(derive_excluded_middle()));
    instantiate(&MIDDLE, &[("p", p)])
}

/// Choose u from {x | x = false ∨ p} and v from {x | x = true ∨ p}. If p holds the sets are equal, so u = v; if it does
/// not, u is false and v is true. Hence u = false and v = true exclude p, and one of these three always holds.
fn derive_excluded_middle() -> Result<Theorem> {
    let [p, ..] = letters();
    let not_p = logic().negation(&p)?;
    let (low, high) = (
        chosen(logic().falsity_term(), &p)?,
        chosen(logic().truth_term(), &p)?,
    );
    let holds = disjoin_left(&Theorem::assume(&p)?, &not_p)?;
    let clash = Theorem::transitive(&symmetric(&low.assumed)?, &equal_choices(&p)?)?;
    let clash = Theorem::transitive(&clash, &high.assumed)?; // false = true
    let fails = negation_introduction(&discharge(&p, &from_equal_true(&clash)?)?)?;
    let fails = disjoin_right(&p, &fails)?;
    disjunction_cases(
        &low.property,
        &disjunction_cases(&high.property, &fails, &holds)?,
        &holds,
    )
}

/// The element chosen from {x | x = value ∨ p}.
struct Chosen {
    /// ⊢ chosen = value ∨ p
    property: Theorem,
    /// chosen = value ⊢ chosen = value
    assumed: Theorem,
}

fn chosen(value: &Term, p: &Term) -> Result<Chosen> {
    let (x, element) = boolean_variable("x");
    let exists = logic().exists(
        &x,
        &logic().disjunction(&Term::equation(&element, value)?, p)?,
    )?;
    let witness = disjoin_left(&Theorem::reflexive(value)?, p)?;
    let property = quantifier::select(&introduce_exists(&exists, value, &witness)?)?;
    let conclusion = property.conclusion();
    let Some((equation, _)) = logic().as_disjunction(&conclusion) else {
        return Err(RuleError::shape(
            "excluded middle",
            "a disjunction",
            &conclusion,
        ));
    };
    Ok(Chosen {
        assumed: Theorem::assume(equation)?,
        property,
    })
}

/// {p} ⊢ (some x. x = false ∨ p) = (some x. x = true ∨ p)
fn equal_choices(p: &Term) -> Result<Theorem> {
    let (x, element) = boolean_variable("x");
    let side = |value: &Term| -> Result<Theorem> {
        equal_true(&disjoin_right(
            &Term::equation(&element, value)?,
            &Theorem::assume(p)?,
        )?)
    };
    let (low, high) = (side(logic().falsity_term())?, side(logic().truth_term())?);
    let same = Theorem::abstraction(&x, &Theorem::transitive(&low, &symmetric(&high)?)?)?;
    let boolean = Type::boolean();
    apply_to_both(
        &constant_at(
            &logic().some,
            &Type::function(&predicate_type(&boolean)?, &boolean)?,
        )?,
        &same,
    )
}

/// `⊢ (p = true) ∨ (p = false)`
pub fn boolean_cases(p: &Term) -> Result<Theorem> {
    static CASES: Template = LazyLock::new(|| fixed(derive_boolean_cases()));
    instantiate(&CASES, &[("p", p)])
}

fn derive_boolean_cases() -> Result<Theorem> {
    let [p, ..] = letters();
    let yes = equal_true(&Theorem::assume(&p)?)?;
    let no = equal_false(&Theorem::assume(&logic().negation(&p)?)?)?;
    let (left, right) = (yes.conclusion(), no.conclusion());
    by_cases(
        &p,
        &disjoin_left(&yes, &right)?,
        &disjoin_right(&left, &no)?,
    )
}

/// `A ⊢ q` and `B ⊢ q` give `(A − {p}) ∪ (B − {¬ p}) ⊢ q`.
pub fn by_cases(p: &Term, holds: &Theorem, fails: &Theorem) -> Result<Theorem> {
    disjunction_cases(&excluded_middle(p)?, holds, fails)
}

/// `{(p = false) = false} ⊢ p`
pub fn double_negation(p: &Term) -> Result<Theorem> {
    let falsity = logic().falsity_term();
    let denied = Term::equation(&Term::equation(p, falsity)?, falsity)?;
    let fails = equal_false(&Theorem::assume(&logic().negation(p)?)?)?;
    by_contradiction(
        p,
        &Theorem::equal_modus_ponens(&Theorem::assume(&denied)?, &fails)?,
    )
}

/// `A ⊢ false` gives `A − {¬ p} ⊢ p`.
pub fn by_contradiction(p: &Term, theorem: &Theorem) -> Result<Theorem> {
    by_cases(p, &Theorem::assume(p)?, &contradiction(p, theorem)?)
}

/// `A ⊢ p` and `B ⊢ ¬ p` give `A ∪ B ⊢ q`.
pub fn classical_contradiction(
    q: &Term,
    positive: &Theorem,
    negative: &Theorem,
) -> Result<Theorem> {
    contradiction(
        q,
        &modus_ponens(&negation_elimination(negative)?, positive)?,
    )
}

/// `A ⊢ ¬ ¬ p` gives `A ⊢ p`.
pub fn double_negation_elimination(theorem: &Theorem) -> Result<Theorem> {
    let conclusion = theorem.conclusion();
    let inner = logic()
        .as_negation(&conclusion)
        .and_then(|not_p| Some((not_p, logic().as_negation(not_p)?)));
    let Some((not_p, p)) = inner else {
        return Err(RuleError::shape("double negation", "¬ ¬ p", &conclusion));
    };
    by_contradiction(
        p,
        &modus_ponens(&negation_elimination(theorem)?, &Theorem::assume(not_p)?)?,
    )
}

/// `A ⊢ p → q` gives `A ⊢ ¬ q → ¬ p`.
pub fn contrapositive(theorem: &Theorem) -> Result<Theorem> {
    let conclusion = theorem.conclusion();
    let Some((p, q)) = logic().as_implication(&conclusion) else {
        return Err(RuleError::shape(
            "the contrapositive",
            "an implication",
            &conclusion,
        ));
    };
    let not_q = logic().negation(q)?;
    let falsity = modus_ponens(
        &negation_elimination(&Theorem::assume(&not_q)?)?,
        &undischarge(theorem)?,
    )?;
    discharge(&not_q, &negation_introduction(&discharge(p, &falsity)?)?)
}

/// A template over P : α → bool, for a predicate of the caller's, with the redexes that arise reduced.
fn for_predicate(template: &Theorem, predicate: &Term) -> Result<Theorem> {
    let domain = predicate
        .ty()
        .as_function()
        .map(|(domain, _)| domain.clone());
    let domain =
        domain.ok_or_else(|| RuleError::shape("a quantifier rule", "a predicate", predicate))?;
    let typed = template.instantiate_types(&TypeSubstitution::from([("α".into(), domain)]))?;
    super::beta_reduce(instantiate(&typed, &[("P", predicate)])?)
}

/// `⊢ (¬ ∀x. P x) = (∃x. ¬ P x)`
pub fn negated_forall(predicate: &Term) -> Result<Theorem> {
    static DUAL: Template = LazyLock::new(|| fixed(derive_negated_forall()));
    for_predicate(&DUAL, predicate)
}

fn derive_negated_forall() -> Result<Theorem> {
    let a = Type::variable("α");
    let ((_, predicate), (x, element)) = (variable("P", predicate_type(&a)?), variable("x", a));
    let at_x = Term::apply(&predicate, &element)?;
    let (all, not_at_x) = (logic().forall(&x, &at_x)?, logic().negation(&at_x)?);
    let (not_all, some_not) = (logic().negation(&all)?, logic().exists(&x, &not_at_x)?);
    let no_exception = negation_elimination(&Theorem::assume(&logic().negation(&some_not)?)?)?;
    let exception = introduce_exists(&some_not, &element, &Theorem::assume(&not_at_x)?)?;
    let every = generalize(
        &x,
        &by_contradiction(&at_x, &modus_ponens(&no_exception, &exception)?)?,
    )?;
    let falsity = modus_ponens(&negation_elimination(&Theorem::assume(&not_all)?)?, &every)?;
    let forward = by_contradiction(&some_not, &falsity)?;
    let instance = specialize(&Theorem::assume(&all)?, &element)?;
    let falsity = modus_ponens(
        &negation_elimination(&Theorem::assume(&not_at_x)?)?,
        &instance,
    )?;
    let refuted = quantifier::choose(&x, &Theorem::assume(&some_not)?, &falsity)?;
    let backward = negation_introduction(&discharge(&all, &refuted)?)?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// `⊢ (¬ ∃x. P x) = (∀x. ¬ P x)`
pub fn negated_exists(predicate: &Term) -> Result<Theorem> {
    static DUAL: Template = LazyLock::new(|| fixed(derive_negated_exists()));
    for_predicate(&DUAL, predicate)
}

fn derive_negated_exists() -> Result<Theorem> {
    let a = Type::variable("α");
    let ((_, predicate), (x, element)) = (variable("P", predicate_type(&a)?), variable("x", a));
    let at_x = Term::apply(&predicate, &element)?;
    let exists = logic().exists(&x, &at_x)?;
    let none = logic().forall(&x, &logic().negation(&at_x)?)?;
    let found = introduce_exists(&exists, &element, &Theorem::assume(&at_x)?)?;
    let falsity = modus_ponens(
        &negation_elimination(&Theorem::assume(&logic().negation(&exists)?)?)?,
        &found,
    )?;
    let forward = generalize(&x, &negation_introduction(&discharge(&at_x, &falsity)?)?)?;
    let refuted = negation_elimination(&specialize(&Theorem::assume(&none)?, &element)?)?;
    let falsity = modus_ponens(&refuted, &Theorem::assume(&at_x)?)?;
    let falsity = quantifier::choose(&x, &Theorem::assume(&exists)?, &falsity)?;
    let backward = negation_introduction(&discharge(&exists, &falsity)?)?;
    Ok(Theorem::deduct_antisymmetric(&backward, &forward)?)
}

/// `A ⊢ ∀x. ∃y. R x y` gives `A ⊢ ∃f. ∀x. R x (f x)`.
pub fn skolemize(theorem: &Theorem) -> Result<Theorem> {
    let conclusion = theorem.conclusion();
    let shape = || RuleError::shape("skolemization", "∀x. ∃y. R x y", &conclusion);
    let avoid: Vec<&Term> = theorem.hypotheses().iter().collect();
    let (x, inner) = logic().open(logic().as_forall(&conclusion).ok_or_else(shape)?, &avoid)?;
    let predicate = logic().as_exists(&inner).ok_or_else(shape)?;
    let selected = quantifier::select(&specialize(theorem, &Term::variable(&x))?)?;
    let choice_type = Type::function(
        predicate.ty(),
        predicate.ty().as_function().ok_or_else(shape)?.0,
    )?;
    let value = Term::apply(&constant_at(&logic().some, &choice_type)?, predicate)?;
    let witness = Term::abstraction(&x, &value)?;
    let (f, function) = {
        let v = super::fresh_variable(&"f".into(), witness.ty(), &[&conclusion]);
        (v.clone(), Term::variable(&v))
    };
    let at = |image: &Term| -> Result<Term> {
        let applied = Term::apply(predicate, image)?;
        let reduced = beta_equation(&applied);
        Ok(reduced
            .as_ref()
            .and_then(|th| th.as_equation())
            .map_or(applied.clone(), |(_, r)| r.clone()))
    };
    let statement = logic().exists(
        &f,
        &logic().forall(&x, &at(&Term::apply(&function, &Term::variable(&x))?)?)?,
    )?;
    let redex = Term::apply(&witness, &Term::variable(&x))?;
    let folded = apply_to_both(predicate, &symmetric(&Theorem::beta(&redex)?)?)?; // P value = P (witness x)
    let unreduced = match beta_equation(&Term::apply(predicate, &value)?) {
        Some(reduced) => convert(selected, Some(&symmetric(&reduced)?))?,
        None => selected,
    };
    let at_witness = convert(unreduced, Some(&folded))?;
    let reduced = beta_equation(&at_witness.conclusion());
    let every = generalize(&x, &convert(at_witness, reduced.as_ref())?)?;
    introduce_exists(&statement, &witness, &every)
}
