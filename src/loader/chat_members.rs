//! The ids of a chat's members, and the users that the same request returns for these ids.

use super::Loader;
use super::cache::LookupVersion;
use super::lookup_results::LookupOutcome;
use super::requested_users_in_list::RequestedUsersInList;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::{Chat, IdMap, IdSet, UserId};
use crate::protocol::{
    OnFailure, RestResponse, encode_query, method, read_user_ids, referenced_users_query,
};
use crate::rest::{BatchCall, CallState, FallbackRequests, MethodCall, OnArrivedUsers};

/// The members of a chat, as far as they are known after the first request.
pub(crate) struct ChatMembers {
    pub(crate) ids: Vec<UserId>,
    /// The outcomes of those members whose outcome is known.
    pub(crate) outcomes: IdMap<LookupOutcome>,
    /// The version of the lookup, if its list of users does not match the members exactly. The
    /// caller then fetches the members page by page, with this version. `None` if the list matches,
    /// or if there is no list.
    pub(crate) incomplete_lookup: Option<LookupVersion>,
}

impl<H: Host> Loader<H> {
    /// Fetches the ids of the chat's members. If `on_arrived` is given, first tries to fetch the
    /// ids and the users in one request.
    pub(crate) async fn fetch_chat_members(
        &self,
        chat: &Chat,
        state: &CallState,
        on_arrived: Option<&OnArrivedUsers<'_>>,
    ) -> Result<ChatMembers> {
        if let Some(on_arrived) = on_arrived
            && let Some(members) = self.fetch_members_by_reference(chat, state, on_arrived).await?
        {
            return Ok(members);
        }
        self.fetch_member_ids(chat, state).await
    }

    /// Fetches ids and users in one batch. Returns `None` if the batch failed in a way that a
    /// request for the ids alone may avoid, for example because the response is too large. The
    /// caller then fetches only the ids.
    async fn fetch_members_by_reference(
        &self,
        chat: &Chat,
        state: &CallState,
        on_arrived: &OnArrivedUsers<'_>,
    ) -> Result<Option<ChatMembers>> {
        let version = self.cache.begin_lookup();
        let batch = BatchCall {
            commands: vec![
                (method::IM_CHAT_USER_LIST.into(), encode_query(&[chat_param(chat)])),
                (method::IM_USER_LIST_GET.into(), referenced_users_query()),
            ],
            on_failure: OnFailure::Halt,
            is_idempotent: true,
            fallback: FallbackRequests::Equivalent,
            users_from: Some(1),
        };
        let responses = self.executor.call_batch(&batch, state, Some(on_arrived)).await;
        let mut responses = match responses {
            Err(error) if error.is_splittable() => return Ok(None),
            responses => responses?.into_iter(),
        };
        match responses.next().flatten() {
            Some(Ok(ids)) => {
                let users = responses.next().flatten();
                Ok(Some(self.build_members(read_member_ids(&ids)?, users, version)))
            }
            Some(Err(error)) if !error.retryable => Err(error),
            _ => Ok(None),
        }
    }

    async fn fetch_member_ids(&self, chat: &Chat, state: &CallState) -> Result<ChatMembers> {
        let params = [chat_param(chat)];
        let response = self.executor.call_method(chat_members_call(&params), state).await?;
        let ids = read_member_ids(&response)?;
        Ok(ChatMembers { ids, outcomes: IdMap::default(), incomplete_lookup: None })
    }

    /// Builds the members from their ids and from `users`, the response with their users. Without a
    /// successful response, no member has an outcome.
    fn build_members(
        &self,
        ids: Vec<UserId>,
        users: Option<Result<RestResponse>>,
        version: LookupVersion,
    ) -> ChatMembers {
        let read =
            |users: Result<RestResponse>| self.cache_requested_users(&ids, &users?, &version);
        let Some(Ok(RequestedUsersInList { users: mut outcomes, is_exact_match })) =
            users.map(read)
        else {
            return ChatMembers { ids, outcomes: IdMap::default(), incomplete_lookup: None };
        };
        if is_exact_match {
            for &id in &ids {
                if !outcomes.contains(id) {
                    outcomes.insert(id, LookupOutcome::Missing);
                }
            }
        }
        ChatMembers { ids, outcomes, incomplete_lookup: (!is_exact_match).then_some(version) }
    }
}

pub(crate) const fn chat_members_call<'a>(params: &'a [(&'a str, &'a str)]) -> MethodCall<'a> {
    MethodCall::idempotent(method::IM_CHAT_USER_LIST, params)
}

/// The parameter of `im.chat.user.list` that identifies a chat.
pub(crate) fn chat_param(chat: &Chat) -> (&str, &str) {
    chat.chat_id().map_or(("DIALOG_ID", chat.dialog_id()), |id| ("CHAT_ID", id))
}

/// Reads the ids in a response of `im.chat.user.list`, without duplicates.
///
/// # Errors
/// `BAD_RESPONSE` if the result is not a list of ids. `ACCESS_ERROR` if the list is empty: a caller
/// with access to the chat is a member, so the list would have at least one id.
pub(crate) fn read_member_ids(response: &RestResponse) -> Result<Vec<UserId>> {
    let for_request = |error: Error| error.for_request(method::IM_CHAT_USER_LIST, &[]);
    let mut seen = IdSet::default();
    let mut ids = read_user_ids(response, None).map_err(for_request)?;
    ids.retain(|&id| seen.insert(id, ()));
    if ids.is_empty() {
        let message = "There is no such chat, or the caller may not see its members";
        let error = Error::new(ErrorKind::Access, code::ACCESS_ERROR, message);
        return Err(for_request(error.with_status(response.status)));
    }
    Ok(ids)
}
