//! From a failure of the grammar to a message in the words of the language: what was expected, what was found, and
//! the right spelling where a habit from elsewhere shows. Names of grammar rules never get out.

use std::collections::BTreeSet;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::tokens::Tokens;
use super::{Grammar, Rule, hints};
use crate::report::Diagnostic;
use crate::syntax::ast::Span;
use crate::syntax::words;

/// Parses tokens again by a strict rule, up to the last bad one, and explains why that fails: once from the first token
/// on, once from the first bad one on. What got further tells more.
pub(super) fn region(
    text: &str,
    tokens: &Tokens,
    first: usize,
    bad: std::ops::Range<usize>,
    rule: Rule,
) -> Diagnostic {
    let failed = |from: usize| {
        let error = Grammar::parse(rule, tokens.letters(from..bad.end)).err()?;
        Some((from + token_of(&error), from, error))
    };
    let (whole, alone) = (failed(first), failed(bad.start));
    let further = match (whole, alone) {
        (Some(whole), Some(alone)) if alone.0 > whole.0 => Some(alone),
        (None, alone) => alone,
        (whole, _) => whole,
    };
    match further {
        Some((_, from, error)) => failure(text, tokens, from, &error),
        None => unexpected(text, tokens.start(bad.start) as usize, &BTreeSet::new()),
    }
}

/// The number of the token that is to blame.
fn token_of(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(position) => position / 2,
        InputLocation::Span((start, _)) => start / 2,
    }
}

/// Explains a failure; `first` is the first token that was parsed.
pub(super) fn failure(
    text: &str,
    tokens: &Tokens,
    first: usize,
    error: &Error<Rule>,
) -> Diagnostic {
    let position = tokens.start(first + token_of(error)) as usize;
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
    let start = position + blanks(&text[position..]);
    if let Some(diagnostic) = reserved_label(text, start) {
        return diagnostic;
    }
    if let Some(diagnostic) = hints::habit(text, start, expected) {
        return diagnostic;
    }
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
    match hints::advice(text, start, found, expected) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// A word of the language as a label: here, before the colon that begins here, or after the step's word that does.
fn reserved_label(text: &str, start: usize) -> Option<Diagnostic> {
    let first = token(&text[start..]);
    let place = match first {
        ":" => {
            start
                - text[..start]
                    .chars()
                    .rev()
                    .take_while(|c| words::is_name_char(*c))
                    .map(char::len_utf8)
                    .sum::<usize>()
        }
        "have" | "show" | "assume" | "suffices" => {
            start + first.len() + blanks(&text[start + first.len()..])
        }
        _ => start,
    };
    let word = token(&text[place..]);
    let rest = text[place + word.len()..].trim_start();
    if !words::is_reserved(word) || !rest.starts_with(':') || rest.starts_with(":=") {
        return None;
    }
    let message = format!("`{word}` is a word of the language and cannot be a label");
    let place = between(place, place + word.len());
    Some(Diagnostic::error("syntax", place, message).help("take another name for the fact"))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

pub(super) fn between(start: usize, end: usize) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: place(start),
        end: place(end),
    }
}

/// The word or symbol at the front.
pub(super) fn token(text: &str) -> &str {
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

/// A short list for a person, the most telling first.
fn listed(expected: &BTreeSet<&'static str>) -> Option<String> {
    let shown: Vec<&str> = match expected {
        _ if expected.contains(OPERATOR) => after_operand(expected),
        _ if expected.contains("`;`") => expected
            .iter()
            .copied()
            .filter(|what| !ARGUMENTS.contains(what))
            .collect(),
        _ if expected.contains(EXPRESSION) => expected
            .iter()
            .copied()
            .filter(|what| *what != STEP && !ARGUMENTS.contains(what))
            .collect(),
        _ => expected.iter().copied().collect(),
    };
    match shown.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        _ if shown.contains(&STEP) && !shown.contains(&EXPRESSION) => {
            Some(format!("{STEP}, or `qed`"))
        }
        [first @ .., last] if shown.len() <= 8 => Some(format!("{} or {last}", first.join(", "))),
        _ => Some(format!("one of {}", shown.join(", "))),
    }
}

pub(super) const EXPRESSION: &str = "an expression";
pub(super) const OPERATOR: &str = "an operator";
pub(super) const STEP: &str = "a step such as `have`, `calc` or `show`";
pub(super) const ITEM: &str = "an item such as `theorem` or `def`";
const ARGUMENTS: [&str; 4] = ["a name", "a number", "`(`", "`_`"];

/// Where an operand has ended nearly everything may follow: an operator, and what ends the formula here.
fn after_operand(expected: &BTreeSet<&'static str>) -> Vec<&'static str> {
    const ENDS: [&str; 9] = [
        "`)`", "`]`", "`}`", "`|`", "`.`", "`,`", "`by`", "`where`", "`_`",
    ];
    let brackets = expected.iter().any(|what| ENDS[..5].contains(what));
    let mut shown = vec![OPERATOR];
    shown.extend(
        ENDS[..8]
            .iter()
            .copied()
            .filter(|end| expected.contains(end)),
    );
    if shown.len() == 1 && !brackets {
        shown.push("the next item");
    }
    shown
}

/// What a person would type for a rule.
fn spelled(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::expr | Rule::operand | Rule::labelled | Rule::bound => EXPRESSION,
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
        Rule::infix | Rule::arithmetic => OPERATOR,
        Rule::name => "a name",
        Rule::number => "a number",
        Rule::hole => "`_`",
        Rule::type_expr | Rule::type_term | Rule::type_paren => "a type",
        Rule::type_arrow => "`→`",
        Rule::pattern | Rule::binding | Rule::bindings => "a variable",
        Rule::range | Rule::range_word => "`∈`",
        Rule::range_type => "`:`",
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
        Rule::part_expected => "`show`",
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
        Rule::EOI => "the next item",
        Rule::only_item => ITEM,
        Rule::only_step => STEP,
        Rule::only_expr => EXPRESSION,
        rule if begins_item(rule) => ITEM,
        rule if begins_step(rule) => STEP,
        _ => return None,
    })
}

fn begins_item(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::item
            | Rule::theorem
            | Rule::def
            | Rule::import
            | Rule::axiom
            | Rule::claim
            | Rule::setting
    ) || matches!(
        rule,
        Rule::type_item
            | Rule::constant
            | Rule::attribute
            | Rule::arm
            | Rule::specify
            | Rule::allow
    )
}

fn begins_step(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::step
            | Rule::have
            | Rule::calc
            | Rule::obtain
            | Rule::show_step
            | Rule::cases
            | Rule::case
    ) || matches!(
        rule,
        Rule::induction | Rule::suffices | Rule::split | Rule::unfold | Rule::witness
    )
}
