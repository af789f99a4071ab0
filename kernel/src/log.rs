//! An optional record of primitive inferences, so that a proof can be checked again by others. Nothing here decides
//! anything.

use crate::*;
use std::cell::RefCell;

/// The number of a recorded theorem; 0 if it was made while no sink was set.
pub type Serial = u64;

/// What was inferred by; the rest is in premises and result.
#[derive(Clone, Copy, Debug)]
pub enum Inference<'a> {
    /// A rule or principle, by the name of its function.
    Rule(&'static str),
    /// [`Theorem::instantiate`]
    Instantiate(&'a Substitution),
    /// [`Theorem::instantiate_types`]
    InstantiateTypes(&'a TypeSubstitution),
    /// [`specify_constants`]: which variables became which constants.
    Specify(&'a Substitution),
}

/// Receives every inference of the thread on which it is set: the numbers of its premises, and its result.
pub trait Sink {
    /// Called once for each inference, premises before conclusions.
    fn record(&mut self, inference: Inference<'_>, premises: &[Serial], result: &Theorem);
}

thread_local! {
    static SINK: RefCell<Option<Box<dyn Sink>>> = const { RefCell::new(None) };
}

/// Sets this thread's sink and returns the one before.
pub fn set_sink(sink: Box<dyn Sink>) -> Option<Box<dyn Sink>> {
    SINK.replace(Some(sink))
}

/// Removes this thread's sink and returns it.
pub fn take_sink() -> Option<Box<dyn Sink>> {
    SINK.try_with(RefCell::take).ok().flatten()
}
