//! Types: variables, and operators applied to arguments. A type operator is its declaration, known by a number.

use crate::*;

/// A type with more nodes, counted as a tree, is no part of another. So every walk over a type is short.
const MAX_TYPE_SIZE: u32 = 1_000;

/// A type operator: `bool`, `→`, or one that was declared or defined. Equal only to itself.
pub type TypeOperator = Unique<usize>;

static BOOLEAN: LazyLock<TypeOperator> = LazyLock::new(|| TypeOperator::declare("bool", 0));
static FUNCTION: LazyLock<TypeOperator> = LazyLock::new(|| TypeOperator::declare("→", 2));
static FORMULA: LazyLock<Type> = LazyLock::new(|| Type::node(Kind::Apply(BOOLEAN.clone(), vec![])));

impl TypeOperator {
    /// A new operator of which nothing is known.
    pub fn declare(name: impl Into<Name>, arity: usize) -> Self {
        Unique::new(name, arity)
    }

    /// The operator of formulas.
    pub fn boolean() -> Self {
        BOOLEAN.clone()
    }

    /// The operator of functions, of arity 2.
    pub fn function() -> Self {
        FUNCTION.clone()
    }

    getters! { self:
        /// How many arguments it takes.
        pub arity: usize = *self.content();
    }
}

/// A type; cheap to clone. Compared by hash and size first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Type(Arc<(Facts, Kind)>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Variable(Name),
    Apply(TypeOperator, Vec<Type>),
}

/// The outermost shape of a type.
pub enum TypeView<'a> {
    /// A type variable.
    Variable(&'a Name),
    /// An operator and its arguments.
    Apply(&'a TypeOperator, &'a [Type]),
}

impl Type {
    fn node(kind: Kind) -> Self {
        let facts = match &kind {
            Kind::Variable(name) => Facts::leaf(hash_of(name), Facts::TYPE_VARIABLE, 0),
            Kind::Apply(operator, arguments) => {
                let operator = Facts::leaf(hash_of(operator), 0, 0);
                arguments
                    .iter()
                    .fold(operator, |facts, t| facts.join(t.0.0))
            }
        };
        Type(Arc::new((facts, kind)))
    }

    /// The type variable of that name.
    pub fn variable(name: impl Into<Name>) -> Self {
        Self::node(Kind::Variable(name.into()))
    }

    /// An operator applied to arguments. Errors: wrong number of arguments, an argument too large.
    pub fn apply(operator: &TypeOperator, arguments: Vec<Type>) -> Result<Self> {
        let arity = operator.arity() == arguments.len();
        ensure(arity, "wrong number of type arguments")?;
        arguments.iter().try_for_each(Type::fits)?;
        Ok(Self::node(Kind::Apply(operator.clone(), arguments)))
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
        let to = |t| Self::node(Kind::Apply(FUNCTION.clone(), vec![on.clone(), t]));
        let predicate = to(Self::boolean());
        (predicate.clone(), to(predicate))
    }

    getters! { self:
        /// Whether it may be part of another. Errors: too large.
        pub(crate) fits: Result<()> = ensure(self.0.0.size <= MAX_TYPE_SIZE, "a type is too large");
        pub(crate) facts: Facts = self.0.0;
        pub(crate) address: usize = Arc::as_ptr(&self.0) as usize;
        /// Whether it is the type of formulas.
        pub is_boolean: bool = *self == *FORMULA;
        /// Whether a type variable occurs.
        pub has_variables: bool = self.0.0.mask != 0;
    }

    /// Its outermost shape.
    pub fn view(&self) -> TypeView<'_> {
        match &self.0.1 {
            Kind::Variable(name) => TypeView::Variable(name),
            Kind::Apply(operator, arguments) => TypeView::Apply(operator, arguments),
        }
    }

    /// Domain and codomain of a function type.
    pub fn as_function(&self) -> Option<(&Type, &Type)> {
        match self.view() {
            TypeView::Apply(o, [domain, codomain]) if *o == *FUNCTION => Some((domain, codomain)),
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
            _ if !self.has_variables() => Ok(self.clone()),
            TypeView::Variable(name) => Ok(by.get(name).unwrap_or(self).clone()),
            TypeView::Apply(operator, arguments) => {
                let images: Result<_> = arguments.iter().map(|t| t.instantiate(by)).collect();
                Type::apply(operator, images?)
            }
        }
    }

    /// Whether some replacement of type variables, of which `found` is a part, makes it equal to `target`.
    pub(crate) fn has_instance(&self, target: &Type, found: &mut BTreeMap<Name, Type>) -> bool {
        match (self.view(), target.view()) {
            (TypeView::Variable(name), _) => {
                found.entry(name.clone()).or_insert(target.clone()) == target
            }
            (TypeView::Apply(f, xs), TypeView::Apply(g, ys)) => {
                f == g && xs.iter().zip(ys).all(|(x, y)| x.has_instance(y, found))
            }
            _ => false,
        }
    }
}

impl Hash for Type {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.0.hash);
    }
}
impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.view(), self.as_function()) {
            (TypeView::Variable(name), _) => write!(f, "{name}"),
            (_, Some((domain, codomain))) => write!(f, "({domain:?} → {codomain:?})"),
            (TypeView::Apply(operator, []), _) => write!(f, "{operator:?}"),
            (TypeView::Apply(operator, arguments), _) => write!(f, "{operator:?}{arguments:?}"),
        }
    }
}
