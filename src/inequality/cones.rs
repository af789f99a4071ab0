//! Nonnegative on a simplicial cone, since all coefficients are: successive difference substitution.
//!
//! Where n variables are bounded by n linear facts tᵢ ≥ 0, a form p is written in the tᵢ (and in t₀ = 1, so that it is
//! homogeneous). If no coefficient is negative, p is a sum of products of facts. Otherwise the cone is cut by tᵢ ≥ tⱼ or
//! tⱼ ≥ tᵢ, and each part is a simplicial cone again.

use super::atom::{LIMIT, replaced};
use super::edges::other_cones;
use super::enclose::bound_of;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Split, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::{BTreeSet, HashMap};

/// The atom that stands for t₀; no claim has as many atoms.
pub const UNIT: u32 = u32::MAX;

/// A form that is not negative, and the places of the facts whose product it is; none for the number 1.
#[derive(Clone)]
pub struct Edge {
    /// The places of the facts.
    pub places: Vec<usize>,
    /// The form.
    pub form: Polynomial,
}

/// A cone: its edges by number, and the target, multiplied by facts, written in the edges.
#[derive(Clone)]
pub struct Cone {
    /// The edges.
    pub edges: HashMap<u32, Edge>,
    /// The target in the edges.
    pub target: Polynomial,
    /// The places of positive facts by which the target was multiplied.
    pub times: Vec<usize>,
}

/// How deeply cones are cut, and whether their edges are put in order first.
#[derive(Clone, Copy)]
enum Depth {
    Plain(u32),
    Sorted(u32),
}

impl Engine {
    /// Refutes one nonlinear fact by cutting cones, at most `depth` deep; all edges are put in order first if `sorted`.
    pub fn cones(&mut self, sequent: &Sequent, depth: u32, sorted: bool) -> Option<Proof> {
        self.each_nonlinear(sequent, |e, place| {
            for cone in other_cones(sequent, place) {
                if let Some(proof) = e.cut(sequent.with([]), place, cone, depth) {
                    return Some(proof);
                }
            }
            let depth = if sorted {
                Depth::Sorted(depth)
            } else {
                Depth::Plain(depth)
            };
            e.signed(sequent.with([]), place, &mut Vec::new(), depth)
        })
    }

    /// The same with cones whose edges are known facts only, put in order first.
    pub fn ordered_cones(&mut self, sequent: &Sequent, depth: u32) -> Option<Proof> {
        self.each_nonlinear(sequent, |e, place| {
            let cones = other_cones(sequent, place);
            cones
                .into_iter()
                .chain(known_cone(sequent, place))
                .find_map(|cone| e.sorted(sequent.with([]), place, cone, depth))
        })
    }

    fn each_nonlinear(
        &mut self,
        sequent: &Sequent,
        mut refute: impl FnMut(&mut Self, usize) -> Option<Proof>,
    ) -> Option<Proof> {
        for place in sequent.inequalities().into_iter().rev() {
            let form = &sequent.facts[place].polynomial;
            if form.degree() >= 2 && form.terms().len() <= 400 && form.atoms().len() <= 5 {
                let found = self.limited(60_000, |e| refute(e, place));
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// Gives every variable of the target a sign or bound, by cases if need be, then cuts.
    fn signed(
        &mut self,
        sequent: Sequent,
        place: usize,
        edges: &mut Vec<(u32, Edge)>,
        depth: Depth,
    ) -> Option<Proof> {
        let target = sequent.facts[place].polynomial.negated();
        let missing = target
            .atoms()
            .into_iter()
            .find(|a| !edges.iter().any(|(b, _)| a == b));
        let Some(atom) = missing else {
            let cone = initial(&sequent, edges, &target)?;
            return match depth {
                Depth::Plain(depth) => self.cut(sequent, place, cone, depth),
                Depth::Sorted(depth) => self.sorted(sequent, place, cone, depth),
            };
        };
        if let Some(bound) = bounding(&sequent, atom) {
            let form = sequent.facts[bound].polynomial.clone();
            edges.push((
                atom,
                Edge {
                    places: vec![bound],
                    form,
                },
            ));
            let proof = self.signed(sequent, place, edges, depth);
            edges.pop();
            return proof;
        }
        if edges
            .iter()
            .filter(|(_, e)| e.places.iter().any(|p| *p > place))
            .count()
            > 3
        {
            return None;
        }
        let x = Polynomial::atom(atom);
        sequent.cases(&x, Split::Overlapping, |case| {
            if let Some(proof) = self.simple(&case) {
                return Some(proof);
            }
            self.signed(case, place, edges, depth)
        })
    }

    /// Cuts by the order of all edges first, if there are few.
    fn sorted(&mut self, sequent: Sequent, place: usize, cone: Cone, depth: u32) -> Option<Proof> {
        let edges = cone.target.atoms();
        if hopeless(&cone.target) || closing(&sequent, place, &cone).is_some() {
            return self.cut(sequent, place, cone, depth);
        }
        if (3..=4).contains(&edges.len()) && depth >= 4 {
            let found = self.limited(30_000, |e| {
                e.inserted(sequent.with([]), place, &cone, Vec::new(), &edges, depth)
            });
            if found.is_some() {
                return found;
            }
        }
        self.cut(sequent, place, cone, depth)
    }

    /// Inserts the remaining edges into a chain, the largest first, by cases; then writes the target in the differences.
    fn inserted(
        &mut self,
        sequent: Sequent,
        place: usize,
        cone: &Cone,
        chain: Vec<(u32, usize)>,
        remaining: &[u32],
        depth: u32,
    ) -> Option<Proof> {
        let [next, rest @ ..] = remaining else {
            let cone = cone.chained(&sequent, &chain)?;
            return self.cut(sequent, place, cone, depth.min(6));
        };
        let state = Insertion {
            chain,
            position: 0,
            next: *next,
            above: usize::MAX,
        };
        self.insert(sequent, place, cone, state, rest, depth)
    }

    /// Compares an edge with those of the chain from a position on.
    fn insert(
        &mut self,
        sequent: Sequent,
        place: usize,
        cone: &Cone,
        state: Insertion,
        rest: &[u32],
        depth: u32,
    ) -> Option<Proof> {
        let Some((other, _)) = state.chain.get(state.position).copied() else {
            let chain = state.inserted(usize::MAX);
            return self.inserted(sequent, place, cone, chain, rest, depth);
        };
        if !self.spend(20) {
            return None;
        }
        let difference = cone.edges[&state.next].form.minus(&cone.edges[&other].form);
        let mut larger = true;
        sequent.cases(&difference, Split::Overlapping, |case| {
            let known = case.facts.len() - 1;
            if larger {
                larger = false;
                let chain = state.inserted(known);
                return self.inserted(case, place, cone, chain, rest, depth);
            }
            let mut state = state.clone();
            state.position += 1;
            state.above = known;
            self.insert(case, place, cone, state, rest, depth)
        })
    }

    fn cut(&mut self, sequent: Sequent, place: usize, cone: Cone, depth: u32) -> Option<Proof> {
        if !self.spend(cone.target.terms().len() as u64) {
            return None;
        }
        if let Some(terms) = closing(&sequent, place, &cone) {
            return Some(sequent.close(Proof::Combination(terms)));
        }
        if let Some(proof) = self.simple(&sequent) {
            return Some(sequent.close(proof));
        }
        if depth == 0 || hopeless(&cone.target) {
            return None;
        }
        let (first, second) = pair(&cone.target)?;
        let difference = cone.edges[&first].form.minus(&cone.edges[&second].form);
        let mut larger = true;
        sequent.cases(&difference, Split::Overlapping, |case| {
            let (up, down) = if larger {
                (first, second)
            } else {
                (second, first)
            };
            larger = false;
            let cone = narrowed(&cone, up, down, case.facts.len() - 1)?;
            self.cut(case, place, cone, depth - 1)
        })
    }
}

/// The cone of the known bounds of the variables of a fact; nothing if one of them has none.
fn known_cone(sequent: &Sequent, place: usize) -> Option<Cone> {
    let target = sequent.facts[place].polynomial.negated();
    let mut edges = Vec::new();
    for atom in target.atoms() {
        let bound = bounding(sequent, atom)?;
        let form = sequent.facts[bound].polynomial.clone();
        let places = vec![bound];
        edges.push((atom, Edge { places, form }));
    }
    initial(sequent, &edges, &target)
}

/// An edge on its way into a chain. Every edge of the chain but the last has the place of the fact that it is at least
/// the one behind it.
#[derive(Clone)]
struct Insertion {
    chain: Vec<(u32, usize)>,
    position: usize,
    next: u32,
    /// The place of the fact that the edge before the position is at least the new one.
    above: usize,
}

impl Insertion {
    /// The chain with the edge at the position; `below` is the place of the fact about the edge behind it.
    fn inserted(&self, below: usize) -> Vec<(u32, usize)> {
        let mut chain = self.chain.clone();
        if let Some(before) = self.position.checked_sub(1) {
            chain[before].1 = self.above;
        }
        chain.insert(self.position, (self.next, below));
        chain
    }
}

impl Cone {
    /// The cone of a chain e₁ ≥ e₂ ≥ …: its edges are the differences, and the last of the chain.
    fn chained(&self, sequent: &Sequent, chain: &[(u32, usize)]) -> Option<Cone> {
        let mut edges = self.edges.clone();
        let mut images = HashMap::new();
        let mut sum = Polynomial::zero();
        for (index, (edge, known)) in chain.iter().enumerate().rev() {
            sum = sum.plus(&Polynomial::atom(*edge));
            images.insert(*edge, sum.clone());
            if index + 1 < chain.len() {
                let places = vec![*known];
                let below = &self.edges[&chain[index + 1].0].form;
                let form = self.edges[edge].form.minus(below);
                let said = &sequent.facts[*known].polynomial;
                if *said != form {
                    return None;
                }
                edges.insert(*edge, Edge { places, form });
            }
        }
        Some(Cone {
            edges,
            target: replaced(&self.target, &images)?,
            times: self.times.clone(),
        })
    }
}

/// The tightest linear fact in one atom only, from below if there is one.
fn bounding(sequent: &Sequent, atom: u32) -> Option<usize> {
    let mut best: Option<(bool, Rational, usize)> = None;
    for (place, fact) in sequent.active() {
        let Some((of, bound, side)) = bound_of(fact) else {
            continue;
        };
        if of != atom || side == 0 {
            continue;
        }
        let key = (side > 0, if side > 0 { bound } else { -&bound });
        if best
            .as_ref()
            .is_none_or(|(from, b, _)| key > (*from, b.clone()))
        {
            best = Some((key.0, key.1, place));
        }
    }
    best.map(|(_, _, place)| place)
}

/// The cone of the chosen edges, with the target written in them and made homogeneous by t₀.
fn initial(sequent: &Sequent, edges: &[(u32, Edge)], target: &Polynomial) -> Option<Cone> {
    let mut images = HashMap::new();
    for (atom, edge) in edges {
        let slope = edge.form.coefficient(&Monomial::atom(*atom));
        let rest = edge.form.constant_term();
        let image = Polynomial::atom(*atom).minus(&Polynomial::atom(UNIT).scaled(&rest));
        images.insert(*atom, image.scaled(&slope.inverse()?));
    }
    let target = replaced(&homogeneous(target)?, &images)?;
    let mut all: HashMap<u32, Edge> = edges.iter().cloned().collect();
    let one = Polynomial::constant(Rational::ONE);
    all.insert(
        UNIT,
        Edge {
            places: vec![],
            form: one,
        },
    );
    let mut cone = Cone {
        edges: all,
        target,
        times: vec![],
    };
    if let Some((place, image)) = opposite(sequent, &images, edges) {
        let form = sequent.facts[place].polynomial.clone();
        cone.edges.insert(
            UNIT,
            Edge {
                places: vec![place],
                form,
            },
        );
        cone.target = replaced(&cone.target, &HashMap::from([(UNIT, image)]))?;
    }
    Some(cone)
}

/// A linear fact c − Σ aᵢ tᵢ ≥ 0 with c > 0 and aᵢ ≥ 0, which bounds the cone; and 1 written in it.
fn opposite(
    sequent: &Sequent,
    images: &HashMap<u32, Polynomial>,
    edges: &[(u32, Edge)],
) -> Option<(usize, Polynomial)> {
    let own: Vec<usize> = edges.iter().flat_map(|(_, e)| e.places.clone()).collect();
    for (place, fact) in sequent.active() {
        let usable = matches!(fact.relation, Relation::Above | Relation::AtLeast);
        let inside = fact
            .polynomial
            .atoms()
            .iter()
            .all(|a| images.contains_key(a));
        if !usable || fact.polynomial.degree() != 1 || own.contains(&place) || !inside {
            continue;
        }
        let written = replaced(&homogeneous(&fact.polynomial)?, images)?;
        let constant = written.coefficient(&Monomial::atom(UNIT));
        let rest = written.minus(&Polynomial::atom(UNIT).scaled(&constant));
        if constant.is_positive()
            && !rest.is_zero()
            && rest.terms().iter().all(|(_, c)| c.is_negative())
        {
            let image = Polynomial::atom(UNIT)
                .minus(&rest)
                .scaled(&constant.inverse()?);
            return Some((place, image));
        }
    }
    None
}

/// Every term multiplied by a power of t₀, so that all have the same degree.
pub fn homogeneous(p: &Polynomial) -> Option<Polynomial> {
    let degree = p.degree();
    let terms = p.terms().iter().map(|(m, c)| {
        let unit = Monomial::atom(UNIT).power(degree - m.degree())?;
        Some((m.times(&unit)?, c.clone()))
    });
    Some(Polynomial::from_terms(terms.collect::<Option<Vec<_>>>()?))
}

/// The part of the cone where one edge is at least another.
fn narrowed(cone: &Cone, up: u32, down: u32, place: usize) -> Option<Cone> {
    let mut edges = cone.edges.clone();
    let form = edges[&up].form.minus(&edges[&down].form);
    edges.insert(
        up,
        Edge {
            places: vec![place],
            form,
        },
    );
    let sum = Polynomial::atom(up).plus(&Polynomial::atom(down));
    let target = replaced(&cone.target, &HashMap::from([(up, sum)]))?;
    let times = cone.times.clone();
    (target.terms().len() < LIMIT / 20).then_some(Cone {
        edges,
        target,
        times,
    })
}

/// The combination, if no coefficient is negative and the sum is a contradiction.
fn closing(sequent: &Sequent, place: usize, cone: &Cone) -> Option<Vec<Term>> {
    if cone.target.terms().iter().any(|(_, c)| c.is_negative()) {
        return None;
    }
    let fact = [vec![place], cone.times.clone()].concat();
    let mut strict = sequent.facts[place].relation == Relation::Above;
    let mut terms = vec![Term::Product(Rational::ONE, fact, None)];
    for (monomial, coefficient) in cone.target.terms() {
        let mut places: Vec<usize> = Vec::new();
        for (atom, exponent) in monomial.factors() {
            for _ in 0..*exponent {
                places.extend(&cone.edges[atom].places);
            }
        }
        strict |= places
            .iter()
            .all(|p| sequent.facts[*p].relation == Relation::Above);
        terms.push(Term::Product(coefficient.clone(), places, None));
    }
    strict.then_some(terms)
}

/// Whether some vertex of the cone has a negative value.
fn hopeless(target: &Polynomial) -> bool {
    let vertex = |m: &Monomial| m.factors().len() == 1;
    target
        .terms()
        .iter()
        .any(|(m, c)| vertex(m) && c.is_negative())
}

/// The two edges between which most of the negative coefficients lie.
fn pair(target: &Polynomial) -> Option<(u32, u32)> {
    let mut scores: HashMap<(u32, u32), f64> = HashMap::new();
    for (monomial, coefficient) in target.terms().iter().filter(|(_, c)| c.is_negative()) {
        let atoms: Vec<(u32, u32)> = monomial.factors().to_vec();
        for (i, (a, d)) in atoms.iter().enumerate() {
            for (b, e) in &atoms[..i] {
                *scores.entry((*b, *a)).or_default() -=
                    super::sample::float(coefficient) * f64::from((*d).min(*e));
            }
        }
    }
    let mut scores: Vec<_> = scores.into_iter().collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores.first().map(|(pair, _)| *pair)
}

/// The atoms of a list of facts.
pub fn atoms_of<'a>(facts: impl Iterator<Item = &'a Fact>) -> BTreeSet<u32> {
    facts.flat_map(|f| f.polynomial.atoms()).collect()
}
