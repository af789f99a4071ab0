//! `rationale fmt`: files in their canonical form, or a list of those that are not. A file is replaced whole or not at
//! all, and one that does not parse is left as it is.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use rationale::check::{MAX_FILE_BYTES, SourceError, Sources, decode};
use rationale::report::{Source, full};
use rationale::syntax::print::{FormatError, format};

use super::commands::{print, usage};
use super::{FAILURE, INTERNAL, SUCCESS, USAGE, disk};

/// What became of the files.
#[derive(Default)]
struct Counts {
    formatted: usize,
    unchanged: usize,
    unread: usize,
    internal: usize,
}

/// Formats the files of the paths, or standard input for `-`.
pub fn run(paths: &[String], check: bool) -> u8 {
    if paths == ["-"] {
        return standard_input();
    }
    let requests = match disk::requests(paths) {
        Ok(requests) if requests.is_empty() => {
            return usage(&format!("no proof file in {}", paths.join(", ")));
        }
        Ok(requests) => requests,
        Err(error) => return usage(&error.to_string()),
    };
    let mut counts = Counts::default();
    for request in &requests {
        one_file(&request.path, check, &mut counts);
    }
    print(&format!("{}\n", closing_line(&counts, check)));
    match (counts.internal, counts.unread, counts.formatted) {
        (1.., _, _) => INTERNAL,
        (_, 1.., _) => FAILURE,
        (_, _, 1..) if check => FAILURE,
        _ => SUCCESS,
    }
}

fn closing_line(counts: &Counts, check: bool) -> String {
    let changed = match check {
        true => "to format",
        false => "formatted",
    };
    format!(
        "{} {changed}, {} in canonical form, {} not readable",
        counts.formatted,
        counts.unchanged,
        counts.unread + counts.internal
    )
}

fn one_file(path: &str, check: bool, counts: &mut Counts) {
    let text = match disk::Disk.read(path) {
        Ok(text) => text,
        Err(error) => {
            counts.unread += 1;
            return print(&format!("error: {error}\n"));
        }
    };
    match format(&text) {
        Ok(formatted) if formatted == *text => counts.unchanged += 1,
        Ok(_) if check => {
            counts.formatted += 1;
            print(&format!("{path}: not in canonical form\n"));
        }
        Ok(formatted) => match replace(Path::new(path), &formatted) {
            Ok(()) => counts.formatted += 1,
            Err(error) => {
                counts.unread += 1;
                print(&format!("error: cannot write `{path}`: {error}\n"));
            }
        },
        Err(error) => {
            match error {
                FormatError::Changed => counts.internal += 1,
                FormatError::Unreadable(_) => counts.unread += 1,
            }
            print(&told(path, &text, &error));
        }
    }
}

/// Writes beside the file, then puts the new one in its place, so that no crash leaves half a file.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("proof.new");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.set_permissions(fs::metadata(path)?.permissions()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn told(path: &str, text: &str, error: &FormatError) -> String {
    let FormatError::Unreadable(diagnostics) = error else {
        return format!("internal error: {path}: {error}; the file was left as it is\n");
    };
    let source = Source::new(path, text);
    full::render_all(diagnostics, &source, false)
}

fn standard_input() -> u8 {
    let mut bytes = Vec::new();
    if let Err(error) = io::stdin().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes) {
        return usage(&format!("cannot read standard input: {error}"));
    }
    let name = "standard input";
    let text = match rationale::check::check_length(name, bytes.len() as u64)
        .and_then(|()| decode(name, bytes))
    {
        Ok(text) => text,
        Err(error) => return refused(&error),
    };
    match format(&text) {
        Ok(formatted) => {
            print(&formatted);
            SUCCESS
        }
        Err(error) => {
            eprint!("{}", told(name, &text, &error));
            match error {
                FormatError::Changed => INTERNAL,
                FormatError::Unreadable(_) => FAILURE,
            }
        }
    }
}

fn refused(error: &SourceError) -> u8 {
    eprintln!("error: {error}");
    USAGE
}
