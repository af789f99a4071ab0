//! Short articles, each about one thing that a reader must do or must not do.

use crate::support::{article, replay};

/// Articles of version 6 that must be refused, and a part of what is said.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "abstraction over a variable of a hypothesis",
        "@vx @x=y assume absThm",
        "the variable is free in the hypothesis: x ⇔ y",
    ),
    (
        "abstraction of no equation",
        "@vx @x assume absThm",
        "not an equation: x",
    ),
    (
        "abstraction over a term",
        "@x @x refl absThm",
        "expected a variable 1 below the top",
    ),
    (
        "application of no function",
        "@x @y appTerm",
        "not a function: x : bool",
    ),
    (
        "application at another type",
        "@id @aA appTerm",
        "an argument of another type: a : A",
    ),
    (
        "congruence at another type",
        "@id refl @aA refl appThm",
        "an argument of another type: a : A",
    ),
    (
        "congruence of formulas",
        "@x assume @y refl appThm",
        "not an equation: x",
    ),
    ("beta of no redex", "@x betaConv", "not a redex: x"),
    (
        "equality at two types",
        r#""=" const @bb constTerm"#,
        "not an instance of the type of: (=)",
    ),
    (
        "assuming a function",
        "@id assume",
        "not a formula: λx. x : bool → bool",
    ),
    (
        "an axiom that is no formula",
        "nil @id axiom",
        "not a formula: λx. x",
    ),
    (
        "an axiom under a hypothesis that is no formula",
        "@id nil cons @x axiom",
        "not a formula: λx. x",
    ),
    (
        "transitivity with another middle",
        "@x refl @y refl trans",
        "not the middle term: y",
    ),
    (
        "symmetry of no equation",
        "@x assume sym",
        "not an equation: x",
    ),
    (
        "modus ponens without an equation",
        "@x assume @x assume eqMp",
        "not an equation: x",
    ),
    (
        "modus ponens the wrong way round",
        "@x assume @x=y assume eqMp",
        "not an equation: x",
    ),
    (
        "substitution at another type",
        "nil @vx @aA nil cons cons nil cons nil cons cons @x refl subst",
        "an image of another type: a : A",
    ),
    (
        "substitution for a variable at its old type",
        r#""A" @bool nil cons cons nil cons @vxA @x nil cons cons nil cons nil cons cons @xA refl subst"#,
        "an image of another type: x : bool",
    ),
    (
        "substitution with two images",
        "nil @vx @x nil cons cons @vx @y nil cons cons nil cons cons nil cons cons @x refl subst",
        "gives x two images",
    ),
    (
        "type substitution with two images",
        r#""A" @bool nil cons cons "A" @bb nil cons cons nil cons cons nil nil cons cons @xA refl subst"#,
        "gives A two images",
    ),
    (
        "substitution without its second list",
        "nil nil cons @x refl subst",
        "expected two members",
    ),
    (
        "substitution with triples",
        "nil @vx @x @x nil cons cons cons nil cons nil cons cons @x refl subst",
        "expected two members",
    ),
    (
        "substitution by names",
        r#"nil "x" @x nil cons cons nil cons nil cons cons @x refl subst"#,
        "expected a variable in the list, found a name",
    ),
    (
        "export of a weaker theorem",
        "@x assume @x @y nil cons cons @x thm",
        "hypotheses are {x}, not {",
    ),
    (
        "export with another conclusion",
        "@x refl nil @x=y thm",
        "concludes x ⇔ x, not x ⇔ y",
    ),
    (
        "export at another type",
        "@x refl nil @eqA @xA appTerm @xA appTerm thm",
        "concludes x ⇔ x, not x = x",
    ),
    (
        "definition of equality",
        r#""=" @true defineConst"#,
        "= is a primitive name",
    ),
    (
        "definition of the booleans",
        r#""bool" "abs" "rep" nil @id @true appTerm betaConv sym @truth eqMp defineTypeOp"#,
        "bool is a primitive name",
    ),
    (
        "definition of the functions",
        r#""->" "abs" "rep" nil @id @true appTerm betaConv sym @truth eqMp defineTypeOp"#,
        "-> is a primitive name",
    ),
    (
        "an abstraction named like equality",
        r#""t" "=" "rep" nil @id @true appTerm betaConv sym @truth eqMp defineTypeOp"#,
        "= is a primitive name",
    ),
    (
        "a type from a theorem with a hypothesis",
        r#""t" "abs" "rep" nil @id @x appTerm assume defineTypeOp"#,
        "with hypotheses: (λx'. x') x",
    ),
    (
        "a type from no application",
        r#""t" "abs" "rep" nil nil @x axiom defineTypeOp"#,
        "not a predicate applied: x",
    ),
    (
        "a type from an open predicate",
        r#""t" "abs" "rep" nil @x refl defineTypeOp"#,
        "not closed: (=) x",
    ),
    (
        "a type with one parameter too many",
        r#""t" "abs" "rep" "A" nil cons @id @true appTerm betaConv sym @truth eqMp defineTypeOp"#,
        "the parameters are not the type variables of: λx. x",
    ),
    (
        "a constant by an open term",
        r#""c" @x defineConst"#,
        "not closed: x",
    ),
    (
        "a list of constants without a witness",
        r#""c" @vx nil cons cons nil cons @truth defineConstList"#,
        "no hypothesis defines a variable",
    ),
    (
        "a list of constants under a formula",
        r#""c" @vx nil cons cons nil cons @x assume defineConstList"#,
        "not closed: x",
    ),
    (
        "a list of constants with a free variable",
        r#""c" @vx nil cons cons nil cons @eq @x appTerm @true appTerm assume @y refl proveHyp pop
        @eq @x appTerm @true appTerm assume @y refl deductAntisym defineConstList"#,
        "not closed: (c ⇔",
    ),
    (
        "a list of constants for other variables",
        r#""c" @vy nil cons cons nil cons @eq @x appTerm @true appTerm assume defineConstList"#,
        "the hypothesis defines none of the variables: x",
    ),
    (
        "an operator at two arities",
        r#""t" typeOp nil opType "t" typeOp @bool nil cons opType"#,
        "takes 0 arguments where it was used first, not 1",
    ),
    (
        "a defined operator with arguments",
        r#""t" "abs" "rep" nil @id @true appTerm betaConv sym @truth eqMp defineTypeOp pop pop pop pop @bool nil cons opType"#,
        "wrong number of type arguments",
    ),
    (
        "an operator over terms",
        r#""t" typeOp @x nil cons opType"#,
        "expected a type in the list, found a term",
    ),
    (
        "the head of nothing",
        "nil hdTl",
        "expected a list with a head",
    ),
    (
        "a list behind no list",
        "@x @x cons",
        "expected a list on top",
    ),
    (
        "a recall after removal",
        "@x 900 def pop 900 remove 900 ref",
        "the dictionary has no entry 900",
    ),
    (
        "removal twice",
        "@x 900 def pop 900 remove 900 remove",
        "the dictionary has no entry 900",
    ),
    (
        "a recall by no number",
        "@x ref",
        "expected a number on top",
    ),
    (
        "a definition of nothing",
        "pop 1 def",
        "expected 1 object on the stack, found 0",
    ),
    (
        "a second version",
        "6 version",
        "at the start of an article",
    ),
    ("an unknown command", "nil nill", "unknown command"),
    (
        "two constants of one name",
        r#""c" @true defineConst 900 def pop pop "c" @eq @true appTerm @true appTerm defineConst 901 def pop pop
        900 ref 901 ref sym trans"#,
        "not the middle term",
    ),
];

#[test]
fn what_must_be_refused_is_refused_with_its_reason() {
    let mut wrong = String::new();
    for (name, commands, reason) in REFUSED {
        let said = match replay(&article(6, commands)) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.problem.to_string(),
        };
        if !said.contains(reason) {
            wrong.push_str(&format!("{name}: expected {reason:?}, found {said:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Articles of version 6 that must be accepted, and how many theorems they export.
const ACCEPTED: &[(&str, &str, usize)] = &[
    (
        "abstraction over the same name at another type",
        "@vxA @x=y assume absThm pop",
        0,
    ),
    (
        "export up to bound names",
        r#"@id refl nil @=bb @vy @y absTerm appTerm @id appTerm thm"#,
        1,
    ),
    (
        "export of a hypothesis listed twice",
        "@x assume @x @x nil cons cons @x thm",
        1,
    ),
    (
        "the same theorem twice is one",
        "@x refl nil @x=x thm @x refl nil @x=x thm",
        1,
    ),
    (
        "proving a hypothesis that is not there",
        "@y refl @x assume proveHyp @x nil cons @x thm",
        1,
    ),
    ("symmetry", "@x=y assume sym @x=y nil cons @y=x thm", 1),
    (
        "transitivity",
        "@x=y assume @y=x assume trans @x=y @y=x nil cons cons @x=x thm",
        1,
    ),
    (
        "full beta",
        "@id @x=y appTerm betaConv nil @eq @id @x=y appTerm appTerm @x=y appTerm thm",
        1,
    ),
    (
        "one definition, twice, is one constant",
        r#""c" @true defineConst 900 def pop pop "c" @true defineConst 901 def pop @bool constTerm 902 def pop
        900 ref 901 ref sym trans nil @eq 902 ref appTerm 902 ref appTerm thm"#,
        1,
    ),
    (
        "a substitution that lists a pair twice",
        "nil @vx @y nil cons cons @vx @y nil cons cons nil cons cons nil cons cons @x refl subst pop",
        0,
    ),
    (
        "types before terms",
        r#""A" @bool nil cons cons nil cons @vx @y nil cons cons nil cons nil cons cons @xA refl subst
        nil @eq @y appTerm @y appTerm thm"#,
        1,
    ),
    (
        "a pragma is ignored",
        r#""debug" pragma 3 pragma nil pragma"#,
        0,
    ),
    ("negative keys", "@x -7 def pop -7 ref -7 remove pop pop", 0),
    (
        "large keys",
        "@x 9223372036854775807 def pop 9223372036854775807 remove pop",
        0,
    ),
    (
        "a key anew",
        "@x 900 def pop @y 900 def pop 900 ref refl nil @eq @y appTerm @y appTerm thm",
        1,
    ),
    ("head and tail", "@x nil cons hdTl pop assume pop", 0),
    (
        "no constants at all",
        "nil @truth defineConstList pop pop",
        0,
    ),
    (
        "a list of constants",
        r#""c" @vx nil cons cons nil cons @eq @x appTerm @true appTerm assume defineConstList 901 def pop hdTl pop
        @bool constTerm 902 def pop 901 ref nil @eq 902 ref appTerm @true appTerm thm"#,
        1,
    ),
    ("leftovers are only a warning", "@x @y 77", 0),
];

#[test]
fn what_is_correct_is_accepted() {
    for (name, commands, theorems) in ACCEPTED {
        match replay(&article(6, commands)) {
            Ok(article) => assert_eq!(article.theorems.len(), *theorems, "{name}"),
            Err(error) => panic!("{name}: {error} at {}; {:?}", error.command, error.stack),
        }
    }
}

#[test]
fn version_5_lacks_the_commands_of_version_6() {
    for command in [
        "@x refl sym",
        "@x refl @x refl trans",
        "@x assume @x assume proveHyp",
        "@x nil cons hdTl",
        r#""c" pragma"#,
        "nil @truth defineConstList",
    ] {
        let error = replay(&article(5, command)).expect_err(command);
        assert!(
            error.to_string().contains("version 5 has no such command"),
            "{error}"
        );
        assert!(replay(&article(6, command)).is_ok(), "{command}");
    }
}

#[test]
fn the_two_versions_state_type_definitions_in_their_own_way() {
    let carve = r#""t" "abs" "rep" nil @id @true appTerm betaConv 900 def"#;
    // version 5 has no sym: ⊢ (λx. x) true from (λx. x) true = true by congruence
    let witness = "pop @eq refl 900 ref appThm @id @true appTerm refl appThm @id @true appTerm refl eqMp @truth eqMp defineTypeOp";
    let commands = format!("{carve} {witness} 901 def pop 902 def pop pop pop pop");
    for (version, binders) in [(5, false), (6, true)] {
        let text = format!(
            "{} 902\nref\nnil\n\"x\"\n0\nref\nvar\nvarTerm\nthm\n",
            article(version, &commands)
        );
        let error = replay(&text.replace(" 902", "902")).expect_err("another conclusion");
        let said = error.problem.to_string();
        assert_eq!(
            said.contains("(λa. abs (rep a)) = (λa. a)"),
            binders,
            "{said}"
        );
        assert_eq!(
            said.contains("concludes abs (rep a) = a"),
            !binders,
            "{said}"
        );
    }
}

#[test]
fn deep_input_is_refused_or_read_without_overflowing_the_stack() {
    let nested_list = "nil\n".to_owned() + &"nil\ncons\n".repeat(1_000_000) + "pop\n";
    assert!(replay(&nested_list).is_ok());
    let long_list = "nil\n".repeat(500_001) + &"cons\n".repeat(500_000) + "pop\n";
    assert!(replay(&long_list).is_ok());
    let deep_term = article(6, "@x")
        + &"900\ndef\npop\n7\nref\n900\nref\nappTerm\n900\nref\nappTerm\n".repeat(1_000_000);
    let error = replay(&deep_term).expect_err("too deep");
    assert!(error.to_string().contains("too "), "{error}");
    let deep_type = article(6, "@A")
        + &"901\ndef\npop\n\"t\"\ntypeOp\n901\nref\nnil\ncons\nopType\n".repeat(1_000_000);
    let error = replay(&deep_type).expect_err("too deep");
    assert!(error.to_string().contains("too "), "{error}");
}

#[test]
fn the_stack_and_the_dictionary_are_bounded() {
    let error = replay(&"nil\n".repeat(5_000_000)).expect_err("too many");
    assert!(
        error.to_string().contains("objects on the stack"),
        "{error}"
    );
}

#[test]
fn an_error_shows_the_line_the_command_and_the_stack() {
    let error = replay("6\nversion\n# a comment\n\"x\"\n 12 \n  refl  ").expect_err("no term");
    assert_eq!((error.line, error.command.as_str()), (6, "refl"));
    assert_eq!(error.stack, ["a number 12", "a name \"x\""]);
    assert_eq!(
        error.problem.to_string(),
        "expected a term on top of the stack, found a number"
    );
}

#[test]
fn empty_articles_and_compressed_ones() {
    assert!(replay("").is_ok_and(|article| article.version == 5 && article.theorems.is_empty()));
    assert!(replay("# nothing\n\n").is_ok());
    assert!(replay("5\nversion\n").is_ok_and(|article| article.version == 5));
    assert!(replay("6\nversion\r\n").is_ok_and(|article| article.version == 6));
}
