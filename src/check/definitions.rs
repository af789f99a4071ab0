//! Items that make constants and types: plain definitions, abbreviations and new types, primitives, specifications.

use rationale_kernel::{
    Constant, Name, Term, Theorem, TypeOperator, Variable, define_constant, specify_constants,
};

use crate::elaborate::{Attribute, Elaborator, Scope, alias, type_of_expression};
use crate::logic::{self, TermShape, constant_at, define_type, logic};
use crate::syntax::ast::{
    Binder, Binding, Carve, DefBody, Expr, ExprKind, Fixed, Ident, Justification, LetDef,
    PatternKind, Range, Span, Spanned, Statement, TypeExpr,
};

use super::frame;
use super::items::FileChecker;
use super::ledger::AxiomUse;
use super::message;
use super::proof::{Checked, Prover};
use super::state::State;

impl FileChecker<'_> {
    /// `def NAME …`
    pub(super) fn definition(
        &mut self,
        name: &Ident,
        attributes: &[Ident],
        params: &[Fixed],
        ty: Option<&TypeExpr>,
        body: &DefBody,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_name(name)?;
        let attributes = self.attributes(attributes);
        match body {
            DefBody::Plain(body) => self.plain_definition(name, &attributes, params, ty, body),
            DefBody::Recursive(clauses) => {
                self.recursive_definition(name, &attributes, params, ty, clauses)
            }
            DefBody::Functional { var, body, why } => {
                self.functional_definition(name, &attributes, params, ty, (var, body, why))
            }
        }
    }

    fn plain_definition(
        &mut self,
        name: &Ident,
        attributes: &[Attribute],
        params: &[Fixed],
        ty: Option<&TypeExpr>,
        body: &Expr,
    ) -> Checked<Vec<AxiomUse>> {
        let written = LetDef {
            name: name.clone(),
            params: params.to_vec(),
            body: body.clone(),
        };
        let env = self.env.clone();
        let made = Elaborator::new(&env, &Scope::new()).definition(&written, ty);
        let value = self.checked(made, |diagnostic| diagnostic)?.value;
        let definition = self.define(name, &value)?;
        let parameters = params.iter().map(|group| group.names.len()).sum();
        let applied = frame::applied_definition(&definition, parameters);
        let applied = self.rule(applied, name.span)?;
        self.add_derived(name, "def", applied, attributes)?;
        Ok(Vec::new())
    }

    /// Makes a constant: ⊢ c = value.
    pub(super) fn define(&mut self, name: &Ident, value: &Term) -> Checked<Theorem> {
        if let Some(hidden) = value
            .type_variables()
            .difference(&value.ty().variables())
            .next()
        {
            let text = format!(
                "the type variable `{hidden}` does not show in the type of `{}`",
                name.value
            );
            let help = "a definition may only depend on the types that its own type mentions";
            return Err(self.report(message::item("definition", name.span, text).help(help)));
        }
        let made = define_constant(name.value.as_str(), value);
        let (constant, definition) = self.kernel(made, name.span)?;
        self.env.add_constant(constant);
        Ok(definition)
    }

    /// Adds the theorem `NAME_SUFFIX`.
    pub(super) fn add_derived(
        &mut self,
        name: &Ident,
        suffix: &str,
        theorem: Theorem,
        attributes: &[Attribute],
    ) -> Checked<()> {
        let derived = Ident {
            value: format!("{}_{suffix}", name.value),
            span: name.span,
        };
        self.declare_derived(name, &derived.value)?;
        self.add_theorem(&derived, theorem, attributes);
        Ok(())
    }

    /// `constant NAME : τ`
    pub(super) fn constant(&mut self, name: &Ident, ty: &TypeExpr) -> Checked<Vec<AxiomUse>> {
        self.declare_name(name)?;
        let ty = type_of_expression(&self.env, ty);
        let ty = self.checked(ty, |diagnostic| diagnostic)?;
        self.env
            .add_constant(Constant::declare(name.value.as_str(), ty));
        Ok(Vec::new())
    }

    /// `type NAME PARAMS := τ`
    pub(super) fn type_alias(
        &mut self,
        name: &Ident,
        params: &[Ident],
        ty: &TypeExpr,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_type(name)?;
        let made = alias(&self.env, name, params, ty);
        let alias = self.checked(made, |diagnostic| diagnostic)?;
        self.env.add_alias(alias);
        Ok(Vec::new())
    }

    /// `type NAME PARAMS` and `type NAME PARAMS := { x : τ | p } …`
    pub(super) fn type_definition(
        &mut self,
        name: &Ident,
        params: &[Ident],
        carve: Option<&Carve>,
    ) -> Checked<Vec<AxiomUse>> {
        self.declare_type(name)?;
        match carve {
            Some(carve) => self.carve(name, params, carve),
            None => {
                self.env
                    .add_type(TypeOperator::declare(name.value.as_str(), params.len()));
                Ok(Vec::new())
            }
        }
    }

    fn declare_type(&mut self, name: &Ident) -> Checked<()> {
        if self.env.type_meaning(&name.value).is_some() {
            return Err(self.report(message::defined_twice(name, None, Some("another type"))));
        }
        Ok(())
    }

    fn carve(&mut self, name: &Ident, params: &[Ident], carve: &Carve) -> Checked<Vec<AxiomUse>> {
        let (abs, rep) = map_names(name, carve);
        self.declare_name(&abs)?;
        self.declare_name(&rep)?;
        let exists = existence(carve);
        let (proved, _) = self.with_prover(&name.value, |prover| {
            prove_formula(prover, &exists, &carve.why, carve.predicate.span)
        });
        let inhabited = proved?;
        let premise = self.rule(witnessed(&inhabited), name.span)?;
        let parameters: Vec<Name> = params
            .iter()
            .map(|p| Name::from(p.value.as_str()))
            .collect();
        let made = define_type(
            name.value.as_str(),
            abs.value.as_str(),
            rep.value.as_str(),
            &parameters,
            &premise,
        );
        let made = self.kernel(made, name.span)?;
        self.env.add_type(made.operator);
        self.env.add_constant(made.abstraction);
        self.env.add_constant(made.representation);
        for (suffix, theorem) in [("abs_rep", made.abs_rep), ("rep_abs", made.rep_abs)] {
            let closed = self.rule(closed(&theorem), name.span)?;
            self.add_derived(name, suffix, closed, &[])?;
        }
        Ok(self.uses(&premise))
    }

    /// `specify c d where h: p by …`: constants of which p holds.
    pub(super) fn specify(
        &mut self,
        names: &[Ident],
        statement: &Statement,
        why: &Justification,
    ) -> Checked<Vec<AxiomUse>> {
        let Some(first) = names.first() else {
            return Ok(Vec::new());
        };
        names.iter().try_for_each(|name| self.declare_name(name))?;
        let (proved, _) = self.with_prover(&first.value, |prover| {
            existing(prover, names, statement, why)
        });
        let (variables, labels, exists) = proved?;
        let specified = specification(&variables, &exists);
        let premise = self.rule(specified, first.span)?;
        let pairs: Vec<(Name, Variable)> = names
            .iter()
            .map(|name| Name::from(name.value.as_str()))
            .zip(variables)
            .collect();
        let made = specify_constants(&pairs, &premise);
        let (constants, theorem) = self.kernel(made, first.span)?;
        constants
            .into_iter()
            .for_each(|constant| self.env.add_constant(constant));
        self.add_parts(first, &labels, &theorem)?;
        Ok(self.uses(&theorem))
    }

    /// Adds the labelled parts of a specification as theorems; without labels, `NAME_spec`.
    fn add_parts(
        &mut self,
        first: &Ident,
        labels: &[Option<Name>],
        theorem: &Theorem,
    ) -> Checked<()> {
        let mut rest = theorem.clone();
        for (index, label) in labels.iter().enumerate() {
            let last = index + 1 == labels.len();
            let part = if last {
                Ok(rest.clone())
            } else {
                logic::conjunct_left(&rest)
            };
            let part = self.rule(part, first.span)?;
            if !last {
                rest = self.rule(logic::conjunct_right(&rest), first.span)?;
            }
            match label {
                Some(label) => {
                    let ident = Ident {
                        value: label.to_string(),
                        span: first.span,
                    };
                    self.declare_derived(first, label)?;
                    self.add_theorem(&ident, part, &[]);
                }
                None => self.add_derived(first, "spec", part, &[])?,
            }
        }
        Ok(())
    }
}

fn map_names(name: &Ident, carve: &Carve) -> (Ident, Ident) {
    carve.maps.clone().unwrap_or_else(|| {
        let named = |prefix: &str| Ident {
            value: format!("{prefix}_{}", name.value),
            span: name.span,
        };
        (named("mk"), named("rep"))
    })
}

/// `∃ x : τ. p`
fn existence(carve: &Carve) -> Expr {
    let pattern = Spanned {
        value: PatternKind::Name(carve.var.value.clone()),
        span: carve.var.span,
    };
    let binding = Binding {
        patterns: vec![pattern],
        range: Range::Typed(carve.ty.clone()),
    };
    let body = Box::new(carve.predicate.clone());
    Spanned {
        value: ExprKind::Bind(Binder::Exists, vec![binding], body),
        span: carve.predicate.span,
    }
}

/// Proves a closed formula.
pub(super) fn prove_formula(
    prover: &mut Prover<'_>,
    written: &Expr,
    why: &Justification,
    span: Span,
) -> Checked<Theorem> {
    let formula = prover.formula_in(&Scope::new(), written)?;
    let before = prover.diagnostics.len();
    let theorem = prover.justify(&State::new(Scope::new(), formula.clone()), why, span);
    if prover.diagnostics.len() > before || !theorem.hypotheses().is_empty() {
        return Ok(prover.unproved(&formula));
    }
    Ok(theorem)
}

/// `⊢ ∃x. p` gives `⊢ (λx. p) (some x. p)`.
fn witnessed(exists: &Theorem) -> logic::Result<Theorem> {
    let formula = exists.conclusion();
    let chosen = logic::select(exists)?;
    let Some(predicate) = logic().as_exists(&formula) else {
        return Ok(chosen);
    };
    let some = constant_at(&logic().some, &choice_type(predicate)?)?;
    let applied = Term::apply(predicate, &Term::apply(&some, predicate)?)?;
    match logic::beta_equation(&applied) {
        Some(equation) => logic::convert(chosen, Some(&logic::symmetric(&equation)?)),
        None => Ok(chosen),
    }
}

fn choice_type(predicate: &Term) -> logic::Result<rationale_kernel::Type> {
    let domain = predicate
        .ty()
        .as_function()
        .map_or(predicate.ty(), |(domain, _)| domain);
    Ok(rationale_kernel::Type::function(predicate.ty(), domain)?)
}

/// β-normal and closed by ∀.
fn closed(theorem: &Theorem) -> logic::Result<Theorem> {
    let reduced = logic::beta_reduce(theorem.clone())?;
    let free: Vec<Variable> = reduced.conclusion().free_variables().into_iter().collect();
    logic::generalize_all(&free, &reduced)
}

/// The variables of a specification, the labels of its parts, and `⊢ ∃ variables. parts`.
fn existing(
    prover: &mut Prover<'_>,
    names: &[Ident],
    statement: &Statement,
    why: &Justification,
) -> Checked<(Vec<Variable>, Vec<Option<Name>>, Theorem)> {
    let fixed = vec![Fixed {
        names: names.to_vec(),
        ty: None,
    }];
    let whole = Statement {
        fixed,
        ..statement.clone()
    };
    let stated = prover.statement(&Scope::new(), &whole)?;
    let span = names[0].span;
    let parts: Vec<Term> = stated
        .shown
        .iter()
        .map(|(_, formula)| formula.clone())
        .collect();
    let body = prover.rule(logic().conjunction_all(&parts), span)?;
    let exists = stated
        .fixed
        .iter()
        .rev()
        .try_fold(body, |p, v| logic().exists(v, &p));
    let exists = prover.rule(exists, span)?;
    let before = prover.diagnostics.len();
    let mut theorem = prover.justify(&State::new(Scope::new(), exists.clone()), why, span);
    if prover.diagnostics.len() > before || !theorem.hypotheses().is_empty() {
        theorem = prover.unproved(&exists);
    }
    let labels = stated.shown.into_iter().map(|(label, _)| label).collect();
    Ok((stated.fixed, labels, theorem))
}

/// `⊢ ∃x y. p` gives `x = some x. ∃y. p, y = some y. p[…] ⊢ p`. Later witnesses are closed by putting the earlier in.
fn specification(variables: &[Variable], exists: &Theorem) -> logic::Result<Theorem> {
    let mut current = exists.clone();
    let mut equations = Vec::new();
    for variable in variables {
        let formula = current.conclusion();
        let Some(predicate) = logic().as_exists(&formula) else {
            break;
        };
        let some = constant_at(&logic().some, &choice_type(predicate)?)?;
        let witness = Term::apply(&some, predicate)?;
        current = logic::select(&current)?;
        equations.push(Theorem::assume(&Term::equation(
            &Term::variable(variable),
            &witness,
        )?)?);
    }
    replace_witnesses(&current, &equations, variables, exists)
}

/// `⊢ p[w₁, …, wₙ]` and `vᵢ = wᵢ ⊢ vᵢ = wᵢ` give `v₁ = w₁, … ⊢ p[v₁, …, vₙ]`.
fn replace_witnesses(
    theorem: &Theorem,
    equations: &[Theorem],
    variables: &[Variable],
    exists: &Theorem,
) -> logic::Result<Theorem> {
    let mut body = exists.conclusion();
    for variable in variables {
        body = frame::opened(&body, variable)?;
    }
    let mut function = logic::lambda(variables, &body)?;
    let mut equation = Theorem::reflexive(&function)?;
    for step in equations {
        let (left, _) = step.as_equation().ok_or_else(|| shape(&function))?;
        function = Term::apply(&function, left)?;
        equation = Theorem::congruence(&equation, step)?;
    }
    let normal = logic::beta_reduce(equation)?;
    logic::convert(theorem.clone(), Some(&logic::symmetric(&normal)?))
}

fn shape(found: &Term) -> logic::RuleError {
    logic::RuleError::Shape {
        rule: "specification",
        expected: "an equation",
        found: found.clone(),
    }
}
