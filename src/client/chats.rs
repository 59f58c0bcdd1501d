//! The members of a chat: `get_chat_user_ids`, and `get_chat_users` with its steps and fallbacks.
//!
//! Not here: users by their ids (`client::users`).

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use super::Client;
use super::get_users_result::{GetUsersError, build_list, list_or_error};
use super::options::{CallOptions, GetUsersOptions};
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdInput, IdMap, UserId};
use crate::loader::{ChatMembers, LookupOutcome, chat_members_call, chat_param, read_member_ids};
use crate::model::{Progress, UserList};
use crate::protocol::{ArrivedUser, method};
use crate::rest::OnArrivedUsers;

impl<H: Host + 'static> Client<H> {
    /// Gets the ids of the members of a chat from `im.chat.user.list`.
    ///
    /// # Errors
    /// `INVALID_CHAT` if `chat` does not identify a chat; nothing is sent. `ACCESS_ERROR` if there
    /// is no such chat or the caller may not see its members. Otherwise, the error of the request.
    pub async fn get_chat_user_ids(
        &self,
        chat: &IdInput,
        options: impl Into<CallOptions>,
    ) -> Result<Vec<UserId>> {
        let chat = self.parse_chat(chat)?;
        let params = [chat_param(&chat)];
        read_member_ids(&self.call_with_deadline(chat_members_call(&params), options.into()).await?)
    }

    /// Gets the members of a chat, in up to three steps:
    ///
    /// 1. One batch: `im.chat.user.list` returns the ids of the members, and `im.user.list.get` the
    ///    users with these ids, by a reference to the first command.
    /// 2. If users are missing, as for extranet callers: the pages of `im.dialog.users.list`.
    /// 3. If users are still missing: requests by id, as in [`Client::get_users`].
    ///
    /// If step 1 returns no users, because its request fails or `avatar_hr` is set, step 3 precedes
    /// step 2. A member that no step returned is reported as missing, or as failed if a request of
    /// step 2 or 3 failed.
    ///
    /// If the portal cannot resolve the reference in step 1, it returns user 1 instead. Therefore,
    /// the batch stops if the ids cannot be read, and users who are not members are ignored.
    ///
    /// # Errors
    /// Those of [`Client::get_chat_user_ids`] and [`Client::get_users`].
    pub async fn get_chat_users(
        &self,
        chat: &IdInput,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress),
    ) -> Result<UserList<H::User>, GetUsersError<H::User>> {
        let chat = self.parse_chat(chat)?;
        let executor = &self.loader.executor;
        let deadline = self.deadline(options.into());
        let state = executor.start_call();
        // Users that arrived before the response was truncated. They are used only after the member
        // ids are known.
        let partial_users = RefCell::new(IdMap::default());
        let record_partial = |users: Vec<ArrivedUser>, _| {
            for ArrivedUser { id, user, .. } in users {
                partial_users.borrow_mut().insert(id, LookupOutcome::User(user));
            }
        };
        // Users with larger pictures are loaded by id, because they have separate cache entries.
        // Only old portals return such pictures.
        let on_arrived: Option<&OnArrivedUsers<'_>> =
            (!options.avatar_hr()).then_some(&record_partial);
        let members = pin!(self.loader.fetch_chat_members(&chat, &state, on_arrived));
        let method = method::IM_CHAT_USER_LIST;
        let members = executor.with_deadline(deadline, &state, method, &[], members).await?;
        let ChatMembers { ids, outcomes: mut member_outcomes, incomplete_lookup } = members;
        for &id in &ids {
            if !member_outcomes.contains(id)
                && let Some(LookupOutcome::User(user)) = partial_users.borrow().get(id)
            {
                member_outcomes.insert(id, self.loader.report_issues(user.clone()));
            }
        }
        let find_in_pages_until_deadline = async |ids: &[_], outcomes: &mut _, version: &_| {
            let pages =
                pin!(self.loader.find_users_in_member_pages(&chat, ids, outcomes, version, &state));
            let method = method::IM_DIALOG_USERS_LIST;
            let result = executor.with_deadline(deadline, &state, method, &[], pages).await;
            result.err().map(Rc::new)
        };
        let mut pages_error = None;
        // If step 1 returned no users, loading by id finds most members, so the pages are read
        // afterwards.
        let should_read_pages_last =
            incomplete_lookup.is_none() && member_outcomes.len() < ids.len();
        if let Some(version) = incomplete_lookup {
            pages_error = find_in_pages_until_deadline(&ids, &mut member_outcomes, &version).await;
        }
        let sent_requests = state.timing().requests;
        let report_progress = |progress: Progress| {
            on_progress(Progress { requests: progress.requests + sent_requests, ..progress });
        };
        report_progress(Progress { done: member_outcomes.len(), total: ids.len(), requests: 0 });
        let (mut outcomes, mut time) =
            self.load_outcomes(ids, member_outcomes, options, deadline, &report_progress).await;
        let is_missing = |outcome: &LookupOutcome| matches!(outcome, LookupOutcome::Missing);
        let mut page_outcomes = IdMap::default();
        if should_read_pages_last && outcomes.iter().any(|(_, outcome)| is_missing(outcome)) {
            let version = self.loader.cache.begin_lookup();
            let mut ids = Vec::with_capacity(outcomes.len());
            for (id, outcome) in &outcomes {
                ids.push(*id);
                if !is_missing(outcome) {
                    page_outcomes.insert(*id, outcome.clone());
                }
            }
            pages_error = find_in_pages_until_deadline(&ids, &mut page_outcomes, &version).await;
        }
        for (id, outcome) in &mut outcomes {
            if is_missing(outcome) {
                let failure = pages_error.clone().map(LookupOutcome::Failed);
                *outcome =
                    page_outcomes.get(*id).cloned().or(failure).unwrap_or(LookupOutcome::Missing);
            }
        }
        time.merge(state.timing());
        let list = UserList { time, ..build_list::<H>(outcomes) };
        list_or_error(list, options.partial_results())
    }
}
