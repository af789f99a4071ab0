//! Inputs on which fuzzing once found a mistake of this program, each in tests/fuzzed under what was wrong with it.

#[path = "support/oracles.rs"]
mod oracles;
#[path = "elaborate/signature.rs"]
mod signature;

#[test]
fn what_fuzzing_found_stays_mended() {
    let environment = signature::environment();
    let mut tried = 0;
    for entry in
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzzed")).expect("a folder")
    {
        let path = entry.expect("readable").path();
        let bytes = std::fs::read(&path).expect("readable");
        eprintln!("{}", path.display());
        let text = String::from_utf8_lossy(&bytes);
        oracles::reads(&text);
        oracles::elaborates(&text, &environment);
        oracles::checks(&text);
        tried += 1;
    }
    assert!(tried >= 2);
}
