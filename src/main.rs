//! The command line, thin: it parses arguments, reads files, prints reports and chooses the exit code.

mod cli;

/// Terms are many small shared nodes; this allocator is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
