//! From drafts to kernel terms, once all types are known. What is still unknown becomes a type variable, or an error.

use super::{
    draft::{Carrier, Draft, LocalId},
    inference::{Inference, Outcome, Reported},
    message, stack,
    unify::OpenType,
};
use crate::logic::{ConstantShape, TermShape, constant_at, substitution_from};
use crate::{logic, syntax::ast::Span};
use num_rational::BigRational;
use num_traits::{One, Zero};
use rationale_kernel::{KernelError, Name, Term, Type, Variable};
use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

/// What becomes of a type that nothing determines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undetermined {
    /// A type variable that is not in use: the statement holds for every type.
    Generalize,
    /// An error.
    Refuse,
}

/// The letters that new type variables are taken from.
const LETTERS: [&str; 12] = ["α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "ξ", "τ"];

/// Puts terms together.
pub(super) struct Builder<'i, 'a> {
    inference: &'i mut Inference<'a>,
    undetermined: Undetermined,
    invented: HashMap<usize, Type>,
    used: BTreeSet<Name>,
    variables: HashMap<LocalId, Variable>,
    /// Terms of drafts that are used more than once.
    built: HashMap<*const Draft, Term>,
    /// The place that is blamed when the kernel refuses.
    span: Span,
}

impl<'i, 'a> Builder<'i, 'a> {
    pub(super) fn new(inference: &'i mut Inference<'a>, undetermined: Undetermined) -> Self {
        let used = inference.type_variables.clone();
        Builder {
            inference,
            undetermined,
            invented: HashMap::new(),
            used,
            variables: HashMap::new(),
            built: HashMap::new(),
            span: Span::default(),
        }
    }

    /// The kernel term of a draft.
    pub(super) fn term(&mut self, draft: &Rc<Draft>, span: Span) -> Outcome<Term> {
        self.span = span;
        self.build(draft)
    }

    /// The kernel type.
    pub(super) fn ty(&mut self, ty: &OpenType) -> Outcome<Type> {
        let (mut missing, span) = (Vec::new(), self.span);
        let (invented, used) = (&mut self.invented, &mut self.used);
        let unifier = &self.inference.unifier;
        let closed = unifier.close(ty, &mut |unknown| {
            let known = invented.entry(unknown).or_insert_with(|| {
                missing.push(unknown);
                Type::variable(invent(used))
            });
            known.clone()
        });
        if self.undetermined == Undetermined::Refuse && !missing.is_empty() {
            return self.refuse(missing[0]);
        }
        closed.map_or_else(|| self.inference.fail(message::too_deep(span)), Ok)
    }

    fn refuse<T>(&mut self, unknown: usize) -> Outcome<T> {
        let origin = self.inference.origins.get(&unknown).cloned();
        let (name, span) = origin.map_or_else(
            || ("_".into(), self.span),
            |origin| (origin.name, origin.span),
        );
        self.inference.fail(message::undetermined(&name, span))
    }

    /// The kernel variable of a local: under its own name, unless that could be mistaken for another in reach.
    pub(super) fn variable(&mut self, id: LocalId) -> Outcome<Variable> {
        if let Some(variable) = self.variables.get(&id) {
            return Ok(variable.clone());
        }
        let local = self.inference.locals[id.0].clone();
        let ty = self.ty(&local.ty)?;
        let name = if local.hides {
            format!("{}#{}", local.name, id.0).into()
        } else {
            local.name
        };
        let variable = Variable::new(name, ty);
        self.variables.insert(id, variable.clone());
        Ok(variable)
    }

    /// The kernel variable of a local that is fixed: under its name, which other locals then keep clear of.
    pub(super) fn fix(&mut self, name: &Name, id: LocalId) -> Outcome<Variable> {
        let ty = self.inference.locals[id.0].ty.clone();
        let variable = Variable::new(name.clone(), self.ty(&ty)?);
        self.variables.insert(id, variable.clone());
        Ok(variable)
    }

    fn build(&mut self, draft: &Rc<Draft>) -> Outcome<Term> {
        if Rc::strong_count(draft) == 1 {
            return stack::step(|| self.build_new(draft));
        }
        if let Some(term) = self.built.get(&Rc::as_ptr(draft)) {
            return Ok(term.clone());
        }
        let term = stack::step(|| self.build_new(draft))?;
        self.built.insert(Rc::as_ptr(draft), term.clone());
        Ok(term)
    }

    fn build_new(&mut self, draft: &Draft) -> Outcome<Term> {
        match draft {
            Draft::Local(id) => Ok(Term::variable(&self.variable(*id)?)),
            Draft::Free(variable) => Ok(Term::variable(variable)),
            Draft::Constant(constant, ty) => {
                let ty = self.ty(ty)?;
                self.accept(constant_at(constant, &ty))
            }
            Draft::Apply(function, argument) => {
                let (function, mut argument) = (self.build(function)?, self.build(argument)?);
                // one form for `Σ i < n. F i`, whether F was put in by a person or by a lemma
                if !is_quantifier(&function) {
                    argument = logic::eta_short(&argument).map_err(|_| Reported)?;
                }
                self.accept(Term::apply(&function, &argument))
            }
            Draft::Lambda(id, body) => {
                let body = self.build(body)?;
                self.abstraction(*id, body)
            }
            Draft::Number(value, carrier, span) => self.number(value, *carrier, *span),
            Draft::Pending(index) => {
                let settled = self.inference.settled(*index).cloned().ok_or(Reported)?;
                self.build(&settled)
            }
        }
    }

    /// `λx. body` with the name as written for a hint.
    fn abstraction(&mut self, id: LocalId, body: Term) -> Outcome<Term> {
        let variable = self.variable(id)?;
        if !self.inference.locals[id.0].hides {
            return self.accept(Term::abstraction(&variable, &body));
        }
        let mut name = self.inference.locals[id.0].name.to_string();
        let mut plain = Variable::new(name.as_str(), variable.ty.clone());
        while body.has_free(&plain) {
            name.push('\'');
            plain = Variable::new(name.as_str(), variable.ty.clone());
        }
        let renamed = substitution_from([(variable, Term::variable(&plain))])
            .and_then(|by| body.substitute(&by));
        let renamed = self.accept(renamed)?;
        self.accept(Term::abstraction(&plain, &renamed))
    }

    fn number(&mut self, value: &BigRational, carrier: Carrier, span: Span) -> Outcome<Term> {
        let environment = self.inference.environment;
        let numerals = match carrier {
            Carrier::Natural => environment.numerals_nat(),
            Carrier::Real => environment.numerals_real(),
        };
        if let Some(numerals) = numerals {
            let literal = numerals.literal(value);
            return literal
                .map(|l| Term::literal(&l))
                .or_else(|error| self.inference.fail(message::kernel(&error, span)));
        }
        self.early_number(value, carrier, span)
    }

    /// Before numerals have a meaning, 0 and 1 are constants.
    fn early_number(&mut self, value: &BigRational, carrier: Carrier, span: Span) -> Outcome<Term> {
        let (zero, one, ty) = match carrier {
            Carrier::Natural => ("zero", None, "ℕ"),
            Carrier::Real => ("real_zero", Some("real_one"), "ℝ"),
        };
        let name = if value.is_zero() {
            Some(zero)
        } else {
            one.filter(|_| value.is_one())
        };
        let constant = name.and_then(|name| self.inference.environment.constant(name));
        match constant {
            Some(constant) => {
                let term = constant_at(constant, constant.generic_type());
                self.accept(term)
            }
            None => self
                .inference
                .fail(message::no_numerals(&value.to_string(), ty, span)),
        }
    }

    fn accept<T>(&mut self, result: Result<T, KernelError>) -> Outcome<T> {
        result.or_else(|error| self.inference.fail(message::kernel(&error, self.span)))
    }
}

/// A type variable that is not in use.
fn invent(used: &mut BTreeSet<Name>) -> Name {
    let candidates = (0..).flat_map(|round| {
        LETTERS
            .iter()
            .map(move |letter| Name::from(letter_of(letter, round)))
    });
    let free = candidates
        .into_iter()
        .find(|name| !used.contains(name))
        .unwrap_or_else(|| "α".into());
    used.insert(free.clone());
    free
}

fn letter_of(letter: &str, round: usize) -> String {
    if round == 0 {
        letter.to_string()
    } else {
        format!("{letter}{round}")
    }
}

fn is_quantifier(function: &Term) -> bool {
    let logic = logic::logic();
    let constants = [&logic.forall.constant, &logic.exists.constant, &logic.some];
    function
        .as_constant()
        .is_some_and(|c| constants.contains(&c))
}
