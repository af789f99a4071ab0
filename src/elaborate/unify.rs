//! Types with unknowns, and unification. First order, with occurs check; every walk is bounded.

use crate::logic::OperatorShape;
use rationale_kernel::{Name, Type, TypeOperator, TypeView};
use std::{collections::HashMap, rc::Rc};

/// The deepest type that inference follows.
const MAX_DEPTH: usize = 200;
/// The most pairs that one unification compares.
const MAX_STEPS: usize = 100_000;

/// A type in which parts may not be known yet.
#[derive(Clone, Debug)]
pub(super) enum OpenType {
    /// Not known yet, or known by looking it up.
    Unknown(usize),
    /// A type variable of the statement; stands for itself.
    Variable(Name),
    /// An operator and its arguments.
    Apply(TypeOperator, Rc<[OpenType]>),
}

/// Why two types cannot be made equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// They differ.
    Differ,
    /// One would have to contain itself.
    Infinite,
    /// They are too large to compare.
    TooLarge,
}

/// What is known of the unknown types.
#[derive(Default)]
pub(super) struct Unifier {
    solutions: Vec<Option<OpenType>>,
}

impl OpenType {
    pub(super) fn boolean() -> Self {
        OpenType::Apply(TypeOperator::boolean(), Rc::new([]))
    }

    pub(super) fn nullary(operator: &TypeOperator) -> Self {
        OpenType::Apply(operator.clone(), Rc::new([]))
    }

    pub(super) fn function(domain: &OpenType, codomain: &OpenType) -> Self {
        OpenType::Apply(
            TypeOperator::function(),
            Rc::new([domain.clone(), codomain.clone()]),
        )
    }

    /// A kernel type, some of whose variables stand for other types.
    pub(super) fn instance(ty: &Type, of: &HashMap<Name, OpenType>) -> Self {
        match ty.view() {
            TypeView::Variable(name) => of
                .get(name)
                .cloned()
                .unwrap_or_else(|| OpenType::Variable(name.clone())),
            TypeView::Apply(operator, arguments) => OpenType::Apply(
                operator.clone(),
                arguments.iter().map(|a| Self::instance(a, of)).collect(),
            ),
        }
    }
}

impl From<&Type> for OpenType {
    fn from(ty: &Type) -> Self {
        Self::instance(ty, &HashMap::new())
    }
}

impl Unifier {
    /// A new unknown.
    pub(super) fn fresh(&mut self) -> OpenType {
        self.solutions.push(None);
        OpenType::Unknown(self.solutions.len() - 1)
    }

    /// The same type, known as far as its outermost operator is.
    pub(super) fn head(&self, ty: &OpenType) -> OpenType {
        let mut ty = ty;
        while let OpenType::Unknown(index) = ty
            && let Some(Some(solution)) = self.solutions.get(*index)
        {
            ty = solution;
        }
        ty.clone()
    }

    /// Whether nothing is known of it.
    pub(super) fn is_unknown(&self, ty: &OpenType) -> bool {
        matches!(self.head(ty), OpenType::Unknown(_))
    }

    /// Whether it is that operator applied to something.
    pub(super) fn is_operator(&self, ty: &OpenType, operator: &TypeOperator) -> bool {
        matches!(self.head(ty), OpenType::Apply(head, _) if head == *operator)
    }

    /// Domain and codomain, if it is known to be a function type.
    pub(super) fn as_function(&self, ty: &OpenType) -> Option<(OpenType, OpenType)> {
        match self.head(ty) {
            OpenType::Apply(operator, arguments) if operator == TypeOperator::function() => {
                Some((arguments[0].clone(), arguments[1].clone()))
            }
            _ => None,
        }
    }

    /// Makes two types equal, or says why that cannot be; then some of their parts may have been made equal.
    pub(super) fn unify(&mut self, left: &OpenType, right: &OpenType) -> Result<(), Clash> {
        let mut pairs = vec![(left.clone(), right.clone())];
        for _ in 0..MAX_STEPS {
            let Some((left, right)) = pairs.pop() else {
                return Ok(());
            };
            match (self.head(&left), self.head(&right)) {
                (OpenType::Unknown(a), OpenType::Unknown(b)) if a == b => {}
                (OpenType::Unknown(a), other) | (other, OpenType::Unknown(a)) => {
                    self.solve(a, other)?
                }
                (OpenType::Variable(a), OpenType::Variable(b)) if a == b => {}
                (OpenType::Apply(f, xs), OpenType::Apply(g, ys))
                    if f == g && xs.len() == ys.len() =>
                {
                    pairs.extend(xs.iter().cloned().zip(ys.iter().cloned()).rev());
                }
                _ => return Err(Clash::Differ),
            }
        }
        Err(Clash::TooLarge)
    }

    fn solve(&mut self, unknown: usize, ty: OpenType) -> Result<(), Clash> {
        self.check_free_of(unknown, &ty)?;
        self.solutions[unknown] = Some(ty);
        Ok(())
    }

    /// Fails if the unknown occurs in the type, or if the type is too large or too deep to tell.
    fn check_free_of(&self, unknown: usize, ty: &OpenType) -> Result<(), Clash> {
        let mut pending = vec![(ty.clone(), 0)];
        for _ in 0..MAX_STEPS {
            let Some((ty, depth)) = pending.pop() else {
                return Ok(());
            };
            match self.head(&ty) {
                OpenType::Unknown(other) if other == unknown => return Err(Clash::Infinite),
                OpenType::Apply(..) if depth > MAX_DEPTH => return Err(Clash::TooLarge),
                OpenType::Apply(_, arguments) => {
                    pending.extend(arguments.iter().map(|a| (a.clone(), depth + 1)))
                }
                OpenType::Unknown(_) | OpenType::Variable(_) => {}
            }
        }
        Err(Clash::TooLarge)
    }

    /// The kernel type; `unknown` says what stands for a part that is not known. None if it is too deep.
    pub(super) fn close(
        &self,
        ty: &OpenType,
        unknown: &mut impl FnMut(usize) -> Type,
    ) -> Option<Type> {
        self.close_at(ty, unknown, 0)
    }

    fn close_at(
        &self,
        ty: &OpenType,
        unknown: &mut impl FnMut(usize) -> Type,
        depth: usize,
    ) -> Option<Type> {
        if depth > 2 * MAX_DEPTH {
            return None;
        }
        match self.head(ty) {
            OpenType::Unknown(index) => Some(unknown(index)),
            OpenType::Variable(name) => Some(Type::variable(name)),
            OpenType::Apply(operator, arguments) => {
                let arguments: Option<Vec<_>> = arguments
                    .iter()
                    .map(|a| self.close_at(a, unknown, depth + 1))
                    .collect();
                Type::apply(&operator, arguments?).ok()
            }
        }
    }
}
