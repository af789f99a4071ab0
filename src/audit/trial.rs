//! Other conclusions tried on instances that are at hand: the instances of a statement's own search that satisfy its
//! hypotheses are drawn once, and every changed conclusion is evaluated on them.

use crate::evaluate::{Code, Machine, Value};
use crate::instance::{Instance, Problem};

/// Work for one evaluation, in steps of the evaluator.
const FUEL: u64 = 200_000;

/// Instances at hand, and what is left of the work for one statement.
pub struct Trial<'t> {
    problem: &'t Problem,
    machine: Machine<'t>,
    kept: &'t [Instance],
    work: u64,
}

impl<'t> Trial<'t> {
    /// A trial of a problem's extra formulas on instances.
    pub fn new(problem: &'t Problem, kept: &'t [Instance], work: u64) -> Self {
        Trial {
            problem,
            machine: Machine::new(&problem.program),
            kept,
            work,
        }
    }

    /// The instances.
    pub fn kept(&self) -> &'t [Instance] {
        self.kept
    }

    /// The value of code on an instance; `extra` are the values of the extra variables.
    pub fn value(&mut self, instance: &Instance, extra: &[Value], code: &Code) -> Value {
        if self.work == 0 {
            return Value::Unknown(crate::evaluate::Why::TooLarge);
        }
        self.machine.types.set_sizes(&instance.sizes);
        self.machine.horizon = instance.horizon;
        self.machine.junk = 0;
        let frame = [&instance.values[..], extra].concat();
        let value = self.machine.evaluate(&frame, code, FUEL);
        let spent = FUEL - self.machine.fuel + 50;
        self.work = self.work.saturating_sub(spent);
        value
    }

    /// The value of an extra term.
    pub fn extra(&mut self, instance: &Instance, place: usize) -> Value {
        let problem = self.problem;
        match problem.extra.get(place) {
            Some(code) => self.value(instance, &[], code),
            None => Value::Unknown(crate::evaluate::Why::Opaque),
        }
    }

    /// The truth of an extra formula, if it is decided.
    pub fn truth(&mut self, instance: &Instance, extra: &[Value], formula: usize) -> Option<bool> {
        let problem = self.problem;
        let code = problem.extra.get(formula)?;
        truth(&self.value(instance, extra, code))
    }

    /// The truth of the conclusion with a number in the place of what conventions give, and the conventions that were met.
    pub fn conclusion(&mut self, instance: &Instance, instead: Option<i64>) -> (Option<bool>, u32) {
        let problem = self.problem;
        self.machine.instead = instead;
        let value = self.value(instance, &[], &problem.conclusion);
        self.machine.instead = None;
        (truth(&value), self.machine.junk)
    }

    /// Whether there is work left.
    pub fn is_over(&self) -> bool {
        self.work == 0
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        _ => None,
    }
}
