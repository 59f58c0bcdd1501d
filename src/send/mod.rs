//! How requests get out, and how long they may take.

mod clock;
mod transport;
mod users;

pub use clock::{Clock, race, whole, within};
pub use transport::{BodySink, HttpRequest, SendError, Transport};
pub use users::UserBuilder;

use futures_util::future::LocalBoxFuture;

use crate::admit::BucketStore;
use crate::auth::TokenSource;
use crate::decide::Random;
use crate::model::ClientEvent;
use crate::portal::UrlParser;

/// All that the core asks of the world around it.
pub trait Host:
    Transport + Clock + UrlParser + TokenSource + BucketStore + Random + Observer + Spawn + UserBuilder
{
}

impl<T> Host for T where
    T: Transport + Clock + UrlParser + TokenSource + BucketStore + Random + Observer + Spawn + UserBuilder
{
}

/// Who wants to know what a client does.
pub trait Observer {
    /// Tells of one event. Must not fail.
    fn observe(&self, event: &ClientEvent);
}

/// Work that goes on by itself.
pub trait Spawn {
    /// Drives `work` to its end, whoever waits for it or not.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
}
