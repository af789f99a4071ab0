//! The command line: arguments, files, words, exit codes. It decides nothing about proofs.

mod commands;
mod disk;
mod export;
mod format;
mod init;
mod opentheory;
mod search;
mod statements;
mod verify;

use std::panic;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Everything was checked and nothing failed.
pub const SUCCESS: u8 = 0;
/// Something failed.
pub const FAILURE: u8 = 1;
/// The command line is wrong, or a path is not there.
pub const USAGE: u8 = 2;
/// A mistake in this program.
pub const INTERNAL: u8 = 70;

/// Checks proofs of the bounds that learning theory lives on.
#[derive(Parser)]
#[command(name = "rationale", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Checks proof files and says what is proved.
    Check {
        /// Files, and folders in which all `.proof` files are checked.
        #[arg(default_value = "proofs")]
        paths: Vec<String>,
        /// How to show what is wrong.
        #[arg(long, value_enum, default_value_t = Format::Full)]
        format: Format,
        #[command(flatten)]
        run: Run,
    },
    /// Tries the claims of proof files: each is proved, refuted or unknown.
    Verify(verify::Verify),
    /// Lists the axioms that theorems rest on, by name, with their sources.
    Axioms {
        /// Theorems; all, if none is named.
        names: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Shows what a theorem or definition says, where it stands and on what it rests.
    Show {
        /// The theorem, definition or type.
        name: String,
        /// Also list the definitions of everything that it mentions.
        #[arg(long)]
        unfold: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Rewrites proof files in their one canonical form; comments are kept.
    Fmt {
        /// Files, and folders in which all `.proof` files are formatted; `-` formats standard input.
        #[arg(default_value = "proofs")]
        paths: Vec<String>,
        /// Change nothing; name the files that are not in canonical form.
        #[arg(long)]
        check: bool,
    },
    /// Makes a folder to begin in: a proof, a claim, CI for GitHub, settings for an editor.
    Init {
        /// The folder; files that are there are kept.
        #[arg(default_value = ".")]
        folder: String,
    },
    /// Finds lemmas by shape (`E[_] (_ + _)`, `_ ≤ √_`) or by words of their names and documentation.
    Search {
        /// A shape, in which `_` stands for anything, or words.
        #[arg(required = true)]
        query: Vec<String>,
        /// How many are shown.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// The files and folders to look in; by default `proofs` and the built-in library.
        #[arg(long = "in", value_name = "PATH")]
        paths: Vec<String>,
    },
    /// Writes documentation of checked files as Markdown.
    Doc {
        /// The numbered claims of a paper, each with its theorem, verdict, axioms and the length of its proof.
        #[arg(long, required = true)]
        table: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Explains a rule: what a message means and what to do about it.
    Explain {
        /// The rule's name, as it stands in brackets after `error`; without it, all rules are listed.
        rule: Option<String>,
    },
    /// Replays OpenTheory articles, and writes proofs as such.
    #[command(subcommand)]
    Opentheory(opentheory::OpenTheory),
    /// Tries every theorem, axiom and claim on exact instances and shows counterexamples.
    Test(statements::Test),
    /// Audits statements: what they rest on, whether their hypotheses can be met and are needed, whether they drifted.
    Audit(statements::Audit),
    /// Shows the goal and the facts at a place of a proof.
    Goal {
        /// FILE:LINE
        place: String,
        #[command(flatten)]
        run: Run,
    },
}

/// Where items are looked for.
#[derive(Args)]
struct Place {
    /// The files and folders to look in.
    #[arg(long = "in", value_name = "PATH", default_value = "proofs")]
    paths: Vec<String>,
    #[command(flatten)]
    run: Run,
}

/// How a run goes.
#[derive(Args)]
struct Run {
    /// How many files are checked at a time; 0 is one for each processor.
    #[arg(long, default_value_t = 0)]
    jobs: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the text that each message is about.
    Full,
    /// One line for each message.
    Concise,
    /// One JSON value; see docs/json.md.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test dashboards.
    Junit,
    /// Workflow commands, for GitHub's log and review pages.
    Github,
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    // A failure inside an item is shown as a diagnostic; one outside is shown here.
    panic::set_hook(Box::new(|_| {}));
    let code = panic::catch_unwind(|| commands::run(command)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        eprintln!("internal error: {}", text.unwrap_or("no message"));
        eprintln!("this is a mistake in Rationale; please report it with the files that show it");
        INTERNAL
    });
    ExitCode::from(code)
}
