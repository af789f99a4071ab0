//! `sos`: a written certificate is checked. Its terms are products of facts, squares and numbers; they must add up to what
//! the goal needs, and the kernel follows them. Nothing is searched, and a certificate that is wrong proves nothing.

use super::{
    fact::Relation,
    lemma::Lemma,
    proof::{Term as Part, contradicts, sum_of},
    read::{self, Read},
    replay::replay,
    table::{Table, too_large},
};
use crate::{
    logic::{convert, symmetric},
    prove::{
        Call, Factor, Failure, Goal, Product,
        arith::{Polynomial, theory::Theory, values::valued},
        conversion::reached,
    },
};
use rationale_kernel::{Term, Theorem};

/// Proves a comparison by the products of the call: they add up to the goal's right side minus its left side, or, with
/// the denied goal among them, to a contradiction.
///
/// # Errors
/// The goal is no comparison, a factor has no known sign, or the sum is another one; the failure shows what is missing.
pub fn prove(goal: &Goal, call: &Call) -> Result<Theorem, Failure> {
    let Some(products) = &call.certificate else {
        let failure = Failure::new("it takes the terms of a certificate, in brackets");
        return Err(failure
            .hint("as in `sos [(x - y) ^ 2, 2 * h]`: products of numbers, facts and squares"));
    };
    let theory = Theory::of(goal.env)?;
    let values = valued(goal.env, &goal.target).ok().flatten();
    let target = reached(&goal.target, values.as_ref());
    let (facts, named) = facts(goal, products);
    let (read, mut table) = read(goal, &theory, target, products, &facts, named)?;
    let mut parts = Vec::new();
    for (place, product) in products.iter().enumerate() {
        parts.extend(table.part(product).map_err(|failure| failure.term(place))?);
    }
    let parts = completed(&mut table, parts)?;
    let (certificate, read) = table.certificate(read, parts);
    let proved = replay(&theory, &read, &facts, target, &certificate).map_err(|trouble| {
        Failure::new("the terms add up, and the kernel did not follow them")
            .note(trouble.to_string())
    })?;
    let back = values.as_ref().map(symmetric).transpose()?;
    Ok(convert(proved, back.as_ref())?)
}

/// The facts that the products name, in order, then those of the place; and how many are named.
fn facts(goal: &Goal, products: &[Product]) -> (Vec<Theorem>, usize) {
    let factors = products.iter().flat_map(|product| &product.factors);
    let cited = factors.filter_map(|(factor, _)| match factor {
        Factor::Fact(fact) => Some(fact),
        _ => None,
    });
    let mut all: Vec<_> = cited.map(|fact| fact.theorem.clone()).collect();
    let named = all.len();
    let place = goal.given.iter().chain(goal.context);
    all.extend(place.map(|fact| fact.theorem.clone()));
    (all, named)
}

/// The claim that the facts and the goal make, and the terms of the products as forms over its variables.
fn read(
    goal: &Goal,
    theory: &Theory<'_>,
    target: &Term,
    products: &[Product],
    facts: &[Theorem],
    named: usize,
) -> Result<(Read, Table), Failure> {
    let formulas: Vec<Term> = facts.iter().map(Theorem::conclusion).collect();
    let factors = products.iter().flat_map(|product| &product.factors);
    let terms = factors.filter_map(|(factor, _)| match factor {
        Factor::Term(term) => Some(term.clone()),
        _ => None,
    });
    let terms: Vec<Term> = terms.collect();
    let read = read::claim_and_terms(theory, &formulas, target, &terms);
    let (read, terms) = read.ok_or_else(|| Failure::new("the goal is no comparison of numbers"))?;
    let table = Table::new(&read, read.names(goal.env), terms, named)?;
    Ok((read, table))
}

/// The parts with what completes them to a contradiction: the denied goal, if none of them uses it.
fn completed(table: &mut Table, mut parts: Vec<Part>) -> Result<Vec<Part>, Failure> {
    let uses_goal = parts.iter().any(|part| table.uses_goal(part));
    let (sum, strict) = sum_of(&parts, table.facts()).ok_or_else(too_large)?;
    if contradicts(&parts, table.facts()) {
        return Ok(parts);
    }
    let place = match table.only_goal() {
        Some(place) if !uses_goal => place,
        _ => return Err(no_contradiction(table, &sum)),
    };
    let denied = table.fact(place).clone();
    let needed = denied.polynomial.negated();
    if denied.relation == Relation::Nonzero {
        return equation(table, place, parts, &sum);
    }
    let missing = needed.minus(&sum);
    parts.push(Part::facts([place]));
    if contradicts(&parts, table.facts()) {
        return Ok(parts);
    }
    let sign = if denied.relation == Relation::Above {
        "≥"
    } else {
        ">"
    };
    let failure = match missing.as_constant() {
        Some(_) if missing.is_zero() && !strict => {
            let text = "the terms add up to the right form, which is then not negative; for `<` one of them must be positive";
            Failure::new(text).hint("a number is positive, and so is a product of facts with `<`")
        }
        _ => Failure::new("the terms do not add up to what the goal needs"),
    };
    Err(failure
        .note(format!("needed: {} {sign} 0", table.show(&needed)))
        .note(format!("the terms add up to: {}", table.show(&sum)))
        .note(format!("missing: {}", table.show(&missing))))
}

/// For a goal p = 0: p² > 0 if it fails, and p times the multiples of equations that add up to p.
fn equation(
    table: &mut Table,
    goal: usize,
    parts: Vec<Part>,
    sum: &Polynomial,
) -> Result<Vec<Part>, Failure> {
    let form = table.fact(goal).polynomial.clone();
    if let Some(place) = parts
        .iter()
        .position(|part| matches!(part, Part::Product(..)))
    {
        let text = "an equation follows from multiples of equations only";
        let failure = Failure::new(text)
            .hint("prove `≤` and `≥` one by one, then the equation by `linarith`");
        return Err(failure.term(place));
    }
    let turned = sum.negated() == form;
    if *sum != form && !turned {
        return Err(
            Failure::new("the terms do not add up to what the goal needs")
                .note(format!("needed: {} = 0", table.show(&form)))
                .note(format!("the terms add up to: {}", table.show(sum)))
                .note(format!("missing: {}", table.show(&form.minus(sum)))),
        );
    }
    let by = if turned { form.clone() } else { form.negated() };
    let square = table
        .lemma(Lemma::SquarePositive(form), vec![goal])
        .ok_or_else(too_large)?;
    let mut all = vec![Part::facts([square])];
    for part in parts {
        if let Part::Equation(place, multiplier) = part {
            let multiplier = multiplier.times(&by, super::atom::LIMIT);
            all.push(Part::Equation(place, multiplier.ok_or_else(too_large)?));
        }
    }
    match contradicts(&all, table.facts()) {
        true => Ok(all),
        false => Err(too_large()),
    }
}

fn no_contradiction(table: &Table, sum: &Polynomial) -> Failure {
    let text = match table.goals() {
        [] => "the facts alone must be contradictory, and the terms add up to no negative number",
        [_] => {
            "with `goal` in a term, the sum must be a negative number, or 0 with a positive term"
        }
        _ => {
            "the denied goal is several facts, so one must stand in a term; then the sum must be a negative number, or 0 with a positive term"
        }
    };
    let goals = table.goals().iter();
    let denied = goals.map(|fact| format!("the goal denied: {}", table.shown(fact)));
    denied
        .fold(Failure::new(text), Failure::note)
        .note(format!("the terms add up to: {}", table.show(sum)))
}
