//! Who calls.

use super::route::Route;
use crate::{
    Credentials, Request,
    credentials::{TokenState, token_parameter},
    methods::Failure,
    php::Array,
};

/// The user whose webhook or token came with the request.
pub(super) fn caller(
    credentials: &Credentials,
    request: &Request,
    route: &Route,
    params: &Array,
) -> Result<u64, Failure> {
    if let Some((user, code)) = &route.webhook {
        return if credentials.webhook(*user, code) { Ok(*user) } else { Err(INVALID_CREDENTIALS) };
    }
    let token = bearer(request).or_else(|| token_parameter(params)).ok_or(NO_AUTH_FOUND)?;
    match credentials.token(token) {
        TokenState::Valid(user) => Ok(user),
        TokenState::Expired => Err(EXPIRED_TOKEN),
        TokenState::Unknown => Err(INVALID_TOKEN),
    }
}

/// Browsers cannot send this one: it is not in the portal's list of allowed headers.
fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("Authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}

const fn unauthorized(error: &'static str, description: &'static str) -> Failure {
    Failure::Rest { status: 401, error, description }
}

const NO_AUTH_FOUND: Failure = unauthorized("NO_AUTH_FOUND", "Wrong authorization data");
const INVALID_CREDENTIALS: Failure = unauthorized("INVALID_CREDENTIALS", "Invalid request credentials");
const EXPIRED_TOKEN: Failure = unauthorized("expired_token", "The access token provided has expired");
const INVALID_TOKEN: Failure = unauthorized("invalid_token", "Unable to get application by token");
