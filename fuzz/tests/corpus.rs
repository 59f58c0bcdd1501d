//! Runs each target on its corpus and on the responses of the fixtures.

use std::fs;
use std::path::{Path, PathBuf};

use b24_fuzz::TARGETS;

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = listing.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn no_target_panics_on_its_corpus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in &TARGETS {
        let corpus = files(&root.join("corpus").join(target.name));
        assert!(!corpus.is_empty(), "{} has a corpus", target.name);
        for file in corpus {
            (target.run)(&fs::read(&file).expect("a readable file"));
        }
    }
}

#[test]
fn no_target_panics_on_complete_or_truncated_fixtures() {
    let fixtures = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures"));
    for file in fixtures.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let body = fs::read(file).expect("a readable file");
        for target in TARGETS.iter().filter(|target| target.takes_responses) {
            for cut in [0, 1.min(body.len()), body.len() / 2] {
                let input = [b"2", &body[..body.len() - cut]].concat();
                (target.run)(&input);
            }
        }
    }
}
