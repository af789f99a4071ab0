//! The search for certificates: which method is tried when, and with how much effort.
//!
//! Verdicts depend on counted steps and counted work only; a deadline is a last resort that can only lose a proof.

use super::atom::{Atom, Atoms};
use super::enclose::{Bounds, excludes, ground_truth};
use super::fact::{Fact, Relation};
use super::lemma::Lemma;
use super::linear;
use super::proof::{Proof, Split, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Polynomial, Rational, meter};

/// The precision of enclosures of closed expressions.
pub const PRECISION: u32 = 1_024;
/// Cases and side conditions nested more deeply are given up.
const DEPTH: u32 = 12;
/// The work that a step counts for, beside what is charged where it is done.
const STEP: u64 = 1 << 10;
/// From this degree on, sums of squares are tried last.
const STEEP: u32 = 5;

/// The state of a search.
pub struct Engine {
    /// The atoms of the claim.
    pub atoms: Atoms,
    /// The variables that stand for natural numbers.
    pub naturals: Vec<u32>,
    /// The steps that remain.
    pub budget: u64,
    /// How deeply searches are nested.
    pub depth: u32,
    /// How deeply derivatives are nested.
    pub level: u32,
    /// The forms whose sign is being sought.
    pub pending: Vec<Polynomial>,
    /// How often facts have been transformed and tried again.
    pub rounds: u32,
    /// How often a range has been cut near an anchor.
    pub nested: u32,
    /// Whether functions that are not rational are treated by their slopes alone.
    pub straight: bool,
}

impl Engine {
    /// A search over these atoms, of which some variables are natural numbers, with so many steps.
    pub fn new(atoms: Atoms, naturals: Vec<u32>, budget: u64) -> Self {
        Engine {
            atoms,
            naturals,
            budget,
            depth: 0,
            level: 0,
            pending: Vec::new(),
            rounds: 0,
            nested: 0,
            straight: false,
        }
    }

    /// Uses up steps; false if none remain.
    pub fn spend(&mut self, steps: u64) -> bool {
        self.budget = self.budget.saturating_sub(steps);
        if meter::charge(steps.saturating_mul(STEP)).is_none() {
            self.budget = 0;
        }
        self.budget > 0
    }

    /// Searches for a proof that the facts are contradictory.
    pub fn refute(&mut self, sequent: Sequent) -> Option<Proof> {
        if self.depth >= DEPTH || !self.spend(10) {
            return None;
        }
        self.depth += 1;
        let proof = self.refute_inside(sequent);
        self.depth -= 1;
        proof
    }

    /// With a share of the remaining budget.
    pub fn limited<T>(
        &mut self,
        budget: u64,
        run: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let given = self.budget.min(budget);
        let rest = self.budget - given;
        self.budget = given;
        let result = run(self);
        self.budget = if meter::stopped() {
            0
        } else {
            self.budget + rest
        };
        result
    }

    fn refute_inside(&mut self, mut sequent: Sequent) -> Option<Proof> {
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        if let Some(proof) = self.powers(&mut sequent) {
            return Some(sequent.close(proof));
        }
        self.whole(&mut sequent);
        self.eliminate(&mut sequent);
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        if let Some(atom) = sequent
            .atoms_where(&self.atoms, |a| matches!(a, Atom::Absolute(_)))
            .first()
        {
            return self.absolute(sequent, *atom);
        }
        if let Some(place) = self.undecided(&mut sequent) {
            return self.either_side(sequent, place);
        }
        if let Some(proof) = self.before_clearing(&sequent) {
            return Some(sequent.close(proof));
        }
        self.clear(&mut sequent);
        if let Some(proof) = self.ideal(&mut sequent) {
            return Some(sequent.close(proof));
        }
        self.single_roots(&mut sequent);
        self.eliminate(&mut sequent);
        self.cancel(&mut sequent);
        self.whole(&mut sequent);
        self.means(&mut sequent);
        self.roots(&mut sequent);
        self.root_means(&mut sequent);
        self.square_bounds(&mut sequent);
        sequent.tighten();
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        self.equation_sides(&mut sequent);
        if !self.pure(&sequent) {
            return self.transcendental(sequent);
        }
        let proof = self
            .limited(100_000, |e| e.unsquared(&sequent))
            .or_else(|| self.polynomial(&sequent))?;
        Some(sequent.close(proof))
    }

    /// Contradictions that need no search: false facts, enclosures, linear arithmetic.
    pub fn simple(&mut self, sequent: &Sequent) -> Option<Proof> {
        for (place, fact) in sequent.active() {
            if fact.decided() == Some(false) {
                return Some(self.false_fact(place, fact));
            }
            if self.atoms.variables(&fact.polynomial).is_empty()
                && ground_truth(&self.atoms, fact, PRECISION) == Some(false)
            {
                let precision = (6..)
                    .map(|k| 1 << k)
                    .find(|p| excludes(&self.atoms, &Bounds::default(), fact, *p));
                return precision.map(|p| Proof::Enclosure(place, p));
            }
        }
        self.enclosed(sequent).or_else(|| self.linear(sequent))
    }

    fn false_fact(&self, place: usize, fact: &Fact) -> Proof {
        let one = Polynomial::constant(Rational::ONE);
        match fact.relation {
            Relation::Nonzero => Proof::Enclosure(place, 64),
            Relation::Zero => {
                let sign = fact.polynomial.constant_term().signum();
                Proof::Combination(vec![Term::Equation(
                    place,
                    one.scaled(&Rational::from(-i64::from(sign))),
                )])
            }
            _ => Proof::Combination(vec![Term::facts([place])]),
        }
    }

    fn enclosed(&mut self, sequent: &Sequent) -> Option<Proof> {
        let facts: Vec<Fact> = sequent.active().map(|(_, f)| f.clone()).collect();
        let bounds = Bounds::of(&facts);
        let worth = |f: &Fact| f.polynomial.terms().len() < 400;
        let mut found = sequent.active().filter(|(_, f)| worth(f));
        found
            .find(|(_, f)| excludes(&self.atoms, &bounds, f, 64))
            .map(|(place, _)| Proof::Enclosure(place, 64))
    }

    /// A contradiction by linear arithmetic over monomials.
    pub fn linear(&mut self, sequent: &Sequent) -> Option<Proof> {
        let candidates: Vec<_> = sequent
            .active()
            .filter_map(|(place, f)| linear::candidate(place, f))
            .collect();
        let mut budget = self.budget.min(20_000);
        let before = budget;
        let found = linear::combination(&candidates, &mut budget);
        self.spend(before - budget);
        found.map(Proof::Combination)
    }

    /// Natural variables are not negative, and their forms are whole numbers.
    fn whole(&mut self, sequent: &mut Sequent) {
        let naturals = self.naturals.clone();
        if naturals.is_empty() {
            return;
        }
        for variable in sequent.atoms_where(&self.atoms, |a| *a == Atom::Variable) {
            let lemma = Lemma::NaturalNotNegative(variable);
            if naturals.contains(&variable)
                && sequent
                    .place_of(&Fact::at_least(Polynomial::atom(variable)))
                    .is_none()
            {
                sequent.instance(&mut self.atoms, lemma, vec![]);
            }
        }
        for place in sequent.inequalities() {
            let before = sequent.facts[place].clone();
            let lemma = Lemma::Whole(naturals.clone());
            if let Some((_, after)) =
                lemma.statement(&mut self.atoms, std::slice::from_ref(&before))
                && !before.gives(&after)
            {
                sequent.instance(&mut self.atoms, lemma, vec![place]);
                sequent.retire(place);
            }
        }
    }

    /// Uses equations that determine a variable.
    fn eliminate(&mut self, sequent: &mut Sequent) {
        let mut used: Vec<u32> = Vec::new();
        for _ in 0..40 {
            let Some((place, atom, value)) = self.solvable(sequent, &used) else {
                return;
            };
            used.push(atom);
            self.rewrite(sequent, place, atom, &value);
            sequent.retire(place);
        }
    }

    fn solvable(&self, sequent: &Sequent, used: &[u32]) -> Option<(usize, u32, Polynomial)> {
        let equations = sequent
            .active()
            .filter(|(_, f)| f.relation == Relation::Zero);
        for (place, fact) in equations {
            let mut choices: Vec<(usize, u32, Polynomial)> = Vec::new();
            for (monomial, coefficient) in fact.polynomial.terms() {
                let [(atom, 1)] = monomial.factors() else {
                    continue;
                };
                let rest = fact
                    .polynomial
                    .minus(&Polynomial::term(monomial.clone(), coefficient.clone()));
                let inside = self.atoms.mentioned([&rest]);
                if used.contains(atom)
                    || inside.contains(atom)
                    || *self.atoms.get(*atom) != Atom::Variable
                {
                    continue;
                }
                let Some(inverse) = (-coefficient).inverse() else {
                    continue;
                };
                let weight = usize::from(*self.atoms.get(*atom) != Atom::Variable)
                    + usize::from(self.naturals.contains(atom));
                choices.push((weight, *atom, rest.scaled(&inverse)));
            }
            choices
                .sort_by_key(|(weight, _, value)| (*weight, value.degree(), value.terms().len()));
            if let Some((_, atom, value)) = choices.into_iter().next() {
                return Some((place, atom, value));
            }
        }
        None
    }

    /// Replaces an atom by its value in every active fact; the equation is at a place.
    pub fn rewrite(
        &mut self,
        sequent: &mut Sequent,
        equation: usize,
        atom: u32,
        value: &Polynomial,
    ) {
        for place in sequent.active.clone() {
            let mentions = self
                .atoms
                .mentioned([&sequent.facts[place].polynomial])
                .contains(&atom);
            if place != equation && mentions {
                let lemma = Lemma::Substitute(atom, value.clone());
                if sequent
                    .instance(&mut self.atoms, lemma, vec![place, equation])
                    .is_some()
                {
                    sequent.retire(place);
                }
            }
        }
    }

    /// Decides the sign inside |p|, by proof or by cases, and removes the bars.
    fn absolute(&mut self, sequent: Sequent, atom: u32) -> Option<Proof> {
        let Atom::Absolute(p) = self.atoms.get(atom).clone() else {
            return None;
        };
        for positive in [true, false] {
            let fact = Fact::at_least(if positive { p.clone() } else { p.negated() });
            if let Some(proof) = self.quickly(&sequent, &fact) {
                let mut sequent = sequent;
                let place = sequent.have(fact, proof);
                self.without_bars(&mut sequent, atom, &p, positive, place)?;
                return self.refute(sequent);
            }
        }
        let mut positive = false;
        sequent.cases(&p.clone(), Split::Overlapping, |mut case| {
            positive = !positive;
            let place = case.facts.len() - 1;
            self.without_bars(&mut case, atom, &p, positive, place)?;
            self.refute(case)
        })
    }

    fn without_bars(
        &mut self,
        sequent: &mut Sequent,
        atom: u32,
        p: &Polynomial,
        positive: bool,
        sign: usize,
    ) -> Option<()> {
        let equation = sequent.instance(
            &mut self.atoms,
            Lemma::AbsoluteIs(atom, positive),
            vec![sign],
        )?;
        let value = if positive { p.clone() } else { p.negated() };
        self.rewrite(sequent, equation, atom, &value);
        sequent.retire(equation);
        Some(())
    }

    /// A proof of a fact by the simple means and products of facts.
    pub fn quickly(&mut self, sequent: &Sequent, fact: &Fact) -> Option<Proof> {
        if fact.relation == Relation::Nonzero {
            return None;
        }
        if let Some(proof) = self.evident(sequent, fact) {
            return Some(proof);
        }
        let negated = sequent.with([fact.negation()]);
        if let Some(proof) = self.simple(&negated) {
            return Some(proof);
        }
        self.limited(20_000, |engine| engine.products(&negated))
    }

    /// The place of a fact p ≠ 0 where neither p > 0 nor −p > 0 is known; those that are known are retired.
    fn undecided(&mut self, sequent: &mut Sequent) -> Option<usize> {
        for place in sequent.active.clone() {
            let fact = sequent.facts[place].clone();
            if fact.relation != Relation::Nonzero {
                continue;
            }
            let sides = [
                Fact::above(fact.polynomial.clone()),
                Fact::above(fact.polynomial.negated()),
            ];
            if sides.iter().any(|side| sequent.place_of(side).is_some()) {
                sequent.retire(place);
                continue;
            }
            return Some(place);
        }
        None
    }

    /// Cases on the sign of a form that is not 0.
    fn either_side(&mut self, sequent: Sequent, place: usize) -> Option<Proof> {
        let p = sequent.facts[place].polynomial.clone();
        sequent.cases(&p.clone(), Split::Three, |mut case| {
            let sign = case.facts.len() - 1;
            if case.facts[sign].relation != Relation::Zero {
                case.retire(place);
                return self.refute(case);
            }
            let square = case.instance(
                &mut self.atoms,
                Lemma::SquarePositive(p.clone()),
                vec![place],
            )?;
            let terms = vec![Term::facts([square]), Term::Equation(sign, p.negated())];
            Some(case.close(Proof::Combination(terms)))
        })
    }

    /// √p ≥ 0, and √p² = p where p ≥ 0.
    fn roots(&mut self, sequent: &mut Sequent) {
        for atom in sequent.atoms_where(&self.atoms, |a| matches!(a, Atom::Root(_))) {
            let Atom::Root(p) = self.atoms.get(atom).clone() else {
                continue;
            };
            let positive = Fact::above(p.clone());
            if let Some(proof) = self.quickly(sequent, &positive) {
                let place = sequent.have(positive, proof);
                sequent.instance(&mut self.atoms, Lemma::RootPositive(atom), vec![place]);
                sequent.instance(&mut self.atoms, Lemma::RootSquare(atom), vec![place]);
                self.name_root(sequent, atom);
                continue;
            }
            sequent.instance(&mut self.atoms, Lemma::RootNotNegative(atom), vec![]);
            let fact = Fact::at_least(p.clone());
            if let Some(proof) = self.prove(sequent, &fact, 20_000) {
                let place = sequent.have(fact, proof);
                sequent.instance(&mut self.atoms, Lemma::RootSquare(atom), vec![place]);
                self.name_root(sequent, atom);
            }
        }
        self.eliminate(sequent);
    }

    /// Puts a new variable in place of a root, so that its square can be put in place of what it is the root of.
    fn name_root(&mut self, sequent: &mut Sequent, atom: u32) -> Option<()> {
        let name = self.atoms.fresh();
        let root = Polynomial::atom(atom);
        let equation =
            sequent.instance(&mut self.atoms, Lemma::Name(name, root.clone()), vec![])?;
        self.rewrite(sequent, equation, atom, &Polynomial::atom(name));
        sequent.retire(equation);
        Some(())
    }

    /// Equations as two inequalities, where no other fact is nonlinear.
    fn equation_sides(&mut self, sequent: &mut Sequent) {
        let nonlinear = |p: &usize| sequent.facts[*p].polynomial.degree() >= 2;
        if sequent.inequalities().iter().any(nonlinear) {
            return;
        }
        let equations: Vec<usize> = sequent
            .active()
            .filter(|(_, f)| f.relation == Relation::Zero)
            .map(|(p, _)| p)
            .collect();
        for place in equations.into_iter().filter(nonlinear).collect::<Vec<_>>() {
            for sign in [1i64, -1] {
                let by = Rational::from(sign);
                let form = sequent.facts[place].polynomial.scaled(&by);
                let terms = vec![
                    Term::Equation(place, Polynomial::constant(by)),
                    Term::facts([sequent.facts.len()]),
                ];
                sequent.have(Fact::at_least(form), Proof::Combination(terms));
            }
        }
    }

    /// Sums of squares, cones and boxes.
    pub fn polynomial(&mut self, sequent: &Sequent) -> Option<Proof> {
        if let Some(proof) = self.products(sequent) {
            return Some(proof);
        }
        if let Some(proof) = self.univariate(sequent) {
            return Some(proof);
        }
        type Way = fn(&mut Engine, &Sequent) -> Option<Proof>;
        let steep = |s: &Sequent| {
            let mut degrees = s.active().map(|(_, f)| f.polynomial.degree());
            degrees.any(|d| d >= STEEP)
        };
        let first: [(u64, Way); 3] = [
            (u64::MAX, |e, s| e.cones(s, 4, false)),
            (40_000, Self::corners),
            (40_000, |e, s| {
                let parts = if e.pure(s) { 60 } else { 300 };
                (e.level == 0).then(|| e.boxes(s, parts))?
            }),
        ];
        let mut middle: [(u64, Way); 3] = [
            (60_000, |e, s| e.sums(s, 0)),
            (200_000, Self::homogenized),
            (60_000, |e, s| e.ordered_cones(s, 6)),
        ];
        if steep(sequent) {
            middle.reverse();
        }
        let last: [(u64, Way); 6] = [
            (60_000, Self::evened),
            (40_000, |e, s| {
                (e.level == 0 && e.pure(s)).then(|| e.boxes(s, 300))?
            }),
            (200_000, Self::solved),
            (200_000, Self::unsquared),
            (60_000, |e, s| e.sums(s, 2)),
            (u64::MAX, |e, s| e.cones(s, 12, true)),
        ];
        let ways = first.into_iter().chain(middle).chain(last);
        for (share, way) in ways {
            if let Some(proof) = self.limited(share, |e| way(e, sequent)) {
                return Some(proof);
            }
        }
        self.limited(400_000, |e| e.boxes(sequent, 6_000))
    }

    /// Sums of squares, where they can be expected to help.
    fn sums(&mut self, sequent: &Sequent, extra: u32) -> Option<Proof> {
        let worth = self.depth <= 4 && self.level == 0 || self.pure(sequent);
        worth.then(|| self.squares(sequent, extra))?
    }

    /// Whether only variables and roots occur.
    pub fn pure(&self, sequent: &Sequent) -> bool {
        sequent
            .atoms_where(&self.atoms, |a| {
                !matches!(a, Atom::Variable | Atom::Root(_))
            })
            .is_empty()
    }
}
