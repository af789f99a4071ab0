//! Bounds of terms by literals, with theorems: sums of bounds of monomials, and the functions of bounded arguments.
//!
//! Every end is rounded outward to a multiple of 2⁻ᵖ, so that numbers stay short. What has no bound has none here; that
//! loses a proof, never makes one.

use super::{facts::Known, normal::Normalizer};
use crate::{
    inequality::{
        atom::Atom,
        fact::{Fact, Relation},
        proof::Term as Part,
    },
    logic::symmetric,
    prove::arith::{
        Monomial, Polynomial, Rational, Result, Trouble,
        lemmas::Lemma,
        theory::{Carrier, Operation},
    },
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
    /// By atom: what is known by now.
    known: HashMap<u32, Range>,
    /// Ends are multiples of 2⁻ᵖ.
    precision: u32,
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

impl Ranges {
    /// Nothing known beyond what is stated.
    pub fn new(stated: HashMap<u32, Range>, precision: u32) -> Self {
        Ranges {
            stated,
            known: HashMap::new(),
            precision,
            absurd: None,
        }
    }

    fn down(&self, value: &Rational) -> Rational {
        rounded(value, self.precision, false)
    }

    fn up(&self, value: &Rational) -> Rational {
        rounded(value, self.precision, true)
    }

    /// ⊢ false, if the form of a fact is enclosed on the wrong side of 0.
    pub fn refute(&mut self, n: &mut Normalizer<'_, '_>, known: &Known) -> Result<Theorem> {
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
        Err(Trouble::Shape("tight enough an enclosure"))
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
            let term = n.term(&form)?;
            let end = if coefficient.is_positive() {
                range.high
            } else {
                range.low
            };
            let Some(end) = end else { return Ok(None) };
            debug_assert!(term == term);
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
        }
        Ok(range)
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
            let minus = n.negated_end(x, high, true)?;
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
            Atom::Variable | Atom::Pi => Range::default(),
            Atom::Alias(_) => Range::default(),
            other => self.function(n, atom, &other)?,
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
    fn form(&mut self, n: &mut Normalizer<'_, '_>, p: &Polynomial) -> Result<Range> {
        let mut range = Range::default();
        let mut ends: [Option<(Rational, Vec<(Rational, Theorem)>)>; 2] = [
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

    fn function(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        atom: u32,
        function: &Atom,
    ) -> Result<Range> {
        let Some(p) = function.argument() else {
            return Ok(Range::default());
        };
        let argument = self.form(n, p)?;
        let x = n.term(p)?;
        match function {
            Atom::Inverse(_) => self.inverse(n, &x, argument),
            Atom::Root(_) => self.root(n, atom, &x, argument),
            Atom::Exponential(_) => self.exponential(n, &x, argument),
            Atom::Logarithm(_) => self.logarithm(n, &x, argument),
            Atom::Absolute(_) => self.absolute(n, &x, argument),
            Atom::Variable | Atom::Pi | Atom::Alias(_) => Ok(Range::default()),
        }
    }

    fn inverse(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range::default();
        let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) else {
            return Ok(result);
        };
        let zero = n.zero()?;
        let [a] = literals(n, [&low.value])?;
        let positive = n.literal_lt(&zero, &a)?;
        let value = self.up(&low.value.inverse().unwrap_or_default());
        let [h] = literals(n, [&value])?;
        let inverse = n.theory.unary(Operation::Inv, &a)?;
        let bound = n.literal_bound(&inverse, &h)?;
        let theorem = n
            .lemma("inv_high")?
            .with(&[x, &a, &h], &[&positive, &low.theorem, &bound])?;
        result.high = Some(End { value, theorem });
        let own = n
            .lemma("real_lt_le_trans")?
            .with(&[&zero, &a, x], &[&positive, &low.theorem])?;
        if let Some(high) = &range.high {
            let [b] = literals(n, [&high.value])?;
            let value = self.down(&high.value.inverse().unwrap_or_default());
            let [l] = literals(n, [&value])?;
            let inverse = n.theory.unary(Operation::Inv, &b)?;
            let bound = n.literal_bound(&l, &inverse)?;
            let theorem = n
                .lemma("inv_low")?
                .with(&[x, &b, &l], &[&own, &high.theorem, &bound])?;
            result.low = Some(End { value, theorem });
        } else {
            let weak = n.theory.lemma(Lemma::RealInvPos)?.with(&[x], &[&own])?;
            let inverse = n.theory.unary(Operation::Inv, x)?;
            let theorem = n
                .theory
                .lemma(Lemma::RealLtLe)?
                .with(&[&zero, &inverse], &[&weak])?;
            result.low = Some(End {
                value: Rational::ZERO,
                theorem,
            });
        }
        Ok(result)
    }

    fn root(
        &mut self,
        n: &mut Normalizer<'_, '_>,
        atom: u32,
        x: &Term,
        range: Range,
    ) -> Result<Range> {
        let _ = atom;
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: n.lemma("sqrt_nonneg")?.at(&[x])?,
            }),
            high: None,
        };
        if let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) {
            let value = root_of(&low.value, self.precision, false);
            let [a, l] = literals(n, [&low.value, &value])?;
            let (sign, square) = (n.not_negative(&l)?, n.product(&l, &l)?);
            let bound = n.literal_bound(&square, &a)?;
            let theorem = n
                .lemma("sqrt_low")?
                .with(&[x, &a, &l], &[&low.theorem, &sign, &bound])?;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high {
            let value = root_of(&high.value, self.precision, true);
            let [b, h] = literals(n, [&high.value, &value])?;
            let (sign, square) = (n.not_negative(&h)?, n.product(&h, &h)?);
            let bound = n.literal_bound(&b, &square)?;
            let theorem = n
                .lemma("sqrt_high")?
                .with(&[x, &b, &h], &[&high.theorem, &sign, &bound])?;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    fn absolute(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: n.lemma("abs_nonneg")?.at(&[x])?,
            }),
            high: None,
        };
        if let (Some(low), Some(high)) = (&range.low, &range.high) {
            let m = low.value.abs().max(high.value.abs());
            let [tm, minus, tl, th] = literals(n, [&m, &-&m, &low.value, &high.value])?;
            let order = n.literal_le(&minus, &tl)?;
            let below = n.lemma_le_trans(&minus, &tl, x, &order, &low.theorem)?;
            let below = n.as_negation_low(&tm, &minus, x, below)?;
            let order = n.literal_le(&th, &tm)?;
            let above = n.lemma_le_trans(x, &th, &tm, &high.theorem, &order)?;
            let theorem = n.lemma("abs_high")?.with(&[x, &tm], &[&below, &above])?;
            result.high = Some(End { value: m, theorem });
        }
        Ok(result)
    }

    fn exponential(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let zero = n.zero()?;
        let exponential = n.applied("exp", x)?;
        let positive = n.lemma("exp_pos")?.at(&[x])?;
        let weak = n.theory.lemma(Lemma::RealLtLe)?;
        let mut result = Range {
            low: Some(End {
                value: Rational::ZERO,
                theorem: weak.with(&[&zero, &exponential], &[&positive])?,
            }),
            high: None,
        };
        if let Some(low) = &range.low
            && let Some(end) = n.exp_literal(&low.value, self.precision, false)?
        {
            let [a, l] = literals(n, [&low.value, &end.value])?;
            let theorem = n
                .lemma("exp_low")?
                .with(&[x, &a, &l], &[&low.theorem, &end.theorem])?;
            let value = end.value;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high
            && let Some(end) = n.exp_literal(&high.value, self.precision, true)?
        {
            let [b, h] = literals(n, [&high.value, &end.value])?;
            let theorem = n
                .lemma("exp_high")?
                .with(&[x, &b, &h], &[&high.theorem, &end.theorem])?;
            let value = end.value;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
    }

    fn logarithm(&mut self, n: &mut Normalizer<'_, '_>, x: &Term, range: Range) -> Result<Range> {
        let mut result = Range::default();
        let Some(low) = range.low.as_ref().filter(|low| low.value.is_positive()) else {
            return Ok(result);
        };
        let zero = n.zero()?;
        let [a] = literals(n, [&low.value])?;
        let positive = n.literal_lt(&zero, &a)?;
        if let Some(end) = n.log_literal(&low.value, self.precision, false)? {
            let [l] = literals(n, [&end.value])?;
            let theorem = n
                .lemma("log_low")?
                .with(&[x, &a, &l], &[&low.theorem, &positive, &end.theorem])?;
            let value = end.value;
            result.low = Some(End { value, theorem });
        }
        if let Some(high) = &range.high
            && let Some(end) = n.log_literal(&high.value, self.precision, true)?
        {
            let own = n
                .lemma("real_lt_le_trans")?
                .with(&[&zero, &a, x], &[&positive, &low.theorem])?;
            let [b, h] = literals(n, [&high.value, &end.value])?;
            let theorem = n
                .lemma("log_high")?
                .with(&[x, &b, &h], &[&own, &high.theorem, &end.theorem])?;
            let value = end.value;
            result.high = Some(End { value, theorem });
        }
        Ok(result)
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

/// From bounds of x^before * x to bounds of x^k.
fn joined(
    n: &mut Normalizer<'_, '_>,
    range: Range,
    x: &Term,
    before: u32,
    k: u32,
) -> Result<Range> {
    let product = if before == 1 {
        n.product(x, x)?
    } else {
        n.product(&n.power(x, before)?, x)?
    };
    let power = n.power(x, k)?;
    let whole = n.read(&power)?;
    let step = n.back_to(&whole, &product)?;
    let Some(equation) = step.theorem else {
        return Ok(range);
    };
    let back = symmetric(&equation)?;
    let moved = |end: Option<End>, low: bool| -> Result<Option<End>> {
        let Some(end) = end else { return Ok(None) };
        let formula = end.theorem.conclusion();
        let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = if low {
            crate::logic::apply_to_both(head, &back)?
        } else {
            let (le, _) = head.as_apply().ok_or(Trouble::Shape("a comparison"))?;
            let (_, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
            crate::logic::binary_congruence(le, &back, &Theorem::reflexive(right)?)?
        };
        let theorem = Theorem::equal_modus_ponens(&equal, &end.theorem)?;
        Ok(Some(End {
            value: end.value,
            theorem,
        }))
    };
    Ok(Range {
        low: moved(range.low, true)?,
        high: moved(range.high, false)?,
    })
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

/// A number whose square is below (or above) another one, closely.
fn root_of(value: &Rational, precision: u32, up: bool) -> Rational {
    if value.signum() <= 0 {
        return Rational::ZERO;
    }
    let scaled: BigInt = (value.numerator() << (2 * precision)).div_floor(&value.denominator());
    let root = scaled.sqrt();
    let root = if up { root + 1 } else { root };
    Rational::from_big(BigRational::new(root, BigInt::from(1) << precision))
}

impl Normalizer<'_, '_> {
    /// x ≤ z, from x ≤ y and y ≤ z.
    pub fn lemma_le_trans(
        &self,
        x: &Term,
        y: &Term,
        z: &Term,
        first: &Theorem,
        second: &Theorem,
    ) -> Result<Theorem> {
        self.lemma("real_le_trans")?
            .with(&[x, y, z], &[first, second])
    }

    /// `x ≤ y` on ℝ as a term.
    pub fn at_most(&self, x: &Term, y: &Term) -> Result<Term> {
        self.theory.binary(Operation::Le(Carrier::Real), x, y)
    }

    /// ⊢ x ≤ y for closed terms of literals.
    pub fn literal_bound(&mut self, x: &Term, y: &Term) -> Result<Theorem> {
        let formula = self.at_most(x, y)?;
        let (first, second) = (self.read(x)?, self.read(y)?);
        let value = |p: &Polynomial| p.as_constant().ok_or(Trouble::Shape("a number"));
        let reached = self.at_most(
            &self.literal(&value(&first.polynomial)?)?,
            &self.literal(&value(&second.polynomial)?)?,
        )?;
        let truth = self.computed_truth(&reached)?;
        let (head, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, _) = head.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = crate::logic::binary_congruence(
            le,
            &first.step.equation(x)?,
            &second.step.equation(y)?,
        )?;
        Ok(Theorem::equal_modus_ponens(&symmetric(&equal)?, &truth)?)
    }

    /// ⊢ l ≤ m ^ (2 * (k / 2)), or m ^ … ≤ h.
    fn power_bound(&mut self, bound: &Term, m: &Term, k: u32, up: bool) -> Result<Theorem> {
        let (two, half) = (self.exponent(2)?, self.exponent(k / 2)?);
        let exponent = self
            .theory
            .binary(Operation::Mul(Carrier::Natural), &two, &half)?;
        let whole = self
            .theory
            .binary(Operation::Pow(Carrier::Real), m, &exponent)?;
        let power = self.power(m, k)?;
        let plain = if up {
            self.literal_bound(&power, bound)?
        } else {
            self.literal_bound(bound, &power)?
        };
        let (head, _) = whole.as_apply().ok_or(Trouble::Shape("a power"))?;
        let computed = self.theory.compute(&exponent)?;
        let equal = symmetric(&crate::logic::apply_to_both(head, &computed)?)?;
        let formula = plain.conclusion();
        let (first, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, _) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let equal = if up {
            crate::logic::binary_congruence(le, &equal, &Theorem::reflexive(right)?)?
        } else {
            crate::logic::apply_to_both(first, &equal)?
        };
        Ok(Theorem::equal_modus_ponens(&equal, &plain)?)
    }

    /// A theorem whose exponents `2 * h` are computed.
    fn computed_exponents(&self, theorem: Theorem) -> Result<Theorem> {
        let formula = theorem.conclusion();
        let (first, right) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, left) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (a, b) = (self.computed_inside(left)?, self.computed_inside(right)?);
        if a.is_none() && b.is_none() {
            return Ok(theorem);
        }
        let same = |step: Option<Theorem>, t: &Term| step.map_or_else(|| Theorem::reflexive(t), Ok);
        let equal = crate::logic::binary_congruence(le, &same(a, left)?, &same(b, right)?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// From `minus ≤ x` with the literal minus = −m: `-m ≤ x`, the term that lemmas have.
    fn as_negation_low(
        &self,
        m: &Term,
        minus: &Term,
        x: &Term,
        theorem: Theorem,
    ) -> Result<Theorem> {
        let negated = self.theory.unary(Operation::Neg, m)?;
        let computed = symmetric(&self.theory.compute(&negated)?)?;
        let formula = theorem.conclusion();
        let (first, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let (le, left) = first.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        debug_assert!(left == minus);
        let equal = crate::logic::binary_congruence(le, &computed, &Theorem::reflexive(x)?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// From x ≤ b: x ≤ -m, with m = −b.
    fn negated_end(&self, x: &Term, end: &End, up: bool) -> Result<Theorem> {
        debug_assert!(up);
        let m = self.literal(&end.value.abs())?;
        let negated = self.theory.unary(Operation::Neg, &m)?;
        let computed = symmetric(&self.theory.compute(&negated)?)?;
        let formula = end.theorem.conclusion();
        let (first, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let _ = x;
        let equal = crate::logic::apply_to_both(first, &computed)?;
        Ok(Theorem::equal_modus_ponens(&equal, &end.theorem)?)
    }
}
