//! Higher-order logic over the kernel: connectives, quantifiers and their derived rules.
