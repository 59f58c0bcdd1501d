//! A fake Bitrix24 portal. It responds to REST calls about users like the real server, including
//! its quirks.
//!
//! The crate is pure: [`handle_request`] takes a portal, the time and a request. It returns an
//! outcome. There is no clock, no socket, and no randomness except the seed. Therefore, every
//! response is reproducible, and the same code can serve HTTP (feature `http`) and be compiled to
//! WebAssembly.
//!
//! # Layout
//!
//! - [`portal`]: the portal's state, and the dispatch of requests to the modules below.
//! - [`portal_options`], [`edition`], [`version`]: the options of a portal.
//! - [`rest`]: a request below `/rest/`, from its bytes to the response.
//! - [`methods`]: the REST methods.
//! - [`php`]: PHP semantics: arrays, forms, casts and JSON.
//! - [`directory`]: the users and chats.
//! - [`credentials`], [`tokens`], [`scopes`], [`oauth`]: authentication, and the token endpoint.
//! - [`faults`], [`limits`]: fault injection, the rate limit and the operating time.
//! - [`control`], [`request_log`], [`connection_info`]: the interface for tests.
//! - [`http_message`], [`timestamp`], [`avatars`]: HTTP messages, dates and images.
//! - `http`: the HTTP servers, and the page that shows an application in an iframe.

pub mod avatars;
pub mod connection_info;
pub mod control;
pub mod credentials;
pub mod directory;
pub mod edition;
pub mod faults;
#[cfg(feature = "http")]
pub mod http;
pub mod http_message;
pub mod limits;
pub mod methods;
pub mod oauth;
pub mod php;
pub mod portal;
pub mod portal_options;
pub mod request_log;
pub mod rest;
pub mod scopes;
pub mod timestamp;
pub mod tokens;
pub mod version;

pub use connection_info::ConnectionInfo;
pub use credentials::Credentials;
pub use directory::Directory;
pub use edition::Edition;
pub use http_message::{Outcome, Request, Response};
pub use portal::{Portal, handle_request};
pub use portal_options::PortalOptions;
pub use timestamp::Millis;
