//! The definition principles: constants equal to a closed term, constants specified by a theorem, types carved out of
//! types. Each is conservative; the theorems that they consume hand on their axioms.

use crate::{
    Constant, KernelError, Name, Result, Substitution, Term, Theorem, Type, TypeOperator, Variable,
    log::Inference,
};
use std::collections::BTreeSet;

/// ```text
/// ───────── define_constant      c new; t closed; every type variable of t is in its type
///  ⊢ c = t
/// ```
/// Errors: a free variable; a type variable that the type of t lacks.
pub fn define_constant(name: impl Into<Name>, t: &Term) -> Result<(Constant, Theorem)> {
    definable(t)?;
    let constant = Constant::declare(name, t.ty().clone());
    let left = Term::constant_unchecked(&constant, t.ty().clone());
    let inference = || Inference::DefineConstant(constant.clone(), t.clone());
    let theorem = Theorem::defined(left, t.clone(), Default::default(), inference)?;
    Ok((constant, theorem))
}

/// ```text
///  v₁ = t₁, …, vₙ = tₙ ⊢ φ
/// ───────────────────────── specify_constants      cᵢ new; tᵢ as in define_constant; vᵢ distinct;
///   ⊢ φ[c₁/v₁, …, cₙ/vₙ]                           no other hypothesis; no other free variable in φ
/// ```
/// Errors: a variable twice; a hypothesis missing or too many; tᵢ not closed or with a hidden type variable.
pub fn specify_constants(
    constants: &[(Name, Variable)],
    premise: &Theorem,
) -> Result<(Vec<Constant>, Theorem)> {
    let mut witnessed = BTreeSet::new();
    for hypothesis in premise.hypotheses() {
        let unexpected = || KernelError::Hypothesis(hypothesis.clone());
        let (left, witness) = hypothesis.as_equation().ok_or_else(unexpected)?;
        let variable = left.as_variable().ok_or_else(unexpected)?;
        definable(witness)?;
        if !constants.iter().any(|(_, v)| v == variable) || !witnessed.insert(variable.clone()) {
            return Err(unexpected());
        }
    }
    let mut listed = BTreeSet::new();
    for (name, variable) in constants {
        if !listed.insert(variable) {
            return Err(KernelError::Duplicate(variable.name().clone()));
        }
        if !witnessed.contains(variable) {
            return Err(KernelError::MissingDefinition(name.clone()));
        }
    }
    let formula = premise.conclusion();
    if let Some(free) = formula
        .free_variables()
        .into_iter()
        .find(|v| !listed.contains(v))
    {
        return Err(KernelError::NotClosed(free));
    }
    let made: Vec<_> = constants
        .iter()
        .map(|(name, v)| (Constant::declare(name, v.ty().clone()), v))
        .collect();
    let images = made
        .iter()
        .map(|(c, v)| ((*v).clone(), Term::constant_unchecked(c, v.ty().clone())));
    let specified = formula.substitute(&Substitution::new(images)?)?;
    let pairs = || {
        made.iter()
            .map(|(c, v)| (c.clone(), (*v).clone()))
            .collect()
    };
    let inference = || Inference::SpecifyConstants(pairs(), premise.serial());
    let theorem = Theorem::specified(specified, premise.axiom_set().clone(), inference);
    Ok((made.into_iter().map(|(c, _)| c).collect(), theorem))
}

/// Closed, and no type variable that its type does not show (otherwise one name would stand for different things).
fn definable(t: &Term) -> Result<()> {
    if let Some(free) = t.free_variables().into_iter().next() {
        return Err(KernelError::NotClosed(free));
    }
    match t.type_variables().difference(&t.ty().variables()).next() {
        Some(hidden) => Err(KernelError::TypeVariable(hidden.clone())),
        None => Ok(()),
    }
}

/// What a type definition makes.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// The new type operator.
    pub operator: TypeOperator,
    /// From the old type to the new one.
    pub abstraction: Constant,
    /// From the new type to the old one.
    pub representation: Constant,
    /// ⊢ abs (rep a) = a
    pub abs_rep: Theorem,
    /// ⊢ P r = (rep (abs r) = r)
    pub rep_abs: Theorem,
}

/// ```text
///             ⊢ P t
/// ──────────────────────────────── define_type      P closed; parameters are its type variables, each once
///  ⊢ abs (rep a) = a
///  ⊢ P r = (rep (abs r) = r)
/// ```
/// Errors: hypotheses; not an application; P not closed; the list of parameters not exact.
pub fn define_type(
    name: impl Into<Name>,
    abstraction: impl Into<Name>,
    representation: impl Into<Name>,
    parameters: &[Name],
    premise: &Theorem,
) -> Result<TypeDefinition> {
    if let Some(hypothesis) = premise.hypotheses().first() {
        return Err(KernelError::Hypothesis(hypothesis.clone()));
    }
    let formula = premise.conclusion();
    let (predicate, witness) = formula
        .as_apply()
        .ok_or_else(|| KernelError::NotAFunction(formula.clone()))?;
    if let Some(free) = predicate.free_variables().into_iter().next() {
        return Err(KernelError::NotClosed(free));
    }
    exact_parameters(parameters, predicate)?;
    let operator = TypeOperator::declare(name, parameters.len());
    let (old, new) = (
        witness.ty(),
        Type::apply(&operator, parameters.iter().map(Type::variable).collect())?,
    );
    let (to_new, to_old) = (Type::function(old, &new)?, Type::function(&new, old)?);
    let (abstraction, representation) = (
        Constant::declare(abstraction, to_new.clone()),
        Constant::declare(representation, to_old.clone()),
    );
    let abs = Term::constant_unchecked(&abstraction, to_new);
    let rep = Term::constant_unchecked(&representation, to_old);
    let a = Term::variable(&Variable::new("a", new));
    let r = Term::variable(&Variable::new("r", old.clone()));
    let round = Term::apply(&abs, &Term::apply(&rep, &a)?)?;
    let fixed = Term::equation(&Term::apply(&rep, &Term::apply(&abs, &r)?)?, &r)?;
    let member = Term::apply(predicate, &r)?;
    let placeholder = Theorem::reflexive(&a)?;
    let mut definition = TypeDefinition {
        operator,
        abstraction,
        representation,
        abs_rep: placeholder.clone(),
        rep_abs: placeholder,
    };
    let axioms = premise.axiom_set();
    let first = || {
        Inference::TypeAbsRep(
            Box::new(definition.clone()),
            parameters.to_vec(),
            premise.serial(),
        )
    };
    let abs_rep = Theorem::defined(round, a, axioms.clone(), first)?;
    let rep_abs = Theorem::defined(member, fixed, axioms.clone(), || {
        Inference::TypeRepAbs(abs_rep.serial())
    })?;
    (definition.abs_rep, definition.rep_abs) = (abs_rep, rep_abs);
    Ok(definition)
}

fn exact_parameters(parameters: &[Name], predicate: &Term) -> Result<()> {
    let listed: BTreeSet<_> = parameters.iter().cloned().collect();
    if listed.len() != parameters.len() {
        let twice = parameters
            .iter()
            .enumerate()
            .find(|(i, p)| parameters[..*i].contains(p));
        return Err(KernelError::Duplicate(
            twice.map_or_else(|| "".into(), |(_, p)| p.clone()),
        ));
    }
    match listed
        .symmetric_difference(&predicate.type_variables())
        .next()
    {
        Some(odd) => Err(KernelError::TypeVariable(odd.clone())),
        None => Ok(()),
    }
}
