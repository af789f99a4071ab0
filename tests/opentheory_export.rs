//! What is written is read back: the same theorems, no other assumption. One test, because the logic is made once in a
//! process and must be made while it is recorded.

use rationale::{
    logic::catalogue,
    opentheory::{
        read::{Article, Symbols, read},
        write::{Exporter, Recorder, Written, literals::Literals},
    },
};

fn read_back(text: &[u8], written: &Written) -> Article {
    let article = read(text, &mut Symbols::default()).unwrap_or_else(|error| {
        panic!("{error}: {} {:?}", error.command, error.stack);
    });
    assert_eq!(written.bytes as usize, text.len());
    assert_eq!(written.theorems as usize, article.theorems.len());
    assert_eq!(written.inferences, article.counts.inferences);
    assert_eq!(written.commands, article.counts.commands);
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
    article
}

#[test]
fn proofs_are_written_and_read_back() {
    let recorder = Recorder::default();
    recorder.attach();
    let theorems = &catalogue().theorems;
    let mut exporter = Exporter::new(&recorder, Literals::default());
    for (name, theorem) in theorems {
        exporter
            .add(&(*name).into(), theorem)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let mut text = vec![];
    let written = exporter.write(&mut text).expect("written");
    let article = read_back(&text, &written);
    assert_eq!(article.theorems.len(), theorems.len());
    assert_eq!(article.assumptions.len(), 3);
    println!("{written:?}");
}
