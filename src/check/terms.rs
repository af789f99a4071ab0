//! Elaboration as the checker uses it: expressions and statements at a place of a proof. A statement's variables get
//! names that no other variable in scope has, so that a proof can bind them without looking around.

use rationale_kernel::{Name, Substitution, Term, Theorem, Type, Variable};

use crate::elaborate::{
    ElaboratedStatement, Elaborator, Environment, LocalDefinition, Printer, Scope,
    type_of_expression,
};
use crate::logic::{self, TermShape, logic, substitution_from};
use crate::report::Diagnostic;
use crate::syntax::ast::{Expr, Ident, LetDef, Statement, TypeExpr};

use super::frame::{self, Frame};
use super::message;
use super::proof::{Checked, Prover, Reported};
use super::state::State;

/// A formula with the name it is known by.
pub(super) type Named = (Option<Name>, Term);

/// A statement at a place of a proof.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The variables, in order, those of the setting first.
    pub fixed: Vec<Variable>,
    /// Local definitions with the number of their parameters.
    pub lets: Vec<(LocalDefinition, usize)>,
    /// The assumptions.
    pub assumed: Vec<Named>,
    /// The goals.
    pub shown: Vec<Named>,
    /// The names in scope under the statement.
    pub scope: Scope,
}

impl Stated {
    /// The place inside the statement: its assumptions are facts, its goals the goal.
    pub fn enter(&self, outer: &State) -> logic::Result<State> {
        let goals: Vec<Term> = self
            .shown
            .iter()
            .map(|(_, formula)| formula.clone())
            .collect();
        let mut state = outer.with_goal(logic().conjunction_all(&goals)?);
        state.goal_names = self.shown.iter().map(|(name, _)| name.clone()).collect();
        for (definition, parameters) in &self.lets {
            state.define(definition.clone(), *parameters)?;
        }
        for (name, formula) in &self.assumed {
            state.suppose(name.clone(), formula)?;
        }
        state.scope = self.scope.clone();
        Ok(state)
    }

    /// The theorem of the whole statement from the theorem of its goals. Variables that do not occur are left out.
    pub fn close(&self, theorem: Theorem) -> logic::Result<Theorem> {
        let frames: Vec<Frame> = self
            .lets
            .iter()
            .map(|(definition, _)| Frame::Define(definition.clone()))
            .chain(
                self.assumed
                    .iter()
                    .map(|(_, formula)| Frame::Assume(formula.clone())),
            )
            .collect();
        let closed = frame::close_all(&frames, theorem)?;
        logic::generalize_all(&self.occurring(&closed.conclusion()), &closed)
    }

    /// The whole statement as a formula.
    pub fn formula(&self) -> logic::Result<Term> {
        let goals: Vec<Term> = self
            .shown
            .iter()
            .map(|(_, formula)| formula.clone())
            .collect();
        let premises: Vec<Term> = self
            .assumed
            .iter()
            .map(|(_, formula)| formula.clone())
            .collect();
        let mut body = logic().implication_all(&premises, &logic().conjunction_all(&goals)?)?;
        for (definition, _) in self.lets.iter().rev() {
            if body.has_free(&definition.variable) {
                let image = [(definition.variable.clone(), definition.value.clone())];
                body = logic::normal_term(&body.substitute(&substitution_from(image)?)?)?;
            }
        }
        logic().forall_all(&self.occurring(&body), &body)
    }

    fn occurring(&self, formula: &Term) -> Vec<Variable> {
        self.fixed
            .iter()
            .filter(|variable| formula.has_free(variable))
            .cloned()
            .collect()
    }
}

impl Prover<'_> {
    /// A formula at a place.
    pub(super) fn formula(&mut self, state: &State, written: &Expr) -> Checked<Term> {
        self.formula_in(&state.scope, written)
    }

    /// A formula under names.
    pub(super) fn formula_in(&mut self, scope: &Scope, written: &Expr) -> Checked<Term> {
        let formula = Elaborator::new(self.env, scope).formula(written);
        self.checked(formula)
    }

    /// A term at a place.
    pub(super) fn term(
        &mut self,
        state: &State,
        written: &Expr,
        expected: Option<&Type>,
    ) -> Checked<Term> {
        let term = Elaborator::new(self.env, &state.scope).term(written, expected);
        self.checked(term)
    }

    /// A written type.
    pub(super) fn type_of(&mut self, written: &TypeExpr) -> Checked<Type> {
        let ty = type_of_expression(self.env, written);
        self.checked(ty)
    }

    /// `let g x := e`, under a variable that nothing else in scope is called by.
    pub(super) fn local_definition(
        &mut self,
        scope: &Scope,
        written: &LetDef,
    ) -> Checked<LocalDefinition> {
        let made = Elaborator::new(self.env, scope).definition(written, None);
        let definition = self.checked(made)?;
        let variable = scope.fresh(&written.name.value, definition.variable.ty.clone());
        Ok(LocalDefinition {
            variable,
            value: definition.value,
        })
    }

    /// A statement at a place, with what its setting adds.
    pub(super) fn statement(&mut self, outer: &Scope, written: &Statement) -> Checked<Stated> {
        let setting: Vec<Ident> = written.setting.iter().cloned().collect();
        self.statement_in(outer, &setting, written)
    }

    /// A statement under settings.
    pub(super) fn statement_in(
        &mut self,
        outer: &Scope,
        settings: &[Ident],
        written: &Statement,
    ) -> Checked<Stated> {
        let mut stated = Stated {
            fixed: vec![],
            lets: vec![],
            assumed: vec![],
            shown: vec![],
            scope: outer.clone(),
        };
        for setting in settings {
            self.add_setting(&mut stated, setting)?;
        }
        self.leave_out(&mut stated.assumed, &written.without, settings)?;
        let elaborated = self.elaborated(&stated.scope, written)?;
        if clashes(&stated.scope, &elaborated) {
            return self.statement_renamed(stated, elaborated, written);
        }
        for variable in elaborated.fixed {
            stated.scope.fix(variable.clone());
            stated.fixed.push(variable);
        }
        for (definition, written) in elaborated.lets.into_iter().zip(&written.lets) {
            stated.scope.define(definition.clone());
            stated.lets.push((definition, parameter_count(written)));
        }
        stated
            .assumed
            .extend(elaborated.assumed.into_iter().map(|s| (s.label, s.formula)));
        stated
            .shown
            .extend(elaborated.shown.into_iter().map(|s| (s.label, s.formula)));
        Ok(stated)
    }

    fn elaborated(&mut self, scope: &Scope, written: &Statement) -> Checked<ElaboratedStatement> {
        let elaborated = Elaborator::new(self.env, scope).statement(written);
        elaborated.map_err(|diagnostics: Vec<Diagnostic>| {
            self.diagnostics.extend(diagnostics);
            Reported
        })
    }

    /// As [`Prover::statement`] when a variable's name is taken: the types are known by now, so the variables come into
    /// scope under other names first and the formulas are read again.
    fn statement_renamed(
        &mut self,
        mut stated: Stated,
        first: ElaboratedStatement,
        written: &Statement,
    ) -> Checked<Stated> {
        for variable in first.fixed {
            let fresh = stated.scope.fresh(&variable.name, variable.ty.clone());
            stated.scope.fix_as(variable.name.clone(), fresh.clone());
            stated.fixed.push(fresh);
        }
        for written in &written.lets {
            let definition = self.local_definition(&stated.scope, written)?;
            stated.scope.define(definition.clone());
            stated
                .scope
                .fix_as(written.name.value.as_str(), definition.variable.clone());
            stated.lets.push((definition, parameter_count(written)));
        }
        let rest = Statement {
            assumed: written.assumed.clone(),
            shown: written.shown.clone(),
            ..Statement::default()
        };
        let elaborated = self.elaborated(&stated.scope, &rest)?;
        stated
            .assumed
            .extend(elaborated.assumed.into_iter().map(|s| (s.label, s.formula)));
        stated
            .shown
            .extend(elaborated.shown.into_iter().map(|s| (s.label, s.formula)));
        Ok(stated)
    }

    /// Adds what a setting brings, except what another setting has brought.
    fn add_setting(&mut self, stated: &mut Stated, name: &Ident) -> Checked<()> {
        let Some(setting) = self.env.setting(&name.value).cloned() else {
            return Err(self.report(message::unknown_setting(self.env, name)));
        };
        for variable in &setting.fixed {
            if !stated.fixed.contains(variable) {
                stated.scope.fix(variable.clone());
                stated.fixed.push(variable.clone());
            }
        }
        for definition in &setting.lets {
            if !stated.lets.iter().any(|(known, _)| known == definition) {
                stated.scope.define(definition.clone());
                stated
                    .lets
                    .push((definition.clone(), leading_parameters(&definition.value)));
            }
        }
        let new = setting
            .assumed
            .iter()
            .filter(|assumption| !stated.assumed.contains(assumption));
        let new: Vec<Named> = new.cloned().collect();
        stated.assumed.extend(new);
        Ok(())
    }

    /// Drops the assumptions of settings that the statement does without.
    fn leave_out(
        &mut self,
        assumed: &mut Vec<Named>,
        without: &[Ident],
        settings: &[Ident],
    ) -> Checked<()> {
        for name in without {
            let before = assumed.len();
            assumed.retain(|(label, _)| label.as_deref() != Some(&name.value));
            if assumed.len() == before {
                return Err(self.report(message::unknown_assumption(name, settings)));
            }
        }
        Ok(())
    }
}

fn clashes(scope: &Scope, elaborated: &ElaboratedStatement) -> bool {
    let lets = elaborated
        .lets
        .iter()
        .map(|definition| &definition.variable);
    let names: Vec<&Name> = elaborated
        .fixed
        .iter()
        .chain(lets)
        .map(|v| &v.name)
        .collect();
    let taken = |name: &Name| {
        scope
            .variables()
            .any(|(_, variable)| &variable.name == name)
    };
    let twice = names
        .iter()
        .enumerate()
        .any(|(i, name)| names[..i].contains(name));
    twice || names.iter().any(|name| taken(name))
}

fn parameter_count(written: &LetDef) -> usize {
    written.params.iter().map(|group| group.names.len()).sum()
}

/// How many λ stand in front.
fn leading_parameters(value: &Term) -> usize {
    let (mut count, mut rest) = (0, value.clone());
    while let Some(abstraction) = rest.clone().as_abstraction() {
        let variable =
            logic::fresh_variable(abstraction.hint(), abstraction.binder_type(), &[&rest]);
        match abstraction.open(&Term::variable(&variable)) {
            Ok(body) => rest = body,
            Err(_) => break,
        }
        count += 1;
    }
    count
}

/// A substitution of terms for variables.
pub(super) fn substitution(pairs: Vec<(Variable, Term)>) -> logic::Result<Substitution> {
    Ok(substitution_from(pairs)?)
}

/// A term as it is printed in messages.
pub(super) fn show(env: &Environment, term: &Term) -> String {
    Printer::new(env).term(term)
}

/// A type as it is printed in messages.
pub(super) fn show_type(env: &Environment, ty: &Type) -> String {
    Printer::new(env).ty(ty)
}
