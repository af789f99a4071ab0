//! `ring`: equations that hold in every commutative ring, for ℝ (with inverses of monomials) and for ℕ.

use super::{
    Result, Trouble,
    normalize::Normalizer,
    theory::{Carrier, Theory},
};
use crate::logic::{symmetric, transitive};
use rationale_kernel::{Term, Theorem};

/// What became of an equation.
pub enum Outcome {
    /// ⊢ left = right
    Proved(Theorem),
    /// The normal forms of the two sides.
    Differ(Term, Term),
}

/// Compares the normal forms of both sides.
pub fn equation(normalizer: &mut Normalizer<'_, '_>, left: &Term, right: &Term) -> Result<Outcome> {
    let (first, second) = (normalizer.normal(left)?, normalizer.normal(right)?);
    if first.polynomial != second.polynomial {
        return Ok(Outcome::Differ(first.step.term, second.step.term));
    }
    let back = second.step.theorem.as_ref().map(symmetric).transpose()?;
    match transitive(first.step.theorem, back)? {
        Some(theorem) => Ok(Outcome::Proved(theorem)),
        None => Ok(Outcome::Proved(Theorem::reflexive(left)?)),
    }
}

/// ⊢ left = right, when that is known to be so.
pub fn prove(normalizer: &mut Normalizer<'_, '_>, left: &Term, right: &Term) -> Result<Theorem> {
    match equation(normalizer, left, right)? {
        Outcome::Proved(theorem) => Ok(theorem),
        Outcome::Differ(..) => Err(Trouble::Shape("what the search took it for")),
    }
}

/// The normal form of `left - right` on ℝ.
pub fn difference(normalizer: &mut Normalizer<'_, '_>, left: &Term, right: &Term) -> Result<Term> {
    let polynomial = normalizer
        .polynomial(left)?
        .minus(&normalizer.polynomial(right)?);
    normalizer.term_of(Carrier::Real, &polynomial)
}

/// A normaliser for the environment's numbers.
pub fn normalizer<'t, 'e>(theory: &'t Theory<'e>, steps: u64) -> Result<Normalizer<'t, 'e>> {
    Normalizer::new(theory, steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::arith::testing::{environment, read};

    fn check(text: &str) -> bool {
        let goal = read(text);
        let theory = Theory::of(environment()).unwrap();
        let mut normalizer = Normalizer::new(&theory, 1_000_000).unwrap();
        let (left, right) = goal.as_equation().expect("an equation");
        match equation(&mut normalizer, left, right).unwrap_or_else(|e| panic!("{text}: {e}")) {
            Outcome::Proved(theorem) => {
                assert!(theorem.concludes(&goal), "{text}: {theorem:?}");
                true
            }
            Outcome::Differ(..) => false,
        }
    }

    #[test]
    fn proves_identities() {
        for goal in [
            "a + b = b + a",
            "a + b + c = c + (b + a)",
            "2 * a + 3 * a = 5 * a",
            "a - a = 0",
            "a + b - a = b",
            "(a + b) * (a - b) = a ^ 2 - b ^ 2",
            "(a + b) ^ 3 = a ^ 3 + 3 * a ^ 2 * b + 3 * a * b ^ 2 + b ^ 3",
            "(a - b) ^ 4 = a ^ 4 - 4 * a ^ 3 * b + 6 * a ^ 2 * b ^ 2 - 4 * a * b ^ 3 + b ^ 4",
            "a / 2 + a / 2 = a",
            "a / b = a * (1 / b)",
            "a / (2 * b) = a / b / 2",
            "a / b / c = a / (b * c)",
            "real_inv (a * b ^ 2) * c = c / b / (a * b)",
            "(a + b) * (c + d) * (e + f) = (c + d) * (f + e) * (b + a)",
            "0 * a = 0 * b",
            "a ^ 0 = 1",
            "a ^ 1 * a = a * a",
            "(2 * a) ^ 3 = 8 * a ^ 3",
            "x ^ (n + 1) = x * x ^ n",
            "x ^ (2 * n) = (x ^ n) ^ 2",
            "x ^ n * x ^ m = x ^ (m + n)",
            "(x * y) ^ n = y ^ n * x ^ n",
            "(x ^ 2) ^ n = (x ^ n) ^ 2",
            "2 ^ (n + 1) = 2 * 2 ^ n",
            "(1 : ℝ) ^ n = 1",
            "1 / x ^ n = (1 / x) ^ n",
            "real (m + n) * a = a * m + n * a",
            "real (suc n) = n + 1",
            "real (m * n) ^ 2 = real (n ^ 2 * m ^ 2)",
            "(i + j) * k = j * k + i * k",
            "suc i + j = suc (i + j)",
            "(i + 1) ^ 2 = i ^ 2 + 2 * i + 1",
            "F (a + b) + c = c + F (b + a)",
            "H (λ i. S i * a) + b = b + H (λ j. a * S j)",
            "F (2 * a) * G (a + a) = G (2 * a) * F (a + a)",
            "-(a - b) = b - a",
            "(3 / 4 : ℝ) = 0 - -3 / 4",
            "a * 0 + b ^ 2 * 1 = b * b",
        ] {
            assert!(check(goal), "{goal}");
        }
    }

    #[test]
    fn refuses_others() {
        for goal in [
            "a + b = a",
            "a * b = a",
            "a / a = 1",
            "(a + b) ^ 2 = a ^ 2 + b ^ 2",
            "i + 1 = i",
            "x ^ n = x",
        ] {
            assert!(!check(goal), "{goal}");
        }
    }

    #[test]
    fn five_by_five_by_five() {
        let product = "(a + b + c + d + e) * (f + g + h + i1 + j1) * (k1 + l + m1 + n1 + o)";
        let product = product
            .replace("i1", "x")
            .replace("j1", "y")
            .replace("k1", "z")
            .replace("m1", "w")
            .replace("n1", "r");
        let goal = read(&product);
        let theory = Theory::of(environment()).unwrap();
        for _ in 0..3 {
            let start = std::time::Instant::now();
            let mut normalizer = Normalizer::new(&theory, 1_000_000).unwrap();
            let normal = normalizer.normal(&goal).unwrap();
            assert_eq!(normal.polynomial.terms().len(), 125);
            eprintln!("5 x 5 x 5: {:?}", start.elapsed());
        }
    }
}
