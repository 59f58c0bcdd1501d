//! The portal's state, and the dispatch of its requests.

use crate::{
    Credentials, Directory, Edition, Millis, Outcome, PortalOptions, Request, Response, avatars,
    control,
    directory::{Person, chats::CustomChats, fixtures},
    faults::{FaultInjector, FaultRule},
    limits::{LimitOptions, Limiter},
    oauth,
    request_log::LogEntry,
    rest, timestamp,
    tokens::{TokenOptions, TokenPair, WebhookOptions},
};
use std::collections::HashMap;

/// A portal: its users, credentials, limits, faults and request log.
#[derive(Debug)]
pub struct Portal {
    seed: u64,
    origin: String,
    edition: Edition,
    directory: Directory,
    chats: CustomChats,
    credentials: Credentials,
    faults: FaultInjector,
    limiter: Limiter,
    statuses: HashMap<u64, String>,
    log: Vec<LogEntry>,
}

impl Portal {
    /// A portal in its initial state.
    #[must_use]
    pub fn new(options: PortalOptions) -> Self {
        Self {
            seed: options.seed,
            directory: options.directory(),
            chats: options.chats,
            credentials: Credentials::from_seed(options.seed),
            origin: options.origin,
            edition: options.edition,
            faults: FaultInjector::default(),
            limiter: Limiter::default(),
            // A user who has never opened the messenger has no status.
            statuses: HashMap::from([(fixtures::OWNER_ID, "online".into())]),
            log: Vec::new(),
        }
    }

    /// The portal's origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The edition that is imitated.
    #[must_use]
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// Changes the edition that is imitated.
    pub fn set_edition(&mut self, edition: Edition) {
        self.edition = edition;
    }

    /// Formats a timestamp in the portal's time zone.
    #[must_use]
    pub fn format_timestamp(&self, timestamp: Millis) -> String {
        timestamp::format_iso8601(timestamp, self.edition.utc_offset_minutes)
    }

    /// The portal's users.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Replaces the portal's users.
    pub fn set_people(&mut self, people: Vec<Person>) {
        self.directory = Directory::from_people(people);
    }

    /// The ids of the members of a chat; `None` if the chat does not exist or the caller may not
    /// see it.
    #[must_use]
    pub fn chat_member_ids(&self, chat: u64, caller: u64) -> Option<Vec<u64>> {
        let is_employee = self.extranet_visible_ids(caller).is_none();
        self.chats.member_ids(&self.directory, chat, caller, is_employee)
    }

    /// The portal's credentials.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Issues an access token. With default options, it belongs to user 1 and never expires.
    pub fn issue_token(&mut self, options: &TokenOptions, now: Millis) -> String {
        self.issue_token_pair(options, now).access
    }

    /// Issues an access token with its refresh token.
    pub fn issue_token_pair(&mut self, options: &TokenOptions, now: Millis) -> TokenPair {
        self.credentials.issue_token_pair(options, now)
    }

    /// Issues a webhook, and returns its address.
    pub fn issue_webhook(&mut self, options: &WebhookOptions) -> String {
        let code = self.credentials.issue_webhook(options);
        format!("{}/rest/{}/{code}/", self.origin, options.user.unwrap_or(fixtures::OWNER_ID))
    }

    /// The fault rules and their counters.
    #[must_use]
    pub fn faults(&self) -> &FaultInjector {
        &self.faults
    }

    /// Replaces all fault rules and resets their counters.
    pub fn set_faults(&mut self, rules: Vec<FaultRule>) {
        self.faults = FaultInjector::new(rules, self.seed);
    }

    /// The limits, and how much of them is used.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    /// Replaces the limits, and resets how much of them is used.
    pub fn set_limits(&mut self, options: LimitOptions, now: Millis) {
        self.limiter = Limiter::new(options, now);
    }

    /// The logged requests, from the oldest to the newest.
    #[must_use]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// Clears the request log.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    /// The status that a user has set; `None` if the user has never set one.
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

    pub(crate) fn faults_mut(&mut self) -> &mut FaultInjector {
        &mut self.faults
    }

    pub(crate) fn limiter_mut(&mut self) -> &mut Limiter {
        &mut self.limiter
    }

    /// Whether a user is an administrator. Only user 1 is.
    #[must_use]
    pub fn is_admin(&self, user: u64) -> bool {
        user == fixtures::OWNER_ID
    }

    /// The ids of the users that an external caller may see besides itself: the members of the
    /// caller's groups. `None` if the caller is not external.
    #[must_use]
    pub fn extranet_visible_ids(&self, caller: u64) -> Option<&'static [u64]> {
        self.directory
            .person(caller)
            .filter(Person::is_external)
            .map(|_| &fixtures::EXTRANET_GROUP_MEMBER_IDS[..])
    }
}

/// Handles a request that arrives at the time `now`.
#[must_use]
pub fn handle_request(portal: &mut Portal, now: Millis, request: &Request) -> Outcome {
    let path = request.path();
    if path == "/rest" || path.starts_with("/rest/") {
        let (outcome, entry) = rest::handle_rest_request(portal, now, request);
        portal.log.push(entry);
        outcome
    } else if path.starts_with("/__portal/") {
        Outcome::Respond(control::handle_control_request(portal, now, request))
    } else if oauth::is_token_endpoint(path) {
        Outcome::Respond(oauth::handle_token_request(portal, now, request))
    } else {
        Outcome::Respond(
            avatars::find_image(portal, path)
                .unwrap_or_else(|| Response::new(404, "text/plain", "Not found")),
        )
    }
}
