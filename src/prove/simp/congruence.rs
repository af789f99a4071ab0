//! Congruence rules: how a simplifier goes below a constant, and what it may assume there.
//!
//! A rule `(∀x. A x → f x = g x) → c f = c g` lets it simplify `f x` under the assumption `A x`. Rules without
//! assumptions are left out: plain congruence does the same.

use crate::logic::{TermShape, substitution_from};
use crate::{
    logic::logic,
    prove::{
        lemma::Lemma,
        pattern::{Head, Pattern},
    },
};
use rationale_kernel::{Name, Term, Variable};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A congruence rule, taken apart.
#[derive(Clone, Debug)]
pub struct CongruenceRule {
    /// The lemma; its conclusion is `c … = c …`.
    pub lemma: Lemma,
    /// The premises in order: parts to simplify, and conditions to prove.
    pub premises: Vec<Premise>,
    /// Which arguments of the left side the premises speak of; the others are simplified beforehand.
    pub covered: Vec<bool>,
}

/// A premise of a congruence rule.
#[derive(Clone, Debug)]
pub enum Premise {
    /// A part that is simplified.
    Part(Step),
    /// A condition without which the rule is not used.
    Condition(Term),
}

/// One ∀ or → of a premise.
#[derive(Clone, Copy, Debug)]
pub enum Layer {
    /// The variable of that number.
    Variable(usize),
    /// The assumption of that number.
    Assumption(usize),
}

/// A premise `∀x₁ … . A₁ → … → left = right`.
#[derive(Clone, Debug)]
pub struct Step {
    /// The variables x₁ …, under names that no goal has.
    pub variables: Vec<Variable>,
    /// Their names as written.
    pub hints: Vec<Name>,
    /// The assumptions A₁ ….
    pub assumptions: Vec<Term>,
    /// The ∀ and → of the premise, from outside in.
    pub layers: Vec<Layer>,
    /// What is simplified.
    pub left: Term,
    /// The schematic variable that receives the result.
    pub result: usize,
}

impl CongruenceRule {
    /// The rule that a lemma is; nothing if it has another shape, or no assumptions.
    pub fn new(lemma: &Lemma) -> Option<Self> {
        let (left, _) = lemma.conclusion.as_equation()?;
        let premises: Vec<Premise> = lemma
            .premises
            .iter()
            .map(|p| {
                Step::new(lemma, p).map_or_else(|| Premise::Condition(p.clone()), Premise::Part)
            })
            .collect();
        let steps: Vec<&Step> = premises.iter().filter_map(Premise::part).collect();
        if steps.iter().all(|step| step.assumptions.is_empty()) {
            return None;
        }
        let speaks = |argument: &Term| {
            let free = argument.free_variables();
            steps
                .iter()
                .any(|step| free.iter().any(|v| step.changes(v)))
        };
        let covered = crate::logic::spine(left)
            .1
            .into_iter()
            .map(speaks)
            .collect();
        Some(CongruenceRule {
            covered,
            premises,
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

impl Premise {
    fn part(&self) -> Option<&Step> {
        match self {
            Premise::Part(step) => Some(step),
            Premise::Condition(_) => None,
        }
    }
}

impl Step {
    /// Whether a variable of the rule is in what is simplified.
    fn changes(&self, v: &Variable) -> bool {
        self.left.has_free(v)
    }

    fn new(lemma: &Lemma, premise: &Term) -> Option<Self> {
        let (mut variables, mut hints) = (Vec::new(), Vec::new());
        let (mut assumptions, mut layers, mut rest) = (Vec::new(), Vec::new(), premise.clone());
        loop {
            if let Some(predicate) = logic().as_forall(&rest) {
                let (v, body) = logic().open(predicate, &[]).ok()?;
                let own = Variable::new(format!("⟨{}⟩{}", &v.name, variables.len()), v.ty.clone());
                let images = substitution_from([(v.clone(), Term::variable(&own))]).ok()?;
                rest = body.substitute(&images).ok()?;
                layers.push(Layer::Variable(variables.len()));
                hints.push(v.name.clone());
                variables.push(own);
            } else if let Some((assumption, body)) = logic().as_implication(&rest) {
                layers.push(Layer::Assumption(assumptions.len()));
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
            hints,
            layers,
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
