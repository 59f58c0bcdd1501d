use super::raw_call::{Params, borrowed};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::ids::{IdSet, UserId};
use crate::protocol::MAX_CALLS_PER_BATCH;
use crate::protocol::{ROW_ID, RestResponse, query, read_user_ids};
use crate::rest::CallState;
use crate::rest::RestExecutor;
use crate::rest::{BatchCall, Fallback, MethodCall};

/// A list is followed to twice as many rows as it should have, and to this many in any case.
const MIN_BOUND: u64 = 50;

/// How many rows may be gone without a page that tells of a smaller `total`.
const MAX_GONE: u64 = 2;

/// What is listed.
pub(crate) struct List {
    pub(crate) method: &'static str,
    pub(crate) params: Params,
}

/// A page, or why there is none.
pub(crate) type Page = Result<Vec<UserId>>;

/// The pages of one request.
#[derive(Default)]
pub(crate) struct PageGroup {
    pub(crate) pages: Vec<Page>,
    /// The pages behind them.
    pub(crate) rest: Vec<PendingPage>,
    /// How far the list has been read with them.
    pub(crate) progress: ListProgress,
}

/// How far a list has been read.
#[derive(Default)]
pub(crate) struct ListProgress {
    /// The ids on the pages so far: somebody may move to another page meanwhile.
    seen: IdSet,
    /// The offset up to which rows have been read without a gap.
    reached: u64,
    /// How many rows there are by the latest page that tells; 0 if none has.
    pub(crate) total: u64,
    /// The largest of these.
    max_total: u64,
}

/// A page that is to come.
pub(crate) struct PendingPage {
    /// Where it begins.
    pub(crate) begin: u64,
    pub(crate) known: PageState,
}

pub(crate) enum PageState {
    /// It has not been asked for.
    Nothing,
    /// It has been asked for together with others, in vain.
    Missed,
    /// It alone has been refused for now, among others.
    Refused,
    /// It has arrived before one that comes before it.
    Answer(Result<RestResponse>),
}

impl<H: Host> RestExecutor<H> {
    /// Those of these pages that come first, at least one of them or why there is none.
    pub(crate) async fn portion(
        &self,
        list: &List,
        due: Vec<PendingPage>,
        progress: ListProgress,
        state: &CallState,
    ) -> PageGroup {
        let mut portion = PageGroup { progress, ..PageGroup::default() };
        let due = match self.together(list, due, state).await {
            Ok(due) => due,
            Err(error) => {
                portion.pages.push(Err(error));
                return portion;
            }
        };
        let mut due = due.into_iter();
        let mut was_refused = false;
        while let Some(PendingPage { begin, known }) = due.next() {
            let answer = match known {
                PageState::Answer(answer) => answer,
                // Those before it need not wait for what may not come.
                known if !portion.pages.is_empty() => {
                    portion.rest = vec![PendingPage { begin, known }];
                    portion.rest.extend(due);
                    for due in portion.rest.iter_mut().filter(|_| was_refused) {
                        if matches!(due.known, PageState::Refused) {
                            due.known = PageState::Nothing;
                        }
                    }
                    return portion;
                }
                known => {
                    was_refused = matches!(known, PageState::Refused);
                    self.page(list, begin, state).await
                }
            };
            let read = answer.and_then(|answer| {
                let mut ids = read_user_ids(&answer, Some(ROW_ID))?;
                let following = portion.progress.advance(begin, &mut ids, &answer);
                portion.pages.push(Ok(ids));
                following
            });
            match read.map_err(|error| error.for_request(list.method, &[])) {
                Ok(Some(following)) => {
                    portion.rest = pages_from(following, following - begin, portion.progress.total);
                    // A page that was too short: the others begin behind a gap.
                    if due.as_slice().first().is_some_and(|due| due.begin > following) {
                        break;
                    }
                }
                Ok(None) => {
                    portion.rest.clear();
                    break;
                }
                // Those behind a gap are not told of: nobody would notice it.
                Err(error) => {
                    portion.pages.push(Err(error));
                    portion.rest.clear();
                    break;
                }
            }
        }
        portion
    }

    /// These pages, asked for in one request if they are several and none has been asked for. One that failed for now is to be asked for
    /// alone, and so are all that take too long together.
    async fn together(
        &self,
        list: &List,
        mut due: Vec<PendingPage>,
        state: &CallState,
    ) -> Result<Vec<PendingPage>> {
        let mut begins = Vec::new();
        for due in due.iter().filter(|due| matches!(due.known, PageState::Nothing)) {
            begins.push(due.begin);
        }
        if begins.len() < 2 {
            return Ok(due);
        }
        let answers = match self.pages(list, &begins, state).await {
            Ok(answers) => answers,
            Err(error) if error.is_splittable() => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut answers = answers.into_iter();
        for due in due.iter_mut().filter(|due| matches!(due.known, PageState::Nothing)) {
            due.known = match answers.next().flatten() {
                Some(Err(error)) if error.retryable => PageState::Refused,
                Some(answer) => PageState::Answer(answer),
                None => PageState::Missed,
            };
        }
        Ok(due)
    }

    async fn page(&self, list: &List, begin: u64, state: &CallState) -> Result<RestResponse> {
        let begin = begin.to_string();
        let mut params = borrowed(&list.params);
        params.push(("start", &begin));
        self.call_method(MethodCall::idempotent(list.method, &params), state).await
    }

    /// Several pages in one request.
    async fn pages(
        &self,
        list: &List,
        begins: &[u64],
        state: &CallState,
    ) -> Result<Vec<Option<Result<RestResponse>>>> {
        let mut calls = Vec::with_capacity(begins.len());
        for begin in begins {
            let begin = begin.to_string();
            let mut params = borrowed(&list.params);
            params.push(("start", &begin));
            calls.push((list.method.to_owned(), query(&params)));
        }
        let questions = BatchCall {
            commands: calls,
            halts: false,
            is_idempotent: true,
            fallback: Fallback::Slower,
            users_from: None,
        };
        self.call_batch(&questions, state, None).await
    }
}

impl ListProgress {
    /// Takes the page at this offset: leaves its new ids, and gives the offset of the page that
    /// follows; `None` behind the last one.
    ///
    /// A list may change while it is read, so that a row comes again or is missed and `total` is
    /// another. It has to advance all the same: the portal, or a proxy before it, may ignore `start`,
    /// repeat pages or cut them.
    ///
    /// # Errors
    /// `BAD_RESPONSE` if it does not advance.
    pub(crate) fn advance(
        &mut self,
        begin: u64,
        ids: &mut Vec<UserId>,
        answer: &RestResponse,
    ) -> Result<Option<u64>> {
        let rows = ids.len() as u64;
        let (next, end) = (answer.next_offset(), begin + rows);
        ids.retain(|&id| self.seen.insert(id, ()));
        self.total = answer.total_rows().unwrap_or(self.total);
        self.max_total = self.max_total.max(self.total);
        let total = self.total;
        let stuck = || {
            let message = format!("The list does not advance, or not end, at offset {begin}");
            Err(Error::bad_response(answer.status, message))
        };
        if rows == 0 {
            // They may have left the list since the page before.
            let lacks = total > begin + MAX_GONE.min(begin);
            return if lacks { stuck() } else { Ok(None) };
        }
        if !ids.is_empty() {
            self.reached = self.reached.max(end);
        } else if begin >= self.reached {
            let is_complete = total > 0 && self.seen.len() as u64 >= total;
            let is_last = rows == 1 && next.is_none() && total <= end;
            return if is_complete || is_last { Ok(None) } else { stuck() };
        }
        let end = end.min(self.reached);
        let following = match next {
            Some(next) if next > begin => next.min(end),
            Some(_) if total == 0 || total > end => return stuck(),
            None if total > end => end,
            _ => return Ok(None),
        };
        if self.max_total > 0 && following >= self.max_total.max(MIN_BOUND).saturating_mul(2) {
            return stuck();
        }
        Ok(Some(following))
    }
}

/// The pages of so many rows from this offset on, as many as go in a request; one if it is not known
/// how many there are.
pub(crate) fn pages_from(begin: u64, rows: u64, total: u64) -> Vec<PendingPage> {
    let mut due = Vec::new();
    let mut at = begin;
    while at < total.max(begin + 1) && due.len() < MAX_CALLS_PER_BATCH {
        due.push(PendingPage { begin: at, known: PageState::Nothing });
        at += rows;
    }
    due
}
