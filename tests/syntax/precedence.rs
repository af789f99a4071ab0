//! How operators group: each left side reads as the right side, where the parentheses are written.

use rationale::syntax::parse_expr;

use crate::shape;

fn same(left: &str, right: &str) {
    let read = |text: &str| match parse_expr(text) {
        Ok(tree) => shape(&tree),
        Err(diagnostics) => panic!("{text}: {diagnostics:?}"),
    };
    assert_eq!(read(left), read(right), "{left}   should read as   {right}");
}

#[test]
fn arithmetic_groups_as_usual() {
    same("a + b * c", "a + (b * c)");
    same("a - b - c", "(a - b) - c");
    same("a / b * c", "(a / b) * c");
    same("a ^ b ^ c", "a ^ (b ^ c)");
    same("f a b ^ 2", "((f a) b) ^ 2");
    same("a div b mod c", "(a div b) mod c");
}

#[test]
fn a_minus_is_looser_than_a_power() {
    same("-x ^ 2", "-(x ^ 2)");
    same("-a * b", "-(a * b)");
    same("-a + b", "(-a) + b");
    same("a / -b * c", "(a / (-b)) * c");
    same("a - -b", "a - (-b)");
    same("2 ^ -x", "2 ^ (-x)");
}

#[test]
fn connectives_group_as_usual() {
    same("p ∧ q ∨ r → s ↔ t", "(((p ∧ q) ∨ r) → s) ↔ t");
    same("p → q → r", "p → (q → r)");
    same("¬ a = b ∧ c", "(¬ (a = b)) ∧ c");
    same("∀ x. p x → q", "∀ x. (p x → q)");
    same("p ∧ ∀ x. q x ∧ r", "p ∧ (∀ x. (q x ∧ r))");
}

#[test]
fn sums_stop_at_comparisons() {
    same("2 * Σ i < n. f i + 1 ≤ c", "(2 * (Σ i < n. (f i + 1))) ≤ c");
    same("sup h ∈ H. F h - G h = s", "(sup h ∈ H. (F h - G h)) = s");
    same("Σ i < n + m. f i", "Σ i < (n + m). f i");
}

#[test]
fn means_stop_at_sums() {
    same("E[x ~ μ] f x + 1", "(E[x ~ μ] f x) + 1");
    same("E[x ~ μ] 2 * f x", "E[x ~ μ] (2 * f x)");
    same("2 * E[x ~ μ] f x * g x", "2 * (E[x ~ μ] (f x * g x))");
    same(
        "E[x ~ μ] E[y ~ ν] f x y ≤ 1",
        "(E[x ~ μ] (E[y ~ ν] f x y)) ≤ 1",
    );
}

#[test]
fn roots_take_one_operand() {
    same("√ x y", "(√x) y");
    same("f √x", "f (√x)");
    same("√|x| + 1", "(√(|x|)) + 1");
    same("√x ^ 2", "(√x) ^ 2");
    same("2 * 𝟙 p", "2 * (𝟙 p)");
}

#[test]
fn bars_open_and_close() {
    same("||a| - |b||", "|(|a|) - (|b|)|");
    same("|a| * |b|", "(|a|) * (|b|)");
    same("{x ∈ A | |x| ≤ 1}", "{x ∈ A | (|x|) ≤ 1}");
}

#[test]
fn updates_are_tighter_than_application() {
    same("f ω(k := x) i", "f (ω(k := x)) i");
    same("ω(i := x)(j := y)", "(ω(i := x))(j := y)");
}

#[test]
fn let_and_if_reach_to_the_right() {
    same(
        "let f := λ x. x + 1 in f 2 = 3",
        "let f := (λ x. (x + 1)) in (f 2 = 3)",
    );
    same(
        "if x in A then 1 else 2 + 3",
        "if (x ∈ A) then 1 else (2 + 3)",
    );
    same("1 + if p then 1 else 2", "1 + (if p then 1 else 2)");
}

#[test]
fn ascii_reads_as_unicode() {
    same(
        r"forall x in A. exists i < n. x = f i /\ p \/ not q -> r",
        "∀ x ∈ A. ∃ i < n. x = f i ∧ p ∨ ¬ q → r",
    );
    same(r"(\x. x) != fun x. y", "(λ x. x) ≠ λ x. y");
    same("a <= b <-> b >= a", "a ≤ b ↔ b ≥ a");
    same("A union B inter C subset D", "A ∪ B ∩ C ⊆ D");
    same("sqrt x * indicator p", "√x * 𝟙 p");
    same("Sum i < n. Prod j < m. f i j", "Σ i < n. Π j < m. f i j");
    same("{}", "∅");
}

#[test]
fn a_step_after_a_short_branch_is_not_in_it() {
    use rationale::syntax::ast::{ItemKind, Justification};
    let text = "theorem t\n  show p\nproof\n  cases q\n  case yes: sorry\n  case no: sorry\n  by simp\nqed\n";
    let file = rationale::syntax::parse(text).file;
    let ItemKind::Theorem {
        why: Justification::Proof(proof),
        ..
    } = &file.items[0].kind
    else {
        panic!("a theorem with a proof");
    };
    assert_eq!(proof.steps.len(), 2);
}
