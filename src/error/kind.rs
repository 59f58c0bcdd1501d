use serde::Serialize;

/// What sort of thing went wrong, for code that has to decide what to do next.
///
/// - `auth`: the portal does not accept the token or webhook.
/// - `access`: it knows the caller and refuses: scope, rights, plan.
/// - `limit`: too many requests or too much operating time.
/// - `request`: the call itself is wrong; sending it again will not help.
/// - `server`: the portal failed.
/// - `network`: no answer arrived from the portal.
/// - `timeout`: an attempt or the whole call took too long.
/// - `aborted`: the caller's signal was aborted, or the client was closed.
/// - `response`: an answer arrived and is not what it should be.
/// - `load`: the WebAssembly module could not be loaded or stopped working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The portal does not accept the token or webhook.
    Auth,
    /// The portal knows the caller and refuses: scope, rights, plan.
    Access,
    /// Too many requests or too much operating time.
    Limit,
    /// The call itself is wrong; sending it again will not help.
    Request,
    /// The portal failed.
    Server,
    /// No answer arrived from the portal.
    Network,
    /// An attempt or the whole call took too long.
    Timeout,
    /// The caller's signal was aborted, or the client was closed.
    Aborted,
    /// An answer arrived and is not what it should be.
    Response,
    /// The WebAssembly module could not be loaded or stopped working.
    Load,
}
