//! `by`: turns written calls into calls of proof methods, runs them in sequence, and checks what comes back.

use rationale_kernel::Theorem;

use crate::logic::{self, logic};
use crate::prove::conversion::align;
use crate::prove::{self, Call, Goal, Reduction};
use crate::syntax::ast::{Expr, ExprKind, FactHead, FactRef, Ident, Method};

use super::frame::{self, Frame};
use super::message;
use super::proof::{Block, Checked, Prover};
use super::state::State;
use super::steps::fix_variable;

/// The method whose arguments are names of new variables.
const EXT: &str = "ext";

/// The method that tells which other one worked.
const BOUND: &str = "bound";

/// The method that takes a written certificate.
pub(super) const SOS: &str = "sos";

/// The method whose arguments are names of constants.
const UNFOLD: &str = "unfold";

impl Prover<'_> {
    /// Proves the goal by `m₁; m₂; …`: every method but the last leaves another goal to the next.
    pub(super) fn run_methods(&mut self, state: &State, methods: &[Method]) -> Checked<Theorem> {
        let Some((last, earlier)) = methods.split_last() else {
            return Ok(self.unproved(&state.goal));
        };
        let mut block = Block::at(state.clone());
        for method in earlier {
            if logic().is_truth(&block.state.goal) {
                break;
            }
            let names = names_of_ext(method);
            let bare = Method {
                facts: names.as_ref().map_or(method.facts.clone(), |_| vec![]),
                ..method.clone()
            };
            let bare = Method {
                name: names.as_ref().map(|_| ext(method)).or(bare.name),
                ..bare
            };
            let reduction = self.reduce_by(&block.state, &bare)?;
            block.refine(reduction.goal.clone(), Frame::Reduce(reduction));
            for name in names.into_iter().flatten() {
                self.rule(fix_variable(&mut block, &name), method.span)?;
            }
            self.look(method.span, &block.state);
        }
        let proved = if earlier.is_empty() || !logic().is_truth(&block.state.goal) {
            self.prove_by(&block.state, last)?
        } else {
            self.call(&block.state, last)?; // it has nothing to do, but its names must be right
            logic::truth().clone()
        };
        self.rule(frame::close_all(&block.frames, proved), last.span)
    }

    fn prove_by(&mut self, state: &State, written: &Method) -> Checked<Theorem> {
        let (method, call, given) = self.call(state, written)?;
        let is_list = method.name == prove::default_method().name;
        let at_once = call
            .facts
            .iter()
            .filter(|_| is_list)
            .find_map(|fact| align(&fact.theorem, &state.goal));
        if let Some(theorem) = at_once {
            return Ok(theorem);
        }
        let budget = self.budget();
        let goal = Goal {
            env: self.env,
            target: state.goal.clone(),
            context: &state.facts,
            given,
            budget: &budget,
        };
        let proved = if method.name == BOUND {
            prove::bound::search(&goal, &call).map(|(theorem, found)| {
                self.diagnostics.push(message::method_found(found, written));
                theorem
            })
        } else {
            (method.prove)(&goal, &call)
        };
        self.note(&budget);
        let theorem = match proved {
            Ok(theorem) => theorem,
            Err(failure) => {
                return Err(self.report(message::method_failed(
                    self.env,
                    state,
                    method.name,
                    &failure,
                    written,
                )));
            }
        };
        if theorem.concludes(&state.goal) {
            return Ok(theorem);
        }
        Err(self.report(message::wrong_conclusion(
            self.env,
            &state.goal,
            &theorem,
            written.span,
        )))
    }

    /// Another goal that is enough.
    pub(super) fn reduce_by(&mut self, state: &State, written: &Method) -> Checked<Reduction> {
        let (method, call, given) = self.call(state, written)?;
        let Some(reduce) = method.reduce else {
            return Err(self.report(message::leaves_nothing(method.name, written.span)));
        };
        let budget = self.budget();
        let goal = Goal {
            env: self.env,
            target: state.goal.clone(),
            context: &state.facts,
            given,
            budget: &budget,
        };
        let reduced = reduce(&goal, &call);
        self.note(&budget);
        reduced.map_err(|failure| {
            self.report(message::method_failed(
                self.env,
                state,
                method.name,
                &failure,
                written,
            ))
        })
    }

    /// The facts that a call names.
    pub(super) fn cited(&mut self, state: &State, written: &Method) -> Option<Vec<prove::Fact>> {
        if names_of_ext(written).is_some() {
            return Some(vec![]);
        }
        let (_, call, given) = self.call(state, written).ok()?;
        Some(call.facts.into_iter().chain(given).collect())
    }

    /// The method that a call names, with its arguments; a name that is no method's is a fact.
    fn call(
        &mut self,
        state: &State,
        written: &Method,
    ) -> Checked<(&'static prove::Method, Call, Vec<prove::Fact>)> {
        let (method, facts, terms) = match &written.name {
            Some(name) => match prove::method(&name.value) {
                Some(method) => (method, written.facts.clone(), &[][..]),
                None => return Err(self.report(message::unknown_method(self.env, state, name))),
            },
            None => bare_call(state, written),
        };
        let facts = self.facts(state, &facts)?;
        let given = self.facts(state, &written.using)?;
        let certificate = match method.name == SOS && written.name.is_some() {
            true => Some(self.certificate(state, &written.terms)?),
            false => None,
        };
        let mut at = Vec::new();
        for term in terms.iter().chain(&written.at) {
            at.push(self.term(state, term, None)?);
        }
        let call = Call {
            facts,
            at,
            certificate,
        };
        Ok((method, call, given))
    }
}

/// A call without brackets: a method with terms, `unfold f g`, or a plain list of facts. A local fact hides a method of
/// its name.
fn bare_call<'w>(
    state: &State,
    written: &'w Method,
) -> (&'static prove::Method, Vec<FactRef>, &'w [Expr]) {
    let plain = (prove::default_method(), written.facts.clone(), &[][..]);
    let [only] = &written.facts[..] else {
        return plain;
    };
    let FactHead::Name(name) = &only.head else {
        return plain;
    };
    let is_method = only.of.is_empty() && only.named.is_empty() && state.fact(name).is_none();
    match prove::method(name).filter(|_| is_method) {
        None => plain,
        Some(method) if method.name == UNFOLD => (
            method,
            only.args.iter().filter_map(constant_name).collect(),
            &[],
        ),
        Some(method) => (method, Vec::new(), &only.args),
    }
}

/// The variables that `ext x y` takes.
fn names_of_ext(written: &Method) -> Option<Vec<String>> {
    let [only] = &written.facts[..] else {
        return None;
    };
    let named = written.name.is_none() && matches!(&only.head, FactHead::Name(name) if name == EXT);
    let names = only.args.iter().map(|argument| match &argument.value {
        ExprKind::Name(name) => Some(name.clone()),
        _ => None,
    });
    names.collect::<Option<Vec<_>>>().filter(|_| named)
}

fn ext(written: &Method) -> Ident {
    Ident {
        value: EXT.into(),
        span: written.span,
    }
}

/// The argument of `unfold f` as a reference to what f stands for.
fn constant_name(written: &Expr) -> Option<FactRef> {
    let ExprKind::Name(name) = &written.value else {
        return None;
    };
    let head = FactHead::Name(name.clone());
    Some(FactRef {
        span: written.span,
        head,
        args: vec![],
        named: vec![],
        of: vec![],
        reversed: false,
    })
}
