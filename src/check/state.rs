//! One place in a proof: the names in scope, the facts at hand, and the goal. A state is a value; steps make new ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use rationale_kernel::{Name, Term, Theorem, Variable};

use crate::elaborate::{Environment, LocalDefinition, Scope};
use crate::instance::{self, Printed};
use crate::logic::Result;
use crate::prove::Fact;

use super::frame;
use super::ledger::is_unproved;

/// What is known and wanted at one place in a proof.
#[derive(Clone, Debug)]
pub struct State {
    /// Names of variables.
    pub scope: Scope,
    /// Local facts, oldest first; a later one hides an earlier one of its name. Shared until it changes.
    pub facts: Arc<Vec<Fact>>,
    /// The formula to prove.
    pub goal: Term,
    /// The names of a theorem's goals, if it has several.
    pub goal_names: Vec<Option<Name>>,
    /// Labels of facts that could not be stated; to use one is no new mistake.
    broken: BTreeSet<Name>,
}

impl State {
    /// A state with no facts.
    #[must_use]
    pub fn new(scope: Scope, goal: Term) -> Self {
        State {
            scope,
            facts: Arc::default(),
            goal,
            goal_names: Vec::new(),
            broken: BTreeSet::new(),
        }
    }

    /// The same place with another goal.
    #[must_use]
    pub fn with_goal(&self, goal: Term) -> Self {
        State {
            goal,
            goal_names: Vec::new(),
            ..self.clone()
        }
    }

    /// The latest fact of that name; `this` is the latest fact without one.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        let named = self
            .facts
            .iter()
            .rev()
            .find(|fact| fact.name.as_deref() == Some(name));
        match named {
            None if name == "this" => self.facts.iter().rev().find(|fact| fact.name.is_none()),
            found => found,
        }
    }

    /// The names of facts, latest first.
    pub fn fact_names(&self) -> impl Iterator<Item = &str> {
        self.facts
            .iter()
            .rev()
            .filter_map(|fact| fact.name.as_deref())
    }

    /// Adds a fact.
    pub fn know(&mut self, name: Option<Name>, theorem: Theorem) {
        Arc::make_mut(&mut self.facts).push(Fact::new(name, theorem));
    }

    /// Adds an assumption: the fact {p} ⊢ p.
    pub fn suppose(&mut self, name: Option<Name>, formula: &Term) -> Result<()> {
        self.know(name, Theorem::assume(formula)?);
        Ok(())
    }

    /// Adds a local definition with the fact that `unfold` and `simp` use.
    pub fn define(&mut self, definition: LocalDefinition, parameters: usize) -> Result<()> {
        let equation = Theorem::assume(&frame::defining_equation(&definition)?)?;
        let name = Name::from(format!("{}_def", &definition.variable.name));
        self.know(
            Some(name),
            frame::applied_definition(&equation, parameters)?,
        );
        self.scope.define(definition);
        Ok(())
    }

    /// Notes a label whose fact could not be stated.
    pub fn break_label(&mut self, label: Name) {
        self.broken.insert(label);
    }

    /// Whether a label's fact could not be stated.
    #[must_use]
    pub fn is_broken(&self, label: &str) -> bool {
        self.broken.contains(label)
    }

    /// Facts of the form {p} ⊢ p that speak of one of the variables.
    pub fn assumptions_about<'a>(
        &'a self,
        variables: &'a [Variable],
    ) -> impl Iterator<Item = &'a Fact> {
        self.facts
            .iter()
            .filter(|fact| is_assumption(fact) && speaks_of(fact, variables))
    }

    /// An instance where all that is assumed here holds and the goal does not. What was proved on the way follows from
    /// the assumptions; what only stands in for a failed step is taken as one more of them.
    #[must_use]
    pub fn false_instance(&self, env: &Environment) -> Option<Printed> {
        let mut assumed: Vec<Term> = Vec::new();
        for fact in self.facts.iter() {
            let stands_in = is_unproved(&fact.theorem).then(|| fact.conclusion());
            for formula in fact.theorem.hypotheses().iter().cloned().chain(stands_in) {
                if !assumed.contains(&formula) {
                    assumed.push(formula);
                }
            }
        }
        let order: Vec<Variable> = self.scope.variables().map(|(_, v)| v.clone()).collect();
        instance::false_instance(env, &order, &assumed, &self.goal)
    }

    /// Drops the facts that speak of one of the variables.
    pub fn forget_about(&mut self, variables: &[Variable]) {
        Arc::make_mut(&mut self.facts).retain(|fact| !speaks_of(fact, variables));
    }
}

/// Whether a fact is `{p} ⊢ p`.
fn is_assumption(fact: &Fact) -> bool {
    matches!(fact.theorem.hypotheses(), [only] if fact.theorem.concludes(only))
}

fn speaks_of(fact: &Fact, variables: &[Variable]) -> bool {
    let conclusion = fact.conclusion();
    let mut formulas = fact.theorem.hypotheses().iter().chain([&conclusion]);
    formulas.any(|formula| variables.iter().any(|variable| formula.has_free(variable)))
}
