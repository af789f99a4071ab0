//! A proof tried outside of any file: is this formula proved from these facts by this line of methods? For audits; the
//! answer is a theorem of the kernel or nothing, and nothing is reported.

use rationale_kernel::{Name, Term, Theorem, Variable};

use super::proof::Prover;
use super::state::State;
use crate::elaborate::{Environment, Scope};
use crate::syntax::ast::{ItemKind, Span};
use crate::syntax::parse;

/// Steps that one attempt may take.
const STEPS: u64 = 4_000;

/// The theorem of the goal from the facts by what follows `by`; its hypotheses are among the facts.
#[must_use]
pub fn attempt(
    env: &Environment,
    fixed: &[Variable],
    facts: &[(Name, Term)],
    goal: &Term,
    script: &str,
) -> Option<Theorem> {
    let parsed = parse(&format!("theorem attempt\n  show true\nby {script}\n"));
    let why = parsed
        .file
        .items
        .into_iter()
        .find_map(|item| match item.kind {
            ItemKind::Theorem { why, .. } => Some(why),
            _ => None,
        })?;
    let mut scope = Scope::new();
    fixed
        .iter()
        .for_each(|variable| scope.fix(variable.clone()));
    let mut state = State::new(scope, goal.clone());
    for (name, formula) in facts {
        state.suppose(Some(name.clone()), formula).ok()?;
    }
    let mut prover = Prover::new(env, Name::from("attempt"));
    prover.limit = Some(STEPS);
    let theorem = prover.justify(&state, &why, Span::default());
    let inside = theorem
        .hypotheses()
        .iter()
        .all(|h| facts.iter().any(|(_, fact)| fact == h));
    let proved = !prover.has_errors() && theorem.concludes(goal) && inside;
    proved.then_some(theorem)
}
