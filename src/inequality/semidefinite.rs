//! A small interior-point method in floats: a point y at which every block Q(y) = Q₀ + Σ yᵢ Nᵢ is as positive definite as
//! possible. Its answer is a guide: whoever asks rounds it and checks exactly.

use crate::prove::arith::meter;

/// A symmetric matrix with few entries: (row, column, value) with row ≤ column, in one of several blocks.
pub type Entries = Vec<(usize, usize, usize, f64)>;

/// The matrices that depend on y: sizes of the blocks, the constant part, and the part of each variable.
pub struct Pencil {
    /// The size of each block.
    pub sizes: Vec<usize>,
    /// Q₀
    pub constant: Entries,
    /// N₁, N₂, …
    pub directions: Vec<Entries>,
}

/// A dense square matrix, by rows.
#[derive(Clone)]
pub struct Matrix {
    /// The number of rows.
    pub size: usize,
    /// The entries.
    pub entries: Vec<f64>,
}

impl Matrix {
    fn zero(size: usize) -> Self {
        Matrix {
            size,
            entries: vec![0.0; size * size],
        }
    }

    /// The entry in a row and column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.size + column]
    }

    fn add(&mut self, row: usize, column: usize, value: f64) {
        self.entries[row * self.size + column] += value;
        if row != column {
            self.entries[column * self.size + row] += value;
        }
    }

    /// The lower triangular factor of L Lᵀ; nothing if the matrix is not positive definite.
    pub fn cholesky(&self) -> Option<Matrix> {
        let n = self.size;
        let mut factor = Matrix::zero(n);
        for i in 0..n {
            for j in 0..=i {
                let (a, b) = (
                    &factor.entries[i * n..i * n + j],
                    &factor.entries[j * n..j * n + j],
                );
                let rest = self.at(i, j) - a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
                factor.entries[i * n + j] = if i == j {
                    if rest.is_nan() || rest <= 0.0 {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / factor.at(j, j)
                };
            }
        }
        Some(factor)
    }

    /// The solution of (L Lᵀ) x = b for a lower triangular factor L.
    fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut x = b.to_vec();
        for i in 0..n {
            let sum: f64 = (0..i).map(|j| self.at(i, j) * x[j]).sum();
            x[i] = (x[i] - sum) / self.at(i, i);
        }
        for i in (0..n).rev() {
            let sum: f64 = (i + 1..n).map(|j| self.at(j, i) * x[j]).sum();
            x[i] = (x[i] - sum) / self.at(i, i);
        }
        x
    }

    fn inverse_from(&self) -> Matrix {
        let n = self.size;
        let mut inverse = Matrix::zero(n);
        for column in 0..n {
            let mut unit = vec![0.0; n];
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse.entries[row * n + column] = value;
            }
        }
        inverse
    }

    fn logdet(&self) -> f64 {
        (0..self.size).map(|i| 2.0 * self.at(i, i).ln()).sum()
    }
}

/// Where the search ended.
pub struct Center {
    /// y
    pub point: Vec<f64>,
    /// The largest t found with every Q(y) − t·I positive definite.
    pub margin: f64,
    /// Q(y)
    pub blocks: Vec<Matrix>,
}

/// The search state: y and t.
struct Search<'a> {
    pencil: &'a Pencil,
    radius: f64,
    point: Vec<f64>,
    margin: f64,
}

impl Pencil {
    /// Q(y)
    pub fn blocks(&self, point: &[f64]) -> Vec<Matrix> {
        let mut blocks: Vec<Matrix> = self.sizes.iter().map(|n| Matrix::zero(*n)).collect();
        for (block, row, column, value) in &self.constant {
            blocks[*block].add(*row, *column, *value);
        }
        for (direction, y) in self.directions.iter().zip(point) {
            for (block, row, column, value) in direction {
                blocks[*block].add(*row, *column, value * y);
            }
        }
        blocks
    }

    /// Looks for a point with a large margin, by at most `rounds` Newton steps.
    pub fn center(&self, rounds: usize) -> Option<Center> {
        let point = vec![0.0; self.directions.len()];
        let blocks = self.blocks(&point);
        let size = |m: &Matrix| m.entries.iter().map(|v| v * v).sum::<f64>().sqrt();
        let reach = blocks.iter().map(size).fold(1.0, f64::max);
        let radius = 50.0 * reach * self.sizes.iter().sum::<usize>().max(1) as f64;
        let mut search = Search {
            pencil: self,
            radius,
            point,
            margin: -2.0 * reach,
        };
        let mut weight = 1.0 / reach;
        for _ in 0..rounds {
            let decrement = search.newton(weight, true)?;
            if decrement < 0.3 {
                weight *= 4.0;
            }
            if search.margin > 1e-3 || weight > 1e13 / reach {
                break;
            }
        }
        let found = search.margin;
        if search.margin > 1e-9 {
            search.margin = 0.0;
            for _ in 0..12 {
                if search.newton(0.0, false).is_none_or(|d| d < 1e-6) {
                    break;
                }
            }
        }
        let blocks = self.blocks(&search.point);
        Some(Center {
            point: search.point,
            margin: found,
            blocks,
        })
    }
}

impl Search<'_> {
    /// The factors of Q(y) − t·I and what remains of the radius; nothing outside the feasible set.
    fn factors(&self, point: &[f64], margin: f64) -> Option<(Vec<Matrix>, f64)> {
        let mut trace = 0.0;
        let mut factors = Vec::new();
        for mut block in self.pencil.blocks(point) {
            for i in 0..block.size {
                trace += block.at(i, i);
                block.entries[i * block.size + i] -= margin;
            }
            factors.push(block.cholesky()?);
        }
        let slack = self.radius - trace;
        (slack > 0.0).then_some((factors, slack))
    }

    fn value(&self, point: &[f64], margin: f64, weight: f64) -> Option<f64> {
        let (factors, slack) = self.factors(point, margin)?;
        Some(-weight * margin - factors.iter().map(Matrix::logdet).sum::<f64>() - slack.ln())
    }

    /// One damped Newton step; gives the decrement before it.
    fn newton(&mut self, weight: f64, moving: bool) -> Option<f64> {
        meter::charge(self.work())?;
        let (factors, slack) = self.factors(&self.point, self.margin)?;
        let inverses: Vec<Matrix> = factors.iter().map(Matrix::inverse_from).collect();
        let count = self.point.len();
        let total = count + usize::from(moving);
        let identity: Entries = self.identity();
        let minus: Entries = identity
            .iter()
            .map(|(b, r, c, v)| (*b, *r, *c, -v))
            .collect();
        let directions: Vec<&Entries> = self
            .pencil
            .directions
            .iter()
            .chain(moving.then_some(&minus))
            .collect();
        let mut gradient = vec![0.0; total];
        let mut hessian = Matrix::zero(total);
        let traces: Vec<f64> = directions
            .iter()
            .enumerate()
            .map(|(i, d)| if i < count { trace_of(d) } else { 0.0 })
            .collect();
        for (i, direction) in directions.iter().enumerate() {
            gradient[i] = -inner(&inverses, direction) + traces[i] / slack;
            let product = sandwich(&inverses, direction);
            for (j, other) in directions[..=i].iter().enumerate() {
                let value = inner(&product, other) + traces[i] * traces[j] / (slack * slack);
                hessian.entries[i * total + j] = value;
                hessian.entries[j * total + i] = value;
            }
        }
        if moving {
            gradient[count] -= weight;
        }
        let ridge = 1e-13 * (0..total).map(|i| hessian.at(i, i)).fold(0.0, f64::max);
        for i in 0..total {
            hessian.entries[i * total + i] += ridge + 1e-300;
        }
        let step = hessian.cholesky()?.solve(&gradient);
        let decrement: f64 = step
            .iter()
            .zip(&gradient)
            .map(|(s, g)| s * g)
            .sum::<f64>()
            .max(0.0)
            .sqrt();
        self.advance(&step, weight, moving)?;
        Some(decrement)
    }

    /// The operations of a Newton step: products with each direction, pairs of directions, and a factorisation.
    fn work(&self) -> u64 {
        let directions = &self.pencil.directions;
        let entries: usize = directions.iter().map(Vec::len).sum();
        let largest = self.pencil.sizes.iter().max().copied().unwrap_or(0);
        let (count, cube) = (directions.len() + 1, largest.pow(3));
        let each = count * count * count / 6 + entries * (count + 2 * largest * largest);
        (each + self.pencil.sizes.len() * 3 * cube) as u64
    }

    fn advance(&mut self, step: &[f64], weight: f64, moving: bool) -> Option<()> {
        let before = self.value(&self.point, self.margin, weight)?;
        let mut length = 1.0;
        for _ in 0..40 {
            let point: Vec<f64> = self
                .point
                .iter()
                .zip(step)
                .map(|(y, s)| y - length * s)
                .collect();
            let margin = if moving {
                self.margin - length * step[self.point.len()]
            } else {
                self.margin
            };
            if self
                .value(&point, margin, weight)
                .is_some_and(|v| v <= before + 1e-12)
            {
                self.point = point;
                self.margin = margin;
                return Some(());
            }
            length *= 0.5;
        }
        Some(())
    }

    fn identity(&self) -> Entries {
        let blocks = self.pencil.sizes.iter().enumerate();
        blocks
            .flat_map(|(b, n)| (0..*n).map(move |i| (b, i, i, 1.0)))
            .collect()
    }
}

fn trace_of(entries: &Entries) -> f64 {
    entries
        .iter()
        .filter(|(_, r, c, _)| r == c)
        .map(|(_, _, _, v)| v)
        .sum()
}

/// The trace of a product with a sparse symmetric matrix.
fn inner(dense: &[Matrix], sparse: &Entries) -> f64 {
    sparse
        .iter()
        .map(|(b, r, c, v)| {
            if r == c {
                v * dense[*b].at(*r, *c)
            } else {
                v * (dense[*b].at(*r, *c) + dense[*b].at(*c, *r))
            }
        })
        .sum()
}

/// A N A for a dense symmetric A and a sparse N, in the blocks that N touches.
fn sandwich(dense: &[Matrix], sparse: &Entries) -> Vec<Matrix> {
    let mut result: Vec<Matrix> = dense
        .iter()
        .map(|m| Matrix {
            size: m.size,
            entries: Vec::new(),
        })
        .collect();
    for (block, row, column, value) in sparse {
        let a = &dense[*block];
        let n = a.size;
        let target = &mut result[*block].entries;
        target.resize(n * n, 0.0);
        for i in 0..n {
            let (left, right) = (a.at(i, *row) * value, a.at(i, *column) * value);
            for j in 0..n {
                target[i * n + j] += left * a.at(*column, j);
                if row != column {
                    target[i * n + j] += right * a.at(*row, j);
                }
            }
        }
    }
    for (matrix, m) in result.iter_mut().zip(dense) {
        matrix.entries.resize(m.size * m.size, 0.0);
    }
    result
}

/// An orthonormal basis of the eigenvectors of a symmetric matrix, with eigenvalues, by Jacobi rotations.
pub fn eigen(matrix: &Matrix) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.size;
    let mut a = matrix.clone();
    let mut vectors = Matrix::zero(n);
    for i in 0..n {
        vectors.entries[i * n + i] = 1.0;
    }
    for _ in 0..60 {
        let off: f64 = (0..n)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| a.at(i, j).powi(2))
            .sum();
        if off < 1e-30 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    (0..n)
        .map(|k| (a.at(k, k), (0..n).map(|i| vectors.at(i, k)).collect()))
        .collect()
}

fn rotate(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    let n = a.size;
    if a.at(p, q).abs() < 1e-300 {
        return;
    }
    let theta = (a.at(q, q) - a.at(p, p)) / (2.0 * a.at(p, q));
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let t = if theta == 0.0 { 1.0 } else { t };
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a.at(k, p), a.at(k, q));
        a.entries[k * n + p] = c * x - s * y;
        a.entries[k * n + q] = s * x + c * y;
    }
    for k in 0..n {
        let (x, y) = (a.at(p, k), a.at(q, k));
        a.entries[p * n + k] = c * x - s * y;
        a.entries[q * n + k] = s * x + c * y;
        let (x, y) = (vectors.at(k, p), vectors.at(k, q));
        vectors.entries[k * n + p] = c * x - s * y;
        vectors.entries[k * n + q] = s * x + c * y;
    }
}
