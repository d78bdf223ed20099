//! Small dense matrices: making columns perpendicular, and eigenvectors of symmetric ones.

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

/// Makes the columns perpendicular and of length 1 in place, by the factor of their inner products (Cholesky): O(height · width²).
/// Columns that follow from earlier ones become nothing.
pub fn make_perpendicular(matrix: &mut Matrix) {
    let width = matrix.width;
    let factor = cholesky(&inner(matrix, matrix), width);
    for row in matrix.numbers.chunks_exact_mut(width.max(1)) {
        // Solves row = x · factorᵀ for x.
        for column in 0..width {
            let line = factor.get(column * width..(column + 1) * width).unwrap_or_default();
            let known: f64 = row.iter().zip(line).take(column).map(|(a, b)| f64::from(*a) * b).sum();
            let pivot = line.get(column).copied().unwrap_or(0.0);
            if let Some(value) = row.get_mut(column) {
                *value = if pivot > 0.0 { ((f64::from(*value) - known) / pivot) as f32 } else { 0.0 };
            }
        }
    }
}

/// The inner products of the columns of two matrices of one height, row by row.
pub fn inner(a: &Matrix, b: &Matrix) -> Vec<f64> {
    let mut products = vec![0.0_f64; a.width * b.width];
    for (a_row, b_row) in a.rows().zip(b.rows()) {
        for (a, line) in a_row.iter().zip(products.chunks_exact_mut(b.width.max(1))) {
            line.iter_mut().zip(b_row).for_each(|(sum, b)| *sum += f64::from(a * b));
        }
    }
    products
}

/// The lower factor of a symmetric matrix that has no negative eigenvalue; a pivot that is nearly nothing is taken as nothing.
fn cholesky(square: &[f64], width: usize) -> Vec<f64> {
    let mut factor = vec![0.0; width * width];
    for row in 0..width {
        for column in 0..=row {
            let line = |at: usize| factor.get(at * width..at * width + column).unwrap_or_default();
            let known: f64 = line(row).iter().zip(line(column)).map(|(a, b)| a * b).sum();
            let own = square.get(row * width + column).copied().unwrap_or(0.0);
            let rest = own - known;
            let value = if row == column {
                if rest > own * 1e-10 { rest.sqrt() } else { 0.0 }
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

/// Eigenvalues and eigenvectors (as columns) of a symmetric matrix by Jacobi's rotations, in no order. O(width³ · sweeps).
pub fn eigen(mut square: Vec<f64>, width: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; width * width];
    vectors.iter_mut().step_by(width + 1).for_each(|value| *value = 1.0);
    let get = |matrix: &[f64], row: usize, column: usize| matrix.get(row * width + column).copied().unwrap_or(0.0);
    for _ in 0..12 {
        let total: f64 = square.iter().map(|value| value * value).sum();
        let mut beside = 0.0;
        for p in 0..width {
            for q in p + 1..width {
                let off = get(&square, p, q);
                beside += off * off;
                if off == 0.0 {
                    continue;
                }
                let theta = (get(&square, q, q) - get(&square, p, p)) / (2.0 * off);
                let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let turn = (cosine, tangent * cosine);
                rotate(&mut square, (p * width, q * width), 1, width, turn);
                rotate(&mut square, (p, q), width, width, turn);
                rotate(&mut vectors, (p, q), width, width, turn);
            }
        }
        if beside <= total * 1e-18 {
            break;
        }
    }
    ((0..width).map(|at| get(&square, at, at)).collect(), vectors)
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
            make_perpendicular(&mut matrix);
            for (at, product) in inner(&matrix, &matrix).into_iter().enumerate() {
                let wanted = if at % 5 == 0 { 1.0 } else { 0.0 };
                prop_assert!((product - wanted).abs() < 1e-3, "{} {}", at, product);
            }
        }

        #[test]
        fn eigenvectors_are_only_stretched(numbers in prop::collection::vec(-1.0_f64..1.0, 36)) {
            let square: Vec<f64> = (0..36).map(|at| numbers[at] + numbers[at % 6 * 6 + at / 6]).collect();
            let (values, vectors) = eigen(square.clone(), 6);
            for (column, value) in values.iter().enumerate() {
                for row in 0..6 {
                    let image: f64 = (0..6).map(|at| square[row * 6 + at] * vectors[at * 6 + column]).sum();
                    prop_assert!((image - value * vectors[row * 6 + column]).abs() < 1e-7);
                }
            }
        }
    }
}
