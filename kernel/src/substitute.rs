//! The four changes to a term: a free variable is bound, a bound one is replaced, free variables are replaced, type
//! variables are replaced. What is put in never holds a loose index, so nothing is captured and nothing is shifted.

use crate::*;

/// What some things are to be replaced by.
#[derive(Clone, Debug, Default)]
pub struct Images<K, V>(BTreeMap<K, V>);

/// What free variables are to be replaced by.
pub type Substitution = Images<Variable, Term>;

/// What type variables are to be replaced by.
pub type TypeSubstitution = Images<Name, Type>;

impl<K, V> Deref for Images<K, V> {
    type Target = BTreeMap<K, V>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Substitution {
    /// From pairs. Errors: an image of another type, a variable twice.
    pub fn new(pairs: impl IntoIterator<Item = (Variable, Term)>) -> Result<Self> {
        let mut images = BTreeMap::new();
        for (v, image) in pairs {
            image.ensure(v.ty() == image.ty(), "an image of another type")?;
            let twice = images.insert(v.clone(), image).is_some();
            Term::variable(&v).ensure(!twice, "a variable stands twice")?;
        }
        Ok(Images(images))
    }
}

impl TypeSubstitution {
    /// From pairs; of two pairs with one name the last counts.
    pub fn new(pairs: impl IntoIterator<Item = (Name, Type)>) -> Self {
        Images(pairs.into_iter().collect())
    }
}

impl Term {
    /// Replaces free variables, all at once. Errors: too deep.
    pub fn substitute(&self, by: &Substitution) -> Result<Term> {
        Rebuild::new(Change::Terms(by)).term(self, 0)
    }

    /// Replaces type variables, all at once. Errors: too deep, a type too large.
    pub fn instantiate_types(&self, by: &TypeSubstitution) -> Result<Term> {
        Rebuild::new(Change::Types(by)).term(self, 0)
    }
}

/// What becomes of the leaves.
#[derive(Clone, Copy)]
pub(crate) enum Change<'a> {
    /// The variable becomes index 0.
    Close(&'a Variable),
    /// Index 0 becomes the term; it is the only loose one.
    Open(&'a Term),
    Terms(&'a Substitution),
    Types(&'a TypeSubstitution),
}

/// Makes one change to one or more terms. They outlive it, so an address in its memory always means the same node.
pub(crate) struct Rebuild<'a> {
    change: Change<'a>,
    /// The bits of what may change; see [`Facts`].
    bits: u64,
    terms: FxHashMap<(usize, u32), Term>,
    types: FxHashMap<usize, Type>,
}

impl<'a> Rebuild<'a> {
    pub(crate) fn new(change: Change<'a>) -> Self {
        let bits = match change {
            Change::Close(v) => v.bit(),
            Change::Open(_) => 0,
            Change::Terms(by) => by.keys().fold(0, |bits, v| bits | v.bit()),
            Change::Types(_) => Facts::TYPE_VARIABLE,
        };
        let (terms, types) = Default::default();
        Rebuild {
            change,
            bits,
            terms,
            types,
        }
    }

    /// The term changed, as it stands under that many binders. Errors: too deep, a type too large.
    pub(crate) fn term(&mut self, t: &'a Term, under: u32) -> Result<Term> {
        let opened = matches!(self.change, Change::Open(_)) && t.facts().loose > under;
        if !opened && t.facts().mask & self.bits == 0 {
            return Ok(t.clone());
        }
        let (key, large) = ((t.address(), under), t.size() > SMALL);
        if let Some(done) = self.terms.get(&key).filter(|_| large) {
            return Ok(done.clone());
        }
        let done = match t.kind() {
            Kind::Apply(f, x) => Term::apply(&self.term(f, under)?, &self.term(x, under)?)?,
            Kind::Abstract(v, body) => Term::bind(&self.binder(v)?, self.term(body, under + 1)?)?,
            _ => self.leaf(t, under)?,
        };
        if large {
            self.terms.insert(key, done.clone());
        }
        Ok(done)
    }

    fn leaf(&mut self, t: &'a Term, under: u32) -> Result<Term> {
        Ok(match (self.change, t.kind()) {
            (Change::Close(v), Kind::Variable(w)) if v == w => {
                Term::leaf(Kind::Bound(under), v.ty())
            }
            (Change::Open(image), Kind::Bound(_)) => image.clone(),
            (Change::Terms(by), Kind::Variable(v)) => by.get(v).unwrap_or(t).clone(),
            (Change::Types(_), Kind::Variable(v)) => Term::variable(&self.binder(v)?),
            (Change::Types(_), Kind::Constant(c)) => {
                Term::leaf(Kind::Constant(c.clone()), &self.ty(t.ty())?)
            }
            (Change::Types(_), Kind::Bound(i)) => Term::leaf(Kind::Bound(*i), &self.ty(t.ty())?),
            _ => t.clone(),
        })
    }

    fn binder(&mut self, v: &'a Variable) -> Result<Variable> {
        match self.change {
            Change::Types(_) => Ok(Variable::new(v.name().clone(), self.ty(v.ty())?)),
            _ => Ok(v.clone()),
        }
    }

    fn ty(&mut self, ty: &'a Type) -> Result<Type> {
        if let (Change::Types(by), None) = (self.change, self.types.get(&ty.address())) {
            self.types.insert(ty.address(), ty.instantiate(by)?);
        }
        Ok(self.types.get(&ty.address()).unwrap_or(ty).clone())
    }
}
