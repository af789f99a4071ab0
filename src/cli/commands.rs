//! The commands, one function each: run the checker, print, choose the exit code.

use std::io::{self, IsTerminal, Write};

use rationale::check::{self, CheckedFile, ItemReport, Options, Outcome, Request};
use rationale::report::findings::Run;
use rationale::report::{Source, github, junit, rules, sarif, session, session_json, show, table};

use super::{Command, FAILURE, Format, INTERNAL, Place, SUCCESS, USAGE, disk};

/// Runs a command and gives the exit code.
pub fn run(command: Command) -> u8 {
    match command {
        Command::Check { paths, format, run } => check(&paths, format, run.jobs),
        Command::Verify(command) => super::verify::run(&command),
        Command::Axioms { names, place } => axioms(&names, &place),
        Command::Show {
            name,
            unfold,
            place,
        } => show_item(&name, unfold, &place),
        Command::Fmt { paths, check } => super::format::run(&paths, check),
        Command::Init { folder } => super::init::run(&folder),
        Command::Search {
            query,
            limit,
            paths,
        } => super::search::run(&query.join(" "), limit, &paths),
        Command::Doc { table: _, place } => document(&place),
        Command::Explain { rule } => explain(rule.as_deref()),
        Command::Opentheory(command) => super::opentheory::run(&command),
        Command::Test(arguments) => super::statements::test(&arguments),
        Command::Audit(arguments) => super::statements::audit(&arguments),
        Command::Goal { place, run } => goal(&place, run.jobs),
    }
}

/// Prints; a reader that went away is no mistake.
pub(super) fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

pub(super) fn usage(message: &str) -> u8 {
    eprintln!("error: {message}");
    USAGE
}

fn exit_code(outcome: &Outcome) -> u8 {
    if outcome.files.iter().any(|file| file.has_internal_errors()) {
        INTERNAL
    } else if !outcome.missing.is_empty() {
        USAGE
    } else if outcome.is_success() {
        SUCCESS
    } else {
        FAILURE
    }
}

/// Checks the files of the paths; the message and exit code 2 if there are none.
fn checked(paths: &[String], jobs: usize) -> Result<Outcome, u8> {
    let requests = disk::requests(paths).map_err(|error| usage(&error.to_string()))?;
    if requests.is_empty() {
        return Err(usage(&format!("no proof file in {}", paths.join(", "))));
    }
    Ok(check::check(
        &disk::Disk,
        &requests,
        &Options {
            jobs,
            ..Options::default()
        },
    ))
}

fn check(paths: &[String], format: Format, jobs: usize) -> u8 {
    let outcome = match checked(paths, jobs) {
        Ok(outcome) => outcome,
        Err(code) => return code,
    };
    match rendered(&outcome, format) {
        Ok(text) => print(&text),
        Err(message) => {
            eprintln!("internal error: {message}");
            return INTERNAL;
        }
    }
    exit_code(&outcome)
}

/// The report in a format, with an end of line.
fn rendered(outcome: &Outcome, format: Format) -> Result<String, String> {
    Ok(match format {
        Format::Full => {
            let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            session::render(outcome, session::Style::Full { colour })
        }
        Format::Concise => session::render(outcome, session::Style::Concise),
        Format::Json => session_json::render(outcome) + "\n",
        Format::Sarif => sarif::render(&Run::of_check(outcome)) + "\n",
        Format::Junit => junit::render(&Run::of_check(outcome))?,
        Format::Github => github::render(&Run::of_check(outcome)),
    })
}

fn find<'o>(outcome: &'o Outcome, name: &str) -> Option<(&'o CheckedFile, &'o ItemReport)> {
    outcome.files.iter().find_map(|file| {
        let item = file.items.iter().find(|item| &*item.name == name)?;
        Some((&**file, item))
    })
}

fn unknown(outcome: &Outcome, name: &str) -> u8 {
    let near = check::nearest(name, outcome.items().map(|item| &*item.name));
    match near {
        Some(near) => usage(&format!(
            "nothing is called `{name}`; did you mean `{near}`?"
        )),
        None => usage(&format!("nothing is called `{name}`")),
    }
}

fn axioms(names: &[String], place: &Place) -> u8 {
    let outcome = match checked(&place.paths, place.run.jobs) {
        Ok(outcome) => outcome,
        Err(code) => return code,
    };
    if names.is_empty() {
        print(&session::axioms(&outcome));
        return exit_code(&outcome);
    }
    for name in names {
        let Some((_, item)) = find(&outcome, name) else {
            return unknown(&outcome, name);
        };
        print(&session::axioms_of(item));
    }
    SUCCESS
}

fn document(place: &Place) -> u8 {
    match checked(&place.paths, place.run.jobs) {
        Ok(outcome) => {
            print(&table::render(&outcome));
            exit_code(&outcome)
        }
        Err(code) => code,
    }
}

fn explain(rule: Option<&str>) -> u8 {
    let Some(rule) = rule else {
        rules::names().for_each(|name| print(&format!("{name}\n")));
        return SUCCESS;
    };
    match rules::page(rule) {
        Some(page) => {
            print(page);
            SUCCESS
        }
        None => match check::nearest(rule, rules::names()) {
            Some(near) => usage(&format!(
                "no rule is called `{rule}`; did you mean `{near}`?"
            )),
            None => usage(&format!(
                "no rule is called `{rule}`; `rationale explain` lists them"
            )),
        },
    }
}

fn show_item(name: &str, unfold: bool, place: &Place) -> u8 {
    let outcome = match checked(&place.paths, place.run.jobs) {
        Ok(outcome) => outcome,
        Err(code) => return code,
    };
    let Some((file, item)) = find(&outcome, name) else {
        return unknown(&outcome, name);
    };
    print(&show::render(file, item, unfold));
    SUCCESS
}

fn goal(place: &str, jobs: usize) -> u8 {
    let parsed = place
        .rsplit_once(':')
        .and_then(|(path, line)| Some((path, line.parse::<usize>().ok()?)));
    let Some((path, line)) = parsed else {
        return usage("a place is written FILE:LINE");
    };
    let path = path.strip_prefix("./").unwrap_or(path);
    let text = match check::Sources::read(&disk::Disk, path) {
        Ok(text) => text,
        Err(error) => return usage(&error.to_string()),
    };
    let source = Source::new(path, text);
    let end = source.line_start(line + 1).unwrap_or(source.text().len());
    let limit = u32::try_from(end).unwrap_or(u32::MAX);
    let options = Options {
        jobs,
        place: Some((path.to_owned(), limit)),
        trial: None,
    };
    let outcome = check::check(&disk::Disk, &[Request::file(path)], &options);
    match outcome.sight {
        Some(sight) => {
            print(&format!("{}\n", sight.text));
            SUCCESS
        }
        None => usage("no proof stands there"),
    }
}
