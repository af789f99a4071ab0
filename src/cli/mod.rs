//! The command line: arguments, files, words, exit codes.

mod disk;
mod opentheory;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rationale::check::{self, Options};

/// Checks proofs of the bounds that learning theory lives on.
#[derive(Parser)]
#[command(name = "rationale", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks proof files.
    Check {
        /// Files and folders.
        #[arg(default_value = "proofs")]
        paths: Vec<String>,
        /// How many files are checked at a time (0: one for each processor).
        #[arg(long, default_value_t = 0)]
        jobs: usize,
    },
    /// Replays OpenTheory articles.
    #[command(subcommand)]
    Opentheory(opentheory::OpenTheory),
}

/// Runs the command line.
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { paths, jobs } => check(&paths, jobs),
        Command::Opentheory(command) => opentheory::run(&command),
    }
}

fn check(paths: &[String], jobs: usize) -> ExitCode {
    let requests = match disk::requests(paths) {
        Ok(requests) => requests,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let outcome = check::check(&disk::Disk, &requests, &Options { jobs, place: None });
    for error in &outcome.missing {
        println!("error: {error}");
    }
    for file in &outcome.files {
        for d in &file.diagnostics {
            let before = &file.text[..(d.span.start as usize).min(file.text.len())];
            let line = before.matches('\n').count() + 1;
            println!(
                "{}:{}: {:?}[{}]: {}",
                file.path, line, d.severity, d.rule, d.message
            );
            for note in &d.notes {
                println!("    {}", note.replace('\n', "\n    "));
            }
            if let Some(help) = &d.help {
                println!("    help: {help}");
            }
        }
        for item in &file.items {
            println!(
                "{} {} {} {:.3}",
                item.kind, item.name, item.status, item.seconds
            );
        }
    }
    println!("{:?} {:.2}s", outcome.counts(), outcome.seconds);
    if outcome.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}
