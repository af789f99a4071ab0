//! Our foundational axioms as theorems of OpenTheory's standard library.
//!
//! Our articles call what they share with the standard library by its names there, so an imported library's symbols and
//! theorems fit as they are. Two of our primitive constants are no constants there but terms: the real numbers 0 and 1.

use super::read::{Article, Symbols};
use rationale_kernel::{Result, Term};

/// Offers the theorems of a library to the articles that are read from now on, and takes our 0 and 1 of the reals for
/// the library's, if it has them.
pub fn import(symbols: &mut Symbols, library: &Article) -> Result<()> {
    symbols.import(library);
    let constant = |name| symbols.imported(name).cloned();
    let (Some(cast), Some(zero), Some(bit1)) = (
        constant("Number.Real.fromNatural"),
        constant("Number.Natural.zero"),
        constant("Number.Natural.bit1"),
    ) else {
        return Ok(());
    };
    let [cast, zero, bit1] = [cast, zero, bit1].map(|c| Term::constant(&c, c.generic_type()));
    let (cast, zero) = (cast?, zero?);
    let one = Term::apply(&bit1?, &zero)?;
    symbols.interpret("Rationale.zero_real", Term::apply(&cast, &zero)?);
    symbols.interpret("Rationale.one_real", Term::apply(&cast, &one)?);
    Ok(())
}
