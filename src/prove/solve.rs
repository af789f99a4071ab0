//! Backward reasoning: a goal from facts and lemmas, with the premises of each lemma proved in turn.
//!
//! The search is small on purpose: lemmas are tried in order, their depth is limited, goals that failed are remembered,
//! and every attempt costs a step of the budget.

use super::{
    Budget, Fact, Goal, Lemma, Matching,
    conversion::{align, beta_eta_equal},
    library::LemmaSet,
    pattern::Head,
    simp::{
        engine::{Outcome, Simplifier},
        hooks,
    },
};
use crate::logic::TermShape;
use crate::{
    elaborate::Environment,
    logic::{
        self, conjoin, convert, discharge, disjoin_left, disjoin_right, disjunction_cases,
        excluded_middle, generalize, logic, symmetric,
    },
};
use rationale_kernel::{Term, Theorem, Variable};
use rustc_hash::FxHashMap;
use std::{rc::Rc, sync::Arc};

/// How many lemmas are chained.
const MAX_DEPTH: u32 = 6;
/// How many facts are tried for a premise whose variables are not all known.
const MAX_ALTERNATIVES: usize = 12;

/// A search for proofs from facts and lemmas.
pub struct Solver<'a> {
    env: &'a Environment,
    budget: &'a Budget,
    facts: Vec<Fact>,
    /// Lemmas that are used backward wherever they fit.
    lemmas: Vec<Arc<Lemma>>,
    /// Marked lemmas of the library, for goals that arise on the way.
    marked: Vec<Rc<LemmaSet>>,
    simplifier: Option<Simplifier<'a>>,
    /// Whether arithmetic may decide what nothing else proves.
    deciding: bool,
    /// Goals that failed, with the depth that was left, since the facts last changed.
    failed: FxHashMap<Term, u32>,
    /// Goals under way: to meet one again is to go in a circle.
    open: Vec<Term>,
}

impl<'a> Solver<'a> {
    /// A solver with the context's facts.
    pub fn new(goal: &Goal<'a>) -> Self {
        let mut facts = goal.given.clone();
        facts.extend(goal.context.iter().cloned());
        Solver {
            env: goal.env,
            budget: goal.budget,
            facts,
            lemmas: Vec::new(),
            marked: Vec::new(),
            simplifier: None,
            deciding: false,
            failed: FxHashMap::default(),
            open: Vec::new(),
        }
    }

    /// With facts that come first, as facts and as lemmas.
    pub fn with_listed(mut self, listed: &[Fact]) -> Self {
        for fact in listed {
            for lemma in fact.lemmas() {
                self.lemmas.push(lemma.clone());
                self.lemmas
                    .extend(lemma.directions().into_iter().map(Arc::new));
            }
        }
        self.facts.splice(0..0, listed.iter().cloned());
        self
    }

    /// With marked lemmas of the library.
    pub fn with_marked(mut self, set: Rc<LemmaSet>) -> Self {
        self.marked.push(set);
        self
    }

    /// With simplification of what nothing else proves.
    pub fn simplifying(mut self, simplifier: Simplifier<'a>) -> Self {
        self.simplifier = Some(simplifier);
        self
    }

    /// With arithmetic for what nothing else proves.
    pub fn deciding(mut self) -> Self {
        self.deciding = true;
        self
    }

    /// Proves a goal.
    pub fn solve(&mut self, goal: &Term) -> Option<Theorem> {
        self.search(goal, MAX_DEPTH)
    }

    /// Proves a goal with that many lemmas in a chain.
    pub fn search(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        self.budget.spend(1)?;
        if let Some(theorem) = self.immediate(goal) {
            return Some(theorem);
        }
        if self.failed.get(goal).is_some_and(|tried| *tried >= depth) || self.open.contains(goal) {
            return None;
        }
        self.open.push(goal.clone());
        let theorem = self.attempt(goal, depth);
        self.open.pop();
        if theorem.is_none() && !self.budget.is_exhausted() {
            self.failed.insert(goal.clone(), depth);
        }
        theorem
    }

    fn attempt(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        if let Some(theorem) = self.structural(goal, depth) {
            return Some(theorem);
        }
        if depth > 0 {
            let lemmas = self.lemmas.clone();
            if let Some(theorem) = lemmas
                .iter()
                .find_map(|lemma| self.backward(lemma, goal, depth - 1))
            {
                return Some(theorem);
            }
            if let Some(theorem) = self.by_facts_as_lemmas(goal, depth - 1) {
                return Some(theorem);
            }
            if let Some(theorem) = self.by_marked(goal, depth - 1) {
                return Some(theorem);
            }
        }
        let theorem = self
            .either_or_some(goal, depth)
            .or_else(|| self.simplified(goal, depth));
        match theorem {
            None if self.deciding => hooks::decide(goal, &self.facts, self.env, self.budget),
            theorem => theorem,
        }
    }

    /// True, reflexive, or a fact as it stands.
    fn immediate(&self, goal: &Term) -> Option<Theorem> {
        if logic().is_truth(goal) {
            return Some(logic::truth().clone());
        }
        if let Some(fact) = self.facts.iter().find(|fact| fact.theorem.concludes(goal)) {
            return Some(fact.theorem.clone());
        }
        let (left, right) = goal.as_equation()?;
        beta_eta_equal(left, right)
    }

    /// Takes ∀, → and ∧ apart.
    fn structural(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        if let Some(predicate) = logic().as_forall(goal) {
            let domain = predicate.ty().as_function()?.0;
            let hint = predicate
                .as_abstraction()
                .map_or_else(|| "x".into(), |a| a.hint().clone());
            let v = self.budget.fresh(&hint, domain);
            let body =
                logic::normal_term(&Term::apply(predicate, &Term::variable(&v)).ok()?).ok()?;
            let theorem = self.search(&body, depth)?;
            return align(&generalize(&v, &theorem).ok()?, goal);
        }
        if let Some((premise, conclusion)) = logic().as_implication(goal) {
            let theorem = self.assuming(premise, |solver| solver.search(conclusion, depth))?;
            return discharge(premise, &theorem).ok();
        }
        if let Some((left, right)) = logic().as_conjunction(goal) {
            let left = self.search(left, depth)?;
            return conjoin(&left, &self.search(right, depth)?).ok();
        }
        None
    }

    /// Works with one more fact.
    fn assuming(
        &mut self,
        premise: &Term,
        work: impl FnOnce(&mut Self) -> Option<Theorem>,
    ) -> Option<Theorem> {
        let theorem = Theorem::assume(premise).ok()?;
        let known = self.facts.len();
        let parts = logic::conjuncts(&theorem).ok()?;
        self.facts
            .extend(parts.into_iter().map(|part| Fact::new(None, part)));
        let failed = std::mem::take(&mut self.failed);
        let open = std::mem::take(&mut self.open);
        if let Some(simplifier) = &mut self.simplifier {
            simplifier.enter(std::slice::from_ref(premise));
        }
        let result = work(self);
        if let Some(simplifier) = &mut self.simplifier {
            simplifier.leave();
        }
        self.open = open;
        self.failed = failed;
        self.facts.truncate(known);
        result
    }

    fn by_facts_as_lemmas(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        for index in 0..self.facts.len() {
            let lemmas = self.facts[index].lemmas().to_vec();
            let usable = lemmas
                .iter()
                .filter(|l| !l.schema.variables.is_empty() || !l.premises.is_empty());
            for lemma in usable {
                if let Some(theorem) = self.backward(lemma, goal, depth) {
                    return Some(theorem);
                }
            }
            if lemmas.len() > 1
                && let Some(lemma) = lemmas.iter().find(|lemma| lemma.theorem.concludes(goal))
                && lemma.premises.is_empty()
            {
                return Some(lemma.theorem.clone());
            }
        }
        None
    }

    fn by_marked(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        let head = Head::of(goal);
        for set in self.marked.clone() {
            for lemma in set.with_head(head) {
                if let Some(theorem) = self.backward(lemma, goal, depth) {
                    return Some(theorem);
                }
            }
        }
        None
    }

    /// The goal by one lemma whose premises are proved in turn.
    pub fn backward(&mut self, lemma: &Lemma, goal: &Term, depth: u32) -> Option<Theorem> {
        let matching = lemma.match_conclusion(goal)?;
        self.budget.spend(1)?;
        let theorem = self.premises(lemma, matching, &mut Vec::new(), depth)?;
        align(&theorem, goal)
    }

    /// Proves the premises. Those with unknown variables come first, the largest of them before the others: they are
    /// looked up among the facts, then searched for.
    fn premises(
        &mut self,
        lemma: &Lemma,
        matching: Matching,
        found: &mut Vec<(usize, Theorem)>,
        depth: u32,
    ) -> Option<Theorem> {
        let unknown = |i: &usize| {
            !matching
                .unset_in(&lemma.schema, &lemma.premises[*i])
                .is_empty()
        };
        let open = (0..lemma.premises.len())
            .filter(|i| !found.iter().any(|(known, _)| known == i))
            .filter(unknown)
            .max_by_key(|i| lemma.premises[*i].size());
        let Some(open) = open else {
            return self.conclude(lemma, &matching, found, depth);
        };
        for (extended, proof) in self.alternatives(lemma, &matching, open) {
            self.budget.spend(1)?;
            found.push((open, proof));
            let theorem = self.premises(lemma, extended, found, depth);
            found.pop();
            if theorem.is_some() {
                return theorem;
            }
        }
        let (extended, proof) = self.open_premise(lemma, &matching, open, depth)?;
        found.push((open, proof));
        let theorem = self.premises(lemma, extended, found, depth);
        found.pop();
        theorem
    }

    /// A premise with unknown variables, proved by a search that finds out what they are.
    fn open_premise(
        &mut self,
        lemma: &Lemma,
        matching: &Matching,
        premise: usize,
        depth: u32,
    ) -> Option<(Matching, Theorem)> {
        let term = &lemma.premises[premise];
        let (goal, holes) = matching.instantiate_with_holes(&lemma.schema, term, self.budget)?;
        let proof = self.search_open(&goal, &holes, depth.checked_sub(1)?)?;
        let mut extended = matching.clone();
        let pattern = &lemma.premise_patterns[premise];
        extended
            .extend(&lemma.schema, pattern, &proof.conclusion())
            .then_some((extended, proof))
    }

    /// A theorem whose conclusion is the goal with its holes filled.
    fn search_open(&mut self, goal: &Term, holes: &[Variable], depth: u32) -> Option<Theorem> {
        self.budget.spend(1)?;
        if !holes.iter().any(|hole| goal.has_free(hole)) {
            return self.search(goal, depth);
        }
        if let Some(predicate) = logic().as_forall(goal) {
            let domain = predicate.ty().as_function()?.0;
            let v = self.budget.fresh(&"x".into(), domain);
            let body =
                logic::normal_term(&Term::apply(predicate, &Term::variable(&v)).ok()?).ok()?;
            let theorem = self.search_open(&body, holes, depth)?;
            return generalize(&v, &theorem).ok();
        }
        if let Some((premise, conclusion)) = logic().as_implication(goal) {
            if holes.iter().any(|hole| premise.has_free(hole)) {
                return None;
            }
            let theorem = self.assuming(premise, |solver| {
                solver.search_open(conclusion, holes, depth)
            })?;
            return discharge(premise, &theorem).ok();
        }
        self.open_by_lemma(goal, holes, depth)
    }

    fn open_by_lemma(&mut self, goal: &Term, holes: &[Variable], depth: u32) -> Option<Theorem> {
        if holes.iter().any(|hole| goal.as_variable() == Some(hole)) {
            return None;
        }
        let facts = self.facts.iter().flat_map(|fact| fact.lemmas().to_vec());
        let mut candidates: Vec<Arc<Lemma>> = self.lemmas.iter().cloned().chain(facts).collect();
        let head = Head::of(goal);
        candidates.extend(
            self.marked
                .iter()
                .flat_map(|set| set.with_head(head).cloned()),
        );
        for lemma in candidates {
            let mut matching = lemma.matching();
            if lemma.head() != head
                || !matching.extend_with_holes(&lemma.schema, &lemma.pattern, goal, holes)
                || (depth == 0 && !lemma.premises.is_empty())
            {
                continue;
            }
            self.budget.spend(1)?;
            let theorem = self.premises(&lemma, matching, &mut Vec::new(), depth.saturating_sub(1));
            if theorem.is_some() {
                return theorem;
            }
        }
        None
    }

    /// The facts that a premise with unknown variables may be.
    fn alternatives(
        &self,
        lemma: &Lemma,
        matching: &Matching,
        premise: usize,
    ) -> Vec<(Matching, Theorem)> {
        let mut found = Vec::new();
        let pattern = &lemma.premise_patterns[premise];
        let parts = self.facts.iter().flat_map(|fact| {
            let split = fact.lemmas().len() > 1;
            let parts = fact
                .lemmas()
                .iter()
                .filter(move |l| split && l.premises.is_empty());
            std::iter::once(fact.theorem.clone()).chain(parts.map(|l| l.theorem.clone()))
        });
        for theorem in parts {
            let mut extended = matching.clone();
            if extended.extend(&lemma.schema, pattern, &theorem.conclusion()) {
                found.push((extended, theorem));
                if found.len() >= MAX_ALTERNATIVES {
                    break;
                }
            }
        }
        found
    }

    fn conclude(
        &mut self,
        lemma: &Lemma,
        matching: &Matching,
        found: &[(usize, Theorem)],
        depth: u32,
    ) -> Option<Theorem> {
        if !matching.is_complete() {
            return None;
        }
        let instance = lemma.instance(matching)?;
        let mut proofs = Vec::with_capacity(instance.premises.len());
        for (index, premise) in instance.premises.iter().enumerate() {
            let known = found
                .iter()
                .find(|(i, _)| *i == index)
                .and_then(|(_, th)| align(th, premise));
            proofs.push(match known {
                Some(theorem) => theorem,
                None => self.search(premise, depth)?,
            });
        }
        instance.discharge(&proofs).ok()
    }

    /// One side of ∨ (the other may be assumed false), or a witness for ∃ from the facts.
    fn either_or_some(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        if let Some((left, right)) = logic().as_disjunction(goal) {
            if let Some(theorem) = self.search(left, depth) {
                return disjoin_left(&theorem, right).ok();
            }
            let negated = logic().negation(left).ok()?;
            let theorem = self.assuming(&negated, |solver| solver.search(right, depth))?;
            let yes = disjoin_left(&Theorem::assume(left).ok()?, right).ok()?;
            let no = disjoin_right(left, &theorem).ok()?;
            return disjunction_cases(&excluded_middle(left).ok()?, &yes, &no).ok();
        }
        let predicate = logic().as_exists(goal)?;
        if depth == 0 {
            return None;
        }
        let lemma = witness_lemma(goal, predicate)?;
        self.backward(&lemma, goal, depth - 1)
    }

    /// Simplifies the goal, and searches on if it became another one.
    fn simplified(&mut self, goal: &Term, depth: u32) -> Option<Theorem> {
        let outcome = self.simplifier.as_mut()?.outcome(goal).ok()?;
        match outcome {
            Outcome::Proved(theorem) => Some(theorem),
            Outcome::Left(next, equation) if depth > 0 => {
                let theorem = self.search(&next, depth - 1)?;
                convert(theorem, Some(&symmetric(&equation).ok()?)).ok()
            }
            Outcome::Left(..) => None,
            Outcome::Unchanged => hooks::decide(goal, &self.facts, self.env, self.budget),
        }
    }
}

/// `P x` if `∃x. P x` is to be proved: the lemma with x schematic.
fn witness_lemma(goal: &Term, predicate: &Term) -> Option<Arc<Lemma>> {
    let (x, body) = logic().open(predicate, &[goal]).ok()?;
    let exists =
        logic::introduce_exists(goal, &Term::variable(&x), &Theorem::assume(&body).ok()?).ok()?;
    let theorem = generalize(&x, &discharge(&body, &exists).ok()?).ok()?;
    Lemma::whole(None, &theorem).map(Arc::new)
}
