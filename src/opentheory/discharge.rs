//! Our foundational axioms as theorems of OpenTheory's standard library.
//!
//! Our articles call what they share with the standard library by its names there, so an imported library's symbols and
//! theorems fit as they are. Two of our primitive constants are no constants there but terms, the real numbers 0 and 1;
//! and that these differ is no theorem there but follows from three. The proof is an article as well, replayed like any
//! other.

use super::read::{Article, ReadError, Symbols, read};
use crate::logic::{ConstantShape, constant_at};
use rationale_kernel::Term;

/// ⊢ ¬ (fromNatural zero = fromNatural (bit1 zero)), from theorems of the standard library.
const BRIDGE: &[u8] = include_bytes!("bridge.art");

/// Offers the theorems of a library to the articles that are read from now on, and takes our 0 and 1 of the reals for
/// the library's, if it has them. Errors: the kernel refused something that it never should.
pub fn import(symbols: &mut Symbols, library: &Article) -> Result<(), ReadError> {
    symbols.import(library);
    if interpret_numbers(symbols) {
        let bridge = read(BRIDGE, symbols)?;
        // what rests on assumptions of its own would only exchange one assumption for others
        let known = |sequent| library.assumptions.contains(sequent);
        if bridge.assumptions.iter().all(known) {
            symbols.import(&bridge);
        }
    }
    Ok(())
}

/// Whether the library has our 0 and 1 of the reals; then they are taken for it.
fn interpret_numbers(symbols: &mut Symbols) -> bool {
    let constant = |name| {
        let constant = symbols.imported(name)?;
        constant_at(constant, constant.generic_type()).ok()
    };
    let numbers = || {
        let cast = constant("Number.Real.fromNatural")?;
        let zero = constant("Number.Natural.zero")?;
        let one = Term::apply(&constant("Number.Natural.bit1")?, &zero).ok()?;
        let real = |natural| Term::apply(&cast, natural).ok();
        Some((real(&zero)?, real(&one)?))
    };
    let Some((zero, one)) = numbers() else {
        return false;
    };
    symbols.interpret("Rationale.zero_real", zero);
    symbols.interpret("Rationale.one_real", one);
    true
}
