//! An optional record of primitive inferences, so that a proof can be checked again by others. Nothing here decides
//! anything; with no sink set, a rule pays one look at a flag.

use crate::{
    Constant, Literal, Name, Substitution, Term, Theorem, TypeDefinition, TypeSubstitution,
    Variable, hash,
};
use std::cell::{Cell, RefCell};

/// The number of a recorded theorem; 0 if it was made while no sink was set.
pub type Serial = u64;

/// One primitive inference: the rule and what it was applied to. Premises are named by their serials.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "the fields are the arguments of the rule that the variant names"
)]
pub enum Inference {
    Reflexive(Term),
    Transitive(Serial, Serial),
    Congruence(Serial, Serial),
    Abstraction(Variable, Serial),
    Beta(Term),
    Assume(Term),
    EqualModusPonens(Serial, Serial),
    DeductAntisymmetric(Serial, Serial),
    Instantiate(Substitution, Serial),
    InstantiateTypes(TypeSubstitution, Serial),
    Axiom(Name),
    DefineConstant(Constant, Term),
    SpecifyConstants(Vec<(Constant, Variable)>, Serial),
    /// The first theorem of a type definition, from the predicate's witness and with the list of parameters.
    TypeAbsRep(Box<TypeDefinition>, Vec<Name>, Serial),
    /// The second theorem of the type definition whose first theorem is named.
    TypeRepAbs(Serial),
    /// A literal's defining equation.
    Literal(Literal),
    /// Ground arithmetic: the left side of the result.
    Compute(Term),
}

/// Receives every inference of the thread on which it is set, with its result.
pub trait Sink {
    /// Called once for each inference, premises before conclusions.
    fn record(&mut self, serial: Serial, inference: Inference, result: &Theorem);
}

thread_local! {
    static ACTIVE: Cell<bool> = const { Cell::new(false) };
    static SINK: RefCell<Option<Box<dyn Sink>>> = const { RefCell::new(None) };
}

/// Sets this thread's sink and returns the one before.
pub fn set_sink(sink: Box<dyn Sink>) -> Option<Box<dyn Sink>> {
    ACTIVE.set(true);
    SINK.replace(Some(sink))
}

/// Removes this thread's sink and returns it.
pub fn take_sink() -> Option<Box<dyn Sink>> {
    ACTIVE.set(false);
    SINK.take()
}

/// Gives `theorem` a serial and records how it was made, if a sink is set. The sink is out of its place meanwhile, so
/// inferences that it makes itself are not recorded.
pub(crate) fn record(theorem: &mut Theorem, inference: impl FnOnce() -> Inference) {
    if !ACTIVE.get() {
        return;
    }
    if let Some(mut sink) = SINK.take() {
        theorem.set_serial(hash::fresh_identity());
        sink.record(theorem.serial(), inference(), theorem);
        SINK.set(Some(sink));
    }
}
