//! A fake of the authorization server: `/oauth/token/` refreshes tokens. The real authorization
//! server has a host of its own. Responses contain that host in `domain`, and the portal in
//! `client_endpoint`.

use crate::{
    Millis, Portal, Request, Response,
    php::{Array, Value, json_encode},
    rest,
};

/// The path of the token endpoint on the portal's own origin.
pub const TOKEN_PATH: &str = "/oauth/token/";

/// The host of the real authorization server, as documented.
const AUTH_SERVER_DOMAIN: &str = "oauth.bitrix.info";
/// The unique id of the portal.
const MEMBER_ID: &str = "0123456789abcdef0123456789abcdef";
/// The lifetime of an access token.
const TOKEN_LIFETIME_SECONDS: u64 = 3600;

/// Whether `path` is the token endpoint.
#[must_use]
pub fn is_token_endpoint(path: &str) -> bool {
    path.trim_end_matches('/') == TOKEN_PATH.trim_end_matches('/')
}

/// Exchanges a refresh token for new tokens. The refresh token cannot be used again.
#[must_use]
pub fn handle_token_request(portal: &mut Portal, now: Millis, request: &Request) -> Response {
    match refresh_tokens(portal, now, &rest::parse_params(request)) {
        Ok(tokens) => json_response(200, tokens),
        // These are the error codes of OAuth 2.0, because those of the real server are unknown.
        Err(code) => json_response(400, Array::from([("error", code)])),
    }
}

fn refresh_tokens(portal: &mut Portal, now: Millis, params: &Array) -> Result<Array, &'static str> {
    let string_param = |name| params.get(name).and_then(Value::as_str);
    if string_param("grant_type") != Some("refresh_token") {
        return Err("invalid_request");
    }
    let credentials = portal.credentials();
    if string_param("client_id") != Some(&credentials.client_id)
        || string_param("client_secret") != Some(&credentials.client_secret)
    {
        return Err("invalid_client");
    }
    let token = string_param("refresh_token").ok_or("invalid_request")?;
    let (tokens, grant) = portal.credentials_mut().refresh(token, now).ok_or("invalid_grant")?;
    let scopes: Vec<&str> = grant.scopes.iter().collect();
    Ok(Array::from([
        ("access_token", Value::from(tokens.access)),
        ("expires", (now / 1000 + TOKEN_LIFETIME_SECONDS).into()),
        ("expires_in", TOKEN_LIFETIME_SECONDS.into()),
        ("scope", scopes.join(",").into()),
        ("domain", AUTH_SERVER_DOMAIN.into()),
        ("server_endpoint", format!("https://{AUTH_SERVER_DOMAIN}/rest/").into()),
        ("status", "L".into()),
        ("client_endpoint", format!("{}/rest/", portal.origin()).into()),
        ("member_id", MEMBER_ID.into()),
        ("user_id", grant.user.into()),
        ("refresh_token", tokens.refresh.into()),
    ]))
}

/// A JSON response that pages of other origins may read, because tests run in browsers. The CORS
/// headers of the real authorization server are unknown.
fn json_response(status: u16, body: Array) -> Response {
    Response::new(status, "application/json", json_encode(&body.into()))
        .with_headers(&[("Access-Control-Allow-Origin", "*")])
}
