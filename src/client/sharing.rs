use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared};

use super::engine::Engine;
use super::lookup::{Board, Finding, Lookup, Wanted};
use crate::ids::UserId;
use crate::send::Host;

type Work = LocalBoxFuture<'static, ()>;

/// The lookups under way, by the users they are for, so that whoever wants one of those can wait for it too.
///
/// A lookup belongs to those who wait for it, and to nobody else: each drives it while waiting, one who leaves changes nothing for the
/// others, and with the last it ends, and its request with it.
#[derive(Default)]
pub(super) struct Sharing {
    by_user: Rc<RefCell<HashMap<Wanted, Listed>>>,
    gathering: RefCell<Option<Gathering>>,
}

impl fmt::Debug for Sharing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sharing").field("users", &self.by_user.borrow().len()).finish_non_exhaustive()
    }
}

struct Listed {
    work: WeakShared<Work>,
    board: Weak<Board>,
}

/// A lookup that has not begun: users may still join.
struct Gathering {
    listed: Listed,
    entry: Rc<Entry>,
}

/// A share in a lookup.
#[derive(Clone)]
pub(super) struct Share {
    work: Shared<Work>,
    board: Rc<Board>,
}

/// Keeps users listed while their lookup is under way.
struct Entry {
    by_user: Rc<RefCell<HashMap<Wanted, Listed>>>,
    users: RefCell<Vec<Wanted>>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut by_user = self.by_user.borrow_mut();
        for wanted in self.users.borrow().iter() {
            by_user.remove(wanted);
        }
    }
}

impl Listed {
    fn share(&self) -> Option<Share> {
        Some(Share { work: self.work.upgrade()?, board: self.board.upgrade()? })
    }

    fn of(share: &Share) -> Option<Self> {
        Some(Self { work: share.work.downgrade()?, board: Rc::downgrade(&share.board) })
    }
}

impl Sharing {
    /// A share in the lookup under way for this user.
    pub(super) fn find(&self, wanted: Wanted) -> Option<Share> {
        self.by_user.borrow().get(&wanted)?.share()
    }

    fn entry(&self) -> Rc<Entry> {
        Rc::new(Entry { by_user: self.by_user.clone(), users: RefCell::default() })
    }

    fn list(&self, entry: &Entry, wanted: Wanted, share: &Share) {
        if let Some(listed) = Listed::of(share) {
            self.by_user.borrow_mut().insert(wanted, listed);
            entry.users.borrow_mut().push(wanted);
        }
    }
}

impl<H: Host + 'static> Engine<H> {
    /// Begins a lookup of these ids.
    pub(super) fn look_up(self: &Rc<Self>, ids: Vec<UserId>, avatar_hr: bool) -> Share {
        let entry = self.sharing.entry();
        let (engine, board, kept) = (self.clone(), Rc::new(Board::default()), entry.clone());
        let posted = board.clone();
        let asked = ids.clone();
        let work = async move {
            let _listed = kept;
            Lookup::new(&engine, &posted, avatar_hr).run(&asked).await;
        };
        let share = Share { work: work.boxed_local().shared(), board };
        for id in ids {
            self.sharing.list(&entry, Wanted { id, avatar_hr }, &share);
        }
        share
    }

    /// A share in the lookup that is about to begin, with this id in it.
    pub(super) fn gather(self: &Rc<Self>, id: UserId) -> Share {
        let wanted = Wanted { id, avatar_hr: false };
        let mut gathering = self.sharing.gathering.borrow_mut();
        let open = gathering.as_ref().and_then(|open| Some((open.listed.share()?, open.entry.clone())));
        let (share, entry) = open.unwrap_or_else(|| {
            let (share, entry) = self.begin_gathering();
            *gathering = Listed::of(&share).map(|listed| Gathering { listed, entry: entry.clone() });
            (share, entry)
        });
        self.sharing.list(&entry, wanted, &share);
        share
    }

    /// A lookup that begins when all who want to join it had the time to.
    fn begin_gathering(self: &Rc<Self>) -> (Share, Rc<Entry>) {
        let entry = self.sharing.entry();
        let (engine, board, kept) = (self.clone(), Rc::new(Board::default()), entry.clone());
        let posted = board.clone();
        let work = async move {
            match engine.options.coalesce_ms {
                Some(ms) if ms > 0.0 => engine.host.sleep(ms).await,
                _ => engine.host.tick().await,
            }
            engine.sharing.gathering.take();
            let ids: Vec<_> = kept.users.borrow().iter().map(|wanted| wanted.id).collect();
            Lookup::new(&engine, &posted, false).run(&ids).await;
        };
        (Share { work: work.boxed_local().shared(), board }, entry)
    }
}

impl Share {
    /// Whether both are shares in the same lookup.
    pub(super) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.board, &other.board)
    }

    pub(super) const fn board(&self) -> &Rc<Board> {
        &self.board
    }

    /// Waits for the findings of these ids, driving the lookup meanwhile.
    pub(super) async fn findings(mut self, ids: Vec<UserId>) -> Vec<(UserId, Finding)> {
        poll_fn(|context| {
            let done = Pin::new(&mut self.work).poll(context).is_ready();
            if done || ids.iter().all(|&id| self.board.has(id)) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        ids.into_iter().filter_map(|id| Some((id, self.board.get(id)?))).collect()
    }
}
