//! The facts about numbers that the methods use, by name and statement: one table, which the library proves word for word.
//!
//! The statements are in the language, so that a reader can compare them with `proofs/lib/nat.proof` and
//! `proofs/lib/real.proof`; a test does. Nothing here is assumed: a lemma that the environment lacks is an error of
//! the method that needs it, and a theorem of the same name that says something else makes a method fail.

use crate::logic::substitution_from;
use crate::{
    elaborate::{Environment, NamedTheorem},
    logic::{convert, specialize_fresh, symmetric, undischarge_all},
};
use rationale_kernel::{Arithmetic, Substitution, Term, Theorem, Variable};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, OnceLock},
};

use super::{
    Trouble,
    meter::{self, INFERENCE},
};

/// Declares the enumeration of lemmas together with the table of their names and statements.
macro_rules! lemmas {
    ($($(#[$doc:meta])* $id:ident $name:literal $statement:literal;)*) => {
        /// A fact that some method needs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the table says what each is")]
        pub enum Lemma { $($(#[$doc])* $id),* }

        /// Every lemma with its name and its statement.
        pub const TABLE: &[(Lemma, &str, &str)] = &[$((Lemma::$id, $name, $statement)),*];
    };
}

lemmas! {
    // ℕ as a semiring
    NatAddComm "nat_add_comm" "∀ x y : ℕ. x + y = y + x";
    NatAddAssoc "nat_add_assoc" "∀ x y z : ℕ. x + y + z = x + (y + z)";
    NatAddRightComm "nat_add_right_comm" "∀ x y z : ℕ. x + y + z = x + z + y";
    NatAddLeftComm "nat_add_left_comm" "∀ x y z : ℕ. x + (y + z) = y + (x + z)";
    NatAddAddComm "nat_add_add_comm" "∀ x y z w : ℕ. x + y + (z + w) = x + z + (y + w)";
    NatAddZero "nat_add_zero" "∀ x : ℕ. x + 0 = x";
    NatZeroAdd "nat_zero_add" "∀ x : ℕ. 0 + x = x";
    NatMulComm "nat_mul_comm" "∀ x y : ℕ. x * y = y * x";
    NatMulAssoc "nat_mul_assoc" "∀ x y z : ℕ. x * y * z = x * (y * z)";
    NatMulRightComm "nat_mul_right_comm" "∀ x y z : ℕ. x * y * z = x * z * y";
    NatMulLeftComm "nat_mul_left_comm" "∀ x y z : ℕ. x * (y * z) = y * (x * z)";
    NatMulMulComm "nat_mul_mul_comm" "∀ x y z w : ℕ. x * y * (z * w) = x * z * (y * w)";
    NatMulOne "nat_mul_one" "∀ x : ℕ. x * 1 = x";
    NatOneMul "nat_one_mul" "∀ x : ℕ. 1 * x = x";
    NatMulZero "nat_mul_zero" "∀ x : ℕ. x * 0 = 0";
    NatZeroMul "nat_zero_mul" "∀ x : ℕ. 0 * x = 0";
    NatMulAdd "nat_mul_add" "∀ x y z : ℕ. x * (y + z) = x * y + x * z";
    NatAddMul "nat_add_mul" "∀ x y z : ℕ. (x + y) * z = x * z + y * z";
    NatOneAddMul "nat_one_add_mul" "∀ x y : ℕ. (1 + x) * y = y + x * y";
    NatAddOneMul "nat_add_one_mul" "∀ x y : ℕ. (x + 1) * y = x * y + y";
    NatTwoMul "nat_two_mul" "∀ x : ℕ. 2 * x = x + x";
    NatPowZero "nat_pow_zero" "∀ x : ℕ. x ^ 0 = 1";
    NatPowOne "nat_pow_one" "∀ x : ℕ. x ^ 1 = x";
    NatPowTwo "nat_pow_two" "∀ x : ℕ. x ^ 2 = x * x";
    NatPowAdd "nat_pow_add" "∀ (x m n : ℕ). x ^ (m + n) = x ^ m * x ^ n";
    NatPowMul "nat_pow_mul" "∀ (x m n : ℕ). x ^ (m * n) = (x ^ n) ^ m";
    NatMulPow "nat_mul_pow" "∀ (x y n : ℕ). (x * y) ^ n = x ^ n * y ^ n";
    NatOnePow "nat_one_pow" "∀ n : ℕ. 1 ^ n = (1 : ℕ)";
    NatSuc "nat_suc" "∀ n : ℕ. suc n = n + 1";

    // ℝ as a field
    RealAddComm "real_add_comm" "∀ x y : ℝ. x + y = y + x";
    RealAddAssoc "real_add_assoc" "∀ x y z : ℝ. x + y + z = x + (y + z)";
    RealAddRightComm "real_add_right_comm" "∀ x y z : ℝ. x + y + z = x + z + y";
    RealAddLeftComm "real_add_left_comm" "∀ x y z : ℝ. x + (y + z) = y + (x + z)";
    RealAddAddComm "real_add_add_comm" "∀ x y z w : ℝ. x + y + (z + w) = x + z + (y + w)";
    RealAddZero "real_add_zero" "∀ x : ℝ. x + 0 = x";
    RealZeroAdd "real_zero_add" "∀ x : ℝ. 0 + x = x";
    RealMulComm "real_mul_comm" "∀ x y : ℝ. x * y = y * x";
    RealMulAssoc "real_mul_assoc" "∀ x y z : ℝ. x * y * z = x * (y * z)";
    RealMulRightComm "real_mul_right_comm" "∀ x y z : ℝ. x * y * z = x * z * y";
    RealMulLeftComm "real_mul_left_comm" "∀ x y z : ℝ. x * (y * z) = y * (x * z)";
    RealMulMulComm "real_mul_mul_comm" "∀ x y z w : ℝ. x * y * (z * w) = x * z * (y * w)";
    RealMulOne "real_mul_one" "∀ x : ℝ. x * 1 = x";
    RealOneMul "real_one_mul" "∀ x : ℝ. 1 * x = x";
    RealMulZero "real_mul_zero" "∀ x : ℝ. x * 0 = 0";
    RealZeroMul "real_zero_mul" "∀ x : ℝ. 0 * x = 0";
    RealMulAdd "real_mul_add" "∀ x y z : ℝ. x * (y + z) = x * y + x * z";
    RealAddMul "real_add_mul" "∀ x y z : ℝ. (x + y) * z = x * z + y * z";
    RealOneAddMul "real_one_add_mul" "∀ x y : ℝ. (1 + x) * y = y + x * y";
    RealAddOneMul "real_add_one_mul" "∀ x y : ℝ. (x + 1) * y = x * y + y";
    RealTwoMul "real_two_mul" "∀ x : ℝ. 2 * x = x + x";
    RealNeg "real_neg_eq" "∀ x : ℝ. -x = (-1) * x";
    RealSub "real_sub_eq" "∀ x y : ℝ. x - y = x + (-1) * y";
    RealDiv "real_div_eq" "∀ x y : ℝ. x / y = x * real_inv y";
    RealInvMul "real_inv_mul" "∀ x y : ℝ. real_inv (x * y) = real_inv x * real_inv y";
    RealInvInv "real_inv_inv" "∀ x : ℝ. real_inv (real_inv x) = x";
    RealInvPow "real_inv_pow" "∀ (x : ℝ) (n : ℕ). real_inv (x ^ n) = real_inv x ^ n";
    RealMulInv "real_mul_inv" "∀ x : ℝ. x ≠ 0 → x * real_inv x = 1";
    RealPowZero "real_pow_zero" "∀ x : ℝ. x ^ 0 = 1";
    RealPowOne "real_pow_one" "∀ x : ℝ. x ^ 1 = x";
    RealPowTwo "real_pow_two" "∀ x : ℝ. x ^ 2 = x * x";
    RealPowAdd "real_pow_add" "∀ (x : ℝ) (m n : ℕ). x ^ (m + n) = x ^ m * x ^ n";
    RealPowMul "real_pow_mul" "∀ (x : ℝ) (m n : ℕ). x ^ (m * n) = (x ^ n) ^ m";
    RealMulPow "real_mul_pow" "∀ (x y : ℝ) (n : ℕ). (x * y) ^ n = x ^ n * y ^ n";
    RealOnePow "real_one_pow" "∀ n : ℕ. 1 ^ n = (1 : ℝ)";
    RealMulLeftCancel "real_mul_left_cancel" "∀ x y z : ℝ. z ≠ 0 → z * x = z * y → x = y";

    // the cast
    CastAdd "cast_add" "∀ m n : ℕ. real (m + n) = real m + real n";
    CastMul "cast_mul" "∀ m n : ℕ. real (m * n) = real m * real n";
    CastPow "cast_pow" "∀ m n : ℕ. real (m ^ n) = real m ^ n";
    CastNonneg "cast_nonneg" "∀ n : ℕ. 0 ≤ real n";
    NatLeCast "nat_le_cast" "∀ m n : ℕ. m ≤ n ↔ real m ≤ real n";
    NatLtCast "nat_lt_cast" "∀ m n : ℕ. m < n ↔ real m + 1 ≤ real n";
    NatEqCast "nat_eq_cast" "∀ m n : ℕ. m = n ↔ real m = real n";

    // order
    NatNotLe "nat_not_le" "∀ x y : ℕ. ¬ (x ≤ y) ↔ y < x";
    NatNotLt "nat_not_lt" "∀ x y : ℕ. ¬ (x < y) ↔ y ≤ x";
    NatNe "nat_ne" "∀ x y : ℕ. x ≠ y ↔ x < y ∨ y < x";
    NatLeAntisymm "nat_le_antisymm" "∀ x y : ℕ. x ≤ y → y ≤ x → x = y";
    RealNotLe "real_not_le" "∀ x y : ℝ. ¬ (x ≤ y) ↔ y < x";
    RealNotLt "real_not_lt" "∀ x y : ℝ. ¬ (x < y) ↔ y ≤ x";
    RealNe "real_ne" "∀ x y : ℝ. x ≠ y ↔ x < y ∨ y < x";
    RealLeAntisymm "real_le_antisymm" "∀ x y : ℝ. x ≤ y → y ≤ x → x = y";
    RealLtLe "real_lt_le" "∀ x y : ℝ. x < y → x ≤ y";
    RealLtNe "real_lt_ne" "∀ x : ℝ. 0 < x → x ≠ 0";
    RealLeNeLt "real_le_ne_lt" "∀ x : ℝ. 0 ≤ x → x ≠ 0 → 0 < x";
    LinearLe "linear_le" "∀ x y z : ℝ. x ≤ y → 0 ≤ z → 0 ≤ z * (y - x)";
    LinearLt "linear_lt" "∀ x y z : ℝ. x < y → 0 < z → 0 < z * (y - x)";
    LinearEq "linear_eq" "∀ x y z : ℝ. x = y → 0 ≤ z * (y - x)";
    RealAddNonneg "real_add_nonneg" "∀ x y : ℝ. 0 ≤ x → 0 ≤ y → 0 ≤ x + y";
    RealAddPosNonneg "real_add_pos_nonneg" "∀ x y : ℝ. 0 < x → 0 ≤ y → 0 < x + y";
    RealAddNonnegPos "real_add_nonneg_pos" "∀ x y : ℝ. 0 ≤ x → 0 < y → 0 < x + y";
    RealMulNonneg "real_mul_nonneg" "∀ x y : ℝ. 0 ≤ x → 0 ≤ y → 0 ≤ x * y";
    RealMulPos "real_mul_pos" "∀ x y : ℝ. 0 < x → 0 < y → 0 < x * y";
    RealMulNe "real_mul_ne" "∀ x y : ℝ. x ≠ 0 → y ≠ 0 → x * y ≠ 0";
    RealInvNonneg "real_inv_nonneg" "∀ x : ℝ. 0 ≤ x → 0 ≤ real_inv x";
    RealInvPos "real_inv_pos" "∀ x : ℝ. 0 < x → 0 < real_inv x";
    RealInvNe "real_inv_ne" "∀ x : ℝ. x ≠ 0 → real_inv x ≠ 0";
    RealPowNonneg "real_pow_nonneg" "∀ (x : ℝ) (n : ℕ). 0 ≤ x → 0 ≤ x ^ n";
    RealPowPos "real_pow_pos" "∀ (x : ℝ) (n : ℕ). 0 < x → 0 < x ^ n";
    RealPowNe "real_pow_ne" "∀ (x : ℝ) (n : ℕ). x ≠ 0 → x ^ n ≠ 0";
    RealSquareNonneg "real_square_nonneg" "∀ x : ℝ. 0 ≤ x * x";
    RealSubNonneg "real_sub_nonneg" "∀ x y : ℝ. x ≤ y ↔ 0 ≤ y - x";
    RealSubPos "real_sub_pos" "∀ x y : ℝ. x < y ↔ 0 < y - x";
    RealMulLeCancel "real_mul_le_cancel" "∀ x y z : ℝ. 0 < z → z * x ≤ z * y → x ≤ y";
    RealMulLtCancel "real_mul_lt_cancel" "∀ x y z : ℝ. 0 < z → z * x < z * y → x < y";

    // |·|, max, min, ∸, div, mod: definitions by cases
    AbsOfNonneg "abs_of_nonneg" "∀ x : ℝ. 0 ≤ x → |x| = x";
    AbsOfNeg "abs_of_neg" "∀ x : ℝ. x < 0 → |x| = -x";
    LeAbs "le_abs" "∀ x : ℝ. x ≤ |x|";
    NegLeAbs "neg_le_abs" "∀ x : ℝ. -x ≤ |x|";
    AbsNonneg "abs_nonneg" "∀ x : ℝ. 0 ≤ |x|";
    MaxOfLe "max_of_le" "∀ x y : ℝ. x ≤ y → max x y = y";
    MaxOfLt "max_of_lt" "∀ x y : ℝ. y < x → max x y = x";
    LeMaxLeft "le_max_left" "∀ x y : ℝ. x ≤ max x y";
    LeMaxRight "le_max_right" "∀ x y : ℝ. y ≤ max x y";
    MinOfLe "min_of_le" "∀ x y : ℝ. x ≤ y → min x y = x";
    MinOfLt "min_of_lt" "∀ x y : ℝ. y < x → min x y = y";
    MinLeLeft "min_le_left" "∀ x y : ℝ. min x y ≤ x";
    MinLeRight "min_le_right" "∀ x y : ℝ. min x y ≤ y";
    NatMonusAdd "nat_monus_add" "∀ m n : ℕ. n ≤ m → m ∸ n + n = m";
    NatMonusZero "nat_monus_of_lt" "∀ m n : ℕ. m < n → m ∸ n = 0";
    NatAddMonus "nat_add_monus" "∀ m n : ℕ. (m + n) ∸ n = m";
    NatDivMod "nat_div_mod" "∀ m n : ℕ. m div n * n + m mod n = m";
    NatModLt "nat_mod_lt" "∀ m n : ℕ. 0 < n → m mod n < n";
    NatDivUnique "nat_div_unique" "∀ q r n : ℕ. r < n → (q * n + r) div n = q";
    NatModUnique "nat_mod_unique" "∀ q r n : ℕ. r < n → (q * n + r) mod n = r";
    NatDivZero "nat_div_zero" "∀ m : ℕ. m div 0 = 0";
    NatModZero "nat_mod_zero" "∀ m : ℕ. m mod 0 = m";
}

impl Lemma {
    /// Its name in the library.
    pub fn name(self) -> &'static str {
        TABLE[self as usize].1
    }
}

/// A lemma made ready: variables free, premises as hypotheses.
pub struct Open {
    theorem: Theorem,
    variables: Vec<Variable>,
    premises: Vec<Term>,
    reversed: OnceLock<Option<Theorem>>,
}

impl Open {
    /// From a closed theorem ∀ x y. A → B → C. Minus a literal becomes a literal.
    fn new(theorem: &Theorem, arithmetic: Option<&Arithmetic>) -> Result<Self, Trouble> {
        let (variables, body) = specialize_fresh(theorem)?;
        let (premises, mut theorem) = undischarge_all(&body)?;
        if let Some(arithmetic) = arithmetic {
            let folded = literals_folded(&theorem.conclusion(), arithmetic)?;
            theorem = convert(theorem, folded.as_ref())?;
        }
        Ok(Open {
            theorem,
            variables,
            premises,
            reversed: OnceLock::new(),
        })
    }

    fn substitution(&self, images: &[&Term]) -> Result<Substitution, Trouble> {
        meter::charge(INFERENCE).ok_or(Trouble::Exhausted)?;
        let pairs = self
            .variables
            .iter()
            .cloned()
            .zip(images.iter().map(|t| (*t).clone()));
        Ok(substitution_from(pairs)?)
    }

    /// The instance at these terms, in the order of the statement's variables; premises stay as hypotheses.
    pub fn at(&self, images: &[&Term]) -> Result<Theorem, Trouble> {
        Ok(self.theorem.instantiate(&self.substitution(images)?)?)
    }

    /// The instance of an equation, right side first.
    pub fn reversed_at(&self, images: &[&Term]) -> Result<Theorem, Trouble> {
        let reversed = self.reversed.get_or_init(|| symmetric(&self.theorem).ok());
        let reversed = reversed.as_ref().ok_or(Trouble::Shape("an equation"))?;
        Ok(reversed.instantiate(&self.substitution(images)?)?)
    }

    /// The premises of the instance at these terms, in order.
    pub fn premises_at(&self, images: &[&Term]) -> Result<Vec<Term>, Trouble> {
        let by = self.substitution(images)?;
        let at = |premise: &Term| premise.substitute(&by).map_err(Trouble::from);
        self.premises.iter().map(at).collect()
    }

    /// The instance at these terms, its premises cut by these theorems.
    pub fn with(&self, images: &[&Term], facts: &[&Theorem]) -> Result<Theorem, Trouble> {
        let mut theorem = self.at(images)?;
        if facts.len() != self.premises.len() {
            return Err(Trouble::Shape(
                "the premises that the table of lemmas states",
            ));
        }
        for fact in facts {
            theorem = crate::logic::cut(fact, &theorem)?;
        }
        Ok(theorem)
    }
}

/// ⊢ t = t' where operations on literals are computed; nothing if there are none.
fn literals_folded(t: &Term, arithmetic: &Arithmetic) -> Result<Option<Theorem>, Trouble> {
    let Some((function, argument)) = t.as_apply() else {
        return Ok(None);
    };
    if let Ok(computed) = arithmetic.compute(t) {
        return Ok(Some(computed));
    }
    let (functions, arguments) = (
        literals_folded(function, arithmetic)?,
        literals_folded(argument, arithmetic)?,
    );
    if functions.is_none() && arguments.is_none() {
        return Ok(None);
    }
    let functions = functions.map_or_else(|| Theorem::reflexive(function), Ok)?;
    let arguments = arguments.map_or_else(|| Theorem::reflexive(argument), Ok)?;
    Ok(Some(Theorem::congruence(&functions, &arguments)?))
}

/// Opened lemmas by the theorem that they come from: a memo of a pure function. The theorem is kept, so that its
/// address stays its own.
type Opened = HashMap<usize, (Arc<NamedTheorem>, Arc<Open>)>;
static OPENED: LazyLock<Mutex<Opened>> = LazyLock::new(Mutex::default);

/// The lemmas of one environment, opened when first asked for.
pub struct Lemmas<'e> {
    environment: &'e Environment,
    slots: Vec<OnceLock<Arc<Open>>>,
}

impl<'e> Lemmas<'e> {
    /// Those of that environment.
    pub fn of(environment: &'e Environment) -> Self {
        Lemmas {
            environment,
            slots: TABLE.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The environment that they come from.
    pub fn environment(&self) -> &'e Environment {
        self.environment
    }

    /// A lemma. Errors: the environment has no theorem of that name.
    pub fn get(&self, lemma: Lemma) -> Result<&Open, Trouble> {
        let slot = &self.slots[lemma as usize];
        if let Some(open) = slot.get() {
            return Ok(open);
        }
        let open = self.open(lemma)?;
        Ok(slot.get_or_init(|| open))
    }

    fn open(&self, lemma: Lemma) -> Result<Arc<Open>, Trouble> {
        opened(self.environment, lemma.name())
    }
}

/// A theorem of the environment made ready, by name. Errors: the environment has no theorem of that name.
pub(crate) fn opened(environment: &Environment, name: &'static str) -> Result<Arc<Open>, Trouble> {
    let missing = || Trouble::MissingLemma(name);
    let named = environment.named_theorem(name).ok_or_else(missing)?;
    let mut opened = OPENED
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let key = Arc::as_ptr(named) as usize;
    if let Some((_, open)) = opened.get(&key) {
        return Ok(open.clone());
    }
    let open = Arc::new(Open::new(&named.theorem, environment.arithmetic_real())?);
    opened.insert(key, (named.clone(), open.clone()));
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::arith::testing::{environment, read};

    #[test]
    fn the_library_states_the_table_word_for_word() {
        let wrong: Vec<String> = TABLE
            .iter()
            .filter_map(|(_, name, statement)| match environment().theorem(name) {
                None => Some(format!("{name} is missing")),
                Some(theorem) if theorem.concludes(&read(statement)) => None,
                Some(theorem) => Some(format!(
                    "{name} says {:?}, not {:?}",
                    theorem.conclusion(),
                    read(statement)
                )),
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn only_the_library_is_believed() {
        let empty = Environment::empty();
        assert!(matches!(
            Lemmas::of(&empty).get(Lemma::RealAddComm),
            Err(Trouble::MissingLemma("real_add_comm"))
        ));
    }
}
