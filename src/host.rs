//! The traits behind which the outside world is. Each lives in the layer that needs it; [`Host`] is all of them.

use std::fmt;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;

use crate::auth::{TokenSource, UrlParser};
use crate::model::ClientEvent;
use crate::protocol::UserRef;
use crate::rate_limit::RateLimitStore;
use crate::time::Clock;
use crate::transport::Transport;

/// All that the core asks of the world around it.
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

/// Who wants to know what a client does.
pub trait EventListener {
    /// Tells of one event. Must not fail.
    fn emit(&self, event: &ClientEvent);
}

/// Work that goes on by itself.
pub trait Spawn {
    /// Drives `work` to its end, whoever waits for it or not.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}

/// Chance, to keep those who failed together from coming back together.
pub trait Random {
    /// A number from 0 up to 1.
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
