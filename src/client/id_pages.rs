//! Lists of user ids, page by page, with a prefetch of the following pages.

use std::cell::RefCell;
use std::fmt;
use std::pin::pin;
use std::rc::Rc;
use std::vec;

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, LocalBoxFuture, Shared, abortable};
use futures_util::lock::Mutex;

use super::Client;
use super::options::CallOptions;
use super::raw_call::validate_field_count;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::UserId;
use crate::loader::Loader;
use crate::protocol::{CommandReference, ID_FIELD, Params, filter_params, method};
use crate::rest::{Deadline, ListProgress, ListQuery, Page, PageGroup, PageState, PendingPage};

/// The ids of a list of users, page by page. The first page is fetched alone, because it reports
/// the total. Later pages are prefetched, up to 50 pages per request. Dropping the `IdPages` aborts
/// the prefetch.
pub struct IdPages<H: Host> {
    loader: Rc<Loader<H>>,
    query: Rc<ListQuery>,
    deadline: Deadline,
    state: Mutex<PageBuffer>,
}

#[derive(Default)]
struct PageBuffer {
    /// The fetched pages that have not been returned.
    pages: vec::IntoIter<Page>,
    prefetch: Option<Prefetch>,
}

/// A request for pages that is in flight. Its future returns `()`, and stores the pages in `group`.
/// Therefore, all shared futures of the crate have the same type, and their code is compiled once.
struct Prefetch {
    work: Shared<LocalBoxFuture<'static, ()>>,
    group: Rc<RefCell<PageGroup>>,
    producer: AbortHandle,
}

impl Drop for Prefetch {
    fn drop(&mut self) {
        self.producer.abort();
    }
}

impl<H: Host> fmt::Debug for IdPages<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdPages").field("method", &self.query.method).finish_non_exhaustive()
    }
}

impl<H: Host + 'static> Client<H> {
    /// Lists the ids of the users that match a filter, in ascending order. Uses `user.get`.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if the portal would ignore or misread a condition of the filter.
    pub fn list_user_ids(
        &self,
        filter: &[(String, String)],
        options: impl Into<CallOptions>,
    ) -> Result<IdPages<H>> {
        let redactor = self.loader.executor.redactor();
        let params = filter_params(filter).map_err(|error| redactor.redact_error(error))?;
        self.list_ids(method::USER_GET, params, options.into())
    }

    /// Lists the ids of the users whose name, position or department matches a query, in ascending
    /// order. Uses `user.search`.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if the query is empty, because the portal would return all users, or if the
    /// portal would read the query as a reference to a command of a batch.
    pub fn search_user_ids(
        &self,
        query: &str,
        options: impl Into<CallOptions>,
    ) -> Result<IdPages<H>> {
        if query.trim().is_empty() {
            let message = "The query is empty, and the portal would return all users";
            return Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message));
        }
        let params = vec![("FILTER[FIND]".into(), query.into())];
        self.list_ids(method::USER_SEARCH, params, options.into())
    }

    fn list_ids(
        &self,
        method: &'static str,
        mut params: Params,
        options: CallOptions,
    ) -> Result<IdPages<H>> {
        for (name, value) in &params {
            // Later pages are fetched in batches, and portals resolve references in the commands of
            // a batch.
            if CommandReference::find_all(value, &[]).is_err() {
                let message = format!("Portals read {name} as a reference to a command of a batch");
                let error = Error::new(ErrorKind::Request, code::INVALID_PARAMS, message);
                return Err(self.loader.executor.redactor().redact_error(error));
            }
        }
        for (name, value) in [("SORT", ID_FIELD), ("ORDER", "ASC"), ("SELECT[0]", ID_FIELD)] {
            params.push((name.into(), value.into()));
        }
        // The parameter `start`, which is not counted yet, is the last field. If PHP dropped
        // `start`, the portal would return the first page again and again.
        validate_field_count(params.len() + 1)?;
        let mut pages = IdPages {
            loader: self.loader.clone(),
            query: Rc::new(ListQuery { method, params }),
            deadline: self.deadline(options),
            state: Mutex::new(PageBuffer::default()),
        };
        pages.prefetch_first_page();
        Ok(pages)
    }
}

impl<H: Host + 'static> IdPages<H> {
    fn prefetch_first_page(&mut self) {
        let first = PendingPage { offset: 0, state: PageState::NotRequested };
        let prefetch = self.start_prefetch(vec![first], ListProgress::default());
        self.state.get_mut().prefetch = Some(prefetch);
    }

    /// Returns the next page that has ids; `None` at the end.
    ///
    /// # Errors
    /// The error of the request, or `BAD_RESPONSE` if the list has no end, for example because its
    /// pages repeat. An error ends the list: the next call returns `None`.
    pub async fn next(&self) -> Result<Option<Vec<UserId>>> {
        let mut state = self.state.lock().await;
        loop {
            while let Some(page) = state.pages.next() {
                match page {
                    Ok(ids) if ids.is_empty() => {}
                    Ok(ids) => return Ok(Some(ids)),
                    Err(error) => {
                        *state = PageBuffer::default();
                        return Err(error);
                    }
                }
            }
            let Some(prefetch) = &state.prefetch else { return Ok(None) };
            prefetch.work.clone().await;
            let PageGroup { pages, following, progress } = prefetch.group.take();
            state.pages = pages.into_iter();
            state.prefetch =
                (!following.is_empty()).then(|| self.start_prefetch(following, progress));
        }
    }

    /// Starts to fetch these pages in the background.
    fn start_prefetch(&self, pending: Vec<PendingPage>, progress: ListProgress) -> Prefetch {
        let (loader, query, deadline) = (self.loader.clone(), self.query.clone(), self.deadline);
        let group = Rc::new(RefCell::default());
        let output = group.clone();
        let work = async move {
            let executor = &loader.executor;
            let state = executor.start_call();
            let fetch = async {
                output.replace(executor.fetch_page_group(&query, pending, progress, &state).await);
                Ok(())
            };
            let result =
                executor.with_deadline(deadline, &state, query.method, &[], pin!(fetch)).await;
            if let Err(error) = result {
                output.replace(PageGroup { pages: vec![Err(error)], ..PageGroup::default() });
            }
        };
        let work = work.boxed_local().shared();
        let (driven, producer) = abortable(work.clone().boxed_local());
        self.loader.host().spawn(driven.map(drop).boxed_local());
        Prefetch { work, group, producer }
    }
}
