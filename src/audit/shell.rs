//! A goal taken apart: what it says below ∀ and →, in the variables of its problem, and the way back.

use crate::logic::{TermShape, logic};
use rationale_kernel::{Term, Variable};

/// What stands around a comparison.
enum Layer {
    Every(Variable),
    If(Term),
}

/// A goal taken apart.
pub struct Shell {
    layers: Vec<Layer>,
    /// What it says below ∀ and →.
    pub inner: Term,
}

impl Shell {
    /// Takes ∀ and → off, with the names that a problem gives to bound variables.
    pub fn of(fixed: &[Variable], goal: &Term) -> Option<Self> {
        let mut names: Vec<_> = fixed.iter().map(|v| v.name.to_string()).collect();
        let (mut layers, mut inner) = (Vec::new(), goal.clone());
        loop {
            let next = if let Some(predicate) = logic().as_forall(&inner) {
                let Some(abstraction) = predicate.as_abstraction() else {
                    break;
                };
                let mut name = abstraction.hint().to_string();
                while names.contains(&name) {
                    name.push('\'');
                }
                let variable = Variable::new(name.as_str(), abstraction.binder_type().clone());
                let body = abstraction.open(&Term::variable(&variable)).ok()?;
                names.push(name);
                layers.push(Layer::Every(variable));
                body
            } else if let Some((premise, conclusion)) = logic().as_implication(&inner) {
                layers.push(Layer::If(premise.clone()));
                conclusion.clone()
            } else {
                break;
            };
            inner = next;
        }
        Some(Shell { layers, inner })
    }

    /// The goal with something else inside.
    pub fn around(&self, inner: &Term) -> Option<Term> {
        self.layers
            .iter()
            .rev()
            .try_fold(inner.clone(), |term, layer| match layer {
                Layer::Every(variable) => logic().forall(variable, &term),
                Layer::If(premise) => logic().implication(premise, &term),
            })
            .ok()
    }

    /// ∃ before ∀ where the goal has ∀ before ∃: what it says below the other layers, and the whole.
    pub fn swapped(&self) -> Option<(Term, Term)> {
        let Some((Layer::Every(outer), rest)) = self.layers.split_last() else {
            return None;
        };
        let predicate = logic().as_exists(&self.inner)?;
        let (inner, body) = logic().open(predicate, &[&self.inner]).ok()?;
        let every = logic().forall(outer, &body).ok()?;
        let swapped = logic().exists(&inner, &every).ok()?;
        let whole = Shell {
            layers: rest.iter().map(Layer::again).collect(),
            inner: swapped.clone(),
        };
        Some((swapped.clone(), whole.around(&swapped)?))
    }
}

impl Layer {
    fn again(&self) -> Layer {
        match self {
            Layer::Every(variable) => Layer::Every(variable.clone()),
            Layer::If(premise) => Layer::If(premise.clone()),
        }
    }
}
