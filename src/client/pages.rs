use super::ask::{Alternative, NO_USERS, Question, Questions};
use super::call::{Params, borrowed};
use super::call_state::CallState;
use super::engine::Engine;
use crate::decide::is_worth_splitting;
use crate::error::Result;
use crate::ids::UserId;
use crate::plan::CALLS_PER_BATCH;
use crate::send::Host;
use crate::wire::{Answer, ROW_ID, query, read_ids};

/// What is listed.
pub(super) struct List {
    pub(super) method: &'static str,
    pub(super) params: Params,
}

/// A page, or why there is none.
pub(super) type Page = Result<Vec<UserId>>;

/// The pages of one request.
pub(super) struct Portion<W> {
    pub(super) pages: Vec<Page>,
    /// The pages behind them.
    pub(super) rest: Vec<Due<W>>,
}

/// A page that is to come.
pub(super) struct Due<W> {
    /// Where it begins.
    pub(super) begin: u64,
    pub(super) known: Known<W>,
}

pub(super) enum Known<W> {
    /// It has not been asked for.
    Nothing,
    /// It has been asked for together with others, in vain.
    Missed,
    /// It alone has been refused for now, among others.
    Refused,
    /// It has arrived before one that comes before it.
    Answer(Result<Answer<W>>),
}

impl<W> Default for Portion<W> {
    fn default() -> Self {
        Self { pages: Vec::new(), rest: Vec::new() }
    }
}

impl<H: Host> Engine<H> {
    /// Those of these pages that come first, at least one of them or why there is none.
    pub(super) async fn portion(
        &self,
        list: &List,
        due: Vec<Due<H::Window>>,
        state: &CallState,
    ) -> Portion<H::Window> {
        let mut portion = Portion::default();
        let due = match self.together(list, due, state).await {
            Ok(due) => due,
            Err(error) => {
                portion.pages.push(Err(error));
                return portion;
            }
        };
        let mut due = due.into_iter();
        let mut was_refused = false;
        while let Some(Due { begin, known }) = due.next() {
            let answer = match known {
                Known::Answer(answer) => answer,
                // Those before it need not wait for what may not come.
                known if !portion.pages.is_empty() => {
                    portion.rest = vec![Due { begin, known }];
                    portion.rest.extend(due);
                    for due in portion.rest.iter_mut().filter(|_| was_refused) {
                        if matches!(due.known, Known::Refused) {
                            due.known = Known::Nothing;
                        }
                    }
                    return portion;
                }
                known => {
                    was_refused = matches!(known, Known::Refused);
                    self.page(list, begin, state).await
                }
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

    /// These pages, asked for in one request if they are several and none has been asked for. One that failed for now is to be asked for
    /// alone, and so are all that take too long together.
    async fn together(
        &self,
        list: &List,
        mut due: Vec<Due<H::Window>>,
        state: &CallState,
    ) -> Result<Vec<Due<H::Window>>> {
        let mut begins = Vec::new();
        for due in due.iter().filter(|due| matches!(due.known, Known::Nothing)) {
            begins.push(due.begin);
        }
        if begins.len() < 2 {
            return Ok(due);
        }
        let answers = match self.pages(list, &begins, state).await {
            Ok(answers) => answers,
            Err(error) if is_worth_splitting(&error) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut answers = answers.into_iter();
        for due in due.iter_mut().filter(|due| matches!(due.known, Known::Nothing)) {
            due.known = match answers.next().flatten() {
                Some(Err(error)) if error.retryable => Known::Refused,
                Some(answer) => Known::Answer(answer),
                None => Known::Missed,
            };
        }
        Ok(due)
    }

    async fn page(&self, list: &List, begin: u64, state: &CallState) -> Result<Answer<H::Window>> {
        let begin = begin.to_string();
        let mut params = borrowed(&list.params);
        params.push(("start", &begin));
        self.ask(Question::repeatable(list.method, &params), state).await
    }

    /// Several pages in one request.
    async fn pages(
        &self,
        list: &List,
        begins: &[u64],
        state: &CallState,
    ) -> Result<Vec<Option<Result<Answer<H::Window>>>>> {
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
            alternative: Alternative::Slower,
            users_from: NO_USERS,
        };
        self.ask_all(&questions, state).await
    }
}

/// The pages that follow the one which began there, as many as go in a request. Only a page that is not the last tells of a next one, and
/// none tells of how many there are if it is empty.
fn rest<W>(begin: u64, answer: &Answer<W>) -> Vec<Due<W>> {
    let Some(next) = answer.next.filter(|&next| next > begin) else { return Vec::new() };
    let total = answer.total.unwrap_or_default().max(next + 1);
    let mut due = Vec::new();
    let mut at = next;
    while at < total && due.len() < CALLS_PER_BATCH {
        due.push(Due { begin: at, known: Known::Nothing });
        at += next - begin;
    }
    due
}
