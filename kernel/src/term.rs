//! Terms: variables, constants, applications, abstractions and literals; locally nameless, in shared immutable nodes;
//! and the four changes to a term: a free variable is bound, a bound one is replaced, free variables are replaced, type
//! variables are replaced. What is put in never holds a loose index, so nothing is captured and nothing is shifted.
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
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
}

impl Variable {
    /// The variable of that name and type.
    pub fn new(name: impl Into<Name>, ty: Type) -> Self {
        let name = name.into();
        Variable { name, ty }
    }

    /// The one bit by which a node remembers that the variable may occur in it.
    pub(crate) fn bit(&self) -> u64 {
        1 << (FxBuildHasher.hash_one(self) % 63)
    }
}

/// A constant: its declaration or definition, known by a number; its content is its type, of which every occurrence
/// has an instance. Two definitions of one name are two constants.
pub type Constant = Unique<Type>;

/// Equality, of type α → α → bool: the one constant that the rules know.
pub static EQUALITY: LazyLock<Constant> =
    LazyLock::new(|| Constant::declare("=", Type::of_equality(&Type::variable("α")).1));

/// A term; cheap to clone. Equality, order and hash are up to the names of bound variables.
#[derive(Clone)]
pub struct Term(Arc<Node>);

pub(crate) struct Node(Kind, Type, Facts);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
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
pub struct Facts {
    /// Equal for equal terms, and the same in every run and on every thread. Equality never rests on it alone.
    pub hash: u64,
    /// A superset of the free variables, one bit each; the highest bit is set if a type variable occurs.
    pub mask: u64,
    /// How deep it is nested.
    pub depth: u32,
    /// How many nodes and binders it has, as a tree; saturates.
    pub size: u32,
    /// One more than the largest loose index; 0 in every public term.
    pub loose: u32,
}

impl Facts {
    /// The bit of the mask for type variables.
    pub const TYPE_VARIABLE: u64 = 1 << 63;

    /// Of a node without parts that consists of that value.
    pub(crate) fn leaf(value: impl Hash, mask: u64, loose: u32) -> Self {
        Facts {
            hash: FxBuildHasher.hash_one(value),
            mask,
            depth: 1,
            size: 1,
            loose,
        }
    }

    /// Of a node over two parts.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.hash = FxBuildHasher.hash_one((self.hash, other.hash));
        self.mask |= other.mask;
        self.depth = self.depth.max(other.depth) + 1;
        self.size = self.size.saturating_add(other.size).saturating_add(1);
        self.loose = self.loose.max(other.loose);
        self
    }
}

impl Term {
    /// The one place where nodes are made. The caller knows that the node has that type and that its parts fit.
    pub(crate) fn node(kind: Kind, ty: Type) -> Self {
        let leaf = |bit, loose| Facts::leaf((&kind, &ty), ty.facts().mask | bit, loose);
        let mut facts = match &kind {
            Kind::Variable(v) => leaf(v.bit(), 0),
            Kind::Bound(index) => leaf(0, index + 1),
            Kind::Constant(_) | Kind::Literal(_) => leaf(0, 0),
            Kind::Apply(f, x) => f.facts().join(x.facts()),
            Kind::Abstract(_, body) => Facts::leaf(&ty, ty.facts().mask, 0).join(body.facts()),
        };
        if let Kind::Abstract(..) = kind {
            facts.loose = facts.loose.saturating_sub(1);
        }
        Term(Arc::new(Node(kind, ty, facts)))
    }

    /// A variable as a term.
    pub fn variable(v: &Variable) -> Self {
        Self::node(Kind::Variable(v.clone()), v.ty.clone())
    }

    /// A constant, with types for the type variables in its own. Errors: a type too large.
    pub fn constant(c: &Constant, by: &TypeSubstitution) -> Result<Self> {
        Ok(Self::node(
            Kind::Constant(c.clone()),
            c.content().instantiate(by)?,
        ))
    }

    /// An exact number.
    pub fn literal(l: &Literal) -> Self {
        Self::node(Kind::Literal(l.clone()), l.numerals().ty().clone())
    }

    /// A function applied to an argument. Errors: not a function, the argument's type, too deep.
    pub fn apply(function: &Term, argument: &Term) -> Result<Self> {
        let not_one = || function.error("not a function");
        let (domain, codomain) = function.ty().as_function().ok_or_else(not_one)?;
        argument.ensure(domain == argument.ty(), "an argument of another type")?;
        function.fits()?;
        argument.fits()?;
        let kind = Kind::Apply(function.clone(), argument.clone());
        Ok(Self::node(kind, codomain.clone()))
    }

    /// `λv. body`. Errors: too deep.
    pub fn abstraction(v: &Variable, body: &Term) -> Result<Self> {
        Self::bind(v.clone(), Rebuild::new(Change::Close(v)).term(body, 0)?)
    }

    /// The abstraction over a body in which index 0 stands for the binder.
    pub(crate) fn bind(binder: Variable, body: Term) -> Result<Self> {
        body.fits()?;
        let ty = Type::function(&binder.ty, body.ty())?;
        Ok(Self::node(Kind::Abstract(binder, body), ty))
    }

    /// `left = right`. Errors: types differ, too deep.
    pub fn equation(left: &Term, right: &Term) -> Result<Self> {
        Conclusion::equation(left.clone(), right.clone())?;
        Ok(Self::equate(left, right))
    }

    /// The caller knows that both sides have one type and fit.
    pub(crate) fn equate(left: &Term, right: &Term) -> Self {
        let (predicate, relation) = Type::of_equality(left.ty());
        let equality = Self::node(Kind::Constant(EQUALITY.clone()), relation);
        let head = Self::node(Kind::Apply(equality, left.clone()), predicate);
        Self::node(Kind::Apply(head, right.clone()), Type::boolean())
    }

    /// Whether it may be part of another. Errors: too deep.
    pub(crate) fn fits(&self) -> Result<()> {
        ensure(self.facts().depth <= MAX_DEPTH, "nested too deep")
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.0
    }

    /// Its type.
    pub fn ty(&self) -> &Type {
        &self.0.1
    }

    /// What it knows without being walked.
    pub fn facts(&self) -> Facts {
        self.0.2
    }

    /// A look at it that can go below binders.
    pub fn fragment(&self) -> Fragment<'_> {
        Fragment(self)
    }

    /// Function and argument.
    pub fn as_apply(&self) -> Option<(&Term, &Term)> {
        match self.kind() {
            Kind::Apply(f, x) => Some((f, x)),
            _ => None,
        }
    }

    /// The sides of an equation.
    pub fn as_equation(&self) -> Option<(&Term, &Term)> {
        let (head, right) = self.as_apply()?;
        let (equality, left) = head.as_apply()?;
        matches!(equality.kind(), Kind::Constant(c) if *c == *EQUALITY).then_some((left, right))
    }

    /// The value of an abstraction at an argument. Errors: no abstraction, the argument's type, too deep.
    pub fn open(&self, argument: &Term) -> Result<Term> {
        let Kind::Abstract(v, body) = self.kind() else {
            return Err(self.error("not an abstraction"));
        };
        argument.ensure(v.ty == *argument.ty(), "an argument of another type")?;
        Rebuild::new(Change::Open(argument)).term(body, 0)
    }

    /// Whether the variable occurs free: then an index is loose once it is bound.
    pub fn has_free(&self, v: &Variable) -> bool {
        let bound = Rebuild::new(Change::Close(v)).term(self, 0);
        !bound.is_ok_and(|t| t.facts().loose == 0)
    }

    /// By hash, then by structure. Pairs of large nodes that were met before count as equal: either they were, or the
    /// whole comparison has ended.
    fn compare(&self, other: &Term, seen: &mut FxHashSet<[*const Node; 2]>) -> Ordering {
        let by_hash = self.facts().hash.cmp(&other.facts().hash);
        let pair = [Arc::as_ptr(&self.0), Arc::as_ptr(&other.0)];
        let large = self.facts().size > SMALL;
        if by_hash.is_ne() || pair[0] == pair[1] || (large && !seen.insert(pair)) {
            return by_hash;
        }
        match (self.kind(), other.kind()) {
            (Kind::Apply(f, x), Kind::Apply(g, y)) => {
                f.compare(g, seen).then_with(|| x.compare(y, seen))
            }
            (Kind::Abstract(v, s), Kind::Abstract(w, t)) => {
                v.ty.cmp(&w.ty).then_with(|| s.compare(t, seen))
            }
            (a, b) => a.cmp(b).then_with(|| self.ty().cmp(other.ty())),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if self.2.depth <= DEEP {
            return;
        }
        let mut pending = vec![mem::replace(&mut self.0, Kind::Bound(0))];
        while let Some(kind) = pending.pop() {
            let parts = match kind {
                Kind::Apply(f, x) => [Some(f), Some(x)],
                Kind::Abstract(_, body) => [Some(body), None],
                _ => [None, None],
            };
            for part in parts.into_iter().flatten() {
                let node = Arc::into_inner(part.0);
                pending.extend(node.map(|mut n| mem::replace(&mut n.0, Kind::Bound(0))));
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
            _ if self.facts().size > 2_000 => f.write_str("…"),
            kind => kind.fmt(f),
        }
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
    /// Its type.
    pub fn ty(self) -> &'a Type {
        self.0.ty()
    }

    /// What it knows without being walked.
    pub fn facts(self) -> Facts {
        self.0.facts()
    }

    /// The term that it is, if no index is loose.
    pub fn to_term(self) -> Option<Term> {
        (self.facts().loose == 0).then(|| self.0.clone())
    }

    /// Its outermost shape.
    pub fn view(self) -> FragmentView<'a> {
        match self.0.kind() {
            Kind::Variable(v) => FragmentView::Variable(v),
            Kind::Constant(c) => FragmentView::Constant(c),
            Kind::Apply(f, x) => FragmentView::Apply(Fragment(f), Fragment(x)),
            Kind::Abstract(v, t) => FragmentView::Abstract(&v.name, &v.ty, Fragment(t)),
            Kind::Bound(i) => FragmentView::Bound(*i),
            Kind::Literal(l) => FragmentView::Literal(l),
        }
    }
}

/// What free variables are to be replaced by.
pub type Substitution = BTreeMap<Variable, Term>;

/// What type variables are to be replaced by.
pub type TypeSubstitution = BTreeMap<Name, Type>;

impl Term {
    /// Replaces free variables, all at once. Errors: an image of another type, too deep.
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

/// Makes one change to terms that outlive it, so an address in its memory always means the same node.
pub(crate) struct Rebuild<'a> {
    change: Change<'a>,
    /// The bits of what may change; see [`Facts`].
    bits: u64,
    done: FxHashMap<(*const Node, u32), Term>,
}

impl<'a> Rebuild<'a> {
    pub(crate) fn new(change: Change<'a>) -> Self {
        let bits = match change {
            Change::Close(v) => v.bit(),
            Change::Open(_) => 0,
            Change::Terms(by) => by.keys().fold(0, |bits, v| bits | v.bit()),
            Change::Types(_) => Facts::TYPE_VARIABLE,
        };
        let done = FxHashMap::default();
        Rebuild { change, bits, done }
    }

    /// The term changed, as it stands under that many binders. Errors: as those of the change.
    pub(crate) fn term(&mut self, t: &'a Term, under: u32) -> Result<Term> {
        if t.facts().loose <= under && t.facts().mask & self.bits == 0 {
            return Ok(t.clone());
        }
        let (key, large) = ((Arc::as_ptr(&t.0), under), t.facts().size > SMALL);
        if let Some(done) = self.done.get(&key).filter(|_| large) {
            return Ok(done.clone());
        }
        let made = match t.kind() {
            Kind::Apply(f, x) => Term::apply(&self.term(f, under)?, &self.term(x, under)?)?,
            Kind::Abstract(v, body) => Term::bind(self.binder(v)?, self.term(body, under + 1)?)?,
            _ => self.leaf(t, under)?,
        };
        if large {
            self.done.insert(key, made.clone());
        }
        Ok(made)
    }

    fn leaf(&self, t: &Term, under: u32) -> Result<Term> {
        Ok(match (self.change, t.kind()) {
            (Change::Close(v), Kind::Variable(w)) if v == w => {
                Term::node(Kind::Bound(under), v.ty.clone())
            }
            (Change::Open(image), Kind::Bound(_)) => image.clone(),
            (Change::Terms(by), Kind::Variable(v)) => {
                let image = by.get(v).unwrap_or(t);
                image.ensure(image.ty() == t.ty(), "an image of another type")?;
                image.clone()
            }
            (Change::Types(_), Kind::Variable(v)) => Term::variable(&self.binder(v)?),
            (Change::Types(by), kind) => Term::node(kind.clone(), t.ty().instantiate(by)?),
            _ => t.clone(),
        })
    }

    fn binder(&self, v: &Variable) -> Result<Variable> {
        match self.change {
            Change::Types(by) => Ok(Variable::new(v.name.clone(), v.ty.instantiate(by)?)),
            _ => Ok(v.clone()),
        }
    }
}
