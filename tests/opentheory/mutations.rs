//! Articles with something changed: a number, a name, a line dropped, doubled or moved. Whatever is left is refused, or
//! proves the same, or proves something else and the report says so. No change makes a theorem that the kernel did not.

use crate::articles::{folder, table};
use proptest::{
    prelude::*,
    sample::{Index, select},
};
use rationale::opentheory::{
    digest::digest,
    read::{Article, ReadError, Sequent, Symbols, read},
    report::{self, Reading},
};
use std::{collections::BTreeSet, fs::read_to_string, sync::LazyLock, time::Duration};

/// One change; places are taken modulo the number of lines that it can be made at.
#[derive(Clone, Debug)]
enum Mutation {
    Drop(Index),
    Double(Index),
    Swap(Index),
    Move(Index, Index),
    Number(Index, i8),
    Name(Index, Index),
    Command(Index, &'static str),
}

const COMMANDS: [&str; 20] = [
    "pop",
    "def",
    "ref",
    "remove",
    "cons",
    "nil",
    "hdTl",
    "appTerm",
    "absTerm",
    "varTerm",
    "sym",
    "trans",
    "refl",
    "assume",
    "eqMp",
    "appThm",
    "absThm",
    "deductAntisym",
    "proveHyp",
    "betaConv",
];

fn mutations() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        any::<Index>().prop_map(Mutation::Drop),
        any::<Index>().prop_map(Mutation::Double),
        any::<Index>().prop_map(Mutation::Swap),
        any::<(Index, Index)>().prop_map(|(from, to)| Mutation::Move(from, to)),
        (any::<Index>(), -3i8..=3).prop_map(|(at, by)| Mutation::Number(at, by)),
        any::<(Index, Index)>().prop_map(|(at, other)| Mutation::Name(at, other)),
        (any::<Index>(), select(&COMMANDS[..])).prop_map(|(at, word)| Mutation::Command(at, word)),
    ]
}

fn mutated(text: &str, mutation: &Mutation) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len();
    let those = |start: fn(&str) -> bool| -> Vec<usize> {
        let all = text.lines().enumerate();
        all.filter(|(_, line)| start(line))
            .map(|(at, _)| at)
            .collect()
    };
    match mutation {
        Mutation::Drop(at) => drop(lines.remove(at.index(count))),
        Mutation::Double(at) => {
            let line = lines[at.index(count)].clone();
            lines.insert(at.index(count), line);
        }
        Mutation::Swap(at) => {
            let at = at.index(count);
            lines.swap(at, (at + 1) % count);
        }
        Mutation::Move(from, to) => {
            let line = lines.remove(from.index(count));
            lines.insert(to.index(count), line);
        }
        Mutation::Number(at, by) => {
            let places = those(|line| line.parse::<i64>().is_ok());
            if !places.is_empty() {
                let line = &mut lines[places[at.index(places.len())]];
                let number: i64 = line.parse().unwrap_or_default();
                *line = (number + i64::from(*by)).to_string();
            }
        }
        Mutation::Name(at, other) => {
            let places = those(|line| line.starts_with('"'));
            if !places.is_empty() {
                let other = lines[places[other.index(places.len())]].clone();
                lines[places[at.index(places.len())]] = other;
            }
        }
        Mutation::Command(at, word) => lines[at.index(count)] = (*word).to_owned(),
    }
    lines.join("\n") + "\n"
}

/// The accepted articles of the folder, and one with a long proof.
static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let accepted = table().into_iter().filter(|expected| expected.accept);
    let small =
        accepted.filter_map(|e| read_to_string(folder().join(e.name).with_extension("art")).ok());
    let exporting = small.filter(|text| text.contains("thm"));
    exporting.chain([bridge()]).collect()
});

fn bridge() -> String {
    include_str!("../../src/opentheory/bridge.art").to_owned()
}

/// What is reported, apart from the time.
fn reported(outcome: Result<Article, ReadError>, symbols: &Symbols) -> String {
    let digest = outcome
        .as_ref()
        .ok()
        .map(|article| digest(article, symbols));
    let reading = Reading {
        file: "article".to_owned(),
        outcome,
        time: Duration::ZERO,
        digest,
    };
    report::text(&[reading], true)
}

fn sequents(
    article: &Article,
) -> [BTreeSet<(Vec<rationale_kernel::Term>, rationale_kernel::Term)>; 2] {
    let parts = |s: &Sequent| (s.hypotheses.clone(), s.conclusion.clone());
    let exported = article.theorems.iter().map(|t| parts(&t.sequent));
    [
        exported.collect(),
        article.assumptions.iter().map(parts).collect(),
    ]
}

/// Every exported theorem is the kernel's, and rests on what the article says that it assumes.
fn is_honest(article: &Article) -> bool {
    article.theorems.iter().all(|exported| {
        let theorem = &exported.theorem;
        let assumed = |axiom| article.assumptions.contains(&Sequent::of_axiom(axiom));
        Sequent::of(theorem) == exported.sequent && theorem.axioms().iter().all(assumed)
    })
}

fn check(original: &str, changed: &str) -> Result<(), TestCaseError> {
    // one set of symbols, so that equal definitions are equal constants and sequents can be compared
    let mut symbols = Symbols::default();
    let before = read(original.as_bytes(), &mut symbols).expect("the original is correct");
    let Ok(after) = read(changed.as_bytes(), &mut symbols) else {
        return Ok(());
    };
    prop_assert!(is_honest(&after));
    let same = sequents(&before) == sequents(&after);
    let (old, new) = (digest(&before, &symbols), digest(&after, &symbols));
    prop_assert_eq!(
        same,
        old == new,
        "a digest tells what is proved and assumed, and nothing else"
    );
    if !same {
        prop_assert_ne!(
            reported(Ok(before), &symbols),
            reported(Ok(after), &symbols)
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_article_proves_the_same_or_says_what(
        seed in any::<Index>(),
        changes in prop::collection::vec(mutations(), 1..4),
    ) {
        let original = &SEEDS[seed.index(SEEDS.len())];
        let changed = changes.iter().fold(original.clone(), |text, change| mutated(&text, change));
        check(original, &changed)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_proof_proves_the_same_or_says_what(change in mutations()) {
        let original = bridge();
        check(&original, &mutated(&original, &change))?;
    }
}

/// The same words about another constant, or at another type: the statements read the same, the digests differ.
#[test]
fn digests_tell_apart_what_reads_the_same() {
    let theorem = |definition: &str| {
        let commands = format!(
            "\"c\" {definition} defineConst pop 900 def pop 900 ref @bool constTerm 901 def refl nil @eq 901 ref appTerm 901 ref appTerm thm"
        );
        crate::support::article(6, &commands)
    };
    let shown = |text: &str| {
        let mut symbols = Symbols::default();
        let article = read(text.as_bytes(), &mut symbols).expect("correct");
        let digest = digest(&article, &symbols);
        (reported(Ok(article), &symbols).replace(&digest, ""), digest)
    };
    let (first, second) = (
        shown(&theorem("@true")),
        shown(&theorem("@eq @true appTerm @true appTerm")),
    );
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);
    let at = |term: &str, ty: &str| {
        let commands = format!("{term} refl nil {ty} {term} appTerm {term} appTerm thm");
        shown(&crate::support::article(6, &commands)).1
    };
    assert_ne!(at("@xA", "@eqA"), at("@aA", "@eqA"));
    assert_eq!(at("@id", "@=bb"), at("@vy @y absTerm", "@=bb"));
}
