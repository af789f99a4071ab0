//! `by`: turns written calls into calls of proof methods, runs them in sequence, and checks what comes back.

use rationale_kernel::Theorem;

use crate::prove::conversion::align;
use crate::prove::{self, Budget, Call, Goal, Reduction};
use crate::syntax::ast::{Expr, ExprKind, FactHead, FactRef, Method};

use super::message;
use super::proof::{Checked, Prover};
use super::state::State;

/// The method whose arguments are names of constants.
const UNFOLD: &str = "unfold";

impl Prover<'_> {
    /// Proves the goal by `m₁; m₂; …`: every method but the last leaves another goal to the next.
    pub(super) fn run_methods(&mut self, state: &State, methods: &[Method]) -> Checked<Theorem> {
        let mut state = state.clone();
        let mut reductions = Vec::new();
        let Some((last, earlier)) = methods.split_last() else {
            return Ok(self.unproved(&state.goal));
        };
        for method in earlier {
            let reduction = self.reduce_by(&state, method)?;
            state.goal = reduction.goal.clone();
            reductions.push(reduction);
            self.look(method.span, &state);
        }
        let proved = self.prove_by(&state, last)?;
        let whole = reductions.iter().rev().try_fold(proved, |theorem, reduction| reduction.conclude(&theorem));
        self.rule(whole, last.span)
    }

    fn prove_by(&mut self, state: &State, written: &Method) -> Checked<Theorem> {
        let (method, call, given) = self.call(state, written)?;
        let is_list = method.name == prove::default_method().name;
        let at_once = call.facts.iter().filter(|_| is_list).find_map(|fact| align(&fact.theorem, &state.goal));
        if let Some(theorem) = at_once {
            return Ok(theorem);
        }
        let budget = Budget::default();
        let goal = Goal { env: self.env, target: state.goal.clone(), context: &state.facts, given, budget: &budget };
        let theorem = match (method.prove)(&goal, &call) {
            Ok(theorem) => theorem,
            Err(failure) => {
                return Err(self.report(message::method_failed(self.env, state, method.name, &failure, written)));
            }
        };
        if theorem.concludes(&state.goal) {
            return Ok(theorem);
        }
        Err(self.report(message::wrong_conclusion(self.env, &state.goal, &theorem, written.span)))
    }

    /// Another goal that is enough.
    pub(super) fn reduce_by(&mut self, state: &State, written: &Method) -> Checked<Reduction> {
        let (method, call, given) = self.call(state, written)?;
        let Some(reduce) = method.reduce else {
            return Err(self.report(message::leaves_nothing(method.name, written.span)));
        };
        let budget = Budget::default();
        let goal = Goal { env: self.env, target: state.goal.clone(), context: &state.facts, given, budget: &budget };
        reduce(&goal, &call)
            .map_err(|failure| self.report(message::method_failed(self.env, state, method.name, &failure, written)))
    }

    /// The method that a call names, with its arguments; a name that is no method's is a fact.
    fn call(&mut self, state: &State, written: &Method) -> Checked<(&'static prove::Method, Call, Vec<prove::Fact>)> {
        let (method, facts, terms) = match &written.name {
            Some(name) => match prove::method(&name.value) {
                Some(method) => (method, written.facts.clone(), &[][..]),
                None => return Err(self.report(message::unknown_method(self.env, state, name))),
            },
            None => bare_call(written),
        };
        let facts = self.facts(state, &facts)?;
        let given = self.facts(state, &written.using)?;
        let mut at = Vec::new();
        for term in terms.iter().chain(&written.at) {
            at.push(self.term(state, term, None)?);
        }
        Ok((method, Call { facts, at }, given))
    }
}

/// A call without brackets: a method with terms, `unfold f g`, or a plain list of facts.
fn bare_call(written: &Method) -> (&'static prove::Method, Vec<FactRef>, &[Expr]) {
    let plain = (prove::default_method(), written.facts.clone(), &[][..]);
    let [only] = &written.facts[..] else { return plain };
    let FactHead::Name(name) = &only.head else { return plain };
    match prove::method(name).filter(|_| only.of.is_empty() && only.named.is_empty()) {
        None => plain,
        Some(method) if method.name == UNFOLD => (method, only.args.iter().filter_map(constant_name).collect(), &[]),
        Some(method) => (method, Vec::new(), &only.args),
    }
}

/// The argument of `unfold f` as a reference to what f stands for.
fn constant_name(written: &Expr) -> Option<FactRef> {
    let ExprKind::Name(name) = &written.value else { return None };
    let head = FactHead::Name(name.clone());
    Some(FactRef { span: written.span, head, args: vec![], named: vec![], of: vec![], reversed: false })
}
