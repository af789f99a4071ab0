//! Files edited and checked again: after every edit the result is that of a fresh check, and only what the edit can
//! concern was looked at.

use rationale::check::{CheckedFile, MemorySources, Options, Request, Workspace, check};

const A: &str = "proofs/a.proof";
const B: &str = "proofs/b.proof";

const FIRST: &str = "\
def twice (f : α → α) (x : α) : α := f (f x)

/-- Twice the identity. -/
theorem twice_same [simp]
  fix x : α
  show twice (λ y. y) x = x
by twice_def

axiom deep cite \"Somebody 1970\"
  fix p : bool
  show p ∨ ¬ p

theorem middle
  fix    p q : bool
  assume h: p, k: q
  show   p ∧ q
by h, k

theorem swap
  fix    p q : bool
  assume h: p, k: q
  show   q ∧ p
proof
  have both: p ∧ q by middle of h k
  by both
qed

setting pairs
  fix    R : α → α → bool
  assume refl: ∀ x. R x x

theorem reflexive in pairs
  fix x : α
  show R x x
by refl

theorem uses_simp
  fix x : α
  show twice (λ y. y) (twice (λ y. y) x) = x
by simp

theorem all
  fix p : bool
  show p ∨ ¬ p
by deep
";

const SECOND: &str = "\
import a

theorem again
  fix    p q : bool
  assume h: p, k: q
  show   q ∧ p
by swap of h k

theorem other
  fix p : bool
  show p → p
by auto
";

/// What a person is told of a file, and what its importers see.
fn told(file: &CheckedFile) -> String {
    let mut text = format!("{:#?}\n", file.diagnostics);
    for item in &file.items {
        text += &format!(
            "{} {} {} {:?} {:?}\n",
            item.name, item.kind, item.status, item.span, item.axioms
        );
    }
    for statement in &file.statements {
        text += &format!(
            "{:?} {} {:?} {:?}\n",
            statement.name, statement.kind, statement.span, statement.allowed
        );
    }
    let mut unread = file.unread.clone();
    unread.sort_by_key(|found| found.span);
    text + &format!("{:?} {:?} {unread:?}", file.declared, file.broken)
}

fn fresh(files: &MemorySources, path: &str) -> String {
    let outcome = check(files, &[Request::file(path)], &Options::default());
    told(
        outcome
            .files
            .iter()
            .find(|file| &*file.path == path)
            .unwrap(),
    )
}

struct Edited {
    files: MemorySources,
    workspace: Workspace<MemorySources>,
}

impl Edited {
    fn new() -> Self {
        let mut edited = Edited {
            files: MemorySources::new(),
            workspace: Workspace::new(MemorySources::new()),
        };
        edited.set(A, FIRST);
        edited.set(B, SECOND);
        edited
    }

    /// Edits a file and compares what is told of both; how many items were looked at.
    fn set(&mut self, path: &str, text: &str) -> usize {
        self.files.insert(path, text);
        self.workspace.set(path, text);
        let mut looked = 0;
        for path in self.files.paths().map(str::to_owned).collect::<Vec<_>>() {
            let again = told(&self.workspace.check(&path).unwrap());
            assert_eq!(again, fresh(&self.files, &path), "{path}\n{text}");
            looked += self.workspace.checked_items();
        }
        looked
    }
}

#[test]
fn a_changed_proof_costs_one_item() {
    let mut edited = Edited::new();
    assert_eq!(edited.set(A, FIRST), 0);
    let longer = FIRST.replace("by h, k\n", "proof\n  by h, k\nqed\n");
    assert_eq!(edited.set(A, &longer), 1);
    assert_eq!(edited.set(A, &format!("-- a remark\n{longer}")), 0);
}

#[test]
fn what_uses_a_broken_theorem_is_looked_at() {
    let mut edited = Edited::new();
    let broken = FIRST.replace("by h, k\n", "sorry\n");
    // The theorem and the one that cites it, whose own proof needs it no more than before.
    assert_eq!(edited.set(A, &broken), 2);
    assert_eq!(edited.set(A, FIRST), 2);
}

#[test]
fn of_an_importer_only_what_uses_it_is_looked_at() {
    let mut edited = Edited::new();
    let broken = FIRST.replace("  by both\n", "  sorry\n");
    // The theorem, and one of the other file's two.
    assert_eq!(edited.set(A, &broken), 2);
    assert_eq!(edited.set(A, FIRST), 2);
    let renamed = FIRST.replace("theorem all", "theorem other");
    assert_eq!(edited.set(A, &renamed), 2);
    assert_eq!(edited.set(A, FIRST), 2);
}

#[test]
fn every_edit_gives_what_a_fresh_check_gives() {
    let mut edited = Edited::new();
    let edits = [
        ("show twice (λ y. y) x = x", "show x = twice (λ y. y) x"),
        ("twice_same [simp]", "twice_same"),
        ("def twice", "def thrice"),
        ("f (f x)", "f (f (f x))"),
        ("theorem middle", "theorem centre"),
        ("cite \"Somebody 1970\"", "foundational"),
        ("assume refl: ∀ x. R x x", "assume refl: ∀ x y. R x y"),
        ("setting pairs", "setting couples"),
        ("by refl", "sorry"),
        ("by refl", "by refll"),
        ("theorem all", "theorem middle"),
        ("theorem swap", "theorem ("),
        (
            "assume h: p, k: q\n  show   q",
            "assume h: p, k: q\n  shw   q",
        ),
        ("/-- Twice the identity. -/", "/-- Twice the identity."),
        ("by both\nqed", "by both"),
        ("show   p ∧ q", "show   p ∧ q ∧ p"),
        ("axiom deep", "type pair_of α := α × α\n\naxiom deep"),
        (
            "theorem uses_simp",
            "theorem new_one\n  show true\nby auto\n\ntheorem uses_simp",
        ),
    ];
    for (old, new) in edits {
        let changed = FIRST.replace(old, new);
        assert_ne!(changed, FIRST, "{old}");
        edited.set(A, &changed);
        edited.set(A, FIRST);
    }
    for (old, new) in edits {
        edited.set(A, &FIRST.replace(old, new));
    }
    for (old, new) in [
        ("import a", "import b"),
        ("import a", "import c"),
        ("by swap", "by middle"),
    ] {
        edited.set(B, &SECOND.replace(old, new));
        edited.set(B, SECOND);
    }
}

#[test]
fn a_closed_file_is_that_below() {
    let mut below = MemorySources::new();
    below.insert(A, FIRST);
    let mut workspace = Workspace::new(below.clone());
    workspace.set(A, "theorem open\n  show false\nsorry\n");
    assert!(workspace.check(A).unwrap().has_errors());
    workspace.close(A);
    assert_eq!(told(&workspace.check(A).unwrap()), fresh(&below, A));
    assert!(workspace.check(B).is_err());
}
