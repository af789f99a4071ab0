//! `field`: equations and comparisons of reals with divisions, by multiplying with denominators that are not 0.
//!
//! Every term is first read as a polynomial in atoms and inverses of atoms. Each inverse whose atom is known to differ
//! from 0 (by the facts or by `positivity`) is removed: both sides are multiplied by a power of the atom, and
//! d * inv d = 1. Sums as denominators count as atoms until then. x / 0 = 0 is respected: nothing is cancelled unproved.

use super::{
    Monomial, Polynomial, Rational, Result, Trouble,
    chain::Step,
    lemmas::Lemma,
    normalize::Normalizer,
    positivity, ring, substitute,
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::logic::substitution_from;
use crate::{
    logic::{beta_equation, symmetric, transitive},
    prove::{Call, Goal},
};
use rationale_kernel::{Term, Theorem, Variable};

/// A denominator that is not 0.
struct Denominator {
    term: Term,
    inverse: Term,
    /// The power by which both sides are multiplied.
    exponent: u32,
    /// ⊢ term ≠ 0
    nonzero: Theorem,
    /// Stands for term * inverse.
    unit: Variable,
}

/// A comparison without divisions that has the goal as a consequence.
pub struct Cleared {
    /// The new comparison.
    pub goal: Term,
    /// {new comparison} ⊢ target
    pub theorem: Theorem,
    /// Whether the new comparison is an equation of one term with itself.
    pub trivial: bool,
}

/// Removes divisions from both sides of an equation, of ≤ or of <.
pub fn clear(
    theory: &Theory<'_>,
    goal: &Goal,
    call: &Call,
    equations: &[Theorem],
) -> Result<Option<Cleared>> {
    let Some((relation, left, right)) = relation(theory, &goal.target) else {
        return Ok(None);
    };
    let mut normalizer = Normalizer::new(theory, goal.budget.left())?;
    substitute::use_equations(&mut normalizer, equations)?;
    let denominators = denominators(&mut normalizer, goal, call, left, right)?;
    let factor = product(theory, &denominators)?;
    let first = cleared_side(&mut normalizer, &denominators, &factor, left)?;
    let second = cleared_side(&mut normalizer, &denominators, &factor, right)?;
    let sign = match relation {
        Relation::Equal => nonzero(theory, &denominators, &factor)?,
        _ => match positivity::positive(theory, goal, call, &factor)? {
            Some(theorem) => theorem,
            None => return Ok(None),
        },
    };
    let new = relation.formula(theory, &first.term, &second.term)?;
    let scaled = scaled_back(
        theory,
        relation,
        [(left, &first), (right, &second)],
        &factor,
        &new,
    )?;
    let lemma = match relation {
        Relation::Equal => Lemma::RealMulLeftCancel,
        Relation::AtMost => Lemma::RealMulLeCancel,
        Relation::Below => Lemma::RealMulLtCancel,
    };
    let theorem = theory
        .lemma(lemma)?
        .with(&[left, right, &factor], &[&sign, &scaled])?;
    let trivial = relation == Relation::Equal && first.term == second.term;
    Ok(Some(Cleared {
        goal: new,
        theorem,
        trivial,
    }))
}

#[derive(Clone, Copy, PartialEq)]
enum Relation {
    Equal,
    AtMost,
    Below,
}

impl Relation {
    fn formula(self, theory: &Theory<'_>, x: &Term, y: &Term) -> Result<Term> {
        match self {
            Relation::Equal => Ok(Term::equation(x, y)?),
            Relation::AtMost => theory.binary(Operation::Le(Carrier::Real), x, y),
            Relation::Below => theory.binary(Operation::Lt(Carrier::Real), x, y),
        }
    }
}

fn relation<'t>(theory: &Theory<'_>, target: &'t Term) -> Option<(Relation, &'t Term, &'t Term)> {
    if let Some((x, y)) = target.as_equation() {
        return (theory.carrier(x.ty()) == Some(Carrier::Real)).then_some((Relation::Equal, x, y));
    }
    match theory.shape(target) {
        Shape::Binary(Operation::Le(Carrier::Real), x, y) => Some((Relation::AtMost, x, y)),
        Shape::Binary(Operation::Lt(Carrier::Real), x, y) => Some((Relation::Below, x, y)),
        _ => None,
    }
}

/// The inverses in the polynomials of both sides whose atoms are known to differ from 0.
fn denominators(
    normalizer: &mut Normalizer<'_, '_>,
    goal: &Goal,
    call: &Call,
    left: &Term,
    right: &Term,
) -> Result<Vec<Denominator>> {
    let polynomials = [normalizer.polynomial(left)?, normalizer.polynomial(right)?];
    let mut atoms: Vec<u32> = polynomials.iter().flat_map(Polynomial::atoms).collect();
    atoms.sort_unstable();
    atoms.dedup();
    let theory = normalizer.theory();
    let mut found = Vec::new();
    for atom in atoms {
        let inverse = normalizer.atoms().term(atom).clone();
        let Shape::Unary(Operation::Inv, term) = theory.shape(&inverse) else {
            continue;
        };
        let Some(nonzero) = positivity::nonzero(theory, goal, call, term)? else {
            continue;
        };
        let monomials = polynomials.iter().flat_map(|p| p.terms());
        let exponent = monomials.map(|(m, _)| m.exponent(atom)).max().unwrap_or(0);
        let unit = Variable::new(format!("unit#{}", found.len()), term.ty().clone());
        found.push(Denominator {
            term: term.clone(),
            inverse: inverse.clone(),
            exponent,
            nonzero,
            unit,
        });
    }
    Ok(found)
}

fn power(theory: &Theory<'_>, base: &Term, exponent: u32) -> Result<Term> {
    let exponent = theory.literal(Carrier::Natural, &Rational::from(i64::from(exponent)))?;
    theory.binary(Operation::Pow(Carrier::Real), base, &exponent)
}

/// The product of all denominators with their powers; 1 if there are none.
fn product(theory: &Theory<'_>, denominators: &[Denominator]) -> Result<Term> {
    let mut product = theory.side(Carrier::Real)?.one.clone();
    for denominator in denominators {
        let factor = power(theory, &denominator.term, denominator.exponent)?;
        product = theory.binary(Operation::Mul(Carrier::Real), &product, &factor)?;
    }
    Ok(product)
}

/// ⊢ product ≠ 0
fn nonzero(theory: &Theory<'_>, denominators: &[Denominator], product: &Term) -> Result<Theorem> {
    let Some((last, rest)) = denominators.split_last() else {
        let side = theory.side(Carrier::Real)?;
        return Ok(crate::logic::from_equal_false(
            &theory.compute(&Term::equation(&side.one, &side.zero)?)?,
        )?);
    };
    let (before, factor) = super::chain::operands(product)?;
    let (base, exponent) = super::chain::operands(factor)?;
    let powered = theory
        .lemma(Lemma::RealPowNe)?
        .with(&[base, exponent], &[&last.nonzero])?;
    let first = nonzero(theory, rest, before)?;
    theory
        .lemma(Lemma::RealMulNe)?
        .with(&[before, factor], &[&first, &powered])
}

/// From `factor * side` to a polynomial without the denominators' inverses.
fn cleared_side(
    normalizer: &mut Normalizer<'_, '_>,
    denominators: &[Denominator],
    factor: &Term,
    side: &Term,
) -> Result<Step> {
    let theory = normalizer.theory();
    let whole = theory.binary(Operation::Mul(Carrier::Real), factor, side)?;
    denominators
        .iter()
        .for_each(|d| normalizer.set_opaque(&d.term, true));
    let paired = paired(normalizer, denominators, &whole);
    let paired = paired.and_then(|pattern| {
        let units = pairs(theory, denominators)?;
        let with_pairs = pattern.substitute(&substitution_from(units)?)?;
        Ok((ring::prove(normalizer, &whole, &with_pairs)?, pattern))
    });
    denominators
        .iter()
        .for_each(|d| normalizer.set_opaque(&d.term, false));
    let (equation, pattern) = paired?;
    let without = without_units(theory, denominators, &pattern)?;
    let step =
        Step::by(transitive(Some(equation), without)?.ok_or(Trouble::Shape("an equation"))?)?;
    let normal = normalizer.normal(&step.term)?.step;
    step.then(normal)
}

/// The polynomial of a term with a variable for each pair d * inv d.
fn paired(
    normalizer: &mut Normalizer<'_, '_>,
    denominators: &[Denominator],
    whole: &Term,
) -> Result<Term> {
    let polynomial = normalizer.polynomial(whole)?;
    let mut terms = Vec::new();
    let numbers: Vec<[u32; 3]> = denominators
        .iter()
        .map(|d| {
            [d.term.clone(), d.inverse.clone(), Term::variable(&d.unit)]
                .map(|t| normalizer.number(&t))
        })
        .collect();
    for (monomial, coefficient) in polynomial.terms() {
        let mut changed = monomial.clone();
        for [term, inverse, unit] in &numbers {
            changed = with_unit(&changed, *term, *inverse, *unit)?;
        }
        terms.push((changed, coefficient.clone()));
    }
    normalizer.term_of(Carrier::Real, &Polynomial::from_terms(terms))
}

/// d^a * (inv d)^b * m as unit^k * m', with k the smaller exponent.
fn with_unit(monomial: &Monomial, term: u32, inverse: u32, unit: u32) -> Result<Monomial> {
    let (a, b) = (monomial.exponent(term), monomial.exponent(inverse));
    let common = a.min(b);
    let rest = monomial.without(term).without(inverse);
    [(term, a - common), (inverse, b - common), (unit, common)]
        .into_iter()
        .filter(|(_, exponent)| *exponent > 0)
        .try_fold(rest, |product, (atom, exponent)| {
            product.times(&Monomial::atom(atom).power(exponent)?)
        })
        .ok_or(Trouble::TooLarge)
}

fn pairs(theory: &Theory<'_>, denominators: &[Denominator]) -> Result<Vec<(Variable, Term)>> {
    let pair = |d: &Denominator| {
        let product = theory.binary(Operation::Mul(Carrier::Real), &d.term, &d.inverse)?;
        Ok((d.unit.clone(), product))
    };
    denominators.iter().map(pair).collect()
}

/// pattern[d * inv d] = pattern[1]
fn without_units(
    theory: &Theory<'_>,
    denominators: &[Denominator],
    pattern: &Term,
) -> Result<Option<Theorem>> {
    let variables: Vec<Variable> = denominators.iter().map(|d| d.unit.clone()).collect();
    let function = crate::logic::lambda(&variables, pattern)?;
    let mut equation = Theorem::reflexive(&function)?;
    for denominator in denominators {
        let unit = theory
            .lemma(Lemma::RealMulInv)?
            .with(&[&denominator.term], &[&denominator.nonzero])?;
        equation = reduced(&Theorem::congruence(&equation, &unit)?)?;
    }
    Ok(if denominators.is_empty() {
        None
    } else {
        Some(equation)
    })
}

/// Both sides of an equation of redexes reduced.
fn reduced(equation: &Theorem) -> Result<Theorem> {
    let (left, right) = equation
        .as_equation()
        .ok_or(Trouble::Shape("an equation"))?;
    let (first, second) = (beta_equation(left), beta_equation(right));
    let back = first.as_ref().map(symmetric).transpose()?;
    let whole = transitive(transitive(back, Some(equation.clone()))?, second)?;
    whole.ok_or(Trouble::Shape("an equation"))
}

/// {new} ⊢ factor * left ⋈ factor * right
fn scaled_back(
    theory: &Theory<'_>,
    relation: Relation,
    sides: [(&Term, &Step); 2],
    factor: &Term,
    new: &Term,
) -> Result<Theorem> {
    let [first, second] = sides.map(|(side, step)| {
        let whole = theory.binary(Operation::Mul(Carrier::Real), factor, side)?;
        Ok::<_, Trouble>((symmetric(&step.equation(&whole)?)?, whole))
    });
    let ((first, left), (second, right)) = (first?, second?);
    let scaled = relation.formula(theory, &left, &right)?;
    let (head, _) = scaled
        .as_apply()
        .and_then(|(f, _)| f.as_apply())
        .ok_or(Trouble::Shape("a comparison"))?;
    let equal = Theorem::congruence(
        &Theorem::congruence(&Theorem::reflexive(head)?, &first)?,
        &second,
    )?;
    Ok(Theorem::equal_modus_ponens(&equal, &Theorem::assume(new)?)?)
}
