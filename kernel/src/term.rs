//! Terms: variables, constants, applications, abstractions and literals; locally nameless, in shared immutable nodes.
//!
//! A bound variable is an index that carries its type; the binder's name is a hint outside equality. No public value
//! holds a loose index: a look below a binder is a [`Fragment`], which becomes a term only if it is closed.

use crate::*;

/// A term nested deeper is no part of another. Every recursion over terms is bounded by it.
pub const MAX_DEPTH: u32 = 4_000;
/// Above this many nodes, traversals remember what they did.
pub(crate) const SMALL: u32 = 64;
/// Nodes deeper than this are taken apart without recursion when they are dropped.
const DEEP: u32 = 200;

/// A variable: its name and its type together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(Arc<(Name, Type)>);

impl Variable {
    /// The variable of that name and type.
    pub fn new(name: impl Into<Name>, ty: Type) -> Self {
        Variable(Arc::new((name.into(), ty)))
    }

    getters! { self:
        /// Its name.
        pub name: &Name = &self.0.0;
        /// Its type.
        pub ty: &Type = &self.0.1;
        /// The one bit by which a node remembers that the variable may occur in it.
        pub(crate) bit: u64 = 1 << (hash_of(self) % 63);
    }
}
impl fmt::Debug for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:?}", self.name(), self.ty())
    }
}

/// A constant: its declaration or definition, known by a number. Two definitions of one name are two constants.
pub type Constant = Unique<Type>;

static EQUALITY: LazyLock<Constant> =
    LazyLock::new(|| Constant::declare("=", Type::of_equality(&Type::variable("α")).1));

impl Constant {
    /// A new constant of which nothing is known.
    pub fn declare(name: impl Into<Name>, generic: Type) -> Self {
        Unique::new(name, generic)
    }

    /// Equality, of type α → α → bool: the one constant that the rules know.
    pub fn equality() -> Self {
        EQUALITY.clone()
    }

    getters! { self:
        /// Its type, of which every occurrence has an instance.
        pub generic_type: &Type = self.content();
        pub(crate) generic: Term = Term::leaf(Kind::Constant(self.clone()), self.content());
    }
}

/// A term; cheap to clone. Equality, order and hash are up to the names of bound variables.
#[derive(Clone)]
pub struct Term(Arc<Node>);

pub(crate) struct Node(Kind, Type, Facts);

#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Variable(Variable),
    Constant(Constant),
    Apply(Term, Term),
    /// The binder's name and type, and the body with index 0 for it.
    Abstract(Variable, Term),
    Bound(u32),
    Literal(Literal),
}

/// What a node knows without being walked; also of types.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Facts {
    pub(crate) hash: u64,
    /// A superset of the free variables, one bit each; the highest bit is set if a type variable occurs.
    pub(crate) mask: u64,
    pub(crate) depth: u32,
    pub(crate) size: u32,
    /// One more than the largest loose index; 0 in every public term.
    pub(crate) loose: u32,
}

impl Facts {
    pub(crate) const TYPE_VARIABLE: u64 = 1 << 63;

    pub(crate) fn leaf(hash: u64, mask: u64, loose: u32) -> Self {
        let (depth, size) = (1, 1);
        Facts {
            hash,
            mask,
            depth,
            size,
            loose,
        }
    }

    /// Of a node over two parts.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.hash = hash_of((self.hash, other.hash));
        self.mask |= other.mask;
        self.depth = self.depth.max(other.depth) + 1;
        self.size = self.size.saturating_add(other.size).saturating_add(1);
        self.loose = self.loose.max(other.loose);
        self
    }
}

/// The outermost shape of a term.
pub enum TermView<'a> {
    /// A free variable.
    Variable(&'a Variable),
    /// A constant; its type is the term's.
    Constant(&'a Constant),
    /// A function and its argument.
    Apply(&'a Term, &'a Term),
    /// A function given by its value.
    Abstract(Abstraction<'a>),
    /// An exact number.
    Literal(&'a Literal),
}

/// The parts of a term of one kind.
macro_rules! parts {
    ($term:expr, $pattern:pat => $parts:expr) => {
        match $term.kind() {
            $pattern => Some($parts),
            _ => None,
        }
    };
}

impl Term {
    pub(crate) fn leaf(kind: Kind, ty: &Type) -> Self {
        let (bit, loose) = match &kind {
            Kind::Variable(v) => (v.bit(), 0),
            Kind::Bound(index) => (0, index + 1),
            _ => (0, 0),
        };
        let facts = Facts::leaf(hash_of((&kind, ty)), ty.facts().mask | bit, loose);
        Term(Arc::new(Node(kind, ty.clone(), facts)))
    }

    /// A variable as a term.
    pub fn variable(v: &Variable) -> Self {
        Self::leaf(Kind::Variable(v.clone()), v.ty())
    }

    /// A constant at an instance of its type. Errors: not an instance.
    pub fn constant(c: &Constant, ty: &Type) -> Result<Self> {
        let fits = c.content().has_instance(ty, &mut BTreeMap::new());
        c.generic().ensure(fits, "not an instance of the type of")?;
        Ok(Self::leaf(Kind::Constant(c.clone()), ty))
    }

    /// An exact number.
    pub fn literal(l: &Literal) -> Self {
        Self::leaf(Kind::Literal(l.clone()), l.numerals().ty())
    }

    /// A function applied to an argument. Errors: not a function, the argument's type, too deep.
    pub fn apply(function: &Term, argument: &Term) -> Result<Self> {
        let not_one = || function.error("not a function");
        let (domain, codomain) = function.ty().as_function().ok_or_else(not_one)?;
        argument.ensure(domain == argument.ty(), "an argument of another type")?;
        function.fits()?;
        argument.fits()?;
        Ok(Self::apply_at(function, argument, codomain))
    }

    /// The caller knows that the application has that type and that both parts fit.
    fn apply_at(function: &Term, argument: &Term, ty: &Type) -> Self {
        let facts = function.facts().join(argument.facts());
        let kind = Kind::Apply(function.clone(), argument.clone());
        Term(Arc::new(Node(kind, ty.clone(), facts)))
    }

    /// `λv. body`. Errors: too deep.
    pub fn abstraction(v: &Variable, body: &Term) -> Result<Self> {
        Self::bind(v, Rebuild::new(Change::Close(v)).term(body, 0)?)
    }

    /// The abstraction over a body in which index 0 stands for the binder.
    pub(crate) fn bind(binder: &Variable, body: Term) -> Result<Self> {
        body.fits()?;
        let ty = Type::function(binder.ty(), body.ty())?;
        let facts = Facts::leaf(hash_of(binder.ty()), binder.ty().facts().mask, 0);
        let mut facts = facts.join(body.facts());
        facts.loose = facts.loose.saturating_sub(1);
        Ok(Term(Arc::new(Node(
            Kind::Abstract(binder.clone(), body),
            ty,
            facts,
        ))))
    }

    /// `left = right`. Errors: types differ, too deep.
    pub fn equation(left: &Term, right: &Term) -> Result<Self> {
        Self::can_equate(left, right)?;
        Ok(Self::equate(left, right))
    }

    /// Whether `left = right` is a term. Errors: types differ, too deep.
    pub(crate) fn can_equate(left: &Term, right: &Term) -> Result<()> {
        right.ensure(left.ty() == right.ty(), "a right side of another type")?;
        left.ty().fits()?;
        left.fits()?;
        right.fits()
    }

    /// The caller knows that [`Term::can_equate`] holds.
    pub(crate) fn equate(left: &Term, right: &Term) -> Self {
        let (predicate, relation) = Type::of_equality(left.ty());
        let equality = Self::leaf(Kind::Constant(EQUALITY.clone()), &relation);
        let head = Self::apply_at(&equality, left, &predicate);
        Self::apply_at(&head, right, &Type::boolean())
    }

    getters! { self:
        /// Whether it may be part of another. Errors: too deep.
        fits: Result<()> = ensure(self.depth() <= MAX_DEPTH, "nested too deep");
        /// Its type.
        pub ty: &Type = &self.0.1;
        pub(crate) kind: &Kind = &self.0.0;
        pub(crate) facts: Facts = self.0.2;
        pub(crate) address: usize = Arc::as_ptr(&self.0) as usize;
        /// Function and argument.
        pub as_apply: Option<(&Term, &Term)> = parts!(self, Kind::Apply(f, x) => (f, x));
        /// The variable that it is.
        pub as_variable: Option<&Variable> = parts!(self, Kind::Variable(v) => v);
        /// The constant that it is.
        pub as_constant: Option<&Constant> = parts!(self, Kind::Constant(c) => c);
        /// The abstraction that it is.
        pub as_abstraction: Option<Abstraction<'_>> = parts!(self, Kind::Abstract(v, t) => Abstraction(v, t));
        /// The literal that it is.
        pub as_literal: Option<&Literal> = parts!(self, Kind::Literal(l) => l);
        /// A look at it that can go below binders.
        pub fragment: Fragment<'_> = Fragment(self);
        /// How many nodes and binders it has, as a tree; saturates.
        pub size: u32 = self.facts().size;
        /// How deep it is nested.
        pub depth: u32 = self.facts().depth;
        /// Whether a type variable occurs.
        pub has_type_variables: bool = self.facts().mask & Facts::TYPE_VARIABLE != 0;
    }

    /// Its outermost shape.
    pub fn view(&self) -> TermView<'_> {
        match self.kind() {
            Kind::Variable(v) => TermView::Variable(v),
            Kind::Constant(c) => TermView::Constant(c),
            Kind::Apply(f, x) => TermView::Apply(f, x),
            Kind::Abstract(v, body) => TermView::Abstract(Abstraction(v, body)),
            Kind::Literal(l) => TermView::Literal(l),
            Kind::Bound(_) => unreachable!("a public term has no loose index"),
        }
    }

    /// The sides of an equation.
    pub fn as_equation(&self) -> Option<(&Term, &Term)> {
        let (head, right) = self.as_apply()?;
        let (equality, left) = head.as_apply()?;
        (equality.as_constant()? == &*EQUALITY).then_some((left, right))
    }

    /// Whether both are one node in memory.
    pub fn same(&self, other: &Term) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether the variable occurs free.
    pub fn has_free(&self, variable: &Variable) -> bool {
        self.facts().mask & variable.bit() != 0 && self.free_variables().contains(variable)
    }

    /// The free variables.
    pub fn free_variables(&self) -> BTreeSet<Variable> {
        let mut found = BTreeSet::new();
        self.visit(!Facts::TYPE_VARIABLE, &mut FxHashSet::default(), &mut |t| {
            found.extend(t.as_variable().cloned());
        });
        found
    }

    /// The type variables, also those of bound variables and constants.
    pub fn type_variables(&self) -> BTreeSet<Name> {
        let mut found = BTreeSet::new();
        self.visit(Facts::TYPE_VARIABLE, &mut FxHashSet::default(), &mut |t| {
            found.extend(t.ty().variables());
        });
        found
    }

    /// Shows every node with one of the bits, large shared ones once.
    fn visit(&self, bits: u64, seen: &mut FxHashSet<usize>, show: &mut impl FnMut(&Term)) {
        let met = self.size() > SMALL && !seen.insert(self.address());
        if met || self.facts().mask & bits == 0 {
            return;
        }
        show(self);
        if let Kind::Apply(f, x) = self.kind() {
            f.visit(bits, seen, show);
            x.visit(bits, seen, show);
        } else if let Kind::Abstract(_, body) = self.kind() {
            body.visit(bits, seen, show);
        }
    }

    /// By hash, then by structure. Pairs of large nodes that were met before count as equal: either they were, or the
    /// whole comparison has ended.
    fn compare(&self, other: &Term, seen: &mut FxHashSet<(usize, usize)>) -> Ordering {
        let by_hash = self.facts().hash.cmp(&other.facts().hash);
        let pair = (self.address(), other.address());
        if self.same(other) || by_hash.is_ne() || (self.size() > SMALL && !seen.insert(pair)) {
            return by_hash;
        }
        match (self.kind(), other.kind()) {
            (Kind::Apply(f, x), Kind::Apply(g, y)) => {
                f.compare(g, seen).then_with(|| x.compare(y, seen))
            }
            (Kind::Abstract(v, s), Kind::Abstract(w, t)) => {
                v.ty().cmp(w.ty()).then_with(|| s.compare(t, seen))
            }
            (a, b) if a == b && self.ty() == other.ty() => Ordering::Equal,
            (a, b) => a.cmp(b).then_with(|| self.ty().cmp(other.ty())),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut pending = Vec::new();
        self.release(&mut pending);
        while let Some(mut node) = pending.pop().map(|t: Term| Arc::into_inner(t.0)) {
            node.iter_mut().for_each(|node| node.release(&mut pending));
        }
    }
}
impl Node {
    /// Hands over what it holds, if it is deep, so that it can be dropped without recursion.
    fn release(&mut self, to: &mut Vec<Term>) {
        if self.2.depth > DEEP {
            match mem::replace(&mut self.0, Kind::Bound(0)) {
                Kind::Apply(f, x) => to.extend([f, x]),
                Kind::Abstract(_, body) => to.push(body),
                _ => {}
            }
        }
    }
}

impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other, &mut FxHashSet::default())
    }
}
impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Term {}
impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.facts().hash);
    }
}
impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            _ if self.size() > 2_000 => write!(f, "…"),
            Kind::Variable(v) => write!(f, "{}", v.name()),
            Kind::Constant(c) => write!(f, "{c:?}"),
            Kind::Apply(g, x) => write!(f, "({g:?} {x:?})"),
            Kind::Abstract(v, body) => write!(f, "(λ{v:?}. {body:?})"),
            Kind::Bound(i) => write!(f, "#{i}"),
            Kind::Literal(l) => write!(f, "{}", l.value()),
        }
    }
}

/// A function given by its value: the binder and the body.
#[derive(Clone, Copy)]
pub struct Abstraction<'a>(&'a Variable, &'a Term);

impl<'a> Abstraction<'a> {
    getters! { self:
        /// The name that was bound, for people.
        pub hint: &'a Name = self.0.name();
        /// The type of the argument.
        pub binder_type: &'a Type = self.0.ty();
        /// A look at the body.
        pub body: Fragment<'a> = Fragment(self.1);
    }

    /// The value at an argument. Errors: the argument's type, too deep.
    pub fn open(&self, argument: &Term) -> Result<Term> {
        argument.ensure(self.0.ty() == argument.ty(), "an argument of another type")?;
        Rebuild::new(Change::Open(argument)).term(self.1, 0)
    }
}

/// A read-only look at a part of a term, below binders too. Not a term: it may hold loose indices, and two looks are
/// equal if those are equal as they stand.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fragment<'a>(&'a Term);

/// The outermost shape of a fragment.
pub enum FragmentView<'a> {
    /// A free variable.
    Variable(&'a Variable),
    /// A constant; its type is the fragment's.
    Constant(&'a Constant),
    /// A function and its argument.
    Apply(Fragment<'a>, Fragment<'a>),
    /// The binder's name and type, and the body.
    Abstract(&'a Name, &'a Type, Fragment<'a>),
    /// The variable bound that many binders further out.
    Bound(u32),
    /// An exact number.
    Literal(&'a Literal),
}

impl<'a> Fragment<'a> {
    getters! { self:
        /// Its type.
        pub ty: &'a Type = self.0.ty();
        /// One more than the largest loose index; 0 if there is none.
        pub loose: u32 = self.0.facts().loose;
        /// The term that it is, if no index is loose.
        pub to_term: Option<Term> = (self.loose() == 0).then(|| self.0.clone());
        /// A hash that equal fragments share.
        pub cached_hash: u64 = self.0.facts().hash;
    }

    /// Its outermost shape.
    pub fn view(&self) -> FragmentView<'a> {
        match self.0.kind() {
            Kind::Variable(v) => FragmentView::Variable(v),
            Kind::Constant(c) => FragmentView::Constant(c),
            Kind::Apply(f, x) => FragmentView::Apply(Fragment(f), Fragment(x)),
            Kind::Abstract(v, t) => FragmentView::Abstract(v.name(), v.ty(), Fragment(t)),
            Kind::Bound(i) => FragmentView::Bound(*i),
            Kind::Literal(l) => FragmentView::Literal(l),
        }
    }
}
