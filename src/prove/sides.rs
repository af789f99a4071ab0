//! An equation from lemmas by going through both sides together: where they differ, a lemma must say that the parts are
//! equal, in either direction; where they agree, nothing is to be shown.

use super::{
    Goal, Lemma,
    conversion::{beta_eta_equal, reached, rebound},
    pattern::Head,
    solve::Solver,
};
use crate::logic::{TermShape, TermView, beta_normal, extensional, spine, symmetric, transitive};
use rationale_kernel::{Term, Theorem};
use std::sync::Arc;

/// Equations in both directions, and a solver for their premises.
pub struct Sides<'g, 'a, 'v> {
    goal: &'g Goal<'a>,
    solver: &'v mut Solver<'a>,
    equations: Vec<Arc<Lemma>>,
}

impl<'g, 'a, 'v> Sides<'g, 'a, 'v> {
    /// With those equations, each as written and turned round.
    pub fn new(goal: &'g Goal<'a>, solver: &'v mut Solver<'a>, equations: &[Arc<Lemma>]) -> Self {
        let turned = equations
            .iter()
            .filter_map(|lemma| lemma.reversed().map(Arc::new));
        let equations = equations.iter().cloned().chain(turned).collect();
        Sides {
            goal,
            solver,
            equations,
        }
    }

    /// `⊢ left = right`
    pub fn equal(&mut self, left: &Term, right: &Term) -> Option<Theorem> {
        if left == right {
            return Theorem::reflexive(left).ok();
        }
        self.goal.budget.spend(1)?;
        if let Some(equal) = beta_eta_equal(left, right) {
            return Some(equal);
        }
        self.by_lemma(left, right)
            .or_else(|| self.by_parts(left, right))
            .or_else(|| self.by_values(left, right))
    }

    fn by_lemma(&mut self, left: &Term, right: &Term) -> Option<Theorem> {
        let goal = Term::equation(left, right).ok()?;
        for lemma in self.equations.clone() {
            if let Some(theorem) = self.solver.backward(&lemma, &goal, 3) {
                return Some(theorem);
            }
        }
        None
    }

    fn by_parts(&mut self, left: &Term, right: &Term) -> Option<Theorem> {
        match (left.view(), right.view()) {
            (TermView::Apply(f, x), TermView::Apply(g, y)) if same_shape(left, right) => {
                let functions = self.equal(f, g)?;
                Theorem::congruence(&functions, &self.equal(x, y)?).ok()
            }
            (TermView::Abstract(first), TermView::Abstract(second)) if left.ty() == right.ty() => {
                let v = self.goal.budget.fresh(first.hint(), first.binder_type());
                let at = Term::variable(&v);
                let body = self.equal(&first.open(&at).ok()?, &second.open(&at).ok()?)?;
                rebound(&v, first.hint(), &body).ok()
            }
            _ => None,
        }
    }

    /// Functions that agree at every argument.
    fn by_values(&mut self, left: &Term, right: &Term) -> Option<Theorem> {
        let (domain, _) = left.ty().as_function()?;
        let abstractions = [left, right]
            .iter()
            .filter(|f| f.as_abstraction().is_some())
            .count();
        if abstractions == 2 {
            return None;
        }
        let v = self.goal.budget.fresh(&"x".into(), domain);
        let [left, right] = [left, right].map(|f| Term::apply(f, &Term::variable(&v)));
        let (left, right) = (left.ok()?, right.ok()?);
        let (first, second) = (beta_normal(&left).ok()?, beta_normal(&right).ok()?);
        let middle = self.equal(
            reached(&left, first.as_ref()),
            reached(&right, second.as_ref()),
        )?;
        let back = second.map(|th| symmetric(&th)).transpose().ok()?;
        let equal = transitive(transitive(first, Some(middle)).ok()?, back).ok()??;
        extensional(&v, &equal).ok()
    }
}

/// Whether it can help to compare part by part: heads, types and numbers of arguments agree.
fn same_shape(left: &Term, right: &Term) -> bool {
    let ((f, xs), (g, ys)) = (spine(left), spine(right));
    let heads = f == g || (Head::of(f) == Head::of(g) && f.as_constant().is_none());
    heads && xs.len() == ys.len() && xs.iter().zip(&ys).all(|(x, y)| x.ty() == y.ty())
}
