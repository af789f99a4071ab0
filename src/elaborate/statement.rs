//! Statements: what is fixed, defined, assumed and shown, elaborated together so that each settles the types of the rest.

use super::{
    expression::{Elaborator, Local, shared},
    module::LocalDefinition,
    open::Open,
    types::type_of_expression,
    unify::OpenType,
};
use crate::{
    report::Diagnostic,
    syntax::ast::{Expr, Fixed, Ident, Labelled, LetDef, Span, Statement, TypeExpr},
};
use rationale_kernel::{Name, Term, Variable};

/// A formula with its label and place.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Its label.
    pub label: Option<Name>,
    /// What it says.
    pub formula: Term,
    /// Where it is written.
    pub span: Span,
}

/// A statement in kernel terms.
#[derive(Clone, Debug, Default)]
pub struct ElaboratedStatement {
    /// The variables, in order.
    pub fixed: Vec<Variable>,
    /// Local definitions; their variables may occur in what follows.
    pub lets: Vec<LocalDefinition>,
    /// The assumptions.
    pub assumed: Vec<Stated>,
    /// The goals.
    pub shown: Vec<Stated>,
}

/// A formula under construction.
type OpenStated = (Option<Name>, Open, Span);

impl Elaborator<'_> {
    /// A whole statement. Errors: names, types; the first of each part.
    pub fn statement(
        mut self,
        written: &Statement,
    ) -> Result<ElaboratedStatement, Vec<Diagnostic>> {
        let mut errors = vec![];
        let fixed = keep(self.fix_all(&written.fixed), &mut errors).unwrap_or_default();
        let mut lets = vec![];
        for definition in &written.lets {
            lets.extend(keep(self.define(definition), &mut errors));
        }
        let assumed = self.formulas(&written.assumed, &mut errors);
        let shown = self.formulas(&written.shown, &mut errors);
        keep(self.settle_groups(), &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        self.emit(&fixed, &lets, assumed, shown)
            .map_err(|error| vec![error])
    }

    /// New variables. Errors: types.
    pub fn variables(mut self, written: &[Fixed]) -> Result<Vec<Variable>, Diagnostic> {
        let fixed = self.fix_all(written)?;
        self.emit(&fixed, &[], vec![], vec![])
            .map(|statement| statement.fixed)
    }

    /// A definition `NAME PARAMETERS := BODY`: the variable for it and its value, parameters as λ. Errors: names, types.
    pub fn definition(
        mut self,
        written: &LetDef,
        result: Option<&TypeExpr>,
    ) -> Result<LocalDefinition, Diagnostic> {
        let (ident, value, ty) =
            self.define_open(&written.name, &written.params, result, &written.body)?;
        self.settle_groups()?;
        let span = written.name.span;
        let mut emitter = self.emitter();
        let variable = Variable::new(&*ident, emitter.ty(&ty, span)?);
        Ok(LocalDefinition {
            variable,
            value: emitter.term(&value, span)?,
        })
    }

    fn emit(
        &self,
        fixed: &[(Ident, OpenType)],
        lets: &[(Ident, Open, OpenType)],
        assumed: Vec<OpenStated>,
        shown: Vec<OpenStated>,
    ) -> Result<ElaboratedStatement, Diagnostic> {
        let mut emitter = self.emitter();
        let mut statement = ElaboratedStatement::default();
        for (ident, ty) in fixed {
            statement
                .fixed
                .push(Variable::new(&*ident.value, emitter.ty(ty, ident.span)?));
        }
        for (ident, value, ty) in lets {
            let variable = Variable::new(&*ident.value, emitter.ty(ty, ident.span)?);
            statement.lets.push(LocalDefinition {
                variable,
                value: emitter.term(value, ident.span)?,
            });
        }
        let mut all = |list: Vec<OpenStated>| -> Result<Vec<Stated>, Diagnostic> {
            let one = |(label, open, span)| {
                Ok(Stated {
                    label,
                    formula: emitter.term(&open, span)?,
                    span,
                })
            };
            list.into_iter().map(one).collect()
        };
        (statement.assumed, statement.shown) = (all(assumed)?, all(shown)?);
        Ok(statement)
    }

    fn formulas(&mut self, list: &[Labelled], errors: &mut Vec<Diagnostic>) -> Vec<OpenStated> {
        let mut stated = vec![];
        for labelled in list {
            let label = labelled
                .label
                .as_ref()
                .map(|label| Name::from(label.value.as_str()));
            if let Some((open, _)) =
                keep(self.check(&labelled.formula, &OpenType::boolean()), errors)
            {
                stated.push((label, open, labelled.formula.span));
            }
        }
        stated
    }

    fn fix_all(&mut self, written: &[Fixed]) -> Result<Vec<(Ident, OpenType)>, Diagnostic> {
        let mut fixed = vec![];
        for group in written {
            let ty = group
                .ty
                .as_ref()
                .map(|ty| type_of_expression(self.environment, ty))
                .transpose()?;
            for name in &group.names {
                let ty = ty
                    .as_ref()
                    .map_or_else(|| self.unifier.fresh(), OpenType::from);
                self.local(&name.value, &ty);
                fixed.push((name.clone(), ty));
            }
        }
        Ok(fixed)
    }

    fn local(&mut self, name: &str, ty: &OpenType) {
        let open = Open::Variable(shared(name), ty.clone());
        self.locals.push(Local {
            name: name.into(),
            open,
            ty: ty.clone(),
        });
    }

    fn define(&mut self, definition: &LetDef) -> Result<(Ident, Open, OpenType), Diagnostic> {
        let (_, value, ty) =
            self.define_open(&definition.name, &definition.params, None, &definition.body)?;
        self.local(&definition.name.value, &ty);
        Ok((definition.name.clone(), value, ty))
    }

    fn define_open(
        &mut self,
        name: &Ident,
        params: &[Fixed],
        result: Option<&TypeExpr>,
        body: &Expr,
    ) -> Result<(String, Open, OpenType), Diagnostic> {
        let outer = self.locals.len();
        let params = self.fix_all(params)?;
        let result = result
            .map(|ty| type_of_expression(self.environment, ty))
            .transpose()?;
        let typed = match &result {
            Some(ty) => self.check(body, &ty.into()),
            None => self.infer(body, None),
        };
        let (mut open, mut ty) = typed?;
        for (param, param_type) in params.iter().rev() {
            open = Open::Lambda(shared(&param.value), param_type.clone(), open.into());
            ty = OpenType::function(param_type, &ty);
        }
        self.locals.truncate(outer);
        Ok((name.value.clone(), open, ty))
    }
}

fn keep<T>(result: Result<T, Diagnostic>, errors: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}
