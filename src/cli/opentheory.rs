//! `rationale opentheory …`: replays articles and writes ours.

use super::{FAILURE, SUCCESS, USAGE};
use clap::{Args, Subcommand, ValueEnum};
use rationale::opentheory::{
    digest, discharge,
    read::{ReadError, Symbols, read},
    report::{self, Reading},
};
use std::{fs::File, io::Write, path::PathBuf, time::Instant};

/// What to do with articles.
#[derive(Debug, Subcommand)]
pub enum OpenTheory {
    /// Replay articles, every inference through the kernel, and say what they prove and assume
    Check(Check),
    /// Check proof files and write their theorems, with proofs, as articles
    Export(super::export::Export),
}

/// The arguments of `opentheory check`.
#[derive(Args, Debug)]
pub struct Check {
    /// Articles of version 5 or 6, plain or compressed with gzip
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// An article whose theorems discharge assumptions of the others, such as OpenTheory's standard library
    #[arg(long, value_name = "FILE")]
    discharge: Option<PathBuf>,
    /// List the statements of the theorems, and a digest of all that they say
    #[arg(long)]
    theorems: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How to report.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Carries out a subcommand.
pub fn run(command: &OpenTheory) -> u8 {
    match command {
        OpenTheory::Check(arguments) => check(arguments),
        OpenTheory::Export(arguments) => super::export::run(arguments),
    }
}

fn check(arguments: &Check) -> u8 {
    let mut symbols = Symbols::default();
    let library = arguments
        .discharge
        .iter()
        .filter_map(|file| library(file, &mut symbols).err());
    let mut readings: Vec<Reading> = library.collect();
    if readings.is_empty() {
        readings.extend(
            arguments
                .files
                .iter()
                .map(|file| reading(file, &mut symbols, arguments.theorems)),
        );
    }
    let text = match arguments.format {
        Format::Text => report::text(&readings, arguments.theorems),
        Format::Json => report::json(&readings, arguments.theorems) + "\n",
    };
    let printed = std::io::stdout().write_all(text.as_bytes());
    let errors = || {
        readings
            .iter()
            .filter_map(|reading| reading.outcome.as_ref().err())
    };
    match printed {
        _ if errors().any(ReadError::is_unreadable) => USAGE,
        Ok(()) if errors().next().is_none() => SUCCESS,
        _ => FAILURE,
    }
}

/// Reads what discharges assumptions. Errors: what was wrong with it.
fn library(file: &PathBuf, symbols: &mut Symbols) -> Result<(), Reading> {
    let mut library = reading(file, symbols, false);
    let imported = match &library.outcome {
        Ok(article) => discharge::import(symbols, article),
        Err(_) => return Err(library),
    };
    imported.map_err(|error| {
        library.outcome = Err(error);
        library
    })
}

fn reading(file: &PathBuf, symbols: &mut Symbols, digests: bool) -> Reading {
    let start = Instant::now();
    let outcome = match File::open(file) {
        Ok(opened) => read(opened, symbols),
        Err(error) => Err(error.into()),
    };
    let time = start.elapsed();
    let digest = |article| digest::digest(article, symbols);
    Reading {
        file: file.display().to_string(),
        digest: outcome.as_ref().ok().filter(|_| digests).map(digest),
        outcome,
        time,
    }
}
