use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared};

use super::Loader;
use super::lookup_results::{CacheKey, LookupOutcome, LookupResults, UserMap};
use super::user_fetch::UserFetch;
use crate::error::{Error, ErrorKind, code};
use crate::host::Host;
use crate::ids::UserId;

type Work = LocalBoxFuture<'static, ()>;

/// The lookups under way, by the users they are for, so that whoever wants one of those can wait for it too.
///
/// A lookup belongs to those who wait for it, and to nobody else: each drives it while waiting, one who leaves changes nothing for the
/// others, and with the last it ends, and its request with it.
#[derive(Default)]
pub(crate) struct SingleFlight {
    by_user: Rc<RefCell<UserMap<Listed>>>,
    gathering: RefCell<Option<PendingBatch>>,
}

impl fmt::Debug for SingleFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleFlight").field("users", &self.by_user.borrow().len()).finish_non_exhaustive()
    }
}

struct Listed {
    work: WeakShared<Work>,
    board: Weak<LookupResults>,
    /// The cache's era when it began, and the time.
    era: u32,
    started_ms: f64,
    /// Whether the user was invalidated by id since.
    is_invalid: bool,
}

/// A lookup that has not begun: users may still join.
struct PendingBatch {
    listed: Listed,
    entry: Weak<InFlightEntry>,
}

/// A share in a lookup.
#[derive(Clone)]
pub(crate) struct Flight {
    work: Shared<Work>,
    board: Rc<LookupResults>,
}

/// Keeps users listed while their lookup is under way.
struct InFlightEntry {
    by_user: Rc<RefCell<UserMap<Listed>>>,
    users: RefCell<Vec<CacheKey>>,
    board: Weak<LookupResults>,
}

impl Drop for InFlightEntry {
    fn drop(&mut self) {
        let mut by_user = self.by_user.borrow_mut();
        let is_own = |listed: &Listed| listed.board.ptr_eq(&self.board);
        if by_user.iter().all(|(_, listed)| is_own(listed)) {
            by_user.clear();
            return;
        }
        for &wanted in self.users.borrow().iter() {
            // A newer lookup may have taken its place.
            if by_user.get(wanted).is_some_and(is_own) {
                by_user.remove(wanted);
            }
        }
    }
}

impl Listed {
    fn share(&self) -> Option<Flight> {
        Some(Flight { work: self.work.upgrade()?, board: self.board.upgrade()? })
    }

    fn of(share: &Flight, era: u32, started_ms: f64) -> Option<Self> {
        let (work, board) = (share.work.downgrade()?, Rc::downgrade(&share.board));
        Some(Self { work, board, era, started_ms, is_invalid: false })
    }
}

impl SingleFlight {
    fn entry(&self, board: &Rc<LookupResults>) -> Rc<InFlightEntry> {
        Rc::new(InFlightEntry {
            by_user: self.by_user.clone(),
            users: RefCell::default(),
            board: Rc::downgrade(board),
        })
    }

    /// Nobody joins the lookups in flight for these users any more.
    pub(crate) fn invalidate(&self, ids: &[UserId]) {
        let mut by_user = self.by_user.borrow_mut();
        for &id in ids {
            for avatar_hr in [false, true] {
                if let Some(listed) = by_user.get_mut(CacheKey { id, avatar_hr }) {
                    listed.is_invalid = true;
                }
            }
        }
    }
}

impl<H: Host + 'static> Loader<H> {
    /// A share in the lookup under way for this user, unless it began too long ago or before the user was invalidated.
    pub(crate) fn shared(&self, wanted: CacheKey, max_age_ms: f64) -> Option<Flight> {
        let by_user = self.sharing.by_user.borrow();
        let listed = by_user.get(wanted)?;
        let is_valid = !listed.is_invalid && listed.era == self.cache.era();
        let share = listed.share().filter(|_| is_valid)?;
        let age_ms = self.host().now_ms() - listed.started_ms;
        let joins = match share.board.get(wanted.id) {
            // Whoever comes after a failure tries anew.
            Some(LookupOutcome::Failed(_)) => false,
            // What has been found already is as good as what is in the cache, if there is one.
            Some(finding) => (0.0..max_age_ms.min(self.cache.ttl_ms(&finding))).contains(&age_ms),
            None => (0.0..=max_age_ms).contains(&age_ms),
        };
        joins.then_some(share)
    }

    /// Begins a lookup of these ids.
    pub(crate) fn look_up(self: &Rc<Self>, ids: Vec<UserId>, avatar_hr: bool) -> Flight {
        let board = Rc::new(LookupResults::default());
        let entry = self.sharing.entry(&board);
        let (engine, kept, posted, asked) = (self.clone(), entry.clone(), board.clone(), ids.clone());
        let work = async move {
            let _listed = kept;
            UserFetch::new(&engine, &posted, avatar_hr).run(&asked).await;
        };
        let share = Flight { work: work.boxed_local().shared(), board };
        let now_ms = self.host().now_ms();
        for id in ids {
            self.list(&entry, CacheKey { id, avatar_hr }, &share, now_ms);
        }
        share
    }

    /// A share in the lookup that is about to begin, with this id in it.
    pub(crate) fn gather(self: &Rc<Self>, id: UserId) -> Flight {
        let mut gathering = self.sharing.gathering.borrow_mut();
        let open = gathering.as_ref().and_then(|open| Some((open.listed.share()?, open.entry.upgrade()?)));
        let (share, entry) = open.unwrap_or_else(|| {
            let (share, entry) = self.begin_gathering();
            let listed = Listed::of(&share, self.cache.era(), self.host().now_ms());
            *gathering = listed.map(|listed| PendingBatch { listed, entry: Rc::downgrade(&entry) });
            (share, entry)
        });
        self.list(&entry, CacheKey { id, avatar_hr: false }, &share, self.host().now_ms());
        share
    }

    /// A lookup that begins when all who want to join it had the time to.
    fn begin_gathering(self: &Rc<Self>) -> (Flight, Rc<InFlightEntry>) {
        let board = Rc::new(LookupResults::default());
        let entry = self.sharing.entry(&board);
        let (engine, kept, posted) = (self.clone(), entry.clone(), board.clone());
        let work = async move {
            match engine.config.coalesce_ms {
                ms if ms > 0.0 => engine.host().sleep(ms).await,
                _ => engine.host().tick().await,
            }
            engine.sharing.gathering.take();
            let mut ids = Vec::new();
            for wanted in kept.users.borrow().iter() {
                ids.push(wanted.id);
            }
            UserFetch::new(&engine, &posted, false).run(&ids).await;
        };
        (Flight { work: work.boxed_local().shared(), board }, entry)
    }

    fn list(&self, entry: &InFlightEntry, wanted: CacheKey, share: &Flight, now_ms: f64) {
        if let Some(listed) = Listed::of(share, self.cache.era(), now_ms) {
            let mut by_user = self.sharing.by_user.borrow_mut();
            // Who wants it fresh joins as well, as long as the lookup has not begun.
            let is_in = by_user.get(wanted).is_some_and(|known| known.board.ptr_eq(&listed.board));
            let known = !by_user.insert(wanted, listed);
            let mut users = entry.users.borrow_mut();
            // Another lookup may have taken its place meanwhile.
            let is_asked_for = is_in || known && users.contains(&wanted);
            if !is_asked_for {
                users.push(wanted);
            }
        }
    }
}

impl Flight {
    /// Whether both are shares in the same lookup.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.board, &other.board)
    }

    pub(crate) const fn board(&self) -> &Rc<LookupResults> {
        &self.board
    }

    /// Drives the lookup; whether it is over.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> bool {
        Pin::new(&mut self.work).poll(context).is_ready()
    }

    /// Puts all users on the board who have arrived whole, of whatever answer is arriving.
    pub(crate) fn flush(&mut self) {
        // Without a request nothing can have arrived, and the lookup would send its first one.
        if self.board.spent().requests == 0 {
            return;
        }
        self.board.state.request_flush();
        // Nobody has to be woken: this one leaves.
        _ = self.poll(&mut Context::from_waker(Waker::noop()));
        self.board.state.cancel_flush();
    }

    /// Waits for what is found for this id, driving the lookup meanwhile.
    pub(crate) async fn finding(&mut self, id: UserId) -> LookupOutcome {
        poll_fn(|context| {
            let is_over = self.poll(context);
            match self.board.get(id) {
                Some(finding) => Poll::Ready(finding),
                None if is_over => Poll::Ready(unfinished()),
                None => Poll::Pending,
            }
        })
        .await
    }
}

/// What a lookup that ended without a finding would mean; it is not silently a missing user.
pub(crate) fn unfinished() -> LookupOutcome {
    let message = "The lookup ended without an answer for this user";
    LookupOutcome::Failed(Rc::new(Error::new(ErrorKind::Response, code::BAD_RESPONSE, message)))
}
