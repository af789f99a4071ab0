//! `rationale test`: statements tried on instances.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use clap::Args;
use rationale::check::{self, Options};
use rationale::instance::{self, Limits};
use rationale::report::instances;
use rationale::report::judged::{Judged, Style};

use super::{FAILURE, Format, INTERNAL, SUCCESS, USAGE, disk};

/// The arguments of `test`.
#[derive(Args)]
pub struct Test {
    /// Files and folders (default: proofs), and names of statements (default: all).
    #[arg(value_name = "PATH|NAME")]
    what: Vec<String>,
    /// How many random instances are tried for each statement.
    #[arg(long, default_value_t = 400)]
    cases: u64,
    /// The seed of random choices; the same seed tries the same instances.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Stop after so many seconds; what was not tried by then is untested.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<u64>,
    /// Go much further through the smallest worlds.
    #[arg(long)]
    exhaustive: bool,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,
}

/// Files to look at, those that were asked for, and names of statements.
pub struct Wanted {
    /// What the files and their imports came to.
    pub checked: check::Outcome,
    /// The paths that were asked for.
    pub paths: HashSet<String>,
    /// The names that were asked for.
    pub names: Vec<String>,
}

/// Reads and checks what is meant by paths and names.
pub fn wanted(what: &[String]) -> Result<Wanted, u8> {
    let (mut paths, names): (Vec<String>, Vec<String>) = what
        .iter()
        .cloned()
        .partition(|text| Path::new(text).exists());
    if paths.is_empty() {
        paths.push("proofs".to_owned());
    }
    let usage = |message: String| {
        eprintln!("error: {message}");
        USAGE
    };
    let requests = disk::requests(&paths).map_err(|error| usage(error.to_string()))?;
    if requests.is_empty() {
        return Err(usage(format!("no proof file in {}", paths.join(", "))));
    }
    let checked = check::check(
        &disk::Disk,
        &requests,
        &Options {
            jobs: 0,
            place: None,
            trial: None,
        },
    );
    let known = |name: &String| {
        checked
            .files
            .iter()
            .any(|file| file.statements.iter().any(|s| *s.name == **name))
    };
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(usage(format!(
            "no path and no statement is called `{unknown}`"
        )));
    }
    let paths = requests
        .iter()
        .map(|request| request.path.to_string())
        .collect();
    Ok(Wanted {
        checked,
        paths,
        names,
    })
}

/// Prints a report.
pub fn show(judged: &Judged, format: Format) -> Result<(), u8> {
    let style = match format {
        Format::Full => Style::Full {
            colour: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        },
        Format::Concise => Style::Concise,
        Format::Json => Style::Json,
        Format::Sarif => Style::Sarif,
        Format::Junit => Style::Junit,
        Format::Github => Style::Github,
    };
    let text = judged.render(style).map_err(|message| {
        eprintln!("internal error: {message}");
        INTERNAL
    })?;
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(())
}

/// Carries out `test`.
pub fn test(arguments: &Test) -> u8 {
    let Wanted {
        checked,
        paths,
        names,
    } = match wanted(&arguments.what) {
        Ok(wanted) => wanted,
        Err(code) => return code,
    };
    let mut limits = Limits {
        cases: arguments.cases,
        seed: arguments.seed,
        ..Limits::default()
    };
    if arguments.exhaustive {
        limits.sweep *= 100;
        limits.work *= 20;
    }
    let options = instance::Options {
        limits,
        names,
        time_limit: arguments.time_limit.map(Duration::from_secs),
    };
    let outcome = instance::test_statements(checked, |path| paths.contains(path), &options);
    match show(&instances::judged(&outcome), arguments.format) {
        Err(code) => code,
        Ok(()) if outcome.count("disagreement") > 0 => INTERNAL,
        Ok(()) if outcome.is_success() => SUCCESS,
        Ok(()) => FAILURE,
    }
}
