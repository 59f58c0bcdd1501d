use std::cell::{Cell, RefCell};
use std::fmt;
use std::pin::pin;
use std::rc::Rc;
use std::vec;

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, LocalBoxFuture, Shared, abortable};
use futures_util::lock::Mutex;

use super::Client;
use super::ask::{NO_USERS, Question, Questions};
use super::call::{Params, borrowed, check_count};
use super::deadline::Deadline;
use super::engine::Engine;
use crate::decide::is_worth_splitting;
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::{IdSet, UserId, keep};
use crate::model::TimeSpent;
use crate::plan::CALLS_PER_BATCH;
use crate::send::{Host, within};
use crate::wire::{Answer, ROW_ID, Reference, filter_params, method, query, read_ids};

/// The ids of users, page by page. The first page comes alone and tells how many there are; the others come 50 in a request, and while
/// some are taken, the next are under way. Dropping it ends that.
pub struct UserIds<H: Host> {
    engine: Rc<Engine<H>>,
    list: Rc<List>,
    deadline: Deadline,
    state: Mutex<State>,
}

/// What is listed.
struct List {
    method: &'static str,
    params: Params,
}

#[derive(Default)]
struct State {
    /// Pages that have arrived.
    pages: vec::IntoIter<Page>,
    ahead: Option<Ahead>,
    /// Whom it has told of: somebody may move to another page while it goes on.
    told: IdSet,
}

/// A page, or why there is none.
type Page = Result<Vec<UserId>>;

/// Pages under way. The work has no outcome of its own: what is shared has the same type everywhere.
struct Ahead {
    work: Shared<LocalBoxFuture<'static, ()>>,
    portion: Rc<RefCell<Portion>>,
    pump: AbortHandle,
}

/// The pages of one request.
#[derive(Default)]
struct Portion {
    pages: Vec<Page>,
    /// Where the next pages begin.
    rest: Vec<u64>,
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.pump.abort();
    }
}

impl<H: Host> fmt::Debug for UserIds<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserIds").field("method", &self.list.method).finish_non_exhaustive()
    }
}

impl<H: Host + 'static> Client<H> {
    /// Lists the ids of users by `user.get`, those that fit the filter, in ascending order.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if the portal would ignore one of the filter's conditions, or take it for another.
    pub fn list_user_ids(&self, filter: &[(String, String)], deadline_ms: Option<f64>) -> Result<UserIds<H>> {
        let params = filter_params(filter).map_err(|error| self.0.session.clean(error))?;
        self.user_ids(method::USERS, params, deadline_ms)
    }

    /// Lists the ids of users whose names, position or department fit what is looked for, by `user.search`.
    ///
    /// # Errors
    /// `INVALID_PARAMS` if nothing is looked for: the portal would give everybody; or if it would take the text for a reference.
    pub fn search_user_ids(&self, wanted: &str, deadline_ms: Option<f64>) -> Result<UserIds<H>> {
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
    ) -> Result<UserIds<H>> {
        for (name, value) in &params {
            // All pages but the first come in batches.
            if Reference::find(value, &[]).is_err() {
                let message = format!("Portals take {name} for what another call of a batch has found");
                let error = Error::new(ErrorKind::Request, code::INVALID_PARAMS, message);
                return Err(self.0.session.clean(error));
            }
        }
        for (name, value) in [("SORT", ROW_ID), ("ORDER", "ASC"), ("SELECT[0]", ROW_ID)] {
            params.push((name.into(), value.into()));
        }
        // And where a page begins. What is dropped would be that, and the same page would come again and again.
        check_count(params.len() + 1)?;
        Ok(UserIds {
            engine: self.0.clone(),
            list: Rc::new(List { method, params }),
            deadline: self.deadline(deadline_ms),
            state: Mutex::new(State::default()),
        }
        .begun())
    }
}

impl<H: Host + 'static> UserIds<H> {
    fn begun(mut self) -> Self {
        let first = self.fetch(vec![0]);
        self.state.get_mut().ahead = Some(first);
        self
    }

    /// The next page; `None` at the end. There is no empty one.
    ///
    /// # Errors
    /// Those of the requests. Nothing more comes then.
    pub async fn next(&self) -> Result<Option<Vec<UserId>>> {
        let mut state = self.state.lock().await;
        loop {
            while let Some(page) = state.pages.next() {
                match page {
                    Ok(mut ids) => {
                        keep(&mut ids, &mut |id| state.told.insert(id, ()));
                        if !ids.is_empty() {
                            return Ok(Some(ids));
                        }
                    }
                    Err(error) => {
                        *state = State::default();
                        return Err(error);
                    }
                }
            }
            let Some(ahead) = &state.ahead else { return Ok(None) };
            let left = Some(self.deadline.left_ms(self.engine.host.now_ms()));
            let late = || self.engine.late().about(self.list.method, &[]);
            let work = ahead.work.clone().map(Ok);
            let outcome = within(&self.engine.host, left, &late, pin!(work)).await;
            let Portion { pages, rest } = match outcome {
                Ok(()) => ahead.portion.take(),
                Err(late) => Portion { pages: vec![Err(late)], rest: Vec::new() },
            };
            state.pages = pages.into_iter();
            state.ahead = (!rest.is_empty()).then(|| self.fetch(rest));
        }
    }

    /// Begins to fetch the pages that begin there.
    fn fetch(&self, begins: Vec<u64>) -> Ahead {
        let (engine, list) = (self.engine.clone(), self.list.clone());
        let portion = Rc::new(RefCell::default());
        let fetched = portion.clone();
        let work = async move {
            let portion = engine.portion(&list, &begins).await;
            fetched.replace(portion);
        };
        let work = work.boxed_local().shared();
        let (pumping, pump) = abortable(work.clone().boxed_local());
        self.engine.host.spawn(pumping.map(drop).boxed_local());
        Ahead { work, portion, pump }
    }
}

impl<H: Host> Engine<H> {
    async fn portion(&self, list: &List, begins: &[u64]) -> Portion {
        let mut portion = Portion::default();
        let mut answers = match begins {
            [_] => Vec::new(),
            _ => match self.pages(list, begins).await {
                Ok(answers) => answers,
                // They may take too long together.
                Err(error) if is_worth_splitting(&error) => Vec::new(),
                Err(error) => {
                    portion.pages.push(Err(error));
                    return portion;
                }
            },
        }
        .into_iter();
        let come_together = answers.len() > 0;
        for (number, &begin) in begins.iter().enumerate() {
            let answer = match answers.next().flatten() {
                Some(Ok(answer)) => Ok(answer),
                Some(Err(error)) if !error.retryable => Err(error),
                // Those before it need not wait for what may not come.
                _ if come_together && number > 0 => {
                    portion.rest = begins[number..].into();
                    break;
                }
                // One that failed for now is asked for alone.
                _ => self.page(list, begin).await,
            };
            let read = answer.and_then(|answer| {
                let ids = read_ids(&answer, Some(ROW_ID)).map_err(|error| error.about(list.method, &[]))?;
                Ok((ids, rest(begin, &answer)))
            });
            match read {
                Ok((ids, rest)) => {
                    portion.pages.push(Ok(ids));
                    portion.rest = rest;
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

    async fn page(&self, list: &List, begin: u64) -> Result<Answer<H::Window>> {
        let begin = begin.to_string();
        let mut params = borrowed(&list.params);
        params.push(("start", &begin));
        self.ask(Question::repeatable(list.method, &params), &Cell::default()).await
    }

    /// Several pages in one request.
    async fn pages(&self, list: &List, begins: &[u64]) -> Result<Vec<Option<Result<Answer<H::Window>>>>> {
        let mut calls = Vec::with_capacity(begins.len());
        for begin in begins {
            let begin = begin.to_string();
            let mut params = borrowed(&list.params);
            params.push(("start", &begin));
            calls.push((list.method.to_owned(), query(&params)));
        }
        let questions = Questions {
            calls,
            halts: false,
            is_repeatable: true,
            has_alternative: true,
            users_from: NO_USERS,
        };
        self.ask_all(&questions, &Cell::new(TimeSpent::default())).await
    }
}

/// Where the pages begin that follow the one which began there, as many as go in a request. Only a page that is not the last tells of
/// a next one, and none tells of how many there are if it is empty.
fn rest<W>(begin: u64, answer: &Answer<W>) -> Vec<u64> {
    let Some(next) = answer.next.filter(|&next| next > begin) else { return Vec::new() };
    let total = answer.total.unwrap_or_default().max(next + 1);
    let mut begins = Vec::new();
    let mut at = next;
    while at < total && begins.len() < CALLS_PER_BATCH {
        begins.push(at);
        at += next - begin;
    }
    begins
}
