mod batched_lookup;
mod chat_users;
mod id_list;
mod id_pages;
mod portal_address;
mod raw_calls;
mod user_lookup;

/// A fuzz target: a part of the library that is run with arbitrary bytes.
#[derive(Debug)]
pub struct Target {
    /// The name of the target, and of its folder in the corpus.
    pub name: &'static str,
    /// Whether the bytes are a response: a byte that selects the status, then the body.
    pub takes_responses: bool,
    /// Runs the target. Panics if the library violates an invariant.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 7] = [
    Target { name: "batched_lookup", takes_responses: true, run: batched_lookup::run },
    Target { name: "chat_users", takes_responses: true, run: chat_users::run },
    Target { name: "id_pages", takes_responses: true, run: id_pages::run },
    Target { name: "raw_calls", takes_responses: true, run: raw_calls::run },
    Target { name: "user_lookup", takes_responses: true, run: user_lookup::run },
    Target { name: "id_list", takes_responses: false, run: id_list::run },
    Target { name: "portal_address", takes_responses: false, run: portal_address::run },
];

/// Finds a target by its name.
#[must_use]
pub fn find_target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
