use crate::rate_limit::Rate;
use crate::time::Millis;

/// The settings of a [`RestExecutor`](super::RestExecutor).
#[derive(Clone, Debug)]
pub(crate) struct RestConfig {
    /// The portal's address; `None` if each token comes with an address.
    pub(crate) portal: Option<String>,
    pub(crate) rate: Rate,
    /// Maximum number of requests in flight.
    pub(crate) concurrency: usize,
    pub(crate) max_retries: u32,
    /// The timeout of one REST request, and of one token request.
    pub(crate) request_timeout: Millis,
    pub(crate) max_response_bytes: usize,
}
