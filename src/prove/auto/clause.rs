//! Clauses as theorems: `{¬L₁, …, ¬Lₙ} ∪ context ⊢ false`, with schematic variables free. Every step of the way there is
//! a kernel inference; Skolem terms are choice terms.

use crate::{
    logic::{self, conjuncts, logic, modus_ponens, undischarge},
    prove::Budget,
};
use rationale_kernel::{Fragment, FragmentView, Name, Substitution, Term, Theorem, Type, TypeSubstitution, TypeView, Variable};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// More clauses than this are not made of one fact.
const MAX_CLAUSES: usize = 60;

/// One clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Literals and context ⊢ false.
    pub theorem: Theorem,
    /// What may be instantiated.
    pub variables: Vec<Variable>,
    /// The hypotheses that are the clause's own: each must be proved.
    pub needs: Vec<Term>,
}

/// A state on the way: a theorem, its schematic variables, and which hypotheses are literals already.
#[derive(Clone)]
struct Sequent {
    theorem: Theorem,
    variables: Vec<Variable>,
    needs: Vec<Term>,
}

/// The clauses of a theorem; its hypotheses stay as context.
pub fn clauses_of(theorem: &Theorem, budget: &Budget) -> Option<Vec<Clause>> {
    let theorem = logic::beta_reduce(theorem.clone()).ok()?;
    let mut done = vec![];
    clausify(Sequent { theorem, variables: vec![], needs: vec![] }, budget, &mut done)?;
    Some(done)
}

fn clausify(sequent: Sequent, budget: &Budget, done: &mut Vec<Clause>) -> Option<()> {
    budget.spend(1)?;
    if done.len() >= MAX_CLAUSES {
        return None;
    }
    let formula = sequent.theorem.conclusion();
    if logic().as_conjunction(&formula).is_some() {
        for theorem in conjuncts(&sequent.theorem).ok()? {
            clausify(Sequent { theorem, ..sequent.clone() }, budget, done)?;
        }
        return Some(());
    }
    if let Some((left, _)) = logic().as_disjunction(&formula) {
        return split(sequent, &left.clone(), budget, done);
    }
    if let Some(predicate) = logic().as_forall(&formula) {
        let hint = predicate.as_abstraction().map_or_else(|| "x".into(), |a| a.hint().clone());
        let v = budget.fresh(&hint, predicate.ty().as_function()?.0);
        let theorem = reduced(logic::specialize(&sequent.theorem, &Term::variable(&v)).ok()?)?;
        let mut variables = sequent.variables;
        variables.push(v);
        return clausify(Sequent { theorem, variables, needs: sequent.needs }, budget, done);
    }
    if logic().as_exists(&formula).is_some() {
        let theorem = reduced(logic::select(&sequent.theorem).ok()?)?;
        return clausify(Sequent { theorem, ..sequent }, budget, done);
    }
    match rewritten(&sequent.theorem, &formula)? {
        Some(theorem) => clausify(Sequent { theorem, ..sequent }, budget, done),
        None => literal(sequent, &formula, done),
    }
}

fn reduced(theorem: Theorem) -> Option<Theorem> {
    logic::beta_reduce(theorem).ok()
}

/// `A ∨ B`: the clauses of B under ¬A, and then those of A under each.
fn split(sequent: Sequent, left: &Term, budget: &Budget, done: &mut Vec<Clause>) -> Option<()> {
    let right = undischarge(&modus_ponens(&template(&OR_ELSE, &sequent.theorem.conclusion())?, &sequent.theorem).ok()?).ok()?;
    let negated = logic().negation(left).ok()?;
    let mut rest = vec![];
    clausify(Sequent { theorem: right, ..sequent }, budget, &mut rest)?;
    for clause in rest {
        let theorem = logic::by_contradiction(left, &clause.theorem).ok()?;
        let needs = clause.needs.into_iter().filter(|need| *need != negated).collect();
        clausify(Sequent { theorem, variables: clause.variables, needs }, budget, done)?;
    }
    Some(())
}

/// A literal: its complement becomes a hypothesis.
fn literal(sequent: Sequent, formula: &Term, done: &mut Vec<Clause>) -> Option<()> {
    let Sequent { theorem, mut variables, mut needs } = sequent;
    if logic().is_truth(formula) {
        return Some(());
    }
    let falsity = if logic().is_falsity(formula) {
        theorem
    } else {
        let complement = complement(formula)?;
        let falsity = match logic().as_negation(formula) {
            Some(_) => undischarge(&logic::negation_elimination(&theorem).ok()?).ok()?,
            None => {
                let denied = logic::negation_elimination(&Theorem::assume(&complement).ok()?).ok()?;
                modus_ponens(&denied, &theorem).ok()?
            }
        };
        if !needs.contains(&complement) {
            needs.push(complement);
        }
        falsity
    };
    variables.retain(|v| needs.iter().any(|need| need.has_free(v)));
    done.push(Clause { theorem: falsity, variables, needs });
    Some(())
}

/// The negation of a literal, without a double one.
pub fn complement(literal: &Term) -> Option<Term> {
    match logic().as_negation(literal) {
        Some(positive) => Some(positive.clone()),
        None => logic().negation(literal).ok(),
    }
}

type Rule = LazyLock<Option<Theorem>>;

fn rule(build: impl Fn(&Term, &Term) -> logic::Result<Term>) -> Option<Theorem> {
    let letter = |name: &str| Term::variable(&Variable::new(name, Type::boolean()));
    logic::tautology(&build(&letter("p"), &letter("q")).ok()?).ok()
}

/// (p ∨ q) → ¬p → q
static OR_ELSE: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        l.implication(&l.disjunction(p, q)?, &l.implication(&l.negation(p)?, q)?)
    })
});
/// (p → q) → (¬p ∨ q)
static IMPLIES: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        l.implication(&l.implication(p, q)?, &l.disjunction(&l.negation(p)?, q)?)
    })
});
/// (p = q) → (¬p ∨ q) ∧ (¬q ∨ p)
static IFF: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        let (one, other) = (l.disjunction(&l.negation(p)?, q)?, l.disjunction(&l.negation(q)?, p)?);
        l.implication(&Term::equation(p, q)?, &l.conjunction(&one, &other)?)
    })
});
/// ¬(p ∧ q) → ¬p ∨ ¬q
static NOT_AND: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        l.implication(&l.negation(&l.conjunction(p, q)?)?, &l.disjunction(&l.negation(p)?, &l.negation(q)?)?)
    })
});
/// ¬(p ∨ q) → ¬p ∧ ¬q
static NOT_OR: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        l.implication(&l.negation(&l.disjunction(p, q)?)?, &l.conjunction(&l.negation(p)?, &l.negation(q)?)?)
    })
});
/// ¬(p → q) → p ∧ ¬q
static NOT_IMPLIES: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        l.implication(&l.negation(&l.implication(p, q)?)?, &l.conjunction(p, &l.negation(q)?)?)
    })
});
/// ¬(p = q) → (p ∨ q) ∧ (¬p ∨ ¬q)
static NOT_IFF: Rule = LazyLock::new(|| {
    rule(|p, q| {
        let l = logic();
        let either = l.disjunction(p, q)?;
        let not_both = l.disjunction(&l.negation(p)?, &l.negation(q)?)?;
        l.implication(&l.negation(&Term::equation(p, q)?)?, &l.conjunction(&either, &not_both)?)
    })
});
/// ¬¬p → p
static NOT_NOT: Rule = LazyLock::new(|| {
    rule(|p, _| {
        let l = logic();
        l.implication(&l.negation(&l.negation(p)?)?, p)
    })
});

/// The rule with the two parts of this connective for p and q.
fn template(rule: &Rule, formula: &Term) -> Option<Theorem> {
    let inner = logic().as_negation(formula).filter(|inner| parts(inner).is_some()).unwrap_or(formula);
    let (p, q) = parts(inner)?;
    let letter = |name: &str| Variable::new(name, Type::boolean());
    let by = Substitution::new([(letter("p"), p.clone()), (letter("q"), q.clone())]).ok()?;
    rule.as_ref()?.instantiate(&by).ok()
}

fn parts(formula: &Term) -> Option<(&Term, &Term)> {
    let l = logic();
    l.as_conjunction(formula)
        .or_else(|| l.as_disjunction(formula))
        .or_else(|| l.as_implication(formula))
        .or_else(|| l.as_equivalence(formula))
        .or_else(|| l.as_negation(formula).map(|inner| (inner, inner)))
}

/// A connective taken one step towards clauses; `None` inside if it is a literal.
fn rewritten(theorem: &Theorem, formula: &Term) -> Option<Option<Theorem>> {
    let l = logic();
    let apply = |rule: &Rule| modus_ponens(&template(rule, formula)?, theorem).ok().map(Some);
    if l.as_implication(formula).is_some() {
        return apply(&IMPLIES);
    }
    if l.as_equivalence(formula).is_some() {
        return apply(&IFF);
    }
    let Some(inner) = l.as_negation(formula) else { return Some(None) };
    if let Some(predicate) = l.as_forall(inner) {
        return logic::convert(theorem.clone(), Some(&logic::negated_forall(predicate).ok()?)).ok().map(Some);
    }
    if let Some(predicate) = l.as_exists(inner) {
        return logic::convert(theorem.clone(), Some(&logic::negated_exists(predicate).ok()?)).ok().map(Some);
    }
    let rule = if l.as_conjunction(inner).is_some() {
        &NOT_AND
    } else if l.as_disjunction(inner).is_some() {
        &NOT_OR
    } else if l.as_implication(inner).is_some() {
        &NOT_IMPLIES
    } else if l.as_equivalence(inner).is_some() {
        &NOT_IFF
    } else if l.as_negation(inner).is_some() {
        &NOT_NOT
    } else {
        return truth_literal(theorem, inner);
    };
    apply(rule)
}

/// ¬false is nothing, ¬true is false.
fn truth_literal(theorem: &Theorem, inner: &Term) -> Option<Option<Theorem>> {
    if logic().is_truth(inner) {
        let denied = logic::negation_elimination(theorem).ok()?;
        return modus_ponens(&denied, logic::truth()).ok().map(Some);
    }
    if logic().is_falsity(inner) {
        return Some(Some(logic::truth().clone()));
    }
    Some(None)
}

/// The facts at the types at which the goal and the other facts use their constants.
pub fn monomorphic(target: &Term, theorems: &[Theorem]) -> Vec<Theorem> {
    let mut used: BTreeMap<u64, BTreeSet<Type>> = BTreeMap::new();
    constants(target.fragment(), &mut used);
    let schematic = |theorem: &Theorem| -> BTreeSet<Name> {
        let fixed: BTreeSet<Name> = theorem.hypotheses().iter().flat_map(Term::type_variables).collect();
        let free = theorem.conclusion().free_variables();
        let fixed: BTreeSet<Name> = fixed.into_iter().chain(free.iter().flat_map(|v| v.ty().variables())).collect();
        theorem.conclusion().type_variables().difference(&fixed).cloned().collect()
    };
    let (general, special): (Vec<&Theorem>, Vec<&Theorem>) =
        theorems.iter().partition(|theorem| theorem.hypotheses().is_empty() && !schematic(theorem).is_empty());
    special.iter().for_each(|theorem| constants(theorem.conclusion().fragment(), &mut used));
    let mut found: Vec<Theorem> = special.into_iter().cloned().collect();
    for theorem in general {
        found.extend(instances(theorem, &schematic(theorem), &used));
    }
    found
}

/// More instances than this are not made of one fact.
const MAX_INSTANCES: usize = 4;

fn instances(theorem: &Theorem, schematic: &BTreeSet<Name>, used: &BTreeMap<u64, BTreeSet<Type>>) -> Vec<Theorem> {
    let mut own = BTreeMap::new();
    constants(theorem.conclusion().fragment(), &mut own);
    let mut found: Vec<BTreeMap<Name, Type>> = vec![BTreeMap::new()];
    for (identity, types) in &own {
        for pattern in types.iter().filter(|ty| ty.has_variables()) {
            let targets = used.get(identity).into_iter().flatten();
            let extended: Vec<_> = targets
                .flat_map(|target| found.iter().filter_map(|so_far| matched(pattern, target, schematic, so_far)))
                .collect();
            if !extended.is_empty() {
                found = extended;
                found.sort();
                found.dedup();
                found.truncate(MAX_INSTANCES);
            }
        }
    }
    let instance = |by: BTreeMap<Name, Type>| theorem.instantiate_types(&TypeSubstitution::new(by)).ok();
    found.into_iter().filter_map(instance).collect()
}

fn matched(
    pattern: &Type,
    target: &Type,
    schematic: &BTreeSet<Name>,
    so_far: &BTreeMap<Name, Type>,
) -> Option<BTreeMap<Name, Type>> {
    let mut found = so_far.clone();
    matches(pattern, target, schematic, &mut found).then_some(found)
}

fn matches(pattern: &Type, target: &Type, schematic: &BTreeSet<Name>, found: &mut BTreeMap<Name, Type>) -> bool {
    match (pattern.view(), target.view()) {
        (TypeView::Variable(name), _) if schematic.contains(name) => {
            found.entry(name.clone()).or_insert_with(|| target.clone()) == target
        }
        (TypeView::Variable(a), TypeView::Variable(b)) => a == b,
        (TypeView::Apply(f, xs), TypeView::Apply(g, ys)) => {
            f == g && xs.iter().zip(ys).all(|(x, y)| matches(x, y, schematic, found))
        }
        _ => false,
    }
}

fn constants(fragment: Fragment<'_>, found: &mut BTreeMap<u64, BTreeSet<Type>>) {
    match fragment.view() {
        FragmentView::Constant(c) if c.generic_type().has_variables() => {
            let logical = ["forall", "exists", "some", "=", "if", "pair", "fst", "snd"].contains(&&**c.name());
            if !logical {
                found.entry(c.identity()).or_default().insert(fragment.ty().clone());
            }
        }
        FragmentView::Apply(f, x) => {
            constants(f, found);
            constants(x, found);
        }
        FragmentView::Abstract(_, _, body) => constants(body, found),
        _ => {}
    }
}
