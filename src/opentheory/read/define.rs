//! The definition commands.

use super::{
    Sequent,
    error::Problem,
    inference::{both, symmetric},
    machine::{Done, Machine, member, members},
    object::{List, Object, Operator, Symbol},
    symbols::{Carving, Specification},
};
use crate::logic::{TermShape, TypeDefinition};
use rationale_kernel::{KernelError, Name, Term, Theorem, Variable};
use std::rc::Rc;

type Proof = Rc<Theorem>;

impl Machine<'_> {
    pub(super) fn define_constant(&mut self) -> Done {
        let (name, term) = (self.at::<Name>(1)?.clone(), self.at::<Term>(0)?.clone());
        let (constant, theorem) = self.symbols.define(&name, &term)?;
        self.article.constants.push(name);
        self.article.counts.definitions += 1;
        self.give(2, Object::Constant(Symbol::Known(constant)))?;
        self.give_theorem(0, theorem)
    }

    pub(super) fn define_constants(&mut self) -> Done {
        let premise = self.at::<Proof>(0)?.clone();
        let pair = |object: &Object| {
            let (name, variable) = both::<Name, Variable>(member(object)?)?;
            Ok((name.clone(), variable.clone()))
        };
        let constants: Vec<_> = self
            .at::<List>(1)?
            .iter()
            .map(pair)
            .collect::<Result<_, Problem>>()?;
        let names: Vec<Name> = constants.iter().map(|(name, _)| name.clone()).collect();
        let key = Specification {
            constants,
            premise: Sequent::of(&premise),
        };
        let (made, theorem) = self.symbols.specify(key, &premise)?;
        self.article.constants.extend(names);
        self.article.counts.definitions += 1;
        let list = made
            .into_iter()
            .rev()
            .fold(List::default(), |list, constant| {
                List::cons(Object::Constant(Symbol::Known(constant)), list)
            });
        self.give(2, Object::List(list))?;
        self.give_theorem(0, theorem)
    }

    pub(super) fn define_type_operator(&mut self) -> Done {
        let witness = self.at::<Proof>(0)?.clone();
        let parameters = members(self.at::<List>(1)?)?;
        let name = |depth| self.at::<Name>(depth).cloned();
        let (representation, abstraction, operator) = (name(2)?, name(3)?, name(4)?);
        let conclusion = witness.conclusion();
        let Some((predicate, _)) = conclusion.as_apply() else {
            return Err(KernelError("not a predicate applied", vec![conclusion]).into());
        };
        let key = Carving {
            name: operator,
            abstraction,
            representation,
            parameters,
            predicate: predicate.clone(),
        };
        let made = self.symbols.carve(key, &witness)?;
        self.give_type_definition(&made)
    }

    fn give_type_definition(&mut self, made: &TypeDefinition) -> Done {
        let theorems = match self.version {
            5 => (made.abs_rep.clone(), made.rep_abs.clone()),
            _ => (
                bind("a", &made.abs_rep)?,
                bind("r", &symmetric(&made.rep_abs)?)?,
            ),
        };
        let article = &mut self.article;
        article.operators.push(made.operator.name().clone());
        let constants = [&made.abstraction, &made.representation].map(|c| c.name().clone());
        article.constants.extend(constants);
        article.counts.definitions += 1;
        self.give(5, Object::Operator(Operator::Known(made.operator.clone())))?;
        self.give(0, Object::Constant(Symbol::Known(made.abstraction.clone())))?;
        self.give(
            0,
            Object::Constant(Symbol::Known(made.representation.clone())),
        )?;
        self.give_theorem(0, theorems.0)?;
        self.give_theorem(0, theorems.1)
    }
}

/// ```text
///      ⊢ s = t
/// ─────────────────── the only free variable of t
///  ⊢ (λv. s) = (λv. t)
/// ```
fn bind(name: &str, theorem: &Theorem) -> Result<Theorem, KernelError> {
    let free = theorem.conclusion().free_variables();
    match free.into_iter().find(|variable| &*variable.name == name) {
        Some(variable) => Theorem::abstraction(&variable, theorem),
        None => Err(KernelError("not an equation", vec![theorem.conclusion()])),
    }
}
