//! The status of the caller, and its idle state.

use super::Client;
use super::options::CallOptions;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::protocol::method;
use crate::rest::MethodCall;

/// The statuses that a user can set, by their names in the REST API.
const STATUSES: [&str; 4] = ["online", "dnd", "away", "break"];

impl<H: Host + 'static> Client<H> {
    /// Gets the caller's status from `im.user.status.get`; `None` if it was never set.
    ///
    /// # Errors
    /// The error of the request.
    pub async fn get_status(&self, options: impl Into<CallOptions>) -> Result<Option<String>> {
        let call = MethodCall::idempotent(method::IM_USER_STATUS_GET, &[]);
        let response = self.call_with_deadline(call, options.into()).await?;
        let result = response.result.as_raw_value();
        match result.parse_string() {
            Some(status) => Ok(Some(status).filter(|status| !status.is_empty())),
            None if result.is_false() || result.is_null() => Ok(None),
            None => {
                let message = "The portal's response is not a status";
                let error = Error::bad_response(response.status, message);
                Err(error.for_request(method::IM_USER_STATUS_GET, &[]))
            }
        }
    }

    /// Sets the caller's status with `im.user.status.set`. The call is idempotent, so it is retried
    /// even if the portal may have executed it.
    ///
    /// # Errors
    /// `STATUS_ERROR` if there is no such status; nothing is sent. Otherwise, the error of the
    /// request.
    pub async fn set_status(&self, status: &str, options: impl Into<CallOptions>) -> Result<()> {
        if !STATUSES.contains(&status) {
            let message = "Invalid status: expected online, dnd, away or break";
            return Err(Error::new(ErrorKind::Request, code::STATUS_ERROR, message));
        }
        let params = [("STATUS", status)];
        let call = MethodCall::idempotent(method::IM_USER_STATUS_SET, &params);
        self.call_with_deadline(call, options.into()).await.map(drop)
    }

    /// Marks the caller as idle since `minutes_ago` minutes ago, or since now, with
    /// `im.user.status.idle.start`. The call is retried even if the portal may have executed it.
    ///
    /// # Errors
    /// The error of the request.
    pub async fn start_idle(
        &self,
        minutes_ago: Option<u32>,
        options: impl Into<CallOptions>,
    ) -> Result<()> {
        let ago = minutes_ago.map(|minutes| minutes.to_string());
        let mut params = Vec::new();
        if let Some(ago) = &ago {
            params.push(("AGO", ago.as_str()));
        }
        let call = MethodCall::idempotent(method::IM_USER_STATUS_IDLE_START, &params);
        self.call_with_deadline(call, options.into()).await.map(drop)
    }

    /// Marks the caller as no longer idle, with `im.user.status.idle.end`. The call is retried even
    /// if the portal may have executed it.
    ///
    /// # Errors
    /// The error of the request.
    pub async fn end_idle(&self, options: impl Into<CallOptions>) -> Result<()> {
        let call = MethodCall::idempotent(method::IM_USER_STATUS_IDLE_END, &[]);
        self.call_with_deadline(call, options.into()).await.map(drop)
    }
}
