//! Congruence rules: how a simplifier goes below a constant, and what it may assume there.
//!
//! A rule `(∀x. A x → f x = g x) → c f = c g` lets it simplify `f x` under the assumption `A x`. Rules without
//! assumptions are left out: plain congruence does the same.

use crate::{
    logic::logic,
    prove::{
        lemma::Lemma,
        pattern::{Head, Pattern},
    },
};
use rationale_kernel::{Term, Variable};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A congruence rule, taken apart.
#[derive(Clone, Debug)]
pub struct CongruenceRule {
    /// The lemma; its conclusion is `c … = c …`.
    pub lemma: Lemma,
    /// One premise for each part that is simplified.
    pub steps: Vec<Step>,
    /// Which arguments of the left side the premises speak of; the others are simplified beforehand.
    pub covered: Vec<bool>,
}

/// A premise `∀x₁ … . A₁ → … → left = right`.
#[derive(Clone, Debug)]
pub struct Step {
    /// The variables x₁ ….
    pub variables: Vec<Variable>,
    /// The assumptions A₁ ….
    pub assumptions: Vec<Term>,
    /// What is simplified.
    pub left: Term,
    /// The schematic variable that receives the result.
    pub result: usize,
}

impl CongruenceRule {
    /// The rule that a lemma is; nothing if it has another shape, or no assumptions.
    pub fn new(lemma: &Lemma) -> Option<Self> {
        let (left, _) = lemma.conclusion.as_equation()?;
        let steps = lemma
            .premises
            .iter()
            .map(|p| Step::new(lemma, p))
            .collect::<Option<Vec<_>>>()?;
        if steps.iter().all(|step| step.assumptions.is_empty()) {
            return None;
        }
        let speaks = |argument: &Term| {
            let free = argument.free_variables();
            steps
                .iter()
                .any(|step| free.iter().any(|v| step.left.has_free(v)))
        };
        let covered = crate::logic::spine(left)
            .1
            .into_iter()
            .map(speaks)
            .collect();
        Some(CongruenceRule {
            steps,
            covered,
            lemma: lemma.clone(),
        })
    }

    /// Whether the rule speaks of such a term.
    pub fn fits(&self, term: &Term) -> bool {
        let left = self.lemma.sides.as_ref().map(|(left, _)| left);
        left.is_some_and(|left| self.lemma.matching().extend(&self.lemma.schema, left, term))
    }

    fn head(&self) -> Option<Head> {
        self.lemma
            .sides
            .as_ref()
            .map(|(left, _)| Pattern::head(left))
    }
}

impl Step {
    fn new(lemma: &Lemma, premise: &Term) -> Option<Self> {
        let (mut variables, mut assumptions, mut rest) = (Vec::new(), Vec::new(), premise.clone());
        loop {
            if let Some(predicate) = logic().as_forall(&rest) {
                let avoid: Vec<Term> = variables.iter().map(Term::variable).collect();
                let (v, body) = logic()
                    .open(predicate, &avoid.iter().collect::<Vec<_>>())
                    .ok()?;
                variables.push(v);
                rest = body;
            } else if let Some((assumption, body)) = logic().as_implication(&rest) {
                assumptions.push(assumption.clone());
                rest = body.clone();
            } else {
                break;
            }
        }
        let (left, right) = rest.as_equation()?;
        let (head, arguments) = crate::logic::spine(right);
        let result = lemma.schema.index_of(head.as_variable()?)?;
        let distinct = arguments
            .iter()
            .zip(&variables)
            .all(|(a, v)| a.as_variable() == Some(v));
        let complete = arguments.len() == variables.len() && distinct;
        complete.then(|| Step {
            variables,
            assumptions,
            left: left.clone(),
            result,
        })
    }
}

/// Congruence rules by the constant that they go below.
#[derive(Clone, Debug, Default)]
pub struct CongruenceSet(FxHashMap<Head, Vec<Arc<CongruenceRule>>>);

impl CongruenceSet {
    /// Adds a rule.
    pub fn insert(&mut self, rule: Arc<CongruenceRule>) {
        if let Some(head) = rule.head() {
            self.0.entry(head).or_default().push(rule);
        }
    }

    /// The rules for terms with that head and number of arguments, newest first.
    pub fn candidates(
        &self,
        head: Head,
        arity: usize,
    ) -> impl Iterator<Item = &Arc<CongruenceRule>> {
        let rules = self.0.get(&head).into_iter().flatten().rev();
        rules.filter(move |rule| rule.covered.len() == arity)
    }
}
