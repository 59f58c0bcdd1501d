//! The data of one REST request.

use b24_record_reader::ResultShape;

use super::call_state::CallState;
use super::response_reader::OnArrivedUsers;
use super::retry::RetryPolicy;
use crate::auth::Secret;
use crate::ids::UserId;
use crate::time::Millis;

/// One REST request, without its endpoint.
pub(crate) struct RestRequest<'a> {
    pub(crate) method: &'a str,
    /// The methods of the commands in a batch; empty if the request is not a batch.
    pub(crate) batched_methods: &'a [&'a str],
    /// The shape of the request's result.
    pub(crate) shape: ResultShape,
    /// The requested ids.
    pub(crate) ids: &'a [UserId],
    /// Builds the form of the request. The argument is the token, or `None` if the endpoint needs
    /// no token.
    pub(crate) form: &'a dyn Fn(Option<&Secret>) -> Secret,
    pub(crate) policy: RetryPolicy,
    /// The state of the request's call or lookup.
    pub(crate) state: &'a CallState,
    /// Called with users of the response before the response ends.
    pub(crate) on_arrived: Option<&'a OnArrivedUsers<'a>>,
}

impl RestRequest<'_> {
    /// The longest `span` of the request's method and its batched methods.
    pub(super) fn longest_over_methods(&self, span: &dyn Fn(&str) -> Millis) -> Millis {
        self.batched_methods.iter().map(|method| span(method)).fold(span(self.method), Millis::max)
    }
}
