use std::cell::RefCell;
use std::fmt;
use std::pin::pin;
use std::rc::Rc;
use std::vec;

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, LocalBoxFuture, Shared, abortable};
use futures_util::lock::Mutex;

use super::pagination::{List, ListProgress, Page, PageGroup, PageState, PendingPage};
use super::raw_call::{Params, check_count};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result, code};
use crate::host::Host;
use crate::ids::UserId;
use crate::loader::Loader;
use crate::protocol::{ROW_ID, Reference, filter_params, method};
use crate::rest::Deadline;

/// The ids of users, page by page. The first page comes alone and tells how many there are; the others come 50 in a request, and while
/// some are taken, the next are under way. Dropping it ends that.
pub struct IdPages<H: Host> {
    engine: Rc<Loader<H>>,
    list: Rc<List>,
    deadline: Deadline,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Pages that have arrived.
    pages: vec::IntoIter<Page>,
    ahead: Option<Ahead>,
}

/// Pages under way. The work has no outcome of its own: what is shared has the same type everywhere.
struct Ahead {
    work: Shared<LocalBoxFuture<'static, ()>>,
    portion: Rc<RefCell<PageGroup>>,
    pump: AbortHandle,
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.pump.abort();
    }
}

impl<H: Host> fmt::Debug for IdPages<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdPages").field("method", &self.list.method).finish_non_exhaustive()
    }
}

impl<H: Host + 'static> Client<H> {
    /// Lists the ids of users by `user.get`, those that fit the filter, in ascending order.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if the portal would ignore one of the filter's conditions, or take it for another.
    pub fn list_user_ids(&self, filter: &[(String, String)], deadline_ms: Option<f64>) -> Result<IdPages<H>> {
        let params = filter_params(filter).map_err(|error| self.0.executor.redactor().redact_error(error))?;
        self.user_ids(method::USERS, params, deadline_ms)
    }

    /// Lists the ids of users whose names, position or department fit what is looked for, by `user.search`.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if nothing is looked for: the portal would give everybody; or if it would take the text for a reference.
    pub fn search_user_ids(&self, wanted: &str, deadline_ms: Option<f64>) -> Result<IdPages<H>> {
        if wanted.trim().is_empty() {
            let message = "There is nothing to search for, and the portal would give everybody";
            return Err(Error::new(ErrorKind::Request, code::INVALID_PARAMS, message));
        }
        let params = vec![("FILTER[FIND]".into(), wanted.into())];
        self.user_ids(method::USERS_SEARCH, params, deadline_ms)
    }

    fn user_ids(
        &self,
        method: &'static str,
        mut params: Params,
        deadline_ms: Option<f64>,
    ) -> Result<IdPages<H>> {
        for (name, value) in &params {
            // All pages but the first come in batches.
            if Reference::find_all(value, &[]).is_err() {
                let message = format!("Portals take {name} for what another call of a batch has found");
                let error = Error::new(ErrorKind::Request, code::INVALID_PARAMS, message);
                return Err(self.0.executor.redactor().redact_error(error));
            }
        }
        for (name, value) in [("SORT", ROW_ID), ("ORDER", "ASC"), ("SELECT[0]", ROW_ID)] {
            params.push((name.into(), value.into()));
        }
        // And where a page begins. What is dropped would be that, and the same page would come again and again.
        check_count(params.len() + 1)?;
        Ok(IdPages {
            engine: self.0.clone(),
            list: Rc::new(List { method, params }),
            deadline: self.deadline(deadline_ms),
            state: Mutex::new(State::default()),
        }
        .begun())
    }
}

impl<H: Host + 'static> IdPages<H> {
    fn begun(mut self) -> Self {
        let first =
            self.fetch(vec![PendingPage { begin: 0, known: PageState::Nothing }], ListProgress::default());
        self.state.get_mut().ahead = Some(first);
        self
    }

    /// The next page; `None` at the end. There is no empty one.
    ///
    /// # Errors
    /// Those of the requests, and `BAD_RESPONSE` if the list does not advance. Nothing more comes then.
    pub async fn next(&self) -> Result<Option<Vec<UserId>>> {
        let mut state = self.state.lock().await;
        loop {
            while let Some(page) = state.pages.next() {
                match page {
                    Ok(ids) if ids.is_empty() => {}
                    Ok(ids) => return Ok(Some(ids)),
                    Err(error) => {
                        *state = State::default();
                        return Err(error);
                    }
                }
            }
            let Some(ahead) = &state.ahead else { return Ok(None) };
            ahead.work.clone().await;
            let PageGroup { pages, rest, progress } = ahead.portion.take();
            state.pages = pages.into_iter();
            state.ahead = (!rest.is_empty()).then(|| self.fetch(rest, progress));
        }
    }

    /// Begins to fetch these pages.
    fn fetch(&self, due: Vec<PendingPage>, progress: ListProgress) -> Ahead {
        let (engine, list) = (self.engine.clone(), self.list.clone());
        let portion = Rc::new(RefCell::default());
        let fetched = portion.clone();
        let deadline = self.deadline;
        let work = async move {
            let state = engine.executor.start_call();
            let pages = async {
                fetched.replace(engine.executor.portion(&list, due, progress, &state).await);
                Ok(())
            };
            if let Err(late) =
                engine.executor.with_deadline(deadline, &state, list.method, &[], pin!(pages)).await
            {
                fetched.replace(PageGroup { pages: vec![Err(late)], ..PageGroup::default() });
            }
        };
        let work = work.boxed_local().shared();
        let (pumping, pump) = abortable(work.clone().boxed_local());
        self.engine.host().spawn(pumping.map(drop).boxed_local());
        Ahead { work, portion, pump }
    }
}
