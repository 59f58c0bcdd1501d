//! What is known of portals, fact by fact, and which tests name each fact.

mod coverage;
mod facts;
mod markers;
mod page;

pub use coverage::problems;
pub use facts::{Fact, Table, parse};
pub use markers::{Marker, markers};
pub use page::page;

/// Who has to get a fact right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The fake portal, which behaves that way.
    Portal,
    /// The library, which copes with it.
    Client,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Portal, Self::Client];

    /// Whose test a file is.
    fn of(file: &str) -> Self {
        if file.starts_with("crates/fake-portal/") { Self::Portal } else { Self::Client }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Client => "client",
        }
    }
}
