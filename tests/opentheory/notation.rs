//! How statements are printed.

use crate::support::{article, replay};
use rationale::opentheory::print::{Printer, Table};

/// The statements of an article's theorems, as a listing shows them.
fn statements(commands: &str) -> Vec<String> {
    let article = replay(&article(6, commands)).expect("a correct article");
    let sequents = article.theorems.iter().map(|t| &t.sequent);
    let terms = sequents
        .clone()
        .flat_map(|s| s.hypotheses.iter().chain([&s.conclusion]));
    let table = Table::of(terms);
    let printer = Printer::new(&table);
    sequents
        .map(|s| printer.sequent(&s.hypotheses, &s.conclusion))
        .collect()
}

#[test]
fn equations_between_formulas_are_equivalences() {
    assert_eq!(statements("@x refl nil @x=x thm"), ["⊢ x ⇔ x"]);
    assert_eq!(
        statements("@x=y assume @x=y nil cons @x=y thm"),
        ["x ⇔ y ⊢ x ⇔ y"]
    );
}

#[test]
fn variables_that_differ_only_in_their_types_show_them() {
    let shown = statements(
        r#"@x assume @eqA @xA appTerm @xA appTerm assume deductAntisym
           @x @eqA @xA appTerm @xA appTerm nil cons cons
           @eq @x appTerm @eqA @xA appTerm @xA appTerm appTerm thm"#,
    );
    assert_eq!(shown.len(), 1);
    assert!(
        shown[0].ends_with("⊢ (x : bool) ⇔ (x : A) = (x : A)"),
        "{shown:?}"
    );
}

#[test]
fn binders_avoid_the_names_around_them() {
    // λx. λx. x over two variables of one name, and a binder beside a free variable of its name
    let shown = statements(
        r#"@vx @vxA @x absTerm absTerm refl nil
           "=" const "->" typeOp
             "->" typeOp @bool "->" typeOp @A @bool nil cons cons opType nil cons cons opType
             "->" typeOp "->" typeOp @bool "->" typeOp @A @bool nil cons cons opType nil cons cons opType
             @bool nil cons cons opType nil cons cons opType constTerm
           @vx @vxA @x absTerm absTerm appTerm @vx @vxA @x absTerm absTerm appTerm thm"#,
    );
    assert_eq!(shown, ["⊢ (λx. λx'. x) = (λx. λx'. x)"]);
}

#[test]
fn names_that_look_like_notation_are_quoted() {
    let shown = statements(
        r#""(⊢" @bool var varTerm refl nil @eq "(⊢" @bool var varTerm appTerm "(⊢" @bool var varTerm appTerm thm"#,
    );
    assert_eq!(shown, [r#"⊢ "(⊢" ⇔ "(⊢""#]);
}

#[test]
fn a_variable_named_like_a_constant_is_quoted() {
    let shown = statements(
        r#""c" const @bool constTerm 100 def "c" @bool var varTerm 101 def pop pop
           @eq 100 ref appTerm 101 ref appTerm assume @eq 100 ref appTerm 101 ref appTerm nil cons
           @eq 100 ref appTerm 101 ref appTerm thm"#,
    );
    assert_eq!(shown, [r#"c ⇔ "c" ⊢ c ⇔ "c""#]);
}

#[test]
fn two_constants_of_one_name_are_numbered() {
    let shown = statements(
        r#""c" @true defineConst 100 def pop pop "c" @id defineConst 101 def pop pop
           100 ref nil "c" const @bool constTerm pop pop pop
           "c" @true defineConst pop @bool constTerm 102 def
           "c" const @bool constTerm 103 def pop pop
           @eq 102 ref appTerm 103 ref appTerm assume
           @eq 102 ref appTerm 103 ref appTerm nil cons @eq 102 ref appTerm 103 ref appTerm thm"#,
    );
    assert!(
        shown == ["c ⇔ c#2 ⊢ c ⇔ c#2"] || shown == ["c#2 ⇔ c ⊢ c#2 ⇔ c"],
        "{shown:?}"
    );
}

#[test]
fn large_terms_are_cut() {
    let mut commands = "@x".to_owned();
    for key in 200..260 {
        commands.push_str(&format!(
            " {key} def pop @eq {key} ref appTerm {key} ref appTerm"
        ));
    }
    commands.push_str(
        " refl 300 def pop 300 ref pop 259 ref refl nil @eq 259 ref appTerm 259 ref appTerm thm",
    );
    let shown = statements(&commands);
    assert!(shown[0].ends_with('…') && shown[0].len() < 30_000);
}
