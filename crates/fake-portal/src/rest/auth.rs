//! Who calls.

use super::route::Route;
use crate::{
    Credentials, Millis, Request,
    credentials::{TokenState, token_parameter},
    limits::Credential,
    methods::Failure,
    php::Array,
    tokens::Grant,
};

/// The credential that a request for this address comes with, whether or not it is good.
pub(super) fn credential(route: &Route) -> Credential {
    if route.webhook.is_some() { Credential::Webhook } else { Credential::Application }
}

/// In whose name the webhook or token of the request acts.
pub(super) fn caller(
    credentials: &mut Credentials,
    now: Millis,
    request: &Request,
    route: &Route,
    params: &Array,
) -> Result<Grant, Failure> {
    if let Some((user, code)) = &route.webhook {
        return credentials.webhook(*user, code).ok_or_else(|| Failure::system("INVALID_CREDENTIALS"));
    }
    let token = bearer(request)
        .or_else(|| token_parameter(params))
        .ok_or_else(|| Failure::system("NO_AUTH_FOUND"))?;
    match credentials.spend_token(token, now) {
        TokenState::Valid(grant) => Ok(grant),
        TokenState::Expired => Err(Failure::system("expired_token")),
        TokenState::Unknown => Err(Failure::system("invalid_token")),
    }
}

/// Browsers cannot send this one: it is not in the portal's list of allowed headers.
fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("Authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}
