//! Checks proof files: items, proof steps, modules, the ledger.
