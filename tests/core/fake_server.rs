//! The fake portal, beside the client in virtual time.

use std::cell::RefCell;
use std::rc::Rc;

use b24_fake_portal::directory::chats::Chats;
use b24_fake_portal::faults::Rule;
use b24_fake_portal::limits::Limits;
use b24_fake_portal::request_log::LogEntry;
use b24_fake_portal::tokens::TokenTerms;
use b24_fake_portal::{Millis, Outcome, Portal, Request, Response, Settings, handle};
use b24_users::auth::{Auth, Token};
use b24_users::client;
use b24_users::client::{Client, ClientOptions};
use b24_users::error::Cause;
use b24_users::transport::TransportError;
use serde_json::{Value, json};

use crate::virtual_host::{Answers, Reply, START_MS, Seen, VirtualHost, token};

/// A handle to one fake portal; clones are of the same.
#[derive(Clone)]
pub struct FakeServer(Rc<RefCell<Portal>>);

impl FakeServer {
    /// A portal with that many people, whose work takes its time.
    pub fn new(people: u64) -> Self {
        let portal =
            Self(Rc::new(RefCell::new(Portal::new(Settings { max_user_id: people, ..Settings::default() }))));
        portal.limited(Limits::default())
    }

    /// A portal with these people in a chat.
    pub fn with_chat(id: u64, people: &[u64]) -> Self {
        let mut settings = Settings::default();
        let chats = [(id, people.iter().copied().collect())].into();
        settings.chats = Chats::new(chats, &settings.directory()).expect("a chat");
        Self(Rc::new(RefCell::new(Portal::new(settings))))
    }

    /// The same with these limits.
    pub fn limited(self, limits: Limits) -> Self {
        self.0.borrow_mut().set_limits(Limits { real: true, ..limits }, millis(START_MS));
        self
    }

    /// The same with these faults.
    pub fn with_faults(self, rules: Value) -> Self {
        let rules: Vec<Rule> = serde_json::from_value(rules).expect("rules of faults");
        self.0.borrow_mut().set_faults(rules);
        self
    }

    /// The same as old as that: `24.300`.
    pub fn of_version(self, version: &str) -> Self {
        let edition = serde_json::from_value(json!({ "version": version })).expect("an edition");
        self.0.borrow_mut().set_edition(edition);
        self
    }

    /// How many requests it has answered with that status.
    pub fn answered(&self, status: u16) -> usize {
        self.0.borrow().log().iter().filter(|entry| entry.status == status).count()
    }

    /// The commands that it has carried out or refused, of all batches.
    pub fn commands(&self) -> Vec<String> {
        let portal = self.0.borrow();
        portal.log().iter().flat_map(|entry| &entry.commands).map(|command| command.method.clone()).collect()
    }

    /// A client of it, of a caller from outside the company.
    pub fn client_of_extranet(&self, world: &VirtualHost) -> Client<VirtualHost> {
        let caller = token(&self.0.borrow().credentials().extranet_token);
        Client::new(world.clone(), Auth::Token(caller), ClientOptions::default())
    }

    /// A client of it.
    pub fn client(&self, world: &VirtualHost, limits: client::Limits) -> Client<VirtualHost> {
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        Client::new(world.clone(), Auth::Token(self.token()), options)
    }

    /// Orders other faults from now on.
    pub fn order(&self, rules: Vec<Rule>) {
        self.0.borrow_mut().set_faults(rules);
    }

    /// How many requests it has refused as too many, without having been ordered to.
    pub fn refused(&self) -> usize {
        let portal = self.0.borrow();
        let refused = |entry: &&LogEntry| {
            entry.error.as_deref() == Some("QUERY_LIMIT_EXCEEDED") && entry.fault.is_none()
        };
        portal.log().iter().filter(refused).count()
    }

    /// How often the first of its faults has struck.
    pub fn struck(&self) -> u64 {
        let faults = serde_json::to_value(self.0.borrow().faults()).expect("plain data");
        faults[0]["struck"].as_u64().expect("a count")
    }

    /// A token that expires after so many requests.
    pub fn issue_token(&self, uses: u64, now: f64) -> Token {
        let terms = TokenTerms { expires_after_uses: Some(uses), ..TokenTerms::default() };
        token(&self.0.borrow_mut().issue_token(&terms, millis(now)))
    }

    /// A client of it, by a token with these scopes alone.
    pub fn client_with_scopes(&self, world: &VirtualHost, scopes: &[&str]) -> Client<VirtualHost> {
        let terms = serde_json::from_value(json!({ "scopes": scopes })).expect("scopes");
        let token = token(&self.0.borrow_mut().issue_token(&terms, millis(START_MS)));
        Client::new(world.clone(), Auth::Token(token), ClientOptions::default())
    }

    /// A token that opens it.
    pub fn token(&self) -> Token {
        token(&self.0.borrow().credentials().access_token)
    }
}

impl Answers for FakeServer {
    fn answer(&self, seen: &Seen, now: f64) -> Reply {
        let path = seen.url.splitn(4, '/').nth(3).unwrap_or_default();
        let form = ("Content-Type".into(), "application/x-www-form-urlencoded".into());
        let request = Request {
            method: "POST".into(),
            target: format!("/{path}"),
            headers: vec![form],
            body: seen.raw_form.clone().into_bytes(),
        };
        // The way there and back.
        as_browsers_see(handle(&mut self.0.borrow_mut(), millis(now), &request)).after(40.0)
    }
}

fn as_browsers_see(outcome: Outcome) -> Reply {
    match outcome {
        Outcome::Respond(response) => readable(response),
        Outcome::Delay { ms, then } => as_browsers_see(*then).after(ms as f64),
        Outcome::Hang => Reply::Hang,
        Outcome::Reset => no_answer(),
        Outcome::Truncate { response, bytes } => match readable(response) {
            Reply::Answer(status, body) => Reply::Pieces(
                status,
                vec![body[..bytes.min(body.len())].into()],
                Err(TransportError::Truncated(failed_to_fetch())),
            ),
            other => other,
        },
    }
}

/// Without the header of the CORS rules, a browser tells nothing of an answer.
fn readable(response: Response) -> Reply {
    if response.header("Access-Control-Allow-Origin").is_none() {
        return no_answer();
    }
    match response.status {
        301..=308 => Reply::Fail(TransportError::Redirected),
        status => Reply::Answer(status, response.body),
    }
}

fn no_answer() -> Reply {
    Reply::Fail(lost())
}

/// What browsers tell of a connection that broke.
pub fn lost() -> TransportError {
    TransportError::Network(failed_to_fetch())
}

fn failed_to_fetch() -> Cause {
    Cause { name: "TypeError".into(), message: "Failed to fetch".into() }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "moments are whole and after 1970"
)]
fn millis(ms: f64) -> Millis {
    ms as Millis
}
