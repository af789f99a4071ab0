//! First-order unification of kernel terms with a trail for backtracking. A variable at the head of an application is
//! unified like any function.

use rationale_kernel::{Abstraction, Substitution, Term, TermView, Variable};
use rustc_hash::{FxHashMap, FxHashSet};

/// What the schematic variables stand for so far.
#[derive(Default)]
pub struct Bindings {
    open: FxHashSet<Variable>,
    images: FxHashMap<Variable, Term>,
    trail: Vec<Variable>,
    /// How many binders are above.
    binders: usize,
}

impl Bindings {
    /// Lets a variable be bound.
    pub fn open(&mut self, variable: &Variable) {
        self.open.insert(variable.clone());
    }

    /// A place to come back to.
    pub fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Undoes everything since the mark.
    pub fn undo(&mut self, mark: usize) {
        for variable in self.trail.drain(mark..) {
            self.images.remove(&variable);
        }
    }

    fn head<'t>(&'t self, mut term: &'t Term) -> &'t Term {
        while let Some(image) = term.as_variable().and_then(|v| self.images.get(v)) {
            term = image;
        }
        term
    }

    fn is_open(&self, term: &Term) -> Option<Variable> {
        term.as_variable().filter(|v| self.open.contains(*v)).cloned()
    }

    /// Makes two terms equal, or leaves some bindings behind that must be undone.
    pub fn unify(&mut self, left: &Term, right: &Term) -> bool {
        let (left, right) = (self.head(left).clone(), self.head(right).clone());
        if left == right {
            return true;
        }
        if left.ty() != right.ty() {
            return false;
        }
        if let Some(v) = self.is_open(&left) {
            return self.bind(v, &right);
        }
        if let Some(v) = self.is_open(&right) {
            return self.bind(v, &left);
        }
        match (left.view(), right.view()) {
            (TermView::Apply(f, x), TermView::Apply(g, y)) => self.unify(f, g) && self.unify(x, y),
            (TermView::Abstract(a), TermView::Abstract(b)) => self.below_binder(a, b),
            _ => false,
        }
    }

    /// Bodies at one new variable, which may not get out into what other variables stand for.
    fn below_binder(&mut self, a: Abstraction<'_>, b: Abstraction<'_>) -> bool {
        let local = Variable::new(format!("#{}", self.binders), a.binder_type().clone());
        let (Ok(left), Ok(right)) = (a.open(&Term::variable(&local)), b.open(&Term::variable(&local))) else {
            return false;
        };
        let mark = self.mark();
        self.binders += 1;
        let equal = self.unify(&left, &right);
        self.binders -= 1;
        equal && self.trail[mark..].iter().all(|v| self.images.get(v).is_none_or(|image| !image.has_free(&local)))
    }

    fn bind(&mut self, variable: Variable, term: &Term) -> bool {
        match self.resolve(term) {
            Some(image) if !image.has_free(&variable) => {
                self.images.insert(variable.clone(), image);
                self.trail.push(variable);
                true
            }
            _ => false,
        }
    }

    /// The term with everything put in that is known.
    pub fn resolve(&self, term: &Term) -> Option<Term> {
        let mut term = term.clone();
        loop {
            let bound: Vec<_> = term
                .free_variables()
                .into_iter()
                .filter_map(|v| self.images.get(&v).map(|image| (v, image.clone())))
                .collect();
            if bound.is_empty() {
                return Some(term);
            }
            term = term.substitute(&Substitution::new(bound).ok()?).ok()?;
        }
    }
}
