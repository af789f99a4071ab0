//! Diagnostics and their renderers.
