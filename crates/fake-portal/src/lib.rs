//! The fake portal: what a Bitrix24 portal answers to REST calls about its users, quirks included.
//!
//! The crate is pure: [`handle`] takes a portal, the time and a request, and says what happens. No clock, no
//! socket and no randomness but the seed, so that every answer can be repeated, and so that the same code serves
//! HTTP (feature `http`) and compiles to WebAssembly.

pub mod clock;
pub mod control;
pub mod credentials;
pub mod description;
pub mod directory;
pub mod edition;
pub mod faults;
#[cfg(feature = "http")]
pub mod http;
pub mod limits;
pub mod log;
pub mod message;
pub mod methods;
pub mod oauth;
pub mod php;
pub mod pictures;
pub mod portal;
pub mod rest;
pub mod scopes;
pub mod tokens;

pub use clock::Millis;
pub use credentials::Credentials;
pub use description::Description;
pub use directory::Directory;
pub use edition::Edition;
pub use message::{Outcome, Request, Response};
pub use portal::{Portal, Settings, handle};
