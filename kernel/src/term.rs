//! Terms: variables, constants, applications, abstractions and literals; locally nameless, in shared immutable nodes.
//!
//! A bound variable is an index that carries its type; the binder's name is a hint outside equality. No public value
//! holds a loose index: a look below a binder is a [`Fragment`], which becomes a term only if it is closed.

use crate::{
    KernelError, Literal, Name, Result, Type,
    hash::{fresh_identity, mix, of_text},
};
use rustc_hash::FxHashSet;
use std::{
    cmp::Ordering,
    collections::BTreeSet,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, LazyLock},
};

/// The deepest nesting of a term. Every traversal is bounded by it.
pub const MAX_DEPTH: u32 = 4_000;
/// Above this many nodes, traversals remember what they did.
pub(crate) const SMALL: u32 = 64;
/// Nodes deeper than this are taken apart without recursion when they are dropped.
const DEEP: u32 = 200;

/// A variable: its name and its type together.
#[derive(Clone)]
pub struct Variable(Arc<VariableNode>);

struct VariableNode {
    name: Name,
    ty: Type,
    hash: u64,
}

impl Variable {
    /// The variable of that name and type.
    pub fn new(name: impl Into<Name>, ty: Type) -> Self {
        let name = name.into();
        let hash = mix(of_text(&name), ty.cached_hash());
        Variable(Arc::new(VariableNode { name, ty, hash }))
    }

    /// Its name.
    pub fn name(&self) -> &Name {
        &self.0.name
    }

    /// Its type.
    pub fn ty(&self) -> &Type {
        &self.0.ty
    }

    /// The one bit by which a node remembers that the variable may occur in it.
    pub(crate) fn bit(&self) -> u64 {
        1 << (self.0.hash % 64)
    }
}

impl PartialEq for Variable {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.hash == other.0.hash
                && self.name() == other.name()
                && self.ty() == other.ty())
    }
}
impl Eq for Variable {}
impl PartialOrd for Variable {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Variable {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name()
            .cmp(other.name())
            .then_with(|| self.ty().cmp(other.ty()))
    }
}
impl Hash for Variable {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}
impl fmt::Debug for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:?}", self.name(), self.ty())
    }
}

/// A constant: its declaration or definition, known by a number. Two definitions of one name are two constants.
#[derive(Clone)]
pub struct Constant(Arc<ConstantNode>);

struct ConstantNode {
    identity: u64,
    name: Name,
    generic: Type,
}

static EQUALITY: LazyLock<Constant> = LazyLock::new(|| {
    let (a, boolean) = (Type::variable("α"), Type::boolean());
    let generic = Type::function(&a, &boolean).and_then(|predicate| Type::function(&a, &predicate));
    Constant::declare("=", generic.unwrap_or(boolean)) // depth 3: cannot fail
});

impl Constant {
    /// A new constant of which nothing is known.
    pub fn declare(name: impl Into<Name>, generic: Type) -> Self {
        Constant(Arc::new(ConstantNode {
            identity: fresh_identity(),
            name: name.into(),
            generic,
        }))
    }

    /// Equality, of type α → α → bool: the one constant that the rules know.
    pub fn equality() -> Self {
        EQUALITY.clone()
    }

    /// Its name, for people.
    pub fn name(&self) -> &Name {
        &self.0.name
    }

    /// Its type, of which every occurrence has an instance.
    pub fn generic_type(&self) -> &Type {
        &self.0.generic
    }

    /// The number that only this constant has.
    pub fn identity(&self) -> u64 {
        self.0.identity
    }

    pub(crate) fn is_equality(&self) -> bool {
        self.identity() == EQUALITY.identity()
    }
}

impl PartialEq for Constant {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}
impl Eq for Constant {}
impl Hash for Constant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}
impl fmt::Debug for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())
    }
}

/// A term; cheap to clone. Equality, order and hash are up to the names of bound variables.
#[derive(Clone)]
pub struct Term(pub(crate) Arc<Node>);

pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) ty: Type,
    hash: u64,
    /// A superset of the free variables, one bit each.
    pub(crate) mask: u64,
    pub(crate) depth: u32,
    pub(crate) size: u32,
    /// One more than the largest loose index; 0 in every public term.
    pub(crate) loose: u32,
    pub(crate) has_type_variables: bool,
}

#[derive(Clone)]
pub(crate) enum Kind {
    Variable(Variable),
    Constant(Constant),
    Apply(Term, Term),
    /// The binder's name and type, and the body with index 0 for it.
    Abstract(Variable, Term),
    Bound(u32),
    Literal(Literal),
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

impl Term {
    /// A variable as a term.
    pub fn variable(variable: &Variable) -> Self {
        let variables = variable.ty().has_variables();
        Self::leaf(
            Kind::Variable(variable.clone()),
            variable.ty().clone(),
            variable.0.hash,
            variable.bit(),
            variables,
        )
    }

    /// A constant at an instance of its type. Errors: not an instance.
    pub fn constant(constant: &Constant, ty: &Type) -> Result<Self> {
        if !constant.generic_type().has_instance(ty) {
            let (constant, generic) = (constant.name().clone(), constant.generic_type().clone());
            return Err(KernelError::NotAnInstance {
                constant,
                generic,
                found: ty.clone(),
            });
        }
        Ok(Self::constant_unchecked(constant, ty.clone()))
    }

    /// The caller knows that `ty` is an instance of the constant's type.
    pub(crate) fn constant_unchecked(constant: &Constant, ty: Type) -> Self {
        let variables = ty.has_variables();
        let hash = mix(mix(3, of_text(constant.name())), ty.cached_hash());
        Self::leaf(Kind::Constant(constant.clone()), ty, hash, 0, variables)
    }

    /// An exact number.
    pub fn literal(literal: &Literal) -> Self {
        Self::leaf(
            Kind::Literal(literal.clone()),
            literal.numerals().ty().clone(),
            literal.cached_hash(),
            0,
            false,
        )
    }

    pub(crate) fn bound(index: u32, ty: &Type) -> Self {
        let hash = mix(mix(4, u64::from(index)), ty.cached_hash());
        let (kind, has_type_variables) = (Kind::Bound(index), ty.has_variables());
        Term(Arc::new(Node {
            kind,
            ty: ty.clone(),
            hash,
            mask: 0,
            depth: 1,
            size: 1,
            loose: index + 1,
            has_type_variables,
        }))
    }

    fn leaf(kind: Kind, ty: Type, hash: u64, mask: u64, has_type_variables: bool) -> Self {
        Term(Arc::new(Node {
            kind,
            ty,
            hash,
            mask,
            depth: 1,
            size: 1,
            loose: 0,
            has_type_variables,
        }))
    }

    /// A function applied to an argument. Errors: not a function, the argument's type, too deep.
    pub fn apply(function: &Term, argument: &Term) -> Result<Self> {
        let Some((domain, codomain)) = function.ty().as_function() else {
            return Err(KernelError::NotAFunction(function.clone()));
        };
        if domain != argument.ty() {
            return Err(KernelError::TypeMismatch {
                expected: domain.clone(),
                found: argument.ty().clone(),
            });
        }
        let (f, x) = (&*function.0, &*argument.0);
        let node = Node {
            ty: codomain.clone(),
            hash: mix(mix(5, f.hash), x.hash),
            mask: f.mask | x.mask,
            depth: deeper(f.depth.max(x.depth))?,
            size: f.size.saturating_add(x.size).saturating_add(1),
            loose: f.loose.max(x.loose),
            has_type_variables: f.has_type_variables | x.has_type_variables,
            kind: Kind::Apply(function.clone(), argument.clone()),
        };
        Ok(Term(Arc::new(node)))
    }

    /// The abstraction over a body in which index 0 stands for the binder.
    pub(crate) fn abstraction_of_closed(binder: &Variable, body: Term) -> Result<Self> {
        let b = &*body.0;
        let node = Node {
            ty: Type::function(binder.ty(), &b.ty)?,
            hash: mix(mix(6, binder.ty().cached_hash()), b.hash),
            mask: b.mask,
            depth: deeper(b.depth)?,
            size: b.size.saturating_add(1),
            loose: b.loose.saturating_sub(1),
            has_type_variables: b.has_type_variables | binder.ty().has_variables(),
            kind: Kind::Abstract(binder.clone(), body),
        };
        Ok(Term(Arc::new(node)))
    }

    /// `λv. body`. Errors: too deep.
    pub fn abstraction(variable: &Variable, body: &Term) -> Result<Self> {
        Self::abstraction_of_closed(variable, body.close(variable)?)
    }

    /// `left = right`. Errors: types differ, too deep.
    pub fn equation(left: &Term, right: &Term) -> Result<Self> {
        Self::equation_fits(left, right)?;
        let ty = Type::function(left.ty(), &Type::function(left.ty(), &Type::boolean())?)?;
        let equality = Self::constant_unchecked(&EQUALITY, ty);
        Self::apply(&Self::apply(&equality, left)?, right)
    }

    /// Whether `left = right` is a term.
    pub(crate) fn equation_fits(left: &Term, right: &Term) -> Result<()> {
        if left.ty() != right.ty() {
            return Err(KernelError::TypeMismatch {
                expected: left.ty().clone(),
                found: right.ty().clone(),
            });
        }
        left.ty().has_room(2)?;
        if left.depth().max(right.depth()) + 2 <= MAX_DEPTH {
            Ok(())
        } else {
            deeper(MAX_DEPTH).map(drop)
        }
    }

    /// Its type.
    pub fn ty(&self) -> &Type {
        &self.0.ty
    }

    /// Its outermost shape.
    pub fn view(&self) -> TermView<'_> {
        match &self.0.kind {
            Kind::Variable(v) => TermView::Variable(v),
            Kind::Constant(c) => TermView::Constant(c),
            Kind::Apply(f, x) => TermView::Apply(f, x),
            Kind::Abstract(binder, body) => TermView::Abstract(Abstraction { binder, body }),
            Kind::Literal(l) => TermView::Literal(l),
            Kind::Bound(_) => unreachable!("a public term has no loose index"),
        }
    }

    /// The sides of an equation.
    pub fn as_equation(&self) -> Option<(&Term, &Term)> {
        let (head, right) = self.as_apply()?;
        let (equality, left) = head.as_apply()?;
        equality
            .as_constant()
            .filter(|c| c.is_equality())
            .map(|_| (left, right))
    }

    /// Function and argument.
    pub fn as_apply(&self) -> Option<(&Term, &Term)> {
        if let Kind::Apply(f, x) = &self.0.kind {
            Some((f, x))
        } else {
            None
        }
    }

    /// The variable that it is.
    pub fn as_variable(&self) -> Option<&Variable> {
        if let Kind::Variable(v) = &self.0.kind {
            Some(v)
        } else {
            None
        }
    }

    /// The constant that it is.
    pub fn as_constant(&self) -> Option<&Constant> {
        if let Kind::Constant(c) = &self.0.kind {
            Some(c)
        } else {
            None
        }
    }

    /// The abstraction that it is.
    pub fn as_abstraction(&self) -> Option<Abstraction<'_>> {
        if let Kind::Abstract(binder, body) = &self.0.kind {
            Some(Abstraction { binder, body })
        } else {
            None
        }
    }

    /// The literal that it is.
    pub fn as_literal(&self) -> Option<&Literal> {
        if let Kind::Literal(l) = &self.0.kind {
            Some(l)
        } else {
            None
        }
    }

    /// A look at it that can go below binders.
    pub fn fragment(&self) -> Fragment<'_> {
        Fragment(self)
    }

    /// How many nodes it has, as a tree; saturates.
    pub fn size(&self) -> u32 {
        self.0.size
    }

    /// How deep it is nested.
    pub fn depth(&self) -> u32 {
        self.0.depth
    }

    /// Whether a type variable occurs.
    pub fn has_type_variables(&self) -> bool {
        self.0.has_type_variables
    }

    /// Whether both are one node in memory.
    pub fn same(&self, other: &Term) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether the variable occurs free.
    pub fn has_free(&self, variable: &Variable) -> bool {
        self.occurs(variable, &mut FxHashSet::default())
    }

    fn occurs(&self, variable: &Variable, seen: &mut FxHashSet<usize>) -> bool {
        if self.0.mask & variable.bit() == 0
            || (self.0.size > SMALL && !seen.insert(self.address()))
        {
            return false;
        }
        match &self.0.kind {
            Kind::Variable(v) => v == variable,
            Kind::Apply(f, x) => f.occurs(variable, seen) || x.occurs(variable, seen),
            Kind::Abstract(_, body) => body.occurs(variable, seen),
            Kind::Constant(_) | Kind::Bound(_) | Kind::Literal(_) => false,
        }
    }

    /// The free variables.
    pub fn free_variables(&self) -> BTreeSet<Variable> {
        let mut found = BTreeSet::new();
        self.collect_free(&mut found, &mut FxHashSet::default());
        found
    }

    fn collect_free(&self, found: &mut BTreeSet<Variable>, seen: &mut FxHashSet<usize>) {
        if self.0.mask == 0 || (self.0.size > SMALL && !seen.insert(self.address())) {
            return;
        }
        match &self.0.kind {
            Kind::Variable(v) => drop(found.insert(v.clone())),
            Kind::Apply(f, x) => {
                f.collect_free(found, seen);
                x.collect_free(found, seen);
            }
            Kind::Abstract(_, body) => body.collect_free(found, seen),
            Kind::Constant(_) | Kind::Bound(_) | Kind::Literal(_) => {}
        }
    }

    /// The type variables, also those of bound variables and constants.
    pub fn type_variables(&self) -> BTreeSet<Name> {
        let mut found = BTreeSet::new();
        self.collect_type_variables(&mut found, &mut FxHashSet::default());
        found
    }

    fn collect_type_variables(&self, found: &mut BTreeSet<Name>, seen: &mut FxHashSet<usize>) {
        if !self.has_type_variables() || !seen.insert(self.address()) {
            return;
        }
        match &self.0.kind {
            Kind::Apply(f, x) => {
                f.collect_type_variables(found, seen);
                x.collect_type_variables(found, seen);
            }
            Kind::Abstract(binder, body) => {
                binder.ty().collect_variables(found, seen);
                body.collect_type_variables(found, seen);
            }
            _ => self.ty().collect_variables(found, seen),
        }
    }

    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    fn equal(&self, other: &Term, seen: &mut FxHashSet<(usize, usize)>) -> bool {
        if self.same(other) {
            return true;
        }
        if self.0.hash != other.0.hash || self.0.size != other.0.size {
            return false;
        }
        if self.0.size > SMALL && !seen.insert((self.address(), other.address())) {
            return true; // compared before: either equal, or the whole comparison has failed
        }
        match (&self.0.kind, &other.0.kind) {
            (Kind::Variable(a), Kind::Variable(b)) => a == b,
            (Kind::Constant(a), Kind::Constant(b)) => a == b && self.ty() == other.ty(),
            (Kind::Apply(f, x), Kind::Apply(g, y)) => f.equal(g, seen) && x.equal(y, seen),
            (Kind::Abstract(a, s), Kind::Abstract(b, t)) => a.ty() == b.ty() && s.equal(t, seen),
            (Kind::Bound(i), Kind::Bound(j)) => i == j && self.ty() == other.ty(),
            (Kind::Literal(a), Kind::Literal(b)) => a == b,
            _ => false,
        }
    }

    /// An order for terms that differ: by hash, then by structure.
    fn structural_order(&self, other: &Term) -> Ordering {
        let by_kind = || match (&self.0.kind, &other.0.kind) {
            (Kind::Variable(a), Kind::Variable(b)) => a.cmp(b),
            (Kind::Constant(a), Kind::Constant(b)) => a.identity().cmp(&b.identity()),
            (Kind::Apply(f, x), Kind::Apply(g, y)) => f.cmp(g).then_with(|| x.cmp(y)),
            (Kind::Abstract(_, s), Kind::Abstract(_, t)) => s.cmp(t),
            (Kind::Bound(i), Kind::Bound(j)) => i.cmp(j),
            (Kind::Literal(a), Kind::Literal(b)) => a.structural_order(b),
            (a, b) => a.rank().cmp(&b.rank()),
        };
        self.0
            .hash
            .cmp(&other.0.hash)
            .then_with(by_kind)
            .then_with(|| self.ty().cmp(other.ty()))
    }
}

fn deeper(depth: u32) -> Result<u32> {
    if depth < MAX_DEPTH {
        Ok(depth + 1)
    } else {
        Err(KernelError::TooDeep { limit: MAX_DEPTH })
    }
}

impl Kind {
    fn rank(&self) -> u8 {
        match self {
            Kind::Variable(_) => 0,
            Kind::Constant(_) => 1,
            Kind::Apply(..) => 2,
            Kind::Abstract(..) => 3,
            Kind::Bound(_) => 4,
            Kind::Literal(_) => 5,
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if self.depth <= DEEP {
            return;
        }
        let mut pending = vec![std::mem::replace(&mut self.kind, Kind::Bound(0))];
        while let Some(kind) = pending.pop() {
            let children = match kind {
                Kind::Apply(f, x) => [Some(f), Some(x)],
                Kind::Abstract(_, body) => [Some(body), None],
                _ => [None, None],
            };
            for child in children.into_iter().flatten() {
                if let Some(mut node) = Arc::into_inner(child.0) {
                    pending.push(std::mem::replace(&mut node.kind, Kind::Bound(0)));
                }
            }
        }
    }
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.equal(other, &mut FxHashSet::default())
    }
}
impl Eq for Term {}
impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            Ordering::Equal
        } else {
            self.structural_order(other)
        }
    }
}
impl Hash for Term {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}
impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Variable(v) => write!(f, "{}", v.name()),
            Kind::Constant(c) => write!(f, "{c:?}"),
            Kind::Apply(g, x) => write!(f, "({g:?} {x:?})"),
            Kind::Abstract(binder, body) => write!(f, "(λ{binder:?}. {body:?})"),
            Kind::Bound(i) => write!(f, "#{i}"),
            Kind::Literal(l) => write!(f, "{l:?}"),
        }
    }
}

/// A function given by its value.
#[derive(Clone, Copy)]
pub struct Abstraction<'a> {
    binder: &'a Variable,
    body: &'a Term,
}

impl<'a> Abstraction<'a> {
    /// The name that was bound, for people.
    pub fn hint(&self) -> &'a Name {
        self.binder.name()
    }

    /// The type of the argument.
    pub fn binder_type(&self) -> &'a Type {
        self.binder.ty()
    }

    /// The value at an argument. Errors: the argument's type, too deep.
    pub fn open(&self, argument: &Term) -> Result<Term> {
        if self.binder_type() != argument.ty() {
            let (expected, found) = (self.binder_type().clone(), argument.ty().clone());
            return Err(KernelError::TypeMismatch { expected, found });
        }
        self.body.open(argument)
    }

    /// A look at the body.
    pub fn body(&self) -> Fragment<'a> {
        Fragment(self.body)
    }
}

/// A read-only look at a part of a term, below binders too. Not a term: it may hold loose indices.
#[derive(Clone, Copy)]
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
    /// Its outermost shape.
    pub fn view(&self) -> FragmentView<'a> {
        match &self.0.0.kind {
            Kind::Variable(v) => FragmentView::Variable(v),
            Kind::Constant(c) => FragmentView::Constant(c),
            Kind::Apply(f, x) => FragmentView::Apply(Fragment(f), Fragment(x)),
            Kind::Abstract(binder, body) => {
                FragmentView::Abstract(binder.name(), binder.ty(), Fragment(body))
            }
            Kind::Bound(i) => FragmentView::Bound(*i),
            Kind::Literal(l) => FragmentView::Literal(l),
        }
    }

    /// Its type.
    pub fn ty(&self) -> &'a Type {
        self.0.ty()
    }

    /// How many nodes it has, as a tree; saturates.
    pub fn size(&self) -> u32 {
        self.0.size()
    }

    /// One more than the largest loose index; 0 if there is none.
    pub fn loose(&self) -> u32 {
        self.0.0.loose
    }

    /// The term that it is, if no index is loose.
    pub fn to_term(&self) -> Option<Term> {
        (self.loose() == 0).then(|| self.0.clone())
    }

    /// Whether both look at one node in memory.
    pub fn same(&self, other: Fragment<'_>) -> bool {
        self.0.same(other.0)
    }

    /// Whether both are equal, loose indices compared as they stand.
    pub fn equals(&self, other: Fragment<'_>) -> bool {
        self.0 == other.0
    }

    /// A hash that equal fragments share.
    pub fn cached_hash(&self) -> u64 {
        self.0.0.hash
    }
}
