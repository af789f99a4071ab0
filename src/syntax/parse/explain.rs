//! From a failure of the grammar to a message in the words of the language: what was expected, what was found, and
//! the right spelling where a habit from elsewhere shows. Names of grammar rules never get out.

use std::collections::BTreeSet;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::builder::between;
use super::{Grammar, Rule};
use crate::report::Diagnostic;
use crate::syntax::ast::Span;
use crate::syntax::words;

/// Parses a region again by a strict rule and explains why that fails.
pub(super) fn region(text: &str, region: Span, bad: Span, rule: Rule) -> Diagnostic {
    let (start, end) = (region.start as usize, region.end as usize);
    let slice = text.get(start..end).unwrap_or_default();
    match Grammar::parse(rule, slice) {
        Err(error) => failure(text, start, &error),
        Ok(_) => unexpected(text, bad.start as usize, &BTreeSet::new()),
    }
}

/// Explains a failure; `offset` is where the parsed text begins in the whole.
pub(super) fn failure(text: &str, offset: usize, error: &Error<Rule>) -> Diagnostic {
    let position = offset
        + match error.location {
            InputLocation::Pos(position) => position,
            InputLocation::Span((start, _)) => start,
        };
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            let expected = positives.iter().filter_map(|rule| spelled(*rule)).collect();
            unexpected(text, position, &expected)
        }
        ErrorVariant::CustomError { .. } => Diagnostic::error(
            "too-deep",
            between(position, position),
            "nested too deeply to be read",
        ),
    }
}

/// `expected …, found …`
fn unexpected(text: &str, position: usize, expected: &BTreeSet<&'static str>) -> Diagnostic {
    let blank = text[position..].len() - text[position..].trim_start().len();
    let start = position + blank;
    let found = token(&text[start..]);
    let place = between(start, start + found.len());
    let what = if found.is_empty() {
        String::from("the end of the file")
    } else {
        format!("`{found}`")
    };
    let message = match listed(expected) {
        Some(list) => format!("expected {list}, found {what}"),
        None => format!("unexpected {what}"),
    };
    let diagnostic = Diagnostic::error("syntax", place, message);
    match advice(found, expected) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The word or symbol at the front.
fn token(text: &str) -> &str {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else {
        return "";
    };
    let word = |(_, c): &(usize, char)| !words::is_name_char(*c);
    let symbol = |(_, c): &(usize, char)| !matches!(c, '=' | '>' | '<' | ':' | '|' | '&' | '.');
    let end = match first {
        _ if words::is_name_char(first) => characters.find(word),
        ':' | '=' | '<' | '>' | '!' | '-' | '&' | '.' => characters.find(symbol),
        '\\' => characters.find(|(_, c)| !c.is_ascii_alphabetic()),
        _ => characters.next(),
    };
    &text[..end.map_or(text.len(), |(place, _)| place)]
}

/// A short list for a person: closers and keywords first; what may always continue an expression only if alone.
fn listed(expected: &BTreeSet<&'static str>) -> Option<String> {
    const CONTINUATIONS: [&str; 3] = ["an operator", "an argument", "a tuple"];
    let firm: Vec<&str> = expected
        .iter()
        .copied()
        .filter(|what| !CONTINUATIONS.contains(what))
        .collect();
    let shown = if firm.is_empty() {
        expected.iter().copied().collect()
    } else {
        firm
    };
    match shown.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [first @ .., last] if shown.len() <= 6 => Some(format!("{} or {last}", first.join(", "))),
        _ => Some(format!("one of {}", shown.join(", "))),
    }
}

/// What a person would type for a rule.
fn spelled(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::expr | Rule::application | Rule::prefix | Rule::labelled | Rule::bound => {
            "an expression"
        }
        Rule::minus
        | Rule::not
        | Rule::binder
        | Rule::mean
        | Rule::let_head
        | Rule::k_if
        | Rule::root
        | Rule::set => return None,
        Rule::paren
        | Rule::absolute
        | Rule::floor
        | Rule::latex
        | Rule::binder_word
        | Rule::mean_word
        | Rule::quoted => return None,
        Rule::infix | Rule::arithmetic => "an operator",
        Rule::name => "a name",
        Rule::number => "a number",
        Rule::hole => "`_`",
        Rule::type_expr | Rule::type_term | Rule::type_paren => "a type",
        Rule::type_arrow => "`→`",
        Rule::pattern | Rule::binding | Rule::bindings => "a variable",
        Rule::range | Rule::range_type | Rule::range_word => "`∈`, `<` or `:`",
        Rule::dot => "`.`",
        Rule::colon => "`:`",
        Rule::assign => "`:=`",
        Rule::comma => "`,`",
        Rule::bar | Rule::clause => "`|`",
        Rule::open => "`(`",
        Rule::close => "`)`",
        Rule::bracket => "`]`",
        Rule::brace => "`}`",
        Rule::plus => "`+`",
        Rule::semicolon => "`;`",
        Rule::attributes | Rule::fact_list => "`[`",
        Rule::relation => "a relation such as `=` or `≤`",
        Rule::method | Rule::facts | Rule::fact | Rule::fact_term | Rule::premise => {
            "a method or a fact"
        }
        Rule::string => "a string in `\"`",
        Rule::path => "a file, as in `lib.real`",
        Rule::rule_name => "the name of a rule",
        Rule::case_label => "a case such as `yes`, `left` or `0`",
        Rule::param | Rule::fixed | Rule::let_def => "a name",
        Rule::label => return None,
        rule => return keyword(rule),
    })
}

fn keyword(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::by | Rule::k_by => "`by`",
        Rule::proof | Rule::k_proof => "`proof`",
        Rule::k_qed => "`qed`",
        Rule::show | Rule::k_show => "`show`",
        Rule::fix | Rule::k_fix => "`fix`",
        Rule::assume | Rule::k_assume => "`assume`",
        Rule::k_where | Rule::functional => "`where`",
        Rule::k_with => "`with`",
        Rule::k_using | Rule::using | Rule::by_rule => "`using`",
        Rule::at | Rule::k_at => "`at`",
        Rule::k_because => "`because`",
        Rule::cite | Rule::k_cite => "`cite`",
        Rule::k_foundational => "`foundational`",
        Rule::item
        | Rule::theorem
        | Rule::def
        | Rule::import
        | Rule::axiom
        | Rule::claim
        | Rule::setting => "an item such as `theorem` or `def`",
        Rule::step | Rule::have | Rule::calc | Rule::show_step | Rule::case => {
            "a step such as `have`, `calc` or `show`"
        }
        Rule::EOI => "the end",
        _ => return None,
    })
}

/// The right way to say what was probably meant.
fn advice(found: &str, expected: &BTreeSet<&'static str>) -> Option<String> {
    if words::is_reserved(found) && (expected.contains("a name") || expected.contains("a variable"))
    {
        return Some(format!(
            "`{found}` is a word of the language and cannot be a name"
        ));
    }
    let help = match found {
        ":=" => "`:=` defines; an equation is written `=`",
        "=>" | "↦" => {
            "a binder's body comes after a dot: `λ x. e`; an implication is written `→`"
        }
        ":" if expected.contains("`,`") => "separate the parts of a list by commas: `a: P, b: Q`",
        "," if expected.contains("`.`") => "a binder's body comes after a dot: `∀ x. P`",
        "²" | "³" | "ⁿ" => "powers are written with `^`: `x ^ 2`",
        "$" | "#" | "@" => "this symbol has no meaning here; formulas are written without `$`",
        "~" | "~>" => "`~` draws a variable in `E[x ~ μ]`; negation is written `¬`",
        "‖" => "absolute values are written `|x|`",
        "Σ" | "∑" | "Π" | "∏" | "∀" | "∃" | "λ" | "|"
            if expected.contains("an operator") || expected.contains("an argument") =>
        {
            "as an argument this needs parentheses: `f (|x|)`, `f (λ x. e)`"
        }
        "end" | "done" | "QED" | "Qed" | "∎" => "a proof ends with `qed`",
        "lemma" => "a lemma is written `theorem`",
        "rw" => "this method is called `rewrite`",
        _ => return None,
    };
    Some(help.to_owned())
}
