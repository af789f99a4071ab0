//! What a person probably meant where the grammar fails: the right spelling, or the form of the language for a habit from
//! elsewhere. It only words advice; where the failure is, `explain` knows.

use std::collections::BTreeSet;

use super::explain::{EXPRESSION, ITEM, OPERATOR, STEP, between, token};
use crate::report::Diagnostic;
use crate::syntax::{habits, words};

type Expected = BTreeSet<&'static str>;

/// A habit that shows in the line of a failure: a sign of LaTeX, or the word that the line begins with.
pub(super) fn habit(text: &str, at: usize, expected: &Expected) -> Option<Diagnostic> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let rest = &text[line..];
    let whole = &rest[..rest.find('\n').unwrap_or(rest.len())];
    if let Some(dollar) = whole.find('$') {
        let message = "`$` is no sign of the language";
        let place = between(line + dollar, line + dollar + 1);
        let diagnostic = Diagnostic::error("syntax", place, message);
        return Some(diagnostic.help("formulas are written without `$`"));
    }
    command(whole, line).or_else(|| first_word(text, line, at, expected))
}

/// The first LaTeX command in a line that stands for nothing.
fn command(whole: &str, line: usize) -> Option<Diagnostic> {
    let mut from = 0;
    while let Some(found) = whole[from..].find('\\') {
        let at = from + found;
        let name = token(&whole[at..]).trim_start_matches('\\');
        if name.len() >= 2 && words::latex(name).is_none() {
            let place = between(line + at, line + at + 1 + name.len());
            let message = format!("the command `\\{name}` means nothing here");
            return Some(Diagnostic::error("spelling", place, message).help(habits::command(name)));
        }
        from = at + 1;
    }
    None
}

/// The word that a line begins with, if the failure is among the first words of the line.
fn first_word(text: &str, line: usize, at: usize, expected: &Expected) -> Option<Diagnostic> {
    let indented = line + text[line..].len() - text[line..].trim_start().len();
    let word = token(&text[indented..]);
    if at < indented || text[indented..at].split_whitespace().count() > 2 {
        return None;
    }
    let in_step = || habits::step(word);
    let in_statement = || habits::statement(word);
    let advice = match () {
        () if indented == line && expected.contains(STEP) => in_step(),
        () if indented == line => habits::item(word).or_else(in_statement),
        () if expected.contains("`show`") => in_statement().or_else(in_step),
        () => in_step().or_else(in_statement),
    };
    let advice = advice.filter(|_| !words::is_reserved(word) || at == indented)?;
    let place = between(indented, indented + word.len());
    let message = format!("nothing begins with `{word}` here");
    Some(Diagnostic::error("syntax", place, message).help(advice))
}

/// The right way to say what was probably meant.
pub(super) fn advice(text: &str, at: usize, found: &str, expected: &Expected) -> Option<String> {
    let expects = |what: &str| expected.contains(what);
    let before = text[..at].trim_end();
    if let Some(help) = by_context(before, &text[at..], found, expected) {
        return Some(help.to_owned());
    }
    if words::is_reserved(found) && expects(EXPRESSION) {
        return Some(format!("a term or a formula is missing before `{found}`"));
    }
    if words::is_reserved(found)
        && (expects("a name") || expects("a variable"))
        && !expects(OPERATOR)
    {
        return Some(format!(
            "`{found}` is a word of the language and cannot be a name; take another, such as `{found}_1` or `my_{found}`"
        ));
    }
    if let Some(nearest) = nearest_keyword(found, expected) {
        return Some(format!("did you mean `{nearest}`?"));
    }
    let help = by_sign(before, found, expected).or_else(|| by_expectation(found, expected));
    help.map(str::to_owned)
}

/// Advice that what stands before decides.
fn by_context(before: &str, rest: &str, found: &str, expected: &Expected) -> Option<&'static str> {
    let expects = |what: &str| expected.contains(what);
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let begins = |words: &[&str]| words.contains(&token(line));
    Some(match found {
        "by" | "qed" if before.ends_with([',', ';']) => "no comma and no semicolon ends a step",
        _ if before.ends_with("?") || found == "?" => {
            "write the formula itself: a goal has no name here"
        }
        ":" | "(" if begins(&["theorem", "lemma", "corollary", "claim", "axiom"]) => {
            "a statement is written in parts: `fix x : ℝ`, `assume h: P`, `show Q`"
        }
        "with" | "on" | "of" if begins(&["induction"]) => {
            "write `induction n`, then `case 0: …` and `case n + 1 ih: …` on lines of their own"
        }
        _ if begins(&["let"]) && expects("`:=`") => {
            "`let` names a value, `let a := e`; a variable is introduced by `fix x : ℝ`"
        }
        _ if before.ends_with(']') && expects(EXPRESSION) => {
            "a mean names its variable and distribution, and then the value: `E[x ~ μ] f x`"
        }
        _ if before.ends_with(":=") && expects("`by`") => {
            "a reason is written `by h`, without `:=`"
        }
        "{" if before.ends_with('_') => {
            "indices are written `x_1`, `x₁` or `x i`; ranges `Σ i < n. f i`, `sup f ∈ F. g f`, `E[x ~ μ] f x`"
        }
        "|" if rest.starts_with("||") => {
            "`or` is written `∨`; an absolute value inside another needs no sign between"
        }
        "=" if expects("`.`") && line.contains(['Σ', '∑', 'Π', '∏']) => {
            "a sum ranges by `<` or `∈`: `Σ i < n. f i` goes over 0 ≤ i < n"
        }
        "-" if before.ends_with("proof") => "`proof` stands alone; the steps follow",
        "(" if expects("a method or a fact") && before.ends_with("by") => {
            "methods and facts follow `by` without parentheses: `by auto`, `by h`"
        }
        "sorry" if before.ends_with("by") => "`sorry` stands alone, without `by`",
        "\"" | "/" if begins(&["import"]) => {
            "a file is named by its path with dots: `import lib.real`"
        }
        "at" if begins(&["unfold"]) => {
            "`unfold f` rewrites the goal; a fact is unfolded by a method: `have k: P by simp [f_def, h]`"
        }
        "∈" | "in" if expects("`}`") => {
            "the values of a function are `{y | ∃ x ∈ A. y = f x}`, or `image f A`"
        }
        _ => return None,
    })
}

/// Advice for a sign that has no place here.
fn by_sign(before: &str, found: &str, expected: &Expected) -> Option<&'static str> {
    let expects = |what: &str| expected.contains(what);
    Some(match found {
        "=" if expects("`show`") => {
            "what is claimed begins with `show`, what is assumed with `assume h: …`"
        }
        "=" if expects("`:=`") && !expects(OPERATOR) => "a definition is written with `:=`",
        "=" if expects(OPERATOR) && before.contains("def ") => "a definition is written with `:=`",
        ":" if expects("`show`") && !expects(OPERATOR) => {
            "a statement begins with `fix`, `assume` or `show`"
        }
        ":" if expects("`,`") => "separate the parts of a list by commas: `a: P, b: Q`",
        _ if expects("`.`") && expects("a variable") => {
            "a binder's body comes after a dot: `∀ x. P`"
        }
        "²" | "³" | "ⁿ" => "powers are written with `^`: `x ^ 2`",
        ":=" => "`:=` defines; an equation is written `=`",
        "‖" => "absolute values are written `|x|`",
        "⟨" => {
            "tuples are written `(a, b)`; values that exist are taken by `obtain x where h: P by k`"
        }
        "\"" => "formulas are written without quotation marks",
        "[" => {
            "a formula is grouped by `( )`; an interval is written `0 ≤ x ∧ x ≤ 1`, a mean `E[x ~ μ] f x`"
        }
        "~" | "∼" => "a value is drawn in `E[x ~ μ] f x` and `P[x ~ μ] (f x ≤ c)`",
        "." if expects(OPERATOR) || expects("`;`") || expects("`by`") => {
            "nothing ends with a full stop"
        }
        "using" | "from" if expects("`by`") => {
            "`using` stands after the method: `by linarith using h`"
        }
        _ if opens_operand(found) && expects(OPERATOR) => {
            "as an argument this needs parentheses: `f (|x|)`, `f (λ x. e)`"
        }
        _ => return None,
    })
}

fn by_expectation(found: &str, expected: &Expected) -> Option<&'static str> {
    let expects = |what: &str| expected.contains(what);
    Some(match found {
        _ if expects("`because`") => "an allowance says why: `allow RULE because \"…\"`",
        _ if expects(ITEM) => "text that is not proved stands in a comment, after `--`",
        _ if expects(STEP) => {
            "a step begins with its word: `have h: P by m`, `calc`, `show P by m`, `by m`"
        }
        _ => return None,
    })
}

fn opens_operand(found: &str) -> bool {
    matches!(
        found,
        "Σ" | "∑" | "Π" | "∏" | "∀" | "∃" | "λ" | "|" | "forall" | "exists" | "fun" | "sup" | "inf"
    )
}

/// The keyword of a step or an item that a word is nearly.
fn nearest_keyword(found: &str, expected: &BTreeSet<&'static str>) -> Option<&'static str> {
    let steps = expected
        .contains(STEP)
        .then_some(STEP_WORDS)
        .into_iter()
        .flatten();
    let items = expected
        .contains(ITEM)
        .then_some(words::ITEM_WORDS)
        .into_iter()
        .flatten();
    let near = steps
        .chain(items)
        .map(|word| (strsim::damerau_levenshtein(word, found), word));
    near.filter(|(distance, word)| *distance <= word.len() / 3)
        .min()
        .map(|(_, word)| *word)
}

const STEP_WORDS: &[&str] = &[
    "have",
    "calc",
    "obtain",
    "show",
    "fix",
    "assume",
    "let",
    "cases",
    "case",
    "induction",
    "suffices",
    "split",
    "unfold",
    "exists",
    "sorry",
    "by",
    "qed",
];
