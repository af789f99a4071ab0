//! The letters of the grammar's tokens: which letter each word and each sign becomes. The grammar shows beside each of its
//! letters what is written; a test compares the two.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A letter inside a line, and at its beginning.
pub(super) type Letters = (char, char);

/// A name that means nothing else, a number, and what no rule accepts.
pub(super) const NAME: char = '\u{100}';
pub(super) const NUMBER: char = '\u{110}';
pub(super) const OTHER: char = '\u{7FF}';
/// `_`, inside a line and at its beginning.
pub(super) const HOLE: Letters = ('\u{120}', '\u{280}');
/// Commands of LaTeX, and those that bind a variable.
pub(super) const COMMAND: char = '\u{170}';
pub(super) const BINDING_COMMAND: char = '\u{171}';
/// `<` directly before `-`.
pub(super) const BELOW_MINUS: char = '\u{221}';
/// Comments that are kept, and strings.
pub(super) const STRING: char = '\u{400}';
pub(super) const DOC: char = '\u{401}';
pub(super) const FILE_DOC: char = '\u{402}';
/// What follows `import`, and what follows `allow`.
pub(super) const PATH: char = '\u{403}';
pub(super) const RULE_NAME: char = '\u{404}';

/// The letters of a word or a sign.
pub(super) fn of(spelling: &str) -> Option<Letters> {
    LETTERS.get(spelling).copied()
}

/// Whether a word begins an item, by its letter inside a line.
pub(super) fn is_item(inside: char) -> bool {
    matches!(inside, '\u{350}'..='\u{35F}')
}

static LETTERS: LazyLock<FxHashMap<&str, Letters>> = LazyLock::new(|| {
    let leading = LEADING
        .iter()
        .map(|(spelling, inside, leading)| (*spelling, (*inside, *leading)));
    let same = |(letter, spellings): &(char, &'static str)| {
        let letter = *letter;
        spellings
            .split(' ')
            .map(move |spelling| (spelling, (letter, letter)))
    };
    leading.chain(SAME.iter().flat_map(same)).collect()
});

/// Words whose letter at the beginning of a line is another: messages go on from there.
const LEADING: &[(&str, char, char)] = &[
    ("have", '\u{300}', '\u{310}'),
    ("by", '\u{301}', '\u{311}'),
    ("calc", '\u{302}', '\u{312}'),
    ("obtain", '\u{303}', '\u{313}'),
    ("show", '\u{304}', '\u{314}'),
    ("fix", '\u{305}', '\u{315}'),
    ("assume", '\u{306}', '\u{316}'),
    ("cases", '\u{307}', '\u{317}'),
    ("case", '\u{308}', '\u{318}'),
    ("induction", '\u{309}', '\u{319}'),
    ("suffices", '\u{30A}', '\u{31A}'),
    ("split", '\u{30B}', '\u{31B}'),
    ("unfold", '\u{30C}', '\u{31C}'),
    ("sorry", '\u{30D}', '\u{31D}'),
    ("let", '\u{1B0}', '\u{1B1}'),
    ("import", '\u{350}', '\u{340}'),
    ("def", '\u{351}', '\u{341}'),
    ("type", '\u{352}', '\u{342}'),
    ("constant", '\u{353}', '\u{343}'),
    ("axiom", '\u{354}', '\u{344}'),
    ("theorem", '\u{355}', '\u{345}'),
    ("corollary", '\u{355}', '\u{345}'),
    ("lemma", '\u{355}', '\u{345}'),
    ("claim", '\u{356}', '\u{346}'),
    ("setting", '\u{357}', '\u{347}'),
    ("arm", '\u{358}', '\u{348}'),
    ("attribute", '\u{359}', '\u{349}'),
    ("specify", '\u{35A}', '\u{34A}'),
    ("allow", '\u{35B}', '\u{34B}'),
];

/// All others, by their letters.
const SAME: &[(char, &str)] = &[
    ('\u{101}', "strong"),
    ('\u{102}', "foundational"),
    ('\u{103}', "false"),
    ('\u{104}', "sos"),
    ('\u{130}', "("),
    ('\u{140}', "{"),
    ('\u{150}', "⌊"),
    ('\u{160}', "√ 𝟙"),
    ('\u{161}', "sqrt indicator"),
    ('\u{180}', "∀ ∃ λ Σ ∑ Π ∏ forall fun some Sum Prod"),
    ('\u{181}', "sup inf avg above below least"),
    ('\u{190}', "E[ P[ 𝔼[ ℙ["),
    ('\u{1A0}', "exists"),
    ('\u{1C0}', "if"),
    ('\u{1D0}', "¬ not !"),
    ('\u{1D1}', "~ ∼"),
    ('\u{1E0}', "- − –"),
    ('\u{1F0}', "\\"),
    ('\u{200}', "* / ^ ∸ ∪ ∩ ∘ div mod ** · ⋅"),
    ('\u{201}', "union inter"),
    ('\u{210}', "+"),
    ('\u{220}', "∈ elem < <= ≤ > >= ≥ ≠"),
    ('\u{230}', "in"),
    ('\u{240}', "= != ∉ notin ⊆ ↔ <-> ⩽ ⩾"),
    ('\u{241}', "subset"),
    ('\u{250}', "→ -> ⇒"),
    ('\u{251}', "× ><"),
    ('\u{252}', "=>"),
    (
        '\u{260}',
        "∧ and /\\ ∨ or \\/ then else ⟺ ⇔ <=> ⟷ ⟹ ==> ⟶ == /= && & % ÷ ⊂ ∖",
    ),
    ('\u{270}', "|"),
    ('\u{320}', "qed"),
    ('\u{380}', "proof"),
    ('\u{381}', "at"),
    ('\u{382}', "because"),
    ('\u{383}', "cite"),
    ('\u{384}', "using from"),
    ('\u{385}', "generalizing"),
    ('\u{386}', "of"),
    ('\u{387}', "where"),
    ('\u{388}', "with"),
    ('\u{389}', "without"),
    ('\u{410}', ":="),
    ('\u{411}', ":"),
    ('\u{412}', ","),
    ('\u{413}', ")"),
    ('\u{414}', "]"),
    ('\u{415}', "}"),
    ('\u{416}', ";"),
    ('\u{417}', ". ↦"),
    ('\u{418}', "["),
    ('\u{419}', "⌋"),
    ('\u{41A}', "‹"),
    ('\u{41B}', "›"),
    ('\u{41C}', "`"),
    ('\u{41D}', "←"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::syntax::parse::tokens::Tokens;
    use crate::syntax::words;

    #[test]
    fn words_with_letters_are_the_reserved_ones() {
        for word in words::RESERVED {
            assert!(of(word).is_some(), "{word}");
        }
        for spelling in LETTERS
            .keys()
            .filter(|spelling| spelling.chars().all(words::is_name_char))
        {
            let is_contextual = matches!(*spelling, "strong" | "foundational" | "false" | "sos");
            assert_eq!(words::is_reserved(spelling), !is_contextual, "{spelling}");
        }
    }

    type Ranges = Vec<(u32, u32)>;

    /// The letters of a rule of the grammar, if it is one of a token, and the spellings beside it.
    fn token_rule(line: &str) -> Option<(Ranges, Vec<&str>)> {
        let (rule, spellings) = line
            .split_once("} // ")
            .filter(|_| line.contains("'\\u{"))?;
        let codes: Vec<u32> = rule
            .split("\\u{")
            .skip(1)
            .map(|code| {
                u32::from_str_radix(code.split('}').next().unwrap_or_default(), 16).unwrap()
            })
            .collect();
        let ranges = codes.chunks(2).map(|range| (range[0], range[1])).collect();
        Some((ranges, spellings.split(' ').collect()))
    }

    #[test]
    fn the_grammar_shows_what_is_written() {
        let mut shown = BTreeSet::new();
        let grammar = include_str!("../../../grammar/tokens.pest");
        for line in grammar.lines() {
            let Some((ranges, spellings)) = token_rule(line) else {
                continue;
            };
            for spelling in spellings {
                let tokens = Tokens::of(&format!("x {spelling}"), 0);
                assert_eq!(tokens.count(), 2, "{spelling}");
                let letter = tokens.letters(1..2).chars().next().map(u32::from).unwrap();
                assert!(
                    ranges.iter().any(|(a, b)| (*a..=*b).contains(&letter)),
                    "{line}: {spelling}"
                );
                shown.insert(spelling);
            }
        }
        for spelling in LETTERS.keys() {
            assert!(
                shown.contains(spelling),
                "the grammar does not show `{spelling}`"
            );
        }
    }
}
