//! From the steps of a refutation to a theorem, through the rules of the logic.

use super::{
    clause::Clause,
    search::{Prepared, Search, Step},
    term::{Bindings, Symbols},
};
use crate::logic::substitution_from;
use crate::{
    logic::{by_contradiction, cut, discharge, logic, negation_introduction},
    prove::{Budget, conversion::align},
};
use rationale_kernel::{Term, Theorem, Type, Variable};
use rustc_hash::FxHashMap;

/// What a finished search has to tell.
pub struct Replay<'r> {
    /// The clauses.
    pub clauses: &'r [Clause],
    /// The same clauses as they were searched.
    pub prepared: &'r [Prepared],
    /// The symbols.
    pub symbols: &'r Symbols,
    /// For fresh variables.
    pub budget: &'r Budget,
    names: FxHashMap<usize, Variable>,
}

impl<'r> Replay<'r> {
    /// Ready to replay.
    pub fn new(
        clauses: &'r [Clause],
        prepared: &'r [Prepared],
        symbols: &'r Symbols,
        budget: &'r Budget,
    ) -> Self {
        Replay {
            clauses,
            prepared,
            symbols,
            budget,
            names: FxHashMap::default(),
        }
    }

    /// Γ ⊢ false, from the start clause.
    pub fn refutation(
        &mut self,
        search: &Search<'_>,
        start: usize,
        base: usize,
    ) -> Option<Theorem> {
        let mut steps = search.steps.iter().copied();
        let clause = self.instance(&search.bindings, start, base)?;
        self.proved(search, clause, None, &mut steps)
    }

    /// The clause's theorem and literals with the variables replaced by what they became.
    fn instance(
        &mut self,
        bindings: &Bindings,
        clause: usize,
        base: usize,
    ) -> Option<(Theorem, Vec<Term>)> {
        let mut pairs = Vec::new();
        for (offset, variable) in self.prepared[clause].variables.iter().enumerate() {
            let node = Bindings::variable(base + offset, &variable.ty);
            let (names, budget) = (&mut self.names, self.budget);
            let mut name = |index: usize, ty: &Type| {
                names
                    .entry(index)
                    .or_insert_with(|| budget.fresh(&"any".into(), ty))
                    .clone()
            };
            pairs.push((
                variable.clone(),
                bindings.term(&node, self.symbols, &mut name)?,
            ));
        }
        let images = substitution_from(pairs).ok()?;
        let clause = &self.clauses[clause];
        let literals = clause
            .hypotheses
            .iter()
            .map(|h| h.substitute(&images).ok())
            .collect::<Option<Vec<_>>>()?;
        Some((clause.theorem.instantiate(&images).ok()?, literals))
    }

    /// Cuts away the clause's literals, but one, by the proofs that the next steps give.
    fn proved(
        &mut self,
        search: &Search<'_>,
        (theorem, literals): (Theorem, Vec<Term>),
        without: Option<usize>,
        steps: &mut impl Iterator<Item = Step>,
    ) -> Option<Theorem> {
        let mut theorem = theorem;
        for (place, literal) in literals.iter().enumerate() {
            if Some(place) != without {
                let proof = self.goal(search, literal, steps)?;
                theorem = cut(&align(&proof, literal)?, &theorem).ok()?;
            }
        }
        Some(theorem)
    }

    /// A proof of a goal; the opposites of goals above it may be among the hypotheses.
    fn goal(
        &mut self,
        search: &Search<'_>,
        goal: &Term,
        steps: &mut impl Iterator<Item = Step>,
    ) -> Option<Theorem> {
        match steps.next()? {
            Step::Ancestor => Theorem::assume(goal).ok(),
            Step::Clause {
                clause,
                literal,
                base,
            } => {
                let instance = self.instance(&search.bindings, clause, base)?;
                let opposite = instance.1[literal].clone();
                let falsity = self.proved(search, instance, Some(literal), steps)?;
                match logic().as_negation(&opposite) {
                    Some(atom) => by_contradiction(atom, &falsity).ok(),
                    None => negation_introduction(&discharge(&opposite, &falsity).ok()?).ok(),
                }
            }
        }
    }
}
