//! Bounds of terms by literals, with theorems: sums of bounds of monomials, and the functions of bounded arguments.
//!
//! Every end is rounded outward to a multiple of 2⁻ᵖ, so that numbers stay short. What has no bound has none here; that
//! loses a proof, never makes one.

use super::{comparisons::joined, facts::Known, normal::Normalizer};
use crate::{
    inequality::{
        atom::Atom,
        fact::{Fact, Relation},
        proof::Term as Part,
    },
    prove::arith::{Monomial, Polynomial, Rational, Result, Trouble, lemmas::Lemma},
};
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use rationale_kernel::{Term, Theorem};
use std::collections::HashMap;

/// A literal end of a range: `value ≤ t` for a lower one, `t ≤ value` for an upper one.
#[derive(Clone)]
pub(super) struct End {
    /// The number.
    pub value: Rational,
    /// What says so.
    pub theorem: Theorem,
}

/// Bounds of a term.
#[derive(Clone, Default)]
pub(super) struct Range {
    /// From below.
    pub low: Option<End>,
    /// From above.
    pub high: Option<End>,
}

/// Bounds of the atoms of one list of facts.
pub(super) struct Ranges {
    /// By atom: what the facts state.
    pub stated: HashMap<u32, Range>,
    /// The forms that facts state to be positive.
    pub positive: Vec<Known>,
    /// By atom: what is known by now.
    known: HashMap<u32, Range>,
    /// Ends are multiples of 2⁻ᵖ.
    pub precision: u32,
    /// ⊢ false, if some atom has no possible value.
    pub absurd: Option<Theorem>,
}

/// A number rounded to a multiple of 2⁻ᵖ.
pub(super) fn rounded(value: &Rational, precision: u32, up: bool) -> Rational {
    if value.denominator().bits() <= u64::from(precision) {
        return value.clone();
    }
    let scaled = value.numerator() << precision;
    let floor = scaled.div_floor(&value.denominator());
    let whole = if up { floor + 1 } else { floor };
    Rational::from_big(BigRational::new(whole, BigInt::from(1) << precision))
}

/// One end of a form's range: its value, and the bounds of monomials that add up to it.
type Summed = (Rational, Vec<(Rational, Theorem)>);

impl Ranges {
    /// Nothing known beyond what is stated.
    pub fn new(stated: HashMap<u32, Range>, positive: Vec<Known>, precision: u32) -> Self {
        Ranges {
            stated,
            positive,
            known: HashMap::new(),
            precision,
            absurd: None,
        }
    }

    pub fn down(&self, value: &Rational) -> Rational {
        rounded(value, self.precision, false)
    }

    pub fn up(&self, value: &Rational) -> Rational {
        rounded(value, self.precision, true)
    }

    /// ⊢ false, if the form of a fact is enclosed on the wrong side of 0.
    pub fn refute(&mut self, n: &mut Normalizer<'_, '_>, known: &Known) -> Result<Theorem> {
        if known.fact.relation == Relation::Nonzero {
            return self.refute_nonzero(n, known);
        }
        let signs: &[bool] = match known.fact.relation {
            Relation::Zero => &[true, false],
            _ => &[true],
        };
        for positive in signs {
            if let Some(theorem) = self.refute_one(n, known, *positive)? {
                return Ok(theorem);
            }
            if let Some(absurd) = &self.absurd {
                return Ok(absurd.clone());
            }
        }
        self.impossible(n, &known.fact.polynomial)
    }

    /// ⊢ false, if some atom of a form has no possible value.
    fn impossible(&mut self, n: &mut Normalizer<'_, '_>, p: &Polynomial) -> Result<Theorem> {
        for atom in n.atoms.mentioned([p]) {
            self.atom(n, atom)?;
            if let Some(absurd) = &self.absurd {
                return Ok(absurd.clone());
            }
        }
        Err(Trouble::Replay("tight enough an enclosure"))
    }

    /// From p ≠ 0, where the bounds of p are 0.
    fn refute_nonzero(&mut self, n: &mut Normalizer<'_, '_>, known: &Known) -> Result<Theorem> {
        let range = self.form(n, &known.fact.polynomial)?;
        if let Some(absurd) = &self.absurd {
            return Ok(absurd.clone());
        }
        let (Some(low), Some(high)) = (range.low, range.high) else {
            return Err(Trouble::Replay("tight enough an enclosure"));
        };
        if !low.value.is_zero() || !high.value.is_zero() {
            return Err(Trouble::Replay("tight enough an enclosure"));
        }
        let (term, zero) = (n.term(&known.fact.polynomial)?, n.zero()?);
        let lemma = n.theory.lemma(Lemma::RealLeAntisymm)?;
        let equal = lemma.with(&[&term, &zero], &[&high.theorem, &low.theorem])?;
        Ok(crate::logic::classical_contradiction(
            crate::logic::logic().falsity_term(),
            &equal,
            &known.theorem,
        )?)
    }

    /// From p ⋈ 0 (or −p = 0): the sum of p and of the bounds of its monomials is a contradiction.
    fn refute_one(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        known: &Known,
        positive: bool,
    ) -> Result<Option<Theorem>> {
        let mut facts = vec![known.clone()];
        let sign = Rational::from(if positive { 1 } else { -1 });
        let mut parts = vec![match known.fact.relation {
            Relation::Zero => Part::Equation(0, Polynomial::constant(sign.clone())),
            _ => Part::Product(Rational::ONE, vec![0], None),
        }];
        let terms = known.fact.polynomial.scaled(&sign);
        for (monomial, coefficient) in terms.terms().iter().filter(|(m, _)| !m.is_one()) {
            let range = self.monomial(n, monomial)?;
            if self.absurd.is_some() {
                return Ok(None);
            }
            let form = Polynomial::term(monomial.clone(), Rational::ONE);
            n.term(&form)?;
            let end = if coefficient.is_positive() {
                range.high
            } else {
                range.low
            };
            let Some(end) = end else { return Ok(None) };
            parts.push(Part::Product(coefficient.abs(), vec![facts.len()], None));
            facts.push(n.known(&end.theorem)?);
        }
        let given: Vec<Fact> = facts.iter().map(|known| known.fact.clone()).collect();
        if !crate::inequality::proof::contradicts(&parts, &given) {
            return Ok(None);
        }
        n.contradiction(&parts, &mut |_, place| Ok(facts[place].clone()))
            .map(Some)
    }

    /// The bounds of a product of powers.
    fn monomial(&mut self, n: &mut Normalizer<'_, '_>, monomial: &Monomial) -> Result<Range> {
        let mut product: Option<(Monomial, Range)> = None;
        for (atom, exponent) in monomial.factors() {
            let range = self.atom(n, *atom)?;
            let power = Monomial::atom(*atom)
                .power(*exponent)
                .ok_or(Trouble::TooLarge)?;
            let range = self.power(n, *atom, *exponent, range)?;
            product = Some(match product {
                None => (power, range),
                Some((before, left)) => {
                    let whole = before.times(&power).ok_or(Trouble::TooLarge)?;
                    let range = self.product(n, (&before, &left), (&power, &range))?;
                    (whole, range)
                }
            });
        }
        Ok(product.map(|(_, range)| range).unwrap_or_default())
    }

    fn product(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        (p, left): (&Monomial, &Range),
        (q, right): (&Monomial, &Range),
    ) -> Result<Range> {
        let x = n.term(&Polynomial::term(p.clone(), Rational::ONE))?;
        let y = n.term(&Polynomial::term(q.clone(), Rational::ONE))?;
        if let (Some(a), Some(b), Some(c), Some(d)) =
            (&left.low, &left.high, &right.low, &right.high)
        {
            return self.corners(n, [&x, &y], [a, b, c, d]);
        }
        let mut range = Range::default();
        if let (Some(a), Some(c)) = (&left.low, &right.low)
            && !a.value.is_negative()
            && !c.value.is_negative()
        {
            let value = self.down(&(&a.value * &c.value));
            let [ta, tc, tl] = literals(n, [&a.value, &c.value, &value])?;
            let bound = n.literal_bound(&tl, &n.product(&ta, &tc)?)?;
            let (first, second) = (n.not_negative(&ta)?, n.not_negative(&tc)?);
            let theorem = n.lemma("product_low_nonneg")?.with(
                &[&x, &y, &ta, &tc, &tl],
                &[&a.theorem, &c.theorem, &first, &second, &bound],
            )?;
            range.low = Some(End { value, theorem });
            return Ok(range);
        }
        let nonneg = |end: &Option<End>| end.clone().filter(|e| !e.value.is_negative());
        let nonpos = |end: &Option<End>| end.clone().filter(|e| e.value.signum() <= 0);
        let ends = [
            (nonneg(&left.low), nonpos(&right.high), "product_high_mixed"),
            (
                nonpos(&left.high),
                nonneg(&right.low),
                "product_high_mixed_right",
            ),
            (
                nonpos(&left.high),
                nonpos(&right.high),
                "product_low_nonpos",
            ),
        ];
        for (first, second, name) in ends {
            if let (Some(first), Some(second)) = (first, second) {
                return self.half_product(n, [&x, &y], [&first, &second], name);
            }
        }
        Ok(range)
    }

    /// The bound of a product of two that are bounded on the side of 0 only.
    fn half_product(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        [x, y]: [&Term; 2],
        [first, second]: [&End; 2],
        name: &'static str,
    ) -> Result<Range> {
        let zero = n.zero()?;
        let low = name == "product_low_nonpos";
        let exact = &first.value * &second.value;
        let value = if low {
            self.down(&exact)
        } else {
            self.up(&exact)
        };
        let [u, v, e] = literals(n, [&first.value, &second.value, &value])?;
        let product = n.product(&u, &v)?;
        let bound = if low {
            n.literal_bound(&e, &product)?
        } else {
            n.literal_bound(&product, &e)?
        };
        let sign = |n: &Normalizer<'_, '_>, t: &Term, nonneg: bool| {
            if nonneg {
                n.literal_le(&zero, t)
            } else {
                n.literal_le(t, &zero)
            }
        };
        let signs = [
            sign(n, &u, name == "product_high_mixed")?,
            sign(n, &v, name == "product_high_mixed_right")?,
        ];
        let theorem = n.lemma(name)?.with(
            &[x, y, &u, &v, &e],
            &[
                &first.theorem,
                &second.theorem,
                &signs[0],
                &signs[1],
                &bound,
            ],
        )?;
        let end = Some(End { value, theorem });
        Ok(if low {
            Range {
                low: end,
                high: None,
            }
        } else {
            Range {
                low: None,
                high: end,
            }
        })
    }

    fn corners(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        [x, y]: [&Term; 2],
        [a, b, c, d]: [&End; 4],
    ) -> Result<Range> {
        let pairs = [(a, c), (a, d), (b, c), (b, d)];
        let values = pairs.map(|(u, v)| &u.value * &v.value);
        let [least, most] = [
            values.iter().min().cloned().unwrap_or_default(),
            values.iter().max().cloned().unwrap_or_default(),
        ];
        let (low, high) = (self.down(&least), self.up(&most));
        let [ta, tb, tc, td] = literals(n, [&a.value, &b.value, &c.value, &d.value])?;
        let [tl, th] = literals(n, [&low, &high])?;
        let mut bounds = Vec::new();
        for (u, v) in [(&ta, &tc), (&ta, &td), (&tb, &tc), (&tb, &td)] {
            let product = n.product(u, v)?;
            bounds.push((
                n.literal_bound(&tl, &product)?,
                n.literal_bound(&product, &th)?,
            ));
        }
        let own = [&a.theorem, &b.theorem, &c.theorem, &d.theorem];
        let mut below: Vec<&Theorem> = own.to_vec();
        let mut above = below.clone();
        below.extend(bounds.iter().map(|(low, _)| low));
        above.extend(bounds.iter().map(|(_, high)| high));
        let first = n
            .lemma("product_low")?
            .with(&[x, y, &ta, &tb, &tc, &td, &tl], &below)?;
        let second = n
            .lemma("product_high")?
            .with(&[x, y, &ta, &tb, &tc, &td, &th], &above)?;
        Ok(Range {
            low: Some(End {
                value: low,
                theorem: first,
            }),
            high: Some(End {
                value: high,
                theorem: second,
            }),
        })
    }

    /// The bounds of a power of an atom.
    fn power(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        atom: u32,
        k: u32,
        range: Range,
    ) -> Result<Range> {
        if k == 1 {
            return Ok(range);
        }
        let x = n.atom_term(atom)?;
        let sign = |end: &Option<End>| end.as_ref().map(|e| e.value.signum());
        if sign(&range.low).is_some_and(|s| s >= 0) {
            return self.power_of_nonneg(n, &x, k, range);
        }
        if k % 2 == 1 {
            let Some(before) = k.checked_sub(1) else {
                return Ok(Range::default());
            };
            let even = self.power(n, atom, before, range.clone())?;
            let (first, second) = (
                Monomial::atom(atom).power(before).unwrap_or_default(),
                Monomial::atom(atom),
            );
            let product = self.product(n, (&first, &even), (&second, &range))?;
            return joined(n, product, &x, before, k);
        }
        self.even_power(n, &x, k, range)
    }

    fn power_of_nonneg(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        x: &Term,
        k: u32,
        range: Range,
    ) -> Result<Range> {
        let exponent = n.exponent(k)?;
        let mut result = Range::default();
        let Some(low) = &range.low else {
            return Ok(result);
        };
        let [a] = literals(n, [&low.value])?;
        let sign = n.not_negative(&a)?;
        let power = low.value.power(k).ok_or(Trouble::TooLarge)?;
        let value = self.down(&power);
        let [l] = literals(n, [&value])?;
        let bound = n.literal_bound(&l, &n.power(&a, k)?)?;
        let theorem = n
            .lemma("pow_low")?
            .with(&[x, &a, &l, &exponent], &[&low.theorem, &sign, &bound])?;
        result.low = Some(End { value, theorem });
        if let Some(high) = &range.high {
            let zero = n.zero()?;
            let nonneg = n.lemma_le_trans(&zero, &a, x, &sign, &low.theorem)?;
            let [b] = literals(n, [&high.value])?;
            let value = self.up(&high.value.power(k).ok_or(Trouble::TooLarge)?);
            let [h] = literals(n, [&value])?;
            let bound = n.literal_bound(&n.power(&b, k)?, &h)?;
            let theorem = n
                .lemma("pow_high")?
                .with(&[x, &b, &h, &exponent], &[&nonneg, &high.theorem, &bound])?;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    fn even_power(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        x: &Term,
        k: u32,
        range: Range,
    ) -> Result<Range> {
        let half = n.exponent(k / 2)?;
        let nonneg = n.lemma("even_pow_nonneg")?.at(&[x, &half])?;
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: n.computed_exponents(nonneg)?,
            }),
            high: None,
        };
        if let Some(high) = range.high.as_ref().filter(|h| h.value.is_negative()) {
            let m = high.value.abs();
            let value = self.down(&m.power(k).ok_or(Trouble::TooLarge)?);
            let [tm, l] = literals(n, [&m, &value])?;
            let minus = n.negated_end(high)?;
            let (sign, bound) = (n.not_negative(&tm)?, n.power_bound(&l, &tm, k, false)?);
            let theorem = n
                .lemma("even_pow_low")?
                .with(&[x, &tm, &l, &half], &[&minus, &sign, &bound])?;
            let theorem = n.computed_exponents(theorem)?;
            result.low = Some(End { value, theorem });
        }
        if let (Some(low), Some(high)) = (&range.low, &range.high) {
            let m = low.value.abs().max(high.value.abs());
            let value = self.up(&m.power(k).ok_or(Trouble::TooLarge)?);
            let [tm, h, tl, th] = literals(n, [&m, &value, &low.value, &high.value])?;
            let [minus] = literals(n, [&-&m])?;
            let order = n.literal_le(&minus, &tl)?;
            let below = n.lemma_le_trans(&minus, &tl, x, &order, &low.theorem)?;
            let below = n.as_negation_low(&tm, &minus, x, below)?;
            let order = n.literal_le(&th, &tm)?;
            let above = n.lemma_le_trans(x, &th, &tm, &high.theorem, &order)?;
            let bound = n.power_bound(&h, &tm, k, true)?;
            let theorem = n
                .lemma("even_pow_high")?
                .with(&[x, &tm, &h, &half], &[&below, &above, &bound])?;
            let theorem = n.computed_exponents(theorem)?;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    /// The bounds of an atom: what is stated, and what follows from its argument.
    pub fn atom(&mut self, n: &mut Normalizer<'_, '_>, atom: u32) -> Result<Range> {
        if let Some(range) = self.known.get(&atom) {
            return Ok(range.clone());
        }
        let stated = self.stated.get(&atom).cloned().unwrap_or_default();
        let by_argument = match n.atoms.get(atom).clone() {
            Atom::Variable => Range::default(),
            Atom::Alias(p) => {
                let range = self.form(n, &p)?;
                range.carried(&crate::logic::symmetric(&n.alias_equation(atom)?)?)?
            }
            other => self.function(n, &other)?,
        };
        let term = n.atom_term(atom)?;
        let range = met(stated, by_argument);
        if let (Some(low), Some(high)) = (&range.low, &range.high)
            && low.value > high.value
        {
            let [a, b] = literals(n, [&low.value, &high.value])?;
            let order = n.lemma_le_trans(&a, &term, &b, &low.theorem, &high.theorem)?;
            let computed = n.theory.compute(&order.conclusion())?;
            self.absurd = Some(Theorem::equal_modus_ponens(&computed, &order)?);
        }
        self.known.insert(atom, range.clone());
        Ok(range)
    }

    /// The bounds of a form, as bounds of its canonical term.
    pub fn form(&mut self, n: &mut Normalizer<'_, '_>, p: &Polynomial) -> Result<Range> {
        let mut range = Range::default();
        let mut ends: [Option<Summed>; 2] = [
            Some((p.constant_term(), vec![])),
            Some((p.constant_term(), vec![])),
        ];
        for (monomial, coefficient) in p.terms().iter().filter(|(m, _)| !m.is_one()) {
            let part = self.monomial(n, monomial)?;
            for (place, up) in [(0, false), (1, true)] {
                let end = if coefficient.is_positive() == up {
                    &part.high
                } else {
                    &part.low
                };
                ends[place] = match (ends[place].take(), end) {
                    (Some((sum, mut parts)), Some(end)) => {
                        parts.push((coefficient.abs(), end.theorem.clone()));
                        Some((&sum + &(coefficient * &end.value), parts))
                    }
                    _ => None,
                };
            }
        }
        let [low, high] = ends;
        if let Some((value, parts)) = low {
            range.low = Some(self.summed(n, p, value, &parts, false)?);
        }
        if let Some((value, parts)) = high {
            range.high = Some(self.summed(n, p, value, &parts, true)?);
        }
        Ok(range)
    }

    /// value ≤ T(p) (or ≥), by contradiction from the bounds of the monomials.
    fn summed(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        p: &Polynomial,
        value: Rational,
        parts: &[(Rational, Theorem)],
        up: bool,
    ) -> Result<End> {
        let value = if up {
            self.up(&value)
        } else {
            self.down(&value)
        };
        let (term, literal) = (n.term(p)?, n.literal(&value)?);
        let target = if up {
            n.at_most(&term, &literal)?
        } else {
            n.at_most(&literal, &term)?
        };
        let denied = Theorem::assume(&crate::logic::logic().negation(&target)?)?;
        let mut facts = vec![n.known(&denied)?];
        let mut sum = vec![Part::Product(Rational::ONE, vec![0], None)];
        for (coefficient, theorem) in parts {
            sum.push(Part::Product(coefficient.clone(), vec![facts.len()], None));
            facts.push(n.known(theorem)?);
        }
        let absurd = n.contradiction(&sum, &mut |_, place| Ok(facts[place].clone()))?;
        let theorem = crate::logic::by_contradiction(&target, &absurd)?;
        Ok(End { value, theorem })
    }
}

/// The tighter ends of both.
fn met(first: Range, second: Range) -> Range {
    let tighter = |a: Option<End>, b: Option<End>, up: bool| match (a, b) {
        (Some(a), Some(b)) => Some(if (a.value < b.value) == up { a } else { b }),
        (a, b) => a.or(b),
    };
    Range {
        low: tighter(first.low, second.low, false),
        high: tighter(first.high, second.high, true),
    }
}

/// The literals for numbers.
pub(super) fn literals<const N: usize>(
    n: &Normalizer<'_, '_>,
    values: [&Rational; N],
) -> Result<[Term; N]> {
    let mut terms = Vec::with_capacity(N);
    for value in values {
        terms.push(n.literal(value)?);
    }
    terms.try_into().map_err(|_| Trouble::Shape("literals"))
}
