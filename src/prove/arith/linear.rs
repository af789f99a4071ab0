//! Comparisons as they enter linear arithmetic: read from facts, products of them, and facts that hold of every atom.
//!
//! A [`Known`] says that a polynomial is at least, above or equal to 0; its theorem is only made when a certificate asks
//! for it. Comparisons of naturals become comparisons of their casts, and `<` of naturals `+ 1 ≤`.

use super::{
    Polynomial, Rational, Result, Trouble,
    lemmas::Lemma,
    normalize::Normalizer,
    simplex::Relation,
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::logic::{conjunct_left, conjunct_right, convert, logic};
use rationale_kernel::{Term, Theorem};

/// How a comparison is known.
#[derive(Clone)]
pub enum Evidence {
    /// By a theorem that says it.
    Theorem(Theorem),
    /// By an instance of a lemma without premises.
    Lemma(Lemma, Vec<Term>),
    /// By two others, as the product of their differences.
    Product(usize, usize),
    /// By an equation, multiplied by a term: 0 ≤ z * (right - left).
    Multiple(usize, Term),
}

/// `left ≤ right`, `left < right` or `left = right` on ℝ.
#[derive(Clone)]
pub struct Known {
    /// The left side.
    pub left: Term,
    /// The right side.
    pub right: Term,
    /// How they compare ([`Relation::Equal`], [`Relation::Below`] for `<`, [`Relation::AtMost`] for `≤`).
    pub relation: Relation,
    /// right − left.
    pub polynomial: Polynomial,
    /// Why.
    pub evidence: Evidence,
}

/// What facts say, as far as linear arithmetic understands it.
#[derive(Default)]
pub struct Reading {
    /// Comparisons.
    pub known: Vec<Known>,
    /// Disjunctions and inequations, for case splits: theorems `p ∨ q`, and `x ≠ y` as it stands.
    pub alternatives: Vec<Theorem>,
    /// ⊢ false, if a fact says so.
    pub absurd: Option<Theorem>,
}

impl Reading {
    /// Takes in what a theorem says. Returns whether that was anything.
    pub fn read(&mut self, normalizer: &mut Normalizer<'_, '_>, theorem: &Theorem) -> Result<bool> {
        let mut pending = vec![theorem.clone()];
        let mut understood = false;
        while let Some(theorem) = pending.pop() {
            let formula = theorem.conclusion();
            if logic().as_conjunction(&formula).is_some() {
                pending.push(conjunct_right(&theorem)?);
                pending.push(conjunct_left(&theorem)?);
            } else if let Some(negated) = logic().as_negation(&formula) {
                match self.denied(normalizer.theory(), negated, &theorem)? {
                    Some(positive) => pending.push(positive),
                    None if negated
                        .as_equation()
                        .is_some_and(|(x, _)| is_number(normalizer, x)) =>
                    {
                        self.alternatives.push(theorem);
                        understood = true;
                    }
                    None => {}
                }
            } else if logic().as_disjunction(&formula).is_some() {
                self.alternatives.push(theorem);
                understood = true;
            } else if logic().is_falsity(&formula) {
                self.absurd = Some(theorem);
                understood = true;
            } else if let Some(known) = comparison(normalizer, &theorem, &formula)? {
                self.known.push(known);
                understood = true;
            }
        }
        Ok(understood)
    }

    /// A denied comparison turned round.
    fn denied(
        &self,
        theory: &Theory<'_>,
        negated: &Term,
        theorem: &Theorem,
    ) -> Result<Option<Theorem>> {
        let Shape::Binary(operation, x, y) = theory.shape(negated) else {
            return Ok(None);
        };
        let lemma = match operation {
            Operation::Le(Carrier::Real) => Lemma::RealNotLe,
            Operation::Lt(Carrier::Real) => Lemma::RealNotLt,
            Operation::Le(Carrier::Natural) => Lemma::NatNotLe,
            Operation::Lt(Carrier::Natural) => Lemma::NatNotLt,
            _ => return Ok(None),
        };
        let turned = theory.lemma(lemma)?.at(&[x, y])?;
        Ok(Some(Theorem::equal_modus_ponens(&turned, theorem)?))
    }
}

fn is_number(normalizer: &Normalizer<'_, '_>, t: &Term) -> bool {
    normalizer.theory().carrier(t.ty()).is_some()
}

/// A comparison on ℝ, or one on ℕ carried over to ℝ.
fn comparison(
    normalizer: &mut Normalizer<'_, '_>,
    theorem: &Theorem,
    formula: &Term,
) -> Result<Option<Known>> {
    let theory = normalizer.theory();
    if let Some((x, y)) = formula.as_equation() {
        return match theory.carrier(x.ty()) {
            Some(Carrier::Real) => {
                known(normalizer, x, y, Relation::Equal, theorem.clone()).map(Some)
            }
            Some(Carrier::Natural) => {
                carried(normalizer, theorem, Lemma::NatEqCast, x, y).map(Some)
            }
            None => Ok(None),
        };
    }
    match theory.shape(formula) {
        Shape::Binary(Operation::Le(Carrier::Real), x, y) => {
            known(normalizer, x, y, Relation::AtMost, theorem.clone()).map(Some)
        }
        Shape::Binary(Operation::Lt(Carrier::Real), x, y) => {
            known(normalizer, x, y, Relation::Below, theorem.clone()).map(Some)
        }
        Shape::Binary(Operation::Le(Carrier::Natural), x, y) => {
            carried(normalizer, theorem, Lemma::NatLeCast, x, y).map(Some)
        }
        Shape::Binary(Operation::Lt(Carrier::Natural), x, y) => {
            carried(normalizer, theorem, Lemma::NatLtCast, x, y).map(Some)
        }
        _ => Ok(None),
    }
}

fn carried(
    normalizer: &mut Normalizer<'_, '_>,
    theorem: &Theorem,
    lemma: Lemma,
    x: &Term,
    y: &Term,
) -> Result<Known> {
    let equal = normalizer.theory().lemma(lemma)?.at(&[x, y])?;
    let theorem = convert(theorem.clone(), Some(&equal))?;
    let formula = theorem.conclusion();
    comparison(normalizer, &theorem, &formula)?.ok_or(Trouble::Shape("a comparison of casts"))
}

fn known(
    normalizer: &mut Normalizer<'_, '_>,
    left: &Term,
    right: &Term,
    relation: Relation,
    theorem: Theorem,
) -> Result<Known> {
    let polynomial = normalizer
        .polynomial(right)?
        .minus(&normalizer.polynomial(left)?);
    let (left, right) = (left.clone(), right.clone());
    Ok(Known {
        left,
        right,
        relation,
        polynomial,
        evidence: Evidence::Theorem(theorem),
    })
}

/// The comparison that an instance of a lemma states; the theorem is made again when it is needed.
pub fn instance(
    normalizer: &mut Normalizer<'_, '_>,
    lemma: Lemma,
    images: Vec<Term>,
) -> Result<Known> {
    let theorem = normalizer
        .theory()
        .lemma(lemma)?
        .at(&images.iter().collect::<Vec<_>>())?;
    let formula = theorem.conclusion();
    comparison(normalizer, &theorem, &formula)?.ok_or(Trouble::Shape("a comparison"))
}

/// Makes theorems from comparisons that were known.
pub struct Justifier<'k, 't, 'e> {
    /// The theory.
    pub theory: &'t Theory<'e>,
    /// All comparisons; evidence counts into them.
    pub known: &'k [Known],
}

impl Justifier<'_, '_, '_> {
    fn item(&self, index: usize) -> Result<&Known> {
        self.known
            .get(index)
            .ok_or(Trouble::Shape("a known comparison"))
    }

    fn theorem(&self, known: &Known) -> Result<Theorem> {
        match &known.evidence {
            Evidence::Theorem(theorem) => Ok(theorem.clone()),
            Evidence::Lemma(lemma, images) => self
                .theory
                .lemma(*lemma)?
                .at(&images.iter().collect::<Vec<_>>()),
            Evidence::Product(first, second) => {
                self.product(self.item(*first)?, self.item(*second)?)
            }
            Evidence::Multiple(equation, factor) => {
                let known = self.item(*equation)?;
                let lemma = self.theory.lemma(Lemma::LinearEq)?;
                lemma.with(
                    &[&known.left, &known.right, factor],
                    &[&self.theorem(known)?],
                )
            }
        }
    }

    /// 0 ≤ right − left, or 0 < right − left.
    fn difference(&self, known: &Known) -> Result<Theorem> {
        let lemma = if known.relation == Relation::Below {
            Lemma::RealSubPos
        } else {
            Lemma::RealSubNonneg
        };
        let equal = self.theory.lemma(lemma)?.at(&[&known.left, &known.right])?;
        Ok(Theorem::equal_modus_ponens(&equal, &self.theorem(known)?)?)
    }

    fn product(&self, first: &Known, second: &Known) -> Result<Theorem> {
        let strict = first.relation == Relation::Below && second.relation == Relation::Below;
        let lemma = if strict {
            Lemma::RealMulPos
        } else {
            Lemma::RealMulNonneg
        };
        let (p, q) = (self.factor(first, strict)?, self.factor(second, strict)?);
        let (p_term, q_term) = (bound(&p)?, bound(&q)?);
        self.theory
            .lemma(lemma)?
            .with(&[&p_term, &q_term], &[&p, &q])
    }

    fn factor(&self, known: &Known, strict: bool) -> Result<Theorem> {
        let difference = self.difference(known)?;
        if strict || known.relation != Relation::Below {
            Ok(difference)
        } else {
            self.weakened(&difference)
        }
    }

    /// From 0 < x: 0 ≤ x.
    fn weakened(&self, theorem: &Theorem) -> Result<Theorem> {
        let zero = &self.theory.side(Carrier::Real)?.zero;
        self.theory
            .lemma(Lemma::RealLtLe)?
            .with(&[zero, &bound(theorem)?], &[theorem])
    }

    /// 0 ≤ m * (right − left), or < if `strict`; m > 0 unless the comparison is an equation. For m = 1 without the 1.
    fn weighted(&self, known: &Known, multiplier: &Rational, strict: bool) -> Result<Theorem> {
        let strict = strict && known.relation == Relation::Below;
        if multiplier.is_one() && known.relation != Relation::Equal {
            return self.factor(known, strict);
        }
        let number = self.theory.literal(Carrier::Real, multiplier)?;
        let images = [&known.left, &known.right, &number];
        if known.relation == Relation::Equal {
            return self
                .theory
                .lemma(Lemma::LinearEq)?
                .with(&images, &[&self.theorem(known)?]);
        }
        let sign = self.sign(&number, strict)?;
        let (lemma, premise) = match (strict, known.relation) {
            (true, _) => (Lemma::LinearLt, self.theorem(known)?),
            (false, Relation::Below) => {
                let weak = self.theory.lemma(Lemma::RealLtLe)?;
                (
                    Lemma::LinearLe,
                    weak.with(&[&known.left, &known.right], &[&self.theorem(known)?])?,
                )
            }
            (false, _) => (Lemma::LinearLe, self.theorem(known)?),
        };
        self.theory.lemma(lemma)?.with(&images, &[&premise, &sign])
    }

    /// 0 ≤ c or 0 < c for a literal.
    fn sign(&self, number: &Term, strict: bool) -> Result<Theorem> {
        let operation = if strict {
            Operation::Lt(Carrier::Real)
        } else {
            Operation::Le(Carrier::Real)
        };
        let formula =
            self.theory
                .binary(operation, &self.theory.side(Carrier::Real)?.zero, number)?;
        Ok(crate::logic::from_equal_true(
            &self.theory.compute(&formula)?,
        )?)
    }

    /// 0 ≤ Σ or 0 < Σ: the weighted sum of comparisons.
    fn sum(&self, multipliers: &[(usize, Rational)]) -> Result<Theorem> {
        let strict = |(index, _): &&(usize, Rational)| {
            self.known
                .get(*index)
                .is_some_and(|known| known.relation == Relation::Below)
        };
        let first = multipliers.iter().find(strict).or(multipliers.first());
        let (index, weight) = first.ok_or(Trouble::Shape("a certificate"))?;
        let mut sum = self.weighted(self.item(*index)?, weight, true)?;
        let lemma = match self.item(*index)?.relation {
            Relation::Below => Lemma::RealAddPosNonneg,
            _ => Lemma::RealAddNonneg,
        };
        for (other, weight) in multipliers.iter().filter(|(other, _)| other != index) {
            let next = self.weighted(self.item(*other)?, weight, false)?;
            sum = self
                .theory
                .lemma(lemma)?
                .with(&[&bound(&sum)?, &bound(&next)?], &[&sum, &next])?;
        }
        Ok(sum)
    }

    /// ⊢ false, from multipliers whose weighted sum is an absurd comparison of literals.
    pub fn contradiction(
        &self,
        normalizer: &mut Normalizer<'_, '_>,
        multipliers: &[(usize, Rational)],
    ) -> Result<Theorem> {
        let content = Rational::content(multipliers.iter().map(|(_, m)| m));
        let whole = multipliers
            .iter()
            .map(|(i, m)| Some((*i, m.divide(&content)?)));
        let whole: Vec<_> = whole
            .collect::<Option<_>>()
            .ok_or(Trouble::Shape("a certificate"))?;
        let sum = self.sum(&whole)?;
        let formula = sum.conclusion();
        let (relation, term) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let normal = normalizer.normal(term)?;
        if normal.polynomial.as_constant().is_none() {
            return Err(Trouble::Shape("what the search took it for"));
        }
        let equal =
            Theorem::congruence(&Theorem::reflexive(relation)?, &normal.step.equation(term)?)?;
        let (_, reached) = equal.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let computed = self.theory.compute(reached)?;
        Ok(Theorem::equal_modus_ponens(
            &Theorem::transitive(&equal, &computed)?,
            &sum,
        )?)
    }
}

/// x of a theorem 0 ≤ x or 0 < x.
pub fn bound(theorem: &Theorem) -> Result<Term> {
    let formula = theorem.conclusion();
    let (_, x) = formula
        .as_apply()
        .ok_or(Trouble::Shape("a comparison with 0"))?;
    Ok(x.clone())
}
