//! The rules of the format by the rules of the kernel. Three of them the kernel has not: `sym` and `proveHyp` are
//! short derivations, `subst` is two instantiations.

use super::{
    error::Problem,
    machine::{Done, Machine, member},
    object::{Kind, List},
};
use crate::logic::{ConstantShape, constant_at, substitution_from};
use rationale_kernel::{
    Constant, KernelError, Name, Substitution, Term, Theorem, Type, TypeSubstitution, Variable,
};
use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
    rc::Rc,
};

type Proof = Rc<Theorem>;

impl Machine<'_> {
    pub(super) fn reflexive(&mut self) -> Done {
        let theorem = Theorem::reflexive(self.at::<Term>(0)?)?;
        self.give_theorem(1, theorem)
    }

    pub(super) fn assume(&mut self) -> Done {
        let theorem = Theorem::assume(self.at::<Term>(0)?)?;
        self.give_theorem(1, theorem)
    }

    pub(super) fn beta(&mut self) -> Done {
        let theorem = Theorem::beta(self.at::<Term>(0)?)?;
        self.give_theorem(1, theorem)
    }

    pub(super) fn abstraction(&mut self) -> Done {
        let theorem = Theorem::abstraction(self.at::<Variable>(1)?, self.at::<Proof>(0)?)?;
        self.give_theorem(2, theorem)
    }

    pub(super) fn congruence(&mut self) -> Done {
        self.by_two(Theorem::congruence)
    }

    pub(super) fn deduct_antisymmetric(&mut self) -> Done {
        self.by_two(Theorem::deduct_antisymmetric)
    }

    pub(super) fn equal_modus_ponens(&mut self) -> Done {
        self.by_two(Theorem::equal_modus_ponens)
    }

    pub(super) fn transitive(&mut self) -> Done {
        self.by_two(Theorem::transitive)
    }

    pub(super) fn prove_hypothesis(&mut self) -> Done {
        self.by_two(prove_hypothesis)
    }

    pub(super) fn symmetric(&mut self) -> Done {
        let theorem = symmetric(self.at::<Proof>(0)?)?;
        self.give_theorem(1, theorem)
    }

    fn by_two(
        &mut self,
        rule: impl Fn(&Theorem, &Theorem) -> Result<Theorem, KernelError>,
    ) -> Done {
        let theorem = rule(self.at::<Proof>(1)?, self.at::<Proof>(0)?)?;
        self.give_theorem(2, theorem)
    }

    /// Types first, then terms; the variables of the second list have their new types.
    pub(super) fn substitute(&mut self) -> Done {
        let (theorem, lists) = (self.at::<Proof>(0)?, self.at::<List>(1)?);
        let (types, terms) = both::<List, List>(lists)?;
        let mut result = (**theorem).clone();
        if types.split().is_some() {
            result = result.instantiate_types(&type_substitution(types)?)?;
        }
        if terms.split().is_some() {
            result = result.instantiate(&substitution(terms)?)?;
        }
        self.give_theorem(2, result)
    }
}

/// A list of two, each of its kind.
pub(super) fn both<A: Kind, B: Kind>(list: &List) -> Result<(&A, &B), Problem> {
    let (first, second) = list.pair().ok_or_else(|| Problem::WrongMember {
        expected: "two members",
        found: if list.split().is_none() {
            "none"
        } else {
            "another number"
        },
    })?;
    Ok((member(first)?, member(second)?))
}

fn type_substitution(list: &List) -> Result<TypeSubstitution, Problem> {
    let pairs = pairs::<Name, Type>(list, |name| name.clone())?;
    Ok(pairs.into_iter().collect())
}

fn substitution(list: &List) -> Result<Substitution, Problem> {
    Ok(substitution_from(pairs::<Variable, Term>(list, |v| {
        v.name.clone()
    })?)?)
}

/// The pairs of a list. A pair may stand there twice; one object with two images may not.
fn pairs<A, B>(list: &List, name: impl Fn(&A) -> Name) -> Result<Vec<(A, B)>, Problem>
where
    A: Kind + Clone + Eq + Hash,
    B: Kind + Clone + Eq,
{
    let mut found: Vec<(A, B)> = vec![];
    let mut places = HashMap::new();
    for object in list.iter() {
        let (key, image) = both::<A, B>(member(object)?)?;
        match places.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(found.len());
                found.push((key.clone(), image.clone()));
            }
            Entry::Occupied(entry) if found[*entry.get()].1 == *image => {}
            Entry::Occupied(_) => return Err(Problem::SubstitutedTwice(name(key))),
        }
    }
    Ok(found)
}

/// ```text
///  A ⊢ s = t
/// ───────────
///  A ⊢ t = s
/// ```
pub(super) fn symmetric(theorem: &Theorem) -> Result<Theorem, KernelError> {
    let Some((left, _)) = theorem.as_equation() else {
        return Err(KernelError("not an equation", vec![theorem.conclusion()]));
    };
    let predicate = Type::function(left.ty(), &Type::boolean())?;
    let equality = constant_at(
        &Constant::equality(),
        &Type::function(left.ty(), &predicate)?,
    )?;
    let same = Theorem::reflexive(left)?;
    let head = Theorem::congruence(&Theorem::reflexive(&equality)?, theorem)?;
    Theorem::equal_modus_ponens(&Theorem::congruence(&head, &same)?, &same)
}

/// ```text
///  A ⊢ p    B ⊢ q
/// ─────────────────
///  A ∪ (B − p) ⊢ q
/// ```
fn prove_hypothesis(first: &Theorem, second: &Theorem) -> Result<Theorem, KernelError> {
    Theorem::equal_modus_ponens(&Theorem::deduct_antisymmetric(first, second)?, first)
}
