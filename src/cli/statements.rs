//! `rationale test` and `rationale audit`: statements tried on instances, and audited.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use rationale::audit::session::Level;
use rationale::audit::{self, Lock, Pin};
use rationale::check::{self, Options};
use rationale::instance::{self, Limits};
use rationale::report::judged::{Judged, Style};
use rationale::report::{audits, instances};

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
        let stated = checked.files.iter().flat_map(|file| &file.statements);
        let next = match check::nearest(unknown, stated.map(|s| &*s.name)) {
            Some(other) => format!("did you mean `{other}`?"),
            None => String::from("`rationale search WORDS` finds statements"),
        };
        let message = format!("no path and no statement is called `{unknown}`; {next}");
        return Err(usage(message));
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
    // These formats have no place for the closing line, which tells the seed.
    if matches!(style, Style::Sarif | Style::Junit) {
        eprintln!("{}", judged.summary);
    }
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
        limits.work *= 60;
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

/// From which level on findings make the run fail.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Only errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Note,
}

/// The arguments of `audit`.
#[derive(Args)]
pub struct Audit {
    /// Files and folders (default: proofs), and names of theorems (default: all).
    #[arg(value_name = "PATH|NAME")]
    what: Vec<String>,
    /// Pin the statements as they are now in the lock file.
    #[arg(long, conflicts_with = "check")]
    lock: bool,
    /// Only compare with the lock file; a pinned statement that is gone fails too.
    #[arg(long)]
    check: bool,
    /// The lock file.
    #[arg(long, value_name = "FILE", default_value = "rationale.lock")]
    lock_file: String,
    /// Stop trying after so many seconds; what was not tried by then is counted, and fails.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<u64>,
    /// The seed of random choices.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// From which level on findings make the run fail.
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    fail_on: FailOn,
    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,
}

/// The lock file, if there is one.
fn read_lock(path: &str) -> Result<Option<Lock>, u8> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            eprintln!("error: {path}: {error}");
            return Err(USAGE);
        }
    };
    Lock::read(&text).map(Some).map_err(|message| {
        eprintln!("error: {path} is no lock file: {message}");
        USAGE
    })
}

/// Carries out `audit`.
pub fn audit(arguments: &Audit) -> u8 {
    audited(arguments).unwrap_or_else(|code| code)
}

fn audited(arguments: &Audit) -> Result<u8, u8> {
    let lock = read_lock(&arguments.lock_file)?;
    if arguments.check && lock.is_none() {
        eprintln!(
            "error: there is no lock file {}; `rationale audit --lock` writes one",
            arguments.lock_file
        );
        return Err(USAGE);
    }
    let Wanted {
        checked,
        paths,
        names,
    } = wanted(&arguments.what)?;
    let wanted = |path: &str| paths.contains(path);
    if arguments.lock || arguments.check {
        if let Some(name) = names.first() {
            eprintln!("error: `{name}` is no path; --lock and --check take files and folders");
            return Err(USAGE);
        }
        let pins = audit::pins(&checked, wanted, &names);
        return if arguments.lock {
            write_lock(&arguments.lock_file, lock, &pins, wanted)
        } else {
            Ok(compare(&lock.unwrap_or_default(), &pins, wanted))
        };
    }
    let options = audit::Options {
        limits: Limits {
            seed: arguments.seed,
            until: arguments
                .time_limit
                .map(|seconds| Instant::now() + Duration::from_secs(seconds)),
            ..Limits::default()
        },
        names,
        lock,
    };
    let outcome = audit::audit(checked, wanted, &options);
    let level = match arguments.fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Note => Level::Note,
    };
    show(&audits::judged(&outcome, level), arguments.format)?;
    Ok(if outcome.is_clean(level) {
        SUCCESS
    } else {
        FAILURE
    })
}

/// Writes the pins of the files that were asked for; with no lock file before, or all of proofs, nothing old stays.
fn write_lock(
    path: &str,
    old: Option<Lock>,
    pins: &BTreeMap<String, Pin>,
    wanted: impl Fn(&str) -> bool,
) -> Result<u8, u8> {
    let all = old.unwrap_or_default();
    let all = if all.gone(&BTreeMap::new(), |path| !wanted(path)).is_empty() {
        Lock::new(pins)
    } else {
        all.renewed(pins, wanted)
    };
    std::fs::write(path, all.write()).map_err(|error| {
        eprintln!("error: {path}: {error}");
        USAGE
    })?;
    println!("{} statements pinned in {path}", pins.len());
    Ok(SUCCESS)
}

/// Compares pins of the paths that were asked for with the statements as they are now.
fn compare(lock: &Lock, now: &BTreeMap<String, Pin>, wanted: impl Fn(&str) -> bool) -> u8 {
    let changed = now
        .iter()
        .map(|(name, pin)| (name.clone(), lock.differences(name, pin)))
        .filter(|(_, lines)| !lines.is_empty());
    let gone = lock
        .gone(now, wanted)
        .into_iter()
        .map(|name| (name, vec!["it is not there any more".to_owned()]));
    let mut drifted = 0;
    for (name, lines) in changed.chain(gone) {
        drifted += 1;
        println!("error[drift]: `{name}` is not what was pinned");
        lines.iter().for_each(|line| println!("  {line}"));
    }
    println!(
        "{} statements compared with their pins, {drifted} drifted",
        now.len()
    );
    if drifted > 0 {
        println!(
            "if the change is meant, run `rationale audit --lock` and review the difference of the lock file"
        );
    }
    if drifted == 0 { SUCCESS } else { FAILURE }
}
