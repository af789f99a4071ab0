//! How strong a statement is: constants that no instance needs, and stronger statements that no instance refutes.
//!
//! A constant is judged where it scales the right side of `a ≤ b`: each smaller value that is tried gives another
//! statement, and instances refute it or not. Only literals in the goal are changed, never those of hypotheses.

use super::session::{Found, Level};
use super::subject::Subject;
use crate::instance::{Limits, try_problem};
use crate::logic::{LiteralShape, TermShape, parts_of};
use num_rational::BigRational;
use rationale_kernel::{FragmentView, Literal, Term, Variable};

/// `loose-constant` and `surviving-mutant`.
pub fn findings(subject: &Subject<'_>) -> Vec<Found> {
    let held = subject.verdict.as_ref().is_some_and(|verdict| {
        verdict.counterexample.is_none() && verdict.counts.decided >= subject.limits.needed
    });
    if !held {
        return vec![];
    }
    let loose = loose_constant(subject);
    if loose.is_some() {
        return loose.into_iter().collect();
    }
    strict(subject).into_iter().collect()
}

/// Factors that are tried for a constant, from 1 downwards.
const FACTORS: [(i64, i64); 4] = [(9, 10), (3, 4), (1, 2), (1, 4)];

fn loose_constant(subject: &Subject<'_>) -> Option<Found> {
    let goal = subject.goal()?;
    let (relation, left, right) = comparison(&goal)?;
    let scaled: Vec<Literal> = literals(&right)
        .into_iter()
        .filter(|l| l.as_small().is_some_and(|(p, _)| p > 1))
        .collect();
    for literal in scaled {
        let survives = |(p, q): &(i64, i64)| {
            let factor = BigRational::new((*p).into(), (*q).into());
            let smaller = literal
                .numerals()
                .literal(&(literal.value() * factor))
                .ok()?;
            let right = replaced(&right, &literal, &smaller)?;
            let changed = Term::apply(&Term::apply(&relation, &left).ok()?, &right).ok()?;
            holds(subject, &changed).then_some(smaller)
        };
        let smallest = FACTORS.iter().map_while(survives).last();
        if let Some(smallest) = smallest {
            let (name, from, to) = (&subject.item.name, literal.value(), smallest.value());
            let text =
                format!("no instance needs the constant {from} of `{name}`: {to} was not refuted");
            return Some(Found::new("loose-constant", Level::Note, text).help(
                "try to prove the smaller constant, or name the instance for which it is too small",
            ));
        }
    }
    None
}

/// `<` for `≤`: a statement that is strictly stronger.
fn strict(subject: &Subject<'_>) -> Option<Found> {
    let goal = subject.goal()?;
    let (relation, left, right) = comparison(&goal)?;
    let name = match &**relation.as_constant()?.name() {
        "real_le" => "real_lt",
        "nat_le" => "nat_lt",
        _ => return None,
    };
    let less = subject.env.constant(name)?;
    let less = Term::constant(less, &Default::default()).ok()?;
    let changed = Term::apply(&Term::apply(&less, &left).ok()?, &right).ok()?;
    holds(subject, &changed).then(|| {
        let text = format!("`{}` was not refuted with `<` for `≤`", subject.item.name);
        Found::new("surviving-mutant", Level::Note, text)
            .note(format!(
                "the stronger statement: {}",
                subject.text(&changed)
            ))
            .help("state the strict inequality, or say why the weak one is wanted")
    })
}

/// Whether no instance refutes the statement with this goal, and many were decided.
fn holds(subject: &Subject<'_>, goal: &Term) -> bool {
    let limits = Limits {
        seed: subject.limits.seed + 1,
        ..subject.limits.clone()
    };
    let problem = subject.variant(&subject.assumed(), goal);
    problem.is_some_and(|problem| {
        let verdict = try_problem(&problem, &limits);
        verdict.counterexample.is_none() && verdict.counts.decided >= limits.needed
    })
}

/// The relation and sides of a goal that compares numbers.
fn comparison(goal: &Term) -> Option<(Term, Term, Term)> {
    let (head, right) = goal.as_apply()?;
    let (relation, left) = head.as_apply()?;
    let name = relation.as_constant()?.name();
    matches!(&**name, "real_le" | "nat_le").then(|| (relation.clone(), left.clone(), right.clone()))
}

fn literals(term: &Term) -> Vec<Literal> {
    parts_of(term, |part| match part {
        FragmentView::Literal(literal) => Some(literal.clone()),
        _ => None,
    })
}

/// The term with another literal in each place of one.
fn replaced(term: &Term, from: &Literal, to: &Literal) -> Option<Term> {
    if let Some(literal) = term.as_literal() {
        return Some(Term::literal(if literal == from { to } else { literal }));
    }
    if let Some((f, x)) = term.as_apply() {
        return Term::apply(&replaced(f, from, to)?, &replaced(x, from, to)?).ok();
    }
    if let Some(abstraction) = term.as_abstraction() {
        let mut name = format!("{}·", abstraction.hint());
        while term.free_variables().iter().any(|v| *v.name == *name) {
            name.push('·');
        }
        let variable = Variable::new(name, abstraction.binder_type().clone());
        let body = abstraction.open(&Term::variable(&variable)).ok()?;
        return Term::abstraction(&variable, &replaced(&body, from, to)?).ok();
    }
    Some(term.clone())
}
