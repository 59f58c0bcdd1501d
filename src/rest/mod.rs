//! One REST request: its form, its limits, its retries, and its response.

mod call_state;
mod deadline;
mod executor;
mod in_flight;
mod metrics;
mod request;
mod response_reader;
mod retry;

pub(crate) use call_state::CallState;
pub(crate) use deadline::Deadline;
pub(crate) use executor::{RestExecutor, RestRequest};
pub(crate) use request::{BatchCall, Fallback, MethodCall, NO_USERS, lost};
pub(crate) use response_reader::OnPartialUsers;
pub(crate) use retry::{backoff_delay, is_counted};
