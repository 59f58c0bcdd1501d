use serde::Serialize;

/// The kind of a failure, for code that decides what to do next.
///
/// - `auth`: the portal rejects the token or webhook, or `getToken` returned no token.
/// - `access`: the portal knows the caller, but denies access: scope, rights, plan.
/// - `limit`: too many requests or too much operating time.
/// - `request`: the call itself is wrong; a retry does not help.
/// - `server`: the portal failed.
/// - `network`: no complete response arrived from the portal, or the portal's address redirects.
/// - `timeout`: an attempt or the whole call took too long.
/// - `aborted`: the caller's signal was aborted, or the client was closed.
/// - `response`: a response arrived, but it is invalid.
/// - `load`: the WebAssembly module could not be loaded or stopped working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The portal rejects the token or webhook, or `getToken` returned no token.
    Auth,
    /// The portal knows the caller, but denies access: scope, rights, plan.
    Access,
    /// Too many requests or too much operating time.
    Limit,
    /// The call itself is wrong; a retry does not help.
    Request,
    /// The portal failed.
    Server,
    /// No complete response arrived from the portal, or the portal's address redirects.
    Network,
    /// An attempt or the whole call took too long.
    Timeout,
    /// The caller's signal was aborted, or the client was closed.
    Aborted,
    /// A response arrived, but it is invalid.
    Response,
    /// The WebAssembly module could not be loaded or stopped working.
    Load,
}
