//! References to facts: by name or by formula, instantiated with terms, and with facts for their premises.

use rationale_kernel::{Name, Term, Theorem, Type, TypeSubstitution, TypeView, Variable};
use std::collections::{BTreeMap, BTreeSet};

use crate::elaborate::Elaborator;
use crate::logic::{self, TermShape, logic, substitution_from};
use crate::prove::matching::eta_normal_term;
use crate::prove::{Fact, Lemma, Matching};
use crate::syntax::ast::{Expr, ExprKind, FactHead, FactRef};

use super::message;
use super::proof::{Checked, Prover, Reported};
use super::state::State;

impl Prover<'_> {
    /// The fact that a reference stands for.
    pub(super) fn fact(&mut self, state: &State, written: &FactRef) -> Checked<Fact> {
        let found = self.fact_head(state, written)?;
        let plain = written.args.is_empty() && written.named.is_empty() && written.of.is_empty();
        if plain {
            return Ok(if written.reversed {
                found.reversed()
            } else {
                found
            });
        }
        let mut theorem = self.specialized(state, &found, written)?;
        if !written.of.is_empty() {
            theorem = self.discharged(state, &theorem, written)?;
        }
        let fact = Fact::new(found.name.clone(), theorem);
        Ok(if written.reversed {
            fact.reversed()
        } else {
            fact
        })
    }

    /// The facts of a list.
    pub(super) fn facts(&mut self, state: &State, written: &[FactRef]) -> Checked<Vec<Fact>> {
        let absent = self.absent.clone();
        let is_absent = |fact: &FactRef| match &fact.head {
            FactHead::Name(name) => {
                absent.as_deref() == Some(name.as_str()) && state.fact(name).is_none()
            }
            FactHead::Formula(_) => false,
        };
        let there = written.iter().filter(|fact| !is_absent(fact));
        let found: Vec<Checked<Fact>> = there.map(|fact| self.fact(state, fact)).collect();
        found.into_iter().collect()
    }

    fn fact_head(&mut self, state: &State, written: &FactRef) -> Checked<Fact> {
        match &written.head {
            FactHead::Name(name) => self.named_fact(state, name, written),
            FactHead::Formula(formula) => {
                let formula = self.formula(state, formula)?;
                let known = state
                    .facts
                    .iter()
                    .rev()
                    .find(|fact| fact.theorem.concludes(&formula));
                match known {
                    Some(fact) => Ok(fact.clone()),
                    None => Err(self.report(message::no_such_fact(
                        self.env,
                        state,
                        &formula,
                        written.span,
                    ))),
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

    /// The fact with terms for its outermost variables. The terms are read together, so that each may settle the types
    /// of the others.
    fn specialized(&mut self, state: &State, fact: &Fact, written: &FactRef) -> Checked<Theorem> {
        let outer = outer_variables(&fact.theorem);
        let slots = self.slots(fact, &outer, written)?;
        let types: Vec<Type> = outer
            .iter()
            .take(slots.len())
            .map(|(_, ty)| ty.clone())
            .collect();
        let flexible = flexible_types(&fact.theorem);
        let read = Elaborator::new(self.env, &state.scope).arguments(&types, &flexible, &slots);
        let (types, terms) = self.checked(read)?;
        self.rule(instantiate(&fact.theorem, &types, &terms), written.span)
    }

    /// For each outermost variable that is reached, the term that was written for it.
    fn slots<'w>(
        &mut self,
        fact: &Fact,
        outer: &[(Name, Type)],
        written: &'w FactRef,
    ) -> Checked<Vec<Option<&'w Expr>>> {
        if let Some(extra) = written.args.get(outer.len()) {
            return Err(self.report(message::too_many_arguments(self.env, fact, extra.span)));
        }
        let is_hole = |e: &Expr| matches!(e.value, ExprKind::Hole);
        let mut slots: Vec<Option<&Expr>> = written
            .args
            .iter()
            .map(|e| Some(e).filter(|e| !is_hole(e)))
            .collect();
        for (name, value) in &written.named {
            let later = outer.iter().enumerate().skip(written.args.len());
            let Some((place, _)) = later
                .into_iter()
                .find(|(_, (hint, _))| **hint == *name.value)
            else {
                return Err(self.report(message::no_such_parameter(self.env, fact, name)));
            };
            slots.resize(slots.len().max(place + 1), None);
            slots[place] = Some(value);
        }
        Ok(slots)
    }

    /// The fact with its premises discharged by the facts after `of`, in order.
    fn discharged(
        &mut self,
        state: &State,
        theorem: &Theorem,
        written: &FactRef,
    ) -> Checked<Theorem> {
        let facts = self.facts(state, &written.of)?;
        let theorems: Vec<Theorem> = facts.into_iter().map(|fact| fact.theorem).collect();
        match discharge_premises(theorem, &theorems) {
            Ok(theorem) => Ok(theorem),
            Err(mismatch) => {
                let span = written
                    .of
                    .get(mismatch.fact)
                    .map_or(written.span, |fact| fact.span);
                Err(self.report(message::premise_mismatch(self.env, &mismatch, span)))
            }
        }
    }
}

/// The variables of the outermost ∀, by hint and type.
fn outer_variables(theorem: &Theorem) -> Vec<(Name, Type)> {
    let (mut variables, mut rest) = (Vec::new(), theorem.conclusion());
    while let Some((variable, body)) = logic()
        .as_forall(&rest)
        .and_then(|p| logic().open(p, &[]).ok())
    {
        let hint = logic()
            .as_forall(&rest)
            .and_then(|p| p.as_abstraction().map(|a| a.hint().clone()));
        variables.push((
            hint.unwrap_or_else(|| variable.name.clone()),
            variable.ty.clone(),
        ));
        rest = body;
    }
    variables
}

/// The type variables that are the theorem's own: neither its hypotheses nor its free variables have them.
fn flexible_types(theorem: &Theorem) -> Vec<Name> {
    let conclusion = theorem.conclusion();
    let free = conclusion.free_variables();
    let of_free = free.iter().flat_map(|v| v.ty.variables());
    let rigid: BTreeSet<Name> = of_free
        .chain(theorem.hypotheses().iter().flat_map(Term::type_variables))
        .collect();
    conclusion
        .type_variables()
        .difference(&rigid)
        .cloned()
        .collect()
}

/// A theorem at types, with terms for its outermost variables; variables without a term stay in front.
fn instantiate(
    theorem: &Theorem,
    types: &TypeSubstitution,
    terms: &[Option<Term>],
) -> logic::Result<Theorem> {
    let mut current = if types.is_empty() {
        theorem.clone()
    } else {
        theorem.instantiate_types(types)?
    };
    let mut kept: Vec<Variable> = Vec::new();
    for term in terms {
        let value = match term {
            Some(term) => term.clone(),
            None => {
                let variable = next_variable(&current, &kept, terms)?;
                kept.push(variable.clone());
                Term::variable(&variable)
            }
        };
        current = logic::specialize(&current, &value)?;
    }
    logic::beta_reduce(logic::generalize_all(&kept, &current)?)
}

/// A variable for the outermost ∀ that occurs nowhere yet.
fn next_variable(
    theorem: &Theorem,
    kept: &[Variable],
    terms: &[Option<Term>],
) -> logic::Result<Variable> {
    let conclusion = theorem.conclusion();
    let Some(predicate) = logic().as_forall(&conclusion) else {
        return Ok(Variable::new("x", Type::boolean()));
    };
    let kept: Vec<Term> = kept.iter().map(Term::variable).collect();
    let avoid = theorem
        .hypotheses()
        .iter()
        .chain(&kept)
        .chain(terms.iter().flatten())
        .chain([&conclusion]);
    let (variable, _) = logic().open(predicate, &avoid.collect::<Vec<_>>())?;
    Ok(variable)
}

/// What the open type variables must be to make the pattern that type.
fn match_type(pattern: &Type, ty: &Type, open: &BTreeSet<Name>) -> Option<BTreeMap<Name, Type>> {
    let (mut found, mut pending) = (BTreeMap::new(), vec![(pattern, ty)]);
    while let Some((pattern, ty)) = pending.pop() {
        match (pattern.view(), ty.view()) {
            (TypeView::Variable(name), _) if open.contains(name) => {
                if found
                    .insert(name.clone(), ty.clone())
                    .is_some_and(|before| before != *ty)
                {
                    return None;
                }
            }
            (TypeView::Variable(name), TypeView::Variable(other)) if name == other => {}
            (TypeView::Apply(f, of), TypeView::Apply(g, to)) if f == g => {
                pending.extend(of.iter().zip(to))
            }
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
pub(super) fn discharge_premises(
    theorem: &Theorem,
    facts: &[Theorem],
) -> Result<Theorem, PremiseMismatch> {
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
        let fact = logic::beta_reduce(fact.clone()).unwrap_or_else(|_| fact.clone());
        if extend_by(&lemma, &mut matching, proofs.len(), &fact) {
            proofs.push(fact);
            continue;
        }
        let parts = logic::conjuncts(&fact).unwrap_or_else(|_| vec![fact.clone()]);
        for part in parts {
            if proofs.len() == lemma.premises.len() {
                return Err(mismatch(index, None, &part));
            }
            if !extend_by(&lemma, &mut matching, proofs.len(), &part) {
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

/// Whether the fact is the premise of that number; what it determines is then noted.
fn extend_by(lemma: &Lemma, matching: &mut Matching, premise: usize, fact: &Theorem) -> bool {
    let Some(pattern) = lemma.premise_patterns.get(premise) else {
        return false;
    };
    let mut extended = matching.clone();
    let fits = extended.extend(&lemma.schema, pattern, &eta_normal_term(&fact.conclusion()));
    if fits {
        *matching = extended;
    }
    fits
}

/// Discharges the premises that have proofs, and makes → and ∀ of the rest.
fn finish(instance: &crate::prove::Instance, mut proofs: Vec<Theorem>) -> logic::Result<Theorem> {
    let rest: Vec<Term> = instance
        .premises
        .iter()
        .skip(proofs.len())
        .cloned()
        .collect();
    for premise in &rest {
        proofs.push(Theorem::assume(premise)?);
    }
    let before: BTreeSet<Variable> = proofs
        .iter()
        .take(proofs.len() - rest.len())
        .flat_map(free_in_hypotheses)
        .collect();
    let discharged = logic::discharge_all(&rest, &instance.discharge(&proofs)?)?;
    let conclusion = discharged.conclusion();
    let schematic = |v: &Variable| v.name.starts_with('?') && !before.contains(v);
    let open: Vec<Variable> = conclusion
        .free_variables()
        .into_iter()
        .filter(schematic)
        .collect();
    let mut taken: Vec<Term> = discharged.hypotheses().to_vec();
    taken.push(conclusion.clone());
    let mut pairs: Vec<(Variable, Variable)> = Vec::new();
    for variable in open {
        let hint = Name::from(variable.name.trim_start_matches('?'));
        let avoid: Vec<&Term> = taken.iter().collect();
        let fresh = logic::fresh_variable(&hint, &variable.ty, &avoid);
        taken.push(Term::variable(&fresh));
        pairs.push((variable, fresh));
    }
    let images = pairs
        .iter()
        .map(|(v, fresh)| (v.clone(), Term::variable(fresh)));
    let named = discharged.instantiate(&substitution_from(images)?)?;
    let variables: Vec<Variable> = pairs.into_iter().map(|(_, fresh)| fresh).collect();
    logic::generalize_all(&variables, &named)
}

fn free_in_hypotheses(theorem: &Theorem) -> BTreeSet<Variable> {
    theorem
        .hypotheses()
        .iter()
        .flat_map(Term::free_variables)
        .collect()
}

/// A library lemma applied to facts for all its premises.
pub(super) fn apply_lemma(lemma: &Theorem, facts: &[Theorem]) -> Option<Theorem> {
    discharge_premises(lemma, facts).ok()
}

/// A theorem with terms for its first variables; type variables become what the terms need.
pub(super) fn apply_terms(theorem: &Theorem, terms: &[Term]) -> logic::Result<Theorem> {
    let flexible: BTreeSet<Name> = flexible_types(theorem).into_iter().collect();
    let mut types = BTreeMap::new();
    for ((_, domain), term) in outer_variables(theorem).iter().zip(terms) {
        types.extend(match_type(domain, term.ty(), &flexible).unwrap_or_default());
    }
    let mut current =
        theorem.instantiate_types(&types.into_iter().collect::<TypeSubstitution>())?;
    for term in terms {
        current = logic::specialize(&current, term)?;
    }
    Ok(current)
}
