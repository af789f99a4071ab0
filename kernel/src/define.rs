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
    let conclusion = Conclusion::equation(generic(&constant)?, t.clone())?;
    Ok((constant, conclusion.by("define_constant", &[])))
}

/// The constants that a specification makes, and what is known of them.
pub type Specification = (Vec<Constant>, Theorem);

/// ```text
///  v₁ = t₁, …, vₙ = tₙ ⊢ φ
/// ───────────────────────── specify_constants      cᵢ new; tᵢ as in define_constant; vᵢ distinct;
///   ⊢ φ[c₁/v₁, …, cₙ/vₙ]                           no other hypothesis; no other free variable in φ
/// ```
/// Errors: a variable twice; a hypothesis missing or too many; tᵢ not closed or with a hidden type variable.
pub fn specify_constants(named: &[(Name, Variable)], premise: &Theorem) -> Result<Specification> {
    let declare = |(name, v): &(Name, Variable)| Constant::declare(name.clone(), v.ty.clone());
    let made: Vec<_> = named.iter().map(declare).collect();
    let pairs = named.iter().zip(&made);
    let image = |((_, v), c): (&(Name, Variable), _)| Ok((v.clone(), generic(c)?));
    let images = pairs.map(image).collect::<Result<Substitution>>()?;
    ensure(images.len() == made.len(), "a variable stands twice")?;
    let mut undefined: BTreeSet<_> = images.keys().collect();
    for h in premise.hypotheses() {
        let (left, witness) = h.as_equation().unwrap_or((h, h));
        let listed = matches!(left.kind(), Kind::Variable(v) if undefined.remove(v));
        h.ensure(listed, "the hypothesis defines none of the variables")?;
        definable(witness)?;
    }
    ensure(undefined.is_empty(), "no hypothesis defines a variable")?;
    let formula = premise.conclusion().substitute(&images)?;
    closed(&formula)?;
    let by = Inference::Specify(&images);
    let theorem = Conclusion::of(formula).under(Set::default(), by, &[premise], Set::default());
    Ok((made, theorem))
}

/// No free variable.
pub(crate) fn closed(t: &Term) -> Result<()> {
    t.ensure(t.facts().mask & !Facts::TYPE_VARIABLE == 0, "not closed")
}

/// Closed, and no type variable that its type does not show (otherwise one name would stand for different things).
pub(crate) fn definable(t: &Term) -> Result<()> {
    closed(t)?;
    let hidden = ground(t, &t.ty().variables())?.facts().mask != 0;
    t.ensure(!hidden, "a type variable is hidden in")
}

/// The term with `bool` for those type variables; it is another term if one of them occurs.
fn ground<'a>(t: &Term, names: impl IntoIterator<Item = &'a Name>) -> Result<Term> {
    let by = names.into_iter().map(|n| (n.clone(), Type::boolean()));
    t.instantiate_types(&by.collect())
}

/// What a type definition makes: the operator, abs and rep, and the two theorems in the order shown.
pub type TypeDefinition = (TypeOperator, [Constant; 2], [Theorem; 2]);

/// ```text
///             ⊢ P t
/// ──────────────────────────────── define_type      P closed; parameters are its type variables, each once
///  ⊢ abs (rep a) = a
///  ⊢ P r = (rep (abs r) = r)
/// ```
/// `names` are those of the operator, abs and rep, and mean nothing.
/// Errors: hypotheses; not an application; P not closed; the list of parameters not exact; too deep.
pub fn define_type(names: [Name; 3], parameters: &[Name], by: &Theorem) -> Result<TypeDefinition> {
    let [name, abstraction, representation] = names;
    let formula = by.conclusion();
    formula.ensure(by.hypotheses().is_empty(), "with hypotheses")?;
    let not_one = || formula.error("not a predicate applied");
    let (predicate, witness) = formula.as_apply().ok_or_else(not_one)?;
    closed(predicate)?;
    let names: BTreeSet<_> = parameters.iter().collect();
    let mut exact = names.len() == parameters.len();
    exact &= ground(predicate, parameters)?.facts().mask == 0;
    for name in names {
        exact &= ground(predicate, [name])? != *predicate;
    }
    predicate.ensure(exact, "the parameters are not the type variables of")?;

    let operator = TypeOperator::declare(name, parameters.len());
    let parameters = parameters.iter().cloned().map(Type::variable).collect();
    let (old, new) = (witness.ty(), Type::apply(&operator, parameters)?);
    let abstraction = Constant::declare(abstraction, Type::function(old, &new)?);
    let representation = Constant::declare(representation, Type::function(&new, old)?);
    let (abs, rep) = (generic(&abstraction)?, generic(&representation)?);
    let r = Term::variable(&Variable::new("r", old.clone()));
    let a = Term::variable(&Variable::new("a", new));
    let back = Term::apply(&abs, &Term::apply(&rep, &a)?)?;
    let fixed = Term::equation(&Term::apply(&rep, &Term::apply(&abs, &r)?)?, &r)?;
    let member = Term::apply(predicate, &r)?;

    let abs_rep = Conclusion::equation(back, a)?.by("define_type, abs_rep", &[by]);
    let rep_abs = Conclusion::equation(member, fixed)?.by("define_type, rep_abs", &[by]);
    Ok((operator, [abstraction, representation], [abs_rep, rep_abs]))
}

/// The constant at its own type.
fn generic(c: &Constant) -> Result<Term> {
    Term::constant(c, &TypeSubstitution::new())
}
