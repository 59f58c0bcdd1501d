use std::cell::{Cell, OnceCell, RefCell};
use std::slice::Chunks;

use crate::ids::{IdSet, UserId};
use crate::protocol::PartialUser;
use crate::rest::BodyState;

/// The ids of one request, and a check of the users of its response while it arrives.
pub(crate) struct ExpectedIds<'a> {
    pub(crate) ids: &'a [UserId],
    ids_per_call: usize,
    /// The index of each id, for responses in another order.
    indexes: OnceCell<IdSet>,
    /// The number of users that have arrived.
    arrived: Cell<usize>,
    /// Whether an unexpected user has arrived. All later users are then rejected.
    has_unexpected: Cell<bool>,
    /// Valid users that are held back until the end of the response.
    held: RefCell<Vec<PartialUser>>,
}

impl<'a> ExpectedIds<'a> {
    pub(crate) fn new(ids: &'a [UserId], ids_per_call: usize) -> Self {
        Self {
            ids,
            ids_per_call,
            indexes: OnceCell::new(),
            arrived: Cell::new(0),
            has_unexpected: Cell::new(false),
            held: RefCell::default(),
        }
    }

    /// The ids of each call.
    pub(crate) fn calls(&self) -> Chunks<'a, UserId> {
        self.ids.chunks(self.ids_per_call)
    }

    /// Returns the users that may be delivered before the response ends: so far, the response has
    /// only users that their calls requested.
    ///
    /// Holds back the last user until the response ends or is cut. A caller that already has
    /// everything would drop, and so abort, the request before its timing is read.
    pub(crate) fn validate_partial(
        &self,
        users: Vec<PartialUser>,
        state: BodyState,
    ) -> Vec<PartialUser> {
        let arrived = self.arrived.get();
        let call_of = |index| (index / self.ids_per_call) as u64;
        // The fast path: portals usually return the users in the requested order.
        let next = self.ids.get(arrived..).unwrap_or_default();
        let is_in_order = users.len() <= next.len()
            && (arrived..)
                .zip(next)
                .zip(&users)
                .all(|((index, id), user)| (user.id, user.call) == (*id, call_of(index)));
        let is_unexpected = !is_in_order && {
            let indexes = self.indexes.get_or_init(|| IdSet::from_ids(self.ids));
            users.iter().any(|user| indexes.index_of(user.id).map(call_of) != Some(user.call))
        };
        if is_unexpected || self.has_unexpected.get() {
            self.has_unexpected.set(true);
            return Vec::new();
        }
        self.arrived.set(arrived + users.len());
        let mut held = self.held.borrow_mut();
        held.extend(users);
        let may_deliver = state == BodyState::Cut || self.arrived.get() < self.ids.len();
        if may_deliver { std::mem::take(&mut *held) } else { Vec::new() }
    }
}
