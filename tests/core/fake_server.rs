//! The fake portal as the server of virtual hosts.

use std::cell::RefCell;
use std::rc::Rc;

use b24_fake_portal::directory::chats::CustomChats;
use b24_fake_portal::faults::FaultRule;
use b24_fake_portal::limits::LimitOptions;
use b24_fake_portal::request_log::LogEntry;
use b24_fake_portal::tokens::TokenOptions;
use b24_fake_portal::{Millis, Outcome, Portal, PortalOptions, Request, Response, handle_request};
use b24_users::auth::{Auth, Token};
use b24_users::client;
use b24_users::client::{Client, ClientOptions};
use b24_users::error::Cause;
use b24_users::transport::TransportError;
use serde_json::{Value, json};

use crate::virtual_host::{RecordedRequest, Reply, START_MS, Server, VirtualHost, token};

/// A fake portal; clones share it.
#[derive(Clone)]
pub struct FakeServer(Rc<RefCell<Portal>>);

impl FakeServer {
    /// A portal with users up to this id, which delays responses by its work.
    pub fn new(max_user_id: u64) -> Self {
        let portal = Self(Rc::new(RefCell::new(Portal::new(PortalOptions {
            max_user_id,
            ..PortalOptions::default()
        }))));
        portal.with_limits(LimitOptions::default())
    }

    /// A portal with a custom chat.
    pub fn with_chat(id: u64, members: &[u64]) -> Self {
        let mut options = PortalOptions::default();
        let chats = [(id, members.iter().copied().collect())].into();
        options.chats = CustomChats::new(chats, &options.directory()).expect("a chat");
        Self(Rc::new(RefCell::new(Portal::new(options))))
    }

    /// Sets the limits.
    pub fn with_limits(self, limits: LimitOptions) -> Self {
        self.0.borrow_mut().set_limits(LimitOptions { real: true, ..limits }, millis(START_MS));
        self
    }

    /// Sets the fault rules, as JSON.
    pub fn with_faults(self, rules: Value) -> Self {
        let rules: Vec<FaultRule> = serde_json::from_value(rules).expect("rules of faults");
        self.0.borrow_mut().set_faults(rules);
        self
    }

    /// Sets the version, such as `24.300`.
    pub fn of_version(self, version: &str) -> Self {
        let edition = serde_json::from_value(json!({ "version": version })).expect("an edition");
        self.0.borrow_mut().set_edition(edition);
        self
    }

    /// The number of responses with this status.
    pub fn response_count(&self, status: u16) -> usize {
        self.0.borrow().log().iter().filter(|entry| entry.status == status).count()
    }

    /// The methods of all commands in all batches.
    pub fn commands(&self) -> Vec<String> {
        let portal = self.0.borrow();
        portal
            .log()
            .iter()
            .flat_map(|entry| &entry.commands)
            .map(|command| command.method.clone())
            .collect()
    }

    /// A client of the extranet user.
    pub fn client_of_extranet(&self, host: &VirtualHost) -> Client<VirtualHost> {
        let caller = token(&self.0.borrow().credentials().extranet_token);
        Client::new(host.clone(), Auth::Token(caller), ClientOptions::default())
    }

    /// A client of user 1.
    pub fn client(&self, host: &VirtualHost, limits: client::Limits) -> Client<VirtualHost> {
        let options = ClientOptions { limits: Some(limits), ..ClientOptions::default() };
        Client::new(host.clone(), Auth::Token(self.token()), options)
    }

    /// Replaces the fault rules.
    pub fn set_faults(&self, rules: Vec<FaultRule>) {
        self.0.borrow_mut().set_faults(rules);
    }

    /// The number of requests that its own rate limit has rejected.
    pub fn throttled_count(&self) -> usize {
        let portal = self.0.borrow();
        let is_throttled = |entry: &&LogEntry| {
            entry.error.as_deref() == Some("QUERY_LIMIT_EXCEEDED") && entry.fault.is_none()
        };
        portal.log().iter().filter(is_throttled).count()
    }

    /// The number of injections by the first fault rule.
    pub fn injection_count(&self) -> u64 {
        let faults = serde_json::to_value(self.0.borrow().faults()).expect("plain data");
        faults[0]["injections"].as_u64().expect("a count")
    }

    /// Issues a token that expires after a number of requests.
    pub fn issue_token(&self, uses: u64, now: f64) -> Token {
        let terms = TokenOptions { expires_after_uses: Some(uses), ..TokenOptions::default() };
        token(&self.0.borrow_mut().issue_token(&terms, millis(now)))
    }

    /// A client whose token has only these scopes.
    pub fn client_with_scopes(&self, host: &VirtualHost, scopes: &[&str]) -> Client<VirtualHost> {
        let terms = serde_json::from_value(json!({ "scopes": scopes })).expect("scopes");
        let token = token(&self.0.borrow_mut().issue_token(&terms, millis(START_MS)));
        Client::new(host.clone(), Auth::Token(token), ClientOptions::default())
    }

    /// The token of user 1.
    pub fn token(&self) -> Token {
        token(&self.0.borrow().credentials().access_token)
    }
}

impl Server for FakeServer {
    fn respond(&self, request: &RecordedRequest, now: f64) -> Reply {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let form = ("Content-Type".into(), "application/x-www-form-urlencoded".into());
        let http_request = Request {
            verb: "POST".into(),
            target: format!("/{path}"),
            headers: vec![form],
            body: request.raw_form.clone().into_bytes(),
        };
        // The round-trip time.
        to_reply(handle_request(&mut self.0.borrow_mut(), millis(now), &http_request)).after(40.0)
    }
}

fn to_reply(outcome: Outcome) -> Reply {
    match outcome {
        Outcome::Respond(response) => readable(response),
        Outcome::Delay { ms, then } => to_reply(*then).after(ms as f64),
        Outcome::Hang => Reply::Hang,
        Outcome::Reset => no_response(),
        Outcome::Truncate { response, bytes } => match readable(response) {
            Reply::Response(status, body) => Reply::Chunks(
                status,
                vec![body[..bytes.min(body.len())].into()],
                Err(TransportError::Truncated(failed_to_fetch())),
            ),
            other => other,
        },
    }
}

/// Browsers hide responses without the CORS header.
fn readable(response: Response) -> Reply {
    if response.header("Access-Control-Allow-Origin").is_none() {
        return no_response();
    }
    match response.status {
        301..=308 => Reply::Error(TransportError::Redirected),
        status => Reply::Response(status, response.body),
    }
}

fn no_response() -> Reply {
    Reply::Error(network_failure())
}

/// The error of a broken connection, as browsers report it.
pub fn network_failure() -> TransportError {
    TransportError::Network(failed_to_fetch())
}

fn failed_to_fetch() -> Cause {
    Cause { name: "TypeError".into(), message: "Failed to fetch".into() }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "virtual time is integral and after 1970"
)]
fn millis(ms: f64) -> Millis {
    ms as Millis
}
