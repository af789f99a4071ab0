//! Instances of library lemmas: each kind of [`Lemma`] from one theorem of the library, by name.

use super::{facts::Known, normal::Normalizer};
use crate::logic::TermShape;
use crate::{
    inequality::{
        fact::{Fact, Relation},
        lemma::Lemma,
    },
    logic::symmetric,
    prove::arith::{
        Polynomial, Rational, Result, Trouble, chain::Step, lemmas::Lemma as Arithmetic,
        normal::Normal,
    },
};
use rationale_kernel::{Term, Theorem};

/// A theorem of the library: its name, the terms it is about, and its conditions.
struct Cited {
    name: &'static str,
    terms: Vec<Term>,
    needed: Vec<Fact>,
}

impl Normalizer<'_, '_> {
    /// The conclusion of a lemma, from its conditions in order.
    pub fn instance(&mut self, lemma: &Lemma, given: &[Known]) -> Result<Known> {
        match lemma {
            Lemma::Substitute(atom, value) => self.substituted(*atom, value, given),
            Lemma::Clear(atom, power) => self.cleared(*atom, *power, given),
            Lemma::Whole(_) => self.whole(given),
            Lemma::Unalias(atom) => {
                let equation = self.alias_equation(*atom)?;
                self.negated_difference(&equation)
            }
            Lemma::Name(variable, p) => {
                let (name, value) = (self.atom_term(*variable)?, self.term(p)?);
                let equation = Theorem::assume(&Term::equation(&name, &value)?)?;
                self.negated_difference(&equation)
            }
            _ => self.library(lemma, given),
        }
    }

    /// x = y as x − y = 0.
    fn negated_difference(&mut self, equation: &Theorem) -> Result<Known> {
        let known = self.known(equation)?;
        self.scaled(&known, &Rational::from(-1))
    }

    /// The argument of an atom, as a term.
    fn argument(&mut self, atom: u32) -> Result<(Polynomial, Term)> {
        let p = self
            .atoms
            .get(atom)
            .argument()
            .cloned()
            .ok_or(Trouble::Shape("an atom with an argument"))?;
        let term = self.term(&p)?;
        Ok((p, term))
    }

    /// A theorem of the library with its conditions.
    fn library(&mut self, lemma: &Lemma, given: &[Known]) -> Result<Known> {
        match lemma {
            Lemma::AbsoluteIs(a, false) => self.absolute_of_negative(*a, given),
            Lemma::ExponentialIncreases(u, v) => self.increasing("exp_lt_exp", u, v, None, given),
            Lemma::ExponentialNotDecreases(u, v) => self.increasing("exp_mono", u, v, None, given),
            Lemma::LogarithmIncreases(u, v) => self.increasing("log_lt_log", u, v, Some(u), given),
            Lemma::LogarithmNotDecreases(u, v) => self.increasing("log_mono", u, v, Some(u), given),
            Lemma::PowerIncreases(p, q, n) => self.power_increases(p, q, *n, given),
            Lemma::CancelZero(p, q) => self.cancelled(p, q, given),
            _ => {
                let cited = match self.of_atom(lemma)? {
                    Some(cited) => cited,
                    None => self.of_forms(lemma)?,
                };
                let terms: Vec<&Term> = cited.terms.iter().collect();
                self.by_name(cited.name, &terms, &cited.needed, given)
            }
        }
    }

    /// A theorem about an atom: its argument is the only term, and at most one condition is about that.
    fn of_atom(&mut self, lemma: &Lemma) -> Result<Option<Cited>> {
        type Condition = fn(Polynomial) -> Fact;
        let nonzero: Condition = |p| Fact::new(p, Relation::Nonzero);
        let above: Condition = Fact::above;
        let at_least: Condition = Fact::at_least;
        let (name, atom, condition) = match lemma {
            Lemma::InverseCancels(a) => ("real_mul_inv", a, Some(nonzero)),
            Lemma::InversePositive(a) => ("real_inv_pos", a, Some(above)),
            Lemma::RootNotNegative(a) => ("sqrt_nonneg", a, None),
            Lemma::RootSquare(a) => ("sqrt_pow_two", a, Some(at_least)),
            Lemma::RootPositive(a) => ("sqrt_pos", a, Some(above)),
            Lemma::AbsoluteSquare(a) => ("real_sq_abs", a, None),
            Lemma::AbsoluteAbove(a, true) => ("le_abs", a, None),
            Lemma::AbsoluteAbove(a, false) => ("neg_le_abs", a, None),
            Lemma::AbsoluteIs(a, _) => ("abs_of_nonneg", a, Some(at_least)),
            Lemma::ExponentialPositive(a) => ("exp_pos", a, None),
            Lemma::ExponentialLogarithm(a) => ("exp_log", a, Some(above)),
            _ => return Ok(None),
        };
        let (p, t) = self.argument(*atom)?;
        Ok(Some(Cited {
            name,
            terms: vec![t],
            needed: condition.map(|of| of(p)).into_iter().collect(),
        }))
    }

    /// A theorem about forms that need not occur yet.
    fn of_forms(&mut self, lemma: &Lemma) -> Result<Cited> {
        let above = |p: &Polynomial| Fact::above(p.clone());
        let (name, terms, needed) = match lemma {
            Lemma::ExponentialTangent(u, v) => {
                let [u, v] = self.pair(u, v)?;
                ("exp_tangent", vec![v, u], vec![])
            }
            Lemma::ExponentialSum(u, v) => ("exp_add", self.pair(u, v)?.into(), vec![]),
            Lemma::ExponentialPower(u, n) => {
                let (u, n) = (self.term(u)?, self.exponent(*n)?);
                ("exp_nat_mul", vec![n, u], vec![])
            }
            Lemma::LogarithmProduct(u, v) => {
                let needed = vec![above(u), above(v)];
                ("log_mul", self.pair(u, v)?.into(), needed)
            }
            Lemma::LogarithmInverse(u) => ("log_real_inv", vec![self.term(u)?], vec![above(u)]),
            Lemma::LogarithmPower(u, n) => {
                let terms = vec![self.term(u)?, self.exponent(*n)?];
                ("log_pow", terms, vec![above(u)])
            }
            Lemma::LogarithmTangent(u, w) => {
                let needed = vec![above(u), above(w)];
                ("log_tangent", self.pair(u, w)?.into(), needed)
            }
            Lemma::NaturalNotNegative(variable) => {
                let cast = self.atom_term(*variable)?;
                let (_, n) = cast.as_apply().ok_or(Trouble::Shape("a cast"))?;
                ("cast_nonneg", vec![n.clone()], vec![])
            }
            Lemma::SquarePositive(p) => {
                let needed = Fact::new(p.clone(), Relation::Nonzero);
                ("real_pow_two_pos", vec![self.term(p)?], vec![needed])
            }
            _ => return Err(Trouble::Shape("a lemma of the library")),
        };
        Ok(Cited {
            name,
            terms,
            needed,
        })
    }

    fn pair(&mut self, u: &Polynomial, v: &Polynomial) -> Result<[Term; 2]> {
        Ok([self.term(u)?, self.term(v)?])
    }

    /// |p| = −p from −p ≥ 0.
    fn absolute_of_negative(&mut self, atom: u32, given: &[Known]) -> Result<Known> {
        let (p, t) = self.argument(atom)?;
        let sign = self.derived(one(given)?, &Fact::at_least(p.negated()))?;
        let zero = self.zero()?;
        let sign = self.comparison(&sign, &t, &zero)?;
        let theorem = self.lemma("abs_of_nonpos")?.with(&[&t], &[&sign])?;
        self.known(&theorem)
    }

    /// pⁿ ≤ qⁿ from p ≥ 0 and q − p ≥ 0.
    fn power_increases(
        &mut self,
        p: &Polynomial,
        q: &Polynomial,
        n: u32,
        given: &[Known],
    ) -> Result<Known> {
        let [first, second] = given else {
            return Err(Trouble::Shape("two conditions"));
        };
        let first = self.derived(first, &Fact::at_least(p.clone()))?;
        let [p, q] = self.pair(p, q)?;
        let order = self.comparison(second, &p, &q)?;
        let n = self.exponent(n)?;
        let lemma = self.lemma("real_pow_mono")?;
        let theorem = lemma.with(&[&p, &q, &n], &[&first.theorem, &order])?;
        self.known(&theorem)
    }

    /// p = 0 from p · q = 0 and q ≠ 0.
    fn cancelled(&mut self, p: &Polynomial, q: &Polynomial, given: &[Known]) -> Result<Known> {
        let [product, nonzero] = given else {
            return Err(Trouble::Shape("two conditions"));
        };
        let nonzero = self.derived(nonzero, &Fact::new(q.clone(), Relation::Nonzero))?;
        let (p, q) = (self.leaf(p)?, self.leaf(q)?);
        let whole = self.product(&p.step.term, &q.step.term)?;
        let normal = self.calculus.multiply(&p, &q, &whole)?;
        let product = self.derived(product, &Fact::zero(normal.polynomial.clone()))?;
        let equation = self.backwards(&normal, &whole, &product.theorem)?;
        let lemma = self.lemma("eq_zero_of_mul_eq_zero")?;
        let theorem = lemma.with(
            &[&p.step.term, &q.step.term],
            &[&equation, &nonzero.theorem],
        )?;
        Ok(Known {
            fact: Fact::zero(p.polynomial),
            theorem,
        })
    }

    /// From T = 0 for a normal form T of t: t = 0.
    fn backwards(&mut self, normal: &Normal, t: &Term, theorem: &Theorem) -> Result<Theorem> {
        let step = normal.step.equation(t)?;
        Ok(Theorem::transitive(&step, theorem)?)
    }

    /// A theorem by name, at terms, its premises given as facts about canonical terms.
    fn by_name(
        &mut self,
        name: &'static str,
        images: &[&Term],
        needed: &[Fact],
        given: &[Known],
    ) -> Result<Known> {
        if needed.len() != given.len() {
            return Err(Trouble::Shape("the conditions of the lemma"));
        }
        let mut premises = Vec::with_capacity(given.len());
        for (known, fact) in given.iter().zip(needed) {
            premises.push(self.derived(known, fact)?.theorem);
        }
        let lemma = self.lemma(name)?;
        let theorem = lemma.with(images, &premises.iter().collect::<Vec<_>>())?;
        self.known(&theorem)
    }

    /// u < v (or ≤) ⟹ f u < f v, with 0 < u if asked for.
    fn increasing(
        &mut self,
        name: &'static str,
        u: &Polynomial,
        v: &Polynomial,
        positive: Option<&Polynomial>,
        given: &[Known],
    ) -> Result<Known> {
        let mut premises = Vec::new();
        if let (Some(p), Some(known)) = (positive, given.first()) {
            premises.push(self.derived(known, &Fact::above(p.clone()))?.theorem);
        }
        let order = given.last().ok_or(Trouble::Shape("a condition"))?;
        let weak = matches!(name, "log_mono" | "exp_mono");
        let relation = if weak {
            Relation::AtLeast
        } else {
            Relation::Above
        };
        let order = self.derived(order, &Fact::new(v.minus(u), relation))?;
        let (u, v) = (self.term(u)?, self.term(v)?);
        premises.push(self.comparison(&order, &u, &v)?);
        let lemma = self.lemma(name)?;
        let theorem = lemma.with(&[&u, &v], &premises.iter().collect::<Vec<_>>())?;
        self.known(&theorem)
    }

    /// A fact with an atom replaced by its value.
    fn substituted(&mut self, atom: u32, value: &Polynomial, given: &[Known]) -> Result<Known> {
        let [fact, equation] = given else {
            return Err(Trouble::Shape("two conditions"));
        };
        let left = self.atom_term(atom)?;
        let right = self.term(value)?;
        let needed = Fact::zero(Polynomial::atom(atom).minus(value));
        let equation = self.derived(equation, &needed)?;
        let solved = self.equation(&equation, &left, &right)?;
        let image = Normal {
            polynomial: value.clone(),
            step: Step::by(solved)?,
        };
        let term = self.term(&fact.fact.polynomial)?;
        let normal = self.with_replacement(atom, image, |n| n.read(&term))?;
        self.stated_of(fact.fact.relation, fact.theorem.clone(), normal)
    }

    /// ⊢ x = y, from the canonical x − y = 0.
    fn equation(&mut self, known: &Known, x: &Term, y: &Term) -> Result<Theorem> {
        let known = self.scaled(known, &Rational::from(-1))?;
        let difference = self
            .theory
            .binary(crate::prove::arith::theory::Operation::Sub, y, x)?;
        let normal = self.read(&difference)?;
        let known = self.derived(&known, &Fact::zero(normal.polynomial.clone()))?;
        let zero = self.backwards(&normal, &difference, &known.theorem)?;
        let equal = symmetric(&self.lemma("real_eq_sub")?.at(&[x, y])?)?;
        Ok(Theorem::equal_modus_ponens(&equal, &zero)?)
    }

    /// A fact times a power of a denominator, with p · p⁻¹ = 1 used throughout.
    fn cleared(&mut self, atom: u32, power: u32, given: &[Known]) -> Result<Known> {
        let [fact, sign] = given else {
            return Err(Trouble::Shape("two conditions"));
        };
        let (p, term) = self.argument(atom)?;
        let negative =
            sign.fact.relation == Relation::Above && sign.fact.gives(&Fact::above(p.negated()));
        let signless = matches!(fact.fact.relation, Relation::Zero | Relation::Nonzero)
            || power.is_multiple_of(2);
        let nonzero = if negative {
            let weak = self.derived(sign, &Fact::above(p.negated()))?;
            let weak = self.weakened(&weak, Relation::Nonzero)?;
            self.derived(&weak, &Fact::new(p.clone(), Relation::Nonzero))?
        } else {
            let weak = self.weakened(sign, Relation::Nonzero)?;
            self.derived(&weak, &Fact::new(p.clone(), Relation::Nonzero))?
        };
        let normal =
            self.multiplied(&fact.fact.polynomial, atom, power, &term, &nonzero.theorem)?;
        let factor = self.power(&term, power)?;
        let form = self.term(&fact.fact.polynomial)?;
        let exponent = self.exponent(power)?;
        let images = [&term, &form, &exponent];
        let relation = fact.fact.relation;
        if signless {
            let name = match relation {
                Relation::Above => "mul_pow_pos_of_ne",
                Relation::AtLeast => "mul_pow_nonneg_of_ne",
                Relation::Zero => "mul_pow_eq_zero",
                Relation::Nonzero => "mul_pow_ne",
            };
            let lemma = self.lemma(name)?;
            let theorem = match relation {
                Relation::Zero => lemma.with(&images, &[&fact.theorem])?,
                Relation::Nonzero => lemma.with(&images, &[&fact.theorem, &nonzero.theorem])?,
                _ => {
                    let half = self.exponent(power / 2)?;
                    let images = [&term, &form, &half];
                    let theorem = lemma.with(&images, &[&fact.theorem, &nonzero.theorem])?;
                    return self.halved(theorem, &factor, &form, relation, normal);
                }
            };
            return self.stated_of(relation, theorem, normal);
        }
        let name = match (relation, negative) {
            (Relation::Above, false) => "mul_pow_pos",
            (Relation::Above, true) => "mul_neg_pow_pos",
            (_, false) => "mul_pow_nonneg",
            (_, true) => "mul_neg_pow_nonneg",
        };
        let lemma = self.lemma(name)?;
        if !negative {
            let sign = self.derived(sign, &Fact::above(p))?;
            let theorem = lemma.with(&images, &[&fact.theorem, &sign.theorem])?;
            return self.stated_of(relation, theorem, normal);
        }
        // 0 < (−p) ⟹ 0 < (−1) · (p^(2h + 1) · f)
        let sign = self.derived(sign, &Fact::above(p.negated()))?;
        let zero = self.zero()?;
        let sign = self.comparison(&sign, &term, &zero)?;
        let half = self.exponent(power / 2)?;
        let theorem = lemma.with(&[&term, &form, &half], &[&fact.theorem, &sign])?;
        let minus = self.leaf(&Polynomial::constant(Rational::from(-1)))?;
        let inner = self.product(&factor, &form)?;
        let whole = self.product(&minus.step.term, &inner)?;
        let turned = self.calculus.multiply(&minus, &normal, &whole)?;
        let theorem = self.with_exponent(theorem, &whole)?;
        self.stated_of(relation, theorem, turned)
    }

    /// From a fact about p^(2 * h) * f, with h a literal, to one about p^k * f.
    fn halved(
        &mut self,
        theorem: Theorem,
        factor: &Term,
        form: &Term,
        relation: Relation,
        normal: Normal,
    ) -> Result<Known> {
        let whole = self.product(factor, form)?;
        let theorem = self.with_exponent(theorem, &whole)?;
        self.stated_of(relation, theorem, normal)
    }

    /// From `0 ⋈ t` to `0 ⋈ whole`, where t has operations on literals in exponents that whole has computed.
    fn with_exponent(&self, theorem: Theorem, whole: &Term) -> Result<Theorem> {
        let formula = theorem.conclusion();
        let (head, t) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
        let Some(step) = self.computed_inside(t)? else {
            return Ok(theorem);
        };
        let equal = crate::logic::apply_to_both(head, &step)?;
        debug_assert!(step.as_equation().is_some_and(|(_, r)| r == whole));
        Ok(Theorem::equal_modus_ponens(&equal, &theorem)?)
    }

    /// Computes every exponent of a product of powers.
    pub(super) fn computed_inside(&self, t: &Term) -> Result<Option<Theorem>> {
        if t.as_literal().is_some() {
            return Ok(None);
        }
        if let Ok(computed) = self.theory.compute(t) {
            return Ok(Some(computed));
        }
        let crate::prove::arith::theory::Shape::Binary(operation, x, y) = self.theory.shape(t)
        else {
            return Ok(None);
        };
        use crate::prove::arith::theory::Operation;
        let (first, second) = match operation {
            Operation::Mul(_) | Operation::Add(_) => {
                (self.computed_inside(x)?, self.computed_inside(y)?)
            }
            Operation::Pow(_) => (None, self.computed_inside(y)?),
            _ => (None, None),
        };
        if first.is_none() && second.is_none() {
            return Ok(None);
        }
        let (head, _) = t.as_apply().ok_or(Trouble::Shape("an operation"))?;
        let (head, _) = head.as_apply().ok_or(Trouble::Shape("an operation"))?;
        let first = first.map_or_else(|| Theorem::reflexive(x), Ok)?;
        let second = second.map_or_else(|| Theorem::reflexive(y), Ok)?;
        let step = crate::logic::binary_congruence(head, &first, &second)?;
        let (_, right) = step.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let more = self.computed_inside(right)?;
        Ok(crate::logic::transitive(Some(step), more)?)
    }

    /// The normal form of `T(p) ^ k * T(f)` without the inverse of p.
    fn multiplied(
        &mut self,
        form: &Polynomial,
        atom: u32,
        power: u32,
        p: &Term,
        nonzero: &Theorem,
    ) -> Result<Normal> {
        let factor = self.power(p, power)?;
        let mut sum: Option<(Polynomial, Normal)> = None;
        for (monomial, coefficient) in form.terms() {
            let one = Polynomial::term(monomial.clone(), coefficient.clone());
            let next = self.monomial_multiplied(&one, atom, power, p, nonzero)?;
            sum = Some(match sum {
                None => (one, next),
                Some((before, normal)) => {
                    let (x, y) = (self.term(&before)?, self.term(&one)?);
                    let spread = self
                        .theory
                        .lemma(Arithmetic::RealMulAdd)?
                        .at(&[&factor, &x, &y])?;
                    let spread = Step::by(spread)?;
                    let added = self.calculus.add(&normal, &next, &spread.term)?;
                    (before.plus(&one), super::normal::after(spread, added)?)
                }
            });
        }
        sum.map(|(_, normal)| normal)
            .ok_or(Trouble::Shape("a form that is not 0"))
    }

    /// p^k * (r · i^e) = r · p^(k−e), where i is the inverse of p.
    fn monomial_multiplied(
        &mut self,
        one: &Polynomial,
        atom: u32,
        power: u32,
        p: &Term,
        nonzero: &Theorem,
    ) -> Result<Normal> {
        let factor = self.power(p, power)?;
        let whole = self.leaf(one)?;
        let (monomial, coefficient) = one.terms().first().ok_or(Trouble::Shape("a monomial"))?;
        let exponent = monomial.exponent(atom);
        let product = self.product(&factor, &whole.step.term)?;
        if exponent == 0 {
            return self.read(&product);
        }
        let left = power
            .checked_sub(exponent)
            .ok_or(Trouble::Shape("a power that clears"))?;
        let rest = Polynomial::term(monomial.without(atom), coefficient.clone());
        let rest = self.term(&rest)?;
        let inverse = self.atom_term(atom)?;
        let inverses = self.power(&inverse, exponent)?;
        let split = self.split(&whole, &rest, &inverses)?;
        let (head, _) = product.as_apply().ok_or(Trouble::Shape("a product"))?;
        let step = super::normal::applied(head, &split)?;
        let (k, e) = (self.exponent(left)?, self.exponent(exponent)?);
        let lemma = self.lemma("pow_mul_inv_pow")?;
        let theorem = lemma.with(&[p, &rest, &k, &e], &[nonzero])?;
        // p ^ (k + e) * … with the sum computed
        let (from, _) = theorem.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let computed = self.computed_inside(from)?;
        let theorem = match computed {
            Some(computed) => Theorem::transitive(&symmetric(&computed)?, &theorem)?,
            None => theorem,
        };
        let step = step.then(Step::by(theorem)?)?;
        self.read_after(step)
    }

    /// c·p + d ≥ 0 (or > 0) ⟹ p + ⌊d/c⌋ ≥ 0 for whole p: otherwise p + ⌊d/c⌋ ≤ −1.
    fn whole(&mut self, given: &[Known]) -> Result<Known> {
        let known = one(given)?;
        let naturals = known.fact.polynomial.atoms();
        let statement = Lemma::Whole(naturals)
            .statement(&mut self.atoms, std::slice::from_ref(&known.fact))
            .ok_or(Trouble::Shape("a form over naturals"))?;
        let conclusion = statement.1;
        let target = self.formula(&conclusion)?;
        let denied = Theorem::assume(&crate::logic::logic().negation(&target)?)?;
        let denied = self.known(&denied)?; // −(p + s) > 0
        let (low, high) = self.naturals_of(&conclusion.polynomial)?;
        let (low_cast, high_cast) = (self.cast(&low)?, self.cast(&high)?);
        let less = self.comparison(&denied, &low_cast, &high_cast)?;
        let next = self.lemma("cast_lt_step")?.with(&[&low, &high], &[&less])?;
        let next = self.known(&next)?; // −(p + s) − 1 ≥ 0
        let own = known.fact.polynomial.terms();
        let theirs = next.fact.polynomial.terms();
        let (Some((_, a)), Some((_, b))) = (own.first(), theirs.first()) else {
            return Err(Trouble::Shape("a form over naturals"));
        };
        let by = (-a)
            .divide(b)
            .ok_or(Trouble::Shape("a form over naturals"))?;
        let parts = [
            crate::inequality::proof::Term::facts([0]),
            crate::inequality::proof::Term::Product(by, vec![1], None),
        ];
        let facts = [known.clone(), next];
        let absurd = self.contradiction(&parts, &mut |_, place| Ok(facts[place].clone()))?;
        Ok(Known {
            fact: conclusion,
            theorem: crate::logic::by_contradiction(&target, &absurd)?,
        })
    }

    fn cast(&self, n: &Term) -> Result<Term> {
        use crate::prove::arith::theory::Operation;
        self.theory.unary(Operation::Cast, n)
    }

    /// Terms m and n of ℕ with p = m − n.
    fn naturals_of(&mut self, p: &Polynomial) -> Result<(Term, Term)> {
        use crate::prove::arith::theory::{Carrier, Operation};
        let literal = |n: &Self, value: Rational| n.theory.literal(Carrier::Natural, &value);
        let mut sides = [None, None];
        for (monomial, coefficient) in p.terms() {
            let side = usize::from(coefficient.is_negative());
            let mut product = literal(self, coefficient.abs())?;
            for (atom, exponent) in monomial.factors() {
                let cast = self.atom_term(*atom)?;
                let (_, n) = cast.as_apply().ok_or(Trouble::Shape("a cast"))?;
                for _ in 0..*exponent {
                    product = self
                        .theory
                        .binary(Operation::Mul(Carrier::Natural), &product, n)?;
                }
            }
            sides[side] = Some(match sides[side].take() {
                None => product,
                Some(sum) => {
                    self.theory
                        .binary(Operation::Add(Carrier::Natural), &sum, &product)?
                }
            });
        }
        let zero = literal(self, Rational::ZERO)?;
        let [first, second] = sides.map(|side| side.unwrap_or_else(|| zero.clone()));
        Ok((first, second))
    }
}

fn one(given: &[Known]) -> Result<&Known> {
    match given {
        [known] => Ok(known),
        _ => Err(Trouble::Shape("one condition")),
    }
}
