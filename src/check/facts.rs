//! References to facts: by name or by formula, instantiated with terms, and with facts for their premises.

use rationale_kernel::{Name, Term, Theorem, Type, TypeSubstitution, TypeView, Variable};
use std::collections::{BTreeMap, BTreeSet};

use crate::logic::{self, logic};
use crate::prove::{Fact, Lemma};
use crate::syntax::ast::{Expr, ExprKind, FactHead, FactRef, Ident};

use super::message;
use super::proof::{Checked, Prover, Reported};
use super::state::State;

impl Prover<'_> {
    /// The fact that a reference stands for.
    pub(super) fn fact(&mut self, state: &State, written: &FactRef) -> Checked<Fact> {
        let found = self.fact_head(state, written)?;
        let plain = written.args.is_empty() && written.named.is_empty() && written.of.is_empty();
        if plain {
            return Ok(if written.reversed { found.reversed() } else { found });
        }
        let mut theorem = self.specialized(state, &found, written)?;
        if !written.of.is_empty() {
            theorem = self.discharged(state, &theorem, written)?;
        }
        let fact = Fact::new(found.name.clone(), theorem);
        Ok(if written.reversed { fact.reversed() } else { fact })
    }

    /// The facts of a list.
    pub(super) fn facts(&mut self, state: &State, written: &[FactRef]) -> Checked<Vec<Fact>> {
        let found: Vec<Checked<Fact>> = written.iter().map(|fact| self.fact(state, fact)).collect();
        found.into_iter().collect()
    }

    fn fact_head(&mut self, state: &State, written: &FactRef) -> Checked<Fact> {
        match &written.head {
            FactHead::Name(name) => self.named_fact(state, name, written),
            FactHead::Formula(formula) => {
                let formula = self.formula(state, formula)?;
                let known = state.facts.iter().rev().find(|fact| fact.theorem.concludes(&formula));
                match known {
                    Some(fact) => Ok(fact.clone()),
                    None => Err(self.report(message::no_such_fact(self.env, state, &formula, written.span))),
                }
            }
        }
    }

    fn named_fact(&mut self, state: &State, name: &str, written: &FactRef) -> Checked<Fact> {
        if let Some(fact) = state.fact(name) {
            return Ok(fact.clone());
        }
        if let Some(named) = self.env.named_theorem(name) {
            return Ok(Fact::of_library(named));
        }
        if let Some(definition) = self.definition_of(state, name) {
            return Ok(definition);
        }
        if state.is_broken(name) {
            return Err(Reported);
        }
        Err(self.report(message::unknown_fact(self.env, state, name, written.span)))
    }

    /// What the name of a defined constant stands for among facts: its definition, or its two recursion equations.
    fn definition_of(&self, state: &State, name: &str) -> Option<Fact> {
        let derived = |suffix: &str| format!("{name}_{suffix}");
        if let Some(fact) = state.fact(&derived("def")) {
            return Some(fact.clone());
        }
        if let Some(named) = self.env.named_theorem(&derived("def")) {
            return Some(Fact::of_library(named));
        }
        let zero = self.env.theorem(&derived("zero"))?;
        let both = logic::conjoin(zero, self.env.theorem(&derived("succ"))?).ok()?;
        Some(Fact::new(Some(Name::from(name)), both))
    }

    /// The fact with terms for its outermost variables.
    fn specialized(&mut self, state: &State, fact: &Fact, written: &FactRef) -> Checked<Theorem> {
        let mut instance = Instantiation::new(&fact.theorem);
        for argument in &written.args {
            let Some(domain) = instance.domain() else {
                return Err(self.report(message::too_many_arguments(self.env, fact, argument.span)));
            };
            self.instantiate_next(state, &mut instance, &domain, argument)?;
        }
        let wanted: BTreeMap<&str, &(Ident, Expr)> =
            written.named.iter().map(|pair| (pair.0.value.as_str(), pair)).collect();
        self.instantiate_named(state, fact, &mut instance, wanted)?;
        self.rule(instance.finish(), written.span)
    }

    fn instantiate_named(
        &mut self,
        state: &State,
        fact: &Fact,
        instance: &mut Instantiation,
        mut wanted: BTreeMap<&str, &(Ident, Expr)>,
    ) -> Checked<()> {
        while !wanted.is_empty() {
            let (Some(domain), Some(hint)) = (instance.domain(), instance.hint()) else { break };
            match wanted.remove(&*hint) {
                Some((_, value)) => self.instantiate_next(state, instance, &domain, value)?,
                None => self.rule(instance.keep(), fact_span(wanted.values().next()))?,
            }
        }
        match wanted.values().next() {
            Some((name, _)) => Err(self.report(message::no_such_parameter(self.env, fact, name))),
            None => Ok(()),
        }
    }

    /// Puts a term for the next variable; `_` keeps it.
    fn instantiate_next(
        &mut self,
        state: &State,
        instance: &mut Instantiation,
        domain: &Type,
        written: &Expr,
    ) -> Checked<()> {
        if matches!(written.value, ExprKind::Hole) {
            return self.rule(instance.keep(), written.span);
        }
        let open = instance.open_types(domain);
        let value = self.term_of_open_type(state, written, domain, &open)?;
        let Some(types) = match_type(domain, value.ty(), &open) else {
            return Err(self.report(message::argument_type(self.env, domain, &value, written.span)));
        };
        self.rule(instance.put(&value, &types), written.span)
    }

    /// The fact with its premises discharged by the facts after `of`, in order.
    fn discharged(&mut self, state: &State, theorem: &Theorem, written: &FactRef) -> Checked<Theorem> {
        let facts = self.facts(state, &written.of)?;
        let theorems: Vec<Theorem> = facts.into_iter().map(|fact| fact.theorem).collect();
        match discharge_premises(theorem, &theorems) {
            Ok(theorem) => Ok(theorem),
            Err(mismatch) => {
                let span = written.of.get(mismatch.fact).map_or(written.span, |fact| fact.span);
                Err(self.report(message::premise_mismatch(self.env, &mismatch, span)))
            }
        }
    }
}

fn fact_span(pair: Option<&&(Ident, Expr)>) -> crate::syntax::ast::Span {
    pair.map(|(name, _)| name.span).unwrap_or_default()
}

/// A theorem whose outermost variables are being replaced one by one.
struct Instantiation {
    theorem: Theorem,
    /// Variables that were passed over; they become ∀ again.
    kept: Vec<Variable>,
    /// Type variables of the context: they stay.
    rigid: BTreeSet<Name>,
}

impl Instantiation {
    fn new(theorem: &Theorem) -> Self {
        let free = theorem.conclusion().free_variables();
        let of_free = free.iter().flat_map(|v| v.ty().variables());
        let of_hypotheses = theorem.hypotheses().iter().flat_map(Term::type_variables);
        let rigid = of_free.chain(of_hypotheses).collect();
        Instantiation { theorem: theorem.clone(), kept: Vec::new(), rigid }
    }

    fn predicate(&self) -> Option<Term> {
        logic().as_forall(&self.theorem.conclusion()).cloned()
    }

    fn domain(&self) -> Option<Type> {
        self.predicate()?.ty().as_function().map(|(domain, _)| domain.clone())
    }

    fn hint(&self) -> Option<Name> {
        self.predicate()?.as_abstraction().map(|abstraction| abstraction.hint().clone())
    }

    /// The type variables that an argument may still decide.
    fn open_types(&self, domain: &Type) -> BTreeSet<Name> {
        domain.variables().difference(&self.rigid).cloned().collect()
    }

    /// Leaves the next variable as it is.
    fn keep(&mut self) -> logic::Result<()> {
        let Some(predicate) = self.predicate() else { return Ok(()) };
        let conclusion = self.theorem.conclusion();
        let mut avoid: Vec<Term> = self.theorem.hypotheses().to_vec();
        avoid.push(conclusion);
        avoid.extend(self.kept.iter().map(Term::variable));
        let (variable, _) = logic().open(&predicate, &avoid.iter().collect::<Vec<_>>())?;
        self.theorem = logic::specialize(&self.theorem, &Term::variable(&variable))?;
        self.kept.push(variable);
        Ok(())
    }

    /// Puts a term for the next variable, at the types that it decides.
    fn put(&mut self, value: &Term, types: &BTreeMap<Name, Type>) -> logic::Result<()> {
        let substitution = TypeSubstitution::new(types.iter().map(|(name, ty)| (name.clone(), ty.clone())));
        if !types.is_empty() {
            self.theorem = self.theorem.instantiate_types(&substitution)?;
            for variable in &mut self.kept {
                *variable = Variable::new(variable.name(), variable.ty().instantiate(&substitution)?);
            }
            self.rigid.extend(types.values().flat_map(Type::variables));
        }
        self.theorem = logic::specialize(&self.theorem, value)?;
        Ok(())
    }

    fn finish(self) -> logic::Result<Theorem> {
        logic::beta_reduce(logic::generalize_all(&self.kept, &self.theorem)?)
    }
}

/// What the open type variables must be to make the pattern that type.
fn match_type(pattern: &Type, ty: &Type, open: &BTreeSet<Name>) -> Option<BTreeMap<Name, Type>> {
    let (mut found, mut pending) = (BTreeMap::new(), vec![(pattern, ty)]);
    while let Some((pattern, ty)) = pending.pop() {
        match (pattern.view(), ty.view()) {
            (TypeView::Variable(name), _) if open.contains(name) => {
                if found.insert(name.clone(), ty.clone()).is_some_and(|before| before != *ty) {
                    return None;
                }
            }
            (TypeView::Variable(name), TypeView::Variable(other)) if name == other => {}
            (TypeView::Apply(f, of), TypeView::Apply(g, to)) if f == g => pending.extend(of.iter().zip(to)),
            _ => return None,
        }
    }
    Some(found)
}

/// A fact that is not the premise in whose place it was given.
pub(super) struct PremiseMismatch {
    /// The fact's place after `of`.
    pub fact: usize,
    /// What was needed, if there was a premise left.
    pub premise: Option<Term>,
    /// What was given.
    pub given: Term,
}

/// A theorem with facts for its first premises. Conjunctions on either side are taken apart; what is not determined or
/// not discharged stays as ∀ and →.
pub(super) fn discharge_premises(theorem: &Theorem, facts: &[Theorem]) -> Result<Theorem, PremiseMismatch> {
    let mismatch = |fact: usize, premise: Option<Term>, given: &Theorem| PremiseMismatch {
        fact,
        premise,
        given: given.conclusion(),
    };
    let first = facts.first().unwrap_or(theorem);
    let lemma = Lemma::whole(None, theorem).ok_or_else(|| mismatch(0, None, first))?;
    let mut matching = lemma.matching();
    let mut proofs = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let parts = logic::conjuncts(fact).unwrap_or_else(|_| vec![fact.clone()]);
        for part in parts {
            let Some(pattern) = lemma.premise_patterns.get(proofs.len()) else {
                return Err(mismatch(index, None, &part));
            };
            if !matching.extend(&lemma.schema, pattern, &part.conclusion()) {
                let premise = matching.instantiate(&lemma.schema, &lemma.premises[proofs.len()]);
                return Err(mismatch(index, premise, &part));
            }
            proofs.push(part);
        }
    }
    let failed = || mismatch(0, None, first);
    let instance = lemma.instance(&matching).ok_or_else(failed)?;
    finish(&instance, proofs).map_err(|_| failed())
}

/// Discharges the premises that have proofs, and makes → and ∀ of the rest.
fn finish(instance: &crate::prove::Instance, mut proofs: Vec<Theorem>) -> logic::Result<Theorem> {
    let rest: Vec<Term> = instance.premises.iter().skip(proofs.len()).cloned().collect();
    for premise in &rest {
        proofs.push(Theorem::assume(premise)?);
    }
    let before: BTreeSet<Variable> = proofs.iter().take(proofs.len() - rest.len()).flat_map(free_in_hypotheses).collect();
    let discharged = logic::discharge_all(&rest, &instance.discharge(&proofs)?)?;
    let conclusion = discharged.conclusion();
    let schematic = |v: &Variable| v.name().starts_with('?') && !before.contains(v);
    let open: Vec<Variable> = conclusion.free_variables().into_iter().filter(schematic).collect();
    let renamed = open.iter().map(|v| {
        let hint = Name::from(v.name().trim_start_matches('?'));
        let fresh = logic::fresh_variable(&hint, v.ty(), &[&conclusion]);
        (v.clone(), fresh)
    });
    let pairs: Vec<(Variable, Variable)> = renamed.collect();
    let images = pairs.iter().map(|(v, fresh)| (v.clone(), Term::variable(fresh)));
    let named = discharged.instantiate(&rationale_kernel::Substitution::new(images)?)?;
    let variables: Vec<Variable> = pairs.into_iter().map(|(_, fresh)| fresh).collect();
    logic::generalize_all(&variables, &named)
}

fn free_in_hypotheses(theorem: &Theorem) -> BTreeSet<Variable> {
    theorem.hypotheses().iter().flat_map(Term::free_variables).collect()
}

/// A library lemma applied to facts for all its premises.
pub(super) fn apply_lemma(lemma: &Theorem, facts: &[Theorem]) -> Option<Theorem> {
    discharge_premises(lemma, facts).ok()
}

/// A theorem with terms for its first variables; type variables become what the terms need.
pub(super) fn apply_terms(theorem: &Theorem, terms: &[Term]) -> logic::Result<Theorem> {
    let mut instance = Instantiation::new(theorem);
    for term in terms {
        let Some(domain) = instance.domain() else { break };
        let types = match_type(&domain, term.ty(), &instance.open_types(&domain)).unwrap_or_default();
        instance.put(term, &types)?;
    }
    Ok(instance.theorem)
}
