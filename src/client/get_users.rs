use std::collections::{HashMap, HashSet};

use super::{Call, Client, GetUsersOptions};
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::{IdInput, IdList, OnInvalid, UserId};
use crate::model::{Failure, TimeSpent, UserList};
use crate::plan::chunks;
use crate::send::{Host, within};
use crate::wire::{Record, method, read_records, read_user, users_form};

/// Why a call for users did not give a complete list.
#[derive(Clone, Debug, PartialEq)]
pub enum GetUsersError {
    /// Nothing could be fetched.
    Failed(Error),
    /// Some users were fetched.
    Incomplete(Box<Incomplete>),
}

impl From<Error> for GetUsersError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What arrived, and why the rest did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Incomplete {
    /// `PARTIAL_RESULT`, with what is known of the first failure.
    pub error: Error,
    /// What was fetched, with its failures.
    pub list: UserList,
}

impl<H: Host> Client<H> {
    /// Gets users by their ids from `im.user.list.get`.
    ///
    /// # Errors
    /// [`GetUsersError::Failed`] with `INVALID_ID` if entries are not user ids (unless they are to be reported) or with the
    /// error of the first request if nothing could be fetched; [`GetUsersError::Incomplete`] if some requests failed (unless
    /// `options.partial`).
    pub async fn get_users(
        &self,
        entries: impl IntoIterator<Item = IdInput>,
        options: GetUsersOptions,
    ) -> Result<UserList, GetUsersError> {
        let started = self.host.now_ms();
        let on_invalid = options.invalid.or(self.options.invalid).unwrap_or_default();
        let asked = IdList::new(entries);
        if on_invalid == OnInvalid::Throw
            && let Some(refusal) = asked.refusal(|text| self.session.scrub(text))
        {
            return Err(refusal.into());
        }
        let IdList { ids, invalid } = asked;
        let avatar_hr = options.avatar_hr == Some(true);
        let mut list = UserList { invalid, ..UserList::default() };
        let mut stopped_by: Option<Error> = None;
        for chunk in chunks(&ids, self.options.ids_per_call()) {
            let outcome = if let Some(error) = &stopped_by {
                Err(error.clone())
            } else {
                let left = options.deadline_ms.map(|deadline| started + deadline - self.host.now_ms());
                within(&self.host, left, deadline_exceeded, self.fetch(chunk, avatar_hr, &mut list)).await
            };
            if let Err(error) = outcome {
                let error = error.about(method::USER_LIST_GET, chunk);
                if concerns_all(&error) {
                    stopped_by = Some(error.clone());
                }
                list.failed.push(Failure { ids: chunk.into(), error });
            }
        }
        complete(list, options.partial == Some(true))
    }

    /// Fetches the users of one request into `list`; leaves it as it was on failure.
    async fn fetch(&self, ids: &[UserId], avatar_hr: bool, list: &mut UserList) -> Result<()> {
        let call =
            Call { method: method::USER_LIST_GET, ids, form: &|token| users_form(ids, avatar_hr, token) };
        let answer = self.call(&call, &mut list.time).await?;
        let records = read_records(&answer.result, answer.status)?;
        let mut found = by_id(ids, records)?;
        for id in ids {
            match found.remove(id) {
                Some(record) => list.users.push(read_user(*id, record, &mut list.issues)),
                None => list.missing.push(*id),
            }
        }
        Ok(())
    }
}

type Fields = serde_json::Map<String, serde_json::Value>;

/// The records by id, if all are of users asked for. Those of which there is none are missing: the portal sends `null` for ids
/// it does not know and leaves out those that an extranet caller may not see.
fn by_id(asked: &[UserId], records: Vec<Record>) -> Result<HashMap<UserId, Fields>> {
    let asked: HashSet<_> = asked.iter().collect();
    let mut found = HashMap::with_capacity(records.len());
    for record in records {
        let Record::User(id, fields) = record else { continue };
        if !asked.contains(&id) {
            let message = format!("The portal answered with user {id}, who was not asked for");
            return Err(Error::new(ErrorKind::Response, code::UNEXPECTED_USERS, message));
        }
        found.insert(id, fields);
    }
    Ok(found)
}

/// Whether the other requests of the call would fail the same way, or had better not be sent.
fn concerns_all(error: &Error) -> bool {
    !matches!(error.kind, ErrorKind::Server | ErrorKind::Response)
}

fn deadline_exceeded() -> Error {
    Error::new(ErrorKind::Timeout, code::DEADLINE_EXCEEDED, "The call took longer than its deadline")
}

/// The list, if it is complete or need not be.
fn complete(list: UserList, partial: bool) -> Result<UserList, GetUsersError> {
    let Some(first) = list.failed.first() else { return Ok(list) };
    if list.users.is_empty() && list.missing.is_empty() {
        return Err(GetUsersError::Failed(first.error.clone()));
    }
    if partial {
        return Ok(list);
    }
    let mut error = first.error.clone();
    error.ids = list.failed.iter().flat_map(|failure| failure.ids.iter().copied()).collect();
    error.retryable = list.failed.iter().any(|failure| failure.error.retryable);
    error.message = format!("{} users could not be fetched: {}", error.ids.len(), error.message);
    error.code = code::PARTIAL_RESULT.into();
    Err(GetUsersError::Incomplete(Box::new(Incomplete { error, list })))
}

impl TimeSpent {
    /// Counts one answer's time in.
    pub(super) fn add(&mut self, duration: f64, operating: Option<f64>) {
        self.duration += duration;
        if let Some(operating) = operating {
            *self.operating.get_or_insert_default() += operating;
        }
    }
}
