//! Gaussian averages of finitely many vectors: exactly for vectors in a plane, otherwise by bounds that hold. A number
//! that is only known between bounds stays undecided where they do not decide.
//!
//! The average of the vectors of a plane is the half perimeter of their convex hull by √(2π): that of two vectors is
//! ‖u − w‖ / √(2π), and the mean width of a polygon is its perimeter by π.

use super::code::{Code, Set};
use super::irrational;
use super::machine::{Decided, Machine, natural, real};
use super::number::{Real, Sum};
use super::value::{Value, Why};
use crate::prove::arith::Rational;
use num_bigint::BigInt;
use num_rational::BigRational;
use std::cmp::Ordering;

/// Vectors of more numbers have no bounds here.
const MAX_LENGTH: usize = 8;
/// More vectors have no bounds here.
const MAX_VECTORS: usize = 24;

type Vector = Vec<Real>;

impl Machine<'_> {
    /// The Gaussian average of the vectors of a set.
    pub(super) fn gauss(&mut self, count: &Code, set: &Set, family: &Code) -> Value {
        match self.gauss_decided(count, set, family) {
            Ok(value) => Value::Real(value),
            Err(why) => Value::Unknown(why),
        }
    }

    fn gauss_decided(&mut self, count: &Code, set: &Set, family: &Code) -> Decided<Real> {
        let count = self.run(count);
        let n = natural(&count)?;
        if n > 64 {
            return Err(Why::TooLarge);
        }
        let mut vectors: Vec<Vector> = Vec::new();
        for member in self.members(set)? {
            let vector = self.with(member, family);
            let entry = |i| real(self.apply(&vector, Value::Nat(i)));
            let vector: Vector = (0..n).map(entry).collect::<Decided<_>>()?;
            if !vectors.contains(&vector) {
                vectors.push(vector);
            }
        }
        average(vectors).ok_or(Why::Precision)
    }
}

/// The Gaussian average of distinct vectors.
fn average(mut vectors: Vec<Vector>) -> Option<Real> {
    vectors.sort();
    if vectors.len() < 2 {
        return Some(Real::ZERO);
    }
    if let Some(exact) = planar(&vectors)? {
        return Some(exact);
    }
    let fits = vectors.len() <= MAX_VECTORS && vectors[0].len() <= MAX_LENGTH;
    fits.then_some(())?;
    let (low, high) = (lower(&vectors)?, upper(&vectors)?);
    let origin = vectors[0].clone();
    let key = vectors.iter().flat_map(|v| difference(v, &origin));
    Some(irrational::between(key.collect::<Option<_>>()?, low, high))
}

/// Σ xᵢyᵢ
fn inner(x: &[Real], y: &[Real]) -> Option<Real> {
    let mut sum = Sum::default();
    let mut pairs = x.iter().zip(y);
    pairs
        .all(|(a, b)| sum.add_product(a, b))
        .then(|| sum.total())?
}

/// The entries of x − y.
fn difference<'v>(x: &'v [Real], y: &'v [Real]) -> impl Iterator<Item = Option<Real>> + 'v {
    let y: Vec<Real> = y.to_vec();
    x.iter().zip(y).map(|(a, b)| a.minus(&b))
}

fn minus(x: &[Real], y: &[Real]) -> Option<Vector> {
    difference(x, y).collect()
}

fn distance(x: &[Real], y: &[Real]) -> Option<Real> {
    let d = minus(x, y)?;
    inner(&d, &d)?.root()
}

/// A length by √(2π).
fn scaled(length: &Real) -> Option<Real> {
    let turn = Real::integer(2).times(&irrational::pi())?;
    length.times(&turn.inverse()?.root()?)
}

/// The average of vectors that lie in a plane; nothing inside if they do not.
fn planar(vectors: &[Vector]) -> Option<Option<Real>> {
    let Some(places) = places(vectors)? else {
        return Some(None);
    };
    let corners = hull(&places)?;
    let mut perimeter = Real::ZERO;
    for (at, corner) in corners.iter().enumerate() {
        let next = corners[(at + 1) % corners.len()];
        perimeter = perimeter.plus(&distance(&vectors[*corner], &vectors[next])?)?;
    }
    let half = perimeter.times(&Real::ratio(1, 2))?;
    Some(Some(scaled(&half)?))
}

/// Coordinates of the vectors in a plane through them; nothing inside if there is none.
fn places(vectors: &[Vector]) -> Option<Option<Vec<(Real, Real)>>> {
    let moved: Vec<Vector> = vectors
        .iter()
        .map(|v| minus(v, &vectors[0]))
        .collect::<Option<_>>()?;
    let first = &moved[1];
    let long = inner(first, first)?;
    let mut second: Option<(&Vector, Real, Real, Real)> = None;
    for vector in &moved {
        let (cross, square) = (inner(first, vector)?, inner(vector, vector)?);
        let area = long.times(&square)?.minus(&cross.times(&cross)?)?;
        if area.sign()? == Ordering::Greater {
            second = Some((vector, cross, square, area));
            break;
        }
    }
    let mut found = Vec::new();
    for vector in &moved {
        let along = inner(first, vector)?;
        let Some((second, cross, square, area)) = &second else {
            found.push((along.times(&long.inverse()?)?, Real::ZERO));
            continue;
        };
        let across = inner(second, vector)?;
        let share = area.inverse()?;
        let solve =
            |p: &Real, q: &Real, r: &Real, s: &Real| p.times(q)?.minus(&r.times(s)?)?.times(&share);
        let x = solve(&along, square, &across, cross)?;
        let y = solve(&across, &long, &along, cross)?;
        let inside = x.times(&along)?.plus(&y.times(&across)?)?;
        if inner(vector, vector)?.minus(&inside)?.sign()? != Ordering::Equal {
            return Some(None);
        }
        found.push((x, y));
    }
    Some(Some(found))
}

/// The corners of the convex hull of distinct points, in order around it.
fn hull(points: &[(Real, Real)]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    let mut decided = true;
    order.sort_by(|a, b| {
        let ((x, y), (u, v)) = (&points[*a], &points[*b]);
        let order = x.compare(u).zip(y.compare(v));
        decided &= order.is_some();
        order.map_or(Ordering::Equal, |(first, second)| first.then(second))
    });
    decided.then_some(())?;
    let mut corners = chain(points, order.iter().copied())?;
    let back = chain(points, order.iter().rev().copied())?;
    corners.pop();
    corners.extend(&back[..back.len() - 1]);
    Some(corners)
}

/// Half of the hull: points from one end to the other that turn left only.
fn chain(points: &[(Real, Real)], order: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let mut kept: Vec<usize> = Vec::new();
    for next in order {
        while let [.., a, b] = kept.as_slice() {
            if turn(&points[*a], &points[*b], &points[next])? == Ordering::Greater {
                break;
            }
            kept.pop();
        }
        kept.push(next);
    }
    Some(kept)
}

/// Which way one turns from a over b to c.
fn turn(a: &(Real, Real), b: &(Real, Real), c: &(Real, Real)) -> Option<Ordering> {
    let (x, y) = (b.0.minus(&a.0)?, b.1.minus(&a.1)?);
    let (u, v) = (c.0.minus(&a.0)?, c.1.minus(&a.1)?);
    x.times(&v)?.minus(&y.times(&u)?)?.sign()
}

/// The better of two bounds, if a comparison decides; else the first.
fn better(bounds: impl IntoIterator<Item = Real>, wanted: Ordering) -> Option<Real> {
    bounds.into_iter().reduce(|best, next| {
        if next.compare(&best) == Some(wanted) {
            next
        } else {
            best
        }
    })
}

/// A lower bound: an average is at least that of any part of the vectors, that of their shadow on a plane (Sudakov and
/// Fernique), and √(2/π) times the Rademacher average (Jensen over the magnitudes).
fn lower(vectors: &[Vector]) -> Option<Real> {
    let (count, length) = (vectors.len(), vectors[0].len());
    let mut found = Vec::new();
    for i in 0..length {
        for j in i + 1..length {
            let shadow = |v: &Vector| vec![v[i].clone(), v[j].clone()];
            let mut shadows: Vec<Vector> = vectors.iter().map(shadow).collect();
            shadows.sort();
            shadows.dedup();
            found.push(if shadows.len() < 2 {
                Real::ZERO
            } else {
                planar(&shadows)??
            });
        }
    }
    for i in 0..count.min(8) {
        for j in i + 1..count.min(8) {
            for k in j + 1..count.min(8) {
                let three = [&vectors[i], &vectors[j], &vectors[k]].map(Clone::clone);
                found.push(planar(&three)??);
            }
        }
    }
    found.push(signed(vectors)?);
    found.extend(stepped(vectors));
    better(found, Ordering::Greater)
}

/// The magnitude of a Gaussian number in three steps, in thousandths: masses up to 0.7, up to 1.5, and beyond, and means
/// below those of the magnitude there. The cumulated masses are above 0.51607… and 0.86638…, the means below 0.33595…,
/// 1.04327… and 1.93867….
const STEPS: [(i64, i64); 3] = [(517, 335), (350, 1043), (133, 1938)];

/// The average with those steps for the magnitudes. By Jensen's inequality the mean of a largest sum is at least that with
/// conditional means, and it only shrinks with the magnitudes, since it is convex and symmetric in each of them.
fn stepped(vectors: &[Vector]) -> Option<Real> {
    let length = vectors[0].len();
    (length <= 4).then_some(())?;
    let (rows, common) = whole_numbers(vectors)?;
    let mut total: i128 = 0;
    for pattern in 0..6usize.pow(length as u32) {
        let (mut weight, mut rest, mut magnitudes) = (1i128, pattern, [0i64; 4]);
        for place in &mut magnitudes[..length] {
            let (mass, mean) = STEPS[rest % 3];
            *place = if rest % 6 < 3 { mean } else { -mean };
            weight *= i128::from(mass);
            rest /= 6;
        }
        let sums = rows
            .iter()
            .map(|row| row.iter().zip(&magnitudes).map(|(x, g)| x * g).sum::<i64>());
        total += weight * i128::from(sums.max()?);
    }
    let divisor = BigInt::from(2_000).pow(length as u32) * 1_000 * common;
    let mean = BigRational::new(total.into(), divisor);
    Some(Real::rational(Rational::from_big(mean)))
}

/// Vectors as whole numbers over one denominator, if all of them are small.
fn whole_numbers(vectors: &[Vector]) -> Option<(Vec<Vec<i64>>, i64)> {
    let mut common = 1i64;
    for x in vectors.iter().flatten() {
        let Real::Small(_, q) = x else { return None };
        common = num_integer::lcm(common, *q);
        (*q <= 1_000 && common <= 100_000).then_some(())?;
    }
    let scaled = |x: &Real| match x {
        Real::Small(p, q) if p.abs() <= 1_000_000 => Some(p * (common / q)),
        _ => None,
    };
    let rows = vectors.iter().map(|v| v.iter().map(scaled).collect());
    Some((rows.collect::<Option<_>>()?, common))
}

/// √(2/π) times the mean over signs of the largest sum.
fn signed(vectors: &[Vector]) -> Option<Real> {
    let length = vectors[0].len();
    let mut total = Sum::default();
    for signs in 0..1u32 << length {
        let sum = |v: &Vector| {
            let sign = |i: usize| Real::integer(if signs >> i & 1 == 1 { 1 } else { -1 });
            inner(v, &(0..length).map(sign).collect::<Vector>())
        };
        let sums: Vec<Real> = vectors.iter().map(sum).collect::<Option<_>>()?;
        total.add(&better(sums, Ordering::Greater)?).then_some(())?;
    }
    let mean = total.total()?.times(&Real::ratio(1, 1 << length))?;
    scaled(&mean.times(&Real::integer(2))?)
}

/// An upper bound: the sum of the averages of the coordinates, that of a larger box; or that of two vectors and, for each
/// further one, its distance to the nearest before it by √(2π), since max (m, x) ≤ m + (x − a)⁺ for a ≤ m.
fn upper(vectors: &[Vector]) -> Option<Real> {
    let mut widths = Real::ZERO;
    for i in 0..vectors[0].len() {
        let entries = || vectors.iter().map(|v| v[i].clone());
        let top = better(entries(), Ordering::Greater)?;
        widths = widths.plus(&top.minus(&better(entries(), Ordering::Less)?)?)?;
    }
    let mut found = vec![scaled(&widths)?];
    for start in 0..vectors.len() {
        let mut order: Vec<usize> = (0..vectors.len()).collect();
        order.swap(0, start);
        let mut length = Real::ZERO;
        for (at, next) in order.iter().enumerate().skip(1) {
            let near = order[..at]
                .iter()
                .map(|known| distance(&vectors[*known], &vectors[*next]))
                .collect::<Option<Vec<Real>>>()?;
            length = length.plus(&better(near, Ordering::Less)?)?;
        }
        found.push(scaled(&length)?);
    }
    better(found, Ordering::Less)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(rows: &[&[i64]]) -> Vec<Vector> {
        let row = |row: &&[i64]| row.iter().map(|x| Real::integer(*x)).collect();
        rows.iter().map(row).collect()
    }

    fn between(rows: &[&[i64]], low: (i64, i64), high: (i64, i64)) {
        let value = average(vectors(rows)).unwrap();
        let order = |(p, q): (i64, i64)| value.compare(&Real::ratio(p, q));
        assert_eq!(order(low), Some(Ordering::Greater), "{value}");
        assert_eq!(order(high), Some(Ordering::Less), "{value}");
    }

    /// E max of 0 and g is 1/√(2π); of a square of side 1, twice that; of an equilateral triangle of side √2, the mean
    /// 3/(2√π) of the largest of three.
    #[test]
    fn known_averages() {
        between(&[&[0], &[1]], (3989, 10_000), (3990, 10_000));
        between(&[&[0], &[1], &[2]], (7978, 10_000), (7979, 10_000));
        between(
            &[&[0, 0], &[1, 0], &[0, 1], &[1, 1]],
            (7978, 10_000),
            (7979, 10_000),
        );
        between(
            &[&[1, 0, 0], &[0, 1, 0], &[0, 0, 1]],
            (8462, 10_000),
            (8463, 10_000),
        );
        assert_eq!(average(vectors(&[&[3, 4]])), Some(Real::ZERO));
    }

    /// The largest of four (1.02937…) and the largest magnitude of three (1.32621…) lie between their bounds.
    #[test]
    fn bounds_hold() {
        let four: [&[i64]; 4] = [&[1, 0, 0, 0], &[0, 1, 0, 0], &[0, 0, 1, 0], &[0, 0, 0, 1]];
        for (rows, right) in [
            (vectors(&four), Real::ratio(102_937, 100_000)),
            (
                vectors(&[
                    &[1, 0, 0],
                    &[-1, 0, 0],
                    &[0, 1, 0],
                    &[0, -1, 0],
                    &[0, 0, 1],
                    &[0, 0, -1],
                ]),
                Real::ratio(132_621, 100_000),
            ),
        ] {
            let mut rows = rows;
            rows.sort();
            assert_eq!(lower(&rows).unwrap().compare(&right), Some(Ordering::Less));
            let steps = stepped(&rows).unwrap();
            assert_eq!(steps.compare(&right), Some(Ordering::Less));
            let near = right.times(&Real::ratio(93, 100)).unwrap();
            assert_eq!(steps.compare(&near), Some(Ordering::Greater));
            assert_eq!(
                upper(&rows).unwrap().compare(&right),
                Some(Ordering::Greater)
            );
        }
    }

    /// The masses and means of the steps, against enclosures: the mass up to c is √(2/π) Σ (-1)ᵏ c²ᵏ⁺¹ / (2ᵏ k! (2k + 1)), and
    /// the mean over a part is √(2/π) times the difference of exp (-c²/2), by its mass.
    #[test]
    fn steps_are_below_the_magnitude() {
        let norm = scaled(&Real::integer(2)).unwrap();
        let ends = [Real::ratio(7, 10), Real::ratio(3, 2)];
        let mass = |c: &Real| {
            let (mut sum, mut term) = (Real::ZERO, c.clone());
            for k in 0..14i64 {
                sum = sum
                    .plus(&term.times(&Real::ratio(1, 2 * k + 1)).unwrap())
                    .unwrap();
                let next = term.times(c).unwrap().times(c).unwrap();
                term = next.times(&Real::ratio(-1, 2 * (k + 1))).unwrap();
            }
            // An even number of terms of an alternating series: the sum is below the value, by less than the next term.
            (
                sum.clone(),
                sum.plus(&term.times(&Real::ratio(1, 29)).unwrap()).unwrap(),
            )
        };
        let density = |c: &Real| {
            c.times(c)
                .unwrap()
                .times(&Real::ratio(-1, 2))
                .unwrap()
                .exponential()
                .unwrap()
        };
        let masses = [(Real::ZERO, Real::ZERO), mass(&ends[0]), mass(&ends[1])];
        let densities = [Real::ONE, density(&ends[0]), density(&ends[1]), Real::ZERO];
        let mut cumulated = 0;
        for (at, (share, mean)) in STEPS.iter().enumerate() {
            cumulated += share;
            let total = masses
                .get(at + 1)
                .map(|(_, high)| norm.times(high).unwrap());
            let below = total.map_or(Some(Ordering::Less), |total| {
                total.compare(&Real::ratio(cumulated, 1_000))
            });
            assert_eq!(below, Some(Ordering::Less), "mass {at}");
            // mean · mass < √(2/π) (difference of densities), with the largest mass that there can be
            let mass = match masses.get(at + 1) {
                Some((_, high)) => norm.times(&high.minus(&masses[at].0).unwrap()).unwrap(),
                None => Real::ONE
                    .minus(&norm.times(&masses[at].0).unwrap())
                    .unwrap(),
            };
            let part = norm
                .times(&densities[at].minus(&densities[at + 1]).unwrap())
                .unwrap();
            let ours = mass.times(&Real::ratio(*mean, 1_000)).unwrap();
            assert_eq!(ours.compare(&part), Some(Ordering::Less), "mean {at}");
        }
        assert_eq!(cumulated, 1_000);
    }

    #[test]
    fn a_number_between_bounds_is_itself() {
        let rows = vectors(&[&[1, 0, 0, 0], &[0, 1, 0, 0], &[0, 0, 1, 0], &[0, 0, 0, 1]]);
        let value = average(rows.clone()).unwrap();
        assert_eq!(value.minus(&average(rows).unwrap()), Some(Real::ZERO));
        assert_eq!(value.compare(&Real::ratio(103, 100)), None);
    }
}
