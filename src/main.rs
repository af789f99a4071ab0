//! The command line, thin: it parses arguments, reads files, prints reports and chooses the exit code.

fn main() {}
