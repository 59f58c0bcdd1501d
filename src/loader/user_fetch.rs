use std::cell::Cell;
use std::rc::Rc;

use b24_record_reader::ResultShape;

use super::Loader;
use super::cache::LookupVersion;
use super::expected_ids::ExpectedIds;
use super::lookup_results::{CacheKey, LookupOutcome, LookupResults};
use crate::error::{Error, ErrorKind, Result};
use crate::host::Host;
use crate::ids::UserId;
use crate::model::ClientEventKind;
use crate::protocol::{
    PartialUser, RestResponse, batch_form, method, read_batch, unexpected_user_error, users_form, users_query,
};
use crate::rest::{RestRequest, Retry, RetryPolicy, RetryState};

/// How many failures in a row, none of them followed by users, tell that smaller numbers will not help either: halving the
/// largest request down to one id takes 12.
const MOST_BARREN: u32 = 14;

/// One go at the portal for some ids, until each has a finding.
pub(crate) struct UserFetch<'a, H: Host> {
    engine: &'a Loader<H>,
    board: &'a LookupResults,
    avatar_hr: bool,
    begun: LookupVersion,
    started_ms: f64,
    /// Failures since the last users arrived.
    barren: Cell<u32>,
    /// The least number of ids for which a request was too large, if that was for their number.
    too_many: Cell<Option<usize>>,
}

/// Some ids to be asked for in one request.
struct WorkItem {
    ids: Vec<UserId>,
    /// Whether they are part of a request that failed.
    is_rest: bool,
    /// The retries after the portal refused them alone, in the middle of a batch.
    retries: RetryState,
}

/// The ids of one call, and how it went; whether it was one of several in a batch.
struct Outcome {
    ids: Vec<UserId>,
    answer: Result<RestResponse>,
    is_inner: bool,
}

impl<'a, H: Host> UserFetch<'a, H> {
    pub(crate) fn new(engine: &'a Loader<H>, board: &'a LookupResults, avatar_hr: bool) -> Self {
        let (begun, started_ms) = (engine.cache.begin(), engine.host().now_ms());
        engine.executor.start(&board.state);
        Self { engine, board, avatar_hr, begun, started_ms, barren: Cell::new(0), too_many: Cell::new(None) }
    }

    /// Looks the ids up. Those of a request that fails as a whole are asked for in halves, down to the one that breaks it.
    pub(crate) async fn run(self, ids: &[UserId]) {
        let max_retries = self.engine.executor.config().max_retries;
        // Splittable failures of a batch's command are split at once.
        let command_policy = RetryPolicy {
            max_retries,
            max_retries_before_split: 0,
            has_fallback: false,
            is_idempotent: true,
        };
        let mut work = Vec::new();
        for ids in ids.chunks(self.engine.sizes.per_request()).rev() {
            work.push(WorkItem { ids: ids.to_vec(), is_rest: false, retries: RetryState::default() });
        }
        while let Some(mut piece) = work.pop() {
            let retries = piece.retries;
            let limit = self.too_many.get().map_or(usize::MAX, |ids| ids / 2);
            let fitting = self.engine.sizes.fitting().min(limit);
            if piece.ids.len() > fitting {
                let ids = piece.ids.split_off(fitting);
                work.push(WorkItem { ids, ..piece });
            }
            // Halving is another try in itself; one that is alone gets a second chance, as it may not be at fault.
            let before_split = match (piece.is_rest, piece.ids.len()) {
                (false, _) => max_retries,
                (true, 1) => max_retries.min(1),
                (true, _) => 0,
            };
            let outcomes = self.ask(piece.ids, before_split).await;
            let has_given = self.board.has_early();
            let mut failures = Vec::new();
            let calls = outcomes.len();
            for Outcome { ids, answer, is_inner } in outcomes {
                if let Err(error) = answer.and_then(|answer| self.settle(&ids, &answer, has_given)) {
                    failures.push((ids, error, is_inner));
                }
            }
            // Before anything is asked or waited for on account of the others.
            self.board.settle();
            let has_arrived = failures.len() < calls;
            let mut due_retry: Option<(Retry, Error)> = None;
            for (ids, error, is_inner) in failures {
                // What has been given of an answer that failed in the end stays given.
                let (asked, mut ids) = (ids.len(), self.left(ids));
                if ids.is_empty() {
                    continue;
                }
                // A refusal of the whole request has been waited out already, as often as that may be.
                let mut retries = retries;
                if is_inner
                    && let Some(retry) = retries.next_retry(&command_policy, &error, self.engine.host())
                {
                    let longest_ms = due_retry.as_ref().map(|(retry, _)| retry.after_ms);
                    if longest_ms.is_none_or(|longest_ms| retry.after_ms > longest_ms) {
                        due_retry = Some((retry, error));
                    }
                    work.push(WorkItem { ids, is_rest: true, retries });
                    continue;
                }
                if !is_inner && error.kind == ErrorKind::Auth {
                    // The remaining requests would fail the same way, and each ask for a token.
                    ids.extend(work.drain(..).flat_map(|piece| piece.ids));
                }
                if has_arrived || (is_inner && self.was_answered()) {
                    self.barren.set(0);
                }
                let halves = self.halves(asked, &ids, &error).await;
                for ids in halves {
                    work.push(WorkItem { ids, is_rest: true, retries });
                }
            }
            self.board.settle();
            if let Some((retry, error)) = due_retry {
                let state = &self.board.state;
                self.engine.executor.backoff(state, method::USER_LIST_GET, &error, retry).await;
            }
        }
    }

    /// Asks the portal for some ids in one request, and again for those that are left as long as that may help.
    async fn ask(&self, mut ids: Vec<UserId>, max_retries_before_split: u32) -> Vec<Outcome> {
        let mut retries = RetryState::default();
        loop {
            let asked = ExpectedIds::new(&ids, self.engine.sizes.per_call());
            let is_batch = asked.calls().len() > 1;
            let queries =
                || asked.calls().map(|ids| (method::USER_LIST_GET, users_query(ids, self.avatar_hr)));
            let form = |token: Option<&_>| {
                if is_batch {
                    batch_form(&mut queries(), false, token)
                } else {
                    users_form(&ids, self.avatar_hr, token)
                }
            };
            let state = &self.board.state;
            let call = RestRequest {
                method: if is_batch { method::BATCH } else { method::USER_LIST_GET },
                batched_methods: &[method::USER_LIST_GET],
                shape: if is_batch { ResultShape::Batch(0) } else { ResultShape::List },
                ids: &ids,
                form: &form,
                policy: RetryPolicy {
                    max_retries: self.engine.executor.config().max_retries,
                    max_retries_before_split,
                    has_fallback: ids.len() > 1,
                    is_idempotent: true,
                },
                state,
                on_partial: Some(&|fresh, is_cut| self.give(&asked, fresh, is_cut)),
            };
            let error = match self.engine.executor.execute_with_reauth(&call).await {
                Ok(answer) => {
                    let seconds = answer.time.duration.unwrap_or_default();
                    self.engine.sizes.note(ids.len(), seconds);
                    if is_batch {
                        return self.outcomes(&asked, &answer);
                    }
                    return vec![Outcome { ids, answer: Ok(answer), is_inner: false }];
                }
                Err(error) => error,
            };
            self.board.settle();
            // They may all have arrived before the answer broke off.
            if ids.iter().all(|&id| self.board.contains(id)) {
                return Vec::new();
            }
            if let Err(error) = self.engine.executor.wait_before_retry(&call, error, &mut retries).await {
                return vec![Outcome { ids, answer: Err(error), is_inner: false }];
            }
            ids = self.left(ids);
        }
    }

    /// What became of the calls of a batch.
    fn outcomes(&self, asked: &ExpectedIds<'_>, answer: &RestResponse) -> Vec<Outcome> {
        let outcome = |ids: &[UserId], answer: Result<_>, is_inner| Outcome {
            ids: ids.to_vec(),
            answer: answer.map_err(|error: Error| {
                self.engine.executor.redactor().redact_error(error.for_request(method::USER_LIST_GET, ids))
            }),
            is_inner,
        };
        let answers = match read_batch(answer, asked.calls().len()) {
            Err(error) => return vec![outcome(asked.ids, Err(error), false)],
            Ok(answers) => answers,
        };
        let mut outcomes = Vec::with_capacity(answers.len());
        for (ids, mut answer) in asked.calls().zip(answers) {
            match &mut answer {
                Ok(answer) => self.engine.executor.record_command_success(method::USER_LIST_GET, answer),
                Err(error) => {
                    let state = &self.board.state;
                    self.engine.executor.record_command_failure(state, method::USER_LIST_GET, error);
                }
            }
            outcomes.push(outcome(ids, answer, true));
        }
        outcomes
    }

    /// Puts users of an answer that is still arriving on the board. They stay there whatever becomes of the answer, and are not asked for
    /// again.
    fn give(&self, asked: &ExpectedIds<'_>, fresh: Vec<PartialUser>, is_cut: bool) {
        let fresh = asked.accept(fresh, is_cut);
        if fresh.is_empty() {
            return;
        }
        let now_ms = self.engine.host().now_ms();
        for PartialUser { id, found, .. } in fresh {
            // Of an id that comes twice, the last record counts.
            if !self.board.has_final(id) {
                self.post(now_ms, id, self.engine.told(found));
            }
        }
        self.note_users(now_ms);
    }

    fn note_users(&self, now_ms: f64) {
        self.barren.set(0);
        self.engine.last_success_ms.set(now_ms);
        // Remembered only now: what is refused in any number is refused for another reason.
        if let Some(ids) = self.too_many.get() {
            self.engine.sizes.fit(ids / 2);
        }
        self.engine.compact_cache();
    }

    /// Those of the ids that have no finding.
    fn left(&self, mut ids: Vec<UserId>) -> Vec<UserId> {
        ids.retain(|&id| !self.board.contains(id));
        ids
    }

    /// Puts the users of one answer on the board, if it is one to a call for `ids`.
    ///
    /// Those of whom there is no record are missing: the portal sends `null` for ids it does not know, and leaves out those that an
    /// extranet caller may not see. `has_given`: whether some are there already, as they had arrived before its end.
    fn settle(&self, ids: &[UserId], answer: &RestResponse, has_given: bool) -> Result<()> {
        let about = |error: Error| error.for_request(method::USER_LIST_GET, ids);
        let users = answer.users().map_err(about)?;
        if let Some(stranger) = users.unexpected_user(ids) {
            return Err(about(unexpected_user_error(stranger)));
        }
        let now_ms = self.engine.host().now_ms();
        for &id in ids {
            let found = users.get(id);
            // Of an id that came twice, another record than the one given may count.
            if !has_given || !found.as_ref().is_some_and(|found| self.board.shows(id, found)) {
                self.post(now_ms, id, found.map_or(LookupOutcome::Missing, |found| self.engine.told(found)));
            }
        }
        self.note_users(now_ms);
        Ok(())
    }

    fn post(&self, now_ms: f64, id: UserId, finding: LookupOutcome) {
        let wanted = CacheKey { id, avatar_hr: self.avatar_hr };
        self.engine.cache.put(&self.begun, wanted, &finding, now_ms);
        self.board.put(id, finding);
    }

    fn fail(&self, ids: &[UserId], error: Error) {
        let error = Rc::new(error);
        for &id in ids {
            self.post(0.0, id, LookupOutcome::Failed(error.clone()));
        }
    }

    /// What to ask for next after a call for so many ids failed, of which these are left. If that would not help, it puts the failure on
    /// the board.
    async fn halves(&self, asked: usize, ids: &[UserId], error: &Error) -> Vec<Vec<UserId>> {
        if error.kind == ErrorKind::Timeout {
            self.engine.sizes.shrink(asked);
        } else if error.is_response_too_large() {
            self.engine.sizes.cap(asked / 2);
        } else if error.is_request_too_large() {
            let number = self.too_many.get().map_or(asked, |least| least.min(asked));
            self.too_many.set(Some(number).filter(|&ids| ids > 1));
        }
        self.barren.set(self.barren.get() + 1);
        // One who is left of several is fewer, too.
        let may_help = asked > 1 && error.is_splittable() && self.barren.get() <= MOST_BARREN;
        let left = if may_help { self.living(ids).await } else { None };
        let Some(left) = left else {
            let unsettled = self.left(ids.to_vec());
            self.fail(&unsettled, error.clone().with_ids(&unsettled));
            return Vec::new();
        };
        self.engine.executor.metrics().update(|stats| stats.splits += 1);
        self.engine.executor.emit(ClientEventKind::Split { code: error.code.clone(), ids: left.len() });
        let middle = left.len().div_ceil(2);
        let mut halves = Vec::new();
        for half in left.chunks(middle.max(1)).rev() {
            halves.push(half.to_vec());
        }
        halves
    }

    /// Whether the portal has given users since this lookup began.
    fn was_answered(&self) -> bool {
        self.engine.last_success_ms.get() >= self.started_ms
    }

    /// The ids still to be asked for, if the portal lives: it has answered somebody since this lookup began, or answers now for
    /// one id. A portal that is down is not asked for ever smaller numbers.
    async fn living(&self, ids: &[UserId]) -> Option<Vec<UserId>> {
        if self.was_answered() {
            return Some(ids.to_vec());
        }
        // Either end, as one of them may be what breaks the call.
        for &id in [ids.first()?, ids.last()?] {
            // None if the user arrived before the answer broke off.
            let outcome = self.ask(vec![id], 0).await.pop();
            let settle = |answer: RestResponse| self.settle(&[id], &answer, false);
            if outcome.is_none_or(|Outcome { answer, .. }| answer.and_then(settle).is_ok()) {
                let mut left = ids.to_vec();
                left.retain(|&other| other != id);
                return Some(left);
            }
        }
        None
    }
}
