//! The public methods of a client and their options.
//!
//! Not here: loading users by id (`loader`), sending requests (`rest`), and the conversion of
//! results to JavaScript (`bindings`).

mod batch;
mod chats;
mod get_users_result;
mod id_pages;
mod options;
mod parse_input;
mod raw_call;
mod status;
mod user_stream;
mod users;

use std::pin::pin;
use std::rc::Rc;

use crate::auth::Auth;
use crate::error::Result;
use crate::host::Host;
use crate::ids::UserId;
use crate::loader::Loader;
use crate::model::Stats;
use crate::protocol::RestResponse;
use crate::rest::{Deadline, MethodCall};

pub use crate::model::Progress;
pub use crate::protocol::Params;
pub use batch::Command;
pub use get_users_result::{GetUsersError, IncompleteList};
pub use id_pages::IdPages;
pub use options::{
    CacheOptions, CallOptions, ClientOptions, DEFAULT_MAX_IDS, DEFAULT_MAX_RESPONSE_BYTES,
    DEFAULT_TTL_MS, GetUsersOptions, Limits,
};
pub use user_stream::UserStream;

/// A client of one portal. `H` is the environment of the client: a browser, or a test.
#[derive(Debug)]
pub struct Client<H: Host> {
    loader: Rc<Loader<H>>,
    options: ClientOptions,
}

impl<H: Host + 'static> Client<H> {
    /// Creates a client. Sends nothing. Credentials are not validated before the first call.
    pub fn new(host: H, auth: Auth, options: ClientOptions) -> Self {
        let loader = Loader::new(host, auth, options.rest_config(), options.loader_config());
        Self { loader: Rc::new(loader), options }
    }

    /// The environment of the client.
    #[must_use]
    pub fn host(&self) -> &H {
        self.loader.host()
    }

    /// Evicts the users with these ids from the cache; `None` evicts all users. The next call for
    /// an evicted user sends a request, unless the persistent store of the host has the user: that
    /// store is not changed.
    pub fn invalidate(&self, ids: Option<&[UserId]>) {
        self.loader.invalidate(ids);
    }

    /// The counters since the client was created.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.loader.stats()
    }

    /// Calls one method until the deadline. If neither the call nor the client sets `deadline_ms`,
    /// the default for calls that need one request applies.
    async fn call_with_deadline(
        &self,
        call: MethodCall<'_>,
        options: CallOptions,
    ) -> Result<RestResponse> {
        let executor = &self.loader.executor;
        let (state, deadline) = (executor.start_call(), self.single_deadline(options));
        let (method, ids) = (call.method, call.ids);
        let work = pin!(executor.call_method(call, &state));
        executor.with_deadline(deadline, &state, method, ids, work).await
    }

    /// The deadline of a call that starts now and may need many requests.
    fn deadline(&self, options: CallOptions) -> Deadline {
        self.options.deadline(options, self.host().now())
    }

    /// The deadline of a call that starts now and needs one request.
    fn single_deadline(&self, options: CallOptions) -> Deadline {
        self.options.single_deadline(options, self.host().now())
    }
}
