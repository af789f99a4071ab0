//! The simplifier: rewrites the parts of a term, then the term, until nothing changes.
//!
//! Below a congruence rule it assumes what the rule allows. Every normal form is remembered as long as the assumptions
//! stand. Each node costs one step of the budget; when the budget is used up, terms stay as they are.

mod below;

use super::{
    congruence::{CongruenceRule, CongruenceSet, Layer, Premise, Step},
    rule::{Rule, RuleSet},
};
use crate::logic::{TermShape, TermView, TypeShape, substitution_from};
use crate::{
    elaborate::Environment,
    logic::{
        Result, apply_both_to, apply_to_both, discharge, equal_false, equal_true, eta_equation,
        from_equal_true, generalize, logic, spine, transitive,
    },
    prove::{
        Budget, Fact, Lemma, Matching,
        conversion::{Converted, application, reached, rebound, then},
        order,
        pattern::Head,
    },
};
use rationale_kernel::{Name, Term, Theorem, Variable};
use rustc_hash::FxHashMap;
use std::{rc::Rc, sync::Arc};

/// How deep conditions of conditions are proved.
const MAX_CONDITIONS: u32 = 5;
/// How deep terms are followed; deeper ones stay as they are.
const MAX_DEPTH: u32 = 400;

/// Decides a condition that simplification left open, from the facts that stand.
pub type Decide<'a> = dyn Fn(&Term, &[Fact], &Environment, &Budget) -> Option<Theorem> + 'a;

/// Assumptions, the rules that they give, and the normal forms that hold under them.
#[derive(Default)]
struct Level {
    rules: RuleSet,
    waiting: FxHashMap<Head, Vec<Arc<Lemma>>>,
    facts: Vec<Fact>,
    normal: FxHashMap<Term, Option<Theorem>>,
    conditions: FxHashMap<Term, Option<Theorem>>,
}

/// A simplifier at work.
pub struct Simplifier<'a> {
    env: &'a Environment,
    budget: &'a Budget,
    rules: Vec<Rc<RuleSet>>,
    congruences: Vec<Rc<CongruenceSet>>,
    levels: Vec<Level>,
    decide: Option<&'a Decide<'a>>,
    condition_depth: u32,
    depth: u32,
    used: Vec<Name>,
    /// Formulas that facts given by hand settle.
    given: RuleSet,
    /// Whether rules for `n + 1` are also used for numerals.
    counting: bool,
}

impl<'a> Simplifier<'a> {
    /// A simplifier with those rules. Later sets are tried first.
    pub fn new(
        env: &'a Environment,
        budget: &'a Budget,
        rules: Vec<Rc<RuleSet>>,
        cong: Vec<Rc<CongruenceSet>>,
    ) -> Self {
        Simplifier {
            env,
            budget,
            rules,
            congruences: cong,
            levels: vec![Level::default()],
            decide: None,
            condition_depth: 0,
            depth: 0,
            used: Vec::new(),
            given: RuleSet::default(),
            counting: false,
        }
    }

    /// With a procedure for conditions that simplification leaves open.
    pub fn deciding(mut self, decide: &'a Decide<'a>) -> Self {
        self.decide = Some(decide);
        self
    }

    /// With rules for `n + 1` used for numerals too: closed sums and products are unfolded term by term.
    pub fn counting(mut self) -> Self {
        self.counting = true;
        self
    }

    /// The names of the lemmas that were used, in the order of their first use.
    pub fn used(&self) -> &[Name] {
        &self.used
    }

    /// The normal form of a term, as an equation; nothing if it is normal.
    pub fn simplify(&mut self, term: &Term) -> Converted {
        if let Some(known) = self.top().normal.get(term) {
            return Ok(known.clone());
        }
        if self.depth >= MAX_DEPTH || self.budget.spend(1).is_none() {
            return Ok(None);
        }
        self.depth += 1;
        let result = self.step(term);
        self.depth -= 1;
        let result = result?;
        self.top()
            .normal
            .insert(reached(term, result.as_ref()).clone(), None);
        self.top().normal.insert(term.clone(), result.clone());
        Ok(result)
    }

    /// Proves a formula by simplifying it to true, or by the procedure for conditions.
    pub fn prove(&mut self, formula: &Term) -> Option<Theorem> {
        if let Some(known) = self.top().conditions.get(formula) {
            return known.clone();
        }
        if self.condition_depth >= MAX_CONDITIONS {
            return None;
        }
        self.condition_depth += 1;
        let proof = self.prove_condition(formula);
        self.condition_depth -= 1;
        if proof.is_some() || self.condition_depth == 0 {
            self.top().conditions.insert(formula.clone(), proof.clone());
        }
        proof
    }

    fn prove_condition(&mut self, formula: &Term) -> Option<Theorem> {
        let equation = self.simplify(formula).ok()?;
        let simplified = reached(formula, equation.as_ref()).clone();
        let proof = if logic().is_truth(&simplified) {
            crate::logic::truth().clone()
        } else {
            self.decide?(&simplified, &self.facts(), self.env, self.budget)?
        };
        match equation {
            Some(equation) => {
                let back = crate::logic::symmetric(&equation).ok()?;
                Theorem::equal_modus_ponens(&back, &proof).ok()
            }
            None => Some(proof),
        }
    }

    /// The facts that stand: the context's, those handed over, and what is assumed below binders.
    pub fn facts(&self) -> Vec<Fact> {
        self.levels
            .iter()
            .flat_map(|level| level.facts.iter().cloned())
            .collect()
    }

    fn top(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Lets facts settle formulas. Their rules are made when a term with the head of one comes up.
    pub fn add_context(&mut self, facts: &[Fact]) {
        for fact in facts {
            for lemma in fact.lemmas() {
                let settled = logic().as_negation(&lemma.conclusion);
                let head = settled.map_or_else(|| lemma.head(), Head::of);
                self.top()
                    .waiting
                    .entry(head)
                    .or_default()
                    .push(lemma.clone());
            }
            self.top().facts.push(fact.clone());
        }
    }

    fn wake(&mut self, level: usize, head: Head) {
        let Some(lemmas) = self.levels[level].waiting.remove(&head) else {
            return;
        };
        let rules = lemmas.iter().flat_map(|lemma| Rule::settling(lemma));
        rules.for_each(|rule| self.levels[level].rules.insert(Arc::new(rule)));
    }

    /// Puts facts on the current level: they settle formulas, and as `rewriting` also replace terms.
    pub fn add_facts(&mut self, facts: &[Fact], rewriting: bool) {
        for fact in facts {
            for lemma in fact.directed_lemmas() {
                let rules = if rewriting {
                    Rule::all_of(&lemma)
                } else {
                    Rule::settling(&lemma)
                };
                for rule in rules.into_iter().map(Arc::new) {
                    if rewriting && self.levels.len() == 1 && rule.settles() {
                        self.given.insert(rule.clone());
                    }
                    self.top().rules.insert(rule);
                }
            }
            self.top().facts.push(fact.clone());
        }
    }

    fn step(&mut self, term: &Term) -> Converted {
        if let Some(step) = self.by_given(term) {
            let next = reached(term, Some(&step)).clone();
            let rest = self.simplify(&next)?;
            return transitive(Some(step), rest);
        }
        let inner = self.inside(term)?;
        let eta = super::super::conversion::eta_at_root(reached(term, inner.as_ref()))?;
        let inner = transitive(inner, eta)?;
        let current = reached(term, inner.as_ref()).clone();
        let Some(step) = self.at_root(&current)? else {
            return Ok(inner);
        };
        let next = reached(&current, Some(&step)).clone();
        let rest = self.simplify(&next)?;
        transitive(inner, transitive(Some(step), rest)?)
    }

    /// A formula that a fact at hand settles as it stands, before its parts are simplified out of recognition.
    fn by_given(&mut self, term: &Term) -> Option<Theorem> {
        if !term.ty().is_boolean() || logic().as_implication(term).is_some() {
            return None;
        }
        let (head, arguments) = spine(term);
        let rules: Vec<_> = self
            .given
            .candidates(Head::of(head), arguments.len())
            .cloned()
            .collect();
        self.first_that_applies(&rules, term, arguments.len())
    }

    /// Simplifies the parts.
    fn inside(&mut self, term: &Term) -> Converted {
        match term.view() {
            TermView::Abstract(abstraction) => {
                let v = self
                    .budget
                    .fresh(abstraction.hint(), abstraction.binder_type());
                let body = self.simplify(&abstraction.open(&Term::variable(&v))?)?;
                body.map(|th| rebound(&v, abstraction.hint(), &th))
                    .transpose()
            }
            TermView::Apply(..) => self.application(term),
            _ => Ok(None),
        }
    }

    /// Works under assumptions.
    pub fn assuming<R>(
        &mut self,
        assumptions: &[Term],
        work: impl FnOnce(&mut Self) -> Result<R>,
    ) -> Result<R> {
        if assumptions.is_empty() {
            return work(self);
        }
        self.enter(assumptions);
        let result = work(self);
        self.leave();
        result
    }

    /// From now on the assumptions stand, until [`Simplifier::leave`].
    pub fn enter(&mut self, assumptions: &[Term]) {
        self.levels.push(Level::default());
        let facts = assumptions.iter().filter_map(|a| Theorem::assume(a).ok());
        let facts: Vec<Fact> = facts.map(|theorem| Fact::new(None, theorem)).collect();
        self.add_facts(&facts, true);
    }

    /// Drops the assumptions entered last.
    pub fn leave(&mut self) {
        self.levels.pop();
    }

    /// One step at the root: β, arithmetic on literals, or the first rule that applies.
    fn at_root(&mut self, term: &Term) -> Converted {
        if let Some(beta) = beta_at_head(term)? {
            return Ok(Some(beta));
        }
        if let Some(value) = super::hooks::evaluate(self.env, term) {
            return Ok(Some(value));
        }
        if let Some(branch) = self.decided_condition(term)? {
            return Ok(Some(branch));
        }
        let (head, arguments) = spine(term);
        let head = Head::of(head);
        for index in (0..self.levels.len()).rev() {
            self.wake(index, head);
            let rules: Vec<_> = self.levels[index]
                .rules
                .candidates(head, arguments.len())
                .cloned()
                .collect();
            if let Some(done) = self.first_that_applies(&rules, term, arguments.len()) {
                return Ok(Some(done));
            }
        }
        if let Some(done) = self.by_rules(term, head, arguments.len()) {
            return Ok(Some(done));
        }
        Ok(if self.counting {
            self.counted(term)
        } else {
            None
        })
    }

    /// One step by the library's rules.
    fn by_rules(&mut self, term: &Term, head: Head, arity: usize) -> Option<Theorem> {
        (0..self.rules.len()).rev().find_map(|index| {
            let set = self.rules[index].clone();
            self.first_that_applies(set.candidates(head, arity), term, arity)
        })
    }

    /// A rule for `n + 1` at a numeral among the arguments, or among the arguments of one.
    fn counted(&mut self, term: &Term) -> Option<Theorem> {
        let (head, arguments) = spine(term);
        for place in 0..arguments.len() {
            let Some(equation) = self.counted_argument(term, place, 1) else {
                continue;
            };
            let next = equation.as_equation()?.1.clone();
            if let Some(step) = self.by_rules(&next, Head::of(head), arguments.len()) {
                return Theorem::transitive(&equation, &step).ok();
            }
        }
        None
    }

    /// `⊢ f 3 x = f (2 + 1) x`, for the numeral at that place or inside of what stands there.
    fn counted_argument(&self, term: &Term, place: usize, depth: u32) -> Option<Theorem> {
        let (head, arguments) = spine(term);
        let argument = arguments[place];
        let inner = |inside: usize| self.counted_argument(argument, inside, depth - 1);
        let equation = match super::hooks::successor(self.env, argument) {
            Some(equation) => equation,
            None if depth > 0 => (0..spine(argument).1.len()).find_map(inner)?,
            None => return None,
        };
        let before: Vec<Term> = arguments[..place].iter().copied().cloned().collect();
        let function = crate::logic::apply_all(head, &before).ok()?;
        let replaced = apply_to_both(&function, &equation).ok()?;
        let mut rest = arguments[place + 1..].iter();
        rest.try_fold(replaced, |equation, argument| {
            apply_both_to(&equation, argument)
        })
        .ok()
    }

    /// A conditional whose condition arithmetic decides: the same with true or false for it.
    fn decided_condition(&mut self, term: &Term) -> Converted {
        let Some((condition, ..)) = logic().as_conditional(term) else {
            return Ok(None);
        };
        if logic().is_truth(condition) || logic().is_falsity(condition) {
            return Ok(None);
        }
        let negated = logic().negation(condition)?;
        let decided = match self.prove(condition) {
            Some(holds) => equal_true(&holds)?,
            None => match self.prove(&negated) {
                Some(fails) => equal_false(&fails)?,
                None => return Ok(None),
            },
        };
        let (head, arguments) = spine(term);
        let replaced = apply_to_both(head, &decided)?;
        let mut rest = arguments.into_iter().skip(1);
        rest.try_fold(replaced, |equation, argument| {
            apply_both_to(&equation, argument)
        })
        .map(Some)
    }

    fn first_that_applies<'r>(
        &mut self,
        rules: impl IntoIterator<Item = &'r Arc<Rule>>,
        term: &Term,
        arity: usize,
    ) -> Option<Theorem> {
        rules
            .into_iter()
            .find_map(|rule| self.apply(rule, term, arity))
    }

    /// `t = t'` by a rule, if it applies. A rule about a function applies to the function inside an application.
    fn apply(&mut self, rule: &Rule, term: &Term, arity: usize) -> Option<Theorem> {
        if arity > rule.arity() {
            let (function, argument) = term.as_apply()?;
            let equation = self.apply(rule, function, arity - 1)?;
            return crate::logic::apply_both_to(&equation, argument).ok();
        }
        let mut matching = rule.lemma.matching();
        if !matching.extend(&rule.lemma.schema, rule.left()?, term) {
            return None;
        }
        if rule.permutes
            && !order::is_smaller(
                &matching.instantiate(&rule.lemma.schema, rule.right()?)?,
                term,
            )
        {
            return None;
        }
        let proofs = self.premises(&rule.lemma, &mut matching)?;
        let instance = rule.lemma.instance(&matching)?;
        let theorem = instance.discharge(&proofs).ok()?;
        let theorem = self.aligned(theorem, term)?;
        if let Some(name) = &rule.lemma.name
            && !self.used.contains(name)
        {
            self.used.push(name.clone());
        }
        Some(theorem)
    }

    /// The equation with exactly that left side: matching is only up to β and η.
    fn aligned(&self, equation: Theorem, term: &Term) -> Option<Theorem> {
        let (left, right) = equation.as_equation()?;
        if left == term {
            return (left != right).then_some(equation);
        }
        let back = crate::prove::conversion::beta_eta_equal(term, left)?;
        Theorem::transitive(&back, &equation).ok()
    }

    /// Proofs of a lemma's premises. A premise with variables that are still open is looked up among the facts.
    fn premises(&mut self, lemma: &Lemma, matching: &mut Matching) -> Option<Vec<Theorem>> {
        let mut proofs = Vec::with_capacity(lemma.premises.len());
        for (premise, pattern) in lemma.premises.iter().zip(&lemma.premise_patterns) {
            let open = !matching.unset_in(&lemma.schema, premise).is_empty();
            let fact = open
                .then(|| self.look_up(lemma, pattern, matching))
                .flatten();
            if open && fact.is_none() {
                return None;
            }
            let formula = matching.instantiate(&lemma.schema, premise)?;
            let proof = match fact {
                Some(fact) => crate::prove::conversion::align(&fact, &formula)?,
                None => self.prove(&formula)?,
            };
            proofs.push(proof);
        }
        Some(proofs)
    }

    fn look_up(
        &self,
        lemma: &Lemma,
        pattern: &crate::prove::pattern::Pattern,
        matching: &mut Matching,
    ) -> Option<Theorem> {
        let facts = self
            .levels
            .iter()
            .rev()
            .flat_map(|level| level.facts.iter());
        for fact in facts {
            if matching.extend(&lemma.schema, pattern, &fact.conclusion()) {
                return Some(fact.theorem.clone());
            }
        }
        None
    }

    /// The formula proved, or what it was simplified to with `⊢ formula = it`.
    pub fn outcome(&mut self, formula: &Term) -> Result<Outcome> {
        let equation = self.simplify(formula)?;
        let right = reached(formula, equation.as_ref()).clone();
        Ok(match equation {
            Some(equation) if logic().is_truth(&right) => {
                Outcome::Proved(from_equal_true(&equation)?)
            }
            None if logic().is_truth(&right) => Outcome::Proved(crate::logic::truth().clone()),
            Some(equation) => Outcome::Left(right, equation),
            None => Outcome::Unchanged,
        })
    }
}

/// One β-step at the head: `(λx. t) a b = t[a/x] b`.
fn beta_at_head(term: &Term) -> Converted {
    let Some((function, argument)) = term.as_apply() else {
        return Ok(None);
    };
    if function.as_abstraction().is_some() {
        return Ok(crate::logic::beta_equation(term));
    }
    match beta_at_head(function)? {
        Some(equation) => crate::logic::apply_both_to(&equation, argument).map(Some),
        None => Ok(None),
    }
}

/// What became of a formula.
pub enum Outcome {
    /// It holds.
    Proved(Theorem),
    /// It is equal to another formula.
    Left(Term, Theorem),
    /// Nothing applied.
    Unchanged,
}
