use std::rc::Rc;
use std::task::{Context, Poll};

use super::lookup_results::LookupOutcome;
use super::single_flight::{Flight, unfinished};
use crate::error::Error;
use crate::ids::{IdSet, UserId};
use crate::rest::CallState;

/// What was found for some ids.
pub(crate) type Outcomes = Vec<(UserId, LookupOutcome)>;

/// Some ids on their way in one lookup, and how much of it has been seen.
pub(crate) struct Subscription {
    pub(crate) share: Flight,
    /// Whether the lookup began for these ids, and so is for no others.
    pub(crate) is_own: bool,
    ids: IdSet,
    /// How many of the ids have no finding that was taken.
    left: usize,
    /// How many of the board's findings have been taken, as far as they are about these ids, and how many have been counted.
    taken: usize,
    counted: usize,
}

impl Subscription {
    pub(crate) fn new(share: Flight, ids: &[UserId], is_own: bool) -> Self {
        Self { share, is_own, ids: IdSet::from_ids(ids), left: ids.len(), taken: 0, counted: 0 }
    }

    /// Whether all ids have findings that were taken.
    pub(crate) const fn is_over(&self) -> bool {
        self.left == 0
    }

    /// Drives the lookup; how many ids have come to findings, and the findings. Those that are not final are `taken_early`, or counted
    /// only. When the lookup is `blocked`, the rest comes to that error.
    pub(crate) fn poll(
        &mut self,
        takes_early: bool,
        blocked: &dyn Fn(&CallState) -> Option<Error>,
        context: &mut Context<'_>,
    ) -> Poll<(usize, Outcomes)> {
        let is_done = self.share.poll(context);
        let board = self.share.board();
        let there = board.len();
        let end = if is_done || takes_early { there } else { board.final_len() };
        let is_ours = |id: UserId| self.is_own || self.ids.contains(id);
        let (mut count, mut findings) = (0, Vec::new());
        board.each(self.counted..there, &mut |id, _| count += usize::from(is_ours(id)));
        board.each(self.taken..end, &mut |id, finding| {
            if is_ours(id) {
                findings.push((id, finding.clone()));
            }
        });
        let why_no_more = || {
            let blocked = || blocked(&board.state).map(|error| LookupOutcome::Failed(Rc::new(error)));
            if is_done { Some(unfinished()) } else { blocked() }
        };
        if findings.len() < self.left
            && let Some(finding) = why_no_more()
        {
            for (id, ()) in self.ids.iter() {
                if !board.contains(id) {
                    findings.push((id, finding.clone()));
                    count += 1;
                }
            }
        }
        (self.counted, self.taken) = (there, end);
        self.left -= findings.len();
        if count == 0 && findings.is_empty() { Poll::Pending } else { Poll::Ready((count, findings)) }
    }
}
