//! A stand-in for the authorization server: `/oauth/token/` refreshes tokens. The real one is another
//! server, by whose name it calls itself; who it works for stands in `client_endpoint` alone.

use crate::{
    Millis, Portal, Request, Response,
    php::{Array, Value, encode},
    rest,
};

/// Where it is, on the portal's own origin.
pub const PATH: &str = "/oauth/token/";

/// The name of the documentation's authorization server.
const DOMAIN: &str = "oauth.bitrix.info";
/// The portal's name among all.
const MEMBER_ID: &str = "0123456789abcdef0123456789abcdef";
/// How long a token lives, in seconds.
const EXPIRES_IN: u64 = 3600;

/// Whether a path is that of the endpoint.
#[must_use]
pub fn is_endpoint(path: &str) -> bool {
    path.trim_end_matches('/') == PATH.trim_end_matches('/')
}

/// Gives fresh tokens for a refresh token, which is used up by that.
#[must_use]
pub fn serve(portal: &mut Portal, now: Millis, request: &Request) -> Response {
    match refresh(portal, now, &rest::parameters(request)) {
        Ok(tokens) => json(200, tokens),
        // Those of OAuth 2.0: what the real server's statuses and words are was not established.
        Err(code) => json(400, Array::from([("error", code)])),
    }
}

fn refresh(portal: &mut Portal, now: Millis, params: &Array) -> Result<Array, &'static str> {
    let text = |name| params.get(name).and_then(Value::as_str);
    if text("grant_type") != Some("refresh_token") {
        return Err("invalid_request");
    }
    let credentials = portal.credentials();
    if text("client_id") != Some(&credentials.client_id)
        || text("client_secret") != Some(&credentials.client_secret)
    {
        return Err("invalid_client");
    }
    let token = text("refresh_token").ok_or("invalid_request")?;
    let (tokens, grant) = portal.credentials_mut().refresh(token, now).ok_or("invalid_grant")?;
    let scopes: Vec<&str> = grant.scopes.iter().collect();
    Ok(Array::from([
        ("access_token", Value::from(tokens.access)),
        ("expires", (now / 1000 + EXPIRES_IN).into()),
        ("expires_in", EXPIRES_IN.into()),
        ("scope", scopes.join(",").into()),
        ("domain", DOMAIN.into()),
        ("server_endpoint", format!("https://{DOMAIN}/rest/").into()),
        ("status", "L".into()),
        ("client_endpoint", format!("{}/rest/", portal.origin()).into()),
        ("member_id", MEMBER_ID.into()),
        ("user_id", grant.user.into()),
        ("refresh_token", tokens.refresh.into()),
    ]))
}

/// What the real server tells pages was not established; these answers can be read by all, and so by
/// tests whose `fetch` behaves as in a page.
fn json(status: u16, body: Array) -> Response {
    Response::new(status, "application/json", encode(&body.into()))
        .with_headers(&[("Access-Control-Allow-Origin", "*")])
}
