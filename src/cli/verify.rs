//! `rationale verify`: the claims of files, of standard input, or one formula of the command line.

use std::io::{self, IsTerminal, Read};
use std::sync::Arc;

use clap::Args;
use rationale::check::{
    self, MAX_FILE_BYTES, Options, Outcome, Request, SourceError, Sources, Trial, decode,
};
use rationale::report::{findings, github, junit, sarif, session, verify, verify_json};

use super::{FAILURE, Format, INTERNAL, Run, SUCCESS, USAGE, commands, disk};

/// Where a formula of the command line stands.
const FORMULA: &str = "-e";
/// Where imports of both start.
const FOLDER: &str = "proofs";
/// Where standard input stands.
const INPUT: &str = "-";

/// The arguments of `verify`.
#[derive(Args)]
pub struct Verify {
    /// Files, folders in which all `.proof` files are looked at, and `-` for standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// One formula in place of files.
    #[arg(short = 'e', value_name = "FORMULA", conflicts_with = "paths")]
    formula: Option<String>,
    /// How to show what was found.
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,
    /// Prints certificates in full.
    #[arg(long)]
    certificates: bool,
    /// Lists only the claims that are not as stated.
    #[arg(long)]
    brief: bool,
    /// The time that one claim may take, in seconds; it can only make a verdict unknown.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    time_limit: f64,
    #[command(flatten)]
    run: Run,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds > 0.0 => Ok(seconds),
        _ => Err("a positive number of seconds".to_owned()),
    }
}

/// Files on the disk, and one text that is not there.
struct Given {
    path: &'static str,
    text: Option<Arc<str>>,
}

impl Sources for Given {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        match &self.text {
            Some(text) if path == self.path => Ok(Arc::clone(text)),
            _ => disk::Disk.read(path),
        }
    }
}

/// Runs the command and gives the exit code.
pub fn run(command: &Verify) -> u8 {
    let (requests, sources) = match asked(command) {
        Ok(asked) => asked,
        Err(error) => return commands::usage(&error),
    };
    let options = Options {
        jobs: command.run.jobs,
        place: None,
        trial: Some(Trial {
            seconds: command.time_limit,
        }),
    };
    let outcome = check::check(&sources, &requests, &options);
    match rendered(&outcome, command) {
        Ok(text) => commands::print(&text),
        Err(message) => {
            eprintln!("internal error: {message}");
            return INTERNAL;
        }
    }
    if outcome.files.iter().any(|file| file.has_internal_errors()) {
        INTERNAL
    } else if !outcome.missing.is_empty() {
        USAGE
    } else if verify::is_success(&outcome) {
        SUCCESS
    } else {
        FAILURE
    }
}

/// The report in a format, with an end of line.
fn rendered(outcome: &Outcome, command: &Verify) -> Result<String, String> {
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let detail = |style| verify::Detail {
        style,
        certificates: command.certificates,
        all: !command.brief,
    };
    Ok(match command.format {
        Format::Full => verify::render(outcome, detail(session::Style::Full { colour })),
        Format::Concise => verify::render(outcome, detail(session::Style::Concise)),
        Format::Json => verify_json::render(outcome, command.certificates) + "\n",
        Format::Sarif => sarif::render(&findings::Run::of_verify(outcome)) + "\n",
        Format::Junit => junit::render(&findings::Run::of_verify(outcome))?,
        Format::Github => github::render(&findings::Run::of_verify(outcome)),
    })
}

/// The files that were asked for, and where their texts are.
fn asked(command: &Verify) -> Result<(Vec<Request>, Given), String> {
    if let Some(formula) = &command.formula {
        if formula.trim().is_empty() {
            return Err("-e needs a formula: -e '∀ x : ℝ. 0 < x → 2 ≤ x + 1/x'".to_owned());
        }
        let text = format!("import lib.inequality\n\nclaim formula\n  show {formula}");
        let text = Some(text.into());
        let given = Given {
            path: FORMULA,
            text,
        };
        return Ok((vec![Request::under(FOLDER, FORMULA)], given));
    }
    let mut paths = command.paths.clone();
    if paths.is_empty() {
        paths.push("proofs".to_owned());
    }
    let input = paths.iter().any(|path| path == "-");
    paths.retain(|path| path != "-");
    let mut requests = disk::requests(&paths).map_err(|error| error.to_string())?;
    let mut text = None;
    if input {
        text = Some(standard_input().map_err(|error| error.to_string())?);
        requests.push(Request::under(FOLDER, INPUT));
    }
    if requests.is_empty() {
        return Err(format!("no proof file in {}", paths.join(", ")));
    }
    Ok((requests, Given { path: INPUT, text }))
}

fn standard_input() -> Result<Arc<str>, SourceError> {
    let mut bytes = Vec::new();
    let read = io::stdin().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| SourceError::Unreadable {
        path: "-".to_owned(),
        reason: error.to_string(),
    })?;
    decode("-", bytes)
}
