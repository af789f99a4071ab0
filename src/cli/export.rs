//! `rationale opentheory export`: checks proof files while the kernel's log is kept, and writes articles.

use super::{FAILURE, INTERNAL, SUCCESS, USAGE, disk};
use clap::Args;
use rationale::{
    check::{self, CheckedFile, ItemReport, Kind, Options, Status},
    elaborate::Entry,
    opentheory::{
        name::component,
        write::{
            ExportError, Exporter, Piece, Recorder, Written,
            literals::{Laws, Literals},
        },
    },
};
use rationale_kernel::{Name, Theorem};
use std::{
    collections::HashSet,
    fs::{File, create_dir_all},
    io::BufWriter,
    path::{Path, PathBuf},
};

/// The stack of the writing thread: terms may be 4,000 levels deep.
const STACK_BYTES: usize = 256 << 20;

/// The arguments of `opentheory export`.
#[derive(Args, Clone, Debug)]
pub struct Export {
    /// Proof files and folders (default: proofs), and names of theorems (default: all)
    #[arg(value_name = "PATH|NAME")]
    what: Vec<String>,
    /// The folder for the articles
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Carries the subcommand out.
pub fn run(arguments: &Export) -> u8 {
    let arguments = arguments.clone();
    let work = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || export(&arguments));
    let outcome = work.map(|thread| thread.join());
    match outcome {
        Ok(Ok(Ok(complete))) if complete => SUCCESS,
        Ok(Ok(Ok(_))) => FAILURE,
        Ok(Ok(Err(message))) => {
            eprintln!("error: {message}");
            USAGE
        }
        _ => INTERNAL,
    }
}

/// One theorem to export.
struct Wanted {
    name: Name,
    theorem: Theorem,
}

/// Whether everything that was wanted was exported.
fn export(arguments: &Export) -> Result<bool, String> {
    let (paths, names): (Vec<_>, Vec<_>) = arguments
        .what
        .iter()
        .cloned()
        .partition(|text| Path::new(text).exists());
    let paths = if paths.is_empty() {
        vec!["proofs".to_owned()]
    } else {
        paths
    };
    let requests = disk::requests(&paths).map_err(|error| error.to_string())?;
    let recorder = Recorder::default();
    let attached = recorder.clone();
    let outcome = check::check_with(&disk::Disk, &requests, &Options::default(), move || {
        attached.attach()
    });
    let mut complete = outcome.is_success();
    for item in outcome.items().filter(|item| item.status == Status::Failed) {
        println!("not proved, not exported: {}", item.name);
    }
    let wanted: Vec<Wanted> = outcome
        .files
        .iter()
        .flat_map(|file| theorems(file))
        .collect();
    for name in names
        .iter()
        .filter(|name| !wanted.iter().any(|w| *w.name == ***name))
    {
        println!("no theorem is called {name}");
        complete = false;
    }
    println!("{} inferences were recorded", recorder.len());
    let laws = outcome.files.iter().flat_map(|file| entries(file));
    let laws = Laws::new(laws.map(|law| (law.name.to_string(), law.theorem)));
    let mut exporter = Exporter::new(&recorder, Literals::new(laws));
    create_dir_all(&arguments.output).map_err(|error| error.to_string())?;
    let articles: Vec<(String, Vec<&Wanted>)> = if names.is_empty() {
        vec![("proofs".to_owned(), wanted.iter().collect())]
    } else {
        let named = |name: &String| wanted.iter().filter(|w| *w.name == **name).collect();
        names
            .iter()
            .map(|name| (component(name), named(name)))
            .collect()
    };
    for (file, theorems) in articles {
        complete &= write(
            &mut exporter,
            &arguments.output.join(format!("{file}.art")),
            &theorems,
        )?;
    }
    Ok(complete)
}

/// What a file adds that is a theorem of the kernel, axioms too.
fn entries(file: &CheckedFile) -> impl Iterator<Item = Wanted> {
    file.module.entries.iter().filter_map(|entry| match entry {
        Entry::Theorem(named) => Some(Wanted {
            name: named.name.clone(),
            theorem: named.theorem.clone(),
        }),
        _ => None,
    })
}

/// The theorems that a file proves: no axioms, and not what it could not prove.
fn theorems(file: &CheckedFile) -> Vec<Wanted> {
    let given = |item: &&ItemReport| item.status == Status::Failed || item.kind == Kind::Axiom;
    let given: HashSet<&Name> = file
        .items
        .iter()
        .filter(given)
        .map(|item| &item.name)
        .collect();
    entries(file)
        .filter(|wanted| !given.contains(&wanted.name))
        .collect()
}

fn write(exporter: &mut Exporter, path: &Path, theorems: &[&Wanted]) -> Result<bool, String> {
    let mut complete = true;
    for wanted in theorems {
        match exporter.add(&wanted.name, &wanted.theorem) {
            Ok(true) => {}
            Ok(false) => println!(
                "written once: {} says what another theorem says",
                wanted.name
            ),
            Err(error) => {
                println!("not exported: {}: {error}", wanted.name);
                complete = false;
            }
        }
    }
    let failed = |error: ExportError| format!("{}: {error}", path.display());
    let file = File::create(path).map_err(|error| failed(error.into()))?;
    let written = exporter.write(BufWriter::new(file)).map_err(failed)?;
    describe(path, &written)?;
    Ok(complete)
}

/// The article's figures and its ten largest theorems; those of all theorems go to a table beside it.
fn describe(path: &Path, written: &Written) -> Result<(), String> {
    println!(
        "{}: {} theorems, {} inferences ({} a theorem), {} commands, {:.1} MB",
        path.display(),
        written.theorems,
        written.inferences,
        written.inferences / written.theorems.max(1),
        written.commands,
        written.bytes as f64 / 1e6
    );
    if written.pieces.len() > 1 {
        let mut pieces: Vec<&Piece> = written.pieces.iter().collect();
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.bytes));
        for piece in pieces.iter().take(10) {
            let kilobytes = piece.bytes as f64 / 1e3;
            let (count, name) = (piece.inferences, &piece.name);
            println!("  {count:>8} inferences {kilobytes:>8.1} kB  {name}");
        }
        let mut table = "theorem\tinferences\tbytes\n".to_owned();
        for piece in &written.pieces {
            table += &format!("{}\t{}\t{}\n", piece.name, piece.inferences, piece.bytes);
        }
        std::fs::write(path.with_extension("tsv"), table).map_err(|error| error.to_string())?;
    }
    Ok(())
}
