//! Literal steps as plain inferences.

use super::ExportError;
use rationale_kernel::{Literal, Term, Theorem};

/// Numerals and the proofs about them.
#[derive(Default)]
pub struct Literals {}

impl Literals {
    pub(super) fn constant(&self, literal: &Literal) -> Result<Option<Term>, ExportError> {
        let small = literal.as_small();
        if small == Some((0, 1)) || (small == Some((1, 1)) && !literal.is_natural_family()) {
            let definition = Theorem::literal(&Term::literal(literal))?;
            return Ok(definition.as_equation().map(|(_, constant)| constant.clone()));
        }
        Ok(None)
    }

    pub(super) fn numeral(&mut self, literal: &Literal) -> Result<Term, ExportError> {
        self.constant(literal)?.ok_or(ExportError::NoLaw("numerals"))
    }

    pub(super) fn unfold(&mut self, _literal: &Literal) -> Result<Theorem, ExportError> {
        Err(ExportError::NoLaw("numerals"))
    }

    pub(super) fn compute(&mut self, _stated: &Theorem) -> Result<Theorem, ExportError> {
        Err(ExportError::NoLaw("numerals"))
    }
}
