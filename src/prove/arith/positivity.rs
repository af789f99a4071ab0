//! `positivity`: goals 0 ≤ t, 0 < t and t ≠ 0, along the structure of t.
//!
//! Sums, products, powers, inverses and quotients are taken apart; casts are not negative; other functions by the lemmas
//! marked [pos], whose premises are proved in the same way; what remains, by facts and linear arithmetic.

use super::{
    Result, Trouble,
    lemmas::Lemma,
    linear::bound,
    methods,
    theory::{Carrier, Operation, Shape, Theory},
};
use crate::{
    elaborate::Attribute,
    logic::{conjoin, convert, discharge, generalize, logic, symmetric},
    prove::{
        Call, Fact, Failure, Goal, Lemma as Usable, conversion::align, library, pattern::Head,
    },
};
use rationale_kernel::{Term, Theorem};
use rustc_hash::FxHashMap;

/// How deep premises of [pos] lemmas may lead.
const MAX_DEPTH: u32 = 8;

/// How deep the structure of a term is followed.
const MAX_NESTING: u32 = 100;

/// What is to be shown of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sign {
    /// 0 ≤ t
    Nonnegative,
    /// 0 < t
    Positive,
    /// t ≠ 0
    Nonzero,
}

/// Proves a sign.
pub fn prove(goal: &Goal, call: &Call) -> std::result::Result<Theorem, Failure> {
    let theory = Theory::of(goal.env)?;
    let mut signs = Signs::new(&theory, goal, call);
    match signs.formula(&goal.target, MAX_DEPTH) {
        Ok(Some(theorem)) => Ok(theorem),
        Ok(None) => Err(signs.failure()),
        Err(trouble) => Err(trouble.into()),
    }
}

/// ⊢ t ≠ 0, if positivity can show it.
pub fn nonzero(theory: &Theory<'_>, goal: &Goal, call: &Call, t: &Term) -> Result<Option<Theorem>> {
    Signs::new(theory, goal, call).sign(Sign::Nonzero, t, MAX_DEPTH)
}

/// ⊢ 0 < t, if positivity can show it.
pub fn positive(
    theory: &Theory<'_>,
    goal: &Goal,
    call: &Call,
    t: &Term,
) -> Result<Option<Theorem>> {
    Signs::new(theory, goal, call).sign(Sign::Positive, t, MAX_DEPTH)
}

struct Signs<'g, 't, 'e> {
    theory: &'t Theory<'e>,
    goal: &'g Goal<'g>,
    facts: Vec<Theorem>,
    known: FxHashMap<(Sign, Term), Option<Theorem>>,
    /// Where it got stuck first.
    stuck: Option<Term>,
    /// How deep in the structure of the term it is.
    nesting: u32,
}

impl<'g, 't, 'e> Signs<'g, 't, 'e> {
    fn new(theory: &'t Theory<'e>, goal: &'g Goal<'g>, call: &Call) -> Self {
        let facts = methods::facts(goal, call);
        Signs {
            theory,
            goal,
            facts,
            known: FxHashMap::default(),
            stuck: None,
            nesting: 0,
        }
    }

    fn failure(&self) -> Failure {
        let failure = Failure::new("`positivity` did not prove the goal");
        match &self.stuck {
            Some(stuck) => failure.left(stuck.clone()),
            None => failure.left(self.goal.target.clone()),
        }
    }

    fn zero(&self) -> Result<&'t Term> {
        Ok(&self.theory.side(Carrier::Real)?.zero)
    }

    /// A formula that may say a sign.
    fn formula(&mut self, formula: &Term, depth: u32) -> Result<Option<Theorem>> {
        if depth == 0 || self.goal.budget.spend(1).is_none() {
            return Ok(None);
        }
        if let Some((sign, t)) = self.as_sign(formula)? {
            let theorem = self.sign(sign, &t, depth)?;
            return theorem
                .map(|theorem| self.oriented(theorem, formula))
                .transpose();
        }
        if let Some((p, q)) = logic().as_conjunction(formula) {
            let Some(first) = self.formula(p, depth)? else {
                return Ok(None);
            };
            let Some(second) = self.formula(q, depth)? else {
                return Ok(None);
            };
            return Ok(Some(conjoin(&first, &second)?));
        }
        if let Some((p, q)) = logic().as_implication(formula) {
            return self.under(p, q, depth);
        }
        if let Some(predicate) = logic().as_forall(formula) {
            let hypotheses: Vec<Term> = self
                .facts
                .iter()
                .flat_map(|f| f.hypotheses().to_vec())
                .collect();
            let mut avoid: Vec<&Term> = hypotheses.iter().collect();
            avoid.push(formula);
            let (v, body) = logic().open(predicate, &avoid)?;
            return Ok(self
                .formula(&body, depth)?
                .map(|theorem| generalize(&v, &theorem))
                .transpose()?);
        }
        self.at_hand(formula)
    }

    fn under(&mut self, p: &Term, q: &Term, depth: u32) -> Result<Option<Theorem>> {
        let known = std::mem::take(&mut self.known);
        self.facts.push(Theorem::assume(p)?);
        let theorem = self.formula(q, depth);
        self.facts.pop();
        self.known = known;
        Ok(theorem?.map(|theorem| discharge(p, &theorem)).transpose()?)
    }

    /// A fact that says it, or linear arithmetic.
    fn at_hand(&mut self, formula: &Term) -> Result<Option<Theorem>> {
        if let Some(theorem) = self.facts.iter().find_map(|fact| align(fact, formula)) {
            return Ok(Some(theorem));
        }
        let goal = Goal {
            target: formula.clone(),
            given: Vec::new(),
            context: &[],
            ..*self.goal
        };
        let facts = self
            .facts
            .iter()
            .map(|theorem| Fact::new(None, theorem.clone()))
            .collect();
        Ok(self.goal.budget.limited(20_000, || {
            methods::linarith(&goal, &Call::with_facts(facts)).ok()
        }))
    }

    /// 0 ≤ t, 0 < t, t ≠ 0 on ℝ; on ℕ 0 < n and n ≠ 0 are left to linear arithmetic.
    fn as_sign(&self, formula: &Term) -> Result<Option<(Sign, Term)>> {
        let zero = self.zero()?;
        if let Some((x, y)) = logic().as_negation(formula).and_then(Term::as_equation) {
            return Ok((y == zero).then(|| (Sign::Nonzero, x.clone())));
        }
        Ok(match self.theory.shape(formula) {
            Shape::Binary(Operation::Le(Carrier::Real), x, y) if x == zero => {
                Some((Sign::Nonnegative, y.clone()))
            }
            Shape::Binary(Operation::Lt(Carrier::Real), x, y) if x == zero => {
                Some((Sign::Positive, y.clone()))
            }
            _ => None,
        })
    }

    fn oriented(&self, theorem: Theorem, formula: &Term) -> Result<Theorem> {
        if theorem.concludes(formula) {
            Ok(theorem)
        } else {
            Err(Trouble::Shape("a sign"))
        }
    }

    /// The formula that says a sign.
    fn statement(&self, sign: Sign, t: &Term) -> Result<Term> {
        let zero = self.zero()?;
        match sign {
            Sign::Nonnegative => self.theory.binary(Operation::Le(Carrier::Real), zero, t),
            Sign::Positive => self.theory.binary(Operation::Lt(Carrier::Real), zero, t),
            Sign::Nonzero => Ok(logic().negation(&Term::equation(t, zero)?)?),
        }
    }

    fn sign(&mut self, sign: Sign, t: &Term, depth: u32) -> Result<Option<Theorem>> {
        let key = (sign, t.clone());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        if self.nesting >= MAX_NESTING {
            return Ok(None);
        }
        self.nesting += 1;
        let found = self.find(sign, t, depth);
        self.nesting -= 1;
        let found = found?;
        if found.is_none() && self.stuck.is_none() {
            self.stuck = Some(self.statement(sign, t)?);
        }
        self.known.insert(key, found.clone());
        Ok(found)
    }

    fn find(&mut self, sign: Sign, t: &Term, depth: u32) -> Result<Option<Theorem>> {
        let statement = self.statement(sign, t)?;
        if let Some(theorem) = self.facts.iter().find(|fact| fact.concludes(&statement)) {
            return Ok(Some(theorem.clone()));
        }
        if self.theory.value(t).is_some() {
            return self.of_literal(sign, &statement);
        }
        if let Some(theorem) = self.by_structure(sign, t, depth)? {
            return Ok(Some(theorem));
        }
        if let Some(theorem) = self.by_marked(&statement, depth)? {
            return Ok(Some(theorem));
        }
        if let Some(theorem) = self.at_hand(&statement)? {
            return Ok(Some(theorem));
        }
        self.by_other_sign(sign, t, depth)
    }

    fn of_literal(&self, sign: Sign, statement: &Term) -> Result<Option<Theorem>> {
        if sign != Sign::Nonzero {
            return Ok(crate::logic::from_equal_true(&self.theory.compute(statement)?).ok());
        }
        let equation = logic()
            .as_negation(statement)
            .ok_or(Trouble::Shape("t ≠ 0"))?;
        Ok(crate::logic::from_equal_false(&self.theory.compute(equation)?).ok())
    }

    /// From 0 < t: 0 ≤ t and t ≠ 0.
    fn by_other_sign(&mut self, sign: Sign, t: &Term, depth: u32) -> Result<Option<Theorem>> {
        if sign == Sign::Positive {
            return Ok(None);
        }
        let Some(positive) = self.sign(Sign::Positive, t, depth)? else {
            return Ok(None);
        };
        match sign {
            Sign::Nonzero => self
                .theory
                .lemma(Lemma::RealLtNe)?
                .with(&[t], &[&positive])
                .map(Some),
            _ => self
                .theory
                .lemma(Lemma::RealLtLe)?
                .with(&[self.zero()?, t], &[&positive])
                .map(Some),
        }
    }

    fn by_structure(&mut self, sign: Sign, t: &Term, depth: u32) -> Result<Option<Theorem>> {
        match self.theory.shape(t) {
            Shape::Binary(Operation::Add(_), x, y) => self.sum(sign, x, y, depth),
            Shape::Binary(Operation::Mul(_), x, y) => self.product(sign, x, y, depth),
            Shape::Binary(Operation::Div, x, y) => self.quotient(sign, t, x, y, depth),
            Shape::Binary(Operation::Pow(_), x, n) => self.power(sign, t, x, n, depth),
            Shape::Unary(Operation::Inv, x) => {
                let lemma = by_sign(
                    sign,
                    Lemma::RealInvNonneg,
                    Lemma::RealInvPos,
                    Lemma::RealInvNe,
                );
                self.by_one(lemma, sign, &[x], depth)
            }
            Shape::Unary(Operation::Cast, n) if sign == Sign::Nonnegative => {
                self.theory.lemma(Lemma::CastNonneg)?.at(&[n]).map(Some)
            }
            Shape::Unary(Operation::Abs, x) if sign == Sign::Nonnegative => {
                self.theory.lemma(Lemma::AbsNonneg)?.at(&[x]).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// A lemma whose premise is the same sign of its first variable.
    fn by_one(
        &mut self,
        lemma: Lemma,
        sign: Sign,
        images: &[&Term],
        depth: u32,
    ) -> Result<Option<Theorem>> {
        let Some(part) = self.sign(sign, images[0], depth)? else {
            return Ok(None);
        };
        self.theory.lemma(lemma)?.with(images, &[&part]).map(Some)
    }

    fn by_two(
        &mut self,
        lemma: Lemma,
        (first, x): (Sign, &Term),
        (second, y): (Sign, &Term),
        depth: u32,
    ) -> Result<Option<Theorem>> {
        let Some(left) = self.sign(first, x, depth)? else {
            return Ok(None);
        };
        let Some(right) = self.sign(second, y, depth)? else {
            return Ok(None);
        };
        self.theory
            .lemma(lemma)?
            .with(&[x, y], &[&left, &right])
            .map(Some)
    }

    fn sum(&mut self, sign: Sign, x: &Term, y: &Term, depth: u32) -> Result<Option<Theorem>> {
        use Sign::{Nonnegative, Positive};
        match sign {
            Sign::Nonzero => Ok(None),
            Nonnegative => self.by_two(
                Lemma::RealAddNonneg,
                (Nonnegative, x),
                (Nonnegative, y),
                depth,
            ),
            Positive => {
                let first = self.by_two(
                    Lemma::RealAddPosNonneg,
                    (Positive, x),
                    (Nonnegative, y),
                    depth,
                )?;
                if first.is_some() {
                    return Ok(first);
                }
                self.by_two(
                    Lemma::RealAddNonnegPos,
                    (Nonnegative, x),
                    (Positive, y),
                    depth,
                )
            }
        }
    }

    fn product(&mut self, sign: Sign, x: &Term, y: &Term, depth: u32) -> Result<Option<Theorem>> {
        if sign == Sign::Nonnegative && x == y {
            return self
                .theory
                .lemma(Lemma::RealSquareNonneg)?
                .at(&[x])
                .map(Some);
        }
        let lemma = by_sign(
            sign,
            Lemma::RealMulNonneg,
            Lemma::RealMulPos,
            Lemma::RealMulNe,
        );
        self.by_two(lemma, (sign, x), (sign, y), depth)
    }

    /// x / y as x * inv y.
    fn quotient(
        &mut self,
        sign: Sign,
        t: &Term,
        x: &Term,
        y: &Term,
        depth: u32,
    ) -> Result<Option<Theorem>> {
        let equal = self.theory.lemma(Lemma::RealDiv)?.at(&[x, y])?;
        let (_, product) = equal.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let product = product.clone();
        let Some(theorem) = self.sign(sign, &product, depth)? else {
            return Ok(None);
        };
        self.transported(sign, theorem, &equal, t).map(Some)
    }

    /// The sign of t from that of t', where t = t'.
    fn transported(
        &self,
        sign: Sign,
        theorem: Theorem,
        equal: &Theorem,
        t: &Term,
    ) -> Result<Theorem> {
        let (_, other) = equal.as_equation().ok_or(Trouble::Shape("an equation"))?;
        let back = symmetric(equal)?;
        let zero = self.zero()?;
        let statement = match sign {
            Sign::Nonzero => {
                let equality = Term::equation(other, zero)?;
                let (function, _) = equality.as_apply().ok_or(Trouble::Shape("an equation"))?;
                let (head, _) = function.as_apply().ok_or(Trouble::Shape("an equation"))?;
                let sides = Theorem::congruence(&Theorem::reflexive(head)?, &back)?;
                let sides = Theorem::congruence(&sides, &Theorem::reflexive(zero)?)?;
                let negation = logic().negation(&equality)?;
                let (not, _) = negation.as_apply().ok_or(Trouble::Shape("a negation"))?;
                Theorem::congruence(&Theorem::reflexive(not)?, &sides)?
            }
            _ => {
                let formula = theorem.conclusion();
                let (function, _) = formula.as_apply().ok_or(Trouble::Shape("a comparison"))?;
                Theorem::congruence(&Theorem::reflexive(function)?, &back)?
            }
        };
        let moved = convert(theorem, Some(&statement))?;
        debug_assert!(sign == Sign::Nonzero || bound(&moved)? == *t);
        Ok(moved)
    }

    fn power(
        &mut self,
        sign: Sign,
        t: &Term,
        x: &Term,
        n: &Term,
        depth: u32,
    ) -> Result<Option<Theorem>> {
        let lemma = by_sign(
            sign,
            Lemma::RealPowNonneg,
            Lemma::RealPowPos,
            Lemma::RealPowNe,
        );
        if let Some(theorem) = self.by_one(lemma, sign, &[x, n], depth)? {
            return Ok(Some(theorem));
        }
        let even = self
            .theory
            .value(n)
            .and_then(|(_, value)| value.as_exponent())
            .filter(|e| e % 2 == 0);
        let Some(half) = even.map(|e| i64::from(e / 2)) else {
            return Ok(None);
        };
        let half = self.theory.literal(Carrier::Natural, &half.into())?;
        let root = self
            .theory
            .binary(Operation::Pow(Carrier::Real), x, &half)?;
        let square = self
            .theory
            .binary(Operation::Mul(Carrier::Real), &root, &root)?;
        let sign_of_square = match sign {
            Sign::Nonnegative => self.theory.lemma(Lemma::RealSquareNonneg)?.at(&[&root])?,
            _ => match self.even_power_positive(&root, &square, x, depth)? {
                Some(theorem) => theorem,
                None => return Ok(None),
            },
        };
        let mut normalizer = super::normalize::Normalizer::new(self.theory, 1_000)?;
        let equal = super::ring::prove(&mut normalizer, t, &square)?;
        let sign = if sign == Sign::Nonzero {
            Sign::Positive
        } else {
            sign
        };
        self.transported(sign, sign_of_square, &equal, t).map(Some)
    }

    /// 0 < r * r for a root r = x ^ k that is not 0.
    fn even_power_positive(
        &mut self,
        root: &Term,
        square: &Term,
        x: &Term,
        depth: u32,
    ) -> Result<Option<Theorem>> {
        if self.sign(Sign::Nonzero, x, depth)?.is_none() {
            return Ok(None);
        }
        let Some(nonzero) = self.sign(Sign::Nonzero, root, depth)? else {
            return Ok(None);
        };
        let product = self
            .theory
            .lemma(Lemma::RealMulNe)?
            .with(&[root, root], &[&nonzero, &nonzero])?;
        let nonnegative = self.theory.lemma(Lemma::RealSquareNonneg)?.at(&[root])?;
        self.theory
            .lemma(Lemma::RealLeNeLt)?
            .with(&[square], &[&nonnegative, &product])
            .map(Some)
    }

    /// By a lemma marked [pos] whose conclusion matches.
    fn by_marked(&mut self, statement: &Term, depth: u32) -> Result<Option<Theorem>> {
        let marked = library::lemmas_with(self.goal.env, Attribute::Pos);
        let lemmas: Vec<_> = marked.with_head(Head::of(statement)).cloned().collect();
        for lemma in lemmas {
            if let Some(theorem) = self.by_lemma(&lemma, statement, depth)? {
                return Ok(Some(theorem));
            }
        }
        Ok(None)
    }

    fn by_lemma(
        &mut self,
        lemma: &Usable,
        statement: &Term,
        depth: u32,
    ) -> Result<Option<Theorem>> {
        let Some(matching) = lemma.match_conclusion(statement) else {
            return Ok(None);
        };
        if !matching.is_complete() {
            return Ok(None);
        }
        let Some(instance) = lemma.instance(&matching) else {
            return Ok(None);
        };
        let mut proofs = Vec::with_capacity(instance.premises.len());
        for premise in instance.premises.clone() {
            match self.formula(&premise, depth - 1)? {
                Some(proof) => proofs.push(proof),
                None => return Ok(None),
            }
        }
        Ok(align(&instance.discharge(&proofs)?, statement))
    }
}

fn by_sign(sign: Sign, nonnegative: Lemma, positive: Lemma, nonzero: Lemma) -> Lemma {
    match sign {
        Sign::Nonnegative => nonnegative,
        Sign::Positive => positive,
        Sign::Nonzero => nonzero,
    }
}
