//! Types: variables and operators applied to arguments. A type operator is its declaration, known by a number.

use crate::{
    KernelError, Name, Result,
    hash::{fresh_identity, mix, of_text},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    cmp::Ordering,
    collections::BTreeSet,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, LazyLock},
};

/// The deepest nesting of a type.
const MAX_TYPE_DEPTH: u32 = 500;
/// Above this many nodes, comparisons and substitutions remember what they did.
const SMALL: u32 = 64;

/// A type operator: `bool`, `→`, or one that was declared or defined. Equal only to itself.
#[derive(Clone)]
pub struct TypeOperator(Arc<OperatorNode>);

struct OperatorNode {
    identity: u64,
    name: Name,
    arity: usize,
}

impl TypeOperator {
    /// A new operator of which nothing is known.
    pub fn declare(name: impl Into<Name>, arity: usize) -> Self {
        TypeOperator(Arc::new(OperatorNode {
            identity: fresh_identity(),
            name: name.into(),
            arity,
        }))
    }

    /// The operator of formulas.
    pub fn boolean() -> Self {
        BOOLEAN_OPERATOR.clone()
    }

    /// The operator of functions, of arity 2.
    pub fn function() -> Self {
        FUNCTION_OPERATOR.clone()
    }

    /// Its name, for people.
    pub fn name(&self) -> &Name {
        &self.0.name
    }

    /// How many arguments it takes.
    pub fn arity(&self) -> usize {
        self.0.arity
    }

    /// The number that only this operator has.
    pub fn identity(&self) -> u64 {
        self.0.identity
    }
}

impl PartialEq for TypeOperator {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}
impl Eq for TypeOperator {}
impl Hash for TypeOperator {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}
impl fmt::Debug for TypeOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())
    }
}

static BOOLEAN_OPERATOR: LazyLock<TypeOperator> =
    LazyLock::new(|| TypeOperator::declare("bool", 0));
static FUNCTION_OPERATOR: LazyLock<TypeOperator> = LazyLock::new(|| TypeOperator::declare("→", 2));
static BOOLEAN: LazyLock<Type> =
    LazyLock::new(|| Type::node(Kind::Apply(BOOLEAN_OPERATOR.clone(), Box::new([]))));

/// A type; cheap to clone.
#[derive(Clone)]
pub struct Type(Arc<Node>);

struct Node {
    kind: Kind,
    hash: u64,
    depth: u32,
    size: u32,
    has_variables: bool,
}

enum Kind {
    Variable(Name),
    Apply(TypeOperator, Box<[Type]>),
}

/// The outermost shape of a type.
pub enum TypeView<'a> {
    /// A type variable.
    Variable(&'a Name),
    /// An operator and its arguments.
    Apply(&'a TypeOperator, &'a [Type]),
}

impl Type {
    /// The type variable of that name.
    pub fn variable(name: impl Into<Name>) -> Self {
        Self::node(Kind::Variable(name.into()))
    }

    /// An operator applied to arguments. Errors: wrong number of arguments, too deep.
    pub fn apply(operator: &TypeOperator, arguments: Vec<Type>) -> Result<Self> {
        if operator.arity() != arguments.len() {
            let (expected, found) = (operator.arity(), arguments.len());
            return Err(KernelError::Arity {
                operator: operator.name().clone(),
                expected,
                found,
            });
        }
        if arguments.iter().any(|t| t.0.depth >= MAX_TYPE_DEPTH) {
            return Err(KernelError::TooDeep {
                limit: MAX_TYPE_DEPTH,
            });
        }
        Ok(Self::node(Kind::Apply(operator.clone(), arguments.into())))
    }

    /// Whether it can be nested that many levels deeper.
    pub(crate) fn has_room(&self, levels: u32) -> Result<()> {
        let limit = MAX_TYPE_DEPTH;
        if self.0.depth + levels <= limit {
            Ok(())
        } else {
            Err(KernelError::TooDeep { limit })
        }
    }

    /// The type of formulas.
    pub fn boolean() -> Self {
        BOOLEAN.clone()
    }

    /// The type of functions. Errors: too deep.
    pub fn function(domain: &Type, codomain: &Type) -> Result<Self> {
        Self::apply(&FUNCTION_OPERATOR, vec![domain.clone(), codomain.clone()])
    }

    fn node(kind: Kind) -> Self {
        let (hash, depth, size, has_variables) = match &kind {
            Kind::Variable(name) => (mix(1, of_text(name)), 1, 1, true),
            Kind::Apply(operator, arguments) => arguments.iter().fold(
                (mix(2, of_text(operator.name())), 1, 1, false),
                |(hash, depth, size, variables): (u64, u32, u32, bool), t| {
                    let size = size.saturating_add(t.0.size);
                    (
                        mix(hash, t.0.hash),
                        depth.max(t.0.depth + 1),
                        size,
                        variables | t.0.has_variables,
                    )
                },
            ),
        };
        Type(Arc::new(Node {
            kind,
            hash,
            depth,
            size,
            has_variables,
        }))
    }

    /// Its outermost shape.
    pub fn view(&self) -> TypeView<'_> {
        match &self.0.kind {
            Kind::Variable(name) => TypeView::Variable(name),
            Kind::Apply(operator, arguments) => TypeView::Apply(operator, arguments),
        }
    }

    /// Domain and codomain of a function type.
    pub fn as_function(&self) -> Option<(&Type, &Type)> {
        match &self.0.kind {
            Kind::Apply(operator, arguments) if *operator == *FUNCTION_OPERATOR => {
                Some((&arguments[0], &arguments[1]))
            }
            _ => None,
        }
    }

    /// Whether it is the type of formulas.
    pub fn is_boolean(&self) -> bool {
        *self == *BOOLEAN
    }

    /// Whether a type variable occurs.
    pub fn has_variables(&self) -> bool {
        self.0.has_variables
    }

    /// The type variables that occur.
    pub fn variables(&self) -> BTreeSet<Name> {
        let mut found = BTreeSet::new();
        self.collect_variables(&mut found, &mut FxHashSet::default());
        found
    }

    pub(crate) fn collect_variables(
        &self,
        found: &mut BTreeSet<Name>,
        seen: &mut FxHashSet<usize>,
    ) {
        if !self.has_variables() || !seen.insert(self.address()) {
            return;
        }
        match &self.0.kind {
            Kind::Variable(name) => drop(found.insert(name.clone())),
            Kind::Apply(_, arguments) => arguments
                .iter()
                .for_each(|t| t.collect_variables(found, seen)),
        }
    }

    /// Replaces type variables, all at once. Errors: too deep.
    pub fn instantiate(&self, substitution: &TypeSubstitution) -> Result<Type> {
        self.instantiated(substitution, &mut FxHashMap::default())
    }

    pub(crate) fn instantiated(
        &self,
        by: &TypeSubstitution,
        memo: &mut FxHashMap<usize, Type>,
    ) -> Result<Type> {
        if !self.has_variables() {
            return Ok(self.clone());
        }
        match &self.0.kind {
            Kind::Variable(name) => Ok(by.get(name).unwrap_or(self).clone()),
            Kind::Apply(operator, arguments) => {
                if self.0.size > SMALL
                    && let Some(done) = memo.get(&self.address())
                {
                    return Ok(done.clone());
                }
                let images = arguments
                    .iter()
                    .map(|t| t.instantiated(by, memo))
                    .collect::<Result<Vec<_>>>()?;
                let same = images
                    .iter()
                    .zip(arguments)
                    .all(|(a, b)| Arc::ptr_eq(&a.0, &b.0));
                let image = if same {
                    self.clone()
                } else {
                    Type::apply(operator, images)?
                };
                if self.0.size > SMALL {
                    memo.insert(self.address(), image.clone());
                }
                Ok(image)
            }
        }
    }

    /// Whether some replacement of type variables makes `self` equal to `target`.
    pub(crate) fn has_instance(&self, target: &Type) -> bool {
        self.matches(target, &mut FxHashMap::default(), &mut FxHashSet::default())
    }

    fn matches(
        &self,
        target: &Type,
        found: &mut FxHashMap<Name, Type>,
        seen: &mut FxHashSet<(usize, usize)>,
    ) -> bool {
        if !self.has_variables() {
            return self == target;
        }
        if self.0.size > SMALL && !seen.insert((self.address(), target.address())) {
            return true; // matched before: either it did, or the whole match has failed
        }
        match (&self.0.kind, &target.0.kind) {
            (Kind::Variable(name), _) => {
                found.entry(name.clone()).or_insert_with(|| target.clone()) == target
            }
            (Kind::Apply(f, xs), Kind::Apply(g, ys)) => {
                f == g && xs.iter().zip(ys).all(|(x, y)| x.matches(y, found, seen))
            }
            _ => false,
        }
    }

    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    pub(crate) fn cached_hash(&self) -> u64 {
        self.0.hash
    }

    fn equal(&self, other: &Type, seen: &mut FxHashSet<(usize, usize)>) -> bool {
        if Arc::ptr_eq(&self.0, &other.0) {
            return true;
        }
        if self.0.hash != other.0.hash {
            return false;
        }
        if self.0.size > SMALL && !seen.insert((self.address(), other.address())) {
            return true; // compared before: either equal, or the whole comparison has failed
        }
        match (&self.0.kind, &other.0.kind) {
            (Kind::Variable(a), Kind::Variable(b)) => a == b,
            (Kind::Apply(f, xs), Kind::Apply(g, ys)) => {
                f == g && xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| x.equal(y, seen))
            }
            _ => false,
        }
    }

    /// An order for types that differ: by hash, then by structure.
    fn structural_order(&self, other: &Type) -> Ordering {
        self.0
            .hash
            .cmp(&other.0.hash)
            .then_with(|| match (&self.0.kind, &other.0.kind) {
                (Kind::Variable(a), Kind::Variable(b)) => a.cmp(b),
                (Kind::Variable(_), _) => Ordering::Less,
                (_, Kind::Variable(_)) => Ordering::Greater,
                (Kind::Apply(f, xs), Kind::Apply(g, ys)) => {
                    f.identity().cmp(&g.identity()).then_with(|| xs.cmp(ys))
                }
            })
    }
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.equal(other, &mut FxHashSet::default())
    }
}
impl Eq for Type {}
impl PartialOrd for Type {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Type {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            Ordering::Equal
        } else {
            self.structural_order(other)
        }
    }
}
impl Hash for Type {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
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

/// What type variables are to be replaced by.
#[derive(Clone, Debug, Default)]
pub struct TypeSubstitution(FxHashMap<Name, Type>);

impl TypeSubstitution {
    /// From pairs; of two pairs with one name the last counts.
    pub fn new(pairs: impl IntoIterator<Item = (Name, Type)>) -> Self {
        TypeSubstitution(pairs.into_iter().collect())
    }

    /// What a type variable is replaced by.
    pub fn get(&self, name: &Name) -> Option<&Type> {
        self.0.get(name)
    }

    /// Whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Type)> {
        self.0.iter()
    }
}
