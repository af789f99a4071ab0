//! First-order terms for search, with binding and backtracking.
//!
//! Applications are curried. A λ is a symbol for its shape applied to its largest parts without bound variables, so that
//! two of them unify part by part.

use crate::logic::{TermShape, TermView, normal_term};
use rationale_kernel::{Fragment, FragmentView, Term, Type, Variable};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A term.
#[derive(Clone, Debug)]
pub struct Node(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    ty: Type,
    /// Whether no variable occurs.
    ground: bool,
}

/// The shapes of a term.
#[derive(Debug)]
pub enum Kind {
    /// A variable, by number.
    Variable(usize),
    /// Something fixed, by number.
    Symbol(usize),
    /// A function and its argument.
    Apply(Node, Node),
}

impl Node {
    fn new(kind: Kind, ty: Type, ground: bool) -> Self {
        Node(Rc::new(Inner { kind, ty, ground }))
    }

    /// Its shape.
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The symbol at the head, if it is one.
    pub fn head(&self) -> Option<usize> {
        match self.kind() {
            Kind::Symbol(symbol) => Some(*symbol),
            Kind::Apply(function, _) => function.head(),
            Kind::Variable(_) => None,
        }
    }

    /// The same term with its variables renumbered from `base` on.
    pub fn shifted(&self, base: usize) -> Node {
        if self.0.ground {
            return self.clone();
        }
        match self.kind() {
            Kind::Variable(index) => {
                Node::new(Kind::Variable(base + index), self.0.ty.clone(), false)
            }
            Kind::Symbol(_) => self.clone(),
            Kind::Apply(f, x) => Node::new(
                Kind::Apply(f.shifted(base), x.shifted(base)),
                self.0.ty.clone(),
                false,
            ),
        }
    }
}

/// The symbols, and what they stand for.
#[derive(Default)]
pub struct Symbols {
    terms: Vec<Term>,
    numbers: FxHashMap<Term, usize>,
}

impl Symbols {
    /// The number of a fixed term.
    fn intern(&mut self, term: &Term) -> usize {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = self.terms.len();
        self.terms.push(term.clone());
        self.numbers.insert(term.clone(), number);
        number
    }

    /// What a symbol stands for.
    pub fn term(&self, symbol: usize) -> &Term {
        &self.terms[symbol]
    }

    /// A term over the variables of a clause.
    pub fn node(&mut self, term: &Term, variables: &[Variable]) -> Option<Node> {
        match term.view() {
            TermView::Variable(v) => Some(match variables.iter().position(|known| known == v) {
                Some(index) => Node::new(Kind::Variable(index), v.ty.clone(), false),
                None => self.symbol(term),
            }),
            TermView::Constant(_) | TermView::Literal(_) => Some(self.symbol(term)),
            TermView::Apply(function, argument) => {
                let (function, argument) = (
                    self.node(function, variables)?,
                    self.node(argument, variables)?,
                );
                let ground = function.0.ground && argument.0.ground;
                Some(Node::new(
                    Kind::Apply(function, argument),
                    term.ty().clone(),
                    ground,
                ))
            }
            TermView::Abstract(_) => self.lifted(term, variables),
        }
    }

    fn symbol(&mut self, term: &Term) -> Node {
        Node::new(Kind::Symbol(self.intern(term)), term.ty().clone(), true)
    }

    fn lifted(&mut self, term: &Term, variables: &[Variable]) -> Option<Node> {
        let mut parts = Vec::new();
        let shape = shape(term.fragment(), &mut Vec::new(), &mut parts)?;
        let holes: Vec<Variable> = parts.iter().map(|(hole, _)| hole.clone()).collect();
        let shape = holes
            .iter()
            .rev()
            .try_fold(shape, |body, hole| Term::abstraction(hole, &body))
            .ok()?;
        let mut node = self.symbol(&shape);
        for (_, part) in &parts {
            let part = self.node(part, variables)?;
            let ty = node.0.ty.as_function()?.1.clone();
            let ground = node.0.ground && part.0.ground;
            node = Node::new(Kind::Apply(node, part), ty, ground);
        }
        Some(node)
    }
}

/// The fragment with its largest closed parts replaced by holes. A part that is the whole λ is taken apart.
fn shape(
    fragment: Fragment<'_>,
    bound: &mut Vec<Variable>,
    parts: &mut Vec<(Variable, Term)>,
) -> Option<Term> {
    if let Some(part) = fragment.to_term()
        && !bound.is_empty()
    {
        let hole = Variable::new(format!("⟪{}⟫", parts.len()), part.ty().clone());
        parts.push((hole.clone(), part));
        return Some(Term::variable(&hole));
    }
    match fragment.view() {
        FragmentView::Apply(f, x) => {
            Term::apply(&shape(f, bound, parts)?, &shape(x, bound, parts)?).ok()
        }
        FragmentView::Abstract(_, ty, body) => {
            let v = Variable::new(format!("⟨{}⟩", bound.len()), ty.clone());
            bound.push(v.clone());
            let body = shape(body, bound, parts);
            bound.pop();
            Term::abstraction(&v, &body?).ok()
        }
        FragmentView::Bound(index) => {
            let index = bound.len().checked_sub(usize::try_from(index).ok()? + 1)?;
            Some(Term::variable(&bound[index]))
        }
        _ => fragment.to_term(),
    }
}

/// What variables are bound to, with a trail for undoing.
#[derive(Default)]
pub struct Bindings {
    images: Vec<Option<Node>>,
    trail: Vec<usize>,
}

/// A point to return to.
#[derive(Clone, Copy)]
pub struct Mark {
    variables: usize,
    trail: usize,
}

impl Bindings {
    /// Makes that many new variables; returns the number of the first.
    pub fn extend(&mut self, count: usize) -> usize {
        let base = self.images.len();
        self.images.resize(base + count, None);
        base
    }

    /// The present point.
    pub fn mark(&self) -> Mark {
        Mark {
            variables: self.images.len(),
            trail: self.trail.len(),
        }
    }

    /// Undoes everything since the mark.
    pub fn undo(&mut self, mark: Mark) {
        while self.trail.len() > mark.trail {
            if let Some(index) = self.trail.pop()
                && index < self.images.len()
            {
                self.images[index] = None;
            }
        }
        self.images.truncate(mark.variables);
    }

    fn resolve(&self, node: &Node) -> Node {
        let mut node = node.clone();
        while let Kind::Variable(index) = node.kind() {
            match &self.images[*index] {
                Some(image) => node = image.clone(),
                None => break,
            }
        }
        node
    }

    /// Makes two terms equal; on failure the caller undoes.
    pub fn unify(&mut self, left: &Node, right: &Node) -> bool {
        let (left, right) = (self.resolve(left), self.resolve(right));
        if Rc::ptr_eq(&left.0, &right.0) {
            return true;
        }
        match (left.kind(), right.kind()) {
            (Kind::Variable(a), Kind::Variable(b)) if a == b => true,
            (Kind::Variable(a), _) => self.bind(*a, &left, &right),
            (_, Kind::Variable(b)) => self.bind(*b, &right, &left),
            (Kind::Symbol(a), Kind::Symbol(b)) => a == b,
            (Kind::Apply(f, x), Kind::Apply(g, y)) => self.unify(f, g) && self.unify(x, y),
            _ => false,
        }
    }

    fn bind(&mut self, index: usize, variable: &Node, image: &Node) -> bool {
        if variable.0.ty != image.0.ty || self.occurs(index, image) {
            return false;
        }
        self.images[index] = Some(image.clone());
        self.trail.push(index);
        true
    }

    fn occurs(&self, index: usize, node: &Node) -> bool {
        if node.0.ground {
            return false;
        }
        match node.kind() {
            Kind::Variable(other) => {
                *other == index
                    || self.images[*other]
                        .as_ref()
                        .is_some_and(|image| self.occurs(index, image))
            }
            Kind::Symbol(_) => false,
            Kind::Apply(f, x) => self.occurs(index, f) || self.occurs(index, x),
        }
    }

    /// Whether two terms are equal as things stand.
    pub fn equal(&self, left: &Node, right: &Node) -> bool {
        let (left, right) = (self.resolve(left), self.resolve(right));
        if Rc::ptr_eq(&left.0, &right.0) {
            return true;
        }
        match (left.kind(), right.kind()) {
            (Kind::Variable(a), Kind::Variable(b)) | (Kind::Symbol(a), Kind::Symbol(b)) => a == b,
            (Kind::Apply(f, x), Kind::Apply(g, y)) => self.equal(f, g) && self.equal(x, y),
            _ => false,
        }
    }

    /// What a variable has become, as a term; `names` gives a variable for each number that is still free.
    pub fn term(
        &self,
        node: &Node,
        symbols: &Symbols,
        names: &mut dyn FnMut(usize, &Type) -> Variable,
    ) -> Option<Term> {
        normal_term(&self.rebuild(node, symbols, names)?).ok()
    }

    fn rebuild(
        &self,
        node: &Node,
        symbols: &Symbols,
        names: &mut dyn FnMut(usize, &Type) -> Variable,
    ) -> Option<Term> {
        let node = self.resolve(node);
        match node.kind() {
            Kind::Variable(index) => Some(Term::variable(&names(*index, &node.0.ty))),
            Kind::Symbol(symbol) => Some(symbols.term(*symbol).clone()),
            Kind::Apply(f, x) => {
                let (f, x) = (
                    self.rebuild(f, symbols, names)?,
                    self.rebuild(x, symbols, names)?,
                );
                Term::apply(&f, &x).ok()
            }
        }
    }

    /// The variable of that number and type.
    pub fn variable(index: usize, ty: &Type) -> Node {
        Node::new(Kind::Variable(index), ty.clone(), false)
    }
}
