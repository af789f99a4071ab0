//! Model elimination: a goal literal is proved by an ancestor that it contradicts, or by a clause that contains its
//! opposite, whose other literals become goals. Iterative deepening on the number of clauses used that
//! leave goals of their own.

use super::{
    clause::Clause,
    term::{Bindings, Node, Symbols},
};
use crate::{logic::logic, prove::Budget};
use rationale_kernel::{Term, Variable};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// An atom, or a negated one.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Whether it is not negated.
    pub positive: bool,
    /// The atom.
    pub atom: Node,
}

impl Literal {
    fn shifted(&self, base: usize) -> Literal {
        Literal {
            positive: self.positive,
            atom: self.atom.shifted(base),
        }
    }
}

/// A clause for search: the literals that refute each other.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The literals.
    pub literals: Vec<Literal>,
    /// The variables of the clause, in the order of their numbers.
    pub variables: Vec<Variable>,
}

impl Prepared {
    /// Prepares a clause. Nothing if a term is too deep.
    pub fn new(clause: &Clause, symbols: &mut Symbols) -> Option<Self> {
        let mut literal = |term: &Term| -> Option<Literal> {
            let (positive, atom) = match logic().as_negation(term) {
                Some(atom) => (false, atom),
                None => (true, term),
            };
            let atom = crate::prove::matching::eta_normal_term(atom);
            Some(Literal {
                positive,
                atom: symbols.node(&atom, &clause.variables)?,
            })
        };
        let literals = clause
            .hypotheses
            .iter()
            .map(&mut literal)
            .collect::<Option<Vec<_>>>()?;
        Some(Prepared {
            literals,
            variables: clause.variables.clone(),
        })
    }
}

/// How one goal was proved.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// It contradicts a goal above it.
    Ancestor,
    /// By a clause, one of whose literals it contradicts; the clause's variables start at that number.
    Clause {
        /// Which clause.
        clause: usize,
        /// Which of its literals.
        literal: usize,
        /// The number of its first variable.
        base: usize,
    },
}

/// The goals above a goal.
type Ancestors = Option<Rc<Above>>;

struct Above {
    goal: Literal,
    above: Ancestors,
}

/// Goals still to be proved.
type Goals = Option<Rc<Pending>>;

struct Pending {
    goal: Literal,
    above: Ancestors,
    rest: Goals,
}

/// Whether a literal is positive, and what symbol it begins with.
type SignAndHead = (bool, Option<usize>);
/// A clause and a literal in it.
type Place = (usize, usize);

/// A search over a set of clauses.
pub struct Search<'a> {
    clauses: &'a [Prepared],
    budget: &'a Budget,
    /// Clauses with a literal of that sign and head symbol (or with a variable at its head).
    index: FxHashMap<SignAndHead, Vec<Place>>,
    /// What the variables are bound to.
    pub bindings: Bindings,
    /// How the goals were proved, in the order in which they were met.
    pub steps: Vec<Step>,
    /// Whether a branch was cut because it would have used too many clauses.
    cut: bool,
}

impl<'a> Search<'a> {
    /// A search over those clauses.
    pub fn new(clauses: &'a [Prepared], budget: &'a Budget) -> Self {
        let mut index: FxHashMap<_, Vec<(usize, usize)>> = FxHashMap::default();
        for (number, clause) in clauses.iter().enumerate() {
            for (place, literal) in clause.literals.iter().enumerate() {
                index
                    .entry((literal.positive, literal.atom.head()))
                    .or_default()
                    .push((number, place));
            }
        }
        for places in index.values_mut() {
            places.sort_by_key(|(number, _)| clauses[*number].literals.len());
        }
        Search {
            clauses,
            budget,
            index,
            bindings: Bindings::default(),
            steps: Vec::new(),
            cut: false,
        }
    }

    /// Refutes the clauses, starting from one of `starts`: which one, with the steps left in `steps`.
    pub fn refute(&mut self, starts: &[usize], largest: u32) -> Option<(usize, usize)> {
        for size in 1..=largest {
            self.cut = false;
            for start in starts {
                let mark = self.bindings.mark();
                let base = self.bindings.extend(self.clauses[*start].variables.len());
                let goals = self.pushed(*start, None, base, &None, None);
                if self.prove(&goals, size) {
                    return Some((*start, base));
                }
                self.bindings.undo(mark);
                self.steps.clear();
                if self.budget.is_exhausted() {
                    return None;
                }
            }
            if !self.cut {
                return None;
            }
        }
        None
    }

    /// The literals of a clause as goals, without one of them, before the goals that are pending.
    fn pushed(
        &self,
        clause: usize,
        without: Option<usize>,
        base: usize,
        above: &Ancestors,
        rest: Goals,
    ) -> Goals {
        let literals = self.clauses[clause].literals.iter().enumerate().rev();
        let wanted = literals.filter(|(place, _)| Some(*place) != without);
        wanted.fold(rest, |rest, (_, literal)| {
            Some(Rc::new(Pending {
                goal: literal.shifted(base),
                above: above.clone(),
                rest,
            }))
        })
    }

    fn prove(&mut self, goals: &Goals, size: u32) -> bool {
        let Some(pending) = goals else { return true };
        if self.budget.spend(1).is_none() || self.repeats(pending) {
            return false;
        }
        self.by_ancestor(pending, size) || self.by_clause(pending, size)
    }

    /// Whether the goal stands above itself: then a shorter proof exists.
    fn repeats(&self, pending: &Pending) -> bool {
        let mut above = &pending.above;
        while let Some(next) = above {
            if next.goal.positive == pending.goal.positive
                && self.bindings.equal(&next.goal.atom, &pending.goal.atom)
            {
                return true;
            }
            above = &next.above;
        }
        false
    }

    fn by_ancestor(&mut self, pending: &Pending, size: u32) -> bool {
        let mut above = &pending.above;
        while let Some(next) = above {
            if next.goal.positive != pending.goal.positive {
                let (mark, steps) = (self.bindings.mark(), self.steps.len());
                self.steps.push(Step::Ancestor);
                if self.bindings.unify(&next.goal.atom, &pending.goal.atom)
                    && self.prove(&pending.rest, size)
                {
                    return true;
                }
                self.steps.truncate(steps);
                self.bindings.undo(mark);
            }
            above = &next.above;
        }
        false
    }

    fn by_clause(&mut self, pending: &Pending, size: u32) -> bool {
        let places = self.places(&pending.goal);
        let above = Some(Rc::new(Above {
            goal: pending.goal.clone(),
            above: pending.above.clone(),
        }));
        for (clause, literal) in places {
            // a clause with no other literal leaves no goal, and costs nothing
            let cost = u32::from(self.clauses[clause].literals.len() > 1);
            if cost > size {
                self.cut = true;
                continue;
            }
            let (mark, steps) = (self.bindings.mark(), self.steps.len());
            let base = self.bindings.extend(self.clauses[clause].variables.len());
            let opposite = self.clauses[clause].literals[literal].atom.shifted(base);
            if self.bindings.unify(&opposite, &pending.goal.atom) {
                self.steps.push(Step::Clause {
                    clause,
                    literal,
                    base,
                });
                let goals = self.pushed(clause, Some(literal), base, &above, pending.rest.clone());
                if self.prove(&goals, size - cost) {
                    return true;
                }
            }
            self.steps.truncate(steps);
            self.bindings.undo(mark);
            if self.budget.is_exhausted() {
                return false;
            }
        }
        false
    }

    /// The places in clauses that may contradict a goal: literals of the other sign.
    fn places(&self, goal: &Literal) -> Vec<(usize, usize)> {
        let at = |head| {
            self.index
                .get(&(!goal.positive, head))
                .cloned()
                .unwrap_or_default()
        };
        match goal.atom.head() {
            Some(head) => [at(Some(head)), at(None)].concat(),
            None => {
                let all = self
                    .index
                    .iter()
                    .filter(|((positive, _), _)| *positive != goal.positive);
                let mut places: Vec<_> = all.flat_map(|(_, places)| places.clone()).collect();
                places.sort_unstable();
                places
            }
        }
    }
}
