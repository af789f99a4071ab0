//! The state of one elaboration: what is known of types, which names are in reach, and what was found wrong.
//!
//! Hindley-Milner with unknowns; no generalisation inside an expression, since constants are the only polymorphic
//! things. Errors are collected: [`Reported`] says that one was, and the caller goes on with the next formula.

use super::{
    arithmetic::Pending,
    draft::{Draft, Local, LocalId, Typed},
    environment::Environment,
    message,
    print::Printer,
    scope::Scope,
    stack, types,
    unify::{Clash, OpenType, Unifier},
};
use crate::logic::ConstantShape;
use crate::{
    report::Diagnostic,
    syntax::ast::{Pattern, PatternKind, Span, TypeExpr},
};
use rationale_kernel::{Constant, Name, Type, TypeOperator, Variable};
use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

/// The deepest nesting of an expression that is followed.
const MAX_NESTING: usize = 1_500;

/// An error was recorded; there is nothing more to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported;

/// The result of a step of elaboration.
pub(super) type Outcome<T> = Result<T, Reported>;

/// What an unknown type belongs to, for messages.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) span: Span,
    pub(super) name: Name,
}

/// One elaboration.
pub(super) struct Inference<'a> {
    pub(super) environment: &'a Environment,
    pub(super) scope: &'a Scope,
    pub(super) unifier: Unifier,
    pub(super) origins: HashMap<usize, Origin>,
    pub(super) locals: Vec<Local>,
    /// Names in reach and what they stand for, innermost last.
    names: Vec<(Name, Typed)>,
    /// Variables in reach, innermost last.
    reach: Vec<LocalId>,
    pub(super) pending: Vec<Pending>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The type variables that were written.
    pub(super) type_variables: BTreeSet<Name>,
    nesting: usize,
}

impl<'a> Inference<'a> {
    pub(super) fn new(environment: &'a Environment, scope: &'a Scope) -> Self {
        Inference {
            environment,
            scope,
            unifier: Unifier::default(),
            origins: HashMap::new(),
            locals: Vec::new(),
            names: Vec::new(),
            reach: Vec::new(),
            pending: Vec::new(),
            diagnostics: Vec::new(),
            type_variables: scope.type_variables(),
            nesting: 0,
        }
    }

    // ---- Errors ----

    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Outcome<T> {
        self.diagnostics.push(diagnostic);
        Err(Reported)
    }

    /// The type as it is printed in messages; `_` for what is not known.
    pub(super) fn show(&self, ty: &OpenType) -> String {
        let closed = self.unifier.close(ty, &mut |_| Type::variable("_"));
        closed.map_or_else(
            || "(a very large type)".into(),
            |ty| Printer::new(self.environment).ty(&ty),
        )
    }

    /// Runs a step one level deeper, or fails if that is too deep.
    pub(super) fn nested<T>(
        &mut self,
        span: Span,
        step: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
        if self.nesting >= MAX_NESTING {
            return self.fail(message::too_deep(span));
        }
        self.nesting += 1;
        let outcome = stack::step(|| step(self));
        self.nesting -= 1;
        outcome
    }

    // ---- Types ----

    /// An unknown type that belongs to something with a name.
    pub(super) fn unknown_for(&mut self, span: Span, name: &Name) -> OpenType {
        let ty = self.unifier.fresh();
        if let OpenType::Unknown(index) = ty {
            self.origins.insert(
                index,
                Origin {
                    span,
                    name: name.clone(),
                },
            );
        }
        ty
    }

    pub(super) fn written_type(&mut self, written: &TypeExpr) -> Outcome<OpenType> {
        match types::type_of_expression(self.environment, written) {
            Ok(ty) => {
                self.type_variables.extend(ty.variables());
                Ok(OpenType::from(&ty))
            }
            Err(diagnostic) => self.fail(diagnostic),
        }
    }

    fn operator(&mut self, name: &str, span: Span) -> Outcome<TypeOperator> {
        match self.environment.type_operator(name) {
            Some(operator) => Ok(operator.clone()),
            None => self.fail(message::missing_type(name, span)),
        }
    }

    pub(super) fn natural(&mut self, span: Span) -> Outcome<OpenType> {
        Ok(OpenType::nullary(&self.operator("ℕ", span)?))
    }

    pub(super) fn real(&mut self, span: Span) -> Outcome<OpenType> {
        Ok(OpenType::nullary(&self.operator("ℝ", span)?))
    }

    pub(super) fn product(
        &mut self,
        left: &OpenType,
        right: &OpenType,
        span: Span,
    ) -> Outcome<OpenType> {
        Ok(OpenType::Apply(
            self.operator("prod", span)?,
            Rc::new([left.clone(), right.clone()]),
        ))
    }

    pub(super) fn distribution(&mut self, of: &OpenType, span: Span) -> Outcome<OpenType> {
        Ok(OpenType::Apply(
            self.operator("dist", span)?,
            Rc::new([of.clone()]),
        ))
    }

    pub(super) fn unify(&mut self, left: &OpenType, right: &OpenType) -> Result<(), Clash> {
        self.unifier.unify(left, right)
    }

    // ---- Constants ----

    /// A constant at a type with fresh unknowns.
    pub(super) fn instance(&mut self, constant: &Constant, span: Span) -> Typed {
        let generic = constant.generic_type();
        let unknowns: HashMap<_, _> = generic
            .variables()
            .into_iter()
            .map(|v| (v, self.unknown_for(span, constant.name())))
            .collect();
        let ty = OpenType::instance(generic, &unknowns);
        Typed {
            draft: Rc::new(Draft::Constant(constant.clone(), ty.clone())),
            ty,
        }
    }

    /// The constant that notation stands for. While it is being defined it is not a constant yet but a variable of the
    /// scope.
    pub(super) fn notation(&mut self, constant: &str, symbol: &str, span: Span) -> Outcome<Typed> {
        if let Some(found) = self.environment.constant(constant) {
            return Ok(self.instance(&found.clone(), span));
        }
        match self.scope.variable(constant) {
            Some(variable) => Ok(free(variable)),
            None => self.fail(message::missing_notation(constant, symbol, span)),
        }
    }

    pub(super) fn equality(&mut self, of: &OpenType) -> Rc<Draft> {
        let predicate = OpenType::function(of, &OpenType::boolean());
        Rc::new(Draft::Constant(
            Constant::equality(),
            OpenType::function(of, &predicate),
        ))
    }

    // ---- Names ----

    pub(super) fn local(&self, id: LocalId) -> Typed {
        Typed {
            draft: Rc::new(Draft::Local(id)),
            ty: self.locals[id.0].ty.clone(),
        }
    }

    /// What a name stands for here, if it is a variable.
    pub(super) fn variable(&self, name: &str) -> Option<Typed> {
        if let Some((_, typed)) = self.names.iter().rev().find(|(known, _)| **known == *name) {
            return Some(typed.clone());
        }
        self.scope.variable(name).map(free)
    }

    /// The names that are in reach, for suggestions.
    pub(super) fn known_names(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .map(|(name, _)| &**name)
            .chain(self.scope.variables().map(|(name, _)| &**name))
    }

    /// A mark to return to with [`Inference::leave`].
    pub(super) fn enter(&self) -> (usize, usize) {
        (self.names.len(), self.reach.len())
    }

    /// Forgets the names and variables that came into reach since the mark.
    pub(super) fn leave(&mut self, (names, reach): (usize, usize)) {
        self.names.truncate(names);
        self.reach.truncate(reach);
    }

    /// A new variable in reach, under no name yet.
    pub(super) fn new_local(&mut self, name: Name, ty: OpenType) -> LocalId {
        // Fixed variables may get primes, so names that differ in primes count as one.
        let bare = name.trim_end_matches('\'');
        let same = |other: &Name| other.trim_end_matches('\'') == bare;
        let hides = self.reach.iter().any(|id| same(&self.locals[id.0].name))
            || self
                .scope
                .variables()
                .any(|(_, variable)| same(&variable.name));
        self.locals.push(Local { name, ty, hides });
        let id = LocalId(self.locals.len() - 1);
        self.reach.push(id);
        id
    }

    /// Lets a name stand for a term.
    pub(super) fn name(&mut self, name: &str, typed: Typed) {
        if name != "_" {
            self.names.push((name.into(), typed));
        }
    }

    /// Binds a pattern: one variable, and names for its parts.
    pub(super) fn open(&mut self, pattern: &Pattern, ty: &OpenType) -> Outcome<LocalId> {
        let id = self.new_local(Name::from(pattern_text(pattern)), ty.clone());
        let typed = self.local(id);
        self.destructure(pattern, typed)?;
        Ok(id)
    }

    /// Names the parts of a term by a pattern; a tuple nests to the right.
    pub(super) fn destructure(&mut self, pattern: &Pattern, typed: Typed) -> Outcome<()> {
        match &pattern.value {
            PatternKind::Name(name) => self.name(name, typed),
            PatternKind::Tuple(parts) => self.destructure_tuple(parts, typed, pattern.span)?,
        }
        Ok(())
    }

    fn destructure_tuple(&mut self, parts: &[Pattern], typed: Typed, span: Span) -> Outcome<()> {
        let mut rest = typed;
        for (index, part) in parts.iter().enumerate() {
            if index + 1 == parts.len() {
                return self.nested(part.span, |s| s.destructure(part, rest));
            }
            let (first, second) = self.halves(&rest, span)?;
            self.nested(part.span, |s| s.destructure(part, first))?;
            rest = second;
        }
        Ok(())
    }

    /// The two projections of a pair.
    fn halves(&mut self, pair: &Typed, span: Span) -> Outcome<(Typed, Typed)> {
        let (left, right) = (self.unifier.fresh(), self.unifier.fresh());
        let product = self.product(&left, &right, span)?;
        if self.unify(&pair.ty, &product).is_err() {
            let found = self.show(&pair.ty);
            return self.fail(message::not_a_pair(&found, span));
        }
        let first = self.project("fst", pair, &left, span)?;
        let second = self.project("snd", pair, &right, span)?;
        Ok((first, second))
    }

    fn project(
        &mut self,
        constant: &str,
        pair: &Typed,
        ty: &OpenType,
        span: Span,
    ) -> Outcome<Typed> {
        let projection = self.notation(constant, "a tuple", span)?;
        let expected = OpenType::function(&pair.ty, ty);
        if self.unify(&projection.ty, &expected).is_err() {
            return self.fail(message::wrong_notation(constant, span));
        }
        Ok(Typed {
            draft: Draft::apply(&projection.draft, &pair.draft),
            ty: ty.clone(),
        })
    }
}

fn free(variable: &Variable) -> Typed {
    Typed {
        draft: Rc::new(Draft::Free(variable.clone())),
        ty: OpenType::from(&variable.ty),
    }
}

/// The pattern as it is written: the name of the variable that it binds.
pub(super) fn pattern_text(pattern: &Pattern) -> String {
    match &pattern.value {
        PatternKind::Name(name) => name.clone(),
        PatternKind::Tuple(parts) => {
            let parts: Vec<_> = parts.iter().map(pattern_text).collect();
            format!("({})", parts.join(", "))
        }
    }
}
