use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::vec;

use super::Loader;
use super::config::LoadOptions;
use super::lookup_results::{CacheKey, LookupOutcome, LookupResults};
use super::single_flight::Flight;
use super::subscription::{Outcomes, Subscription};
use crate::error::Error;
use crate::host::Host;
use crate::ids::UserId;
use crate::model::{Progress, Timing};
use crate::protocol::DEFAULT_IDS_PER_CALL;
use crate::protocol::method;
use crate::rest::CallState;
use crate::rest::Deadline;

/// A leg that has come to findings, and how many.
type Arrival = (Subscription, usize, Outcomes);

/// One call's errand for its ids: some are in the cache, some are on their way for others, the rest is asked for in portions.
pub(crate) struct UserLoad<H: Host> {
    engine: Rc<Loader<H>>,
    options: LoadOptions,
    deadline: Deadline,
    left: vec::IntoIter<UserId>,
    /// How many ids the first portion has, if not as many as fit a request: a small one arrives sooner.
    opening: Option<usize>,
    /// Whether users are taken from answers that are still arriving. Otherwise they are counted only, and taken at the answer's end.
    takes_early: bool,
    under_way: Vec<Subscription>,
    /// Where findings of what is under way appear, and whether this errand began the lookup, which then counts for it.
    boards: Vec<(Rc<LookupResults>, bool)>,
    /// What its lookups that are over have taken.
    spent: Timing,
    total: usize,
    done: usize,
    /// The failure that all further requests would meet as well.
    stopped_by: Option<Rc<Error>>,
}

impl<H: Host + 'static> UserLoad<H> {
    pub(crate) fn new(
        engine: &Rc<Loader<H>>,
        ids: Vec<UserId>,
        options: LoadOptions,
        deadline: Deadline,
    ) -> Self {
        Self {
            engine: engine.clone(),
            options,
            deadline,
            total: ids.len(),
            left: ids.into_iter(),
            opening: None,
            takes_early: false,
            under_way: Vec::new(),
            boards: Vec::new(),
            spent: Timing::default(),
            done: 0,
            stopped_by: None,
        }
    }

    /// The same, for somebody who wants the first users soon.
    pub(crate) fn in_a_hurry(self) -> Self {
        Self { opening: Some(DEFAULT_IDS_PER_CALL), takes_early: true, ..self }
    }

    /// Whether there are ids that have not been asked for.
    fn has_more(&self) -> bool {
        !self.left.as_slice().is_empty()
    }

    /// Whether nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.total, requests: self.spent().requests }
    }

    /// What the lookups that it began have taken.
    pub(crate) fn spent(&self) -> Timing {
        let own = self.boards.iter().filter(|(_, is_own)| *is_own);
        own.fold(self.spent, |mut sum, (board, _)| {
            sum.merge(board.spent());
            sum
        })
    }

    /// Ends it, too `late` for the rest: the findings that have appeared since the last were taken, those of users who have arrived
    /// whole in an answer that is still arriving among them, and that failure for all other ids of `ids` that are not `settled`.
    pub(crate) fn abandon(
        &mut self,
        ids: &[UserId],
        settled: &dyn Fn(UserId) -> bool,
        late: Error,
    ) -> Outcomes {
        let late = Rc::new(late.for_request(method::USER_LIST_GET, &[]));
        self.left = vec::IntoIter::default();
        for leg in &mut self.under_way {
            leg.share.flush();
        }
        self.under_way.clear();
        let appeared = |id| self.boards.iter().find_map(|(board, _)| board.get(id));
        let finding = |id| appeared(id).unwrap_or_else(|| LookupOutcome::Failed(late.clone()));
        let mut findings = Vec::new();
        for &id in ids {
            if !settled(id) {
                findings.push((id, finding(id)));
            }
        }
        findings
    }

    /// The next findings, whichever come first; `None` when there are no more. There may be none, when it has come further all the same.
    pub(crate) async fn next(&mut self) -> Option<Outcomes> {
        while self.has_more() && self.under_way.len() < self.engine.executor.config().concurrency {
            if let Some(findings) = self.begin() {
                return Some(findings);
            }
        }
        self.arrived().await
    }

    /// The findings that arrive next, without asking for more.
    pub(crate) async fn arrived(&mut self) -> Option<Outcomes> {
        let (leg, count, findings) = poll_fn(|context| self.poll_arrived(context)).await?;
        self.done += count;
        // Somebody else's failure may be of somebody else's making, and one of many ids says nothing of the others.
        let is_failure =
            |finding: &LookupOutcome| matches!(finding, LookupOutcome::Failed(error) if error.is_systemic());
        let is_barren =
            findings.iter().all(|(_, finding)| is_failure(finding)) && !leg.share.board().has_users();
        if leg.is_own
            && leg.is_over()
            && is_barren
            && let Some((_, LookupOutcome::Failed(error))) = findings.first()
        {
            self.stopped_by.get_or_insert_with(|| error.clone());
        }
        if leg.is_over() {
            self.forget(&leg);
        } else {
            // Behind the others, so that each has its turn.
            self.under_way.push(leg);
        }
        Some(findings)
    }

    /// The first of what is under way to have findings, taken off the rest. All share in few lookups, so that each is asked.
    fn poll_arrived(&mut self, context: &mut Context<'_>) -> Poll<Option<Arrival>> {
        let (now_ms, deadline) = (self.engine.host().now_ms(), self.deadline);
        let blocked = |state: &CallState| {
            Some(state.wait.blocked_error(deadline, now_ms)?.for_request(method::USER_LIST_GET, &[]))
        };
        for place in 0..self.under_way.len() {
            let leg = &mut self.under_way[place];
            if let Poll::Ready((count, findings)) = leg.poll(self.takes_early, &blocked, context) {
                return Poll::Ready(Some((self.under_way.remove(place), count, findings)));
            }
        }
        if self.under_way.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Lets go of a lookup that has nothing more for this errand: a stream does not keep what it has handed over.
    fn forget(&mut self, leg: &Subscription) {
        if leg.is_own {
            self.spent.merge(leg.share.board().spent());
        }
        self.boards.retain(|(board, _)| !Rc::ptr_eq(board, leg.share.board()));
    }

    /// Waits for the findings of these ids from now on.
    fn travel(&mut self, share: Flight, ids: &[UserId], is_own: bool) {
        self.boards.push((share.board().clone(), is_own));
        self.under_way.push(Subscription::new(share, ids, is_own));
    }

    /// Sets out for the next portion; the findings that need no waiting come at once.
    pub(crate) fn begin(&mut self) -> Option<Outcomes> {
        let (mut known, mut asked) = (Vec::new(), Vec::new());
        let mut shared: Vec<(Flight, Vec<UserId>)> = Vec::new();
        let size = self.opening.take().unwrap_or_else(|| self.engine.sizes.per_request());
        let (now, max_age) = (self.engine.host().now_ms(), self.options.max_age_ms);
        while asked.len() < size {
            let Some(id) = self.left.next() else { break };
            let wanted = CacheKey { id, avatar_hr: self.options.avatar_hr };
            if let Some(finding) = self.engine.cache.get(wanted, max_age, now) {
                self.engine.executor.metrics().update(|stats| stats.cache_hits += 1);
                known.push((id, finding));
            } else if let Some(error) = &self.stopped_by {
                known.push((id, LookupOutcome::Failed(error.clone())));
            } else if let Some(share) = self.engine.shared(wanted, max_age) {
                self.engine.executor.metrics().update(|stats| stats.shared += 1);
                match shared.iter_mut().find(|(known, _)| known.is(&share)) {
                    Some((_, ids)) => ids.push(id),
                    None => shared.push((share, vec![id])),
                }
            } else {
                asked.push(id);
            }
        }
        for (share, ids) in shared {
            self.travel(share, &ids, false);
        }
        if !asked.is_empty() {
            let share = self.engine.look_up(asked.clone(), self.options.avatar_hr);
            self.travel(share, &asked, true);
        }
        self.done += known.len();
        (!known.is_empty()).then_some(known)
    }
}
