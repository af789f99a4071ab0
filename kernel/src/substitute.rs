//! Substitution of terms for free variables, and of types for type variables; both simultaneous. Bound variables are
//! indices, so nothing can be captured.

use crate::{
    KernelError, Result, Term, Type, TypeSubstitution, Variable,
    term::{Kind, SMALL},
};
use rustc_hash::FxHashMap;

/// What free variables are to be replaced by.
#[derive(Clone, Debug, Default)]
pub struct Substitution {
    images: FxHashMap<Variable, Term>,
    mask: u64,
}

impl Substitution {
    /// From pairs. Errors: an image of another type, a variable twice.
    pub fn new(pairs: impl IntoIterator<Item = (Variable, Term)>) -> Result<Self> {
        let mut substitution = Self::default();
        for (variable, image) in pairs {
            if variable.ty() != image.ty() {
                let (expected, found) = (variable.ty().clone(), image.ty().clone());
                return Err(KernelError::TypeMismatch { expected, found });
            }
            substitution.mask |= variable.bit();
            if substitution
                .images
                .insert(variable.clone(), image)
                .is_some()
            {
                return Err(KernelError::Duplicate(variable.name().clone()));
            }
        }
        Ok(substitution)
    }

    /// What a variable is replaced by.
    pub fn get(&self, variable: &Variable) -> Option<&Term> {
        self.images.get(variable)
    }

    /// Whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// The pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&Variable, &Term)> {
        self.images.iter()
    }
}

impl Term {
    /// Replaces free variables, all at once. Errors: too deep.
    pub fn substitute(&self, by: &Substitution) -> Result<Term> {
        self.substituted(by, &mut FxHashMap::default())
    }

    pub(crate) fn substituted(
        &self,
        by: &Substitution,
        memo: &mut FxHashMap<usize, Term>,
    ) -> Result<Term> {
        if self.0.mask & by.mask == 0 {
            return Ok(self.clone());
        }
        if let Kind::Variable(v) = &self.0.kind {
            return Ok(by.get(v).unwrap_or(self).clone());
        }
        if self.0.size <= SMALL {
            return self.map_children(0, &mut |t, _| t.substituted(by, memo));
        }
        if let Some(done) = memo.get(&self.address()) {
            return Ok(done.clone());
        }
        let done = self.map_children(0, &mut |t, _| t.substituted(by, memo))?;
        memo.insert(self.address(), done.clone());
        Ok(done)
    }

    /// Replaces type variables, all at once. Errors: too deep.
    pub fn instantiate_types(&self, by: &TypeSubstitution) -> Result<Term> {
        self.types_instantiated(by, &mut TypeMemo::default())
    }

    pub(crate) fn types_instantiated(
        &self,
        by: &TypeSubstitution,
        memo: &mut TypeMemo,
    ) -> Result<Term> {
        if !self.has_type_variables() {
            return Ok(self.clone());
        }
        if let Some(done) = memo.terms.get(&self.address()) {
            return Ok(done.clone());
        }
        let done = match &self.0.kind {
            Kind::Variable(v) => Term::variable(&memo.variable(v, by)?),
            Kind::Constant(c) => Term::constant_unchecked(c, memo.ty(self.ty(), by)?),
            Kind::Bound(i) => Term::bound(*i, &memo.ty(self.ty(), by)?),
            Kind::Literal(_) => self.clone(),
            Kind::Apply(f, x) => Term::apply(
                &f.types_instantiated(by, memo)?,
                &x.types_instantiated(by, memo)?,
            )?,
            Kind::Abstract(binder, body) => {
                let body = body.types_instantiated(by, memo)?;
                Term::abstraction_of_closed(&memo.variable(binder, by)?, body)?
            }
        };
        memo.terms.insert(self.address(), done.clone());
        Ok(done)
    }
}

/// What a type substitution did to the nodes met so far.
#[derive(Default)]
pub(crate) struct TypeMemo {
    terms: FxHashMap<usize, Term>,
    types: FxHashMap<usize, Type>,
}

impl TypeMemo {
    fn ty(&mut self, ty: &Type, by: &TypeSubstitution) -> Result<Type> {
        ty.instantiated(by, &mut self.types)
    }

    fn variable(&mut self, variable: &Variable, by: &TypeSubstitution) -> Result<Variable> {
        Ok(Variable::new(variable.name(), self.ty(variable.ty(), by)?))
    }
}
