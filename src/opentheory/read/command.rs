//! Lines to commands. A line holds one command: a number, a name, or a word.

use super::error::Problem;
use crate::opentheory::name;
use rationale_kernel::Name;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Number(i64),
    Name(Name),
    Word(Word),
}

macro_rules! words {
    ($($word:ident = $text:literal),* $(,)?) => {
        /// The commands that are words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($word),* }

        impl Word {
            #[allow(non_upper_case_globals, reason = "patterns named after the variants")]
            fn parse(text: &[u8]) -> Option<Self> {
                $(const $word: &[u8] = $text.as_bytes();)*
                match text {
                    $($word => Some(Word::$word),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    AbsTerm = "absTerm",
    AbsThm = "absThm",
    AppTerm = "appTerm",
    AppThm = "appThm",
    Assume = "assume",
    Axiom = "axiom",
    BetaConv = "betaConv",
    Cons = "cons",
    Const = "const",
    ConstTerm = "constTerm",
    DeductAntisym = "deductAntisym",
    Def = "def",
    DefineConst = "defineConst",
    DefineConstList = "defineConstList",
    DefineTypeOp = "defineTypeOp",
    EqMp = "eqMp",
    HdTl = "hdTl",
    Nil = "nil",
    OpType = "opType",
    Pop = "pop",
    Pragma = "pragma",
    ProveHyp = "proveHyp",
    Ref = "ref",
    Refl = "refl",
    Remove = "remove",
    Subst = "subst",
    Sym = "sym",
    Thm = "thm",
    Trans = "trans",
    TypeOp = "typeOp",
    Var = "var",
    VarTerm = "varTerm",
    VarType = "varType",
    Version = "version",
}

impl Word {
    /// Whether version 5 lacks it.
    pub(super) fn is_new(self) -> bool {
        use Word::*;
        matches!(
            self,
            DefineConstList | HdTl | Pragma | ProveHyp | Sym | Trans
        )
    }

    /// Whether it counts as an inference: rules, axioms and definitions do.
    pub(super) fn is_inference(self) -> bool {
        use Word::*;
        matches!(
            self,
            AbsThm
                | AppThm
                | Assume
                | Axiom
                | BetaConv
                | DeductAntisym
                | DefineConst
                | DefineConstList
                | DefineTypeOp
                | EqMp
                | ProveHyp
                | Refl
                | Subst
                | Sym
                | Trans
        )
    }
}

/// The command on a line; nothing on a blank line or a comment.
pub(super) fn parse(line: &[u8]) -> Result<Option<Command>, Problem> {
    let text = line.trim_ascii();
    match text.first() {
        None => Ok(None),
        Some(b'#') => match std::str::from_utf8(text) {
            Ok(_) => Ok(None),
            Err(_) => Err(Problem::NotText),
        },
        Some(b'0'..=b'9' | b'-') => number(text).map(|n| Some(Command::Number(n))),
        Some(b'"') => {
            let quoted = std::str::from_utf8(text).map_err(|_| Problem::NotText)?;
            Ok(Some(Command::Name(name::parse(quoted)?)))
        }
        Some(_) => match Word::parse(text) {
            Some(word) => Ok(Some(Command::Word(word))),
            None => Err(unknown(text)),
        },
    }
}

fn unknown(text: &[u8]) -> Problem {
    match std::str::from_utf8(text) {
        Ok(_) => Problem::UnknownCommand,
        Err(_) => Problem::NotText,
    }
}

/// `0`, or digits that do not start with 0, with or without a minus sign before them.
fn number(text: &[u8]) -> Result<i64, Problem> {
    let (digits, sign) = match text.strip_prefix(b"-") {
        Some(digits) => (digits, -1),
        None => (text, 1),
    };
    let canonical = match digits {
        b"0" => sign > 0,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !canonical {
        return Err(Problem::BadNumber);
    }
    // digit by digit on the number's own side of 0, of which there is one more below than above
    let add = |so_far: i64, digit: &u8| {
        let digit = sign * i64::from(digit - b'0');
        so_far.checked_mul(10)?.checked_add(digit)
    };
    let value = digits.iter().try_fold(0, add);
    value.ok_or(Problem::NumberTooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<Command> {
        parse(line.as_bytes()).unwrap_or_else(|e| panic!("{line}: {e}"))
    }

    #[test]
    fn commands_blank_lines_and_comments() {
        assert_eq!(parsed("  # nil"), None);
        assert_eq!(parsed(" \t\r"), None);
        assert_eq!(parsed(" nil\r"), Some(Command::Word(Word::Nil)));
        assert_eq!(parsed("-12"), Some(Command::Number(-12)));
        assert_eq!(parsed("\"A.b\""), Some(Command::Name("A.b".into())));
    }

    #[test]
    fn numbers_have_one_spelling() {
        for bad in ["-0", "007", "-", "1x", "1 2", "--1", "+1"] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert_eq!(
            parsed("-9223372036854775808"),
            Some(Command::Number(i64::MIN))
        );
        assert!(matches!(
            parse(b"9223372036854775808"),
            Err(Problem::NumberTooLarge)
        ));
    }

    #[test]
    fn other_text_is_refused() {
        assert!(matches!(parse(b"nil nil"), Err(Problem::UnknownCommand)));
        assert!(matches!(parse(b"Nil"), Err(Problem::UnknownCommand)));
        assert!(matches!(parse(b"ni\xff"), Err(Problem::NotText)));
        assert!(matches!(parse(b"\"\xff\""), Err(Problem::NotText)));
        assert!(matches!(
            parse("\u{feff}6".as_bytes()),
            Err(Problem::UnknownCommand)
        ));
    }
}
