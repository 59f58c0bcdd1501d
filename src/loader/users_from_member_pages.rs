//! The pages of a chat's members. They include users whom `im.user.list.get` omits.

use super::Loader;
use super::cache::LookupVersion;
use super::lookup_results::LookupOutcome;
use super::requested_users_in_list::RequestedUsersInList;
use crate::error::Result;
use crate::host::Host;
use crate::ids::{Chat, IdMap, UserId};
use crate::protocol::{
    MAX_COMMANDS_PER_BATCH, OnFailure, encode_query, method, missing_result_error,
};
use crate::rest::{BatchCall, CallState, FallbackRequests, ListProgress, following_pages};
use crate::transport::HTTP_OK;

/// Rows per page of `im.dialog.users.list`, which is the portal's maximum.
const PAGE_SIZE: u64 = 200;

impl<H: Host> Loader<H> {
    /// Reads the pages of a chat's members until all `ids` have an outcome, or the pages end.
    /// Inserts the users with these ids into `outcomes`. Users that were read before an error stay
    /// in `outcomes`.
    ///
    /// # Errors
    /// The errors of the requests. `BAD_RESPONSE` if the pages do not advance.
    pub(crate) async fn find_users_in_member_pages(
        &self,
        chat: &Chat,
        ids: &[UserId],
        outcomes: &mut IdMap<LookupOutcome>,
        version: &LookupVersion,
        state: &CallState,
    ) -> Result<()> {
        let mut progress = ListProgress::default();
        let mut max_calls = MAX_COMMANDS_PER_BATCH;
        let mut pending = following_pages(0, PAGE_SIZE, ids.len() as u64);
        while !pending.is_empty() && ids.iter().any(|&id| !outcomes.contains(id)) {
            pending.truncate(max_calls);
            let mut commands = Vec::with_capacity(pending.len());
            for page in &pending {
                let (limit, offset) = (PAGE_SIZE.to_string(), page.offset.to_string());
                let params =
                    [("DIALOG_ID", chat.dialog_id()), ("LIMIT", &limit), ("OFFSET", &offset)];
                commands.push((method::IM_DIALOG_USERS_LIST.into(), encode_query(&params)));
            }
            let is_splittable = commands.len() > 1;
            let batch = BatchCall {
                commands,
                on_failure: OnFailure::Continue,
                is_idempotent: true,
                fallback: if is_splittable {
                    FallbackRequests::Equivalent
                } else {
                    FallbackRequests::None
                },
                users_from: Some(0),
            };
            let responses = match self.executor.call_batch(&batch, state, None).await {
                Err(error) if is_splittable && error.is_splittable() => {
                    max_calls = pending.len() / 2;
                    continue;
                }
                responses => responses?,
            };
            let mut pages = std::mem::take(&mut pending).into_iter();
            for response in responses {
                let Some(page) = pages.next() else { break };
                let response = match response.unwrap_or_else(|| Err(missing_result_error(HTTP_OK)))
                {
                    // `pending` already has this page, as one of the pages after those that have
                    // arrived.
                    Err(error) if error.retryable && !pending.is_empty() => break,
                    // The page is requested again. The next request waits for the reset of the
                    // operating time.
                    Err(error) if error.is_operating_limit() => {
                        let total = progress.total.max(ids.len() as u64);
                        pending = following_pages(page.offset, PAGE_SIZE, total);
                        break;
                    }
                    response => response,
                };
                let next_offset = response.and_then(|response| {
                    let mut page_ids = Vec::new();
                    let RequestedUsersInList { users, .. } =
                        self.cache_requested_users(ids, &response, version)?;
                    for (id, outcome) in users.iter() {
                        outcomes.insert(id, outcome.clone());
                        page_ids.push(id);
                    }
                    let end = page.offset + page_ids.len() as u64;
                    let next_offset =
                        progress.record_page(page.offset, &mut page_ids, &response)?;
                    // Without a total, only an empty page proves that the list has ended.
                    let has_next_page = progress.total == 0 && !page_ids.is_empty();
                    Ok(next_offset.or(has_next_page.then_some(end)))
                });
                let next_offset = next_offset
                    .map_err(|error| error.for_request(method::IM_DIALOG_USERS_LIST, &[]))?;
                let Some(next_offset) = next_offset else { return Ok(()) };
                pending = following_pages(next_offset, next_offset - page.offset, progress.total);
                if pages.as_slice().first().is_some_and(|next| next.offset > next_offset) {
                    break;
                }
            }
        }
        Ok(())
    }
}
