//! Sums of squares: −n = σ₀ + Σ σₖ · gₖ + Σ qⱼ · hⱼ for a fact n > 0, facts gₖ ≥ 0, equations hⱼ = 0 and sums of squares σₖ.
//!
//! Each σₖ is zᵀ Q z for a vector z of forms. Comparing coefficients gives linear equations for the entries of all Q; they
//! are solved exactly for some entries in terms of the others. Floats find values of the others for which every Q is
//! positive definite; these are rounded, and an exact L D Lᵀ decides. Where no Q is definite, the vectors that every Q
//! seems to annihilate are guessed as rational vectors, and z is replaced by fewer forms.

use super::atom::LIMIT;
use super::engine::Engine;
use super::faces::reduce;
use super::fact::Relation;
use super::proof::{Proof, Term};
use super::sample::float;
use super::semidefinite::{Center, Entries, Pencil};
use super::sequent::Sequent;
use crate::prove::arith::{Monomial, Polynomial, Rational, meter};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// More unknown entries than this are not tried.
const UNKNOWNS: usize = 900;
/// What an exact operation on an entry counts for.
const ENTRY: u64 = 50;

/// One multiplier: a product of facts, and the forms of its vector z.
#[derive(Clone)]
pub struct Block {
    facts: Vec<usize>,
    form: Polynomial,
    /// The vector z.
    pub basis: Vec<Polynomial>,
}

/// An equation with the monomials of its multiplier.
struct Multiplier {
    fact: usize,
    form: Polynomial,
    monomials: Vec<Monomial>,
}

/// One unknown: an entry of a block, or a coefficient of a multiplier.
#[derive(Clone, Copy)]
enum Unknown {
    Entry(usize, usize, usize),
    Coefficient(usize, usize),
}

/// A row Σ c·u = d, by unknown.
type Row = (BTreeMap<usize, Rational>, Rational);

/// The unknowns, solved: each pivot as d − Σ c·u over the free ones.
struct Solved {
    unknowns: Vec<Unknown>,
    pivots: HashMap<usize, Row>,
    free: Vec<usize>,
}

impl Engine {
    /// A combination with sums of squares; `extra` raises the degree.
    pub fn squares(&mut self, sequent: &Sequent, extra: u32) -> Option<Proof> {
        let mut places = sequent.inequalities();
        places.reverse();
        let nonlinear = |p: &usize| sequent.facts[*p].polynomial.degree() >= 2;
        let targets: Vec<usize> = places.iter().copied().filter(nonlinear).take(2).collect();
        let targets = if targets.is_empty() {
            places.into_iter().take(1).collect()
        } else {
            targets
        };
        for place in targets {
            for products in [false, true] {
                if let Some(proof) = self.sum_of_squares(sequent, place, extra, products) {
                    return Some(proof);
                }
            }
        }
        None
    }

    fn sum_of_squares(
        &mut self,
        sequent: &Sequent,
        place: usize,
        extra: u32,
        products: bool,
    ) -> Option<Proof> {
        let target = sequent.facts[place].polynomial.negated();
        let (mut blocks, multipliers) = setting(sequent, place, &target, extra, products)?;
        for _ in 0..4 {
            let count: usize = blocks
                .iter()
                .map(|b| b.basis.len() * (b.basis.len() + 1) / 2)
                .sum();
            let extra: usize = multipliers.iter().map(|m| m.monomials.len()).sum();
            if count + extra > UNKNOWNS || !self.spend((count * count / 20 + 200) as u64) {
                return None;
            }
            let solved = solve(&blocks, &multipliers, &target)?;
            let pencil = pencil(&blocks, &solved);
            if pencil.directions.len() > 500 {
                return None;
            }
            let center = pencil.center(70);
            let center = center?;
            if center.margin > 1e-7
                && let Some((terms, strict)) =
                    rounded(sequent, place, &blocks, &multipliers, &solved, &center)
            {
                return if strict {
                    Some(Proof::Combination(terms))
                } else {
                    self.vanishing(sequent, place, &terms)
                };
            }
            if center.margin < -1e-3 || !reduce(&mut blocks, &center) {
                return None;
            }
        }
        None
    }
}

/// The blocks and multipliers for a target up to its degree plus `extra`.
fn setting(
    sequent: &Sequent,
    place: usize,
    target: &Polynomial,
    extra: u32,
    products: bool,
) -> Option<(Vec<Block>, Vec<Multiplier>)> {
    let zero = |p: &usize| sequent.facts[*p].relation == Relation::Zero;
    let equations: Vec<usize> = sequent.active().map(|(p, _)| p).filter(zero).collect();
    let mut others = sequent.inequalities();
    others.retain(|p| *p != place);
    let places = others.iter().chain(&equations);
    let forms = places
        .map(|p| &sequent.facts[*p].polynomial)
        .chain([target]);
    let atoms: BTreeSet<u32> = forms.flat_map(Polynomial::atoms).collect();
    let degree = target.degree().div_ceil(2) * 2 + extra;
    if atoms.len() > 9 || degree > 16 {
        return None;
    }
    let frame = Frame {
        sequent,
        atoms: atoms.into_iter().collect(),
        degree,
        exact: (equations.is_empty() && is_homogeneous(sequent, target, &others))
            .then(|| target.degree()),
    };
    let mut blocks = Vec::new();
    for facts in choices(sequent, &others, products) {
        blocks.extend(frame.block(facts)?);
    }
    let alone = equations.is_empty() && (others.is_empty() || !products && extra == 0);
    if alone && let [(_, _, basis)] = blocks.as_mut_slice() {
        *basis = newton(target, std::mem::take(basis));
    }
    let blocks = blocks.into_iter().map(|(facts, form, basis)| {
        let forms = basis
            .into_iter()
            .map(|m| Polynomial::term(m, Rational::ONE));
        let basis = forms.collect();
        Block { facts, form, basis }
    });
    let multipliers = equations.iter().filter_map(|fact| frame.multiplier(*fact));
    Some((blocks.collect(), multipliers.collect()))
}

/// Facts, their product, and the monomials whose squares it may have beside it.
type Candidate = (Vec<usize>, Polynomial, Vec<Monomial>);

/// What all blocks and multipliers have in common: the atoms, the degree, and the degree of every term if there is one.
struct Frame<'a> {
    sequent: &'a Sequent,
    atoms: Vec<u32>,
    degree: u32,
    exact: Option<u32>,
}

impl Frame<'_> {
    /// The block of these facts; none where it is of no use.
    fn block(&self, facts: Vec<usize>) -> Option<Option<Candidate>> {
        let mut form = Polynomial::constant(Rational::ONE);
        for fact in &facts {
            form = form.times(&self.sequent.facts[*fact].polynomial, LIMIT / 10)?;
        }
        let room = self.exact.unwrap_or(self.degree).checked_sub(form.degree());
        let fits = |room: &u32| self.exact.is_none() || room.is_multiple_of(2);
        let inside = form.degree() <= self.degree;
        let Some(room) = room.filter(fits).filter(|_| inside) else {
            return Some(None);
        };
        let mut basis = monomials(&self.atoms, room / 2);
        basis.retain(|m| self.exact.is_none() || m.degree() == room / 2);
        Some(Some((facts, form, basis)))
    }

    fn multiplier(&self, fact: usize) -> Option<Multiplier> {
        let form = self.sequent.facts[fact].polynomial.clone();
        let room = self.degree.checked_sub(form.degree())?;
        let monomials = monomials(&self.atoms, room);
        Some(Multiplier {
            fact,
            form,
            monomials,
        })
    }
}

/// Whether each of the forms has terms of one degree only.
fn is_homogeneous(sequent: &Sequent, target: &Polynomial, others: &[usize]) -> bool {
    let even = |p: &Polynomial| {
        let lowest = p.terms().iter().map(|(m, _)| m.degree()).min();
        lowest.unwrap_or(0) == p.degree()
    };
    even(target) && others.iter().all(|p| even(&sequent.facts[*p].polynomial))
}

/// The products of facts that get a multiplier: none, pairs if asked for, and each fact.
fn choices(sequent: &Sequent, others: &[usize], products: bool) -> Vec<Vec<usize>> {
    let mut choices: Vec<Vec<usize>> = vec![vec![]];
    if products && others.len() <= 8 {
        for (i, first) in others.iter().enumerate() {
            for second in &others[..=i] {
                if first != second || sequent.facts[*first].polynomial.degree() > 1 {
                    choices.push(vec![*second, *first]);
                }
            }
        }
        if others.len() == 3 {
            choices.push(others.to_vec());
        }
    }
    if others.len() <= 14 {
        choices.extend(others.iter().map(|p| vec![*p]));
    }
    choices
}

/// All monomials up to a degree.
fn monomials(atoms: &[u32], degree: u32) -> Vec<Monomial> {
    let mut found = vec![Monomial::one()];
    for atom in atoms {
        let mut next = Vec::new();
        for monomial in &found {
            for exponent in 0..=degree - monomial.degree() {
                let power = Monomial::atom(*atom).power(exponent);
                next.extend(power.and_then(|p| p.times(monomial)));
            }
        }
        found = next;
        if found.len() > 2_000 {
            break;
        }
    }
    found
}

/// Drops monomials whose square can only cancel against nothing.
fn newton(target: &Polynomial, mut basis: Vec<Monomial>) -> Vec<Monomial> {
    let support: BTreeSet<&Monomial> = target.terms().iter().map(|(m, _)| m).collect();
    let atoms = target.atoms();
    let inside = |m: &Monomial| {
        let double = m.power(2).unwrap_or_default();
        let (low, high) = (
            support.iter().map(|s| s.degree()).min(),
            support.iter().map(|s| s.degree()).max(),
        );
        Some(double.degree()) >= low
            && Some(double.degree()) <= high
            && atoms
                .iter()
                .all(|a| Some(double.exponent(*a)) <= support.iter().map(|s| s.exponent(*a)).max())
    };
    basis.retain(inside);
    loop {
        let before = basis.len();
        let all: BTreeSet<Monomial> = basis.iter().cloned().collect();
        basis.retain(|m| {
            let square = m.power(2).unwrap_or_default();
            let others = all.iter().filter(|a| *a != m);
            let mut partners = others.filter_map(|a| quotient(&square, a));
            support.contains(&square) || partners.any(|b| all.contains(&b))
        });
        if basis.len() == before {
            return basis;
        }
    }
}

/// The monomial that is one divided by another, if it is one.
fn quotient(m: &Monomial, by: &Monomial) -> Option<Monomial> {
    let mut rest = Monomial::one();
    for (atom, exponent) in m.factors() {
        let power = Monomial::atom(*atom).power(exponent.checked_sub(by.exponent(*atom))?)?;
        rest = rest.times(&power)?;
    }
    (rest.degree() + by.degree() == m.degree()).then_some(rest)
}

/// Compares coefficients and eliminates exactly.
fn solve(blocks: &[Block], multipliers: &[Multiplier], target: &Polynomial) -> Option<Solved> {
    let mut unknowns = Vec::new();
    let mut rows: BTreeMap<Monomial, Row> = BTreeMap::new();
    for (monomial, coefficient) in target.terms() {
        rows.entry(monomial.clone()).or_default().1 = coefficient.clone();
    }
    for (b, block) in blocks.iter().enumerate() {
        for i in 0..block.basis.len() {
            for j in i..block.basis.len() {
                let product = block.basis[i]
                    .times(&block.basis[j], LIMIT)?
                    .times(&block.form, LIMIT)?;
                let twice = Rational::from(if i == j { 1 } else { 2 });
                enter(&mut rows, unknowns.len(), &product.scaled(&twice));
                unknowns.push(Unknown::Entry(b, i, j));
            }
        }
    }
    for (e, multiplier) in multipliers.iter().enumerate() {
        for (k, monomial) in multiplier.monomials.iter().enumerate() {
            let product = multiplier
                .form
                .times(&Polynomial::term(monomial.clone(), Rational::ONE), LIMIT)?;
            enter(&mut rows, unknowns.len(), &product);
            unknowns.push(Unknown::Coefficient(e, k));
        }
    }
    let pivots = eliminate(rows.into_values().collect(), &unknowns)?;
    let free = (0..unknowns.len())
        .filter(|u| !pivots.contains_key(u))
        .collect();
    Some(Solved {
        unknowns,
        pivots,
        free,
    })
}

fn enter(rows: &mut BTreeMap<Monomial, Row>, unknown: usize, product: &Polynomial) {
    for (monomial, coefficient) in product.terms() {
        rows.entry(monomial.clone())
            .or_default()
            .0
            .insert(unknown, coefficient.clone());
    }
}

/// Gauss–Jordan elimination; coefficients of multipliers first, then entries. Nothing if there is no solution.
fn eliminate(mut rows: Vec<Row>, unknowns: &[Unknown]) -> Option<HashMap<usize, Row>> {
    let mut pivots: HashMap<usize, Row> = HashMap::new();
    rows.sort_by_key(|(row, _)| row.len());
    for (mut row, mut value) in rows {
        let known: Vec<usize> = row
            .keys()
            .copied()
            .filter(|u| pivots.contains_key(u))
            .collect();
        for u in known {
            meter::charge(pivots[&u].0.len() as u64 * ENTRY)?;
            let Some(by) = row.remove(&u) else { continue };
            let (pivot, constant) = &pivots[&u];
            subtract(&mut row, pivot, &by);
            value = &value - &(&by * constant);
        }
        let preferred = |u: &&usize| matches!(unknowns[**u], Unknown::Coefficient(..));
        let Some(pivot) = row
            .keys()
            .find(preferred)
            .or_else(|| row.keys().next())
            .copied()
        else {
            if value.is_zero() {
                continue;
            }
            return None;
        };
        let lead = row.remove(&pivot)?.inverse()?;
        for coefficient in row.values_mut() {
            *coefficient = &*coefficient * &lead;
        }
        value = &value * &lead;
        for (other, constant) in pivots.values_mut() {
            meter::charge(row.len() as u64 * ENTRY)?;
            if let Some(by) = other.remove(&pivot) {
                subtract(other, &row, &by);
                *constant = &*constant - &(&by * &value);
            }
        }
        pivots.insert(pivot, (row, value));
    }
    Some(pivots)
}

fn subtract(row: &mut BTreeMap<usize, Rational>, other: &BTreeMap<usize, Rational>, by: &Rational) {
    for (unknown, coefficient) in other {
        let entry = row.entry(*unknown).or_default();
        *entry = &*entry - &(by * coefficient);
        if entry.is_zero() {
            row.remove(unknown);
        }
    }
}

fn pencil(blocks: &[Block], solved: &Solved) -> Pencil {
    let place = |u: usize, value: f64, to: &mut Entries| {
        if let Unknown::Entry(b, i, j) = solved.unknowns[u] {
            to.push((b, i, j, value));
        }
    };
    let mut constant = Vec::new();
    let mut directions: Vec<Entries> = vec![Vec::new(); solved.free.len()];
    let columns: HashMap<usize, usize> = solved
        .free
        .iter()
        .enumerate()
        .map(|(i, u)| (*u, i))
        .collect();
    for (u, i) in &columns {
        place(*u, 1.0, &mut directions[*i]);
    }
    for (pivot, (row, value)) in &solved.pivots {
        place(*pivot, float(value), &mut constant);
        for (u, coefficient) in row {
            place(*pivot, -float(coefficient), &mut directions[columns[u]]);
        }
    }
    Pencil {
        sizes: blocks.iter().map(|b| b.basis.len()).collect(),
        constant,
        directions,
    }
}

/// Rounds the center more and more finely until every block is exactly positive semidefinite.
fn rounded(
    sequent: &Sequent,
    place: usize,
    blocks: &[Block],
    multipliers: &[Multiplier],
    solved: &Solved,
    center: &Center,
) -> Option<(Vec<Term>, bool)> {
    for digits in [
        1i64,
        2,
        4,
        12,
        60,
        1 << 8,
        1 << 12,
        1 << 18,
        1 << 26,
        1 << 36,
    ] {
        let mut values: HashMap<usize, Rational> = HashMap::new();
        for (u, y) in solved.free.iter().zip(&center.point) {
            let near = (y * digits as f64).round();
            if near.abs() > 1e17 {
                return None;
            }
            values.insert(*u, Rational::new(near as i64, digits)?);
        }
        for (pivot, (row, constant)) in &solved.pivots {
            meter::charge(row.len() as u64 * ENTRY)?;
            let sum = row
                .iter()
                .fold(constant.clone(), |sum, (u, c)| &sum - &(c * &values[u]));
            values.insert(*pivot, sum);
        }
        if let Some(found) = terms(sequent, place, blocks, multipliers, solved, &values) {
            return Some(found);
        }
    }
    None
}

fn terms(
    sequent: &Sequent,
    place: usize,
    blocks: &[Block],
    multipliers: &[Multiplier],
    solved: &Solved,
    values: &HashMap<usize, Rational>,
) -> Option<(Vec<Term>, bool)> {
    let mut grams: Vec<Vec<Vec<Rational>>> = blocks
        .iter()
        .map(|b| vec![vec![Rational::ZERO; b.basis.len()]; b.basis.len()])
        .collect();
    let mut factors: Vec<Polynomial> = multipliers.iter().map(|_| Polynomial::zero()).collect();
    for (u, unknown) in solved.unknowns.iter().enumerate() {
        match unknown {
            Unknown::Entry(b, i, j) => {
                grams[*b][*i][*j] = values[&u].clone();
                grams[*b][*j][*i] = values[&u].clone();
            }
            Unknown::Coefficient(e, k) => {
                let term =
                    Polynomial::term(multipliers[*e].monomials[*k].clone(), values[&u].clone());
                factors[*e] = factors[*e].plus(&term);
            }
        }
    }
    let mut terms = vec![Term::facts([place])];
    let mut strict = sequent.facts[place].relation == Relation::Above;
    for (block, gram) in blocks.iter().zip(grams) {
        for (weight, row) in squares_of(gram)? {
            let parts = row.iter().zip(&block.basis).map(|(c, p)| p.scaled(c));
            let root = parts.fold(Polynomial::zero(), |sum, p| sum.plus(&p));
            if root.as_constant().is_some() {
                let square = root.constant_term();
                strict |= block
                    .facts
                    .iter()
                    .all(|f| sequent.facts[*f].relation == Relation::Above);
                terms.push(Term::Product(
                    &weight * &(&square * &square),
                    block.facts.clone(),
                    None,
                ));
            } else {
                terms.push(Term::Product(weight, block.facts.clone(), Some(root)));
            }
        }
    }
    for (multiplier, factor) in multipliers
        .iter()
        .zip(factors)
        .filter(|(_, f)| !f.is_zero())
    {
        terms.push(Term::Equation(multiplier.fact, factor));
    }
    Some((terms, strict))
}

/// A Gram matrix as a sum of weighted squares of rows, by L D Lᵀ; nothing unless it is positive semidefinite.
fn squares_of(mut gram: Vec<Vec<Rational>>) -> Option<Vec<(Rational, Vec<Rational>)>> {
    let size = gram.len();
    let mut squares = Vec::new();
    for k in (0..size).rev() {
        let pivot = gram[k][k].clone();
        if pivot.is_negative() {
            return None;
        }
        if pivot.is_zero() {
            if gram[k][..=k].iter().any(|c| !c.is_zero()) {
                return None;
            }
            continue;
        }
        let inverse = pivot.inverse()?;
        let mut row: Vec<Rational> = gram[k][..=k].iter().map(|c| c * &inverse).collect();
        for i in 0..k {
            meter::charge(k as u64 * ENTRY)?;
            if row[i].is_zero() {
                continue;
            }
            for j in 0..=i {
                let value = &gram[i][j] - &(&(&row[i] * &row[j]) * &pivot);
                gram[i][j] = value.clone();
                gram[j][i] = value;
            }
        }
        row.resize(size, Rational::ZERO);
        squares.push((pivot, row));
    }
    Some(squares)
}
