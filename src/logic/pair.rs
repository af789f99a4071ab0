//! Pairs: the type `prod` carved out of relations that hold at one place, with `pair`, `fst` and `snd`.

use super::view::{ConstantShape, TermShape, TypeDefinition, constant_at, define_type};
use super::{
    Result, RuleError, apply_all, apply_both_to, apply_to_both, beta_reduce, conjoin, conjuncts,
    convert, definitions::variable, equality::unfold_application, generalize_all, introduce_exists,
    lambda, logic, quantifier, specialize, spine, symmetric,
};
use rationale_kernel::{
    Constant, Name, Term, Theorem, Type, TypeOperator, Variable, define_constant,
};
use std::sync::LazyLock;

/// The type of pairs, its constants and its theorems.
pub struct Pairs {
    /// `prod`, of two arguments.
    pub operator: TypeOperator,
    /// `pair : α → β → prod α β`
    pub pair: Constant,
    /// `fst : prod α β → α`
    pub first: Constant,
    /// `snd : prod α β → β`
    pub second: Constant,
    /// ⊢ ∀a b c d. (pair a b = pair c d) = (a = c ∧ b = d)
    pub pair_eq: Theorem,
    /// ⊢ ∀a b. fst (pair a b) = a
    pub first_of_pair: Theorem,
    /// ⊢ ∀a b. snd (pair a b) = b
    pub second_of_pair: Theorem,
    /// ⊢ ∀p. pair (fst p) (snd p) = p
    pub pair_surjective: Theorem,
}

/// The pairs, made once.
pub fn pairs() -> &'static Pairs {
    static PAIRS: LazyLock<Pairs> =
        LazyLock::new(|| build().expect("the type of pairs is a fixed definition"));
    &PAIRS
}

impl Pairs {
    /// The type of pairs of two types.
    pub fn ty(&self, first: &Type, second: &Type) -> Result<Type> {
        Ok(Type::apply(
            &self.operator,
            vec![first.clone(), second.clone()],
        )?)
    }

    /// The parts of a type of pairs.
    pub fn as_pair_type<'a>(&self, ty: &'a Type) -> Option<(&'a Type, &'a Type)> {
        match ty.view() {
            rationale_kernel::TypeView::Apply(operator, of) if *operator == self.operator => {
                of.first().zip(of.last())
            }
            _ => None,
        }
    }

    /// `pair a b`
    pub fn pair_term(&self, a: &Term, b: &Term) -> Result<Term> {
        let ty = Type::function(a.ty(), &Type::function(b.ty(), &self.ty(a.ty(), b.ty())?)?)?;
        apply_all(&constant_at(&self.pair, &ty)?, [a, b])
    }

    /// `fst p`
    pub fn first_term(&self, p: &Term) -> Result<Term> {
        let (a, _) = self.parts(p)?;
        self.projection(&self.first, p, a)
    }

    /// `snd p`
    pub fn second_term(&self, p: &Term) -> Result<Term> {
        let (_, b) = self.parts(p)?;
        self.projection(&self.second, p, b)
    }

    fn parts<'a>(&self, p: &'a Term) -> Result<(&'a Type, &'a Type)> {
        self.as_pair_type(p.ty())
            .ok_or_else(|| RuleError::shape("a projection", "a pair", p))
    }

    fn projection(&self, constant: &Constant, p: &Term, part: &Type) -> Result<Term> {
        Ok(Term::apply(
            &constant_at(constant, &Type::function(p.ty(), part)?)?,
            p,
        )?)
    }

    /// The a and b of `pair a b`.
    pub fn as_pair<'a>(&self, term: &'a Term) -> Option<(&'a Term, &'a Term)> {
        let (head, b) = term.as_apply()?;
        let (head, a) = head.as_apply()?;
        (head.as_constant()? == &self.pair).then_some((a, b))
    }
}

/// a, b, c, d, x, y as variables: those for α are a, c, x.
struct Letters {
    a: Variable,
    b: Variable,
    c: Variable,
    d: Variable,
    x: Variable,
    y: Variable,
}

fn letters() -> Letters {
    let (first, second) = (Type::variable("α"), Type::variable("β"));
    let new = |name: &str, ty: &Type| Variable::new(name, ty.clone());
    Letters {
        a: new("a", &first),
        b: new("b", &second),
        c: new("c", &first),
        d: new("d", &second),
        x: new("x", &first),
        y: new("y", &second),
    }
}

/// λx y. x = a ∧ y = b: the relation that stands for the pair of a and b
fn relation(a: &Term, b: &Term) -> Result<Term> {
    let Letters { x, y, .. } = letters();
    let left = Term::equation(&Term::variable(&x), a)?;
    let right = Term::equation(&Term::variable(&y), b)?;
    lambda(&[x, y], &logic().conjunction(&left, &right)?)
}

/// λr. ∃a b. r = relation a b
fn is_relation() -> Result<Term> {
    let Letters { a, b, .. } = letters();
    let body = relation(&Term::variable(&a), &Term::variable(&b))?;
    let (r, candidate) = variable("r", body.ty().clone());
    let equal = Term::equation(&candidate, &body)?;
    Ok(Term::abstraction(
        &r,
        &logic().exists(&a, &logic().exists(&b, &equal)?)?,
    )?)
}

/// ⊢ (λr. ∃a b. r = relation a b) (relation a b)
fn relation_is_one(a: &Term, b: &Term) -> Result<Theorem> {
    let applied = Term::apply(&is_relation()?, &relation(a, b)?)?;
    let reduced = Theorem::beta(&applied)?;
    let shape = || RuleError::shape("pairs", "∃", &applied);
    let outer = reduced
        .as_equation()
        .map(|(_, r)| r.clone())
        .ok_or_else(shape)?;
    let inner = logic()
        .as_exists(&outer)
        .and_then(Term::as_abstraction)
        .ok_or_else(shape)?
        .open(a)?;
    let found = introduce_exists(&inner, b, &Theorem::reflexive(&relation(a, b)?)?)?;
    convert(
        introduce_exists(&outer, a, &found)?,
        Some(&symmetric(&reduced)?),
    )
}

fn build() -> Result<Pairs> {
    let Letters { a, b, .. } = letters();
    let (left, right) = (Term::variable(&a), Term::variable(&b));
    let inhabited = relation_is_one(&left, &right)?;
    let parameters: [Name; 2] = ["α".into(), "β".into()];
    let definition = define_type("prod", "abs_prod", "rep_prod", &parameters, &inhabited)?;
    let abstraction = &definition.abstraction;
    let make = constant_at(abstraction, abstraction.generic_type())?;
    let body = lambda(
        &[a.clone(), b.clone()],
        &Term::apply(&make, &relation(&left, &right)?)?,
    )?;
    let (pair, pair_definition) = define_constant("pair", &body)?;
    let base = Base {
        definition,
        pair: pair.clone(),
        pair_definition,
    };
    let pair_eq = base.derive_pair_eq()?;
    let surjective = base.derive_exists_pair()?;
    let (first, first_definition) = define_constant("fst", &base.projection(false)?)?;
    let (second, second_definition) = define_constant("snd", &base.projection(true)?)?;
    let first_of_pair = base.derive_projection(&first_definition, &pair_eq, false)?;
    let second_of_pair = base.derive_projection(&second_definition, &pair_eq, true)?;
    let pair_surjective = base.derive_surjective(&surjective, &first_of_pair, &second_of_pair)?;
    let operator = base.definition.operator.clone();
    Ok(Pairs {
        operator,
        pair,
        first,
        second,
        pair_eq,
        first_of_pair,
        second_of_pair,
        pair_surjective,
    })
}

/// What the derivations start from.
struct Base {
    definition: TypeDefinition,
    pair: Constant,
    pair_definition: Theorem,
}

impl Base {
    fn ty(&self) -> Result<Type> {
        Ok(Type::apply(
            &self.definition.operator,
            vec![Type::variable("α"), Type::variable("β")],
        )?)
    }

    fn pair(&self, a: &Term, b: &Term) -> Result<Term> {
        apply_all(&constant_at(&self.pair, self.pair.generic_type())?, [a, b])
    }

    /// ⊢ rep (pair a b) = relation a b
    fn represented(&self, a: &Term, b: &Term) -> Result<Theorem> {
        let representation = &self.definition.representation;
        let rep = constant_at(representation, representation.generic_type())?;
        let unfolded = apply_to_both(&rep, &unfold_application(&self.pair_definition, &[a, b])?)?;
        let rep_abs = &self.definition.rep_abs; // P r = (rep (abs r) = r)
        let shape = || RuleError::shape("pairs", "P r", &rep_abs.conclusion());
        let (member, _) = rep_abs.as_equation().ok_or_else(shape)?;
        let r = member
            .as_apply()
            .and_then(|(_, r)| r.as_variable())
            .ok_or_else(shape)?;
        let relation = relation(a, b)?;
        let instance = super::propositional::instantiate(rep_abs, &[(&r.name, &relation)])?;
        let round = convert(relation_is_one(a, b)?, Some(&instance))?;
        Ok(Theorem::transitive(&unfolded, &round)?)
    }

    fn derive_pair_eq(&self) -> Result<Theorem> {
        let Letters { a, b, c, d, .. } = letters();
        let [ta, tb, tc, td] = [&a, &b, &c, &d].map(Term::variable);
        let equal_pairs = Term::equation(&self.pair(&ta, &tb)?, &self.pair(&tc, &td)?)?;
        let representation = &self.definition.representation;
        let rep = constant_at(representation, representation.generic_type())?;
        let relations = apply_to_both(&rep, &Theorem::assume(&equal_pairs)?)?;
        let relations = Theorem::transitive(&symmetric(&self.represented(&ta, &tb)?)?, &relations)?;
        let relations = Theorem::transitive(&relations, &self.represented(&tc, &td)?)?;
        let at_own = beta_reduce(apply_both_to(&apply_both_to(&relations, &ta)?, &tb)?)?;
        let forward = convert(
            conjoin(&Theorem::reflexive(&ta)?, &Theorem::reflexive(&tb)?)?,
            Some(&at_own),
        )?;
        let parts = conjuncts(&Theorem::assume(&forward.conclusion())?)?;
        let head = constant_at(&self.pair, self.pair.generic_type())?;
        let backward = Theorem::congruence(&apply_to_both(&head, &parts[0])?, &parts[1])?;
        generalize_all(
            &[a, b, c, d],
            &Theorem::deduct_antisymmetric(&backward, &forward)?,
        )
    }

    /// ⊢ ∃a b. p = pair a b, with p free
    fn derive_exists_pair(&self) -> Result<Theorem> {
        let Letters { a, b, .. } = letters();
        let (ta, tb) = (Term::variable(&a), Term::variable(&b));
        let (_, p) = variable("p", self.ty()?);
        let (representation, abstraction) = (
            &self.definition.representation,
            &self.definition.abstraction,
        );
        let rep_p = Term::apply(
            &constant_at(representation, representation.generic_type())?,
            &p,
        )?;
        let abs = constant_at(abstraction, abstraction.generic_type())?;
        let back = self.abs_rep(&p)?; // abs (rep p) = p
        let equal = Theorem::assume(&Term::equation(&rep_p, &relation(&ta, &tb)?)?)?;
        let folded = symmetric(&unfold_application(&self.pair_definition, &[&ta, &tb])?)?;
        let found = Theorem::transitive(&symmetric(&back)?, &apply_to_both(&abs, &equal)?)?;
        let found = Theorem::transitive(&found, &folded)?; // p = pair a b
        let inner = logic().exists(&b, &found.conclusion())?;
        let goal = logic().exists(&a, &inner)?;
        let found = introduce_exists(&goal, &ta, &introduce_exists(&inner, &tb, &found)?)?;
        let represented = self.rep_is_relation(&rep_p, &back)?;
        let shape = || RuleError::shape("pairs", "∃a b", &represented.conclusion());
        let conclusion = represented.conclusion();
        let (_, once) = logic().open(logic().as_exists(&conclusion).ok_or_else(shape)?, &[])?;
        let step = quantifier::choose(&b, &Theorem::assume(&once)?, &found)?;
        quantifier::choose(&a, &represented, &step)
    }

    /// ⊢ abs (rep p) = p
    fn abs_rep(&self, p: &Term) -> Result<Theorem> {
        let theorem = &self.definition.abs_rep;
        let shape = || RuleError::shape("pairs", "abs (rep a) = a", &theorem.conclusion());
        let a = theorem.as_equation().and_then(|(_, a)| a.as_variable());
        let name = &a.ok_or_else(shape)?.name;
        super::propositional::instantiate(theorem, &[(name, p)])
    }

    /// ⊢ ∃a b. rep p = relation a b
    fn rep_is_relation(&self, rep_p: &Term, back: &Theorem) -> Result<Theorem> {
        let rep_abs = &self.definition.rep_abs;
        let shape = || RuleError::shape("pairs", "P r", &rep_abs.conclusion());
        let r = rep_abs
            .as_equation()
            .and_then(|(m, _)| m.as_apply())
            .and_then(|(_, r)| r.as_variable());
        let instance =
            super::propositional::instantiate(rep_abs, &[(&r.ok_or_else(shape)?.name, rep_p)])?;
        let representation = &self.definition.representation;
        let rep = constant_at(representation, representation.generic_type())?;
        let round = apply_to_both(&rep, back)?; // rep (abs (rep p)) = rep p
        beta_reduce(convert(round, Some(&symmetric(&instance)?))?)
    }

    /// λp. some a. ∃b. p = pair a b, or the same for the second part
    fn projection(&self, second: bool) -> Result<Term> {
        let Letters { a, b, .. } = letters();
        let (p, whole) = variable("p", self.ty()?);
        let equal = Term::equation(
            &whole,
            &self.pair(&Term::variable(&a), &Term::variable(&b))?,
        )?;
        let (chosen, other) = if second { (b, a) } else { (a, b) };
        Ok(Term::abstraction(
            &p,
            &logic().some(&chosen, &logic().exists(&other, &equal)?)?,
        )?)
    }

    /// ⊢ ∀a b. fst (pair a b) = a, or the same for the second part
    fn derive_projection(
        &self,
        definition: &Theorem,
        pair_eq: &Theorem,
        second: bool,
    ) -> Result<Theorem> {
        let Letters { a, b, c, d, .. } = letters();
        let (ta, tb) = (Term::variable(&a), Term::variable(&b));
        let whole = self.pair(&ta, &tb)?;
        let unfolded = unfold_application(definition, &[&whole])?;
        let shape = || RuleError::shape("pairs", "some", &unfolded.conclusion());
        let chosen = unfolded.as_equation().map(|(_, r)| r).ok_or_else(shape)?;
        let outer = logic().quantified(
            &logic().exists.constant,
            logic().as_some(chosen).ok_or_else(shape)?,
        )?;
        let (own, rest) = if second { (&tb, &ta) } else { (&ta, &tb) };
        let opened = logic()
            .as_exists(&outer)
            .and_then(Term::as_abstraction)
            .ok_or_else(shape)?
            .open(own)?;
        let found = introduce_exists(&opened, rest, &Theorem::reflexive(&whole)?)?;
        let property = quantifier::select(&introduce_exists(&outer, own, &found)?)?; // ∃b. pair a b = pair (chosen) b
        let other = if second { &c } else { &d };
        let conclusion = property.conclusion();
        let predicate = logic()
            .as_exists(&conclusion)
            .and_then(Term::as_abstraction)
            .ok_or_else(shape)?;
        let equal = Theorem::assume(&predicate.open(&Term::variable(other))?)?;
        let matched = self.components(&equal, pair_eq)?;
        let same = quantifier::choose(other, &property, &matched[usize::from(second)])?;
        generalize_all(
            &[a, b],
            &Theorem::transitive(&unfolded, &symmetric(&same)?)?,
        )
    }

    /// From `A ⊢ pair a b = pair c d`: a = c and b = d.
    fn components(&self, equal: &Theorem, pair_eq: &Theorem) -> Result<Vec<Theorem>> {
        let shape = || RuleError::shape("pairs", "an equation of pairs", &equal.conclusion());
        let (left, right) = equal.as_equation().ok_or_else(shape)?;
        let parts: Vec<Term> = [left, right]
            .iter()
            .flat_map(|t| spine(t).1)
            .cloned()
            .collect();
        let instance = quantifier::specialize_all(pair_eq, &parts)?;
        conjuncts(&convert(equal.clone(), Some(&instance))?)
    }

    /// ⊢ ∀p. pair (fst p) (snd p) = p
    fn derive_surjective(
        &self,
        exists: &Theorem,
        first: &Theorem,
        second: &Theorem,
    ) -> Result<Theorem> {
        let Letters { a, b, .. } = letters();
        let (ta, tb) = (Term::variable(&a), Term::variable(&b));
        let (p, whole) = variable("p", self.ty()?);
        let equal = Theorem::assume(&Term::equation(&whole, &self.pair(&ta, &tb)?)?)?;
        let project = |theorem: &Theorem| -> Result<Theorem> {
            let instance = specialize(&specialize(theorem, &ta)?, &tb)?;
            let shape = || RuleError::shape("pairs", "a projection", &instance.conclusion());
            let (applied, _) = instance.as_equation().ok_or_else(shape)?;
            let projection = applied.as_apply().ok_or_else(shape)?.0.clone();
            Ok(Theorem::transitive(
                &apply_to_both(&projection, &equal)?,
                &instance,
            )?)
        };
        let head = constant_at(&self.pair, self.pair.generic_type())?;
        let rebuilt =
            Theorem::congruence(&apply_to_both(&head, &project(first)?)?, &project(second)?)?;
        let same = Theorem::transitive(&rebuilt, &symmetric(&equal)?)?;
        let inner = logic().exists(&b, &equal.conclusion())?;
        let step = quantifier::choose(&b, &Theorem::assume(&inner)?, &same)?;
        let same = quantifier::choose(&a, exists, &step)?;
        quantifier::generalize(&p, &same)
    }
}
