//! The standard library of OpenTheory as one article, when it is there.

use crate::support::shared;
use rationale::opentheory::read::{Article, Symbols, read};
use std::fs::File;

fn base(symbols: &mut Symbols) -> Option<Article> {
    let file = File::open(shared("opentheory/base-1.221.art.gz")?).expect("readable");
    Some(read(file, symbols).expect("the base library is correct"))
}

#[test]
fn the_base_library_replays() {
    let mut symbols = Symbols::default();
    let Some(article) = base(&mut symbols) else {
        return;
    };
    assert_eq!(article.version, 6);
    assert_eq!(article.theorems.len(), 1_340);
    assert_eq!(article.assumptions.len(), 3);
    assert_eq!(article.counts.inferences, 222_915);
    assert_eq!(article.constants.len() + article.operators.len(), 222);
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
    for exported in &article.theorems {
        assert!(exported.theorem.concludes(&exported.sequent.conclusion));
        assert!(exported.theorem.axioms().len() <= 3);
    }
}

#[test]
fn the_same_definitions_give_the_same_constants() {
    let mut symbols = Symbols::default();
    let (Some(first), Some(second)) = (base(&mut symbols), base(&mut symbols)) else {
        return;
    };
    let sequents = |article: &Article| {
        article
            .theorems
            .iter()
            .map(|t| t.sequent.clone())
            .collect::<Vec<_>>()
    };
    assert!(sequents(&first) == sequents(&second));
}
