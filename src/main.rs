//! The command line, thin: it parses arguments, reads files, prints reports and chooses the exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
