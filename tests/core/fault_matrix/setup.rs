//! The setup of a scenario: portal, client and seeded random numbers.

use std::cell::RefCell;

use b24_fake_portal::limits::LimitOptions;
use b24_users::auth::Auth;
use b24_users::client::{Client, ClientOptions, GetUsersOptions, Limits};
use b24_users::error::{Error, ErrorKind};
use b24_users::ids::IdInput;

use super::outcome::{DEADLINE_MS, ScenarioCallOutcome};
use super::scenarios::{Scenario, Tokens};
use crate::fake_server::FakeServer;
use crate::virtual_host::VirtualHost;

/// The highest id of the portal. Ids that end in 99 do not exist.
pub const MAX_USER_ID: u64 = 600;

/// Small, so that the rate limit is reached.
const BURST: u32 = 12;

pub struct Setup {
    pub host: VirtualHost,
    pub portal: FakeServer,
    pub client: Client<VirtualHost>,
    rng: RefCell<fastrand::Rng>,
}

impl Setup {
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let portal = FakeServer::new(MAX_USER_ID).with_limits(LimitOptions {
            burst: Some(BURST),
            cost_per_user_ms: 2.0,
            ..LimitOptions::default()
        });
        let mut rng = fastrand::Rng::with_seed(seed);
        let issuing = portal.clone();
        // Some schedules refuse the third token request.
        let refusals = rng.u32(0..2);
        let token_requests = RefCell::new(0);
        let host = VirtualHost::with_server_and_tokens(portal.clone(), move |_, now| {
            *token_requests.borrow_mut() += 1;
            if refusals > 0 && *token_requests.borrow() == 3 {
                return Err(Error::new(ErrorKind::Auth, "TOKEN_UNAVAILABLE", "Signed out"));
            }
            // The first token expires after two requests, later ones after 25: a real one lasts an
            // hour.
            let uses = if *token_requests.borrow() == 1 { 2 } else { 25 };
            Ok(issuing.issue_token(uses, now))
        });
        host.seed_random(seed);
        let auth = match scenario.tokens {
            Tokens::Fixed => Auth::Token(portal.token()),
            Tokens::ShortLived => Auth::Source,
        };
        let limits =
            Limits { ids_per_call: Some(5), burst: Some(f64::from(BURST)), ..Limits::default() };
        let options = ClientOptions {
            portal: Some("example.bitrix24.com".into()),
            limits: Some(limits),
            ..ClientOptions::default()
        };
        Self {
            client: Client::new(host.clone(), auth, options),
            host,
            portal,
            rng: RefCell::new(rng),
        }
    }

    /// A random number of the range, from the seed of this run.
    pub fn random_between(&self, from: u64, to: u64) -> u64 {
        self.rng.borrow_mut().u64(from..=to)
    }

    /// Requests these users.
    pub async fn get(&self, ids: std::ops::RangeInclusive<u64>) -> ScenarioCallOutcome {
        let started = self.host.now_ms();
        let outcome =
            self.client.get_users(entries(ids.clone()), options_with_deadline(), |_| ()).await;
        ScenarioCallOutcome::new(ids.collect(), outcome, self.host.now_ms() - started)
    }

    /// Loads this user.
    pub async fn load(&self, id: u64) -> ScenarioCallOutcome {
        let started = self.host.now_ms();
        let outcome =
            self.client.load_user(IdInput::Number(id as f64), options_with_deadline()).await;
        ScenarioCallOutcome::of_one(id, outcome, self.host.now_ms() - started)
    }
}

/// Options with the deadline of all calls.
pub fn options_with_deadline() -> GetUsersOptions {
    GetUsersOptions { deadline_ms: Some(DEADLINE_MS), ..GetUsersOptions::default() }
}

pub fn entries(ids: impl IntoIterator<Item = u64>) -> impl Iterator<Item = IdInput> {
    ids.into_iter().map(|id| IdInput::Number(id as f64))
}
