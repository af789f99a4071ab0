//! Model elimination: each need of a clause is proved by an ancestor's negation, by reflexivity, or by another clause
//! that has its complement. Depth first, with a limit on the number of inferences.

use super::{
    clause::{Clause, complement},
    unify::Bindings,
};
use crate::{
    logic::{self, cut, discharge, logic},
    prove::Budget,
};
use rationale_kernel::{Substitution, Term, Theorem, Variable};

/// How a literal is proved.
enum Proof {
    /// The negation of an ancestor may be assumed.
    Assumed,
    /// Both sides of the equation became equal.
    Reflexive,
    /// The symmetric equation is proved so.
    Symmetric(Box<Proof>),
    /// By a clause, renamed, whose need at that place is the complement; the other needs are proved in order.
    Clause(usize, Vec<(Variable, Term)>, usize, Vec<Proof>),
}

/// One search.
pub struct Search<'a> {
    clauses: &'a [Clause],
    budget: &'a Budget,
    bindings: Bindings,
    left: u32,
}

/// A need that is under way or waits: the literal and the literals above it.
struct Task {
    literal: Term,
    path: Vec<Term>,
}

impl<'a> Search<'a> {
    pub fn new(clauses: &'a [Clause], budget: &'a Budget) -> Self {
        Search { clauses, budget, bindings: Bindings::default(), left: 0 }
    }

    /// False from the start clause with at most so many inferences.
    pub fn refutation(&mut self, start: usize, limit: u32) -> Option<Theorem> {
        self.left = limit;
        let (renaming, needs) = self.rename(start)?;
        let tasks: Vec<Task> = needs.into_iter().rev().map(|literal| Task { literal, path: vec![] }).collect();
        let proofs = self.all(tasks)?;
        self.replay_clause(start, &renaming, None, &proofs)
    }

    /// A copy of a clause with fresh variables.
    fn rename(&mut self, index: usize) -> Option<(Vec<(Variable, Term)>, Vec<Term>)> {
        let clause = &self.clauses[index];
        let renaming: Vec<_> = clause
            .variables
            .iter()
            .map(|v| {
                let fresh = self.budget.fresh(v.name(), v.ty());
                self.bindings.open(&fresh);
                (v.clone(), Term::variable(&fresh))
            })
            .collect();
        let by = Substitution::new(renaming.clone()).ok()?;
        let needs = clause.needs.iter().map(|need| need.substitute(&by)).collect::<Result<_, _>>().ok()?;
        Some((renaming, needs))
    }

    /// Proves the tasks, last first; on failure everything is undone.
    fn all(&mut self, tasks: Vec<Task>) -> Option<Vec<Proof>> {
        let mut out = vec![];
        let found = self.solve_list(&tasks, tasks.len(), &mut out, &mut |_| true);
        found.then_some(out)
    }

    /// Proves the first `count` tasks from the last on, and then whatever the continuation asks.
    fn solve_list(
        &mut self,
        tasks: &[Task],
        count: usize,
        out: &mut Vec<Proof>,
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        let Some(at) = count.checked_sub(1) else { return then(self) };
        let mut proof_of_this = None;
        let mut rest = vec![];
        let solved = self.solve(&tasks[at], &mut proof_of_this, &mut |search| {
            rest.clear();
            search.solve_list(tasks, at, &mut rest, then)
        });
        if solved {
            out.extend(proof_of_this);
            out.append(&mut rest);
        }
        solved
    }

    /// Tries every way to prove a literal until the continuation agrees.
    fn solve(&mut self, task: &Task, out: &mut Option<Proof>, then: &mut dyn FnMut(&mut Self) -> bool) -> bool {
        if self.budget.spend(1).is_none() {
            return false;
        }
        let Some(negated) = complement(&task.literal) else { return false };
        self.by_ancestor(task, &negated, out, then)
            || self.by_reflexivity(task, out, then)
            || self.by_clause(task, &negated, out, then)
    }

    fn by_ancestor(
        &mut self,
        task: &Task,
        negated: &Term,
        out: &mut Option<Proof>,
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        for ancestor in task.path.iter().rev() {
            let mark = self.bindings.mark();
            if self.bindings.unify(ancestor, negated) && then(self) {
                *out = Some(Proof::Assumed);
                return true;
            }
            self.bindings.undo(mark);
        }
        false
    }

    fn by_reflexivity(&mut self, task: &Task, out: &mut Option<Proof>, then: &mut dyn FnMut(&mut Self) -> bool) -> bool {
        let Some((left, right)) = task.literal.as_equation() else { return false };
        let mark = self.bindings.mark();
        if self.bindings.unify(left, right) && then(self) {
            *out = Some(Proof::Reflexive);
            return true;
        }
        self.bindings.undo(mark);
        false
    }

    fn by_clause(
        &mut self,
        task: &Task,
        negated: &Term,
        out: &mut Option<Proof>,
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        if self.left == 0 {
            return false;
        }
        let turned = symmetric_of(negated);
        for index in 0..self.clauses.len() {
            for place in 0..self.clauses[index].needs.len() {
                for (swapped, wanted) in [(false, Some(negated)), (true, turned.as_ref())] {
                    let Some(wanted) = wanted else { continue };
                    if !may_unify(&self.clauses[index].needs[place], wanted) {
                        continue;
                    }
                    if self.use_clause(task, (index, place), wanted, swapped, out, then) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn use_clause(
        &mut self,
        task: &Task,
        (index, place): (usize, usize),
        wanted: &Term,
        swapped: bool,
        out: &mut Option<Proof>,
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        if self.budget.spend(1).is_none() {
            return false;
        }
        let mark = self.bindings.mark();
        let before = self.left;
        let Some((renaming, mut needs)) = self.rename(index) else { return false };
        let others = needs.len() as u32 - 1;
        if self.left > others && self.bindings.unify(&needs[place], wanted) {
            self.left -= 1;
            needs.remove(place);
            let mut path = task.path.clone();
            path.push(task.literal.clone());
            let tasks: Vec<Task> =
                needs.into_iter().rev().map(|literal| Task { literal, path: path.clone() }).collect();
            let mut proofs = vec![];
            if self.solve_list(&tasks, tasks.len(), &mut proofs, then) {
                let proof = Proof::Clause(index, renaming, place, proofs);
                *out = Some(if swapped { Proof::Symmetric(proof.into()) } else { proof });
                return true;
            }
        }
        self.left = before;
        self.bindings.undo(mark);
        false
    }

    /// The theorem of a clause with its needs cut; with a place, the complement of that need is proved.
    fn replay_clause(
        &self,
        index: usize,
        renaming: &[(Variable, Term)],
        place: Option<usize>,
        proofs: &[Proof],
    ) -> Option<Theorem> {
        let clause = &self.clauses[index];
        let images = renaming.iter().map(|(v, term)| Some((v.clone(), self.bindings.resolve(term)?)));
        let by = Substitution::new(images.collect::<Option<Vec<_>>>()?).ok()?;
        let mut theorem = clause.theorem.instantiate(&by).ok()?;
        let others = clause.needs.iter().enumerate().filter(|(i, _)| Some(*i) != place);
        for ((_, need), proof) in others.zip(proofs) {
            let need = need.substitute(&by).ok()?;
            theorem = cut(&self.replay(proof, &need)?, &theorem).ok()?;
        }
        match place {
            None => Some(theorem),
            Some(place) => {
                let need = clause.needs[place].substitute(&by).ok()?;
                denied(&need, &theorem)
            }
        }
    }

    fn replay(&self, proof: &Proof, literal: &Term) -> Option<Theorem> {
        match proof {
            Proof::Assumed => Theorem::assume(&self.bindings.resolve(literal)?).ok(),
            Proof::Reflexive => {
                let resolved = self.bindings.resolve(literal)?;
                Theorem::reflexive(resolved.as_equation()?.0).ok()
            }
            Proof::Symmetric(inner) => turned(&self.replay(inner, literal)?),
            Proof::Clause(index, renaming, place, proofs) => self.replay_clause(*index, renaming, Some(*place), proofs),
        }
    }
}

/// From `{need} ⊢ false`: the complement of the need.
fn denied(need: &Term, falsity: &Theorem) -> Option<Theorem> {
    match logic().as_negation(need) {
        Some(positive) => logic::by_contradiction(positive, falsity).ok(),
        None => logic::negation_introduction(&discharge(need, falsity).ok()?).ok(),
    }
}

/// The literal with the sides of its equation swapped.
fn symmetric_of(literal: &Term) -> Option<Term> {
    let (equation, negative) = match logic().as_negation(literal) {
        Some(inner) => (inner, true),
        None => (literal, false),
    };
    let (left, right) = equation.as_equation()?;
    let turned = Term::equation(right, left).ok()?;
    if negative { logic().negation(&turned).ok() } else { Some(turned) }
}

/// An equation or a negated one with its sides swapped.
fn turned(theorem: &Theorem) -> Option<Theorem> {
    if theorem.as_equation().is_some() {
        return logic::symmetric(theorem).ok();
    }
    let conclusion = theorem.conclusion();
    let equation = logic().as_negation(&conclusion)?;
    let (left, right) = equation.as_equation()?;
    let other = Term::equation(right, left).ok()?;
    let back = logic::symmetric(&Theorem::assume(&other).ok()?).ok()?;
    let falsity = logic::modus_ponens(&logic::negation_elimination(theorem).ok()?, &back).ok()?;
    logic::negation_introduction(&discharge(&other, &falsity).ok()?).ok()
}

/// A quick look at the heads.
fn may_unify(left: &Term, right: &Term) -> bool {
    let (l, r) = match (logic().as_negation(left), logic().as_negation(right)) {
        (Some(l), Some(r)) => (l, r),
        (None, None) => (left, right),
        // a schematic predicate may stand for a negation, but that is not searched for
        _ => return false,
    };
    match (head(l).as_constant(), head(r).as_constant()) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn head(term: &Term) -> &Term {
    let mut term = term;
    while let Some((function, _)) = term.as_apply() {
        term = function;
    }
    term
}
