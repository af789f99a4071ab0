//! Tautologies, by case distinction on their atoms with simplification after each choice.

use super::view::TermShape;
use super::{
    Result, RuleError, beta, boolean_cases, conjoin, conjunct_left, conjunct_right, contradiction,
    convert, discharge, disjoin_left, disjoin_right, disjunction_cases, equal_false, equal_true,
    equality, from_equal_false, from_equal_true, logic, modus_ponens, negation_elimination,
    negation_introduction,
    propositional::{instantiate, letters},
    spine, symmetric, truth,
};
use rationale_kernel::{Term, Theorem};
use std::sync::LazyLock;

/// More atoms than this are refused.
const MAX_ATOMS: usize = 16;

/// `⊢ p` for a formula that holds whatever its atoms are. Atoms are the parts that are no connectives; an equation of
/// formulas counts as a connective.
pub fn tautology(formula: &Term) -> Result<Theorem> {
    prove(formula, &mut Vec::new())
}

fn prove(formula: &Term, chosen: &mut Vec<Theorem>) -> Result<Theorem> {
    let reduced = reduce(formula, chosen)?;
    let value = reduced
        .as_ref()
        .and_then(|th| th.as_equation())
        .map_or(formula, |(_, value)| value)
        .clone();
    if logic().is_truth(&value) {
        return reduced.map_or_else(|| Ok(truth().clone()), |th| from_equal_true(&th));
    }
    let atom =
        first_atom(&value).filter(|_| chosen.len() < MAX_ATOMS && !logic().is_falsity(&value));
    let Some(atom) = atom else {
        return Err(RuleError::shape(
            "tautology",
            "a formula that always holds",
            formula,
        ));
    };
    let cases = boolean_cases(&atom)?;
    let mut branch = |truth_value: &Term| -> Result<Theorem> {
        chosen.push(Theorem::assume(&Term::equation(&atom, truth_value)?)?);
        let proved = prove(formula, chosen);
        chosen.pop();
        proved
    };
    let (yes, no) = (
        branch(logic().truth_term())?,
        branch(logic().falsity_term())?,
    );
    disjunction_cases(&cases, &yes, &no)
}

/// The different atoms of a formula; nothing if there are more than `limit`.
pub fn atoms(formula: &Term, limit: usize) -> Option<Vec<Term>> {
    let (mut found, mut pending) = (Vec::new(), vec![formula]);
    while let Some(next) = pending.pop() {
        match operands(next) {
            Some(parts) => pending.extend(parts),
            None if is_value(next) || found.contains(next) => {}
            None => found.push(next.clone()),
        }
        if found.len() > limit {
            return None;
        }
    }
    Some(found)
}

/// The operands of a connective.
fn operands(formula: &Term) -> Option<Vec<&Term>> {
    let logic = logic();
    if let Some(p) = logic.as_negation(formula) {
        return Some(vec![p]);
    }
    let binary = logic
        .as_conjunction(formula)
        .or_else(|| logic.as_disjunction(formula));
    let binary = binary
        .or_else(|| logic.as_implication(formula))
        .or_else(|| logic.as_equivalence(formula));
    binary.map(|(p, q)| vec![p, q])
}

fn first_atom(formula: &Term) -> Option<Term> {
    match operands(formula) {
        Some(parts) => parts.into_iter().find_map(first_atom),
        None if is_value(formula) => None,
        None => Some(formula.clone()),
    }
}

fn is_value(formula: &Term) -> bool {
    logic().is_truth(formula) || logic().is_falsity(formula)
}

/// ⊢ p = p' with the chosen values put in and the truth tables applied; nothing if p' is p.
fn reduce(formula: &Term, chosen: &[Theorem]) -> Result<Option<Theorem>> {
    if operands(formula).is_none() {
        return Ok(chosen
            .iter()
            .find(|th| th.as_equation().is_some_and(|(atom, _)| atom == formula))
            .cloned());
    }
    let inner = reduce_operands(formula, chosen)?;
    let mut done = inner;
    loop {
        let reached = done
            .as_ref()
            .and_then(|th| th.as_equation())
            .map_or(formula, |(_, r)| r)
            .clone();
        let Some(step) = table_step(&reached)? else {
            return Ok(done);
        };
        done = equality::transitive(done, Some(step))?;
    }
}

fn reduce_operands(formula: &Term, chosen: &[Theorem]) -> Result<Option<Theorem>> {
    let Some((function, argument)) = formula.as_apply() else {
        return Ok(None);
    };
    let functions = match function.as_apply() {
        Some((connective, first)) => reduce(first, chosen)?
            .map(|th| equality::apply_to_both(connective, &th))
            .transpose()?,
        None => None,
    };
    beta::congruence(function, functions, argument, reduce(argument, chosen)?)
}

/// A truth table's line that applies at the root.
fn table_step(formula: &Term) -> Result<Option<Theorem>> {
    for line in truth_tables() {
        let Some((pattern, _)) = line.as_equation() else {
            continue;
        };
        let (head, parts) = spine(pattern);
        let (other, actual) = spine(formula);
        let fits = head == other
            && parts
                .iter()
                .zip(&actual)
                .all(|(p, a)| !is_value(p) || p == a);
        if fits {
            let free = parts.iter().zip(&actual).filter(|(p, _)| !is_value(p));
            let images: Vec<_> = free
                .filter_map(|(p, a)| Some((p.as_variable()?.name.to_string(), *a)))
                .collect();
            let images: Vec<(&str, &Term)> = images
                .iter()
                .map(|(name, image)| (name.as_str(), *image))
                .collect();
            return instantiate(line, &images).map(Some);
        }
    }
    Ok(None)
}

/// The lines of the truth tables, each an equation whose left side is a connective with at least one known operand.
pub(super) fn truth_tables() -> &'static [Theorem] {
    static TABLES: LazyLock<Vec<Theorem>> = LazyLock::new(|| {
        let lines = [
            conjunction_lines(),
            disjunction_lines(),
            implication_lines(),
            equation_lines(),
            negation_lines(),
        ];
        lines
            .into_iter()
            .flat_map(|lines| lines.expect("a fixed derivation"))
            .collect()
    });
    &TABLES
}

/// ⊢ p = q from {q} ⊢ p and {p} ⊢ q.
fn equal(backward: Result<Theorem>, forward: Result<Theorem>) -> Result<Theorem> {
    Ok(Theorem::deduct_antisymmetric(&backward?, &forward?)?)
}

fn conjunction_lines() -> Result<Vec<Theorem>> {
    let [p, q, _] = letters();
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let (known_p, known_q) = (Theorem::assume(&p)?, Theorem::assume(&q)?);
    let assume =
        |a: &Term, b: &Term| -> Result<Theorem> { Ok(Theorem::assume(&l.conjunction(a, b)?)?) };
    let absurd = |a: &Term, b: &Term| contradiction(&l.conjunction(a, b)?, &Theorem::assume(no)?);
    Ok(vec![
        equal(
            conjoin(truth(), &known_q),
            assume(yes, &q).and_then(|th| conjunct_right(&th)),
        )?,
        equal(
            conjoin(&known_p, truth()),
            assume(&p, yes).and_then(|th| conjunct_left(&th)),
        )?,
        equal(
            absurd(no, &q),
            assume(no, &q).and_then(|th| conjunct_left(&th)),
        )?,
        equal(
            absurd(&p, no),
            assume(&p, no).and_then(|th| conjunct_right(&th)),
        )?,
    ])
}

fn disjunction_lines() -> Result<Vec<Theorem>> {
    let [p, q, _] = letters();
    let (l, no) = (logic(), logic().falsity_term());
    let (known_p, known_q) = (Theorem::assume(&p)?, Theorem::assume(&q)?);
    let from_false = |goal: &Term| contradiction(goal, &Theorem::assume(no)?);
    let left = disjunction_cases(
        &Theorem::assume(&l.disjunction(no, &q)?)?,
        &from_false(&q)?,
        &known_q,
    );
    let right = disjunction_cases(
        &Theorem::assume(&l.disjunction(&p, no)?)?,
        &known_p,
        &from_false(&p)?,
    );
    Ok(vec![
        equal_true(&disjoin_left(truth(), &q)?)?,
        equal_true(&disjoin_right(&p, truth())?)?,
        equal(disjoin_right(no, &known_q), left)?,
        equal(disjoin_left(&known_p, no), right)?,
    ])
}

fn implication_lines() -> Result<Vec<Theorem>> {
    let [p, q, _] = letters();
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let forward = modus_ponens(&Theorem::assume(&l.implication(yes, &q)?)?, truth());
    let refuted = negation_introduction(&Theorem::assume(&l.implication(&p, no)?)?);
    Ok(vec![
        equal(discharge(yes, &Theorem::assume(&q)?), forward)?,
        equal_true(&discharge(&p, truth())?)?,
        equal_true(&discharge(no, &contradiction(&q, &Theorem::assume(no)?)?)?)?,
        equal(
            negation_elimination(&Theorem::assume(&l.negation(&p)?)?),
            refuted,
        )?,
    ])
}

fn equation_lines() -> Result<Vec<Theorem>> {
    let [p, q, _] = letters();
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let assume =
        |a: &Term, b: &Term| -> Result<Theorem> { Ok(Theorem::assume(&Term::equation(a, b)?)?) };
    let not = |a: &Term| -> Result<Theorem> { equal_false(&Theorem::assume(&l.negation(a)?)?) };
    let known = |a: &Term| -> Result<Theorem> { equal_true(&Theorem::assume(a)?) };
    Ok(vec![
        equal(
            symmetric(&known(&q)?),
            convert(truth().clone(), Some(&assume(yes, &q)?)),
        )?,
        equal(known(&p), from_equal_true(&assume(&p, yes)?))?,
        equal(
            symmetric(&not(&q)?),
            from_equal_false(&symmetric(&assume(no, &q)?)?),
        )?,
        equal(not(&p), from_equal_false(&assume(&p, no)?))?,
    ])
}

fn negation_lines() -> Result<Vec<Theorem>> {
    let (l, yes, no) = (logic(), logic().truth_term(), logic().falsity_term());
    let not_true = l.negation(yes)?;
    let forward = modus_ponens(
        &negation_elimination(&Theorem::assume(&not_true)?)?,
        truth(),
    );
    let not_false = negation_introduction(&discharge(no, &Theorem::assume(no)?)?)?;
    let backward = contradiction(&not_true, &Theorem::assume(no)?);
    Ok(vec![equal(backward, forward)?, equal_true(&not_false)?])
}
