//! One client of one portal: a call's way from ids to users.

mod get_users;
mod options;
mod session;

use futures_util::lock::Mutex;

use crate::auth::{Auth, Secret};
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::UserId;
use crate::model::TimeSpent;
use crate::portal::Endpoint;
use crate::send::{Host, HttpRequest, within};
use crate::wire::{Answer, read_answer};

pub use get_users::{GetUsersError, Incomplete};
pub use options::{ClientOptions, GetUsersOptions, Limits};
use session::Session;

/// A client of one portal. `H` is the world around it: a browser, or a test.
#[derive(Debug)]
pub struct Client<H> {
    host: H,
    session: Session,
    options: ClientOptions,
}

/// One REST call: what a request needs besides the endpoint.
struct Call<'a> {
    method: &'static str,
    ids: &'a [UserId],
    /// The form of the request, given the token if the form has to carry it.
    form: &'a dyn Fn(Option<&Secret>) -> Secret,
}

impl<H: Host> Client<H> {
    /// A client that lets itself in with `auth`. Nothing is sent, asked for or checked before the first call.
    pub fn new(host: H, auth: Auth, options: ClientOptions) -> Self {
        let session = Session {
            auth,
            portal: options.portal.clone(),
            token_timeout_ms: options.request_timeout_ms(),
            current: Mutex::new(None),
        };
        Self { host, session, options }
    }

    /// Makes a call; once more if the token has expired and a new one is to be had.
    async fn call(&self, call: &Call<'_>, spent: &mut TimeSpent) -> Result<Answer> {
        let endpoint = self.session.endpoint(&self.host).await?;
        match self.attempt(call, &endpoint, spent).await {
            Err(error) if self.session.is_renewable() && is_expiry(&error) => {
                let renewed = self.session.renew(&self.host, &endpoint).await?;
                self.attempt(call, &renewed, spent).await
            }
            outcome => outcome,
        }
    }

    /// Sends one request and reads its answer.
    async fn attempt(&self, call: &Call<'_>, endpoint: &Endpoint, spent: &mut TimeSpent) -> Result<Answer> {
        let request = HttpRequest { url: endpoint.url(call.method), form: (call.form)(endpoint.token()) };
        spent.requests += 1;
        let limit = self.options.request_timeout_ms();
        let late = || {
            let message = format!("No answer from the portal within {limit} ms");
            Error::new(ErrorKind::Timeout, code::REQUEST_TIMEOUT, message)
        };
        let answer = within(&self.host, Some(limit), late, async { Ok(self.host.send(request).await?) })
            .await
            .and_then(|response| read_answer(&response))
            .map_err(|error| error.about(call.method, call.ids).without(endpoint.secret()))?;
        spent.add(answer.time.duration, answer.time.operating);
        Ok(answer)
    }
}

/// Whether a new token would help. `invalid_token` is what the authorization server says of expired ones.
fn is_expiry(error: &Error) -> bool {
    error.code.eq_ignore_ascii_case("expired_token") || error.code.eq_ignore_ascii_case("invalid_token")
}
