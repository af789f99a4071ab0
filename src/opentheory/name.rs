//! Names as articles spell them: components separated by dots, in double quotes; a backslash before `.`, `"` or `\`
//! makes it a letter. Every name has exactly one spelling, so the text between the quotes is the name.

use rationale_kernel::Name;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It has no closing quote.
    #[error("the name has no closing quote on its line")]
    Open,
    /// Something follows the closing quote.
    #[error("text follows the name's closing quote")]
    Trailing,
    /// A backslash is followed by something that needs none.
    #[error("a backslash in a name stands before one of . \" \\ n t only")]
    Escape,
    /// A character that must be escaped stands bare.
    #[error("a tab in a name is written \\t")]
    Bare,
}

/// The name in `quoted`, which starts with a quote.
pub fn parse(quoted: &str) -> Result<Name, NameError> {
    let text = quoted.get(1..).unwrap_or_default();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' if at + 1 == text.len() => return Ok(text[..at].into()),
            '"' => return Err(NameError::Trailing),
            '\t' => return Err(NameError::Bare),
            '\\' => match characters.next() {
                Some((_, '.' | '"' | '\\' | 'n' | 't')) => {}
                Some(_) => return Err(NameError::Escape),
                None => return Err(NameError::Open),
            },
            _ => {}
        }
    }
    Err(NameError::Open)
}

/// The components of a name, each without escapes; the last is the name proper.
pub fn components(name: &str) -> Vec<String> {
    let mut components = vec![String::new()];
    let mut characters = name.chars();
    while let Some(character) = characters.next() {
        let letter = match character {
            '.' => {
                components.push(String::new());
                continue;
            }
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(escaped) => escaped,
                None => break,
            },
            other => other,
        };
        if let Some(last) = components.last_mut() {
            last.push(letter);
        }
    }
    components
}

/// The spelling of one component: any text, with what needs it escaped.
pub fn component(text: &str) -> String {
    let mut spelling = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '.' | '"' | '\\' => spelling.extend(['\\', character]),
            '\n' => spelling.push_str("\\n"),
            '\t' => spelling.push_str("\\t"),
            _ => spelling.push(character),
        }
    }
    spelling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_spelling() {
        for text in [
            "",
            "x",
            "Data.Bool./\\\\",
            "a\\.b",
            "α",
            "with space",
            "Data.List.\\\"",
            "tab\\t",
        ] {
            let name = parse(&format!("\"{text}\"")).expect(text);
            assert_eq!(&*name, text);
            let spelled: Vec<_> = components(&name).iter().map(|c| component(c)).collect();
            assert_eq!(spelled.join("."), text);
        }
    }

    #[test]
    fn bad_names_are_told_apart() {
        assert_eq!(parse("\"x"), Err(NameError::Open));
        assert_eq!(parse("\""), Err(NameError::Open));
        assert_eq!(parse("\"x\\"), Err(NameError::Open));
        assert_eq!(parse("\"x\"y"), Err(NameError::Trailing));
        assert_eq!(parse("\"\\a\""), Err(NameError::Escape));
        assert_eq!(parse("\"a\tb\""), Err(NameError::Bare));
    }
}
