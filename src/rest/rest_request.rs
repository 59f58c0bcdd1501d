//! The data of one REST request.

use b24_record_reader::ResultShape;

use super::call_state::CallState;
use super::response_reader::OnArrivedUsers;
use super::retry::RetryPolicy;
use crate::auth::Secret;
use crate::ids::UserId;
use crate::time::Millis;

/// One REST request: everything but the endpoint.
pub(crate) struct RestRequest<'a> {
    pub(crate) method: &'a str,
    /// The methods of a batch's commands.
    pub(crate) batched_methods: &'a [&'a str],
    /// The shape of its result.
    pub(crate) shape: ResultShape,
    /// The ids that it asks for.
    pub(crate) ids: &'a [UserId],
    /// Builds its form, with the token if the endpoint has one.
    pub(crate) form: &'a dyn Fn(Option<&Secret>) -> Secret,
    pub(crate) policy: RetryPolicy,
    /// The state of its call or lookup.
    pub(crate) state: &'a CallState,
    /// Called with users before the end of the response.
    pub(crate) on_arrived: Option<&'a OnArrivedUsers<'a>>,
}

impl RestRequest<'_> {
    /// The maximum of `value` over its methods.
    pub(super) fn max_by_method(&self, value: &dyn Fn(&str) -> Millis) -> Millis {
        self.batched_methods
            .iter()
            .map(|method| value(method))
            .fold(value(self.method), Millis::max)
    }
}
