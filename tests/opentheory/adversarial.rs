//! The adversarial articles of `../shared/opentheory`, when they are there.

use crate::support::shared;
use rationale::opentheory::read::{Symbols, read};
use std::fs::{File, read_to_string};

/// What the reference checker lets pass and we decided to refuse; the reasons are in docs/opentheory.md.
const REFUSED_PROBES: [&str; 6] = [
    "bool_arity1",
    "deflist_same_const_twice",
    "deftypeop_abs_eq_rep_name",
    "fun_arity1",
    "thm_extra_hyp",
    "v5_uses_sym",
];

#[test]
fn every_adversarial_article_gets_its_verdict() {
    let Some(folder) = shared("opentheory/adversarial") else {
        return;
    };
    let expected = read_to_string(folder.join("EXPECTED.tsv")).expect("the list of verdicts");
    for line in expected.lines() {
        let (name, verdict) = line.split_once('\t').expect("a name and a verdict");
        let file = File::open(folder.join(name).with_extension("art")).expect(name);
        let outcome = read(file, &mut Symbols::default());
        let accepted = match verdict {
            "accept" => true,
            "probe" => !REFUSED_PROBES.contains(&name),
            _ => false,
        };
        assert_eq!(outcome.is_ok(), accepted, "{name}: {outcome:?}");
    }
}
