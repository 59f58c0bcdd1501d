mod address;
mod answer;
mod batch;
mod call;
mod chat;
mod ids;
mod list;

/// Something that takes arbitrary bytes.
#[derive(Debug)]
pub struct Target {
    /// Its name, and that of its folder in the corpus.
    pub name: &'static str,
    /// Whether the bytes are a status, by one byte, and the body of an answer.
    pub takes_answers: bool,
    /// Panics if what comes of the bytes is not as promised.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 7] = [
    Target { name: "answer", takes_answers: true, run: answer::run },
    Target { name: "batch", takes_answers: true, run: batch::run },
    Target { name: "call", takes_answers: true, run: call::run },
    Target { name: "chat", takes_answers: true, run: chat::run },
    Target { name: "list", takes_answers: true, run: list::run },
    Target { name: "ids", takes_answers: false, run: ids::run },
    Target { name: "address", takes_answers: false, run: address::run },
];

/// The target of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
