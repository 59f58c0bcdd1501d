//! The environment of the core, as traits. Each trait lives in the layer that needs it; [`Host`]
//! combines them, and adds those that several layers need.

use std::fmt;

use b24_record_reader::RecordChunk;
use futures_util::future::LocalBoxFuture;

use crate::auth::{TokenSource, UrlParser};
use crate::model::ClientEvent;
use crate::protocol::{ChunkHandle, UserRef};
use crate::rate_limit::RateLimitStore;
use crate::time::Clock;
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

/// Builds users from what has been read: in a browser JavaScript objects, which Rust holds but does
/// not look into.
pub trait UserFactory {
    /// A user as callers get it.
    type User: Clone + fmt::Debug + 'static;

    /// Builds the users of these records.
    fn build_chunk(&self, chunk: &RecordChunk) -> ChunkHandle;

    /// Copies one user to a chunk that keeps no memory of the user's present chunk.
    fn detach(&self, user: &UserRef) -> ChunkHandle;

    /// Builds a copy of a user for a caller, who may change it.
    fn materialize(user: UserRef) -> Self::User;

    /// Parses a JSON number as the platform does.
    fn parse_number(text: &str) -> f64;

    /// Formats a number as the platform does, for the text of an error.
    fn format_number(number: f64) -> String;
}
