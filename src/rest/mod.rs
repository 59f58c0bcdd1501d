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
pub(crate) use executor::{Call, Engine};
pub(crate) use in_flight::UnderWay;
pub(crate) use request::{Alternative, NO_USERS, Question, Questions, lost};
pub(crate) use response_reader::TakeFresh;
pub(crate) use retry::{
    concerns_all, is_counted, is_expiry, is_operating_limit, is_request_too_large, is_worth_splitting,
    pause_before_retry, was_not_carried_out,
};
