//! The portal itself, and which part of it answers a request.

use crate::{
    Credentials, Directory, Millis, Outcome, Request, Response, clock, control,
    credentials::EMPLOYEE,
    directory::{Person, cast, chats::Chats},
    edition::Edition,
    faults::{Faults, Rule},
    limits::{Limits, Meter},
    log::Entry,
    oauth, pictures, rest,
    tokens::{Pair, Terms, WebhookTerms},
};
use std::collections::HashMap;

/// What a portal is made from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Decides the people and the secrets.
    pub seed: u64,
    /// The largest user id.
    pub people: u64,
    /// The people themselves, instead of so many made up.
    pub staff: Option<Vec<Person>>,
    /// Chats beside the standard ones.
    pub chats: Chats,
    /// The portal's own address, without a closing slash.
    pub origin: String,
    /// Which portal it plays.
    pub edition: Edition,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            people: 1000,
            staff: None,
            chats: Chats::default(),
            origin: "https://example.bitrix24.com".into(),
            edition: Edition::default(),
        }
    }
}

impl Settings {
    /// The people that the portal will have.
    #[must_use]
    pub fn directory(&self) -> Directory {
        self.staff.clone().map_or_else(|| Directory::new(self.seed, self.people), Directory::of)
    }
}

/// A portal: its people, its secrets and what it remembers.
#[derive(Debug)]
pub struct Portal {
    seed: u64,
    origin: String,
    edition: Edition,
    directory: Directory,
    chats: Chats,
    credentials: Credentials,
    faults: Faults,
    meter: Meter,
    statuses: HashMap<u64, String>,
    log: Vec<Entry>,
}

impl Portal {
    /// A fresh portal.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            seed: settings.seed,
            directory: settings.directory(),
            chats: settings.chats,
            credentials: Credentials::from_seed(settings.seed),
            origin: settings.origin,
            edition: settings.edition,
            faults: Faults::default(),
            meter: Meter::default(),
            // Who never opened the messenger has none.
            statuses: HashMap::from([(cast::OWNER, "online".into())]),
            log: Vec::new(),
        }
    }

    /// Its address.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Which portal it plays.
    #[must_use]
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Makes it play another.
    pub fn set_edition(&mut self, edition: Edition) {
        self.edition = edition;
    }

    /// A moment as it writes it.
    #[must_use]
    pub fn iso(&self, moment: Millis) -> String {
        clock::iso(moment, self.edition.utc_offset_minutes)
    }

    /// Its people.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Replaces its people.
    pub fn set_people(&mut self, people: Vec<Person>) {
        self.directory = Directory::of(people);
    }

    /// The ids of a chat's people, if the caller is told.
    #[must_use]
    pub fn chat_people(&self, chat: u64, caller: u64) -> Option<Vec<u64>> {
        let is_employee = self.extranet_group(caller).is_none();
        self.chats.people(&self.directory, chat, caller, is_employee)
    }

    /// Its secrets.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// A fresh token: of user 1 and good for ever, unless the terms say otherwise.
    pub fn issue_token(&mut self, terms: &Terms, now: Millis) -> String {
        self.issue_tokens(terms, now).access
    }

    /// The same, with what refreshes it.
    pub fn issue_tokens(&mut self, terms: &Terms, now: Millis) -> Pair {
        self.credentials.issue(terms, now)
    }

    /// The address of a fresh webhook.
    pub fn issue_webhook(&mut self, terms: &WebhookTerms) -> String {
        let code = self.credentials.issue_webhook(terms);
        format!("{}/rest/{}/{code}/", self.origin, terms.user.unwrap_or(EMPLOYEE))
    }

    /// The faults in force.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Replaces all faults, and what the old ones had counted.
    pub fn set_faults(&mut self, rules: Vec<Rule>) {
        self.faults = Faults::new(rules, self.seed);
    }

    /// The limits and how much of them is used.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Replaces the limits and begins to count anew.
    pub fn set_limits(&mut self, limits: Limits, now: Millis) {
        self.meter = Meter::new(limits, now);
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

    /// The status that somebody chose.
    #[must_use]
    pub fn status(&self, user: u64) -> Option<&str> {
        self.statuses.get(&user).map(String::as_str)
    }

    pub(crate) fn set_status(&mut self, user: u64, status: &str) {
        self.statuses.insert(user, status.into());
    }

    pub(crate) fn credentials_mut(&mut self) -> &mut Credentials {
        &mut self.credentials
    }

    pub(crate) fn faults_mut(&mut self) -> &mut Faults {
        &mut self.faults
    }

    pub(crate) fn meter_mut(&mut self) -> &mut Meter {
        &mut self.meter
    }

    /// Whether a user administers it: user 1 does.
    #[must_use]
    pub fn is_admin(&self, user: u64) -> bool {
        user == cast::OWNER
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
    if path == "/rest" || path.starts_with("/rest/") {
        let (outcome, entry) = rest::serve(portal, now, request);
        portal.log.push(entry);
        outcome
    } else if path.starts_with("/__portal/") {
        Outcome::Respond(control::serve(portal, now, request))
    } else if oauth::is_endpoint(path) {
        Outcome::Respond(oauth::serve(portal, now, request))
    } else {
        Outcome::Respond(
            pictures::serve(portal, path).unwrap_or_else(|| Response::new(404, "text/plain", "Not found")),
        )
    }
}
