use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use super::Client;
use super::options::GetUsersOptions;
use super::user_list::{GetUsersError, build_list, require_complete};
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::{Chat, IdInput, IdMap, IdSet, UserId};
use crate::loader::{CollectedUsers, LookupOutcome, LookupVersion};
use crate::model::{Progress, UserList};
use crate::protocol::{
    MAX_CALLS_PER_BATCH, OnFailure, PartialUser, RestResponse, chat_users_query, method, query,
    read_user_ids,
};
use crate::rest::{
    BatchCall, CallState, Fallback, ListProgress, MethodCall, OnPartialUsers, following_pages,
    missing_result_error,
};

/// Rows of a page of `im.dialog.users.list`, the portal's maximum.
const PAGE_LEN: u64 = 200;

/// The members of a chat.
struct ChatMembers {
    ids: Vec<UserId>,
    /// The members whose outcome is known.
    known: IdMap<LookupOutcome>,
    /// Set if the pages of the chat may have further members: the version of their lookup.
    pages_version: Option<LookupVersion>,
}

impl<H: Host + 'static> Client<H> {
    /// Gets the ids of the members of a chat from `im.chat.user.list`.
    ///
    /// # Errors
    /// `INVALID_CHAT`, before anything is sent; `ACCESS_ERROR` if there is no such chat or the
    /// caller may not see its members; else the error of the request.
    pub async fn get_chat_user_ids(
        &self,
        chat: &IdInput,
        deadline_ms: Option<f64>,
    ) -> Result<Vec<UserId>> {
        let chat = self.parse_chat(chat)?;
        let params = [chat_param(&chat)];
        member_ids(&self.call_with_deadline(chat_members_call(&params), deadline_ms).await?)
    }

    /// Gets the members of a chat, with one request if the portal can return all of them at once:
    /// their ids from `im.chat.user.list` and, by reference to them, the users from
    /// `im.user.list.get`. For extranet callers the latter omits some users whom they share the
    /// chat with; `im.dialog.users.list` has them, page by page. Members in neither are loaded as
    /// by [`Client::get_users`], and fail if the pages cannot be read to the end. If the request by
    /// reference fails or does not apply (`avatar_hr`), users are loaded first, and the pages are
    /// read only for missing ones.
    ///
    /// A reference that leads nowhere would make the portal return user 1. That cannot happen: the
    /// request stops if the ids cannot be read, and only users with these ids are accepted.
    ///
    /// # Errors
    /// As `get_chat_user_ids` and `get_users`.
    pub async fn get_chat_users(
        &self,
        chat: &IdInput,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress),
    ) -> Result<UserList<H::User>, GetUsersError<H::User>> {
        let chat = self.parse_chat(chat)?;
        let executor = &self.loader.executor;
        let deadline = self.deadline(options.deadline_ms);
        let state = executor.start_call();
        // Users of a response that breaks off. They are accepted once the member ids are known.
        let partial_users = RefCell::new(IdMap::default());
        let record_partial = |users: Vec<PartialUser>, _| {
            for PartialUser { id, found, .. } in users {
                partial_users.borrow_mut().insert(id, LookupOutcome::User(found));
            }
        };
        // Users with larger pictures have cache entries of their own, and matter to old portals
        // only: they are loaded by id.
        let on_partial: Option<&OnPartialUsers<'_>> =
            (!options.avatar_hr()).then_some(&record_partial);
        let members = pin!(self.fetch_members(&chat, &state, on_partial));
        let method = method::CHAT_USER_LIST;
        let members = executor.with_deadline(deadline, &state, method, &[], members).await?;
        let ChatMembers { ids, mut known, pages_version } = members;
        for &id in &ids {
            if !known.contains(id)
                && let Some(LookupOutcome::User(user)) = partial_users.borrow().get(id)
            {
                known.insert(id, self.loader.observe_issues(user.clone()));
            }
        }
        let read_pages = async |ids: &[_], known: &mut _, version: &_| {
            let pages = pin!(self.read_pages(&chat, ids, known, version, &state));
            let method = method::DIALOG_USERS_LIST;
            let result = executor.with_deadline(deadline, &state, method, &[], pages).await;
            result.err().map(Rc::new)
        };
        let mut pages_error = None;
        // Without a usable list of users, most are found by their ids, so the pages come last.
        let are_pages_last = pages_version.is_none() && known.len() < ids.len();
        if let Some(version) = pages_version {
            pages_error = read_pages(&ids, &mut known, &version).await;
        }
        let sent = state.timing().requests;
        let report = |progress: Progress| {
            on_progress(Progress { requests: progress.requests + sent, ..progress });
        };
        report(Progress { done: known.len(), total: ids.len(), requests: 0 });
        let (mut outcomes, mut time) =
            self.load_outcomes(ids, known, options, deadline, &report).await;
        let is_missing = |outcome: &LookupOutcome| matches!(outcome, LookupOutcome::Missing);
        let mut known = IdMap::default();
        if are_pages_last && outcomes.iter().any(|(_, outcome)| is_missing(outcome)) {
            let version = self.loader.cache.begin_lookup();
            let mut ids = Vec::with_capacity(outcomes.len());
            for (id, outcome) in &outcomes {
                ids.push(*id);
                if !is_missing(outcome) {
                    known.insert(*id, outcome.clone());
                }
            }
            pages_error = read_pages(&ids, &mut known, &version).await;
        }
        // A user whom only the pages have is absent from a lookup, but not missing.
        for (id, outcome) in &mut outcomes {
            if is_missing(outcome) {
                let failed = pages_error.clone().map(LookupOutcome::Failed);
                *outcome = known.get(*id).cloned().or(failed).unwrap_or(LookupOutcome::Missing);
            }
        }
        time.merge(state.timing());
        let list = UserList { time, ..build_list::<H>(outcomes) };
        require_complete(list, options.partial_results())
    }

    /// Fetches the ids and, with `on_partial`, the users of the members in one request; the ids
    /// alone if that fails.
    async fn fetch_members(
        &self,
        chat: &Chat,
        state: &CallState,
        on_partial: Option<&OnPartialUsers<'_>>,
    ) -> Result<ChatMembers> {
        if let Some(on_partial) = on_partial
            && let Some(members) = self.fetch_members_by_reference(chat, state, on_partial).await?
        {
            return Ok(members);
        }
        self.fetch_ids_only(chat, state).await
    }

    /// Fetches ids and users in one request. `None` if that may be more than the portal can return
    /// at once, or a user breaks the call.
    async fn fetch_members_by_reference(
        &self,
        chat: &Chat,
        state: &CallState,
        on_partial: &OnPartialUsers<'_>,
    ) -> Result<Option<ChatMembers>> {
        let version = self.loader.cache.begin_lookup();
        let batch = BatchCall {
            commands: vec![
                (method::CHAT_USER_LIST.into(), query(&[chat_param(chat)])),
                (method::USER_LIST_GET.into(), chat_users_query()),
            ],
            on_failure: OnFailure::Halt,
            is_idempotent: true,
            fallback: Fallback::Equivalent,
            users_from: Some(1),
        };
        let responses = self.loader.executor.call_batch(&batch, state, Some(on_partial)).await;
        let mut responses = match responses {
            Err(error) if error.is_splittable() => return Ok(None),
            responses => responses?.into_iter(),
        };
        match responses.next().flatten() {
            Some(Ok(ids)) => {
                let users = responses.next().flatten();
                Ok(Some(self.read_members(member_ids(&ids)?, users, version)))
            }
            Some(Err(error)) if !error.retryable => Err(error),
            _ => Ok(None),
        }
    }

    async fn fetch_ids_only(&self, chat: &Chat, state: &CallState) -> Result<ChatMembers> {
        let params = [chat_param(chat)];
        let response = self.loader.executor.call_method(chat_members_call(&params), state).await?;
        let ids = member_ids(&response)?;
        Ok(ChatMembers { ids, known: IdMap::default(), pages_version: None })
    }

    /// Reads the members from the response with their users. If that failed, none is known.
    fn read_members(
        &self,
        ids: Vec<UserId>,
        users: Option<Result<RestResponse>>,
        version: LookupVersion,
    ) -> ChatMembers {
        let read = |users: Result<RestResponse>| self.loader.collect_users(&ids, &users?, &version);
        let Some(Ok(CollectedUsers { users: mut known, is_complete })) = users.map(read) else {
            return ChatMembers { ids, known: IdMap::default(), pages_version: None };
        };
        if is_complete {
            for &id in &ids {
                if !known.contains(id) {
                    known.insert(id, LookupOutcome::Missing);
                }
            }
        }
        ChatMembers { ids, known, pages_version: (!is_complete).then_some(version) }
    }

    /// Reads the pages of a chat's members, and adds users with these ids to `known`, also those
    /// before an error.
    ///
    /// # Errors
    /// The errors of the requests, and `BAD_RESPONSE` if the pages do not advance.
    async fn read_pages(
        &self,
        chat: &Chat,
        ids: &[UserId],
        known: &mut IdMap<LookupOutcome>,
        version: &LookupVersion,
        state: &CallState,
    ) -> Result<()> {
        let mut progress = ListProgress::default();
        let mut max_calls = MAX_CALLS_PER_BATCH;
        let mut pending = following_pages(0, PAGE_LEN, ids.len() as u64);
        while !pending.is_empty() && ids.iter().any(|&id| !known.contains(id)) {
            pending.truncate(max_calls);
            let mut commands = Vec::with_capacity(pending.len());
            for page in &pending {
                let (limit, offset) = (PAGE_LEN.to_string(), page.offset.to_string());
                let params =
                    [("DIALOG_ID", chat.dialog_id()), ("LIMIT", &limit), ("OFFSET", &offset)];
                commands.push((method::DIALOG_USERS_LIST.into(), query(&params)));
            }
            let can_split = commands.len() > 1;
            let batch = BatchCall {
                commands,
                on_failure: OnFailure::Continue,
                is_idempotent: true,
                fallback: if can_split { Fallback::Equivalent } else { Fallback::None },
                users_from: Some(0),
            };
            let responses = match self.loader.executor.call_batch(&batch, state, None).await {
                Err(error) if can_split && error.is_splittable() => {
                    max_calls = pending.len() / 2;
                    continue;
                }
                responses => responses?,
            };
            let mut requested = std::mem::take(&mut pending).into_iter();
            for response in responses {
                let Some(page) = requested.next() else { break };
                let response = match response.unwrap_or_else(|| Err(missing_result_error())) {
                    // It is pending again, after the pages that have arrived.
                    Err(error) if error.retryable && !pending.is_empty() => break,
                    // It waits for the reset of the operating time.
                    Err(error) if error.is_operating_limit() => {
                        let total = progress.total.max(ids.len() as u64);
                        pending = following_pages(page.offset, PAGE_LEN, total);
                        break;
                    }
                    response => response,
                };
                let next_offset = response.and_then(|response| {
                    let mut page_ids = Vec::new();
                    let CollectedUsers { users, .. } =
                        self.loader.collect_users(ids, &response, version)?;
                    for (id, outcome) in users.iter() {
                        known.insert(id, outcome.clone());
                        page_ids.push(id);
                    }
                    let end = page.offset + page_ids.len() as u64;
                    let next_offset = progress.advance(page.offset, &mut page_ids, &response)?;
                    // Without a total, only an empty page is known to be the last.
                    let may_follow = progress.total == 0 && !page_ids.is_empty();
                    Ok(next_offset.or(may_follow.then_some(end)))
                });
                let next_offset = next_offset
                    .map_err(|error| error.for_request(method::DIALOG_USERS_LIST, &[]))?;
                let Some(next_offset) = next_offset else { return Ok(()) };
                pending = following_pages(next_offset, next_offset - page.offset, progress.total);
                if requested.as_slice().first().is_some_and(|next| next.offset > next_offset) {
                    break;
                }
            }
        }
        Ok(())
    }
}

const fn chat_members_call<'a>(params: &'a [(&'a str, &'a str)]) -> MethodCall<'a> {
    MethodCall::idempotent(method::CHAT_USER_LIST, params)
}

/// The parameter of `im.chat.user.list` that names a chat.
fn chat_param(chat: &Chat) -> (&str, &str) {
    chat.chat_id().map_or(("DIALOG_ID", chat.dialog_id()), |id| ("CHAT_ID", id))
}

/// The ids in a response of `im.chat.user.list`, without duplicates. The portal returns none if it
/// refuses access: a caller who may see the members is one of them.
fn member_ids(response: &RestResponse) -> Result<Vec<UserId>> {
    let for_request = |error: Error| error.for_request(method::CHAT_USER_LIST, &[]);
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
