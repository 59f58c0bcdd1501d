mod address;
mod answer;
mod batch;
mod ids;

/// Something that takes arbitrary bytes.
#[derive(Debug)]
pub struct Target {
    /// Its name, and that of its folder in the corpus.
    pub name: &'static str,
    /// Panics if what comes of the bytes is not as promised.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 4] = [
    Target { name: "answer", run: answer::run },
    Target { name: "batch", run: batch::run },
    Target { name: "ids", run: ids::run },
    Target { name: "address", run: address::run },
];

/// The target of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
