use b24_record_reader::ResultShape;

use super::options::GetUsersOptions;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::{IdInput, UserId};
use crate::protocol::method;
use crate::rest::MethodCall;

/// What a user can set as the own status, in the portal's words.
const STATUSES: [&str; 4] = ["online", "dnd", "away", "break"];

impl<H: Host + 'static> Client<H> {
    /// Gets one user from `im.user.get`, which tells of the desktop app, too. Not from the cache, nor together with others.
    ///
    /// # Errors
    /// `INVALID_ID` if the entry is not a user id; `USER_NOT_EXISTS`, or `ACCESS_DENIED` for who may not see the user.
    pub async fn get_user(&self, entry: IdInput, options: GetUsersOptions) -> Result<H::User> {
        let id = self.check_id(entry)?;
        self.fetch_user(Some(id), options).await
    }

    /// Gets the user whose token or webhook it is, from `im.user.get`.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn get_current_user(&self, options: GetUsersOptions) -> Result<H::User> {
        self.fetch_user(None, options).await
    }

    /// Gets the own status from `im.user.status.get`; `None` if none was ever set.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn get_status(&self, deadline_ms: Option<f64>) -> Result<Option<String>> {
        let answer =
            self.ask_in_time(MethodCall::idempotent(method::USER_STATUS_GET, &[]), deadline_ms).await?;
        let result = answer.result.raw();
        match result.parse_string() {
            Some(status) => Ok(Some(status).filter(|status| !status.is_empty())),
            None if result.is_false() || result.is_null() => Ok(None),
            None => Err(Error::bad_response(answer.status, "The portal's answer is not a status")
                .for_request(method::USER_STATUS_GET, &[])),
        }
    }

    /// Sets the own status by `im.user.status.set`. Setting it twice is setting it, so a request without an answer is repeated.
    ///
    /// # Errors
    /// `STATUS_ERROR`, before anything is sent, if it is none of the portal's; else those of the request.
    pub async fn set_status(&self, status: &str, deadline_ms: Option<f64>) -> Result<()> {
        if !STATUSES.contains(&status) {
            let message = "Not a status: it is one of online, dnd, away, break";
            return Err(Error::new(ErrorKind::Request, code::STATUS_ERROR, message));
        }
        let params = [("STATUS", status)];
        let question = MethodCall::idempotent(method::USER_STATUS_SET, &params);
        self.ask_in_time(question, deadline_ms).await.map(drop)
    }

    /// Tells the portal by `im.user.status.idle.start` that the user has been idle for so many minutes. Repeated as `set_status`.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn start_idle(&self, minutes_ago: Option<u32>, deadline_ms: Option<f64>) -> Result<()> {
        let ago = minutes_ago.map(|minutes| minutes.to_string());
        let mut params = Vec::new();
        if let Some(ago) = &ago {
            params.push(("AGO", ago.as_str()));
        }
        let question = MethodCall::idempotent(method::USER_STATUS_IDLE_START, &params);
        self.ask_in_time(question, deadline_ms).await.map(drop)
    }

    /// Tells the portal by `im.user.status.idle.end` that the user is back. Repeated as `set_status`.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn end_idle(&self, deadline_ms: Option<f64>) -> Result<()> {
        let question = MethodCall::idempotent(method::USER_STATUS_IDLE_END, &[]);
        self.ask_in_time(question, deadline_ms).await.map(drop)
    }

    async fn fetch_user(&self, id: Option<UserId>, options: GetUsersOptions) -> Result<H::User> {
        let digits = id.map(|id| id.to_string());
        let mut params = Vec::new();
        if let Some(digits) = &digits {
            params.push(("ID", digits.as_str()));
        }
        if options.avatar_hr() {
            params.push(("AVATAR_HR", "Y"));
        }
        let (ids, shape) = (id.as_slice(), ResultShape::Record);
        let question = MethodCall { ids, shape, ..MethodCall::idempotent(method::USER_GET, &params) };
        let answer = self.ask_in_time(question, options.deadline_ms).await?;
        let found = answer.user(id).map_err(|error| error.for_request(method::USER_GET, ids))?;
        found.issues().for_each(|issue| self.0.executor.emit_issue(issue));
        Ok(H::materialize(found))
    }
}
