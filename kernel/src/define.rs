//! The definition principles: constants equal to a closed term, constants specified by a theorem, types carved out of
//! types. Each is conservative; the theorems that they consume hand on their axioms.

use crate::*;

/// ```text
/// ───────── define_constant      c new; t closed; every type variable of t is in its type
///  ⊢ c = t
/// ```
/// Errors: a free variable; a type variable that the type of t lacks; too deep.
pub fn define_constant(name: impl Into<Name>, t: &Term) -> Result<(Constant, Theorem)> {
    definable(t)?;
    let constant = Constant::declare(name, t.ty().clone());
    let conclusion = Conclusion::equation(constant.generic(), t.clone())?;
    Ok((constant, conclusion.by("define_constant", &[])))
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
    let declare = |(name, v): &(Name, Variable)| Constant::declare(name.clone(), v.ty().clone());
    let made: Vec<_> = constants.iter().map(declare).collect();
    let pairs = constants.iter().zip(&made);
    let images = Substitution::new(pairs.map(|((_, v), c)| (v.clone(), c.generic())))?;
    let mut undefined: BTreeSet<_> = images.keys().collect();
    for h in premise.hypotheses() {
        let (left, witness) = h.as_equation().unwrap_or((h, h));
        let listed = left.as_variable().is_some_and(|v| undefined.remove(v));
        h.ensure(listed, "the hypothesis defines none of the variables")?;
        definable(witness)?;
    }
    ensure(undefined.is_empty(), "no hypothesis defines a variable")?;
    let formula = premise.conclusion().substitute(&images)?;
    closed(&formula)?;
    let by = Inference::Specify(&images);
    let theorem = Conclusion::of(formula).under(Set::EMPTY, by, &[premise], &Set::EMPTY);
    Ok((made, theorem))
}

/// No free variable.
pub(crate) fn closed(t: &Term) -> Result<()> {
    t.ensure(t.free_variables().is_empty(), "not closed")
}

/// Closed, and no type variable that its type does not show (otherwise one name would stand for different things).
pub(crate) fn definable(t: &Term) -> Result<()> {
    closed(t)?;
    let shown = t.ty().variables().is_superset(&t.type_variables());
    t.ensure(shown, "a type variable is hidden in")
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
/// Errors: hypotheses; not an application; P not closed; the list of parameters not exact; too deep.
pub fn define_type(
    name: impl Into<Name>,
    abstraction: impl Into<Name>,
    representation: impl Into<Name>,
    parameters: &[Name],
    premise: &Theorem,
) -> Result<TypeDefinition> {
    let formula = premise.conclusion();
    formula.ensure(premise.hypotheses().is_empty(), "with hypotheses")?;
    let not_one = || formula.error("not a predicate applied");
    let (predicate, witness) = formula.as_apply().ok_or_else(not_one)?;
    closed(predicate)?;
    let mut sorted = parameters.to_vec();
    sorted.sort();
    let exact = sorted.iter().eq(&predicate.type_variables());
    predicate.ensure(exact, "the parameters are not the type variables of")?;

    let operator = TypeOperator::declare(name, parameters.len());
    let parameters = parameters.iter().cloned().map(Type::variable).collect();
    let (old, new) = (witness.ty(), Type::apply(&operator, parameters)?);
    let abstraction = Constant::declare(abstraction, Type::function(old, &new)?);
    let representation = Constant::declare(representation, Type::function(&new, old)?);
    let (abs, rep) = (abstraction.generic(), representation.generic());
    let r = Term::variable(&Variable::new("r", old.clone()));
    let a = Term::variable(&Variable::new("a", new));
    let back = Term::apply(&abs, &Term::apply(&rep, &a)?)?;
    let fixed = Term::equation(&Term::apply(&rep, &Term::apply(&abs, &r)?)?, &r)?;
    let member = Term::apply(predicate, &r)?;

    let abs_rep = Conclusion::equation(back, a)?;
    let rep_abs = Conclusion::equation(member, fixed)?;
    Ok(TypeDefinition {
        operator,
        abstraction,
        representation,
        abs_rep: abs_rep.by("define_type, abs_rep", &[premise]),
        rep_abs: rep_abs.by("define_type, rep_abs", &[premise]),
    })
}
