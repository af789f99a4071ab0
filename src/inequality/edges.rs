//! Cones whose edges are not bounds of single variables: linear facts that are independent, and monomials of positive
//! variables where the exponents of the target span a simplex.

use super::atom::replaced;
use super::cones::{Cone, Edge, UNIT, homogeneous};
use super::fact::{Fact, Relation};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational};
use std::collections::HashMap;

/// A vector of rational numbers.
type Vector = Vec<Rational>;

/// The cones of a fact that are not made of bounds of single variables.
pub fn other_cones(sequent: &Sequent, place: usize) -> Vec<Cone> {
    let target = sequent.facts[place].polynomial.negated();
    let atoms = target.atoms();
    if !(2..=5).contains(&atoms.len()) {
        return Vec::new();
    }
    let mut cones = Vec::new();
    cones.extend(linear_cone(sequent, &target, &atoms));
    cones.extend(monomial_cone(sequent, &target, &atoms));
    cones
}

/// The cone of as many linear facts as there are variables, those in several variables first; nothing if bounds of single
/// variables are all there is.
fn linear_cone(sequent: &Sequent, target: &Polynomial, atoms: &[u32]) -> Option<Cone> {
    let usable = |f: &Fact| {
        matches!(f.relation, Relation::Above | Relation::AtLeast)
            && f.polynomial.degree() == 1
            && f.polynomial.atoms().iter().all(|a| atoms.contains(a))
    };
    let mut places: Vec<usize> = sequent
        .active()
        .filter(|(_, f)| usable(f))
        .map(|(place, _)| place)
        .collect();
    let width = |p: &usize| sequent.facts[*p].polynomial.atoms().len();
    places.sort_by_key(|p| std::cmp::Reverse(width(p)));
    let mut chosen: Vec<usize> = Vec::new();
    let mut rows: Vec<Vector> = Vec::new();
    for place in places {
        let form = &sequent.facts[place].polynomial;
        let slope = |a: &u32| form.coefficient(&Monomial::atom(*a));
        let row: Vector = atoms.iter().map(slope).collect();
        let more = [rows.clone(), vec![row.clone()]].concat();
        if independent(&more) && chosen.len() < atoms.len() {
            chosen.push(place);
            rows.push(row);
        }
    }
    if chosen.len() < atoms.len() || chosen.iter().all(|p| width(p) == 1) {
        return None;
    }
    let inverse = inverted(&rows)?;
    let mut images = HashMap::new();
    for (atom, row) in atoms.iter().zip(&inverse) {
        let mut image = Polynomial::zero();
        for ((edge, place), c) in atoms.iter().zip(&chosen).zip(row) {
            let constant = sequent.facts[*place].polynomial.constant_term();
            let unit = Polynomial::atom(UNIT).scaled(&constant);
            image = image.plus(&Polynomial::atom(*edge).minus(&unit).scaled(c));
        }
        images.insert(*atom, image);
    }
    let edge = |place: usize| Edge {
        places: vec![place],
        form: sequent.facts[place].polynomial.clone(),
    };
    let mut edges: HashMap<u32, Edge> = atoms
        .iter()
        .zip(&chosen)
        .map(|(atom, place)| (*atom, edge(*place)))
        .collect();
    edges.insert(UNIT, unit());
    Some(Cone {
        edges,
        target: replaced(&homogeneous(target)?, &images)?,
        times: vec![],
    })
}

fn unit() -> Edge {
    Edge {
        places: vec![],
        form: Polynomial::constant(Rational::ONE),
    }
}

/// Whether the rows are linearly independent.
fn independent(rows: &[Vector]) -> bool {
    let mut reduced: Vec<Vector> = Vec::new();
    for row in rows {
        let mut row = row.clone();
        for known in &reduced {
            let Some(pivot) = known.iter().position(|c| !c.is_zero()) else {
                continue;
            };
            let by = row[pivot].divide(&known[pivot]).unwrap_or_default();
            row = row.iter().zip(known).map(|(a, b)| a - &(&by * b)).collect();
        }
        if row.iter().all(Rational::is_zero) {
            return false;
        }
        reduced.push(row);
    }
    true
}

/// The inverse of a square matrix, by Gauss and Jordan.
fn inverted(rows: &[Vector]) -> Option<Vec<Vector>> {
    let size = rows.len();
    let unit = |i: usize, j: usize| Rational::from(i64::from(i == j));
    let mut all: Vec<Vector> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            row.iter()
                .cloned()
                .chain((0..size).map(|j| unit(i, j)))
                .collect()
        })
        .collect();
    for column in 0..size {
        let pivot = (column..size).find(|r| !all[*r][column].is_zero())?;
        all.swap(column, pivot);
        let lead = all[column][column].inverse()?;
        all[column].iter_mut().for_each(|c| *c = &*c * &lead);
        let row = all[column].clone();
        for (_, other) in all.iter_mut().enumerate().filter(|(i, _)| *i != column) {
            let by = other[column].clone();
            for (c, p) in other.iter_mut().zip(&row) {
                *c = &*c - &(&by * p);
            }
        }
    }
    Some(all.into_iter().map(|row| row[size..].to_vec()).collect())
}

/// The cone of monomials xʷ: where every exponent of the target is v₀ + Σ cᵢ wᵢ with whole cᵢ ≥ 0 and Σ cᵢ ≤ d, the
/// target times a monomial is a form of degree d in x^μ, x^(μ + w₁), … .
fn monomial_cone(sequent: &Sequent, target: &Polynomial, atoms: &[u32]) -> Option<Cone> {
    let positive = |a: &u32| sequent.place_of(&Fact::above(Polynomial::atom(*a)));
    let places: Vec<usize> = atoms.iter().map(positive).collect::<Option<_>>()?;
    let exponents =
        |m: &Monomial| -> Vec<i64> { atoms.iter().map(|a| i64::from(m.exponent(*a))).collect() };
    let all: Vec<Vec<i64>> = target.terms().iter().map(|(m, _)| exponents(m)).collect();
    let (base, steps, degree) = simplex(&all, atoms.len())?;
    let single = |w: &Vec<i64>| w.iter().all(|c| *c >= 0) && w.iter().sum::<i64>() == 1;
    if steps.iter().all(single) && base.iter().all(|c| *c == 0) {
        return None;
    }
    let shift: Vec<i64> = (0..atoms.len())
        .map(|k| steps.iter().map(|w| -w[k]).max().unwrap_or(0).max(0))
        .collect();
    let powers = |exponents: &[i64]| -> Vec<usize> {
        let repeated = places.iter().zip(exponents);
        repeated
            .flat_map(|(p, e)| std::iter::repeat_n(*p, *e as usize))
            .collect()
    };
    let monomial = |exponents: &[i64]| -> Option<Polynomial> {
        let mut factors = atoms.iter().zip(exponents);
        let product = factors.try_fold(Monomial::one(), |m, (a, e)| {
            Monomial::atom(*a).power(u32::try_from(*e).ok()?)?.times(&m)
        });
        Some(Polynomial::term(product?, Rational::ONE))
    };
    let edge = |exponents: &[i64]| -> Option<Edge> {
        Some(Edge {
            places: powers(exponents),
            form: monomial(exponents)?,
        })
    };
    // dμ − v₀ must not be negative: a larger μ makes it so.
    let low = |k: usize| (base[k] - degree * shift[k]).max(0);
    let extra: Vec<i64> = (0..atoms.len())
        .map(|k| low(k).div_euclid(degree) + i64::from(low(k).rem_euclid(degree) > 0))
        .collect();
    let shift: Vec<i64> = shift.iter().zip(&extra).map(|(s, e)| s + e).collect();
    let times: Vec<i64> = (0..atoms.len())
        .map(|k| degree * shift[k] - base[k])
        .collect();
    let mut edges = HashMap::from([(UNIT, edge(&shift)?)]);
    for (atom, step) in atoms.iter().zip(&steps) {
        let exponents: Vec<i64> = shift.iter().zip(step).map(|(s, w)| s + w).collect();
        edges.insert(*atom, edge(&exponents)?);
    }
    let mut written = Vec::new();
    for ((_, c), exponent) in target.terms().iter().zip(&all) {
        let difference: Vec<i64> = exponent.iter().zip(&base).map(|(e, b)| e - b).collect();
        let counts = counts(&steps, &difference)?;
        let rest = degree - counts.iter().sum::<i64>();
        let mut product = Monomial::atom(UNIT).power(u32::try_from(rest).ok()?)?;
        for (atom, count) in atoms.iter().zip(&counts) {
            product = product.times(&Monomial::atom(*atom).power(u32::try_from(*count).ok()?)?)?;
        }
        written.push((product, c.clone()));
    }
    Some(Cone {
        edges,
        target: Polynomial::from_terms(written),
        times: powers(&times),
    })
}

/// v₀, the wᵢ and d, if the exponents lie in the simplex of v₀ and the v₀ + d·wᵢ, and in the lattice of the wᵢ.
fn simplex(all: &[Vec<i64>], size: usize) -> Option<(Vec<i64>, Vec<Vec<i64>>, i64)> {
    let corners: Vec<&Vec<i64>> = all
        .iter()
        .filter(|e| !all.iter().any(|a| a != *e && is_middle(all, a, e)))
        .collect();
    if corners.len() < size + 1 || corners.len() > size + 6 {
        return None;
    }
    for base in &corners {
        let steps: Vec<Vec<i64>> = corners
            .iter()
            .filter(|c| c != &base)
            .map(|c| c.iter().zip(*base).map(|(x, y)| x - y).collect())
            .collect();
        let degree = steps
            .iter()
            .flatten()
            .fold(0, |g: i64, c| num_integer::gcd(g, *c));
        if degree == 0 {
            continue;
        }
        let steps = steps
            .iter()
            .map(|w| w.iter().map(|c| c / degree).collect::<Vec<i64>>());
        let steps: Vec<Vec<i64>> = steps.collect();
        for chosen in choices(&steps, size) {
            let inside = |e: &Vec<i64>| {
                let difference: Vec<i64> = e.iter().zip(*base).map(|(x, y)| x - y).collect();
                counts(&chosen, &difference)
                    .is_some_and(|c| c.iter().all(|n| *n >= 0) && c.iter().sum::<i64>() <= degree)
            };
            if all.iter().all(inside) {
                return Some(((*base).clone(), chosen, degree));
            }
        }
    }
    None
}

/// Whether e is strictly between a and another exponent.
fn is_middle(all: &[Vec<i64>], a: &[i64], e: &[i64]) -> bool {
    let mirrored: Vec<i64> = a.iter().zip(e).map(|(x, y)| 2 * y - x).collect();
    all.contains(&mirrored)
}

/// The ways to choose a number of vectors, in order.
fn choices(vectors: &[Vec<i64>], count: usize) -> Vec<Vec<Vec<i64>>> {
    if count == 0 {
        return vec![vec![]];
    }
    let mut found = Vec::new();
    for (i, first) in vectors.iter().enumerate() {
        for mut rest in choices(&vectors[i + 1..], count - 1) {
            rest.insert(0, first.clone());
            found.push(rest);
        }
    }
    found
}

/// The whole numbers cᵢ with Σ cᵢ wᵢ = v.
fn counts(steps: &[Vec<i64>], v: &[i64]) -> Option<Vec<i64>> {
    let columns = |i: usize| steps.iter().map(move |w| Rational::from(w[i])).collect();
    let rows: Vec<Vector> = (0..v.len()).map(columns).collect();
    let inverse = inverted(&rows)?;
    let product = |row: &Vector| {
        let terms = row.iter().zip(v).map(|(c, x)| c * &Rational::from(*x));
        terms.fold(Rational::ZERO, |sum, t| &sum + &t)
    };
    inverse
        .iter()
        .map(|row| {
            let value = product(row);
            value
                .is_integer()
                .then(|| i64::try_from(value.numerator()).ok())?
        })
        .collect()
}
