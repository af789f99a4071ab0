//! The way in: expressions, statements and definitions become kernel terms at one place of a file.

use super::{
    build::{Builder, Undetermined},
    draft::Draft,
    environment::Environment,
    inference::{Inference, Outcome},
    message::{self, Why},
    module::LocalDefinition,
    scope::Scope,
    statement::ElaboratedStatement,
    unify::OpenType,
};
use crate::{
    report::Diagnostic,
    syntax::ast::{Expr, Fixed, LetDef, Span, Statement, TypeExpr},
};
use rationale_kernel::{Name, Term, Type, TypeSubstitution, Variable};
use std::{collections::HashMap, rc::Rc};

/// Elaborates at one place: names are looked up in the scope, then in the environment.
#[derive(Clone, Copy)]
pub struct Elaborator<'a> {
    environment: &'a Environment,
    scope: &'a Scope,
}

impl<'a> Elaborator<'a> {
    /// At a place.
    pub fn new(environment: &'a Environment, scope: &'a Scope) -> Self {
        Elaborator { environment, scope }
    }

    /// A formula. A type that nothing determines becomes a type variable.
    pub fn formula(self, e: &Expr) -> Result<Term, Diagnostic> {
        self.run(e.span, |inference| {
            let draft = inference.check(e, &OpenType::boolean(), &Why::Formula)?;
            inference.settle_all()?;
            Builder::new(inference, Undetermined::Generalize).term(&draft, e.span)
        })
    }

    /// A term. A type that nothing determines is an error if a type is expected, for then all should be determined;
    /// else it becomes a type variable that is not in use, as for an argument of a lemma whose premises tell more.
    pub fn term(self, e: &Expr, expected: Option<&Type>) -> Result<Term, Diagnostic> {
        let undetermined = if expected.is_some() {
            Undetermined::Refuse
        } else {
            Undetermined::Generalize
        };
        self.run(e.span, |inference| {
            let draft = inference.expected_term(e, expected)?;
            inference.settle_all()?;
            Builder::new(inference, undetermined).term(&draft, e.span)
        })
    }

    /// New variables. Where no type is written, nothing determines it: that is an error.
    pub fn variables(self, written: &[Fixed]) -> Result<Vec<Variable>, Diagnostic> {
        let first = written.first().and_then(|group| group.names.first());
        self.run(
            first.map(|name| name.span).unwrap_or_default(),
            |inference| {
                let locals = inference.fix(written)?;
                Builder::new(inference, Undetermined::Refuse).fix_all(&locals)
            },
        )
    }

    /// `NAME PARAMETERS := BODY`: the variable for it and its value, parameters as λ.
    pub fn definition(
        self,
        written: &LetDef,
        result: Option<&TypeExpr>,
    ) -> Result<LocalDefinition, Diagnostic> {
        self.run(written.name.span, |inference| {
            let drafted = inference.draft_let(written, result)?;
            inference.settle_all()?;
            Builder::new(inference, Undetermined::Generalize).local_definition(&drafted)
        })
    }

    /// All parts of a statement together: the types of its variables may be determined by any of them. What its setting
    /// adds must be in the scope already.
    pub fn statement(self, written: &Statement) -> Result<ElaboratedStatement, Vec<Diagnostic>> {
        let mut inference = Inference::new(self.environment, self.scope);
        inference.statement(written).map_err(|_| {
            let span = written
                .shown
                .first()
                .map(|shown| shown.formula.span)
                .unwrap_or_default();
            inference.errors(span)
        })
    }

    /// Terms for the outermost variables of a lemma, given as the variables' types; `None` leaves one open. The type
    /// variables in `flexible` are the lemma's own: the substitution says what they stand for, as far as the
    /// arguments tell.
    pub fn arguments(
        self,
        variables: &[Type],
        flexible: &[Name],
        arguments: &[Option<&Expr>],
    ) -> Result<(TypeSubstitution, Vec<Option<Term>>), Diagnostic> {
        let span = arguments
            .iter()
            .flatten()
            .next()
            .map(|e| e.span)
            .unwrap_or_default();
        self.run(span, |inference| {
            let unknowns: HashMap<Name, OpenType> = flexible
                .iter()
                .map(|name| (name.clone(), inference.unifier.fresh()))
                .collect();
            let drafts = inference.draft_arguments(variables, &unknowns, arguments)?;
            inference.settle_all()?;
            let known = inference.known_types(&unknowns);
            let mut builder = Builder::new(inference, Undetermined::Refuse);
            let terms = drafts.iter().map(|draft| {
                draft
                    .as_ref()
                    .map(|(d, span)| builder.term(d, *span))
                    .transpose()
            });
            Ok((known, terms.collect::<Outcome<_>>()?))
        })
    }

    fn run<T>(
        self,
        span: Span,
        step: impl FnOnce(&mut Inference<'a>) -> Outcome<T>,
    ) -> Result<T, Diagnostic> {
        let mut inference = Inference::new(self.environment, self.scope);
        step(&mut inference).map_err(|_| inference.errors(span).swap_remove(0))
    }
}

/// A draft and the place that it was written at.
type Placed = (Rc<Draft>, Span);

impl Inference<'_> {
    /// What was reported; never empty.
    fn errors(&mut self, span: Span) -> Vec<Diagnostic> {
        if self.diagnostics.is_empty() {
            self.diagnostics.push(message::unreadable(span));
        }
        std::mem::take(&mut self.diagnostics)
    }

    fn expected_term(&mut self, e: &Expr, expected: Option<&Type>) -> Outcome<Rc<Draft>> {
        match expected {
            Some(ty) => {
                let why = Why::Said("this type is expected here".into());
                self.check(e, &OpenType::from(ty), &why)
            }
            None => Ok(self.infer(e)?.draft),
        }
    }

    fn draft_arguments(
        &mut self,
        variables: &[Type],
        unknowns: &HashMap<Name, OpenType>,
        arguments: &[Option<&Expr>],
    ) -> Outcome<Vec<Option<Placed>>> {
        let mut drafts = Vec::new();
        for (ty, argument) in variables.iter().zip(arguments) {
            let ty = OpenType::instance(ty, unknowns);
            let why = Why::Said("this is the type of the lemma's variable".into());
            drafts.push(
                argument
                    .map(|e| Ok((self.check(e, &ty, &why)?, e.span)))
                    .transpose()?,
            );
        }
        Ok(drafts)
    }

    /// Those of the types that are wholly known.
    fn known_types(&self, unknowns: &HashMap<Name, OpenType>) -> TypeSubstitution {
        let pairs = unknowns.iter().filter_map(|(name, ty)| {
            let mut complete = true;
            let closed = self.unifier.close(ty, &mut |_| {
                complete = false;
                Type::boolean()
            });
            closed.filter(|_| complete).map(|ty| (name.clone(), ty))
        });
        pairs.collect()
    }
}
