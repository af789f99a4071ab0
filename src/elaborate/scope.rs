//! The names that stand for variables at one place of a proof, over the constants of the environment.

use super::module::LocalDefinition;
use rationale_kernel::{Name, Type, Variable};
use std::collections::BTreeSet;

/// The variables that are fixed at one place, outermost first; a later one hides an earlier one of its name.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    variables: Vec<(Name, Variable)>,
    definitions: Vec<LocalDefinition>,
}

impl Scope {
    /// Nothing is fixed.
    pub fn new() -> Self {
        Self::default()
    }

    /// The variable that a name stands for.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables
            .iter()
            .rev()
            .find(|(known, _)| &**known == name)
            .map(|(_, variable)| variable)
    }

    /// All fixed variables with the names that they go by, outermost first, hidden ones too.
    pub fn variables(&self) -> impl Iterator<Item = (&Name, &Variable)> {
        self.variables
            .iter()
            .map(|(name, variable)| (name, variable))
    }

    /// The local definitions, oldest first.
    pub fn definitions(&self) -> &[LocalDefinition] {
        &self.definitions
    }

    /// Fixes a variable under its own name.
    pub fn fix(&mut self, variable: Variable) {
        self.variables.push((variable.name.clone(), variable));
    }

    /// Fixes a variable under a name that people write.
    pub fn fix_as(&mut self, name: impl Into<Name>, variable: Variable) {
        self.variables.push((name.into(), variable));
    }

    /// Adds a local definition; its variable is fixed too.
    pub fn define(&mut self, definition: LocalDefinition) {
        self.fix(definition.variable.clone());
        self.definitions.push(definition);
    }

    /// A variable of that type whose name is `name`, with primes if another fixed variable is called so.
    pub fn fresh(&self, name: &str, ty: Type) -> Variable {
        let mut name = name.to_string();
        while self.variables.iter().any(|(_, known)| *known.name == *name) {
            name.push('\'');
        }
        Variable::new(name, ty)
    }

    /// The type variables of the fixed variables' types.
    pub fn type_variables(&self) -> BTreeSet<Name> {
        self.variables
            .iter()
            .flat_map(|(_, variable)| variable.ty.variables())
            .collect()
    }
}
