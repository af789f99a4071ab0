//! Statements: the types of all their parts are inferred together, then each becomes a kernel term.

use super::{
    build::{Builder, Undetermined},
    draft::{Draft, LocalId, Typed},
    inference::{Inference, Outcome},
    message::{self, Why},
    module::LocalDefinition,
    unify::OpenType,
};
use crate::logic::{TermShape, substitution_from};
use crate::{
    logic::{self, logic, normal_term},
    syntax::ast::{Expr, Fixed, Ident, Labelled, LetDef, Span, Statement, TypeExpr},
};
use rationale_kernel::{Name, Term, Variable};
use std::{collections::HashSet, rc::Rc};

/// A formula with its label and place.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Its label.
    pub label: Option<Name>,
    /// What it says.
    pub formula: Term,
    /// Where it is written.
    pub span: Span,
}

/// A statement whose parts are kernel terms; what its setting adds is not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElaboratedStatement {
    /// The variables of `fix`, in order, under their own names, be they in use in the scope or not.
    pub fixed: Vec<Variable>,
    /// The local definitions, in order; formulas mention their variables.
    pub lets: Vec<LocalDefinition>,
    /// The assumptions, in order.
    pub assumed: Vec<Stated>,
    /// What is claimed.
    pub shown: Vec<Stated>,
}

impl ElaboratedStatement {
    /// The conjunction of what is claimed.
    pub fn goal(&self) -> logic::Result<Term> {
        let goals: Vec<Term> = self.shown.iter().map(|goal| goal.formula.clone()).collect();
        logic().conjunction_all(&goals)
    }

    /// The closed formula that a theorem of this statement has: ∀ fixed. A → B → C, over the variables that occur, with
    /// local definitions replaced by what they stand for (then in β-normal form).
    pub fn closed(&self) -> logic::Result<Term> {
        let premises: Vec<Term> = self
            .assumed
            .iter()
            .map(|premise| premise.formula.clone())
            .collect();
        let expanded = expand(
            &logic().implication_all(&premises, &self.goal()?)?,
            &self.lets,
        )?;
        let free = expanded.free_variables();
        let bound: Vec<Variable> = self
            .fixed
            .iter()
            .filter(|v| free.contains(v))
            .cloned()
            .collect();
        logic().forall_all(&bound, &expanded)
    }
}

/// Replaces local definitions by what they stand for, the last first; in β-normal form if there were any.
pub fn expand(formula: &Term, lets: &[LocalDefinition]) -> logic::Result<Term> {
    let mut expanded = formula.clone();
    for definition in lets.iter().rev() {
        if expanded.has_free(&definition.variable) {
            let by = substitution_from([(definition.variable.clone(), definition.value.clone())])?;
            expanded = expanded.substitute(&by)?;
        }
    }
    if expanded == *formula {
        Ok(expanded)
    } else {
        normal_term(&expanded)
    }
}

/// A labelled formula in the making.
type Drafted = (Option<Name>, Rc<Draft>, Span);

/// A local definition in the making: its name, its variable, and its value.
pub(super) type DraftedLet = (Name, LocalId, Rc<Draft>, Span);

/// The parts of a statement in the making.
#[derive(Default)]
struct Parts {
    fixed: Vec<(Name, LocalId)>,
    lets: Vec<DraftedLet>,
    assumed: Vec<Drafted>,
    shown: Vec<Drafted>,
}

impl Inference<'_> {
    /// All parts of a statement together.
    pub(super) fn statement(&mut self, statement: &Statement) -> Outcome<ElaboratedStatement> {
        let parts = self.statement_parts(statement)?;
        self.finish_statement(&parts)
    }

    fn statement_parts(&mut self, statement: &Statement) -> Outcome<Parts> {
        let mut parts = Parts::default();
        let mut complete = self.fix(&statement.fixed).map(|fixed| parts.fixed = fixed);
        for definition in &statement.lets {
            let drafted = self.draft_let(definition, None);
            complete = complete.and(drafted.map(|drafted| parts.lets.push(drafted)));
        }
        complete = complete.and(
            self.formulas(&statement.assumed)
                .map(|assumed| parts.assumed = assumed),
        );
        complete = complete.and(
            self.formulas(&statement.shown)
                .map(|shown| parts.shown = shown),
        );
        complete = complete.and(self.settle_all());
        complete.map(|()| parts)
    }

    /// Brings variables into reach under their names; goes on after an error, so that later formulas know them.
    pub(super) fn fix(&mut self, groups: &[Fixed]) -> Outcome<Vec<(Name, LocalId)>> {
        let (mut fixed, mut seen, mut result) = (Vec::new(), HashSet::new(), Ok(()));
        for group in groups {
            let written = group.ty.as_ref().map(|ty| self.written_type(ty));
            if let Some(Err(reported)) = written {
                result = Err(reported);
            }
            let written = written.and_then(Result::ok);
            for ident in &group.names {
                if !seen.insert(ident.value.as_str()) {
                    result = self.fail(message::duplicate_name(&ident.value, ident.span));
                }
                fixed.push(self.fix_one(ident, written.clone()));
            }
        }
        result.map(|()| fixed)
    }

    fn fix_one(&mut self, ident: &Ident, written: Option<OpenType>) -> (Name, LocalId) {
        let name = Name::from(ident.value.as_str());
        let ty = written.unwrap_or_else(|| self.unknown_for(ident.span, &name));
        let id = self.new_local(name.clone(), ty);
        self.name(&ident.value, self.local(id));
        (name, id)
    }

    /// `let g x := e`: brings g into reach, standing for λ x. e.
    pub(super) fn draft_let(
        &mut self,
        definition: &LetDef,
        result: Option<&TypeExpr>,
    ) -> Outcome<DraftedLet> {
        let mark = self.enter();
        let value = self.function_of(&definition.params, result, &definition.body);
        self.leave(mark);
        let value = value?;
        let name = Name::from(definition.name.value.as_str());
        let id = self.new_local(name.clone(), value.ty);
        self.name(&name, self.local(id));
        Ok((name, id, value.draft, definition.name.span))
    }

    fn formulas(&mut self, labelled: &[Labelled]) -> Outcome<Vec<Drafted>> {
        let (mut drafted, mut result) = (Vec::new(), Ok(()));
        for part in labelled {
            let mark = self.enter();
            let formula = self.check(&part.formula, &OpenType::boolean(), &Why::Formula);
            self.leave(mark);
            let label = part.label.as_ref().map(|label| label.value.as_str().into());
            result = result
                .and(formula.map(|formula| drafted.push((label, formula, part.formula.span))));
        }
        result.map(|()| drafted)
    }

    fn finish_statement(&mut self, parts: &Parts) -> Outcome<ElaboratedStatement> {
        let mut builder = Builder::new(self, Undetermined::Generalize);
        let fixed = builder.fix_all(&parts.fixed)?;
        let lets = parts
            .lets
            .iter()
            .map(|part| builder.local_definition(part))
            .collect::<Outcome<_>>()?;
        Ok(ElaboratedStatement {
            fixed,
            lets,
            assumed: builder.stated(&parts.assumed)?,
            shown: builder.stated(&parts.shown)?,
        })
    }

    /// λ parameters. body
    fn function_of(
        &mut self,
        parameters: &[Fixed],
        result: Option<&TypeExpr>,
        body: &Expr,
    ) -> Outcome<Typed> {
        let fixed = self.fix(parameters)?;
        let body = match result {
            None => self.infer(body)?,
            Some(written) => {
                let ty = self.written_type(written)?;
                let draft = self.check(body, &ty, &Why::Written(written.span))?;
                Typed { draft, ty }
            }
        };
        Ok(fixed
            .iter()
            .rev()
            .fold(body, |body, (_, id)| self.lambda(*id, &body)))
    }
}

impl Builder<'_, '_> {
    fn stated(&mut self, drafted: &[Drafted]) -> Outcome<Vec<Stated>> {
        let one = |(label, draft, span): &Drafted| {
            Ok(Stated {
                label: label.clone(),
                formula: self.term(draft, *span)?,
                span: *span,
            })
        };
        drafted.iter().map(one).collect()
    }

    /// Kernel variables for the variables of a statement.
    pub(super) fn fix_all(&mut self, locals: &[(Name, LocalId)]) -> Outcome<Vec<Variable>> {
        locals
            .iter()
            .map(|(name, id)| self.fix(name, *id))
            .collect()
    }

    /// The kernel term and variable of a local definition.
    pub(super) fn local_definition(
        &mut self,
        (name, id, value, span): &DraftedLet,
    ) -> Outcome<LocalDefinition> {
        let value = self.term(value, *span)?;
        Ok(LocalDefinition {
            variable: self.fix(name, *id)?,
            value,
        })
    }
}
