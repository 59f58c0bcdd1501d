use super::options::{GetUsersOptions, Progress};
use super::pagination::{ListProgress, pages_from};
use super::users::GetUsersError;
use super::users::{complete, to_list};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::{Chat, IdInput, IdMap, IdSet, UserId};
use crate::loader::LookupOutcome;
use crate::loader::LookupVersion;
use crate::model::UserList;
use crate::protocol::MAX_CALLS_PER_BATCH;
use crate::protocol::{PartialUser, RestResponse, chat_users_query, method, query, read_user_ids};
use crate::rest::CallState;
use crate::rest::OnPartialUsers;
use crate::rest::{BatchCall, Fallback, MethodCall, missing_result_error};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

/// How many people a portal tells of in one page of a chat, at most.
const PAGE: u64 = 200;

/// A chat's people as far as it is known who they are.
struct ChatMembers {
    ids: Vec<UserId>,
    known: IdMap<LookupOutcome>,
    /// If pages of them may tell of others: as of when.
    pages_as_of: Option<LookupVersion>,
}

impl<H: Host + 'static> Client<H> {
    /// Gets the ids of a chat's people from `im.chat.user.list`.
    ///
    /// # Errors
    /// `INVALID_CHAT` before anything is sent; `ACCESS_ERROR` if the caller may not see who is in the chat, or if there is none; else
    /// those of the request.
    pub async fn get_chat_user_ids(&self, chat: &IdInput, deadline_ms: Option<f64>) -> Result<Vec<UserId>> {
        let chat = self.check_chat(chat)?;
        people(&self.ask_in_time(asking(&[named(&chat)]), deadline_ms).await?)
    }

    /// Gets a chat's people, in one request if the portal can tell of all at once: their ids from `im.chat.user.list`, and by
    /// reference to them the people from `im.user.list.get`. To callers from outside the company that does not tell of all whom they
    /// share the chat with; `im.dialog.users.list` does, page by page. Who is in neither is looked up as by [`Client::get_users`],
    /// and fails if these pages cannot be read to the end. Where the request by reference fails or
    /// does not apply (`avatar_hr`), the lookup comes first, and the pages only for missing users.
    ///
    /// Nobody can become user 1 on the way, as the portal has it when a reference leads nowhere: the request ends if the ids cannot
    /// be had, and only people whose ids are told are taken from it.
    ///
    /// # Errors
    /// As of `get_chat_user_ids`, and of `get_users`.
    pub async fn get_chat_users(
        &self,
        chat: &IdInput,
        options: GetUsersOptions,
        on_progress: impl Fn(Progress),
    ) -> Result<UserList<H::User>, GetUsersError<H::User>> {
        let chat = self.check_chat(chat)?;
        let deadline = self.deadline(options.deadline_ms);
        let state = self.0.executor.start_call();
        // People of an answer that breaks off. They count only when it is known who is in the chat.
        let arrived = RefCell::new(IdMap::default());
        let take_fresh = |fresh: Vec<PartialUser>, _| {
            for PartialUser { id, found, .. } in fresh {
                arrived.borrow_mut().insert(id, LookupOutcome::User(found));
            }
        };
        // Users with larger pictures are none for the cache of others, and matter to old portals only.
        let take_fresh: Option<&OnPartialUsers<'_>> = (!options.avatar_hr()).then_some(&take_fresh);
        let crowd = pin!(self.crowd(&chat, &state, take_fresh));
        let crowd =
            self.0.executor.with_deadline(deadline, &state, method::CHAT_USER_LIST, &[], crowd).await?;
        let ChatMembers { ids, mut known, pages_as_of } = crowd;
        for &id in &ids {
            if !known.contains(id)
                && let Some(LookupOutcome::User(found)) = arrived.borrow().get(id)
            {
                known.insert(id, self.0.told(found.clone()));
            }
        }
        let read_pages = async |ids: &[_], known: &mut _, begun: &_| {
            let pages = pin!(self.read_pages(&chat, ids, known, begun, &state));
            let pages =
                self.0.executor.with_deadline(deadline, &state, method::DIALOG_USERS_LIST, &[], pages).await;
            pages.err().map(Rc::new)
        };
        let mut incomplete = None;
        // Without a usable list of users, most are found by their ids: the pages come last.
        let are_pages_last = pages_as_of.is_none() && known.len() < ids.len();
        if let Some(begun) = pages_as_of {
            incomplete = read_pages(&ids, &mut known, &begun).await;
        }
        let spent = state.timing();
        let tell = |progress: Progress| {
            on_progress(Progress { requests: progress.requests + spent.requests, ..progress });
        };
        tell(Progress { done: known.len(), total: ids.len(), requests: 0 });
        let (mut findings, mut time) = self.gather(ids, known, options, deadline, &tell).await;
        let mut known = IdMap::default();
        if are_pages_last && findings.iter().any(|(_, finding)| matches!(finding, LookupOutcome::Missing)) {
            let begun = self.0.cache.begin();
            let mut ids = Vec::with_capacity(findings.len());
            for (id, finding) in &findings {
                ids.push(*id);
                if !matches!(finding, LookupOutcome::Missing) {
                    known.insert(*id, finding.clone());
                }
            }
            incomplete = read_pages(&ids, &mut known, &begun).await;
        }
        // Users that only the pages list are absent from a lookup, which does not make them missing.
        for (id, finding) in &mut findings {
            if matches!(finding, LookupOutcome::Missing) {
                let failed = incomplete.clone().map(LookupOutcome::Failed);
                *finding = known.get(*id).cloned().or(failed).unwrap_or(LookupOutcome::Missing);
            }
        }
        time.merge(state.timing());
        complete(UserList { time, ..to_list::<H>(findings) }, false, options.partial == Some(true))
    }

    fn check_chat(&self, chat: &IdInput) -> Result<Chat> {
        Chat::new(chat).ok_or_else(|| {
            Error::invalid_chat(chat, &|text| self.0.executor.redactor().redact(text), H::format_number)
        })
    }

    /// The ids and, if somebody takes them, the people in one request; the ids alone if that is better.
    async fn crowd(
        &self,
        chat: &Chat,
        state: &CallState,
        take_fresh: Option<&OnPartialUsers<'_>>,
    ) -> Result<ChatMembers> {
        let begun = self.0.cache.begin();
        if take_fresh.is_some() {
            let calls = vec![
                (method::CHAT_USER_LIST.into(), query(&[named(chat)])),
                (method::USER_LIST_GET.into(), chat_users_query()),
            ];
            let questions = BatchCall {
                commands: calls,
                halts: true,
                is_idempotent: true,
                fallback: Fallback::Equivalent,
                users_from: Some(1),
            };
            let answers = match self.0.executor.call_batch(&questions, state, take_fresh).await {
                // There may be too many people for one call, or one who breaks it.
                Err(error) if error.is_splittable() => Vec::new(),
                answers => answers?,
            };
            let mut answers = answers.into_iter();
            match answers.next().flatten() {
                Some(Ok(ids)) => {
                    let users = answers.next().flatten();
                    return Ok(self.read_crowd(people(&ids)?, users, begun));
                }
                Some(Err(error)) if !error.retryable => return Err(error),
                _ => {}
            }
        }
        let answer = self.0.executor.call_method(asking(&[named(chat)]), state).await?;
        Ok(ChatMembers { ids: people(&answer)?, known: IdMap::default(), pages_as_of: None })
    }

    /// Those people whom the answer about the users tells of. They are known by none that failed.
    fn read_crowd(
        &self,
        ids: Vec<UserId>,
        users: Option<Result<RestResponse>>,
        begun: LookupVersion,
    ) -> ChatMembers {
        let read = |users: Result<RestResponse>| self.0.read_some(&ids, &users?, &begun);
        let Some(Ok((mut known, is_whole))) = users.map(read) else {
            return ChatMembers { ids, known: IdMap::default(), pages_as_of: None };
        };
        if is_whole {
            for &id in &ids {
                if !known.contains(id) {
                    known.insert(id, LookupOutcome::Missing);
                }
            }
        }
        ChatMembers { ids, known, pages_as_of: (!is_whole).then_some(begun) }
    }

    /// Adds those of `ids` whom the pages of a chat's people tell of.
    ///
    /// # Errors
    /// Those of the requests, and `BAD_RESPONSE` if the pages do not advance. What came before is
    /// added.
    async fn read_pages(
        &self,
        chat: &Chat,
        ids: &[UserId],
        known: &mut IdMap<LookupOutcome>,
        begun: &LookupVersion,
        state: &CallState,
    ) -> Result<()> {
        let mut progress = ListProgress::default();
        let mut max_calls = MAX_CALLS_PER_BATCH;
        let mut due = pages_from(0, PAGE, ids.len() as u64);
        while !due.is_empty() && ids.iter().any(|&id| !known.contains(id)) {
            due.truncate(max_calls);
            let mut calls = Vec::with_capacity(due.len());
            for page in &due {
                let (limit, offset) = (PAGE.to_string(), page.begin.to_string());
                let params = [("DIALOG_ID", chat.dialog_id()), ("LIMIT", &limit), ("OFFSET", &offset)];
                calls.push((method::DIALOG_USERS_LIST.into(), query(&params)));
            }
            let can_split = calls.len() > 1;
            let questions = BatchCall {
                commands: calls,
                halts: false,
                is_idempotent: true,
                fallback: if can_split { Fallback::Equivalent } else { Fallback::None },
                users_from: Some(0),
            };
            let answers = match self.0.executor.call_batch(&questions, state, None).await {
                Err(error) if can_split && error.is_splittable() => {
                    max_calls = due.len() / 2;
                    continue;
                }
                answers => answers?,
            };
            let mut asked = std::mem::take(&mut due).into_iter();
            for answer in answers {
                let Some(page) = asked.next() else { break };
                let answer = match answer.unwrap_or_else(|| Err(missing_result_error())) {
                    // It is due again, behind the pages that have come.
                    Err(error) if error.retryable && !due.is_empty() => break,
                    // When the portal allows it, or given up by then.
                    Err(error) if error.is_operating_limit() => {
                        due = pages_from(page.begin, PAGE, progress.total.max(ids.len() as u64));
                        break;
                    }
                    answer => answer,
                };
                let read = answer.and_then(|answer| {
                    let mut people = Vec::new();
                    for (id, finding) in self.0.read_some(ids, &answer, begun)?.0.iter() {
                        known.insert(id, finding.clone());
                        people.push(id);
                    }
                    let end = page.begin + people.len() as u64;
                    let following = progress.advance(page.begin, &mut people, &answer)?;
                    // Without a total nothing tells whether it was the last.
                    let may_follow = progress.total == 0 && !people.is_empty();
                    Ok(following.or(may_follow.then_some(end)))
                });
                let read = read.map_err(|error| error.for_request(method::DIALOG_USERS_LIST, &[]));
                let Some(following) = read? else { return Ok(()) };
                due = pages_from(following, following - page.begin, progress.total);
                if asked.as_slice().first().is_some_and(|next| next.begin > following) {
                    break;
                }
            }
        }
        Ok(())
    }
}

const fn asking<'a>(params: &'a [(&'a str, &'a str)]) -> MethodCall<'a> {
    MethodCall::idempotent(method::CHAT_USER_LIST, params)
}

/// A chat as `im.chat.user.list` knows it.
fn named(chat: &Chat) -> (&str, &str) {
    chat.chat_id().map_or(("DIALOG_ID", chat.dialog_id()), |number| ("CHAT_ID", number))
}

/// The ids in an answer of `im.chat.user.list`, each once. None at all is how the portal says that it will not tell: somebody who asks
/// for the people of a chat is one of them.
fn people(answer: &RestResponse) -> Result<Vec<UserId>> {
    let about = |error: Error| error.for_request(method::CHAT_USER_LIST, &[]);
    let mut seen = IdSet::default();
    let mut ids = read_user_ids(answer, None).map_err(about)?;
    ids.retain(|&id| seen.insert(id, ()));
    if ids.is_empty() {
        let message = "There is no such chat, or the caller may not see who is in it";
        let error = Error::new(ErrorKind::Access, code::ACCESS_ERROR, message).with_status(answer.status);
        return Err(about(error));
    }
    Ok(ids)
}
