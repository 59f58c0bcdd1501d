//! REST requests: one stack of retry, reauthentication, rate limits, timeout and transport, and the
//! calls of one method or of a batch.
//!
//! Not here: splitting requests by ids, caching (`loader`), and the wire format (`protocol`).

mod call_state;
mod calls;
mod config;
mod deadline;
mod executor;
mod in_flight;
mod metrics;
mod pagination;
mod portal_limits;
mod reauth;
mod response_reader;
mod rest_request;
mod retry;
mod send_and_read;
mod wait_state;

pub(crate) use call_state::CallState;
pub(crate) use calls::{BatchCall, FallbackRequests, MethodCall};
pub(crate) use config::RestConfig;
pub(crate) use deadline::Deadline;
pub(crate) use executor::RestExecutor;
pub(crate) use pagination::{
    ListProgress, ListQuery, Page, PageGroup, PageState, PendingPage, following_pages,
};
pub(crate) use response_reader::{Delivery, OnArrivedUsers};
pub(crate) use rest_request::RestRequest;
pub(crate) use retry::{Retry, RetryPolicy, RetryState};
