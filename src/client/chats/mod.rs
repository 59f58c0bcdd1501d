//! The members of a chat: `get_chat_user_ids` and `get_chat_users`.
//!
//! Not here: users by their ids (`client::users`).

mod member_pages;
mod members;

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use members::{ChatMembers, chat_members_call, chat_param, member_ids};

use super::Client;
use super::options::GetUsersOptions;
use super::user_list::{GetUsersError, build_list, require_complete};
use crate::error::Result;
use crate::host::Host;
use crate::ids::{IdInput, IdMap, UserId};
use crate::loader::LookupOutcome;
use crate::model::{Progress, UserList};
use crate::protocol::{PartialUser, method};
use crate::rest::OnPartialUsers;

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
}
