//! From syntax to kernel terms: names, type inference, notation; and back to text.
