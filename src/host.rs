//! The environment of the core, as traits. Each trait lives in the layer that needs it; [`Host`]
//! combines them, and adds those that several layers need.

use std::fmt;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;

use crate::auth::{TokenSource, UrlParser};
use crate::model::ClientEvent;
use crate::protocol::UserRef;
use crate::rate_limit::RateLimitStore;
use crate::time::Clock;
use crate::transport::Transport;

/// Everything that the core needs from its environment.
pub trait Host:
    Transport + Clock + UrlParser + TokenSource + RateLimitStore + Random + EventListener + Spawn + UserFactory
{
}

impl<T> Host for T where
    T: Transport
        + Clock
        + UrlParser
        + TokenSource
        + RateLimitStore
        + Random
        + EventListener
        + Spawn
        + UserFactory
{
}

/// The application's listener for events.
pub trait EventListener {
    /// Emits one event. Must not fail.
    fn emit(&self, event: &ClientEvent);
}

/// Spawns background tasks.
pub trait Spawn {
    /// Drives `work` to its end, whether or not anything awaits it.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}

/// Random numbers, for the jitter of retries.
pub trait Random {
    /// A number in `0.0..1.0`.
    fn random(&self) -> f64;
}

/// Makes users of what has been read: in a browser JavaScript's objects, which Rust holds but does not look into.
pub trait UserFactory {
    /// The users of a window.
    type Window: fmt::Debug + 'static;

    /// A user as it is handed over.
    type User: Clone + fmt::Debug + 'static;

    /// The users that this chunk holds.
    fn build(&self, chunk: &RecordChunk) -> Self::Window;

    /// A window of one of them alone, which keeps no memory of the one that it was found in.
    fn detach(&self, found: &UserRef<Self::Window>) -> Self::Window;

    /// One of them, for somebody who may do with it as they like.
    fn user(found: UserRef<Self::Window>) -> Self::User;

    /// The number that a JSON number's text is.
    fn number(text: &str) -> f64;

    /// A number as people know it, for the text of an error.
    fn digits(number: f64) -> String;
}
