//! One client of one portal: the whole way of its calls, and what they remember and share.

mod batch;
mod chats;
mod id_pages;
mod load_user;
mod options;
mod pagination;
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
use crate::model::Stats;
use crate::protocol::RestResponse;

use crate::loader::Loader;
use crate::rest::{Deadline, MethodCall};

pub use batch::Command;
pub use id_pages::IdPages;
pub use options::{
    CacheOptions, CallOptions, ClientOptions, GetUsersOptions, Limits, MAX_RESPONSE_BYTES, Progress,
};
pub use raw_call::Params;
pub use user_stream::UserStream;
pub use users::{GetUsersError, Incomplete};

/// A client of one portal. `H` is the world around it: a browser, or a test.
#[derive(Debug)]
pub struct Client<H: Host>(Rc<Loader<H>>);

impl<H: Host + 'static> Client<H> {
    /// A client that lets itself in with `auth`. Nothing is sent, asked for or checked before the first call.
    pub fn new(host: H, auth: Auth, options: ClientOptions) -> Self {
        Self(Rc::new(Loader::new(host, auth, options)))
    }

    /// The world around it.
    #[must_use]
    pub fn host(&self) -> &H {
        self.0.host()
    }

    /// Forgets these users, or all, so that the next call asks the portal for them.
    pub fn invalidate(&self, ids: Option<&[UserId]>) {
        self.0.invalidate(ids);
    }

    /// What the client has done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats { cache_size: self.0.cache.len(), ..self.0.executor.metrics().get() }
    }

    /// Makes one call, in the time that there is for one request.
    async fn ask_in_time(&self, question: MethodCall<'_>, deadline_ms: Option<f64>) -> Result<RestResponse> {
        let (state, deadline) = (self.0.executor.start_call(), self.single_deadline(deadline_ms));
        let (method, ids) = (question.method, question.ids);
        self.0
            .executor
            .with_deadline(deadline, &state, method, ids, pin!(self.0.executor.call_method(question, &state)))
            .await
    }

    /// When a call that begins now has to be over, if it may need many requests.
    fn deadline(&self, deadline_ms: Option<f64>) -> Deadline {
        Deadline::after(deadline_ms.or(self.0.options.deadline_ms), self.0.host().now_ms())
    }

    /// When a call that begins now has to be over, if it is one request in the end.
    fn single_deadline(&self, deadline_ms: Option<f64>) -> Deadline {
        let limit = self.0.options.single_deadline_ms(deadline_ms);
        Deadline::after(Some(limit), self.0.host().now_ms())
    }
}
