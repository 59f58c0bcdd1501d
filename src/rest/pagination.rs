//! Lists that are read page by page, in batches where possible.

use super::call_state::CallState;
use super::calls::{BatchCall, Fallback, MethodCall};
use super::executor::RestExecutor;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::{IdSet, UserId};
use crate::protocol::{
    ID_FIELD, MAX_COMMANDS_PER_BATCH, OnFailure, Params, RestResponse, borrow_params, encode_query,
    read_user_ids,
};

/// A list with as many rows, and twice as many as its `total`, is taken for endless.
const MIN_ENDLESS_ROWS: u64 = 100;

/// Maximum of rows that may leave a list between two pages.
const MAX_VANISHED_ROWS: u64 = 2;

/// A list that is read page by page.
pub(crate) struct ListQuery {
    pub(crate) method: &'static str,
    pub(crate) params: Params,
}

/// The ids on a page.
pub(crate) type Page = Result<Vec<UserId>>;

/// The pages that one request returned, in order.
#[derive(Default)]
pub(crate) struct PageGroup {
    pub(crate) pages: Vec<Page>,
    /// The pages after them; empty at the end of the list.
    pub(crate) following: Vec<PendingPage>,
    /// The progress after these pages.
    pub(crate) progress: ListProgress,
}

/// The progress of reading a list.
#[derive(Default)]
pub(crate) struct ListProgress {
    /// The ids read so far: an id may move to another page in the meantime.
    seen: IdSet,
    /// Offset up to which rows have been read without a gap.
    contiguous_end: u64,
    /// Number of rows by the latest page that reports it; 0 if none does.
    pub(crate) total: u64,
    /// The maximum of the reported numbers.
    max_total: u64,
}

/// A page that has not been processed.
pub(crate) struct PendingPage {
    /// Offset of its first row.
    pub(crate) offset: u64,
    pub(crate) state: PageState,
}

/// The state of a pending page.
pub(crate) enum PageState {
    /// Not requested yet.
    NotRequested,
    /// Requested in a batch that failed as a whole or stopped before it.
    NotExecuted,
    /// Requested in a batch in which this command alone failed with a retryable error.
    FailedRetryably,
    /// Requested in a batch, with this outcome.
    Settled(Result<RestResponse>),
}

impl<H: Host> RestExecutor<H> {
    /// Fetches pages from the start of `pending`: at least one, or its error.
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
                // The pages before it are returned without waiting for this one.
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
                    // The page was short, so the other pending pages begin after a gap.
                    if pending.as_slice().first().is_some_and(|page| page.offset > next_offset) {
                        break;
                    }
                }
                Ok(None) => {
                    group.following.clear();
                    break;
                }
                // Pages after an error are dropped, or the gap would go unnoticed.
                Err(error) => {
                    group.pages.push(Err(error));
                    group.following.clear();
                    break;
                }
            }
        }
        group
    }

    /// Fetches the pages that were not requested yet in one batch, if there are several. Failed
    /// pages stay pending and are fetched one by one; so are all, if the batch fails as a whole.
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

    /// Fetches several pages in one request.
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
            fallback: Fallback::Slower,
            users_from: None,
        };
        self.call_batch(&batch, state, None).await
    }
}

impl ListProgress {
    /// Records the page at this offset: removes known ids from `ids`, and returns the offset of the
    /// next page; `None` after the last one.
    ///
    /// A list may change while it is read, so that a row is repeated or skipped and `total`
    /// changes. The list must advance nevertheless, as a portal or proxy may ignore `start`, or
    /// repeat or truncate pages.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if the list does not advance.
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
            // The rows may have left the list since the page before.
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

/// The pages from this offset on, with `page_size` rows each, as many as fit in a request. Always
/// at least one: `total` is 0 if unknown, and may be outdated.
pub(crate) fn following_pages(offset: u64, page_size: u64, total: u64) -> Vec<PendingPage> {
    let mut pages = Vec::new();
    let mut next = offset;
    while next < total.max(offset + 1) && pages.len() < MAX_COMMANDS_PER_BATCH {
        pages.push(PendingPage { offset: next, state: PageState::NotRequested });
        next += page_size;
    }
    pages
}
