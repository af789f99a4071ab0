//! The connectives: a goal is refuted case by case, in the order in which the search took the cases.

use super::{facts::Known, normal::Normalizer, steps::Replay};
use crate::{
    inequality::{expression::Formula, fact::Fact, proof::Proof},
    logic::{
        conjunct_left, conjunct_right, disjunction_cases, double_negation_elimination, logic,
        tautology,
    },
    prove::arith::{Result, Trouble},
};
use rationale_kernel::{Substitution, Term, Theorem, Type, Variable};
use std::sync::LazyLock;

/// The cases of a certificate, and how many are done.
pub(super) struct Cases<'p> {
    /// The facts of each case with its proof.
    pub all: &'p [(Vec<Fact>, Proof)],
    /// The next case.
    pub next: usize,
}

/// A formula that holds, or whose negation does, with the theorem.
#[derive(Clone)]
pub(super) struct Pending<'f> {
    /// As the engine read it.
    pub formula: &'f Formula,
    /// Whether it holds.
    pub truth: bool,
    /// The theorem: the formula or its negation.
    pub theorem: Theorem,
}

/// ⊢ false from pending formulas, the first last in the list, and facts.
pub(super) fn refute<'p>(
    normalizer: &mut Normalizer<'_, '_>,
    mut pending: Vec<Pending<'_>>,
    mut facts: Vec<Known>,
    cases: &mut Cases<'p>,
) -> Result<Theorem> {
    while let Some(next) = pending.pop() {
        let Pending {
            formula,
            truth,
            theorem,
        } = next;
        match (formula, truth) {
            (Formula::Constant(value), _) if *value == truth => {}
            (Formula::Constant(_), _) => return constant(&theorem),
            (Formula::Not(p), _) => {
                let theorem = if truth {
                    theorem
                } else {
                    double_negation_elimination(&theorem)?
                };
                pending.push(Pending {
                    formula: p,
                    truth: !truth,
                    theorem,
                });
            }
            (Formula::And(p, q), true) => both(&mut pending, (p, true), (q, true), &theorem)?,
            (Formula::Or(p, q), false) => {
                let theorem = by(&NOT_OR, &theorem)?;
                both(&mut pending, (p, false), (q, false), &theorem)?;
            }
            (Formula::Implies(p, q), false) => {
                let theorem = by(&NOT_IMPLIES, &theorem)?;
                both(&mut pending, (p, true), (q, false), &theorem)?;
            }
            (Formula::Compare(..), _) => {
                let known = normalizer.known(&theorem)?;
                facts.push(known);
            }
            _ => return split(normalizer, formula, truth, &theorem, pending, facts, cases),
        }
    }
    close(normalizer, facts, cases)
}

/// The next case of the certificate, whose facts these must be.
fn close<'p>(
    normalizer: &mut Normalizer<'_, '_>,
    facts: Vec<Known>,
    cases: &mut Cases<'p>,
) -> Result<Theorem> {
    let (expected, proof) = cases
        .all
        .get(cases.next)
        .ok_or(Trouble::Shape("a case of the certificate"))?;
    cases.next += 1;
    if expected.len() != facts.len() {
        return Err(Trouble::Shape("the facts of the case"));
    }
    let mut known = Vec::with_capacity(facts.len());
    for (fact, expected) in facts.iter().zip(expected) {
        known.push(normalizer.derived(fact, expected)?);
    }
    Replay::new(normalizer, known).refute(proof)
}

fn constant(theorem: &Theorem) -> Result<Theorem> {
    let formula = theorem.conclusion();
    if logic().is_falsity(&formula) {
        return Ok(theorem.clone());
    }
    Ok(crate::logic::classical_contradiction(
        logic().falsity_term(),
        crate::logic::truth(),
        theorem,
    )?)
}

/// From p ∧ q: p is looked at first.
fn both<'f>(
    pending: &mut Vec<Pending<'f>>,
    (p, holds): (&'f Formula, bool),
    (q, also): (&'f Formula, bool),
    theorem: &Theorem,
) -> Result<()> {
    pending.push(Pending {
        formula: q,
        truth: also,
        theorem: conjunct_right(theorem)?,
    });
    pending.push(Pending {
        formula: p,
        truth: holds,
        theorem: conjunct_left(theorem)?,
    });
    Ok(())
}

/// A formula that holds in one of two ways.
fn split<'f, 'p>(
    normalizer: &mut Normalizer<'_, '_>,
    formula: &'f Formula,
    truth: bool,
    theorem: &Theorem,
    pending: Vec<Pending<'f>>,
    facts: Vec<Known>,
    cases: &mut Cases<'p>,
) -> Result<Theorem> {
    type Ways<'f> = [Vec<(&'f Formula, bool)>; 2];
    let (disjunction, ways): (Theorem, Ways<'f>) = match (formula, truth) {
        (Formula::Or(p, q), _) => (theorem.clone(), [vec![(p, true)], vec![(q, true)]]),
        (Formula::And(p, q), _) => (by(&NOT_AND, theorem)?, [vec![(p, false)], vec![(q, false)]]),
        (Formula::Implies(p, q), _) => {
            (by(&IMPLIES, theorem)?, [vec![(p, false)], vec![(q, true)]])
        }
        (Formula::Iff(p, q), true) => (
            by(&IFF, theorem)?,
            [vec![(p, true), (q, true)], vec![(p, false), (q, false)]],
        ),
        (Formula::Iff(p, q), false) => (
            by(&NOT_IFF, theorem)?,
            [vec![(p, true), (q, false)], vec![(p, false), (q, true)]],
        ),
        _ => return Err(Trouble::Shape("a formula with two cases")),
    };
    let conclusion = disjunction.conclusion();
    let (p, q) = logic()
        .as_disjunction(&conclusion)
        .ok_or(Trouble::Shape("a disjunction"))?;
    let mut outcomes = Vec::new();
    for (part, way) in [p, q].into_iter().zip(ways) {
        let theorem = Theorem::assume(part)?;
        let mut pending = pending.clone();
        match way.as_slice() {
            [(f, truth)] => pending.push(Pending {
                formula: f,
                truth: *truth,
                theorem,
            }),
            [first, second] => both(&mut pending, *first, *second, &theorem)?,
            _ => return Err(Trouble::Shape("a formula with two cases")),
        }
        outcomes.push(refute(normalizer, pending, facts.clone(), cases)?);
    }
    Ok(disjunction_cases(&disjunction, &outcomes[0], &outcomes[1])?)
}

/// `{p-and-q formula} ⊢ another`, over the letters p and q.
struct Template {
    theorem: Theorem,
    pattern: Term,
}

type Lazy = LazyLock<Option<Template>>;

static NOT_AND: Lazy = LazyLock::new(|| {
    template(|l, p, q| {
        let (not_p, not_q) = (l.negation(p)?, l.negation(q)?);
        Ok((
            l.negation(&l.conjunction(p, q)?)?,
            l.disjunction(&not_p, &not_q)?,
        ))
    })
});
static NOT_OR: Lazy = LazyLock::new(|| {
    template(|l, p, q| {
        let (not_p, not_q) = (l.negation(p)?, l.negation(q)?);
        Ok((
            l.negation(&l.disjunction(p, q)?)?,
            l.conjunction(&not_p, &not_q)?,
        ))
    })
});
static IMPLIES: Lazy = LazyLock::new(|| {
    template(|l, p, q| Ok((l.implication(p, q)?, l.disjunction(&l.negation(p)?, q)?)))
});
static NOT_IMPLIES: Lazy = LazyLock::new(|| {
    template(|l, p, q| {
        Ok((
            l.negation(&l.implication(p, q)?)?,
            l.conjunction(p, &l.negation(q)?)?,
        ))
    })
});
static IFF: Lazy = LazyLock::new(|| {
    template(|l, p, q| {
        let (not_p, not_q) = (l.negation(p)?, l.negation(q)?);
        let ways = l.disjunction(&l.conjunction(p, q)?, &l.conjunction(&not_p, &not_q)?)?;
        Ok((Term::equation(p, q)?, ways))
    })
});
static NOT_IFF: Lazy = LazyLock::new(|| {
    template(|l, p, q| {
        let (not_p, not_q) = (l.negation(p)?, l.negation(q)?);
        let ways = l.disjunction(&l.conjunction(p, &not_q)?, &l.conjunction(&not_p, q)?)?;
        Ok((l.negation(&Term::equation(p, q)?)?, ways))
    })
});

type Build = fn(&crate::logic::Logic, &Term, &Term) -> crate::logic::Result<(Term, Term)>;

fn template(build: Build) -> Option<Template> {
    let [p, q] = letters().map(|v| Term::variable(&v));
    let (from, to) = build(logic(), &p, &q).ok()?;
    let implication = logic().implication(&from, &to).ok()?;
    let theorem = crate::logic::undischarge(&tautology(&implication).ok()?).ok()?;
    Some(Template {
        theorem,
        pattern: from,
    })
}

fn letters() -> [Variable; 2] {
    ["p", "q"].map(|name| Variable::new(name, Type::boolean()))
}

/// A template applied to a theorem.
fn by(template: &Lazy, theorem: &Theorem) -> Result<Theorem> {
    let shape = || Trouble::Shape("a connective");
    let template = template.as_ref().ok_or_else(shape)?;
    let parts = |t: &Term| {
        let inner = logic().as_negation(t).unwrap_or(t).clone();
        let logic = logic();
        let pair = logic
            .as_conjunction(&inner)
            .or_else(|| logic.as_disjunction(&inner))
            .or_else(|| logic.as_implication(&inner))
            .or_else(|| inner.as_equation())?;
        Some((pair.0.clone(), pair.1.clone()))
    };
    debug_assert!(parts(&template.pattern).is_some());
    let (p, q) = parts(&theorem.conclusion()).ok_or_else(shape)?;
    let [first, second] = letters();
    let by = Substitution::from([(first, p), (second, q)]);
    Ok(crate::logic::cut(
        theorem,
        &template.theorem.instantiate(&by)?,
    )?)
}
