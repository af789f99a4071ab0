//! Binding and unbinding: a free variable becomes index 0, and an index becomes a term. Images never hold loose
//! indices, so nothing is ever shifted.

use crate::{
    Result, Term, Variable,
    term::{Kind, SMALL},
};
use rustc_hash::FxHashMap;

/// What was done to a node at a depth.
type Memo = FxHashMap<(usize, u32), Term>;

impl Term {
    /// The body of the abstraction over `variable`: its free occurrences become indices.
    pub(crate) fn close(&self, variable: &Variable) -> Result<Term> {
        self.closed(variable, 0, &mut Memo::default())
    }

    fn closed(&self, variable: &Variable, depth: u32, memo: &mut Memo) -> Result<Term> {
        if self.0.mask & variable.bit() == 0 {
            return Ok(self.clone());
        }
        if let Kind::Variable(v) = &self.0.kind {
            return Ok(if v == variable {
                Term::bound(depth, v.ty())
            } else {
                self.clone()
            });
        }
        self.remembered(depth, memo, |memo| {
            self.map_children(depth, &mut |t, d| t.closed(variable, d, memo))
        })
    }

    /// The value of a body at an argument: index 0 becomes `argument`.
    pub(crate) fn open(&self, argument: &Term) -> Result<Term> {
        self.opened(argument, 0, &mut Memo::default())
    }

    fn opened(&self, argument: &Term, depth: u32, memo: &mut Memo) -> Result<Term> {
        if self.0.loose <= depth {
            return Ok(self.clone());
        }
        if let Kind::Bound(_) = &self.0.kind {
            return Ok(argument.clone()); // loose > depth, and only one index is ever loose above its binders
        }
        self.remembered(depth, memo, |memo| {
            self.map_children(depth, &mut |t, d| t.opened(argument, d, memo))
        })
    }

    /// Looks a large node up before doing the work, and notes the result.
    fn remembered(
        &self,
        depth: u32,
        memo: &mut Memo,
        work: impl FnOnce(&mut Memo) -> Result<Term>,
    ) -> Result<Term> {
        if self.0.size <= SMALL {
            return work(memo);
        }
        let key = (self.address(), depth);
        if let Some(done) = memo.get(&key) {
            return Ok(done.clone());
        }
        let done = work(memo)?;
        memo.insert(key, done.clone());
        Ok(done)
    }

    /// The same node over changed children; `depth` counts the binders above. Unchanged children keep the node.
    pub(crate) fn map_children(
        &self,
        depth: u32,
        f: &mut impl FnMut(&Term, u32) -> Result<Term>,
    ) -> Result<Term> {
        match &self.0.kind {
            Kind::Apply(function, argument) => {
                let (g, y) = (f(function, depth)?, f(argument, depth)?);
                if g.same(function) && y.same(argument) {
                    Ok(self.clone())
                } else {
                    Term::apply(&g, &y)
                }
            }
            Kind::Abstract(binder, body) => {
                let b = f(body, depth + 1)?;
                if b.same(body) {
                    Ok(self.clone())
                } else {
                    Term::abstraction_of_closed(binder, b)
                }
            }
            _ => Ok(self.clone()),
        }
    }
}
