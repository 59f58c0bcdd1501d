//! The portal itself, and which part of it answers a request.

use crate::{
    Credentials, Directory, Millis, Outcome, Request, Response, control,
    directory::{Person, cast},
    log::Entry,
    pictures, rest,
};

/// What a portal is made from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Decides the people and the secrets.
    pub seed: u64,
    /// The largest user id.
    pub people: u64,
    /// The portal's own address, without a closing slash.
    pub origin: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, people: 1000, origin: "https://example.bitrix24.com".into() }
    }
}

/// A portal: its people, its secrets and what it remembers.
#[derive(Debug)]
pub struct Portal {
    origin: String,
    directory: Directory,
    credentials: Credentials,
    log: Vec<Entry>,
}

impl Portal {
    /// A fresh portal.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            directory: Directory::new(settings.seed, settings.people),
            credentials: Credentials::from_seed(settings.seed),
            origin: settings.origin,
            log: Vec::new(),
        }
    }

    /// Its address.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its people.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Its secrets.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The requests it got, oldest first.
    #[must_use]
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// Forgets the requests it got.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    /// The people of an extranet caller's groups, beyond whom he sees nobody. None for an employee: he sees all.
    #[must_use]
    pub fn extranet_group(&self, caller: u64) -> Option<&'static [u64]> {
        self.directory.person(caller).filter(Person::is_extranet).map(|_| &cast::EXTRANET_GROUP[..])
    }
}

/// What becomes of a request that reaches the portal now.
#[must_use]
pub fn handle(portal: &mut Portal, now: Millis, request: &Request) -> Outcome {
    let path = request.path_only();
    Outcome::Respond(if path == "/rest" || path.starts_with("/rest/") {
        let (response, entry) = rest::serve(portal, now, request);
        portal.log.push(entry);
        response
    } else if path.starts_with("/__portal/") {
        control::serve(portal, request)
    } else {
        pictures::serve(portal, path).unwrap_or_else(|| Response::new(404, "text/plain", "Not found"))
    })
}
