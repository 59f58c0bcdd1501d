//! Compares users of an arriving response with the requested ids, and holds back the last users
//! until the response ends.

use std::cell::{Cell, OnceCell, RefCell};
use std::slice::Chunks;

use crate::ids::{IdSet, UserId};
use crate::protocol::ArrivedUser;
use crate::rest::Delivery;

/// Checks the users of an arriving response against the requested ids. Rejects an unrequested user,
/// and all users that arrive with or after this user.
///
/// Holds back the last users until the response ends. Otherwise, a caller that has all its users
/// would drop the request before its timing is read.
pub(crate) struct ExpectedIds<'a> {
    pub(crate) ids: &'a [UserId],
    ids_per_call: usize,
    /// The index of each id in the request. Built only if users do not arrive in the requested
    /// order.
    index_of_id: OnceCell<IdSet>,
    /// The number of accepted users so far.
    arrived_count: Cell<usize>,
    /// Whether an unrequested user has arrived. If so, all later users are rejected.
    has_unrequested: Cell<bool>,
    /// Accepted users that are held back until the end of the response.
    held_back: RefCell<Vec<ArrivedUser>>,
}

impl<'a> ExpectedIds<'a> {
    pub(crate) fn new(ids: &'a [UserId], ids_per_call: usize) -> Self {
        Self {
            ids,
            ids_per_call,
            index_of_id: OnceCell::new(),
            arrived_count: Cell::new(0),
            has_unrequested: Cell::new(false),
            held_back: RefCell::default(),
        }
    }

    /// The ids that each command of the batch requests, in order. A request that is not a batch has
    /// one slice with all ids.
    pub(crate) fn ids_by_command(&self) -> Chunks<'a, UserId> {
        self.ids.chunks(self.ids_per_call)
    }

    /// Accepts arrived users, and returns those to deliver now. Returns no users once an
    /// unrequested user has arrived.
    ///
    /// When all requested users have arrived, holds back the last ones until the response ends,
    /// unless `delivery` is [`Delivery::All`]. Otherwise, a caller that has all its users would
    /// drop the request, and so abort it before its timing is read.
    pub(crate) fn accept_arrived(
        &self,
        users: Vec<ArrivedUser>,
        delivery: Delivery,
    ) -> Vec<ArrivedUser> {
        let arrived_count = self.arrived_count.get();
        let command_of = |index| (index / self.ids_per_call) as u64;
        // The fast path: portals usually return the users in the requested order.
        let next = self.ids.get(arrived_count..).unwrap_or_default();
        let is_in_order = users.len() <= next.len()
            && (arrived_count..)
                .zip(next)
                .zip(&users)
                .all(|((index, id), user)| (user.id, user.command) == (*id, command_of(index)));
        let is_unrequested = !is_in_order && {
            let index_of_id = self.index_of_id.get_or_init(|| IdSet::from_ids(self.ids));
            users
                .iter()
                .any(|user| index_of_id.index_of(user.id).map(command_of) != Some(user.command))
        };
        if is_unrequested || self.has_unrequested.get() {
            self.has_unrequested.set(true);
            return Vec::new();
        }
        self.arrived_count.set(arrived_count + users.len());
        let mut held_back = self.held_back.borrow_mut();
        held_back.extend(users);
        let should_deliver = delivery == Delivery::All || self.arrived_count.get() < self.ids.len();
        if should_deliver { std::mem::take(&mut *held_back) } else { Vec::new() }
    }
}
