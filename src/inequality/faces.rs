//! Facial reduction: where the Gram matrices of a sum of squares must be singular, their vectors of forms get shorter.

use super::semidefinite::{Center, eigen};
use super::squares::Block;
use crate::prove::arith::{Polynomial, Rational};

/// Replaces vectors of forms by fewer ones, orthogonal to what the center almost annihilates. False if nothing changes.
pub fn reduce(blocks: &mut [Block], center: &Center) -> bool {
    let largest = center
        .blocks
        .iter()
        .flat_map(|m| m.entries.iter())
        .fold(0.0f64, |a, b| a.max(b.abs()));
    let mut changed = false;
    for (block, matrix) in blocks.iter_mut().zip(&center.blocks) {
        let mut pairs = eigen(matrix);
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The widest gap below which the eigenvalues are small.
        let small = pairs
            .iter()
            .take_while(|(value, _)| *value < 1e-3 * largest.max(1e-3))
            .count();
        let gap = |k: usize| pairs.get(k).map_or(largest, |p| p.0) / pairs[k - 1].0.max(1e-12);
        let mut sizes: Vec<usize> = (1..=small).collect();
        sizes.sort_by(|a, b| gap(*b).total_cmp(&gap(*a)));
        for size in sizes.into_iter().take(2) {
            let kernel: Vec<Vec<f64>> = pairs[..size].iter().map(|(_, v)| v.clone()).collect();
            if let Some(basis) = orthogonal(&block.basis, kernel) {
                block.basis = basis;
                changed = true;
                break;
            }
        }
    }
    changed
}

/// Forms with coefficient vectors orthogonal to the (rounded) vectors.
fn orthogonal(basis: &[Polynomial], kernel: Vec<Vec<f64>>) -> Option<Vec<Polynomial>> {
    let size = basis.len();
    let (rows, pivots) = echelon(kernel, size);
    let exact: Vec<Vec<Rational>> = rows
        .iter()
        .map(|row| row.iter().map(|v| short(*v)).collect::<Option<_>>())
        .collect::<Option<_>>()?;
    let mut forms = Vec::new();
    for free in (0..size).filter(|c| !pivots.contains(c)) {
        let mut form = basis[free].clone();
        for (row, pivot) in exact.iter().zip(&pivots) {
            form = form.minus(&basis[*pivot].scaled(&row[free]));
        }
        forms.push(form);
    }
    Some(forms)
}

/// The reduced row echelon form of a few vectors, and its pivot columns.
fn echelon(mut rows: Vec<Vec<f64>>, size: usize) -> (Vec<Vec<f64>>, Vec<usize>) {
    let mut pivots = Vec::new();
    let mut done = 0;
    for column in (0..size).rev() {
        let best = (done..rows.len())
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()));
        let Some(best) = best.filter(|b| rows[*b][column].abs() > 1e-2) else {
            continue;
        };
        rows.swap(done, best);
        let lead = rows[done][column];
        rows[done].iter_mut().for_each(|v| *v /= lead);
        let pivot = rows[done].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != done) {
            let by = row[column];
            row.iter_mut().zip(&pivot).for_each(|(v, p)| *v -= by * p);
        }
        pivots.push(column);
        done += 1;
    }
    rows.truncate(done);
    (rows, pivots)
}

/// The fraction with the smallest denominator near a float; nothing if only large ones are near.
fn short(value: f64) -> Option<Rational> {
    (1..=60i64).find_map(|q| {
        let p = (value * q as f64).round();
        ((p / q as f64 - value).abs() < 4e-3 / q as f64 && p.abs() < 1e6)
            .then(|| Rational::new(p as i64, q))?
    })
}
