//! Lists that are read page by page, in batches where possible.

use super::call_state::CallState;
use super::calls::{BatchCall, FallbackRequests, MethodCall};
use super::executor::RestExecutor;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::{IdSet, UserId};
use crate::protocol::{
    ID_FIELD, MAX_COMMANDS_PER_BATCH, OnFailure, Params, RestResponse, borrow_params, encode_query,
    read_user_ids,
};

/// A list that reports a `total` counts as endless, and fails, if its next page would begin at or
/// after the greater of two offsets: this one, and twice the largest reported `total`.
const MIN_ENDLESS_ROWS: u64 = 100;

/// Maximum number of rows that may disappear from a list between two pages without an error.
const MAX_VANISHED_ROWS: u64 = 2;

/// A list that is read page by page.
pub(crate) struct ListQuery {
    pub(crate) method: &'static str,
    pub(crate) params: Params,
}

/// The ids on a page.
pub(crate) type Page = Result<Vec<UserId>>;

/// The pages that one request returned, in the order of the list.
#[derive(Default)]
pub(crate) struct PageGroup {
    pub(crate) pages: Vec<Page>,
    /// The pages that follow `pages`; empty at the end of the list.
    pub(crate) following: Vec<PendingPage>,
    /// The progress of reading the list, including `pages`.
    pub(crate) progress: ListProgress,
}

/// The progress of reading a list.
#[derive(Default)]
pub(crate) struct ListProgress {
    /// The ids read so far. An id may appear on two pages if the list changes while it is read.
    seen: IdSet,
    /// All rows before this offset have been read.
    contiguous_end: u64,
    /// The number of rows, as reported by the latest page that reports it; 0 if no page does.
    pub(crate) total: u64,
    /// The largest `total` that any page reported.
    max_total: u64,
}

/// A page that has not been processed.
pub(crate) struct PendingPage {
    /// Offset of the first row of the page.
    pub(crate) offset: u64,
    pub(crate) state: PageState,
}

/// The state of a pending page.
pub(crate) enum PageState {
    /// Not requested yet.
    NotRequested,
    /// Requested in a batch that failed as a whole, or that stopped before this page.
    NotExecuted,
    /// Requested in a batch in which the command for this page failed with a retryable error.
    FailedRetryably,
    /// Requested in a batch that returned this outcome for the page.
    Settled(Result<RestResponse>),
}

impl<H: Host> RestExecutor<H> {
    /// Fetches pages from the start of `pending`, at least one. If a page fails, its error is the
    /// last entry of the group.
    pub(crate) async fn fetch_page_group(
        &self,
        list: &ListQuery,
        pending: Vec<PendingPage>,
        progress: ListProgress,
        state: &CallState,
    ) -> PageGroup {
        let mut group = PageGroup { progress, ..PageGroup::default() };
        let pending = match self.fetch_new_pages(list, pending, state).await {
            Ok(pending) => pending,
            Err(error) => {
                group.pages.push(Err(error));
                return group;
            }
        };
        let mut pending = pending.into_iter();
        let mut has_failed_retryably = false;
        while let Some(PendingPage { offset, state: page_state }) = pending.next() {
            let response = match page_state {
                PageState::Settled(response) => response,
                // The pages before this one are returned without waiting for it.
                page_state if !group.pages.is_empty() => {
                    group.following = vec![PendingPage { offset, state: page_state }];
                    group.following.extend(pending);
                    for page in group.following.iter_mut().filter(|_| has_failed_retryably) {
                        if matches!(page.state, PageState::FailedRetryably) {
                            page.state = PageState::NotRequested;
                        }
                    }
                    return group;
                }
                page_state => {
                    has_failed_retryably = matches!(page_state, PageState::FailedRetryably);
                    self.fetch_page(list, offset, state).await
                }
            };
            let next_offset = response.and_then(|response| {
                let mut ids = read_user_ids(&response, Some(ID_FIELD))?;
                let next_offset = group.progress.record_page(offset, &mut ids, &response);
                group.pages.push(Ok(ids));
                next_offset
            });
            match next_offset.map_err(|error| error.for_request(list.method, &[])) {
                Ok(Some(next_offset)) => {
                    let page_size = next_offset - offset;
                    group.following = following_pages(next_offset, page_size, group.progress.total);
                    // The page was shorter than expected, so a gap precedes the next pending page.
                    if pending.as_slice().first().is_some_and(|page| page.offset > next_offset) {
                        break;
                    }
                }
                Ok(None) => {
                    group.following.clear();
                    break;
                }
                // The pages after a failed page are dropped, or the gap would go unnoticed.
                Err(error) => {
                    group.pages.push(Err(error));
                    group.following.clear();
                    break;
                }
            }
        }
        group
    }

    /// Requests all pages that are not requested yet in one batch, if there are at least two.
    /// Returns all of `pending` with the new states of the pages. A page that was not executed, or
    /// that failed with a retryable error, stays unsettled, and the caller fetches the page alone.
    ///
    /// # Errors
    /// The error of the batch, if requests for single pages would probably fail too.
    async fn fetch_new_pages(
        &self,
        list: &ListQuery,
        mut pending: Vec<PendingPage>,
        state: &CallState,
    ) -> Result<Vec<PendingPage>> {
        let is_new = |page: &PendingPage| matches!(page.state, PageState::NotRequested);
        let mut offsets = Vec::new();
        for page in pending.iter().filter(|page| is_new(page)) {
            offsets.push(page.offset);
        }
        if offsets.len() < 2 {
            return Ok(pending);
        }
        let responses = match self.fetch_pages(list, &offsets, state).await {
            Ok(responses) => responses,
            Err(error) if error.is_splittable() => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut responses = responses.into_iter();
        for page in pending.iter_mut().filter(|page| is_new(page)) {
            page.state = match responses.next().flatten() {
                Some(Err(error)) if error.retryable => PageState::FailedRetryably,
                Some(response) => PageState::Settled(response),
                None => PageState::NotExecuted,
            };
        }
        Ok(pending)
    }

    async fn fetch_page(
        &self,
        list: &ListQuery,
        offset: u64,
        state: &CallState,
    ) -> Result<RestResponse> {
        let offset = offset.to_string();
        let mut params = borrow_params(&list.params);
        params.push(("start", &offset));
        self.call_method(MethodCall::idempotent(list.method, &params), state).await
    }

    /// Fetches several pages in one request, one command per page.
    async fn fetch_pages(
        &self,
        list: &ListQuery,
        offsets: &[u64],
        state: &CallState,
    ) -> Result<Vec<Option<Result<RestResponse>>>> {
        let mut commands = Vec::with_capacity(offsets.len());
        for offset in offsets {
            let offset = offset.to_string();
            let mut params = borrow_params(&list.params);
            params.push(("start", &offset));
            commands.push((list.method.to_owned(), encode_query(&params)));
        }
        let batch = BatchCall {
            commands,
            on_failure: OnFailure::Continue,
            is_idempotent: true,
            fallback: FallbackRequests::Slower,
            users_from: None,
        };
        self.call_batch(&batch, state, None).await
    }
}

impl ListProgress {
    /// Records the page at `offset`, and removes the ids of earlier pages from `ids`. Returns the
    /// offset of the next page; `None` after the last page.
    ///
    /// While a list is read, it may change: rows repeat or are skipped, and `total` changes.
    /// However, the pages must advance through the list. They do not advance if a portal or proxy
    /// ignores `start`, or repeats or truncates pages.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the pages do not advance.
    pub(crate) fn record_page(
        &mut self,
        offset: u64,
        ids: &mut Vec<UserId>,
        response: &RestResponse,
    ) -> Result<Option<u64>> {
        let rows = ids.len() as u64;
        let (next, end) = (response.next_offset(), offset + rows);
        ids.retain(|&id| self.seen.insert(id, ()));
        self.total = response.total_rows().unwrap_or(self.total);
        self.max_total = self.max_total.max(self.total);
        let total = self.total;
        let no_progress_error = || {
            let message = format!("The list does not advance, or has no end, at offset {offset}");
            Err(Error::bad_response(response.status, message))
        };
        if rows == 0 {
            // These rows may have disappeared from the list since the previous page.
            let lacks_rows = total > offset + MAX_VANISHED_ROWS.min(offset);
            return if lacks_rows { no_progress_error() } else { Ok(None) };
        }
        if !ids.is_empty() {
            self.contiguous_end = self.contiguous_end.max(end);
        } else if offset >= self.contiguous_end {
            let is_complete = total > 0 && self.seen.len() as u64 >= total;
            let is_last = rows == 1 && next.is_none() && total <= end;
            return if is_complete || is_last { Ok(None) } else { no_progress_error() };
        }
        let end = end.min(self.contiguous_end);
        let next_offset = match next {
            Some(next) if next > offset => next.min(end),
            Some(_) if total == 0 || total > end => return no_progress_error(),
            None if total > end => end,
            _ => return Ok(None),
        };
        let endless_rows = self.max_total.saturating_mul(2).max(MIN_ENDLESS_ROWS);
        if self.max_total > 0 && next_offset >= endless_rows {
            return no_progress_error();
        }
        Ok(Some(next_offset))
    }
}

/// The next pages to request, from `offset` on, with `page_size` rows each: up to `total`, but at
/// most as many as one request holds. Always at least one page, because `total` may be unknown (0)
/// or outdated.
pub(crate) fn following_pages(offset: u64, page_size: u64, total: u64) -> Vec<PendingPage> {
    let mut pages = Vec::new();
    let mut next = offset;
    while next < total.max(offset + 1) && pages.len() < MAX_COMMANDS_PER_BATCH {
        pages.push(PendingPage { offset: next, state: PageState::NotRequested });
        next += page_size;
    }
    pages
}
