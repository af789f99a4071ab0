//! Derived rules for ∀, ∃ and choice.

use super::{
    Result, RuleError,
    beta::beta_equation,
    beta_reduce, convert, cut,
    definitions::{boolean_variable, predicate_type, variable},
    discharge, equal_true,
    equality::{apply_both_to, symmetric, unfold_application},
    from_equal_true, logic, modus_ponens,
    propositional::{Template, fixed},
};
use rationale_kernel::{Term, Theorem, Type, TypeSubstitution, Variable};
use std::sync::LazyLock;

/// A template over the type α, at another type and with its variables replaced.
fn at_type(template: &Theorem, ty: &Type, images: &[(&str, &Term)]) -> Result<Theorem> {
    let types = TypeSubstitution::from([("α".into(), ty.clone())]);
    super::propositional::instantiate(&template.instantiate_types(&types)?, images)
}

fn domain(predicate: &Term) -> Result<&Type> {
    let domain = predicate.ty().as_function().map(|(domain, _)| domain);
    domain.ok_or_else(|| RuleError::shape("a quantifier rule", "a predicate", predicate))
}

/// P : α → bool
fn generic_predicate() -> Result<(Variable, Term)> {
    Ok(variable("P", predicate_type(&Type::variable("α"))?))
}

/// ⊢ forall P = (P = λx. true)
fn forall_unfolded() -> Result<Theorem> {
    unfold_application(&logic().forall.definition, &[&generic_predicate()?.1])
}

/// `A ⊢ ∀x. p` gives `A ⊢ p[t/x]`.
pub fn specialize(theorem: &Theorem, t: &Term) -> Result<Theorem> {
    static INSTANCE: Template = LazyLock::new(|| fixed(derive_specialize()));
    let conclusion = theorem.conclusion();
    let Some(predicate) = logic().as_forall(&conclusion) else {
        return Err(RuleError::shape("specialization", "∀", &conclusion));
    };
    let instance = cut(
        theorem,
        &at_type(&INSTANCE, domain(predicate)?, &[("P", predicate), ("x", t)])?,
    )?;
    let reduced = beta_equation(&instance.conclusion());
    convert(instance, reduced.as_ref())
}

/// {forall P} ⊢ P x
fn derive_specialize() -> Result<Theorem> {
    let (_, predicate) = generic_predicate()?;
    let (_, x) = variable("x", Type::variable("α"));
    let all = Theorem::assume(&logic().quantified(&logic().forall.constant, &predicate)?)?;
    let constant = convert(all, Some(&forall_unfolded()?))?;
    from_equal_true(&beta_reduce(apply_both_to(&constant, &x)?)?)
}

/// `A ⊢ ∀x₁ … xₙ. p` gives `A ⊢ p[t₁/x₁, …]`.
pub fn specialize_all<'a>(
    theorem: &Theorem,
    terms: impl IntoIterator<Item = &'a Term>,
) -> Result<Theorem> {
    terms
        .into_iter()
        .try_fold(theorem.clone(), |theorem, t| specialize(&theorem, t))
}

/// `A ⊢ ∀x₁ … xₙ. p` with p no ∀: the xᵢ as variables that are not free in the theorem, and `A ⊢ p`.
pub fn specialize_fresh(theorem: &Theorem) -> Result<(Vec<Variable>, Theorem)> {
    let (mut variables, mut theorem) = (Vec::new(), theorem.clone());
    loop {
        let conclusion = theorem.conclusion();
        let Some(predicate) = logic().as_forall(&conclusion) else {
            return Ok((variables, theorem));
        };
        let avoid: Vec<Term> = theorem.hypotheses().to_vec();
        let taken: Vec<Term> = variables.iter().map(Term::variable).collect();
        let avoid: Vec<&Term> = avoid.iter().chain(&taken).collect();
        let (v, _) = logic().open(predicate, &avoid)?;
        theorem = specialize(&theorem, &Term::variable(&v))?;
        variables.push(v);
    }
}

/// `A ⊢ p` gives `A ⊢ ∀v. p`, v not free in A.
pub fn generalize(v: &Variable, theorem: &Theorem) -> Result<Theorem> {
    static FOLD: Template =
        LazyLock::new(|| fixed(forall_unfolded().and_then(|th| symmetric(&th))));
    let constant = Theorem::abstraction(v, &equal_true(theorem)?)?;
    let Some((predicate, _)) = constant.as_equation() else {
        return Err(RuleError::shape(
            "generalization",
            "an equation",
            &constant.conclusion(),
        ));
    };
    let fold = at_type(&FOLD, &v.ty, &[("P", predicate)])?;
    convert(constant, Some(&fold))
}

/// `A ⊢ p` gives `A ⊢ ∀v₁ … vₙ. p`.
pub fn generalize_all(variables: &[Variable], theorem: &Theorem) -> Result<Theorem> {
    variables
        .iter()
        .rev()
        .try_fold(theorem.clone(), |theorem, v| generalize(v, &theorem))
}

/// `A ⊢ p[t/x]` gives `A ⊢ ∃x. p`, where the whole ∃x. p is given.
pub fn introduce_exists(exists: &Term, witness: &Term, theorem: &Theorem) -> Result<Theorem> {
    static INTRODUCE: Template = LazyLock::new(|| fixed(derive_introduce_exists()));
    let Some(predicate) = logic().as_exists(exists) else {
        return Err(RuleError::shape("∃-introduction", "∃", exists));
    };
    let template = at_type(
        &INTRODUCE,
        domain(predicate)?,
        &[("P", predicate), ("x", witness)],
    )?;
    let applied = Term::apply(predicate, witness)?;
    let premise = match beta_equation(&applied) {
        Some(equation) => convert(theorem.clone(), Some(&symmetric(&equation)?))?,
        None => theorem.clone(),
    };
    if !premise.concludes(&applied) {
        return Err(RuleError::shape(
            "∃-introduction",
            "the body at the witness",
            &premise.conclusion(),
        ));
    }
    cut(&premise, &template)
}

/// ⊢ exists P = ∀q. (∀x. P x → q) → q
fn exists_unfolded() -> Result<Theorem> {
    unfold_application(&logic().exists.definition, &[&generic_predicate()?.1])
}

/// {P x} ⊢ exists P
fn derive_introduce_exists() -> Result<Theorem> {
    let ((_, predicate), (x, witness)) = (generic_predicate()?, variable("x", Type::variable("α")));
    let (q, goal) = boolean_variable("q");
    let at_witness = Term::apply(&predicate, &witness)?;
    let all = logic().forall(&x, &logic().implication(&at_witness, &goal)?)?;
    let step = specialize(&Theorem::assume(&all)?, &witness)?;
    let reached = modus_ponens(&step, &Theorem::assume(&at_witness)?)?;
    let every = generalize(&q, &discharge(&all, &reached)?)?;
    convert(every, Some(&symmetric(&exists_unfolded()?)?))
}

/// `A ⊢ ∃x. p` and `B ⊢ q` give `A ∪ (B − {p[v/x]}) ⊢ q`, v not free in q nor in the rest of B.
pub fn choose(v: &Variable, exists: &Theorem, theorem: &Theorem) -> Result<Theorem> {
    static ELIMINATE: Template = LazyLock::new(|| fixed(derive_choose()));
    let conclusion = exists.conclusion();
    let Some(predicate) = logic().as_exists(&conclusion) else {
        return Err(RuleError::shape("∃-elimination", "∃", &conclusion));
    };
    if theorem.conclusion().has_free(v) {
        return Err(RuleError::shape(
            "∃-elimination",
            "a conclusion without the chosen variable",
            &theorem.conclusion(),
        ));
    }
    let applied = Term::apply(predicate, &Term::variable(v))?;
    let reduction = beta_equation(&applied);
    let opened = reduction
        .as_ref()
        .and_then(|th| th.as_equation())
        .map_or(&applied, |(_, value)| value);
    let mut step = discharge(opened, theorem)?; // p[v/x] → q
    if let Some(reduction) = &reduction {
        let implies = logic().implies.term()?;
        let q = Theorem::reflexive(&theorem.conclusion())?;
        let same = super::binary_congruence(&implies, &symmetric(reduction)?, &q)?;
        step = convert(step, Some(&same))?; // (λx. p) v → q
    }
    let all = generalize(v, &step)?;
    let template = at_type(
        &ELIMINATE,
        &v.ty,
        &[("P", predicate), ("q", &theorem.conclusion())],
    )?;
    cut(exists, &cut(&all, &template)?)
}

/// {exists P, ∀x. P x → q} ⊢ q
fn derive_choose() -> Result<Theorem> {
    let ((_, predicate), (x, witness)) = (generic_predicate()?, variable("x", Type::variable("α")));
    let (_, goal) = boolean_variable("q");
    let exists = logic().quantified(&logic().exists.constant, &predicate)?;
    let all = logic().forall(
        &x,
        &logic().implication(&Term::apply(&predicate, &witness)?, &goal)?,
    )?;
    let every = convert(Theorem::assume(&exists)?, Some(&exists_unfolded()?))?;
    modus_ponens(&specialize(&every, &goal)?, &Theorem::assume(&all)?)
}

/// `A ⊢ ∃x. p` gives `A ⊢ p[(some x. p)/x]`.
pub fn select(exists: &Theorem) -> Result<Theorem> {
    static SELECT: Template = LazyLock::new(|| fixed(derive_select()));
    let conclusion = exists.conclusion();
    let Some(predicate) = logic().as_exists(&conclusion) else {
        return Err(RuleError::shape("choice", "∃", &conclusion));
    };
    let chosen = cut(
        exists,
        &at_type(&SELECT, domain(predicate)?, &[("P", predicate)])?,
    )?;
    let reduced = beta_equation(&chosen.conclusion());
    convert(chosen, reduced.as_ref())
}

/// {exists P} ⊢ P (some P)
fn derive_select() -> Result<Theorem> {
    let ((_, predicate), (x, witness)) = (generic_predicate()?, variable("x", Type::variable("α")));
    let exists = logic().quantified(&logic().exists.constant, &predicate)?;
    let choice = specialize_all(&logic().choice, [&predicate, &witness])?;
    let at_witness = Term::apply(&predicate, &witness)?;
    let chosen = modus_ponens(&choice, &Theorem::assume(&at_witness)?)?;
    choose_applied(&x, &Theorem::assume(&exists)?, &at_witness, &chosen)
}

/// As [`choose`] for a predicate that is a variable: ∃P against {P x} ⊢ q.
fn choose_applied(
    x: &Variable,
    exists: &Theorem,
    hypothesis: &Term,
    theorem: &Theorem,
) -> Result<Theorem> {
    let unfolded = convert(exists.clone(), Some(&exists_unfolded()?))?;
    let all = generalize(x, &discharge(hypothesis, theorem)?)?;
    modus_ponens(&specialize(&unfolded, &theorem.conclusion())?, &all)
}

/// `A ⊢ f x = g x`, x free in neither f, g nor A, gives `A ⊢ f = g`; rests on extensionality.
pub fn extensional(x: &Variable, theorem: &Theorem) -> Result<Theorem> {
    let functions = Theorem::abstraction(x, theorem)?;
    let Some((left, right)) = functions.as_equation() else {
        return Err(RuleError::shape(
            "extensionality",
            "f x = g x",
            &theorem.conclusion(),
        ));
    };
    let shape = || RuleError::shape("extensionality", "f x = g x", &theorem.conclusion());
    let left = super::eta_equation(left)?.ok_or_else(shape)?;
    let right = super::eta_equation(right)?.ok_or_else(shape)?;
    Ok(Theorem::transitive(
        &Theorem::transitive(&symmetric(&left)?, &functions)?,
        &right,
    )?)
}
