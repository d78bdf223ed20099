//! Small dense matrices: making columns perpendicular, and eigenvectors of symmetric ones. What is long can be done some rows at a time.

use std::ops::Range;

/// Rows of `width` numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    pub width: usize,
    pub numbers: Vec<f32>,
}

impl Matrix {
    pub fn zeros(height: usize, width: usize) -> Matrix {
        Matrix { width, numbers: vec![0.0; height * width] }
    }

    pub fn row(&self, at: usize) -> &[f32] {
        self.numbers.get(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    pub fn row_mut(&mut self, at: usize) -> &mut [f32] {
        self.numbers.get_mut(at * self.width..(at + 1) * self.width).unwrap_or_default()
    }

    pub fn rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.numbers.chunks_exact(self.width.max(1))
    }
}

/// Adds a row, times a number, to another.
pub fn add(to: &mut [f32], from: &[f32], times: f32) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += times * from);
}

/// The inner product.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds the inner products of all columns of some rows to `products`, row by row; only those below and on the diagonal.
/// O(rows · width²). Of single precision, products are exact in double.
pub fn add_inner(products: &mut [f64], matrix: &Matrix, rows: Range<usize>) {
    let width = matrix.width;
    for row in rows.map(|at| matrix.row(at)) {
        for ((at, value), line) in row.iter().enumerate().zip(products.chunks_exact_mut(width.max(1))) {
            let value = f64::from(*value);
            line.iter_mut().zip(row).take(at + 1).for_each(|(sum, other)| *sum += value * f64::from(*other));
        }
    }
}

/// Makes the columns of some rows perpendicular and of length 1, by the factor of the inner products of all rows (Cholesky):
/// solves row = x · factorᵀ for x. O(rows · width²). Columns that follow from earlier ones become nothing.
pub fn straighten(matrix: &mut Matrix, factor: &[f64], rows: Range<usize>) {
    let width = matrix.width;
    let mut solved = vec![0.0_f64; width];
    for at in rows {
        let row = matrix.row_mut(at);
        for (column, (value, line)) in row.iter_mut().zip(factor.chunks_exact(width.max(1))).enumerate() {
            let known: f64 = solved.iter().zip(line).take(column).map(|(a, b)| a * b).sum();
            let pivot = line.get(column).copied().unwrap_or(0.0);
            let x = if pivot > 0.0 { (f64::from(*value) - known) / pivot } else { 0.0 };
            solved.get_mut(column).into_iter().for_each(|slot| *slot = x);
            *value = x as f32;
        }
    }
}

/// The lower factor of a symmetric matrix that has no negative eigenvalue, of which only the lower half is read; a pivot that is
/// nothing but rounding is taken as nothing. O(width³).
pub fn cholesky(square: &[f64], width: usize) -> Vec<f64> {
    let mut factor = vec![0.0; width * width];
    for row in 0..width {
        for column in 0..=row {
            let line = |at: usize| factor.get(at * width..at * width + column).unwrap_or_default();
            let known: f64 = line(row).iter().zip(line(column)).map(|(a, b)| a * b).sum();
            let own = square.get(row * width + column).copied().unwrap_or(0.0);
            let rest = own - known;
            let value = if row == column {
                if rest > own * 1e-9 { rest.sqrt() } else { 0.0 }
            } else {
                let pivot = factor.get(column * width + column).copied().unwrap_or(0.0);
                if pivot > 0.0 { rest / pivot } else { 0.0 }
            };
            if let Some(slot) = factor.get_mut(row * width + column) {
                *slot = value;
            }
        }
    }
    factor
}

/// Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
#[derive(Clone, Debug, Default)]
pub struct Jacobi {
    width: usize,
    square: Vec<f64>,
    /// Eigenvectors as columns, in no order.
    pub vectors: Vec<f64>,
    sweeps: u32,
}

impl Jacobi {
    /// Begins with a matrix of which only the lower half is read.
    pub fn new(mut square: Vec<f64>, width: usize) -> Jacobi {
        for row in 0..width {
            for column in row + 1..width {
                let below = get(&square, width, column, row);
                square.get_mut(row * width + column).into_iter().for_each(|value| *value = below);
            }
        }
        let mut vectors = vec![0.0; width * width];
        vectors.iter_mut().step_by(width + 1).for_each(|value| *value = 1.0);
        Jacobi { width, square, vectors, sweeps: 0 }
    }

    /// Turns each pair of columns once, O(width³); whether nothing but rounding was left. A dozen times is enough for any matrix.
    pub fn sweep(&mut self) -> bool {
        let width = self.width;
        let total: f64 = self.square.iter().map(|value| value * value).sum();
        let mut beside = 0.0;
        for p in 0..width {
            for q in p + 1..width {
                let off = get(&self.square, width, p, q);
                beside += off * off;
                if off * off <= total * 1e-24 {
                    continue;
                }
                let theta = (get(&self.square, width, q, q) - get(&self.square, width, p, p)) / (2.0 * off);
                let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let turn = (cosine, tangent * cosine);
                rotate(&mut self.square, (p * width, q * width), 1, width, turn);
                rotate(&mut self.square, (p, q), width, width, turn);
                rotate(&mut self.vectors, (p, q), width, width, turn);
            }
        }
        self.sweeps += 1;
        beside <= total * 1e-18 || self.sweeps == 12
    }

    /// Eigenvalues, in the order of the vectors.
    pub fn values(&self) -> Vec<f64> {
        (0..self.width).map(|at| get(&self.square, self.width, at, at)).collect()
    }
}

fn get(square: &[f64], width: usize, row: usize, column: usize) -> f64 {
    square.get(row * width + column).copied().unwrap_or(0.0)
}

/// Turns two lines of a matrix, which begin at `p` and `q` and have their numbers `step` apart, into each other.
fn rotate(matrix: &mut [f64], (p, q): (usize, usize), step: usize, count: usize, (cosine, sine): (f64, f64)) {
    for at in 0..count {
        let (i, j) = (p + at * step, q + at * step);
        let (Some(a), Some(b)) = (matrix.get(i).copied(), matrix.get(j).copied()) else { continue };
        matrix.get_mut(i).into_iter().for_each(|value| *value = cosine * a - sine * b);
        matrix.get_mut(j).into_iter().for_each(|value| *value = sine * a + cosine * b);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn columns_become_perpendicular(numbers in prop::collection::vec(-1.0_f32..1.0, 40)) {
            let mut matrix = Matrix { width: 4, numbers };
            let mut products = vec![0.0; 16];
            add_inner(&mut products, &matrix, 0..6);
            add_inner(&mut products, &matrix, 6..10);
            let factor = cholesky(&products, 4);
            straighten(&mut matrix, &factor, 0..5);
            straighten(&mut matrix, &factor, 5..10);
            products.fill(0.0);
            add_inner(&mut products, &matrix, 0..10);
            for (row, line) in products.chunks_exact(4).enumerate() {
                for (column, product) in line.iter().enumerate().take(row + 1) {
                    let wanted = if row == column { 1.0 } else { 0.0 };
                    prop_assert!((product - wanted).abs() < 1e-3, "{} {} {}", row, column, product);
                }
            }
        }

        #[test]
        fn eigenvectors_are_only_stretched(numbers in prop::collection::vec(-1.0_f64..1.0, 36)) {
            let square: Vec<f64> = (0..36).map(|at| numbers[at] + numbers[at % 6 * 6 + at / 6]).collect();
            let mut jacobi = Jacobi::new(square.clone(), 6);
            while !jacobi.sweep() {}
            for (column, value) in jacobi.values().iter().enumerate() {
                for row in 0..6 {
                    let image: f64 = (0..6).map(|at| square[row * 6 + at] * jacobi.vectors[at * 6 + column]).sum();
                    prop_assert!((image - value * jacobi.vectors[row * 6 + column]).abs() < 1e-7);
                }
            }
        }
    }

    #[test]
    fn columns_that_follow_from_others_become_nothing() {
        let mut matrix = Matrix { width: 3, numbers: vec![1.0, 2.0, 3.0, 0.5, 1.0, 7.0, 0.3, 0.6, 1.0] };
        let mut products = vec![0.0; 9];
        add_inner(&mut products, &matrix, 0..3);
        let factor = cholesky(&products, 3);
        straighten(&mut matrix, &factor, 0..3);
        assert!(matrix.rows().all(|row| row[1] == 0.0));
        assert!(matrix.rows().any(|row| row[2] != 0.0));
    }
}
