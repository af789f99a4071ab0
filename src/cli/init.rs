//! `rationale init`: a folder to begin in, with a proof, a claim, CI and an editor's settings. It never overwrites.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::commands::{print, usage};
use super::{FAILURE, SUCCESS};

/// The files of a new project.
const FILES: [(&str, &str); 6] = [
    ("proofs/first.proof", include_str!("init/first.proof")),
    ("proofs/claims.proof", include_str!("init/claims.proof")),
    (
        ".github/workflows/proofs.yml",
        include_str!("init/workflow.yml"),
    ),
    (
        ".github/actions/rationale/action.yml",
        include_str!("../../action.yml"),
    ),
    (".vscode/tasks.json", include_str!("init/tasks.json")),
    (".editorconfig", include_str!("init/editorconfig")),
];

/// Makes the files in a folder; those that are there already are named and left alone.
pub fn run(folder: &str) -> u8 {
    let (mut made, mut kept) = (0, 0);
    for (name, text) in FILES {
        match make(&Path::new(folder).join(name), text) {
            Ok(()) => {
                made += 1;
                print(&format!("made   {folder}/{name}\n"));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                kept += 1;
                print(&format!("kept   {folder}/{name}\n"));
            }
            Err(error) => return usage(&format!("cannot make {folder}/{name}: {error}")),
        }
    }
    print(&format!("{made} made, {kept} kept\n"));
    match made {
        0 => FAILURE,
        _ => {
            print("next: `rationale check` proves what stands in proofs/first.proof\n");
            SUCCESS
        }
    }
}

fn make(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}
