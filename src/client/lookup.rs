use std::cell::Cell;
use std::rc::Rc;

use b24_columns::Shape;

use super::board::{Board, Finding, Wanted};
use super::engine::{Call, Engine};
use crate::auth::Secret;
use crate::decide::is_worth_splitting;
use crate::error::{Error, ErrorKind, Result, code};
use crate::ids::UserId;
use crate::model::Happening;
use crate::send::Host;
use crate::wire::{Answer, batch_form, method, read_batch, unexpected, users_form, users_query};

/// How many failures in a row, none of them followed by users, tell that smaller numbers will not help either: halving the
/// largest request down to one id takes 12.
const MOST_BARREN: u32 = 14;

/// One go at the portal for some ids, until each has a finding.
pub(super) struct Lookup<'a, H: Host> {
    engine: &'a Engine<H>,
    board: &'a Board<H::Window>,
    avatar_hr: bool,
    era: u32,
    started_ms: f64,
    /// Failures since the last users arrived.
    barren: Cell<u32>,
}

/// Some ids to be asked for in one request.
struct Piece {
    ids: Vec<UserId>,
    /// Whether they are part of a request that failed.
    is_rest: bool,
    /// How often they may be asked for again after the portal refused them alone, in the middle of a batch.
    chances: u32,
}

/// The ids of one call, and how it went; whether it was one of several in a batch.
struct Outcome<W> {
    ids: Vec<UserId>,
    answer: Result<Answer<W>>,
    is_inner: bool,
}

impl<'a, H: Host> Lookup<'a, H> {
    pub(super) fn new(engine: &'a Engine<H>, board: &'a Board<H::Window>, avatar_hr: bool) -> Self {
        let (era, started_ms) = (engine.cache.era(), engine.host.now_ms());
        Self { engine, board, avatar_hr, era, started_ms, barren: Cell::new(0) }
    }

    /// Looks the ids up. Those of a request that fails as a whole are asked for in halves, down to the one that breaks it.
    pub(super) async fn run(self, ids: &[UserId]) {
        let chances = self.engine.options.retries();
        let first = |ids: &[UserId]| Piece { ids: ids.to_vec(), is_rest: false, chances };
        let mut work: Vec<_> = ids.chunks(self.engine.sizes.per_request()).map(first).collect();
        work.reverse();
        while let Some(piece) = work.pop() {
            let chances = piece.chances;
            for Outcome { ids, answer, is_inner } in self.ask(piece).await {
                let Err(error) = answer.and_then(|answer| self.settle(&ids, &answer)) else { continue };
                // A refusal of the whole request has been waited out already, as often as that may be.
                if is_inner && chances > 0 && error.retryable && !is_worth_splitting(&error) {
                    work.push(Piece { ids, is_rest: true, chances: chances - 1 });
                    continue;
                }
                let halves = self.halves(&ids, &error).await;
                work.extend(halves.into_iter().map(|ids| Piece { ids, is_rest: true, chances }));
            }
        }
    }

    /// Asks the portal for some ids, in one request.
    async fn ask(&self, piece: Piece) -> Vec<Outcome<H::Window>> {
        let per_call = self.engine.sizes.per_call();
        let retries = self.engine.options.retries();
        // Halving is another try in itself; one that is alone gets a second chance, as it may not be at fault.
        let before_split = match (piece.is_rest, piece.ids.len()) {
            (false, _) => retries,
            (true, 1) => retries.min(1),
            (true, _) => 0,
        };
        if piece.ids.len() > per_call {
            self.ask_by_batch(piece.ids, per_call, before_split).await
        } else {
            vec![self.ask_alone(piece.ids, before_split).await]
        }
    }

    async fn ask_alone(&self, ids: Vec<UserId>, retries_before_split: u32) -> Outcome<H::Window> {
        let form = |token: Option<&_>| users_form(&ids, self.avatar_hr, token);
        let answer =
            self.engine.call(&self.call(method::USER_LIST_GET, &ids, &form, retries_before_split)).await;
        Outcome { ids, answer, is_inner: false }
    }

    async fn ask_by_batch(
        &self,
        ids: Vec<UserId>,
        per_call: usize,
        retries_before_split: u32,
    ) -> Vec<Outcome<H::Window>> {
        let calls: Vec<_> = ids.chunks(per_call).collect();
        let queries = || calls.iter().map(|ids| (method::USER_LIST_GET, users_query(ids, self.avatar_hr)));
        let form = |token: Option<&_>| batch_form(queries(), false, token);
        let call = self.call(method::BATCH, &ids, &form, retries_before_split);
        let clean = |error| self.engine.session.clean(error);
        let about = |ids: &[UserId], error: Error| clean(error.about(method::USER_LIST_GET, ids));
        let answer = self.engine.call(&call).await;
        match answer.and_then(|answer| read_batch(&answer, calls.len()).map_err(|error| about(&ids, error))) {
            Err(error) => vec![Outcome { ids, answer: Err(error), is_inner: false }],
            Ok(answers) => {
                for answer in &answers {
                    match answer {
                        Ok(answer) => self.engine.note_operating(method::USER_LIST_GET, answer),
                        Err(error) => self.engine.note_inner_failure(method::USER_LIST_GET, error),
                    }
                }
                let outcome = |(ids, answer): (&&[UserId], Result<_>)| Outcome {
                    ids: ids.to_vec(),
                    answer: answer.map_err(|error| about(ids, error)),
                    is_inner: true,
                };
                calls.iter().zip(answers).map(outcome).collect()
            }
        }
    }

    fn call<'b>(
        &'b self,
        method: &'static str,
        ids: &'b [UserId],
        form: &'b dyn Fn(Option<&Secret>) -> Secret,
        retries_before_split: u32,
    ) -> Call<'b> {
        Call {
            method,
            inner: &[method::USER_LIST_GET],
            shape: if method == method::BATCH { Shape::Batch(0) } else { Shape::List },
            ids,
            form,
            retries: self.engine.options.retries(),
            retries_before_split,
            is_repeatable: true,
            spent: &self.board.spent,
        }
    }

    /// Puts the users of one answer on the board, if it is one to a call for `ids`.
    ///
    /// Those of whom there is no record are missing: the portal sends `null` for ids it does not know, and leaves out those that an
    /// extranet caller may not see.
    fn settle(&self, ids: &[UserId], answer: &Answer<H::Window>) -> Result<()> {
        let about = |error: Error| error.about(method::USER_LIST_GET, ids);
        let users = answer.users().map_err(about)?;
        if let Some(stranger) = users.stranger(ids) {
            return Err(about(unexpected(stranger)));
        }
        let now_ms = self.engine.host.now_ms();
        for &id in ids {
            self.post(now_ms, id, users.get(id).map_or(Finding::Missing, |found| self.engine.told(found)));
        }
        self.barren.set(0);
        self.engine.last_success_ms.set(now_ms);
        Ok(())
    }

    fn post(&self, now_ms: f64, id: UserId, finding: Finding<H::Window>) {
        let wanted = Wanted { id, avatar_hr: self.avatar_hr };
        self.engine.cache.put(self.era, wanted, &finding, now_ms);
        self.board.put(id, finding);
    }

    fn fail(&self, ids: &[UserId], error: Error) {
        let error = Rc::new(error);
        for &id in ids {
            self.post(0.0, id, Finding::Failed(error.clone()));
        }
    }

    /// What to ask for next after a call for `ids` failed. If that would not help, it puts the failure on the board.
    async fn halves(&self, ids: &[UserId], error: &Error) -> Vec<Vec<UserId>> {
        if error.kind == ErrorKind::Timeout {
            self.engine.sizes.shrink(ids.len());
        } else if error.code == code::RESPONSE_TOO_LARGE {
            self.engine.sizes.cap(ids.len() / 2);
        }
        self.barren.set(self.barren.get() + 1);
        let may_help = ids.len() > 1 && is_worth_splitting(error) && self.barren.get() <= MOST_BARREN;
        let left = if may_help { self.living(ids).await } else { None };
        let Some(left) = left else {
            let unsettled: Vec<_> = ids.iter().copied().filter(|&id| !self.board.has(id)).collect();
            self.fail(&unsettled, error.clone().with_ids(&unsettled));
            return Vec::new();
        };
        self.engine.tally.count(|stats| stats.splits += 1);
        self.engine.tell(Happening::Split { code: error.code.clone(), ids: left.len() });
        let middle = left.len().div_ceil(2);
        left.chunks(middle.max(1)).rev().map(<[UserId]>::to_vec).collect()
    }

    /// The ids still to be asked for, if the portal lives: it has answered somebody since this lookup began, or answers now for
    /// one id. A portal that is down is not asked for ever smaller numbers.
    async fn living(&self, ids: &[UserId]) -> Option<Vec<UserId>> {
        if self.engine.last_success_ms.get() >= self.started_ms {
            return Some(ids.to_vec());
        }
        // Either end, as one of them may be what breaks the call.
        for &id in [ids.first()?, ids.last()?] {
            let Outcome { ids: probe, answer, .. } = self.ask_alone(vec![id], 0).await;
            if answer.and_then(|answer| self.settle(&probe, &answer)).is_ok() {
                return Some(ids.iter().copied().filter(|&other| other != id).collect());
            }
        }
        None
    }
}
