//! Rewrite rules: which equation a lemma gives a simplifier, and when it may be used.

use crate::logic::TermShape;
use crate::{
    logic::{equal_false, equal_true, logic, symmetric},
    prove::{
        lemma::Lemma,
        pattern::{Head, Pattern},
        rewrite::is_definition,
    },
};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// An equation to be used from left to right, perhaps under premises.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The lemma whose conclusion is the equation.
    pub lemma: Lemma,
    /// Whether both sides have one shape, so that it may only be used to make a term smaller.
    pub permutes: bool,
    /// How many arguments the left side's head has.
    arity: usize,
}

impl Rule {
    /// Whether it makes true or false of a compound formula, without a condition.
    pub fn settles(&self) -> bool {
        let settled = |right: &Term| logic().is_truth(right) || logic().is_falsity(right);
        self.lemma.premises.is_empty() && self.right().is_some_and(settled)
    }

    /// The left side.
    pub fn left(&self) -> Option<&Pattern> {
        self.lemma.sides.as_ref().map(|(left, _)| left)
    }

    /// How many arguments the left side's head has.
    pub fn arity(&self) -> usize {
        self.arity
    }

    /// The right side, over the lemma's schematic variables.
    pub fn right(&self) -> Option<&Term> {
        self.lemma.conclusion.as_equation().map(|(_, right)| right)
    }

    /// The rules of a lemma that is marked in the library: as [`Rule::all_of`], but only a definition is used where the
    /// function has fewer arguments. `x ∈ insert a A ↔ x = a ∨ x ∈ A` does not replace `insert a A` itself.
    pub fn marked(lemma: &Lemma) -> Vec<Rule> {
        let mut rules = Rule::all_of(lemma);
        let defines = lemma
            .name
            .as_deref()
            .is_none_or(|name| name.ends_with("_def"));
        if !defines && let Some(full) = rules.iter().map(Rule::arity).max() {
            rules.retain(|rule| rule.arity() == full);
        }
        rules
    }

    /// The rules that a lemma gives: its equation, or `p = true`, or `p = false` for `¬ p`.
    pub fn all_of(lemma: &Lemma) -> Vec<Rule> {
        let mut rules = Vec::new();
        if lemma.sides.is_some() {
            match Rule::from_equation(lemma.clone()) {
                Some(rule) => {
                    rules.extend(Rule::of_shorter_definitions(&rule.lemma));
                    rules.push(rule);
                }
                None => rules.extend(Rule::as_truth(lemma, false)),
            }
        } else if let Some(p) = logic().as_negation(&lemma.conclusion) {
            rules.extend(Rule::as_falsity(lemma, false));
            if p.as_equation().is_some() {
                rules.extend(Rule::as_falsity(lemma, true));
            }
        } else {
            rules.extend(Rule::as_truth(lemma, false));
        }
        rules
    }

    /// A definition is also used where the defined function has fewer arguments.
    fn of_shorter_definitions(lemma: &Lemma) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut last = lemma.clone();
        while is_definition(&last)
            && let Some(shorter) = last.shortened()
        {
            rules.extend(Rule::from_equation(shorter.clone()));
            last = shorter;
        }
        rules.reverse();
        rules
    }

    /// The rules of a fact that is only to settle formulas: it never replaces a term by another.
    pub fn settling(lemma: &Lemma) -> Vec<Rule> {
        let mut rules = Vec::new();
        if logic().as_negation(&lemma.conclusion).is_some() {
            return Rule::all_of(lemma);
        }
        rules.extend(Rule::as_truth(lemma, false));
        if lemma.sides.is_some() {
            rules.extend(Rule::as_truth(lemma, true));
        }
        rules
    }

    /// An equation as it stands; nothing if it would loop or would invent terms.
    fn from_equation(lemma: Lemma) -> Option<Rule> {
        let (left, right) = lemma.conclusion.as_equation()?;
        let (pattern, _) = lemma.sides.as_ref()?;
        if pattern.head() == Head::Anything || left == right {
            return None;
        }
        let determined = |term: &Term| {
            let invented = |v: &rationale_kernel::Variable| term.has_free(v) && !left.has_free(v);
            !lemma.schema.variables.iter().any(invented)
        };
        if !determined(right) {
            return None;
        }
        let permutes = is_variant(&lemma, pattern, right);
        if !permutes && occurs_in(pattern, right.fragment()) {
            return None;
        }
        Some(Rule {
            arity: pattern.arity(),
            permutes,
            lemma,
        })
    }

    fn as_truth(lemma: &Lemma, flipped: bool) -> Option<Rule> {
        let theorem = if flipped {
            symmetric(&lemma.theorem).ok()?
        } else {
            lemma.theorem.clone()
        };
        Rule::from_equation(lemma.with_theorem(equal_true(&theorem).ok()?)?)
    }

    fn as_falsity(lemma: &Lemma, flipped: bool) -> Option<Rule> {
        let theorem = if flipped {
            flip_negated(&lemma.theorem)?
        } else {
            lemma.theorem.clone()
        };
        Rule::from_equation(lemma.with_theorem(equal_false(&theorem).ok()?)?)
    }
}

/// `¬ (a = b)` gives `¬ (b = a)`.
fn flip_negated(theorem: &Theorem) -> Option<Theorem> {
    use crate::logic::{discharge, modus_ponens, negation_elimination, negation_introduction};
    let conclusion = theorem.conclusion();
    let (a, b) = logic().as_negation(&conclusion)?.as_equation()?;
    let turned = Term::equation(b, a).ok()?;
    let back = symmetric(&Theorem::assume(&turned).ok()?).ok()?;
    let falsity = modus_ponens(&negation_elimination(theorem).ok()?, &back).ok()?;
    negation_introduction(&discharge(&turned, &falsity).ok()?).ok()
}

/// Whether the right side is the left side with its variables renamed.
fn is_variant(lemma: &Lemma, left: &Pattern, right: &Term) -> bool {
    let mut matching = lemma.matching();
    if !matching.extend(&lemma.schema, left, right) {
        return false;
    }
    let mut images: Vec<&Term> = matching.terms.iter().flatten().collect();
    let variables = images.iter().all(|t| {
        t.as_variable()
            .is_some_and(|v| lemma.schema.index_of(v).is_some())
    });
    images.sort();
    images.dedup();
    variables && images.len() == matching.terms.iter().flatten().count()
}

/// Whether the pattern may match some part.
fn occurs_in(pattern: &Pattern, fragment: Fragment<'_>) -> bool {
    pattern.resembles(fragment)
        || match fragment.view() {
            FragmentView::Apply(f, x) => occurs_in(pattern, f) || occurs_in(pattern, x),
            FragmentView::Abstract(_, _, body) => occurs_in(pattern, body),
            _ => false,
        }
}

/// Rules by what stands at the head of their left sides.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    by_head: FxHashMap<Head, Vec<Arc<Rule>>>,
}

impl RuleSet {
    /// Adds a rule.
    pub fn insert(&mut self, rule: Arc<Rule>) {
        let Some(head) = rule.left().map(Pattern::head) else {
            return;
        };
        self.by_head.entry(head).or_default().push(rule);
    }

    /// The rules whose left side may match, newest first, each with the part of the term that it is about: the term
    /// itself or, for a rule about a function, the term without its last arguments.
    pub fn candidates(&self, head: Head, arity: usize) -> impl Iterator<Item = &Arc<Rule>> {
        let rules = self.by_head.get(&head).map_or(&[][..], Vec::as_slice);
        rules.iter().rev().filter(move |rule| rule.arity <= arity)
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.by_head.is_empty()
    }
}
