//! Expressions that need nothing but the logic.

use rationale::{
    elaborate::{Elaborator, Environment, Scope},
    syntax,
};

fn elaborated(text: &str) -> Result<String, String> {
    let environment = Environment::base();
    let scope = Scope::new();
    let expression = syntax::parse_expr(text).map_err(|d| d[0].message.clone())?;
    let term = Elaborator::new(&environment, &scope)
        .formula(&expression)
        .map_err(|d| d.message)?;
    Ok(format!("{term:?}"))
}

#[test]
fn logic_alone() {
    for text in [
        "∀ x y. x = y → y = x",
        "∀ p : α × β. p = (fst p, snd p)",
        "(λ (x, y, z). x = y ∧ z) = (λ p. fst p = fst (snd p) ∧ snd (snd p))",
        "∃ f. ∀ x. f x = x ↔ true",
        "∀ A x. x ∈ A ∨ x ∉ A",
        "(if true then false else true) = false",
        "let x := true in x ∨ ¬x",
    ] {
        let result = elaborated(text);
        println!("{text}\n    {result:?}");
        assert!(result.is_ok(), "{text}: {result:?}");
    }
    for (text, message) in [
        ("∀ x. x x", "expected the type"),
        ("foo = true", "nothing is called `foo`"),
        ("true true", "applied like a function"),
        ("x ∈ true", "expected the type"),
    ] {
        let error = elaborated(text).unwrap_err();
        assert!(error.contains(message), "{text}: {error}");
    }
}
