//! Counted work. A method stops after a number of steps, not of seconds, so that a verdict is the same on every machine.

use rationale_kernel::{Name, Type, Variable};
use std::cell::Cell;

/// How many steps are left, and a source of variables that no file can name.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
    spent: Cell<u64>,
    variables: Cell<u64>,
}

impl Budget {
    /// What a method call gets if nothing else is said.
    pub const DEFAULT: u64 = 200_000;

    /// A budget of that many steps.
    pub fn new(steps: u64) -> Self {
        Budget {
            left: Cell::new(steps),
            spent: Cell::new(0),
            variables: Cell::new(0),
        }
    }

    /// Takes steps; nothing if they are not there.
    pub fn spend(&self, steps: u64) -> Option<()> {
        self.spent.set(self.spent.get() + steps);
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                Some(())
            }
            None => {
                self.left.set(0);
                None
            }
        }
    }

    /// Whether nothing is left.
    pub fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }

    /// How many steps are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// How many steps were taken.
    pub fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Does some work that may take only so many of the steps.
    pub fn limited<R>(&self, steps: u64, work: impl FnOnce() -> R) -> R {
        let before = self.left.get();
        let granted = before.min(steps);
        self.left.set(granted);
        let result = work();
        self.left.set(before - (granted - self.left.get()));
        result
    }

    /// A variable that occurs in no term made before: its name has a `#`, which files cannot write.
    pub fn fresh(&self, hint: &Name, ty: &Type) -> Variable {
        let number = self.variables.get();
        self.variables.set(number + 1);
        let stem = hint.split('#').next().unwrap_or_default();
        Variable::new(format!("{stem}#{number}"), ty.clone())
    }
}

impl Default for Budget {
    fn default() -> Self {
        Budget::new(Self::DEFAULT)
    }
}
