//! Authenticates requests by webhook or by token.

use super::route::Route;
use crate::{
    Credentials, Millis, Request,
    credentials::{TokenStatus, token_param},
    limits::CredentialKind,
    methods::CallError,
    php::Array,
    tokens::Grant,
};

/// The kind of credential that a request uses. The credential itself may be invalid.
pub(super) fn credential_kind(route: &Route) -> CredentialKind {
    if route.webhook.is_some() { CredentialKind::Webhook } else { CredentialKind::Application }
}

/// Authenticates a request, and returns the grant of its credential.
pub(super) fn authenticate(
    credentials: &mut Credentials,
    now: Millis,
    request: &Request,
    route: &Route,
    params: &Array,
) -> Result<Grant, CallError> {
    if let Some((user, code)) = &route.webhook {
        return credentials
            .webhook_grant(*user, code)
            .ok_or_else(|| CallError::system_error("INVALID_CREDENTIALS"));
    }
    let token = bearer_token(request)
        .or_else(|| token_param(params))
        .ok_or_else(|| CallError::system_error("NO_AUTH_FOUND"))?;
    match credentials.use_token(token, now) {
        TokenStatus::Valid(grant) => Ok(grant),
        TokenStatus::Expired => Err(CallError::system_error("expired_token")),
        TokenStatus::Unknown => Err(CallError::system_error("invalid_token")),
    }
}

/// The bearer token in the header `Authorization`; `None` if there is none. Pages of other origins
/// cannot send this header, because the portal's CORS headers do not allow it.
fn bearer_token(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("Authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}
