//! Definitions by recursion on ℕ. The library's theorem `nat_recursion` gives a function, choice names it, and the
//! equations are proved as they were written: whatever was done on the way, they are compared with the text.

use rationale_kernel::{Constant, Term, Theorem, Type, Variable};

use crate::elaborate::{Attribute, Elaborator, Scope, type_of_expression};
use crate::logic::{
    self, ConstantShape, NumeralsShape, TermShape, TermView, constant_at, logic, substitution_from,
};
use crate::syntax::ast::{Clause, Fixed, Ident, Statement, TypeExpr};

use super::facts::apply_terms;
use super::items::FileChecker;
use super::ledger::AxiomUse;
use super::message;
use super::proof::Checked;

/// The pieces of `def f ps : ℕ → τ | 0 ys := base | n + 1 ys := step`.
struct Recursion {
    /// f, while the clauses are read: notation may stand for it.
    placeholder: Constant,
    /// f, while the function is made.
    function: Variable,
    params: Vec<Variable>,
    /// τ
    result: Type,
    scope: Scope,
}

/// One clause in kernel terms.
struct Equation {
    /// The predecessor's variable, in the clause for successors.
    predecessor: Option<Variable>,
    by_suc: bool,
    later: Vec<Variable>,
    body: Term,
}

impl FileChecker<'_> {
    /// `def f … : ℕ → τ | 0 := a | n + 1 := b`
    pub(super) fn recursive_definition(
        &mut self,
        name: &Ident,
        attributes: &[Attribute],
        params: &[Fixed],
        ty: Option<&TypeExpr>,
        clauses: &[Clause],
    ) -> Checked<Vec<AxiomUse>> {
        let recursion = self.recursion(name, params, ty)?;
        let (zero, successor) = self.two_clauses(name, clauses)?;
        let zero = self.equation(name, &recursion, zero)?;
        let successor = self.equation(name, &recursion, successor)?;
        let rule = self.needed_theorem("nat_recursion", "a definition by recursion", name)?;
        let made = recursion.existence(&rule, &zero, &successor);
        let exists = self.rule(made, name.span)?;
        let value = self.rule(recursion.value(&exists), name.span)?;
        let definition = self.define(name, &value)?;
        let solved = recursion.solve(&definition, &exists);
        let (base, step) = self.rule(solved, name.span)?;
        for (suffix, equation, theorem) in [("zero", &zero, base), ("succ", &successor, step)] {
            let theorem = self.as_written(name, &recursion, equation, &theorem)?;
            self.add_derived(name, suffix, theorem, attributes)?;
        }
        Ok(self.uses(&rule))
    }

    fn recursion(
        &mut self,
        name: &Ident,
        params: &[Fixed],
        ty: Option<&TypeExpr>,
    ) -> Checked<Recursion> {
        let Some(written) = ty else {
            let text = "a definition by recursion needs its type: `def f : ℕ → ℝ`";
            return Err(self.report(message::item("definition", name.span, text)));
        };
        let ty = type_of_expression(&self.env, written);
        let ty = self.checked(ty, |diagnostic| diagnostic)?;
        let parts = ty
            .as_function()
            .map(|(domain, result)| (domain.clone(), result.clone()));
        let nat = self
            .env
            .type_operator("nat")
            .and_then(|nat| Type::apply(nat, vec![]).ok());
        let Some((_, result)) = parts.filter(|(domain, _)| Some(domain) == nat.as_ref()) else {
            let text = "recursion is on the first argument after the colon, which must be in ℕ";
            return Err(self.report(message::item("definition", written.span, text)));
        };
        let statement = Statement {
            fixed: params.to_vec(),
            ..Statement::default()
        };
        let (stated, _) = self.with_prover(&name.value, |prover| {
            prover.statement(&Scope::new(), &statement)
        });
        let stated = stated?;
        let whole = stated
            .fixed
            .iter()
            .rev()
            .try_fold(ty, |ty, param| Type::function(&param.ty, &ty));
        let whole = self.kernel(whole, name.span)?;
        let placeholder = Constant::declare(name.value.as_str(), whole.clone());
        let function = stated.scope.fresh(&name.value, whole);
        Ok(Recursion {
            placeholder,
            function,
            params: stated.fixed,
            result,
            scope: stated.scope,
        })
    }

    fn two_clauses<'c>(
        &mut self,
        name: &Ident,
        clauses: &'c [Clause],
    ) -> Checked<(&'c Clause, &'c Clause)> {
        match clauses {
            [zero, successor] if zero.predecessor.is_none() && successor.predecessor.is_some() => {
                Ok((zero, successor))
            }
            _ => {
                let text =
                    "recursion on ℕ has two clauses, `| 0 := …` and `| n + 1 := …`, in this order";
                Err(self.report(message::item("definition", name.span, text)))
            }
        }
    }

    fn equation(
        &mut self,
        name: &Ident,
        recursion: &Recursion,
        clause: &Clause,
    ) -> Checked<Equation> {
        let mut scope = recursion.scope.clone();
        let nat = self
            .env
            .type_operator("nat")
            .and_then(|nat| Type::apply(nat, vec![]).ok());
        let predecessor = clause
            .predecessor
            .as_ref()
            .zip(nat)
            .map(|(name, nat)| fix(&mut scope, name, nat));
        let (mut later, mut rest) = (Vec::new(), recursion.result.clone());
        for param in &clause.params {
            let Some((domain, codomain)) = rest.as_function().map(|(a, b)| (a.clone(), b.clone()))
            else {
                let text = format!("`{}` is one parameter too many", param.value);
                return Err(self.report(message::item("definition", param.span, text)));
            };
            later.push(fix(&mut scope, param, domain));
            rest = codomain;
        }
        let mut env = self.env.clone();
        env.add_constant(recursion.placeholder.clone());
        let body = Elaborator::new(&env, &scope).term(&clause.body, Some(&rest));
        let body = self.checked(body, |diagnostic| diagnostic)?;
        let body = replace_constant(&body, &recursion.placeholder, &recursion.function);
        let body = self.rule(body, name.span)?;
        Ok(Equation {
            predecessor,
            by_suc: clause.by_suc,
            later,
            body,
        })
    }

    /// A theorem of the library that an item needs.
    pub(super) fn needed_theorem(
        &mut self,
        theorem: &str,
        what: &str,
        at: &Ident,
    ) -> Checked<Theorem> {
        match self.env.theorem(theorem) {
            Some(found) => Ok(found.clone()),
            None => Err(self.report(message::missing_theorem(theorem, what, at.span))),
        }
    }

    /// The equation of a clause, as it is written.
    fn as_written(
        &mut self,
        name: &Ident,
        recursion: &Recursion,
        equation: &Equation,
        theorem: &Theorem,
    ) -> Checked<Theorem> {
        let Some(constant) = self.env.constant(&name.value).cloned() else {
            return Ok(theorem.clone());
        };
        let Some(argument) = self.argument(equation, name)? else {
            return Ok(theorem.clone());
        };
        let function = constant_at(&constant, &recursion.function.ty);
        let function = self.kernel(function, name.span)?;
        let written = recursion.written(&function, &argument, equation);
        let written = self.rule(written, name.span)?;
        let successor = self.env.theorem("nat_suc").cloned();
        let turned = recursion.turn(&function, &argument, equation, theorem, successor.as_ref());
        let turned = self.rule(turned, name.span)?;
        if turned.concludes(&written) {
            return Ok(turned);
        }
        let env = self.env.clone();
        let text = format!(
            "a recursive call of `{}` must be on the predecessor, with the same parameters before the colon",
            name.value
        );
        let diagnostic = message::item("definition", name.span, text);
        Err(self.report(message::with_formula(
            diagnostic,
            &env,
            "the equation would be",
            &written,
        )))
    }

    /// `0`, `suc n` or `n + 1`.
    fn argument(&mut self, equation: &Equation, name: &Ident) -> Checked<Option<Term>> {
        let numerals = self.env.numerals_nat().cloned();
        let made = match &equation.predecessor {
            None => numerals
                .and_then(|numerals| numerals.integer(0).ok())
                .map(|zero| Ok(Term::literal(&zero))),
            Some(n) if equation.by_suc => self.unary("suc", n),
            Some(n) => self.plus_one(n),
        };
        match made {
            Some(term) => Ok(Some(self.rule(term, name.span)?)),
            None => Err(self.report(message::missing_theorem(
                "nat_recursion",
                "recursion",
                name.span,
            ))),
        }
    }

    fn unary(&self, constant: &str, n: &Variable) -> Option<logic::Result<Term>> {
        let constant = self.env.constant(constant)?;
        let head = constant_at(constant, constant.generic_type()).ok()?;
        Some(Term::apply(&head, &Term::variable(n)).map_err(Into::into))
    }

    fn plus_one(&self, n: &Variable) -> Option<logic::Result<Term>> {
        let constant = self.env.constant("nat_add")?;
        let head = constant_at(constant, constant.generic_type()).ok()?;
        let one = Term::literal(&self.env.numerals_nat()?.integer(1).ok()?);
        Some(logic::apply_all(&head, [&Term::variable(n), &one]))
    }
}

fn fix(scope: &mut Scope, name: &Ident, ty: Type) -> Variable {
    let variable = scope.fresh(&name.value, ty);
    scope.fix_as(name.value.as_str(), variable.clone());
    variable
}

impl Recursion {
    /// f at its parameters.
    fn applied(&self, function: &Term) -> logic::Result<Term> {
        let params: Vec<Term> = self.params.iter().map(Term::variable).collect();
        logic::apply_all(function, &params)
    }

    /// `⊢ ∃g. g 0 = base ∧ ∀n. g (suc n) = step n (g n)`
    fn existence(
        &self,
        rule: &Theorem,
        zero: &Equation,
        successor: &Equation,
    ) -> logic::Result<Theorem> {
        let base = logic::lambda(&zero.later, &zero.body)?;
        let previous = Variable::new(
            format!("{}'s value", &self.function.name),
            self.result.clone(),
        );
        let Some(n) = successor.predecessor.clone() else {
            return Ok(rule.clone());
        };
        let mut binders = self.params.clone();
        let nat = Variable::new(n.name.clone(), n.ty.clone());
        binders.push(nat.clone());
        let call = logic::lambda(&binders, &Term::variable(&previous))?;
        let image = [(self.function.clone(), call)];
        let body = logic::normal_term(&successor.body.substitute(&substitution_from(image)?)?)?;
        let inner = logic::lambda(&successor.later, &body)?;
        let step = logic::lambda(&[nat, previous], &inner)?;
        apply_terms(rule, &[base, step])
    }

    /// `λps. some g. …`
    fn value(&self, exists: &Theorem) -> logic::Result<Term> {
        let formula = exists.conclusion();
        let Some(predicate) = logic().as_exists(&formula) else {
            return Ok(formula);
        };
        let domain = predicate
            .ty()
            .as_function()
            .map_or(predicate.ty(), |(domain, _)| domain);
        let some = constant_at(&logic().some, &Type::function(predicate.ty(), domain)?)?;
        logic::lambda(&self.params, &Term::apply(&some, predicate)?)
    }

    /// The two equations of `f ps`, from `⊢ f = λps. some g. …`.
    fn solve(&self, definition: &Theorem, exists: &Theorem) -> logic::Result<(Theorem, Theorem)> {
        let params: Vec<Term> = self.params.iter().map(Term::variable).collect();
        let unfolded = logic::unfold_application(definition, &params.iter().collect::<Vec<_>>())?;
        let formula = exists.conclusion();
        let both = match logic().as_exists(&formula) {
            Some(predicate) => {
                let same = logic::apply_to_both(predicate, &logic::symmetric(&unfolded)?)?;
                logic::convert(logic::select(exists)?, Some(&reduced_left(&same)?))?
            }
            None => exists.clone(),
        };
        let both = logic::beta_reduce(both)?;
        Ok((logic::conjunct_left(&both)?, logic::conjunct_right(&both)?))
    }

    /// The equation of a clause with the constant for f, closed.
    fn written(
        &self,
        function: &Term,
        argument: &Term,
        equation: &Equation,
    ) -> logic::Result<Term> {
        let mut left = Term::apply(&self.applied(function)?, argument)?;
        for variable in &equation.later {
            left = Term::apply(&left, &Term::variable(variable))?;
        }
        let image = [(self.function.clone(), function.clone())];
        let right = equation.body.substitute(&substitution_from(image)?)?;
        logic().forall_all(&self.variables(equation), &Term::equation(&left, &right)?)
    }

    fn variables(&self, equation: &Equation) -> Vec<Variable> {
        self.params
            .iter()
            .chain(&equation.predecessor)
            .chain(&equation.later)
            .cloned()
            .collect()
    }

    /// The theorem of a clause with its later arguments, and `n + 1` for `suc n` if it was written so.
    fn turn(
        &self,
        function: &Term,
        argument: &Term,
        equation: &Equation,
        theorem: &Theorem,
        successor: Option<&Theorem>,
    ) -> logic::Result<Theorem> {
        let mut turned = theorem.clone();
        if let Some(n) = &equation.predecessor {
            turned = logic::specialize(&turned, &Term::variable(n))?;
        }
        let wanted = Term::apply(&self.applied(function)?, argument)?;
        let differs = turned
            .as_equation()
            .is_some_and(|(left, _)| *left != wanted);
        if let (Some(n), Some(successor), true) = (&equation.predecessor, successor, differs) {
            let same = logic::specialize(successor, &Term::variable(n))?; // suc n = n + 1
            let both = logic::apply_to_both(&self.applied(function)?, &same)?;
            turned = Theorem::transitive(&logic::symmetric(&both)?, &turned)?;
        }
        for variable in &equation.later {
            turned = logic::apply_both_to(&turned, &Term::variable(variable))?;
        }
        logic::generalize_all(&self.variables(equation), &logic::beta_reduce(turned)?)
    }
}

/// A term with a variable for a constant at its own type.
fn replace_constant(term: &Term, constant: &Constant, variable: &Variable) -> logic::Result<Term> {
    Ok(match term.view() {
        TermView::Constant(found) if found == constant && term.ty() == &variable.ty => {
            Term::variable(variable)
        }
        TermView::Apply(f, x) => Term::apply(
            &replace_constant(f, constant, variable)?,
            &replace_constant(x, constant, variable)?,
        )?,
        TermView::Abstract(abstraction) => {
            let image = Term::variable(variable);
            let bound = logic::fresh_variable(
                abstraction.hint(),
                abstraction.binder_type(),
                &[term, &image],
            );
            let body = abstraction.open(&Term::variable(&bound))?;
            Term::abstraction(&bound, &replace_constant(&body, constant, variable)?)?
        }
        _ => term.clone(),
    })
}

/// `⊢ (λx. s) t = r` gives `⊢ s[t/x] = r`.
fn reduced_left(equation: &Theorem) -> logic::Result<Theorem> {
    let redex = equation
        .as_equation()
        .and_then(|(left, _)| logic::beta_equation(left));
    match redex {
        Some(reduction) => Ok(Theorem::transitive(
            &logic::symmetric(&reduction)?,
            equation,
        )?),
        None => Ok(equation.clone()),
    }
}
