//! One client of one portal: the whole way of its calls, and what they remember and share.

mod cache;
mod engine;
mod errand;
mod get_users;
mod load_user;
mod lookup;
mod options;
mod own_methods;
mod session;
mod sharing;
mod stream;
mod tally;

use std::rc::Rc;

use crate::auth::Auth;
use crate::ids::UserId;
use crate::model::Stats;
use crate::send::Host;

use engine::Engine;

pub use get_users::{GetUsersError, Incomplete};
pub use options::{CacheOptions, ClientOptions, GetUsersOptions, Limits, Progress};
pub use stream::UserStream;

/// A client of one portal. `H` is the world around it: a browser, or a test.
#[derive(Debug)]
pub struct Client<H>(Rc<Engine<H>>);

impl<H: Host + 'static> Client<H> {
    /// A client that lets itself in with `auth`. Nothing is sent, asked for or checked before the first call.
    pub fn new(host: H, auth: Auth, options: ClientOptions) -> Self {
        Self(Rc::new(Engine::new(host, auth, options)))
    }

    /// Forgets these users, or all, so that the next call asks the portal for them.
    pub fn invalidate(&self, ids: Option<&[UserId]>) {
        self.0.cache.invalidate(ids);
    }

    /// What the client has done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats { cache_size: self.0.cache.len(), ..self.0.tally.get() }
    }
}
