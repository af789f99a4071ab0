//! Nonnegative on a simplicial cone, since all coefficients are: successive difference substitution.
//!
//! Where n variables are bounded by n linear facts tᵢ ≥ 0, a form p is written in the tᵢ (and in t₀ = 1, so that it is
//! homogeneous). If no coefficient is negative, p is a sum of products of facts. Otherwise the cone is cut by tᵢ ≥ tⱼ or
//! tⱼ ≥ tᵢ, and each part is a simplicial cone again.

use super::atom::{LIMIT, replaced};
use super::enclose::bound_of;
use super::engine::Engine;
use super::fact::{Fact, Relation};
use super::proof::{Proof, Split, Term};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::{BTreeSet, HashMap};

/// The atom that stands for t₀; no claim has as many atoms.
const UNIT: u32 = u32::MAX;

/// A linear form that is not negative, and the place of the fact that says so; none for the number 1.
#[derive(Clone)]
struct Edge {
    place: Option<usize>,
    form: Polynomial,
}

/// A cone: for each variable (and t₀) its edge, and the target written in the edges, by variable.
#[derive(Clone)]
struct Cone {
    edges: HashMap<u32, Edge>,
    target: Polynomial,
}

impl Engine {
    /// Refutes one nonlinear fact by cutting cones, at most `depth` deep.
    pub fn cones(&mut self, sequent: &Sequent, depth: u32) -> Option<Proof> {
        let places: Vec<usize> = sequent.inequalities().into_iter().rev().collect();
        for place in places {
            let fact = &sequent.facts[place];
            let small = fact.polynomial.terms().len() <= 400 && fact.polynomial.atoms().len() <= 5;
            if fact.polynomial.degree() >= 2 && small {
                let found = self.limited(60_000, |e| {
                    e.signed(sequent.with([]), place, &mut Vec::new(), depth)
                });
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
        depth: u32,
    ) -> Option<Proof> {
        let target = sequent.facts[place].polynomial.negated();
        let missing = target
            .atoms()
            .into_iter()
            .find(|a| !edges.iter().any(|(b, _)| a == b));
        let Some(atom) = missing else {
            let cone = initial(&sequent, edges, &target)?;
            return self.cut(sequent, place, cone, depth);
        };
        if let Some(bound) = bounding(&sequent, atom) {
            let form = sequent.facts[bound].polynomial.clone();
            edges.push((
                atom,
                Edge {
                    place: Some(bound),
                    form,
                },
            ));
            let proof = self.signed(sequent, place, edges, depth);
            edges.pop();
            return proof;
        }
        if edges
            .iter()
            .filter(|(_, e)| e.place.is_some_and(|p| p > place))
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
            place: None,
            form: one,
        },
    );
    let mut cone = Cone { edges: all, target };
    if let Some((place, image)) = opposite(sequent, &images, edges) {
        let form = sequent.facts[place].polynomial.clone();
        cone.edges.insert(
            UNIT,
            Edge {
                place: Some(place),
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
    let own: Vec<usize> = edges.iter().filter_map(|(_, e)| e.place).collect();
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

fn homogeneous(p: &Polynomial) -> Option<Polynomial> {
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
            place: Some(place),
            form,
        },
    );
    let sum = Polynomial::atom(up).plus(&Polynomial::atom(down));
    let target = replaced(&cone.target, &HashMap::from([(up, sum)]))?;
    (target.terms().len() < LIMIT / 20).then_some(Cone { edges, target })
}

/// The combination, if no coefficient is negative and the sum is a contradiction.
fn closing(sequent: &Sequent, place: usize, cone: &Cone) -> Option<Vec<Term>> {
    if cone.target.terms().iter().any(|(_, c)| c.is_negative()) {
        return None;
    }
    let mut terms = vec![Term::Product(Rational::ONE, vec![place], None)];
    let mut strict = sequent.facts[place].relation == Relation::Above;
    for (monomial, coefficient) in cone.target.terms() {
        let mut places = Vec::new();
        for (atom, exponent) in monomial.factors() {
            if let Some(edge) = cone.edges[atom].place {
                places.extend(std::iter::repeat_n(edge, *exponent as usize));
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
