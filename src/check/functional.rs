//! `def μ x : dist α where E f := e by …`: an element of a carved type given by its representation. The proof shows
//! that the representation is in the type; the theorem `μ_def` then says what the representation is.

use rationale_kernel::{Term, Theorem, Type, TypeSubstitution, Variable};

use crate::elaborate::{Attribute, Elaborator, Scope, type_of_expression};
use crate::logic::{self, logic};
use crate::syntax::ast::{Expr, Fixed, Ident, Justification, Statement, TypeExpr};

use super::facts::apply_terms;
use super::items::FileChecker;
use super::ledger::AxiomUse;
use super::message;
use super::proof::{Checked, Prover};
use super::state::State;

/// What the library says of the carved type: its maps and `∀r. P r ↔ rep (abs r) = r`.
struct Carved {
    abstraction: Term,
    representation: Term,
    membership: Theorem,
}

impl FileChecker<'_> {
    /// `def NAME params : τ where E f := e by …`
    pub(super) fn functional_definition(
        &mut self,
        name: &Ident,
        attributes: &[Attribute],
        params: &[Fixed],
        ty: Option<&TypeExpr>,
        (var, body, why): (&Ident, &Expr, &Justification),
    ) -> Checked<Vec<AxiomUse>> {
        let Some(written) = ty else {
            let text =
                "a definition by its functional needs its type: `def μ : dist α where E f := …`";
            return Err(self.report(message::item("definition", name.span, text)));
        };
        let ty = self.checked(type_of_expression(&self.env, written), |diagnostic| {
            diagnostic
        })?;
        let carved = self.carved(name, &ty)?;
        let (made, _) = self.with_prover(&name.value, |prover| {
            functional(prover, params, &carved, var, body, name)
        });
        let (fixed, scope, value) = made?;
        let goal = self.rule(carved.membership_goal(&value), name.span)?;
        let (member, failed) = self.with_prover(&name.value, |prover| {
            prover.justify(&State::new(scope, goal.clone()), why, name.span)
        });
        let sound = !failed && member.hypotheses().is_empty();
        let member = if sound {
            Ok(member)
        } else {
            super::items::placeholder(&name.value, &goal)
        };
        let member = self.kernel(member, name.span)?;
        let constant_value = carved.value(&fixed, &value);
        let constant_value = self.rule(constant_value, name.span)?;
        let definition = self.define(name, &constant_value)?;
        let equation = carved.equation(&definition, &fixed, &value, &member);
        let equation = self.rule(equation, name.span)?;
        self.add_derived(name, "def", equation.clone(), attributes)?;
        Ok(self.uses(&equation))
    }

    /// The maps of a carved type, at the instance that is wanted.
    fn carved(&mut self, name: &Ident, ty: &Type) -> Checked<Carved> {
        let found = self.find_carved(ty);
        match found {
            Some(carved) => Ok(carved),
            None => {
                let text =
                    "only an element of a type that was carved out of another has a functional";
                Err(self.report(message::item("definition", name.span, text)))
            }
        }
    }

    fn find_carved(&self, ty: &Type) -> Option<Carved> {
        let rationale_kernel::TypeView::Apply(operator, arguments) = ty.view() else {
            return None;
        };
        let theorem = self.env.theorem(&format!("{}_rep_abs", operator.name()))?;
        let formula = theorem.conclusion();
        let (_, body) = logic().open(logic().as_forall(&formula)?, &[]).ok()?;
        let (_, fixed) = body.as_equation()?; // P r ↔ rep (abs r) = r
        let (rep, inner) = fixed.as_equation()?.0.as_apply()?;
        let (abs, _) = inner.as_apply()?;
        let generic = abs.ty().as_function()?.1.clone();
        let rationale_kernel::TypeView::Apply(found, parameters) = generic.view() else {
            return None;
        };
        if found != operator {
            return None;
        }
        let names = parameters.iter().map(|parameter| match parameter.view() {
            rationale_kernel::TypeView::Variable(name) => Some(name.clone()),
            rationale_kernel::TypeView::Apply(..) => None,
        });
        let names: Vec<_> = names.collect::<Option<_>>()?;
        let types = names
            .into_iter()
            .zip(arguments.iter().cloned())
            .collect::<TypeSubstitution>();
        Some(Carved {
            abstraction: abs.instantiate_types(&types).ok()?,
            representation: rep.instantiate_types(&types).ok()?,
            membership: theorem.instantiate_types(&types).ok()?,
        })
    }
}

/// The parameters, the scope, and `λf. e`.
fn functional(
    prover: &mut Prover<'_>,
    params: &[Fixed],
    carved: &Carved,
    var: &Ident,
    body: &Expr,
    name: &Ident,
) -> Checked<(Vec<Variable>, Scope, Term)> {
    let statement = Statement {
        fixed: params.to_vec(),
        ..Statement::default()
    };
    let stated = prover.statement(&Scope::new(), &statement)?;
    let parts = carved
        .representation
        .ty()
        .as_function()
        .and_then(|(_, old)| {
            old.as_function()
                .map(|(domain, result)| (domain.clone(), result.clone()))
        });
    let Some((domain, result)) = parts else {
        let text = "the type is not carved out of functions, so there is no functional";
        return Err(prover.report(message::item("definition", name.span, text)));
    };
    let mut scope = stated.scope.clone();
    let variable = scope.fresh(&var.value, domain);
    scope.fix_as(var.value.as_str(), variable.clone());
    let body = Elaborator::new(prover.env, &scope).term(body, Some(&result));
    let body = prover.checked(body)?;
    let value = prover.rule(logic::lambda(&[variable], &body), name.span)?;
    Ok((stated.fixed, stated.scope, value))
}

impl Carved {
    /// P at the functional.
    fn membership_goal(&self, value: &Term) -> logic::Result<Term> {
        let instance = logic::beta_reduce(logic::specialize(&self.membership, value)?)?;
        Ok(instance
            .as_equation()
            .map_or_else(|| instance.conclusion(), |(member, _)| member.clone()))
    }

    /// `λparams. abs (λf. e)`
    fn value(&self, params: &[Variable], value: &Term) -> logic::Result<Term> {
        logic::lambda(params, &Term::apply(&self.abstraction, value)?)
    }

    /// `∀params f. rep (c params) f = e`
    fn equation(
        &self,
        definition: &Theorem,
        params: &[Variable],
        value: &Term,
        member: &Theorem,
    ) -> logic::Result<Theorem> {
        let instance = apply_terms(&self.membership, std::slice::from_ref(value))?;
        let normal = logic::beta_reduce(instance.clone())?;
        let fixed = Theorem::equal_modus_ponens(&normal, member)?; // rep (abs value) = value
        let arguments: Vec<Term> = params.iter().map(Term::variable).collect();
        let unfolded =
            logic::unfold_application(definition, &arguments.iter().collect::<Vec<_>>())?;
        let represented = logic::apply_to_both(&self.representation, &unfolded)?;
        let applied =
            super::frame::applied_definition(&Theorem::transitive(&represented, &fixed)?, 1)?;
        logic::generalize_all(params, &applied)
    }
}
