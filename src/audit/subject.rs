//! One statement under audit, with what the rules share: its problem, the instances that were tried, its environment.

use super::session::Tried;
use crate::check::{ItemReport, StatedItem};
use crate::elaborate::{Environment, Printer};
use crate::evaluate::Symbols;
use crate::instance::{Counts, Limits, Problem, Verdict, instance_lines, try_problem};
use crate::logic::NumeralsShape;
use rationale_kernel::{Numerals, Term, Type};

/// A statement under audit.
pub struct Subject<'s> {
    /// What it states.
    pub item: &'s StatedItem,
    /// What became of it in the check.
    pub report: &'s ItemReport,
    /// What names mean.
    pub env: &'s Environment,
    /// The library's constants.
    pub symbols: &'s Symbols,
    /// How much is tried.
    pub limits: &'s Limits,
    /// The statement, ready to be tried.
    pub problem: Option<Problem>,
    /// What came of trying it.
    pub verdict: Option<Verdict>,
}

impl<'s> Subject<'s> {
    /// Tries the statement.
    pub fn new(
        item: &'s StatedItem,
        report: &'s ItemReport,
        env: &'s Environment,
        symbols: &'s Symbols,
        limits: &'s Limits,
    ) -> Self {
        let problem = Problem::new(env, symbols, item);
        let verdict = problem.as_ref().map(|problem| try_problem(problem, limits));
        Subject {
            item,
            report,
            env,
            symbols,
            limits,
            problem,
            verdict,
        }
    }

    /// Whether a search went well enough to judge changes by its instances.
    pub fn is_decided(&self, verdict: &Verdict) -> bool {
        verdict.counterexample.is_none() && verdict.counts.decided >= self.limits.needed
    }

    /// How far the statement was tried.
    pub fn tried(&self) -> Tried {
        let all = |counts: &Counts| counts.swept && counts.undecided == 0;
        let enough = self.verdict.as_ref().is_some_and(|verdict| {
            let counts = &verdict.counts;
            verdict.counterexample.is_some() || counts.decided >= self.limits.needed || all(counts)
        });
        match (
            enough,
            self.item.allowed.iter().any(|a| a.rule == "untested"),
        ) {
            (true, _) => Tried::Enough,
            (false, true) => Tried::Few,
            (false, false) => Tried::No,
        }
    }

    /// Whether this is the type of natural numbers (true) or that of real numbers (false); nothing for others.
    pub fn is_natural(&self, ty: &Type) -> Option<bool> {
        let is = |numerals: Option<&Numerals>| {
            let zero = numerals.and_then(|numerals| numerals.integer(0).ok());
            zero.is_some_and(|zero| Term::literal(&zero).ty() == ty)
        };
        if is(self.env.numerals_nat()) {
            return Some(true);
        }
        is(self.env.numerals_real()).then_some(false)
    }

    /// A formula as text.
    pub fn text(&self, term: &Term) -> String {
        Printer::new(self.env).term(term)
    }

    /// The name of an assumption: its label, or what it says.
    pub fn assumption(&self, place: usize) -> String {
        let assumption = &self.item.assumed[place];
        match &assumption.label {
            Some(label) => format!("`{label}: {}`", self.text(&assumption.formula)),
            None => format!("`{}`", self.text(&assumption.formula)),
        }
    }

    /// The statement's problem with another list of assumptions and goal.
    pub fn variant(&self, assumed: &[Term], goal: &Term) -> Option<Problem> {
        Problem::of_parts(self.env, self.symbols, &self.item.fixed, assumed, goal)
    }

    /// The goal as one formula.
    pub fn goal(&self) -> Option<Term> {
        crate::logic::logic().conjunction_all(&self.item.shown).ok()
    }

    /// The formulas of the assumptions.
    pub fn assumed(&self) -> Vec<Term> {
        self.item
            .assumed
            .iter()
            .map(|a| a.formula.clone())
            .collect()
    }

    /// An instance of the statement in words.
    pub fn instance(&self, instance: &crate::instance::Instance) -> Vec<String> {
        self.problem
            .as_ref()
            .map(|p| instance_lines(self.env, p, instance))
            .unwrap_or_default()
    }

    /// Whether an instance satisfies all hypotheses.
    pub fn has_witness(&self) -> bool {
        self.verdict
            .as_ref()
            .is_some_and(|v| v.witness.is_some() || v.counterexample.is_some())
    }
}
