//! Reads and writes OpenTheory articles.
