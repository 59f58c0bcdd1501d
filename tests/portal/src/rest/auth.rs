//! Who calls.

use super::route::Route;
use crate::{
    Credentials, Millis, Request,
    credentials::{TokenState, token_parameter},
    limits::Credential,
    methods::Failure,
    php::Array,
};

/// The user whose webhook or token came with the request, and which of the two it was.
pub(super) fn caller(
    credentials: &mut Credentials,
    now: Millis,
    request: &Request,
    route: &Route,
    params: &Array,
) -> Result<(u64, Credential), Failure> {
    if let Some((user, code)) = &route.webhook {
        return if credentials.webhook(*user, code) {
            Ok((*user, Credential::Webhook))
        } else {
            Err(Failure::system("INVALID_CREDENTIALS"))
        };
    }
    let token = bearer(request)
        .or_else(|| token_parameter(params))
        .ok_or_else(|| Failure::system("NO_AUTH_FOUND"))?;
    match credentials.spend_token(token, now) {
        TokenState::Valid(user) => Ok((user, Credential::Application)),
        TokenState::Expired => Err(Failure::system("expired_token")),
        TokenState::Unknown => Err(Failure::system("invalid_token")),
    }
}

/// Browsers cannot send this one: it is not in the portal's list of allowed headers.
fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("Authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}
