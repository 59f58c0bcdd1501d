//! The environment of the core, as traits. A trait that only one layer needs is in that layer.
//! [`Host`] combines all traits.

use std::fmt;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;

use crate::auth::{TokenSource, UrlParser};
use crate::ids::UserId;
use crate::model::ClientEvent;
use crate::protocol::{ChunkHandle, UserRef};
use crate::rate_limit::RateLimitStore;
use crate::time::{Clock, Millis};
use crate::transport::Transport;

/// Everything that the core needs from its environment.
pub trait Host:
    Transport
    + Clock
    + UrlParser
    + TokenSource
    + RateLimitStore
    + Random
    + EventListener
    + Spawn
    + UserFactory
    + UserStore
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
        + UserStore
{
}

/// Passes events to the application.
pub trait EventListener {
    /// Emits one event. Must not fail.
    fn emit(&self, event: &ClientEvent);
}

/// Spawns background tasks.
pub trait Spawn {
    /// Polls `work` in the background until it is ready.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}

/// A source of random numbers, for the jitter of retries.
pub trait Random {
    /// Returns a random number in `0.0..1.0`.
    fn random(&self) -> f64;
}

/// A store of users that survives the page.
pub trait UserStore {
    /// Returns the stored user with this id, in a chunk without other users. `None` if no user is
    /// stored, or if the stored user has issues, or is older than `max_age` or the store's time to
    /// live.
    fn stored_user(&self, id: UserId, max_age: Millis) -> Option<ChunkHandle>;

    /// Stores the user of a response, or removes a missing one.
    fn store_user(&self, id: UserId, user: Option<&UserRef>);
}

/// Builds users from records. In a browser, users are JavaScript objects that the core cannot read.
pub trait UserFactory {
    /// The type of the users that callers receive.
    type User: Clone + fmt::Debug + 'static;

    /// Builds the users of these records.
    fn build_chunk(&self, chunk: &RecordChunk) -> ChunkHandle;

    /// Copies one user to a new chunk without other users, so that the memory of its current chunk
    /// can be freed.
    fn detach(&self, user: &UserRef) -> ChunkHandle;

    /// Copies a user for a caller, who may change the copy.
    fn copy_for_caller(user: UserRef) -> Self::User;

    /// Parses a JSON number as the platform does.
    fn parse_number(text: &str) -> f64;

    /// Formats a number as the platform does, for an error message.
    fn format_number(number: f64) -> String;
}
