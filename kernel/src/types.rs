//! Types: variables, and operators applied to arguments. A type operator is its declaration, known by a number.

use crate::*;

/// A type with more nodes, counted as a tree, is no part of another. So every walk over a type is short.
const MAX_TYPE_SIZE: u32 = 1_000;

/// A type operator: `bool`, `→`, or one that was declared or defined; its content is its arity.
pub type TypeOperator = Unique<usize>;

static FUNCTION: LazyLock<TypeOperator> = LazyLock::new(|| TypeOperator::declare("→", 2));
static FORMULA: LazyLock<Type> =
    LazyLock::new(|| Type::node(TypeView::Apply(TypeOperator::declare("bool", 0), vec![])));

/// A type; cheap to clone. Compared by hash and size first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Type(Arc<(Facts, TypeView)>);

/// The outermost shape of a type; by itself no type.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TypeView {
    /// A type variable.
    Variable(Name),
    /// An operator and its arguments.
    Apply(TypeOperator, Vec<Type>),
}

impl Type {
    fn node(view: TypeView) -> Self {
        let (own, parts) = match &view {
            TypeView::Variable(v) => (Facts::leaf(v, Facts::TYPE_VARIABLE, 0), &[][..]),
            TypeView::Apply(o, of) => (Facts::leaf(o, 0, 0), &of[..]),
        };
        let facts = parts.iter().fold(own, |facts, t| facts.join(t.facts()));
        Type(Arc::new((facts, view)))
    }

    /// The type variable of that name.
    pub fn variable(name: impl Into<Name>) -> Self {
        Self::node(TypeView::Variable(name.into()))
    }

    /// An operator applied to arguments. Errors: wrong number of arguments, an argument too large.
    pub fn apply(operator: &TypeOperator, arguments: Vec<Type>) -> Result<Self> {
        let arity = *operator.content() == arguments.len();
        ensure(arity, "wrong number of type arguments")?;
        arguments.iter().try_for_each(Type::fits)?;
        Ok(Self::node(TypeView::Apply(operator.clone(), arguments)))
    }

    /// The type of formulas.
    pub fn boolean() -> Self {
        FORMULA.clone()
    }

    /// The type of functions. Errors: too large.
    pub fn function(domain: &Type, codomain: &Type) -> Result<Self> {
        Self::apply(&FUNCTION, vec![domain.clone(), codomain.clone()])
    }

    /// The type of equality on a type that fits, and before it that of equality applied once.
    pub(crate) fn of_equality(on: &Type) -> (Self, Self) {
        let to = |t| Self::node(TypeView::Apply(FUNCTION.clone(), vec![on.clone(), t]));
        let predicate = to(Self::boolean());
        (predicate.clone(), to(predicate))
    }

    /// Whether it may be part of another. Errors: too large.
    pub(crate) fn fits(&self) -> Result<()> {
        ensure(self.facts().size <= MAX_TYPE_SIZE, "a type is too large")
    }

    /// What it knows without being walked.
    pub fn facts(&self) -> Facts {
        self.0.0
    }

    /// Its outermost shape.
    pub fn view(&self) -> &TypeView {
        &self.0.1
    }

    /// Domain and codomain of a function type.
    pub fn as_function(&self) -> Option<(&Type, &Type)> {
        match self.view() {
            TypeView::Apply(o, of) if *o == *FUNCTION => of.first().zip(of.last()),
            _ => None,
        }
    }

    /// The type variables that occur.
    pub fn variables(&self) -> BTreeSet<Name> {
        match self.view() {
            TypeView::Variable(name) => BTreeSet::from([name.clone()]),
            TypeView::Apply(_, arguments) => arguments.iter().flat_map(Type::variables).collect(),
        }
    }

    /// Replaces type variables, all at once. Errors: too large.
    pub fn instantiate(&self, by: &TypeSubstitution) -> Result<Type> {
        match self.view() {
            _ if self.facts().mask == 0 => Ok(self.clone()),
            TypeView::Variable(name) => Ok(by.get(name).unwrap_or(self).clone()),
            TypeView::Apply(operator, arguments) => {
                let images: Result<_> = arguments.iter().map(|t| t.instantiate(by)).collect();
                Type::apply(operator, images?)
            }
        }
    }
}

impl Hash for Type {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.facts().hash);
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
