//! The formatter: one canonical form, nothing lost, and a second run changes nothing.

use proptest::prelude::*;
use rationale::syntax::print::{self, FormatError, WIDTH, format};

const UNTIDY: &str = r#"--!   What the formatter does, in one file.
import lib.sum -- beside an import
import   lib.set

-- a comment of its own

-- another, with an empty line before it
/-- The doc stays. -/
theorem   tidy [ simp,mono ]
  fix x y:ℝ,  n:nat    -- numbers
  assume a: 0<=x,b : x <= y, c: forall i<n. forall j<n. x+real i*y <= y+real j*x /\ x+real i*y+real j*y <= y+real j*x+real i
  show x/2 <= y/2   /\ (not (y<x))
proof


  -- first
  have h: x<=y by b -- why

  have k: fix z : ℝ assume hz: z <= x show z <= y by linarith [ hz , b ]
  cases x = 0
  case yes zero:
      by linarith [b,zero]
  case no other:
      calc x/2
        _ <= y/2 by linarith [b] -- a link
      -- last in a branch
  -- last in a proof
qed
-- at the end
"#;

#[test]
fn one_canonical_form() {
    let formatted = format(UNTIDY).unwrap();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("format", formatted);
    });
    assert_eq!(format(&formatted), Ok(formatted.clone()));
    assert!(formatted.lines().all(|line| line.chars().count() <= WIDTH));
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let outcome = format("theorem t show (p by auto\n");
    assert!(
        matches!(outcome, Err(FormatError::Unreadable(_))),
        "{outcome:?}"
    );
}

#[test]
fn corpus_is_stable() {
    for text in super::trees::library() {
        let once = format(&text).unwrap();
        assert_eq!(format(&once), Ok(once.clone()));
    }
}

/// Comments at the places that `at` gives, one for each line of the text.
fn with_comments(text: &str, at: &[bool]) -> String {
    let lines = text.lines().zip(at.iter().cycle()).enumerate();
    let line = |(index, (line, beside)): (usize, (&str, &bool))| match beside {
        true => format!("{line} -- beside {index}\n"),
        false => format!("-- above {index}\n{line}\n"),
    };
    lines.map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn random_files_keep_their_comments(
        items in prop::collection::vec(super::trees::item(), 1..3),
        at in prop::collection::vec(any::<bool>(), 1..8),
    ) {
        let file = rationale::syntax::ast::File { doc: None, items };
        let text = with_comments(&print::file(&file), &at);
        // a comment on a line of its own inside a doc comment is part of it; the formatter checks the rest itself
        let formatted = format(&text);
        prop_assert!(!matches!(formatted, Err(FormatError::Changed)), "{text}");
        if let Ok(formatted) = formatted {
            prop_assert_eq!(format(&formatted), Ok(formatted.clone()), "{}", text);
        }
    }
}
