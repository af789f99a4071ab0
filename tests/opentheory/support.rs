//! A short way to write articles: `@name` recalls an object of a prelude, everything else is a command.

use rationale::opentheory::read::{Article, ReadError, Symbols, read};
use std::path::PathBuf;

/// Objects that every short article can recall, with the commands that make them.
const PRELUDE: &[(&str, &str)] = &[
    ("bool", r#""bool" typeOp nil opType"#),
    ("A", r#""A" varType"#),
    ("bb", r#""->" typeOp @bool @bool nil cons cons opType"#),
    ("bbb", r#""->" typeOp @bool @bb nil cons cons opType"#),
    ("AA", r#""->" typeOp @A @A nil cons cons opType"#),
    ("Ab", r#""->" typeOp @A @bool nil cons cons opType"#),
    ("AAb", r#""->" typeOp @A @Ab nil cons cons opType"#),
    ("eq", r#""=" const @bbb constTerm"#),
    ("eqA", r#""=" const @AAb constTerm"#),
    ("vx", r#""x" @bool var"#),
    ("vy", r#""y" @bool var"#),
    ("vxA", r#""x" @A var"#),
    ("vaA", r#""a" @A var"#),
    ("x", "@vx varTerm"),
    ("y", "@vy varTerm"),
    ("xA", "@vxA varTerm"),
    ("aA", "@vaA varTerm"),
    ("x=y", "@eq @x appTerm @y appTerm"),
    ("y=x", "@eq @y appTerm @x appTerm"),
    ("x=x", "@eq @x appTerm @x appTerm"),
    ("id", "@vx @x absTerm"),
    ("idA", "@vaA @aA absTerm"),
    (
        "=bb",
        r#""=" const "->" typeOp @bb "->" typeOp @bb @bool nil cons cons opType nil cons cons opType constTerm"#,
    ),
    ("true", "@=bb @id appTerm @id appTerm"),
    ("truth", "@id refl"),
];

/// The article of that version that consists of `commands`, one a line.
pub fn article(version: u8, commands: &str) -> String {
    let mut text = if version == 6 {
        "6\nversion\n".to_owned()
    } else {
        String::new()
    };
    for (key, (_, definition)) in PRELUDE.iter().enumerate() {
        expand(&mut text, definition);
        text.push_str(&format!("{key}\ndef\npop\n"));
    }
    expand(&mut text, commands);
    text
}

fn expand(text: &mut String, commands: &str) {
    for word in commands.split_whitespace() {
        match word.strip_prefix('@') {
            Some(name) => {
                let key = PRELUDE.iter().position(|(known, _)| *known == name);
                let key = key.unwrap_or_else(|| panic!("the prelude has no {name}"));
                text.push_str(&format!("{key}\nref\n"));
            }
            None => text.push_str(&format!("{word}\n")),
        }
    }
}

/// Replays text with symbols of its own.
pub fn replay(text: &str) -> Result<Article, ReadError> {
    read(text.as_bytes(), &mut Symbols::default())
}

/// Data that is not committed; tells that a test was skipped if it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("../shared"), root.join("../../shared")];
    let found = folders
        .iter()
        .map(|folder| folder.join(path))
        .find(|file| file.exists());
    if found.is_none() {
        eprintln!("SKIPPED: {path} is not in ../shared");
    }
    found
}
